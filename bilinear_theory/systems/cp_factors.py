"""CP factors: matrices ``A_x = U diag(w_x) V^T``, sums of rank-one terms that all symbols share.

The least number of columns is the tensor rank of the matrices as slices, which is NP-hard to compute, so that
membership is shown by the factors. With ``z = V^T h`` and ``C = V^T U`` the recurrence is
``z_t = C diag(w_x) z_{t-1}``: one fixed mixing matrix, and a diagonal that the symbol chooses.

``CPFactors``    the columns of U and V, and the weights of each symbol

References: Hitchcock, *The expression of a tensor or a polyadic as a sum of products*, J. Math. Phys. 6
(1927); Ebrahimi and Memisevic, arXiv 2505.21749, section 2 (CP-factored transitions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.matrix import Matrix, dense

Column = tuple[Cyclotomic, ...]


@dataclass(frozen=True)
class CPFactors:
    """The factors of ``A_x = U diag(w_x) V^T = sum_r w_xr u_r v_r^T``.

    Args:
        left: the columns ``u_r`` of U, each of width ``d``.
        right: the columns ``v_r`` of V, as many, of width ``d``.
        weights: for each symbol the numbers ``w_xr``.

    Raises:
        ValueError: if the numbers of columns or of weights differ.

    >>> one, minus = Cyclotomic.rational(1), Cyclotomic.rational(-1)
    >>> CPFactors(((one,),), ((one,),), ((one,), (minus,))).matrices(1)
    ([1], [-1])
    """

    left: tuple[Column, ...]
    right: tuple[Column, ...]
    weights: tuple[tuple[Cyclotomic, ...], ...]

    def __post_init__(self) -> None:
        if len(self.right) != len(self.left):
            raise ValueError(f"U has {len(self.left)} columns, V has {len(self.right)}")
        for x, row in enumerate(self.weights):
            if len(row) != len(self.left):
                raise ValueError(f"symbol {x} has {len(row)} weights for {len(self.left)} columns")

    @property
    def rank(self) -> int:
        """The number of columns."""
        return len(self.left)

    def matrices(self, width: int) -> tuple[CyclotomicMatrix, ...]:
        """The matrix of each symbol, ``width x width``."""
        if not self.left:
            return (CyclotomicMatrix.zeros(width, width),) * len(self.weights)
        U = CyclotomicMatrix(self.left).transpose()
        V_transposed = CyclotomicMatrix(self.right)
        return tuple(U @ CyclotomicMatrix.diagonal(row) @ V_transposed for row in self.weights)

    def numbers(self) -> set[Cyclotomic]:
        """All numbers that occur."""
        return {x for rows in (self.left, self.right, self.weights) for row in rows for x in row}

    def prove(self, matrices: Sequence[Matrix], most: int) -> bool:
        """Whether these matrices are the products, of at most so many columns."""
        given = tuple(dense(m) for m in matrices)
        width = given[0].shape[0] if given else 0
        return self.rank <= most and self.matrices(width) == given
