"""Strategies for restrictions and for exact systems of finite reach.

Systems are made so that their matrices lie in the restriction and generate a finite monoid: they are
*monomial*, at most one entry a column and that a root of unity, perhaps in another basis; an additive
term turns the whole about a centre or, for diagonal matrices, resets coordinates. They shrink to
one unit, to the identity and to small integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Symbol
from bilinear_theory.systems.matrix import (
    ONE,
    ZERO,
    DiagonalMatrix,
    Matrix,
    OneHotMatrix,
    UnitVector,
    Vector,
    apply,
    components,
    dense,
)
from bilinear_theory.systems.restriction import (
    PD,
    STANDARD,
    BlockDiagonal,
    ColumnOneHot,
    CPFactored,
    Diagonal,
    Full,
    Householder,
    HouseholderHeads,
    Orthogonal,
    Permutation,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
)
from bilinear_theory.systems.system import BilinearSystem, homogenised

MINUS = -ONE
#: The largest order of the roots of unity; those of one system have one order, so that orbits stay small.
MAX_ORDER = 5


def _numbers(scalars: Scalars) -> SearchStrategy[tuple[Cyclotomic, ...]]:
    """What the entries of a system may be, the simplest first: 0 and roots of unity."""
    match scalars:
        case Scalars.NONNEGATIVE:
            return st.just((ONE, ZERO))
        case Scalars.REAL:
            return st.just((ONE, ZERO, MINUS))
        case Scalars.COMPLEX:
            return st.integers(1, MAX_ORDER).map(
                lambda n: (ONE, ZERO, *(Cyclotomic.root_of_unity(n, k) for k in range(1, n)))
            )


def restrictions(*, max_size: int = 4) -> SearchStrategy[Restriction]:
    """Restrictions: the standard ones and those of bounded width, with sizes up to a bound.

    >>> from hypothesis import find
    >>> find(restrictions(), lambda r: ":" in r.name).name
    'block-real:1'
    """
    sizes = st.integers(1, max_size)
    bounded = [sizes.map(kind) for kind in (Full, Orthogonal, Permutation, ColumnOneHot, PD)]
    small = [r for r in STANDARD if not r.name[-1].isdigit() or int(r.name[-1]) <= max_size]
    return st.sampled_from(small) | st.one_of(bounded)


def systems(
    restriction: Restriction,
    *,
    alphabet: Sequence[Symbol] = "ab",
    max_width: int = 3,
    additive: bool = False,
) -> SearchStrategy[BilinearSystem]:
    """Exact systems of finite reach whose matrices lie in a restriction.

    Args:
        restriction: the class of matrices. ``contains`` never answers no for the ones drawn.
        alphabet: the symbols.
        max_width: the most units; the bound of the restriction counts as well.
        additive: with an additive term.

    >>> from hypothesis import find
    >>> from bilinear_theory.systems.restriction import Rotation
    >>> from bilinear_theory.systems.system import orbit
    >>> s = find(
    ...     systems(Rotation(), alphabet="a"), lambda s: orbit(s).following == ((1,), (2,), (0,))
    ... )
    >>> s.initial, s.matrices[0].diagonal
    ((1,), (z3,))
    """
    return _systems(restriction, tuple(alphabet), max_width, additive=additive)


@st.composite
def _systems(
    draw: DrawFn,
    restriction: Restriction,
    alphabet: tuple[Symbol, ...],
    max_width: int,
    *,
    additive: bool,
) -> BilinearSystem:
    match restriction:
        case Diagonal(scalars):
            return draw(_diagonal(scalars, alphabet, max_width, additive=additive))
        case Rotation():
            return draw(_diagonal(Scalars.COMPLEX, alphabet, max_width, additive=additive))
        case Triangular(scalars):
            affine = draw(_diagonal(scalars, alphabet, max(1, max_width - 1), additive=True))
            linear = homogenised(affine)
        case Permutation(bound) | ColumnOneHot(bound):
            invertible = isinstance(restriction, Permutation)
            linear = draw(_one_hot(alphabet, _least(max_width, bound), invertible=invertible))
        case PD(bound):
            linear = draw(
                _monomial(alphabet, _least(max_width, bound), draw(_numbers(Scalars.COMPLEX)))
            )
        case BlockDiagonal(size, scalars):
            linear = draw(_blocks(alphabet, size, max_width, draw(_numbers(scalars))))
        case Orthogonal(bound):
            linear = draw(_reflected(alphabet, _least(max_width, bound)))
        case Householder(reflections):
            linear = draw(_householder(alphabet, reflections, max_width))
        case HouseholderHeads(reflections):
            first = draw(_householder(alphabet, reflections, max(1, max_width - 1)))
            linear = _beside(first, draw(_householder(alphabet, reflections, 1)))
        case CPFactored(rank, scalars):
            linear = draw(_common_factors(alphabet, min(rank, max_width), draw(_numbers(scalars))))
        case Full(bound):
            plain = draw(
                _monomial(alphabet, _least(max_width, bound), draw(_numbers(Scalars.REAL)))
            )
            linear = _in_basis(plain, draw(_unitriangular(plain.width)))
        case _:
            assert_never(restriction)
    return _centred(linear, draw(_integers(linear.width))) if additive else linear


def _least(width: int, bound: int | None) -> int:
    return width if bound is None else min(width, bound)


def _integers(width: int) -> SearchStrategy[tuple[Cyclotomic, ...]]:
    """Vectors of small integers; 1 is the simplest entry, so that the simplest is not 0."""
    entry = st.sampled_from([ONE, ZERO, MINUS, ONE + ONE])
    return st.lists(entry, min_size=width, max_size=width).map(tuple)


@st.composite
def _diagonal(
    draw: DrawFn,
    scalars: Scalars,
    alphabet: tuple[Symbol, ...],
    max_width: int,
    *,
    additive: bool,
) -> BilinearSystem:
    """Coordinates that rotate about a centre or, with an additive term, are reset anywhere."""
    d = draw(st.integers(1, max_width))
    number = st.sampled_from(draw(_numbers(scalars)))
    diagonals = [draw(st.lists(number, min_size=d, max_size=d)) for _ in alphabet]
    matrices = tuple(DiagonalMatrix(tuple(diagonal)) for diagonal in diagonals)
    initial = draw(_integers(d))
    if not additive:
        return BilinearSystem(alphabet, initial, matrices)
    centre = draw(_integers(d))
    offsets: list[Vector] = []
    for diagonal in diagonals:
        resets = draw(_integers(d))
        offsets.append(
            tuple(
                b if c == ZERO else m - c * m
                for c, b, m in zip(diagonal, resets, centre, strict=True)
            )
        )
    return BilinearSystem(alphabet, initial, matrices, tuple(offsets))


@st.composite
def _one_hot(
    draw: DrawFn, alphabet: tuple[Symbol, ...], max_width: int, *, invertible: bool
) -> BilinearSystem:
    d = draw(st.integers(1, max_width))
    images = _images(d, invertible=invertible)
    matrices = tuple(OneHotMatrix(draw(images)) for _ in alphabet)
    units = st.integers(0, d - 1).map(lambda i: UnitVector(i, d))
    initial: Vector = draw(units | _integers(d))
    return BilinearSystem(alphabet, initial, matrices)


def _images(d: int, *, invertible: bool) -> SearchStrategy[tuple[int, ...]]:
    """Maps of the coordinates; they shrink to the identity."""
    permutations = st.permutations(range(d)).map(tuple)
    if invertible:
        return permutations
    return permutations | st.lists(st.integers(0, d - 1), min_size=d, max_size=d).map(tuple)


@st.composite
def _monomial(
    draw: DrawFn,
    alphabet: tuple[Symbol, ...],
    max_width: int,
    numbers: Sequence[Cyclotomic],
    *,
    invertible: bool = False,
    width: int | None = None,
) -> BilinearSystem:
    """At most one entry in each column, and that a root of unity."""
    d = draw(st.integers(1, max_width)) if width is None else width
    matrices = [draw(_monomial_matrix(d, numbers, invertible=invertible)) for _ in alphabet]
    return BilinearSystem(alphabet, draw(_integers(d)), tuple(matrices))


@st.composite
def _monomial_matrix(
    draw: DrawFn, d: int, numbers: Sequence[Cyclotomic], *, invertible: bool
) -> CyclotomicMatrix:
    images = draw(_images(d, invertible=invertible))
    usable = [c for c in numbers if c != ZERO] if invertible else list(numbers)
    values = draw(st.lists(st.sampled_from(usable), min_size=d, max_size=d))
    return dense(OneHotMatrix(images)) @ CyclotomicMatrix.diagonal(values)


@st.composite
def _unitriangular(draw: DrawFn, d: int) -> CyclotomicMatrix:
    """An invertible integer matrix: a change of basis."""
    small = st.sampled_from([ZERO, ONE, MINUS])
    rows = [[ONE if i == j else draw(small) if j < i else ZERO for j in range(d)] for i in range(d)]
    return CyclotomicMatrix(rows)


def _in_basis(system: BilinearSystem, p: CyclotomicMatrix) -> BilinearSystem:
    """The same recurrence for ``P h``."""
    back = p.inverse()
    matrices: tuple[Matrix, ...] = tuple(p @ dense(m) @ back for m in system.matrices)
    return BilinearSystem(system.alphabet, apply(p, system.initial), matrices)


@st.composite
def _blocks(
    draw: DrawFn,
    alphabet: tuple[Symbol, ...],
    size: int,
    max_width: int,
    numbers: Sequence[Cyclotomic],
) -> BilinearSystem:
    count = draw(st.integers(1, max(1, max_width // size)))
    system: BilinearSystem | None = None
    for _ in range(count):
        block = draw(_monomial(alphabet, size, numbers, width=size))
        block = _in_basis(block, draw(_unitriangular(size)))
        system = block if system is None else _beside(system, block)
    if system is None:
        raise ValueError("a system has at least one block")
    return system


def _beside(first: BilinearSystem, second: BilinearSystem) -> BilinearSystem:
    """The direct sum."""
    matrices: tuple[Matrix, ...] = tuple(
        dense(m).direct_sum(dense(n)) for m, n in zip(first.matrices, second.matrices, strict=True)
    )
    initial = (*components(first.initial), *components(second.initial))
    return BilinearSystem(first.alphabet, initial, matrices)


@st.composite
def _reflected(draw: DrawFn, alphabet: tuple[Symbol, ...], max_width: int) -> BilinearSystem:
    """Signed permutations, all in a basis that a rational reflection gives."""
    system = draw(_monomial(alphabet, max_width, draw(_numbers(Scalars.REAL)), invertible=True))
    axis = draw(_integers(system.width))
    return _in_basis(system, _reflection(axis)) if any(axis) else system


def _reflection(axis: Sequence[Cyclotomic]) -> CyclotomicMatrix:
    """``I - 2 k k^T / (k^T k)`` for a real vector that is not 0."""
    k = CyclotomicMatrix.column(axis)
    square = (k.transpose() @ k)[0, 0]
    return CyclotomicMatrix.identity(len(axis)) - (k @ k.transpose()) * (2 / square)


@st.composite
def _householder(
    draw: DrawFn, alphabet: tuple[Symbol, ...], reflections: int, max_width: int
) -> BilinearSystem:
    """Products of reflections in the roots ``e_i``, ``e_i - e_j``, ``e_i + e_j``.

    All of them are signed permutations. A single factor may also be the projection along ``e_i``.
    """
    d = draw(st.integers(1, max_width))
    identity = CyclotomicMatrix.identity(d)

    def unit(i: int) -> list[Cyclotomic]:
        return [ONE if k == i else ZERO for k in range(d)]

    factors = [identity]
    for i in range(d):
        for j in range(i):
            for sign in (ONE, MINUS):
                axis = [x - sign * y for x, y in zip(unit(j), unit(i), strict=True)]
                factors.append(_reflection(axis))
        factors.append(_reflection(unit(i)))
        if reflections == 1:
            factors.append(identity - CyclotomicMatrix.diagonal(unit(i)))
    matrices: list[Matrix] = []
    for _ in alphabet:
        product = identity
        for _ in range(draw(st.integers(0, reflections))):
            product = product @ draw(st.sampled_from(factors))
        matrices.append(product)
    return BilinearSystem(alphabet, draw(_integers(d)), tuple(matrices))


@st.composite
def _common_factors(
    draw: DrawFn, alphabet: tuple[Symbol, ...], rank: int, numbers: Sequence[Cyclotomic]
) -> BilinearSystem:
    """``P diag(w_x) C P^-1``, with one column-one-hot C: ``U = P`` and ``V^T = C P^-1``."""
    diagonal = draw(_diagonal_matrices(alphabet, rank, numbers))
    common = dense(OneHotMatrix(draw(_images(diagonal.width, invertible=False))))
    matrices: tuple[Matrix, ...] = tuple(dense(m) @ common for m in diagonal.matrices)
    system = replace(diagonal, matrices=matrices)
    return _in_basis(system, draw(_unitriangular(system.width)))


@st.composite
def _diagonal_matrices(
    draw: DrawFn, alphabet: tuple[Symbol, ...], max_width: int, numbers: Sequence[Cyclotomic]
) -> BilinearSystem:
    d = draw(st.integers(1, max_width))
    values = st.lists(st.sampled_from(list(numbers)), min_size=d, max_size=d)
    matrices = tuple(DiagonalMatrix(tuple(draw(values))) for _ in alphabet)
    return BilinearSystem(alphabet, draw(_integers(d)), matrices)


def _centred(system: BilinearSystem, centre: tuple[Cyclotomic, ...]) -> BilinearSystem:
    """The same recurrence about a centre: ``h + c`` in place of ``h``."""
    offsets = tuple(
        tuple(c - x for c, x in zip(centre, components(apply(m, centre)), strict=True))
        for m in system.matrices
    )
    initial = tuple(x + c for x, c in zip(components(system.initial), centre, strict=True))
    return BilinearSystem(system.alphabet, initial, system.matrices, offsets)
