"""Transition monoids against brute force."""

from __future__ import annotations

from itertools import product as words_over

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata import monoid as monoid_module
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.monoid import MonoidTooLarge, monoid_facts, transition_monoid


@st.composite
def automata(draw, *, max_states=4):
    Q, S = draw(st.integers(1, max_states)), draw(st.integers(0, 3))
    column = st.one_of(
        st.lists(st.integers(0, Q - 1), min_size=Q, max_size=Q), st.permutations(range(Q))
    )
    columns = draw(st.lists(column, min_size=S, max_size=S))
    return Automaton(range(S), np.array(columns, dtype=int).reshape(S, Q).T, 0, range(Q))


def image(a: Automaton, word):
    return tuple(a.state(word, q) for q in range(len(a)))


def closure(a: Automaton):
    """All maps induced by words, with the least word of each, by search over words."""
    least = {tuple(range(len(a))): ()}
    queue = [()]
    for w in queue:
        for s in a.alphabet:
            x = image(a, (*w, s))
            if x not in least:
                least[x] = (*w, s)
                queue.append((*w, s))
    return least


def powers(x, n):
    y = tuple(range(len(x)))
    for _ in range(n):
        y = tuple(x[q] for q in y)
    return y


@given(automata())
def test_elements_are_the_maps_of_all_words_in_the_order_of_their_least_words(a):
    m = transition_monoid(a)
    least = closure(a)
    assert [tuple(x) for x in m.elements.tolist()] == list(least)
    assert [m.word(i) for i in range(len(m))] == list(least.values())
    assert len(m) == len(m.products)
    for i, w in enumerate(least.values()):
        for s, symbol in enumerate(a.alphabet):
            assert tuple(m.elements[m.products[i, s]].tolist()) == image(a, (*w, symbol))
    assert m.generators == tuple(
        m.elements.tolist().index(list(image(a, (s,)))) for s in a.alphabet
    )


@given(automata())
def test_properties_hold_exactly_if_they_hold_for_all_elements(a):
    m = transition_monoid(a)
    maps = [tuple(x) for x in m.elements.tolist()]
    assert m.commutative == all(
        tuple(x[q] for q in y) == tuple(y[q] for q in x) for x, y in words_over(maps, repeat=2)
    )
    assert m.is_group == all(len(set(x)) == len(a) for x in maps)
    assert m.aperiodic == all(powers(x, 12) == powers(x, 13) for x in maps)
    assert m.idempotents.tolist() == [i for i, x in enumerate(maps) if powers(x, 2) == x]
    for i, x in enumerate(maps):
        seen = [powers(x, 0)]
        while (y := powers(x, len(seen))) not in seen:
            seen.append(y)
        index = seen.index(y)
        assert m.index_and_period(i) == (index, len(seen) - index)


@given(automata())
def test_both_enumerations_agree(a):
    letters = np.ascontiguousarray(a.transitions.T)
    results = [
        search(letters.astype(dtype), len(a), 10**6)
        for search in (monoid_module._by_table, monoid_module._by_hashing)
        for dtype in (np.uint8, np.uint16)
    ]
    for elements, products in results:
        assert np.array_equal(elements, results[0][0])
        assert np.array_equal(products, results[0][1])


@given(automata(), st.integers(1, 60))
def test_bound_is_hit_exactly_if_there_are_more_elements(a, bound):
    size = len(closure(a))
    facts = monoid_facts(a, bound=bound)
    full = monoid_facts(a)
    assert full["size"] == size
    if size <= bound:
        assert facts == full
        return
    with pytest.raises(MonoidTooLarge) as caught:
        transition_monoid(a, bound=bound)
    assert bound < caught.value.at_least <= size
    low, high = facts["size"]
    assert (bound < low <= size, high) == (True, None)
    assert (facts["commutative"], facts["group"]) == (full["commutative"], full["group"])
    assert facts["aperiodic"] in (None, full["aperiodic"])


@pytest.mark.parametrize(("n", "size"), [(1, 1), (2, 4), (3, 27), (6, 46656), (7, 823543)])
def test_cycle_transposition_and_merge_generate_all_maps(n, size):
    maps = [
        [(q + 1) % n for q in range(n)],
        [min(1, n - 1), 0, *range(2, n)][:n],
        [0, 0, *range(2, n)][:n],
    ]
    assert len(transition_monoid(Automaton("abc", np.array(maps).T, 0, range(n)))) == size


def test_large_monoids_stop_at_their_memory(monkeypatch):
    monkeypatch.setattr(monoid_module, "MEMORY", 300 * 2 * 50)
    table = np.random.default_rng(0).integers(0, 300, (300, 2))
    with pytest.raises(MonoidTooLarge) as caught:
        transition_monoid(Automaton("ab", table, 0, range(300)))
    assert caught.value.at_least in (51, 52)


def test_products_read_from_left_to_right():
    a = Automaton("st", [[1, 0], [0, 2], [2, 1]], 0, range(3))  # (0 1) and (1 2)
    m = transition_monoid(a)
    i = next(i for i in range(len(m)) if m.word(i) == ("s", "t"))
    assert m.elements[i].tolist() == [2, 0, 1]
    assert (len(m), m.is_group, m.commutative) == (6, True, False)


def test_bad_arguments_are_named():
    a = Automaton("a", [[0]], 0, (0,))
    with pytest.raises(ValueError, match="bound 0 is less than 1"):
        transition_monoid(a, bound=0)
    with pytest.raises(ValueError, match=r"element 1 is outside 0\.\.0"):
        transition_monoid(a).word(1)
