"""Outcomes: what became of trained models, as plain data beside the verdicts of the theory.

That training failed says nothing of whether a solution exists, and that a model answers well says
nothing of all words. Where the two stand side by side, both are shown as they are.

``Outcome``   one model: accuracy, extracted automaton, comparison with the target, agreement
``expected``  the verdict of the theory for a model, which has a linear decoder
``remark``    what training made of a model, in one phrase
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from empirical.report.evidence import Cell, Exhibit

#: The accuracy on long words from which a model counts as lasting.
LASTING = 0.99


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one trained model.

    Args:
        target: the automaton it was trained on.
        restriction: the class of its matrices, with ``+b`` if it adds a vector.
        width: the number of real units.
        length: the length of the words that accuracy is reported on.
        accuracy: the share of these that it answers right.
        steps: the training steps.
        stopped: ``solved``, ``steps`` or ``time``: what ended the training.
        seconds: wall time of training and extraction.
        states: of the automaton that was read out of it.
        explained: whether that automaton explains the model.
        equal: whether that automaton equals the target on all words.
        level: the strongest evidence for the agreement of the model with the target.
        comparison: the extracted automaton against the target, in words.
    """

    target: str
    restriction: str
    width: int
    length: int
    accuracy: float
    steps: int
    stopped: str
    seconds: float
    states: int
    explained: bool
    equal: bool
    level: str
    comparison: str

    @property
    def learned(self) -> bool:
        """Whether the extracted automaton explains the model and equals the target."""
        return self.explained and self.equal

    @property
    def lasting(self) -> bool:
        """Whether the model answers right on nearly all of the long words, too."""
        return self.accuracy >= LASTING

    def document(self) -> dict[str, Any]:
        """The outcome as a JSON object."""
        return dict(vars(self))


def expected(outcome: Outcome, exhibits: Sequence[Exhibit]) -> Cell:
    """The verdict of the theory on what a model was trained for.

    Raises:
        ValueError: if the question was not asked.
    """
    base = outcome.restriction.removesuffix("+b")
    for e in exhibits:
        if e.name == outcome.target:
            return e.cell(base, additive=base != outcome.restriction)
    raise ValueError(f"there are no verdicts on {outcome.target!r}")


def remark(outcome: Outcome) -> str:
    """What training made of a model, in one phrase.

    A trained model is one of floats: success under a proved "no" means that it tells apart the words
    that were tried, and not that the proof is wrong.
    """
    if outcome.learned:
        return "learned" if outcome.lasting else f"learned, lost at {outcome.length}"
    return "accurate, other automaton" if outcome.lasting else "not learned"
