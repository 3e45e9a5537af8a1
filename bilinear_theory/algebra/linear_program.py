"""Exact linear feasibility: a strict solution, or Gordan's weights that exclude one.

For rational vectors ``a_1 .. a_m`` either some x has ``a_i x > 0`` for all i, or some weights ``y
>= 0``, not all zero, have ``sum_i y_i a_i = 0`` (Gordan). A float solver may propose either; what
is returned is integral and was checked in integers. Where no proposal can be rounded to a proof,
Wolfe's algorithm runs over Q.

``Solution``           integers x with ``a_i x > 0`` for all i
``Gordan``             integers ``y >= 0``, not all zero, with ``sum_i y_i a_i = 0``
``strictly_feasible``  one of the two
``separating_rows``    a strict affine argmax that reads labels off points, or weights against it

References: Schrijver, *Theory of Linear and Integer Programming* (1986), section 7.8.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from math import gcd, lcm
from numbers import Rational
from typing import Any

import numpy as np
from flint import fmpz_mat, nmod_mat
from numpy.typing import NDArray

from bilinear_theory.algebra.nearest_point import (
    Gordan,
    Row,
    Solution,
    dense,
    integers,
    is_proof,
    nearest_point,
)

_PRIME = 2**61 - 1
_SCALES = (*range(1, 13), *(2**k for k in range(4, 50)))


@dataclass(frozen=True)
class ArgmaxRows:
    """Affine functionals ``L_y(x) = W[y] x + c[y]``, one for each class, integers.

    ``L_f(x)(x) > L_y(x)`` at each given point x with label f(x) and each other class y.
    """

    classes: tuple[Hashable, ...]
    W: tuple[tuple[int, ...], ...]
    c: tuple[int, ...]


@dataclass(frozen=True)
class Inseparable:
    """Weights ``mu(x, y) > 0``, as (point, class, weight), that exclude a strict affine argmax.

    For each class y the signed measure ``nu_y = sum_{f(x) = y} sum_{y' != y} mu(x, y') delta_x -
    sum_{f(x) != y} mu(x, y) delta_x`` annihilates every coordinate and the constants; then
    ``sum mu(x, y) (L_f(x)(x) - L_y(x)) = 0`` for all affine L, which no strict argmax allows.
    """

    weights: tuple[tuple[int, Hashable, int], ...]


def strictly_feasible(rows: Sequence[Sequence[int | Fraction]]) -> Solution | Gordan:
    """Integers x with ``A x > 0``, or integers ``y >= 0``, ``y != 0`` with ``y^T A = 0``.

    Args:
        rows: the matrix A, rationals, shape ``(m, d)``.

    Raises:
        ValueError: if the rows differ in length.
        TypeError: if an entry is not rational; floats are refused.

    >>> strictly_feasible([[1, 0], [-1, 2]])
    Solution(x=(1, 1))
    >>> strictly_feasible([[1, 0], [-1, 2], [0, -1]])
    Gordan(weights=(1, 1, 2))
    """
    width = len(rows[0]) if len(rows) else 0
    scaled: list[Row] = []
    factors: list[Fraction] = []
    for i, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"row {i} has {len(row)} entries, row 0 has {width}")
        primitive, factor = _primitive_row(row)
        scaled.append(primitive)
        factors.append(factor)
    answer = _answer(scaled, width)
    if isinstance(answer, Solution):
        return answer
    return Gordan(integers([y * f for y, f in zip(answer.weights, factors, strict=True)]))


def separating_rows(
    features: Sequence[Sequence[int | Fraction]], labels: Sequence[Hashable]
) -> ArgmaxRows | Inseparable:
    """Affine functionals, one for each label, whose strict argmax at every point is its label.

    Args:
        features: points of ``Q^d``, shape ``(m, d)``.
        labels: the label of each point; the classes are the labels in order of occurrence.

    Raises:
        ValueError: if there are no points, or labels or coordinates do not match in number.
        TypeError: if a coordinate is not rational.

    >>> separating_rows([[0], [1], [2]], "aba")
    Inseparable(weights=((0, 'b', 1), (1, 'a', 2), (2, 'b', 1)))
    >>> found = separating_rows([[0, 0], [1, 0], [0, 1]], "abc")
    >>> isinstance(found, ArgmaxRows)
    True
    """
    if len(features) != len(labels) or not len(features):
        raise ValueError(f"{len(labels)} labels for {len(features)} points, of which at least one")
    d = len(features[0])
    for i, point in enumerate(features):
        if len(point) != d:
            raise ValueError(f"point {i} has {len(point)} coordinates, point 0 has {d}")
    classes = tuple(dict.fromkeys(labels))
    number = {y: i for i, y in enumerate(classes)}
    table = [[_fraction(x) for x in point] for point in features]
    scales = [lcm(*(point[j].denominator for point in table)) for j in range(d)]
    points = [(*(int(x * s) for x, s in zip(point, scales, strict=True)), 1) for point in table]
    last = len(classes) - 1  # L may be changed by one functional for all classes, so L_last = 0
    pairs = [
        (i, y) for i in range(len(points)) for y in range(len(classes)) if y != number[labels[i]]
    ]
    rows: list[Row] = []
    for i, y in pairs:
        support = [(j, x) for j, x in enumerate(points[i]) if x]
        signed = [(number[labels[i]], 1), (y, -1)]
        rows.append(
            tuple(
                sorted((z * (d + 1) + j, s * x) for z, s in signed if z != last for j, x in support)
            )
        )
    answer = _answer(rows, last * (d + 1))
    if isinstance(answer, Gordan):
        found = zip(pairs, answer.weights, strict=True)
        return Inseparable(tuple((i, classes[y], mu) for (i, y), mu in found if mu))
    flat = (*answer.x, *(0,) * (d + 1))
    blocks = [flat[z * (d + 1) : (z + 1) * (d + 1)] for z in range(len(classes))]
    W = tuple(tuple(w * s for w, s in zip(block[:d], scales, strict=True)) for block in blocks)
    return ArgmaxRows(classes, W, tuple(block[d] for block in blocks))


def _answer(rows: Sequence[Row], width: int) -> Solution | Gordan:
    """A proved answer for sparse integral rows: a proposal if one is right, else Wolfe's."""
    for i, row in enumerate(rows):
        if not row:
            return Gordan(tuple(int(j == i) for j in range(len(rows))))
    if not rows:
        return Solution((0,) * width)
    for proposal in _proposals(rows, width):
        if is_proof(proposal, rows, width):
            return proposal
    return nearest_point(rows, width)


def _solver() -> Any:
    """The float solver, loaded with the first program: that takes as long as many a verdict."""
    return import_module("scipy.optimize").linprog


def _sparse() -> Any:
    """The float matrices, loaded like the solver."""
    return import_module("scipy.sparse")


def _proposals(rows: Sequence[Row], width: int) -> Iterator[Solution | Gordan]:
    """Roundings of float solutions, the simplest first; any of them may be wrong."""
    matrix = _floats(rows, width)
    margin = _widest_margin(matrix)
    if margin is not None:
        for scale in _SCALES:
            rounded = np.rint(margin * scale)
            if (matrix @ rounded > 0).all():
                yield Solution(integers([Fraction(int(x)) for x in rounded]))
    weights = _vertex(matrix)
    if weights is not None:
        support = [int(i) for i in np.flatnonzero(weights > 1e-9 * weights.max())]
        found = _relation([rows[i] for i in support], width)
        if found is not None:
            full = [Fraction(0)] * len(rows)
            for i, y in zip(support, found, strict=True):
                full[i] = y
            yield Gordan(integers(full))


def _widest_margin(matrix: Any) -> NDArray[np.float64] | None:
    """A point of the cube ``|x_j| <= 1`` with the largest ``min_i a_i x``, if that is positive."""
    m, d = matrix.shape
    constraints = _sparse().hstack([-matrix, np.ones((m, 1))]).tocsr()
    cost = np.zeros(d + 1)
    cost[-1] = -1
    found = _solver()(cost, A_ub=constraints, b_ub=np.zeros(m), bounds=[(-1, 1)] * d + [(0, None)])
    if found.x is None or found.x[-1] <= 0 or not np.abs(found.x[:-1]).max(initial=0) > 0:
        return None
    return found.x[:-1] / np.abs(found.x[:-1]).max()


def _vertex(matrix: Any) -> NDArray[np.float64] | None:
    """A vertex of ``y >= 0, sum y = 1, y^T A = 0``, if there is one as far as floats can see."""
    m, d = matrix.shape
    constraints = _sparse().vstack([matrix.T, np.ones((1, m))]).tocsr()
    right = np.zeros(d + 1)
    right[-1] = 1
    found = _solver()(np.zeros(m), A_eq=constraints, b_eq=right, method="highs-ds")
    return found.x


def _relation(rows: Sequence[Row], width: int) -> list[Fraction] | None:
    """The weights under which the rows add up to 0, if they are unique up to a factor.

    Independent coordinates are chosen modulo a prime; the equations at the others are checked by
    the caller.
    """
    size = len(rows)
    matrix = fmpz_mat(size, width, dense(rows, width)).transpose()
    free, pivots = _independent(nmod_mat(matrix, _PRIME))
    _, chosen = _independent(nmod_mat(matrix.transpose(), _PRIME))
    if len(free) != 1:
        return None
    table = matrix.tolist()
    square = fmpz_mat(len(chosen), len(pivots), [table[i][j] for i in chosen for j in pivots])
    right = fmpz_mat(len(chosen), 1, [-table[i][free[0]] for i in chosen])
    weights = [Fraction(1)] * size
    for j, x in zip(pivots, square.solve(right).entries(), strict=True):
        weights[j] = Fraction(int(x.p), int(x.q))
    return weights


def _independent(matrix: nmod_mat) -> tuple[list[int], list[int]]:
    """The columns that depend on columns to their left, and the others, which are independent."""
    reduced, rank = matrix.rref()
    free: list[int] = []
    pivots: list[int] = []
    for j in range(matrix.ncols()):
        fresh = len(pivots) < rank and int(reduced[len(pivots), j]) != 0
        (pivots if fresh else free).append(j)
    return free, pivots


def _floats(rows: Sequence[Row], width: int) -> Any:
    """The rows as a sparse float matrix, each divided by its largest entry."""
    starts = np.cumsum([0, *map(len, rows)])
    tops = [max(abs(v) for _, v in row) for row in rows]
    data = [v / top for row, top in zip(rows, tops, strict=True) for _, v in row]
    columns = [j for row in rows for j, _ in row]
    return _sparse().csr_array((data, columns, starts), shape=(len(rows), width))


def _primitive_row(row: Sequence[int | Fraction]) -> tuple[Row, Fraction]:
    """A positive multiple of a row with coprime integral entries, sparse, and the factor."""
    values = [_fraction(x) for x in row]
    denominator = lcm(*(x.denominator for x in values))
    scaled = [int(x * denominator) for x in values]
    common = gcd(*scaled) or 1
    return tuple((j, x // common) for j, x in enumerate(scaled) if x), Fraction(denominator, common)


def _fraction(value: object) -> Fraction:
    """A rational number.

    Raises:
        TypeError: if the value is none.
    """
    if not isinstance(value, Rational):
        raise TypeError(f"{value!r} of type {type(value).__name__} is not an exact rational number")
    return Fraction(int(value.numerator), int(value.denominator))
