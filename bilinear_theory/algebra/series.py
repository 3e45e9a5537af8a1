"""Subgroups that elements generate, and the derived series.

A subgroup is found by its cosets: joining each element x to xg, for one generator g after the other,
leaves the left cosets as components. The functions ask only for products, so that they serve any
group whose elements are numbered from 0, the identity.

``Numbered``            a group as numbers: its order, products, powers and commutators
``closure(g, e, m)``    the least subgroup that holds elements and is kept by maps
``generated(rows, e)``  the same of elements alone, by lists, for small groups
``derived_series(g)``   the group, its derived subgroup, .., with the answer whether it is solvable

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bilinear_theory.algebra.graphs import components
from bilinear_theory.algebra.permutations import Vector, sealed


class Numbered(Protocol):
    """A finite group whose elements are the numbers ``0 .. order - 1``, 0 the identity."""

    @property
    def order(self) -> int:
        """The number of elements."""
        ...

    def product(self, g: ArrayLike, h: ArrayLike) -> Vector:
        """The products ``gh`` of arrays of numbers that broadcast."""
        ...

    def power(self, g: ArrayLike, k: int) -> Vector:
        """The powers ``g^k`` of an array of numbers."""
        ...

    def commutator(self, g: ArrayLike, h: ArrayLike) -> Vector:
        """The commutators ``g^-1 h^-1 g h``."""
        ...


def closure(
    group: Numbered, elements: Iterable[int], maps: Sequence[Vector]
) -> tuple[NDArray[np.bool_], list[int]]:
    """The least subgroup that holds some elements and that automorphisms keep.

    Args:
        group: the group.
        elements: what the subgroup must hold.
        maps: automorphisms, as arrays of images; with conjugations the subgroup is normal.

    Returns:
        A mask of the elements of the subgroup, and generators of it.
    """
    everything = np.arange(group.order)
    cosets = everything  # the left coset of each element, of the subgroup found so far
    inside, chosen, waiting = everything == 0, list[int](), list(elements)[::-1]
    while waiting:
        x = waiting.pop()
        if inside[x]:
            continue
        chosen.append(int(x))
        cosets = components(cosets, cosets[group.product(everything, x)])[cosets]
        inside = cosets == cosets[0]
        if inside.all():
            break
        waiting.extend(int(image[x]) for image in maps)
    return inside, chosen


def generated(rows: Sequence[Sequence[int]], elements: Iterable[int]) -> list[int]:
    """The least subgroup that holds some elements, in increasing order.

    Args:
        rows: all products, ``rows[g][h] = gh``.
        elements: what the subgroup must hold.

    >>> generated([[0, 1, 2, 3], [1, 2, 3, 0], [2, 3, 0, 1], [3, 0, 1, 2]], [2])
    [0, 2]
    """
    members, inside, chosen = [0], {0}, list[int]()
    for x in elements:
        if x in inside:
            continue
        chosen.append(x)
        smaller, beginnings = members.copy(), [0]
        for y in beginnings:  # the subgroup so far is cut into right cosets of the smaller one
            for s in chosen:
                z = rows[y][s]
                if z not in inside:
                    beginnings.append(z)
                    coset = [rows[h][z] for h in smaller]
                    members += coset
                    inside.update(coset)
    return sorted(members)


def derived_series(
    group: Numbered, generators: Sequence[int], conjugations: Sequence[Vector]
) -> tuple[tuple[Vector, ...], bool]:
    """The derived series down to its last term, and whether that is trivial."""
    series = [sealed(np.arange(group.order))]
    mine = list(generators)
    while len(series[-1]) > 1:
        commutators = [int(group.commutator(x, y)) for i, x in enumerate(mine) for y in mine[:i]]
        inside, mine = closure(group, commutators, conjugations)
        if int(inside.sum()) == len(series[-1]):
            return tuple(series), False
        series.append(sealed(np.flatnonzero(inside)))
    return tuple(series), True
