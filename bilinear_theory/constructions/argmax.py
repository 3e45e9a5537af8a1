"""Linear decoders of given points: a strict argmax of affine functions, by an exact linear program.

A row reads ``Re(r x)`` of a complex coordinate x, and r is a combination of 1 and of a root of unity of the
field of the points, so that the decoder needs no larger one. Real parts that are not rational are rounded for
the program, and the signs of all margins are then checked exactly, so that what is returned is right; what is
not found may still exist.

``argmax(points, codes)``   rows and biases, the right one strictly the largest at each point

References: theory.md, Theorem B''; Schrijver, *Theory of Linear and Integer Programming* (1986), section 7.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows

Points = Sequence[Sequence[Cyclotomic]]
#: A row for each output, and a bias for each output.
Rows = tuple[tuple[tuple[Cyclotomic, ...], ...], tuple[Cyclotomic, ...]]

#: The denominators to which numbers that are not rational are rounded, one after the other.
SCALES = (2**10, 2**30)


def argmax(points: Points, codes: Sequence[int]) -> Rows | None:
    """A decoder of points, None if none is found.

    Args:
        points: vectors of one width.
        codes: the output of each point, 0, 1, ..

    >>> one = Cyclotomic.rational(1)
    >>> argmax([(one,), (-one,)], [0, 1])
    (((1,), (0,)), (0, 0))
    """
    turn = _turn(points)
    parts = [_parts(point, turn) for point in points]
    rational = all(x.is_rational() for row in parts for x in row)
    for scale in (0,) if rational else SCALES:
        solution = separating_rows([_rounded(row, scale) for row in parts], list(codes))
        if not isinstance(solution, ArgmaxRows):
            continue
        classes = solution.classes
        order = sorted(range(len(classes)), key=lambda i: int(str(classes[i])))
        rows = tuple(_row(solution.W[i], turn) for i in order)
        bias = tuple(Cyclotomic.rational(solution.c[i]) for i in order)
        if _is_strict(points, codes, rows, bias):
            return rows, bias
    return None


def _turn(points: Points) -> Cyclotomic | None:
    """The root of unity next to i among those of the field of the points; None if these are real."""
    numbers = [x for point in points for x in point]
    if all(x.is_real() for x in numbers):
        return None
    n = lcm(*(x.minimal().conductor for x in numbers))
    return Cyclotomic.root_of_unity(n, max(1, round(n / 4)))


def _parts(point: Sequence[Cyclotomic], turn: Cyclotomic | None) -> list[Cyclotomic]:
    """The real parts of the coordinates, and with a turn of their products with it."""
    if turn is None:
        return list(point)
    return [y for x in point for y in (x.real, (turn * x).real)]


def _rounded(parts: Sequence[Cyclotomic], scale: int) -> list[Fraction]:
    """Rational numbers, or others rounded to a multiple of ``1 / scale``."""
    if not scale:
        return [x.as_fraction() for x in parts]
    return [Fraction(round(complex(x).real * scale), scale) for x in parts]


def _row(weights: Sequence[int], turn: Cyclotomic | None) -> tuple[Cyclotomic, ...]:
    if turn is None:
        return tuple(map(Cyclotomic.rational, weights))
    pairs = zip(weights[::2], weights[1::2], strict=True)
    return tuple(p + q * turn if q else Cyclotomic.rational(p) for p, q in pairs)


def _is_strict(
    points: Points, codes: Sequence[int], rows: Points, bias: Sequence[Cyclotomic]
) -> bool:
    for point, right in zip(points, codes, strict=True):
        logits = [
            sum((r * x for r, x in zip(row, point, strict=True)), c).real
            for row, c in zip(rows, bias, strict=True)
        ]
        if any((logits[right] - x).sign() <= 0 for y, x in enumerate(logits) if y != right):
            return False
    return True
