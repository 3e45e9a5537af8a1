"""Announcements: what a verdict says, without its evidence.

Where the letters generate a group whose elements are the states, each with its own output, characters decide
blocks and Householder products with a linear decoder: which constituents a construction takes, the units
that it has, and which states no blocks tell apart. So many verdicts are known before a matrix is
written, and a list of many machines needs no more. Each announcement is what ``decide`` would answer, in
the same words; what characters do not decide is decided.

``announced(q)``   what characters say of a question, None if they do not decide it
``answered(q)``    the same, else what the verdict says

References: theory.md, section 3.1 (Theorem B'') and section 3.8.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bilinear_theory.algebra.faithful import common_kernel
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.obstruction import Obstruction, Weights
from bilinear_theory.constructions import block_diagonal
from bilinear_theory.hierarchy.announce_columns import factored
from bilinear_theory.hierarchy.announce_commuting import commuting
from bilinear_theory.hierarchy.announce_covers import covered, reflecting
from bilinear_theory.hierarchy.announce_narrow import Announce, narrowest
from bilinear_theory.hierarchy.announcement import Announcement, Said, told, yes
from bilinear_theory.hierarchy.classify import decide
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.obstructions.identities import squares
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    PD,
    BlockDiagonal,
    ColumnOneHot,
    CPFactored,
    Diagonal,
    Full,
    Householder,
    HouseholderHeads,
    Orthogonal,
    Permutation,
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.setting import Decoder


def announced(question: Question, answer: Announce | None = None) -> Said | None:
    """What characters say of a question in one layer, None if they do not decide it.

    Args:
        question: what is asked.
        answer: the announcements of other questions; without it ``answered``.

    >>> from bilinear_theory.systems.question import Subject
    >>> from bilinear_theory.systems.setting import Setting
    >>> from bilinear_theory.automata.catalog import target
    >>> found = told(announced(Question(Subject(target("S3")), Householder(2), Setting())))
    >>> found.word, found.width
    ('yes', 2)
    """
    if question.setting.layers > 1:
        return None
    task = group_task(question.minimal)
    if task is None or not task.injective or not 1 < task.group.order == len(task.minimal):
        return None
    match question.restriction:
        case Diagonal() | Rotation() | Triangular() | BlockDiagonal(1, _):
            return commuting(question, task)
        case Full() | Orthogonal() | PD() | Permutation() | ColumnOneHot():
            return narrowest(question, question.restriction, task, answer or answered)
        case BlockDiagonal():
            return _blocks(question, question.restriction, task)
        case Householder() | HouseholderHeads():
            return reflecting(question, question.restriction, task)
        case CPFactored():
            return factored(question, question.restriction, task)
        case _:
            return None


def answered(question: Question) -> Announcement:
    """What characters say of a question, else what its verdict says."""
    return told(announced(question) or decide(question))


def _blocks(question: Question, restriction: BlockDiagonal, task: GroupTask) -> Announcement | None:
    """Blocks of size more than 1: the complex diagonal, the lightest constituents, or two states."""
    core = inside(restriction)
    if core is None or len(task.minimal) <= restriction.size:
        return None
    smaller = commuting(replace(question, restriction=core), task)
    if smaller is not None:
        return yes(question, f"already {core.name}: {smaller.reason}", smaller.width or 0)
    found = block_diagonal.plan(task, restriction)
    if found is not None:
        return yes(question, found.reason, found.width)
    if question.setting.decoder is Decoder.ARBITRARY:
        return covered(question, restriction)
    if restriction == BlockDiagonal(2, Scalars.REAL):
        noncommuting = squares(question)
        if noncommuting is not None:
            return told(noncommuting)
    p, q = _unseparated(task, restriction)
    codes = task.minimal.output_codes.tolist()
    weights = Weights((), ((p, codes[q], 1), (q, codes[p], 1)), ())
    return told(Obstruction(question, "separation", {}, weights=weights))


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
