"""CP-factored systems: ``A_x = U diag(w_x) V^T`` with few columns.

Systems of small width are proposed, and their matrices decomposed exactly into few terms of rank one
(``algebra.rank_one``). The least number is the tensor rank of the matrices as slices, so that other systems
of the same machine may do with fewer columns: where nothing is found, nothing is claimed.

Proposals: a line of scalars (``automata.line``); spaces of functions on the states that letters respect, with
the values of the functions as vectors, and without the constants if there is an additive term; for letters
that permute the sums of irreducible representations that separate the states, and with an arbitrary
decoder all faithful ones; characters, where the letters commute.

``construct(question, restriction)``  the realization with its factors, None if none is found
``cover(question, restriction)``      one with more points than states, for an arbitrary decoder

References: Ebrahimi and Memisevic, arXiv 2505.21749, section 2; theory.md, section 3.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import combinations, islice

import numpy as np

from bilinear_theory.algebra.covering import covers_within
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.rank_one import Decomposition, decomposition, flattening_rank
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.automata.line import line
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.certificates.realization import Realization, realization
from bilinear_theory.constructions import commutative
from bilinear_theory.constructions.block_diagonal import all_units, transition_group
from bilinear_theory.constructions.columns import (
    CHARACTERS,
    LINE,
    MAX_ENTRIES,
    MAX_SUMS,
    in_terms,
    named,
)
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.constructions.function_spaces import (
    MAX_STATES,
    Shape,
    shape,
    widths,
)
from bilinear_theory.constructions.one_vector import Point, one_vector_a_state
from bilinear_theory.constructions.orthogonal import chosen_units
from bilinear_theory.constructions.units import Unit, joined, separate
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.matrix import components, dense
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem

#: Matrices, and the realization that has them, None if it has no linear decoder.
Proposal = tuple[tuple[CyclotomicMatrix, ...], Callable[[], Realization | None]]

#: The most choices of each number of irreducible representations.
MAX_CHOICES = 1000
#: The largest transition group all of whose elements are reached by a cover.
MAX_ORDER = 1500


def construct(question: Question, restriction: CPFactored) -> Realization | None:
    """A realization by factored matrices, None if no proposal decomposes into so few columns."""
    return _first(_proposals(question, restriction), restriction)


def cover(question: Question, restriction: CPFactored) -> Realization | None:
    """As ``construct``, with more points than states: no linear decoder reads such a system.

    It has an arbitrary decoder, and the letters permute the states.
    """
    return _first(_covers(question, restriction), restriction)


def _first(proposals: Iterator[Proposal], restriction: CPFactored) -> Realization | None:
    """The first proposal that decomposes into few enough columns, None if there is none."""
    for matrices, realized in proposals:
        factors = _factors(matrices, restriction)
        proposal = None if factors is None else realized()
        if factors is not None and proposal is not None:
            return replace(
                proposal,
                reason=in_terms(proposal.reason, factors.rank),
                structure=factors,
            )
    return None


def _factors(matrices: tuple[CyclotomicMatrix, ...], restriction: CPFactored) -> CPFactors | None:
    real = restriction.scalars is Scalars.REAL
    found = _decomposed(matrices, restriction.rank, real=real)
    return None if found is None else CPFactors(found.left, found.right, found.weights)


@lru_cache(maxsize=1024)
def _decomposed(
    matrices: tuple[CyclotomicMatrix, ...], bound: int, *, real: bool
) -> Decomposition | None:
    if matrices and matrices[0].shape[0] ** 2 * len(matrices) > MAX_ENTRIES:
        return None
    return decomposition(matrices, bound, real=real)


def _proposals(question: Question, restriction: CPFactored) -> Iterator[Proposal]:
    """Systems of the question with full matrices, the narrowest ones of each kind first."""
    minimal, real = question.minimal, restriction.scalars is Scalars.REAL
    additive = question.setting.additive
    if not additive:
        yield from _given(question, _line(minimal, real=real), LINE)
    group = is_permutation(minimal) and len(minimal.alphabet) > 0
    own = len(minimal.output_symbols) == len(minimal)
    coarse = not own and question.setting.decoder is Decoder.LINEAR
    if len(minimal) <= MAX_STATES and (coarse or not group):
        text = "functions on the states that letters respect"
        systems = _function_systems(minimal, restriction.rank, additive=additive)
        yield from _given(question, systems, text)
    if _is_regular(minimal):
        try:
            found = commutative.construct(question, CHARACTERS)
        except TooLarge:
            return
        found = _over_the_reals(found) if real else found
        yield tuple(dense(m) for m in found.single.matrices), partial(_itself, found)
    if group:
        yield from _representations(question, restriction)


def _itself(found: Realization) -> Realization:
    return found


def _given(question: Question, systems: Iterable[Shape | None], reason: str) -> Iterator[Proposal]:
    for system in systems:
        if system is not None:
            yield tuple(system[1]), partial(one_vector_a_state, question, *system, reason)


@lru_cache(maxsize=64)
def _line(minimal: Automaton, *, real: bool) -> tuple[Shape | None]:
    found = line(minimal, real=real)
    return (None if found is None else (*found, None),)


@lru_cache(maxsize=64)
def _function_systems(minimal: Automaton, rank: int, *, additive: bool) -> list[Shape]:
    """Spaces of functions that separate the states, those of the least flattening rank first.

    Spaces whose matrices have a flattening rank of more than the rank asked for are left out. All states
    but the start are images under letters, so that the images of all letters together span a space of
    dimension r - 1 at least, r that of all vectors; differences of them one of r - 2.
    """
    found: dict[tuple[CyclotomicMatrix, ...], tuple[int, Shape]] = {}
    for place, units in enumerate(widths(minimal, additive=additive)):
        if units - 1 > rank:
            continue
        system, needed = _function_system(minimal, place, additive=additive) or (None, 0)
        if system is not None and needed <= rank:
            found.setdefault(tuple(system[1]), (needed, system))
    return [system for _, system in sorted(found.values(), key=lambda entry: entry[0])]


@lru_cache(maxsize=256)
def _function_system(minimal: Automaton, place: int, *, additive: bool) -> tuple[Shape, int] | None:
    """The system of a space of functions, and the flattening rank of its matrices; None if there is none."""
    found = shape(minimal, place, additive=additive)
    return None if found is None else (found, flattening_rank(tuple(found[1])))


def _is_regular(minimal: Automaton) -> bool:
    """Letters commute, and each is a power of its square."""
    table = minimal.transitions
    columns = list(np.unique(table, axis=1).T)
    if len(minimal) * len(columns) ** 2 > MAX_ENTRIES * 10:
        return False
    return all(np.array_equal(idempotent_power(x)[x], x) for x in columns) and all(
        np.array_equal(x[y], y[x]) for x, y in combinations(columns, 2)
    )


def _over_the_reals(found: Realization) -> Realization:
    """A complex diagonal realization with a plane for each unit that is not real.

    Vectors and logits are doubled: real and imaginary parts of roots of unity are halves of integers.
    """
    system = found.single
    vectors = [tuple(x * 2 for x in components(v)) for v in found.orbit.vectors]
    diagonals = [
        [A[i, i] for i in range(system.width)] for A in (dense(m) for m in system.matrices)
    ]
    planes = [
        not all(row[i].is_real() for row in (*vectors, *diagonals)) for i in range(system.width)
    ]

    def split(row: Sequence[Cyclotomic]) -> Point:
        parts = ((x.real, x.imag) if plane else (x,) for x, plane in zip(row, planes, strict=True))
        return tuple(y for part in parts for y in part)

    def block(x: Cyclotomic, *, plane: bool) -> CyclotomicMatrix:
        if not plane:
            return CyclotomicMatrix([[x]])
        return CyclotomicMatrix([[x.real, -x.imag], [x.imag, x.real]])

    matrices: list[CyclotomicMatrix] = []
    for row in diagonals:
        total = CyclotomicMatrix.identity(0)
        for x, plane in zip(row, planes, strict=True):
            total = total.direct_sum(block(x, plane=plane))
        matrices.append(total)
    points = tuple(split(v) for v in vectors)
    offsets = system.offsets
    if offsets is not None:
        offsets = tuple(split([x * 2 for x in components(b)]) for b in offsets)
    readout = found.readout
    if readout is not None:  # Re(row . h), the real part of the conjugate row being split
        rows = tuple(split(tuple(x.conjugate() for x in components(r))) for r in readout.rows)
        real_only = tuple(tuple(x.real for x in row) for row in rows)
        bias = tuple(c * 2 for c in readout.bias)
        readout = replace(readout, rows=real_only, bias=bias)
    written = BilinearSystem(system.alphabet, points[0], tuple(matrices), offsets)
    orbit = replace(found.orbit, vectors=points)
    return replace(found, system=written, orbit=orbit, readout=readout)


def _representations(question: Question, restriction: CPFactored) -> Iterator[Proposal]:
    """Sums of irreducible representations that separate the states, or reach them by a cover."""
    minimal = question.minimal
    block = Block(restriction.rank, restriction.scalars is Scalars.REAL)
    try:
        group = transition_group(minimal)
        if group.order > MAX_ORDER:
            return
        for total in _sums(question, minimal, block):
            yield total.matrices, partial(_side_by_side, question, total)
    except ValueError:  # past a bound on the group or on its representations
        return
    if question.setting.decoder is Decoder.ARBITRARY:
        yield from _covers(question, restriction)


def _covers(question: Question, restriction: CPFactored) -> Iterator[Proposal]:
    """Sums of irreducible representations that separate the elements of the group."""
    minimal = question.minimal
    block = Block(restriction.rank, restriction.scalars is Scalars.REAL)
    try:
        group = transition_group(minimal)
        if not len(minimal) < group.order <= MAX_ORDER:
            return
        regular = Automaton(minimal.alphabet, group.right, 0, range(group.order))
        for total in _sums(question, regular, block):
            yield total.matrices, partial(_covering, question, total)
    except ValueError:  # past a bound on the group or on its representations
        return


@dataclass(frozen=True, eq=False)
class _Sum:
    """Units side by side."""

    units: tuple[Unit, ...]

    @cached_property
    def matrices(self) -> tuple[CyclotomicMatrix, ...]:
        """The direct sums, letter by letter."""
        return _joined(self.units)

    @property
    def name(self) -> str:
        """The degrees of the units in words."""
        return named([u.width for u in self.units])


def _side_by_side(question: Question, total: _Sum) -> Realization | None:
    vectors = [joined(total.units, q) for q in range(len(question.minimal))]
    return one_vector_a_state(question, vectors, total.matrices, None, total.name)


def _covering(question: Question, total: _Sum) -> Realization:
    system = BilinearSystem(question.minimal.alphabet, joined(total.units, 0), total.matrices)
    return realization(question, system, reason=f"{total.name} of a cover")


def _sums(question: Question, machine: Automaton, block: Block) -> Iterator[_Sum]:
    """Blocks of total degree at most the size that separate the states, those of least degree first."""
    task = group_task(machine)
    if task is None or len(machine) == 1 or not _told_apart(question, machine):
        yield from _combined(machine, block)
        return
    demands = task.demands("R" if block.real else "C")
    degrees = [part.degree for part in demands.constituents]
    for chosen in covers_within(demands.covers, degrees, demands.full, block.size)[:MAX_SUMS]:
        yield _Sum(chosen_units(task, chosen, "R" if block.real else "C"))


def _told_apart(question: Question, machine: Automaton) -> bool:
    """Whether it is enough to tell the states of the machine, or of a cover, apart."""
    own = len(machine.output_symbols) == len(machine)
    return own or question.setting.decoder is Decoder.ARBITRARY


@lru_cache(maxsize=32)
def _combined(machine: Automaton, block: Block) -> list[_Sum]:
    """As ``_sums``, with several vectors for each representation, which coarse outputs may need."""
    available = all_units(machine, block)
    sums = [
        chosen
        for count in range(1, block.size + 1)
        for chosen in islice(combinations(available, count), MAX_CHOICES)
        if sum(u.width for u in chosen) <= block.size
    ]
    sums.sort(key=lambda chosen: sum(u.width for u in chosen))
    separating = (_Sum(chosen) for chosen in sums if separate(chosen, len(machine)))
    return list(islice(separating, MAX_SUMS))


def _joined(chosen: Sequence[Unit]) -> tuple[CyclotomicMatrix, ...]:
    matrices: list[CyclotomicMatrix] = []
    for parts in zip(*(u.representation.matrices for u in chosen), strict=True):
        total = parts[0]
        for A in parts[1:]:
            total = total.direct_sum(A)
        matrices.append(total)
    return tuple(matrices)
