"""Irreducible representations from spherical functions: Dixon's construction.

Let chi be an irreducible character of G, and w a function on a subgroup H such that ``e = sum_h w(h)
rho(h)`` has rank one, ``e = v v'``, in the representation rho of chi. Its spherical function

    f(x) = sum_h w(h) chi(h x) = v' rho(x) v

is known without rho. With group elements s_j, t_i such that the matrix ``M(1)``, ``M(g)_ij = f(s_j g
t_i) = v' rho(t_i) rho(g) rho(s_j) v``, is regular, ``M(1)^-1 M(g)`` is the matrix of g in the basis
``rho(s_j) v``. For a linear character lambda of H with ``<chi|_H, lambda> = 1``, ``w(h) =
lambda(h^-1)`` will do; then ``t_i = s_i^-1`` may be taken, and ``M(1)`` is the Gram matrix of the basis
in an invariant form. If moreover chi(1) is the index of H, all matrices are monomial.

``Weight``         a function on a subgroup with values in a cyclotomic field
``linear_weight``  the weight of a linear character
``represented``    the representation of a character, from a weight

References: Dixon, *Constructing representations of finite groups*, DIMACS Series 11 (1993);
Serre, *Linear Representations of Finite Groups* (1977), section 2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm

import numpy as np
from flint import fmpz_mat, nmod_mat
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.field import degree, power, reduction
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.modular import place, residue
from bilinear_theory.algebra.representation import Representation

_SAFE = 2**62
_CANDIDATES = 4  # translates that are tried at first, in multiples of the degree


@dataclass(frozen=True, eq=False)
class Weight:
    """A function w on a subgroup, up to a positive rational factor.

    Args:
        members: the numbers of the elements of the subgroup, shape ``(h,)``.
        conductor: the n of the field ``Q(zeta_n)`` of its values.
        values: their integer coordinates, shape ``(h, phi(n))``, of machine or Python integers.
        hermitian: whether ``w(h^-1)`` is the conjugate of ``w(h)``.
    """

    members: NDArray[np.intp]
    conductor: int
    values: NDArray[np.generic]
    hermitian: bool


def linear_weight(members: NDArray[np.intp], exponents: NDArray[np.int64], exponent: int) -> Weight:
    """The weight ``lambda(h^-1)`` of the linear character ``lambda(h) = zeta_exponent^exponents``."""
    m = exponent // gcd(exponent, *exponents.tolist())
    steps = (-exponents // (exponent // m)) % m
    n, sign = (m // 2, -1) if m % 4 == 2 else (m, 1)
    roots = np.zeros((m, degree(n)), np.int64)
    for k in range(m):  # zeta_m = -zeta_n^((n+1)/2) if m = 2n, n odd
        for j, c in power(n, k if sign == 1 else k * (n + 1) // 2):
            roots[k, j] += c * sign**k
    return Weight(members, n, roots[steps], hermitian=True)


def represented(
    group: FiniteGroup, character: Sequence[Cyclotomic], weight: Weight
) -> Representation | None:
    """The representation of an irreducible character; None if the weight is not of rank one.

    Args:
        group: the group.
        character: the values on its classes.
        weight: a weight that becomes a matrix of rank one.
    """
    spherical = _Spherical(group, character, weight)
    d = int(character[0].as_fraction())
    found = spherical.basis(d)
    if found is None:
        return None
    s, t = found
    gram = spherical.matrix(s, t, 0)
    matrices = (gram.solve(spherical.matrix(s, t, x)) for x in group.generators)
    return Representation(group, tuple(a for a in matrices if a is not None))


class _Spherical:
    """The function ``f(x) = sum_h w(h) chi(h x)``, for arrays of elements x."""

    def __init__(self, group: FiniteGroup, character: Sequence[Cyclotomic], weight: Weight) -> None:
        self.group, self.weight = group, weight
        self.n = lcm(weight.conductor, *(value.conductor for value in character))
        phi, phi_w = degree(self.n), degree(weight.conductor)
        values = [value.at(self.n).coefficients for value in character]
        self.denominator = lcm(*(c.denominator for value in values for c in value))
        table = [[int(c * self.denominator) for c in value] for value in values]
        # (classes, phi_w, phi): the coordinates of zeta_w^j chi(class)
        step = self.n // weight.conductor
        fold = reduction(self.n, phi + step * phi_w)
        self.table = np.zeros((len(table), phi_w, phi), object)
        for c, row in enumerate(table):
            for j in range(phi_w):
                for i, terms in enumerate(fold):
                    self.table[c, j, i] = sum(
                        factor * row[k - step * j] for k, factor in terms if 0 <= k - step * j < phi
                    )
        largest = int(np.abs(self.table).max(initial=0)) * int(np.abs(weight.values).max(initial=0))
        self.type = np.int64 if largest * len(weight.members) * phi_w < _SAFE else object
        self.table = self.table.astype(self.type)
        self.values = weight.values.astype(self.type)

    def __call__(self, x: NDArray[np.intp]) -> NDArray[np.generic]:
        """The coordinates of f(x), shape ``(len(x), phi(n))``."""
        classes = self.group.classes[self.group.product(self.weight.members[:, None], x)]
        sums = np.zeros((len(x), self.table.shape[0], self.values.shape[1]), self.type)
        columns = np.broadcast_to(np.arange(len(x)), classes.shape)
        np.add.at(sums, (columns, classes), self.values[:, None, :])
        flat = self.table.reshape(-1, self.table.shape[2])
        return sums.reshape(len(x), -1) @ flat

    def matrix(self, s: NDArray[np.intp], t: NDArray[np.intp], g: int) -> CyclotomicMatrix:
        """The matrix ``f(s_j g t_i)`` at row i and column j."""
        x = self.group.product(self.group.product(s, g)[None, :], t[:, None])
        coordinates = self(x.ravel())
        slices = tuple(
            fmpz_mat(len(t), len(s), column.tolist())
            for column in np.ascontiguousarray(coordinates.T)
        )
        return CyclotomicMatrix.from_slices(self.n, slices, self.denominator)

    def basis(self, d: int) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
        """Elements s and t, d of each, with M(1) regular; None if its rank is not d."""
        translates = self._translates()
        count = min(_CANDIDATES * d, len(translates))
        while True:
            s = translates[:count]
            t = self.group.inverse[s]
            reduced = residue(self.matrix(s, t, 0).slices, place(self.n, 0))
            columns = _pivots(reduced)
            if len(columns) > d:
                return None
            if len(columns) == d:
                rows = columns if self.weight.hermitian else _pivots(reduced.transpose())
                return s[columns], t[rows]
            if count == len(translates):
                return None
            count = min(4 * count, len(translates))

    def _translates(self) -> NDArray[np.intp]:
        """One element of each coset H s: for a linear character these give all vectors up to factors."""
        if not self.weight.hermitian:
            return np.arange(self.group.order)
        found: list[int] = []
        missing = np.ones(self.group.order, np.bool_)
        for s in range(self.group.order):
            if missing[s]:
                found.append(s)
                missing[self.group.product(self.weight.members, s)] = False
        return np.array(found, np.intp)


def _pivots(matrix: nmod_mat) -> list[int]:
    """The leftmost columns that are a basis of the column space."""
    reduced, rank = matrix.rref()
    table = reduced.tolist()
    return [next(j for j, x in enumerate(table[i]) if int(x)) for i in range(rank)]
