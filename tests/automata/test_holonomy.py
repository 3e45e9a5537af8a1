"""The holonomy decomposition: every automaton is covered by its cascade."""

from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.holonomy import TooManyChains, cascade, holonomy
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.automata.reachability import reachable
from bilinear_theory.automata.skeleton import TooManyImages, skeleton
from bilinear_theory.testing import automata


def full_transformations(n):
    """A cycle, a transposition and a map that merges two states: all maps of n states."""
    swap = {0: 1, 1: 0}
    return Automaton(
        "abc", [[(q + 1) % n, swap.get(q, q), 0 if q == 1 else q] for q in range(n)], 0, range(n)
    )


def images_by_brute_force(a):
    maps = {tuple(f) for f in transition_monoid(a).elements.tolist()}
    return {tuple(sorted(set(f))) for f in maps} | {(q,) for q in range(len(a))}


@given(automata(max_states=5, alphabet="abc", reachable=True))
def test_the_cascade_covers_the_automaton_state_by_state(a):
    h = holonomy(a)
    found = cascade(h)
    machine = reachable(a)
    assert set(found.states) == set(range(len(machine)))
    assert found.states[0] == 0
    for i, row in enumerate(found.following):
        assert [found.states[j] for j in row] == machine.transitions[found.states[i]].tolist()
        assert h.state(found.chains[i]) == found.states[i]


@given(automata(max_states=5, reachable=True))
def test_on_each_level_a_letter_permutes_or_resets(a):
    """The map of the choices on a level, for one letter and one choice on all levels before."""
    h = holonomy(a)
    found = cascade(h)
    for level in range(h.depth):
        maps = {}
        for i, row in enumerate(found.following):
            if found.chains[i][level] < 0:
                continue
            for letter, j in enumerate(row):
                key = (letter, found.chains[i][:level])
                maps.setdefault(key, {})[found.chains[i][level]] = found.chains[j][level]
        for moved in maps.values():
            assert len(set(moved.values())) in (1, len(moved))


@given(automata(max_states=5, reachable=True))
def test_images_are_those_of_the_monoid(a):
    a = reachable(a)
    s = skeleton(a)
    assert set(s.sets) == images_by_brute_force(a)
    for c, members in enumerate(s.classes):
        for image, way, back in zip(members.images, members.ways, members.back, strict=True):
            assert s.class_of[image][0] == c
            there = _image(a, members.states, way)
            assert there == s.sets[image]
            assert _image(a, there, back) == members.states
        for permutation, word in s.permutations(c).items():
            ends = [a.state([a.alphabet[x] for x in word], q) for q in members.states]
            assert ends == [members.states[i] for i in permutation]


def _image(a, states, columns):
    q = np.array(states)
    for x in columns:
        q = a.transitions[q, x]
    return tuple(sorted(set(q.tolist())))


@given(automata(max_states=5, reachable=True))
def test_an_automaton_is_aperiodic_exactly_if_no_tiles_are_permuted(a):
    h = holonomy(a)
    assert transition_monoid(h.automaton).aperiodic == all(not c.generators for c in h.components)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_all_maps_of_n_states_have_a_level_for_each_size_with_the_symmetric_group(n):
    h = holonomy(full_transformations(n))
    assert [len(c.tiles) for c in h.components] == list(range(n, 1, -1))
    assert h.depth == n - 1
    assert len(cascade(h)) == factorial(n)


def test_a_group_is_one_component():
    h = holonomy(target("S4"))
    assert (h.depth, len(h.components), len(h.components[0].tiles)) == (1, 1, 24)
    assert len(cascade(h)) == 24


def test_one_state_has_no_level():
    h = holonomy(Automaton("a", [[0]], 0, [0]))
    assert (h.depth, len(cascade(h))) == (0, 1)


def test_bounds_are_stated():
    a = full_transformations(5)
    with pytest.raises(TooManyImages, match="more than 10 sets"):
        skeleton(a, bound=10)
    with pytest.raises(TooManyChains, match="more than 50 states"):
        cascade(holonomy(a), bound=50)


@given(st.integers(1, 6))
def test_a_counter_with_a_reset_is_one_component_with_a_cyclic_group(n):
    a = Automaton("+0", [[(q + 1) % n, 0] for q in range(n)], 0, range(n))
    h = holonomy(a)
    assert len(h.components) == min(1, n - 1)
    assert len(cascade(h)) == n
