"""Slices: a matrix over Q(zeta_n) as integer matrices, one for each power of zeta_n, over one denominator.

``Slices``        ``phi(n)`` integer matrices of one shape
``lowest_terms``  slices and denominator without a common divisor
``block_matrix``  a matrix made of blocks
``submatrix``     some rows and columns of an integer matrix
``times``         slices times an integer
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from flint import fmpq, fmpq_mat, fmpz_mat

Slices = tuple[fmpz_mat, ...]


def lowest_terms(slices: Slices, denominator: int) -> tuple[Slices, int]:
    """The same slices over the same positive denominator, both divided by their common divisor.

    >>> lowest_terms((fmpz_mat([[2, 4]]),), 6)
    (([1, 2],), 3)
    """
    common = _content(slices, denominator)
    if common == 1:
        return slices, denominator
    factor = fmpq(1, common)
    return tuple((fmpq_mat(s) * factor).numer_denom()[0] for s in slices), denominator // common


def _content(slices: Slices, denominator: int) -> int:
    """The greatest common divisor of a positive denominator and all entries of the slices."""
    common = denominator
    for s in slices:
        if not s.is_zero():
            for i in range(s.nrows()):
                for j in range(s.ncols()):
                    if common == 1:
                        return 1
                    common = gcd(common, int(s[i, j]))
    return common


def times(slices: Slices, factor: int) -> Slices:
    """The slices times an integer."""
    return slices if factor == 1 else tuple(factor * s for s in slices)


def submatrix(matrix: fmpz_mat, rows: Sequence[int], columns: Sequence[int]) -> fmpz_mat:
    """The given rows and columns of an integer matrix, in the given order."""
    return fmpz_mat(len(rows), len(columns), [matrix[i, j] for i in rows for j in columns])


def block_matrix(blocks: Sequence[Sequence[Slices]]) -> Slices:
    """The slices of the matrix with these blocks, given row by row; their shapes are known to fit."""
    result: list[fmpz_mat] = []
    for k in range(len(blocks[0][0])):
        flat = []
        for row in blocks:
            tables = [block[k].tolist() for block in row]
            for i in range(row[0][k].nrows()):
                for table in tables:
                    flat += table[i]
        rows = sum(row[0][k].nrows() for row in blocks)
        result.append(fmpz_mat(rows, sum(block[k].ncols() for block in blocks[0]), flat))
    return tuple(result)
