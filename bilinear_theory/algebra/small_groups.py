"""All groups of a small order, up to isomorphism.

A solvable group has a normal subgroup N of some prime index p, and is N with one more element t:
``t^-1 x t = s(x)`` for an automorphism s of N, and ``t^p = a`` in N, where s fixes a and ``s^p`` is
conjugation by a. So all solvable groups come from smaller ones; below order 120 all are solvable but A5.

``groups_of_order(n)``       one group of each isomorphism type, abelian ones first
``cyclic_extensions(N, p)``  the groups in which N is normal of prime index p, each at least once
``automorphisms(N)``         the automorphisms of a group, as permutations of its elements

References: Hall and Senior (1964), section 1; Besche, Eick and O'Brien, *Int. J. Algebra Comput.* 12 (2002).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import extended, respects
from bilinear_theory.algebra.isomorphism import (
    Fingerprint,
    invariants,
    isomorphism,
    minimal_generating_set,
)
from bilinear_theory.algebra.permutations import Rows

#: Below this order every group that is not solvable is A5.
ORDER_BOUND = 120
_BATCH = 2_000_000  # images of elements that are held at a time


@lru_cache(maxsize=ORDER_BOUND)
def groups_of_order(n: int) -> tuple[FiniteGroup, ...]:
    """The groups of an order, one of each isomorphism type, abelian ones first.

    Raises:
        ValueError: if the order is not between 1 and 119.

    >>> [len(groups_of_order(n)) for n in range(1, 13)]
    [1, 1, 1, 2, 1, 2, 1, 5, 2, 2, 1, 5]
    """
    if not 1 <= n < ORDER_BOUND:
        raise ValueError(f"groups are listed for orders 1..{ORDER_BOUND - 1}, not {n}")
    if n == 1:
        return (FiniteGroup([(0,)]),)
    found: dict[Fingerprint, list[FiniteGroup]] = {}
    for p in prime_divisors(n):
        for normal in groups_of_order(n // p):
            for group in cyclic_extensions(normal, p):
                _add(found, group)
    if n == 60:
        _add(found, FiniteGroup([(1, 2, 0, 3, 4), (1, 2, 3, 4, 0)]))
    groups = [group for alike in found.values() for group in alike]
    return tuple(sorted(groups, key=lambda g: (not g.is_abelian, len(g.class_sizes) * -1)))


def _add(found: dict[Fingerprint, list[FiniteGroup]], group: FiniteGroup) -> None:
    alike = found.setdefault(invariants(group), [])
    if all(isomorphism(group, other) is None for other in alike):
        few = minimal_generating_set(group)
        alike.append(FiniteGroup(group.elements[list(few) or [0]]))


def cyclic_extensions(normal: FiniteGroup, p: int) -> Iterator[FiniteGroup]:
    """The groups in which a group is normal of prime index, each at least once.

    The points are the elements ``t^i x``, with number ``i |N| + x``, multiplied on the right.

    Args:
        normal: the normal subgroup N.
        p: its index, a prime.
    """
    n = normal.order
    elements = np.arange(n)
    for s in _outer(normal):
        power, norm = elements, elements  # s^p, and y -> y s(y) .. s^(p-1)(y) on the centre
        for _ in range(p):
            power = s[power]
        for _ in range(p - 1):
            norm = normal.product(elements, s[norm])
        left = np.zeros(n, np.bool_)
        left[(s == elements).nonzero()[0]] = True
        for a in elements.tolist():
            if left[a] and (power == normal.conjugate(elements, a)).all():
                left[normal.product(a, norm[normal.centre])] = False  # t y for t
                inside = [
                    np.concatenate([i * n + column for i in range(p)]) for column in normal.right.T
                ]
                last = normal.product(a, s)
                t = np.concatenate([*(i * n + s for i in range(1, p)), last])
                yield FiniteGroup(np.stack([*inside, t]))


def _outer(normal: FiniteGroup) -> Iterator[NDArray[np.intp]]:
    """Automorphisms, one for each class up to conjugation and up to conjugations of the group."""
    symmetries = automorphisms(normal)
    elements = np.arange(normal.order)
    inner = np.stack([normal.conjugate(elements, x) for x in normal.generators])
    left = np.ones(len(symmetries.class_sizes), np.bool_)
    for c, x in enumerate(symmetries.class_representatives.tolist()):
        if left[c]:
            yield symmetries.elements[x].astype(np.intp)
            coset = symmetries.product(x, symmetries.generated_subgroup(symmetries.indices(inner)))
            left[symmetries.classes[coset]] = False


def automorphisms(group: FiniteGroup) -> FiniteGroup:
    """The automorphisms of a group as permutations of its elements, by their numbers.

    >>> automorphisms(FiniteGroup([(1, 0, 2, 3), (0, 1, 3, 2)])).order
    6
    """
    chosen = minimal_generating_set(group)
    if not chosen:
        return FiniteGroup([(0,)])
    small = FiniteGroup(group.elements[list(chosen)])
    numbers = small.indices(group.elements)
    orders = group.element_orders
    options = [np.flatnonzero(orders == orders[x]).tolist() for x in chosen]
    candidates = product(*options)
    rows: list[Rows] = []
    while batch := list(islice(candidates, max(1, _BATCH // group.order))):
        images = np.array(batch, np.intp)
        maps = extended(small, group, images)
        good = respects(small, group, maps, images) & (maps[:, 1:] != 0).all(1)
        rows.append(maps[good][:, numbers].astype(np.int32))
    everything = np.concatenate(rows)
    found = FiniteGroup(everything[:1])
    while found.order < len(everything):
        known = {row.tobytes() for row in found.elements}
        new = next(row for row in everything if row.tobytes() not in known)
        found = FiniteGroup(np.concatenate([found.permutations, new[None]]))
    return found
