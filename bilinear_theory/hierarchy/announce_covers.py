"""Announcements of Householder products and of covers, by characters, orders and polygons alone.

Which irreducibles, planes or polygons make a system of reflections, and how many a letter takes, is known
before a matrix is written; so is the width of a cover by polygons, where squares commute.

``reflecting(question, ..)``   Householder products, None where it takes more to know
``covered(question, ..)``      blocks with an arbitrary decoder by polygons, likewise

References: theory.md, sections 3.3 and 3.8.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.group_task import GroupTask
from bilinear_theory.constructions import block_cover, block_diagonal, householder
from bilinear_theory.constructions.head_blocks import MAX_WIDTH
from bilinear_theory.constructions.householder_covers import planes
from bilinear_theory.constructions.orbit import MAX_POINTS
from bilinear_theory.hierarchy.announcement import Announcement, yes
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Householder,
    HouseholderHeads,
    Scalars,
)
from bilinear_theory.systems.setting import Decoder


def reflecting(
    question: Question, restriction: Householder | HouseholderHeads, task: GroupTask
) -> Announcement | None:
    """Irreducibles, planes for the cyclic subgroups of an abelian group, or polygons as heads."""
    heads, n = isinstance(restriction, HouseholderHeads), restriction.reflections
    found = householder.plan(task, n, heads=heads)
    if found is not None:
        return yes(question, found.reason, found.width)
    if question.setting.decoder is Decoder.LINEAR or householder.transpositions(task.minimal) <= n:
        return None
    if heads:
        return _in_heads(question, task, n)
    turns = planes(task)
    if turns is None or turns.most > n or turns.points > MAX_POINTS:
        return None
    return yes(question, turns.reason, turns.width)


def _in_heads(question: Question, task: GroupTask, n: int) -> Announcement | None:
    """A head for each polygon of a cover."""
    plane = BlockDiagonal(2, Scalars.REAL)
    if n < plane.size or block_diagonal.plan(task, plane) is not None:
        return None
    found = covered(replace(question, restriction=plane), plane)
    if found is None or (found.width or 0) > MAX_WIDTH:
        return None
    return yes(
        question, f"as factors, from {found.question.name}: {found.reason}", found.width or 0
    )


def covered(question: Question, restriction: BlockDiagonal) -> Announcement | None:
    """A cover by polygons, where squares commute."""
    try:
        _, group = block_cover.generating_letters(question.minimal)
        found = block_cover.plan(question.minimal, restriction) if group.squares_commute else None
    except ValueError:  # past a bound
        return None
    return None if found is None else yes(question, found.reason, found.total.width)
