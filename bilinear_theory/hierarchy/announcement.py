"""Announcements: what a verdict says, without its evidence.

``Announcement``    question, word, width and reason
``Said``            a verdict, or an announcement
``told(verdict)``   the announcement of a verdict
``yes(..)``         the announcement of a system of some width
"""

from __future__ import annotations

from dataclasses import dataclass

from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.verdict import Verdict
from bilinear_theory.systems.question import Question


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


#: A verdict, perhaps without its data, or what it says.
Said = Verdict | Announcement


def told(verdict: Said) -> Announcement:
    """The announcement of a verdict.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> told(classify("S3", "block-real:2")).word
    'yes'
    """
    match verdict:
        case Realization():
            return yes(verdict.question, verdict.reason, verdict.width)
        case Obstruction():
            return Announcement(verdict.question, "no", verdict.reason)
        case Undecided():
            return Announcement(verdict.question, "undecided", verdict.reason)
        case Announcement():
            return verdict


def yes(question: Question, reason: str, width: int) -> Announcement:
    """The announcement of a system.

    Args:
        question: what it answers.
        reason: the construction in one line.
        width: the number of its units.
    """
    return Announcement(question, "yes", reason, width)
