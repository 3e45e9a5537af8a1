"""Matrices of rank one in a space of matrices, found through small vectors.

For a vector u the matrices ``u v^T`` in a space are the solutions v of linear equations. A space of
codimension less than the length of v has one for every u, and smaller spaces often for some small u.

``sampled_terms(A, rank)``  so many terms of rank one whose span holds the matrices, None if not found
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, islice, product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.tensor_slices import (
    Matrices,
    Term,
    basis_of_span,
    flat,
    outer,
    reshaped,
)

#: The most sets of matrices of rank one by which a span is enlarged.
MAX_EXTENSIONS = 60
#: The most vectors u that are tried.
MAX_VECTORS = 60
#: So many entries of orthonormal bases are computed at a time.
MAX_FLOATS = 10**6


def sampled_terms(basis: list[CyclotomicMatrix], rank: int) -> list[Term] | None:
    """Terms ``u v^T``, u small, that span the matrices together with a few more of rank one."""
    found = _sampled(tuple(basis), rank)
    return None if found is None else list(found)


@lru_cache(maxsize=512)
def _sampled(basis: tuple[CyclotomicMatrix, ...], rank: int) -> tuple[Term, ...] | None:
    """The same, remembered: real and complex columns, and larger numbers of them, ask again."""
    rows, columns = basis[0].shape
    if rank >= rows * columns:
        identity = CyclotomicMatrix.identity
        pairs = product(identity(rows).columns(), identity(columns).columns())
        return tuple((u, v) for u, v in pairs)
    if rank < len(basis):
        return None
    vectors, small = _small(rows)
    space, units = _floats(basis), np.eye(columns)
    places = list(product(range(len(vectors)), range(columns)))
    extensions = list(islice(combinations(places, rank - len(basis)), MAX_EXTENSIONS))
    more = [[np.outer(small[i], units[j]) for i, j in extra] for extra in extensions]
    spaces = np.array([[*space, *added] for added in more])  # (E, rank, rows, columns)
    for at in _hopeful(spaces, small):
        if not _is_promising(spaces[at], small):
            continue
        extra = extensions[at]
        basic = list(CyclotomicMatrix.identity(columns).columns())
        added = [outer(vectors[i], basic[j]) for i, j in extra]
        enlarged = basis_of_span([*basis, *added])
        found = _inside(enlarged, vectors) if len(enlarged) == rank else None
        if found is not None:
            return tuple(found)
    return None


def _is_promising(space: NDArray[np.complex128], vectors: NDArray[np.complex128]) -> bool:
    """Whether in floats the space of matrices (k, b, c) is spanned by ``u v^T``, u among the vectors.

    This only saves exact work: what is found is exact, and nothing is claimed where nothing is.
    """
    k, b, c = space.shape
    conditions = _null_spaces(space.reshape(1, k, b * c))[0].conj()
    if len(conditions) == 0:
        return False
    shaped = conditions.reshape(-1, b, c)
    kernels = _null_spaces(np.einsum("mb,nbc->mnc", vectors, shaped))
    found = [
        np.outer(u, v).ravel()
        for u, rows in zip(vectors, kernels, strict=True)
        for v in rows.conj()
    ]
    return len(found) >= k and int(np.linalg.matrix_rank(np.array(found), 1e-8)) >= k


def _hopeful(spaces: NDArray[np.complex128], vectors: NDArray[np.complex128]) -> Iterator[int]:
    """The places of spaces (E, k, b, c) that may hold enough ``u v^T``, u among the vectors.

    If ``|v| = 1``, the equations A of v have a determinant ``|A* A| <= |A v|^2 |A|^(2c - 2)``: nearly 0
    where v nearly solves them. So few vectors u with such an A leave nothing to look for.
    """
    count, k, b, c = spaces.shape
    together = max(1, MAX_FLOATS // (b * c) ** 2)
    for first in range(0, count, together):
        part = spaces[first : first + together]
        conditions = np.linalg.svd(part.reshape(len(part), k, b * c))[2][:, k:].conj()
        shaped = conditions.reshape(len(part), -1, b, c)
        A = np.einsum("mb,enbc->emnc", vectors, shaped)
        gram, size = A.conj().swapaxes(2, 3) @ A, 1 + np.abs(A).sum((2, 3)) ** 2
        solved = np.abs(np.linalg.det(gram)) <= 1e-12 * size ** (c - 1)
        solutions = np.zeros(solved.shape, np.intp)  # at most so many independent v
        small = np.linalg.eigvalsh(gram[solved]) <= 1e-9 * size[solved][:, None]
        solutions[solved] = small.sum(1)
        yield from (first + np.flatnonzero(solutions.sum(1) >= k)).tolist()


def _null_spaces(A: NDArray[np.complex128]) -> list[NDArray[np.complex128]]:
    """For each of several matrices rows ``v`` with ``A conj(v) = 0``, orthonormal."""
    _, sizes, rows = np.linalg.svd(A)
    ranks = np.sum(sizes > 1e-9, axis=1)
    return [part[rank:] for part, rank in zip(rows, ranks.tolist(), strict=True)]


def _floats(matrices: Matrices) -> NDArray[np.complex128]:
    entries = [
        [[int(x) / A.denominator for x in row] for row in A.slices[0].tolist()]
        if A.conductor == 1
        else [[complex(x) for x in row] for row in A.rows()]
        for A in matrices
    ]
    return np.array(entries, np.complex128).reshape(len(entries), *matrices[0].shape)


def _inside(space: list[CyclotomicMatrix], vectors: list[CyclotomicMatrix]) -> list[Term] | None:
    """A basis of the space of matrices ``u v^T``, with u among the vectors; None if there is none."""
    rows, columns = space[0].shape
    conditions = stack(
        [[flat(A)] for A in space]
    ).kernel()  # of the entries, one condition a column
    if conditions.shape[1] == 0:
        return None
    shaped = [reshaped(c, rows, columns) for c in conditions.columns()]
    chosen: list[Term] = []
    seen: list[CyclotomicMatrix] = []
    for u in vectors:
        for v in stack([[u.transpose() @ N] for N in shaped]).kernel().columns():
            row = flat(outer(u, v))
            if stack([[x] for x in (*seen, row)]).rank() > len(seen):
                chosen.append((u, v))
                seen.append(row)
        if len(chosen) == len(space):
            return chosen
    return None


@lru_cache(maxsize=16)
def _small(size: int) -> tuple[list[CyclotomicMatrix], NDArray[np.complex128]]:
    """Vectors with few small entries, those with fewer first, up to a factor; also as rows of floats."""
    found: list[tuple[int, ...]] = []
    for support in range(1, min(size, 4) + 1):
        for places in combinations(range(size), support):
            for signs in product((1, -1), repeat=support - 1):
                row = [0] * size
                for place, sign in zip(places, (1, *signs), strict=True):
                    row[place] = sign
                found.append(tuple(row))
    for i, j in combinations(range(size), 2):
        for a, b in ((1, 2), (2, 1), (1, -2), (2, -1)):
            found.append(tuple(a if k == i else b if k == j else 0 for k in range(size)))
    kept = found[:MAX_VECTORS]
    floats = np.array(kept, np.complex128).reshape(len(kept), size)
    return [CyclotomicMatrix.column(row) for row in kept], floats
