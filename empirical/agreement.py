"""Agreement: how far a network and an automaton give equal outputs.

Three levels of evidence, named by what they are and never by more:

*proved*            an exact model near the network (see ``snapping``) has finitely many states and
                    computes the automaton's outputs on all words; this speaks of the exact model
*exhaustive up to n*  the network itself was run on every word of length at most ``n``
*sampled*           the network was run on random words; with confidence ``1 - delta`` the
                    probability of a disagreement under that distribution is at most ``bound``

``Agreement``    the levels with their scope, and the first known disagreement
``agreement``    between a recognizer and an automaton
``refuse_long``  lengths up to which there are too many words to try them all

References: Clopper and Pearson, *The use of confidence or fiducial limits* (1934), for the bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import betaincinv
from torch import Tensor

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton, Word, word_text
from bilinear_theory.automata.equivalence import Bisimulation, compare
from empirical.snapping import Snapped
from empirical.trajectories import (
    BATCH,
    Recognizer,
    output_codes,
    predicted,
    sample_words,
    trajectories,
)

MAX_WORDS = 10_000_000
"""The most words that are enumerated, whatever length is asked for."""

MAX_LENGTH = 10_000
"""The greatest length up to which words are enumerated; it matters for one letter alone."""

_Chunk = tuple[int, Tensor, NDArray[np.int64], NDArray[Any]]
"""Words of one length: that length, the network's states, the automaton's, the words' numbers."""


@dataclass(frozen=True)
class Agreement:
    """What is known of the agreement of a network with an automaton.

    Args:
        proved: what the proof speaks of, or none.
        exhaustive_length: every word up to this length was tried.
        exhaustive_words: how many words those are.
        exhaustive_wrong: on how many of them network and automaton differ.
        sampled_lengths: the range of the random words' lengths, each length equally likely.
        sampled_words: how many random words were tried.
        sampled_wrong: on how many of them network and automaton differ.
        delta: one minus the confidence of ``bound``.
        bound: the probability of a disagreement under the sampled distribution is at most this,
            with that confidence; an event rarer than this may well not have been seen.
        first_disagreement: the shortest known word with different outputs, the first of its length
            in the order of the alphabet if it lies within the exhaustive length.
    """

    proved: str | None
    exhaustive_length: int
    exhaustive_words: int
    exhaustive_wrong: int
    sampled_lengths: tuple[int, int]
    sampled_words: int
    sampled_wrong: int
    delta: float
    bound: float
    first_disagreement: Word | None

    @property
    def strongest(self) -> str:
        """The strongest level that holds, with its scope, in one line.

        The levels below it are levels of the network itself: a proof about the exact model stands
        beside them and does not replace them.
        """
        if self.proved is not None:
            return f"proved on all words, for {self.proved}"
        if self.exhaustive_wrong == 0:
            return f"exhaustive up to {self.exhaustive_length} ({counted(self.exhaustive_words, 'word')})"
        return "none: they differ on words that were tried"

    @property
    def _sample(self) -> str:
        low, high = self.sampled_lengths
        return f"{self.sampled_words} uniform words of lengths {low}..{high}"

    def __str__(self) -> str:
        word = self.first_disagreement
        lines = [f"agreement: {self.strongest}"]
        if word is not None:
            lines = [f"they differ, first known after {shortened(word)}", f"  {lines[0]}"]
        lines.append(
            f"  the network, exhaustive up to {self.exhaustive_length}: "
            f"{self.exhaustive_wrong} of {counted(self.exhaustive_words, 'word')} differ"
        )
        if self.sampled_words:
            lines.append(
                f"  the network, sampled: {self.sampled_wrong} of {self._sample} differ; "
                f"probability at most {self.bound:.2g} with confidence {1 - self.delta:g}"
            )
        if word is None:
            lines.append("  no disagreement is known")
        return "\n".join(lines)

    def document(self) -> dict[str, Any]:
        """The same as a JSON object."""
        word = self.first_disagreement
        return {
            "strongest": self.strongest,
            "proved": self.proved,
            "exhaustive": {
                "length": self.exhaustive_length,
                "words": self.exhaustive_words,
                "differ": self.exhaustive_wrong,
            },
            "sampled": {
                "lengths": list(self.sampled_lengths),
                "words": self.sampled_words,
                "differ": self.sampled_wrong,
                "delta": self.delta,
                "bound": self.bound,
            },
            "first_disagreement": None if word is None else list(word),
        }


def shortened(word: Word) -> str:
    """A word with its length, cut if it is long."""
    if len(word) <= 60:
        return f"{word_text(word)} (length {len(word)})"
    return f"{word_text(word[:30])} ... (length {len(word)})"


def agreement(
    recognizer: Recognizer,
    automaton: Automaton,
    *,
    length: int | None = None,
    samples: int = 2000,
    sample_lengths: tuple[int, int] = (0, 100),
    delta: float = 0.01,
    seed: int = 1,
    snapped: Snapped | None = None,
    budget: int = 100_000,
) -> Agreement:
    """Compare a network with an automaton over the same symbols, in this order.

    Args:
        recognizer: the network.
        automaton: the machine.
        length: try every word up to this length; by default the greatest length with at most
            ``budget`` words.
        samples: the number of random words.
        sample_lengths: the range of their lengths.
        delta: one minus the confidence of the bound.
        seed: of the random words.
        snapped: an exact model near the network, which is compared with the automaton exactly.
        budget: the number of words tried by default.

    Raises:
        ValueError: if the alphabets differ, a number makes no sense, or ``length`` is that of more
            than ``MAX_WORDS`` words.
    """
    refuse_long(length, letters=len(automaton.alphabet))
    if set(automaton.alphabet) != set(recognizer.alphabet):
        raise ValueError(
            f"the network reads {list(recognizer.alphabet)!r}, "
            f"the automaton {list(automaton.alphabet)!r}"
        )
    if not 0 < delta < 1 or samples < 0 or (length is not None and length < 0):
        raise ValueError("delta lies between 0 and 1; lengths and samples are not negative")
    order = [automaton.index[symbol] for symbol in recognizer.alphabet]
    machine = Automaton(
        recognizer.alphabet, automaton.transitions[:, order], automaton.start, automaton.outputs
    )
    letters = len(machine.alphabet)
    reach = _longest(letters, budget) if length is None else length
    tried, wrong, first = _exhaust(recognizer, machine, reach)
    words, ends = sample_words(
        letters,
        lengths=sample_lengths,
        count=samples,
        generator=torch.Generator().manual_seed(seed),
    )
    sample = trajectories(recognizer, words, ends)
    differ = np.flatnonzero(predicted(machine, recognizer.outputs, sample) != sample.outputs)
    if first is None and len(differ):
        i = min(differ, key=lambda j: int(sample.lengths[j]))
        first = tuple(sample.words[i, : sample.lengths[i]].tolist())
    return Agreement(
        proved=_proved(snapped, machine),
        exhaustive_length=reach,
        exhaustive_words=tried,
        exhaustive_wrong=wrong,
        sampled_lengths=sample_lengths,
        sampled_words=samples,
        sampled_wrong=len(differ),
        delta=delta,
        bound=_upper(len(differ), samples, delta),
        first_disagreement=None if first is None else tuple(machine.alphabet[a] for a in first),
    )


def _proved(snapped: Snapped | None, machine: Automaton) -> str | None:
    if snapped is None or not isinstance(compare(snapped.automaton, machine), Bisimulation):
        return None
    return (
        f"the snapped weights ({snapped.kind}, dimension {snapped.dimension}, "
        f"{snapped.orbit} reachable states, moved by {snapped.moved:.2g})"
    )


def _upper(wrong: int, samples: int, delta: float) -> float:
    """The probability that is excluded with confidence ``1 - delta`` (Clopper and Pearson)."""
    if wrong >= samples:
        return 1.0
    return float(betaincinv(wrong + 1, samples - wrong, 1 - delta))


def refuse_long(length: int | None, *, letters: int) -> None:
    """Raise if words up to this length are too many to try them all.

    Raises:
        ValueError: naming the bound and the greatest length within it.
    """
    longest = _longest(letters, MAX_WORDS, most=MAX_LENGTH)
    if length is not None and letters > 0 and length > longest:
        raise ValueError(
            f"length {length} over {counted(letters, 'letter')}: all words up to length {longest} can "
            f"be tried at most, by the bounds of {MAX_WORDS} words and of length {MAX_LENGTH}; longer "
            "ones are sampled"
        )


def _longest(letters: int, budget: int, *, most: int = 1000) -> int:
    """The greatest length up to which there are at most ``budget`` words, and at most ``most``."""
    length, total, layer = 0, 1, 1
    while length < most and total + layer * letters <= budget:
        length, layer = length + 1, layer * letters
        total += layer
    return length


@torch.no_grad()
def _exhaust(
    recognizer: Recognizer, machine: Automaton, length: int
) -> tuple[int, int, tuple[int, ...] | None]:
    """Run every word up to a length: how many, how many differ, and the first that does.

    Depth first over chunks of words, so that memory grows with the length and not with the number
    of words; within a length, words are numbered in alphabetical order.
    """
    letters = len(machine.alphabet)
    codes = output_codes(machine, recognizer.outputs)
    tried, wrong, first = 0, 0, (math.inf, 0)
    stack: list[_Chunk] = [
        (0, recognizer.initial(1), np.array([machine.start]), np.zeros(1, dtype=object))
    ]
    while stack:
        depth, state, expected, numbers = stack.pop()
        differ = np.flatnonzero(recognizer.output(state).numpy() != codes[expected])
        tried, wrong = tried + len(expected), wrong + len(differ)
        if len(differ):
            first = min(first, (depth, numbers[differ[0]]))
        if depth == length or letters == 0:
            continue
        symbols = torch.arange(letters).repeat(len(expected))
        after = recognizer.step(state.repeat_interleave(letters, 0), symbols)
        states = machine.transitions[expected].reshape(-1).astype(np.int64)
        children = (numbers[:, None] * letters + np.arange(letters)).reshape(-1)
        for i in range(0, len(states), BATCH):
            part = slice(i, i + BATCH)
            stack.append((depth + 1, after[part], states[part], children[part]))
    if math.isinf(first[0]):
        return tried, wrong, None
    number, word = first[1], list[int]()
    for _ in range(int(first[0])):
        number, letter = divmod(number, letters)
        word.append(int(letter))
    return tried, wrong, tuple(reversed(word))
