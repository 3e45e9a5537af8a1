"""Elimination over cyclotomic fields: pivots, rank and kernel, found modulo primes and then proved.

Let M be a matrix over Z[zeta_n] with rows I and columns J of a largest minor, ``d = det M[I, J]``, and F the other
columns. Then ``N = d M[I, J]^-1 M[I, F]`` has entries in Z[zeta_n], and they are found modulo split primes. What is
returned is proved: the minor does not vanish modulo one prime, so rank M >= |J|; and ``M[:, J] N = d M[:, F]`` holds
exactly, so rank M <= |J|. That J is the *leftmost* choice shows in the zeros of N.

``Echelon``        rank, pivots J, d and N: the reduced row echelon form of M is ``(1 | N/d)`` on the columns (J, F)
``multiply``       the product of two matrices over Z[zeta_n]
``echelon``        the echelon form of a matrix over Z[zeta_n]
``rank``           its rank alone

Matrices are tuples of ``phi(n)`` integer matrices, one for each power of zeta_n.

References: von zur Gathen and Gerhard, *Modern Computer Algebra* (2013), chapters 5 and 8; Karatsuba and Ofman (1962).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpz_mat, nmod_mat

from bilinear_theory.algebra.field import image, reduction
from bilinear_theory.algebra.modular import (
    Place,
    Remainders,
    interpolate,
    place,
    residue,
    residues,
)

Slices = tuple[fmpz_mat, ...]


@dataclass(frozen=True)
class Echelon:
    """The reduced row echelon form of a matrix: the identity on ``pivots`` and ``N/d`` on the other columns.

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


def multiply(n: int, a: Slices, b: Slices) -> Slices:
    """The product of two matrices over Z[zeta_n]."""
    if len(a) == 1:
        return (a[0] * b[0],)
    terms = _convolution(a, b)
    zero = fmpz_mat(a[0].nrows(), b[0].ncols())
    return image(reduction(n, len(terms)), terms, zero)


def _convolution(a: Sequence[fmpz_mat], b: Sequence[fmpz_mat]) -> list[fmpz_mat]:
    """The coefficients of the product of two polynomials of equal length with matrix coefficients."""
    size = len(a)
    live_a = [i for i, x in enumerate(a) if not x.is_zero()]
    live_b = [j for j, y in enumerate(b) if not y.is_zero()]
    zero = fmpz_mat(a[0].nrows(), b[0].ncols())
    if size == 1 or 2 * len(live_a) * len(live_b) <= size * size:
        total = [zero] * (2 * size - 1)
        for i in live_a:
            for j in live_b:
                term = a[i] * b[j]
                total[i + j] = term if total[i + j] is zero else total[i + j] + term
        return total
    half = (size + 1) // 2
    return _karatsuba(a, b, half, zero)


def _karatsuba(
    a: Sequence[fmpz_mat], b: Sequence[fmpz_mat], half: int, zero: fmpz_mat
) -> list[fmpz_mat]:
    """Three products of half the length instead of four."""
    low = _convolution(a[:half], b[:half])
    high = _convolution(a[half:], b[half:])
    top = len(a) - half
    mixed_a = [x + a[half + i] if i < top else x for i, x in enumerate(a[:half])]
    mixed_b = [y + b[half + i] if i < top else y for i, y in enumerate(b[:half])]
    middle = _convolution(mixed_a, mixed_b)
    total = [*low, zero, *high]
    for i, term in enumerate(middle):
        cross = term - low[i] - high[i] if i < len(high) else term - low[i]
        total[half + i] = cross if total[half + i] is zero else total[half + i] + cross
    return total


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


def _integer_echelon(matrix: fmpz_mat) -> Echelon:
    """The echelon form over Q, by fraction-free elimination."""
    reduced, d, r = matrix.rref()
    pivots = _staircase(reduced)
    free = _others(pivots, matrix.ncols())
    return Echelon(pivots, free, (int(d),), (_sub(reduced, range(r), free),))


def _staircase(reduced: fmpz_mat | nmod_mat) -> tuple[int, ...]:
    """The pivot columns of a matrix in row echelon form."""
    pivots: list[int] = []
    for j in range(reduced.ncols()):
        if len(pivots) < reduced.nrows() and reduced[len(pivots), j] != 0:
            pivots.append(j)
    return tuple(pivots)


def _others(chosen: Sequence[int], size: int) -> tuple[int, ...]:
    """The indices below ``size`` that are not chosen, in order."""
    taken = set(chosen)
    return tuple(j for j in range(size) if j not in taken)


def _sub(matrix: fmpz_mat, rows: Sequence[int], columns: Sequence[int]) -> fmpz_mat:
    """The given rows and columns of a matrix."""
    table = matrix.tolist()
    return fmpz_mat(len(rows), len(columns), [table[i][j] for i in rows for j in columns])


def _lifted(n: int, slices: Slices, first: int) -> Echelon | None:
    """The echelon form with the pivots of one place, or None once these are seen not to be the pivots over Q(zeta_n)."""
    every_row, columns = range(slices[0].nrows()), slices[0].ncols()
    here = residue(slices, place(n, first))
    pivots = _staircase(here.rref()[0])
    r, free = len(pivots), _others(pivots, columns)
    if not free or r == 0:
        if r == 0 and not all(s.is_zero() for s in slices):
            return None
        return Echelon(pivots, free, unit(len(slices)), (fmpz_mat(r, len(free)),) * len(slices))
    rows = _staircase(here.transpose().rref()[0])
    left = tuple(_sub(s, every_row, pivots) for s in slices)
    right = tuple(_sub(s, every_row, free) for s in slices)
    minor = tuple(_sub(s, rows, range(r)) for s in left)
    rest = tuple(_sub(s, rows, range(len(free))) for s in right)
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
    """The coefficients of d and of the entries of N modulo a prime, or None where the minor vanishes."""
    determinants: list[nmod_mat] = []
    numerators: list[nmod_mat] = []
    for m, b in zip(residues(minor, at), residues(rest, at), strict=True):
        d = m.det()
        if d == 0:
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


def scaled(n: int, d: Sequence[int], slices: Slices) -> Slices:
    """A matrix over Z[zeta_n] times the number of Z[zeta_n] with coefficients d."""
    zero = fmpz_mat(slices[0].nrows(), slices[0].ncols())
    terms = [zero] * (2 * len(slices) - 1)
    for i, c in enumerate(d):
        if c:
            for j, s in enumerate(slices):
                terms[i + j] = terms[i + j] + c * s
    return image(reduction(n, len(terms)), terms, zero)
