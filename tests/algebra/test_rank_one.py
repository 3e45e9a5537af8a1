"""Decompositions into terms of rank one: exact, with as many terms as theory.md, section 3.7, says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.diagonalisation import cyclic_real_form, eigenvalues
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rank_one import decomposition, flattening_rank
from bilinear_theory.algebra.real_form import real_irreducibles

M = CyclotomicMatrix
ONE, TURN = M.identity(2), M([[0, -1], [1, 0]])


def least(matrices, *, real, bound=9):
    """The least number of terms that is found, each decomposition being held to floats."""
    for terms in range(bound + 1):
        found = decomposition(matrices, terms, real=real)
        if found is not None:
            assert len(found.left) == len(found.right) <= terms
            _assert_sums(matrices, found)
            numbers = [
                x for rows in (found.left, found.right, found.weights) for row in rows for x in row
            ]
            assert not real or all(x.is_real() for x in numbers)
            return len(found.left)
    return None


def _assert_sums(matrices, found):
    """numpy adds the terms up again: this shares no arithmetic with the exact search."""

    def floats(rows):
        return np.array([[complex(x) for x in row] for row in rows])

    left, right, weights = map(floats, (found.left, found.right, found.weights))
    tensor = np.array([floats(A.rows()) for A in matrices])
    if left.size:
        assert np.allclose(np.einsum("xr,ri,rj->xij", weights, left, right), tensor)
    else:
        assert not tensor.any()


def rotation(n, k=1):
    z = Cyclotomic.root_of_unity(n, k)
    return M([[z.real, -z.imag], [z.imag, z.real]])


SMALL = st.integers(-2, 2)


@settings(max_examples=40)
@given(st.data(), st.integers(1, 3), st.integers(1, 2), st.integers(0, 3), st.booleans())
def test_what_is_decomposed_adds_up_and_never_has_fewer_terms_than_the_flattenings(
    data, rows, columns, letters, real
):
    matrices = [
        M([[data.draw(SMALL) for _ in range(columns)] for _ in range(rows)]) for _ in range(letters)
    ]
    found = least(matrices, real=real, bound=rows * columns)
    assert found is not None  # the unit matrices always do
    assert flattening_rank(matrices) <= found


@settings(max_examples=40)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), st.data())
def test_a_sum_of_small_terms_has_no_fewer_terms_than_its_flattenings_ask(
    size, terms, letters, data
):
    column = st.lists(st.integers(-1, 1), min_size=size, max_size=size)
    left = [M.column(data.draw(column)) for _ in range(terms)]
    right = [M.column(data.draw(column)) for _ in range(terms)]
    matrices = []
    for _ in range(letters):
        total = M.zeros(size, size)
        for u, v in zip(left, right, strict=True):
            total = total + u @ v.transpose() * data.draw(SMALL)
        matrices.append(total)
    found = least(matrices, real=True, bound=5)
    assert found is None or found >= flattening_rank(matrices)
    if letters == 1:
        assert found == matrices[0].rank()


@pytest.mark.parametrize("n", [3, 4, 5, 7, 12])
def test_complex_multiplication_takes_three_real_products_and_two_complex_ones(n):
    turns = [rotation(n, k) for k in range(n)]
    assert (least(turns, real=True), least(turns, real=False)) == (3, 2)


@pytest.mark.parametrize("n", [2, 3])
def test_all_maps_of_n_points_take_n_squared_minus_n_plus_one_terms(n):
    maps = [
        M([[int(f[j] == i) for j in range(n)] for i in range(n)])
        for f in itertools.product(range(n), repeat=n)
    ]
    assert least(maps, real=True) == flattening_rank(maps) == n * n - n + 1


@pytest.mark.parametrize("n", [2, 3])
def test_all_permutations_of_n_points_take_the_square_of_n_minus_one_and_one_more(n):
    permutations = [M.permutation(p) for p in itertools.permutations(range(n))]
    assert least(permutations, real=True) == (n - 1) ** 2 + 1


@pytest.mark.parametrize(
    ("blocks", "terms"),
    [
        ([rotation(3)], 3),
        ([rotation(3), rotation(5)], 5),  # one polynomial that does not split
        ([rotation(4), rotation(4)], 6),  # two of them (theory.md, trap 22)
        ([rotation(3), M([[1]])], 4),
        ([M([[1]]), M([[-1]]), M([[-1]])], 3),
    ],
)
def test_a_real_pencil_takes_its_size_and_one_term_for_each_polynomial_that_does_not_split(
    blocks, terms
):
    """Ja'Ja': d + delta."""
    total = M.identity(0)
    for block in blocks:
        total = total.direct_sum(block)
    size = total.shape[0]
    change = M(
        [[1 + (i * j + i + j) % 3 if i <= j else 0 for j in range(size)] for i in range(size)]
    )
    pencil = [change, change @ total]
    assert (least(pencil, real=True), least(pencil, real=False)) == (terms, size)


def test_s5_on_four_dimensions_takes_five_real_terms_and_four_complex_ones():
    group = FiniteGroup([(1, 0, 2, 3, 4), (1, 2, 3, 4, 0)])
    table = character_table(group)
    standard = [
        rho.representation
        for rho in real_irreducibles(group, table, max_degree=4)
        if rho.representation.degree == 4
    ]
    assert len(standard) == 2
    for rho in standard:
        assert least(rho.matrices, real=True) == 5
        assert least(rho.matrices, real=False) == 4


def test_no_matrices_and_zero_matrices_take_no_term():
    assert least([], real=True) == least([M.zeros(2, 3)], real=True) == 0


def test_a_nilpotent_pencil_takes_three_terms():
    assert least([ONE, M([[0, 1], [0, 0]])], real=False) == 3


def test_eigenvalues_are_roots_of_unity_or_rational():
    assert eigenvalues(TURN) == [Cyclotomic.root_of_unity(4, k) for k in range(4)]
    assert eigenvalues(M([[2, 1], [0, -3]])) == [Cyclotomic.rational(-3), Cyclotomic.rational(2)]
    assert eigenvalues(M([[1, 1], [1, 0]])) == []  # the golden ratio is neither
    assert cyclic_real_form(M([[1, 1], [0, 1]])) is None
