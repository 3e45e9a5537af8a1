"""Cyclotomic fields: the power basis of Q(zeta_n), and the linear maps between such fields.

``zeta_n = exp(2 pi i / n)`` generates a field of degree ``phi(n)`` over Q, with basis ``1, zeta_n,
.., zeta_n^(phi(n) - 1)``. Everything linear over Q that one does with it (reduction modulo
``Phi_n``, embedding into a larger field, Galois conjugation, descent to a smaller one) is here a
sparse integer matrix, which acts alike on the coefficients of a number and on the coefficient
matrices of a matrix.

``conductor``            n, not 2 modulo 4, as ``Q(zeta_2m) = Q(zeta_m)`` for odd m
``degree(n)``            ``phi(n)``, the degree of the field over Q
``power(n, k)``          ``zeta_n^k`` in the power basis
``LinearMap``            for each target coordinate the pairs (source coordinate, integer factor)
``normalised_trace(n)``  the trace over the degree, the same in every field

References: Washington, *Introduction to Cyclotomic Fields* (1997), chapter 2; Bosma, *Canonical
bases for cyclotomic fields*, AAECC 1 (1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import gcd, prod
from typing import Any, TypeVar

from flint import fmpq, fmpq_mat, fmpz, fmpz_poly

LinearMap = tuple[tuple[tuple[int, int], ...], ...]
Term = TypeVar("Term", bound=Any)


@cache
def degree(n: int) -> int:
    """Euler's ``phi(n)``, the degree of ``Q(zeta_n)``.

    >>> [degree(n) for n in (1, 3, 5, 12)]
    [1, 2, 4, 4]
    """
    return int(fmpz(n).euler_phi())


@cache
def prime_divisors(n: int) -> tuple[int, ...]:
    """The primes that divide ``n``, in ascending order."""
    return tuple(int(q) for q, _ in fmpz(n).factor())


@cache
def units(n: int) -> tuple[int, ...]:
    """The residues prime to ``n``, one for each embedding of ``Q(zeta_n)`` into C."""
    return tuple(k for k in range(max(n, 2)) if gcd(k, n) == 1) if n > 1 else (1,)


def checked_conductor(n: int) -> int:
    """``n`` itself, once it is known to be a positive integer.

    Raises:
        ValueError: if it is not.
    """
    if type(n) is not int or n < 1:
        raise ValueError(f"a conductor is a positive integer, not {n!r}")
    return n


def normal_conductor(n: int) -> int:
    """The conductor of the field ``Q(zeta_n)``: ``n``, halved if it is 2 modulo 4."""
    return n // 2 if n % 4 == 2 else n


@lru_cache(maxsize=4096)
def _powers(n: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """``zeta_n^k`` for k = 0 .. n-1, each as its non-zero (exponent, coefficient) pairs."""
    radical = prod(prime_divisors(n))
    if radical < n:  # Phi_n(x) = Phi_radical(x^step): zeta_n^(q step + r) comes from zeta_radical^q
        step = n // radical
        small = _powers(radical)
        return tuple(tuple((j * step + k % step, c) for j, c in small[k // step]) for k in range(n))
    phi = degree(n)
    low = [(j, -int(c)) for j, c in enumerate(fmpz_poly.cyclotomic(n).coeffs()[:phi]) if c != 0]
    table: list[tuple[tuple[int, int], ...]] = [((k, 1),) for k in range(phi)]
    row = [0] * (phi - 1) + [1]
    for _ in range(phi, n):
        top = row[-1]
        row = [0, *row[:-1]]
        if top:
            for j, c in low:
                row[j] += top * c
        table.append(tuple((j, c) for j, c in enumerate(row) if c))
    return tuple(table)


def power(n: int, k: int) -> tuple[tuple[int, int], ...]:
    """``zeta_n^k`` as its non-zero (exponent, coefficient) pairs in the power basis.

    >>> power(3, 2)
    ((0, -1), (1, -1))
    """
    return _powers(n)[k % n]


def _collected(n: int, images: Sequence[tuple[int, int]]) -> LinearMap:
    """The map that sends coordinate ``j`` to ``factor zeta_n^k``, images[j] = (factor, k)."""
    rows: list[list[tuple[int, int]]] = [[] for _ in range(degree(n))]
    for j, (factor, k) in enumerate(images):
        if factor:
            for i, c in power(n, k):
                rows[i].append((j, factor * c))
    return tuple(tuple(row) for row in rows)


@lru_cache(maxsize=4096)
def reduction(n: int, length: int) -> LinearMap:
    """Polynomials in ``zeta_n`` with ``length`` coefficients, any number, into the power basis."""
    return _collected(n, [(1, j) for j in range(length)])


@lru_cache(maxsize=4096)
def galois_map(n: int, k: int) -> LinearMap:
    """The automorphism ``zeta_n -> zeta_n^k`` of ``Q(zeta_n)``.

    Raises:
        ValueError: if ``k`` is not prime to ``n``.
    """
    if gcd(k, n) != 1:
        raise ValueError(f"zeta -> zeta^{k} is no automorphism of Q(zeta_{n}): gcd is {gcd(k, n)}")
    return _collected(n, [(1, j * k) for j in range(degree(n))])


@lru_cache(maxsize=4096)
def folding(n: int, length: int) -> LinearMap:
    """Polynomials in ``zeta_n = -zeta_m^((m+1)/2)``, n = 2m and m odd, into ``Q(zeta_m)``."""
    m = n // 2
    return _collected(m, [((-1) ** j, j * (m + 1) // 2) for j in range(length)])


@lru_cache(maxsize=4096)
def embedding(n: int, m: int) -> LinearMap:
    """The inclusion of ``Q(zeta_n)`` in ``Q(zeta_m)``, for ``n`` a divisor of ``m``."""
    return _collected(m, [(1, j * (m // n)) for j in range(degree(n))])


@lru_cache(maxsize=4096)
def _descent(n: int, q: int) -> tuple[LinearMap, int]:
    """A map ``Q(zeta_n) -> Q(zeta_(n/q))``, and the integer by which it multiplies the latter.

    For ``q^2 | n`` it keeps the exponents divisible by ``q``. Otherwise it is the relative trace:
    with ``zeta_n^j = zeta_q^(aj) zeta_d^(bj)``, ``b q = 1`` mod ``d = n/q``, it is q - 1 or -1
    times ``zeta_d^(bj)``.
    """
    d, phi = n // q, degree(n)
    if d % q == 0:
        return _collected(d, [(int(j % q == 0), j // q) for j in range(phi)]), 1
    b = pow(q, -1, d) if d > 1 else 0
    return _collected(d, [(q - 1 if j % q == 0 else -1, b * j) for j in range(phi)]), q - 1


def image(linear_map: LinearMap, source: Sequence[Term], zero: Term) -> tuple[Term, ...]:
    """The image of coefficients, rationals or matrices of one shape, under a linear map.

    >>> image(galois_map(5, 2), (0, 1, 0, 7), 0)  # z + 7 z^3 goes to z^2 + 7 z^6
    (0, 7, 1, 0)
    """
    live = [term != zero for term in source]
    target: list[Term] = []
    for row in linear_map:
        total: Any = zero
        for j, factor in row:
            if live[j] and factor == -1:
                total = total - source[j]
            elif live[j]:
                term: Any = source[j] if factor == 1 else factor * source[j]
                total = term if total is zero else total + term
        target.append(total)
    return tuple(target)


def descended(n: int, source: tuple[Term, ...], zero: Term) -> tuple[int, tuple[Term, ...], int]:
    """The coefficients at the least conductor that admits them: conductor, coefficients, divisor.

    ``Q(zeta_a)`` and ``Q(zeta_b)`` meet in ``Q(zeta_gcd(a, b))``, so primes may be removed one by
    one. The new coefficients are those of the number times the divisor.

    >>> descended(15, (0, 0, 0, 2, 0, 0, 0, 0), 0)
    (5, (0, 4, 0, 0), 2)
    """
    divisor = 1
    for q in prime_divisors(n):
        while n % q == 0:
            smaller, factor = _descent(n, q)
            candidate = image(smaller, source, zero)
            multiple = tuple(factor * term for term in source)
            if image(embedding(n // q, n), candidate, zero) != multiple:
                break
            n, source, divisor = n // q, candidate, divisor * factor
            if n % 4 == 2:
                n, source = n // 2, image(folding(n, len(source)), source, zero)
    return n, source, divisor


@lru_cache(maxsize=4096)
def normalised_trace(n: int) -> tuple[Fraction, ...]:
    """``Tr(zeta_n^j)/phi(n)`` for each j: ``mu(m)/phi(m)``, m the order of the root."""
    orders = [n // gcd(n, j) for j in range(degree(n))]
    return tuple(Fraction(int(fmpz(m).moebius_mu()), degree(m)) for m in orders)


@lru_cache(maxsize=4096)
def coefficient_bound(n: int) -> int:
    """An integer B: no coefficient of x exceeds B times the largest conjugate of x.

    The k-th coefficient is the trace of x times the k-th element of the dual basis, whose
    conjugates are at most the sum of the absolute values of its coefficients, a row of the inverse
    of the trace form.

    >>> coefficient_bound(4)
    1
    """
    phi = degree(n)
    orders = [n // gcd(n, m) for m in range(2 * phi - 1)]
    traces = [int(fmpz(m).moebius_mu()) * phi // degree(m) for m in orders]
    form = fmpq_mat([[traces[i + j] for j in range(phi)] for i in range(phi)])
    rows = form.inv().tolist()
    largest = max(sum((abs(x) for x in row), fmpq(0)) for row in rows) * phi
    return int(largest.ceil())
