"""Linear decoders of given points: a strict argmax of affine functions, by an exact linear program.

Coordinates that are not rational are rounded for the program, and the signs of all margins are then checked
exactly, so that what is returned is right; what is not found may still exist.

``argmax(points, codes)``   rows and biases, the right one strictly the largest at each point

References: theory.md, Theorem B''; Schrijver, *Theory of Linear and Integer Programming* (1986), section 7.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows

Points = Sequence[Sequence[Cyclotomic]]
#: A row for each output, and a bias for each output.
Rows = tuple[tuple[tuple[Cyclotomic, ...], ...], tuple[Cyclotomic, ...]]

#: The denominators to which numbers that are not rational are rounded, one after the other.
SCALES = (2**10, 2**30)

_I = Cyclotomic.root_of_unity(4)


def argmax(points: Points, codes: Sequence[int]) -> Rows | None:
    """A decoder of points, None if none is found.

    Args:
        points: vectors of one width.
        codes: the output of each point, 0, 1, ..

    >>> one = Cyclotomic.rational(1)
    >>> argmax([(one,), (-one,)], [0, 1])
    (((1,), (0,)), (0, 0))
    """
    numbers = [x for point in points for x in point]
    real, rational = all(x.is_real() for x in numbers), all(x.is_rational() for x in numbers)
    for scale in (0,) if rational else SCALES:
        solution = separating_rows([_features(p, scale, real=real) for p in points], list(codes))
        if not isinstance(solution, ArgmaxRows):
            continue
        classes = solution.classes
        order = sorted(range(len(classes)), key=lambda i: int(str(classes[i])))
        rows = tuple(_row(solution.W[i], real=real) for i in order)
        bias = tuple(Cyclotomic.rational(solution.c[i]) for i in order)
        if _is_strict(points, codes, rows, bias):
            return rows, bias
    return None


def _features(point: Sequence[Cyclotomic], scale: int, *, real: bool) -> list[Fraction]:
    """The coordinates, or their real and imaginary parts rounded to a multiple of ``1 / scale``."""
    if not scale:
        return [x.as_fraction() for x in point]
    values = [complex(x) for x in point]
    parts = [z.real for z in values] if real else [y for z in values for y in (z.real, z.imag)]
    return [Fraction(round(y * scale), scale) for y in parts]


def _row(weights: Sequence[int], *, real: bool) -> tuple[Cyclotomic, ...]:
    if real:
        return tuple(map(Cyclotomic.rational, weights))
    pairs = zip(weights[::2], weights[1::2], strict=True)
    return tuple(Cyclotomic.rational(p) - q * _I if q else Cyclotomic.rational(p) for p, q in pairs)


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
