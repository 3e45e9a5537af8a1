"""Cyclotomic numbers: exact elements of the fields Q(zeta_n).

A cyclotomic number is a rational combination of roots of unity; every character value and, up to a
change of basis, every entry of a representation of a finite group is one. Arithmetic crosses
conductors through ``Q(zeta_lcm)``, equality is equality of complex numbers, and the sign of a real
number is decided by ball arithmetic.

``Cyclotomic(n, c)``  the number ``sum_j c_j zeta_n^j`` with ``zeta_n = exp(2 pi i / n)``
``conductor``         the n of the field in which it is written; ``minimal()`` uses the least
``galois(k)``         its image under ``zeta_n -> zeta_n^k``; complex conjugation is k = -1

References: Washington, *Introduction to Cyclotomic Fields* (1997), chapter 2; Johansson, *Arb*,
IEEE Transactions on Computers 66 (2017).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from numbers import Rational

from flint import fmpq, fmpq_poly, fmpz, fmpz_poly

from bilinear_theory.algebra.enclosure import enclosure
from bilinear_theory.algebra.field import (
    LinearMap,
    checked_conductor,
    degree,
    descended,
    embedding,
    folding,
    galois_map,
    image,
    normal_conductor,
    normalised_trace,
    units,
)
from bilinear_theory.algebra.notation import latex, plain

_ZERO = fmpq(0)
_FIRST_PRECISION = 64


class Cyclotomic:
    """The number ``sum_j coefficients[j] zeta_n^j``, n the conductor, zeta_n = exp(2 pi i/n).

    Args:
        conductor: ``n >= 1``. An ``n`` that is 2 modulo 4 is accepted, and the number is written at
            ``n/2``, which gives the same field.
        coefficients: rationals, in any number; they are reduced to the power basis
            ``1, zeta_n, .., zeta_n^(phi(n) - 1)``.

    Raises:
        ValueError: if the conductor is not a positive integer.
        TypeError: if a coefficient is not rational; floats are refused.

    Numbers are immutable; equal numbers at different conductors are equal and hash alike, also with
    ``int`` and ``Fraction``.

    >>> z = Cyclotomic(5, (0, 1))
    >>> z**5 == 1, 1 / (1 - z) + 1 / (1 - z**4)
    (True, 1)
    >>> golden = -(z**2 + z**3)
    >>> golden, golden.sign(), golden**2 == golden + 1
    (-z5^2 - z5^3, 1, True)
    """

    __slots__ = ("_conductor", "_hash", "_polynomial")
    _conductor: int
    _polynomial: fmpq_poly
    _hash: int | None

    def __init__(self, conductor: int, coefficients: Iterable[int | Fraction]) -> None:
        n = checked_conductor(conductor)
        given = fmpq_poly([_rational(c) for c in coefficients])
        if n % 4 == 2:
            terms = given.coeffs()
            n, given = n // 2, fmpq_poly(list(image(folding(n, len(terms)), terms, _ZERO)))
        self._conductor = n
        self._polynomial = given % _modulus(n)
        self._hash = None

    @classmethod
    def from_polynomial(cls, conductor: int, reduced: fmpq_poly) -> Cyclotomic:
        """The number with this reduced polynomial, at a conductor that is not 2 modulo 4."""
        x = object.__new__(cls)
        x._conductor, x._polynomial, x._hash = conductor, reduced, None
        return x

    @classmethod
    def rational(cls, q: int | Fraction | Rational) -> Cyclotomic:
        """A rational number, at conductor 1."""
        return cls.from_polynomial(1, fmpq_poly([q if type(q) is int else _rational(q)]))

    @classmethod
    def root_of_unity(cls, n: int, k: int = 1) -> Cyclotomic:
        """``zeta_n^k`` at its least conductor.

        >>> (
        ...     Cyclotomic.root_of_unity(12, 4),
        ...     Cyclotomic.root_of_unity(6),
        ...     Cyclotomic.root_of_unity(4, 2),
        ... )
        (z3, 1 + z3, -1)
        """
        m = checked_conductor(n) // gcd(n, k)
        return cls(m, [0] * (k * m // n % m) + [1])

    @property
    def conductor(self) -> int:
        """The ``n`` of the field ``Q(zeta_n)`` in which the number is written."""
        return self._conductor

    @property
    def polynomial(self) -> fmpq_poly:
        """The polynomial in ``zeta_n`` of degree below ``phi(n)``, n the conductor."""
        return self._polynomial

    @property
    def coefficients(self) -> tuple[Fraction, ...]:
        """The coordinates in the power basis, ``phi(conductor)`` of them."""
        return tuple(Fraction(int(c.p), int(c.q)) for c in self._terms())

    def _terms(self) -> tuple[fmpq, ...]:
        terms = self._polynomial.coeffs()
        return (*terms, *(_ZERO,) * (degree(self._conductor) - len(terms)))

    def _mapped(self, conductor: int, linear_map: LinearMap) -> Cyclotomic:
        return Cyclotomic.from_polynomial(
            conductor, fmpq_poly(list(image(linear_map, self._terms(), _ZERO)))
        )

    def at(self, conductor: int) -> Cyclotomic:
        """The same number written at a multiple of its conductor.

        Raises:
            ValueError: if the field ``Q(zeta_conductor)`` does not contain the field of the number.
        """
        m = normal_conductor(checked_conductor(conductor))
        if m % self._conductor:
            raise ValueError(f"Q(zeta_{conductor}) does not contain Q(zeta_{self._conductor})")
        return self if m == self._conductor else self._mapped(m, embedding(self._conductor, m))

    def minimal(self) -> Cyclotomic:
        """The same number at its least conductor.

        >>> Cyclotomic(12, (0, 0, 0, 1)).minimal(), Cyclotomic(12, (0, 0, 0, 1)).minimal().conductor
        (z4, 4)
        """
        return _minimal(self._conductor, self._terms())

    def __eq__(self, other: object) -> bool:
        pair = _pair(self, other)
        return NotImplemented if pair is None else pair[1] == pair[2]

    def __hash__(self) -> int:
        if self._hash is None:
            least = self.minimal()
            if least._hash is None:
                n, terms = least._conductor, least.coefficients
                least._hash = hash(terms[0] if n == 1 else (n, terms))
            self._hash = least._hash
        return self._hash

    def __bool__(self) -> bool:
        return not self._polynomial.is_zero()

    def __pos__(self) -> Cyclotomic:
        return self

    def __neg__(self) -> Cyclotomic:
        return Cyclotomic.from_polynomial(self._conductor, -self._polynomial)

    def __add__(self, other: object) -> Cyclotomic:
        pair = _pair(self, other)
        return (
            NotImplemented
            if pair is None
            else Cyclotomic.from_polynomial(pair[0], pair[1] + pair[2])
        )

    __radd__ = __add__

    def __sub__(self, other: object) -> Cyclotomic:
        pair = _pair(self, other)
        return (
            NotImplemented
            if pair is None
            else Cyclotomic.from_polynomial(pair[0], pair[1] - pair[2])
        )

    def __rsub__(self, other: object) -> Cyclotomic:
        return -self + other

    def __mul__(self, other: object) -> Cyclotomic:
        pair = _pair(self, other)
        if pair is None:
            return NotImplemented
        n, x, y = pair
        return Cyclotomic.from_polynomial(n, x * y % _modulus(n))

    __rmul__ = __mul__

    def inverse(self) -> Cyclotomic:
        """``1/x``.

        Raises:
            ZeroDivisionError: at zero.
        """
        if not self:
            raise ZeroDivisionError("division by zero in a cyclotomic field")
        _, s, _ = self._polynomial.xgcd(_modulus(self._conductor))
        return Cyclotomic.from_polynomial(self._conductor, s)

    def __truediv__(self, other: object) -> Cyclotomic:
        y = number(other)
        return NotImplemented if y is None else self * y.inverse()

    def __rtruediv__(self, other: object) -> Cyclotomic:
        return self.inverse() * other

    def __pow__(self, exponent: int) -> Cyclotomic:
        base = self if exponent >= 0 else self.inverse()
        modulus, square = _modulus(self._conductor), base._polynomial
        result, left = fmpq_poly([1]), abs(exponent)
        while left:
            if left & 1:
                result = result * square % modulus
            left >>= 1
            if left:
                square = square * square % modulus
        return Cyclotomic.from_polynomial(self._conductor, result)

    def galois(self, k: int) -> Cyclotomic:
        """The image under the automorphism ``zeta_n -> zeta_n^k``, n the conductor.

        Raises:
            ValueError: if ``k`` is not prime to the conductor.
        """
        n = self._conductor
        return self._mapped(n, galois_map(n, k % n))

    def conjugate(self) -> Cyclotomic:
        """The complex conjugate."""
        return self if self._conductor == 1 else self.galois(-1)

    @property
    def real(self) -> Cyclotomic:
        """The real part."""
        return (self + self.conjugate()) * Fraction(1, 2)

    @property
    def imag(self) -> Cyclotomic:
        """The imaginary part."""
        return (self - self.conjugate()) * Cyclotomic(4, (0, Fraction(-1, 2)))

    def is_real(self) -> bool:
        """Whether the number is fixed by complex conjugation."""
        return self.is_rational() or self == self.conjugate()

    def is_rational(self) -> bool:
        """Whether the number is rational: the coefficients of all powers but 1 vanish."""
        return self._polynomial.degree() <= 0

    def as_fraction(self) -> Fraction:
        """The number as a ``Fraction``.

        Raises:
            ValueError: if it is not rational.
        """
        if not self.is_rational():
            raise ValueError(f"{self} is not rational")
        constant = self._polynomial[0]
        return Fraction(int(constant.p), int(constant.q))

    def trace(self) -> Fraction:
        """The trace to Q of the field of the conductor: the sum of all conjugates.

        >>> Cyclotomic(5, (0, 1)).trace(), Cyclotomic(5, (1,)).trace()
        (Fraction(-1, 1), Fraction(4, 1))
        """
        n = self._conductor
        pairs = zip(self.coefficients, normalised_trace(n), strict=True)
        return sum((c * t for c, t in pairs), Fraction(0)) * degree(n)

    def norm(self) -> Fraction:
        """The norm to Q of the field of the conductor: the product of all conjugates."""
        product = Cyclotomic.rational(1).at(self._conductor)
        for k in units(self._conductor):
            product = product * self.galois(k)
        return product.as_fraction()

    def sign(self) -> int:
        """The sign of a real number, -1, 0 or 1: zero is decided first, then balls exclude it.

        Raises:
            ValueError: if the number is not real.
        """
        if not self:
            return 0
        if not self.is_real():
            raise ValueError(f"{self} is not real and has no sign")
        precision = _FIRST_PRECISION
        while True:
            real, _ = enclosure(self._conductor, self._terms(), precision)
            if real > 0 or real < 0:
                return 1 if real > 0 else -1
            precision *= 2

    def __complex__(self) -> complex:
        if self.is_rational():
            constant = self._polynomial[0]
            return complex(int(constant.p) / int(constant.q))
        twin = self.conjugate()
        vanishes = (self == -twin, self == twin)
        precision = _FIRST_PRECISION
        while True:
            parts = tuple(
                zip(enclosure(self._conductor, self._terms(), precision), vanishes, strict=True)
            )
            if all(zero or part.rel_accuracy_bits() > 53 for part, zero in parts):
                return complex(*(0.0 if zero else float(part.mid()) for part, zero in parts))
            precision *= 2

    def __str__(self) -> str:
        return plain(self._conductor, self.coefficients)

    __repr__ = __str__

    def latex(self) -> str:
        """The number in LaTeX, for use in mathematical mode."""
        return latex(self._conductor, self.coefficients)

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"


@lru_cache(maxsize=4096)
def _modulus(n: int) -> fmpq_poly:
    """``Phi_n`` over Q."""
    return fmpq_poly(fmpz_poly.cyclotomic(n))


def _rational(value: object) -> fmpq:
    """A rational number for flint.

    Raises:
        TypeError: if it is not one.
    """
    if isinstance(value, Rational):
        return fmpq(int(value.numerator), int(value.denominator))
    if isinstance(value, Cyclotomic) and value.is_rational():
        return fmpq(value.polynomial[0])
    if isinstance(value, fmpq | fmpz):
        return fmpq(value)
    raise TypeError(f"{value!r} of type {type(value).__name__} is not an exact rational number")


def number(value: object) -> Cyclotomic | None:
    """The value as a cyclotomic number, or None if it is neither one nor rational."""
    if isinstance(value, Cyclotomic):
        return value
    return Cyclotomic.rational(value) if isinstance(value, Rational) else None


@lru_cache(maxsize=65536)
def _minimal(n: int, terms: tuple[fmpq, ...]) -> Cyclotomic:
    """The number at its least conductor. Equal numbers of one conductor share it, with its hash."""
    least, terms, divisor = descended(n, terms, _ZERO)
    return Cyclotomic.from_polynomial(least, fmpq_poly(list(terms)) / divisor)


def _pair(x: Cyclotomic, other: object) -> tuple[int, fmpq_poly, fmpq_poly] | None:
    """A common conductor and the polynomials of both numbers there."""
    y = number(other)
    if y is None:
        return None
    n, m = x.conductor, y.conductor
    if n == m or m == 1:
        return n, x.polynomial, y.polynomial
    if n == 1:
        return m, x.polynomial, y.polynomial
    common = lcm(n, m)
    return common, x.at(common).polynomial, y.at(common).polynomial
