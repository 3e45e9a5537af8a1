"""Narrow systems: the fewest units of full, orthogonal, P D, one-hot and permutation matrices.

For each of these classes the narrowest system is sought that one of its constructions, or a class inside
it, gives; a bound on the width is then met or not. So what a class does in N units it does in N + 1.

===============  ==========================================================================
class            systems
===============  ==========================================================================
permutation      one unit a state; actions on cosets
column-one-hot   the same; quotients side by side
pd               one unit a state; complex diagonals; induced modules; quotients, but for sinks
orthogonal       one unit a state; real diagonals; real irreducibles; real blocks, over covers
full             one unit a state; functions on the states; complex diagonals and triangles; complex
                 irreducibles; complex blocks, over covers
===============  ==========================================================================

What does not fit is excluded where a theorem on such matrices says so, or where one on blocks does: a
matrix of width N is one block of size N, and for N = 1 diagonal and P D.

``decided(question, restriction, decide)``   the verdict on a question with such a class
``least_units(question)``                    a lower bound from separating functions
``one_unit_a_state(question)``               the widest of these systems in one line

References: theory.md, section 3.10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bilinear_theory.algebra.faithful import least_degree, lightest
from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.cosets import state_modules
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import full, function_spaces, monomial, orthogonal, quotients
from bilinear_theory.constructions.transitions import one_hot
from bilinear_theory.hierarchy.verdict import Decide, Verdict, asked
from bilinear_theory.obstructions import full as constituents
from bilinear_theory.obstructions import kernel_laws, local_laws, permutation
from bilinear_theory.obstructions import monomial as few_units
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import (
    PD,
    BlockDiagonal,
    ColumnOneHot,
    Diagonal,
    Full,
    Membership,
    Orthogonal,
    Permutation,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import BilinearSystem

Bounded = Full | Orthogonal | PD | ColumnOneHot | Permutation

#: The largest blocks that are asked for a narrow system, or for a law that excludes a width.
MAX_BLOCK = 4
#: So many widths, from the least that separates the states, are tried for a decoder of coarse outputs.
MAX_STEPS = 6
#: The largest transition group whose irreducibles and cosets are sought where no width is asked for.
MAX_ORDER = 400
#: With ``small`` the most states whose congruences are sought.
MAX_DIVIDED = 12
#: With ``small`` the most states that share outputs for which a linear program seeks a narrow decoder.
MAX_DECODED = 20


def decided(question: Question, restriction: Bounded, decide: Decide) -> Verdict:
    """The verdict on full, orthogonal, P D, one-hot or permutation matrices, of bounded width or not.

    Args:
        question: of one layer.
        restriction: that of the question.
        decide: the verdicts on other classes.
    """
    bound, wide = restriction.bound, type(restriction)()
    found = None
    if isinstance(wide, Orthogonal | Permutation):
        found = permutation.obstruct(question)
    if found is not None:
        return found
    best = _narrowest(question.subject, wide, question.setting, decide, small=bound is None)
    if bound is None or best.width <= bound:
        return replace(best, question=question)
    why = [f"the narrowest system that was found has {counted(best.width, 'unit')}"]
    if is_permutation(question.minimal) and question.setting.decoder is Decoder.ARBITRARY:
        why.append("few covers of the group are tried")
    for test in (_too_few_for_the_group, _laws, _larger):
        try:
            found = test(question, restriction, bound, decide)
        except ValueError as reason:
            why.append(str(reason))
            continue
        if found is not None:
            return found
    return Undecided(question, "; ".join(dict.fromkeys(why)))


def least_units(question: Question) -> int:
    """Units that no system of the class does without: a linear decoder needs separating functions."""
    minimal = question.minimal
    if len(minimal) == 1:
        return 0
    task = group_task(minimal)
    if task is None or question.setting.decoder is Decoder.ARBITRARY or question.setting.layers > 1:
        return 1
    real = isinstance(question.restriction, Orthogonal | Permutation | ColumnOneHot)
    # a permutation module holds the constants, too
    holds = isinstance(question.restriction, Permutation | ColumnOneHot)
    return _least_degree(task, real=real) + holds


@lru_cache(maxsize=16)
def _least_degree(task: GroupTask, *, real: bool) -> int:
    """At least the degree of a representation that separates the states."""
    return least_degree(task.demands("R" if real else "C"))[0]


@lru_cache(maxsize=64)
def _narrowest(
    subject: Subject, restriction: Bounded, setting: Setting, decide: Decide, *, small: bool
) -> Realization:
    """The narrowest system of a class; with ``small`` past no more than ``MAX_ORDER`` group elements."""
    question = Question(subject, restriction, setting)
    minimal = question.minimal
    permutes = is_permutation(minimal)
    if permutes and setting.additive:  # the centroid of a finite orbit may be moved to 0
        linear = replace(setting, additive=False)
        return asked(question, _narrowest(subject, restriction, linear, decide, small=small))
    best = one_hot(question, one_unit_a_state(question))
    sources = (_smaller, _representations, _functions, _modules, _quotients, _blocks)
    own = permutes and len(minimal.output_symbols) == len(minimal)
    if own and setting.decoder is Decoder.ARBITRARY:
        # one vector a state is decoded linearly: all but the covers is known
        linear = replace(setting, decoder=Decoder.LINEAR)
        found = _narrowest(subject, restriction, linear, decide, small=small)
        best, sources = replace(found, question=question, readout=None), (_blocks,)
    least = least_units(question)
    for systems in sources:
        if best.width <= least:
            break
        try:
            for found in systems(question, best.width, decide, small=small):
                best = found if found.width < best.width else best
        except ValueError:  # past a bound of the construction: there may be such a system
            continue
    return best


def one_unit_a_state(question: Question) -> str:
    """The one-hot recurrence in one line."""
    text = "one-hot states track every automaton"
    if isinstance(question.restriction, Orthogonal | Permutation):
        text = "every letter permutes the states: permutation matrices"
    return f"{text}: {counted(len(question.minimal), 'unit')}"


def _smaller(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """Diagonal and triangular systems."""
    match question.restriction:
        case Full():
            yield from _of(question, Rotation(), below, decide)
            if not is_permutation(question.minimal):
                yield from _of(question, Triangular(Scalars.COMPLEX), below, decide)
        case PD():
            yield from _of(question, Rotation(), below, decide)
        case Orthogonal():
            yield from _of(question, Diagonal(Scalars.REAL), below, decide)
        case _:
            pass


def _of(
    question: Question, inner: Restriction, below: int, decide: Decide
) -> Iterator[Realization]:
    """The system of another class, if it is narrower and lies in the class of the question."""
    found = decide(replace(question, restriction=inner))
    if not isinstance(found, Realization) or not isinstance(found.system, BilinearSystem):
        return
    if found.width < below:
        reason = (
            found.reason if "already" in found.reason else f"already {inner.name}: {found.reason}"
        )
        candidate = replace(found, question=question, reason=reason, structure=None)
        if candidate.membership is Membership.YES:
            yield candidate


def _functions(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """Functions on the states that letters respect; irreducibles are as good for states told apart."""
    del decide
    minimal, decoder = question.minimal, question.setting.decoder
    own = len(minimal.output_symbols) == len(minimal) or decoder is Decoder.ARBITRARY
    if small and not own and len(minimal) > MAX_DECODED:
        return
    if isinstance(question.restriction, Full) and not (own and is_permutation(minimal)):
        found = function_spaces.narrowest(question, below)
        if found is not None:
            yield found


def _representations(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """The fewest units that irreducible representations give."""
    del decide
    kind, task = question.restriction, group_task(question.minimal)
    if not isinstance(kind, Full | Orthogonal):
        return
    if task is None or (small and task.group.order > MAX_ORDER):
        return
    real = isinstance(kind, Orthogonal)
    construct = orthogonal.construct if real else full.narrow
    cover = lightest(task.demands("R" if real else "C"))
    if task.injective or question.setting.decoder is Decoder.ARBITRARY:
        found = construct(question, cover.high) if cover.high < below else None
    else:
        widths = range(cover.low, min(below, cover.low + MAX_STEPS))
        tries = (construct(question, n) for n in widths)
        found = next((v for v in tries if v is not None), None)
    if found is not None:
        yield found


def _modules(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """The fewest units of induced modules."""
    del decide
    kind = question.restriction
    if not isinstance(kind, PD | Permutation | ColumnOneHot) or not is_permutation(
        question.minimal
    ):
        return
    task = group_task(question.minimal)
    if small and (task is None or task.group.order > MAX_ORDER):
        return
    monomial_one = isinstance(kind, PD)
    least = state_modules(question.minimal, monomial=monomial_one).least
    widths = range(least, below, least)[:MAX_STEPS]
    tries = (monomial.construct(question, n, monomial=monomial_one) for n in widths)
    found = next((v for v in tries if v is not None), None)
    if found is not None:
        yield found


def _quotients(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """Quotients of a machine whose letters merge states."""
    del decide
    kind, n = question.restriction, len(question.minimal)
    if isinstance(kind, PD | ColumnOneHot) and not is_permutation(question.minimal):
        found = None if small and n > MAX_DIVIDED else quotients.construct(question, below)
        if found is not None:
            yield found


def _blocks(
    question: Question, below: int, decide: Decide, *, small: bool
) -> Iterator[Realization]:
    """Small blocks, which with an arbitrary decoder may act as a cover of the group."""
    del small
    kind = question.restriction
    if question.setting.decoder is Decoder.LINEAR or not isinstance(kind, Full | Orthogonal):
        return
    scalars = Scalars.COMPLEX if isinstance(kind, Full) else Scalars.REAL
    for size in range(2, min(MAX_BLOCK, below - 1) + 1):
        yield from _of(question, BlockDiagonal(size, scalars), below, decide)


def _too_few_for_the_group(
    question: Question, restriction: Bounded, bound: int, decide: Decide
) -> Obstruction | None:
    """What the transition group excludes."""
    del decide
    if not is_permutation(question.minimal):
        return None
    if isinstance(restriction, Full | Orthogonal):
        return constituents.obstruct(question, restriction)
    try:
        return few_units.obstruct(question, bound, monomial=isinstance(restriction, PD))
    except ValueError:  # past the bound on subgroups constituents may still exclude it
        found = constituents.obstruct(question, restriction)
        if found is None:
            raise
        return found


def _laws(
    question: Question, restriction: Bounded, bound: int, decide: Decide
) -> Obstruction | None:
    """Laws of matrices of the width where letters merge states; all groups obey them."""
    del restriction, decide
    if is_permutation(question.minimal):
        return None
    return local_laws.obstruct(question, bound) or kernel_laws.obstruct(question, bound)


def _larger(
    question: Question, restriction: Bounded, bound: int, decide: Decide
) -> Obstruction | None:
    """Why one block of the size tracks nothing of the kind, or a single unit, which is P D."""
    if bound > MAX_BLOCK:
        return None
    scalars = Scalars.COMPLEX if isinstance(restriction, Full | PD) else Scalars.REAL
    classes: list[Restriction] = [BlockDiagonal(bound, scalars)]
    if bound == 1 and isinstance(restriction, Full | Orthogonal):
        classes.append(PD(1))
    for larger in classes:
        found = decide(replace(question, restriction=larger))
        if isinstance(found, Obstruction):
            return replace(found, question=question, source=found.source or found.question)
    return None
