"""Invariant lattices: rational representations by small integer matrices.

A finite group of rational matrices maps some lattice onto itself: the sum of the images of Z^d. In
a basis of that lattice all its matrices are integral, and in a reduced basis, for an invariant
quadratic form, their entries are small.

``integral_form``   a rational representation in a reduced basis of an invariant lattice

References: Curtis and Reiner, *Representation Theory of Finite Groups and Associative Algebras*
(1962), section 73; Cohen, *A Course in Computational Algebraic Number Theory* (1993), section 2.6.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpz_mat

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix, stack
from bilinear_theory.algebra.invariant_form import invariant_form
from bilinear_theory.algebra.representation import Representation


def integral_form(rho: Representation) -> Representation:
    """An equivalent representation by integer matrices.

    Raises:
        ValueError: if a matrix is not rational.

    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> turn = CyclotomicMatrix([[0, -4], [1, 0]]) / 2
    >>> integral_form(Representation(FiniteGroup([(1, 2, 3, 0)]), (turn,))).matrices[0]
    [0 -1]
    [1  0]
    """
    if rho.conductor != 1:
        raise ValueError(f"the matrices lie over Q(zeta_{rho.conductor}), expected Q")
    basis = _invariant_lattice(rho.matrices)
    form = basis.transpose() @ invariant_form(rho) @ basis
    _, change = form.slices[0].lll(True, 0.99, 0.51, "gram")  # noqa: FBT003 - flint has no names
    reduced = CyclotomicMatrix.from_slices(1, (change.transpose(),))
    return rho.transformed(basis @ reduced)


def _invariant_lattice(generators: Sequence[CyclotomicMatrix]) -> CyclotomicMatrix:
    """A basis, in columns, of the least invariant lattice that holds Z^d."""
    d = generators[0].shape[0]
    basis = CyclotomicMatrix.identity(d)
    while True:
        images = stack([[basis, *(matrix @ basis for matrix in generators)]])
        rows = images.slices[0].transpose().hnf()
        table = rows.tolist()[:d]
        larger = CyclotomicMatrix.from_slices(1, (fmpz_mat(table).transpose(),), images.denominator)
        if larger == basis:
            return basis
        basis = larger
