"""Queries: a restriction in a setting, asked of every subject alike.

Which query follows from which is the same for all subjects, up to whether letters permute the states and
whether each state has its own output. So it is found once, and equal queries are one object.

``Query``             a restriction and a setting, with the queries that bear on it
``query(r, s)``       that of a restriction and a setting
``query_of(..)``      that of a question
``within(r)``         the classes inside one whose systems are its own, unit by unit, see ``carried``
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from bilinear_theory.hierarchy.order import further
from bilinear_theory.systems.question import Question, Subject
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
    Restriction,
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.setting import Decoder, Setting

#: The largest blocks, and the most factors and columns, of the classes that are consulted.
MOST = 4


@dataclass(frozen=True, eq=False)
class Query:
    """A restriction in a setting. Equality is identity: they are made by ``query``."""

    restriction: Restriction
    setting: Setting

    def of(self, subject: Subject) -> Question:
        """The question on a subject."""
        return Question(subject, self.restriction, self.setting)

    @cached_property
    def kind(self) -> type[Restriction]:
        """The kind of the restriction, whatever its sizes and scalars."""
        return type(self.restriction)

    @cached_property
    def simpler(self) -> tuple[Query, ...]:
        """Those in one layer each of whose systems, perhaps of few units, is one of this query.

        >>> [q.restriction.name for q in query(Orthogonal(5), Setting(additive=True)).simpler]
        ['orthogonal:5', 'orthogonal', 'permutation:5']
        """
        return tuple(self._simpler())

    def _simpler(self) -> Iterator[Query]:
        setting = self.setting
        if setting.layers > 1:
            return
        if setting.decoder is Decoder.ARBITRARY:
            yield query(self.restriction, Setting(additive=setting.additive))
        if setting.additive:
            yield query(self.restriction, Setting(decoder=setting.decoder))
        for inner in within(self.restriction):
            yield query(inner, setting)

    @cached_property
    def further(self) -> tuple[Query, ...]:
        """Those at the ends of the further inclusions of the class."""
        larger = further(self.restriction.name, self.setting)
        return tuple(query(r, self.setting) for r in larger)

    @cached_property
    def unmoved(self) -> Query | None:
        """The query without additive term whose refusals are refusals of this, where letters permute.

        Words that exclude diagonal and triangular matrices are sought again: with the term others are
        needed.

        >>> query(BlockDiagonal(2, Scalars.REAL), Setting(additive=True)).unmoved.setting.additive
        False
        """
        setting = self.setting
        if not setting.additive or setting.layers > 1:
            return None
        if isinstance(self.restriction, Diagonal | Rotation | Triangular):
            return None
        if isinstance(self.restriction, BlockDiagonal) and self.restriction.size == 1:
            return None
        return query(self.restriction, replace(setting, additive=False))


@cache
def query(restriction: Restriction, setting: Setting) -> Query:
    """The query of a restriction and a setting.

    >>> query(Full(), Setting()) is query(Full(), Setting())
    True
    """
    return Query(restriction, setting)


def query_of(question: Question) -> Query:
    """The query of a question."""
    return query(question.restriction, question.setting)


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
