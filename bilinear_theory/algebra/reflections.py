"""Orthogonal matrices as products of reflections: the theorem of Cartan and Dieudonné, exactly.

Let H be a positive definite real form and A a real matrix with ``A^T H A = H``. For a vector x that A
moves put ``k = A x - x``. The reflection R in k exchanges x and A x, which have one length, and fixes
what A fixes, for such a y is orthogonal to k. So ``R A`` fixes one dimension more than A: after
``rank(A - 1)`` steps, the least possible number, the identity is left. All keys are combinations of
columns of ``A - 1``: no larger field is needed.

``reflection_keys(A, H)``   the keys of the reflections, in the order in which they act

References: Artin, *Geometric Algebra* (1957), theorem 3.20; Scherk, *On the decomposition of orthogonal
matrices*, Proc. AMS 1 (1950).
"""

from __future__ import annotations

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.invariant_form import primitive

Key = tuple[Cyclotomic, ...]


def reflection_keys(matrix: CyclotomicMatrix, form: CyclotomicMatrix | None) -> tuple[Key, ...]:
    """Keys ``k_1 .. k_r`` with ``A = R_r .. R_1``, ``R_i`` the reflection in ``k_i`` and ``r = rank(A - 1)``.

    Args:
        matrix: a real matrix A with ``A^T H A = H``.
        form: H, positive definite; the identity if None.

    Raises:
        ValueError: if the matrix does not preserve the form, or is not real.

    >>> reflection_keys(CyclotomicMatrix.permutation((1, 2, 0)), None)
    ((0, -1, 1), (-1, 1, 0))
    >>> len(reflection_keys(CyclotomicMatrix.diagonal([-1, 1, -1]), None))
    2
    """
    size = matrix.shape[0]
    identity = CyclotomicMatrix.identity(size)
    h = identity if form is None else form
    if matrix != matrix.conjugate() or matrix.transpose() @ h @ matrix != h:
        raise ValueError("the matrix is not real, or does not preserve the form")
    keys: list[Key] = []
    while matrix != identity:
        moved = [column for column in (matrix - identity).columns() if not column.is_zero()]
        key = min((primitive(column) for column in moved), key=_size)
        dual = key.transpose() @ h
        matrix = matrix - key @ (dual @ matrix) * (2 / (dual @ key)[0, 0])
        keys.append(tuple(row[0].minimal() for row in key.rows()))
    return tuple(reversed(keys))


def _size(key: CyclotomicMatrix) -> tuple[int, int]:
    """The number of entries that are not 0, then the sum of all coefficients."""
    entries = [int(x) for s in key.slices for x in s.entries()]
    return sum(1 for (x,) in key.rows() if x), sum(map(abs, entries))
