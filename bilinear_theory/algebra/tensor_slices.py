"""Third-order tensors as lists of matrices, their slices, exactly.

``basis_of_span(A)``    the first of the matrices that are a basis of their span
``coefficients(T, A)``  each matrix as a sum of given terms
``common_blocks(A)``    the finest division into blocks, of rows and of columns, that all respect
``orientations(A)``     the tensor cut into slices in each direction
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flint import fmpz_mat

from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.scalar import Cyclotomic

Matrices = Sequence[CyclotomicMatrix]
Term = tuple[CyclotomicMatrix, CyclotomicMatrix]  # columns u and v of u v^T
Orientation = tuple[list[CyclotomicMatrix], Callable[[list[Term]], list[Term]]]


def coefficients(
    terms: list[CyclotomicMatrix], matrices: Matrices
) -> list[tuple[Cyclotomic, ...]] | None:
    """For each matrix its coefficients as a sum of the terms."""
    if not terms:
        return [()] * len(matrices)
    columns = stack([[flat(T).transpose() for T in terms]])
    solution = columns.solve(stack([[flat(A).transpose() for A in matrices]]))
    return None if solution is None else list(solution.transpose().rows())


def basis_of_span(matrices: Matrices) -> list[CyclotomicMatrix]:
    """The first of the matrices that are a basis of their span."""
    if not matrices or 0 in matrices[0].shape:
        return []
    columns = stack([[flat(A).transpose() for A in matrices]])
    return [matrices[k] for k in _pivots(columns)]


def column_basis(matrix: CyclotomicMatrix) -> CyclotomicMatrix:
    """The identity if the columns span everything, else the first of them that are a basis."""
    chosen = _pivots(matrix)
    rows = matrix.shape[0]
    if len(chosen) == rows:
        return CyclotomicMatrix.identity(rows)
    return matrix.submatrix(range(rows), chosen)


def _pivots(matrix: CyclotomicMatrix) -> list[int]:
    """The columns that do not depend on earlier ones: the others end in a vector of the kernel."""
    rows = matrix.kernel().transpose().rows()
    dependent = {max(j for j, x in enumerate(row) if x) for row in rows}
    return [j for j in range(matrix.shape[1]) if j not in dependent]


def common_blocks(basis: list[CyclotomicMatrix]) -> list[tuple[list[int], list[int]]]:
    """The rows and columns of each block, after the finest division that all matrices respect."""
    rows, columns = basis[0].shape
    root = list(range(rows + columns))

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for A in basis:
        for i, row in enumerate(A.rows()):
            for j, x in enumerate(row):
                if x:
                    root[find(rows + j)] = find(i)
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(rows):
        parts.setdefault(find(i), ([], []))[0].append(i)
    for j in range(columns):
        parts.setdefault(find(rows + j), ([], []))[1].append(j)
    return [part for part in parts.values() if part[0] and part[1]]


def spread(v: CyclotomicMatrix, places: list[int], size: int) -> CyclotomicMatrix:
    """The column with the entries of another at these places and zeros elsewhere."""
    values = dict(zip(places, numbers(v), strict=True))
    return CyclotomicMatrix.column([values.get(i, 0) for i in range(size)])


def outer(u: CyclotomicMatrix, v: CyclotomicMatrix) -> CyclotomicMatrix:
    """The matrix ``u v^T``."""
    return u @ v.transpose()


def flat(A: CyclotomicMatrix) -> CyclotomicMatrix:
    """The entries in one row."""
    slices = tuple(fmpz_mat(1, s.nrows() * s.ncols(), s.entries()) for s in A.slices)
    return CyclotomicMatrix.from_slices(A.conductor, slices, A.denominator)


def reshaped(v: CyclotomicMatrix, rows: int, columns: int) -> CyclotomicMatrix:
    """The matrix whose entries, row by row, are those of a column."""
    slices = tuple(fmpz_mat(rows, columns, s.entries()) for s in v.slices)
    return CyclotomicMatrix.from_slices(v.conductor, slices, v.denominator)


def numbers(v: CyclotomicMatrix) -> tuple[Cyclotomic, ...]:
    """The entries of a column."""
    return tuple(row[0] for row in v.rows())


def orientations(basis: list[CyclotomicMatrix]) -> Iterator[Orientation]:
    """The tensor cut into slices in other directions, each with the way back."""
    yield basis, lambda terms: terms
    yield [A.transpose() for A in basis], lambda terms: [(v, u) for u, v in terms]
    rows, columns = basis[0].shape
    by_row = [
        stack([[A.submatrix([i], range(columns)).transpose() for A in basis]]) for i in range(rows)
    ]
    by_column = [stack([[A.submatrix(range(rows), [j]) for A in basis]]) for j in range(columns)]

    def from_rows(terms: list[Term]) -> list[Term]:  # v w^T, and u from the slices
        return [(u, v) for u, (v, _) in zip(_third(terms, by_row), terms, strict=True)]

    def from_columns(terms: list[Term]) -> list[Term]:  # u w^T, and v from the slices
        return [(u, v) for v, (u, _) in zip(_third(terms, by_column), terms, strict=True)]

    yield by_row, from_rows
    yield by_column, from_columns


def _third(terms: list[Term], slices: list[CyclotomicMatrix]) -> Iterator[CyclotomicMatrix]:
    """For each term the column of its coefficients in the slices."""
    found = coefficients([outer(u, v) for u, v in terms], slices)
    if found is None:
        raise ArithmeticError("the terms do not span the slices that they were found for")
    yield from CyclotomicMatrix(found).columns()
