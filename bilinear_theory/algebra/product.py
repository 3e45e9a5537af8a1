"""Products of matrices over Z[zeta_n], given by their coefficient matrices.

A matrix over Z[zeta_n] is a polynomial in zeta_n with matrix coefficients, so a product of two is a
product of polynomials, reduced modulo ``Phi_n``. The integer products are what costs; how many are
needed depends on n:

===========================  ==================================================================
the coefficients are         the product
===========================  ==================================================================
mostly zero                  term by term
dense, n a small prime       ``-sum_{i<j} (a_i - a_j)(b_i - b_j) zeta^(i+j)`` over 0 <= i < j
                             < n, with ``a_{n-1} = b_{n-1} = 0``: what should be corrected is
                             a multiple of ``1 + zeta + .. + zeta^(n-1) = 0``
dense, else                  Karatsuba's: three products of half the length
===========================  ==================================================================

``multiply(n, a, b)``  the product of two matrices
``scaled(n, d, a)``    the product of a number and a matrix
``tensor_product``     the Kronecker product of two matrices

References: Karatsuba and Ofman, *Multiplication of many-digital numbers by automatic computers*,
Doklady 145 (1962).
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpz_mat

from bilinear_theory.algebra.field import image, reduction
from bilinear_theory.algebra.slices import Slices

_PRIME_LIMIT = 13  # from here on the n(n-1)/2 products are more than Karatsuba's
_SHORT = 2  # below this length additions cost more than the product that they save


def multiply(n: int, a: Slices, b: Slices) -> Slices:
    """The product of two matrices over Z[zeta_n].

    >>> zero, one = fmpz_mat([[0]]), fmpz_mat([[1]])
    >>> multiply(4, (zero, one), (zero, one))  # i * i
    ([-1], [0])
    """
    if len(a) == 1:
        return (a[0] * b[0],)
    if len(a) == n - 1 <= _PRIME_LIMIT and not _is_sparse(a, b):
        return _prime_product(n, a, b)
    terms = _convolution(a, b)
    return image(reduction(n, len(terms)), terms, fmpz_mat(a[0].nrows(), b[0].ncols()))


def _is_sparse(a: Sequence[fmpz_mat], b: Sequence[fmpz_mat]) -> bool:
    """Whether at most half of the products of coefficients are products of non-zero matrices."""
    live_a, live_b = (sum(not x.is_zero() for x in side) for side in (a, b))
    return 2 * live_a * live_b <= len(a) * len(b)


def _prime_product(n: int, a: Slices, b: Slices) -> Slices:
    """The product for a prime n, by the formula of the module's docstring, up to the sign."""
    zero, last = fmpz_mat(a[0].nrows(), b[0].ncols()), n - 1
    total = [zero] * n
    for i in range(last):
        for j in range(i + 1, n):
            term = a[i] * b[i] if j == last else (a[i] - a[j]) * (b[i] - b[j])
            k = (i + j) % n
            total[k] = term if total[k] is zero else total[k] + term
    return tuple(total[last] - term for term in total[:last])


def _convolution(a: Sequence[fmpz_mat], b: Sequence[fmpz_mat]) -> list[fmpz_mat]:
    """The product of two polynomials of equal length with matrix coefficients."""
    zero = fmpz_mat(a[0].nrows(), b[0].ncols())
    if len(a) > _SHORT and not _is_sparse(a, b):
        return _karatsuba(a, b, zero)
    total = [zero] * (2 * len(a) - 1)
    live = [j for j, y in enumerate(b) if not y.is_zero()]
    for i, x in enumerate(a):
        if not x.is_zero():
            for j in live:
                term = x * b[j]
                total[i + j] = term if total[i + j] is zero else total[i + j] + term
    return total


def _karatsuba(a: Sequence[fmpz_mat], b: Sequence[fmpz_mat], zero: fmpz_mat) -> list[fmpz_mat]:
    """The same, from three products of half the length."""
    half = (len(a) + 1) // 2
    top = len(a) - half
    low, high = _convolution(a[:half], b[:half]), _convolution(a[half:], b[half:])
    mixed_a = [x + a[half + i] if i < top else x for i, x in enumerate(a[:half])]
    mixed_b = [y + b[half + i] if i < top else y for i, y in enumerate(b[:half])]
    total = [*low, zero, *high]
    for i, term in enumerate(_convolution(mixed_a, mixed_b)):
        cross = term - low[i] - high[i] if i < len(high) else term - low[i]
        total[half + i] = cross if total[half + i] is zero else total[half + i] + cross
    return total


def scaled(n: int, d: Sequence[int], slices: Slices) -> Slices:
    """A matrix over Z[zeta_n] times the number of Z[zeta_n] with coefficients d."""
    zero = fmpz_mat(slices[0].nrows(), slices[0].ncols())
    terms = [zero] * (2 * len(slices) - 1)
    for i, c in enumerate(d):
        if c:
            for j, s in enumerate(slices):
                terms[i + j] = terms[i + j] + c * s
    return image(reduction(n, len(terms)), terms, zero)


def tensor_product(n: int, a: Slices, b: Slices) -> Slices:
    """The Kronecker product of two matrices over Z[zeta_n]."""
    rows, columns = a[0].nrows() * b[0].nrows(), a[0].ncols() * b[0].ncols()
    zero = fmpz_mat(rows, columns)
    terms = [zero] * (2 * len(a) - 1)
    for i, s in enumerate(a):
        for j, t in enumerate(b):
            if not (s.is_zero() or t.is_zero()):
                x, y = s.tolist(), t.tolist()
                flat = [u * v for left in x for right in y for u in left for v in right]
                terms[i + j] = terms[i + j] + fmpz_mat(rows, columns, flat)
    return image(reduction(n, len(terms)), terms, zero)
