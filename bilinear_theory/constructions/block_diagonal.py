"""Block-diagonal systems for groups: irreducible representations as blocks.

If every letter permutes the states of the minimal machine, the transition group G acts on them from
the start 0. An irreducible rho and a vector v that the stabiliser of the start fixes make a block:
its state in state ``0 g`` of the machine is ``rho(g) v``, well defined and one vector a state. All such
blocks of degree at most k carry all functions that blocks of size k can carry (theory.md, Theorem
B''), so where a linear decoder exists these have one.

Every state its own output: few blocks that separate the states, and the decoder of the nearest point.
Else the functions of an exact linear program, written in the coordinates of the blocks.

``construct(question, restriction)``   the realization; None if no linear decoder exists

References: Serre, *Linear Representations of Finite Groups* (1977), sections 2.3 and 13.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from math import lcm

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix, stack
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import irreducibles
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import access_words
from bilinear_theory.automata.isotypic import Block, carried
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.commutative import nearest_point
from bilinear_theory.systems.matrix import ZERO, Vector
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

Point = tuple[Cyclotomic, ...]

#: The most sets of blocks that are tried in order of their width before blocks are added one by one.
MAX_SETS = 2000
#: The largest transition group whose representations are built.
MAX_ORDER = 10_000


@dataclass(frozen=True, eq=False)
class Unit:
    """One block: a representation, and its vector at each state of the machine.

    The coordinates of all units ``in_basis`` are a basis of the functions that the blocks carry.
    """

    representation: Representation
    points: tuple[Point, ...]
    in_basis: bool = True

    @property
    def width(self) -> int:
        """The size of the block."""
        return self.representation.degree

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """A number for each state, equal for equal vectors."""
        place: dict[Point, int] = {}
        return tuple(place.setdefault(p, len(place)) for p in self.points)


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization by blocks of an automaton whose letters permute; None if there is no decoder.

    Raises:
        ValueError: past the bound on the group, or if an irreducible representation is not found.
    """
    minimal = question.minimal
    units = _all_units(minimal, Block(restriction.size, restriction.scalars is Scalars.REAL))
    injective = len(minimal.output_symbols) == len(minimal)
    readout = None
    if injective or question.setting.decoder is Decoder.ARBITRARY:
        chosen = _separating(units, len(minimal))
        if chosen is None:
            return None
        if injective and question.setting.decoder is Decoder.LINEAR:
            codes = minimal.output_codes.tolist()
            by_state = nearest_point([_joined(chosen, q) for q in range(len(minimal))])
            order = sorted(range(len(minimal)), key=lambda q: codes[q])
            readout = Readout(
                tuple(by_state.rows[q] for q in order), tuple(by_state.bias[q] for q in order)
            )
    else:
        block = Block(restriction.size, restriction.scalars is Scalars.REAL)
        decoded = _decoded(minimal, block, [u for u in units if u.in_basis])
        if decoded is None:
            return None
        chosen, readout = decoded
    return _realization(question, restriction.size, chosen, readout)


@lru_cache(maxsize=16)
def _all_units(minimal: Automaton, block: Block) -> list[Unit]:
    """The blocks of all irreducibles of the field of degree at most the size."""
    group = FiniteGroup(minimal.transitions.T, bound=MAX_ORDER)
    table = character_table(group)
    if block.real:
        found = [
            rho.representation for rho in real_irreducibles(group, table, max_degree=block.size)
        ]
    else:
        found = list(irreducibles(group, table, max_degree=block.size))
    return [unit for rho in found for unit in _units(minimal, rho)]


def _units(minimal: Automaton, rho: Representation) -> Iterator[Unit]:
    """The blocks of a representation: one for each vector of a basis fixed by the stabiliser of 0.

    Before them stands the block of a combination of that basis, whose own stabiliser is as small as
    it may be unless the combination is special: alone it separates most states.
    """
    group = rho.group
    fixing = [x for x in range(group.order) if group.elements[x, 0] == 0]
    identity = CyclotomicMatrix.identity(rho.degree)
    stabiliser = _generating(group, fixing)
    if stabiliser:
        conditions = stack([[rho.matrix(x) - identity] for x in stabiliser])
        fixed = conditions.kernel()
    else:
        fixed = identity
    columns = list(fixed.columns())
    if len(columns) > 1:
        generic = columns[0]
        for j, v in enumerate(columns[1:], start=2):
            generic = generic + v * j
        yield Unit(rho, _points(minimal, rho, generic), in_basis=False)
    for v in columns:
        yield Unit(rho, _points(minimal, rho, v))


def _generating(group: FiniteGroup, members: list[int]) -> list[int]:
    """Elements that generate a subgroup, given by its elements."""
    chosen: list[int] = []
    reached = {0}
    for x in members:
        if x not in reached:
            chosen.append(x)
            reached = set(group.generated_subgroup(chosen).tolist())
    return chosen


def _points(minimal: Automaton, rho: Representation, v: CyclotomicMatrix) -> tuple[Point, ...]:
    """The vector of each state: the letters of its access word applied to the one of the start."""
    tree = access_words(minimal)
    columns = [v]
    for q in range(1, len(minimal)):  # breadth-first numbers: parents come first
        columns.append(rho.matrices[tree.letters[q]] @ columns[tree.parents[q]])
    whole = lcm(*(column.denominator for column in columns))
    return tuple(tuple(row[0] for row in (column * whole).rows()) for column in columns)


def _joined(units: Iterable[Unit], q: int) -> Point:
    return tuple(x for unit in units for x in unit.points[q])


def _separating(units: list[Unit], states: int) -> list[Unit] | None:
    """Units of small total width that separate the states, None if all together do not."""
    if len(set(zip(*(u.classes for u in units), strict=True))) < states:
        return None
    ordered = sorted(units, key=lambda u: u.width)
    tried = [list(chosen) for count in (1, 2, 3) for chosen in combinations(ordered[:24], count)]
    tried.sort(key=lambda chosen: sum(u.width for u in chosen))
    for chosen in tried[:MAX_SETS]:
        if len(set(zip(*(u.classes for u in chosen), strict=True))) == states:
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
    coordinates = CyclotomicMatrix([_joined(units, q) for q in range(len(minimal))])
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
    question: Question, size: int, chosen: list[Unit], readout: Readout | None
) -> Realization:
    """The system of the units, packed into aligned blocks of the size; empty units stay 0."""
    minimal = question.minimal
    places = packed([u.width for u in chosen], size)
    width = -(-max(p + u.width for p, u in zip(places, chosen, strict=True)) // size) * size

    def spread(parts: Iterable[Point]) -> Point:
        row = [ZERO] * width
        for at, part in zip(places, parts, strict=True):
            row[at : at + len(part)] = part
        return tuple(row)

    matrices: list[CyclotomicMatrix] = []
    for a in range(len(minimal.alphabet)):
        rows = [[ZERO] * width for _ in range(width)]
        for at, unit in zip(places, chosen, strict=True):
            for i, row in enumerate(unit.representation.matrices[a].rows()):
                rows[at + i][at : at + unit.width] = row
        matrices.append(CyclotomicMatrix(rows))
    vectors = tuple(spread(u.points[q] for u in chosen) for q in range(len(minimal)))
    if readout is not None:
        rows_ = tuple(spread(_split(row, chosen)) for row in readout.rows)
        readout = Readout(rows_, readout.bias)
    offsets: tuple[Vector, ...] | None = None
    if question.setting.additive:
        offsets = ((ZERO,) * width,) * len(minimal.alphabet)
    system = BilinearSystem(minimal.alphabet, vectors[0], tuple(matrices), offsets)
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    degrees = ", ".join(str(u.width) for u in chosen)
    plural = "s" if len(chosen) > 1 else ""
    reason = f"irreducible representation{plural} of degree{plural} {degrees} as blocks"
    states = tuple(range(len(minimal)))
    return Realization(question, system, Orbit(vectors, following), states, readout, reason)


def packed(widths: list[int], size: int) -> list[int]:
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


def _split(row: Vector, chosen: list[Unit]) -> Iterator[Point]:
    """The parts of a row that belong to each block."""
    if not isinstance(row, tuple):
        raise TypeError(f"a row of a decoder is a tuple of numbers, not {row!r}")
    at = 0
    for unit in chosen:
        yield row[at : at + unit.width]
        at += unit.width
