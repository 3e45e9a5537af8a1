"""Diagonalisation of exact matrices, alone, together, and of a real matrix up to small rank.

The eigenvalues sought are roots of unity, for matrices of finite order, and rational numbers, for rational
matrices; a matrix with other ones counts as not diagonalisable here.

``eigenvalues(A)``        numbers among which the eigenvalues lie, if they are such
``common_eigenbasis(..)`` a basis of common eigenvectors
``cyclic_real_form(A)``   real eigenvectors, and cyclic real subspaces that hold all the other ones

References: Gantmacher, *The Theory of Matrices* I (1959), chapters 6 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.scalar import Cyclotomic

#: The largest order of a matrix that is recognised as one of finite order.
MAX_ORDER = 420
#: A power with larger coefficients is taken to be of infinite order.
MAX_COEFFICIENT = 10**9


def finite_order(matrix: CyclotomicMatrix) -> int | None:
    """The order of a matrix; None if it is infinite, or more than ``MAX_ORDER``.

    A rational matrix whose order is a product of powers q of different primes has at least the sum of the
    phi(q) > 1 as its size. As ``q <= 3^(phi(q)/2)``, for powers of 2 at most twice as much, the order is at
    most ``2 * 3^(size/2)``.
    """
    size = matrix.shape[0]
    if matrix.rank() < size:
        return None
    identity = CyclotomicMatrix.identity(size)
    power, bound = matrix, MAX_ORDER
    if matrix.conductor == 1:
        bound = min(bound, isqrt(4 * 3**size))
    for order in range(1, bound + 1):
        if power == identity:
            return order
        entries = (int(x) for s in power.slices for x in s.entries())
        if max(map(abs, entries), default=0) > MAX_COEFFICIENT * power.denominator:
            return None
        power = power @ matrix
    return None


def eigenvalues(matrix: CyclotomicMatrix) -> list[Cyclotomic]:
    """Numbers among which the eigenvalues lie: roots of unity, or the rational ones of a rational matrix.

    >>> eigenvalues(CyclotomicMatrix([[1, 1], [0, 3]]))
    [1, 3]
    """
    order = finite_order(matrix)
    if order is not None:
        return [Cyclotomic.root_of_unity(order, k) for k in range(order)]
    reduced = matrix.minimal()
    if reduced.conductor != 1:
        return []
    roots: set[Fraction] = set()
    _, factors = reduced.slices[0].charpoly().factor()  # of the denominator times the matrix
    for factor, _ in factors:
        if factor.degree() == 1:
            roots.add(Fraction(-int(factor[0]), int(factor[1]) * reduced.denominator))
    return [Cyclotomic.rational(r) for r in sorted(roots)]


def common_eigenbasis(
    matrices: Sequence[CyclotomicMatrix], size: int, *, real: bool
) -> CyclotomicMatrix | None:
    """A basis in columns of common eigenvectors, to real eigenvalues if asked; None if none is found.

    >>> swap = CyclotomicMatrix([[0, 1], [1, 0]])
    >>> common_eigenbasis([swap], 2, real=True)
    [1 -1]
    [1  1]
    """
    spaces = [CyclotomicMatrix.identity(size)]
    for A in matrices:
        candidates = [c for c in eigenvalues(A) if not real or c.is_real()]
        finer: list[CyclotomicMatrix] = []
        for basis in spaces:
            found = 0
            for c in candidates:
                within = basis @ ((A - CyclotomicMatrix.identity(size) * c) @ basis).kernel()
                if within.shape[1]:
                    finer.append(within)
                    found += within.shape[1]
            if found < basis.shape[1]:
                return None
        spaces = finer
    return stack([spaces]) if spaces else CyclotomicMatrix.identity(0)


@dataclass(frozen=True, eq=False)
class CyclicForm:
    """A basis in which a real matrix is a diagonal matrix and companion matrices.

    Args:
        eigenvectors: real eigenvectors, in columns.
        cyclic: bases ``v, A v, A^2 v, ..`` of invariant subspaces, in columns, without real eigenvalue.
    """

    eigenvectors: CyclotomicMatrix
    cyclic: tuple[CyclotomicMatrix, ...]


def cyclic_real_form(matrix: CyclotomicMatrix) -> CyclicForm | None:
    """The form with the fewest cyclic subspaces of a real matrix; None if eigenvalues are missing.

    There are as many as the largest multiplicity of an eigenvalue that is not real: each subspace takes
    one eigenvector of every such eigenvalue that has one left, and its conjugate.
    """
    size = matrix.shape[0]
    identity = CyclotomicMatrix.identity(size)
    real: list[CyclotomicMatrix] = []
    others: list[list[CyclotomicMatrix]] = []
    total = 0
    for c in eigenvalues(matrix):
        vectors = (matrix - identity * c).kernel()
        if not vectors.shape[1]:
            continue
        total += vectors.shape[1]
        if c.is_real():
            real.append(vectors)
        elif c.imag.sign() > 0:
            others.append(list(vectors.columns()))
    if total < size:
        return None
    cyclic: list[CyclotomicMatrix] = []
    for k in range(max(map(len, others), default=0)):
        chosen = [columns[k] for columns in others if k < len(columns)]
        v = chosen[0] + chosen[0].conjugate()
        for w in chosen[1:]:
            v = v + w + w.conjugate()
        powers = [v]
        while len(powers) < 2 * len(chosen):
            powers.append(matrix @ powers[-1])
        cyclic.append(stack([powers]))
    eigenvectors = stack([real]) if real else CyclotomicMatrix.zeros(size, 0)
    return CyclicForm(eigenvectors, tuple(cyclic))
