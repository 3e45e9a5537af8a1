"""Laws and covers: is a group a quotient of a subgroup of a product of groups of two kinds?

The groups of the one kind are all those whose squares commute, those of the other a few finite groups
S. Let F be free on generators of G, and R_1, .. the kernels of all maps F -> S. A word in their
intersection R and in ``(F^2)'``, F^2 the subgroup of the squares, is a law: trivial in all groups of
either kind, hence in quotients of subgroups of their products. If no law is violated in G, then G is
such a quotient. A few short words are tried first (``short_laws``).

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
from dataclasses import dataclass
from functools import lru_cache
from itertools import product as tuples

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.program import Program, Recorder
from bilinear_theory.algebra.short_laws import short_law
from bilinear_theory.algebra.stabiliser_chain import (
    Chain,
    Element,
    Permutation,
    Unfinished,
    group_order,
)

#: The most tuples of elements of S on which a word is tried.
MAX_TUPLES = 2_000_000
#: The most maps among which the next one is chosen.
_CHOICES = 40
#: The largest order of G for which all of these are compared with G.
_SMALL = 200
#: How many maps unlike any of G are added at once.
_TOGETHER = 6
_WORDS = (
    (0,),
    (1,),
    (2,),
    (0, 1),
    (0, 2),
    (1, 2),
    (0, 0, 1),
    (0, 1, 1),
    (0, 0, 1, 1),
    (0, 1, 0, 1, 1),
)


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


def decide(generators: Sequence[Permutation], targets: Sequence[FiniteGroup]) -> Cover | Law:
    """Maps that make a cover of the group that permutations generate, or a law that it violates.

    Args:
        generators: permutations of the same points, at least one.
        targets: the finite groups S.

    Raises:
        Unfinished: past ``MAX_TUPLES``, or past the bound of the chains of stabilisers.

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
    if (program := short_law(generators, targets)) is not None:
        return Law(program)
    order = group_order(generators)
    group = FiniteGroup(np.array(generators), bound=order) if order <= _SMALL else None
    maps: list[Map] = []
    while True:
        program = _violated(_joined(generators, maps, targets), generators)
        if program is None:
            return Cover(tuple(maps))
        against = [m for i, s in enumerate(targets) for m in _against(program, i, s, generators)]
        if not against:
            return Law(program)
        tried = [m for m, unlike in against if order <= _SMALL or not unlike]
        tried = tried[: 2 * _CHOICES if order <= _SMALL else _CHOICES // 4]
        least, best = order, None
        for m in tried:
            kernel = _kernel_order(generators, order, group, m, targets)
            if kernel < least:
                least, best = kernel, m
            if kernel == 1:  # a map of G, and none is better
                break
        if best is not None:
            maps.append(best)
        else:  # none has anything to do with G, as far as is known
            maps += [m for m, _ in against[:: -(-len(against) // _TOGETHER)]]


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
) -> list[tuple[Map, int]]:
    """Maps into S under which a program is not trivial, up to conjugation of the first image.

    Of many those come first that are most like a map of G. With each map comes the number of short
    words whose order in S does not divide twice the order in G.
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
    return [(Map(place, tuple(images[:, i].tolist())), int(unlike[i])) for i in chosen]


def _order(x: Permutation) -> int:
    """The order of a permutation."""
    power, order = x, 1
    while (power != np.arange(len(x))).any():
        power, order = x[power], order + 1
    return order


def _kernel_order(
    generators: Sequence[Permutation],
    order: int,
    group: FiniteGroup | None,
    m: Map,
    targets: Sequence[FiniteGroup],
) -> int:
    """The order of the kernel of H -> S for one map: 1 if it is a map of G, |G| if unlike any.

    The elements of H are pairs of elements of G and of S. ``group`` is G with its generators, None for
    large groups: the kernel consists of what the words that are trivial in S are in G, and Schreier's
    generators of these words generate it.
    """
    target = targets[m.target]
    if group is None:
        image = group_order(
            [target.elements[x].astype(np.intp) for x in m.images], most=target.order
        )
        return group_order(_joined(generators, [m], targets), most=order * image) // image
    steps, ends = _tree(target, m.images)
    right = group.right.tolist()
    ways = [0]  # for each element of the image a word that leads to it, in G
    for parent, a in steps:
        ways.append(right[ways[parent]][a])
    reached = np.array(ways)
    table, inverse = group.table, group.inverse
    schreier = table[group.right[reached], inverse[reached[ends]]]
    return len(group.generated_subgroup(np.unique(schreier).tolist()))


@lru_cache(maxsize=4096)
def _tree(
    target: FiniteGroup, images: tuple[int, ...]
) -> tuple[tuple[tuple[int, int], ...], NDArray[np.intp]]:
    """The elements that images generate: the parent and the letter of each, and their products.

    The products with the letters are places in this list, shape ``(elements, letters)``.
    """
    columns = [target.table[:, s].tolist() for s in images]
    place, steps, elements = {0: 0}, list[tuple[int, int]](), [0]
    ends: list[int] = []
    for parent, t in enumerate(elements):
        for a, column in enumerate(columns):
            end = column[t]
            if end not in place:
                place[end] = len(elements)
                elements.append(end)
                steps.append((parent, a))
            ends.append(place[end])
    return tuple(steps), np.reshape(np.array(ends, np.intp), (len(elements), len(images)))


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
