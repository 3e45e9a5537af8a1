"""Matrices over cyclotomic fields: ring axioms, elimination, and sympy as a judge."""

import json
import random
from fractions import Fraction

import pytest
import sympy
from flint import fmpz_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra import product
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix, stack
from bilinear_theory.algebra.field import degree, image, reduction
from bilinear_theory.algebra.modular import Place, place
from bilinear_theory.algebra.sympy import to_sympy

few = settings(max_examples=20, deadline=None)

CONDUCTORS = (1, 3, 4, 5, 8, 12)


@st.composite
def matrices(draw, rows=None, columns=None, conductors=CONDUCTORS, size=3):
    n = draw(st.sampled_from(conductors))
    rows = draw(st.integers(0, size)) if rows is None else rows
    columns = draw(st.integers(0, size)) if columns is None else columns
    entries = st.one_of(
        st.integers(-9, 9),
        st.just(0),
        st.builds(
            Cyclotomic,
            st.just(n),
            st.lists(st.fractions(-5, 5, max_denominator=4), max_size=n),
        ),
    )
    table = [[draw(entries) for _ in range(columns)] for _ in range(rows)]
    return CyclotomicMatrix(table, columns=columns)


@st.composite
def low_rank(draw, size=4):
    rows, inner, columns = (draw(st.integers(1, size)) for _ in range(3))
    return draw(matrices(rows, inner)) @ draw(matrices(inner, columns))


@few
@given(matrices(3, 2), matrices(2, 4), matrices(4, 1))
def test_products_are_associative(a, b, c):
    assert (a @ b) @ c == a @ (b @ c)


@few
@given(matrices(3, 2), matrices(2, 3), matrices(2, 3))
def test_products_distribute_over_sums(a, b, c):
    assert a @ (b + c) == a @ b + a @ c
    assert a @ (b - c) == a @ b - a @ c


@few
@given(matrices(3, 2), matrices(2, 3))
def test_products_are_sums_of_products_of_entries(a, b):
    product = a @ b
    for i in range(3):
        for j in range(3):
            assert product[i, j] == sum(
                (a[i, k] * b[k, j] for k in range(2)), Cyclotomic.rational(0)
            )


@few
@given(st.sampled_from((3, 5, 7, 8, 11, 13, 16, 17, 21, 24)), st.integers(0, 10**6))
def test_every_way_to_multiply_is_the_definition(n, seed):
    rng = random.Random(seed)
    zeros = rng.choice((0.0, 0.7))
    a, b = (
        tuple(
            fmpz_mat(
                2, 2, [rng.randrange(-(2**40), 2**40) * (rng.random() > zeros) for _ in range(4)]
            )
            for _ in range(degree(n))
        )
        for _ in range(2)
    )
    terms = [fmpz_mat(2, 2)] * (2 * degree(n) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            terms[i + j] = terms[i + j] + x * y
    expected = image(reduction(n, len(terms)), terms, fmpz_mat(2, 2))
    assert product.multiply(n, a, b) == expected


@few
@given(matrices(3, 3), st.sampled_from((2, 3, 4, 5)))
def test_equal_matrices_at_different_conductors_are_equal_and_hash_alike(a, factor):
    b = a.at(a.conductor * factor)
    assert a == b
    assert hash(a) == hash(b)
    assert b.minimal() == a
    assert len({a, b}) == 1
    entries = [x.minimal().conductor for row in a.rows() for x in row]
    assert b.minimal().conductor == sympy.ilcm(1, *entries)


@few
@given(low_rank())
def test_rank_and_kernel_add_up_to_the_columns(a):
    kernel = a.kernel()
    assert (a @ kernel).is_zero()
    assert kernel.rank() == kernel.shape[1]
    assert a.rank() + kernel.shape[1] == a.shape[1]
    assert a.rank() == a.transpose().rank() == a.H.rank()


@few
@given(matrices(3, 3, conductors=(1, 3, 4, 5)), matrices(3, 2, conductors=(1, 3, 4)))
def test_rank_agrees_with_sympy_over_its_algebraic_fields(a, b):
    low = b @ b.transpose()
    for m in (a, low):
        n = max(m.conductor, 3)
        field = sympy.QQ.algebraic_field(sympy.exp(2 * sympy.I * sympy.pi / n))
        rows = [[field.from_sympy(sympy.Integer(0)) for _ in range(3)] for _ in range(3)]
        lifted = m.at(n) if n % m.conductor == 0 else m
        for i in range(3):
            for j in range(3):
                coefficients = [
                    sympy.Rational(c.numerator, c.denominator) for c in lifted[i, j].coefficients
                ]
                rows[i][j] = field([sympy.QQ(c.p, c.q) for c in reversed(coefficients)])
        judge = sympy.polys.matrices.DomainMatrix(rows, (3, 3), field)
        assert judge.rank() == m.rank()


@few
@given(low_rank(4))
def test_the_inverse_is_proved_by_the_product_or_the_matrix_is_singular(a):
    size = a.shape[0]
    square = a @ a.transpose() + CyclotomicMatrix.identity(size)
    for m in (square, a @ a.H):
        if m.rank() < size:
            with pytest.raises(ZeroDivisionError, match="singular"):
                m.inverse()
            assert m.determinant() == 0
        else:
            assert m @ m.inverse() == CyclotomicMatrix.identity(size) == m.inverse() @ m
            assert m**-2 == (m @ m).inverse()
            assert m.determinant() * m.inverse().determinant() == 1


@few
@given(matrices(3, 3), matrices(3, 3))
def test_determinants_multiply(a, b):
    assert (a @ b).determinant() == a.determinant() * b.determinant()
    expected = to_sympy(a).det(method="berkowitz")
    assert abs(complex(a.determinant()) - complex(expected)) < 1e-6 * (1 + abs(complex(expected)))


@few
@given(low_rank(4), st.data())
def test_solve_finds_a_solution_exactly_if_there_is_one(a, data):
    right = data.draw(matrices(a.shape[0], 2))
    solution = a.solve(right)
    if solution is None:
        assert stack([[a, right]]).rank() > a.rank()
    else:
        assert a @ solution == right
    x = data.draw(matrices(a.shape[1], 1))
    found = a.solve(a @ x)
    assert found is not None
    assert a @ found == a @ x


def test_an_unlucky_first_prime_does_not_change_the_answer():
    first = place(5, 0)
    z = Cyclotomic(5, (0, 1))
    unlucky = Cyclotomic.rational(first.p)
    root = first.root - z  # vanishes at the first root of the first place
    for x in (unlucky, root):
        a = CyclotomicMatrix([[x, 1, z], [0, x, 1], [0, 0, 1]])
        assert a.rank() == 3
        assert a @ a.inverse() == CyclotomicMatrix.identity(3)
        assert a.determinant() == x * x
        b = CyclotomicMatrix([[x, 1, z], [x, 1, z]])
        assert b.rank() == 1
        assert (b @ b.kernel()).is_zero()
        assert CyclotomicMatrix([[x]]).kernel().shape == (1, 0)
        assert CyclotomicMatrix([[x, z]]).solve(CyclotomicMatrix([[1]]))[0, 0] == 1 / x


def test_a_kernel_that_looks_settled_modulo_two_primes_is_still_proved():
    z = Cyclotomic(5, (0, 1))
    a = CyclotomicMatrix([[1, z * place(5, 0).p * place(5, 1).p]])  # 0 modulo both primes
    assert (a @ a.kernel()).is_zero()
    assert a.kernel()[0, 0] == -a[0, 1]


def test_twenty_rows_of_thirty_bits_have_the_rank_they_were_given():
    rng = random.Random(5)
    rows = [
        [Cyclotomic(5, [rng.randrange(-(2**30), 2**30) for _ in range(4)]) for _ in range(20)]
        for _ in range(19)
    ]
    a = CyclotomicMatrix([*rows, [x + y for x, y in zip(rows[0], rows[1], strict=True)]])
    assert a.rank() == 19
    assert (a @ a.kernel()).is_zero()
    assert not a.kernel().is_zero()


@few
@given(matrices(2, 3), matrices(3, 2), matrices(2, 2), matrices(2, 1))
def test_kronecker_and_direct_sum_respect_products(a, b, c, d):
    assert a.kronecker(c) @ b.kronecker(d) == (a @ b).kronecker(c @ d)
    assert a.direct_sum(c) @ b.direct_sum(d) == (a @ b).direct_sum(c @ d)


@few
@given(matrices(2, 3), matrices(3, 2), st.integers(1, 60))
def test_galois_conjugation_of_matrices_is_a_homomorphism(a, b, k):
    n = sympy.ilcm(a.conductor, b.conductor)
    if sympy.gcd(n, k) == 1:
        a, b = a.at(int(n)), b.at(int(n))
        assert (a @ b).galois(k) == a.galois(k) @ b.galois(k)
        assert (a @ b).H == b.H @ a.H
        assert (a @ b).trace() == (b @ a).trace()


@few
@given(matrices())
def test_matrices_survive_json(a):
    text = json.dumps(a.to_lists())
    again = CyclotomicMatrix.from_lists(json.loads(text))
    assert again == a
    assert again.shape == a.shape
    assert json.dumps(again.to_lists()) == text


@few
@given(matrices(2, 2), st.fractions(-3, 3, max_denominator=5), st.integers(0, 4))
def test_scalars_act_entry_by_entry(a, q, k):
    z = Cyclotomic.root_of_unity(5, k) + q
    assert (a * z)[0, 1] == a[0, 1] * z
    assert z * a == a * z == a @ CyclotomicMatrix.diagonal([z, z])
    if z:
        assert a / z * z == a


def test_permutation_matrices_move_basis_vectors():
    a = CyclotomicMatrix.permutation([2, 0, 1])
    for j, i in enumerate([2, 0, 1]):
        e = CyclotomicMatrix.column([int(k == j) for k in range(3)])
        assert (a @ e)[i, 0] == 1
    assert a**3 == CyclotomicMatrix.identity(3) == a**0
    assert a**-1 == a.transpose()


def test_wrong_arguments_are_refused():
    a = CyclotomicMatrix([[1, 2, 3]])
    with pytest.raises(ValueError, match="row 1 has 1"):
        CyclotomicMatrix([[1, 2], [3]])
    with pytest.raises(TypeError, match="exact"):
        CyclotomicMatrix([[0.5]])
    with pytest.raises(ValueError, match="shapes"):
        a + a.transpose()
    with pytest.raises(ValueError, match="shapes"):
        a @ a
    with pytest.raises(ValueError, match="square"):
        a.inverse()
    with pytest.raises(IndexError):
        a[1, 0]
    with pytest.raises(ValueError, match="permutation"):
        CyclotomicMatrix.permutation([0, 0])
    with pytest.raises(ValueError, match="shapes"):
        stack([[a, a.transpose()]])
    with pytest.raises(ValueError, match="denominator"):
        CyclotomicMatrix.from_lists({**a.to_lists(), "denominator": 0})
    with pytest.raises(ValueError, match="key"):
        CyclotomicMatrix.from_lists({"conductor": 1})
    assert CyclotomicMatrix([[Fraction(1, 2)]]) != Fraction(1, 2)
    assert isinstance(place(12, 3), Place)
