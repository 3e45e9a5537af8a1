"""Chains of stabilisers whose elements know how they were made.

The elements that fix the points 0 .. p-1 are a subgroup for each p; a chain holds generators of each of
these, and for each point of the orbit of p an element that leads there. Schreier's lemma gives the
generators of the next subgroup. Each element carries its number in a recorder, so that a program makes
it from the first generators. A chain may be asked to stop at an element that fixes all points before a
cut, but not all points.

``Chain``             grows by ``add``; ``found`` is the element at which it stopped
``group_order(..)``   the order of the group that permutations generate

References: Sims, *Computational methods in the study of permutation groups* (1970); Knuth,
*Efficient representation of perm groups* (1991).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.program import Recorder

Permutation = NDArray[np.intp]
Element = tuple[Permutation, int]  # with its number in the recorder

#: The most products of permutations that are formed in one chain.
MAX_PRODUCTS = 200_000


class Unfinished(ValueError):
    """A bound was met."""


@dataclass
class _Level:
    """The orbit of a point under the elements that fix all points before it."""

    point: int
    generators: list[Element] = field(default_factory=list[Element])
    ways: dict[int, Element] = field(default_factory=dict[int, Element])
    back: dict[int, Element] = field(default_factory=dict[int, Element])
    pending: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass
class Chain:
    """A chain of stabilisers of the points 0, 1, .., with the program of each element it holds.

    Args:
        recorder: where products are written down.
        degree: the number of points.
        cut: elements that fix all points before it, but not all points, are what is looked for.
        most: an upper bound on the order, at which the chain is known to be complete.
    """

    recorder: Recorder
    degree: int
    cut: int | None = None
    most: int | None = None
    levels: list[_Level] = field(default_factory=list[_Level])
    found: int | None = None
    products: int = 0

    @cached_property
    def identity(self) -> Permutation:
        """The identity."""
        return np.arange(self.degree)

    @property
    def order(self) -> int:
        """The order of the group."""
        return math.prod(len(level.ways) for level in self.levels)

    def times(self, x: Element, y: Element) -> Element:
        """The product, x first."""
        self.products += 1
        if self.products > MAX_PRODUCTS:
            raise Unfinished(f"more than {MAX_PRODUCTS} products of permutations are needed")
        return y[0].take(x[0]), self.recorder.record(x[1], y[1])

    def inverse(self, x: Element) -> Element:
        """The inverse."""
        return np.argsort(x[0]), self.recorder.record(x[1])

    def moved(self, x: Element) -> int | None:
        """The first point that an element moves."""
        moved = x[0] != self.identity
        point = int(moved.argmax())
        return point if moved[point] else None

    def sift(self, x: Element) -> Element:
        """What is left of an element when the elements of the chain are divided off."""
        for level in self.levels:
            image = x[0].item(level.point)
            if image != level.point:
                if image not in level.ways:
                    break
                x = self.times(x, level.back[image])
        return x

    def add(self, x: Element) -> bool:
        """Add an element; whether the group did not hold it. Stops once ``found`` is set."""
        rest = self.sift(x)
        if not self._insert(rest, 0):
            return False
        while self.found is None and (self.most is None or self.order != self.most):
            level = next((v for v in reversed(self.levels) if v.pending), None)
            if level is None:
                break
            point, s = level.pending.pop()
            way, generator = level.ways[point], level.generators[s]
            end = int(generator[0][point])
            if end not in level.ways:
                self._reach(level, end, self.times(way, generator))
                continue
            if (generator[0].take(way[0]) == level.ways[end][0]).all():
                continue
            schreier = self.times(self.times(way, generator), level.back[end])
            self._insert(self.sift(schreier), level.point + 1)
        return True

    def _insert(self, x: Element, lowest: int) -> bool:
        """Add a residue to the levels from a point on to the first point that it moves."""
        point = self.moved(x)
        if point is None:
            return False
        if self.cut is not None and point >= self.cut:
            self.found = x[1]
            return True
        if all(level.point != point for level in self.levels):
            fresh = _Level(point)
            at = sum(level.point < point for level in self.levels)
            self.levels.insert(at, fresh)
            way = (self.identity, self.recorder.record(x[1], self.recorder.record(x[1])))
            fresh.ways[point] = fresh.back[point] = way
            for generator in self.levels[at + 1].generators if at + 1 < len(self.levels) else []:
                self._generate(fresh, generator)
        for level in self.levels:
            if lowest <= level.point <= point:
                self._generate(level, x)
        return True

    def _generate(self, level: _Level, x: Element) -> None:
        level.pending.extend((p, len(level.generators)) for p in level.ways)
        level.generators.append(x)

    def _reach(self, level: _Level, point: int, way: Element) -> None:
        level.ways[point], level.back[point] = way, self.inverse(way)
        level.pending.extend((point, s) for s in range(len(level.generators)))


def group_order(generators: Sequence[Permutation], *, most: int | None = None) -> int:
    """The order of the group that permutations generate, if an upper bound is known, much faster.

    Raises:
        Unfinished: past ``MAX_PRODUCTS``.

    >>> group_order([np.array([1, 0, 2, 3, 4]), np.array([1, 2, 3, 4, 0])])
    120
    """
    chain = Chain(Recorder(len(generators)), len(generators[0]), most=most)
    for i, x in enumerate(generators):
        chain.add((x, i))
    return chain.order
