"""Obstructions to stacks, against brute force over all elements of the monoid."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.stack import obstruct
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Rotation, Scalars, Triangular, restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, automata
from tests.obstructions.judge import Map, monoid, then


def lengths(minimal: Automaton, *, squares: bool) -> float:
    """The greatest length of a series of a group in the monoid, infinite if one does not end."""
    elements = monoid(minimal)
    longest: float = 0
    for e in elements:
        if then(e, e) != e:
            continue
        local = {then(e, f, e) for f in elements}
        group = {f for f in local if any(then(f, g) == e for g in local)}
        inverse = {f: next(g for g in group if then(f, g) == e) for f in group}
        length: float = 0
        while len(group) > 1 and length < math.inf:
            seeds = {then(inverse[f], inverse[g], f, g) for f in group for g in group}
            if squares:
                seeds |= {then(f, f) for f in group}
            smaller = generated(e, seeds)
            length = math.inf if len(smaller) == len(group) else length + 1
            group = smaller
        longest = max(longest, length)
    return longest


def generated(e: Map, seeds: set[Map]) -> set[Map]:
    found, queue = {e}, [e]
    for f in queue:
        for g in {then(f, s) for s in seeds} - found:
            found.add(g)
            queue.append(g)
    return found


@given(automata(max_states=4, reachable=True), st.integers(1, 4))
def test_layers_are_excluded_exactly_where_a_group_in_the_monoid_has_a_longer_series(a, layers):
    minimal = minimize(a)
    for name, scalars in (("rotation", Scalars.COMPLEX), ("diagonal-real", Scalars.REAL)):
        setting = Setting(decoder=Decoder.ARBITRARY, additive=True, layers=layers)
        question = Question(Subject(a), restriction(name)[0], setting)
        found = obstruct(question, scalars)
        longest = lengths(minimal, squares=scalars is Scalars.REAL)
        assert (found is not None) == (longest > layers)
        if found is not None:
            assert_certifies(found)


@given(automata(max_states=5, reachable=True))
def test_nonnegative_linear_stacks_track_exactly_machines_whose_strong_components_are_single(a):
    minimal = minimize(a)
    maps = monoid(minimal)
    single = not any(
        f[p] != p and g[f[p]] == p for f in maps for g in maps for p in range(len(minimal))
    )
    verdict = classify(a, "diagonal-nonnegative", decoder=Decoder.LINEAR, layers=20)
    assert isinstance(verdict, Realization if single else Obstruction)
    assert_certifies(verdict)


@given(automata(max_states=4, reachable=True))
def test_linear_stacks_are_excluded_where_a_letter_merges_states_of_a_strong_component(a):
    minimal = minimize(a)
    table = minimal.transitions.tolist()
    leads = {(p, f[p]) for f in monoid(minimal) for p in range(len(minimal))}
    merges = any(
        table[p][x] == table[q][x]
        and (p, q) in leads
        and (q, p) in leads
        and (table[p][x], p) in leads
        for p in range(len(minimal))
        for q in range(p)
        for x in range(2)
    )
    verdict = classify(a, "rotation", decoder=Decoder.ARBITRARY, layers=20)
    assert isinstance(verdict, Obstruction if merges else Realization)
    assert_certifies(verdict)


@pytest.mark.parametrize(
    ("name", "layers", "kind"),
    [
        ("A5/points", 3, "series-without-end"),
        ("S4/points", 2, "series-too-long"),
        ("A5", 10**6, "series-without-end"),
    ],
)
def test_the_witness_of_a_group_that_is_not_solvable_holds_for_every_depth(name, layers, kind):
    setting = Setting(layers=layers)
    question = Question(Subject(target(name)), Rotation(), setting)
    found = obstruct(question, Scalars.COMPLEX)
    assert found is not None
    assert found.kind == kind
    assert_certifies(found)
    assert "solvable" in found.reason or "series" in found.reason


def test_triangular_layers_obey_the_groups_but_not_the_linear_rows():
    setting = Setting(layers=2)
    subject = Subject(target("flip-flop"))
    assert obstruct(Question(subject, Triangular(Scalars.REAL), setting), Scalars.REAL) is None
    found = obstruct(Question(subject, Rotation(), setting), Scalars.COMPLEX)
    assert found is not None
    assert found.kind == "stack-merged-inside"
