"""Reduction modulo split primes: Z[zeta_n] seen through its homomorphisms to finite fields.

A prime p = 1 mod n has phi(n) primitive n-th roots of unity, and each gives a ring homomorphism
``Z[zeta_n] -> Z/p``. Together they are an isomorphism ``Z[zeta_n]/p -> (Z/p)^phi(n)``, so that
integers of the field may be found modulo p by working in Z/p only, and then modulo a product of
primes by the Chinese remainder theorem.

``Place``       a prime p with a primitive n-th root of unity modulo p
``residues``    a matrix over Z[zeta_n] at each root of a place
``interpolate`` the way back, to matrices of coefficients modulo p
``Remainders``  integers known modulo a growing product of primes, by their least absolute values

References: von zur Gathen and Gerhard, *Modern Computer Algebra* (2013), chapter 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flint import fmpz, fmpz_mat, nmod_mat

from bilinear_theory.algebra.field import degree, prime_divisors, units

_LARGEST = 2**62  # sums of two residues then fit a machine word


@dataclass(frozen=True)
class Place:
    """A prime ``p`` = 1 mod ``n`` with a primitive ``n``-th root of unity ``root`` modulo ``p``."""

    n: int
    p: int
    root: int

    @cached_property
    def powers(self) -> tuple[tuple[int, ...], ...]:
        """Row k: the powers ``0 .. phi(n)-1`` of the k-th primitive root of unity, modulo p."""
        return tuple(
            tuple(pow(self.root, k * j, self.p) for j in range(degree(self.n)))
            for k in units(self.n)
        )

    @cached_property
    def inverse_powers(self) -> tuple[tuple[int, ...], ...]:
        """The inverse of the matrix ``powers``, modulo p."""
        inverse = nmod_mat([list(row) for row in self.powers], self.p).inv()
        return tuple(tuple(int(x) for x in row) for row in inverse.tolist())


@lru_cache(maxsize=65536)
def place(n: int, index: int) -> Place:
    """The place of ``Q(zeta_n)`` at the ``index``-th largest prime 1 modulo n below ``2^62``.

    >>> place(5, 0).p % 5, pow(place(5, 0).root, 5, place(5, 0).p)
    (1, 1)
    """
    above = place(n, index - 1).p if index else (_LARGEST - 2) // n * n + 1 + n
    p = above - n
    while not fmpz(p).is_prime():
        p -= n
    base = 2
    while True:
        root = pow(base, (p - 1) // n, p)
        if all(pow(root, n // q, p) != 1 for q in prime_divisors(n)):
            return Place(n, p, root)
        base += 1


def residue(slices: Sequence[fmpz_mat], at: Place) -> nmod_mat:
    """The matrix at the first root of a place only."""
    return _combined([nmod_mat(s, at.p) for s in slices], at.powers[0])


def residues(slices: Sequence[fmpz_mat], at: Place) -> list[nmod_mat]:
    """The matrix at every root of a place, in the order of ``units(n)``."""
    reduced = [nmod_mat(s, at.p) for s in slices]
    return [_combined(reduced, row) for row in at.powers]


def interpolate(values: Sequence[nmod_mat], at: Place) -> list[nmod_mat]:
    """The coefficient matrices, modulo p, of the matrix with these values at the roots."""
    return [_combined(values, row) for row in at.inverse_powers]


def _combined(matrices: Sequence[nmod_mat], factors: Sequence[int]) -> nmod_mat:
    """A linear combination of matrices."""
    total = matrices[0] * factors[0]
    for matrix, factor in zip(matrices[1:], factors[1:], strict=True):
        total = total + matrix * factor
    return total


class Remainders:
    """Integers known modulo a growing product of primes, kept as least absolute residues."""

    def __init__(self, count: int) -> None:
        self.values = [0] * count
        self.modulus = 1

    def refine(self, remainders: Sequence[int], p: int) -> bool:
        """Take the remainders modulo a new prime into account; whether no integer had to change."""
        modulus, half = self.modulus, p // 2
        inverse = pow(modulus, -1, p)
        changed = False
        for i, (x, r) in enumerate(zip(self.values, remainders, strict=True)):
            digit = (r - x) * inverse % p
            if digit:
                changed = True
                self.values[i] = x + modulus * (digit - p if digit > half else digit)
        self.modulus = modulus * p
        return not changed
