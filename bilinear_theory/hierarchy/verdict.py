"""Verdicts: yes with a system, no with a witness, or undecided.

``Verdict``                  what is answered
``Decide``                   a function from questions to verdicts, which the rules of a class are given
``asked(question, found)``   a linear realization as one of a question that may have an additive term
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.systems.matrix import ZERO, components
from bilinear_theory.systems.question import Question

Verdict = Realization | Obstruction | Undecided
Decide = Callable[[Question], Verdict]


def asked(question: Question, found: Realization) -> Realization:
    """A realization as one of the question, with additive terms 0 where they are asked for.

    Args:
        question: has an additive term if the system has one.
        found: in one layer.
    """
    system = found.single
    if not question.setting.additive or system.offsets is not None:
        return replace(found, question=question)
    zero = (ZERO,) * system.width
    points = tuple(components(v) for v in found.orbit.vectors)
    affine = replace(system, initial=points[0], offsets=(zero,) * len(system.alphabet))
    orbit = replace(found.orbit, vectors=points)
    return replace(found, question=question, system=affine, orbit=orbit)
