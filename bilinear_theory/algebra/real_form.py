"""Irreducible representations over the real numbers, by exact real matrices.

==========  =====================  ==========================================================
indicator   the real irreducible   found by
==========  =====================  ==========================================================
1           degree chi(1)          a weight with real values, see ``weights``
0           chi + conj(chi)        a complex representation with real coordinates
-1          2 chi                  the same
==========  =====================  ==========================================================

If all entries lie in a field K with a number tau that is not real, then ``1, tau`` is a basis of K over
its real subfield, and each number acts on K by a real 2 x 2 block. With ``tau = i`` the blocks are
``[[a, -b], [b, a]]``; another tau may keep the real entries in a smaller field.

``RealIrreducible``     a representation by real matrices, with the character it comes from
``real_irreducibles``   all of them
``real_form``           real matrices for a representation of indicator 1
``realification``       the complex matrices as real ones, of twice the size

References: Serre, *Linear Representations of Finite Groups* (1977), section 13.2; Isaacs, *Character
Theory of Finite Groups* (1976), chapter 4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from bilinear_theory.algebra.character import CharacterTable
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix, stack
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.lattice import integral_form
from bilinear_theory.algebra.representation import Representation

_TRIED = 6  # numbers of a field that are tried as part of a basis


@dataclass(frozen=True, eq=False)
class RealIrreducible:
    """A representation that is irreducible over the real numbers.

    Args:
        representation: real matrices.
        character: the place in the table of an irreducible complex character that it contains, the
            first of a conjugate pair.
        indicator: its Frobenius-Schur indicator: 1 real, 0 complex, -1 quaternionic.
    """

    representation: Representation
    character: int
    indicator: int

    @property
    def degree(self) -> int:
        """The degree over the real numbers."""
        return self.representation.degree


def real_irreducibles(
    group: FiniteGroup,
    table: CharacterTable,
    *,
    max_degree: int | None = None,
    characters: Collection[int] | None = None,
) -> tuple[RealIrreducible, ...]:
    """The irreducible real representations, in the order of the character table.

    Args:
        group: the group.
        table: its character table.
        max_degree: the largest real degree that is wanted, all if None.
        characters: the places of the characters that are wanted, the first of each conjugate pair; all
            if None.

    Raises:
        NotRepresentedError: if a character resists.

    >>> from bilinear_theory.algebra.character import character_table
    >>> q8 = FiniteGroup([(1, 2, 3, 0, 5, 6, 7, 4), (4, 7, 6, 5, 2, 1, 0, 3)])
    >>> [(rho.degree, rho.indicator) for rho in real_irreducibles(q8, character_table(q8))]
    [(1, 1), (1, 1), (1, 1), (1, 1), (4, -1)]
    """
    conjugates, indicators = table.conjugates.tolist(), table.indicators
    wanted = [
        i
        for i, d in enumerate(table.degrees)
        if conjugates[i] >= i
        and (characters is None or i in characters)
        and (max_degree is None or (d if indicators[i] == 1 else 2 * d) <= max_degree)
    ]
    found: dict[int, Representation] = {}
    for real in (True, False):
        places = [i for i in wanted if (indicators[i] == 1) == real]
        rows = [exact_values(table.row(i)) for i in places]
        found.update(zip(places, representations(group, rows, real=real), strict=True))
    return tuple(
        RealIrreducible(
            found[i] if indicators[i] == 1 else realification(found[i]), i, indicators[i]
        )
        for i in wanted
    )


def real_form(rho: Representation) -> Representation:
    """An equivalent representation by real matrices.

    Raises:
        ValueError: if the representation is not irreducible of indicator 1.
        NotRepresentedError: if none is found.
    """
    if rho.is_real:
        return rho
    indicator = frobenius_schur(rho)
    if not rho.is_irreducible or indicator != 1:
        raise ValueError(
            f"a representation of norm {rho.norm} and indicator {indicator} was found, expected an "
            "irreducible one of indicator 1"
        )
    return representations(rho.group, [rho.character], real=True)[0]


def frobenius_schur(rho: Representation) -> int:
    """The indicator ``1/|G| sum_g chi(g^2)``: 1, 0 or -1 for an irreducible representation."""
    group, character = rho.group, rho.character
    squares = zip(group.class_sizes.tolist(), group.power_map(2).tolist(), strict=True)
    total = sum((character[c] * size for size, c in squares), Cyclotomic.rational(0))
    return int((total / group.order).as_fraction())


def realification(rho: Representation, *, tau: Cyclotomic | None = None) -> Representation:
    """The same space over the real numbers, of twice the degree.

    Args:
        rho: the representation.
        tau: a number that is not real; the real coordinates are those in the basis ``1, tau``. By default
            one that leads to a small field; ``tau = i`` gives the blocks ``[[A, -B], [B, A]]`` of
            real and imaginary parts.

    Raises:
        ValueError: if tau is real.

    >>> c3 = FiniteGroup([(1, 2, 0)])
    >>> w = Representation(c3, (CyclotomicMatrix([[Cyclotomic.root_of_unity(3)]]),))
    >>> realification(w).matrices[0]
    [0 -1]
    [1 -1]
    >>> realification(w, tau=Cyclotomic.root_of_unity(4)).conductor
    12
    """
    if tau is not None:
        return _in_basis(rho, tau)
    found = [_in_basis(rho, number) for number in _candidates(rho)]
    best = min(found, key=lambda real: (real.conductor, _size(real)))
    return integral_form(best) if best.conductor == 1 else best


def _in_basis(rho: Representation, tau: Cyclotomic) -> Representation:
    """Each matrix ``A + B tau`` as ``[[A, -N B], [B, A + t B]]``, ``tau^2 = t tau - N``."""
    difference = tau - tau.conjugate()
    if not difference:
        raise ValueError(f"tau = {tau} is real")
    inverse = difference.inverse()
    trace, norm = tau + tau.conjugate(), tau * tau.conjugate()
    blocks: list[CyclotomicMatrix] = []
    for matrix in rho.matrices:
        b = (matrix - matrix.conjugate()) * inverse
        a = matrix - b * tau
        blocks.append(stack([[a, -(b * norm)], [b, a + b * trace]]))
    return Representation(rho.group, tuple(blocks))


def _candidates(rho: Representation) -> list[Cyclotomic]:
    """Numbers that are not real: from the field of the matrices, or i if that field is real."""
    n = rho.conductor
    entries = [x for matrix in rho.matrices for row in matrix.rows() for x in row]
    values = entries if rho.degree == 1 else [*entries, *rho.character]
    found = list(islice(dict.fromkeys(x for x in values if not x.is_real()), _TRIED))
    if rho.degree > 1 or not found:
        found += [Cyclotomic.root_of_unity(k) for k in (3, 4, n) if k > 2 and n % k == 0]
    return found or [Cyclotomic.root_of_unity(4)]


def _size(rho: Representation) -> tuple[int, int]:
    """The largest denominator, then the sum of all coefficients."""
    entries = (x for matrix in rho.matrices for s in matrix.slices for x in s.entries())
    return max(matrix.denominator for matrix in rho.matrices), sum(abs(int(x)) for x in entries)
