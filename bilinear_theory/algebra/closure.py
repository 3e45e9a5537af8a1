"""The matrices of all elements of a group, as integer arrays over one denominator.

Products along the tree of shortest words are made level by level, for all elements of a level at
once. Arrays hold machine integers as long as no sum can leave their range, and Python integers after
that, so that every number is exact.

``MatrixArray``   matrices over ``Q(zeta_n)``: integers ``(M, phi(n), d, d)`` over a denominator
``all_matrices``  the matrices of all elements, given those of the generators
``broken_edge``   an edge of the Cayley graph along which they are not products, if there is one

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm
from typing import Any

import numpy as np
from flint import fmpz_mat
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.field import LinearMap, galois_map, reduction
from bilinear_theory.algebra.group import FiniteGroup

_SAFE = 2**62
_SAFE_FLOAT = 2**53


@dataclass(frozen=True, eq=False)
class MatrixArray:
    """Matrices ``numerators[m] / denominator`` over ``Q(zeta_conductor)``.

    Args:
        conductor: the n of the field.
        numerators: integers of shape ``(M, phi(n), d, d)``, coefficients of powers of zeta_n.
        denominator: a positive integer.
    """

    conductor: int
    numerators: NDArray[Any]
    denominator: int

    @classmethod
    def of(cls, matrix: CyclotomicMatrix) -> MatrixArray:
        """One matrix as an array."""
        rows = [[[int(x) for x in row] for row in s.tolist()] for s in matrix.slices]
        return cls(matrix.conductor, _small(np.array([rows], object)), matrix.denominator)

    @property
    def largest(self) -> int:
        """The largest absolute value of a numerator."""
        return int(np.abs(self.numerators).max(initial=0))

    def __len__(self) -> int:
        return len(self.numerators)

    def take(self, places: NDArray[np.integer]) -> MatrixArray:
        """The matrices at some places."""
        return MatrixArray(self.conductor, self.numerators[places], self.denominator)

    def matrix(self, place: int) -> CyclotomicMatrix:
        """The matrix at a place."""
        d = self.numerators.shape[2]
        slices = tuple(fmpz_mat(d, d, s.ravel().tolist()) for s in self.numerators[place])
        return CyclotomicMatrix.from_slices(self.conductor, slices, self.denominator)

    def gram(self) -> CyclotomicMatrix:
        """The sum of ``A* A`` over all these matrices, times the square of the denominator."""
        M, phi, d, _ = self.numerators.shape
        columns = self.numerators.transpose(1, 0, 2, 3).reshape(phi, M * d, d)
        conjugation = galois_map(self.conductor, self.conductor - 1)
        fold = reduction(self.conductor, 2 * phi - 1)
        bound = self.largest**2 * _growth(conjugation) * M * d * phi * _growth(fold)
        kind = np.int64 if bound < _SAFE else object
        conjugate = np.stack(_applied(conjugation, list(columns.astype(kind))))
        total = _folded(fold, conjugate.transpose(0, 2, 1), columns, bound)
        slices = tuple(fmpz_mat(d, d, s.ravel().tolist()) for s in total)
        return CyclotomicMatrix.from_slices(self.conductor, slices)

    def after(self, left: MatrixArray) -> MatrixArray:
        """The products of one matrix, the only one of ``left``, with all these, in that order."""
        phi, d = self.numerators.shape[1], self.numerators.shape[2]
        fold = reduction(self.conductor, 2 * phi - 1)
        bound = left.largest * self.largest * d * phi * _growth(fold)
        columns = self.numerators.transpose(1, 0, 2, 3)
        total = np.stack(_folded(fold, left.numerators[0], columns, bound), axis=1)
        return MatrixArray(self.conductor, total, left.denominator * self.denominator)

    def lowest(self) -> MatrixArray:
        """The same over the least denominator."""
        common = self.denominator
        if common > 1:
            common = gcd(common, int(np.gcd.reduce(self.numerators, axis=None)))
        if common == 1:
            return self
        return MatrixArray(
            self.conductor, _small(self.numerators // common), self.denominator // common
        )


def all_matrices(group: FiniteGroup, generators: Sequence[CyclotomicMatrix]) -> MatrixArray:
    """The matrices of all elements: the identity, then products along the tree of shortest words.

    The word ``x_1 .. x_t`` has the matrix ``A_{x_t} .. A_{x_1}``.

    Args:
        group: the group.
        generators: a matrix for each of its generators, all of one conductor and size.
    """
    letters = [MatrixArray.of(matrix) for matrix in generators]
    d, n = generators[0].shape[0], generators[0].conductor
    identity = MatrixArray.of(CyclotomicMatrix.identity(d).at(n))
    levels, first, last = [identity], 0, 1
    steps = group.steps
    while last < group.order:
        # A breadth-first order lists the children of the last level next.
        end = int(np.searchsorted(steps[:, 0], last))
        parents, places = steps[last:end, 0] - first, steps[last:end, 1]
        used = np.unique(places)
        parts = [levels[-1].take(parents[places == s]).after(letters[s]).lowest() for s in used]
        order = np.concatenate([np.flatnonzero(places == s) for s in used])
        levels.append(_joined(parts).take(np.argsort(order)))
        first, last = last, end
    return _joined(levels)


def broken_edge(
    group: FiniteGroup, generators: Sequence[CyclotomicMatrix], matrices: MatrixArray
) -> tuple[int, int] | None:
    """An element x and the place of a generator s with ``A_s rho(x) != rho(x s)``, or None."""
    for s, matrix in enumerate(generators):
        product = matrices.after(MatrixArray.of(matrix))
        scale = product.denominator // matrices.denominator
        expected = matrices.take(group.right[:, s])
        kind = np.int64 if expected.largest * scale < _SAFE else object
        different = product.numerators != expected.numerators.astype(kind) * scale
        wrong = np.flatnonzero(different.any(axis=(1, 2, 3)))
        if len(wrong):
            return int(wrong[0]), s
    return None


def _folded(fold: LinearMap, a: NDArray[Any], b: NDArray[Any], bound: int) -> list[NDArray[Any]]:
    """The coefficients of a product of polynomials with matrix coefficients, reduced by ``fold``.

    No number that occurs is larger than the bound: floats hold integers below 2^53 exactly.
    """
    kind = np.float64 if bound < _SAFE_FLOAT else np.int64 if bound < _SAFE else object
    left, right = a.astype(kind), b.astype(kind)
    terms: list[Any] = [0] * (2 * len(a) - 1)
    for i, x in enumerate(left):
        if x.any():
            for j, y in enumerate(right):
                terms[i + j] = terms[i + j] + x @ y
    terms[0] = terms[0] + np.zeros((*b.shape[1:-2], a.shape[-2], b.shape[-1]), kind)
    sums = _applied(fold, terms)
    return [x.astype(np.int64) if kind is np.float64 else x for x in sums]


def _applied(linear_map: LinearMap, source: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """The image of arrays, coefficients of powers of zeta_n, under a linear map."""
    zero = 0 * source[0]
    return [sum((factor * source[j] for j, factor in row), zero) for row in linear_map]


def _joined(parts: Sequence[MatrixArray]) -> MatrixArray:
    """The matrices of all parts, over one denominator."""
    denominator = lcm(*(part.denominator for part in parts))
    scales = [denominator // part.denominator for part in parts]
    safe = all(part.largest * k < _SAFE for part, k in zip(parts, scales, strict=True))
    kind = np.int64 if safe else object
    arrays = [part.numerators.astype(kind) * k for part, k in zip(parts, scales, strict=True)]
    return MatrixArray(parts[0].conductor, np.concatenate(arrays), denominator)


def _growth(fold: LinearMap) -> int:
    """How often one coefficient may be added when polynomials are reduced."""
    return max(sum(abs(factor) for _, factor in row) for row in fold)


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """The array in machine integers if they fit."""
    return array.astype(np.int64) if int(np.abs(array).max(initial=0)) < _SAFE else array
