"""Induced modules that tell the cosets of a subgroup apart, at the least total index.

A linear character lambda of a subgroup H is its kernel K, with H/K cyclic, and a faithful character of
that; on ``Ind_H^G(lambda)`` G acts by monomial matrices of size [G:H], by permutation matrices if
``K = H``. A vector of a module M that P fixes is a map from the cosets of P to M. A generic one is
injective exactly if each ``Q > P`` fixes less of M than P does, and minimal Q suffice. What Q fixes in
``Ind_H^G(lambda)`` has a dimension for each double coset ``H g Q`` with ``H n gQg^-1 <= K``. So the cheapest
sum of modules is a cheapest cover: the minimal Q are the requirements, the indices the weights.

``Module``                   the induced module of a pair of subgroups
``modules(g, ..)``           all of them up to conjugation, below an index
``fixed_dimension(m, Q)``    the dimension of what Q fixes
``fixed_vectors(m, Q)``      a basis of it, and which elements fix each of its vectors
``overgroups(g, P)``         the minimal subgroups above P, as elements that generate them with P
``least_modules(g, P, ..)``  the modules of least total index that tell the cosets of P apart

References: Isaacs, *Character Theory of Finite Groups* (1976), chapter 5; Johnson, *Amer. J. Math.*
93 (1971), for the case ``P = 1`` and permutations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.covering import STATES_BOUND, lightest_cover
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.permutations import Vector
from bilinear_theory.algebra.subgroups import subgroup_classes

#: The most modules that are compared.
MODULES_BOUND = 5000
#: So many modules of small index are joined, to leave out those of larger index.
FEW = 100


@dataclass(frozen=True, eq=False)
class Module:
    """The module induced from a linear character of a subgroup H with kernel K.

    Args:
        group: the group.
        subgroup: the elements of H.
        kernel: the elements of K, normal in H with a cyclic quotient.
        generator: an element that generates H with K; ``lambda(generator) = exp(2 pi i / [H:K])``.
    """

    group: FiniteGroup
    subgroup: Vector
    kernel: Vector
    generator: int

    @property
    def index(self) -> int:
        """The dimension of the module."""
        return self.group.order // len(self.subgroup)

    @property
    def conductor(self) -> int:
        """The order of the linear character."""
        return len(self.subgroup) // len(self.kernel)

    @cached_property
    def cosets(self) -> Vector:
        """For each element x the first element of H x."""
        return self.group.product(self.subgroup[:, None], np.arange(self.group.order)[None, :]).min(
            0
        )

    @cached_property
    def representatives(self) -> Vector:
        """The first element of each coset H x, 0 being that of H."""
        return np.unique(self.cosets)

    @cached_property
    def exponents(self) -> Vector:
        """The k with ``lambda(x) = exp(2 pi i k / conductor)`` for x in H, -1 elsewhere."""
        found = np.full(self.group.order, -1, np.intp)
        power = 0
        for k in range(self.conductor):
            found[self.group.product(self.kernel, power)] = k
            power = int(self.group.product(power, self.generator))
        return found


def fixed_dimension(module: Module, fixing: Vector) -> int:
    """The dimension of the vectors of a module that a subgroup fixes.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> everything = np.arange(6)
    >>> sign = Module(s3, everything, s3.derived_subgroup, s3.generators[0])
    >>> fixed_dimension(sign, s3.derived_subgroup), fixed_dimension(sign, everything)
    (1, 0)
    """
    group, x = module.group, module.representatives
    moved = group.product(x[:, None], fixing[None, :])  # (cosets, elements)
    orbit = module.cosets[moved].min(1)
    back = group.product(moved, group.inverse[x][:, None])  # x q x^-1
    stable = (module.exponents[back] <= 0).all(1)
    return int(((orbit == x) & stable).sum())


@dataclass(frozen=True, eq=False)
class FixedVector:
    """A vector of roots of unity on some cosets, and 0 on the others.

    Args:
        places: places of cosets among the representatives of the module.
        exponents: k for each of them, for the number ``exp(2 pi i k / conductor)``.
        stabiliser: whether each element of the group fixes the vector.
    """

    places: Vector
    exponents: Vector
    stabiliser: NDArray[np.bool_]


def fixed_vectors(module: Module, fixing: Vector) -> tuple[FixedVector, ...]:
    """A basis of what a subgroup fixes, one vector for each of its orbits of cosets that has one.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> points = Module(s3, np.array([0, s3.generators[0]]), np.array([0, s3.generators[0]]), 0)
    >>> [len(v.places) for v in fixed_vectors(points, points.subgroup)]
    [1, 2]
    """
    group, x = module.group, module.representatives
    place = np.searchsorted(x, module.cosets)  # the place of the coset of each element
    everything = np.arange(group.order)
    found: list[FixedVector] = []
    seen = np.zeros(len(x), np.bool_)
    for i in range(len(x)):
        if seen[i]:
            continue
        moved = group.product(x[i], fixing)
        orbit, first = np.unique(place[moved], return_index=True)
        seen[orbit] = True
        if (module.exponents[group.product(moved, group.inverse[x[i]])] > 0).any():
            continue
        turns = np.full(len(x), -1, np.intp)  # exponents on the orbit
        turns[orbit] = module.exponents[group.product(moved[first], group.inverse[x[orbit]])]
        images = group.product(x[orbit][:, None], everything[None, :])  # (orbit, elements)
        onto = place[images]
        factor = module.exponents[group.product(images, group.inverse[x[onto]])]
        agrees = (turns[orbit][:, None] + factor) % module.conductor == turns[onto]
        found.append(FixedVector(orbit, turns[orbit], agrees.all(0)))
    return tuple(found)


def modules(
    group: FiniteGroup, classes: tuple[Vector, ...], *, monomial: bool, largest: int
) -> Iterator[Module]:
    """The induced modules of index at most ``largest``, each at least once up to conjugation.

    Args:
        group: the group.
        classes: a subgroup of each conjugacy class.
        monomial: whether to take all linear characters, not only the trivial ones.
        largest: the largest index.
    """
    for kernel in classes:
        if len(kernel) * largest >= group.order:
            yield Module(group, kernel, kernel, 0)
        if monomial:
            yield from _over(group, kernel, largest)


def _over(group: FiniteGroup, kernel: Vector, largest: int) -> Iterator[Module]:
    """The modules of non-trivial characters with a given kernel."""
    inside = np.zeros(group.order, np.bool_)
    inside[kernel] = True
    conjugates = group.conjugate(kernel[:, None], np.arange(group.order)[None, :])
    left = inside[conjugates].all(0) & ~inside  # the normaliser, outside of the subgroup
    while left.any():
        x = int(np.argmax(left))
        powers = [0]
        while not inside[y := int(group.product(powers[-1], x))]:
            powers.append(y)
        cosets = group.product(kernel[:, None], np.array(powers)[None, :])
        order = len(powers)
        left[cosets[:, np.gcd(np.arange(order), order) == 1]] = False  # the same subgroup
        if cosets.size * largest >= group.order:
            yield Module(group, np.sort(cosets.ravel()), kernel, x)


def overgroups(group: FiniteGroup, fixing: Vector) -> tuple[int, ...]:
    """Elements that generate with a subgroup the minimal ones above it, up to its normaliser.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> [int(s3.element_orders[x]) for x in overgroups(s3, np.zeros(1, np.intp))]
    [2, 3]
    """
    everything = np.arange(group.order)
    inside = np.zeros(group.order, np.bool_)
    inside[fixing] = True
    conjugates = group.conjugate(fixing[:, None], everything[None, :])
    normaliser = np.flatnonzero(inside[conjugates].all(0))
    tried = inside.copy()
    found: list[tuple[int, NDArray[np.bool_]]] = []
    for x in everything.tolist():
        if tried[x]:
            continue
        double = group.product(group.product(fixing[:, None], x), fixing[None, :]).ravel()
        tried[group.conjugate(np.unique(double)[:, None], normaliser[None, :])] = True
        mask = np.zeros(group.order, np.bool_)
        mask[group.generated_subgroup([x, *fixing.tolist()])] = True
        found.append((x, mask))
    found.sort(key=lambda pair: int(pair[1].sum()))
    kept: list[int] = []
    covered = np.zeros(group.order, np.bool_)  # elements of the subgroups that are kept
    for x, mask in found:
        if not (covered & mask).any():
            kept.append(x)
            # Two minimal subgroups above P meet in P, so that every element outside P is in one.
            larger = np.flatnonzero(mask & ~inside)
            covered[group.conjugate(larger[:, None], normaliser[None, :])] = True
    return tuple(kept)


def irredundant(weights: Mapping[int, int]) -> dict[int, int]:
    """The covers, with weights, in whose place others, chosen greedily, do not do at the same total."""
    kept: dict[int, int] = {}
    for cover, index in sorted(weights.items(), key=lambda pair: pair[1]):
        rest, left = cover, index
        while rest:
            useful = [
                ((rest & other).bit_count() / weight, other, weight)
                for other, weight in islice(kept.items(), FEW)
                if weight <= left and rest & other
            ]
            if not useful:
                kept[cover] = index
                break
            _, other, weight = max(useful)
            rest, left = rest & ~other, left - weight
    return kept


def _pointwise_stabiliser(module: Module, fixing: Vector) -> NDArray[np.bool_]:
    """Whether each element fixes all that a subgroup fixes: with the subgroup it does so no more."""
    group = module.group
    if len(fixing) > 1:
        still = np.ones(group.order, np.bool_)
        for v in fixed_vectors(module, fixing):
            still &= v.stabiliser
        return still
    # What acts trivially is the core of the kernel: all whose conjugates lie in it.
    core = module.exponents == 0
    everything = np.arange(group.order)
    conjugations = [group.conjugate(everything, s) for s in group.generators]
    while True:
        smaller = core.copy()
        for image in conjugations:
            smaller &= smaller[image]
        if smaller.sum() == core.sum():
            return core
        core = smaller


@dataclass(frozen=True, eq=False)
class LeastModules:
    """The modules of least total index that tell the cosets of a subgroup apart.

    Args:
        group: the group.
        least: the total index.
        chosen: the modules.
        classes: a subgroup of each conjugacy class of the group.
        elements: with P these generate the minimal subgroups above it, up to its normaliser.
        covers: the distinct sets of such subgroups, as bits, that fix less than P in some module.
        weights: for each of these sets the least index of such a module.
    """

    group: FiniteGroup
    least: int
    chosen: tuple[Module, ...]
    classes: tuple[Vector, ...]
    elements: tuple[int, ...]
    covers: tuple[int, ...]
    weights: tuple[int, ...]


def least_modules(group: FiniteGroup, fixing: Vector, *, monomial: bool) -> LeastModules:
    """The modules of least total index in which a vector has exactly ``fixing`` as its stabiliser.

    Args:
        group: the group.
        fixing: the elements of a subgroup whose core is trivial.
        monomial: whether all linear characters are allowed, not only the trivial ones.

    Raises:
        ValueError: past the bounds on the subgroups, the modules and the sets of requirements.

    >>> found = least_modules(
    ...     FiniteGroup([(1, 2, 3, 4, 5, 0)]), np.zeros(1, np.intp), monomial=False
    ... )
    >>> found.least, [module.index for module in found.chosen]
    (5, [2, 3])
    """
    classes = subgroup_classes(group)
    elements = overgroups(group, fixing)
    best: dict[int, Module] = {}
    largest = group.order // len(fixing)
    candidates = modules(group, classes, monomial=monomial, largest=largest)
    for count, module in enumerate(candidates):
        if count == MODULES_BOUND:
            raise ValueError(f"the group has more than {MODULES_BOUND} induced modules, the bound")
        still = _pointwise_stabiliser(module, fixing)
        cover = sum(1 << r for r, x in enumerate(elements) if not still[x])
        if cover and (cover not in best or module.index < best[cover].index):
            best[cover] = module
    kept = irredundant({cover: module.index for cover, module in best.items()})
    covers, weights = tuple(kept), tuple(kept.values())
    found = lightest_cover(covers, weights, (1 << len(elements)) - 1)
    if found.low < found.high:
        raise ValueError(f"more than {STATES_BOUND} sets of subgroups are to be met, the bound")
    chosen = tuple(sorted((best[covers[i]] for i in found.chosen), key=lambda m: m.index))
    return LeastModules(group, found.high, chosen, classes, elements, covers, weights)
