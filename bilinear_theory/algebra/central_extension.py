"""Central extensions of a finite group by a group of prime order, from its Cayley graph.

A projective representation of a group G is a representation of a central extension H. By a group of prime
order p they are counted by the second cohomology: for generators x of G lifted to H, and lifts s(g) along
a spanning tree of the Cayley graph, ``s(g) x = s(gx) t(g, x)`` with t in Z/p, 0 on the tree. Multiplied by
a generator y on the left, ``y s(g) = s(yg) u(y, g)``, an edge gives the linear equation

    u(y, gx) + t(g, x) = u(y, g) + t(yg, x),

and each solution t belongs to an extension. Those solutions that come of other lifts of the generators
change nothing.

``central_extensions(group, p)``   the extensions that are not a direct product with G over the generators
``few_points(permutations, p)``    the same group as permutations of fewer points

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 7.6; Schur,
*Ueber die Darstellung der endlichen Gruppen durch gebrochene lineare Substitutionen* (1904).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
from flint import nmod_mat
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.stabiliser_chain import group_order

Table = NDArray[np.intp]

#: The largest group whose extensions are sought.
MAX_ORDER = 2600
#: The most extensions by one prime, up to multiples.
MAX_CLASSES = 64
#: How many pairs of elements are tried for a subgroup whose cosets are the points.
_TRIES = 400


def central_extensions(group: FiniteGroup, p: int) -> Iterator[FiniteGroup]:
    """The central extensions of a group by ``Z/p``, generators lifted to generators, one by one.

    Classes that are multiples of one another have the same extension, which is given once, and the
    direct product is left out.

    Args:
        group: of order at most ``MAX_ORDER``.
        p: a prime.

    Raises:
        ValueError: past the bounds on the group or on the number of extensions.

    >>> a4 = FiniteGroup([(1, 2, 0, 3), (1, 0, 3, 2)])
    >>> [(H.order, len(H.class_sizes)) for H in central_extensions(a4, 2)]  # SL(2, 3)
    [(24, 7)]
    """
    if group.order > MAX_ORDER:
        raise ValueError(
            f"central extensions are sought of groups of at most {MAX_ORDER} elements, "
            f"not of {group.order}"
        )
    basis = _classes(group, p)
    if p ** len(basis) > MAX_CLASSES * (p - 1) + 1:
        raise ValueError(f"there are {p}^{len(basis)} central extensions by a group of order {p}")
    for weights in product(range(p), repeat=len(basis)):
        if next((w for w in weights if w), 0) == 1:
            tails = sum((w * t for w, t in zip(weights, basis, strict=True)), start=0 * basis[0])
            yield FiniteGroup(few_points(_regular(group, tails % p, p), p))


def _classes(group: FiniteGroup, p: int) -> list[Table]:
    """Solutions t of shape ``(N, X)`` that are a basis modulo those of other lifts of the generators."""
    order, letters = group.right.shape
    tree = np.zeros((order, letters), bool)
    tree[group.steps[1:, 0], group.steps[1:, 1]] = True
    unknowns = int((~tree).sum())
    column = np.full((order, letters), unknowns)
    column[~tree] = np.arange(unknowns)  # the last column, of the tree, is dropped
    blocks: list[NDArray[np.int16]] = []
    for y in group.generators:
        moved = column[group.product(y, np.arange(order))]  # the unknown t(yg, x)
        u = np.zeros((order, unknowns + 1), np.int16)
        u[0, column[0, group.generators.index(y)]] = 1
        for g, (parent, x) in enumerate(group.steps.tolist()):
            if g:
                u[g] = u[parent]
                u[g, moved[parent, x]] += 1
        g, x = np.nonzero(~tree)
        rows = u[group.right[g, x]] - u[g]
        edges = np.arange(len(g))
        rows[edges, column[g, x]] += 1
        np.subtract.at(rows, (edges, moved[g, x]), 1)
        blocks.append(rows[:, :-1] % p)
    system = np.concatenate(blocks)
    system = np.unique(system, axis=0)
    solutions = _nullspace(system, p)
    known = [_other_lifts(group, x)[~tree] % p for x in range(letters)]
    found: list[Table] = []
    for solution in solutions:
        if _rank([*known, solution], p) > _rank(known, p):
            known.append(solution)
            tails = np.zeros((order, letters), np.intp)
            tails[~tree] = solution
            found.append(tails)
    return found


def _other_lifts(group: FiniteGroup, x: int) -> Table:
    """The solution of the trivial extension with the generator x lifted to another element."""
    count = np.zeros(group.order, np.intp)
    for g, (parent, s) in enumerate(group.steps.tolist()):
        if g:
            count[g] = count[parent] + (s == x)
    used = (np.arange(group.right.shape[1]) == x).astype(np.intp)
    return count[:, None] + used - count[group.right]


def _nullspace(rows: NDArray[np.int16], p: int) -> list[Table]:
    """A basis of the vectors that all rows annihilate modulo p."""
    reduced, rank = nmod_mat(rows.shape[0], rows.shape[1], rows.ravel().tolist(), p).rref()
    table = np.array([[int(c) for c in row] for row in reduced.tolist()[:rank]], np.intp)
    table = table.reshape(rank, rows.shape[1])
    pivots = (table != 0).argmax(1)
    basis: list[Table] = []
    for free in np.setdiff1d(np.arange(rows.shape[1]), pivots):
        v = np.zeros(rows.shape[1], np.intp)
        v[free] = 1
        v[pivots] = -table[:, free] % p
        basis.append(v)
    return basis


def _rank(rows: list[Table], p: int) -> int:
    return nmod_mat([row.tolist() for row in rows], p).rank()


def _regular(group: FiniteGroup, tails: Table, p: int) -> Table:
    """The generators of the extension as permutations of its elements, ``(g, c)`` as ``p g + c``."""
    elements = p * group.right.T[:, :, None] + (tails.T[:, :, None] + np.arange(p)) % p
    return elements.reshape(len(elements), -1)


def few_points(regular: Table, p: int) -> Table:
    """A group on the cosets of a subgroup: of those that two random elements generate, the largest.

    Args:
        regular: the product of each element with each generator, ``(X, N)``; the identity is 0 and the
            elements ``0 .. p - 1`` are a central subgroup.
        p: a prime. The subgroup meets that central one in the identity alone.
    """
    order = regular.shape[1]
    chosen, best = random.Random(0), regular
    words = FiniteGroup(regular, bound=order)
    for _ in range(_TRIES):
        pair = words.elements[[chosen.randrange(order), chosen.randrange(order)]]
        members = _generated(pair.astype(np.intp), p)
        if members is not None and order < len(members) * best.shape[1]:
            cosets = _on_cosets(regular, members)
            if group_order(list(cosets), most=order) == order:
                best = cosets
    return best


def _generated(pair: Table, p: int) -> Table | None:
    """The elements that products by two lead to, None once a central one is met."""
    letters = pair.tolist()
    seen = bytearray(pair.shape[1])
    seen[0] = 1
    for g in (found := [0]):
        for images in letters:
            h = images[g]
            if not seen[h]:
                if h < p:
                    return None
                seen[h] = 1
                found.append(h)
    return np.array(sorted(found), np.intp)


def _on_cosets(regular: Table, members: Table) -> Table:
    """The generators on the cosets ``U h`` of a subgroup, that of the identity first."""
    coset = np.full(regular.shape[1], -1, np.intp)
    coset[members] = 0
    first, following = [members], list[Table]()
    for block in first:
        images = regular[:, block]
        for image in images:
            if coset[image[0]] < 0:
                coset[image] = len(first)
                first.append(image)
        following.append(coset[images[:, 0]])
    return np.array(following, np.intp).T
