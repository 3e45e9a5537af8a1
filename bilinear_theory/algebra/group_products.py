"""New groups from old: direct, semidirect and wreath products, and quotients.

Each is built as a group of permutations whose generators are those of the factors, in order.

``direct_product(G, H, ..)``     on the disjoint union of the points
``semidirect_product(N, H, a)``  N normal, and each generator h of H acts on N by an automorphism
``wreath_product(G, H)``         a copy of G for each point of H, on pairs of points
``quotient(G, N)``               on the cosets of a normal subgroup

References: Dixon and Mortimer, *Permutation Groups* (1996), sections 2.5 and 2.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import ELEMENTS_BOUND, FiniteGroup


def direct_product(*groups: FiniteGroup, bound: int = ELEMENTS_BOUND) -> FiniteGroup:
    """The direct product of groups, on the disjoint union of their points.

    Raises:
        ValueError: if there is no factor, or the product has more elements than the bound.

    >>> c2 = FiniteGroup([(1, 0)])
    >>> direct_product(c2, c2, c2).order
    8
    """
    if not groups:
        raise ValueError("a direct product needs at least one factor, found none")
    degree = sum(group.degree for group in groups)
    generators, first = list[NDArray[np.intp]](), 0
    for group in groups:
        for s in group.permutations:
            row = np.arange(degree)
            row[first : first + group.degree] = first + s
            generators.append(row)
        first += group.degree
    return FiniteGroup(np.stack(generators), bound=bound)


def semidirect_product(
    normal: FiniteGroup,
    group: FiniteGroup,
    action: Sequence[Sequence[int]],
    *,
    bound: int = ELEMENTS_BOUND,
) -> FiniteGroup:
    """The semidirect product ``normal : group``, in which ``h^-1 n h`` is the image of n under h.

    Args:
        normal: the normal factor N.
        group: the factor H that acts.
        action: for each generator of H the images of the generators of N, as element numbers of N.
        bound: the largest order that is enumerated.

    Returns:
        The group on the elements of N and the points of H; its generators are those of N, then of H.

    Raises:
        ValueError: if a row of images is not those of an automorphism, or the rows do not act as H.

    >>> c3, c2 = FiniteGroup([(1, 2, 0)]), FiniteGroup([(1, 0)])
    >>> semidirect_product(c3, c2, [[c3.inverse[c3.generators[0]]]]).is_abelian
    False
    """
    if len(action) != len(group.generators):
        raise ValueError(
            f"{len(action)} automorphisms, expected one for each of the "
            f"{len(group.generators)} generators"
        )
    N, n = normal.order, group.degree
    everything, points = np.arange(N), np.arange(n)
    generators = [
        np.concatenate([normal.product(everything, s), N + points]) for s in normal.generators
    ]
    for h, images in enumerate(action):
        if len(images) != len(normal.generators):
            raise ValueError(
                f"automorphism {h} has {len(images)} images, expected one for each of the "
                f"{len(normal.generators)} generators of the normal factor"
            )
        moved = extended(normal, normal, np.asarray(images, np.intp)[None])[0]
        if len(np.unique(moved)) < N or not respects(normal, normal, moved[None], [images])[0]:
            raise ValueError(f"the images {list(images)} are not those of an automorphism")
        generators.append(np.concatenate([moved, N + group.permutations[h]]))
    expected = N * group.order
    if expected > bound:
        raise ValueError(f"the product has {expected} elements, past the bound {bound}")
    try:
        product = FiniteGroup(np.stack(generators), bound=expected)
    except ValueError:
        raise ValueError(
            "the automorphisms do not satisfy the relations of the generators"
        ) from None
    return product


def wreath_product(
    base: FiniteGroup, top: FiniteGroup, *, bound: int = ELEMENTS_BOUND
) -> FiniteGroup:
    """The wreath product: a copy of ``base`` at each point of ``top``, which permutes the copies.

    The point x of copy y is ``y d + x``, d the degree of the base.

    >>> c2 = FiniteGroup([(1, 0)])
    >>> wreath_product(c2, FiniteGroup([(1, 2, 0), (1, 0, 2)])).order
    48
    """
    d, copies = base.degree, top.degree
    generators = list[NDArray[np.intp]]()
    reached = np.zeros(copies, np.bool_)
    for y in range(copies):
        if reached[y]:
            continue  # the top group carries the copy of an earlier point here
        reached[top.elements[:, y]] = True
        for s in base.permutations:
            row = np.arange(copies * d)
            row[y * d : (y + 1) * d] = y * d + s
            generators.append(row)
    x = np.arange(d)
    generators.extend((h[:, None] * d + x).ravel() for h in top.permutations)
    return FiniteGroup(np.stack(generators), bound=bound)


def quotient(group: FiniteGroup, normal: Iterable[int]) -> FiniteGroup:
    """The quotient by a normal subgroup, on its cosets; generators are the images of the group's.

    Raises:
        ValueError: if the elements are not those of a normal subgroup.

    >>> s4 = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    >>> quotient(s4, s4.derived_series[2]).order
    6
    """
    subgroup = np.unique(np.asarray(list(normal), np.intp))
    closure = group.normal_closure(subgroup.tolist())
    if not np.array_equal(closure, subgroup):
        raise ValueError(
            f"{len(subgroup)} elements that are no normal subgroup; their normal closure has "
            f"{len(closure)}"
        )
    coset = np.full(group.order, -1, np.intp)
    representatives = list[int]()
    for x in range(group.order):
        if coset[x] < 0:
            coset[group.product(x, subgroup)] = len(representatives)
            representatives.append(x)
    return FiniteGroup(coset[group.right[representatives]].T, bound=group.bound)


def extended(group: FiniteGroup, other: FiniteGroup, images: NDArray[np.intp]) -> NDArray[np.intp]:
    """The images of all elements by their words, for many choices of images of the generators.

    Args:
        group: the group whose elements are mapped.
        other: the group that they are mapped to.
        images: elements of the other group for the generators, shape ``(C, G)``.

    Returns:
        Shape ``(C, N)``; a homomorphism where ``respects`` says so.
    """
    found = np.zeros((len(images), group.order), np.intp)
    for x, (parent, s) in enumerate(group.steps.tolist()):
        if x:
            found[:, x] = other.product(found[:, parent], images[:, s])
    return found


def respects(
    group: FiniteGroup,
    other: FiniteGroup,
    maps: NDArray[np.intp],
    images: Sequence[Sequence[int]] | NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Whether maps of elements ``(C, N)`` with images ``(C, G)`` of the generators preserve products."""
    chosen, good = np.asarray(images, np.intp), np.ones(len(maps), np.bool_)
    for s in range(len(group.generators)):
        products = other.product(maps, chosen[:, s : s + 1])
        good &= (products == maps[:, group.right[:, s]]).all(1)
    return good
