"""Exact transition matrices, in the form in which a restriction makes them small.

A matrix acts on column vectors over the cyclotomic numbers. A diagonal or a one-hot matrix of width
``d`` is ``d`` data, not ``d * d``, so that automata with many states stay within reach.

``DiagonalMatrix``   ``diag(c_0, .., c_{d-1})``
``OneHotMatrix``     column ``j`` is the unit vector ``e_{images[j]}``: a map of the coordinates
``CyclotomicMatrix`` any matrix (of ``algebra.cyclotomic``)
``UnitVector``       ``e_i`` of width ``d``; any other vector is a tuple of cyclotomic numbers
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix

ZERO, ONE = Cyclotomic.rational(0), Cyclotomic.rational(1)


@dataclass(frozen=True)
class DiagonalMatrix:
    """The matrix with the given diagonal and zeros elsewhere."""

    diagonal: tuple[Cyclotomic, ...]


@dataclass(frozen=True)
class OneHotMatrix:
    """The matrix of a map of the coordinates: ``e_j`` goes to ``e_{images[j]}``."""

    images: tuple[int, ...]

    def __post_init__(self) -> None:
        for j, i in enumerate(self.images):
            if not 0 <= i < len(self.images):
                raise ValueError(f"column {j} goes to {i}, outside 0..{len(self.images) - 1}")


@dataclass(frozen=True)
class UnitVector:
    """The unit vector ``e_i`` of a given width."""

    index: int
    width: int

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.width:
            raise ValueError(f"index {self.index} is outside 0..{self.width - 1}")


Matrix = DiagonalMatrix | OneHotMatrix | CyclotomicMatrix
Vector = tuple[Cyclotomic, ...] | UnitVector


def width(matrix: Matrix) -> int:
    """The number ``d`` of units on which a square matrix acts.

    Raises:
        ValueError: if the matrix is not square.
    """
    match matrix:
        case DiagonalMatrix(diagonal):
            return len(diagonal)
        case OneHotMatrix(images):
            return len(images)
        case CyclotomicMatrix():
            rows, columns = matrix.shape
            if rows != columns:
                raise ValueError(f"a transition matrix is square, not {rows} x {columns}")
            return rows
        case _:
            assert_never(matrix)


def entries(matrix: Matrix) -> Iterator[tuple[int, int, Cyclotomic]]:
    """The entries that are not zero, as (row, column, value), column by column."""
    match matrix:
        case DiagonalMatrix(diagonal):
            yield from ((j, j, c) for j, c in enumerate(diagonal) if c != ZERO)
        case OneHotMatrix(images):
            yield from ((i, j, ONE) for j, i in enumerate(images))
        case CyclotomicMatrix():
            rows, columns = matrix.shape
            for j in range(columns):
                for i in range(rows):
                    if (value := matrix[i, j]) != ZERO:
                        yield i, j, value
        case _:
            assert_never(matrix)


def dense(matrix: Matrix) -> CyclotomicMatrix:
    """The same matrix with all its entries."""
    if isinstance(matrix, CyclotomicMatrix):
        return matrix
    d = width(matrix)
    rows = [[ZERO] * d for _ in range(d)]
    for i, j, value in entries(matrix):
        rows[i][j] = value
    return CyclotomicMatrix(rows)


def components(vector: Vector) -> tuple[Cyclotomic, ...]:
    """The coordinates of a vector."""
    if isinstance(vector, UnitVector):
        return tuple(ONE if i == vector.index else ZERO for i in range(vector.width))
    return vector


def apply(matrix: Matrix, vector: Vector) -> Vector:
    """The product ``A v``."""
    if isinstance(matrix, OneHotMatrix) and isinstance(vector, UnitVector):
        return UnitVector(matrix.images[vector.index], vector.width)
    v = components(vector)
    match matrix:
        case DiagonalMatrix(diagonal):
            return tuple(c * x for c, x in zip(diagonal, v, strict=True))
        case OneHotMatrix(images):
            total = [ZERO] * len(v)
            for j, i in enumerate(images):
                total[i] = total[i] + v[j]
            return tuple(total)
        case CyclotomicMatrix():
            product = matrix @ CyclotomicMatrix.column(v)
            return tuple(row[0] for row in product.rows())
        case _:
            assert_never(matrix)
