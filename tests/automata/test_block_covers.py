"""Covers of transition groups: words that generate the group, or a law that fails at words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rotations import rotation_groups
from bilinear_theory.algebra.stabiliser_chain import Unfinished
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.block_covers import Covered, Violated, covered
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.testing import group_automata

GROUPS = tuple(rho.group for rho in rotation_groups())


def images(a: Automaton, words) -> list[np.ndarray]:
    symbols = [tuple(a.alphabet[i] for i in word) for word in words]
    return [np.array([a.state(w, start=q) for q in range(len(a))]) for w in symbols]


@settings(max_examples=15)
@given(group_automata(max_degree=4, min_generators=2, max_generators=3))
def test_the_words_of_a_cover_generate_and_at_those_of_a_law_it_fails(a):
    minimal = minimize(a)
    found = covered(minimal, GROUPS)
    group = FiniteGroup(minimal.transitions.T)
    if len(minimal) == 1:
        assert found == Covered((), ())
    elif isinstance(found, Covered):
        assert FiniteGroup(images(minimal, found.words)).order == group.order
        assert all(len(m.images) == len(found.words) for m in found.maps)
    else:
        elements = [group.index(x) for x in images(minimal, found.words)]
        value = found.program.value(
            elements, lambda x, y: int(group.product(x, y)), lambda x: int(group.inverse[x])
        )
        assert value != 0


def test_elements_as_letters_are_words_in_two_of_them():
    assert isinstance(covered(minimize(target("A4@all")), GROUPS), Covered)
    found = covered(minimize(target("S5@all")), GROUPS)
    assert isinstance(found, Violated)
    assert len(found.words) == 2


def test_a_group_that_no_three_words_generate_is_left_open():
    with pytest.raises(Unfinished, match="no three words that generate"):
        covered(minimize(target("A4xC2xC2xC2xC2xC2")), GROUPS)


def test_a_machine_past_the_bound_is_left_open():
    n = 2001
    long = Automaton("a", ((np.arange(n) + 1) % n)[:, None], 0, range(n))
    with pytest.raises(Unfinished, match="more than 2000 states"):
        covered(long, GROUPS)
