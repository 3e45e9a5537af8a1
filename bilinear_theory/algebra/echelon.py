"""Elimination over cyclotomic fields: pivots, rank and kernel, found modulo primes and then proved.

Let M be a matrix over Z[zeta_n] with rows I and columns J of a largest minor, ``d = det M[I, J]``,
and F the other columns. Then ``N = d M[I, J]^-1 M[I, F]`` has entries in Z[zeta_n], and they are
found modulo split primes. What is returned is proved: the minor does not vanish modulo one prime,
so rank M >= |J|; and ``M[:, J] N = d M[:, F]`` holds exactly, so rank M <= |J|. That J is the
*leftmost* choice shows in the zeros of N.

``Echelon``        pivots J, d and N: the reduced row echelon form is ``(1 | N/d)`` on (J, F)
``echelon``        the echelon form of a matrix over Z[zeta_n]
``rank``           its rank alone
``kernel``         a basis of its kernel
``solution``       a solution of a linear equation
``determinant``    its determinant, by as many primes as Hadamard's inequality asks for

Matrices are tuples of ``phi(n)`` integer matrices, one for each power of zeta_n.

References: von zur Gathen and Gerhard, *Modern Computer Algebra* (2013), chapters 5 and 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpz_mat, nmod_mat

from bilinear_theory.algebra.field import coefficient_bound
from bilinear_theory.algebra.modular import (
    Place,
    Remainders,
    interpolate,
    place,
    residue,
    residues,
)
from bilinear_theory.algebra.product import multiply, scaled
from bilinear_theory.algebra.slices import Slices, submatrix


@dataclass(frozen=True)
class Echelon:
    """The reduced row echelon form of a matrix: 1 on the pivots, ``N/d`` elsewhere.

    Args:
        pivots: the leftmost columns that are a basis of the column space.
        free: the other columns.
        d: a non-zero number of Z[zeta_n], its coefficients.
        N: shape ``(rank, len(free))``, over Z[zeta_n].
    """

    pivots: tuple[int, ...]
    free: tuple[int, ...]
    d: tuple[int, ...]
    N: Slices


def rank(n: int, slices: Slices) -> int:
    """The rank over Q(zeta_n)."""
    rows, columns = slices[0].nrows(), slices[0].ncols()
    if len(slices) == 1:
        return slices[0].rank()
    if residue(slices, place(n, 0)).rank() == min(rows, columns):
        return min(rows, columns)
    shape = slices if columns <= rows else tuple(s.transpose() for s in slices)
    return len(echelon(n, shape).pivots)


def echelon(n: int, slices: Slices) -> Echelon:
    """The reduced row echelon form of a matrix over Z[zeta_n], with its proof done."""
    if len(slices) == 1:
        return _integer_echelon(slices[0])
    first, found = 0, None
    while found is None:
        found = _lifted(n, slices, first)
        first += 1
    return found


def kernel(n: int, slices: Slices) -> tuple[Slices, tuple[int, ...]]:
    """Numerators and common denominator of a basis of the kernel, in columns."""
    form = echelon(n, slices)
    result: list[fmpz_mat] = []
    for s, c in zip(form.N, form.d, strict=True):
        basis = fmpz_mat(slices[0].ncols(), len(form.free))
        for k, column in enumerate(form.free):
            basis[column, k] = c
            for i, pivot in enumerate(form.pivots):
                basis[pivot, k] = -s[i, k]
        result.append(basis)
    return tuple(result), form.d


def solution(n: int, slices: Slices, columns: int) -> tuple[Slices, tuple[int, ...]] | None:
    """Numerators and denominator of an X with ``A X = B``, for the matrix ``(A B)``."""
    form = echelon(n, slices)
    if any(pivot >= columns for pivot in form.pivots):
        return None
    last = [k for k, column in enumerate(form.free) if column >= columns]
    result: list[fmpz_mat] = []
    for s in form.N:
        x = fmpz_mat(columns, len(last))
        for i, pivot in enumerate(form.pivots):
            for j, k in enumerate(last):
                x[pivot, j] = s[i, k]
        result.append(x)
    return tuple(result), form.d


def determinant(n: int, slices: Slices) -> tuple[int, ...]:
    """The coefficients of the determinant of a square matrix over Z[zeta_n].

    By Hadamard's inequality no conjugate of it exceeds the product of the sums of the rows, so that
    it is known once it is known modulo a large enough product of primes.
    """
    size = slices[0].nrows()
    if len(slices) == 1:
        return (int(slices[0].det()),)
    bound = coefficient_bound(n)
    for i in range(size):
        bound *= sum(abs(int(s[i, j])) for s in slices for j in range(size))
    known, index = Remainders(len(slices)), 0
    while known.modulus <= 2 * bound:
        at = place(n, index)
        values = [nmod_mat(1, 1, [m.det()], at.p) for m in residues(slices, at)]
        known.refine([int(matrix[0, 0]) for matrix in interpolate(values, at)], at.p)
        index += 1
    return tuple(known.values)


def _integer_echelon(matrix: fmpz_mat) -> Echelon:
    """The echelon form over Q, by fraction-free elimination."""
    reduced, d, r = matrix.rref()
    pivots = _staircase(reduced)
    free = _others(pivots, matrix.ncols())
    return Echelon(pivots, free, (int(d),), (submatrix(reduced, range(r), free),))


def _staircase(reduced: fmpz_mat | nmod_mat) -> tuple[int, ...]:
    """The pivot columns of a matrix in row echelon form."""
    pivots: list[int] = []
    for j in range(reduced.ncols()):
        if len(pivots) < reduced.nrows() and int(reduced[len(pivots), j]) != 0:
            pivots.append(j)
    return tuple(pivots)


def _others(chosen: Sequence[int], size: int) -> tuple[int, ...]:
    """The indices below ``size`` that are not chosen, in order."""
    taken = set(chosen)
    return tuple(j for j in range(size) if j not in taken)


def _lifted(n: int, slices: Slices, first: int) -> Echelon | None:
    """The echelon form with the pivots of one place, or None if these are seen to be wrong."""
    every_row, columns = range(slices[0].nrows()), slices[0].ncols()
    here = residue(slices, place(n, first))
    pivots = _staircase(here.rref()[0])
    r, free = len(pivots), _others(pivots, columns)
    if not free or r == 0:
        if r == 0 and not all(s.is_zero() for s in slices):
            return None
        return Echelon(pivots, free, unit(len(slices)), (fmpz_mat(r, len(free)),) * len(slices))
    rows = _staircase(here.transpose().rref()[0])
    left = tuple(submatrix(s, every_row, pivots) for s in slices)
    right = tuple(submatrix(s, every_row, free) for s in slices)
    minor = tuple(submatrix(s, rows, range(r)) for s in left)
    rest = tuple(submatrix(s, rows, range(len(free))) for s in right)
    known = Remainders(len(slices) * (1 + r * len(free)))
    index = first
    while r == min(len(every_row), columns) or residue(slices, place(n, index)).rank() <= r:
        remainders = _remainders(minor, rest, place(n, index))
        if remainders is not None and known.refine(remainders, place(n, index).p):
            d, N = _unpacked(known.values, len(slices), r, len(free))
            if multiply(n, left, N) == scaled(n, d, right):
                return Echelon(pivots, free, d, N) if _is_leftmost(N, pivots, free) else None
        index += 1
    return None


def unit(size: int) -> tuple[int, ...]:
    """The coefficients of 1."""
    return (1,) + (0,) * (size - 1)


def _remainders(minor: Slices, rest: Slices, at: Place) -> list[int] | None:
    """The coefficients of d and N modulo a prime, or None where the minor vanishes."""
    determinants: list[nmod_mat] = []
    numerators: list[nmod_mat] = []
    for m, b in zip(residues(minor, at), residues(rest, at), strict=True):
        d = m.det()
        if int(d) == 0:
            return None
        determinants.append(nmod_mat(1, 1, [d], at.p))
        numerators.append(m.solve(b) * d)
    coefficients = interpolate(determinants, at) + interpolate(numerators, at)
    return [int(x) for matrix in coefficients for x in matrix.entries()]


def _unpacked(
    values: list[int], phi: int, rows: int, columns: int
) -> tuple[tuple[int, ...], Slices]:
    """The coefficients of d and the slices of N from one list."""
    size = rows * columns
    starts = range(phi, phi + phi * size, size)
    return tuple(values[:phi]), tuple(fmpz_mat(rows, columns, values[s : s + size]) for s in starts)


def _is_leftmost(N: Slices, pivots: Sequence[int], free: Sequence[int]) -> bool:
    """Whether each free column is a combination of the pivot columns to its left."""
    return all(
        s[i, k] == 0
        for k, column in enumerate(free)
        for i in range(len(pivots))
        if pivots[i] > column
        for s in N
    )
