"""Orthogonal matrices of bounded width: the least sum of real irreducibles that separates the states.

A recurrence of orthogonal matrices with one vector a state is a real representation of the transition
group, and multiplicities help no vector to tell more states apart. So the least width is the least
total degree of real irreducibles that are jointly faithful, or for points jointly separate the cosets of
the stabiliser of the start: a cover, optimised exactly. Outputs that states share have to be decoded by
these functions as well; for them few sets of irreducibles are tried. The matrices preserve the direct
sum of their invariant forms, which is the metric of the certificate: its square root, that is rarely
cyclotomic, turns them into orthogonal ones.

``construct(question, bound)``   the permutation matrices, or these representations
``said``, ``real_said``          complex and real irreducibles in one line

References: Serre, *Linear Representations of Finite Groups* (1977), section 13.2; Karpenko and Merkurjev,
*Invent. Math.* 172 (2008); theory.md, sections 3.1 and 3.10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.faithful import lightest
from bilinear_theory.algebra.invariant_form import invariant_form
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import permutation
from bilinear_theory.constructions.factoring import metric
from bilinear_theory.constructions.readouts import Part, within
from bilinear_theory.constructions.units import Unit, assembled, nearest, separating_units
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder


def construct(question: Question, bound: int | None) -> Realization | None:
    """Permutation matrices if they fit the bound, else the least sum of irreducibles; None past it.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    found = permutation.construct(question, bound)
    if found is not None or bound is None:
        return found
    task = group_task(question.minimal)
    if task is None:
        return None
    cover = lightest(task.demands("R"))
    if cover.low > bound:
        return None
    if separates(question, task):
        if cover.high > bound:
            return None
        units = chosen_units(task, cover.chosen)
        readout = nearest(task.minimal, units)
    else:
        parts = real_parts(task, [(part.degree,) for part in task.demands("R").constituents], bound)
        decoder = within(task.minimal, parts, bound)
        if decoder is None:
            return None
        units, readout = decoder
    system = assembled(question, units, readout, real_said([unit.width for unit in units]))
    return replace(system, structure=metric([invariant(u.representation) for u in units]))


def said(degrees: Sequence[int]) -> str:
    """The irreducibles in one line."""
    listed = ", ".join(map(str, degrees))
    return f"irreducible representations of degrees {listed} separate the states"


def real_said(degrees: Sequence[int]) -> str:
    """Real irreducibles in one line."""
    return f"real {said(degrees)}"


def separates(question: Question, task: GroupTask) -> bool:
    """Whether it is enough to tell the states apart: an arbitrary decoder, or outputs of their own."""
    return question.setting.decoder is Decoder.ARBITRARY or task.injective


@lru_cache(maxsize=32)
def chosen_units(
    task: GroupTask, chosen: tuple[int, ...], field: Literal["R", "C"] = "R"
) -> tuple[Unit, ...]:
    """Units of real or complex constituents that together separate the states.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
        ValueError: if the constituents do not separate the states.
    """
    parts = task.demands(field).constituents
    characters = sorted({parts[i].characters[0] for i in chosen})
    if field == "R":
        real = real_irreducibles(task.group, task.table, characters=characters)
        found = tuple(rho.representation for rho in real)
    else:
        rows = [exact_values(task.table.row(i)) for i in characters]
        found = representations(task.group, rows)
    units = separating_units(task.minimal, found)
    if units is None:
        raise ValueError(f"the characters {characters} do not separate the states")
    return tuple(units)


def real_parts(task: GroupTask, costs: Sequence[Sequence[int]], bound: int) -> list[Part]:
    """The real irreducibles on the states but the trivial one, those that cost at most the bound.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    demands, fixing = task.demands("R"), (task.group.elements[:, 0] == 0).nonzero()[0]
    dimensions = task.table.fixed_by(fixing).tolist()
    usable = {
        part.characters[0]: (part, tuple(cost))
        for part, cost in zip(demands.constituents, costs, strict=True)
        if part.characters[0] and dimensions[part.characters[0]] and max(cost) <= bound
    }
    found = real_irreducibles(task.group, task.table, characters=usable)
    multiplicity = {i: dimensions[i] // part.schur for i, (part, _) in usable.items()}
    return [
        Part(rho.representation, usable[rho.character][1], multiplicity[rho.character])
        for rho in found
    ]


@lru_cache(maxsize=32)
def invariant(rho: Representation) -> CyclotomicMatrix:
    """The invariant form of an irreducible representation: the identity if it is a multiple of it."""
    form = invariant_form(rho)
    identity = CyclotomicMatrix.identity(rho.degree)
    return identity if form == identity * form[0, 0] else form
