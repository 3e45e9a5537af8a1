"""Green's relations are those of the ideals, and two criteria say when irreducibles are one-dimensional."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.green import Green, green
from bilinear_theory.automata.monoid import TransitionMonoid, transition_monoid
from bilinear_theory.testing import automata


def multiplication(m: TransitionMonoid) -> np.ndarray:
    """The number of x and then y in row x, column y, from the maps alone."""
    number = {row.tobytes(): i for i, row in enumerate(m.elements)}
    return np.array([[number[y[x].tobytes()] for y in m.elements] for x in m.elements])


def omega(times: np.ndarray) -> np.ndarray:
    """The idempotent power of each element."""
    here = np.arange(len(times))
    power = here.copy()
    while not np.array_equal(times[power, power], power):
        power = np.where(times[power, power] == power, power, times[power, here])
    return power


def obeys_the_exchange(times: np.ndarray) -> bool:
    """Whether (xy)^w xy = (xy)^w yx (xy)^w for all x, y."""
    x, y = np.ogrid[: len(times), : len(times)]
    xy, yx = times[x, y], times[y, x]
    e = omega(times)[xy]
    return np.array_equal(times[e, xy], times[times[e, yx], e])


def is_do(times: np.ndarray) -> bool:
    """Whether (xy)^w (yx)^w (xy)^w = (xy)^w for all x, y."""
    x, y = np.ogrid[: len(times), : len(times)]
    e, f = omega(times)[times[x, y]], omega(times)[times[y, x]]
    return np.array_equal(times[times[e, f], e], np.broadcast_to(e, f.shape))


def traces_commute(times: np.ndarray) -> bool:
    """Whether chi(abc) = chi(bac), chi(x) being the number of m with x m = m."""
    chi = (times == np.arange(len(times))).sum(1)
    ab, ba = times, times.T
    return all(np.array_equal(chi[times[ab, c]], chi[times[ba, c]]) for c in range(len(times)))


def pairs(labels: np.ndarray) -> set[tuple[int, int]]:
    return {(i, j) for i, a in enumerate(labels) for j, b in enumerate(labels) if a == b}


def relations(a: Automaton, bound: int = 60) -> tuple[Green, np.ndarray]:
    m = transition_monoid(a)
    assume(len(m) <= bound)
    return green(m), multiplication(m)


@given(automata(max_states=4))
def test_classes_are_those_of_the_ideals(a):
    g, times = relations(a)
    ideals = {
        "right": [frozenset(row.tolist()) for row in times],
        "left": [frozenset(row.tolist()) for row in times.T],
        "both": [frozenset(times[times[:, x]].ravel().tolist()) for x in range(len(times))],
    }
    for name, sets in ideals.items():
        expected = {(i, j) for i, p in enumerate(sets) for j, q in enumerate(sets) if p == q}
        assert pairs(getattr(g, name)) == expected


@given(automata(max_states=4))
def test_subgroups_are_all_elements_with_an_inverse_at_their_idempotent(a):
    g, times = relations(a)
    for e in g.monoid.idempotents.tolist():
        local = [x for x in range(len(times)) if times[e, x] == x == times[x, e]]
        units = [x for x in local if any(times[x, y] == e == times[y, x] for y in local)]
        assert g.subgroup(e).tolist() == units


def test_an_element_that_is_not_idempotent_has_no_subgroup():
    with pytest.raises(ValueError, match="element 1 is not idempotent"):
        green(transition_monoid(target("parity"))).subgroup(
            transition_monoid(target("parity")).generators[1]
        )


@given(automata(max_states=4))
def test_the_classes_and_the_identities_agree(a):
    g, times = relations(a)
    assert g.is_do == is_do(times)
    assert g.is_da == (is_do(times) and g.monoid.aperiodic)
    pair = g.noncommuting_pair()
    assert (pair is None) == obeys_the_exchange(times)
    assert (pair is None) == (g.is_do and g.has_abelian_subgroups)
    if pair is not None:
        x, y = pair
        xy, yx = times[x, y], times[y, x]
        e = omega(times)[xy]
        assert times[e, xy] != times[times[e, yx], e]


@given(automata(max_states=3))
def test_traces_say_whether_all_irreducibles_are_one_dimensional(a):
    g, times = relations(a, bound=30)
    assert (g.noncommuting_pair() is None) == traces_commute(times)


def test_counts_among_all_machines_with_two_letters_and_two_or_three_states():
    """Of 745 monoids 535 are triangularisable over C, 515 over R, 217 in DA; 241 are aperiodic."""
    count: Counter[str] = Counter()
    for n in (2, 3):
        for cells in product(range(n), repeat=2 * n):
            m = transition_monoid(Automaton("ab", np.reshape(cells, (n, 2)), 0, range(n)))
            g = green(m)
            complex_ = g.noncommuting_pair() is None
            involutions = all(m.index_and_period(i)[1] <= 2 for i in range(len(m)))
            count["all"] += 1
            count["complex"] += complex_
            count["real"] += complex_ and involutions
            count["DA"] += g.is_da
            count["aperiodic"] += m.aperiodic
    assert count == {"all": 745, "complex": 535, "real": 515, "DA": 217, "aperiodic": 241}


def test_a_group_has_one_class_and_shows_elements_that_do_not_commute():
    g = green(transition_monoid(target("S4")))
    assert repr(g) == "<Green: 24 elements, 1 R-, 1 L- and 1 D-classes>"
    assert (g.is_do, g.is_da, g.has_abelian_subgroups) == (True, False, False)
    assert green(transition_monoid(target("C5"))).noncommuting_pair() is None


def test_a_machine_without_letters_has_the_trivial_monoid():
    g = green(transition_monoid(Automaton("", np.zeros((1, 0), int), 0, (0,))))
    assert g.is_da
    assert g.noncommuting_pair() is None
