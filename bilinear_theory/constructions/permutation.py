"""Permutation and orthogonal matrices: every automaton whose letters permute its states."""

from __future__ import annotations

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.transitions import one_hot
from bilinear_theory.systems.question import Question


def construct(question: Question, bound: int | None) -> Realization | None:
    """The one-hot recurrence, if all letters permute and it has at most ``bound`` units."""
    n = len(question.minimal)
    if (bound is not None and n > bound) or not is_permutation(question.minimal):
        return None
    return one_hot(
        question, f"every letter permutes the {counted(n, 'state')}: permutation matrices"
    )
