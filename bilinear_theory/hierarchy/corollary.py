"""Corollaries: a verdict on one question that answers another one as it stands.

With the same matrices a linear decoder is a decoder, an additive term may be 0, and a product of N
Householder factors, or a sum of N rank-one terms, is one of N + 1. Where all letters permute, the additive
term makes no difference at all: letters of finite reach fix the mean of the reachable states, so that about
this point the same matrices do without the term.

``corollary(found, question)``  the realization as one of the question, None if it is none
``unmoved(found, question)``    a refusal as one of the same question with an additive term
``carries``, ``holds_on``       whether that is so, of the questions alone

Diagonal and triangular classes are left out, an additive term where letters merge states, and another decoder
where they do or where states share outputs: there other systems often have fewer units.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.verdict import asked
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    CPFactored,
    Diagonal,
    Householder,
    HouseholderHeads,
    Restriction,
    Rotation,
    Triangular,
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
    old, new = found.setting, question.setting
    return (
        question.subject is found.subject
        and _within(found.restriction, question.restriction)
        and (old.layers, old.additive and not new.additive) == (new.layers, False)
        and (
            old.decoder is new.decoder or (old.decoder is Decoder.LINEAR and _told_apart(question))
        )
        and (old.additive == new.additive or is_permutation(question.minimal))
    )


def _told_apart(question: Question) -> bool:
    """Whether letters permute states that have each its own output: then covers alone may be narrower."""
    minimal = question.minimal
    return len(minimal.output_symbols) == len(minimal) and is_permutation(minimal)


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
    restriction, setting = question.restriction, question.setting
    return (
        question.subject is found.subject
        and restriction == found.restriction
        and setting == replace(found.setting, additive=True)
        and not found.setting.additive
        and setting.layers == 1
        and not isinstance(restriction, Diagonal | Rotation | Triangular)
        and not (isinstance(restriction, BlockDiagonal) and restriction.size == 1)
        and is_permutation(question.minimal)
    )
