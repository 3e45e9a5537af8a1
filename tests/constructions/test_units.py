"""Units: the vectors of the states are those that words lead to, and units separate what they should.

The judge multiplies matrices letter by letter, and compares tuples of numbers.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.irreducibles import irreducibles
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import access_words, minimize
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.constructions.block_diagonal import all_units, transition_group
from bilinear_theory.constructions.units import basis_units, separate

MACHINES = ("S3", "Q8", "A4/points", "S4/points", "counter:6", "D6")


def units_of(minimal):
    group = transition_group(minimal)
    found = irreducibles(group, character_table(group))
    return [unit for rho in found for unit in basis_units(minimal, rho)]


@pytest.mark.parametrize("name", MACHINES)
def test_the_vector_of_a_state_is_where_its_access_word_leads(name):
    minimal = minimize(target(name))
    tree = access_words(minimal)
    for unit in units_of(minimal):
        for q, point in enumerate(unit.points):
            at = CyclotomicMatrix.column(unit.points[0])
            for a in tree.word(q):
                at = unit.representation.matrices[minimal.alphabet.index(a)] @ at
            assert at == CyclotomicMatrix.column(point)


@pytest.mark.parametrize("name", MACHINES)
def test_classes_are_equal_exactly_for_equal_vectors(name):
    for unit in units_of(minimize(target(name))):
        pairs = set(zip(unit.points, unit.classes, strict=True))
        assert len(pairs) == len(set(unit.points)) == len(set(unit.classes)) == unit.count


@pytest.mark.parametrize("name", MACHINES)
def test_units_separate_the_states_exactly_if_their_vectors_together_differ(name):
    minimal = minimize(target(name))
    answers = set()
    for chosen in combinations(units_of(minimal)[:8], 2):
        joint = {tuple(u.points[q] for u in chosen) for q in range(len(minimal))}
        answers.add(separate(chosen, len(minimal)))
        assert separate(chosen, len(minimal)) == (len(joint) == len(minimal))
    assert answers


@pytest.mark.parametrize("real", [True, False])
@pytest.mark.parametrize("name", MACHINES)
def test_larger_blocks_keep_the_units_of_smaller_ones(name, real):
    minimal = minimize(target(name))
    small, large = (all_units(minimal, Block(k, real)) for k in (1, 4))
    assert [u for u in large if u.width == 1] == small
    assert all(u.width <= 4 for u in large)
