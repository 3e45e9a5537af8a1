"""Laws and covers: is a group a quotient of a subgroup of a product of groups of two kinds?

The groups of the one kind are all those whose squares commute, those of the other a few finite groups
S. Let F be free on generators of G, and R_1, .. the kernels of all maps F -> S. A word in their
intersection R and in ``(F^2)'``, F^2 the subgroup of the squares, is a law: trivial in all groups of
either kind, hence in quotients of subgroups of their products. If no law is violated in G, then G is
such a quotient.

Both are found by some maps phi: F -> S at a time. Let H be the group that the tuples (x, phi(x), ..)
generate, x the generators of G, and D = ``(H^2)'``. If an element of D is trivial in all S but not in G,
its program is a law, or else some map F -> S violates it and joins phi. If there is none, then H is
embedded in the product of H/D, whose squares commute, and of the S, and G is a quotient of H.

``Targets``           finite groups S, each with its products
``Cover``, ``Law``    maps phi that suffice; a program that is a law of all groups, not of G
``decide(..)``        one of the two

References: H. Neumann, *Varieties of Groups* (1967), chapters 1 and 2; theory.md, section 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product as tuples

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.program import Program, Recorder

Permutation = NDArray[np.intp]

#: The most tuples of elements of S on which a word is tried.
MAX_TUPLES = 2_000_000
#: The most products of permutations that are formed to find the elements of D.
MAX_PRODUCTS = 200_000
#: The most maps among which the next one is chosen.
_CHOICES = 40
_WORDS = ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 0, 1), (0, 1, 1), (0, 0, 1, 1), (0, 1, 0, 1, 1))


@dataclass(frozen=True)
class Map:
    """A map of generators into a group S: the place of S, and the numbers of the images."""

    target: int
    images: tuple[int, ...]


@dataclass(frozen=True)
class Cover:
    """Maps of the generators into groups S that make a cover together with commuting squares."""

    maps: tuple[Map, ...]


@dataclass(frozen=True)
class Law:
    """A program that is trivial in all groups of both kinds, but not in G."""

    program: Program


class Unfinished(ValueError):
    """A bound was met."""


def decide(generators: Sequence[Permutation], targets: Sequence[FiniteGroup]) -> Cover | Law:
    """Maps that make a cover of the group that permutations generate, or a law that it violates.

    Args:
        generators: permutations of the same points, at least one.
        targets: the finite groups S.

    Raises:
        Unfinished: past ``MAX_TUPLES`` or ``MAX_PRODUCTS``.

    >>> s4 = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    >>> q8 = FiniteGroup([(1, 4, 3, 6, 5, 0, 7, 2), (2, 7, 4, 1, 6, 3, 0, 5)])
    >>> decide(list(q8.permutations), [s4])
    Cover(maps=())
    >>> len(decide(list(s4.permutations), [s4]).maps)
    1
    """
    rank = len(generators)
    if max(s.order for s in targets) ** rank > MAX_TUPLES:
        raise Unfinished(f"{rank} generators have more than {MAX_TUPLES} maps to one group")
    maps: list[Map] = []
    while True:
        program = _violated(_joined(generators, maps, targets), generators)
        if program is None:
            return Cover(tuple(maps))
        against = [m for i, s in enumerate(targets) for m in _against(program, i, s, generators)]
        if not against:
            return Law(program)
        maps.append(min(against, key=lambda m: _kernel_order(generators, m, targets)))


def _joined(
    generators: Sequence[Permutation], maps: Sequence[Map], targets: Sequence[FiniteGroup]
) -> list[Permutation]:
    """The generators of H: permutations of the points of all S, and then of those of G."""
    joined: list[Permutation] = []
    for i, x in enumerate(generators):
        parts = [targets[m.target].elements[m.images[i]] for m in maps]
        starts = np.cumsum([0, *(len(part) for part in parts)])
        shifted = [part + at for part, at in zip([*parts, x], starts, strict=True)]
        joined.append(np.concatenate(shifted).astype(np.intp))
    return joined


def _against(
    program: Program, place: int, target: FiniteGroup, generators: Sequence[Permutation]
) -> list[Map]:
    """Maps into S under which a program is not trivial, up to conjugation of the first image.

    Of many those come first that are most like a map of G: short words have an order in S that
    divides twice the order in G.
    """
    first = target.class_representatives
    rest = [np.arange(target.order)] * (program.variables - 1)
    images = np.stack([x.ravel() for x in np.meshgrid(first, *rest, indexing="ij")])
    table, inverse = target.table, target.inverse
    value = program.value(list(images), lambda x, y: table[x, y], lambda x: inverse[x])
    images = images[:, value != 0]
    unlike = np.zeros(images.shape[1], np.intp)
    for word in _WORDS:
        if max(word) < program.variables:
            x, y = generators[word[0]], images[word[0]]
            for a in word[1:]:
                x, y = generators[a][x], table[y, images[a]]
            unlike += 2 * _order(x) % target.element_orders[y] != 0
    chosen = np.argsort(unlike, kind="stable")[:_CHOICES]
    return [Map(place, tuple(images[:, i].tolist())) for i in chosen]


def _order(x: Permutation) -> int:
    """The order of a permutation."""
    power, order = x, 1
    while (power != np.arange(len(x))).any():
        power, order = x[power], order + 1
    return order


def _kernel_order(
    generators: Sequence[Permutation], m: Map, targets: Sequence[FiniteGroup]
) -> tuple[int, int]:
    """The order of the kernel of H -> S for one map: 1 if phi is a map of G, up to a cover."""
    joined = _joined(generators, [m], targets)
    chain = Chain(Recorder(len(joined)), len(joined[0]))
    for i, x in enumerate(joined):
        chain.add((x, i))
    degree = targets[m.target].degree
    order = 1
    for level in chain.levels:
        if level.point >= degree:
            order *= len(level.ways)
    return order, m.target


# --- the elements of D ---------------------------------------------------------------------------

Element = tuple[Permutation, int]  # with its number in the recorder


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
    """A chain of stabilisers of the points 0, 1, .., with the program of each element it holds."""

    recorder: Recorder
    degree: int
    cut: int | None = None
    levels: list[_Level] = field(default_factory=list[_Level])
    found: int | None = None
    products: int = 0

    @property
    def order(self) -> int:
        """The order of the group."""
        order = 1
        for level in self.levels:
            order *= len(level.ways)
        return order

    def times(self, x: Element, y: Element) -> Element:
        """The product, x first."""
        self.products += 1
        if self.products > MAX_PRODUCTS:
            raise Unfinished(f"more than {MAX_PRODUCTS} products of permutations are needed")
        return y[0][x[0]], self.recorder.record(x[1], y[1])

    def inverse(self, x: Element) -> Element:
        """The inverse."""
        return np.argsort(x[0]), self.recorder.record(x[1])

    def moved(self, x: Element) -> int | None:
        """The first point that an element moves."""
        points = np.flatnonzero(x[0] != np.arange(self.degree))
        return int(points[0]) if len(points) else None

    def sift(self, x: Element) -> Element:
        """What is left of an element when the elements of the chain are divided off."""
        for level in self.levels:
            image = int(x[0][level.point])
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
        while self.found is None:
            level = next((v for v in reversed(self.levels) if v.pending), None)
            if level is None:
                break
            point, s = level.pending.pop()
            way, generator = level.ways[point], level.generators[s]
            end = int(generator[0][point])
            if end not in level.ways:
                self._reach(level, end, self.times(way, generator))
                continue
            if np.array_equal(generator[0][way[0]], level.ways[end][0]):
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
            identity = np.arange(self.degree)
            way = (identity, self.recorder.record(x[1], self.recorder.record(x[1])))
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


def _violated(joined: Sequence[Permutation], generators: Sequence[Permutation]) -> Program | None:
    """A program in D = ``(H^2)'`` that is trivial in all S, but not in G; None if there is none."""
    rank, degree = len(joined), len(joined[0])
    recorder = Recorder(rank)
    chain = Chain(recorder, degree, cut=degree - len(generators[0]))
    letters: list[Element] = [(x, i) for i, x in enumerate(joined)]
    squares = _square_generators(chain, letters)
    waiting = [
        _commutator(chain, squares[j], squares[i]) for j in range(len(squares)) for i in range(j)
    ]
    for x in waiting:
        if not chain.add(x):
            continue
        if chain.found is not None:
            return recorder.program(chain.found)
        waiting += [
            chain.times(chain.inverse(y), chain.times(x, y)) for y in letters
        ]  # D is normal in H
    return None


def _square_generators(chain: Chain, letters: Sequence[Element]) -> list[Element]:
    """Schreier's generators of the subgroup F^2 of index ``2^rank``."""
    corners: dict[tuple[int, ...], Element | None] = {}
    for bits in tuples((0, 1), repeat=len(letters)):
        corner: Element | None = None
        for bit, x in zip(bits, letters, strict=True):
            if bit:
                corner = x if corner is None else chain.times(corner, x)
        corners[bits] = corner
    found: list[Element] = []
    for bits, corner in corners.items():
        for i, x in enumerate(letters):
            flipped = (*bits[:i], 1 - bits[i], *bits[i + 1 :])
            if flipped > bits and not any(bits[i + 1 :]):
                continue  # the representative of the corner itself
            there = corners[flipped]
            way = x if corner is None else chain.times(corner, x)
            found.append(way if there is None else chain.times(way, chain.inverse(there)))
    return found


def _commutator(chain: Chain, x: Element, y: Element) -> Element:
    back = chain.times(chain.inverse(x), chain.inverse(y))
    return chain.times(back, chain.times(x, y))
