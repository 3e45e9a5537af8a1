"""Carried widths: what a smaller class does in fewer units, a class does in as few.

Most inclusions of ``hierarchy.order`` leave the matrices as they are, so that the units stay as many; a
linear decoder is a decoder, and an additive term may be 0. So no class needs more units than one of these:

=====================  ==================================================================================
class                  classes inside it, unit by unit
=====================  ==================================================================================
diagonal, triangular   those with fewer scalars, and diagonal ones
block-F:K              complex diagonals, smaller blocks, real ones. The blocks of a class are aligned, so
                       that smaller ones stay where they are if their size divides K, or fit into one
permutation .. full    as they lie in one another, of one bound or of none, and of any bound the free one;
                       in P D complex diagonals; in full all others, of the standard sizes
householder, cp        those with fewer factors or columns, one head, real numbers; in householder-heads:1 the
                       real diagonals, whose units of finite reach are 0, 1 and -1
=====================  ==================================================================================

Of the other inclusions a complex unit as a real block of two, or as two factors, and counted letters take
more units. Of blocks, factors and columns the sizes up to ``queries.MOST`` are consulted; the classes
inside one are ``queries.within``.

``keeps(inner, outer, n)``     whether systems of n units stay as they are
``as_one_of(question, v)``     a realization of a simpler question as one of a question
``already(inner, outer, text)``  the reason of such a realization
``narrowest(question, ..)``    what is known of a question, or of a simpler one with fewer units
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.head_blocks import as_householder
from bilinear_theory.hierarchy.narrow import least_units
from bilinear_theory.hierarchy.queries import Query
from bilinear_theory.hierarchy.verdict import asked
from bilinear_theory.systems.matrix import components
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
    Membership,
    Orthogonal,
    Permutation,
    Restriction,
)
from bilinear_theory.systems.setting import Decoder

T = TypeVar("T")


def keeps(inner: Restriction, outer: Restriction, width: int) -> bool:
    """Whether systems of so many units of a class inside another one are systems of this as they stand.

    >>> from bilinear_theory.systems.restriction import Scalars
    >>> small, large = (BlockDiagonal(k, Scalars.REAL) for k in (2, 3))
    >>> keeps(small, large, 3), keeps(small, large, 4)
    (True, False)
    """
    match inner, outer:
        case BlockDiagonal(k), BlockDiagonal(size):
            return size % k == 0 or width <= size
        case _, (Full(bound) | PD(bound) | ColumnOneHot(bound)):
            return bound is None or width <= bound
        case _, (Orthogonal(bound) | Permutation(bound)):
            return bound is None or width <= bound
        case _:
            return True


def as_one_of(question: Question, found: Realization) -> Realization | None:
    """A realization of a simpler question, which keeps its units, as one of the question."""
    inner, outer = found.question.restriction, question.restriction
    reason = already(inner, outer, found.reason)
    if isinstance(inner, Diagonal) and isinstance(outer, HouseholderHeads):
        factors = as_householder(question, found, outer.reflections)
        return None if factors is None else replace(factors, reason=reason)
    if isinstance(outer, Orthogonal | ColumnOneHot | Permutation) and outer.bound is not None:
        points = (components(v) for v in found.orbit.vectors)
        if not all(x.is_real() for v in points for x in v):  # such a unit stands for two
            return None
    carried = replace(asked(question, found), reason=reason)
    if question.setting.decoder is Decoder.ARBITRARY:
        carried = replace(carried, readout=None)
    if isinstance(outer, Householder | HouseholderHeads | CPFactored):
        return carried  # by its factors
    if not isinstance(outer, Orthogonal):
        carried = replace(carried, structure=None)
    return carried if carried.membership is Membership.YES else None


def already(inner: Restriction, outer: Restriction, reason: str) -> str:
    """The reason of a realization of one class as that of one of a class around it."""
    if type(inner) is type(outer) or reason.startswith("already"):
        return reason
    if isinstance(inner, Diagonal) and isinstance(outer, HouseholderHeads):
        return f"as factors, from {inner.name}: {reason}"
    return f"already {inner.name}: {reason}"


def narrowest(
    question: Question,
    found: T,
    simpler: Iterable[Query],
    answer: Callable[[Query], T],
    *,
    width: Callable[[T], int | None],
    carry: Callable[[Query, T], T | None],
) -> T:
    """What was found of a question, or the narrowest system of a simpler query if it has fewer units.

    Args:
        question: of which something is known.
        found: what that is.
        simpler: the queries that are simpler than that of the question.
        answer: what is known of such a query of the same subject.
        width: the units of a system, None if there is none.
        carry: what is known of a simpler query as an answer to the question, None if it is none.
    """
    best, least = found, None
    for inner in simpler:
        units = width(best)
        if units is not None:
            least = least_units(question) if least is None else least
            if units <= least:
                break
        other = answer(inner)
        fewer = width(other)
        if fewer is None or (units is not None and units <= fewer):
            continue
        if keeps(inner.restriction, question.restriction, fewer):
            carried = carry(inner, other)
            best = best if carried is None else carried
    return best
