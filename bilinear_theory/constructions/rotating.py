"""Blocks of a finite group: the letters are any of its elements, and the start any vector.

The orbit of a vector v under the elements that the letters generate is one point a coset of those that
fix v. A vector on the axis of a rotation has fewer points than others, and serves as well if what it
cannot tell apart need not be told apart.

``Rotating``                              the block of a representation, letters and a start
``rotating(rho, letters)``                the block at a start that no element fixes, if there is one

References: Coxeter, *Regular Polytopes* (1973), chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.representation import Representation

Point = tuple[Cyclotomic, ...]


@dataclass(frozen=True, eq=False)
class Rotating:
    """A block of a representation.

    Args:
        representation: of a finite group.
        letters: the element that each letter stands for.
        start: a vector.
        axes: other vectors that may be the start.
    """

    representation: Representation
    letters: tuple[int, ...]
    start: CyclotomicMatrix
    axes: tuple[CyclotomicMatrix, ...] = ()

    @property
    def width(self) -> int:
        """The size of the block."""
        return self.representation.degree

    @cached_property
    def _orbit(self) -> tuple[list[Point], NDArray[np.intp]]:
        """The vectors, and the vector that each letter leads to, ``(S, points)``."""
        matrices = [self.representation.matrix(x) for x in self.letters]
        columns = [self.start]
        place = {_entries(self.start): 0}
        following: list[list[int]] = []
        for v in columns:
            row: list[int] = []
            for m in matrices:
                after = m @ v
                j = place.setdefault(_entries(after), len(columns))
                if j == len(columns):
                    columns.append(after)
                row.append(j)
            following.append(row)
        return list(place), np.array(following, np.intp).reshape(len(columns), -1).T

    @property
    def size(self) -> int:
        """The number of points."""
        return len(self._orbit[0])

    def moves(self) -> NDArray[np.intp]:
        """The point that each point goes to on each letter, shape ``(S, size)``."""
        return self._orbit[1]

    @property
    def coarser(self) -> tuple[Rotating, ...]:
        """The blocks at the other starts, those with the fewest points first."""
        others = [Rotating(self.representation, self.letters, v) for v in self.axes]
        return tuple(sorted((b for b in others if b.size < self.size), key=lambda b: b.size))

    def along(self, words: Sequence[Sequence[int]]) -> Rotating:
        """The block on new letters, each the word of old ones that it stands for."""
        group = self.representation.group
        elements: list[int] = []
        for word in words:
            x = 0
            for a in word:
                x = int(group.product(x, self.letters[a]))
            elements.append(x)
        return Rotating(self.representation, tuple(elements), self.start)

    def matrices(self) -> list[CyclotomicMatrix]:
        """The matrix of each letter."""
        return [self.representation.matrix(x) for x in self.letters]

    def vectors(self) -> list[Point]:
        """The vector of each point."""
        return self._orbit[0]


def rotating(rho: Representation, letters: Sequence[int]) -> Rotating:
    """The block of a faithful irreducible representation, at a vector that no other element fixes."""
    start, axes = _starts(rho)
    return Rotating(rho, tuple(letters), start, axes)


@lru_cache(maxsize=16)
def _starts(rho: Representation) -> tuple[CyclotomicMatrix, tuple[CyclotomicMatrix, ...]]:
    """A vector that no element but the identity fixes, and the axes of single elements."""
    identity = CyclotomicMatrix.identity(rho.degree)
    axes: dict[Point, CyclotomicMatrix] = {}
    for x in range(1, rho.group.order):
        kernel = (rho.matrix(x) - identity).kernel()
        if kernel.shape[1] == 1:
            axes.setdefault(_entries(kernel), kernel)
    t = 1
    while True:
        start = CyclotomicMatrix.column([(t + 1) ** i for i in range(rho.degree)])
        if all(rho.matrix(x) @ start != start for x in range(1, rho.group.order)):
            return start, tuple(axes.values())
        t += 1


def _entries(column: CyclotomicMatrix) -> Point:
    return tuple(row[0] for row in column.rows())
