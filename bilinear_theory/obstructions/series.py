"""Series of commutators and squares: groups of words that a stack of layers cannot follow.

Words that permute a set of states generate a group there. Let ``D_0`` be the group and ``D_(k+1)`` the
commutators of elements of ``D_k`` (and over R their squares). These sets are normal and decrease, and
``D_k`` generates the k-th term of the derived series (over R of the series of subgroups that squares
generate): so ``D_k`` is trivial exactly if that is, and otherwise ``D_k`` has an element to show.

``series(group, words, ..)``  an element of ``D_k`` as steps, or a closed set, with the kind of witness
``sampled(maps, ..)``         the same for a group too large to list, from a part of each ``D_k``

References: Robinson, *A Course in the Theory of Groups* (1996), section 5.1; theory.md, section 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.automaton import Word
from bilinear_theory.certificates.obstruction import Series

#: The largest group whose elements are listed.
MAX_GROUP = 1_024
#: Elements kept of each set where the group is too large, and the most sets.
KEPT, MAX_DEPTH = 40, 1_000

Map = tuple[int, ...]
Pairs = dict[int, tuple[int, int]]


def series(
    group: FiniteGroup, words: list[Word], states: tuple[int, ...], *, depth: int, squares: bool
) -> tuple[str, Series] | None:
    """Steps to an element of ``D_depth``, or a closed set if the ``D_k`` do not end; None if they end.

    Args:
        group: the group on the places of the states.
        words: a word for each element.
        states: the states.
        depth: the number of steps that are to lead to an element that is not the identity.
        squares: whether squares count.
    """
    sets: list[Pairs] = [dict.fromkeys(range(1, group.order), (-1, -1))]
    while sets[-1]:
        after = _after(group, sets[-1], squares=squares)
        if after.keys() == sets[-1].keys():
            return "series-without-end", _closed(group, words, states, after)
        sets.append(after)
    if len(sets) <= depth + 1:
        return None
    return "series-too-long", _steps(sets[: depth + 1], min(sets[depth]), words, states)


def _after(group: FiniteGroup, known: Pairs, *, squares: bool) -> Pairs:
    """For each commutator (or square) of elements a pair with the least numbers; the identity left out."""
    elements = np.array(sorted(known), np.intp)
    values = group.commutator(elements[:, None], elements)
    if squares:
        np.fill_diagonal(values, group.product(elements, elements))
    n = len(elements)
    weight = np.maximum.outer(np.arange(n), np.arange(n)).ravel()
    order = np.argsort(weight, kind="stable")
    found, first = np.unique(values.ravel()[order], return_index=True)
    places = order[first]
    return {
        int(g): (int(elements[place // n]), int(elements[place % n]))
        for g, place in zip(found, places, strict=True)
        if g
    }


def _steps(sets: list[Pairs], last: int, words: list[Word], states: tuple[int, ...]) -> Series:
    """The steps that lead to an element of the last set."""
    leaves: dict[int, int] = {}
    order: list[tuple[int, int]] = []  # (depth, element) of each step
    place: dict[tuple[int, int], int] = {}
    stack = [(len(sets) - 1, last)]
    while stack:
        k, g = stack[-1]
        if k == 0:
            leaves.setdefault(g, len(leaves))
            stack.pop()
            continue
        waiting = [(k - 1, h) for h in sets[k][g] if (k > 1 and (k - 1, h) not in place)]
        waiting += [(0, h) for h in sets[k][g] if k == 1 and h not in leaves]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        if (k, g) not in place:
            place[k, g] = len(order)
            order.append((k, g))

    def number(k: int, g: int) -> int:
        return leaves[g] if k == 0 else len(leaves) + place[k, g]

    pairs = tuple((number(k - 1, sets[k][g][0]), number(k - 1, sets[k][g][1])) for k, g in order)
    return Series(states, tuple(words[g] for g in leaves), pairs)


def _closed(group: FiniteGroup, words: list[Word], states: tuple[int, ...], pairs: Pairs) -> Series:
    """Elements each of which is the commutator (or square) of two of them."""
    chosen = [min(pairs)]
    place = {chosen[0]: 0}
    steps: list[tuple[int, int]] = []
    elements = np.array(sorted(pairs), np.intp)
    for g in chosen:
        i, j = pairs[g]
        old = np.array(chosen, np.intp)
        for left, right in ((old, old), (old, elements), (elements, old)):
            hits = np.argwhere(group.commutator(left[:, None], right) == g)
            if len(hits):
                i, j = int(left[hits[0][0]]), int(right[hits[0][1]])
                break
        for h in (i, j):
            if h not in place:
                place[h] = len(chosen)
                chosen.append(h)
        steps.append((place[i], place[j]))
    return Series(states, tuple(words[g] for g in chosen), tuple(steps))


def sampled(
    maps: Mapping[Map, Word], states: tuple[int, ...], *, depth: int, squares: bool
) -> Series | None:
    """Steps to an element of ``D_depth``, from a few elements of each set; None if none is found."""
    if depth > MAX_DEPTH:
        return None
    listed: list[Map] = list(maps)
    words = [maps[g] for g in listed]
    for g in range(len(listed)):
        for h in range(len(listed)):
            if len(words) < KEPT:
                product = tuple(listed[h][p] for p in listed[g])
                if product not in listed and product != tuple(range(len(product))):
                    listed.append(product)
                    words.append((*words[g], *words[h]))
    known = {g: i for i, g in enumerate(listed)}  # the elements of one set, by their numbers
    sets: list[Pairs] = [dict.fromkeys(range(len(listed)), (-1, -1))]
    for _ in range(depth):
        found: dict[Map, tuple[int, int]] = {}
        for g, i in known.items():
            for h, j in known.items():
                value = _square(g) if i == j and squares else _commutator(g, h)
                if value != tuple(range(len(value))) and len(found) < KEPT:
                    found.setdefault(value, (i, j))
        if not found:
            return None
        known = {g: i for i, g in enumerate(found)}
        sets.append(dict(enumerate(found.values())))
    return _steps(sets, 0, words, states)


def _square(x: Map) -> Map:
    return tuple(x[p] for p in x)


def _commutator(x: Map, y: Map) -> Map:
    value = [0] * len(x)
    for p in range(len(x)):
        value[x[y[p]]] = y[x[p]]
    return tuple(value)
