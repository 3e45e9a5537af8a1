"""Digits of a group: its elements in coset coordinates, one abelian factor of a series after the other.

Let ``G = G_0 > G_1 > .. > G_m = 1`` be normal subgroups with abelian factors, and let each coset of a
``G_j`` have a representative ``t``. An element ``g = n t`` with ``n`` in ``G_(j-1)`` has the digit
``n G_j``, and if ``t'`` stands for the coset of ``t h``, then ``gh = n k t'`` with ``k = t h t'^-1``: the
digit is multiplied by the class of ``k``, which depends on ``h`` and on the digits before it alone
(Kaluzhnin and Krasner). Characters of the factor make that a product of roots of unity.

``Factor``                 a factor of the series: its characters, the digit of each element
``Track``                  an orbit of a permutation group, followed by an element of its group
``tracks(points, gens, s)``  the tracks of all orbits; the series by the scalars
``Unsolvable``             raised if the scalars have no such series
``GroupTooLarge``          raised past a bound on the order

References: Kaluzhnin and Krasner, *Produit complet des groupes de permutations* III (1951).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.constructions.characters import orbit_characters
from bilinear_theory.systems.restriction import Scalars

#: The largest group whose elements are followed.
MAX_GROUP = 2_000

Turns = tuple[Fraction, ...]
Map = tuple[int, ...]


class Unsolvable(ValueError):
    """The group has no series whose factors the scalars can follow."""


class GroupTooLarge(ValueError):
    """The group has more elements than the bound."""


@dataclass(frozen=True, eq=False)
class Factor:
    """The factor ``G_(j-1) / G_j`` of a series of a group.

    Args:
        group: the group.
        above: for each element the representative of its coset of ``G_(j-1)``.
        below: for each element the representative of its coset of ``G_j``.
        basis: characters that together separate the factor, a turn for each representative.
        characters: all characters of the factor.
    """

    group: FiniteGroup
    above: NDArray[np.intp]
    below: NDArray[np.intp]
    basis: tuple[dict[int, Fraction], ...]
    characters: tuple[dict[int, Fraction], ...]

    def digit(self, g: int) -> int:
        """The digit of an element, as a representative."""
        n = self.group.product(g, self.group.inverse[self.above[g]])
        return int(self.below[n])

    def multiplier(self, g: int, h: int) -> int:
        """What the digit of ``g`` is multiplied by to give that of ``gh``."""
        after = self.group.product(self.above[g], h)
        k = self.group.product(after, self.group.inverse[self.above[after]])
        return int(self.below[k])

    @property
    def order(self) -> int:
        """The number of elements of the factor."""
        return len(self.characters)


@dataclass(frozen=True, eq=False)
class Track:
    """An orbit of points, each reached from the first by an element of the group of the orbit.

    Args:
        points: the points, the first one the base.
        group: the permutations of the places of these points.
        element: for each point an element that sends the base there.
        factors: the factors of the series of the group; none if it is trivial.
    """

    points: tuple[int, ...]
    group: FiniteGroup
    element: dict[int, int]
    factors: tuple[Factor, ...]

    def restricted(self, permutation: Map) -> int:
        """The element that a permutation of all points is on this orbit."""
        place = {p: i for i, p in enumerate(self.points)}
        return self.group.index([place[permutation[p]] for p in self.points])

    def point(self, g: int) -> int:
        """The point to which an element sends the base."""
        return self.points[int(self.group.elements[g, 0])]


def tracks(count: int, generators: Sequence[Map], scalars: Scalars) -> tuple[Track, ...]:
    """The tracks of the orbits of permutations of ``0 .. count - 1``.

    Raises:
        Unsolvable: if a group is not solvable; over R if it is no 2-group, over R>=0 not trivial.
        GroupTooLarge: if the group of an orbit has more than ``MAX_GROUP`` elements.

    >>> [track] = tracks(3, [(1, 0, 2), (1, 2, 0)], Scalars.COMPLEX)
    >>> track.group.order, [factor.order for factor in track.factors]
    (6, [2, 3])
    """
    left, found = dict.fromkeys(range(count)), list[Track]()
    while left:
        orbit = [next(iter(left))]
        for p in orbit:
            orbit += [q for q in dict.fromkeys(g[p] for g in generators) if q not in orbit]
        for p in orbit:
            del left[p]
        found.append(_track(tuple(orbit), generators, scalars))
    return tuple(found)


def _track(points: tuple[int, ...], generators: Sequence[Map], scalars: Scalars) -> Track:
    place = {p: i for i, p in enumerate(points)}
    moves = dict.fromkeys(tuple(place[g[p]] for p in points) for g in generators)
    try:
        group = FiniteGroup([tuple(range(len(points))), *moves], bound=MAX_GROUP)
    except ValueError as error:
        raise GroupTooLarge(str(error)) from None
    element: dict[int, int] = {}
    for g, image in enumerate(group.elements[:, 0].tolist()):
        element.setdefault(points[image], g)
    series = _series(group, scalars)
    cosets = [_cosets(group, subgroup) for subgroup in series]
    factors = tuple(
        _factor(group, above, below, subgroup)
        for above, below, subgroup in zip(cosets[:-1], cosets[1:], series[:-1], strict=True)
    )
    return Track(points, group, element, factors)


def _series(group: FiniteGroup, scalars: Scalars) -> list[NDArray[np.intp]]:
    """The derived series; over R the series of the subgroups that squares generate."""
    series = [np.arange(group.order)]
    if scalars is Scalars.COMPLEX:
        if not group.is_solvable:
            raise Unsolvable(f"a group of order {group.order} is not solvable")
        return list(group.derived_series)
    while len(series[-1]) > 1:
        if scalars is Scalars.NONNEGATIVE:
            raise Unsolvable(f"a group of order {group.order} is not trivial")
        squares = np.unique(group.power(series[-1], 2)).tolist()
        series.append(group.generated_subgroup(squares))
        if len(series[-1]) == len(series[-2]):
            raise Unsolvable(f"a group of order {group.order} is no 2-group")
    return series


def _cosets(group: FiniteGroup, subgroup: NDArray[np.intp]) -> NDArray[np.intp]:
    """The representative of the coset of each element: its least element."""
    everything = np.arange(group.order)
    least = everything
    for n in subgroup.tolist():
        least = np.minimum(least, group.product(n, everything))
    return least.astype(np.intp)


def _factor(
    group: FiniteGroup,
    above: NDArray[np.intp],
    below: NDArray[np.intp],
    subgroup: NDArray[np.intp],
) -> Factor:
    """The factor with its characters: its elements as letters act on it by multiplication."""
    elements = np.unique(below[subgroup])
    place = {int(x): i for i, x in enumerate(elements)}
    products = below[group.product(elements[:, None], elements)]
    table = np.searchsorted(elements, products).astype(np.int32)
    orders = _orders(table, place[0])
    letters = tuple(sorted(range(len(elements)), key=lambda i: (-orders[i], i)))
    name = elements.tolist()

    def by_element(*, basis: bool) -> tuple[dict[int, Fraction], ...]:
        found = orbit_characters(table, letters, place[0], basis=basis)
        return tuple({name[a]: turn for a, turn in chi.items()} for chi in found)

    return Factor(group, above, below, by_element(basis=True)[1:], by_element(basis=False))


def _orders(table: NDArray[np.int32], identity: int) -> list[int]:
    """The order of each element of an abelian group, by its table."""
    found: list[int] = []
    for i in range(len(table)):
        power, order = i, 1
        while power != identity:
            power, order = int(table[power, i]), order + 1
        found.append(order)
    return found
