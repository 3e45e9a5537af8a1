"""Enclosures: balls that contain a cyclotomic number, from ball arithmetic.

Interval arithmetic with outward rounding proves inequalities: a ball that excludes 0 proves a sign.

``enclosure(n, c, precision)``  balls around the real and the imaginary part of ``sum_j c_j zeta_n^j``

References: Johansson, *Arb*, IEEE Transactions on Computers 66 (2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flint import arb, ctx, fmpq


def enclosure(n: int, coefficients: Sequence[fmpq], precision: int) -> tuple[arb, arb]:
    """Balls around the real and the imaginary part of ``sum_j c_j zeta_n^j``, worked out at so many bits.

    >>> real, imaginary = enclosure(4, (fmpq(1), fmpq(2)), 64)
    >>> bool(real > 0.999), bool(imaginary < 2.001)
    (True, True)
    """
    with ctx.workprec(precision):
        real, imaginary = arb(0), arb(0)
        for j, c in enumerate(coefficients):
            if c != 0:
                sine, cosine = _root(n, j, precision)
                real, imaginary = real + cosine * arb(c), imaginary + sine * arb(c)
        return real, imaginary


@lru_cache(maxsize=4096)
def _root(n: int, j: int, precision: int) -> tuple[arb, arb]:
    """Balls around the sine and the cosine of ``2 pi j/n``."""
    with ctx.workprec(precision):
        return arb.sin_cos_pi_fmpq(fmpq(2 * j, n))
