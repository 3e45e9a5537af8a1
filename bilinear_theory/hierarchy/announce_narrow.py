"""Announcements of narrow systems: the fewest units, by characters and subgroups alone.

Where the letters generate a group whose elements are the states, each with its own output, the
constructions that ``narrow`` compares have widths that are known before a matrix is written: one unit a
state, characters of commuting letters, irreducibles of least total degree, induced modules of least total
index; with an arbitrary decoder small blocks over covers as well. Among these the narrowest is announced,
by the same order and the same words.

``narrowest(question, task, ..)``   what ``narrow.decided`` would say, None where it takes more to know

References: theory.md, sections 3.2 and 3.10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bilinear_theory.algebra.faithful import lightest
from bilinear_theory.algebra.subgroups import abelian_invariants
from bilinear_theory.automata.cosets import state_modules
from bilinear_theory.automata.group_task import GroupTask
from bilinear_theory.constructions import block_cover, monomial, orthogonal
from bilinear_theory.hierarchy.announce_commuting import narrower
from bilinear_theory.hierarchy.announcement import Announcement, yes
from bilinear_theory.hierarchy.narrow import (
    MAX_BLOCK,
    MAX_ORDER,
    Bounded,
    least_units,
    one_unit_a_state,
)
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    PD,
    BlockDiagonal,
    Diagonal,
    Full,
    Orthogonal,
    Rotation,
    Scalars,
)
from bilinear_theory.systems.setting import Decoder

Announce = Callable[[Question], Announcement]


def narrowest(
    question: Question, restriction: Bounded, task: GroupTask, announce: Announce
) -> Announcement | None:
    """The narrowest system of a class, if it is within the bound of the restriction.

    Args:
        question: of one layer.
        restriction: that of the question.
        task: of more than one state, the elements of the group.
        announce: the announcements of other classes.
    """
    if task.group.order > MAX_ORDER:
        return None
    # a finite orbit may be moved so that its centroid is 0: the additive term makes no difference
    setting = replace(question.setting, additive=False)
    wide = Question(question.subject, type(restriction)(), replace(setting, decoder=Decoder.LINEAR))
    best = _least(wide, task)
    if setting.decoder is Decoder.ARBITRARY and isinstance(restriction, Full | Orthogonal):
        best = _covered(replace(wide, setting=setting), best, announce)
    if best is None or (restriction.bound is not None and (best.width or 0) > restriction.bound):
        return None
    return replace(best, question=question)


def _least(wide: Question, task: GroupTask) -> Announcement:
    """The narrowest system with a linear decoder."""
    best = yes(wide, one_unit_a_state(wide), len(task.minimal))
    least = least_units(wide)
    for systems in (_smaller, _irreducibles, _modules):
        if (best.width or 0) <= least:
            break
        for found in systems(wide, task):
            best = min(best, found, key=lambda a: a.width or 0)
    return best


def _smaller(wide: Question, task: GroupTask) -> Iterator[Announcement]:
    """Diagonal systems."""
    match wide.restriction:
        case Full() | PD():
            found = narrower(wide, Rotation(), task)
        case Orthogonal():
            found = narrower(wide, Diagonal(Scalars.REAL), task)
        case _:
            return
    if found is not None:
        yield found


def _irreducibles(wide: Question, task: GroupTask) -> Iterator[Announcement]:
    """The least sum of irreducibles."""
    match wide.restriction:
        case Full():
            field, said = "C", orthogonal.said
        case Orthogonal():
            field, said = "R", orthogonal.real_said
        case _:
            return
    parts = task.demands(field).constituents
    chosen = sorted(
        (parts[i].characters[0], parts[i].degree) for i in lightest(task.demands(field)).chosen
    )
    degrees = [degree for _, degree in chosen]
    yield yes(wide, said(degrees), sum(degrees))


def _modules(wide: Question, task: GroupTask) -> Iterator[Announcement]:
    """The least sum of induced modules."""
    if isinstance(wide.restriction, Full | Orthogonal):
        return
    if task.group.is_abelian and not isinstance(wide.restriction, PD):
        cyclic = abelian_invariants(task.group)  # actions on cosets with cyclic quotients
        yield yes(wide, monomial.in_words(cyclic, monomial=False), sum(cyclic))
        return
    try:
        found = state_modules(task.minimal, monomial=isinstance(wide.restriction, PD))
    except ValueError:  # past a bound on subgroups: there may be such a system
        return
    yield yes(wide, monomial.said(found.chosen), found.least)


def _covered(question: Question, best: Announcement, announce: Announce) -> Announcement | None:
    """The narrowest of a system and of small blocks, which may act as a cover of the group.

    None if the blocks are narrower, but it is not known whether they are orthogonal.
    """
    width = best.width or 0
    if width <= least_units(question):
        return best
    scalars = Scalars.COMPLEX if isinstance(question.restriction, Full) else Scalars.REAL
    for size in range(2, min(MAX_BLOCK, width - 1) + 1):
        found = announce(replace(question, restriction=BlockDiagonal(size, scalars)))
        if found.width is not None and found.width < (best.width or 0):
            if isinstance(question.restriction, Orthogonal):
                orthogonal_one = _is_orthogonal(question, size)
                if orthogonal_one is None:
                    return None
                if not orthogonal_one:
                    continue
            reason = found.reason
            if "already" not in reason:
                reason = f"already {found.question.restriction.name}: {reason}"
            best = replace(found, reason=reason)
    return best


def _is_orthogonal(question: Question, size: int) -> bool | None:
    """Whether a cover by polygons is orthogonal as it stands; None if squares do not commute.

    Of letters that commute the narrow blocks are units that are not real.
    """
    try:
        _, group = block_cover.generating_letters(question.minimal)
        if group.is_abelian:
            return False
        if not group.squares_commute:
            return None
        cover = block_cover.plan(question.minimal, BlockDiagonal(size, Scalars.REAL))
    except ValueError:
        return None
    return None if cover is None else cover.total.is_orthogonal
