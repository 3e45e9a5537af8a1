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
more units. Of blocks, factors and columns the sizes up to ``MOST`` are consulted.

``within(restriction)``        the classes inside one
``keeps(inner, outer, n)``     whether systems of n units stay as they are
``simpler(question)``          the same question of classes inside, and of a stricter setting
``as_one_of(question, v)``     a realization of a simpler question as one of a question
``already(inner, outer, text)``  the reason of such a realization
``narrowest(question, ..)``    what is known of a question, or of a simpler one with fewer units
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypeVar

from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.head_blocks import as_householder
from bilinear_theory.hierarchy.narrow import least_units
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
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.setting import Decoder, Setting

T = TypeVar("T")

#: The largest blocks, and the most factors and columns, of the classes that are consulted.
MOST = 4


@cache
def within(restriction: Restriction) -> tuple[Restriction, ...]:
    """The classes inside one whose systems are its own, unit by unit.

    >>> [r.name for r in within(BlockDiagonal(3, Scalars.COMPLEX))]
    ['rotation', 'block-complex:2', 'block-real:3']
    >>> [r.name for r in within(Orthogonal(5))]
    ['orthogonal', 'permutation:5']
    """
    fewer = {Scalars.REAL: Scalars.NONNEGATIVE, Scalars.COMPLEX: Scalars.REAL}
    match restriction:
        case Diagonal(Scalars.REAL):
            return (Diagonal(Scalars.NONNEGATIVE),)
        case Rotation():
            return (Diagonal(Scalars.REAL),)
        case Triangular(scalars):
            diagonal = Rotation() if scalars is Scalars.COMPLEX else Diagonal(scalars)
            return (diagonal, *(Triangular(fewer[s]) for s in (scalars,) if s in fewer))
        case BlockDiagonal(1, scalars):
            return within(Rotation() if scalars is Scalars.COMPLEX else Diagonal(scalars))
        case BlockDiagonal(size, scalars):
            smaller = (BlockDiagonal(k, scalars) for k in _sizes(size) if k > 1)
            real = (BlockDiagonal(size, fewer[scalars]),) if scalars is Scalars.COMPLEX else ()
            return (Rotation(), *smaller, *real)
        case Permutation(bound):
            return _free(restriction, bound)
        case Orthogonal(bound) | ColumnOneHot(bound):
            return (*_free(restriction, bound), Permutation(bound))
        case PD(None):
            return (Rotation(), ColumnOneHot())
        case PD(bound):
            return (PD(), ColumnOneHot(bound))
        case Full(None):
            return (
                Triangular(Scalars.COMPLEX),
                *(BlockDiagonal(k, Scalars.COMPLEX) for k in _sizes(MOST + 1) if k > 1),
                Orthogonal(),
                PD(),
                HouseholderHeads(MOST),
                CPFactored(MOST, Scalars.COMPLEX),
            )
        case Full(bound):
            return (Full(), Orthogonal(bound), PD(bound))
        case Householder(factors):
            return tuple(Householder(n) for n in _sizes(factors))
        case HouseholderHeads(factors):
            several = tuple(HouseholderHeads(n) for n in _sizes(factors))
            signs = (Diagonal(Scalars.REAL),) if factors == 1 else ()
            return (*several, Householder(factors), *signs)
        case CPFactored(columns, scalars):
            some = tuple(CPFactored(n, scalars) for n in _sizes(columns))
            real = (CPFactored(columns, fewer[scalars]),) if scalars is Scalars.COMPLEX else ()
            return (*some, *real)
        case _:
            return ()


def _sizes(size: int) -> range:
    """The smaller sizes that are consulted."""
    return range(1, min(size, MOST + 1))


def _free(
    restriction: Orthogonal | ColumnOneHot | Permutation, bound: int | None
) -> tuple[Restriction, ...]:
    """The class of any width, of one that bounds it."""
    return () if bound is None else (type(restriction)(),)


def keeps(inner: Restriction, outer: Restriction, width: int) -> bool:
    """Whether systems of so many units of a class inside another one are systems of this as they stand.

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


def simpler(question: Question) -> Iterator[Question]:
    """Questions in one layer each of whose systems, perhaps of few units, is one of the question."""
    subject, restriction, setting = question.subject, question.restriction, question.setting
    if setting.layers > 1:
        return
    if setting.decoder is Decoder.ARBITRARY:
        yield Question(subject, restriction, Setting(additive=setting.additive))
    if setting.additive:
        yield Question(subject, restriction, Setting(decoder=setting.decoder))
    for inner in within(restriction):
        yield Question(subject, inner, setting)


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
    answer: Callable[[Question], T],
    *,
    width: Callable[[T], int | None],
    carry: Callable[[Question, T], T | None],
) -> T:
    """What was found of a question, or the narrowest system of a simpler question if it has fewer units.

    Args:
        question: of which something is known.
        found: what that is.
        answer: the same of a simpler question.
        width: the units of a system, None if there is none.
        carry: what is known of a simpler question as an answer to the question, None if it is none.
    """
    best, least = found, None
    for inner in simpler(question):
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
            carried = carry(question, other)
            best = best if carried is None else carried
    return best
