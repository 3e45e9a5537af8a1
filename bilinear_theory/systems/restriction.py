"""Restrictions: classes of transition matrices, each with an exact test of membership.

``contains(matrices)`` answers yes, no or undecided for the matrices of one system. It is exact: a
yes and a no are theorems. On bare matrices some classes are undecided (tensor rank is NP-hard, a
product of more than one contraction has no simple test); a certificate then carries the factors.

``Diagonal(scalars)``       diagonal, with entries in R>=0 or R
``Rotation()``              complex diagonal; over R, 2 x 2 blocks ``[[a, -b], [b, a]]``
``Triangular(scalars)``     upper triangular; only the diagonal is restricted to the scalars
``BlockDiagonal(k, F)``     diagonal blocks of size at most k over R or C
``Orthogonal()``            real, ``A^T A = I``
``Permutation()``           permutation matrices
``ColumnOneHot()``          one 1 in each column: the map of a finite set
``PD()``                    one-hot columns times a complex diagonal
``Householder(n)``          one product of at most n factors ``I - beta k k^T/(k^T k)``, 0 <= beta <= 2
``HouseholderHeads(n)``     block-diagonal, one such product for each block
``CPFactored(r, F)``        ``U diag(w_x) V^T`` with r columns, U and V the same for all symbols
``Full()``                  every matrix
``restriction(text)``       the restriction of a name such as ``block-real:2`` or ``rotation+b``

``Permutation(n)``, ``Full(n)`` and the like bound the width. References: the restrictions are those of
Ebrahimi and Memisevic, arXiv 2505.21749 (diagonal, rotation, blocks, CP, full); Terzic et al., arXiv
2509.22284 (PD); Grazzi et al., arXiv 2411.12537 (Householder products).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.factors import HouseholderFactors, Metric
from bilinear_theory.systems.matrix import ONE, DiagonalMatrix, Matrix, dense, entries, width


class Membership(Enum):
    """Whether matrices lie in a class."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class Scalars(Enum):
    """The numbers that a diagonal may hold."""

    NONNEGATIVE = "nonnegative"
    REAL = "real"
    COMPLEX = "complex"

    def __contains__(self, number: Cyclotomic) -> bool:
        if self is Scalars.COMPLEX:
            return True
        return number.is_real() and (self is Scalars.REAL or number.sign() >= 0)


def _positive(number: int | None, what: str) -> None:
    if number is not None and number < 1:
        raise ValueError(f"the {what} is {number}, not positive")


def _bounded(name: str, bound: int | None) -> str:
    return name if bound is None else f"{name}:{bound}"


@dataclass(frozen=True)
class Diagonal:
    """Diagonal matrices with non-negative or real entries."""

    scalars: Scalars

    def __post_init__(self) -> None:
        if self.scalars is Scalars.COMPLEX:
            raise ValueError("complex diagonal matrices are the restriction Rotation")

    @property
    def name(self) -> str:
        return f"diagonal-{self.scalars.value}"

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        return _each_entry(matrices, lambda i, j, value: i == j and value in self.scalars)


@dataclass(frozen=True)
class Rotation:
    """Complex diagonal matrices, zeros included; over R, scaled rotations of planes."""

    @property
    def name(self) -> str:
        return "rotation"

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        return _each_entry(matrices, lambda i, j, _: i == j)


@dataclass(frozen=True)
class Triangular:
    """Upper triangular matrices whose diagonal lies in the scalars."""

    scalars: Scalars

    @property
    def name(self) -> str:
        return f"triangular-{self.scalars.value}"

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        return _each_entry(
            matrices, lambda i, j, value: i < j or (i == j and value in self.scalars)
        )


@dataclass(frozen=True)
class BlockDiagonal:
    """Block-diagonal matrices: aligned blocks of size ``size`` over R or C.

    Over R with size at least 2 a complex diagonal is one too: its unit is a real 2 x 2 block.
    """

    size: int
    scalars: Scalars

    def __post_init__(self) -> None:
        _positive(self.size, "size of a block")
        if self.scalars is Scalars.NONNEGATIVE:
            raise ValueError("blocks are over the real or the complex numbers")

    @property
    def name(self) -> str:
        return f"block-{self.scalars.value}:{self.size}"

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        blocks = _each_entry(
            matrices,
            lambda i, j, value: i // self.size == j // self.size and value in self.scalars,
        )
        if blocks is Membership.NO and self.size >= 2:
            return Rotation().contains(matrices)
        return blocks


@dataclass(frozen=True)
class Orthogonal:
    """Real matrices with ``A^T A = I``, of width at most ``bound``.

    Relative to a metric H, matrices with ``A^T H A = H``: in other coordinates, orthogonal ones.
    """

    bound: int | None = None

    def __post_init__(self) -> None:
        _positive(self.bound, "width")

    @property
    def name(self) -> str:
        return _bounded("orthogonal", self.bound)

    def contains(self, matrices: Sequence[Matrix], metric: Metric | None = None) -> Membership:
        fits = _fits(matrices, self.bound)
        if metric is None:
            return _answer(fits and all(_is_orthogonal(m) for m in matrices))
        return _answer(fits and all(metric.is_preserved_by(dense(m)) for m in matrices))


@dataclass(frozen=True)
class ColumnOneHot:
    """Matrices with a single 1 in each column, of width at most ``bound``."""

    bound: int | None = None

    def __post_init__(self) -> None:
        _positive(self.bound, "width")

    @property
    def name(self) -> str:
        return _bounded("column-one-hot", self.bound)

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        fits = _fits(matrices, self.bound)
        return _answer(fits and all(_images(m) is not None for m in matrices))


@dataclass(frozen=True)
class Permutation:
    """Permutation matrices of width at most ``bound``."""

    bound: int | None = None

    def __post_init__(self) -> None:
        _positive(self.bound, "width")

    @property
    def name(self) -> str:
        return _bounded("permutation", self.bound)

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        maps = [_images(m) for m in matrices]
        permute = all(f is not None and len(set(f)) == len(f) for f in maps)
        return _answer(_fits(matrices, self.bound) and permute)


@dataclass(frozen=True)
class PD:
    """One-hot columns times a complex diagonal: at most one entry in each column."""

    bound: int | None = None

    def __post_init__(self) -> None:
        _positive(self.bound, "width")

    @property
    def name(self) -> str:
        return _bounded("pd", self.bound)

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        def single(m: Matrix) -> bool:
            columns = [j for _, j, _ in entries(m)]
            return len(set(columns)) == len(columns)

        return _answer(_fits(matrices, self.bound) and all(single(m) for m in matrices))


@dataclass(frozen=True)
class Householder:
    """One product of at most ``reflections`` factors ``I - beta k k^T/(k^T k)``, 0 <= beta <= 2.

    A factor changes the identity by rank one, so ``rank(A - I) <= reflections`` is necessary; by
    Cartan and Dieudonné it suffices for orthogonal matrices. One factor is a symmetric matrix with
    at most one eigenvalue other than 1, and that in [-1, 1]. Factors that are given prove membership,
    relative to their metric.
    """

    reflections: int

    def __post_init__(self) -> None:
        _positive(self.reflections, "number of reflections")

    @property
    def name(self) -> str:
        return f"householder:{self.reflections}"

    def contains(
        self, matrices: Sequence[Matrix], factors: HouseholderFactors | None = None
    ) -> Membership:
        one = factors is not None and len(factors.heads) == 1
        if factors is not None and one and factors.prove(matrices, self.reflections):
            return Membership.YES
        return _weakest([self._one(dense(m)) for m in matrices])

    def _one(self, m: CyclotomicMatrix) -> Membership:
        d, _ = m.shape
        change = CyclotomicMatrix.identity(d) - m
        if not all(value in Scalars.REAL for _, _, value in entries(m)):
            return Membership.NO
        rank = change.rank()
        if rank > self.reflections:
            return Membership.NO
        if rank == 0 or _is_orthogonal(m):
            return Membership.YES
        if self.reflections == 1:
            beta = change.trace()  # I - A = beta k k^T with |k| = 1
            inside = beta.sign() >= 0 and (beta - 2).sign() <= 0
            return _answer(m == m.transpose() and inside)
        return Membership.UNDECIDED


@dataclass(frozen=True)
class HouseholderHeads:
    """Block-diagonal matrices, each block one product of at most ``reflections`` factors.

    The blocks are the finest ones that all matrices respect, up to a permutation of the units, unless
    factors are given that prove membership for others.
    """

    reflections: int

    def __post_init__(self) -> None:
        _positive(self.reflections, "number of reflections")

    @property
    def name(self) -> str:
        return f"householder-heads:{self.reflections}"

    def contains(
        self, matrices: Sequence[Matrix], factors: HouseholderFactors | None = None
    ) -> Membership:
        if factors is not None and factors.prove(matrices, self.reflections):
            return Membership.YES
        head = Householder(self.reflections)
        full = [dense(m) for m in matrices]
        return _weakest(
            [
                head.contains([_submatrix(m, block) for m in full])
                for block in _common_blocks(matrices)
            ]
        )


@dataclass(frozen=True)
class CPFactored:
    """Matrices ``U diag(w_x) V^T`` with ``rank`` columns, U and V common to all symbols.

    The least rank is the tensor rank of the matrices as slices. It is at least the dimension of
    their span and each single rank, at most the number of places where any of them has an entry,
    and the rank of the matrices if they span one line; between these it is undecided, unless factors
    are given.
    """

    rank: int
    scalars: Scalars

    def __post_init__(self) -> None:
        _positive(self.rank, "CP rank")
        if self.scalars is Scalars.NONNEGATIVE:
            raise ValueError("CP factors are over the real or the complex numbers")

    @property
    def name(self) -> str:
        return f"cp-{self.scalars.value}:{self.rank}"

    def contains(self, matrices: Sequence[Matrix], factors: CPFactors | None = None) -> Membership:
        if not all(value in self.scalars for m in matrices for _, _, value in entries(m)):
            return Membership.NO
        if (
            factors is not None
            and all(x in self.scalars for x in factors.numbers())
            and factors.prove(matrices, self.rank)
        ):
            return Membership.YES
        full = [dense(m) for m in matrices]
        if not full or width(matrices[0]) == 0:
            return Membership.YES
        span = _span_dimension(full)
        low = max(span, *(m.rank() for m in full))
        high = len({(i, j) for m in matrices for i, j, _ in entries(m)})
        if span <= 1:
            high = low
        if self.rank < low:
            return Membership.NO
        return Membership.YES if self.rank >= high else Membership.UNDECIDED


@dataclass(frozen=True)
class Full:
    """All matrices, of width at most ``bound``."""

    bound: int | None = None

    def __post_init__(self) -> None:
        _positive(self.bound, "width")

    @property
    def name(self) -> str:
        return _bounded("full", self.bound)

    def contains(self, matrices: Sequence[Matrix]) -> Membership:
        return _answer(_fits(matrices, self.bound))


Restriction = (
    Diagonal
    | Rotation
    | Triangular
    | BlockDiagonal
    | Orthogonal
    | Permutation
    | ColumnOneHot
    | PD
    | Householder
    | HouseholderHeads
    | CPFactored
    | Full
)

_PLAIN: dict[str, Restriction] = {
    r.name: r
    for r in (
        Diagonal(Scalars.NONNEGATIVE),
        Diagonal(Scalars.REAL),
        Rotation(),
        Triangular(Scalars.NONNEGATIVE),
        Triangular(Scalars.REAL),
        Triangular(Scalars.COMPLEX),
        Orthogonal(),
        Permutation(),
        ColumnOneHot(),
        PD(),
        Full(),
    )
}
_SIZED: dict[str, Callable[[int], Restriction]] = {
    "block-real": lambda n: BlockDiagonal(n, Scalars.REAL),
    "block-complex": lambda n: BlockDiagonal(n, Scalars.COMPLEX),
    "orthogonal": Orthogonal,
    "permutation": Permutation,
    "column-one-hot": ColumnOneHot,
    "pd": PD,
    "householder": Householder,
    "householder-heads": HouseholderHeads,
    "cp-real": lambda n: CPFactored(n, Scalars.REAL),
    "cp-complex": lambda n: CPFactored(n, Scalars.COMPLEX),
    "full": Full,
}

STANDARD: tuple[Restriction, ...] = tuple(
    restriction
    for group in (
        [_PLAIN[n] for n in ("diagonal-nonnegative", "diagonal-real", "rotation")],
        [_PLAIN[f"triangular-{s.value}"] for s in Scalars],
        [_SIZED["block-real"](k) for k in (1, 2, 3, 4)],
        [_SIZED["block-complex"](k) for k in (1, 2, 3, 4)],
        [_PLAIN[n] for n in ("orthogonal", "permutation", "column-one-hot", "pd")],
        [_SIZED[n](k) for n in ("householder", "householder-heads") for k in (1, 2, 3, 4)],
        [_SIZED[n](k) for n in ("cp-real", "cp-complex") for k in (1, 2, 3, 4)],
        [_PLAIN["full"]],
    )
    for restriction in group
)


def restriction(text: str) -> tuple[Restriction, bool]:
    """The restriction that a text names, and whether it ends in ``+b``, an additive term.

    Raises:
        ValueError: if there is no such restriction; the message lists the names.

    >>> restriction("block-real:2+b")
    (BlockDiagonal(size=2, scalars=<Scalars.REAL: 'real'>), True)
    """
    name = text.removesuffix("+b")
    found = re.fullmatch(r"([a-z-]+):([1-9][0-9]{0,8})", name)
    if name in _PLAIN:
        return _PLAIN[name], name != text
    if found and found[1] in _SIZED:
        return _SIZED[found[1]](int(found[2])), name != text
    family, colon, size = name.partition(":")
    if family in _SIZED and (colon or family not in _PLAIN):
        raise ValueError(
            f"the restriction {family}:N needs a number N from 1 to 999999999"
            + (f", not {size[:20]!r}" if colon else "")
        )
    names = sorted(_PLAIN) + sorted(f"{n}:N" for n in _SIZED)
    raise ValueError(
        f"there is no restriction {text[:60]!r}; there are {', '.join(names)}, each also with +b"
    )


def _answer(holds: bool) -> Membership:  # noqa: FBT001
    return Membership.YES if holds else Membership.NO


def _weakest(answers: Sequence[Membership]) -> Membership:
    for answer in (Membership.NO, Membership.UNDECIDED):
        if answer in answers:
            return answer
    return Membership.YES


def _fits(matrices: Sequence[Matrix], bound: int | None) -> bool:
    return bound is None or all(width(m) <= bound for m in matrices)


def _each_entry(
    matrices: Sequence[Matrix], allowed: Callable[[int, int, Cyclotomic], bool]
) -> Membership:
    return _answer(all(allowed(i, j, value) for m in matrices for i, j, value in entries(m)))


def _images(matrix: Matrix) -> tuple[int, ...] | None:
    """The map of the coordinates, if the matrix is column-one-hot."""
    images = [-1] * width(matrix)
    for i, j, value in entries(matrix):
        if value != ONE or images[j] >= 0:
            return None
        images[j] = i
    return None if -1 in images else tuple(images)


def _is_orthogonal(matrix: Matrix) -> bool:
    if isinstance(matrix, DiagonalMatrix):
        return all(c.is_real() and c * c == ONE for c in matrix.diagonal)
    images = _images(matrix)
    if images is not None:
        return len(set(images)) == len(images)
    full = dense(matrix)
    real = all(value.is_real() for _, _, value in entries(full))
    return real and full.transpose() @ full == CyclotomicMatrix.identity(width(full))


def _common_blocks(matrices: Sequence[Matrix]) -> list[list[int]]:
    """The classes of units that some matrix links."""
    d = width(matrices[0]) if matrices else 0
    root = list(range(d))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for m in matrices:
        for i, j, _ in entries(m):
            root[find(i)] = find(j)
    blocks: dict[int, list[int]] = {}
    for i in range(d):
        blocks.setdefault(find(i), []).append(i)
    return list(blocks.values())


def _submatrix(m: CyclotomicMatrix, units: list[int]) -> CyclotomicMatrix:
    return CyclotomicMatrix([[m[i, j] for j in units] for i in units])


def _span_dimension(matrices: Sequence[CyclotomicMatrix]) -> int:
    """The dimension over the field of the span of the matrices."""
    d, _ = matrices[0].shape
    rows = [[m[i, j] for i in range(d) for j in range(d)] for m in matrices]
    return CyclotomicMatrix(rows).rank()
