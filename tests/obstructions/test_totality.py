"""Each question that the theory decides is answered, and rightly: yes or no, never both or neither.

The judge is brute force: the identities of theory.md, section 3.6, over all elements of the transition
monoid, on all reachable automata with two letters and at most three states, and on random ones.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize, reachable
from bilinear_theory.certificates.check import HOUSEHOLDER, RULES
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict, classify
from bilinear_theory.systems.restriction import restriction
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import orbit
from bilinear_theory.testing import (
    Network,
    assert_certifies,
    assert_obstructs,
    assert_realizes,
    automata,
    group_automata,
    permutation_automata,
    systems,
    words,
)
from tests.obstructions.judge import CLASSES, Identities


def small_automata() -> list[Automaton]:
    """All reachable automata with two letters and at most three states, up to numbering.

    Each state is its own output.
    """
    found: dict[Automaton, None] = {}
    count = 0
    for size in (1, 2, 3):
        for cells in product(range(size), repeat=2 * size):
            a = Automaton("ab", np.reshape(cells, (size, 2)), 0, range(size))
            trimmed = reachable(a)
            if len(trimmed) == size:
                count += size > 1
                found[Automaton("ab", trimmed.transitions, 0, range(size))] = None
    assert count == 444
    return list(found)


SMALL = small_automata()


def hold_to_the_theory(a: Automaton, name: str, verdict: Verdict, *, tracks: bool) -> None:
    """A verdict, its evidence and the judge agree; without evidence there is no agreement."""
    assert not isinstance(verdict, Undecided), (name, verdict.reason, a.transitions.tolist())
    assert isinstance(verdict, Realization) == tracks, (name, a.transitions.tolist())
    assert_certifies(verdict)
    match verdict:
        case Realization():
            assert assert_realizes(verdict, a).proved
            class_, term = restriction(name)
            assert class_.contains(verdict.system.matrices).value == "yes"
            assert term or verdict.system.offsets is None
        case Obstruction():
            assert_obstructs(verdict)


def hold_all(a: Automaton, names=CLASSES) -> None:
    judge = Identities(minimize(a))
    for name in names:
        tracks = judge.holds(name)
        verdict = classify(a, name, decoder=Decoder.ARBITRARY)
        hold_to_the_theory(a, name, verdict, tracks=tracks)


def hold_linear(a: Automaton, names=CLASSES) -> None:
    """With a linear decoder an obstruction holds all the more, and a realization has a readout."""
    judge = Identities(minimize(a))
    for name in names:
        verdict = classify(a, name, decoder=Decoder.LINEAR)
        if not isinstance(verdict, Undecided):
            hold_to_the_theory(a, name, verdict, tracks=judge.holds(name))


def test_there_are_229_small_automata():
    assert [sum(len(a) == n for a in SMALL) for n in (1, 2, 3)] == [1, 12, 216]


@pytest.mark.parametrize("part", range(4))
def test_every_fourth_small_automaton_is_answered_as_the_identities_say(part):
    for a in SMALL[part::16]:
        hold_all(a)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_every_small_automaton_is_answered_as_the_identities_say(part):
    for a in SMALL[part::8]:
        hold_all(a)
        hold_linear(a)
        for outputs in product((0, 1), repeat=len(a)):
            coarse = Automaton(a.alphabet, a.transitions, 0, outputs)
            hold_all(coarse, CLASSES[:6])


@settings(max_examples=15)
@given(automata(max_states=4, reachable=True))
def test_random_automata_are_answered_as_the_identities_say(a):
    if Identities(minimize(a)).size <= 40:
        hold_all(a)


@settings(max_examples=15)
@given(automata(max_states=3, alphabet="abc"))
def test_random_automata_with_three_letters_are_answered_as_the_identities_say(a):
    hold_all(a)


@settings(max_examples=15)
@given(permutation_automata(max_states=5, alphabet="a") | group_automata(max_degree=3))
def test_groups_are_answered_as_the_identities_say(a):
    hold_all(a)
    hold_linear(a)


@settings(max_examples=15)
@given(automata(max_states=4, reachable=True))
def test_a_linear_decoder_changes_no_obstruction(a):
    if Identities(minimize(a)).size <= 40:
        hold_linear(a)


@settings(max_examples=25)
@given(st.data(), automata(max_states=3, reachable=True), st.sampled_from(CLASSES))
def test_networks_of_realizations_decode_random_words_in_floats(data, a, name):
    verdict = classify(a, name)
    if isinstance(verdict, Realization):
        n = Network.of(verdict)
        for _ in range(5):
            word = data.draw(words(a, max_size=30))
            h = n.initial()
            for symbol in word:
                h = n.step(h, symbol)
            assert n.output(h) == a.run(word)


@pytest.mark.parametrize(
    ("one", "other"), [("block-real:1", "diagonal-real"), ("block-complex:1", "rotation")]
)
@given(
    a=automata(max_states=3, reachable=True),
    additive=st.booleans(),
    decoder=st.sampled_from(Decoder),
)
def test_blocks_of_size_one_are_the_diagonal(one, other, a, additive, decoder):
    left = classify(a, one, additive=additive, decoder=decoder)
    right = classify(a, other, additive=additive, decoder=decoder)
    assert type(left) is type(right)
    assert left.reason == right.reason
    assert left.question.name == one + "+b" * additive
    if not isinstance(left, Undecided):
        assert_certifies(left)


RULE_CASES = [
    (kind, f"{name}:2" if name in HOUSEHOLDER else name, term)
    for kind, rule in sorted(RULES.items())
    for name in sorted(rule.restrictions)
    for term in (False, True)
    if rule.additive or not term
]


@pytest.mark.parametrize(("kind", "name", "additive"), RULE_CASES)
@given(data=st.data())
def test_no_system_of_finite_reach_breaks_a_rule_of_the_kernel(data, kind, name, additive):
    system = data.draw(systems(restriction(name)[0], additive=additive))
    table = orbit(system).following
    rule = RULES[kind]
    permutes = all(len(set(column)) == len(table) for column in zip(*table, strict=True))
    if rule.permutes and not permutes:
        return
    if kind in ("merged", "stack-merged"):  # u x = v x implies u = v
        assert permutes
        return
    drawn: dict[str, tuple[str, ...]] = {}

    def state(pattern: str) -> int:
        q = 0
        for token in pattern.split():
            names, _, power = token.partition("^")
            for letter in names:
                if letter not in drawn:
                    drawn[letter] = data.draw(
                        words(min_size=letter in "xy", max_size=1 if rule.letter else 3)
                    )
            # 60 = lcm(1, .., 5) is past every tail and a multiple of every period of a system, 15 odd
            times = (15 if rule.odd else 60) if power else 1
            for symbol in sum((drawn[letter] for letter in names), ()) * times:
                q = table[q]["ab".index(symbol)]
        return q

    for pair in filter(None, (rule.same, rule.also)):
        if rule.stack and state(pair[0]) != state(pair[1]):
            return  # these rules ask for words that lead back, which not all do
        assert state(pair[0]) == state(pair[1])
    assert state(rule.left) == state(rule.right)
