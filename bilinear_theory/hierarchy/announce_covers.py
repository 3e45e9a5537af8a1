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
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.constructions import block_cover, block_diagonal, householder
from bilinear_theory.constructions.head_blocks import MAX_WIDTH
from bilinear_theory.constructions.householder_covers import planes
from bilinear_theory.constructions.orbit import MAX_POINTS
from bilinear_theory.hierarchy.announce_columns import UNWRITTEN
from bilinear_theory.hierarchy.announcement import Announcement, Said, yes
from bilinear_theory.obstructions import constituents
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.obstructions.identities import one_reflection
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
) -> Said | None:
    """Irreducibles, planes for the cyclic subgroups of an abelian group, or polygons as heads."""
    heads, n = isinstance(restriction, HouseholderHeads), restriction.reflections
    found = householder.plan(task, n, heads=heads)
    if found is not None:
        return yes(question, found.reason, found.width)
    against = one_reflection(question) if n == 1 else None
    if against is not None:
        return against
    if question.setting.decoder is Decoder.LINEAR:
        return _exceeding(question, n, heads=heads)
    if householder.transpositions(task.minimal) <= n:
        return None
    if heads:
        return _in_heads(question, task, n)
    turns = planes(task)
    if turns is None or turns.most > n or turns.points > MAX_POINTS:
        return None
    return yes(question, turns.reason, turns.width)


def _exceeding(question: Question, n: int, *, heads: bool) -> Obstruction | None:
    """Constituents that take too many reflections."""
    price = Price.HEADS if heads else Price.ONE_HEAD
    try:
        if not constituents.exceeds(question, price, n, real=True):
            return None
    except ValueError:  # past a bound
        return None
    return Obstruction(question, "constituents", {}, constituents=UNWRITTEN)


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
