"""Strong generating sets: the order of a permutation group that is too large to enumerate.

A chain of stabilisers fixes one base point after the other; the order is the product of the sizes of
the orbits of the base points. Schreier's lemma gives generators of each stabiliser, and those that
the later members of the chain do not yet hold are added there.

``permutation_order(maps)``   the order of the group that permutations generate

References: Sims, *Computational methods in the study of permutation groups* (1970); Knuth,
*Efficient representation of perm groups* (1991).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Permutation = NDArray[np.intp]


@dataclass
class _Level:
    """One stabiliser: its base point, generators, and for each point of the orbit a way there."""

    base: int
    identity: Permutation
    generators: list[Permutation] = field(default_factory=list[Permutation])
    ways: dict[int, Permutation] = field(default_factory=dict[int, Permutation])
    ways_back: dict[int, Permutation] = field(default_factory=dict[int, Permutation])
    pending: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def __post_init__(self) -> None:
        self.reach(self.base, self.identity)

    def reach(self, point: int, way: Permutation) -> None:
        """Add a point to the orbit; all generators must still be tried there."""
        self.ways[point], self.ways_back[point] = way, np.argsort(way)
        self.pending.extend((point, s) for s in range(len(self.generators)))

    def add(self, generator: Permutation) -> None:
        """Add a generator; it must still be tried at all points of the orbit."""
        self.pending.extend((point, len(self.generators)) for point in self.ways)
        self.generators.append(generator)


def permutation_order(maps: NDArray[np.integer], *, bound: int = 500_000) -> int | tuple[int, None]:
    """The order of the group that permutations generate.

    Args:
        maps: permutations of ``0..Q-1``, shape ``(S, Q)``.
        bound: on the number of products of permutations that are formed.

    Returns:
        The order, or ``(low, None)`` with ``low <= order`` past the bound.

    >>> permutation_order(np.array([[1, 0, 2, 3, 4, 5], [1, 2, 3, 4, 5, 0]]))
    720
    """
    identity = np.arange(maps.shape[1])
    levels: list[_Level] = []
    for g in maps.astype(np.intp):
        _insert(levels, g, 0, 0)
    products, i = 0, len(levels) - 1
    while i >= 0:
        level = levels[i]
        if not level.pending:
            i -= 1
            continue
        if products > bound:
            return math.prod(len(x.ways) for x in levels), None
        point, s = level.pending.pop()
        way = level.generators[s][level.ways[point]]
        end = int(way[level.base])
        if end not in level.ways:
            level.reach(end, way)
            continue
        # Schreier's generator fixes the base point; the later levels should hold it.
        residue, j = level.ways_back[end][way], i + 1
        products += 2
        while j < len(levels) and (end := int(residue[levels[j].base])) in levels[j].ways:
            residue, j, products = levels[j].ways_back[end][residue], j + 1, products + 1
        if not np.array_equal(residue, identity):
            _insert(levels, residue, i + 1, j)
            i = j
    return math.prod(len(x.ways) for x in levels)


def _insert(levels: list[_Level], g: Permutation, first: int, last: int) -> None:
    """Add a permutation to the levels ``first..last``, of which the last may have to be made."""
    if last == len(levels):
        identity = np.arange(len(g))
        moved = np.flatnonzero(g != identity)
        if not len(moved):
            return
        levels.append(_Level(int(moved[0]), identity))
    for level in levels[first : last + 1]:
        level.add(g)
