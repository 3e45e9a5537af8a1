"""Block-diagonal systems for groups: irreducible representations as blocks.

If every letter permutes the states of the minimal machine, an irreducible representation of the
transition group with a vector that the stabiliser of the start fixes is a unit, and a block. All units
of degree at most k carry all functions that blocks of size k can carry (theory.md, Theorem B''), so
where a linear decoder exists these have one.

Every state its own output: blocks of least total degree that separate the states, chosen by their
characters, and the decoder of the nearest point. Else the functions of an exact linear program, written
in the coordinates of the blocks.

``plan(task, restriction)``            the blocks, by characters alone
``construct(question, restriction)``   the realization; None if no linear decoder exists

References: Serre, *Linear Representations of Finite Groups* (1977), sections 2.3 and 13.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.faithful import lightest_within
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.automata.isotypic import Block, carried
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.full import complex_parts
from bilinear_theory.constructions.orthogonal import chosen_units, real_parts, separates
from bilinear_theory.constructions.readouts import within
from bilinear_theory.constructions.units import (
    Unit,
    assembled,
    basis_units,
    joined,
    nearest,
    separate,
)
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder

#: The most sets of blocks that are tried in order of their width before blocks are added one by one.
MAX_SETS = 2000
#: So many total degrees, from the least that separates the states, are tried for coarse outputs.
MAX_STEPS = 6
#: The largest transition group whose representations are built.
MAX_ORDER = 10_000


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization by blocks of an automaton whose letters permute; None if there is no decoder.

    Raises:
        ValueError: past the bound on the group, or if an irreducible representation is not found.
    """
    minimal = question.minimal
    task = group_task(minimal)
    if task is not None and separates(question, task):
        return _lightest(question, restriction, task)
    if task is not None:
        few = _few(restriction, task)
        if few is not None:
            return _realization(question, restriction.size, *few)
    units = all_units(minimal, Block(restriction.size, restriction.scalars is Scalars.REAL))
    injective = len(minimal.output_symbols) == len(minimal)
    readout = None
    if injective or question.setting.decoder is Decoder.ARBITRARY:
        chosen = _separating(units, len(minimal))
        if chosen is None:
            return None
        if injective and question.setting.decoder is Decoder.LINEAR:
            readout = nearest(minimal, chosen)
    else:
        block = Block(restriction.size, restriction.scalars is Scalars.REAL)
        decoded = _decoded(minimal, block, [u for u in units if u.in_basis])
        if decoded is None:
            return None
        chosen, readout = decoded
    return _realization(question, restriction.size, chosen, readout)


@dataclass(frozen=True)
class Plan:
    """Constituents that separate the states, one block each, before any matrix is written.

    Args:
        field: that of the constituents.
        chosen: their places in the demands of the task.
        degrees: their degrees, in the order of the blocks.
        size: that of the blocks.
    """

    field: Literal["R", "C"]
    chosen: tuple[int, ...]
    degrees: tuple[int, ...]
    size: int

    @property
    def width(self) -> int:
        """The number of units of the system."""
        return _extent(self.degrees, self.size)

    @property
    def reason(self) -> str:
        """The construction in one line."""
        return _reason(self.degrees)


def plan(task: GroupTask, restriction: BlockDiagonal) -> Plan | None:
    """The blocks of least total degree that separate the states, None if none of the size do."""
    field = "R" if restriction.scalars is Scalars.REAL else "C"
    demands = task.demands(field)
    cover = lightest_within(demands, restriction.size)
    if cover is None:
        return None
    parts = sorted((demands.constituents[i].characters[0], i) for i in cover.chosen)
    degrees = tuple(demands.constituents[i].degree for _, i in parts)
    return Plan(field, cover.chosen, degrees, restriction.size)


def _lightest(
    question: Question, restriction: BlockDiagonal, task: GroupTask
) -> Realization | None:
    """The realization by the blocks of a plan."""
    found = plan(task, restriction)
    if found is None:
        return None
    chosen = chosen_units(task, found.chosen, found.field)
    linear = question.setting.decoder is Decoder.LINEAR
    readout = nearest(task.minimal, chosen) if linear else None
    return _realization(question, restriction.size, chosen, readout)


def _few(restriction: BlockDiagonal, task: GroupTask) -> tuple[list[Unit], Readout] | None:
    """Blocks of small total degree with a linear decoder of coarse outputs, None if none are found."""
    real = restriction.scalars is Scalars.REAL
    cover = lightest_within(task.demands("R" if real else "C"), restriction.size)
    if cover is None:
        return None
    if real:
        degrees = [(part.degree,) for part in task.demands("R").constituents]
        parts = real_parts(task, degrees, restriction.size)
    else:
        parts = complex_parts(task, restriction.size)
    for n in range(cover.low, cover.low + MAX_STEPS):
        found = within(task.minimal, parts, n)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=16)
def all_units(minimal: Automaton, block: Block) -> list[Unit]:
    """The blocks of all irreducibles of the field of degree at most the size, in the order of the table."""
    group = transition_group(minimal)
    degrees = [d for d in range(1, block.size + 1) if d <= group.order]
    found = [pair for d in degrees for pair in _units(minimal, d, real=block.real)]
    return [unit for _, units in sorted(found, key=lambda pair: pair[0]) for unit in units]


@lru_cache(maxsize=8)
def transition_group(minimal: Automaton) -> FiniteGroup:
    """The group of the letters of a machine, which permute its states.

    Raises:
        ValueError: past the bound on the group.
    """
    task = group_task(minimal)
    return FiniteGroup(minimal.transitions.T, bound=MAX_ORDER) if task is None else task.group


@lru_cache(maxsize=64)
def _units(minimal: Automaton, degree: int, *, real: bool) -> list[tuple[int, list[Unit]]]:
    """The places of the characters of one degree in the table, each with its units."""
    group = transition_group(minimal)
    table = character_table(group)
    if real:
        indicators = table.indicators
        places = [
            i for i, d in enumerate(table.degrees) if (d if indicators[i] == 1 else 2 * d) == degree
        ]
        parts = real_irreducibles(group, table, characters=places)
        found = [(part.character, part.representation) for part in parts]
    else:
        places = [i for i, d in enumerate(table.degrees) if d == degree]
        rows = [exact_values(table.row(i)) for i in places]
        found = list(zip(places, representations(group, rows), strict=True))
    return [(i, list(basis_units(minimal, rho))) for i, rho in found]


def _separating(units: list[Unit], states: int) -> list[Unit] | None:
    """Units of small total width that separate the states, None if all together do not."""
    if not separate(units, states):
        return None
    ordered = sorted(units, key=lambda u: u.width)
    tried = [list(chosen) for count in (1, 2, 3) for chosen in combinations(ordered[:24], count)]
    tried.sort(key=lambda chosen: sum(u.width for u in chosen))
    for chosen in tried[:MAX_SETS]:
        if separate(chosen, states):
            return chosen
    chosen = []
    classes: tuple[tuple[int, ...], ...] = ((),) * states
    for unit in ordered:
        finer = tuple((*c, k) for c, k in zip(classes, unit.classes, strict=True))
        if len(set(finer)) > len(set(classes)):
            classes, chosen = finer, [*chosen, unit]
    return chosen


def _decoded(
    minimal: Automaton, block: Block, units: list[Unit]
) -> tuple[list[Unit], Readout] | None:
    """Units and a linear decoder of coarse outputs, by a program on the functions they carry."""
    functions = carried(minimal, block)
    rows = [[c.as_fraction() for c in row] for row in functions.rows()]
    solution = separating_rows(rows, minimal.output_codes.tolist())
    if not isinstance(solution, ArgmaxRows):
        return None
    order = sorted(range(len(solution.classes)), key=lambda i: int(str(solution.classes[i])))
    weights = CyclotomicMatrix([solution.W[i] for i in order]).transpose()
    wanted = functions @ weights  # (states, outputs), to which the bias is added
    coordinates = CyclotomicMatrix([joined(units, q) for q in range(len(minimal))])
    coefficients = coordinates.solve(wanted)
    if coefficients is None:
        raise ValueError("the blocks do not carry the functions that they should")
    whole = coefficients.denominator
    columns = (coefficients * whole).transpose().rows()  # (outputs, coordinates)
    chosen: list[Unit] = []
    kept: list[int] = []
    at = 0
    for unit in units:
        places = range(at, at + unit.width)
        at += unit.width
        if any(column[i] for column in columns for i in places):
            chosen.append(unit)
            kept += places
    readout = tuple(tuple(column[i] for i in kept) for column in columns)
    bias = tuple(Cyclotomic.rational(whole * solution.c[i]) for i in order)
    return chosen, Readout(readout, bias)


def _realization(
    question: Question, size: int, chosen: Sequence[Unit], readout: Readout | None
) -> Realization:
    """The system of the units, packed into aligned blocks of at most the size; empty units stay 0."""
    degrees = [u.width for u in chosen]
    return assembled(
        question,
        chosen,
        readout,
        _reason(degrees),
        places=packed(degrees, size),
        width=_extent(degrees, size),
    )


def _reason(degrees: Sequence[int]) -> str:
    plural = "s" if len(degrees) > 1 else ""
    listed = ", ".join(map(str, degrees))
    return f"irreducible representation{plural} of degree{plural} {listed} as blocks"


def _extent(degrees: Sequence[int], size: int) -> int:
    """The number of units of aligned blocks that hold blocks of these degrees, the last one no larger."""
    places = packed(degrees, size)
    return max((p + d for p, d in zip(places, degrees, strict=True)), default=0)


def packed(widths: Sequence[int], size: int) -> list[int]:
    """Where each block stands: the first place of its size in aligned blocks, the widest first."""
    free: list[int] = []  # used units of each aligned block
    places = [0] * len(widths)
    for i in sorted(range(len(widths)), key=lambda i: -widths[i]):
        b = next((b for b, used in enumerate(free) if used + widths[i] <= size), len(free))
        if b == len(free):
            free.append(0)
        places[i] = b * size + free[b]
        free[b] += widths[i]
    return places
