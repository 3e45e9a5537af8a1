"""Representations of finite groups by exact matrices, proved by closure over the Cayley graph.

A representation is one invertible matrix for each generator of a group such that every relation
between the generators holds between the matrices. States are columns and words act letter by
letter: the word ``x_1 x_2 .. x_t`` acts by ``A_{x_t} .. A_{x_1}``. Hence

    rho(g h) = rho(h) rho(g),    g first, then h,

as for the matrices ``CyclotomicMatrix.permutation(g)``. The transposes satisfy the opposite rule,
so characters are the usual ones.

``Representation``                a matrix for each generator of a group
``verify``                        the proof: ``rho(s) rho(x) = rho(x s)`` along all edges of the Cayley graph
``permutation_representation``    the points of a permutation group as basis vectors
``direct_sum`` ``tensor`` ``dual`` ``galois`` ``transformed``  new representations from old

References: Serre, *Linear Representations of Finite Groups* (1977), chapters 1-2; Isaacs,
*Character Theory of Finite Groups* (1976), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.closure import MatrixArray, all_matrices, broken_edge
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.group import FiniteGroup


class RelationError(ValueError):
    """Matrices break a relation of their group, or are no representation for another reason."""


@dataclass(frozen=True, eq=False, repr=False)
class Representation:
    """Matrices for the generators of a group, in their order.

    Args:
        group: the group.
        matrices: a square matrix for each generator, all of one size; they are kept at the least
            conductor that they have in common.

    Raises:
        ValueError: if their number or their shapes do not fit.

    That the relations hold is proved by ``verify``, not by building the object.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> swap = CyclotomicMatrix([[-1, 1], [0, 1]])
    >>> turn = CyclotomicMatrix([[0, -1], [1, -1]])
    >>> rho = Representation(s3, (swap, turn))
    >>> rho.verify()
    >>> rho, rho.character, rho.is_irreducible
    (<Representation of degree 2 over Q(zeta_1) of a group of order 6>, (2, 0, -1), True)
    """

    group: FiniteGroup
    matrices: tuple[CyclotomicMatrix, ...]

    def __post_init__(self) -> None:
        if len(self.matrices) != len(self.group.generators):
            raise ValueError(
                f"{len(self.matrices)} matrices for {len(self.group.generators)} generators"
            )
        size = self.matrices[0].shape[0]
        for place, matrix in enumerate(self.matrices):
            if matrix.shape != (size, size) or size == 0:
                raise ValueError(
                    f"matrix {place} has shape {matrix.shape}, expected a square one of the size "
                    f"of matrix 0, {max(size, 1)}"
                )
        least = [matrix.minimal() for matrix in self.matrices]
        n = lcm(*(matrix.conductor for matrix in least))
        object.__setattr__(self, "matrices", tuple(matrix.at(n) for matrix in least))

    def __repr__(self) -> str:
        return (
            f"<Representation of degree {self.degree} over Q(zeta_{self.conductor}) of a group "
            f"of order {self.group.order}>"
        )

    @property
    def degree(self) -> int:
        """The number of rows of the matrices."""
        return self.matrices[0].shape[0]

    @property
    def conductor(self) -> int:
        """The least n such that all matrices are written over ``Q(zeta_n)``."""
        return self.matrices[0].conductor

    @property
    def is_real(self) -> bool:
        """Whether all entries are real numbers."""
        return all(matrix == matrix.conjugate() for matrix in self.matrices)

    @property
    def is_rational(self) -> bool:
        """Whether all entries are rational numbers."""
        return self.conductor == 1

    @cached_property
    def elements(self) -> MatrixArray:
        """The matrices of all elements of the group, in their order."""
        return all_matrices(self.group, self.matrices)

    def matrix(self, x: int) -> CyclotomicMatrix:
        """The matrix of an element of the group, given by its number."""
        if "elements" in self.__dict__:
            return self.elements.matrix(x)
        product = CyclotomicMatrix.identity(self.degree)
        for s in self.group.word(x):
            product = self.matrices[s] @ product
        return product

    def verify(self) -> None:
        """Prove that the matrices are a representation.

        The matrices of all elements are products along a spanning tree of the Cayley graph, the one of
        the identity is 1, and ``rho(s) rho(x) = rho(x s)`` is checked exactly along every edge. By
        induction on words the matrix of a word then depends on its value in the group only.

        Raises:
            RelationError: if an edge fails, with the element and the generator.
        """
        edge = broken_edge(self.group, self.matrices, self.elements)
        if edge is not None:
            x, s = edge
            raise RelationError(
                f"generator {s} times the matrix of element {x}, word {self.group.word(x)}, is "
                f"not the matrix of element {int(self.group.right[x, s])}, their product"
            )

    @cached_property
    def character(self) -> tuple[Cyclotomic, ...]:
        """The trace on each conjugacy class."""
        representatives = self.group.class_representatives.tolist()
        return tuple(self.matrix(x).trace().minimal() for x in representatives)

    @property
    def norm(self) -> Fraction:
        """The inner product of the character with itself, the sum of the squared multiplicities."""
        return inner_product(self.group, self.character, self.character).as_fraction()

    @property
    def is_irreducible(self) -> bool:
        """Whether the representation is irreducible over the complex numbers."""
        return self.norm == 1

    @property
    def kernel(self) -> NDArray[np.intp]:
        """The elements that act as the identity: those with the trace of the identity."""
        trivial = np.array([value == self.degree for value in self.character], np.bool_)
        return np.flatnonzero(trivial[self.group.classes])

    @property
    def is_faithful(self) -> bool:
        """Whether only the identity acts as the identity."""
        return len(self.kernel) == 1

    def direct_sum(self, other: Representation) -> Representation:
        """The block-diagonal sum.

        Raises:
            ValueError: if the groups are not the same object.
        """
        self._require_same_group(other)
        pairs = zip(self.matrices, other.matrices, strict=True)
        return Representation(self.group, tuple(a.direct_sum(b) for a, b in pairs))

    def tensor(self, other: Representation) -> Representation:
        """The tensor product.

        Raises:
            ValueError: if the groups are not the same object.
        """
        self._require_same_group(other)
        pairs = zip(self.matrices, other.matrices, strict=True)
        return Representation(self.group, tuple(a.kronecker(b) for a, b in pairs))

    def _require_same_group(self, other: Representation) -> None:
        if self.group is not other.group:
            raise ValueError(
                f"two representations of different groups, of orders {self.group.order} and "
                f"{other.group.order}; build both on one FiniteGroup"
            )

    def dual(self) -> Representation:
        """The dual: the transposed inverses."""
        return Representation(self.group, tuple(a.inverse().transpose() for a in self.matrices))

    def galois(self, k: int) -> Representation:
        """The image of all entries under ``zeta_n -> zeta_n^k``, n the conductor."""
        return Representation(self.group, tuple(a.galois(k) for a in self.matrices))

    def conjugate(self) -> Representation:
        """The complex conjugate."""
        return self.galois(-1)

    def transformed(self, basis: CyclotomicMatrix) -> Representation:
        """The same representation in the basis of the columns of an invertible matrix B: ``B^-1 A B``.

        Raises:
            ZeroDivisionError: if the matrix is singular.
        """
        inverse = basis.inverse()
        return Representation(self.group, tuple(inverse @ a @ basis for a in self.matrices))


def permutation_representation(group: FiniteGroup) -> Representation:
    """The permutation matrices of the group: the matrix of g sends ``e_i`` to ``e_g[i]``.

    >>> permutation_representation(FiniteGroup([(1, 2, 0)])).matrices[0]
    [0 0 1]
    [1 0 0]
    [0 1 0]
    """
    images = group.permutations.tolist()
    return Representation(group, tuple(CyclotomicMatrix.permutation(row) for row in images))


def inner_product(
    group: FiniteGroup, left: tuple[Cyclotomic, ...], right: tuple[Cyclotomic, ...]
) -> Cyclotomic:
    """``1/|G| sum_g left(g) conjugate(right(g))`` of class functions, given by class."""
    terms = zip(group.class_sizes.tolist(), left, right, strict=True)
    total = sum((a * b.conjugate() * size for size, a, b in terms), Cyclotomic.rational(0))
    return (total / group.order).minimal()
