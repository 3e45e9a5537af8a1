"""Isomorphisms of finite groups, found by the images of few generators.

Elements are first told apart by what an isomorphism preserves: orders, class sizes, and the same of
their powers and roots. The images of generators are then tried in batches; words extend them to all
elements, and the products with generators decide.

``minimal_generating_set(g)``  elements that generate the group, as few as possible
``isomorphism(g, h)``          the image of each element, or None
``invariants(g)``              numbers that isomorphic groups share

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 9.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import extended, respects

Fingerprint = tuple[object, ...]

TRIES_BOUND = 100_000
_BATCH = 1_000_000  # images of elements that are held at a time


def minimal_generating_set(group: FiniteGroup, *, bound: int = TRIES_BOUND) -> tuple[int, ...]:
    """Elements that generate the group, as few as possible; none for the trivial group.

    Raises:
        ValueError: if more sets than the bound would have to be tried.

    >>> a4 = FiniteGroup([(1, 0, 3, 2), (2, 3, 0, 1), (1, 2, 0, 3)])
    >>> len(minimal_generating_set(a4))
    2
    """
    if len(prime_divisors(group.order)) == 1:  # all irredundant sets have the same size (Burnside)
        return _irredundant(group)
    tries = 0
    least = 0 if group.order == 1 else 1 if group.is_abelian else 2
    for size in range(least, group.order.bit_length() + 1):
        stack: list[tuple[tuple[int, ...], NDArray[np.intp]]] = [((), np.zeros(1, np.intp))]
        seen: set[tuple[int, bytes]] = set()
        while stack:
            chosen, subgroup = stack.pop()
            if len(subgroup) == group.order:
                return chosen
            if len(chosen) == size:
                continue
            # Up to conjugation the first element represents a class.
            first = not chosen
            inside = np.zeros(group.order, np.bool_)
            inside[subgroup] = True
            for x in group.class_representatives[1:].tolist() if first else range(group.order):
                if inside[x]:
                    continue
                tries += 1
                if tries > bound:
                    raise ValueError(
                        f"more than {bound} sets of generators, the bound, would have to be tried"
                    )
                larger = group.generated_subgroup([*chosen, x])
                if len(larger) == group.order:
                    return (*chosen, x)
                key = (len(chosen) + 1, larger.tobytes())
                if len(chosen) + 1 < size and key not in seen:
                    seen.add(key)
                    stack.append(((*chosen, x), larger))
    return _irredundant(group)


def _irredundant(group: FiniteGroup) -> tuple[int, ...]:
    """Generators of which none can be left out."""
    chosen = list(dict.fromkeys(x for x in group.generators if x))
    for x in list(chosen):
        rest = [y for y in chosen if y != x]
        if len(group.generated_subgroup(rest)) == group.order:
            chosen = rest
    return tuple(chosen)


def fingerprints(group: FiniteGroup) -> tuple[Fingerprint, ...]:
    """For each class what isomorphisms preserve, refined along power maps."""
    primes = prime_divisors(group.order)
    derived = np.zeros(group.order, np.bool_)
    derived[group.derived_subgroup] = True
    now: list[Fingerprint] = [
        (int(n), int(size), bool(derived[x]), bool(real))
        for n, size, x, real in zip(
            group.class_orders,
            group.class_sizes,
            group.class_representatives,
            group.real_classes,
            strict=True,
        )
    ]
    maps = {p: group.power_map(p).tolist() for p in primes}
    while True:
        roots: list[Counter[tuple[int, Fingerprint]]] = [Counter() for _ in now]
        for p, images in maps.items():
            for c, d in enumerate(images):
                roots[d][p, now[c]] += int(group.class_sizes[c])
        names = [
            (mine, tuple(now[images[c]] for images in maps.values()), frozenset(roots[c].items()))
            for c, mine in enumerate(now)
        ]
        # Hashes keep the names short; equal groups get equal ones.
        later = [(*mine[:4], hash(name)) for mine, name in zip(now, names, strict=True)]
        if len(set(later)) == len(set(now)):
            return tuple(later)
        now = later


def invariants(group: FiniteGroup) -> Fingerprint:
    """What isomorphic groups share: the order and how often each fingerprint occurs.

    >>> d4 = FiniteGroup([(1, 2, 3, 0), (0, 3, 2, 1)])
    >>> c8 = FiniteGroup([(1, 2, 3, 4, 5, 6, 7, 0)])
    >>> invariants(d4) == invariants(c8)
    False
    """
    return (group.order, frozenset(Counter(fingerprints(group)).items()))


def isomorphism(
    group: FiniteGroup, other: FiniteGroup, *, bound: int = 10 * TRIES_BOUND
) -> NDArray[np.intp] | None:
    """An isomorphism as the image of each element, or None if the groups are not isomorphic.

    Raises:
        ValueError: if more images of generators than the bound would have to be tried.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> d3 = FiniteGroup([(1, 2, 0, 4, 5, 3), (3, 5, 4, 0, 2, 1)])
    >>> isomorphism(s3, d3) is not None
    True
    """
    if invariants(group) != invariants(other):
        return None
    chosen = minimal_generating_set(group)
    if not chosen:
        return np.zeros(1, np.intp)
    small = FiniteGroup(group.elements[list(chosen)], bound=group.bound)
    mine, theirs = fingerprints(group), fingerprints(other)
    classes: list[list[int]] = []
    for place, x in enumerate(chosen):
        wanted = mine[group.classes[x]]
        alike = [c for c, name in enumerate(theirs) if name == wanted]
        classes.append(
            [int(other.class_representatives[c]) for c in alike]
            if place == 0  # the first image up to conjugation
            else [int(y) for c in alike for y in other.class_elements[c]]
        )
    total = int(np.prod([len(options) for options in classes], dtype=object))
    candidates, tried = product(*classes), 0
    numbers = small.indices(group.elements)  # the elements of the group, as numbered by few words
    step = max(1, _BATCH // group.order)
    while batch := list(islice(candidates, step)):
        tried += len(batch)
        images = np.array(batch, np.intp)
        maps = extended(small, other, images)
        good = np.flatnonzero(respects(small, other, maps, images) & (maps[:, 1:] != 0).all(1))
        if len(good):
            return maps[good[0]][numbers]
        if tried >= bound and tried < total:
            raise ValueError(
                f"{total} images of generators would have to be tried, past the bound {bound}"
            )
    return None
