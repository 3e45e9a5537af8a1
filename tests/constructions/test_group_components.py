"""Components of groups: their letters lead vectors to vectors as they lead states to states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.constructions.group_components import (
    representations,
    reset_representations,
    zero_representations,
)

ORDERS = st.permutations(range(1, 6))
BLOCK = Block(2, real=True)
TURNS = target("S3").transitions


def machine(columns):
    """The minimal automaton of letters, its states numbered breadth-first, each its own output."""
    table = np.hstack(columns)
    return minimize(Automaton(range(table.shape[1]), table, 0, range(len(table))))


def holds(family, a):
    """Whether all components of a family follow the automaton; some of them tell states apart."""
    for j, codes in enumerate(family.codes.T):
        part = family.component(j)
        points = [CyclotomicMatrix([[x] for x in v]) for v in part.vectors]
        offsets = part.offsets or [(0,) * part.width] * len(a.alphabet)
        for q, row in enumerate(a.transitions.tolist()):
            for x, p in enumerate(row):
                offset = CyclotomicMatrix([[c] for c in offsets[x]])
                assert part.matrices[x] @ points[q] + offset == points[p]
        assert [[p == q for q in points] for p in points] == (codes[:, None] == codes).tolist()
    return len(set(map(tuple, family.codes.tolist()))) > 1


@given(ORDERS)
@settings(deadline=None, max_examples=20)
def test_resets_beside_a_group_may_number_the_states_in_any_order(order):
    a = machine([np.tile(order, (6, 1)), TURNS])
    assert holds(reset_representations(a, BLOCK), a)


@given(ORDERS)
@settings(deadline=None, max_examples=20)
def test_a_state_that_is_never_left_may_have_any_number(order):
    number = np.array([0, *order])
    table = np.vstack([number[TURNS[np.argsort(number)]], [[6, 6]]])
    a = machine([np.full((7, 1), 6), table])
    assert holds(zero_representations(a, BLOCK), a)


@pytest.mark.parametrize("name", ["S3", "D4"])
def test_a_quotient_that_letters_permute_is_carried(name):
    a = target(name)
    assert holds(representations(a, BLOCK), a)


def test_letters_that_merge_states_and_are_no_resets_have_no_such_components():
    a = machine([np.array([[1], [1], [2], [3], [4], [5]]), TURNS])
    assert reset_representations(a, BLOCK) is None
    assert zero_representations(a, BLOCK) is None
