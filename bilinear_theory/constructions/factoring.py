"""Factors of block-diagonal matrices: reflections where a block is orthogonal, projections where it is 0.

A block that preserves its form is a product of reflections (Cartan, Dieudonné). A block that is 0 is the
product of the projections along an orthogonal basis, one for each dimension. Other blocks, such as
contractions in no special position, are not factored here.

``factored(letters, forms, ..)``   the factors of all letters, in one head or a head for each block
``common_form(matrices)``          a positive definite form that matrices preserve, if one is found

References: Artin, *Geometric Algebra* (1957), theorem 3.20.
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.invariant_form import decomposition, is_positive_definite, primitive
from bilinear_theory.algebra.reflections import reflection_keys
from bilinear_theory.systems.factors import Factor, HouseholderFactors, Metric
from bilinear_theory.systems.matrix import ZERO

TWO, ONE = Cyclotomic.rational(2), Cyclotomic.rational(1)
#: The most elements of a group over which a form is averaged.
MAX_ELEMENTS = 1000


def factored(
    letters: Sequence[Sequence[CyclotomicMatrix]],
    forms: Sequence[CyclotomicMatrix],
    *,
    heads: bool,
) -> HouseholderFactors | None:
    """The factors of block-diagonal matrices, None if a block is neither orthogonal nor 0.

    Args:
        letters: for each letter its blocks.
        forms: for each block the form relative to which the factors are taken.
        heads: a head for each block; else one head, with the factors of one block after the other.
    """
    sizes = [form.shape[0] for form in forms]
    width = sum(sizes)
    found: list[tuple[tuple[Factor, ...], ...]] = []
    for blocks in letters:
        parts = [_factors(a, form) for a, form in zip(blocks, forms, strict=True)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if not heads:
            starts = [sum(sizes[:b]) for b in range(len(sizes))]
            known = [
                tuple(
                    _widened(factor, at, width)
                    for at, part in zip(starts, known, strict=True)
                    for factor in part
                )
            ]
        found.append(tuple(known))
    whole = tuple(sizes) if heads else (width,)
    return HouseholderFactors(whole, tuple(found), metric(forms))


def metric(forms: Sequence[CyclotomicMatrix]) -> Metric | None:
    """The direct sum of forms, None if it is the identity."""
    if all(form == CyclotomicMatrix.identity(form.shape[0]) for form in forms):
        return None
    return Metric(tuple(forms))


def _widened(factor: Factor, at: int, width: int) -> Factor:
    key = (ZERO,) * at + factor.key
    return Factor(factor.beta, key + (ZERO,) * (width - len(key)))


def _factors(matrix: CyclotomicMatrix, form: CyclotomicMatrix) -> tuple[Factor, ...] | None:
    if matrix.is_zero():
        return tuple(Factor(ONE, key) for key in _orthogonal_basis(form))
    try:
        return tuple(Factor(TWO, key) for key in reflection_keys(matrix, form))
    except ValueError:
        return None


def _orthogonal_basis(form: CyclotomicMatrix) -> list[tuple[Cyclotomic, ...]]:
    """The columns of ``L^-T``, ``H = L D L^T``: with them as keys the form is D."""
    lower, _ = decomposition(form)
    size = form.shape[0]
    unit = CyclotomicMatrix([[*row, 1, *[0] * (size - 1 - i)] for i, row in enumerate(lower)])
    return [tuple(row) for row in unit.inverse().rows()]


def common_form(matrices: Sequence[CyclotomicMatrix]) -> CyclotomicMatrix | None:
    """A positive definite H with ``A^T H A = H`` for all real matrices A, None if none is found.

    The identity if it will do; else the only symmetric solution up to a factor, or a mean over the group
    that the matrices generate if there are several.

    >>> common_form([CyclotomicMatrix([[0, -1], [1, -1]])])
    [ 2 -1]
    [-1  2]
    """
    size = matrices[0].shape[0] if matrices else 0
    identity = CyclotomicMatrix.identity(size)
    if all(a.transpose() @ a == identity for a in matrices):
        return identity
    places = [(i, j) for i in range(size) for j in range(i + 1)]
    basis = [
        CyclotomicMatrix(
            [[int({(r, c), (c, r)} & {p} != set()) for c in range(size)] for r in range(size)]
        )
        for p in places
    ]
    columns = [
        [x for a in matrices for row in (a.transpose() @ e @ a - e).rows() for x in row]
        for e in basis
    ]
    solutions = CyclotomicMatrix(columns).transpose().kernel()
    forms = [
        sum(
            (e * c for e, (c,) in zip(basis, v.rows(), strict=True)),
            CyclotomicMatrix.zeros(size, size),
        )
        for v in solutions.columns()
    ]
    if len(forms) > 1:
        mean = _mean(matrices)
        forms = [] if mean is None else [mean]
    for form in forms:
        for candidate in (form, -form):
            if candidate == candidate.conjugate() and is_positive_definite(candidate):
                return primitive(candidate)
    return None


def _mean(matrices: Sequence[CyclotomicMatrix]) -> CyclotomicMatrix | None:
    """The sum of ``A^T A`` over the group that matrices generate, None past the bound."""
    elements = [CyclotomicMatrix.identity(matrices[0].shape[0])]
    known = set(elements)
    total = elements[0]
    for g in elements:
        for a in matrices:
            product = a @ g
            if product not in known:
                if len(elements) == MAX_ELEMENTS:
                    return None
                known.add(product)
                elements.append(product)
                total = total + product.transpose() @ product
    return total
