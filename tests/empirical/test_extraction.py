import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import Bisimulation, compare, minimize
from empirical.agreement import agreement
from empirical.cell import BilinearCell
from empirical.checkpoint import checkpoint_of
from empirical.extraction import extract
from empirical.parameters import parametrisation
from empirical.reduction import visible
from empirical.snapping import roots_of_unity
from empirical.trajectories import CellRecognizer, answers


class Machine:
    """An automaton as a recognizer: the independent truth for what is extracted from it."""

    def __init__(self, automaton):
        self.automaton = automaton
        self.table = torch.tensor(automaton.transitions.tolist())
        self.codes = torch.tensor(automaton.output_codes.tolist())

    @property
    def alphabet(self):
        return self.automaton.alphabet

    @property
    def outputs(self):
        return self.automaton.output_symbols

    def initial(self, batch):
        return torch.full((batch, 1), self.automaton.start)

    def step(self, state, symbols):
        return self.table[state[:, 0].long(), symbols][:, None]

    def output(self, state):
        return self.codes[state[:, 0].long()]


def random_automaton(seed, states, letters):
    rng = np.random.default_rng(seed)
    table = rng.integers(0, states, (states, letters))
    return Automaton(range(letters), table, 0, rng.integers(0, 2, states).tolist())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 2))
def test_observation_recovers_a_machine_from_its_answers(seed, states, letters):
    a = random_automaton(seed, states, letters)
    found = extract(Machine(a), epsilon=0.0, lengths=(0, 12), sample=3000, tried=500)
    assert (found.method, found.error) == ("observation", 0)
    assert isinstance(compare(found.automaton, a), Bisimulation)
    assert len(found.automaton) == len(minimize(a))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 3), st.integers(0, 5))
def test_exhaustion_counts_every_word_and_finds_the_first_difference(seed, q, letters, length):
    a, b = random_automaton(seed, q, letters), random_automaton(seed + 1, q, letters)
    words = [()]
    for word in words:
        if len(word) < length:
            words += [(*word, x) for x in range(letters)]
    wrong = [w for w in words if a.run(w) != b.run(w)]
    found = agreement(Machine(a), b, length=length, samples=0)
    assert found.exhaustive_words == len(words)
    assert found.exhaustive_wrong == len(wrong)
    assert found.first_disagreement == (wrong[0] if wrong else None)


def test_an_agreement_names_its_evidence_and_no_more(s3, parity):
    same = agreement(Machine(s3), s3, length=4, samples=500)
    assert same.strongest == "exhaustive up to 4 (31 words)"
    assert same.bound == pytest.approx(1 - 0.01 ** (1 / 500))
    constant = Automaton(parity.alphabet, [[0, 0]], 0, (0,))
    other = agreement(Machine(parity), constant, length=0, samples=500)
    assert "exhaustive up to 0" in other.strongest
    assert other.sampled_wrong > 0
    assert "they differ, first known after 1 (length 1)" in str(other)
    deeper = agreement(Machine(parity), constant, length=3, samples=500)
    assert deeper.strongest.startswith("none")
    assert "proved" not in str(deeper)


def test_an_alphabet_in_another_order_is_the_same_alphabet(s3, parity):
    turned = Automaton(("r", "s"), s3.transitions[:, ::-1], 0, s3.outputs)
    assert agreement(Machine(s3), turned, length=6, samples=100).exhaustive_wrong == 0
    with pytest.raises(ValueError, match="the network reads"):
        agreement(Machine(s3), parity)


def rotations(turns, readout):
    """A rotation checkpoint with one block and given angles."""
    cell = BilinearCell(parametrisation("rotation", 2), symbols=len(turns), outputs=len(readout))
    angles = 2 * math.pi * torch.tensor(turns)
    with torch.no_grad():
        cell.transition["A"].copy_(
            torch.stack((angles.cos(), angles.sin()), 1).view(1, -1, 1, 2, 1, 1)
        )
        cell.start.copy_(torch.tensor([[[1.0, 0.0]]]))
        cell.readout.copy_(torch.tensor(readout)[None])
    return checkpoint_of(
        cell,
        alphabet=tuple(range(len(turns))),
        outputs=tuple(range(len(readout))),
        provenance={},
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.floats(-0.002, 0.002))
def test_nearly_rational_angles_snap_to_the_counter(m, drift):
    points = [[math.cos(2 * math.pi * k / m), math.sin(2 * math.pi * k / m)] for k in range(m)]
    snapped = roots_of_unity(rotations([1 / m + drift], points))
    counter = Automaton((0,), [[(k + 1) % m] for k in range(m)], 0, range(m))
    assert snapped is not None
    assert snapped.numbers == {"orders": [m], "exponents": [[1]]}
    assert isinstance(compare(snapped.automaton, counter), Bisimulation)


def test_angles_far_from_every_small_denominator_are_not_snapped():
    assert roots_of_unity(rotations([0.2, 0.37719], [[1.0, 0.0], [-1.0, 0.0]])) is None


def test_an_undecided_readout_is_not_called_exact():
    assert roots_of_unity(rotations([0.25], [[1.0, 0.0], [-1.0, 0.0]])) is None


def test_only_directions_that_are_reached_and_seen_are_visible():
    rng = np.random.default_rng(0)
    reached = rng.normal(size=(200, 3)) @ rng.normal(size=(3, 10))
    seen = rng.normal(size=(40, 10))
    seen -= (seen @ reached[:1].T) * reached[:1] / (reached[0] @ reached[0])
    assert visible(reached, seen).shape == (10, 2)


def test_answers_do_not_depend_on_the_batch(s3):
    words = [(0, 1, 1), (), (1,), (0,) * 9]
    together = answers(Machine(s3), words).tolist()
    assert together == [int(answers(Machine(s3), [w])[0]) for w in words]
    assert [s3.output_symbols[y] for y in together] == [
        s3.run([s3.alphabet[a] for a in w]) for w in words
    ]
    with pytest.raises(ValueError, match="outside"):
        answers(Machine(s3), [(2,)])


def test_a_network_without_a_small_automaton_says_so():
    cell = BilinearCell(parametrisation("rotation", 2), symbols=2, outputs=2, normalise=True)
    with torch.no_grad():
        a = 2 * math.pi * torch.tensor([math.sqrt(2) - 1, math.sqrt(3) - 1])
        cell.transition["A"].copy_(torch.stack((a.cos(), a.sin()), 1).view(1, 2, 1, 2, 1, 1))
        cell.readout.copy_(torch.tensor([[[1.0, 0.3], [-0.2, 1.0]]]))
    recognizer = CellRecognizer(
        checkpoint_of(cell, alphabet=("a", "b"), outputs=(0, 1), provenance={})
    )
    found = extract(recognizer, bound=4, epsilon=0.001)
    assert not found.explained
    assert len(found.automaton) <= 4
    assert "does not explain" in str(found)
