"""Pairs of states: which pairs do words reach from given ones?

A violated identity such as ``x t x = t x`` is a pair of states ``(p x, p)`` from which some word ``t``
leads to a pair that the letter ``x`` does not merge. So identities whose middle is an arbitrary word
are questions of reachability among at most ``Q^2`` pairs, not among the elements of the monoid.

``PairClosure``          the unordered pairs of distinct states that words reach from seeds
``pair_closure(T, s)``   its breadth-first search, ``O(Q^2 S)``
``first_unmerged(..)``   the first of them that a letter does not merge
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Table

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PairClosure:
    """Pairs ``{q, r}``, coded ``q * Q + r`` with ``q < r``, in breadth-first order.

    ``parents`` and ``letters`` have one entry a code: the pair before it and the column that leads
    to it, -1 for a seed; a pair that is not reached has parent -2.
    """

    size: int
    order: Codes
    parents: Codes
    letters: NDArray[np.int32]

    def unmerged(self, column: Table) -> int | None:
        """The first pair that a letter, given by its column of transitions, does not merge."""
        return _unmerged(self.order, column, self.size)

    def images(self, column: Table) -> tuple[Codes, Codes]:
        """The pairs to which a letter leads, and for each one the pair that it comes from."""
        q, r = np.divmod(self.order, self.size)
        after = pair_codes(column[q], column[r], self.size)
        keep = np.flatnonzero(after >= 0)
        found, first = np.unique(after[keep], return_index=True)
        return found, self.order[keep[first]]

    def path(self, code: int) -> tuple[int, list[int]]:
        """The seed that leads to a pair, and the columns on the way."""
        columns: list[int] = []
        while self.letters[code] >= 0:
            columns.append(int(self.letters[code]))
            code = int(self.parents[code])
        return code, columns[::-1]


def pair_codes(left: NDArray[np.int32], right: NDArray[np.int32], size: int) -> Codes:
    """The codes of unordered pairs, -1 for a pair of equal states."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right)
    return np.where(low == high, -1, low * size + high)


def pair_closure(transitions: Table, seeds: Codes) -> PairClosure:
    """The pairs that words reach from the seeds (codes; -1 is left out).

    >>> closure = pair_closure(np.array([[1], [2], [0]], np.int32), np.array([1]))
    >>> closure.order.tolist(), closure.path(2)
    ([1, 5, 2], (1, [0, 0]))
    """
    size = len(transitions)
    parents = np.full(size * size, -2, np.int64)
    letters = np.full(size * size, -1, np.int32)
    frontier = np.unique(seeds[seeds >= 0])
    parents[frontier] = -1
    order = [frontier]
    while len(frontier):
        q, r = np.divmod(frontier, size)
        after = pair_codes(transitions[q], transitions[r], size).ravel()
        fresh = np.flatnonzero((after >= 0) & (parents[after] == -2))
        found, first = np.unique(after[fresh], return_index=True)
        place = fresh[first]
        parents[found] = frontier[place // transitions.shape[1]]
        letters[found] = place % transitions.shape[1]
        order.append(found)
        frontier = found
    return PairClosure(size, np.concatenate(order), parents, letters)


def first_unmerged(
    transitions: Table, seeds: Codes, column: Table
) -> tuple[int, int, list[int]] | None:
    """The first pair that seeds reach and a letter does not merge, its seed and the columns between.

    Further words are tried only if the letter merges all seeds; one that permutes the states merges none.

    >>> table, letter = np.array([[1], [2], [0]], np.int32), np.array([0, 0, 1], np.int32)
    >>> first_unmerged(table, np.array([1]), letter)
    (5, 1, [0])
    """
    size = len(transitions)
    found = _unmerged(np.unique(seeds[seeds >= 0]), column, size)
    if found is not None:
        return found, found, []
    closure = pair_closure(transitions, seeds)
    found = closure.unmerged(column)
    return None if found is None else (found, *closure.path(found))


def _unmerged(codes: Codes, column: Table, size: int) -> int | None:
    q, r = np.divmod(codes, size)
    apart = np.flatnonzero(column[q] != column[r])
    return int(codes[apart[0]]) if len(apart) else None
