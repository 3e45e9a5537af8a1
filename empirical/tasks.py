"""Tasks: an automaton as a source of labelled words.

A task draws words uniformly over the alphabet and labels every prefix, the empty one included, with
the output of the automaton. The same generator state gives the same words.

``Task``              the transition table and output codes of an automaton, as tensors
``Task.words``        uniform words of one length, as symbol codes, shape ``(B, T)``
``Task.labels``       the output code after each prefix, shape ``(B, T + 1)``
``rescaled``          accuracy on the scale where the best constant guess is 0 and perfection is 1
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from bilinear_theory.automata.automaton import Automaton


@dataclass(frozen=True, eq=False)
class Task:
    """An automaton whose words can be drawn and labelled in batches.

    Args:
        automaton: the machine to be learned; it needs at least one symbol.
        transitions: its table as a tensor, shape ``(Q, S)``.
        codes: the output code of each state, shape ``(Q,)``.

    Raises:
        ValueError: if the alphabet is empty, so that there is nothing to read.

    >>> parity = Task.of(Automaton(("0", "1"), [[0, 1], [1, 0]], 0, (0, 1)))
    >>> parity.labels(torch.tensor([[1, 1, 0, 1]])).tolist()
    [[0, 1, 0, 0, 1]]
    """

    automaton: Automaton
    transitions: Tensor
    codes: Tensor

    @classmethod
    def of(cls, automaton: Automaton) -> Task:
        """The task of an automaton."""
        if not automaton.alphabet:
            raise ValueError("a task needs at least one symbol; this alphabet is empty")
        return cls(
            automaton,
            torch.tensor(automaton.transitions.tolist(), dtype=torch.long),
            torch.tensor(automaton.output_codes.tolist(), dtype=torch.long),
        )

    @property
    def symbols(self) -> int:
        """The number of symbols ``S``."""
        return self.transitions.shape[1]

    @property
    def outputs(self) -> int:
        """The number of output symbols ``Y``."""
        return len(self.automaton.output_symbols)

    def words(self, batch: int, length: int, generator: torch.Generator) -> Tensor:
        """Uniform words of one length as symbol codes, shape ``(batch, length)``."""
        return torch.randint(self.symbols, (batch, length), generator=generator)

    def labels(self, words: Tensor) -> Tensor:
        """The output code after each prefix, the empty one first, shape ``(B, T + 1)``."""
        states = torch.full((len(words),), self.automaton.start, dtype=torch.long)
        path = [states]
        for t in range(words.shape[1]):
            states = self.transitions[states, words[:, t]]
            path.append(states)
        return self.codes[torch.stack(path, 1)]


def rescaled(accuracy: float, labels: Tensor) -> float:
    """Accuracy with the best constant guess at 0 and perfection at 1.

    Where one label is always right, guessing is perfect and only perfection counts.

    >>> rescaled(0.75, torch.tensor([0, 1, 0, 1]))
    0.5
    """
    chance = float(torch.bincount(labels.flatten()).max()) / labels.numel()
    if chance == 1.0:
        return float(accuracy == 1.0)
    return (accuracy - chance) / (1 - chance)
