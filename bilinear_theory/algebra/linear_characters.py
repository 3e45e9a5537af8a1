"""Solvable subgroups of a finite group, up to conjugacy, with all their linear characters.

A solvable subgroup grows from the trivial one by steps of prime index: K = <H, x> with x in the
normaliser of H and ``x^p`` in H. A linear character of K restricts to one of H that x fixes,
and each of these extends in p ways, by the p-th roots of its value at ``x^p``. So both the subgroups
and their linear characters are found step by step.

``LinearCharacters``     a subgroup, and its linear characters by exponents of roots of unity
``solvable_subgroups``   the stream of them, in layers: of one prime factor, of two, ..

References: Hulpke, *Calculating subgroups with GAP* (2018), section 3; Dixon, *Constructing
representations of finite groups*, DIMACS Series 11 (1993).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup

_CONJUGATES = 4_000_000  # entries of an array of all conjugates of a subgroup
_SUBGROUPS = 3000  # conjugacy classes of subgroups after which the stream ends


@dataclass(frozen=True, eq=False)
class LinearCharacters:
    """A subgroup and its linear characters.

    Args:
        members: the numbers of its elements, ascending, shape ``(h,)``.
        exponents: shape ``(characters, h)``; the value at a member is ``zeta_e^exponent``, e the
            exponent of the whole group.
        generators: members that generate it.
    """

    members: NDArray[np.intp]
    exponents: NDArray[np.int64]
    generators: tuple[int, ...] = ()

    @cached_property
    def key(self) -> bytes:
        """The members as a key."""
        return self.members.astype(np.int32).tobytes()


def solvable_subgroups(group: FiniteGroup) -> Iterator[LinearCharacters]:
    """Solvable subgroups up to conjugacy, smaller ones first; the stream ends after 3000.

    >>> s4 = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    >>> [(len(H.members), len(H.exponents)) for H in solvable_subgroups(s4)][-2:]
    [(12, 3), (24, 2)]
    """
    seen: set[bytes] = set()
    layer = [LinearCharacters(np.zeros(1, np.intp), np.zeros((1, 1), np.int64))]
    count = 0
    while layer:
        for subgroup in layer:
            yield subgroup
            count += 1
            if count == _SUBGROUPS:
                return
        layer = [larger for small in layer for larger in _extensions(group, small, seen)]


def _extensions(
    group: FiniteGroup, small: LinearCharacters, seen: set[bytes]
) -> Iterator[LinearCharacters]:
    """The subgroups in which a subgroup is normal of prime index, one for each class not yet seen."""
    members = small.members
    inside = np.zeros(group.order, np.bool_)
    inside[members] = True
    if len(members) == 1:
        outside = np.setdiff1d(group.class_representatives, [0])
    else:
        outside = np.flatnonzero(_normaliser(group, small.generators, inside) & ~inside)
    for p in prime_divisors(group.order):
        if group.order % (len(members) * p):
            continue
        candidates = outside[inside[group.power(outside, p)]]
        while len(candidates):
            x = int(candidates[0])
            larger = _extension(group, small, x, p)
            candidates = candidates[~np.isin(candidates, larger.members)]
            if larger.key not in seen:
                seen.update(_conjugates(group, larger))
                yield larger


def _normaliser(
    group: FiniteGroup, generators: tuple[int, ...], inside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which elements normalise a subgroup: those that conjugate its generators into it."""
    everything = np.arange(group.order)
    result = np.ones(group.order, np.bool_)
    for h in generators:
        result &= inside[group.conjugate(h, everything)]
    return result


def _extension(group: FiniteGroup, small: LinearCharacters, x: int, p: int) -> LinearCharacters:
    """The subgroup <H, x>, x a normalising element with x^p in H, and its linear characters."""
    e = group.exponent
    h = len(small.members)
    powers = [0]
    for _ in range(p - 1):
        powers.append(int(group.product(powers[-1], x)))
    last = int(group.product(powers[-1], x))
    moved = np.searchsorted(small.members, group.conjugate(small.members, x))
    fixed = small.exponents[(small.exponents[:, moved] == small.exponents).all(axis=1)]
    # lambda(x^i k) = i lambda(x) + lambda(k), p lambda(x) = lambda(x^p)
    roots = fixed[:, int(np.searchsorted(small.members, last))] // p
    choices = (roots[:, None] + (e // p) * np.arange(p)).ravel()  # (characters p,)
    cosets = np.concatenate([group.product(y, small.members) for y in powers])
    values = np.repeat(np.tile(fixed, (1, p)), p, axis=0)  # (characters p, p h)
    values = (values + choices[:, None] * np.repeat(np.arange(p), h)) % e
    order = np.argsort(cosets)
    return LinearCharacters(cosets[order], values[:, order], (*small.generators, x))


def _conjugates(group: FiniteGroup, subgroup: LinearCharacters) -> set[bytes]:
    """The keys of all conjugates of a subgroup; of the subgroup alone if they are too many."""
    members = subgroup.members
    if group.order * len(members) > _CONJUGATES:
        return {subgroup.key}
    everything = np.arange(group.order)[:, None]
    rows = np.sort(group.conjugate(members, everything), axis=1)
    rows = np.ascontiguousarray(rows, dtype=np.int32)
    return {row.tobytes() for row in np.unique(rows, axis=0)}
