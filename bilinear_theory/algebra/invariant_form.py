"""Invariant Hermitian forms of representations, positive definite, with the proof.

The mean of ``rho(g)* rho(g)`` over a group is a positive definite form H with ``rho(g)* H rho(g) = H``;
for an irreducible representation it is the only one up to a factor. It is real and symmetric for real
matrices. That a form is positive definite is proved by the signs of the pivots of its ``L D L*``
decomposition.

``invariant_form``         such a form with integral coefficients
``decomposition``          L, with ones on its diagonal, and the diagonal D of ``H = L D L*``
``pivots``                 D alone
``is_positive_definite``   whether all pivots are positive, by exact signs
``is_invariant``           whether the generators preserve a form

References: Serre, *Linear Representations of Finite Groups* (1977), section 1.3; Horn and Johnson,
*Matrix Analysis* (2013), section 7.2.
"""

from __future__ import annotations

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.representation import Representation


def invariant_form(rho: Representation) -> CyclotomicMatrix:
    """A positive definite Hermitian form H with ``rho(g)* H rho(g) = H`` for all g.

    It is ``sum_g rho(g)* rho(g)`` with denominators and common integer factors removed.

    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> swap, turn = CyclotomicMatrix([[-1, 1], [0, 1]]), CyclotomicMatrix([[0, -1], [1, -1]])
    >>> invariant_form(Representation(s3, (swap, turn)))
    [ 2 -1]
    [-1  2]
    """
    return primitive(rho.elements.gram())


def primitive(matrix: CyclotomicMatrix) -> CyclotomicMatrix:
    """A matrix that is not zero divided by the positive rational content of its coefficients."""
    content = 0
    for s in matrix.slices:
        for x in s.entries():
            content = x.gcd(content)
    return CyclotomicMatrix.from_slices(matrix.conductor, matrix.slices, int(content)).minimal()


def is_invariant(rho: Representation, form: CyclotomicMatrix) -> bool:
    """Whether ``A* H A = H`` for the matrices A of the generators."""
    return all(a.H @ form @ a == form for a in rho.matrices)


def decomposition(
    form: CyclotomicMatrix,
) -> tuple[tuple[tuple[Cyclotomic, ...], ...], tuple[Cyclotomic, ...]]:
    """The rows of L left of its diagonal, and D, up to the first pivot that is 0.

    Raises:
        ValueError: if the form is not Hermitian.

    >>> decomposition(CyclotomicMatrix([[2, -1], [-1, 2]]))
    (((), (-1/2,)), (2, 3/2))
    """
    if form != form.H:
        raise ValueError("the form is not equal to its conjugate transpose")
    rows = [list(row) for row in form.rows()]
    below: list[list[Cyclotomic]] = [[] for _ in rows]
    found: list[Cyclotomic] = []
    for k, row in enumerate(rows):
        pivot = row[k]
        found.append(pivot.minimal())
        if not pivot:
            break
        inverse = pivot.inverse()
        for i in range(k + 1, len(rows)):
            lower = rows[i]
            factor = lower[k] * inverse
            below[i].append(factor.minimal())
            if factor:
                for j in range(k + 1, len(row)):
                    if row[j]:
                        lower[j] = lower[j] - factor * row[j]
    return tuple(map(tuple, below[: len(found)])), tuple(found)


def pivots(form: CyclotomicMatrix) -> tuple[Cyclotomic, ...]:
    """The pivots of Gaussian elimination without exchanges: the quotients of leading minors.

    The list ends with the first pivot that is 0.

    Raises:
        ValueError: if the form is not Hermitian.

    >>> pivots(CyclotomicMatrix([[2, -1], [-1, 2]]))
    (2, 3/2)
    """
    return decomposition(form)[1]


def is_positive_definite(form: CyclotomicMatrix) -> bool:
    """Whether a Hermitian form is positive definite, by the exact signs of its pivots.

    Raises:
        ValueError: if the form is not Hermitian.

    >>> is_positive_definite(CyclotomicMatrix([[1, 2], [2, 1]]))
    False
    """
    return all(pivot.sign() > 0 for pivot in pivots(form))
