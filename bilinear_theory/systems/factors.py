"""Householder factors and metrics: products ``F_m .. F_1`` relative to a positive definite form.

A factor with key k and number beta is ``I - beta k k^T H/(k^T H k)``, H the metric. For ``beta = 2`` it is
a reflection, for ``beta = 1`` a projection, and for all ``0 < beta <= 2`` its eigenvalue on k lies in
[-1, 1). The square root of H turns it into the standard factor ``I - beta k k^T/(k^T k)``, and a matrix
with ``A^T H A = H`` into an orthogonal one; but the square root rarely has cyclotomic entries.

``Metric``              a positive definite real form, block by block
``Factor``              ``beta`` and the key
``HouseholderFactors``  for each letter and each head the factors, the first one acts first

References: Grazzi et al., arXiv 2411.12537 (products of Householder factors); Siems et al., arXiv
2502.10297 (DeltaProduct); Horn and Johnson, *Matrix Analysis* (2013), section 7.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.invariant_form import is_positive_definite
from bilinear_theory.systems.matrix import Matrix, dense


@dataclass(frozen=True)
class Metric:
    """A positive definite real form H, the direct sum of its blocks.

    Raises:
        ValueError: if a block is not real, symmetric and positive definite.

    >>> Metric((CyclotomicMatrix([[2, -1], [-1, 2]]),)).width
    2
    """

    blocks: tuple[CyclotomicMatrix, ...]

    def __post_init__(self) -> None:
        for b, block in enumerate(self.blocks):
            if block.shape[0] == 0 or block != block.conjugate():
                raise ValueError(f"block {b} of the metric is empty or not real")
            if not is_positive_definite(block):
                raise ValueError(f"block {b} of the metric is not positive definite")

    @property
    def width(self) -> int:
        """The number of units."""
        return sum(block.shape[0] for block in self.blocks)

    @cached_property
    def matrix(self) -> CyclotomicMatrix:
        """The form as one matrix."""
        return direct_sum(self.blocks)

    def is_preserved_by(self, matrix: CyclotomicMatrix) -> bool:
        """Whether ``A^T H A = H``, for a real matrix A."""
        h = self.matrix
        real = matrix == matrix.conjugate()
        return real and matrix.transpose() @ h @ matrix == h

    def on(self, start: int, size: int) -> CyclotomicMatrix:
        """The form on the units from ``start``, which are those of some whole blocks.

        Raises:
            ValueError: if they are not.
        """
        chosen: list[CyclotomicMatrix] = []
        at = 0
        for block in self.blocks:
            if start <= at < start + size:
                chosen.append(block)
            at += block.shape[0]
        found = direct_sum(chosen)
        if found.shape[0] != size:
            raise ValueError(f"units {start}..{start + size - 1} are not whole blocks")
        return found


@dataclass(frozen=True)
class Factor:
    """One factor ``I - beta k k^T H/(k^T H k)``.

    Raises:
        ValueError: if beta is outside (0, 2], or the key is not real or 0.
    """

    beta: Cyclotomic
    key: tuple[Cyclotomic, ...]

    def __post_init__(self) -> None:
        if not self.beta.is_real() or self.beta.sign() <= 0 or (self.beta - 2).sign() > 0:
            raise ValueError(f"beta is {self.beta}, outside 0 < beta <= 2")
        if not any(self.key) or not all(x.is_real() for x in self.key):
            raise ValueError("the key of a factor is real and not 0")

    def coefficient(self, form: CyclotomicMatrix | None) -> Cyclotomic:
        """The number c with ``F = I - c k k^T H``; without a form ``H = I``."""
        key = CyclotomicMatrix.column(self.key)
        dual = key if form is None else form @ key
        return (self.beta / (key.transpose() @ dual)[0, 0]).minimal()

    def matrix(self, form: CyclotomicMatrix | None) -> CyclotomicMatrix:
        """The factor itself.

        >>> one = Cyclotomic.rational(1)
        >>> Factor(one + one, (one, -one)).matrix(None)
        [0 1]
        [1 0]
        """
        key = CyclotomicMatrix.column(self.key)
        dual = key.transpose() if form is None else key.transpose() @ form
        return CyclotomicMatrix.identity(len(self.key)) - key @ dual * self.coefficient(form)


@dataclass(frozen=True)
class HouseholderFactors:
    """For each letter and each head a list of factors; the first one acts first.

    Args:
        heads: the sizes of the heads; the units of a head are consecutive.
        letters: ``letters[a][h]`` are the factors of letter ``a`` in head ``h``.
        metric: the form of all factors, the identity if None.

    Raises:
        ValueError: if the sizes do not fit.
    """

    heads: tuple[int, ...]
    letters: tuple[tuple[tuple[Factor, ...], ...], ...]
    metric: Metric | None = None

    def __post_init__(self) -> None:
        if self.metric is not None and self.metric.width != sum(self.heads):
            raise ValueError(f"a metric of {self.metric.width} units for {sum(self.heads)}")
        for a, letter in enumerate(self.letters):
            if len(letter) != len(self.heads):
                raise ValueError(f"letter {a} has {len(letter)} heads, not {len(self.heads)}")
            for size, factors in zip(self.heads, letter, strict=True):
                if any(len(f.key) != size for f in factors):
                    raise ValueError(f"letter {a} has a key that is not as wide as its head")

    @property
    def most(self) -> int:
        """The largest number of factors of a letter in a head."""
        return max((len(factors) for letter in self.letters for factors in letter), default=0)

    @cached_property
    def forms(self) -> tuple[CyclotomicMatrix | None, ...]:
        """The metric of each head, None for the identity."""
        if self.metric is None:
            return (None,) * len(self.heads)
        starts = [sum(self.heads[:h]) for h in range(len(self.heads))]
        return tuple(self.metric.on(*place) for place in zip(starts, self.heads, strict=True))

    @cached_property
    def matrices(self) -> tuple[CyclotomicMatrix, ...]:
        """The matrix of each letter, ``F_m .. F_1`` in each head."""
        return tuple(
            direct_sum(
                [
                    product(factors, size, form)
                    for size, factors, form in zip(self.heads, letter, self.forms, strict=True)
                ]
            )
            for letter in self.letters
        )

    def prove(self, matrices: Sequence[Matrix], most: int) -> bool:
        """Whether these matrices are the products, of at most so many factors in each head."""
        return self.most <= most and self.matrices == tuple(dense(m) for m in matrices)


def product(
    factors: Sequence[Factor], size: int, form: CyclotomicMatrix | None
) -> CyclotomicMatrix:
    """The matrix ``F_m .. F_1`` of factors on so many units."""
    total = CyclotomicMatrix.identity(size)
    for factor in factors:
        total = factor.matrix(form) @ total
    return total


def direct_sum(blocks: Sequence[CyclotomicMatrix]) -> CyclotomicMatrix:
    """The block-diagonal matrix; of no blocks the one with no rows."""
    total = CyclotomicMatrix.identity(0)
    for block in blocks:
        total = total.direct_sum(block)
    return total
