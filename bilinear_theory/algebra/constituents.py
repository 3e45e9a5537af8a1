"""Irreducible representations over R and Q, from those over C.

A complex irreducible with its conjugates over a field, as often as its Schur index says, is one
irreducible over that field. Over R the Frobenius-Schur indicator decides; over Q the Schur index is
bounded by multiplicities in rational representations, often exactly.

``constituents(t, field)``  the irreducible representations over C, R or Q
``schur_index(t, i)``       bounds on the Schur index of a character over Q
type                        1 real, 0 complex, -1 quaternionic

References: Serre, *Linear Representations of Finite Groups* (1977), chapters 12-13; Isaacs,
*Character Theory of Finite Groups* (1976), chapter 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from math import gcd
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.character import CharacterTable
from bilinear_theory.algebra.field import prime_divisors, units

Field = Literal["C", "R", "Q"]

_SUBGROUPS_TRIED = 400  # two-generated subgroups in search of a small multiplicity


@dataclass(frozen=True)
class Constituent:
    """An irreducible representation over a subfield of C.

    Its character is ``schur`` times the sum of the complex irreducible ``characters``, ``degree`` its
    dimension. ``type`` is their Frobenius-Schur indicator. Where the Schur index is known only within
    bounds, ``schur`` and ``degree`` are the least that it can be and ``degree_high`` the largest.
    """

    characters: tuple[int, ...]
    type: int
    schur: int
    degree: int
    degree_high: int


def constituents(table: CharacterTable, field: Field) -> tuple[Constituent, ...]:
    """The irreducible representations over a field, the trivial one first.

    Raises:
        ValueError: if the field is none of C, R and Q.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> c5 = character_table(FiniteGroup([(1, 2, 3, 4, 0)]))
    >>> [[x.degree for x in constituents(c5, field)] for field in ("C", "R", "Q")]
    [[1, 1, 1, 1, 1], [1, 2, 2], [1, 4]]
    """
    degrees, indicators = table.degrees, table.indicators
    if field == "C":
        return tuple(Constituent((i,), indicators[i], 1, d, d) for i, d in enumerate(degrees))
    if field == "R":
        return tuple(
            _constituent(table, tuple(sorted({i, j})), (2, 2) if indicators[i] < 0 else (1, 1))
            for i, j in enumerate(table.conjugates.tolist())
            if i <= j
        )
    if field == "Q":
        return tuple(
            _constituent(table, orbit, schur_index(table, orbit[0]))
            for orbit in table.galois_orbits
        )
    raise ValueError(f"{field!r} is no field, expected 'C', 'R' or 'Q'")


def _constituent(
    table: CharacterTable, characters: tuple[int, ...], schur: tuple[int, int]
) -> Constituent:
    degree = len(characters) * table.degrees[characters[0]]
    kind = table.indicators[characters[0]]
    return Constituent(characters, kind, schur[0], schur[0] * degree, schur[1] * degree)


def schur_index(table: CharacterTable, i: int) -> tuple[int, int]:
    """Bounds ``(low, high)`` on the Schur index over Q of character i, one dividing the other.

    The index divides the multiplicity of the character in any representation over its field of values:
    here the permutation representation, and those induced from cyclic and from two-generated
    subgroups. Its field holds as many roots of unity, and it is even for quaternionic characters. For
    p-groups that is all: the sum of the local invariants vanishes, and only one prime divides p.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)]))
    >>> schur_index(s3, 2)
    (1, 1)
    """
    low = 2 if table.indicators[i] < 0 else 1
    if len(prime_divisors(table.group.order)) <= 1:
        return low, low
    high = table.degrees[i]
    for divisor in _divisors_of_multiplicities(table, i):
        if high == low:
            break
        high = gcd(high, divisor)
    return low, high


def _divisors_of_multiplicities(table: CharacterTable, i: int) -> Iterator[int]:
    """Numbers that the Schur index over Q of character i divides."""
    group = table.group
    fixing = [t for t in units(group.exponent) if table.galois(t)[i] == i]
    for c, n in enumerate(group.class_orders.tolist()):
        orbits = {t % n for t in fixing}  # of roots of unity over the field of values
        for s, times in enumerate(table.spectrum(c)[i].tolist()):
            yield times * len({s * t % n for t in orbits})
    yield _roots_of_unity(group.exponent, fixing)
    fixed_points = (group.elements[group.class_representatives] == np.arange(group.degree)).sum(1)
    yield table.multiplicities(fixed_points.tolist())[i]
    yield from (int(fixed[i]) for fixed in _fixed_by_pairs(table))


def _fixed_by_pairs(table: CharacterTable) -> Iterator[NDArray[np.int64]]:
    """For subgroups of two generators x, y the dimension of the space that each character fixes.

    All elements of a double coset ``<x> y <x>`` generate the same subgroup with x.
    """
    group = table.group
    pairs = product(group.class_representatives[1:].tolist(), range(1, group.order))
    last, powers, tried = 0, np.zeros(1, np.intp), np.zeros(0, np.bool_)
    for x, y in islice(pairs, _SUBGROUPS_TRIED):
        if x != last:
            last, powers = x, group.generated_subgroup((x,))
            tried = np.zeros(group.order, np.bool_)
        if not tried[y]:
            tried[group.product(group.product(powers[:, None], y), powers)] = True
            yield _fixed_by_pair(table, x, y)


@lru_cache(maxsize=_SUBGROUPS_TRIED)
def _fixed_by_pair(table: CharacterTable, x: int, y: int) -> NDArray[np.int64]:
    return table.fixed_by(table.group.generated_subgroup((x, y)))


def _roots_of_unity(e: int, fixing: list[int]) -> int:
    """The number of roots of unity in the subfield of ``Q(zeta_e)`` that automorphisms fix."""
    field = 2 * e if e % 2 else e
    odd = [t if t % 2 or e % 2 == 0 else t + e for t in fixing]
    return gcd(field, *(t - 1 for t in odd))


def codimensions(table: CharacterTable, parts: tuple[Constituent, ...]) -> NDArray[np.int64]:
    """Entry ``[i, c]``: the codimension of the fixed space of class c in constituent i.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)]))
    >>> codimensions(s3, constituents(s3, "R")).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 1, 2]]
    """
    each = table.modular.degrees[:, None] - table.fixed_dimensions
    return np.array([part.schur * each[list(part.characters)].sum(0) for part in parts], np.int64)
