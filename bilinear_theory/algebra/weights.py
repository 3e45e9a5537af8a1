"""The search for weights: a subgroup and a linear character that a character of a group meets once.

Each irreducible character chi is given a solvable subgroup H with a linear character lambda such that
``<chi|_H, lambda> = 1``; the representation is then one over ``Q(chi, lambda)``. Of all choices the search
takes one with the least conductor, then the least degree of that field, then a real field. It ends
when no choice can be better, or when many subgroups have brought none that is. The multiplicities are
integers, so that floats suffice to tell them apart.

``Fields``   what fields characters and roots of unity generate
``Choice``   a subgroup, a linear character of it, and how good a choice it is
``Quality``  conductor and degree of the field, and whether it is not real; compared in this order, or
             with the degree before the conductor
``choices``  the best choice for each character that has one

References: Dixon, *Constructing representations of finite groups*, DIMACS Series 11 (1993);
Isaacs, *Character Theory of Finite Groups* (1976), chapters 5 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.field import normal_conductor, units
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.linear_characters import solvable_subgroups

Quality = tuple[int, int, bool]
Character = Sequence[Cyclotomic]

_TOLERANCE = 1e-3
_PATIENCE = 60  # subgroups after the last improvement, once every character has a choice


@dataclass(frozen=True, eq=False)
class Choice:
    """A subgroup with a linear character.

    Args:
        quality: conductor and degree of the field that the character and lambda generate, and
            whether it is not real.
        members: the subgroup, shape ``(h,)``.
        exponents: ``lambda(member) = zeta_e^exponent``, e the exponent of the group.
    """

    quality: Quality
    members: NDArray[np.intp]
    exponents: NDArray[np.int64]


class Fields:
    """The fields that characters and roots of unity generate.

    Args:
        group: the group.
        characters: irreducible characters, by class.
        degree_first: whether a small degree counts for more than a small conductor.
    """

    def __init__(
        self, group: FiniteGroup, characters: Sequence[Character], *, degree_first: bool = False
    ) -> None:
        self.degree_first = degree_first
        self.values = float_values(characters)
        self.exponent = group.exponent
        self.units = units(self.exponent)
        self.conductors = [lcm(*(x.minimal().conductor for x in row)) for row in characters]
        # (units, characters): whether zeta -> zeta^k fixes the character
        self.fixes = np.array(
            [
                np.abs(self.values[:, group.power_map(k)] - self.values).max(axis=1) < _TOLERANCE
                for k in self.units
            ]
        )
        self.real = np.abs(self.values.imag).max(axis=1) < _TOLERANCE
        squares = self.values[:, group.power_map(2)] @ group.class_sizes / group.order
        self.indicators = [round(float(x)) for x in squares.real]
        self._known: dict[tuple[int, int], Quality] = {}

    def quality(self, i: int, order: int) -> Quality:
        """The quality of the field of the i-th character and the roots of unity of an order."""
        found = self._known.get((i, order))
        if found is None:
            n = lcm(self.conductors[i], normal_conductor(order))
            stable = sum(
                bool(fixes) and k % order == 1 % order
                for k, fixes in zip(self.units, self.fixes[:, i], strict=True)
            )
            real = bool(self.real[i]) and order <= 2
            found = self._known[i, order] = (n, len(self.units) // stable, not real)
        return found

    def rank(self, i: int, order: int) -> Quality:
        """The quality as it is compared: with the first two parts exchanged if degrees come first."""
        n, d, unreal = self.quality(i, order)
        return (d, n, unreal) if self.degree_first else (n, d, unreal)

    def best(self, i: int) -> Quality:
        """The best rank that a representation can have: no real one if the indicator is -1."""
        if self.indicators[i] != -1:
            return self.rank(i, 1)
        e = self.exponent
        return min(self.rank(i, order) for order in range(3, e + 1) if e % order == 0)


def float_values(characters: Sequence[Character]) -> NDArray[np.complex128]:
    """The values of characters in floats, shape ``(characters, classes)``."""
    return np.array([[complex(x) for x in row] for row in characters])


def choices(
    group: FiniteGroup,
    characters: Sequence[Character],
    *,
    monomial: bool = False,
    degree_first: bool = False,
) -> dict[int, Choice]:
    """The best choice for each character that has one, by its place.

    Args:
        group: the group.
        characters: irreducible characters, by class.
        monomial: whether the index of the subgroup has to be the degree.
        degree_first: whether a small degree of the field counts for more than a small conductor.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> found = choices(s3, [[Cyclotomic.rational(x) for x in (2, 0, -1)]])
    >>> len(found[0].members), found[0].quality
    (2, (1, 1, False))
    """
    if not characters:
        return {}
    fields = Fields(group, characters, degree_first=degree_first)
    e, degrees = fields.exponent, np.rint(fields.values[:, 0].real).astype(int).tolist()
    roots = np.exp(-2j * np.pi * np.arange(e) / e)
    pending, found = list(range(len(characters))), dict[int, Choice]()
    ranks: dict[int, Quality] = {}
    patience = _PATIENCE
    for subgroup in solvable_subgroups(group):
        members, exponents = subgroup.members, subgroup.exponents
        rows = [
            i  # the induced representation has the index as its degree
            for i in pending
            if (
                degrees[i] * len(members) == group.order
                if monomial
                else degrees[i] * len(members) <= group.order
            )
        ]
        if rows:
            restricted = fields.values[rows][:, group.classes[members]]
            multiplicities = (restricted @ roots[exponents].T).real / len(members)
            orders = [e // gcd(e, *row) for row in exponents.tolist()]
            for i, hits in zip(rows, np.abs(multiplicities - 1) < _TOLERANCE, strict=True):
                for place in np.flatnonzero(hits).tolist():
                    rank = fields.rank(i, orders[place])
                    if i not in ranks or rank < ranks[i]:
                        ranks[i] = rank
                        quality = fields.quality(i, orders[place])
                        found[i] = Choice(quality, members, exponents[place])
                        patience = _PATIENCE
        pending = [i for i in pending if i not in found or ranks[i] > fields.best(i)]
        patience -= all(i in found for i in pending)
        if not (pending and patience):
            break
    return found
