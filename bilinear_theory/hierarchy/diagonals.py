"""Diagonal and triangular classes: identities that exclude them, and explicit systems.

Diagonal matrices that commute are characters of the automaton, and with an additive term each unit rotates
about a centre or is reset. A triangular system is a diagonal one, an affine diagonal one on ``(h, 1)``, or
the narrowest that common eigenvectors give.

``diagonal(question)``              the verdict on diagonal matrices, or on blocks of size 1
``triangular(question, decide)``    the verdict on triangular matrices

References: theory.md, sections 3.4 and 3.6.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bilinear_theory.automata.monoid import MonoidTooLarge
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions import affine_diagonal, commutative
from bilinear_theory.constructions import triangular as triangularise
from bilinear_theory.constructions.affine_diagonal import NoDecoder
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.hierarchy.verdict import Decide, Verdict, asked
from bilinear_theory.obstructions import diagonal as identities
from bilinear_theory.obstructions import rotation
from bilinear_theory.obstructions import triangular as rules
from bilinear_theory.obstructions.identities import TooManyStates
from bilinear_theory.systems.matrix import ONE, ZERO, components
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import (
    Diagonal,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import homogenised

#: What a diagonal system of letters that commute is.
CHARACTERS = "the letters commute: characters of the automaton as coordinates"
#: Up to so many states the narrowest triangular system is sought beside an affine diagonal one.
AFFINE_STATES = 40


def diagonal(question: Question) -> Verdict:
    """Diagonal matrices, or blocks of size 1: the verdict on the diagonal class."""
    core = inside(question.restriction) or question.restriction
    return replace(_core(question.subject, core, question.setting), question=question)


@lru_cache(maxsize=32)
def _core(subject: Subject, core: Restriction, setting: Setting) -> Verdict:
    """Diagonal matrices: the first violated identity, else an explicit system."""
    question = Question(subject, core, setting)
    scalars = core.scalars if isinstance(core, Diagonal) else Scalars.COMPLEX
    try:
        found = _obstructed(question, core)
        if found is not None:
            return found
        linear = replace(question, setting=replace(question.setting, additive=False))
        if _obstructed(linear, core) is None:
            return commutative.construct(question, CHARACTERS)
        return affine_diagonal.construct(
            question, scalars, "every unit rotates about a centre or is reset"
        )
    except (TooManyStates, TooLarge, NoDecoder) as reason:
        return Undecided(question, str(reason))


def _obstructed(question: Question, core: Restriction) -> Obstruction | None:
    found = _violated(question.subject, core, additive=question.setting.additive)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=64)
def _violated(subject: Subject, core: Restriction, *, additive: bool) -> Obstruction | None:
    """The first identity of a diagonal class that a machine violates, whatever the decoder."""
    question = Question(subject, core, Setting(additive=additive))
    if isinstance(core, Diagonal):
        return identities.obstruct(question, core)
    return rotation.obstruct(question)


def triangular(question: Question, decide: Decide) -> Verdict:
    """Triangular matrices: no in short words, a diagonal system, an affine one, the narrowest, no.

    An affine diagonal system is triangular on ``(h, 1)``; of two systems of a small machine the one
    with fewer units is taken.
    """
    core, restriction = inside(question.restriction), question.restriction
    if not isinstance(restriction, Triangular) or core is None:
        return Undecided(question, "no smaller class is decided")
    found = rules.short(question, restriction)
    if found is not None:
        return found
    linear = replace(question.setting, additive=False)
    if _obstructed(replace(question, setting=linear), core) is None:
        diagonal_one = decide(replace(question, restriction=core))
        if isinstance(diagonal_one, Realization):
            return _already(question, core, diagonal_one)
    affine = _affine(question, core, decide)
    if affine is not None and len(question.minimal) > AFFINE_STATES:
        return affine
    narrow, why = None, "no common eigenvectors, but no words that show it"
    try:
        narrow = _narrowest(question.subject, restriction, question.setting.decoder)
    except TooLarge as reason:
        why = str(reason)
    if narrow is None and affine is None:
        try:
            found = rules.obstruct(question, restriction)
        except MonoidTooLarge as reason:
            why = f"{why}; {reason}"
        return found or Undecided(question, why)
    if narrow is None or (affine is not None and affine.width < narrow.width):
        return affine or Undecided(question, why)
    return asked(question, narrow)


@lru_cache(maxsize=64)
def _narrowest(subject: Subject, restriction: Triangular, decoder: Decoder) -> Realization | None:
    """The narrowest linear triangular system, with the fewest scalars; None if there is none."""
    smaller = {Scalars.REAL: Scalars.NONNEGATIVE, Scalars.COMPLEX: Scalars.REAL}
    if restriction.scalars in smaller:
        inner = Triangular(smaller[restriction.scalars])
        found = _narrowest(subject, inner, decoder)
        if found is not None:
            return found
    question = Question(subject, restriction, Setting(decoder=decoder))
    return triangularise.construct(question, restriction)


def _already(question: Question, core: Diagonal | Rotation, found: Realization) -> Realization:
    """A realization of a smaller class as one of the question."""
    return replace(found, question=question, reason=f"already {core.name}: {found.reason}")


def _affine(question: Question, core: Diagonal | Rotation, decide: Decide) -> Realization | None:
    """The affine diagonal realization as one of the question, linear or affine; None if not found."""
    affine = replace(question.setting, additive=True)
    found = decide(Question(question.subject, core, affine))
    if not isinstance(found, Realization):
        return None
    if question.setting.additive:
        return _already(question, core, found)
    return _homogenised(question, found, f"{core.name}+b as [[A, b], [0, 1]]")


def _homogenised(question: Question, affine: Realization, reason: str) -> Realization:
    """The affine realization as a linear one: every point, row and vector takes one more unit."""
    points = tuple((*components(v), ONE) for v in affine.orbit.vectors)
    readout = affine.readout
    if readout is not None:
        rows = tuple(
            (*components(row), c) for row, c in zip(readout.rows, readout.bias, strict=True)
        )
        readout = Readout(rows, (ZERO,) * len(rows))
    system, orbit = homogenised(affine.single), replace(affine.orbit, vectors=points)
    return Realization(question, system, orbit, affine.states, readout, reason)
