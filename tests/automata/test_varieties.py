"""Families of monoids, by their definitions over all elements of the monoids of all small automata."""

from __future__ import annotations

from itertools import product
from math import lcm

import numpy as np
import pytest
from hypothesis import given

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.green import green
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.automata.varieties import (
    index_and_period,
    profile,
    subgroups,
    violation,
)
from bilinear_theory.testing import automata


def all_small() -> list[Automaton]:
    """One automaton for each pair of maps of at most three states."""
    return [
        Automaton("ab", np.reshape(cells, (size, 2)), 0, range(size))
        for size in (1, 2, 3)
        for cells in product(range(size), repeat=2 * size)
    ]


SMALL = all_small()


class Brute:
    """A monoid by its multiplication table, built from the maps alone."""

    def __init__(self, a: Automaton) -> None:
        letters = [tuple(column) for column in a.transitions.T.tolist()]
        elements = [tuple(range(len(a)))]
        for f in elements:
            for x in letters:
                g = tuple(x[q] for q in f)
                if g not in elements:
                    elements.append(g)
        number = {f: i for i, f in enumerate(elements)}
        self.times = [[number[tuple(g[q] for q in f)] for g in elements] for f in elements]
        self.all = range(len(elements))

    def power(self, x: int, n: int) -> int:
        value = 0
        for _ in range(n):
            value = self.times[value][x]
        return value

    def omega(self, x: int) -> int:
        e = x
        while self.times[e][e] != e:
            e = self.times[e][x]
        return e

    def ideals(self, left: bool, right: bool) -> list[frozenset[int]]:
        t = self.times
        return [
            frozenset(
                t[t[y][x]][z]
                for y in (self.all if left else [0])
                for z in (self.all if right else [0])
            )
            for x in self.all
        ]


def test_profiles_are_right_by_brute_force():
    for a in SMALL:
        m = Brute(a)
        t, w = m.times, m.omega
        found = profile(transition_monoid(a))
        inverses = [[y for y in m.all if t[t[x][y]][x] == x and t[t[y][x]][y] == y] for x in m.all]
        assert found.size == len(m.all)
        assert found.idempotents == sum(t[x][x] == x for x in m.all)
        assert found.commutative == all(t[x][y] == t[y][x] for x in m.all for y in m.all)
        assert found.aperiodic == all(t[w(x)][x] == w(x) for x in m.all)
        assert found.group == all(w(x) == 0 for x in m.all)
        assert found.regular == all(inverses)
        assert found.inverse == all(len(ys) == 1 for ys in inverses)
        for given_, left, right in (
            (found.r_trivial, False, True),
            (found.l_trivial, True, False),
            (found.j_trivial, True, True),
        ):
            assert given_ == (len(set(m.ideals(left, right))) == len(m.all))
        do = all(
            t[t[w(t[x][y])][w(t[y][x])]][w(t[x][y])] == w(t[x][y]) for x in m.all for y in m.all
        )
        assert found.do == do
        assert found.da == (do and found.aperiodic)
        indices = [
            next(n for n in range(9) if t[m.power(x, n)][w(x)] == m.power(x, n)) for x in m.all
        ]
        periods = [next(p for p in range(1, 9) if t[m.power(x, p)][w(x)] == w(x)) for x in m.all]
        assert (found.index, found.period) == (max(indices), lcm(*periods))


def test_subgroups_are_the_units_around_idempotents():
    for a in SMALL:
        m = Brute(a)
        t = m.times
        expected = {
            sum(
                t[e][x] == x == t[x][e] and any(t[x][y] == e == t[y][x] for y in m.all)
                for x in m.all
            )
            for e in m.all
            if t[e][e] == e
        }
        assert {g.order for g in subgroups(green(transition_monoid(a)))} == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("xy", "yx"),
        ("(xy)^wx", "(xy)^w"),
        ("x^3", "x"),
        ("x t x", "t x"),
        ("x^wy", "yx^w"),
        ("x", ""),
    ],
)
def test_violations_are_violations_and_none_are_missed(left, right):
    def value(m, term, at):
        """Terms here have at most one bracket, at the front."""
        if term.startswith("(xy)^w"):
            return m.times[m.omega(m.times[at["x"]][at["y"]])][value(m, term[6:], at)]
        for name in at:
            if term.startswith(f"{name}^w"):
                return m.times[m.omega(at[name])][value(m, term[3:], at)]
            if term.startswith(f"{name}^3"):
                return m.times[m.power(at[name], 3)][value(m, term[3:], at)]
            if term.startswith(name):
                return m.times[at[name]][value(m, term[1:], at)]
        return 0

    variables = sorted({c for c in left + right if c in "xyt"})
    one, two = left.replace(" ", ""), right.replace(" ", "")
    for a in SMALL[::7]:
        m = Brute(a)
        holds = all(
            value(m, one, dict(zip(variables, at, strict=True)))
            == value(m, two, dict(zip(variables, at, strict=True)))
            for at in product(m.all, repeat=len(variables))
        )
        monoid = transition_monoid(a)
        found = violation(monoid, left, right)
        assert (found is None) == holds
        if found is not None:
            words = list(map(monoid.word, range(len(monoid))))
            at = {}
            for name, word in found.items():
                states = [a.state(word, start=q) for q in range(len(a))]
                at[name] = next(i for i, f in enumerate(monoid.elements.tolist()) if f == states)
                assert words[at[name]] == word
            # elements are numbered alike: both lists are breadth-first
            assert value(m, one, at) != value(m, two, at)


@given(automata(max_states=4))
def test_index_and_period_are_those_of_the_elements(a):
    monoid = transition_monoid(a)
    found = [monoid.index_and_period(i) for i in range(len(monoid))]
    assert index_and_period(monoid) == (max(n for n, _ in found), lcm(*(p for _, p in found)))


def test_groups_inside_a_monoid_are_named():
    everything = Automaton("abc", np.array([[1, 1, 0], [0, 2, 0], [2, 0, 2]]), 0, range(3))
    found = profile(transition_monoid(everything))
    assert (found.size, found.regular, found.subgroups) == (27, True, ("S3", "C2"))
    assert profile(transition_monoid(target("A5"))).subgroups == ("A5",)


def test_bounds_and_bad_terms_are_refused_in_one_line():
    monoid = transition_monoid(target("A5"))
    with pytest.raises(ValueError, match="take 3600 tuples, more than 100"):
        violation(monoid, "xy", "yx", bound=100)
    with pytest.raises(MonoidTooLarge):
        transition_monoid(target("A5"), bound=10)
    for text, message in (
        ("x^0", "is no term"),
        ("x)", "not open"),
        ("(x", "leaves a bracket open"),
        ("^w", "exponent of nothing"),
        ("xw", "is no term"),
    ):
        with pytest.raises(ValueError, match=message):
            violation(monoid, text, "x")
