"""Classification: for an automaton, a restriction and a setting the verdict, with its evidence.

=======================================  ============================================================
restriction                              verdict
=======================================  ============================================================
all, for a machine of one state          yes: no units
full, column-one-hot, pd                 yes: one-hot states, or a narrower system
permutation, orthogonal                  yes iff no letter merges states
the same with a bound N                  yes if the narrowest system that was found fits; no if orders,
                                         subgroups or constituents of the group exclude it, or laws
                                         of matrices or blocks of the size; else undecided, see
                                         ``hierarchy.narrow``
householder:N, householder-heads:N       yes if the letters of such irreducibles, of a cover by signs,
                                         planes or blocks, or of a diagonal system are products of N
                                         factors, or those of permutations with resets and an additive
                                         term; if the letters permute: no for N = 1 if one is no
                                         involution, with a linear decoder no if all irreducibles
                                         that separate the states need more; if letters merge states:
                                         no if a letter has too long a tail or cycle, without additive
                                         term no if idempotents do not commute or flags are too many
                                         for a linear decoder, yes for partial permutations with a
                                         sink, and for letters that commute; else undecided
diagonal-nonnegative, -real, rotation    no if an identity fails, else the explicit system
block-real:1, block-complex:1            as diagonal-real, as rotation
triangular-S                             no if a rule of triangular monoids fails, else the explicit
                                         system; undecided past a bound
block-F:K, K > 1                         yes where the complex diagonal or one block of K does it;
                                         if the letters permute: by Theorem B''; with an arbitrary
                                         decoder block-real:2, -real:3 and -complex:2 no if a law
                                         of their finite groups fails, else yes by a cover, larger
                                         blocks yes by such a cover, no if a law of p-groups fails,
                                         block-real:4 no if one of rotations fails; if letters merge
                                         states: no if a law of matrices of size K fails, or one of
                                         groups in a group inside the monoid, yes if small blocks
                                         determine the state, linear no if Theorem B'' says so of a
                                         group inside the monoid; else undecided
cp-F:R                                   yes where the matrices of a system decompose into R terms of
                                         rank one; no for R = 1 if the letters are no numbers, for
                                         permutations with a linear decoder if the irreducibles that
                                         separate the states take more columns, and where laws of few
                                         columns fail, or where blocks or triangular matrices that track
                                         as much are refused; else undecided
L > 1 layers                             yes if one layer does it, else as ``hierarchy.stacks`` says
=======================================  ============================================================

A class needs no more units than one whose systems are its own, see ``hierarchy.carried``.

``decide(question)``           the verdict on one question
``alone(question)``            the same, but for narrower systems of such classes
``settled(question, ..)``      a verdict, or such a system
``classify(target, ..)``       the same, from a target and the name of a restriction
``Verdict``                    ``Realization | Obstruction | Undecided``
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from bilinear_theory.automata.catalog import Target, target
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.automata.monoid import MonoidTooLarge
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import (
    block_cover,
    block_diagonal,
    constant,
    cp,
    householder,
    number_and_letter,
)
from bilinear_theory.constructions.head_blocks import as_householder
from bilinear_theory.hierarchy import blocks, diagonals, narrow, stacks
from bilinear_theory.hierarchy.carried import as_one_of, narrowest
from bilinear_theory.hierarchy.queries import query_of
from bilinear_theory.hierarchy.verdict import Decide, Verdict
from bilinear_theory.obstructions import cp as columns
from bilinear_theory.obstructions import dimensions
from bilinear_theory.obstructions import householder as few_reflections
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
    restriction,
)
from bilinear_theory.systems.setting import Decoder, Setting

#: Why nothing more is said of CP factors.
NO_OBSTRUCTION = "no obstruction is known"


def decide(question: Question) -> Verdict:
    """The verdict on a question, as the table of the module has it, with the fewest units that are found."""
    found = _known(question.subject, question.restriction, question.setting)
    return replace(found, question=question)


@lru_cache(maxsize=256)
def _known(subject: Subject, restriction: Restriction, setting: Setting) -> Verdict:
    question = Question(subject, restriction, setting)
    return settled(question, alone(question), decide)


def settled(question: Question, found: Verdict, answer: Decide) -> Verdict:
    """A verdict, or the system of a simpler question if it has fewer units; a refusal stays.

    What stays open is refused if a class at the end of a further inclusion is.

    Args:
        question: what is asked.
        found: a verdict on it.
        answer: the verdicts on other questions.
    """
    if isinstance(found, Obstruction):
        return found
    asked, subject = query_of(question), question.subject
    best = narrowest(
        question,
        found,
        asked.simpler,
        lambda inner: answer(inner.of(subject)),
        width=_width,
        carry=lambda _, other: _carried(question, other),
    )
    if isinstance(best, Undecided):
        for larger in asked.further:
            other = answer(larger.of(subject))
            if isinstance(other, Obstruction):
                return replace(other, question=question, source=other.source or other.question)
    return best


def _width(found: Verdict) -> int | None:
    return found.width if isinstance(found, Realization) else None


def _carried(question: Question, found: Verdict) -> Verdict | None:
    return as_one_of(question, found) if isinstance(found, Realization) else None


def alone(question: Question) -> Verdict:
    """The verdict on a question, but for narrower systems of classes inside."""
    found = _alone(question.subject, question.restriction, question.setting)
    return replace(found, question=question)


@lru_cache(maxsize=256)
def _alone(subject: Subject, restriction: Restriction, setting: Setting) -> Verdict:
    question = Question(subject, restriction, setting)
    if question.setting.layers > 1:
        one = replace(question, setting=replace(question.setting, layers=1))
        return stacks.decide(question, decide(one))
    verdict = _decided(question)
    if isinstance(verdict, Undecided):
        return dimensions.obstruct(question) or verdict
    return verdict


def _decided(question: Question) -> Verdict:
    """The verdict on a question of one layer, but for witnesses that many restrictions share."""
    found = constant.construct(question)
    if found is not None:
        return found
    match question.restriction:
        case Full() | ColumnOneHot() | PD() | Permutation() | Orthogonal():
            return narrow.decided(question, question.restriction, decide)
        case Diagonal() | Rotation() | BlockDiagonal(1, _):
            return diagonals.diagonal(question)
        case Triangular():
            return diagonals.triangular(question, decide)
        case BlockDiagonal():
            return blocks.blocks(question, decide)
        case Householder() | HouseholderHeads():
            return _householder(question, question.restriction)
        case CPFactored():
            return _factored(question, question.restriction)
        case _:
            assert_never(question.restriction)


def _householder(question: Question, restriction: Householder | HouseholderHeads) -> Verdict:
    """Householder products: too many for the constituents; irreducibles, covers, a smaller class."""
    why = "letters merge states, and no diagonal system is a product of so few factors"
    found = None
    if is_permutation(question.minimal):
        why = (
            "no real representations found whose letters are products of so few reflections; few "
            "covers of the group are tried"
        )
    try:
        found = few_reflections.obstruct(question, restriction)
    except ValueError as reason:
        why = str(reason)
    if found is not None:
        return found
    try:
        found = householder.construct(question)
    except ValueError as reason:
        why = f"{why}; {reason}"
    if found is not None:
        return found
    for smaller in _inside_householder(question, restriction):
        verdict = decide(replace(question, restriction=smaller))
        if isinstance(verdict, Realization):
            found = as_householder(question, verdict, restriction.reflections)
            if found is not None:
                return found
    return few_reflections.searched(question, restriction) or Undecided(question, why)


def _factored(question: Question, restriction: CPFactored) -> Verdict:
    """CP-factored matrices: obstructions, then systems whose matrices decompose into few terms."""
    why, construct = NO_OBSTRUCTION, cp.construct
    minimal, setting = question.minimal, question.setting
    own = len(minimal.output_symbols) == len(minimal)
    try:
        found = columns.obstruct(question, restriction)
        if found is not None:
            return found
        if own and setting.decoder is Decoder.ARBITRARY and is_permutation(minimal):
            # distinct vectors, one a state, have a linear decoder: the nearest point
            linear = replace(question, setting=replace(setting, decoder=Decoder.LINEAR))
            if columns.obstruct(linear, restriction) is not None:
                construct = cp.cover
    except (ValueError, MonoidTooLarge) as reason:
        why = str(reason)
    found = construct(question, restriction) or number_and_letter.construct(question)
    return found or without_columns(question, restriction, why)


def without_columns(question: Question, restriction: CPFactored, why: str) -> Undecided:
    """Where no system has matrices with so few common terms, and nothing excludes one."""
    text = f"no system was found whose matrices have {restriction.rank} common terms of rank one"
    return Undecided(question, f"{text}; {why}")


def _inside_householder(
    question: Question, restriction: Householder | HouseholderHeads
) -> Iterator[Restriction]:
    """Classes whose systems may be products of so few factors: diagonal, and covers by small blocks."""
    yield Diagonal(Scalars.REAL)
    if restriction.reflections > 1:
        yield Rotation()
    if question.setting.decoder is Decoder.ARBITRARY:
        heads = isinstance(restriction, HouseholderHeads)
        most = min(restriction.reflections, 4 if heads else 2)
        sizes = (BlockDiagonal(k, Scalars.REAL) for k in range(2, most + 1))
        yield from (block for block in sizes if _may_reflect(question, restriction, block))


def _may_reflect(
    question: Question, restriction: Householder | HouseholderHeads, block: BlockDiagonal
) -> bool:
    """Whether letters may be products of so few factors in blocks, where no irreducibles are."""
    task = group_task(question.minimal)
    if task is None:
        return True
    if block_diagonal.plan(task, block) is not None:
        return not householder.exact(task)  # irreducibles would have been found before
    if not task.group.squares_commute:
        return True
    try:
        found = block_cover.plan(question.minimal, block)
    except ValueError:
        return True
    heads = isinstance(restriction, HouseholderHeads)
    return found is None or found.total.reflections(heads=heads) <= restriction.reflections


def classify(
    given: Target,
    restriction_name: str,
    *,
    decoder: Decoder = Decoder.LINEAR,
    additive: bool = False,
    layers: int = 1,
) -> Verdict:
    """The verdict on a target and a restriction such as ``rotation`` or ``full+b``.

    Args:
        given: an automaton, a path, or a target as on the command line.
        restriction_name: the class of matrices; ``+b`` is the same as ``additive``.
        decoder: how an output is read off the state.
        additive: whether the recurrence has an additive term.
        layers: the number of layers that are allowed.

    Raises:
        ValueError: on a target or a restriction that does not exist.

    >>> verdict = classify("counter:5", "rotation")
    >>> type(verdict).__name__, verdict.width, verdict.conductor
    ('Realization', 1, 5)
    >>> classify("S3", "rotation").reason[:24]
    'diagonal matrices commut'
    """
    found, term = restriction(restriction_name)
    setting = Setting(decoder=decoder, additive=additive or term, layers=layers)
    return decide(Question(Subject(target(given)), found, setting))
