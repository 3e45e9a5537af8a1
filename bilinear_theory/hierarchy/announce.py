"""Announcements: what a verdict says, without its evidence.

Where the letters generate a group whose elements are the states, each with its own output, characters decide
blocks and Householder products with a linear decoder: which constituents a construction takes, the units
that it has, and which states no blocks tell apart. So many verdicts are known before a matrix is
written, and a list of many machines needs no more. Each announcement is what ``decide`` would answer, in
the same words; what characters do not decide is decided.

``Announcement``       question, word, width and reason
``told(verdict)``      the announcement of a verdict
``announced(q)``       what characters say of a question, None if they do not decide it

References: theory.md, section 3.1 (Theorem B'') and section 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bilinear_theory.algebra.faithful import common_kernel
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.obstruction import Obstruction, Undecided, Weights
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import block_diagonal, householder
from bilinear_theory.hierarchy.classify import Verdict, decide
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.obstructions.identities import squares
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Householder,
    HouseholderHeads,
    Scalars,
)
from bilinear_theory.systems.setting import Decoder


@dataclass(frozen=True, eq=False)
class Announcement:
    """What a verdict says.

    Args:
        question: what it answers.
        word: yes, no or undecided.
        reason: in one line.
        width: the number of units of the system, None without one.
    """

    question: Question
    word: str
    reason: str
    width: int | None = None


def told(verdict: Verdict | Announcement) -> Announcement:
    """The announcement of a verdict.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> told(classify("S3", "block-real:2")).word
    'yes'
    """
    match verdict:
        case Realization():
            return Announcement(verdict.question, "yes", verdict.reason, verdict.width)
        case Obstruction():
            return Announcement(verdict.question, "no", verdict.reason)
        case Undecided():
            return Announcement(verdict.question, "undecided", verdict.reason)
        case Announcement():
            return verdict


def announced(question: Question) -> Announcement | None:
    """What characters say of a question in one layer, None if they do not decide it.

    >>> from bilinear_theory.systems.question import Subject
    >>> from bilinear_theory.systems.setting import Setting
    >>> from bilinear_theory.automata.catalog import target
    >>> found = announced(Question(Subject(target("S3")), Householder(2), Setting()))
    >>> found.word, found.width
    ('yes', 2)
    """
    if question.setting.decoder is Decoder.ARBITRARY or question.setting.layers > 1:
        return None
    task = group_task(question.minimal)
    if task is None or not task.injective or task.group.order != len(task.minimal):
        return None
    match question.restriction:
        case BlockDiagonal(size, _) if size > 1:
            return _blocks(question, question.restriction, task)
        case Householder(reflections) | HouseholderHeads(reflections):
            heads = isinstance(question.restriction, HouseholderHeads)
            found = householder.plan(task, reflections, heads=heads)
            return None if found is None else _yes(question, found.reason, found.width)
        case _:
            return None


def _blocks(question: Question, restriction: BlockDiagonal, task: GroupTask) -> Announcement | None:
    """Blocks of size more than 1: the complex diagonal, the lightest constituents, or two states."""
    core = inside(restriction)
    if core is None or len(task.minimal) <= restriction.size:
        return None
    smaller = decide(replace(question, restriction=core))
    if isinstance(smaller, Realization):
        return _yes(question, f"already {core.name}: {smaller.reason}", smaller.width)
    found = block_diagonal.plan(task, restriction)
    if found is not None:
        return _yes(question, found.reason, found.width)
    if restriction == BlockDiagonal(2, Scalars.REAL):
        noncommuting = squares(question)
        if noncommuting is not None:
            return told(noncommuting)
    p, q = _unseparated(task, restriction)
    codes = task.minimal.output_codes.tolist()
    weights = Weights((), ((p, codes[q], 1), (q, codes[p], 1)), ())
    return told(Obstruction(question, "separation", {}, weights=weights))


def _yes(question: Question, reason: str, width: int) -> Announcement:
    return Announcement(question, "yes", reason, width)


def _unseparated(task: GroupTask, restriction: BlockDiagonal) -> tuple[int, int]:
    """The first two states that agree in all functions of blocks too small to separate all states."""
    parts = task.demands("R" if restriction.scalars is Scalars.REAL else "C").constituents
    carried = [i for part in parts if part.degree <= restriction.size for i in part.characters]
    kernel = common_kernel(task.table, carried)
    at = task.group.elements[:, 0]  # the state of each element
    element = np.argsort(at)
    first = at[task.group.product(element[:, None], kernel)].min(1)  # of each coset
    q = int(np.argmax(first < np.arange(len(first))))
    return int(first[q]), q
