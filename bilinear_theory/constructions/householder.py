"""Householder products: real irreducibles whose letters are products of few reflections.

An orthogonal matrix A is a product of ``rank(A - 1)`` reflections and of no fewer (Cartan, Dieudonné). So a
letter costs the codimension of its fixed space: in one head those of all irreducibles add up, in
several heads the largest counts. Which irreducibles separate the states at the least cost is a cover,
optimised exactly; the reflections are relative to their invariant forms and have exact keys.

``plan(task, n)``           the irreducibles, by characters alone
``transpositions(a)``       those that a letter takes as a permutation of the states
``construct(question)``     a realization for the number of factors that the restriction allows
``one_head(question, n)``   one product of at most n factors a letter
``heads(question, n)``      a head for each irreducible, at most n factors a letter in each

References: Grazzi et al., arXiv 2411.12537; Siems et al., arXiv 2502.10297; theory.md, section 3.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bilinear_theory.algebra.constituents import codimensions
from bilinear_theory.algebra.covering import Cover, lightest_cover
from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.faithful import flattest
from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions import (
    householder_covers,
    householder_quotients,
    householder_resets,
    householder_tails,
)
from bilinear_theory.constructions.factoring import TWO, factored
from bilinear_theory.constructions.orthogonal import (
    chosen_units,
    invariant,
    real_parts,
    separates,
)
from bilinear_theory.constructions.readouts import copies, decoded, within
from bilinear_theory.constructions.transitions import one_hot
from bilinear_theory.constructions.units import Unit, assembled, nearest
from bilinear_theory.systems.factors import Factor, HouseholderFactors
from bilinear_theory.systems.matrix import ONE, ZERO
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Householder, HouseholderHeads


def construct(question: Question) -> Realization | None:
    """A realization in the Householder class of a question, None if none is found.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
        ValueError: if the restriction is of another class.
    """
    match question.restriction:
        case Householder(reflections):
            found = one_head(question, reflections)
            found = found or householder_covers.construct(question, reflections)
        case HouseholderHeads(reflections):
            found = heads(question, reflections)
        case _:
            raise ValueError(f"{question.restriction.name} is no Householder class")
    found = found or householder_resets.construct(question, reflections)
    found = found or householder_tails.construct(question, reflections)
    if found is not None or _linear_ones_are_known(question):
        return found
    return householder_quotients.construct(question, reflections)


def _linear_ones_are_known(question: Question) -> bool:
    """Whether irreducibles have decided all systems with one vector a state.

    If letters permute the states, the vectors span a representation of their group, whose constituents
    separate the states. Of so many factors the fixed space has at most that codimension, and so have the
    fixed spaces of the constituents, in one head together: ``plan`` would have found them.
    """
    task = group_task(question.minimal)
    if task is None or not separates(question, task):
        return False
    return isinstance(question.restriction, HouseholderHeads) or exact(task)


def one_head(question: Question, reflections: int) -> Realization | None:
    """One product of at most so many factors a letter; None if the irreducibles need more.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    minimal = question.minimal
    if not is_permutation(minimal):
        return None
    task = group_task(minimal)
    if task is not None and separates(question, task):
        found = plan(task, reflections, heads=False)
        if found is not None:
            units = chosen_units(task, found.chosen)
            return _side_by_side(question, units, nearest(minimal, units))
    if transpositions(minimal) <= reflections:
        return _transposed(question)
    if task is not None and not separates(question, task) and _flattest(task).low <= reflections:
        decoder = within(minimal, real_parts(task, _costs(task), reflections), reflections)
        if decoder is not None:
            return _side_by_side(question, *decoder)
    return None


def heads(question: Question, reflections: int) -> Realization | None:
    """A head for each irreducible, with at most so many factors a letter; None if they need more.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    task = group_task(question.minimal)
    if task is None:
        return one_head(question, reflections)
    found = plan(task, reflections, heads=True)
    if found is None:
        return one_head(question, reflections)
    if separates(question, task):
        units = chosen_units(task, found.chosen)
        return _in_heads(question, units, nearest(task.minimal, units))
    parts = [p.representation for p in real_parts(task, _costs(task), reflections)]
    units = [u for rho in parts for u in copies(task.minimal, rho, rho.degree)]
    decoder = decoded(task.minimal, units)
    return one_head(question, reflections) if decoder is None else _in_heads(question, *decoder)


@dataclass(frozen=True)
class Plan:
    """Real constituents that separate the states, before any matrix is written.

    Args:
        chosen: their places in the demands of the task.
        degrees: their degrees, in the order of the units.
        most: the most reflections of a letter, in one head or in each.
    """

    chosen: tuple[int, ...]
    degrees: tuple[int, ...]
    most: int

    @property
    def width(self) -> int:
        """The number of units of the system."""
        return sum(self.degrees)

    @property
    def reason(self) -> str:
        """The construction in one line."""
        return _reason(self.degrees, self.most)


def plan(task: GroupTask, reflections: int, *, heads: bool) -> Plan | None:
    """Constituents with at most so many reflections a letter, None if these do not separate the states."""
    demands, costs = task.demands("R"), _costs(task)
    if heads:
        usable = [i for i, cost in enumerate(costs) if max(cost) <= reflections]
        met = 0
        for i in usable:
            met |= demands.covers[i]
        if met != demands.full:
            return None
        degrees = [demands.constituents[i].degree for i in usable]
        covers = [demands.covers[i] for i in usable]
        places = lightest_cover(covers, degrees, demands.full).chosen
        chosen = tuple(usable[i] for i in places)
        most = max((max(costs[i]) for i in chosen), default=0)
    else:
        cover = _flattest(task)
        if cover.high > reflections:
            return None
        chosen = cover.chosen
        most = max(map(sum, zip(*(costs[i] for i in chosen), strict=True)), default=0)
    parts = sorted((demands.constituents[i].characters[0], i) for i in chosen)
    return Plan(chosen, tuple(demands.constituents[i].degree for _, i in parts), most)


@lru_cache(maxsize=8)
def _costs(task: GroupTask) -> list[list[int]]:
    """For each real constituent the codimensions of the fixed spaces of the letters."""
    classes = np.unique(task.group.classes[list(task.group.generators)])
    return codimensions(task.table, task.demands("R").constituents)[:, classes].tolist()


@lru_cache(maxsize=8)
def _flattest(task: GroupTask) -> Cover:
    return flattest(task.demands("R"), task.group.generators, heads=False)


def exact(task: GroupTask) -> bool:
    """Whether no irreducibles that separate the states take fewer reflections in one head than the plan."""
    cover = _flattest(task)
    return cover.low == cover.high


def _side_by_side(question: Question, units: Sequence[Unit], readout: Readout) -> Realization:
    """All units in one head."""
    return _realization(question, units, readout, heads=False)


def _in_heads(question: Question, units: Sequence[Unit], readout: Readout) -> Realization:
    """Each unit a head."""
    return _realization(question, units, readout, heads=True)


def _realization(
    question: Question, units: Sequence[Unit], readout: Readout, *, heads: bool
) -> Realization:
    letters = range(len(question.minimal.alphabet))
    blocks = [[u.representation.matrices[a] for u in units] for a in letters]
    structure = factored(blocks, [invariant(u.representation) for u in units], heads=heads)
    if structure is None:
        raise ValueError("a representation does not preserve its invariant form")
    reason = _reason([unit.width for unit in units], structure.most)
    system = assembled(question, units, readout, reason)
    return replace(system, structure=structure)


def _reason(degrees: Sequence[int], most: int) -> str:
    listed = ", ".join(map(str, degrees)) or "0"
    plural = "" if len(degrees) == 1 else "s"
    return (
        f"real irreducible representation{plural} of degree{plural} {listed}: at most "
        f"{counted(most, 'reflection')} a letter (Cartan, Dieudonné)"
    )


def transpositions(minimal: Automaton) -> int:
    """The most transpositions that a letter takes: points less cycles."""
    return max(map(_transpositions, minimal.transitions.T.tolist()), default=0)


def _transpositions(images: Sequence[int]) -> int:
    """The least number of transpositions whose product is a permutation: points less cycles."""
    return sum(len(cycle) - 1 for cycle in _cycles(images))


def _cycles(images: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    left = set(range(len(images)))
    while left:
        cycle = [min(left)]
        left.discard(cycle[0])
        while images[cycle[-1]] in left:
            cycle.append(images[cycle[-1]])
            left.discard(cycle[-1])
        found.append(cycle)
    return found


def _transposed(question: Question) -> Realization:
    """One-hot states: a cycle ``c_0 c_1 .. c_m`` is ``(c_0 c_1) (c_1 c_2) ..``, the last one acts first."""
    minimal = question.minimal
    letters = tuple(
        (
            tuple(
                Factor(TWO, _difference(len(minimal), p, q))
                for cycle in _cycles(images)
                for p, q in reversed(list(pairwise(cycle)))
            ),
        )
        for images in minimal.transitions.T.tolist()
    )
    structure = HouseholderFactors((len(minimal),), letters)
    reason = f"permutation matrices: at most {structure.most} transpositions a letter"
    return replace(one_hot(question, reason), structure=structure)


def _difference(size: int, p: int, q: int) -> tuple[Cyclotomic, ...]:
    return tuple(ONE if i == p else -ONE if i == q else ZERO for i in range(size))
