"""Exact matrices over cyclotomic fields.

A matrix over Q(zeta_n) is kept as ``phi(n)`` integer matrices, the coefficients of ``1, zeta_n, zeta_n^2, ..``, over
one positive denominator; the product of two is a product of polynomials with matrix coefficients, and elimination
works modulo primes and proves its result.

``CyclotomicMatrix(rows)``  the matrix with these rows of integers, fractions and cyclotomic numbers
``rank`` ``kernel`` ``inverse`` ``solve`` ``determinant``  linear algebra, exact
``direct_sum`` ``kronecker`` ``stack``  block-diagonal sum, tensor product, matrices side by side

Vectors are matrices with one column.

References: Cohen, *A Course in Computational Algebraic Number Theory* (1993), section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from flint import fmpq, fmpq_mat, fmpz_mat

from bilinear_theory.algebra.echelon import determinant, echelon, rank
from bilinear_theory.algebra.field import (
    LinearMap,
    checked_conductor,
    degree,
    descended,
    embedding,
    galois_map,
    image,
    normal_conductor,
    reduction,
)
from bilinear_theory.algebra.product import Slices, multiply, scaled
from bilinear_theory.algebra.scalar import Cyclotomic, number

Entry = int | Fraction | Cyclotomic


class CyclotomicMatrix:
    """A matrix over ``Q(zeta_n)``, immutable and hashable.

    Args:
        rows: rows of equal length of integers, fractions or cyclotomic numbers; the conductor is the least
            common multiple of theirs.
        columns: the number of columns, needed only where there are no rows.

    Raises:
        ValueError: if the rows differ in length.
        TypeError: if an entry is no exact number.

    Matrices that are equal as complex matrices are equal and hash alike, whatever their conductors.

    >>> i = Cyclotomic.root_of_unity(4)
    >>> A = CyclotomicMatrix([[0, i], [i, 0]])
    >>> A @ A == -CyclotomicMatrix.identity(2), A**-1 == A.H
    (True, True)
    >>> A
    [ 0 z4]
    [z4  0]
    """

    __slots__ = ("_conductor", "_denominator", "_hash", "_slices")
    _conductor: int
    _denominator: int
    _slices: Slices
    _hash: int | None

    def __init__(self, rows: Iterable[Iterable[Entry]], *, columns: int | None = None) -> None:
        table = [[_entry(x) for x in row] for row in rows]
        width = len(table[0]) if table else columns or 0
        for i, row in enumerate(table):
            if len(row) != width:
                raise ValueError(f"row {i} has {len(row)} entries, row 0 has {width}")
        n = lcm(*(x.conductor for row in table for x in row))
        flat = [x.at(n).coefficients for row in table for x in row]
        denominator = lcm(*(c.denominator for x in flat for c in x))
        self._conductor, self._denominator, self._hash = n, denominator, None
        self._slices = tuple(
            fmpz_mat(len(table), width, [int(x[j] * denominator) for x in flat])
            for j in range(degree(n))
        )

    @classmethod
    def _of(cls, conductor: int, slices: Slices, denominator: int = 1) -> CyclotomicMatrix:
        """The matrix with these slices over a positive denominator, which is brought to lowest terms."""
        matrix = object.__new__(cls)
        common = _content(slices, denominator)
        if common != 1:
            factor = fmpq(1, common)
            slices = tuple((fmpq_mat(s) * factor).numer_denom()[0] for s in slices)
        matrix._conductor, matrix._slices = conductor, slices
        matrix._denominator, matrix._hash = denominator // common, None
        return matrix

    @classmethod
    def identity(cls, size: int) -> CyclotomicMatrix:
        """The identity matrix."""
        return cls.diagonal([1] * size)

    @classmethod
    def zeros(cls, rows: int, columns: int) -> CyclotomicMatrix:
        """The zero matrix."""
        return cls._of(1, (fmpz_mat(rows, columns),))

    @classmethod
    def diagonal(cls, entries: Sequence[Entry]) -> CyclotomicMatrix:
        """The diagonal matrix with these entries."""
        size = range(len(entries))
        return cls([[entries[i] if i == j else 0 for j in size] for i in size])

    @classmethod
    def permutation(cls, images: Sequence[int]) -> CyclotomicMatrix:
        """The matrix that sends the basis vector ``e_j`` to ``e_images[j]``.

        Raises:
            ValueError: if the images are not those of a permutation.
        """
        size = len(images)
        if sorted(images) != list(range(size)):
            raise ValueError(f"{tuple(images)} is not a permutation of 0..{size - 1}")
        return cls([[int(images[j] == i) for j in range(size)] for i in range(size)])

    @classmethod
    def column(cls, entries: Sequence[Entry]) -> CyclotomicMatrix:
        """The column vector with these entries."""
        return cls([[x] for x in entries], columns=1)

    @classmethod
    def from_lists(cls, data: Mapping[str, Any]) -> CyclotomicMatrix:
        """The matrix that ``to_lists`` wrote.

        Raises:
            ValueError: if the data do not describe a matrix.
        """
        try:
            n, denominator, table = data["conductor"], data["denominator"], data["entries"]
            columns = data["columns"]
        except KeyError as missing:
            raise ValueError(f"a matrix has a key {missing}") from None
        if not isinstance(denominator, int) or denominator < 1:
            raise ValueError(f"a denominator is a positive integer, not {denominator!r}")
        rows = [[Cyclotomic(n, x) / denominator for x in row] for row in table]
        return cls(rows, columns=columns).at(n)

    def to_lists(self) -> dict[str, Any]:
        """The matrix as integers: ``entries[i][j][k]`` over ``denominator`` is the coefficient of ``zeta_n^k``."""
        tables = [s.tolist() for s in self._slices]
        rows, columns = self.shape
        return {
            "conductor": self._conductor,
            "denominator": self._denominator,
            "columns": columns,
            "entries": [
                [[int(t[i][j]) for t in tables] for j in range(columns)] for i in range(rows)
            ],
        }

    @property
    def conductor(self) -> int:
        """The ``n`` of the field ``Q(zeta_n)`` over which the matrix is written."""
        return self._conductor

    @property
    def denominator(self) -> int:
        """The least positive integer that clears the denominators of all coefficients."""
        return self._denominator

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns."""
        return self._slices[0].nrows(), self._slices[0].ncols()

    def __getitem__(self, place: tuple[int, int]) -> Cyclotomic:
        i, j = place
        rows, columns = self.shape
        if not (-rows <= i < rows and -columns <= j < columns):
            raise IndexError(f"entry {place} of a matrix of shape {self.shape}")
        i, j = i % rows, j % columns
        return Cyclotomic(
            self._conductor, [Fraction(int(s[i, j]), self._denominator) for s in self._slices]
        )

    def rows(self) -> tuple[tuple[Cyclotomic, ...], ...]:
        """The entries, row by row."""
        rows, columns = self.shape
        return tuple(tuple(self[i, j] for j in range(columns)) for i in range(rows))

    def columns(self) -> Iterator[CyclotomicMatrix]:
        """The columns, as vectors."""
        rows, columns = self.shape
        return (self.submatrix(range(rows), [j]) for j in range(columns))

    def submatrix(self, rows: Sequence[int], columns: Sequence[int]) -> CyclotomicMatrix:
        """The matrix of the given rows and columns, in the given order."""
        tables = [s.tolist() for s in self._slices]
        return self._like(
            tuple(
                fmpz_mat(len(rows), len(columns), [t[i][j] for i in rows for j in columns])
                for t in tables
            )
        )

    def _like(self, slices: Slices) -> CyclotomicMatrix:
        return CyclotomicMatrix._of(self._conductor, slices, self._denominator)

    def _mapped(self, conductor: int, linear_map: LinearMap) -> CyclotomicMatrix:
        slices = image(linear_map, self._slices, fmpz_mat(*self.shape))
        return CyclotomicMatrix._of(conductor, slices, self._denominator)

    def at(self, conductor: int) -> CyclotomicMatrix:
        """The same matrix written at a multiple of its conductor.

        Raises:
            ValueError: if ``Q(zeta_conductor)`` does not contain the field of the matrix.
        """
        m = normal_conductor(checked_conductor(conductor))
        if m % self._conductor:
            raise ValueError(f"Q(zeta_{conductor}) does not contain Q(zeta_{self._conductor})")
        return self if m == self._conductor else self._mapped(m, embedding(self._conductor, m))

    def minimal(self) -> CyclotomicMatrix:
        """The same matrix at its least conductor."""
        n, slices, divisor = descended(self._conductor, self._slices, fmpz_mat(*self.shape))
        if n == self._conductor:
            return self
        return CyclotomicMatrix._of(n, slices, self._denominator * divisor)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CyclotomicMatrix):
            return NotImplemented
        if (
            self.shape != other.shape
            or self._denominator != other._denominator
            and self._conductor == other._conductor
        ):
            return False
        _, a, b = _pair(self, other)
        return (a._denominator, a._slices) == (b._denominator, b._slices)

    def __hash__(self) -> int:
        if self._hash is None:
            least = self.minimal()
            entries = tuple(tuple(s.entries()) for s in least._slices)
            self._hash = hash((self.shape, least._conductor, least._denominator, entries))
        return self._hash

    def __neg__(self) -> CyclotomicMatrix:
        return self._like(tuple(-s for s in self._slices))

    def __add__(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        if not isinstance(other, CyclotomicMatrix):
            return NotImplemented
        if self.shape != other.shape:
            raise ValueError(f"a sum of matrices of shapes {self.shape} and {other.shape}")
        n, a, b = _pair(self, other)
        d = lcm(a._denominator, b._denominator)
        x, y = (_times(m._slices, d // m._denominator) for m in (a, b))
        return CyclotomicMatrix._of(n, tuple(s + t for s, t in zip(x, y, strict=True)), d)

    def __sub__(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        return self + (-other)

    def __mul__(self, other: object) -> CyclotomicMatrix:
        x = number(other)
        if x is None:
            return NotImplemented
        n = lcm(self._conductor, x.conductor)
        a, c = self.at(n), x.at(n).coefficients
        d = lcm(*(q.denominator for q in c))
        slices = scaled(n, [int(q * d) for q in c], a._slices)
        return CyclotomicMatrix._of(n, slices, a._denominator * d)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> CyclotomicMatrix:
        x = number(other)
        return NotImplemented if x is None else self * x.inverse()

    def __matmul__(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        if not isinstance(other, CyclotomicMatrix):
            return NotImplemented
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"a product of matrices of shapes {self.shape} and {other.shape}")
        n, a, b = _pair(self, other)
        slices = multiply(n, a._slices, b._slices)
        return CyclotomicMatrix._of(n, slices, a._denominator * b._denominator)

    def __pow__(self, exponent: int) -> CyclotomicMatrix:
        self._require_square("a power")
        if exponent < 0:
            return self.inverse() ** -exponent
        result, square = CyclotomicMatrix.identity(self.shape[0]), self
        while exponent:
            if exponent & 1:
                result = result @ square
            exponent >>= 1
            if exponent:
                square = square @ square
        return result

    def _require_square(self, what: str) -> None:
        if self.shape[0] != self.shape[1]:
            raise ValueError(f"{what} of a matrix of shape {self.shape}, which is not square")

    def transpose(self) -> CyclotomicMatrix:
        """The transpose."""
        return self._like(tuple(s.transpose() for s in self._slices))

    def galois(self, k: int) -> CyclotomicMatrix:
        """The image of every entry under ``zeta_n -> zeta_n^k``."""
        return self._mapped(self._conductor, galois_map(self._conductor, k % self._conductor))

    def conjugate(self) -> CyclotomicMatrix:
        """The complex conjugate, entry by entry."""
        return self.galois(-1)

    def conjugate_transpose(self) -> CyclotomicMatrix:
        """The conjugate transpose."""
        return self.conjugate().transpose()

    @property
    def H(self) -> CyclotomicMatrix:
        """The conjugate transpose."""
        return self.conjugate_transpose()

    def trace(self) -> Cyclotomic:
        """The sum of the diagonal.

        Raises:
            ValueError: if the matrix is not square.
        """
        self._require_square("the trace")
        size, d = range(self.shape[0]), self._denominator
        return Cyclotomic(
            self._conductor, [Fraction(sum(int(s[i, i]) for i in size), d) for s in self._slices]
        )

    def is_zero(self) -> bool:
        """Whether every entry is 0."""
        return all(s.is_zero() for s in self._slices)

    def rank(self) -> int:
        """The rank, exact: a minor that does not vanish modulo a prime, and relations that hold exactly."""
        return rank(self._conductor, self._slices)

    def kernel(self) -> CyclotomicMatrix:
        """A matrix whose columns are a basis of the kernel, shape ``(columns, columns - rank)``.

        >>> CyclotomicMatrix([[1, 2, 3]]).kernel()
        [-2 -3]
        [ 1  0]
        [ 0  1]
        """
        form = echelon(self._conductor, self._slices)
        columns = self.shape[1]
        slices: list[fmpz_mat] = []
        for s, c in zip(form.N, form.d, strict=True):
            table = [[0] * len(form.free) for _ in range(columns)]
            for i, pivot in enumerate(form.pivots):
                table[pivot] = [-s[i, k] for k in range(len(form.free))]
            for k, column in enumerate(form.free):
                table[column][k] = c
            slices.append(fmpz_mat(columns, len(form.free), [x for row in table for x in row]))
        scale = Cyclotomic(self._conductor, form.d).inverse()
        return CyclotomicMatrix._of(self._conductor, tuple(slices)) * scale

    def solve(self, right: CyclotomicMatrix) -> CyclotomicMatrix | None:
        """A matrix X with ``self @ X == right``, or None if there is none.

        Raises:
            ValueError: if the two differ in their numbers of rows.
        """
        if self.shape[0] != right.shape[0]:
            raise ValueError(
                f"an equation between matrices of shapes {self.shape} and {right.shape}"
            )
        both = stack([[self, right]])
        columns = self.shape[1]
        form = echelon(both._conductor, both._slices)
        if any(pivot >= columns for pivot in form.pivots):
            return None
        last = [k for k, column in enumerate(form.free) if column >= columns]
        slices: list[fmpz_mat] = []
        for s in form.N:
            table = [[0] * len(last) for _ in range(columns)]
            for i, pivot in enumerate(form.pivots):
                table[pivot] = [s[i, k] for k in last]
            slices.append(fmpz_mat(columns, len(last), [x for row in table for x in row]))
        scale = Cyclotomic(both._conductor, form.d).inverse()
        return CyclotomicMatrix._of(both._conductor, tuple(slices)) * scale

    def inverse(self) -> CyclotomicMatrix:
        """The inverse.

        Raises:
            ValueError: if the matrix is not square.
            ZeroDivisionError: if it is singular.
        """
        self._require_square("the inverse")
        found = self.solve(CyclotomicMatrix.identity(self.shape[0]))
        if found is None:
            raise ZeroDivisionError(
                f"the matrix is singular: its rank is {self.rank()} of {self.shape[0]}"
            )
        return found

    def determinant(self) -> Cyclotomic:
        """The determinant.

        Raises:
            ValueError: if the matrix is not square.
        """
        self._require_square("the determinant")
        value = Cyclotomic(self._conductor, determinant(self._conductor, self._slices))
        return value / self._denominator ** self.shape[0]

    def direct_sum(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        """The block-diagonal matrix of the two."""
        (r, c), (s, d) = self.shape, other.shape
        zeros = CyclotomicMatrix.zeros
        return stack([[self, zeros(r, d)], [zeros(s, c), other]])

    def kronecker(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        """The tensor product: entry ``(i r + k, j c + l)`` is ``self[i, j] other[k, l]``, other of shape (r, c)."""
        n, a, b = _pair(self, other)
        (p, q), (r, c) = a.shape, b.shape
        zero = fmpz_mat(p * r, q * c)
        terms = [zero] * (2 * len(a._slices) - 1)
        for i, s in enumerate(a._slices):
            for j, t in enumerate(b._slices):
                if not (s.is_zero() or t.is_zero()):
                    x, y = s.tolist(), t.tolist()
                    flat = [u * v for left in x for right in y for u in left for v in right]
                    terms[i + j] = terms[i + j] + fmpz_mat(p * r, q * c, flat)
        slices = image(reduction(n, len(terms)), terms, zero)
        return CyclotomicMatrix._of(n, slices, a._denominator * b._denominator)

    def __str__(self) -> str:
        rows = [[str(x) for x in row] for row in self.minimal().rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = (" ".join(x.rjust(w) for x, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(f"[{line}]" for line in lines) or f"[] of shape {self.shape}"

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        rows = (" & ".join(x.latex() for x in row) for row in self.minimal().rows())
        return r"$\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}$"


def stack(blocks: Sequence[Sequence[CyclotomicMatrix]]) -> CyclotomicMatrix:
    """The matrix with these blocks, given row by row.

    Raises:
        ValueError: if the shapes do not fit.

    >>> one = CyclotomicMatrix.identity(1)
    >>> stack([[one, one * 2], [one * 3, one * 4]])
    [1 2]
    [3 4]
    """
    flat = [block for row in blocks for block in row]
    n = lcm(*(block.conductor for block in flat))
    d = lcm(*(block.denominator for block in flat))
    tables = [[_tables(block, n, d) for block in row] for row in blocks]
    heights = [row[0].shape[0] for row in blocks]
    widths = [block.shape[1] for block in blocks[0]]
    for i, row in enumerate(blocks):
        found = [block.shape for block in row]
        if found != [(heights[i], w) for w in widths]:
            raise ValueError(f"row {i} of the blocks has shapes {found}")
    slices = tuple(
        fmpz_mat(
            sum(heights),
            sum(widths),
            [
                x
                for i, row in enumerate(tables)
                for h in range(heights[i])
                for block in row
                for x in block[k][h]
            ],
        )
        for k in range(degree(n))
    )
    return CyclotomicMatrix._of(n, slices, d)


def _entry(value: object) -> Cyclotomic:
    """An entry as a cyclotomic number.

    Raises:
        TypeError: if it is not one.
    """
    entry = number(value)
    if entry is None:
        raise TypeError(f"{value!r} of type {type(value).__name__} is not an exact number")
    return entry


def _pair(
    a: CyclotomicMatrix, b: CyclotomicMatrix
) -> tuple[int, CyclotomicMatrix, CyclotomicMatrix]:
    """Two matrices at a common conductor."""
    n = a.conductor if a.conductor == b.conductor else lcm(a.conductor, b.conductor)
    return n, a.at(n), b.at(n)


def _times(slices: Slices, factor: int) -> Slices:
    """The slices times an integer."""
    return slices if factor == 1 else tuple(factor * s for s in slices)


def _tables(matrix: CyclotomicMatrix, n: int, d: int) -> list[list[list[Any]]]:
    """The rows of every slice at conductor n over the denominator d."""
    at = matrix.at(n)
    return [s.tolist() for s in _times(at._slices, d // at._denominator)]


def _content(slices: Slices, denominator: int) -> int:
    """The greatest common divisor of a positive denominator and all entries of the slices."""
    common = denominator
    for s in slices:
        if common == 1:
            break
        if not s.is_zero():
            for i in range(s.nrows()):
                for j in range(s.ncols()):
                    common = gcd(common, int(s[i, j]))
                if common == 1:
                    break
    return common
