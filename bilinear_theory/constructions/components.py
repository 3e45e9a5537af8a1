"""Components: automata whose points are vectors of one block.

A component reads the letters beside the automaton. It is *over* a machine if its point is a function of the
state of that machine; then it is given by a code for each state. Four sources, each with blocks of a size:

* partial maps of at most ``size`` places, perhaps with signs: the points are unit vectors, their negatives
  and 0;
* maps of at most ``size + 1`` places, with an additive term: the corners of a simplex;
* a function of the states that spans, with all that letters make of it, at most ``size`` dimensions;
* representations of groups (``constructions.group_components``).

``Component``                 the vectors of the points, the matrices and perhaps additive terms
``Family``                    codes over a machine, and the component of each of them
``partial_maps``, ``maps``, ``functions``     the first three families

References: Eilenberg, *Automata, Languages and Machines* B (1976), chapter II; Fliess, *Matrices de Hankel*
(1974).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.observation import observation
from bilinear_theory.systems.matrix import ONE, ZERO

#: The most codes (states times assignments of maps to letters) that are tried at once.
MAX_CODES = 8_000_000
#: Up to so many states all functions with values 0, 1, -1 are tried.
MAX_FUNCTION_STATES = 6

Codes = NDArray[np.int64]
Point = tuple[Cyclotomic, ...]


@dataclass(frozen=True, eq=False)
class Component:
    """A block as an automaton over a machine: one vector a state of the machine, and its letters.

    ``vectors`` has one entry a state; ``offsets`` is None without an additive term.
    """

    vectors: tuple[Point, ...]
    matrices: tuple[CyclotomicMatrix, ...]
    offsets: tuple[Point, ...] | None = None

    @property
    def width(self) -> int:
        """The number of units."""
        return len(self.vectors[0])


@dataclass(frozen=True, eq=False)
class Family:
    """Components over one machine: ``codes``, shape ``(states, components)``, equal for equal vectors."""

    codes: Codes
    component: Callable[[int], Component | None]


def partial_maps(table: Table, size: int, *, signed: bool) -> Family | None:
    """The components in which letters map places to places, signed or not, or to 0; None past the bound.

    Point 0 is the vector 0; without signs point i is ``e_i``, else ``2i - 1`` and ``2i`` are ``e_i`` and its
    negative.
    """
    images = range(1 + size * (1 + signed))
    if _too_many(table, len(images) ** size):
        return None
    chosen = np.array(list(product(images, repeat=size)), np.int64)
    maps = np.zeros((len(chosen), len(images)), np.int64)
    if signed:
        negative = np.array([0, *(i + 1 if i % 2 else i - 1 for i in images[1:])])
        maps[:, 1::2], maps[:, 2::2] = chosen, negative[chosen]
    else:
        maps[:, 1:] = chosen
    codes = _over(table, maps, 1)

    def component(j: int) -> Component:
        column = codes[:, j]
        places = (column + 1) // 2 if signed else column
        signs = np.where((column % 2 == 0) & (column > 0) & signed, -1, 1)
        return _monomial(table, places, signs)

    return Family(codes, component)


def maps(table: Table, size: int) -> Family | None:
    """The components whose points are ``size + 1`` corners of a simplex; None past the bound."""
    if _too_many(table, (size + 1) ** (size + 1)):
        return None
    every = np.array(list(product(range(size + 1), repeat=size + 1)), np.int64)
    codes = _over(table, every, 0)
    return Family(codes, lambda j: simplex(table, codes[:, j]))


def simplex(table: Table, codes: Codes) -> Component:
    """The component whose points are the corners of a simplex, the first at 0."""
    _, numbers = np.unique(codes, return_inverse=True)
    width = int(numbers.max())
    _, first = np.unique(numbers, return_index=True)
    corners = [tuple(ONE if i == c - 1 else ZERO for i in range(width)) for c in range(width + 1)]
    matrices: list[CyclotomicMatrix] = []
    offsets: list[Point] = []
    for column in table.T:
        after = [corners[int(numbers[column[i]])] for i in first]
        offsets.append(after[0])
        rows = [[after[j + 1][i] - after[0][i] for j in range(width)] for i in range(width)]
        matrices.append(CyclotomicMatrix(rows, columns=width))
    return Component(tuple(corners[int(c)] for c in numbers), tuple(matrices), tuple(offsets))


def unit_vectors(table: Table, codes: Codes, zero: int | None) -> Component:
    """The component whose points are unit vectors, but for one, fixed by all letters, that is 0."""
    places = np.where(codes == zero, 0, codes + 1) if zero is not None else codes + 1
    return _monomial(table, places, np.ones_like(places))


def functions(minimal: Automaton, size: int, *, additive: bool) -> Family | None:
    """The functions with values 0, 1 and -1 that span few dimensions, with the letters; None if too many.

    With an additive term the constants do not count.
    """
    n = len(minimal)
    if n > MAX_FUNCTION_STATES:
        return None
    words = [np.arange(n)]
    known = {words[0].tobytes()}
    for word in words:
        for column in minimal.transitions.T:
            after = column[word]
            if after.tobytes() not in known and len(words) < 64:
                known.add(after.tobytes())
                words.append(after)
    every = np.array(list(product((0, 1, -1), repeat=n)), np.int64)[1:]
    every = every[every[np.arange(len(every)), (every != 0).argmax(axis=1)] > 0]
    spans = every[:, np.array(words)]  # (functions, words, states)
    if additive:
        spans = np.concatenate([spans, np.ones((len(spans), 1, n), np.int64)], axis=1)
    ranks = np.linalg.matrix_rank(spans.astype(np.float64))
    chosen = np.flatnonzero(ranks <= size + additive)
    if not len(chosen):
        return None
    codes = np.stack([_numbered(spans[i]) for i in chosen], axis=1)
    return Family(codes, lambda j: _observed(minimal, every[chosen[j]], size, additive=additive))


def _too_many(table: Table, count: int) -> bool:
    """Whether so many maps have too many assignments to the letters to be listed."""
    states, letters = table.shape
    return not letters or count**letters * states > MAX_CODES


def _over(table: Table, maps: Codes, start: int) -> Codes:
    """The codes of all assignments of maps to letters whose point is a function of the state."""
    states, letters = table.shape
    count, points = len(maps) ** letters, maps.shape[1]
    flat = maps.astype(np.int16).ravel()
    which = np.arange(count)
    offsets = [which // len(maps) ** a % len(maps) * points for a in range(letters)]
    codes: dict[int, NDArray[np.int16]] = {0: np.full(count, start, np.int16)}
    fits = np.ones(count, bool)
    for q in range(states):  # breadth-first numbers: a state is reached before its row is read
        for a in range(letters):
            r, after = int(table[q, a]), flat[offsets[a] + codes[q]]
            if r in codes:
                fits &= codes[r] == after
            else:
                codes[r] = after
        if 2 * np.count_nonzero(fits) < len(fits):
            codes = {r: column[fits] for r, column in codes.items()}
            offsets = [offset[fits] for offset in offsets]
            fits = fits[fits]
    found = np.array([codes[q][fits] for q in range(states)], np.int64)
    found = found[:, found.any(axis=0) & (found != found[0]).any(axis=0)]
    return found[:, np.sort(np.unique(mixed(found), return_index=True)[1])]


def mixed(codes: Codes) -> Codes:
    """A number for each column that almost always tells different columns apart.

    Where it does not, a component is taken for a copy of another one, and left out.
    """
    weights = np.arange(1, len(codes) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    weights ^= weights >> np.uint64(29)
    weights *= np.uint64(0xBF58476D1CE4E5B9)
    return (weights[:, None] * codes.astype(np.uint64)).sum(axis=0).astype(np.int64)


def _monomial(table: Table, places: Codes, signs: Codes) -> Component:
    """Vectors ``sign * e_place``, place 0 being the vector 0; only the places that occur are units."""
    used = [p for p in np.unique(places).tolist() if p]
    unit = {p: i for i, p in enumerate(used)}
    width = max(1, len(used))

    def vector(q: int, sign: int) -> Point:
        place = unit.get(int(places[q]))
        value = Cyclotomic.rational(int(signs[q]) * sign)
        return tuple(value if i == place else ZERO for i in range(width))

    matrices: list[CyclotomicMatrix] = []
    for column in table.T:
        columns = [(ZERO,) * width] * width
        for p in used:
            q = int(np.flatnonzero(places == p)[0])
            columns[unit[p]] = vector(int(column[q]), int(signs[q]))
        rows = [[columns[j][i] for j in range(width)] for i in range(width)]
        matrices.append(CyclotomicMatrix(rows, columns=width))
    return Component(tuple(vector(q, 1) for q in range(len(table))), tuple(matrices))


def _observed(
    minimal: Automaton, function: Codes, size: int, *, additive: bool
) -> Component | None:
    """The component of a function, with exact arithmetic; None if it spans too many dimensions."""
    constants = [np.ones(len(minimal), np.int64)] if additive else []
    seen = observation(minimal, np.array([*constants, function]), list(range(len(minimal))))
    width = len(seen.pivots)
    if width > size + additive:
        return None
    vectors = [tuple(x for (x,) in column.rows()) for column in seen.vectors.columns()]
    letters = [seen.matrix(column) for column in minimal.transitions.T]
    if not additive:
        return Component(tuple(vectors), tuple(letters))
    # The coordinates are those of the pivots, and the constant 1 is their sum: the last one is 1 - the rest.
    offsets: list[Point] = []
    matrices: list[CyclotomicMatrix] = []
    for letter in letters:
        rows = letter.rows()[:-1]
        offsets.append(tuple(row[-1] for row in rows))
        matrices.append(
            CyclotomicMatrix([[x - row[-1] for x in row[:-1]] for row in rows], columns=width - 1)
        )
    return Component(tuple(v[:-1] for v in vectors), tuple(matrices), tuple(offsets))


def _numbered(values: Codes) -> Codes:
    """A number for each column, equal for equal columns."""
    return np.unique(values, axis=1, return_inverse=True)[1].ravel()
