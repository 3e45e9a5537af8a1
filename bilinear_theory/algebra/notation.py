"""Numbers as people write them: cyclotomic ones in plain text and in LaTeX, and counts of things.

A number is the sum of its non-zero terms, in the order of the powers of ``zeta_n``; plain text
writes ``z5^2`` for ``zeta_5^2``.

``plain(n, c)``  the number with conductor n and coefficients c in plain text
``latex(n, c)``  the same in LaTeX, for mathematical mode
``counted``      a number and a noun, ``1 unit``, ``2 units``
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction


def counted(number: int, noun: str) -> str:
    """A number of things, whose plural ends in ``s``.

    >>> counted(1, "unit"), counted(2, "letter")
    ('1 unit', '2 letters')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def plain(n: int, coefficients: Sequence[Fraction]) -> str:
    """A number in plain text.

    >>> plain(5, (Fraction(1, 2), Fraction(0), Fraction(-3)))
    '1/2 - 3*z5^2'
    """
    return _sum(coefficients, str, lambda k: f"z{n}" if k == 1 else f"z{n}^{k}", "*")


def latex(n: int, coefficients: Sequence[Fraction]) -> str:
    r"""A number in LaTeX.

    >>> print(latex(5, (Fraction(1, 2), Fraction(0), Fraction(-3))))
    \frac{1}{2} - 3\,\zeta_{5}^{2}
    """

    def factor(q: Fraction) -> str:
        p, d = q.numerator, q.denominator
        return str(p) if d == 1 else rf"\frac{{{p}}}{{{d}}}"

    def power(k: int) -> str:
        return rf"\zeta_{{{n}}}" if k == 1 else rf"\zeta_{{{n}}}^{{{k}}}"

    return _sum(coefficients, factor, power, r"\,")


def _sum(
    coefficients: Sequence[Fraction],
    factor: Callable[[Fraction], str],
    power: Callable[[int], str],
    times: str,
) -> str:
    """The terms joined by signs."""
    text = ""
    for k, c in enumerate(coefficients):
        if c:
            size = abs(c)
            ends = [factor(size)] if size != 1 or k == 0 else []
            body = times.join([*ends, power(k)] if k else ends)
            sign = (" - " if c < 0 else " + ") if text else ("-" if c < 0 else "")
            text += sign + body
    return text or "0"
