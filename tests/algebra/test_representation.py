"""Representations: closure over the Cayley graph, conventions, and all irreducibles of many groups."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.invariant_form import (
    invariant_form,
    is_invariant,
    is_positive_definite,
    pivots,
)
from bilinear_theory.algebra.irreducibles import (
    NotRepresentedError,
    exact_values,
    irreducibles,
    monomial_form,
    representations,
)
from bilinear_theory.algebra.lattice import integral_form
from bilinear_theory.algebra.representation import (
    RelationError,
    Representation,
    permutation_representation,
)
from tests.algebra.group_samples import LARGER, group, small_groups

few = settings(max_examples=25, deadline=None)
SMALL = dict(small_groups(31))


@st.composite
def permutation_groups(draw, points=5):
    n = draw(st.integers(2, points))
    generators = draw(st.lists(st.permutations(range(n)), min_size=1, max_size=3))
    return FiniteGroup(generators)


def check_irreducibles(g):
    table = character_table(g)
    found = irreducibles(g, table)
    assert sum(rho.degree**2 for rho in found) == g.order
    for i, rho in enumerate(found):
        rho.verify()
        assert rho.character == table.row(i)
        assert rho.is_irreducible
        assert rho.kernel.tolist() == table.kernel(i).tolist()
        assert g.exponent % rho.conductor == 0


@pytest.mark.parametrize("name", SMALL)
def test_every_character_of_a_small_group_is_represented(name):
    check_irreducibles(SMALL[name])


@pytest.mark.parametrize("name", LARGER)
def test_every_character_of_a_known_group_is_represented(name):
    check_irreducibles(group(name))


@few
@given(permutation_groups())
def test_every_character_of_a_permutation_group_is_represented(g):
    check_irreducibles(g)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["A6", "S6", "PSL(2,11)", "SL(2,7)", "S4xS4", "GL(2,5)", "AGL(1,16)"]
)
def test_every_character_of_a_large_group_is_represented(name):
    check_irreducibles(group(name))


def test_a_word_acts_letter_by_letter_so_that_a_product_acts_first_factor_first():
    s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    rho = irreducibles(s3, character_table(s3))[2]
    for g in range(6):
        for h in range(6):
            gh = int(s3.product(g, h))
            assert rho.matrix(gh) == rho.matrix(h) @ rho.matrix(g)
    s, r = s3.generators
    assert rho.matrix(int(s3.product(s, r))) == rho.matrices[1] @ rho.matrices[0]
    assert rho.matrix(int(s3.product(s, r))) != rho.matrices[0] @ rho.matrices[1]


def test_permutation_matrices_move_basis_vectors_as_the_permutation_moves_points():
    g = group("S4")
    rho = permutation_representation(g)
    rho.verify()
    for x in range(g.order):
        assert rho.matrix(x) == CyclotomicMatrix.permutation(g.elements[x].tolist())


@pytest.mark.parametrize("name", ["S3", "Q8", "A5", "GL(2,3)"])
def test_the_matrix_of_an_element_is_the_same_before_and_after_all_are_known(name):
    g = group(name)
    for rho in irreducibles(g, character_table(g)):
        lazily = Representation(g, rho.matrices)
        one_by_one = [lazily.matrix(x) for x in range(0, g.order, 7)]
        assert lazily.elements.denominator >= 1
        assert one_by_one == [lazily.matrix(x) for x in range(0, g.order, 7)]


@few
@given(st.data(), st.sampled_from(["S3", "D5", "Q8", "A4", "S4", "A5"]))
def test_verification_refuses_one_changed_entry(data, name):
    g = group(name)
    rho = data.draw(st.sampled_from(irreducibles(g, character_table(g))))
    place = data.draw(st.integers(0, len(rho.matrices) - 1))
    i, j = data.draw(st.tuples(*[st.integers(0, rho.degree - 1)] * 2))
    change = data.draw(st.sampled_from([1, Fraction(1, 3), Cyclotomic(5, (0, 1)), 10**40]))
    rows = [list(row) for row in rho.matrices[place].rows()]
    rows[i][j] = rows[i][j] + change
    matrices = list(rho.matrices)
    matrices[place] = CyclotomicMatrix(rows)
    broken = Representation(g, tuple(matrices))
    words = Representation(g, tuple(matrices))  # its matrices are products, one by one
    if all(
        broken.matrices[s] @ words.matrix(x) == words.matrix(target)
        for x in range(g.order)
        for s, target in enumerate(g.right[x].tolist())
    ):
        broken.verify()  # the change made another representation
    else:
        with pytest.raises(RelationError, match="generator"):
            broken.verify()


def test_matrices_with_the_orders_and_the_traces_of_a_representation_are_refused():
    # Two reflections of order 2 whose product has order 4 instead of 3.
    s3 = FiniteGroup([(1, 0, 2), (0, 2, 1)])
    flip, other = CyclotomicMatrix([[1, 0], [0, -1]]), CyclotomicMatrix([[0, 1], [1, 0]])
    with pytest.raises(RelationError):
        Representation(s3, (flip, other)).verify()


def test_matrices_that_do_not_fit_their_group_are_refused():
    s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    one = CyclotomicMatrix.identity(1)
    with pytest.raises(ValueError, match="1 matrices for 2 generators"):
        Representation(s3, (one,))
    with pytest.raises(ValueError, match="matrix 1 has shape"):
        Representation(s3, (one, CyclotomicMatrix.identity(2)))
    with pytest.raises(ValueError, match="matrix 0 has shape"):
        Representation(s3, (CyclotomicMatrix.zeros(1, 2), one))
    twin = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    left, right = Representation(s3, (one, one)), Representation(twin, (one, one))
    with pytest.raises(ValueError, match="different groups"):
        left.direct_sum(right)


@pytest.mark.parametrize("name", ["S3", "Q8", "C7:C3", "SL(2,3)", "A5"])
def test_sums_products_duals_and_conjugates_are_representations_with_the_right_characters(name):
    g = group(name)
    found = irreducibles(g, character_table(g))
    a, b = found[-1], found[-2]
    for rho, expected in [
        (a.direct_sum(b), [x + y for x, y in zip(a.character, b.character, strict=True)]),
        (a.tensor(b), [x * y for x, y in zip(a.character, b.character, strict=True)]),
        (a.dual(), [x.conjugate() for x in a.character]),
        (a.conjugate(), [x.conjugate() for x in a.character]),
    ]:
        rho.verify()
        assert list(rho.character) == expected
    assert a.direct_sum(b).norm == 2


def test_a_large_denominator_is_computed_exactly():
    # Beyond machine integers: an involution in a basis with entries of 30 digits.
    g = FiniteGroup([(1, 0)])
    rho = permutation_representation(g).transformed(CyclotomicMatrix([[1, 10**30], [3, 10**15]]))
    rho.verify()
    assert rho.elements.numerators.dtype == object
    assert rho.matrix(1) @ rho.matrix(1) == CyclotomicMatrix.identity(2)


@pytest.mark.parametrize("name", [*LARGER, "C7:C3", "Heisenberg 27", "C4:C4", "D7"])
def test_the_invariant_form_is_invariant_and_positive_definite(name):
    g = group(name)
    for rho in irreducibles(g, character_table(g)):
        form = invariant_form(rho)
        assert is_invariant(rho, form)
        assert is_positive_definite(form)
        assert not rho.is_real or form == form.conjugate()


def test_pivots_tell_indefinite_forms():
    assert not is_positive_definite(CyclotomicMatrix([[1, 2], [2, 1]]))
    assert not is_positive_definite(CyclotomicMatrix([[1, 1], [1, 1]]))
    assert not is_positive_definite(CyclotomicMatrix([[0, 1], [1, 0]]))
    i = Cyclotomic.root_of_unity(4)
    assert pivots(CyclotomicMatrix([[2, i], [-i, 2]])) == (2, Fraction(3, 2))
    with pytest.raises(ValueError, match="conjugate transpose"):
        pivots(CyclotomicMatrix([[2, i], [i, 2]]))


@pytest.mark.parametrize("name", ["S4", "A5", "S5", "GL(2,3)", "2_+^{1+4}"])
def test_rational_irreducibles_come_with_small_integers(name):
    g = group(name)
    for rho in irreducibles(g, character_table(g)):
        if rho.is_rational:
            assert rho.elements.denominator == 1
            assert rho.elements.largest <= 2


def test_an_integral_form_is_equivalent_and_needs_rational_matrices():
    g = group("S4")
    basis = CyclotomicMatrix([[3, 1, 0, 2], [0, 5, 1, 1], [1, 0, 7, 0], [2, 2, 1, 9]])
    rho = permutation_representation(g).transformed(basis)
    assert rho.elements.denominator > 1
    small = integral_form(rho)
    small.verify()
    assert small.elements.denominator == 1
    assert small.character == rho.character
    quaternions = group("Q8")
    with pytest.raises(ValueError, match="expected Q"):
        integral_form(irreducibles(quaternions, character_table(quaternions))[4])


@pytest.mark.parametrize("name", ["S3", "Q8", "A4", "C7:C3", "Heisenberg 27", "2_-^{1+4}", "D5xC3"])
def test_supersolvable_groups_and_a4_have_monomial_matrices(name):
    g = group(name)
    table = character_table(g)
    for i in range(len(table)):
        rho = monomial_form(g, exact_values(table.row(i)))
        assert rho is not None
        rho.verify()
        assert rho.character == table.row(i)
        for matrix in rho.matrices:
            rows = np.array([[bool(x) for x in row] for row in matrix.rows()])
            assert (rows.sum(0) == 1).all()
            assert (rows.sum(1) == 1).all()


def test_the_two_dimensional_representations_of_sl23_are_not_monomial():
    g = group("SL(2,3)")
    table = character_table(g)
    found = [monomial_form(g, exact_values(table.row(i))) for i in range(len(table))]
    assert [rho is None for rho in found] == [d == 2 for d in table.degrees]


def test_small_degrees_come_without_the_others():
    g = group("S5")
    table = character_table(g)
    assert [rho.degree for rho in irreducibles(g, table, max_degree=4)] == [1, 1, 4, 4]
    assert irreducibles(g, table, max_degree=0) == ()


def test_a_quaternionic_character_is_refused_over_the_reals():
    g = group("Q8")
    with pytest.raises(NotRepresentedError, match="degree 2"):
        representations(g, [exact_values(character_table(g).row(4))], real=True)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("A5", [1, 5, 5, 1, 1]),
        ("S5", [1] * 7),
        ("PSL(2,7)", [1, 7, 7, 1, 1, 1]),
        ("SL(2,3)", [1, 3, 3, 3, 3, 3, 1]),
        ("SL(2,5)", [1, 5, 5, 5, 5, 1, 3, 1, 4]),
        ("2_+^{1+4}", [1] * 17),
        ("D5", [1, 1, 5, 5]),
    ],
)
def test_fields_are_as_small_as_they_can_be(name, fields):
    g = group(name)
    assert [rho.conductor for rho in irreducibles(g, character_table(g))] == fields
