"""Announcements of CP factors: columns by characters, laws of letters, and constituents that take too many.

``factored(question, ..)``   what these say, None where it takes more to know

References: theory.md, section 3.7.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.group_task import GroupTask
from bilinear_theory.certificates.obstruction import Constituents, Obstruction
from bilinear_theory.constructions import columns
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.hierarchy.announcement import Said, yes
from bilinear_theory.hierarchy.classify import NO_OBSTRUCTION, without_columns
from bilinear_theory.hierarchy.narrow import MAX_ORDER
from bilinear_theory.obstructions import constituents, dimensions
from bilinear_theory.obstructions import cp as obstructions
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Decoder

#: The data of a witness that is announced, not built.
UNWRITTEN = Constituents((), (), (), (), (), ())


def factored(question: Question, restriction: CPFactored, task: GroupTask) -> Said | None:
    """CP factors of the letters of a group whose elements are the states."""
    if task.group.order > MAX_ORDER:
        return None
    try:
        found = columns.plan(task, restriction, additive=question.setting.additive)
    except TooLarge:
        return None
    if found is not None:
        return yes(question, found.reason, found.width)
    if restriction.rank == 1 and not _is_number(task, restriction):
        return Obstruction(question, "one-column", {}, suffixes=())
    against = obstructions.of_letters(question, restriction)
    if against is not None:
        return against
    if restriction.rank == 1 or not _exceeds(question, restriction):
        return None
    if question.setting.decoder is Decoder.LINEAR:
        return Obstruction(question, "constituents", {}, constituents=UNWRITTEN)
    # distinct vectors, one a state, have a linear decoder, and the group has no further elements
    against = dimensions.obstruct(question)
    return against or without_columns(question, restriction, NO_OBSTRUCTION)


def _is_number(task: GroupTask, restriction: CPFactored) -> bool:
    """Whether elements of a group are roots of unity in the field of the columns, each another one."""
    group, real = task.group, restriction.scalars is Scalars.REAL
    return group.is_abelian and group.exponent == group.order and (not real or group.order <= 2)


def _exceeds(question: Question, restriction: CPFactored) -> bool:
    """Whether constituents exclude a linear decoder; not past a bound."""
    linear = replace(question, setting=replace(question.setting, decoder=Decoder.LINEAR))
    real = restriction.scalars is Scalars.REAL
    try:
        return constituents.exceeds(linear, Price.COLUMNS, restriction.rank, real=real)
    except ValueError:
        return False
