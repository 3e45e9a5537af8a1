"""Transition groups against known groups, sympy and brute force."""

from __future__ import annotations

import math
from itertools import product as words_over

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.combinatorics import Permutation, PermutationGroup

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.automata.strong_generators import permutation_order
from bilinear_theory.automata.transition_group import EnumeratedGroup, group_facts

Q8 = [[1, 4, 3, 6, 5, 0, 7, 2], [2, 7, 4, 1, 6, 3, 0, 5]]  # i and j from the right


def points(*maps) -> Automaton:
    return Automaton(range(len(maps)), np.array(maps).T, 0, range(len(maps[0])))


def cayley(a: Automaton) -> Automaton:
    """The word problem of the transition group: its elements are the states."""
    m = transition_monoid(a)
    return Automaton(a.alphabet, m.products, 0, range(len(m)))


def cycle(n, *, degree=None, start=0):
    image = list(range(degree or n))
    for q in range(n):
        image[start + q] = start + (q + 1) % n
    return image


def alternating(n):
    return points(*([[1, q, *range(2, q), 0, *range(q + 1, n)] for q in range(2, n)]))


KNOWN = {
    "C1": (points([0]), 1, 1, 0, (1, 0, 0)),
    "C2": (points(cycle(2)), 2, 2, 1, (2, 0, 0)),
    "C3": (points(cycle(3)), 3, 3, 1, (1, 2, 0)),
    "C12": (points(cycle(12)), 12, 12, 1, (2, 10, 0)),
    "C2 x C4": (points(cycle(2, degree=6), cycle(4, degree=6, start=2)), 8, 4, 1, (4, 4, 0)),
    "S3": (points(cycle(2, degree=3), cycle(3)), 6, 6, 2, (3, 0, 0)),
    "D4": (points(cycle(4), [0, 3, 2, 1]), 8, 4, 2, (5, 0, 0)),
    "Q8": (points(*Q8), 8, 4, 2, (4, 0, 1)),
    "A4": (alternating(4), 12, 6, 2, (2, 2, 0)),
    "S4": (points(cycle(2, degree=4), cycle(4)), 24, 12, 3, (5, 0, 0)),
    "A5": (alternating(5), 60, 30, None, (5, 0, 0)),
    "S5": (points(cycle(2, degree=5), cycle(5)), 120, 60, None, (7, 0, 0)),
}


def facts_of(known):
    _, order, exponent, length, types = known
    names = ("real", "complex", "quaternionic")
    return {
        "order": order,
        "exponent": exponent,
        "derived_length": length,
        "types": dict(zip(names, types, strict=True)),
    }


@pytest.mark.parametrize("name", KNOWN)
def test_facts_of_known_groups(name):
    a = KNOWN[name][0]
    assert group_facts(a) == facts_of(KNOWN[name])
    assert group_facts(cayley(a)) == facts_of(KNOWN[name])


def test_machines_with_a_letter_that_merges_have_no_group():
    assert group_facts(points([1, 0], [0, 0])) is None


@pytest.mark.parametrize("n", [5, 6, 8, 20])
def test_symmetric_groups_past_the_bound_are_known_exactly(n):
    facts = group_facts(points(cycle(2, degree=n), cycle(n)), bound=50)
    assert facts["order"] == math.factorial(n)
    assert facts["exponent"] == math.lcm(*range(1, n + 1))
    assert facts["derived_length"] is None
    partitions = {5: 7, 6: 11, 8: 22, 20: 627}[n]
    assert facts["types"] == {"real": partitions, "complex": 0, "quaternionic": 0}


@pytest.mark.parametrize(("n", "exponent"), [(5, 30), (6, 60), (7, 420), (8, 420)])
def test_alternating_groups_past_the_bound_have_their_exponent(n, exponent):
    facts = group_facts(alternating(n), bound=50)
    assert (facts["order"], facts["exponent"]) == (math.factorial(n) // 2, exponent)
    assert facts["derived_length"] is None


def test_abelian_groups_past_the_bound_are_known_exactly():
    lengths = [2, 3, 4, 5, 7]
    starts = np.cumsum([0, *lengths[:-1]]).tolist()
    a = points(*(cycle(n, degree=21, start=s) for n, s in zip(lengths, starts, strict=True)))
    exact = group_facts(a)
    assert exact["types"] == {"real": 4, "complex": 836, "quaternionic": 0}
    assert group_facts(a, bound=100) == exact


def holds(known, bounds):
    if isinstance(bounds, list):
        return bounds[0] <= known and (bounds[1] is None or known <= bounds[1])
    return known == bounds


@st.composite
def groups(draw):
    Q, S = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    return points(*(draw(st.permutations(range(Q))) for _ in range(S)))


@settings(deadline=None, max_examples=60)
@given(groups())
def test_facts_agree_with_sympy(a):
    facts = group_facts(a)
    G = PermutationGroup([Permutation(list(map(int, column))) for column in a.transitions.T])
    assert facts["order"] == permutation_order(a.transitions.T) == G.order()
    series = G.derived_series()
    assert facts["derived_length"] == (len(series) - 1 if G.is_solvable else None)
    elements = list(G.elements)
    assert facts["exponent"] == math.lcm(*(g.order() for g in elements))
    types = facts["types"]
    classes = G.conjugacy_classes()
    inverse_closed = sum(next(iter(c)) ** -1 in c for c in classes)
    assert types["complex"] == len(classes) - inverse_closed
    low, high = (types["real"],) * 2 if isinstance(types["real"], int) else types["real"]
    assert 1 <= low <= high <= inverse_closed
    if facts["order"] > 2:
        few = group_facts(a, bound=2)
        assert holds(facts["order"], few["order"])
        assert holds(facts["exponent"], few["exponent"])
        if facts["derived_length"] is not None:
            assert holds(facts["derived_length"], few["derived_length"])


@settings(deadline=None, max_examples=40)
@given(groups())
def test_products_from_the_left_and_inverses_are_right(a):
    m = transition_monoid(a)
    group = EnumeratedGroup(m.products)
    maps = m.elements.astype(int)
    for i, x in enumerate(maps):
        assert (maps[group.inverses[i]][x] == np.arange(len(a))).all()
        for s, g in enumerate(m.generators):
            assert (maps[group.left[i, s]] == x[maps[g]]).all()
            assert (maps[group.conjugates[s, i]] == maps[g][x[maps[group.inverses[g]]]]).all()


@pytest.mark.parametrize("q", [3, 5])
def test_intervals_of_types_hold_for_special_linear_groups(q):
    # SL(2,q) on the nonzero vectors; the types are those of the character tables.
    vectors = [v for v in words_over(range(q), repeat=2) if any(v)]
    shears = [[(x, (x + y) % q) for x, y in vectors], [((x + y) % q, y) for x, y in vectors]]
    a = points(*([vectors.index(v) for v in images] for images in shears))
    facts = group_facts(a)
    known = {3: (24, 12, 3, (2, 4, 1)), 5: (120, 60, None, (5, 0, 4))}[q]
    assert (facts["order"], facts["exponent"], facts["derived_length"]) == known[:3]
    real, others, quaternionic = known[3]
    assert holds(real, facts["types"]["real"])
    assert facts["types"]["complex"] == others
    assert holds(quaternionic, facts["types"]["quaternionic"])


def test_order_past_its_bound_is_a_lower_bound():
    maps = np.array([cycle(2, degree=30), cycle(30)])
    low, high = permutation_order(maps, bound=100)
    assert 1 <= low < math.factorial(30)
    assert high is None
    assert permutation_order(np.arange(4)[None]) == 1
