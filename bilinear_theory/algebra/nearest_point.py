"""The nearest point of a polytope: Gordan's alternative by exact arithmetic alone.

Gordan's theorem: for rational vectors ``a_1 .. a_m`` either some x has ``a_i x > 0`` for all i, or
some weights ``y >= 0``, not all zero, have ``sum_i y_i a_i = 0``. Wolfe's algorithm finds both: the
point of the convex hull that is nearest to 0 either is 0, and has weights, or has a positive
product with every vector.

``Row``            a sparse integral vector: pairs (coordinate, entry)
``Solution``       integers x with ``a_i x > 0`` for all i
``Gordan``         integers ``y >= 0``, not all zero, with ``sum_i y_i a_i = 0``
``is_proof``       whether a solution or weights are right, in integers
``nearest_point``  one of the two

References: Schrijver, *Theory of Linear and Integer Programming* (1986), section 7.8; Wolfe,
*Finding the nearest point in a polytope*, Mathematical Programming 11 (1976).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from flint import fmpz_mat

Row = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Solution:
    """Integers ``x`` with a positive product with every row."""

    x: tuple[int, ...]


@dataclass(frozen=True)
class Gordan:
    """Weights ``y >= 0``, integers and not all zero, under which the rows add up to 0."""

    weights: tuple[int, ...]


def nearest_point(rows: Sequence[Row], width: int) -> Solution | Gordan:
    """A solution or Gordan weights for sparse integral rows, by Wolfe's algorithm over Q.

    The point nearest to 0 in the hull of some affinely independent rows is followed while it comes
    nearer; its norm falls with each round, so no set of rows occurs twice, and the search ends.
    """
    corral = [min(range(len(rows)), key=lambda i: sum(v * v for _, v in rows[i]))]
    weights = [Fraction(1)]
    while True:
        x = [0] * width
        scale = lcm(*(w.denominator for w in weights))
        for i, w in zip(corral, weights, strict=True):
            for j, v in rows[i]:
                x[j] += int(w * scale) * v
        if not any(x):
            found = dict(zip(corral, weights, strict=True))
            return Gordan(integers([found.get(i, Fraction(0)) for i in range(len(rows))]))
        products = _products(rows, x)
        worst = min(range(len(rows)), key=products.__getitem__)
        if products[worst] > 0:
            return Solution(integers([Fraction(t) for t in x]))
        corral.append(worst)
        weights.append(Fraction(0))
        corral, weights = _approached(rows, width, corral, weights)


def _approached(
    rows: Sequence[Row], width: int, corral: list[int], weights: list[Fraction]
) -> tuple[list[int], list[Fraction]]:
    """The rows and positive weights of a point nearest to 0 in the affine hull of its rows.

    From the given point one walks towards the nearest point of the affine hull, and drops the rows
    whose weights reach 0 on the way.
    """
    while True:
        best = _affine_minimum(rows, width, corral)
        if all(b > 0 for b in best):
            return corral, best
        step = min(w / (w - b) for w, b in zip(weights, best, strict=True) if b <= 0 and w > b)
        moved = [w + step * (b - w) for w, b in zip(weights, best, strict=True)]
        kept = [k for k, w in enumerate(moved) if w > 0]
        corral, weights = [corral[k] for k in kept], [moved[k] for k in kept]


def _affine_minimum(rows: Sequence[Row], width: int, corral: Sequence[int]) -> list[Fraction]:
    """The affine coordinates of the point nearest to 0 in the affine hull of independent rows.

    They are a multiple of ``(G + J)^-1 1``, G the Gram matrix and J the matrix of ones.
    """
    size = len(corral)
    M = fmpz_mat(size, width, dense([rows[i] for i in corral], width))
    ones = fmpz_mat(size, 1, [1] * size)
    solution = (M * M.transpose() + ones * ones.transpose()).solve(ones)
    values = [Fraction(int(x.p), int(x.q)) for x in solution.entries()]
    total = sum(values, Fraction(0))
    return [x / total for x in values]


def is_proof(answer: Solution | Gordan, rows: Sequence[Row], width: int) -> bool:
    """Whether an answer is right, in integers."""
    if isinstance(answer, Solution):
        return all(product > 0 for product in _products(rows, answer.x))
    total = [0] * width
    for y, row in zip(answer.weights, rows, strict=True):
        if y < 0:
            return False
        if y:
            for j, v in row:
                total[j] += y * v
    return any(answer.weights) and not any(total)


def dense(rows: Sequence[Row], width: int) -> list[int]:
    """The entries of sparse rows, row by row."""
    flat = [0] * (len(rows) * width)
    for i, row in enumerate(rows):
        for j, v in row:
            flat[i * width + j] = v
    return flat


def _products(rows: Sequence[Row], x: Sequence[int]) -> list[int]:
    """The product of every row with x."""
    return [sum(v * x[j] for j, v in row) for row in rows]


def integers(values: Sequence[Fraction]) -> tuple[int, ...]:
    """The smallest integers in the same ratios, by a positive factor."""
    denominator = lcm(*(x.denominator for x in values))
    scaled = [int(x * denominator) for x in values]
    common = gcd(*scaled) or 1
    return tuple(x // common for x in scaled)
