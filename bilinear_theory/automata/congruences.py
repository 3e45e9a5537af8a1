"""Congruences: the quotients of an automaton.

A congruence is an equivalence of the states that letters respect: if p and q are related, so are ``p.a``
and ``q.a``. Its classes are the states of a quotient, which reads the same words and knows a function of
the state. Several quotients together determine the state exactly if the intersection of their congruences
is equality: the automaton is then a subdirect product of them (Birkhoff).

A congruence is an array of class numbers, one a state, in the order of first occurrence.

``least_congruence(T, pairs)``     the least one that relates given states
``principal_congruences(T)``       the least ones that relate two states: all others are joins of them
``congruences(T, bound)``          all of them, up to a bound, those with few classes first
``permutation_congruence(T)``      the least one whose quotient all letters permute
``quotient(T, classes)``           the transitions of the quotient

References: Birkhoff, *Subdirect unions in universal algebra* (1944); Burris and Sankappanavar, *A Course in
Universal Algebra* (1981), chapter II.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Table

Classes = NDArray[np.int64]

#: The most states whose principal congruences are computed, pair by pair.
MAX_STATES = 40


def least_congruence(transitions: Table, pairs: Iterable[tuple[int, int]]) -> Classes:
    """The least congruence that relates the given pairs of states, by union and find.

    >>> least_congruence(np.array([[1], [2], [3], [0]], np.int32), [(0, 2)]).tolist()
    [0, 1, 0, 1]
    """
    return _least(transitions.tolist(), pairs)


def _least(rows: Sequence[Sequence[int]], pairs: Iterable[tuple[int, int]]) -> Classes:
    parent = list(range(len(rows)))
    pending = list(pairs)
    while pending:
        p, q = pending.pop()
        while parent[p] != p:
            parent[p] = p = parent[parent[p]]
        while parent[q] != q:
            parent[q] = q = parent[parent[q]]
        if p != q:
            parent[q] = p
            pending += zip(rows[p], rows[q], strict=True)
    for q, above in enumerate(parent):
        while parent[above] != above:
            above = parent[above]
        parent[q] = above
    return _numbered(parent)


def principal_congruences(transitions: Table) -> list[tuple[Classes, int, int]]:
    """The least congruences that relate two different states, with these, without repetition.

    Raises:
        ValueError: past ``MAX_STATES`` states.
    """
    n = len(transitions)
    if n > MAX_STATES:
        raise ValueError(f"the congruences of {n} states are not listed, only of {MAX_STATES}")
    return list(_principal(tuple(map(tuple, transitions.tolist()))))


@lru_cache(maxsize=4)
def _principal(rows: tuple[tuple[int, ...], ...]) -> tuple[tuple[Classes, int, int], ...]:
    found: dict[bytes, tuple[Classes, int, int]] = {}
    for q in range(len(rows)):
        for p in range(q):
            classes = _least(rows, [(p, q)])
            found.setdefault(classes.tobytes(), (classes, p, q))
    return tuple(found.values())


def congruences(transitions: Table, *, bound: int = 500) -> tuple[list[Classes], bool]:
    """All congruences but equality, those with few classes first, and whether the bound left any out.

    Raises:
        ValueError: past ``MAX_STATES`` states.

    >>> found, complete = congruences(np.array([[1], [2], [3], [0]], np.int32))
    >>> [classes.tolist() for classes in found], complete
    ([[0, 0, 0, 0], [0, 1, 0, 1]], True)
    """
    principal = principal_congruences(transitions)
    found = {classes.tobytes(): classes for classes, _, _ in principal}
    queue = list(found.values())
    for classes in queue:
        for other, p, q in principal:
            if classes[p] == classes[q]:
                continue  # it holds the other one
            joined = _join(classes, other)
            if joined.tobytes() not in found:
                if len(found) >= bound:
                    return _by_size(found.values()), False
                found[joined.tobytes()] = joined
                queue.append(joined)
    return _by_size(found.values()), True


def permutation_congruence(transitions: Table) -> Classes:
    """The least congruence on whose classes every letter acts as a permutation.

    >>> permutation_congruence(np.array([[1, 0], [0, 0], [2, 1]], np.int32)).tolist()
    [0, 0, 0]
    """
    classes: Classes = np.arange(len(transitions))
    while True:
        table = quotient(transitions, classes)
        merged: list[tuple[int, int]] = []
        for column in table.T:
            first = np.full(len(table), -1)
            for q, r in enumerate(column.tolist()):
                if first[r] >= 0:
                    merged.append((int(first[r]), q))
                first[r] = q
        if not merged:
            return classes
        classes = _numbered(least_congruence(table, merged)[classes].tolist())


def quotient(transitions: Table, classes: Classes) -> Table:
    """The transitions of the classes, shape ``(classes, S)``."""
    _, first = np.unique(classes, return_index=True)
    return classes[transitions[first]].astype(np.int32)


def _join(left: Classes, right: Classes) -> Classes:
    """The least equivalence that holds both; of two congruences it is a congruence."""
    parent = list(range(int(left.max()) + 1))

    def find(q: int) -> int:
        while parent[q] != q:
            q = parent[q]
        return q

    first: dict[int, int] = {}
    for p, c in zip(left.tolist(), right.tolist(), strict=True):
        parent[find(p)] = find(first.setdefault(c, p))
    return _numbered([find(p) for p in left.tolist()])


def _numbered(labels: list[int]) -> Classes:
    place: dict[int, int] = {}
    classes = np.array([place.setdefault(c, len(place)) for c in labels], np.int64)
    classes.flags.writeable = False  # it is shared
    return classes


def _by_size(found: Iterable[Classes]) -> list[Classes]:
    return sorted(found, key=lambda classes: int(classes.max()))
