"""Classification: for an automaton, a restriction and a setting the verdict, with its evidence.

=======================================  ============================================================
restriction                              verdict
=======================================  ============================================================
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
                                         columns fail; else undecided
L > 1 layers                             yes if one layer does it, else as ``hierarchy.stacks`` says
=======================================  ============================================================

``decide(question)``           the verdict on one question
``classify(target, ..)``       the same, from a target and the name of a restriction
``Verdict``                    ``Realization | Obstruction | Undecided``
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from bilinear_theory.automata.catalog import Target, target
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.automata.monoid import MonoidTooLarge
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions import (
    affine_diagonal,
    block_cover,
    commutative,
    cp,
    householder,
    regular_cover,
    subdirect,
)
from bilinear_theory.constructions import block_diagonal as blocks
from bilinear_theory.constructions import full as one_hot
from bilinear_theory.constructions import triangular as triangularise
from bilinear_theory.constructions.affine_diagonal import NoDecoder
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.constructions.head_blocks import as_householder
from bilinear_theory.constructions.lifted import lifted
from bilinear_theory.hierarchy import narrow, stacks
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.obstructions import (
    block_diagonal,
    diagonal,
    dimensions,
    inner_groups,
    laws,
    local_laws,
    prime_actions,
    prime_laws,
    rotation,
    rotation_reset,
    triangular,
)
from bilinear_theory.obstructions import cp as columns
from bilinear_theory.obstructions import householder as few_reflections
from bilinear_theory.obstructions.identities import TooManyStates
from bilinear_theory.systems.matrix import ONE, ZERO, components
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
    Membership,
    Orthogonal,
    Permutation,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
    restriction,
)
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import BilinearSystem, homogenised

Verdict = Realization | Obstruction | Undecided

#: Up to so many states the narrowest triangular system is sought beside an affine diagonal one.
AFFINE_STATES = 40


def decide(question: Question) -> Verdict:
    """The verdict on a question, as the table of the module has it."""
    if question.setting.layers > 1:
        one = replace(question, setting=replace(question.setting, layers=1))
        return stacks.decide(question, decide(one))
    verdict = _decided(question)
    if isinstance(verdict, Undecided):
        return dimensions.obstruct(question) or verdict
    return verdict


def _decided(question: Question) -> Verdict:
    """The verdict on a question of one layer, but for witnesses that many restrictions share."""
    match question.restriction:
        case Full() | ColumnOneHot() | PD() | Permutation() | Orthogonal():
            return narrow.decided(question, question.restriction, decide)
        case Diagonal() | Rotation() | BlockDiagonal(1, _):
            return _diagonal(question)
        case Triangular():
            return _triangular(question)
        case BlockDiagonal():
            return _blocks(question)
        case Householder() | HouseholderHeads():
            return _householder(question, question.restriction)
        case CPFactored():
            return _factored(question, question.restriction)
        case _:
            assert_never(question.restriction)


def _diagonal(question: Question) -> Verdict:
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
            return commutative.construct(
                question, "the letters commute: characters of the automaton as coordinates"
            )
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
        return diagonal.obstruct(question, core)
    return rotation.obstruct(question)


def _triangular(question: Question) -> Verdict:
    """Triangular matrices: no in short words, a diagonal system, an affine one, the narrowest, no.

    An affine diagonal system is triangular on ``(h, 1)``; of two systems of a small machine the one
    with fewer units is taken.
    """
    core, restriction = inside(question.restriction), question.restriction
    if not isinstance(restriction, Triangular) or core is None:
        return Undecided(question, "no smaller class is decided")
    found = triangular.short(question, restriction)
    if found is not None:
        return found
    linear = replace(question.setting, additive=False)
    if _obstructed(replace(question, setting=linear), core) is None:
        diagonal_one = decide(replace(question, restriction=core))
        if isinstance(diagonal_one, Realization):
            return _already(question, core, diagonal_one)
    affine = _affine(question, core)
    if affine is not None and len(question.minimal) > AFFINE_STATES:
        return affine
    narrow, why = None, "no common eigenvectors, but no words that show it"
    try:
        narrow = _narrowest(question.subject, restriction, question.setting.decoder)
    except TooLarge as reason:
        why = str(reason)
    if narrow is None and affine is None:
        try:
            found = triangular.obstruct(question, restriction)
        except MonoidTooLarge as reason:
            why = f"{why}; {reason}"
        return found or Undecided(question, why)
    if narrow is None or (affine is not None and affine.width < narrow.width):
        return affine or Undecided(question, why)
    return _asked(question, narrow)


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


def _asked(question: Question, found: Realization) -> Realization:
    """A linear realization as one of the question, with additive terms 0 if it has them."""
    if not question.setting.additive:
        return replace(found, question=question)
    system = found.single
    zero = (ZERO,) * system.width
    points = tuple(components(v) for v in found.orbit.vectors)
    affine = replace(system, initial=points[0], offsets=(zero,) * len(system.alphabet))
    orbit = replace(found.orbit, vectors=points)
    return replace(found, question=question, system=affine, orbit=orbit)


def _already(question: Question, core: Diagonal | Rotation, found: Realization) -> Realization:
    """A realization of a smaller class as one of the question."""
    return replace(found, question=question, reason=f"already {core.name}: {found.reason}")


def _affine(question: Question, core: Diagonal | Rotation) -> Realization | None:
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


def _blocks(question: Question) -> Verdict:
    """Blocks of size k > 1: the complex diagonal, the whole machine in one block, Theorem B'', covers."""
    core, restriction = inside(question.restriction), question.restriction
    if not isinstance(restriction, BlockDiagonal) or core is None:
        return Undecided(question, "no smaller class is decided")
    smaller = decide(replace(question, restriction=core))
    if isinstance(smaller, Realization):
        return replace(smaller, question=question, reason=f"already {core.name}: {smaller.reason}")
    if len(question.minimal) <= restriction.size:
        found = one_hot.construct(question, restriction.size)
        if found is not None:
            return found
    if not is_permutation(question.minimal):
        return _merging_blocks(question, restriction)
    steps = [block_diagonal.obstruct, blocks.construct]
    if len(question.minimal.output_symbols) == len(question.minimal):
        steps.reverse()  # decided by characters
    if question.setting.decoder is Decoder.ARBITRARY:
        steps += [block_cover.by_polygons, _few_dimensions, _prime_laws]  # soon found
        steps += [laws.obstruct, regular_cover.construct, block_cover.construct]
    else:  # where the group is past the bound of the others
        steps.append(_prime_laws)
    reasons: dict[str, None] = {}
    for step in steps:
        try:
            found = step(question, restriction)
        except (ValueError, MonoidTooLarge) as reason:
            reasons[str(reason)] = None
            continue
        if found is not None:
            return found
    none = f"no representation with blocks of size {restriction.size} separates the states"
    return Undecided(question, "; ".join(reasons) or f"{none}, and no cover of the group is known")


def _prime_laws(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """Laws of p-groups, in groups that letters or words generate."""
    real = restriction.scalars is Scalars.REAL
    found = prime_laws.obstruct(question, restriction.size, real=real)
    return found or prime_actions.obstruct(question, restriction.size, real=real)


def _few_dimensions(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """Words that generate a group of prime power order too large for a block."""
    return dimensions.prime_power(question) if restriction.size > 1 else None


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
    for smaller in _inside_householder(question, restriction.reflections):
        verdict = decide(replace(question, restriction=smaller))
        if isinstance(verdict, Realization):
            found = as_householder(question, verdict, restriction.reflections)
            if found is not None:
                return found
    return few_reflections.searched(question, restriction) or Undecided(question, why)


def _factored(question: Question, restriction: CPFactored) -> Verdict:
    """CP-factored matrices: obstructions, then systems whose matrices decompose into few terms."""
    why, construct = "no obstruction is known", cp.construct
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
    return construct(question, restriction) or Undecided(
        question,
        f"no system was found whose matrices have {restriction.rank} common terms of rank one; {why}",
    )


def _inside_householder(question: Question, reflections: int) -> list[Restriction]:
    """Classes whose systems may be products of so few factors: diagonal, and covers by small blocks."""
    found: list[Restriction] = [Diagonal(Scalars.REAL)]
    if reflections > 1:
        found.append(Rotation())
    if question.setting.decoder is Decoder.ARBITRARY:
        most = min(reflections, 4) if isinstance(question.restriction, HouseholderHeads) else 2
        found += [BlockDiagonal(k, Scalars.REAL) for k in range(2, min(reflections, most) + 1)]
    return found


def _merging_blocks(question: Question, restriction: BlockDiagonal) -> Verdict:
    """Blocks for an automaton with letters that merge states: local laws, then small blocks."""
    real_two = restriction == BlockDiagonal(2, Scalars.REAL)
    found = local_laws.obstruct(question, restriction.size, squares=real_two)
    found = found or laws.inside(question, restriction) or _prime_laws(question, restriction)
    if found is None:
        block = Block(restriction.size, restriction.scalars is Scalars.REAL)
        found = subdirect.construct(question, block) or inner_groups.obstruct(question, block)
    if found is None and real_two:
        found = rotation_reset.obstruct(question)
    if found is None and not question.setting.additive:
        found = _lifted(question, restriction)
    return found or Undecided(
        question,
        f"the shortest words violate no law of matrices of size {restriction.size}, and no small blocks "
        "over the states or the transition monoid were found that determine the state or the output",
    )


def _lifted(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """What blocks one unit smaller do with an additive term; None if that is not known."""
    size = restriction.size - 1
    smaller = BlockDiagonal(size, restriction.scalars)
    setting = replace(question.setting, additive=True)
    affine = decide(Question(question.subject, smaller, setting))
    if not isinstance(affine, Realization):
        return None
    found = lifted(question, affine, size)
    system = found.system
    if (
        isinstance(system, BilinearSystem)
        and restriction.contains(system.matrices) is Membership.YES
    ):
        return found
    return None


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
