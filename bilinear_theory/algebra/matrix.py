"""Exact matrices over cyclotomic fields.

A matrix over Q(zeta_n) is kept as ``phi(n)`` integer matrices, the coefficients of ``1, zeta_n,
zeta_n^2, ..``, over one positive denominator; the product of two is a product of polynomials with
matrix coefficients, and elimination works modulo primes and proves its result.

``CyclotomicMatrix(rows)``  the matrix with these rows of integers, fractions and cyclotomic numbers
``rank`` ``kernel`` ``inverse`` ``solve`` ``determinant``  linear algebra, exact
``direct_sum`` ``kronecker`` ``stack``  block-diagonal sum, tensor product, matrices side by side

Vectors are matrices with one column.

References: Cohen, *A Course in Computational Algebraic Number Theory* (1993), section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from flint import fmpq_poly, fmpz, fmpz_mat

from bilinear_theory.algebra.echelon import determinant, kernel, rank, solution
from bilinear_theory.algebra.field import (
    LinearMap,
    checked_conductor,
    degree,
    descended,
    embedding,
    galois_map,
    image,
    normal_conductor,
)
from bilinear_theory.algebra.product import multiply, scaled, tensor_product
from bilinear_theory.algebra.scalar import Cyclotomic, number
from bilinear_theory.algebra.slices import Slices, block_matrix, lowest_terms, submatrix, times

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
        given = [list(row) for row in rows]
        width = len(given[0]) if given else columns or 0
        for i, row in enumerate(given):
            if len(row) != width:
                raise ValueError(f"row {i} has {len(row)} entries, row 0 has {width}")
        integers = [x for row in given for x in row if type(x) is int]
        if len(integers) == len(given) * width:
            self._conductor, self._denominator, self._hash = 1, 1, None
            self._slices = (fmpz_mat(len(given), width, integers),)
            return
        table = [[_entry(x) for x in row] for row in given]
        n = lcm(*{x.conductor for row in table for x in row})
        flat = [x.at(n).polynomial for row in table for x in row]
        denominator = lcm(*{int(x.denom()) for x in flat})
        self._conductor, self._denominator, self._hash = n, denominator, None
        whole = [(x * denominator).numer() for x in flat]
        self._slices = tuple(
            fmpz_mat(len(table), width, [x[j] for x in whole]) for j in range(degree(n))
        )

    @classmethod
    def from_slices(cls, conductor: int, slices: Slices, denominator: int = 1) -> CyclotomicMatrix:
        """The matrix with coefficient matrices ``slices`` over a positive denominator."""
        matrix = object.__new__(cls)
        matrix._conductor, matrix._hash = conductor, None
        matrix._slices, matrix._denominator = lowest_terms(slices, denominator)
        return matrix

    @classmethod
    def identity(cls, size: int) -> CyclotomicMatrix:
        """The identity matrix."""
        flat = [0] * size**2
        flat[:: size + 1] = [1] * size
        return cls.from_slices(1, (fmpz_mat(size, size, flat),))

    @classmethod
    def zeros(cls, rows: int, columns: int) -> CyclotomicMatrix:
        """The zero matrix."""
        return cls.from_slices(1, (fmpz_mat(rows, columns),))

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
        """The matrix as integers: ``entries[i][j][k] / denominator`` is the coefficient of ``zeta_n^k``."""
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
    def slices(self) -> Slices:
        """The coefficient matrices, ``phi(conductor)`` integer matrices, times the denominator."""
        return self._slices

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
        return self._number([s[i, j] for s in self._slices])

    def _number(self, numerators: list[fmpz]) -> Cyclotomic:
        polynomial = fmpq_poly(numerators, self._denominator)
        return Cyclotomic.from_polynomial(self._conductor, polynomial)

    def rows(self) -> tuple[tuple[Cyclotomic, ...], ...]:
        """The entries, row by row."""
        columns = self.shape[1]
        flat = [
            self._number(list(x)) for x in zip(*(s.entries() for s in self._slices), strict=True)
        ]
        return tuple(tuple(flat[i * columns : (i + 1) * columns]) for i in range(self.shape[0]))

    def columns(self) -> Iterator[CyclotomicMatrix]:
        """The columns, as vectors."""
        rows, columns = self.shape
        return (self.submatrix(range(rows), [j]) for j in range(columns))

    def submatrix(self, rows: Sequence[int], columns: Sequence[int]) -> CyclotomicMatrix:
        """The matrix of the given rows and columns, in the given order."""
        return self._like(tuple(submatrix(s, rows, columns) for s in self._slices))

    def _like(self, slices: Slices) -> CyclotomicMatrix:
        return CyclotomicMatrix.from_slices(self._conductor, slices, self._denominator)

    def _mapped(self, conductor: int, linear_map: LinearMap) -> CyclotomicMatrix:
        slices = image(linear_map, self._slices, fmpz_mat(*self.shape))
        return CyclotomicMatrix.from_slices(conductor, slices, self._denominator)

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
        return CyclotomicMatrix.from_slices(n, slices, self._denominator * divisor)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CyclotomicMatrix):
            return NotImplemented
        if self.shape != other.shape or (
            self._denominator != other._denominator and self._conductor == other._conductor
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
        if self.shape != other.shape:
            raise ValueError(f"a sum of matrices of shapes {self.shape} and {other.shape}")
        n, a, b = _pair(self, other)
        d = lcm(a._denominator, b._denominator)
        x, y = (times(m._slices, d // m._denominator) for m in (a, b))
        return CyclotomicMatrix.from_slices(n, tuple(s + t for s, t in zip(x, y, strict=True)), d)

    def __sub__(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        return self + (-other)

    def __mul__(self, other: object) -> CyclotomicMatrix:
        if isinstance(other, int):
            return self._like(times(self._slices, other))
        x = number(other)
        if x is None:
            return NotImplemented
        n = lcm(self._conductor, x.conductor)
        a, c = self.at(n), x.at(n).polynomial
        numerators = c.numer()
        slices = scaled(n, [int(numerators[k]) for k in range(degree(n))], a._slices)
        return CyclotomicMatrix.from_slices(n, slices, a._denominator * int(c.denom()))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> CyclotomicMatrix:
        x = number(other)
        return NotImplemented if x is None else self * x.inverse()

    def __matmul__(self, other: CyclotomicMatrix) -> CyclotomicMatrix:
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"a product of matrices of shapes {self.shape} and {other.shape}")
        n, a, b = _pair(self, other)
        slices = multiply(n, a._slices, b._slices)
        return CyclotomicMatrix.from_slices(n, slices, a._denominator * b._denominator)

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
        return self._divided(kernel(self._conductor, self._slices))

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
        found = solution(both._conductor, both._slices, self.shape[1])
        return None if found is None else both._divided(found)

    def _divided(self, fraction: tuple[Slices, Sequence[int]]) -> CyclotomicMatrix:
        """The matrix with the given slices over a number, at the conductor of this matrix."""
        slices, d = fraction
        scale = Cyclotomic(self._conductor, d).inverse()
        return CyclotomicMatrix.from_slices(self._conductor, slices) * scale

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
        """The tensor product: ``(i r + k, j c + l)`` holds ``self[i, j] other[k, l]``."""
        n, a, b = _pair(self, other)
        slices = tensor_product(n, a._slices, b._slices)
        return CyclotomicMatrix.from_slices(n, slices, a._denominator * b._denominator)

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
    heights, widths = [row[0].shape[0] for row in blocks], [x.shape[1] for x in blocks[0]]
    for row, height in zip(blocks, heights, strict=True):
        if [x.shape for x in row] != [(height, width) for width in widths]:
            raise ValueError(f"blocks of shapes {[x.shape for x in row]} in a row, widths {widths}")
    n = lcm(*(x.conductor for row in blocks for x in row))
    d = lcm(*(x.denominator for row in blocks for x in row))
    parts = [[times(x.at(n).slices, d // x.denominator) for x in row] for row in blocks]
    return CyclotomicMatrix.from_slices(n, block_matrix(parts), d)


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
