"""Induced modules of least total index on which a group acts faithfully.

What acts trivially on ``Ind_H^G(lambda)`` is the core of the kernel K of lambda: the classes that lie in K.
So of all modules with one kernel those of the least index, with H/K the largest cyclic subgroup of the
normaliser of K modulo K, do as well as the others, and a sum of modules is faithful if each class of
subgroups of prime order lies outside of some core. The cheapest is a cover, as in ``induced``, of which
this is the case ``P = 1``; all cores are one product of matrices.

``faithful_modules(g, ..)``   the modules of least total index

References: ``algebra.induced``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.covering import STATES_BOUND, lightest_cover
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.induced import LeastModules, Module, irredundant
from bilinear_theory.algebra.permutations import Vector
from bilinear_theory.algebra.subgroups import subgroup_classes


def faithful_modules(group: FiniteGroup, *, monomial: bool) -> LeastModules:
    """The modules of least total index on which the group acts faithfully.

    Args:
        group: the group.
        monomial: whether all linear characters are allowed, not only the trivial ones.

    Raises:
        ValueError: past the bounds on the subgroups and the sets of requirements.

    >>> found = faithful_modules(FiniteGroup([(1, 2, 3, 4, 5, 0)]), monomial=False)
    >>> found.least, [module.index for module in found.chosen]
    (5, [2, 3])
    """
    kernels = subgroup_classes(group)
    elements = _of_prime_order(group)
    inside = np.zeros((len(kernels), group.order), np.bool_)
    for row, kernel in zip(inside, kernels, strict=True):
        row[kernel] = True
    sizes = group.class_sizes
    of_class = np.eye(len(sizes), dtype=np.int64)[group.classes]  # (elements, classes)
    cores = inside @ of_class == sizes  # (kernels, classes)
    met = ~cores[:, group.classes[list(elements)]]
    best: dict[int, tuple[int, int, int]] = {}  # index, place of the kernel, generator
    powers = _powers(group) if monomial else None
    for place, (kernel, row) in enumerate(zip(kernels, met.tolist(), strict=True)):
        cover = sum(1 << r for r, bit in enumerate(row) if bit)
        if not cover:
            continue
        found = (group.order // len(kernel), place, 0)
        if powers is not None:
            order, x = _largest_cyclic(group, kernel, inside[place], powers)
            found = (found[0] // order, place, x)
        if cover not in best or found[0] < best[cover][0]:
            best[cover] = found
    weights = irredundant({cover: index for cover, (index, _, _) in best.items()})
    full = (1 << len(elements)) - 1
    covers = tuple(weights)
    lightest = lightest_cover(covers, tuple(weights.values()), full)
    if lightest.low < lightest.high:
        raise ValueError(f"more than {STATES_BOUND} sets of subgroups are to be met, the bound")
    parts = (best[covers[i]] for i in lightest.chosen)
    modules = (
        _module(group, kernels[place], x) for _, place, x in sorted(parts, key=lambda part: part[0])
    )
    return LeastModules(
        group, lightest.high, tuple(modules), kernels, elements, covers, tuple(weights.values())
    )


def _of_prime_order(group: FiniteGroup) -> tuple[int, ...]:
    """A generator of one subgroup of each class of subgroups of prime order."""
    chosen: list[int] = []
    covered = np.zeros(len(group.class_sizes), np.bool_)
    first = group.class_representatives
    for c in np.lexsort((first, group.class_orders)).tolist():
        p = int(group.class_orders[c])
        if not covered[c] and prime_divisors(p) == (p,):
            chosen.append(int(first[c]))
            covered[group.class_powers[c, 1:p]] = True
    return tuple(chosen)


def _powers(group: FiniteGroup) -> Vector:
    """The powers of all elements, row k - 1 the k-th ones."""
    everything = np.arange(group.order)
    rows = [everything]
    while len(rows) < int(group.class_orders.max()):
        rows.append(group.product(rows[-1], everything))
    return np.array(rows)


def _largest_cyclic(
    group: FiniteGroup, kernel: Vector, inside: NDArray[np.bool_], powers: Vector
) -> tuple[int, int]:
    """The order of the largest cyclic group in the normaliser of a subgroup modulo it, and a generator."""
    everything = np.arange(group.order)
    normalises = inside[group.conjugate(kernel[:, None], everything)].all(0)
    orders = np.where(normalises, inside[powers].argmax(0) + 1, 0)
    x = int(orders.argmax())
    return int(orders[x]), x


def _module(group: FiniteGroup, kernel: Vector, x: int) -> Module:
    """The module of a character with a kernel, of the subgroup that an element generates with it."""
    powers = [0]
    members = set(kernel.tolist())
    while (y := int(group.product(powers[-1], x))) not in members:
        powers.append(y)
    subgroup = np.sort(group.product(kernel[:, None], np.array(powers)[None, :]).ravel())
    return Module(group, subgroup, kernel, x)
