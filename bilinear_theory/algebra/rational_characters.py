"""Rational classes and characters: what the Galois group leaves of a character table.

The sum of a character with its Galois conjugates has integral values, and these are constant on a
rational class: all conjugates of the powers ``g^t`` with t prime to the order of g. There are as many
such sums as rational classes, and both their degrees and the fixed spaces of elements are those of any
one of the conjugates. No irrational number is needed for what depends on these alone.

``rational_characters(t)``   the rational classes and the sums of conjugates, in lowest terms
``operator(..)``             weights of the classes that give every orbit its own eigenvalue

References: Serre, *Linear Representations of Finite Groups* (1977), chapters 12-13.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.character import CharacterTable
from bilinear_theory.algebra.field import prime_divisors, units

Vector = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class RationalCharacters:
    """The Galois orbits of characters on rational classes.

    ``classes`` holds the rational class of each conjugacy class, ``representatives`` an element of each
    rational class, the identity first, ``orbits`` one character of each Galois orbit, and row i of
    ``values``, shape ``(r, r)``, is the sum of orbit i on the rational classes, divided by the greatest
    common divisor of its values.
    """

    table: CharacterTable
    classes: Vector
    representatives: tuple[int, ...]
    orbits: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]


def rational_characters(table: CharacterTable) -> RationalCharacters:
    """The rational classes of a group and the sums of Galois orbits of characters.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> rational_characters(character_table(FiniteGroup([(1, 2, 3, 4, 0)]))).values
    ((1, 1), (4, -1))
    """
    group, orbits = table.group, table.galois_orbits
    maps = np.array([group.power_map(t) for t in units(group.exponent)])
    first, classes = np.unique(maps.min(0), return_inverse=True)
    members = np.zeros((len(orbits), len(table)), np.int64)
    for row, orbit in zip(members, orbits, strict=True):
        row[list(orbit)] = 1
    values = np.zeros((len(orbits), len(first)), np.int64)
    for j, c in enumerate(first.tolist()):
        n = int(group.class_orders[c])
        # The primitive m-th roots of unity, which occur equally often, have the sum mu(m).
        places, signs = _square_free(n)
        values[:, j] = members @ (table.spectrum(c)[:, places] @ signs)
    values //= np.gcd.reduce(values, axis=1, keepdims=True)
    return RationalCharacters(
        table,
        classes.astype(np.intp),
        tuple(group.class_representatives[first].tolist()),
        tuple(orbit[0] for orbit in orbits),
        tuple(map(tuple, values.tolist())),
    )


@cache
def _square_free(n: int) -> tuple[Vector, Vector]:
    """For the square-free divisors m of n the exponents n / m of roots of order m, and ``mu(m)``."""
    divisors = [m for m in range(1, n + 1) if n % m == 0]
    kept = [(n // m % n, mu) for m in divisors if (mu := _moebius(m))]
    places, signs = zip(*kept, strict=True)
    return np.array(places, np.intp), np.array(signs, np.intp)


def operator(given: RationalCharacters) -> tuple[int, ...]:
    """Weights of the classes with ``sum_j weight_j |R_j| v_j / v_0`` different for all rows v.

    Most are 0: a class is used if it tells orbits apart that those before do not.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = rational_characters(character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)])))
    >>> operator(s3)
    (0, 1, 0)
    """
    sizes = np.bincount(given.classes, weights=given.table.group.class_sizes).astype(int).tolist()
    weights = [0] * len(sizes)
    values = [0] * len(given.values)
    for j, size in enumerate(sizes):
        # Central characters, of the orbit's mean over the class: integers, as |R_j| v_j / v_0 are.
        new = [size * row[j] // row[0] for row in given.values]
        apart = len(set(zip(values, new, strict=True)))
        if apart == len(set(values)):
            continue
        while len({x + weights[j] * y for x, y in zip(values, new, strict=True)}) < apart:
            weights[j] += 1
        values = [x + weights[j] * y for x, y in zip(values, new, strict=True)]
    return tuple(weights)


def _moebius(m: int) -> int:
    primes = prime_divisors(m)
    square_free = all(m % (p * p) for p in primes)
    return (-1) ** len(primes) if square_free else 0
