"""Comparison: what was extracted against what was meant.

Two automata agree on all words or there is a shortest word on which they differ; which of the two
is settled exactly. How far the network agrees with either is a matter of evidence and stands in an
``Agreement``.

``Comparison``  the exact answer about the extracted automaton, in words and as JSON
``comparison``  with a target
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bilinear_theory.automata.automaton import Automaton, word_text
from bilinear_theory.automata.equivalence import Bisimulation, SeparatingWord, compare


@dataclass(frozen=True, eq=False)
class Comparison:
    """The extracted automaton beside its target.

    Args:
        extracted: the automaton from the network.
        target: the automaton that was meant.
        evidence: a bisimulation, or the shortest separating word.
    """

    extracted: Automaton
    target: Automaton
    evidence: Bisimulation | SeparatingWord

    @property
    def equal(self) -> bool:
        """Whether they have equal outputs after every word."""
        return isinstance(self.evidence, Bisimulation)

    def __str__(self) -> str:
        if isinstance(self.evidence, Bisimulation):
            return "extracted automaton and target: equal on all words (proved)"
        word = self.evidence.word
        return f"extracted automaton and target: they differ, first after {word_text(word)}"

    def document(self) -> dict[str, Any]:
        """The same as a JSON object."""
        word = None if isinstance(self.evidence, Bisimulation) else list(self.evidence.word)
        return {"equal": self.equal, "separating_word": word, "states": len(self.target)}


def comparison(extracted: Automaton, target: Automaton) -> Comparison:
    """The exact comparison of an extracted automaton with its target."""
    return Comparison(extracted, target, compare(extracted, target))
