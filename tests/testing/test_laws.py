"""The laws: they hold where they should, and fail with a shortest word where they should not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import SeparatingWord, compare
from bilinear_theory.automata.formats import automaton_from_object, object_from_automaton
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.matrix import DiagonalMatrix
from bilinear_theory.systems.restriction import Rotation
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem
from bilinear_theory.testing import (
    Network,
    assert_certifies,
    assert_obstructs,
    assert_realizes,
    assert_round_trip,
    assert_same_behaviour,
    automata,
    cell_recurrence,
    networks,
    realizations,
    systems,
)

ONE, MINUS = Cyclotomic.rational(1), Cyclotomic.rational(-1)
PARITY = Automaton("ab", [[0, 1], [1, 0]], 0, [0, 1])
TWICE = Automaton("ab", [[1, 1], [0, 0]], 0, [0, 1])
FLIP = BilinearSystem("ab", (ONE,), (DiagonalMatrix((ONE,)), DiagonalMatrix((MINUS,))))


def shortest_difference(left: Automaton, right: Automaton, length: int) -> tuple[str, ...] | None:
    for n in range(length + 1):
        for word in product(left.alphabet, repeat=n):
            if left.run(word) != right.run(word):
                return word
    return None


@given(automata(max_states=3), automata(max_states=3))
def test_the_word_of_a_failure_is_shortest_for_every_form_of_subject(a, b):
    word = shortest_difference(a, b, 6)
    assume(word is not None)
    text = f"after {''.join(word) or 'ε'} the output"
    hidden = replace_states(a)
    for subject in (a, a.run, hidden):
        with pytest.raises(AssertionError) as caught:
            assert_realizes(subject, b)
        assert str(caught.value).startswith(text)
        with pytest.raises(AssertionError) as caught:
            assert_same_behaviour(subject, b)
    assert len(word) == len(compare(a, b).word)


@dataclass(frozen=True, eq=False)
class Hidden:
    """An automaton whose states are arrays."""

    automaton: Automaton

    def initial(self):
        return np.array([self.automaton.start])

    def step(self, state, symbol):
        return np.array([self.automaton.state((symbol,), int(state[0]))])

    def output(self, state):
        return self.automaton.outputs[int(state[0])]


def replace_states(a: Automaton) -> Hidden:
    return Hidden(a)


@given(automata(), automata())
def test_same_behaviour_is_what_comparison_says(a, b):
    if isinstance(compare(a, b), SeparatingWord):
        with pytest.raises(AssertionError, match="a shortest such word"):
            assert_same_behaviour(a, b)
    else:
        assert str(assert_same_behaviour(a, b)) == "proved for all words by bisimulation"
        assert assert_realizes(a, b).proved


def test_a_closed_search_is_a_proof_and_an_open_one_says_how_far_it_went():
    assert (
        str(assert_realizes(PARITY, PARITY)) == "proved for all words by closure: 2 pairs of states"
    )
    hidden = assert_realizes(Hidden(PARITY), PARITY, max_words=100)
    assert str(hidden) == "exhaustive up to length 5: 63 words"
    known = assert_realizes(Hidden(PARITY), PARITY, key=lambda h: h.tobytes())
    assert known.proved
    assert assert_realizes(PARITY.run, PARITY, max_words=1).words == 3
    assert assert_realizes(lambda w: 0, Automaton("", np.zeros((1, 0), int), 0, [0])).length == 0


def test_exact_states_without_end_are_exhausted_up_to_a_length():
    class Counter:
        def initial(self):
            return Fraction(0)

        def step(self, state, symbol):
            return state + (symbol == "b")

        def output(self, state):
            return int(state % 2)

    scope = assert_realizes(Counter(), PARITY, max_states=10)
    assert not scope.proved
    assert str(scope) == "exhaustive up to length 9: 21 words, 10 pairs of states, not closed"


def test_floats_and_arrays_are_no_exact_states():
    halving = cell_recurrence(
        lambda x, h: h * x / 2, start=1.0, encode={"a": 1, "b": -1}.get, read=lambda h: int(h < 0)
    )
    scope = assert_realizes(halving, PARITY, max_words=300)
    assert str(scope) == "exhaustive up to length 7: 255 words"


def test_a_state_that_stops_being_exact_needs_a_key():
    odd = cell_recurrence(lambda x, h: float(h), start=0, encode=str, read=lambda h: 0)
    with pytest.raises(ValueError, match="the state after a is no exact value"):
        assert_realizes(odd, Automaton("a", [[0]], 0, [0]))


def test_a_bilinear_system_needs_a_decoder_or_determines_the_outputs():
    assert assert_realizes(FLIP, PARITY, decoder=lambda h: int(h[0] == MINUS)).proved
    assert assert_realizes(FLIP, PARITY).proved
    with pytest.raises(AssertionError, match="after b the output is 0, and 1 is expected"):
        assert_realizes(FLIP, PARITY, decoder=lambda h: 0)
    with pytest.raises(AssertionError, match="ε and a lead the system to one state"):
        assert_realizes(FLIP, TWICE)
    with pytest.raises(ValueError, match="give a decoder"):
        assert_same_behaviour(FLIP, PARITY)
    drift = replace(FLIP, offsets=((ONE,), (ONE,)))
    assert not assert_realizes(drift, Automaton("ab", [[0, 0]], 0, [0]), max_states=5).proved


def test_a_tie_is_a_failure():
    r = classify(PARITY, "diagonal-real")
    assert isinstance(r, Realization)
    assert assert_realizes(r, PARITY).proved
    level = replace(r, readout=Readout(((ONE,), (ONE,)), (ONE, ONE)))
    with pytest.raises(AssertionError, match="after ε the output is a tie of 0 and 1, and 0"):
        assert_realizes(level, PARITY)


@given(realizations(decoder=Decoder.ARBITRARY))
def test_the_table_of_an_arbitrary_decoder_is_held_to_the_automaton(r):
    a = r.question.subject.automaton
    assert assert_realizes(r, a).proved
    outputs = dict.fromkeys(range(len(r.question.minimal)), "wrong")
    outputs[len(outputs) - 1] = r.question.minimal.outputs[-1]
    wrong = Automaton(a.alphabet, a.transitions, a.start, ["wrong"] * len(a))
    with pytest.raises(AssertionError, match="after ε"):
        assert_realizes(r, wrong)


@given(networks())
def test_a_network_with_one_wrong_weight_is_found_out(n):
    assume(len(n.outputs) == 2)
    bias = np.array([1e6, 0.0]) if n.automaton.run(()) == n.outputs[0] else np.array([0.0, 1e6])
    broken = Network(n.automaton, {**n.arrays, "readout.bias": bias}, n.outputs)
    with pytest.raises(AssertionError, match="a shortest such word"):
        assert_realizes(broken, n.automaton)
    with pytest.raises(ValueError, match="linear decoder"):
        Network.of("nothing")


def test_a_cell_of_torch_is_a_cell():
    torch = pytest.importorskip("torch")
    cell = torch.nn.RNNCell(2, 2, bias=False, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(100 * torch.tensor([[0.0, 1.0], [0.0, 1.0]]))
        cell.weight_hh.zero_()
    last = Automaton("ab", [[0, 1], [0, 1]], 0, [0, 1])
    onehot = {"a": torch.tensor([1.0, 0.0]).double(), "b": torch.tensor([0.0, 1.0]).double()}
    recurrence = cell_recurrence(
        cell, start=torch.zeros(2).double(), encode=onehot.get, read=lambda h: int(h[0] > 0.5)
    )
    assert (
        str(assert_realizes(recurrence, last, max_words=50))
        == "exhaustive up to length 4: 31 words"
    )
    with pytest.raises(AssertionError, match="after ba the output is 0, and 1 is expected"):
        assert_realizes(recurrence, PARITY)


def test_errors_in_a_subject_name_the_word():
    def step(_, state):
        raise KeyError(state)

    broken = cell_recurrence(step, start=0, encode=str, read=str)
    with pytest.raises(KeyError) as caught:
        assert_same_behaviour(broken, broken, alphabet="a")
    assert caught.value.__notes__ == ["in the last step of the word a"]
    with pytest.raises(ZeroDivisionError) as caught:
        assert_realizes(lambda w: 1 / (1 - len(w)), Automaton("a", [[0]], 0, [1]))
    assert caught.value.__notes__ == ["in reading the output after the word a"]


def test_what_is_no_subject_is_refused():
    with pytest.raises(TypeError, match="found int"):
        assert_realizes(3, PARITY)
    with pytest.raises(ValueError, match="neither subject has an alphabet"):
        assert_same_behaviour(str, str)


def test_undecided_questions_and_wrong_evidence_have_no_certificate():
    r = classify(PARITY, "diagonal-real")
    assert isinstance(r, Realization)
    with pytest.raises(AssertionError, match="an undecided question"):
        assert_certifies(Undecided(r.question, "open"))
    assert_certifies(r)
    with pytest.raises(AssertionError, match="diagonal-real, linear decoder: the kernel refuses"):
        assert_certifies(replace(r, states=(0, 0)))


def test_an_obstruction_has_to_show_what_it_says():
    verdict = classify("S3", "rotation")
    assert isinstance(verdict, Obstruction)
    assert_obstructs(verdict)
    with pytest.raises(AssertionError, match="both give"):
        assert_obstructs(replace(verdict, words={**verdict.words, "y": verdict.words["x"]}))
    merged = classify("flip-flop", "permutation")
    assert isinstance(merged, Obstruction)
    with pytest.raises(AssertionError, match="lead to different states"):
        assert_obstructs(replace(merged, words={**merged.words, "x": ("id",)}))
    parity = classify(PARITY, "diagonal-nonnegative")
    assert isinstance(parity, Obstruction)
    with pytest.raises(AssertionError, match="a system tracks the automaton all the same"):
        assert_obstructs(parity, [FLIP])


@given(systems(Rotation(), alphabet=("(0 1)", "(0 1 2)")))
def test_no_complex_diagonal_system_escapes_the_obstruction_of_s3(system):
    verdict = classify("S3", "rotation")
    assert isinstance(verdict, Obstruction)
    renamed = replace(system, alphabet=verdict.question.minimal.alphabet)
    assert_obstructs(verdict, [renamed])


@given(automata(outputs=(0, 1, "x")))
def test_objects_of_automata_make_the_round_trip(a):
    assert_round_trip(a, object_from_automaton, automaton_from_object)


def test_a_round_trip_that_loses_something_is_found_out():
    with pytest.raises(AssertionError, match=r"\('a', 'b'\) is written as 'ab' and read as \['a'"):
        assert_round_trip(("a", "b"), "".join, list)
    texts = iter("ab")
    with pytest.raises(AssertionError, match="1 is written as 'a', then as 'b'"):
        assert_round_trip(1, lambda _: next(texts), lambda _: 1)
