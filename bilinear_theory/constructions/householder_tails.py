"""Tails and sinks: Householder products for automata whose letters merge states.

A coordinate that a letter sends on and at last to 0 is a tail: the projection along the last one and the
reflections of a cyclic permutation, as many factors as coordinates. Two kinds of automata are made of them.

``partial``   one state is a sink and the letters are injective off it: the other states are unit vectors, the
              sink is 0, and a letter is a partial permutation matrix
``counted``   the letters commute: the state is known from how often each letter was read, up to its tail and
              its cycle, and each letter moves a tail and a plane (or a sign) of its own

``construct(question, n)``   a realization with at most n factors a letter, in each head or in the only one

References: Lawson, *Inverse Semigroups* (1998), chapter 1 (partial permutations); theory.md, section 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import prod

import numpy as np

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.reflections import reflection_keys
from bilinear_theory.automata.automaton import Table
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.factoring import ONE, TWO, metric
from bilinear_theory.constructions.one_vector import linear_readout
from bilinear_theory.systems.factors import Factor, HouseholderFactors
from bilinear_theory.systems.matrix import ZERO
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import HouseholderHeads
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

Point = tuple[Cyclotomic, ...]

#: The most states of a partial permutation system, the most points of an orbit, and the most units.
MAX_STATES, MAX_POINTS, MAX_WIDTH = 200, 2000, 60


@dataclass(frozen=True, eq=False)
class Part:
    """Coordinates that one letter alone moves: its factors and form, and the vector after each count."""

    letter: int
    factors: tuple[Factor, ...]
    form: CyclotomicMatrix
    vectors: tuple[Point, ...]


def construct(question: Question, reflections: int) -> Realization | None:
    """A realization with at most so many factors a letter, in each head or in the only one."""
    return partial(question, reflections) or counted(question, reflections)


def partial(question: Question, reflections: int) -> Realization | None:
    """Partial permutation matrices, None if there is no such sink or they take more factors."""
    minimal, n = question.minimal, len(question.minimal)
    table = minimal.transitions
    if not 1 < n <= MAX_STATES or not is_partial(table):
        return None
    [sink] = _sinks(table)
    place = {q: i for i, q in enumerate(q for q in range(n) if q != sink)}
    letters: list[tuple[Factor, ...]] = []
    for column in table.T.tolist():
        images = [None if column[q] == sink else place[column[q]] for q in place]
        if _cost(images) > reflections:
            return None
        letters.append(_partial_factors(images))
    points = tuple(_unit(place.get(q), n - 1) for q in range(n))
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        codes, half = minimal.output_codes.tolist(), ONE / 2
        symbols = range(len(minimal.output_symbols))
        rows = tuple(tuple(ONE if codes[q] == y else ZERO for q in place) for y in symbols)
        readout = Readout(rows, tuple(half if codes[sink] == y else ZERO for y in symbols))
    structure = HouseholderFactors((n - 1,), tuple((factors,) for factors in letters))
    orbit = Orbit(points, tuple(tuple(row) for row in table.tolist()))
    reason = f"states as unit vectors, a sink as 0: at most {structure.most} factors a letter"
    return _realized(question, orbit, tuple(range(n)), readout, structure, reason)


def is_partial(table: Table) -> bool:
    """Whether there is one sink, and letters merge no states but into it."""
    sinks = _sinks(table)
    images = np.sort(np.delete(table, sinks, axis=0), axis=0)
    merged = images[1:][images[1:] == images[:-1]]
    return len(sinks) == 1 and bool((merged == sinks[0]).all())


def _sinks(table: Table) -> list[int]:
    """The states that no letter leaves."""
    return np.flatnonzero((table == np.arange(len(table))[:, None]).all(axis=1)).tolist()


def _cost(images: list[int | None]) -> int:
    """The factors of a partial permutation: its units less its cycles."""
    seen: set[int] = set()
    cycles = 0
    for start in range(len(images)):
        q: int | None = start
        path: set[int] = set()
        while q is not None and q not in seen and q not in path:
            path.add(q)
            q = images[q]
        cycles += q in path
        seen |= path
    return len(images) - cycles


def _partial_factors(images: list[int | None]) -> tuple[Factor, ...]:
    """Projections along the units that are sent to 0, then reflections, each chain closed to a cycle."""
    size = len(images)
    closed = list(images)
    back = {i: q for q, i in enumerate(images) if i is not None}
    for last in (q for q, i in enumerate(images) if i is None):
        first = last
        while first in back:
            first = back[first]
        closed[last] = first
    factors = [Factor(ONE, _unit(q, size)) for q, i in enumerate(images) if i is None]
    for start in range(size):  # the cycle (c_0 c_1 .. c_m) is (c_0 c_1), then (c_0 c_2), ..
        cycle, q = [start], closed[start]
        while q is not None and q > start:
            cycle.append(q)
            q = closed[q]
        if q == start:
            factors += [
                Factor(
                    TWO, tuple(ONE if i == start else -ONE if i == c else ZERO for i in range(size))
                )
                for c in cycle[1:]
            ]
    return tuple(factors)


def _unit(i: int | None, size: int) -> Point:
    return tuple(ONE if j == i else ZERO for j in range(size))


def counted(question: Question, reflections: int) -> Realization | None:
    """Letters that commute, each in coordinates of its own; None if one takes more factors.

    With a linear decoder also None if none is found for these coordinates.
    """
    minimal, heads = question.minimal, isinstance(question.restriction, HouseholderHeads)
    columns = list(minimal.transitions.T)
    if any((x[y] != y[x]).any() for i, x in enumerate(columns) for y in columns[:i]):
        return None
    shapes = [_shape(x) for x in columns]
    turns = [min(cycle - 1, 2) for _, cycle in shapes]
    costs = [max(t, c) if heads else t + c for (t, _), c in zip(shapes, turns, strict=True)]
    width = sum(t + c for (t, _), c in zip(shapes, turns, strict=True))
    if (
        max(costs, default=0) > reflections
        or not 0 < width <= MAX_WIDTH
        or prod(t + c for t, c in shapes) > MAX_POINTS
    ):
        return None
    parts = [part for a, shape in enumerate(shapes) for part in _parts(a, *shape)]
    counts: list[tuple[int, ...]] = [(0,) * len(columns)]
    number, states, following = {counts[0]: 0}, [0], list[tuple[int, ...]]()
    for count, q in zip(counts, states, strict=False):
        row: list[int] = []
        for a, (tail, cycle) in enumerate(shapes):
            after = count[a] + 1 if count[a] + 1 < tail + cycle else tail
            key = (*count[:a], after, *count[a + 1 :])
            if key not in number:
                number[key] = len(counts)
                counts.append(key)
                states.append(int(minimal.transitions[q, a]))
            row.append(number[key])
        following.append(tuple(row))
    points = tuple(
        tuple(x for part in parts for x in part.vectors[count[part.letter]]) for count in counts
    )
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        readout = linear_readout(points, [int(question.minimal.output_codes[q]) for q in states])
        if readout is None:
            return None
    structure = _structure(parts, len(columns), heads=heads)
    reason = f"each letter counted in units of its own: at most {structure.most} factors a letter"
    return _realized(
        question, Orbit(points, tuple(following)), tuple(states), readout, structure, reason
    )


def _shape(x: Table) -> tuple[int, int]:
    """The least tail and cycle with ``f^(tail + cycle) = f^tail`` for a map f of the states."""
    powers = [np.arange(len(x))]
    seen = {powers[0].tobytes(): 0}
    while len(powers) <= MAX_POINTS:
        power = x[powers[-1]].astype(powers[0].dtype)
        if power.tobytes() in seen:
            tail = seen[power.tobytes()]
            return tail, len(powers) - tail
        seen[power.tobytes()] = len(powers)
        powers.append(power)
    return MAX_POINTS, 1


def _parts(letter: int, tail: int, cycle: int) -> list[Part]:
    """The tail of a letter, and a sign or a plane for its cycle."""
    found: list[Part] = []
    total = tail + cycle
    if tail:
        images = [*range(1, tail), None]
        vectors = tuple(_unit(i if i < tail else None, tail) for i in range(total))
        form = CyclotomicMatrix.identity(tail)
        found.append(Part(letter, _partial_factors(images), form, vectors))
    if cycle > 1:
        matrix, form, start = _rotation(cycle)
        factors = tuple(Factor(TWO, key) for key in reflection_keys(matrix, form))
        vectors, v = list[Point](), CyclotomicMatrix.column(start)
        for _ in range(total):
            vectors.append(tuple(x for (x,) in v.rows()))
            v = matrix @ v
        found.append(Part(letter, factors, form, tuple(vectors)))
    return found


@cache
def _rotation(order: int) -> tuple[CyclotomicMatrix, CyclotomicMatrix, Point]:
    """A real matrix of an order, a form that it preserves, and a vector: a sign, or a rotation of a plane."""
    if order == 2:
        return CyclotomicMatrix([[-1]]), CyclotomicMatrix.identity(1), (ONE,)
    z = Cyclotomic.root_of_unity(order)
    t = z + z.conjugate()
    form = CyclotomicMatrix([[2, t], [t, 2]])
    if order == 4:
        form = CyclotomicMatrix.identity(2)
    return CyclotomicMatrix([[0, -1], [1, t]]), form, (ONE, ZERO)


def _structure(parts: list[Part], letters: int, *, heads: bool) -> HouseholderFactors:
    """The factors of all letters, in a head for each part or in one."""
    forms = [part.form for part in parts]
    sizes = [form.shape[0] for form in forms]
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    width = sum(sizes)
    if heads:
        found = [
            tuple(part.factors if part.letter == a else () for part in parts)
            for a in range(letters)
        ]
        return HouseholderFactors(tuple(sizes), tuple(found), metric(forms))
    found = [
        (
            tuple(
                Factor(f.beta, (ZERO,) * at + f.key + (ZERO,) * (width - at - len(f.key)))
                for part, at in zip(parts, starts, strict=True)
                if part.letter == a
                for f in part.factors
            ),
        )
        for a in range(letters)
    ]
    return HouseholderFactors((width,), tuple(found), metric(forms))


def _realized(
    question: Question,
    orbit: Orbit,
    states: tuple[int, ...],
    readout: Readout | None,
    structure: HouseholderFactors,
    reason: str,
) -> Realization:
    """The realization by factors, with additive terms 0 if it has to have them."""
    alphabet, width = question.minimal.alphabet, sum(structure.heads)
    offsets = ((ZERO,) * width,) * len(alphabet) if question.setting.additive else None
    system = BilinearSystem(alphabet, orbit.vectors[0], structure.matrices, offsets)
    return Realization(question, system, orbit, states, readout, reason, structure)
