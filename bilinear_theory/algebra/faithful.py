"""Jointly faithful representations: least blocks, least degrees and reflection counts.

Representations are jointly faithful if no minimal normal subgroup lies in all their kernels; they
separate the points of a transitive action if over each minimal overgroup of the stabiliser the fixed
space of one of them shrinks. Both are covers, and what is asked of them is optimised exactly.

``minimal_normal_subgroups(t)``   as unions of classes
``normal_subgroups(t)``           all of them, the intersections of kernels
``Demands``                       the constituents with the requirements that each meets
``elements_demands``              to tell all elements apart; ``points_demands``: all points
``least_block``                   the least k such that the constituents of degree <= k suffice
``lightest``                      constituents of least total degree; ``least_degree``, that degree
``lightest_within``               the same of degree at most a size
``flattest``                      those with the fewest reflections a letter; ``reflections``, how many

References: Isaacs, *Character Theory of Finite Groups* (1976), chapter 2; Karpenko and Merkurjev,
*Invent. Math.* 172 (2008).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.character import CharacterTable
from bilinear_theory.algebra.constituents import Constituent, Field, codimensions, constituents
from bilinear_theory.algebra.covering import (
    STATES_BOUND,
    Cover,
    Interval,
    flattest_cover,
    least_single,
    lightest_basis,
    lightest_cover,
)
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.permutations import sealed

Mask = NDArray[np.bool_]

NORMAL_BOUND = 10_000


def common_kernel(table: CharacterTable, characters: Iterable[int]) -> NDArray[np.intp]:
    """The elements that lie in the kernels of all given characters; of none, all elements."""
    classes = np.all(table.kernels[list(characters)], axis=0)
    return np.flatnonzero(classes[table.group.classes])


def _normal_closures(table: CharacterTable) -> Mask:
    """Row c: the classes in the normal closure of class c, the common kernel of those that kill c."""
    kernels = table.kernels
    missing = kernels.T.astype(np.int64) @ (~kernels).astype(np.int64)
    return np.equal(missing, 0)


@lru_cache(maxsize=8)
def minimal_normal_subgroups(table: CharacterTable) -> Mask:
    """The minimal normal subgroups, as rows of a mask of classes; none for the trivial group.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> minimal_normal_subgroups(character_table(FiniteGroup([(1, 2, 3, 4, 5, 0)]))).sum(1).tolist()
    [2, 3]
    """
    closures = np.unique(_normal_closures(table)[1:], axis=0)
    closures = closures[np.argsort(closures.sum(1), kind="stable")]
    minimal: list[Mask] = []
    for closure in closures:
        if not any((closure >= smaller).all() for smaller in minimal):
            minimal.append(closure)
    return sealed(np.array(minimal, np.bool_).reshape(len(minimal), len(table)))


def normal_subgroups(table: CharacterTable, *, bound: int = NORMAL_BOUND) -> Mask:
    """All normal subgroups as rows of a mask of classes, by orders: the intersections of kernels.

    Raises:
        ValueError: if there are more than the bound.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)]))
    >>> (normal_subgroups(s3) @ s3.group.class_sizes).tolist()
    [1, 3, 6]
    """
    everything = (1 << len(table)) - 1
    found = {everything}
    for kernel in {_bits(row) for row in table.kernels}:
        found |= {kernel & other for other in found}
        if len(found) > bound:
            raise ValueError(f"the group has more than {bound} normal subgroups, the bound")
    width = len(table)
    masks = np.array([[x >> c & 1 for c in range(width)] for x in sorted(found)], np.bool_)
    orders = masks @ table.group.class_sizes
    return masks[np.argsort(orders, kind="stable")]


@dataclass(frozen=True, eq=False)
class Demands:
    """Constituents with the requirements that each meets, as bits.

    ``functionals`` says that the requirements are the lines of a vector space on which each
    constituent is a linear functional, or several with one kernel.
    """

    table: CharacterTable
    constituents: tuple[Constituent, ...]
    covers: tuple[int, ...]
    full: int
    functionals: bool
    socle: Mask | None


def elements_demands(table: CharacterTable, field: Field) -> Demands:
    """What it takes to tell all elements apart: for each minimal normal subgroup a constituent."""
    parts = constituents(table, field)
    minimal = minimal_normal_subgroups(table)
    kernels = table.kernels[[part.characters[0] for part in parts]]
    outside = np.any(minimal[None] & ~kernels[:, None], axis=2)  # (constituents, subgroups)
    sizes = table.group.class_sizes
    orders = {int(x) for x in minimal @ sizes}
    # Central of one prime order: then the socle is a vector space and its characters are its dual.
    central = all((sizes[row] == 1).all() for row in minimal)
    functionals = central and len(orders) == 1 and prime_divisors(min(orders)) == (min(orders),)
    socle = _product_of(table, minimal) if functionals else None
    covers = tuple(_bits(row) for row in outside)
    return Demands(table, parts, covers, (1 << len(minimal)) - 1, functionals, socle)


def _product_of(table: CharacterTable, minimal: Mask) -> Mask:
    """The classes of the product of central subgroups."""
    group = table.group
    elements = group.generated_subgroup(
        np.flatnonzero(np.any(minimal, axis=0)[group.classes]).tolist()
    )
    mask = np.zeros(len(table), np.bool_)
    mask[group.classes[elements]] = True
    return mask


def points_demands(table: CharacterTable, field: Field, stabiliser: Iterable[int]) -> Demands:
    """What it takes to tell the cosets of a subgroup apart.

    For each minimal overgroup of the stabiliser a constituent whose fixed space is smaller for the
    overgroup.

    Args:
        table: the characters of the group.
        field: that of the constituents.
        stabiliser: the elements of a subgroup; others are added until it is one.
    """
    parts = constituents(table, field)
    group = table.group
    subgroup = group.generated_subgroup(stabiliser)
    overgroups = list[NDArray[np.intp]]()
    tried = np.zeros(group.order, np.bool_)
    tried[subgroup] = True
    for x in range(group.order):
        if tried[x]:
            continue
        # All elements of a double coset generate the same overgroup.
        tried[group.product(group.product(subgroup[:, None], x), subgroup)] = True
        overgroups.append(group.generated_subgroup([*subgroup.tolist(), x]))
    overgroups.sort(key=len)
    minimal = list[NDArray[np.intp]]()
    for larger in overgroups:
        if not any(np.isin(smaller, larger).all() for smaller in minimal):
            minimal.append(larger)
    first = [part.characters[0] for part in parts]
    whole = table.fixed_by(subgroup)[first]
    smaller = [table.fixed_by(larger)[first] < whole for larger in minimal]
    covers = tuple(
        sum(1 << r for r, row in enumerate(smaller) if row[i]) for i in range(len(parts))
    )
    return Demands(table, parts, covers, (1 << len(minimal)) - 1, functionals=False, socle=None)


def least_block(demands: Demands) -> Interval:
    """The least k such that the constituents of degree at most k meet all demands."""
    low = least_single(demands.covers, [part.degree for part in demands.constituents], demands.full)
    if all(part.degree == part.degree_high for part in demands.constituents):
        return low, low
    upper = [part.degree_high for part in demands.constituents]
    return low, least_single(demands.covers, upper, demands.full)


@lru_cache(maxsize=64)
def least_degree(demands: Demands, *, bound: int = STATES_BOUND) -> Interval:
    """The least total degree of constituents that meet all demands, 0 for the trivial group."""
    low = _lightest(demands, [part.degree for part in demands.constituents], bound)
    return low.low, lightest(demands, bound=bound).high


def lightest(demands: Demands, *, bound: int = STATES_BOUND) -> Cover:
    """Constituents of least total degree that meet all demands, by their largest possible degrees."""
    return _lightest(demands, [part.degree_high for part in demands.constituents], bound)


def lightest_within(demands: Demands, size: int, *, bound: int = STATES_BOUND) -> Cover | None:
    """As ``lightest``, of constituents of degree at most a size; None if these do not meet all demands.

    >>> from bilinear_theory.algebra.character import character_table
    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> s3 = elements_demands(character_table(FiniteGroup([(1, 0, 2), (1, 2, 0)])), "C")
    >>> lightest_within(s3, 1) is None, lightest_within(s3, 2).chosen
    (True, (2,))
    """
    usable = [i for i, part in enumerate(demands.constituents) if part.degree_high <= size]
    met = 0
    for i in usable:
        met |= demands.covers[i]
    if met & demands.full != demands.full:
        return None
    parts = tuple(demands.constituents[i] for i in usable)
    covers = tuple(demands.covers[i] for i in usable)
    found = lightest(replace(demands, constituents=parts, covers=covers), bound=bound)
    return found._replace(chosen=tuple(usable[i] for i in found.chosen))


def _lightest(demands: Demands, weights: list[int], bound: int) -> Cover:
    if demands.functionals:
        return lightest_basis(demands.covers, weights, demands.full)
    return lightest_cover(demands.covers, weights, demands.full, bound=bound)


def reflections(
    demands: Demands, letters: Iterable[int], *, heads: bool, bound: int = STATES_BOUND
) -> Interval:
    """The value of ``flattest``, as ``(low, high)``."""
    return flattest(demands, letters, heads=heads, bound=bound)[:2]


def flattest(
    demands: Demands, letters: Iterable[int], *, heads: bool, bound: int = STATES_BOUND
) -> Cover:
    """Constituents with the least number of reflections a letter that meet real demands.

    Args:
        demands: over R.
        letters: the letters, as elements of the group.
        heads: whether the constituents may lie in several heads, each with that many reflections;
            otherwise those of all constituents of a letter add up.
        bound: the largest number of partial covers that are visited.

    Returns:
        The constituents, for several heads all of those that need no more reflections.
    """
    table = demands.table
    classes = np.unique(table.group.classes[list(letters)])
    needed = codimensions(table, demands.constituents)[:, classes]
    if heads:
        peaks = needed.max(1, initial=0).tolist()
        most = least_single(demands.covers, peaks, demands.full)
        return Cover(most, most, tuple(i for i, peak in enumerate(peaks) if peak <= most))
    if demands.socle is not None and np.isin(np.flatnonzero(demands.socle), classes).all():
        # A minimal set restricts to a basis of the dual of the socle, and some letter of the socle
        # is moved by every functional of a basis: there each constituent costs its whole degree.
        return lightest_basis(
            demands.covers, [part.degree for part in demands.constituents], demands.full
        )
    return flattest_cover(demands.covers, needed, demands.full, bound=bound)


def _bits(row: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")
