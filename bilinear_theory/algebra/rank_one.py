"""Tensor rank from above: few matrices of rank one whose span contains given matrices.

The least number is the tensor rank R of the matrices as slices. It is at least each flattening rank: the
dimension of their span, of the sum of their column spaces, and of the sum of their row spaces. Exact
decompositions are found

==============================================  ==============================================
the matrices                                    number of terms
==============================================  ==============================================
all multiples of one                            its rank
``A M^-1`` commute and are diagonalisable       their size d, for an invertible M in the span
a pencil over R, ``A M^-1`` semisimple          d + the largest multiplicity of a non-real root
span, with a few more matrices of rank one,     its dimension
spanned by matrices ``u v^T`` with u small
block-diagonal                                  the sum over the blocks
==============================================  ==============================================

Where the least flattening rank is attained, it is the tensor rank; else the number is an upper bound.

``Decomposition``            ``A_x = sum_r w_xr u_r v_r^T``
``decomposition(..)``        one with at most so many terms, None if none is found
``flattening_rank(..)``      the largest of the three flattening ranks

References: Ja'Ja', *Optimal evaluation of pairs of bilinear forms*, SIAM J. Comput. 8 (1979); Bürgisser,
Clausen and Shokrollahi, *Algebraic Complexity Theory* (1997), chapter 19.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilinear_theory.algebra.diagonalisation import common_eigenbasis, cyclic_real_form
from bilinear_theory.algebra.matrix import CyclotomicMatrix, stack
from bilinear_theory.algebra.sampled_terms import sampled_terms
from bilinear_theory.algebra.scalar import Cyclotomic
from bilinear_theory.algebra.tensor_slices import (
    Matrices,
    Term,
    basis_of_span,
    coefficients,
    column_basis,
    common_blocks,
    flat,
    numbers,
    orientations,
    outer,
    spread,
)

#: The most entries of a tensor that is decomposed.
MAX_ENTRIES = 20_000


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Matrices as sums of common terms of rank one: ``A_x = sum_r weights[x][r] left[r] right[r]^T``."""

    left: tuple[tuple[Cyclotomic, ...], ...]
    right: tuple[tuple[Cyclotomic, ...], ...]
    weights: tuple[tuple[Cyclotomic, ...], ...]


def flattening_rank(matrices: Matrices) -> int:
    """The largest flattening rank of the tensor with these slices: at most its tensor rank."""
    if not matrices or 0 in matrices[0].shape:
        return 0
    return max(
        stack([[flat(A)] for A in matrices]).rank(),
        stack([list(matrices)]).rank(),
        stack([[A] for A in matrices]).rank(),
    )


def decomposition(matrices: Matrices, bound: int, *, real: bool) -> Decomposition | None:
    """A decomposition with at most ``bound`` terms, over the reals if asked; None if none is found.

    >>> one, turn = CyclotomicMatrix.identity(2), CyclotomicMatrix([[0, -1], [1, 0]])
    >>> [decomposition([one, turn], 2, real=real) is None for real in (False, True)]
    [False, True]
    >>> len(decomposition([one, turn], 3, real=True).left)
    3
    """
    if any(A.rank() > bound for A in matrices) or flattening_rank(matrices) > bound:
        return None
    terms = _terms(basis_of_span(matrices), bound, real=real)
    if terms is None:
        return None
    weights = coefficients([outer(*term) for term in terms], matrices)
    if weights is None:
        raise ArithmeticError("the terms do not span the matrices that they were found for")
    used = [r for r in range(len(terms)) if any(row[r] for row in weights)]
    return Decomposition(
        tuple(numbers(terms[r][0]) for r in used),
        tuple(numbers(terms[r][1]) for r in used),
        tuple(tuple(row[r] for r in used) for row in weights),
    )


def _terms(basis: list[CyclotomicMatrix], bound: int, *, real: bool) -> list[Term] | None:
    """Terms whose span contains the independent matrices."""
    if not basis:
        return []
    rows, columns = basis[0].shape
    column_space, row_space = stack([basis]), stack([[A.transpose() for A in basis]])
    P, Q = column_basis(column_space), column_basis(row_space)
    if (P.shape[1], Q.shape[1]) != (rows, columns):  # A = P B Q^T
        core = [_required(Q.solve(_required(P.solve(A)).transpose())).transpose() for A in basis]
        inner = _terms(core, bound, real=real)
        return None if inner is None else [(P @ u, Q @ v) for u, v in inner]
    if len(basis) == 1:
        identity = CyclotomicMatrix.identity(columns)
        return list(zip(basis[0].columns(), identity.columns(), strict=True))
    if rows == columns:
        found = _diagonal(basis, bound, real=real)
        if found is not None and len(found) <= bound:
            return found
    blocks = common_blocks(basis)
    if len(blocks) > 1:
        return _sum(basis, blocks, bound, real=real)
    if rows * columns * len(basis) > MAX_ENTRIES:
        return None
    for rank in range(max(rows, columns, len(basis)), bound + 1):
        for turned, back in orientations(basis):
            found = sampled_terms(turned, rank)
            if found is not None:
                return back(found)
    return None


def _sum(
    basis: list[CyclotomicMatrix],
    blocks: list[tuple[list[int], list[int]]],
    bound: int,
    *,
    real: bool,
) -> list[Term] | None:
    """The terms of the blocks, each with zeros outside."""
    rows, columns = basis[0].shape
    total: list[Term] = []
    parts = [basis_of_span([A.submatrix(i, j) for A in basis]) for i, j in blocks]
    needed = [flattening_rank(part) for part in parts]
    for (places, others), part in zip(blocks, parts, strict=True):
        needed = needed[1:]
        found = _terms(part, bound - len(total) - sum(needed), real=real)
        if found is None:
            return None
        total += [(spread(u, places, rows), spread(v, others, columns)) for u, v in found]
    return total if len(total) <= bound else None


def _diagonal(basis: list[CyclotomicMatrix], bound: int, *, real: bool) -> list[Term] | None:
    """Terms from eigenvectors of the ``A M^-1``, for an invertible M in the span; real pencils too."""
    size = basis[0].shape[0]
    invertible = next((M for M in _combinations(basis) if M.rank() == size), None)
    if size > bound or invertible is None:
        return None
    inverse = invertible.inverse()
    quotients = [A @ inverse for A in basis]
    S = common_eigenbasis(quotients, size, real=real)
    if S is not None:
        return _dual(S, invertible)
    if not real or len(basis) > 2:
        return None
    scalar = CyclotomicMatrix.identity(size)
    turned = next(N for N in quotients if stack([[flat(N)], [flat(scalar)]]).rank() == 2)
    form = cyclic_real_form(turned)
    if form is None or size + len(form.cyclic) > bound:
        return None
    columns, changes = [form.eigenvectors], list[tuple[CyclotomicMatrix, int]]()
    at = form.eigenvectors.shape[1]
    for K in form.cyclic:
        m = K.shape[1]
        roots = [(-1) ** i * ((i + 1) // 2) for i in range(m)]  # 0, -1, 1, -2, 2, ..
        vandermonde = CyclotomicMatrix([[r**i for i in range(m)] for r in roots])
        columns.append(K @ vandermonde.inverse())
        at += m
        # turned K = K C, and C is a companion matrix of the roots but for its last column
        companion = vandermonde.inverse() @ CyclotomicMatrix.diagonal(roots) @ vandermonde
        last = (turned @ K - K @ companion).submatrix(range(size), [m - 1])
        changes.append((last, at))
    terms = _dual(stack([columns]), invertible)
    whole = stack([[form.eigenvectors, *form.cyclic]])
    covectors = (whole.inverse() @ invertible).rows()
    for change, end in changes:
        terms.append((change, CyclotomicMatrix.column(covectors[end - 1])))
    return terms


def _combinations(basis: list[CyclotomicMatrix]) -> Iterator[CyclotomicMatrix]:
    """The matrices themselves, then a few of their combinations."""
    yield from basis
    for step in range(1, 4):
        total = basis[0]
        for k, A in enumerate(basis[1:], start=1):
            total = total + A * (step * k + 1)
        yield total


def _dual(S: CyclotomicMatrix, invertible: CyclotomicMatrix) -> list[Term]:
    """The terms of ``S diag(..) S^-1 M``."""
    covectors = (S.inverse() @ invertible).rows()
    return [(u, CyclotomicMatrix.column(v)) for u, v in zip(S.columns(), covectors, strict=True)]


def _required(found: CyclotomicMatrix | None) -> CyclotomicMatrix:
    if found is None:
        raise ArithmeticError("a matrix has columns outside the space that they span")
    return found
