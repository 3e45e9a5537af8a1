"""Transpositions: words for permutations of states that letters exchange in pairs.

A letter that exchanges two states and fixes the others is a transposition. Where such letters connect states,
they generate the symmetric group of these: each permutation of them is a word.

``square_pair(a, p)``   two words of a group of order p^3 that is not abelian, on p^2 states

References: Dixon and Mortimer, *Permutation Groups* (1996), section 1.6.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from bilinear_theory.automata.automaton import Automaton, Word

Map = tuple[int, ...]


def square_pair(minimal: Automaton, p: int) -> tuple[Map, Word, Map, Word] | None:
    """In the symmetric group of states that transpositions connect, p^2 of them as pairs modulo p.

    x leads from (i, j) to (i, j + i), y to (i + 1, j): they generate a group of order p^3.

    Args:
        minimal: a machine whose letters permute its states.
        p: a prime.

    Returns:
        x, a word for it, y and a word for it; None if transpositions connect no p^2 states.

    >>> swaps = Automaton("abc", [[1, 0, 0], [0, 2, 1], [2, 1, 3], [3, 3, 2]], 0, range(4))
    >>> x, word, _, _ = square_pair(swaps, 2)
    >>> x, "".join(word)
    ((0, 1, 3, 2), 'c')
    """
    neighbours: dict[int, dict[int, Word]] = {}
    for symbol, column in zip(minimal.alphabet, minimal.transitions.T, strict=True):
        moved = np.flatnonzero(column != np.arange(len(column))).tolist()
        if len(moved) == 2:
            for q, r in (moved, moved[::-1]):
                neighbours.setdefault(q, {})[r] = (symbol,)
    for start in neighbours:
        order, back = [start], {start: start}
        for q in order:
            for r in neighbours[q]:
                if r not in back:
                    back[r] = q
                    order.append(r)
        if len(order) < p * p:
            continue
        place = {(i, j): order[i * p + j] for i in range(p) for j in range(p)}
        image = {place[i, j]: place[i, (j + i) % p] for i in range(p) for j in range(p)}
        other = {place[i, j]: place[(i + 1) % p, j] for i in range(p) for j in range(p)}
        maps = [tuple(m.get(q, q) for q in range(len(minimal))) for m in (image, other)]
        words = [_sorting(m, neighbours) for m in maps]
        return maps[0], words[0], maps[1], words[1]
    return None


def _sorting(g: Map, neighbours: dict[int, dict[int, Word]]) -> Word:
    """A word in transpositions for a permutation of states that they connect."""
    word: Word = ()
    seen: set[int] = set()
    for start in range(len(g)):
        cycle = [start]
        seen.add(start)
        while (q := g[cycle[-1]]) not in seen:
            seen.add(q)
            cycle.append(q)
        # (c_0 c_1 .. c_m) is (c_0 c_1), then (c_0 c_2), .., then (c_0 c_m)
        for q in cycle[1:]:
            word += _transposition(cycle[0], q, neighbours)
    return word


def _transposition(p: int, q: int, neighbours: dict[int, dict[int, Word]]) -> Word:
    """A word that exchanges two states: along a path there and back."""
    back = {p: p}
    queue = deque([p])
    while q not in back:
        at = queue.popleft()
        for r in neighbours[at]:
            if r not in back:
                back[r] = at
                queue.append(r)
    path = [q]
    while path[-1] != p:
        path.append(back[path[-1]])
    steps = [neighbours[r][s] for r, s in zip(path[1:], path[:-1], strict=True)]  # last to first
    there = [symbol for step in reversed(steps) for symbol in step]
    return (*there, *reversed(there[:-1]))
