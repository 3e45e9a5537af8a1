"""Character tables of finite groups, exact, by the algorithm of Dixon and Schneider.

The table is kept modulo a prime; the eigenvalues of a group element in a representation, and with
them every value as an exact cyclotomic number, follow from the characters of its powers.

``character_table(g)``   the irreducible complex characters, by degrees, the trivial one first
``value(i, c)``          character i on class c, an exact cyclotomic number
``spectrum(c)``          how often each eigenvalue occurs in each representation at class c
indicator                Frobenius-Schur: 1 real, 0 complex, -1 quaternionic
kernel                   the elements that a representation sends to the identity
``fixed_dimensions``     the dimension of the fixed space of each class in each representation

References: Isaacs, *Character Theory of Finite Groups* (1976); Dixon, *Numer. Math.* 10 (1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm

import numpy as np
from flint import fmpz
from numpy.typing import NDArray

from bilinear_theory.algebra.dixon import ModularTable, Residues, multiply, residues
from bilinear_theory.algebra.field import prime_divisors, units
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.permutations import Vector, sealed
from bilinear_theory.algebra.scalar import Cyclotomic

Value = int | Fraction | Cyclotomic
Mask = NDArray[np.bool_]


def character_table(group: FiniteGroup) -> CharacterTable:
    """The irreducible complex characters of a group.

    Raises:
        ValueError: if the group has more conjugacy classes than the bound.

    >>> table = character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)]))
    >>> for row in table.characters:
    ...     print(row)
    (1, 1, 1)
    (1, -1, 1)
    (2, 0, -1)
    """
    return CharacterTable(group, residues(group))


@dataclass(frozen=True, eq=False, repr=False)
class CharacterTable:
    """The irreducible complex characters of a group; rows are characters, columns classes."""

    group: FiniteGroup
    modular: ModularTable

    def __len__(self) -> int:
        return len(self.modular.degrees)

    def __repr__(self) -> str:
        return f"<CharacterTable of {self.group!r}: degrees {self.degrees}>"

    @property
    def degrees(self) -> tuple[int, ...]:
        """The degrees of the characters."""
        return tuple(self.modular.degrees.tolist())

    def _fourier(self, n: int) -> Residues:
        """The inverse of the Fourier transform of order n, modulo p."""
        p = self.modular.p
        root = pow(self.modular.root, self.group.exponent // n, p)
        powers = [1]
        for _ in range(n - 1):
            powers.append(powers[-1] * root % p)
        scale = pow(n, -1, p)
        values = np.array([x * scale % p for x in powers], np.int64)
        return values[-np.outer(np.arange(n), np.arange(n)) % n]

    def spectrum(self, c: int) -> Residues:
        """Entry ``[i, s]``: how often ``zeta_n^s`` is an eigenvalue at class c, n its order.

        >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
        >>> character_table(s3).spectrum(2).tolist()
        [[1, 0, 0], [1, 0, 0], [0, 1, 1]]
        """
        found = self._spectra.get(c)
        if found is None:
            n = int(self.group.class_orders[c])
            powers = self.modular.values[:, self.group.class_powers[c, :n]]
            found = self._spectra[c] = sealed(multiply(powers, self._fourier(n), self.modular.p))
        return found

    @cached_property
    def _spectra(self) -> dict[int, Residues]:
        return {}

    @cached_property
    def characters(self) -> tuple[tuple[Value, ...], ...]:
        """All values: integers where they are rational, else ``Cyclotomic`` at least conductors."""
        columns = [self._column(c) for c in range(len(self))]
        return tuple(zip(*columns, strict=True))

    def value(self, i: int, c: int) -> Value:
        """The value of character i on class c."""
        return self._column(c)[i]

    def _column(self, c: int) -> list[Value]:
        n = int(self.group.class_orders[c])
        known: dict[bytes, Value] = {}
        column: list[Value] = []
        for row in self.spectrum(c):
            key = row.tobytes()
            if key not in known:
                known[key] = _value(n, tuple(row.tolist()))
            column.append(known[key])
        return column

    @cached_property
    def fixed_dimensions(self) -> Residues:
        """Entry ``[i, c]``: the dimension of the fixed space of class c in representation i."""
        k, p, orders = len(self), self.modular.p, self.group.class_orders
        counts = np.zeros((k, k), np.int64)  # [c, d]: the powers of c in class d
        for c, powers in enumerate(self.group.class_powers):
            counts[c] = np.bincount(powers[: orders[c]], minlength=k)
        scales = np.array([pow(int(n), -1, p) for n in orders], np.int64)
        return multiply(self.modular.values, counts.T, p) * scales % p

    def fixed_by(self, subgroup: Vector) -> Residues:
        """The dimension of the fixed space of a subgroup, given by its elements, for each character."""
        p, k = self.modular.p, len(self)
        counts = np.bincount(self.group.classes[subgroup], minlength=k)[:, None]
        return multiply(self.modular.values, counts, p)[:, 0] * pow(len(subgroup), -1, p) % p

    @cached_property
    def indicators(self) -> tuple[int, ...]:
        """The Frobenius-Schur indicator of each character."""
        p, group = self.modular.p, self.group
        weights = group.class_sizes * pow(group.order, -1, p) % p
        squares = self.modular.values[:, group.power_map(2)]
        found = multiply(squares, weights[:, None], p)[:, 0].tolist()
        return tuple(x - p if x > 1 else x for x in found)

    @cached_property
    def kernels(self) -> Mask:
        """Entry ``[i, c]``: whether class c lies in the kernel of character i."""
        return self.fixed_dimensions == self.modular.degrees[:, None]

    def kernel(self, i: int) -> Vector:
        """The elements in the kernel of character i."""
        return np.flatnonzero(self.kernels[i][self.group.classes])

    def galois(self, t: int) -> Vector:
        """The permutation of the characters by ``zeta -> zeta^t``, t prime to the exponent.

        Raises:
            ValueError: if t is not prime to the exponent.
        """
        if gcd(t, self.group.exponent) != 1:
            raise ValueError(f"{t} is not prime to the exponent {self.group.exponent}")
        t %= self.group.exponent
        if t not in self._moved:
            moved = self.modular.values[:, self.group.power_map(t)]
            numbers = np.array([self._numbers[row.tobytes()] for row in moved], np.intp)
            self._moved[t] = sealed(numbers)
        return self._moved[t]

    @cached_property
    def _moved(self) -> dict[int, Vector]:
        return {}

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        return {row.tobytes(): i for i, row in enumerate(self.modular.values)}

    @cached_property
    def conjugates(self) -> Vector:
        """The complex conjugate of each character."""
        return self.galois(-1)

    @cached_property
    def galois_orbits(self) -> tuple[tuple[int, ...], ...]:
        """The orbits of the characters under all automorphisms of the cyclotomic field."""
        label = list(range(len(self)))
        for t in _unit_generators(self.group.exponent):
            moved = self.galois(t).tolist()
            for i in range(len(self)):  # each cycle of the permutation joins its labels
                a, b = label[i], label[moved[i]]
                if a != b:
                    label = [min(a, b) if x in (a, b) else x for x in label]
        orbits: dict[int, list[int]] = {}
        for i, x in enumerate(label):
            orbits.setdefault(x, []).append(i)
        return tuple(tuple(orbit) for orbit in orbits.values())

    def conductor(self, i: int) -> int:
        """The least n such that ``Q(zeta_n)`` holds all values of character i."""
        return lcm(*(x.minimal().conductor for x in map(_cyclotomic, self.row(i))))

    def row(self, i: int) -> tuple[Value, ...]:
        """The values of character i, one for each class."""
        return self.characters[i]

    def inner_product(self, f: Sequence[Value], g: Sequence[Value]) -> Value:
        """``(1/|G|) sum_x f(x) conj(g(x))`` of two class functions, exact.

        Raises:
            ValueError: if one has not as many values as there are classes.
        """
        for name, values in (("first", f), ("second", g)):
            if len(values) != len(self):
                raise ValueError(
                    f"the {name} class function has {len(values)} values, expected {len(self)}"
                )
        total = Cyclotomic.rational(0)
        for size, x, y in zip(self.group.class_sizes.tolist(), f, g, strict=True):
            total = total + _cyclotomic(x) * _cyclotomic(y).conjugate() * size
        return simplest(total * Fraction(1, self.group.order))

    def multiplicities(self, f: Sequence[Value]) -> tuple[int, ...]:
        """The multiplicity of each irreducible character in a character or a difference of two.

        Raises:
            ValueError: if the class function is no integral combination of characters.

        >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
        >>> character_table(s3).multiplicities((3, 1, 0))
        (1, 0, 1)
        """
        p, group = self.modular.p, self.group
        if len(f) != len(self):
            raise ValueError(f"the class function has {len(f)} values, expected {len(self)}")
        try:
            column = np.array([self._residue(x) for x in f], np.int64)
        except ValueError as error:
            raise ValueError(f"no integral combination of characters: {error}") from None
        weighted = column[group.power_map(-1)] * group.class_sizes % p * pow(group.order, -1, p) % p
        found = multiply(self.modular.values, weighted[:, None], p)[:, 0]
        counts = np.where(found > p // 2, found - p, found).tolist()
        for c, x in enumerate(f):
            total = sum((m * _cyclotomic(v) for m, v in zip(counts, self._column(c), strict=True) if m),
                        Cyclotomic.rational(0))  # fmt: skip
            if total != x:
                raise ValueError(
                    f"no integral combination of characters: on class {c} it is {x}, the "
                    f"combination nearest to it is {total}"
                )
        return tuple(counts)

    def _residue(self, x: Value) -> int:
        """An algebraic integer modulo p, ``root`` in the place of ``zeta_e``."""
        p, e = self.modular.p, self.group.exponent
        y = _cyclotomic(x).minimal()
        if lcm(2, e) % y.conductor:
            raise ValueError(f"the value {x} does not lie in Q(zeta_{e})")
        if any(c.denominator != 1 for c in y.coefficients):
            raise ValueError(f"the value {x} is no algebraic integer")
        base = pow(self.modular.root, e // y.conductor, p) if e % y.conductor == 0 else 0
        return sum(int(c) * pow(base, j, p) for j, c in enumerate(y.coefficients)) % p

    def verify(self) -> None:
        """Check both orthogonality relations exactly.

        The values are lifted from their spectra and reduced at every root of unity of order e modulo
        primes whose product exceeds any conjugate of the sums, so that a sum that vanishes there is 0.

        Raises:
            ArithmeticError: if a relation fails, naming the characters or classes.
        """
        group, k = self.group, len(self)
        spectra = [self.spectrum(c) for c in range(k)]
        for c, spectrum in enumerate(spectra):
            if (spectrum.sum(1) != self.modular.degrees).any():
                raise ArithmeticError(f"at class {c} the eigenvalues do not add up to the degrees")
        e, sizes, inverse = group.exponent, group.class_sizes, group.power_map(-1)
        bound, modulus, p = 4 * group.order**2, 1, 2**20 // e * e + 1
        centralisers = group.order // sizes
        while modulus <= bound:
            p += e
            if not fmpz(p).is_prime():
                continue
            modulus *= p
            root = _root_of_order(e, p)
            roots = np.array([pow(root, j, p) for j in range(e)], np.int64)
            for t in units(e):
                columns = [
                    multiply(s, roots[np.arange(n) * (e // n) * t % e][:, None], p)[:, 0]
                    for s, n in zip(spectra, group.class_orders.tolist(), strict=True)
                ]
                values = np.stack(columns, 1)
                rows = multiply(values * (sizes % p) % p, values[:, inverse].T, p)
                wrong = np.argwhere(rows != np.eye(k, dtype=np.int64) * (group.order % p))
                if len(wrong):
                    raise ArithmeticError(f"characters {wrong[0].tolist()} are not orthonormal")
                pairs = multiply(values.T, values[:, inverse], p)
                wrong = np.argwhere(pairs != np.diag(centralisers % p))
                if len(wrong):
                    raise ArithmeticError(f"classes {wrong[0].tolist()} are not orthogonal")


def _cyclotomic(x: Value) -> Cyclotomic:
    return x if isinstance(x, Cyclotomic) else Cyclotomic.rational(x)


def simplest(x: Cyclotomic) -> Value:
    """An integer or fraction where the number is rational, else the number at its least conductor."""
    if not x.is_rational():
        return x.minimal()
    q = x.as_fraction()
    return int(q) if q.denominator == 1 else q


@lru_cache(maxsize=16_384)
def _value(n: int, spectrum: tuple[int, ...]) -> Value:
    """The sum of the eigenvalues ``zeta_n^s``."""
    if n <= 2:
        return spectrum[0] - sum(spectrum[1:])
    return simplest(Cyclotomic(n, spectrum))


def _root_of_order(e: int, p: int) -> int:
    base = 2
    while True:
        root = pow(base, (p - 1) // e, p)
        if all(pow(root, e // q, p) != 1 for q in prime_divisors(e)):
            return root
        base += 1


def _unit_generators(e: int) -> list[int]:
    """Numbers that generate the units modulo e."""
    found, reached = list[int](), {1 % e}
    for t in units(e):
        if t in reached:
            continue
        found.append(t)
        power = t
        more = set(reached)
        while power not in reached:
            more |= {x * power % e for x in reached}
            power = power * t % e
        reached = more
    return found
