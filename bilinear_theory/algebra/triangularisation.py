"""Triangularisation: a basis in which given matrices are all upper triangular.

Matrices have such a basis exactly if all composition factors of the space, as a module over the algebra
that they generate, are one-dimensional. Then every quotient of the space has a common eigenvector: one is
found, split off, and so on to the end; where there is none, there is no such basis.

``triangularisation(matrices, eigenvalues)``  T with ``T^-1 A T`` upper triangular, and ``T^-1``; or None
``common_eigenspace(matrices, eigenvalues)``  a basis of the vectors with ``A v = c_A v`` for all A

References: Radjavi and Rosenthal, *Simultaneous Triangularization* (2000), chapter 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.scalar import Cyclotomic

Eigenvalues = Sequence[Sequence[Cyclotomic]]


def triangularisation(
    matrices: Sequence[CyclotomicMatrix], eigenvalues: Eigenvalues, size: int
) -> tuple[CyclotomicMatrix, CyclotomicMatrix] | None:
    """T and its inverse such that ``T^-1 A T`` is upper triangular for all the matrices.

    Args:
        matrices: of shape ``(size, size)``.
        eigenvalues: for each matrix the numbers that may stand on the diagonal.
        size: the size of the matrices, of which there may be none.

    Returns:
        T and its inverse, None if no T with such a diagonal exists.

    >>> one, minus = Cyclotomic.rational(1), Cyclotomic.rational(-1)
    >>> T, inverse = triangularisation([CyclotomicMatrix([[0, 1], [1, 0]])], [[one, minus]], 2)
    >>> inverse @ CyclotomicMatrix([[0, 1], [1, 0]]) @ T
    [1  1]
    [0 -1]
    """
    if size == 0:
        return CyclotomicMatrix.identity(0), CyclotomicMatrix.identity(0)
    found = common_eigenspace(matrices, eigenvalues, size)
    if found is None:
        return None
    pivots = _identity_rows(found)
    taken = set(pivots)
    rest = [i for i in range(size) if i not in taken]
    everywhere = range(found.shape[1])
    below = found.submatrix(rest, everywhere)
    quotients = [A.submatrix(rest, rest) - below @ A.submatrix(pivots, rest) for A in matrices]
    further = triangularisation(quotients, eigenvalues, len(rest))
    if further is None:
        return None
    P, inverse = further
    k = len(pivots)
    # in the order (pivots, rest): T = [[1, 0], [below, P]]
    T = stack([[CyclotomicMatrix.identity(k), CyclotomicMatrix.zeros(k, len(rest))], [below, P]])
    back = stack(
        [
            [CyclotomicMatrix.identity(k), CyclotomicMatrix.zeros(k, len(rest))],
            [-(inverse @ below), inverse],
        ]
    )
    place = {state: i for i, state in enumerate([*pivots, *rest])}
    rows = [place[i] for i in range(size)]
    return T.submatrix(rows, range(size)), back.submatrix(range(size), rows)


def common_eigenspace(
    matrices: Sequence[CyclotomicMatrix], eigenvalues: Eigenvalues, size: int
) -> CyclotomicMatrix | None:
    """All vectors with ``A v = c_A v``, for the first eigenvalues ``c_A`` that have any but 0.

    Returns:
        A basis in columns, with the rows of an identity matrix among its rows; None if there is no
        common eigenvector with such eigenvalues.
    """
    basis = _intersection(list(zip(matrices, eigenvalues, strict=True)), None, size)
    return None if basis is None else _reduced(basis)


def _intersection(
    conditions: list[tuple[CyclotomicMatrix, Sequence[Cyclotomic]]],
    basis: CyclotomicMatrix | None,
    size: int,
) -> CyclotomicMatrix | None:
    """The vectors in the span of the basis (None: all) that meet the conditions one after another.

    Eigenspaces to different eigenvalues are independent, so that at no depth there are more branches
    than dimensions.
    """
    if not conditions:
        return CyclotomicMatrix.identity(size) if basis is None else basis
    (A, candidates), *others = conditions
    identity = CyclotomicMatrix.identity(size)
    for c in candidates:
        shifted = A - identity * c if c else A
        within = shifted.kernel() if basis is None else basis @ (shifted @ basis).kernel()
        if within.shape[1]:
            found = _intersection(others, within, size)
            if found is not None:
                return found
    return None


def _reduced(basis: CyclotomicMatrix) -> CyclotomicMatrix:
    """The basis of the same space that has the rows of an identity matrix among its rows."""
    if basis.shape[0] == basis.shape[1]:
        return CyclotomicMatrix.identity(basis.shape[0])
    return basis.transpose().kernel().transpose().kernel()


def _identity_rows(basis: CyclotomicMatrix) -> list[int]:
    """Rows of a reduced basis, in order those of the identity matrix."""
    units = CyclotomicMatrix.identity(basis.shape[1]).rows()
    place = {row: i for i, row in reversed(list(enumerate(basis.rows())))}
    return [place[unit] for unit in units]
