"""Orbits of small automata are covers, and are found for what small automata do together."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import small_covers
from bilinear_theory.constructions.small_covers import cover
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, automata

#: A machine of five states that two automata of four points determine, one of two in which it merges.
FIVE = Automaton("ab", [[1, 0], [2, 0], [3, 4], [2, 1], [2, 1]], 0, (1, 0, 0, 0, 1))


@st.composite
def beside(draw, points=3, count=2, sink=False):
    """Pairs of states of small automata, each pair its own output."""
    images = st.integers(0, points - 1 + sink)
    tables = [
        [*(draw(st.tuples(images, images)) for _ in range(points)), *[(points, points)] * sink]
        for _ in range(count)
    ]
    places, rows = [(0,) * count], []
    for place in places:
        after = [tuple(t[p][a] for t, p in zip(tables, place, strict=True)) for a in (0, 1)]
        places += [p for p in dict.fromkeys(after) if p not in places]
        rows.append([places.index(p) for p in after])
    return Automaton("ab", rows, 0, range(len(places)))


@settings(deadline=None, max_examples=40)
@given(automata(max_states=5), st.integers(1, 3), st.booleans())
def test_points_follow_letters_and_determine_the_state(a, size, additive):
    minimal = minimize(a)
    found = cover(minimal, size, additive=additive)
    if found is None:
        return
    assert (minimal.transitions[found.states] == found.states[found.table]).all()
    for family in found.families:
        for j in range(min(family.codes.shape[1], 5)):
            column = family.codes[:, j]
            for code in np.unique(column):
                after = column[found.table[column == code]]
                assert (after == after[0]).all()
    together = {tuple(row): q for row, q in zip(found.families[0].codes, found.states, strict=True)}
    for row, q in zip(found.families[0].codes, found.states, strict=True):
        assert together[tuple(row)] == q


@settings(deadline=None, max_examples=30)
@given(beside())
def test_what_automata_of_three_points_determine_has_a_cover(a):
    minimal = minimize(a)
    assert len(minimal) == 1 or cover(minimal, 2, additive=True) is not None


@settings(deadline=None, max_examples=30)
@given(beside(points=2, sink=True))
def test_what_partial_maps_of_two_points_determine_has_a_cover(a):
    minimal = minimize(a)
    assert len(minimal) == 1 or cover(minimal, 2, additive=False) is not None


@pytest.mark.parametrize("letters", [1, 2])
@pytest.mark.parametrize(("points", "sink"), [(1, True), (2, False), (2, True), (3, False)])
def test_candidates_are_all_automata_up_to_names(letters, points, sink):
    found = small_covers._candidates(letters, points - (not sink), additive=not sink)
    seen = set()
    images = range(points + sink)
    for table in itertools.product(itertools.product(images, repeat=letters), repeat=points):
        names, order = {0: 0}, [0]
        if sink:
            names[points] = points
        for p in order:
            for q in table[p]:
                if q not in names:
                    names[q] = len(order)
                    order.append(q)
        if len(order) > 1 or (sink and points in table[0]):
            seen.add(tuple(tuple(names[q] for q in table[p]) for p in order))
    named = set()
    for t in found:
        reached = [0]
        for p in reached:
            reached += [q for q in dict.fromkeys(t[p].tolist()) if q < points and q not in reached]
        named.add(tuple(tuple(t[p].tolist()) for p in reached))
    assert len(found) == len(named)
    assert named == seen


@pytest.mark.parametrize("letters", [1, 2, 3])
@pytest.mark.parametrize("points", [1, 2, 3])
@pytest.mark.parametrize("sink", [False, True])
def test_automata_are_counted_as_they_are_listed(letters, points, sink):
    listed = small_covers._tables(points, letters, sink=sink)
    assert small_covers._count(points, letters, sink=sink) == len(listed)


@settings(deadline=None, max_examples=40)
@given(automata(max_states=5), st.integers(1, 3), st.booleans())
def test_pairs_of_states_and_points_are_those_that_words_reach(a, size, additive):
    tables = small_covers._candidates(len(a.alphabet), size, additive=additive)[:30]
    for table, count in zip(tables, small_covers._pairs(a.transitions, tables), strict=True):
        reached = [(0, 0)]
        for q, p in reached:
            after = zip(a.transitions[q].tolist(), table[p].tolist(), strict=True)
            reached += [pair for pair in dict.fromkeys(after) if pair not in reached]
        assert count == len(reached)


def test_five_states_run_in_three_units_a_block_with_an_additive_term():
    for decoder in Decoder:
        verdict = classify(FIVE, "block-real:3+b", decoder=decoder)
        assert isinstance(verdict, Realization)
        assert "small" in verdict.reason
        assert_certifies(verdict)


def test_bounds_give_no_cover(monkeypatch):
    minimal = minimize(FIVE)
    cover.cache_clear()
    monkeypatch.setattr(small_covers, "MAX_ROUNDS", 1)
    assert cover(minimal, 3, additive=True) is None
    cover.cache_clear()
    monkeypatch.setattr(small_covers, "MAX_STATES", 4)
    assert cover(minimal, 3, additive=True) is None
    cover.cache_clear()
