"""Multiplication tables: the laws of a group, checked with the elements that break one.

A table with n rows is that of a group if one element is neutral, every row and column holds every
element once, and products are associative. The last law needs only be tried for middle factors that
generate the table.

``regular_permutations(table)``  permutations that generate the group acting on itself on the right

References: Clifford and Preston, *The Algebraic Theory of Semigroups* (1961), section 1.2 (Light's
test).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TABLE_BOUND = 10_000  # rows


def regular_permutations(table: Sequence[Sequence[int]] | NDArray[np.integer]) -> NDArray[np.int32]:
    """Columns of a group's multiplication table that generate the group, as permutations.

    Raises:
        ValueError: if the table is not square, too large, or not that of a group.

    >>> regular_permutations([[0, 1, 2], [1, 2, 0], [2, 0, 1]]).tolist()
    [[1, 2, 0]]
    """
    n = len(table)
    if not 1 <= n <= TABLE_BOUND:
        raise ValueError(f"a table of {n} rows, expected 1 to {TABLE_BOUND}")
    for i, row in enumerate(table):
        if len(row) != n:
            raise ValueError(f"row {i} of the table has {len(row)} entries, expected {n}")
    t = np.asarray(table)
    if t.dtype.kind not in "iu":
        raise ValueError(f"the table holds entries of type {t.dtype}, expected integers")
    outside = np.argwhere((t < 0) | (t >= n))
    if len(outside):
        i, j = outside[0].tolist()
        raise ValueError(f"the product {i} * {j} is {t[i, j]}, outside 0..{n - 1}")
    t = t.astype(np.int32)
    everything = np.arange(n)
    neutral = np.flatnonzero((t == everything).all(1) & (everything == t.T).all(1))
    if not len(neutral):
        raise ValueError("no element of the table is neutral, with row and column 0, 1, 2, ..")
    e = int(neutral[0])
    generators, inside, members = list[int](), everything == e, [e]
    for x in range(n):
        if inside[x]:
            continue
        generators.append(x)
        _refuse_failing_triple(t, x)
        members = [e]
        inside = everything == e
        for y in members:
            for s in generators:
                z = int(t[y, s])
                if not inside[z]:
                    inside[z] = True
                    members.append(z)
    chosen = generators or [e]
    for x in chosen:  # associative with a neutral element: a group if the generators are invertible
        if not (t[x] == e).any() or not (t[:, x] == e).any():
            raise ValueError(f"the element {x} of the table has no inverse")
    return np.ascontiguousarray(t[:, chosen].T)


def _refuse_failing_triple(t: NDArray[np.int32], a: int) -> None:
    """Refuse a table in which ``(x a) y = x (a y)`` fails for some x and y."""
    failing = np.argwhere(t[t[:, a]] != t[:, t[a]])
    if len(failing):
        x, y = failing[0].tolist()
        raise ValueError(
            f"the products are not associative: ({x} * {a}) * {y} = {t[t[x, a], y]}, but "
            f"{x} * ({a} * {y}) = {t[x, t[a, y]]}"
        )
