"""Full and column-one-hot matrices, and P D: every automaton, with one unit per state."""

from __future__ import annotations

from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.transitions import one_hot
from bilinear_theory.systems.question import Question


def construct(question: Question, bound: int | None) -> Realization | None:
    """The one-hot recurrence, if it has at most ``bound`` units."""
    n = len(question.minimal)
    if bound is not None and n > bound:
        return None
    return one_hot(question, f"one-hot states track every automaton: {n} units")
