"""Corollaries: a verdict on one question that answers another one as it stands.

With the same matrices a linear decoder is a decoder, an additive term may be 0, and a product of N
Householder factors, or a sum of N rank-one terms, is one of N + 1. Where all letters permute, the additive
term makes no difference at all: letters of finite reach fix the mean of the reachable states, so that about
this point the same matrices do without the term.

``corollary(found, question)``  the realization as one of the question, None if it is none
``unmoved(found, question)``    a refusal as one of the same question with an additive term
``carries``, ``holds_on``       whether that is so, of the questions alone
``follows``                     whether a realization of a query is one of another, for all subjects alike

Diagonal and triangular classes are left out, an additive term where letters merge states, and another decoder
where they do or where states share outputs: there other systems often have fewer units.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.queries import Query, query_of
from bilinear_theory.hierarchy.verdict import asked
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    CPFactored,
    Householder,
    HouseholderHeads,
    Restriction,
)
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem


def corollary(found: Realization, question: Question) -> Realization | None:
    """The realization as one of another question on the same subject.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> from bilinear_theory.systems.restriction import Householder
    >>> found = classify("S3", "householder:2")
    >>> larger = replace(found.question, restriction=Householder(3))
    >>> corollary(found, larger).question.name, corollary(found, found.question) is found
    ('householder:3', True)
    """
    new = question.setting
    if question is found.question:
        return found
    if not isinstance(found.system, BilinearSystem) or not carries(found.question, question):
        return None
    readout = found.readout if new.decoder is Decoder.LINEAR else None
    return replace(asked(question, found), readout=readout)


def carries(found: Question, question: Question) -> bool:
    """Whether each realization of a question in one layer is one of another question as it stands."""
    if question.subject is not found.subject:
        return False
    permutes = is_permutation(question.minimal)
    apart = permutes and len(question.minimal.output_symbols) == len(question.minimal)
    return follows(query_of(found), query_of(question), permutes=permutes, apart=apart)


@cache
def follows(found: Query, other: Query, *, permutes: bool, apart: bool) -> bool:
    """Whether each realization of a query in one layer is one of another query of the same subject.

    Args:
        found: of which there may be a realization.
        other: what it may answer as well.
        permutes: whether letters permute the states.
        apart: whether, moreover, each state has an output of its own: then covers alone may be narrower.
    """
    old, new = found.setting, other.setting
    return (
        _within(found.restriction, other.restriction)
        and (old.layers, old.additive and not new.additive) == (new.layers, False)
        and (old.decoder is new.decoder or (old.decoder is Decoder.LINEAR and apart))
        and (old.additive == new.additive or permutes)
    )


def _within(inner: Restriction, outer: Restriction) -> bool:
    """Whether the systems of one class are systems of the other one as they stand."""
    match inner, outer:
        case (Householder(m), Householder(n)) | (HouseholderHeads(m), HouseholderHeads(n)):
            return m <= n
        case CPFactored(m, scalars), CPFactored(n, others):
            return m <= n and scalars is others
        case BlockDiagonal(m), BlockDiagonal(_):
            return m > 1 and inner == outer
        case _:
            return False


def unmoved(found: Obstruction | Undecided, question: Question) -> Obstruction | Undecided | None:
    """A refusal as one of the same question with an additive term, None if it is none.

    Words that exclude diagonal and triangular matrices are sought again: with the term others are needed.
    So are refusals that cite a larger class.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> found = classify("A4", "block-real:2")
    >>> additive = replace(found.question, setting=replace(found.question.setting, additive=True))
    >>> unmoved(found, additive).question.name, unmoved(found, found.question) is None
    ('block-real:2+b', True)
    """
    if isinstance(found, Obstruction) and found.source is not None:
        return None
    return replace(found, question=question) if holds_on(found.question, question) else None


def holds_on(found: Question, question: Question) -> bool:
    """Whether each refusal of a question is one of another question, with an additive term."""
    return (
        question.subject is found.subject
        and query_of(question).unmoved is query_of(found)
        and is_permutation(question.minimal)
    )
