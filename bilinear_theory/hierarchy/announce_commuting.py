"""Announcements for letters that commute: characters of an abelian group as coordinates.

If the letters generate an abelian group, its characters separate the elements, and few of them do: complex
diagonal matrices, real ones where every element is its own inverse. A triangular system is no narrower.

``commuting(question, task)``   what these characters say of diagonal and triangular matrices and blocks of
                                size 1, None if they are not enough
``narrower(..)``                the same in a class that holds diagonal matrices

References: theory.md, section 3.3.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.group_task import GroupTask
from bilinear_theory.constructions.commutative import TooLarge, separating_characters
from bilinear_theory.hierarchy.announcement import Announcement, yes
from bilinear_theory.hierarchy.diagonals import CHARACTERS
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Diagonal, Rotation, Scalars, Triangular


def commuting(question: Question, task: GroupTask) -> Announcement | None:
    """What characters say of a diagonal or triangular class, for states that are group elements.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.group_task import group_task
    >>> from bilinear_theory.systems.question import Subject
    >>> from bilinear_theory.systems.setting import Setting
    >>> question = Question(Subject(target("C2xC4")), Rotation(), Setting())
    >>> commuting(question, group_task(question.minimal)).width
    2
    """
    if not task.group.is_abelian:
        return None
    core = inside(question.restriction) or question.restriction
    if not (isinstance(core, Rotation) or core == Diagonal(Scalars.REAL)):
        return None
    if isinstance(core, Diagonal) and task.group.exponent > 2:
        return None
    try:
        found = yes(question, CHARACTERS, len(separating_characters(task.minimal)))
    except TooLarge:
        return None
    if isinstance(question.restriction, Triangular):
        return replace(found, reason=f"already {core.name}: {found.reason}")
    return found


def narrower(question: Question, core: Diagonal | Rotation, task: GroupTask) -> Announcement | None:
    """What characters say of a class that holds the diagonal matrices of another one."""
    if not task.group.is_abelian:
        return None
    found = commuting(replace(question, restriction=core), task)
    if found is None:
        return None
    return replace(found, question=question, reason=f"already {core.name}: {found.reason}")
