"""Finite fields of small order, by tables of logarithms.

An element of F_q, q = p^k, is a number in 0 .. q-1 whose digits to the base p are the coefficients
of a polynomial in w, modulo an irreducible polynomial for which w is primitive; so 0 and 1 are
themselves, and for a prime the numbers are the residues.

``finite_field``   the field of an order
``FiniteField``    sums, products, inverses, and a name for each element

References: Lidl and Niederreiter, *Finite Fields* (1997), section 2.5 and chapter 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BOUND = 1_000_000


@dataclass(frozen=True)
class FiniteField:
    """The field with ``characteristic ** degree`` elements.

    ``powers[i]`` is the i-th power of ``primitive``; ``logarithms`` is its inverse.
    """

    characteristic: int
    degree: int
    primitive: int
    powers: tuple[int, ...]
    logarithms: tuple[int, ...]

    @property
    def order(self) -> int:
        return self.characteristic**self.degree

    @property
    def is_prime(self) -> bool:
        return self.degree == 1

    @property
    def generator(self) -> int:
        """An element that generates the field over its prime field."""
        return 1 if self.is_prime else self.primitive

    def sum(self, x: int, y: int) -> int:
        p, place, total = self.characteristic, 1, 0
        while x or y:
            total += (x + y) % p * place  # the last digits, without a carry
            x, y, place = x // p, y // p, place * p
        return total

    def negative(self, x: int) -> int:
        return self.product(x, self.characteristic - 1)

    def product(self, x: int, y: int) -> int:
        if x == 0 or y == 0:
            return 0
        return self.powers[(self.logarithms[x] + self.logarithms[y]) % len(self.powers)]

    def inverse(self, x: int) -> int:
        if x == 0:
            raise ValueError("0 has no inverse")
        return self.powers[-self.logarithms[x] % len(self.powers)]

    def times_matrix(
        self, vector: tuple[int, int], matrix: tuple[int, int, int, int]
    ) -> tuple[int, int]:
        """A row vector times the matrix [[a, b], [c, d]]."""
        (x, y), (a, b, c, d) = vector, matrix
        return (
            self.sum(self.product(x, a), self.product(y, c)),
            self.sum(self.product(x, b), self.product(y, d)),
        )

    def name(self, x: int) -> str:
        """The element as people write it: a residue, or a power of w.

        >>> [finite_field(4).name(x) for x in range(4)]
        ['0', '1', 'w', 'w^2']
        """
        if x < self.characteristic:
            return str(x)
        power = self.logarithms[x]
        return "w" if power == 1 else f"w^{power}"


def finite_field(order: int) -> FiniteField:
    """The field of a given order.

    Raises:
        ValueError: if the order is no power of a prime, or past a million.

    >>> field = finite_field(9)
    >>> field.product(field.primitive, field.inverse(field.primitive))
    1
    """
    if order > BOUND:
        raise ValueError(f"a field of {order} elements is past the bound {BOUND}")
    p = next((d for d in range(2, order + 1) if order % d == 0), 0)
    degree, power = 1, p
    while p and power < order:
        degree, power = degree + 1, power * p
    if power != order or order < 2:
        raise ValueError(f"there is no field of {order} elements, which is no power of a prime")
    primitive, powers = next(
        found for found in _candidates(p, degree) if len(found[1]) == order - 1
    )
    logarithms = [0] * order
    for i, x in enumerate(powers):
        logarithms[x] = i
    return FiniteField(p, degree, primitive, tuple(powers), tuple(logarithms))


def _candidates(p: int, degree: int) -> Iterator[tuple[int, list[int]]]:
    """Elements, each with its powers up to the return to 1, or to what came before."""
    if degree == 1:
        for g in range(1, p):
            powers, x = [1], g
            while x != 1:
                powers.append(x)
                x = x * g % p
            yield g, powers
        return
    q = p**degree
    for tail in range(1, q):  # w^degree = -(tail), digit by digit
        digits = [tail // p**i % p for i in range(degree)]
        powers, x, seen = [1], p, {1}
        while x not in seen and x:
            seen.add(x)
            powers.append(x)
            low, top = x % p ** (degree - 1), x // p ** (degree - 1)
            x = sum(
                ((low // p ** (i - 1) % p if i else 0) - top * digit) % p * p**i
                for i, digit in enumerate(digits)
            )
        if x == 1:
            yield p, powers
