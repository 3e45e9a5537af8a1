"""The order of the restrictions: which class holds the matrices of which other one.

``inside(restriction, additive)``  smaller classes that the toolkit decides, each with its reason

===================  ==================================================================================
triangular-S         the diagonal matrices over S; also with an additive term, as ``[[A, b], [0, 1]]``
block-real:1         the same as diagonal-real
block-real:K, K > 1  the complex diagonal, a unit of which is a real 2 x 2 block
block-complex:K      the complex diagonal, the same class for K = 1
===================  ==================================================================================
"""

from __future__ import annotations

from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Diagonal,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
)


def inside(restriction: Restriction) -> Diagonal | Rotation | None:
    """The largest class of diagonal matrices inside a triangular or block-diagonal class."""
    match restriction:
        case Triangular(Scalars.COMPLEX):
            return Rotation()
        case Triangular(scalars):
            return Diagonal(scalars)
        case BlockDiagonal(1, Scalars.REAL):
            return Diagonal(Scalars.REAL)
        case BlockDiagonal():
            return Rotation()
        case _:
            return None
