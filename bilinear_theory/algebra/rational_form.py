"""Irreducible representations over the rational numbers, by integer matrices.

Let chi be an irreducible character, represented over a field K. Regarded over Q, the representation
has degree ``[K:Q] chi(1)`` and the character ``[K:Q(chi)]`` times the sum of the conjugates of chi. The
irreducible rational representation has m times that sum, m the Schur index, so that it is found when
``[K:Q(chi)] = m``. For that it is enough that ``[K:Q(chi)]`` is a lower bound on m.

``RationalIrreducible``     a representation by integers, and how often it may split
``rational_irreducibles``   one for each orbit of characters under the Galois group
``over_rationals``          a representation regarded over Q

References: Isaacs, *Character Theory of Finite Groups* (1976), chapter 10; Curtis and Reiner,
*Methods of Representation Theory* (1981), section 74.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpz_mat

from bilinear_theory.algebra.character import CharacterTable
from bilinear_theory.algebra.constituents import schur_index
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix, stack
from bilinear_theory.algebra.field import degree, units
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.lattice import integral_form
from bilinear_theory.algebra.representation import Representation


@dataclass(frozen=True, eq=False)
class RationalIrreducible:
    """A representation by integer matrices whose character is a multiple of a sum of conjugates.

    Args:
        representation: integer matrices.
        characters: the places in the table of a Galois orbit of irreducible characters.
        multiplicity: how often each of them is contained.
        schur_index: bounds on the Schur index of each of them over Q.
    """

    representation: Representation
    characters: tuple[int, ...]
    multiplicity: int
    schur_index: tuple[int, int]

    @property
    def degree(self) -> int:
        """The degree of the representation."""
        return self.representation.degree

    @property
    def is_irreducible(self) -> bool:
        """Whether it is proved irreducible over Q: the multiplicity is the Schur index."""
        return self.multiplicity == self.schur_index[0]


def rational_irreducibles(
    group: FiniteGroup, table: CharacterTable, *, max_degree: int | None = None
) -> tuple[RationalIrreducible, ...]:
    """A rational representation for each Galois orbit of characters, irreducible where it is proved.

    Args:
        group: the group.
        table: its character table.
        max_degree: the largest sum of degrees of an orbit that is wanted, all if None; what is found may
            be a multiple of it, by the Schur index.

    Raises:
        NotRepresentedError: if a character resists.

    >>> from bilinear_theory.algebra.character import character_table
    >>> c5 = FiniteGroup([(1, 2, 3, 4, 0)])
    >>> [rho.degree for rho in rational_irreducibles(c5, character_table(c5))]
    [1, 4]
    """
    orbits = [
        orbit
        for orbit in table.galois_orbits
        if max_degree is None or len(orbit) * table.degrees[orbit[0]] <= max_degree
    ]
    rows = [exact_values(table.row(orbit[0])) for orbit in orbits]
    result: list[RationalIrreducible] = []
    for orbit, rho in zip(orbits, representations(group, rows, degree_first=True), strict=True):
        rational = over_rationals(rho)
        multiplicity = rational.degree // (len(orbit) * rho.degree)
        low, high = schur_index(table, orbit[0])
        bounds = (low, low) if multiplicity == low else (low, min(high, multiplicity))
        result.append(RationalIrreducible(rational, orbit, multiplicity, bounds))
    return tuple(result)


def over_rationals(rho: Representation) -> Representation:
    """The representation regarded over Q, by integer matrices of size ``[K:Q]`` times the degree.

    K is the field that the entries of the matrices generate.

    >>> i = CyclotomicMatrix([[Cyclotomic.root_of_unity(4)]])
    >>> over_rationals(Representation(FiniteGroup([(1, 2, 3, 0)]), (i,))).matrices[0]
    [0 -1]
    [1  0]
    """
    basis = _field_basis(rho)
    if len(basis) == 1:
        return integral_form(rho)
    n = rho.conductor
    # Coordinates of elements of K, from some of those in the power basis of Q(zeta_n).
    powers = fmpz_mat([[int(c) for c in b.at(n).coefficients] for b in basis])
    table = powers.rref()[0].tolist()
    rows = [next(c for c, x in enumerate(row) if x != 0) for row in table[: len(basis)]]
    square = [[int(powers[j, r]) for j in range(len(basis))] for r in rows]
    inverse = CyclotomicMatrix(square).inverse()
    matrices: list[CyclotomicMatrix] = []
    for matrix in rho.matrices:
        columns: list[list[CyclotomicMatrix]] = []
        for b in basis:
            image = (matrix * b).at(n)
            parts = [
                CyclotomicMatrix.from_slices(1, (image.slices[r],), image.denominator) for r in rows
            ]
            columns.append(
                [
                    sum(
                        (part * inverse[i, r] for r, part in enumerate(parts)),
                        CyclotomicMatrix.zeros(*matrix.shape),
                    )
                    for i in range(len(basis))
                ]
            )
        matrices.append(stack([[column[i] for column in columns] for i in range(len(basis))]))
    return integral_form(Representation(rho.group, tuple(matrices)))


def _field_basis(rho: Representation) -> list[Cyclotomic]:
    """A basis over Q of the field of the entries: traces of roots of unity, reduced."""
    n = rho.conductor
    fixing = [k for k in units(n) if all(a.galois(k) == a for a in rho.matrices)]
    traces = [
        sum((Cyclotomic.root_of_unity(n, j * k).at(n) for k in fixing), Cyclotomic.rational(0))
        for j in range(n)
    ]
    rows = fmpz_mat([[int(c) for c in x.at(n).coefficients] for x in traces]).hnf().tolist()
    count = degree(n) // len(fixing)
    return [Cyclotomic(n, [int(c) for c in row]) for row in rows[:count]]
