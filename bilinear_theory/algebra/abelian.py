"""Abelian subgroups: a basis of cyclic factors, and the coordinates of the elements.

A finite abelian group is a direct sum of cyclic groups of prime-power order. An element of the largest
order among those that meet the span of the factors found so far trivially spans the next factor.

``cyclic_basis(group, members)``   generators of the factors, and the coordinates of all members

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup


@dataclass(frozen=True, eq=False)
class CyclicBasis:
    """An abelian subgroup as a direct sum of cyclic groups of prime-power order.

    Args:
        generators: an element that generates each factor.
        orders: the orders of the factors.
        coordinates: for each element of the group its exponents in the generators; shape
            ``(N, factors)``, -1 for elements outside the subgroup.
    """

    generators: tuple[int, ...]
    orders: tuple[int, ...]
    coordinates: NDArray[np.int64]


def cyclic_basis(group: FiniteGroup, members: NDArray[np.intp]) -> CyclicBasis:
    """A basis of an abelian subgroup, given by its elements.

    Raises:
        ValueError: if the members are no abelian subgroup.

    >>> c12 = FiniteGroup([[(i + 1) % 12 for i in range(12)]])
    >>> cyclic_basis(c12, np.arange(12)).orders
    (4, 3)
    """
    generators: list[int] = []
    orders: list[int] = []
    for p in prime_divisors(len(members)):
        span = np.zeros(group.order, np.bool_)
        span[0] = True
        part = members[_is_power(group.element_orders[members], p)]
        for x in part[np.argsort(-group.element_orders[part], kind="stable")].tolist():
            m = int(group.element_orders[x])
            if m > 1 and not span[group.power(x, m // p)]:
                generators.append(x)
                orders.append(m)
                span[group.product(np.flatnonzero(span)[:, None], _powers(group, x, m))] = True
    coordinates = np.full((group.order, len(orders)), -1, np.int64)
    elements, exponents = np.zeros(1, np.intp), np.zeros((1, 0), np.int64)
    for x, m in zip(generators, orders, strict=True):
        k = np.tile(np.arange(m), len(elements))
        exponents = np.column_stack([np.repeat(exponents, m, axis=0), k])
        elements = group.product(elements[:, None], _powers(group, x, m)).ravel()
    coordinates[elements] = exponents
    if not np.array_equal(np.unique(elements), np.sort(members)) or len(elements) != len(members):
        raise ValueError(f"the {len(members)} members are no abelian subgroup")
    return CyclicBasis(tuple(generators), tuple(orders), coordinates)


def _is_power(numbers: NDArray[np.intp], p: int) -> NDArray[np.bool_]:
    """Which numbers are powers of p."""
    rest = numbers.copy()
    while (divisible := rest % p == 0).any():
        rest[divisible] //= p
    return rest == 1


def _powers(group: FiniteGroup, x: int, m: int) -> NDArray[np.intp]:
    """The powers ``x^0 .. x^(m-1)``."""
    found = [0]
    for _ in range(m - 1):
        found.append(int(group.product(found[-1], x)))
    return np.array(found)
