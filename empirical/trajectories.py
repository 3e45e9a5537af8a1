"""Trajectories: what a network does on words, whoever made the network.

A recognizer reads symbols one by one from a fixed start and always has an output, like a Moore
machine whose states are vectors. Everything that extracts or compares automata speaks to this
interface alone.

``Recognizer``      the interface: alphabet, outputs, ``initial``, ``step``, ``output``
``CellRecognizer``  a checkpoint of ours
``Trajectories``    the words of a sample, with the state and the output code after each prefix
``answers``         the output codes after given words of any lengths
``predicted``       what an automaton says of the words of a sample, in the network's codes

Symbols and outputs travel as codes, positions in ``alphabet`` and ``outputs``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bilinear_theory.automata.automaton import Automaton, Output, Symbol
from empirical.checkpoint import Checkpoint

Codes = tuple[int, ...]
BATCH = 4096
"""How many words run side by side."""


class Recognizer(Protocol):
    """A network that reads symbols and always has an output; states have shape ``(B, D)``."""

    @property
    def alphabet(self) -> tuple[Symbol, ...]: ...
    @property
    def outputs(self) -> tuple[Output, ...]: ...
    def initial(self, batch: int) -> Tensor: ...
    def step(self, state: Tensor, symbols: Tensor) -> Tensor: ...
    def output(self, state: Tensor) -> Tensor: ...


class CellRecognizer:
    """A checkpoint as a recognizer, run in double precision."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.cell = checkpoint.cell().double().requires_grad_(requires_grad=False)
        self.matrices = self.cell.matrices()

    @property
    def alphabet(self) -> tuple[Symbol, ...]:
        return self.checkpoint.alphabet

    @property
    def outputs(self) -> tuple[Output, ...]:
        return self.checkpoint.outputs

    def initial(self, batch: int) -> Tensor:
        return self.cell.initial(batch)[0]

    def step(self, state: Tensor, symbols: Tensor) -> Tensor:
        return self.cell.step(state[None], symbols, self.matrices)[0]

    def output(self, state: Tensor) -> Tensor:
        return self.cell.logits(state[None])[0].argmax(-1)


@dataclass(frozen=True, eq=False)
class Trajectories:
    """Words and what a network did on them.

    Args:
        words: symbol codes, shape ``(N, T)``.
        lengths: how much of each row is the word, shape ``(N,)``; the rest is padding.
        states: the state after each word, shape ``(N, D)``.
        outputs: the output code after each word, shape ``(N,)``.
    """

    words: NDArray[np.int64]
    lengths: NDArray[np.int64]
    states: NDArray[np.float64]
    outputs: NDArray[np.int64]


def sample_words(
    symbols: int, *, lengths: tuple[int, int], count: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Words whose length is uniform in a range and whose letters are uniform, with the lengths."""
    low, high = lengths
    words = torch.randint(symbols, (count, high), generator=generator)
    return words, torch.randint(low, high + 1, (count,), generator=generator)


@torch.no_grad()
def trajectories(recognizer: Recognizer, words: Tensor, lengths: Tensor) -> Trajectories:
    """The state and output after each word, words as padded rows ``(N, T)`` of symbol codes."""
    states: list[Tensor] = []
    for rows, ends in zip(words.split(BATCH), lengths.split(BATCH), strict=True):
        state = recognizer.initial(len(rows)).clone()
        for t in range(int(ends.max()) if len(ends) else 0):
            state = torch.where((t < ends)[:, None], recognizer.step(state, rows[:, t]), state)
        states.append(state)
    if not states:
        states = [recognizer.initial(1)[:0]]
    everything = torch.cat(states)
    outputs = torch.cat([recognizer.output(s) for s in everything.split(BATCH)] or [lengths[:0]])
    return Trajectories(
        words.numpy(), lengths.numpy(), everything.double().numpy(), outputs.numpy()
    )


def answers(recognizer: Recognizer, words: Sequence[Codes]) -> NDArray[np.int64]:
    """The output code after each word; words of similar length share a batch.

    Raises:
        ValueError: if a code is outside the alphabet.
    """
    order = sorted(range(len(words)), key=lambda i: len(words[i]))
    found = np.empty(len(words), dtype=np.int64)
    for first in range(0, len(words), BATCH):
        part = order[first : first + BATCH]
        lengths = torch.tensor([len(words[i]) for i in part])
        rows = torch.zeros(len(part), int(lengths.max()), dtype=torch.long)
        for row, i in zip(rows, part, strict=True):
            row[: len(words[i])] = torch.tensor(words[i], dtype=torch.long)
        if rows.numel() and not 0 <= int(rows.min()) <= int(rows.max()) < len(recognizer.alphabet):
            raise ValueError(f"a symbol code is outside 0..{len(recognizer.alphabet) - 1}")
        found[part] = trajectories(recognizer, rows, lengths).outputs
    return found


def predicted(
    automaton: Automaton, outputs: Sequence[Output], sample: Trajectories
) -> NDArray[np.int64]:
    """The automaton's output after each word, as positions in ``outputs``; -1 if not among them."""
    table = automaton.transitions
    states = np.full(len(sample.words), automaton.start, dtype=np.int64)
    for t in range(sample.words.shape[1]):
        states = np.where(t < sample.lengths, table[states, sample.words[:, t]], states)
    return output_codes(automaton, outputs)[states]


def output_codes(automaton: Automaton, outputs: Sequence[Output]) -> NDArray[np.int64]:
    """The position in ``outputs`` of each state's output, -1 if it is not among them."""
    code = {output: i for i, output in enumerate(outputs)}
    return np.array([code.get(y, -1) for y in automaton.outputs], dtype=np.int64)
