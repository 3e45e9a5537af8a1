"""Subdirect systems: small blocks beside one another that together determine the state.

Each block is a component over a machine: its vector is a function of the state of that machine. First the
machine is the minimal one, and blocks that separate its states have one vector a state. Else it is the
Cayley automaton of the transition monoid: its state knows more, and blocks over it that determine the state
of the minimal machine are a cover. So an automaton is found whenever its monoid has enough small
representations among those of ``constructions.components``. Last it is an orbit of small automata, sought by
counterexample (``constructions.small_covers``).

A linear decoder is that of the nearest point where every state has its own output and one vector; else an
exact linear program on the points of all blocks that were found.

``construct(question, block)``    the realization, None if none is found
``over_cover(question, block)``   the same over an orbit of small automata

References: Birkhoff, *Subdirect unions in universal algebra* (1944); theory.md, sections 3.6 and 3.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.congruences import MAX_STATES, congruences
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.block_diagonal import packed
from bilinear_theory.constructions.commutative import nearest_point
from bilinear_theory.constructions.components import (
    Component,
    Family,
    functions,
    maps,
    mixed,
    partial_maps,
    simplex,
    unit_vectors,
)
from bilinear_theory.constructions.group_components import (
    representations,
    reset_representations,
    zero_representations,
)
from bilinear_theory.constructions.small_covers import cover
from bilinear_theory.systems.matrix import ZERO
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: The most elements of a transition monoid over which components are sought.
MAX_ELEMENTS = 1000
#: The most components that are tried to separate two states, and in a linear program.
MAX_TRIED, MAX_FEATURES = 32, 40
#: The most entries (points times features) of a linear program.
MAX_PROGRAM = 100_000

Labels = NDArray[np.int64]
Place = tuple[int, int]  # a family, and a component of it


@dataclass(frozen=True, eq=False)
class Pool:
    """Families of components over a machine, whose states stand for states of the minimal machine."""

    table: Table
    states: Labels
    families: tuple[Family, ...]
    name: str = "the monoid"

    def places(self) -> Iterator[Place]:
        """All components, family after family."""
        for f, family in enumerate(self.families):
            yield from ((f, j) for j in range(family.codes.shape[1]))

    def codes(self, place: Place) -> Labels:
        """The code of each state for a component."""
        return self.families[place[0]].codes[:, place[1]]

    def component(self, place: Place) -> Component | None:
        """The component itself; None if exact arithmetic disproves what floats proposed."""
        return self.families[place[0]].component(place[1])


def construct(question: Question, block: Block) -> Realization | None:
    """A realization by blocks of at most the size.

    Args:
        question: its restriction has blocks of the size.
        block: the size and the field of the blocks.
    """
    for additive in (False, True)[: 1 + question.setting.additive]:
        for over_monoid in (False, True):
            choice = _choice(question.minimal, block, additive=additive, over_monoid=over_monoid)
            found = None if choice is None else _decoded(question, block.size, *choice)
            if found is not None:
                return found
    return None


def over_cover(question: Question, block: Block) -> Realization | None:
    """A realization by blocks of at most the size over an orbit of small automata.

    Args:
        question: its restriction has blocks of the size.
        block: the size and the field of the blocks.
    """
    for additive in (False, True)[: 1 + question.setting.additive]:
        found = cover(question.minimal, block.size, additive=additive)
        if found is None:
            continue
        pool = Pool(found.table, found.states, found.families, "an orbit of small automata")
        chosen = [(0, j) for j in range(found.families[0].codes.shape[1])]
        realization = _decoded(question, block.size, pool, chosen)
        if realization is not None:
            return realization
    return None


@lru_cache(maxsize=64)
def _choice(
    minimal: Automaton, block: Block, *, additive: bool, over_monoid: bool
) -> tuple[Pool, list[Place]] | None:
    """Components that determine the state, with the others beside them; None if there are none."""
    pool = _pool(minimal, block.size, additive=additive, over_monoid=over_monoid)
    if pool is None:
        return None
    chosen = _determining(pool)
    if chosen is None and not over_monoid:
        more = (representations, zero_representations, reset_representations)[: 2 + additive]
        for family in more:
            try:
                found = family(minimal, block)
            except ValueError:
                continue
            if found is not None and chosen is None:
                pool = replace(pool, families=(*pool.families, found))
                chosen = _determining(pool)
    return None if chosen is None else (pool, chosen)


@lru_cache(maxsize=16)
def _pool(minimal: Automaton, size: int, *, additive: bool, over_monoid: bool) -> Pool | None:
    """The components over the minimal machine or the Cayley automaton; None past the bound."""
    machine = _machine(minimal, over_monoid=over_monoid)
    if machine is None:
        return None
    table, states = machine
    found = [_partial_maps(minimal, size, over_monoid=over_monoid, signed=False)]
    if additive:
        affine = (maps(table, k) for k in range(size, 0, -1))
        found.append(next((family for family in affine if family is not None), None))
    if not over_monoid:
        found.append(_quotients(minimal, size, additive=additive))
        found.append(functions(minimal, size, additive=additive))
    found.append(_partial_maps(minimal, size, over_monoid=over_monoid, signed=True))
    return Pool(table, states, tuple(f for f in found if f is not None and f.codes.shape[1]))


@lru_cache(maxsize=4)
def _machine(minimal: Automaton, *, over_monoid: bool) -> tuple[Table, Labels] | None:
    """The transitions of the minimal machine or the Cayley automaton, and states; None past the bound."""
    if not over_monoid:
        return minimal.transitions, np.arange(len(minimal))
    try:
        monoid = transition_monoid(minimal, bound=MAX_ELEMENTS)
    except MonoidTooLarge:
        return None
    return monoid.products, monoid.elements[:, 0].astype(np.int64)


@lru_cache(maxsize=32)
def _partial_maps(
    minimal: Automaton, size: int, *, over_monoid: bool, signed: bool
) -> Family | None:
    """Those of the largest size up to the given one that are not too many, the same for all settings."""
    machine = _machine(minimal, over_monoid=over_monoid)
    if machine is None:
        return None
    found = (partial_maps(machine[0], k, signed=signed) for k in range(size, 1, -1))
    return next((family for family in found if family is not None), None)


@lru_cache(maxsize=16)
def _congruences(minimal: Automaton) -> list[Labels]:
    return congruences(minimal.transitions)[0]


def _quotients(minimal: Automaton, size: int, *, additive: bool) -> Family | None:
    """The quotients that one block holds: one-hot, a class that stays being 0, or a simplex."""
    table = minimal.transitions
    if len(table) > MAX_STATES:
        return None
    chosen: list[tuple[Labels, int | None]] = []
    for classes in _congruences(minimal):
        count = int(classes.max()) + 1
        if not 1 < count <= size + 1:
            continue
        leaves = np.zeros(count, np.bool_)
        leaves[classes[(classes[table] != classes[:, None]).any(axis=1)]] = True
        zero = None if leaves.all() else int(leaves.argmin())
        if additive or zero is not None or count <= size:
            chosen.append((classes, zero))
    if not chosen:
        return None
    codes = np.stack([classes for classes, _ in chosen], axis=1)

    def component(j: int) -> Component:
        classes, zero = chosen[j]
        return simplex(table, classes) if additive else unit_vectors(table, classes, zero)

    return Family(codes, component)


def _determining(pool: Pool) -> list[Place] | None:
    """Components that determine the state of the minimal machine, one pair of states after another."""
    chosen: list[Place] = []
    together = np.concatenate(
        [np.zeros((1, len(pool.states)), np.int64)] + [f.codes.T for f in pool.families]
    )
    classes = np.unique(mixed(together), return_inverse=True)[1].astype(np.int64)
    if _conflict(classes, pool.states) is not None:
        return None
    classes = np.zeros(len(pool.states), np.int64)
    while (pair := _conflict(classes, pool.states)) is not None:
        p, q = pair
        best: tuple[int, Place, Labels] | None = None
        tried = 0
        for f, family in enumerate(pool.families):
            for j in np.flatnonzero(family.codes[p] != family.codes[q])[:MAX_TRIED].tolist():
                finer = _joint(classes, family.codes[:, j])
                left = _conflicts(finer, pool.states)
                if best is None or left < best[0]:
                    best = left, (f, int(j)), finer
                tried += 1
            if tried >= MAX_TRIED:
                break
        if best is None:
            return None
        chosen.append(best[1])
        classes = best[2]
    for place in list(chosen):  # those that later ones made superfluous
        rest = [other for other in chosen if other != place]
        classes = np.zeros(len(pool.states), np.int64)
        for other in rest:
            classes = _joint(classes, pool.codes(other))
        if _conflict(classes, pool.states) is None:
            chosen = rest
    return chosen


def _joint(classes: Labels, codes: Labels) -> Labels:
    _, joint = np.unique(classes * (int(codes.max()) + 1) + codes, return_inverse=True)
    return joint.astype(np.int64)


def _conflicts(classes: Labels, states: Labels) -> int:
    """How many more pairs of a class and a state there are than classes."""
    joint = np.unique(classes * (int(states.max()) + 1) + states)
    return len(joint) - int(classes.max()) - 1


def _conflict(classes: Labels, states: Labels) -> tuple[int, int] | None:
    """Two places in one class that stand for different states of the minimal machine."""
    _, first = np.unique(classes, return_index=True)
    apart = np.flatnonzero(states[first][classes] != states)
    return (int(first[classes[apart[0]]]), int(apart[0])) if len(apart) else None


def _decoded(question: Question, size: int, pool: Pool, chosen: list[Place]) -> Realization | None:
    """The realization of components that determine the state, if they have the decoder asked for."""
    components = [pool.component(place) for place in chosen]
    taken = [component for component in components if component is not None]
    if len(taken) < len(components):
        return None
    if question.setting.decoder is Decoder.ARBITRARY:
        return _realization(question, size, pool, taken, None)
    minimal = question.minimal
    injective = len(minimal.output_symbols) == len(minimal)
    if injective and len(pool.table) == len(minimal):
        order = np.argsort(minimal.output_codes).tolist()
        vectors = [tuple(x for c in taken for x in c.vectors[q]) for q in order]
        return _realization(question, size, pool, taken, nearest_point(vectors))
    others = (place for place in pool.places() if place not in chosen)
    for place in (None, *others):
        if place is not None:
            extra = pool.component(place)
            if extra is not None and _is_rational(extra):
                taken.append(extra)
            if len(taken) < MAX_FEATURES:
                continue
        found = _program(minimal, pool, taken)
        if found is not None:
            return _realization(question, size, pool, *found)
        if len(taken) >= MAX_FEATURES:
            return None
    found = _program(minimal, pool, taken)
    return None if found is None else _realization(question, size, pool, *found)


def _is_rational(component: Component) -> bool:
    return all(x.is_rational() for v in component.vectors for x in v)


def _program(
    minimal: Automaton, pool: Pool, taken: list[Component]
) -> tuple[list[Component], Readout] | None:
    """Rows on the coordinates of rational components whose strict argmax is the output."""
    used = [component for component in taken if _is_rational(component)]
    points = {
        (
            tuple(x.as_fraction() for c in used for x in c.vectors[i]),
            int(minimal.output_codes[q]),
        ): None
        for i, q in enumerate(pool.states.tolist())
    }
    if not used or len(points) * sum(c.width for c in used) > MAX_PROGRAM:
        return None
    solution = separating_rows([v for v, _ in points], [y for _, y in points])
    if not isinstance(solution, ArgmaxRows):
        return None
    order = sorted(range(len(solution.classes)), key=lambda i: int(str(solution.classes[i])))
    needed: list[Component] = []
    kept: list[int] = []
    at = 0
    for component in used:
        span = range(at, at + component.width)
        at += component.width
        if any(row[i] for row in solution.W for i in span):
            needed.append(component)
            kept += span
    rows = tuple(tuple(Cyclotomic.rational(solution.W[y][i]) for i in kept) for y in order)
    return needed, Readout(rows, tuple(Cyclotomic.rational(solution.c[y]) for y in order))


def _realization(
    question: Question, size: int, pool: Pool, taken: list[Component], readout: Readout | None
) -> Realization:
    """The system of the components in aligned blocks, and the vectors that it reaches."""
    places = packed([c.width for c in taken], size)
    ends = [p + c.width for p, c in zip(places, taken, strict=True)]
    width = -(-max(ends, default=0) // size) * size

    def spread(parts: Iterable[Iterable[Cyclotomic]]) -> tuple[Cyclotomic, ...]:
        row = [ZERO] * width
        for at, part in zip(places, parts, strict=True):
            for i, x in enumerate(part):
                row[at + i] = x
        return tuple(row)

    letters = range(len(question.minimal.alphabet))
    matrices: list[CyclotomicMatrix] = []
    for a in letters:
        rows = [[ZERO] * width for _ in range(width)]
        for at, component in zip(places, taken, strict=True):
            for i, row in enumerate(component.matrices[a].rows()):
                rows[at + i][at : at + component.width] = row
        matrices.append(CyclotomicMatrix(rows, columns=width))
    offsets = None
    if question.setting.additive:
        offsets = tuple(
            spread(c.offsets[a] if c.offsets is not None else () for c in taken) for a in letters
        )
    if readout is not None:
        split = [0, *np.cumsum([c.width for c in taken]).tolist()]
        parts = list(pairwise(split))
        rows_ = tuple(spread(row[i:j] for i, j in parts) for row in _tuples(readout))
        readout = Readout(rows_, readout.bias)
    orbit, states = _orbit(
        pool, [spread(parts) for parts in zip(*(c.vectors for c in taken), strict=True)]
    )
    system = BilinearSystem(question.minimal.alphabet, orbit.vectors[0], tuple(matrices), offsets)
    plural = "s" if len(taken) > 1 else ""
    over = "the states" if len(orbit) == len(question.minimal) else pool.name
    determine = f"determine{'' if plural else 's'} the state"
    reason = f"{len(taken)} small block{plural}, functions of {over}, {determine}"
    return Realization(question, system, orbit, states, readout, reason)


def _tuples(readout: Readout) -> Iterator[tuple[Cyclotomic, ...]]:
    for row in readout.rows:
        if not isinstance(row, tuple):
            raise TypeError(f"a row of a decoder is a tuple of numbers, not {row!r}")
        yield row


def _orbit(pool: Pool, vectors: list[tuple[Cyclotomic, ...]]) -> tuple[Orbit, tuple[int, ...]]:
    """The different vectors, numbered breadth-first, with the states that they stand for."""
    number = {vectors[0]: 0}
    first, following = [0], list[tuple[int, ...]]()
    for i in first:
        row: list[int] = []
        for j in pool.table[i].tolist():
            if vectors[j] not in number:
                number[vectors[j]] = len(first)
                first.append(j)
            row.append(number[vectors[j]])
        following.append(tuple(row))
    points = Orbit(tuple(vectors[i] for i in first), tuple(following))
    return points, tuple(int(pool.states[i]) for i in first)
