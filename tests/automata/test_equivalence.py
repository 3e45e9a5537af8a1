"""Equivalence: minimal machines and shortest words against brute force and automata-lib."""

from __future__ import annotations

from itertools import product as words_over

import numpy as np
import pytest
from automata.fa.dfa import DFA
from hypothesis import assume, given
from hypothesis import strategies as st

from bilinear_theory.automata import minimization
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import (
    Bisimulation,
    SeparatingWord,
    access_words,
    compare,
    is_permutation,
    minimize,
    product,
    reachable,
    reduction,
    separating_word,
)

OUTPUTS = st.integers(0, 2)


@st.composite
def automata(draw, *, max_states=9, alphabet="ab", outputs=OUTPUTS):
    Q = draw(st.integers(1, max_states))
    table = draw(
        st.lists(
            st.lists(st.integers(0, Q - 1), min_size=len(alphabet), max_size=len(alphabet)),
            min_size=Q,
            max_size=Q,
        )
    )
    start = draw(st.integers(0, Q - 1))
    return Automaton(alphabet, table, start, draw(st.lists(outputs, min_size=Q, max_size=Q)))


dfas = automata(outputs=st.booleans())


def peer(a: Automaton) -> DFA:
    rows = a.transitions.tolist()
    return DFA(
        states=set(range(len(a))),
        input_symbols=set(a.alphabet),
        transitions={q: dict(zip(a.alphabet, row, strict=True)) for q, row in enumerate(rows)},
        initial_state=a.start,
        final_states={q for q in range(len(a)) if a.outputs[q]},
    )


def words(alphabet, length):
    """All words up to a length, in length-lexicographic order."""
    for n in range(length + 1):
        yield from words_over(alphabet, repeat=n)


def table_of_distances(a: Automaton):
    """For each pair of states the length of a shortest separating word, by iteration."""
    Q = len(a)
    distance = {
        (p, q): 0 if a.outputs[p] != a.outputs[q] else None for p in range(Q) for q in range(Q)
    }
    for n in range(1, Q + 1):
        for (p, q), known in list(distance.items()):
            if known is None and any(
                distance[int(r), int(t)] == n - 1
                for r, t in zip(a.transitions[p], a.transitions[q], strict=True)
            ):
                distance[p, q] = n
    return distance


@given(automata())
def test_minimization_preserves_every_output_and_merges_exactly_the_equivalent_states(a):
    r = reduction(a)
    assert r.state_map[a.start] == r.minimal.start == 0
    reached = np.flatnonzero(r.state_map >= 0)
    for q in reached.tolist():
        assert r.minimal.outputs[r.state_map[q]] == a.outputs[q]
        assert (
            r.minimal.transitions[r.state_map[q]].tolist() == r.state_map[a.transitions[q]].tolist()
        )
    distance = table_of_distances(a)
    for p in reached.tolist():
        for q in reached.tolist():
            assert (r.state_map[p] == r.state_map[q]) == (distance[p, q] is None)
    assert set(r.state_map[reached].tolist()) == set(range(len(r.minimal)))
    tree = access_words(a)
    assert {q for q in range(len(a)) if tree.reaches(q)} == set(reached.tolist())


@given(dfas)
def test_minimal_automaton_has_as_many_states_as_that_of_automata_lib(a):
    assert len(minimize(a)) == len(peer(a).minify().states)


@given(dfas, dfas)
def test_comparison_agrees_with_automata_lib(a, b):
    assert isinstance(compare(a, b), Bisimulation) == (peer(a) == peer(b))


@given(automata(alphabet="abc"), st.randoms())
def test_minimal_automaton_is_canonical(a, random):
    order = list(range(len(a)))
    random.shuffle(order)
    back = np.argsort(order)
    shuffled = Automaton(
        "abc",
        np.array(order)[a.transitions[back]],
        order[a.start],
        [a.outputs[q] for q in back],
    )
    m = minimize(shuffled)
    assert m == minimize(a) == minimize(m) == reachable(m)


@given(automata(outputs=st.integers(0, 1)), automata(max_states=4, outputs=st.integers(0, 1)))
def test_separating_word_is_the_least_word_that_separates(a, b):
    evidence = compare(a, b)
    if isinstance(evidence, Bisimulation):
        evidence.check(a, b)
        assert len(evidence.pairs) < len(a) + len(b)
        assert all(a.run(w) == b.run(w) for w in words("ab", 6))
        return
    w = evidence.word
    assert (evidence.left, evidence.right) == (a.run(w), b.run(w))
    assert evidence.left != evidence.right
    assert len(w) < len(a) + len(b)
    assume(len(w) <= 7)
    assert w == next(v for v in words("ab", 7) if a.run(v) != b.run(v))


@given(automata(max_states=12, outputs=st.integers(0, 1)))
def test_separating_word_of_two_states_has_the_length_of_moores_table(a):
    distance = table_of_distances(a)
    for p in range(len(a)):
        for q in range(len(a)):
            w = separating_word(a, p, q)
            if w is None:
                assert distance[p, q] is None
            else:
                assert len(w) == distance[p, q]
                assert a.outputs[a.state(w, p)] != a.outputs[a.state(w, q)]


@given(automata(), st.integers(2, 4), st.randoms())
def test_redundant_copies_are_bisimilar_to_the_original(a, copies, random):
    Q = len(a)
    table = [
        [int(q) + Q * random.randrange(copies) for q in row]
        for _ in range(copies)
        for row in a.transitions
    ]
    b = Automaton("ab", table, a.start, a.outputs * copies)
    evidence = compare(a, b)
    assert isinstance(evidence, Bisimulation)
    evidence.check(a, b)
    assert minimize(a) == minimize(b)


@given(automata(max_states=6))
def test_access_words_are_the_least_words(a):
    tree = access_words(a)
    least: dict[int, tuple] = {}
    for w in words("ab", len(a) - 1):
        least.setdefault(a.state(w), w)
    assert len(tree) == len(a)
    assert {q: tree.word(q) for q in range(len(a)) if tree.reaches(q)} == least
    for q in set(range(len(a))) - set(least):
        with pytest.raises(ValueError, match=f"no word reaches state {q}"):
            tree.word(q)


@given(automata(alphabet="abc"))
def test_reachable_part_is_numbered_by_scanning_rows(a):
    r = reachable(a)
    seen = [0]
    for row in r.transitions.tolist():
        seen += [q for q in dict.fromkeys(row) if q not in seen]
    assert seen == list(range(len(r)))
    assert all(a.run(w) == r.run(w) for w in words("abc", 4))


@given(automata(), automata())
def test_product_runs_both_automata(a, b):
    both = product(a, b, lambda x, y: (x, y))
    assert both == reachable(both)
    assert all(both.run(w) == (a.run(w), b.run(w)) for w in words("ab", 5))


@given(automata(max_states=5))
def test_permutation_automata_are_those_whose_columns_have_no_repetition(a):
    assert is_permutation(a) == all(len(set(c)) == len(a) for c in a.transitions.T.tolist())


@given(automata(max_states=40, alphabet="abc", outputs=st.integers(0, 1)))
def test_each_method_of_refinement_finds_the_coarsest_congruence(a):
    columns = [np.ascontiguousarray(c) for c in a.transitions.T]
    codes = a.output_codes.astype(np.int64)
    k = len(a.output_symbols)
    hopcroft = minimization._smaller_half(codes, k, columns)
    expected = minimization.congruence(a.output_codes, a.transitions)
    assert len(set(zip(hopcroft.tolist(), expected.tolist(), strict=True))) == len(
        set(hopcroft.tolist())
    )
    assert len(set(hopcroft.tolist())) == len(set(expected.tolist()))
    for column in columns:
        doubled, count = minimization._doubling(codes, k, column)
        alone = minimization._smaller_half(codes, k, [column])
        assert count == len(set(alone.tolist())) == len(set(doubled.tolist()))
        assert count == len(set(zip(doubled.tolist(), alone.tolist(), strict=True)))


@given(st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=300), st.integers(1, 2**62))
def test_ranks_number_the_distinct_keys(keys, divisor):
    array = np.array(keys, dtype=np.int64) % divisor
    ranks, count = minimization._ranked(array, divisor)
    assert count == len(set(array.tolist())) == len(set(ranks.tolist()))
    assert set(ranks.tolist()) == set(range(count))
    assert len(set(zip(array.tolist(), ranks.tolist(), strict=True))) == count


def test_ranks_survive_a_hash_function_that_always_collides(monkeypatch):
    monkeypatch.setattr(minimization, "_MULTIPLIERS", np.zeros(2, dtype=np.uint64))
    keys = np.array([7, 2**40, 7, 3, 2**50, 3], dtype=np.int64)
    ranks, count = minimization._ranked(keys, 2**51)
    assert count == 4
    assert len(set(zip(keys.tolist(), ranks.tolist(), strict=True))) == 4


@pytest.mark.parametrize("states", [1, 2, 3, 5000])
def test_counters_whose_letters_alternate_at_random_are_minimal(states):
    letter = np.random.default_rng(states).integers(0, 2, states)
    table = np.zeros((states, 2), dtype=np.int64)
    table[np.arange(states), letter] = (np.arange(states) + 1) % states
    a = Automaton("ab", table, 0, [q == states - 1 for q in range(states)])
    r = reduction(a)
    assert len(r.minimal) == states
    if states > 1:
        assert len(separating_word(a, 0, 1)) == states - 2


def test_symbols_are_compared_and_not_columns():
    a = Automaton("ab", [[1, 0], [1, 1]], 0, (0, 1))
    b = Automaton("ba", [[0, 1], [1, 1]], 0, (0, 1))
    evidence = compare(a, b)
    assert isinstance(evidence, Bisimulation)
    evidence.check(a, b)


def test_a_word_that_only_one_automaton_reads_separates_them():
    a = Automaton("ab", [[0, 0]], 0, (0,))
    b = Automaton("bc", [[0, 0]], 0, (0,))
    assert compare(a, b) == SeparatingWord(("a",), 0, None)
    assert compare(b, Automaton("b", [[0]], 0, (0,))) == SeparatingWord(("c",), 0, None)
    assert compare(Automaton("b", [[0]], 0, (0,)), b) == SeparatingWord(("c",), None, 0)
    assert compare(a, Automaton("bc", [[0, 0]], 0, (1,))) == SeparatingWord((), 0, 1)
    # "b" comes before the foreign "c" and separates by its outputs.
    one = Automaton("bd", [[1, 0], [1, 1]], 0, (0, 1))
    assert compare(b, one) == SeparatingWord(("b",), 0, 1)


def test_automata_over_the_empty_alphabet_have_one_reachable_state():
    a = Automaton("", np.zeros((2, 0), dtype=int), 1, (5, 6))
    assert reachable(a).outputs == minimize(a).outputs == (6,)
    assert access_words(a).word(1) == ()
    assert isinstance(compare(a, a), Bisimulation)
    assert compare(a, minimize(a)).pairs.tolist() == [[1, 0]]


def test_names_follow_the_states():
    a = Automaton("a", [[2], [0], [0]], 0, (0, 1, 0), ("even", "lost", "odd"))
    assert reachable(a).state_names == ("even", "odd")
    assert minimize(a).state_names == ("even",)


@given(automata(outputs=st.integers(0, 1)), st.data())
def test_corrupted_bisimulations_are_refused(a, data):
    b = minimize(a)
    evidence = compare(a, b)
    i = data.draw(st.integers(0, len(evidence.pairs) - 1))
    q = data.draw(st.integers(0, len(b) - 1))
    assume(q != evidence.pairs[i, 1])
    pairs = evidence.pairs.copy()
    pairs[i, 1] = q  # a state that is not equivalent, since b is minimal
    with pytest.raises(ValueError, match=r"paired|leaves the relation|not that of the starts"):
        Bisimulation(pairs).check(a, b)


def test_checks_name_what_they_find():
    a = Automaton("a", [[1], [0]], 0, (0, 1))
    with pytest.raises(ValueError, match="names a state that is not there"):
        Bisimulation(np.array([[0, 2]])).check(a, a)
    with pytest.raises(ValueError, match="alphabets"):
        Bisimulation(np.array([[0, 0]])).check(a, Automaton("b", [[0]], 0, (0,)))
    with pytest.raises(ValueError, match="alphabets"):
        product(a, Automaton("b", [[0]], 0, (0,)), max)
    with pytest.raises(ValueError, match=r"state 2 is outside 0\.\.1"):
        separating_word(a, 0, 2)
