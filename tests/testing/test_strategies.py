"""The strategies: what they draw is what they say, and it shrinks to something small."""

from __future__ import annotations

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from bilinear_theory.automata.equivalence import is_permutation, minimize, reachable
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.systems.restriction import STANDARD, CPFactored, Membership
from bilinear_theory.systems.system import orbit
from bilinear_theory.testing import (
    assert_realizes,
    automata,
    group_automata,
    groups,
    networks,
    permutation_automata,
    realizations,
    restrictions,
    systems,
    words,
)


@given(st.data(), st.integers(1, 4), st.integers(0, 3), st.booleans())
def test_automata_keep_their_bounds(data, low, more, trimmed):
    strategy = automata(min_states=low, max_states=low + more, alphabet="abc", reachable=trimmed)
    a = data.draw(strategy)
    assert low <= len(a) <= low + more
    assert a.alphabet == ("a", "b", "c")
    assert set(a.outputs) <= {0, 1}


@given(automata(reachable=True, max_states=5))
def test_reachable_automata_are_trimmed_and_numbered_breadth_first(a):
    assert reachable(a) == a


def test_every_small_reachable_automaton_is_drawn():
    # 2 of one state, 12 * 4 of two, the rest of three: found by brute force over all tables
    wanted = [[0, 1], [2, 0], [2, 1]]
    found = find(automata(reachable=True, max_states=3), lambda a: a.transitions.tolist() == wanted)
    assert len(found) == 3


@pytest.mark.parametrize("bounds", [(0, 1), (3, 2)])
def test_bounds_that_no_automaton_meets_are_refused(bounds):
    low, high = bounds
    for strategy in (automata, permutation_automata):
        with pytest.raises(ValueError, match="min_states"):
            strategy(min_states=low, max_states=high)
    with pytest.raises(ValueError, match="min_generators"):
        groups(min_generators=low, max_generators=0)


@given(automata(alphabet="", min_states=2, max_states=2), automata(alphabet="", reachable=True))
def test_an_empty_alphabet_is_an_alphabet(a, b):
    assert (len(a), len(b)) == (2, 1)
    assert a.transitions.shape == (2, 0)


@given(automata(alphabet=st.sampled_from(["a", "ab"]), outputs=st.text(max_size=1)))
def test_alphabets_and_outputs_may_be_strategies(a):
    assert a.alphabet in {("a",), ("a", "b")}
    assert all(len(y) <= 1 for y in a.outputs)


@given(permutation_automata())
def test_permutation_automata_permute(a):
    assert is_permutation(a)


@given(group_automata(max_degree=3))
def test_word_problems_are_groups_of_their_own_size(a):
    m = transition_monoid(a)
    assert m.is_group
    assert len(m) == len(a) == len(minimize(a))


@given(group_automata(max_degree=3, outputs=(0, 1)))
def test_word_problems_may_have_other_outputs(a):
    assert set(a.outputs) <= {0, 1}


@given(st.data(), automata())
def test_words_are_over_the_alphabet_of_the_automaton(data, a):
    w = data.draw(words(a, min_size=1, max_size=3))
    assert 1 <= len(w) <= 3
    a.run(w)


@given(words(""))
def test_the_empty_word_is_the_only_one_without_letters(w):
    assert w == ()


def test_counterexamples_shrink_to_few_states():
    a = find(automata(max_states=8, alphabet="abc"), lambda a: len(set(a.outputs)) == 2)
    assert (a.transitions.tolist(), a.outputs) == ([[0, 0, 0], [0, 0, 0]], (0, 1))
    b = find(automata(max_states=8, reachable=True), lambda a: not transition_monoid(a).commutative)
    assert (len(b), set(b.outputs)) == (2, {0})
    p = find(permutation_automata(max_states=6), lambda a: not transition_monoid(a).commutative)
    assert len(p) == 3


CASES = [(r, term) for r in STANDARD for term in (False, True)]


@pytest.mark.parametrize(("restriction", "additive"), CASES, ids=lambda x: getattr(x, "name", x))
@given(data=st.data())
def test_systems_lie_in_their_restriction_and_have_finite_reach(data, restriction, additive):
    system = data.draw(systems(restriction, additive=additive))
    assert (system.offsets is not None) == additive
    assert system.width <= max(3, getattr(restriction, "size", 0))
    assert restriction.contains(system.matrices) is not Membership.NO
    assert orbit(system, bound=5_000) is not None


@given(st.data(), restrictions(max_size=2))
def test_bounded_systems_lie_in_their_restriction(data, restriction):
    system = data.draw(systems(restriction))
    assert restriction.contains(system.matrices) is not Membership.NO
    assert isinstance(restriction, CPFactored) or system.width <= 3


@given(realizations())
def test_realizations_realize_their_automaton(r):
    assert assert_realizes(r, r.question.subject.automaton).proved


@given(networks())
def test_networks_in_floats_implement_their_automaton(n):
    assert_realizes(n, n.automaton, max_words=200)
