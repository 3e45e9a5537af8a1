"""Polygons: real blocks of size 2 for every group whose squares commute, by a cover.

Let N be the subgroup that the squares of G generate, abelian with a basis of cyclic factors of orders
m_i, and A = G/N, whose squares are 1, with representatives s(a). A word w moves the place a of each
coset to a w, and multiplies there: ``s(a) w = n(a, w) s(a w)``, so that n(a, wg) = n(a, w) n(aw, g)
(Kaluzhnin and Krasner). Of integers n_i that lift the coordinates the sums ``F_i(chi, w) = sum over a of
chi(a) n_i(a, w)``, chi a sign character of A, satisfy

    F_i(chi, wg) = F_i(chi, w) + chi(w) F_i(chi, g),

so that q = chi(w) F_i(chi, w) moves by ``q -> chi(g) (q + F_i(chi, g))``: a rotation, and a reflection if
chi(g) = -1, of a polygon. Over all chi, and modulo |A| m_i if m_i is even, else modulo m_i, they
determine the coordinates of n(1, w), as the sum over chi of F_i(chi, w) is |A| n_i(1, w). With the signs
of w these determine the word in G, since w = n(1, w) s(w).

``Polygon``                   a regular polygon with a rotation, and perhaps a reflection, for each letter
``polygons(group, letters)``  the polygons and signs of a group whose squares commute

References: Kaluzhnin and Krasner, *Produit complet des groupes de permutations* (1951); theory.md,
section 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.abelian import cyclic_basis
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.systems.matrix import ONE, ZERO

Point = tuple[Cyclotomic, ...]

#: The most polygons that are tried, |G/N| times the number of cyclic factors of N.
MAX_POLYGONS = 256


class TooManyPolygons(ValueError):
    """The cover takes more polygons than are tried."""


@dataclass(frozen=True)
class Polygon:
    """The vertices of a regular polygon, on which each letter acts by ``q -> sign (q + shift)``.

    Vertex q is ``R^q e_0`` with the rotation ``R = [[0, -1], [1, t]]``, t = 2 cos(2 pi / M), in the basis
    of the vertices 0 and 1; it is one number, 1 or -1, if M = 2.

    Args:
        modulus: the number M of vertices, at least 2.
        signs: 1 or -1 for each letter.
        shifts: for each letter a vertex, where the sign takes the vertex ``- shift`` to vertex 0.
    """

    modulus: int
    signs: tuple[int, ...]
    shifts: tuple[int, ...]

    @property
    def width(self) -> int:
        """The size of the block."""
        return min(2, self.modulus - 1)

    @property
    def size(self) -> int:
        """The number of vertices."""
        return self.modulus

    def moves(self) -> NDArray[np.intp]:
        """The vertex that each vertex goes to on each letter, shape ``(S, M)``."""
        signs, shifts = np.array(self.signs)[:, None], np.array(self.shifts)[:, None]
        return (signs * (np.arange(self.modulus) + shifts) % self.modulus).astype(np.intp)

    @property
    def coarser(self) -> tuple[Polygon, ...]:
        """The polygons with a prime factor of the vertices less, M/p, onto which this one maps.

        >>> [p.modulus for p in Polygon(12, (1,), (1,)).coarser]
        [6, 4]
        """
        moduli = [self.modulus // p for p in prime_divisors(self.modulus) if p < self.modulus]
        return tuple(
            Polygon(m, self.signs, tuple(c % m for c in self.shifts))
            for m in moduli
            if any(c % m for c in self.shifts)
        )

    def along(self, words: Sequence[Sequence[int]]) -> Polygon:
        """The polygon on new letters, each the word of old ones that it stands for."""
        signs, shifts = list[int](), list[int]()
        for word in words:
            sign, shift = 1, 0
            for a in word:
                shift += sign * self.shifts[a]
                sign *= self.signs[a]
            signs.append(sign)
            shifts.append(shift % self.modulus)
        return Polygon(self.modulus, tuple(signs), tuple(shifts))

    def matrices(self) -> list[CyclotomicMatrix]:
        """The matrix of each letter."""
        if self.modulus == 2:
            return [CyclotomicMatrix([[(-1) ** c]]) for c in self.shifts]
        vertices = self.vectors()
        found: list[CyclotomicMatrix] = []
        for sign, shift in zip(self.signs, self.shifts, strict=True):
            images = [vertices[sign * (q + shift) % self.modulus] for q in (0, 1)]
            found.append(CyclotomicMatrix(list(zip(*images, strict=True))))
        return found

    def vectors(self) -> list[Point]:
        """The coordinates of the vertices: ``v_(q+1) = t v_q - v_(q-1)``."""
        if self.modulus == 2:
            return [(ONE,), (-ONE,)]
        root = Cyclotomic.root_of_unity(self.modulus)
        t = (root + root.conjugate()).minimal()
        points = [(ONE, ZERO), (ZERO, ONE)]
        while len(points) < self.modulus:
            points.append((t * points[-1][0] - points[-2][0], t * points[-1][1] - points[-2][1]))
        return points


def polygons(group: FiniteGroup, letters: Sequence[int]) -> list[Polygon]:
    """The polygons and signs that together determine each element, for letters of the group.

    Args:
        group: a group whose squares commute.
        letters: the numbers of the elements that the letters are.

    Raises:
        ValueError: if squares do not commute.
        TooManyPolygons: past ``MAX_POLYGONS``.
    """
    basis = cyclic_basis(group, group.squares)
    places, representatives = _cosets(group)
    count = len(representatives)
    if count * max(1, len(basis.orders)) > MAX_POLYGONS:
        raise TooManyPolygons(
            f"the cover takes {count} x {len(basis.orders)} blocks, more than {MAX_POLYGONS}"
        )
    vectors = _coordinates(group, places, representatives)  # (A, bits)
    characters = 1 - 2 * (vectors @ vectors.T % 2)  # (chi, a)
    after = group.product(representatives[:, None], np.array(letters, np.intp))  # (A, S)
    moved = places[after]
    lifted = basis.coordinates[group.product(after, group.inverse[representatives[moved]])]
    sums = np.einsum("ca,asi->ics", characters, lifted)  # (factors, chi, S)
    found: dict[Polygon, None] = {}
    for bit in range(vectors.shape[1]):
        shifts = vectors[moved[0], bit]
        found[Polygon(2, (1,) * len(letters), tuple(shifts.tolist()))] = None
    for m, by_character in zip(basis.orders, sums, strict=True):
        modulus = m * count if m % 2 == 0 else m
        for signs, row in zip(characters, by_character % modulus, strict=True):
            shared = gcd(modulus, *row.tolist())
            if shared < modulus:
                shifts = tuple((row // shared).tolist())
                polygon = Polygon(modulus // shared, tuple(signs[moved[0]].tolist()), shifts)
                found[polygon] = None
    return list(found)


def _cosets(group: FiniteGroup) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The coset of the squares that each element lies in, and an element of each coset, first 1."""
    places = np.full(group.order, -1)
    representatives: list[int] = []
    for x in range(group.order):
        if places[x] < 0:
            places[group.product(group.squares, x)] = len(representatives)
            representatives.append(x)
    return places, np.array(representatives)


def _coordinates(
    group: FiniteGroup, places: NDArray[np.intp], representatives: NDArray[np.intp]
) -> NDArray[np.int64]:
    """The cosets as vectors over the field of two elements, shape ``(A, bits)``."""
    vector = {0: 0}
    bits = 0
    for a, x in enumerate(representatives.tolist()):
        if a not in vector:
            for b, known in list(vector.items()):
                vector[int(places[group.product(representatives[b], x)])] = known | 1 << bits
            bits += 1
    codes = np.array([vector[a] for a in range(len(representatives))])
    return codes[:, None] >> np.arange(bits) & 1
