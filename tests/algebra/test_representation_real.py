"""Real and rational irreducibles: exact real matrices, invariant forms, and the tables of degrees."""

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
)
from bilinear_theory.algebra.irreducibles import irreducibles
from bilinear_theory.algebra.rational_form import over_rationals, rational_irreducibles
from bilinear_theory.algebra.real_form import (
    frobenius_schur,
    real_form,
    real_irreducibles,
    realification,
)
from bilinear_theory.algebra.representation import Representation
from tests.algebra.group_samples import LARGER, group, named, small_groups

few = settings(max_examples=15, deadline=None)
SMALL = dict(small_groups(20))
DOUBLED = ["Q8xQ8", "Dic3xQ8", "SL(2,3)xQ8"]


@st.composite
def permutation_groups(draw, points=5):
    n = draw(st.integers(2, points))
    generators = draw(st.lists(st.permutations(range(n)), min_size=1, max_size=3))
    return FiniteGroup(generators)


def conjugate(x):
    return x.conjugate()


def check_real(g):
    table = character_table(g)
    conjugates, degrees = table.conjugates.tolist(), table.degrees
    squares = 0
    for found in real_irreducibles(g, table):
        rho, i = found.representation, found.character
        rho.verify()
        assert rho.is_real
        assert found.indicator == table.indicators[i]
        assert found.degree == degrees[i] * (1 if found.indicator == 1 else 2)
        chi = irreducible_values(table, i)
        pair = chi if found.indicator == 1 else [x + conjugate(x) for x in chi]
        assert list(rho.character) == pair
        # the endomorphisms are the real, complex numbers, quaternions: norm 1, 2, 4
        assert rho.norm == {1: 1, 0: 2, -1: 4}[found.indicator]
        squares += degrees[i] ** 2 * (1 if conjugates[i] == i else 2)
    assert squares == g.order


def irreducible_values(table, i):
    one = Cyclotomic.rational(1)
    return [one * x for x in table.row(i)]


@pytest.mark.parametrize("name", SMALL)
def test_every_real_irreducible_of_a_small_group_has_real_matrices(name):
    check_real(SMALL[name])


@pytest.mark.parametrize("name", [*LARGER, *DOUBLED])
def test_every_real_irreducible_of_a_known_group_has_real_matrices(name):
    check_real(group(name))


@few
@given(permutation_groups())
def test_every_real_irreducible_of_a_permutation_group_has_real_matrices(g):
    check_real(g)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["A6", "S6", "SL(2,7)", "SL(2,9)", "GL(2,5)", "SL(2,5)xQ8"])
def test_every_real_irreducible_of_a_large_group_has_real_matrices(name):
    check_real(group(name))


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("C3", [1, 2]),
        ("Q8", [1, 1, 1, 1, 4]),
        ("SL(2,3)", [1, 2, 4, 4, 3]),
        ("A5", [1, 3, 3, 4, 5]),
        ("2_-^{1+4}", [1] * 16 + [8]),
        ("2_+^{1+4}", [1] * 16 + [4]),
        ("GL(2,3)", [1, 1, 2, 4, 3, 3, 4]),
    ],
)
def test_real_degrees_double_for_complex_and_quaternionic_characters(name, degrees):
    g = group(name)
    found = real_irreducibles(g, character_table(g))
    assert [rho.degree for rho in found] == degrees


def test_real_degrees_are_bounded_as_real_degrees():
    g = group("SL(2,5)")
    table = character_table(g)
    bounded = [rho.degree for rho in real_irreducibles(g, table, max_degree=4)]
    everything = [rho.degree for rho in real_irreducibles(g, table)]
    assert bounded == [d for d in everything if d <= 4]
    assert max(everything) == 12


@pytest.mark.parametrize("name", [*LARGER, "C7:C3", "Heisenberg 27", "Dic3", "D7"])
def test_real_irreducibles_preserve_a_real_positive_form(name):
    g = group(name)
    for found in real_irreducibles(g, character_table(g)):
        form = invariant_form(found.representation)
        assert form == form.conjugate() == form.transpose()
        assert is_invariant(found.representation, form)
        assert is_positive_definite(form)


@pytest.mark.parametrize("name", ["C5", "Q8", "SL(2,3)", "C7:C3"])
def test_with_tau_i_the_real_blocks_are_real_and_imaginary_parts(name):
    g = group(name)
    i = Cyclotomic.root_of_unity(4)
    for rho in irreducibles(g, character_table(g)):
        real = realification(rho, tau=i)
        real.verify()
        for a, block in zip(rho.matrices, real.matrices, strict=True):
            d = rho.degree
            top, low = range(d), range(d, 2 * d)
            assert block.submatrix(top, top) == block.submatrix(low, low)
            assert block.submatrix(top, low) == -block.submatrix(low, top)
            assert block.submatrix(top, top) + block.submatrix(low, top) * i == a


def test_a_real_tau_is_refused():
    rho = irreducibles(g := group("C3"), character_table(g))[1]
    with pytest.raises(ValueError, match="is real"):
        realification(rho, tau=Cyclotomic.rational(2))


def test_a_representation_in_a_complex_basis_becomes_real():
    g = group("S4")
    rho = irreducibles(g, character_table(g))[-1]
    i = Cyclotomic.root_of_unity(4)
    hidden = rho.transformed(CyclotomicMatrix([[1, i, 0], [0, 1, i], [0, 0, 1]]))
    assert not hidden.is_real
    real = real_form(hidden)
    real.verify()
    assert real.is_real
    assert real.character == rho.character
    assert real_form(rho) is rho


def test_only_indicator_one_has_a_real_form():
    for name, indicator in (("Q8", -1), ("C7:C3", 0)):
        g = group(name)
        rho = irreducibles(g, character_table(g))[-1]
        assert frobenius_schur(rho) == indicator
        with pytest.raises(ValueError, match=f"indicator {indicator}"):
            real_form(rho)


def check_rational(g):
    table = character_table(g)
    found = rational_irreducibles(g, table)
    assert sorted(i for rho in found for i in rho.characters) == list(range(len(table)))
    for rho in found:
        rho.representation.verify()
        assert rho.representation.is_rational
        assert rho.representation.elements.denominator == 1
        rows = [irreducible_values(table, i) for i in rho.characters]
        total = [
            sum(column, Cyclotomic.rational(0)) * rho.multiplicity
            for column in zip(*rows, strict=True)
        ]
        assert list(rho.representation.character) == total
        low, high = rho.schur_index
        assert low <= rho.multiplicity
        assert high <= rho.multiplicity
        assert rho.is_irreducible == (rho.multiplicity == low)
    return found


@pytest.mark.parametrize("name", SMALL)
def test_every_orbit_of_a_small_group_is_represented_by_integers(name):
    check_rational(SMALL[name])


@pytest.mark.parametrize("name", [*LARGER, "C12", "C16", "SD16"])
def test_rational_irreducibles_of_known_groups_are_proved_irreducible(name):
    assert all(rho.is_irreducible for rho in check_rational(group(name)))


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("C5", [1, 4]),
        ("C12", [1, 1, 2, 2, 2, 4]),
        ("Q8", [1, 1, 1, 1, 4]),
        ("A5", [1, 6, 4, 5]),
        ("S5", [1, 1, 4, 4, 5, 5, 6]),
        ("2_-^{1+4}", [1] * 16 + [8]),
        ("GL(2,3)", [1, 1, 2, 4, 3, 3, 4]),
    ],
)
def test_rational_degrees_are_those_of_the_tables(name, degrees):
    g = group(name)
    found = rational_irreducibles(g, character_table(g))
    assert sorted(rho.degree for rho in found) == sorted(degrees)


def test_a_multiplicity_that_may_split_is_not_called_irreducible():
    # Over Q(zeta_3) the quaternions split, so that the Schur index is 1; the bounds say 1 to 2.
    g = named("C3xQ8")
    last = check_rational(g)[-1]
    assert last.schur_index[0] == 1
    assert last.is_irreducible == (last.multiplicity == 1)


@few
@given(st.sampled_from([3, 4, 5, 7, 8, 9, 12]), st.data())
def test_a_number_acts_on_its_field_by_a_matrix_with_its_minimal_polynomial(n, data):
    k = data.draw(st.integers(0, n - 1))
    g = named(f"C{n}")
    z = Cyclotomic.root_of_unity(n, k)
    rho = Representation(g, (CyclotomicMatrix([[z]]),))
    rational = over_rationals(rho)
    rational.verify()
    conjugates = {z.galois(j) for j in range(z.conductor) if _prime(j, z.conductor)}
    assert rational.degree == len(conjugates)
    assert rational.matrices[0].trace() == sum(conjugates, Cyclotomic.rational(0))


def _prime(j, n):
    return all(j % p or n % p for p in range(2, n + 1)) and (j or n == 1)
