"""The finite groups of rotations that are neither cyclic nor dihedral, and their double covers.

Rotations of space: A4 and S4, of the tetrahedron and the cube, and A5, of the icosahedron. Of complex
2 x 2 matrices of determinant 1: their double covers, the binary groups 2T, 2O and 2I = SL(2,5).

``rotation_groups()``           S4, which holds A4, and A5, with their real representations of degree 3
``binary_rotation_groups()``    2O, which holds 2T, and 2I, with complex representations of degree 2

References: Klein, *Vorlesungen ueber das Ikosaeder* (1884); Coxeter, *Regular Complex Polytopes* (1974).
"""

from __future__ import annotations

from functools import lru_cache

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import irreducibles
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.algebra.representation import Representation

Matrix = tuple[int, int, int, int]


@lru_cache(maxsize=1)
def rotation_groups() -> tuple[Representation, ...]:
    """The rotations of the cube and of the icosahedron, as real matrices.

    >>> [(rho.group.order, rho.degree) for rho in rotation_groups()]
    [(24, 3), (60, 3)]
    """
    cube = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    icosahedron = FiniteGroup([(1, 2, 0, 3, 4), (1, 2, 3, 4, 0)])
    return tuple(
        next(
            rho.representation
            for rho in real_irreducibles(group, character_table(group), max_degree=3)
            if rho.degree == 3
        )
        for group in (cube, icosahedron)
    )


@lru_cache(maxsize=1)
def binary_rotation_groups() -> tuple[Representation, ...]:
    """The binary octahedral and the binary icosahedral group, as complex matrices.

    The first consists of matrices modulo 7, of a pair i, j with i^2 = j^2 = -1 and ij = -ji, of
    (1 + i)/3, 3 being a root of 2, and of -(1 + i + j + ij)/2; the second of matrices modulo 5.

    >>> [(rho.group.order, rho.degree) for rho in binary_rotation_groups()]
    [(48, 2), (120, 2)]
    """
    octahedral = _matrices(7, (5, 5, 2, 5), (4, 6, 0, 2))
    icosahedral = _matrices(5, (1, 1, 0, 1), (1, 0, 1, 1))
    return tuple(
        next(
            rho
            for rho in irreducibles(group, character_table(group), max_degree=2)
            if rho.degree == 2 and rho.is_faithful
        )
        for group in (octahedral, icosahedral)
    )


def _matrices(p: int, *generators: Matrix) -> FiniteGroup:
    """Matrices modulo p, on the vectors that are not 0."""
    vectors = [(x, y) for x in range(p) for y in range(p) if x or y]
    place = {v: i for i, v in enumerate(vectors)}
    return FiniteGroup(
        [
            [place[(x * a + y * c) % p, (x * b + y * d) % p] for x, y in vectors]
            for a, b, c, d in generators
        ]
    )
