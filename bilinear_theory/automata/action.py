"""Group actions as automata: the word problem of a permutation group, and its action on points.

The Cayley automaton of a group has the elements as states, starts at the identity, and the letter
``x`` multiplies on the right; the point automaton has an orbit of points as states. Both are found
breadth first, a whole level of numpy rows at a time.

``cayley_automaton``   the word problem: the state after ``x_1 .. x_t`` is ``x_1 x_2 .. x_t``
``point_automaton``    the orbit of a point: the state after ``x_1 .. x_t`` is the point's image
permutation            the tuple ``p`` of its images; ``(pq)[i] = q[p[i]]``, left to right
base                   points that only the identity fixes; an element is its images of them
``cycles``             a permutation as people write it, ``(0 1)(2 3)``, and ``()`` for the identity

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), sections 2.1
and 4.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.permutations import checked_permutations, tuple_orbit
from bilinear_theory.automata.automaton import Automaton, Symbol

Permutation = tuple[int, ...]
Letters = Literal["generators", "elements"]
Rows = NDArray[np.int32]

ELEMENTS_BOUND = 100_000
CELLS_BOUND = 200_000_000  # transitions
LENGTH_BOUND = 5_000_000  # characters of a permutation
CYCLES = re.compile(r"(?:\(\s*+(?:\d{1,7}(?:[\s,]++\d{1,7})*+)?\s*+\)\s*+)++", re.ASCII)


def cycles(permutation: Sequence[int]) -> str:
    """A permutation as a product of disjoint cycles, fixed points left out.

    >>> cycles((1, 0, 3, 2)), cycles((0, 1))
    ('(0 1)(2 3)', '()')
    """
    seen = [False] * len(permutation)
    text: list[str] = []
    for first in range(len(permutation)):
        if seen[first] or permutation[first] == first:
            continue
        cycle, i = [], first
        while not seen[i]:
            seen[i] = True
            cycle.append(str(i))
            i = permutation[i]
        text.append(f"({' '.join(cycle)})")
    return "".join(text) or "()"


def permutation_of_cycles(text: str, degree: int | None = None) -> Permutation:
    """The permutation that disjoint cycles denote, on ``degree`` points.

    Points are separated by spaces or commas; without ``degree`` the largest point is the last.

    Raises:
        ValueError: if the text is no product of disjoint cycles, or names a point past the degree.

    >>> permutation_of_cycles("(0 1)(2,3)", degree=5)
    (1, 0, 3, 2, 4)
    """
    text = text.strip()
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    if len(text) > LENGTH_BOUND or not CYCLES.fullmatch(text):
        raise ValueError(f"expected cycles such as (0 1)(2 3), found {shown!r}")
    moves: dict[int, int] = {}
    for body in re.findall(r"\(([^)]*)\)", text):
        cycle = [int(point) for point in re.findall(r"\d+", body)]
        for i, j in zip(cycle, [*cycle[1:], *cycle[:1]], strict=True):
            if i in moves:
                raise ValueError(f"point {i} stands twice in the cycles {shown!r}")
            moves[i] = j
    least = max(moves, default=-1) + 1
    if degree is not None and degree < least:
        raise ValueError(f"point {least - 1} is outside 0..{degree - 1}")
    return tuple(moves.get(i, i) for i in range(least if degree is None else degree))


def cayley_automaton(
    generators: Sequence[Sequence[int]],
    *,
    letters: Letters = "generators",
    symbols: Sequence[Symbol] | None = None,
    base: Sequence[int] | None = None,
    element_name: Callable[[Permutation], str] | None = None,
    bound: int = ELEMENTS_BOUND,
) -> Automaton:
    """The word problem of the group that permutations generate.

    Args:
        generators: permutations of ``0 .. n-1`` as lists of images, at least one.
        letters: ``"generators"``, or ``"elements"``: every element, the identity first.
        symbols: names of the generators as letters; by default ``element_name`` of each.
        base: a base of the group, by default all points. Elements are told apart by their images
            of the base, so that a short one makes large groups on many points cheap.
        element_name: the name of the element with given images of the base; by default its cycles,
            or those images if a base is given.
        bound: the largest group that is enumerated.

    Returns:
        The automaton whose states are the elements in breadth-first order; state ``q`` has the
        output ``q`` and the element's name.

    Raises:
        ValueError: on generators that are no permutations of the same points; past the bound.

    >>> s3 = cayley_automaton([(1, 0, 2), (1, 2, 0)])
    >>> s3.state_names[s3.run(["(0 1)", "(0 1 2)"])]
    '(0 2)'
    """
    given = checked_permutations(generators)
    points = list(range(given.shape[1]) if base is None else base)
    name = element_name or (cycles if base is None else str)
    images, table, parents = tuple_orbit(given, points, bound, ("the group", "elements"))
    names = [name(tuple(row)) for row in images.tolist()]
    if letters == "elements":
        columns = _element_columns(table, table, parents)
        return Automaton(names, columns, 0, range(len(table)), names)
    chosen = _distinct(
        [name(tuple(row)) for row in given[:, points].tolist()] if symbols is None else symbols
    )
    return Automaton(chosen, table, 0, range(len(table)), names)


def point_automaton(
    generators: Sequence[Sequence[int]],
    *,
    point: int = 0,
    letters: Letters = "generators",
    symbols: Sequence[Symbol] | None = None,
    base: Sequence[int] | None = None,
    element_name: Callable[[Permutation], str] | None = None,
    bound: int = ELEMENTS_BOUND,
) -> Automaton:
    """The action of a permutation group on the orbit of a point, from that point.

    The arguments are those of ``cayley_automaton``; ``bound`` bounds the orbit, and with
    ``letters="elements"`` the group. States are the points of the orbit in breadth-first order,
    and state ``q`` has the output ``q`` and the point's number as its name.

    Raises:
        ValueError: on generators that are no permutations of the same points, or a point outside
            them; past the bound.

    >>> a4 = point_automaton([(1, 2, 0, 3), (1, 3, 2, 0)])
    >>> len(a4), a4.state_names
    (4, ('0', '1', '2', '3'))
    """
    given = checked_permutations(generators)
    if not 0 <= point < given.shape[1]:
        raise ValueError(f"point {point} is outside 0..{given.shape[1] - 1}")
    orbit, table, _ = tuple_orbit(given, [point], bound, ("the orbit", "points"))
    points = list(range(given.shape[1]) if base is None else base)
    name = element_name or (cycles if base is None else str)
    names = [str(p) for p in orbit[:, 0].tolist()]
    if letters == "elements":
        images, group, parents = tuple_orbit(given, points, bound, ("the group", "elements"))
        columns = _element_columns(table, group, parents)
        elements = [name(tuple(row)) for row in images.tolist()]
        return Automaton(elements, columns, 0, range(len(table)), names)
    chosen = _distinct(
        [name(tuple(row)) for row in given[:, points].tolist()] if symbols is None else symbols
    )
    return Automaton(chosen, table, 0, range(len(table)), names)


def _element_columns(table: Rows, group: Rows, parents: Rows) -> Rows:
    """The transitions under every element: the column of ``gx`` is that of ``g``, then ``x``."""
    cells = len(table) * len(group)
    if cells > CELLS_BOUND:
        raise ValueError(
            f"{len(group)} elements as letters and {len(table)} states are {cells} transitions, "
            f"past the bound {CELLS_BOUND}"
        )
    columns = np.empty((len(group), len(table)), np.int32)
    columns[0] = np.arange(len(table))
    for h, (parent, generator) in enumerate(parents.tolist()[1:], 1):
        columns[h] = table[columns[parent], generator]
    return np.ascontiguousarray(columns.T)


def _distinct(symbols: Sequence[Symbol]) -> list[Symbol]:
    """The symbols, a repeated text marked by its place: two equal generators are two letters."""
    seen: set[Hashable] = set()
    chosen: list[Symbol] = []
    for symbol in symbols:
        copy, candidate = 1, symbol
        while candidate in seen:
            copy += 1
            candidate = f"{symbol} #{copy}"
        seen.add(candidate)
        chosen.append(candidate)
    return chosen
