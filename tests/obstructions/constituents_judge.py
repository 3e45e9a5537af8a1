"""Brute force on constituents: isotypic parts of the states' functions in floats, and all sets of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Part(NamedTuple):
    """An irreducible, with the states that its isotypic part does not separate from state 0."""

    block: frozenset[int]
    degree: int
    ranks: tuple[int, ...]  # of letter - 1


def closure(table: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """The permutations that the columns of a table generate."""
    letters = [tuple(column) for column in zip(*table, strict=True)]
    found = {tuple(range(len(table))): None}
    waiting = list(found)
    for g in waiting:
        for x in letters:
            h = tuple(x[q] for q in g)
            if h not in found:
                found[h] = None
                waiting.append(h)
    return waiting


def parts(table: Sequence[Sequence[int]], *, real: bool) -> list[Part]:
    """The irreducibles over R or C: eigenspaces of a random Hermitian element of the centre."""
    group = np.array(closure(table))  # (g, state)
    n, order = len(table), len(group)
    matrices = np.zeros((order, n, n))
    for matrix, g in zip(matrices, group, strict=True):
        matrix[g, np.arange(n)] = 1
    random = np.random.default_rng(5)
    central = np.zeros((n, n), complex)
    seen = set[tuple[int, ...]]()
    for g in group:
        if tuple(g.tolist()) in seen:
            continue
        members = {tuple(h[g[np.argsort(h)]].tolist()) for h in group}
        seen |= members
        symmetric, skew = random.normal(size=2)
        for k in members:
            matrix = np.eye(n)[:, list(k)]
            central += symmetric * (matrix + matrix.T)
            if not real:
                central += 1j * skew * (matrix - matrix.T)
    values, vectors = np.linalg.eigh(central)
    clusters = np.split(np.arange(n), np.flatnonzero(np.diff(values) > 1e-6) + 1)
    return [
        _part(vectors[:, cluster] @ vectors[:, cluster].conj().T, matrices, table, real=real)
        for cluster in clusters
    ]


def _part(
    projection: NDArray[np.complex128],
    matrices: NDArray[np.float64],
    table: Sequence[Sequence[int]],
    *,
    real: bool,
) -> Part:
    n = len(table)
    character = np.einsum("ij,gji->g", projection, matrices)
    squares = np.einsum("ij,gji->g", projection, matrices @ matrices).mean().real
    norm = float((abs(character) ** 2).mean())
    # over R two conjugates of complex type have twice the norm, and quaternionic ones come in pairs
    times = np.sqrt(norm / 2 if real and abs(squares) < 1e-6 else norm)
    if real and squares < -1e-6:
        times /= 2
    letters = [list(x) for x in zip(*table, strict=True)]
    moved = [np.eye(n)[x] @ projection - projection for x in letters]
    return Part(
        frozenset(y for y in range(n) if abs(projection[:, 0] - projection[:, y]).max() < 1e-6),
        round(np.trace(projection).real / times),
        tuple(round(np.linalg.matrix_rank(m, tol=1e-6) / times) for m in moved),
    )


def exceeds(table: Sequence[Sequence[int]], name: str, size: int) -> bool:
    """Whether every set of irreducibles that separates the states is beyond ``name:size``."""
    found = parts(table, real=name != "full")
    if name == "householder-heads":
        found = [part for part in found if max(part.ranks, default=0) <= size]
    return not any(
        _separates(chosen, len(table)) and _price(chosen, name) <= size
        for count in range(len(found) + 1)
        for chosen in itertools.combinations(found, count)
    )


def _separates(chosen: Sequence[Part], states: int) -> bool:
    return frozenset(range(states)).intersection(*(part.block for part in chosen)) == {0}


def _price(chosen: Sequence[Part], name: str) -> int:
    if name == "householder-heads":
        return 0
    if name == "householder":
        return max(map(sum, zip(*(part.ranks for part in chosen), strict=True)), default=0)
    return sum(part.degree for part in chosen)
