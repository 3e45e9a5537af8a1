"""Conversion between our exact numbers and sympy's expressions.

``to_sympy``    a number as a sum of ``exp(2 i pi j/n)``, a matrix as an immutable sympy matrix
``from_sympy``  a number or a matrix from an expression in rationals, ``I``, roots of unity, square
                roots, and sines, cosines and tangents of rational multiples of pi

Square roots of rationals are Gauss sums: ``sum_a (a/p) zeta_p^a`` is ``sqrt(p)`` or ``i sqrt(p)``
as p is 1 or 3 modulo 4, and ``sqrt(2) = zeta_8 + zeta_8^-1``. This module is imported by name only.

References: Washington, *Introduction to Cyclotomic Fields* (1997), section 6.1.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any, overload

import numpy as np
import sympy
from flint import fmpz

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.field import degree, units

_MOST_CONJUGATES = 13
_DENOMINATORS = 10**6


@overload
def to_sympy(value: Cyclotomic) -> sympy.Expr: ...
@overload
def to_sympy(value: CyclotomicMatrix) -> sympy.ImmutableMatrix: ...
def to_sympy(value: Cyclotomic | CyclotomicMatrix) -> Any:
    """A number or a matrix for sympy.

    >>> to_sympy(Cyclotomic(5, (1, 0, Fraction(1, 2))))
    1 + exp(4*I*pi/5)/2
    """
    if isinstance(value, CyclotomicMatrix):
        rows = [[to_sympy(x) for x in row] for row in value.minimal().rows()]
        return sympy.ImmutableMatrix(*value.shape, [x for row in rows for x in row])
    terms = (
        sympy.Rational(c.numerator, c.denominator)
        * sympy.exp(2 * sympy.I * sympy.pi * sympy.Rational(j, value.conductor))
        for j, c in enumerate(value.coefficients)
    )
    return sympy.Add(*terms)


@overload
def from_sympy(value: sympy.MatrixBase) -> CyclotomicMatrix: ...
@overload
def from_sympy(value: sympy.Expr) -> Cyclotomic: ...
def from_sympy(value: Any) -> Any:
    """The cyclotomic number, at its least conductor, or matrix that a sympy expression denotes.

    Raises:
        ValueError: if some part of the expression is not seen to be a cyclotomic number.

    >>> from_sympy(sympy.sqrt(5)), from_sympy(sympy.I * sympy.sqrt(3))
    (-1 - 2*z5^2 - 2*z5^3, 1 + 2*z3)
    >>> from_sympy(sympy.sin(sympy.pi / 5)) == Cyclotomic.root_of_unity(10).imag
    True
    """
    if isinstance(value, sympy.MatrixBase):
        rows, columns = value.shape
        table = [[from_sympy(value[i, j]) for j in range(columns)] for i in range(rows)]
        return CyclotomicMatrix(table, columns=columns)
    return _number(sympy.sympify(value)).minimal()


def _number(e: Any) -> Cyclotomic:
    """The number that an expression denotes."""
    if isinstance(e, sympy.Rational):
        return Cyclotomic.rational(Fraction(int(e.p), int(e.q)))
    if e == sympy.I:
        return Cyclotomic.root_of_unity(4)
    if isinstance(e, sympy.AlgebraicNumber):
        return _number(e.as_expr())
    if isinstance(e, sympy.Add):
        return sum((_number(x) for x in e.args), Cyclotomic.rational(0))
    if isinstance(e, sympy.Mul):
        total = Cyclotomic.rational(1)
        for x in e.args:
            total = total * _number(x)
        return total
    if isinstance(e, sympy.exp):
        return _root(e.args[0] / (2 * sympy.pi * sympy.I), e)
    if isinstance(e, sympy.cos | sympy.sin | sympy.tan):
        z = _root(e.args[0] / (2 * sympy.pi), e)
        return (
            z.real
            if isinstance(e, sympy.cos)
            else z.imag
            if isinstance(e, sympy.sin)
            else z.imag / z.real
        )
    if isinstance(e, sympy.Pow):
        return _power(e)
    if isinstance(e, sympy.conjugate):
        return _number(e.args[0]).conjugate()
    raise ValueError(f"{e} is not seen to be a cyclotomic number")


def _root(turns: Any, e: Any) -> Cyclotomic:
    """The root of unity at a rational fraction of a full turn."""
    if not isinstance(turns, sympy.Rational):
        raise ValueError(  # noqa: TRY004 - the type is right, the number is not
            f"{e} is no root of unity: its angle is no rational multiple of pi"
        )
    return Cyclotomic.root_of_unity(int(turns.q), int(turns.p))


def _power(e: Any) -> Cyclotomic:
    """A power: with an integer or half of one as exponent, or any rational power of -1."""
    base, exponent = e.args
    if base == sympy.E:
        return _root(exponent / (2 * sympy.pi * sympy.I), e)
    if base == -1 and isinstance(exponent, sympy.Rational):
        return _root(exponent / 2, e)
    if isinstance(exponent, sympy.Rational) and exponent.q <= 2:
        number = _number(base)
        root = number if exponent.q == 1 else square_root(number)
        if root is not None:
            return root ** int(exponent.p)
    raise ValueError(f"{e} is not seen to be a cyclotomic number")


def square_root(x: Cyclotomic) -> Cyclotomic | None:
    """The square root of a real number, positive or i times positive, if one is found.

    Of a rational it always is; of another number it is sought in the fields with 1, 2 and 4 times
    its conductor.

    Raises:
        ValueError: if the number is not real.

    >>> square_root(Cyclotomic.rational(-2))
    z8 + z8^3
    """
    if x.sign() < 0:
        root = square_root(-x)
        return None if root is None else (Cyclotomic.root_of_unity(4) * root).minimal()
    x = x.minimal()
    if x.is_rational():
        q = x.as_fraction()
        return _rational_root(q.numerator * q.denominator) / q.denominator
    for m in (x.conductor * k for k in (1, 2, 4)):
        found = _root_at(x.at(m)) if m % 4 != 2 else None
        if found is not None:
            return found.minimal()
    return None


def _rational_root(n: int) -> Cyclotomic:
    """The square root of an integer that is not negative."""
    if n == 0:
        return Cyclotomic.rational(0)
    root = Cyclotomic.rational(1)
    for prime, exponent in fmpz(n).factor():
        p = int(prime)
        root = root * p ** (exponent // 2)
        if exponent % 2 and p == 2:
            root = root * Cyclotomic(8, (0, 1, 0, -1))
        elif exponent % 2:
            gauss = Cyclotomic(p, [0, *(int(fmpz(a).jacobi(p)) for a in range(1, p))])
            root = root * (gauss if p % 4 == 1 else gauss * Cyclotomic(4, (0, -1)))
    return root


def _root_at(x: Cyclotomic) -> Cyclotomic | None:
    """The positive square root of a positive number within its field, if it is found.

    The conjugates of the root are real, and square roots of the conjugates of x up to sign; the
    right choice of signs gives rational coordinates, which are guessed from floats and then squared
    exactly.
    """
    n = x.conductor
    half = [k for k in units(n) if k <= n - k]
    conjugates = [complex(x.galois(k)).real for k in half]
    if len(half) > _MOST_CONJUGATES or min(conjugates) <= 0:
        return None
    angles = np.outer(half, np.arange(degree(n))) * (2 * np.pi / n)
    table = np.vstack([np.cos(angles), np.sin(angles)])  # real parts, then imaginary parts
    solver, sizes = np.linalg.pinv(table), np.sqrt(conjugates)
    for signs in product((1, -1), repeat=len(half) - 1):
        target = np.concatenate([sizes * (1, *signs), np.zeros(len(half))])
        guess = solver @ target
        root = Cyclotomic(n, [Fraction(c).limit_denominator(_DENOMINATORS) for c in guess.tolist()])
        if root * root == x:
            return root if root.sign() > 0 else -root
    return None
