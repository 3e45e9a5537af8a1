"""Reachability: the states that words reach, and the shortest words that reach them.

A breadth-first search that scans the rows of the transition table in order meets the states in the
length-lexicographic order of their access words, so it both numbers the states and finds the words.

``reachable(a)``           the reachable part, numbered in breadth-first order from the start 0
``access_words(a)``        for each state the length-lexicographically least word that reaches it
``product(a, b, f)``       the reachable part of the product, with outputs ``f(left, right)``
``is_permutation(a)``      whether every letter permutes the states

References: Hopcroft and Ullman, *Introduction to Automata Theory* (1979), section 3.4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import breadth_first
from bilinear_theory.automata.automaton import Automaton, Output, Symbol, Table, Word


@dataclass(frozen=True, eq=False)
class AccessTree:
    """The breadth-first tree of an automaton: for each state the last step of its access word.

    ``parents`` and ``letters`` have shape ``(Q,)``; the start and the states that no word reaches
    have parent -1. A word is read off the tree when it is asked for, so that the tree takes memory
    for its states and not for all the letters of their words.

    >>> counter = Automaton("a", [[1], [2], [0]], 0, (True, False, False))
    >>> access_words(counter).word(2)
    ('a', 'a')
    """

    alphabet: tuple[Symbol, ...]
    start: int
    parents: Table
    letters: Table

    def __len__(self) -> int:
        return len(self.parents)

    def reaches(self, q: int) -> bool:
        """Whether some word reaches the state ``q``."""
        return q == self.start or bool(self.parents[q] >= 0)

    def word(self, q: int) -> Word:
        """The length-lexicographically least word that reaches the state ``q``.

        Raises:
            ValueError: if no word reaches ``q``.
        """
        if not self.reaches(q):
            raise ValueError(f"no word reaches state {q}")
        word: list[Symbol] = []
        while q != self.start:
            word.append(self.alphabet[self.letters[q]])
            q = int(self.parents[q])
        return tuple(reversed(word))


def reachable(a: Automaton) -> Automaton:
    """The reachable part of an automaton, its states renumbered in breadth-first order.

    The start becomes 0; scanning the rows of the result in order, new states appear as 1, 2, 3, ...
    Two reachable automata over one ordered alphabet are isomorphic exactly if their reachable parts
    have equal transitions and outputs.

    >>> reachable(Automaton("a", [[0], [2], [1]], 2, (0, 1, 2))).outputs
    (2, 1)
    """
    order, _ = breadth_first(a.transitions, a.start)
    return restriction(a, order)


def restriction(a: Automaton, order: Table) -> Automaton:
    """The automaton on a closed set of distinct states in the given order, the first the start."""
    number = np.full(len(a), -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    states = order.tolist()
    names = None if a.state_names is None else [a.state_names[q] for q in states]
    return Automaton(
        a.alphabet, number[a.transitions[order]], 0, [a.outputs[q] for q in states], names
    )


def access_words(a: Automaton) -> AccessTree:
    """For each state the length-lexicographically least word that reaches it, as a tree."""
    _, parents = breadth_first(a.transitions, a.start)
    letters = np.full(len(a), -1, dtype=np.int32)
    reached = np.flatnonzero(parents >= 0)
    hits = a.transitions[parents[reached]] == reached[:, None]  # (R, S)
    if len(reached):
        letters[reached] = hits.argmax(axis=1)
    return AccessTree(a.alphabet, a.start, parents, letters)


def product(a: Automaton, b: Automaton, combine: Callable[[Output, Output], Output]) -> Automaton:
    """The reachable product: it runs both automata and combines their outputs.

    Its alphabet is that of ``a``, its states are numbered breadth-first. ``combine`` is called once
    for each pair of outputs that occurs.

    Raises:
        ValueError: if the two do not have the same set of symbols.

    >>> parity = Automaton("01", [[0, 1], [1, 0]], 0, (False, True))
    >>> product(parity, parity, lambda x, y: x and not y).outputs
    (False, False)
    """
    if set(a.alphabet) != set(b.alphabet):
        raise ValueError(f"the alphabets {a.alphabet!r} and {b.alphabet!r} differ")
    left = a.transitions.tolist()
    right = b.transitions[:, [b.index[s] for s in a.alphabet]].tolist()
    number = {(a.start, b.start): 0}
    table: list[list[int]] = []
    for p, q in (pairs := [(a.start, b.start)]):
        row: list[int] = []
        for pair in zip(left[p], right[q], strict=True):
            if pair not in number:
                number[pair] = len(pairs)
                pairs.append(pair)
            row.append(number[pair])
        table.append(row)
    values = [(a.outputs[p], b.outputs[q]) for p, q in pairs]
    combined = {pair: combine(*pair) for pair in dict.fromkeys(values)}
    shape = (len(pairs), len(a.alphabet))
    return Automaton(
        a.alphabet,
        np.array(table, dtype=np.int32).reshape(shape),
        0,
        [combined[pair] for pair in values],
    )


@lru_cache(maxsize=8)
def is_permutation(a: Automaton) -> bool:
    """Whether every letter permutes the states.

    >>> is_permutation(Automaton("ar", [[1, 0], [0, 0]], 0, (0, 1)))
    False
    """
    return permutes(a.transitions.T)


def permutes(maps: NDArray[np.integer]) -> bool:
    """Whether every row of an array of maps, shape ``(M, Q)`` with entries ``0..Q-1``, is onto."""
    M, Q = maps.shape
    hit = np.zeros((M, Q), dtype=np.bool_)
    hit[np.arange(M)[:, None], maps] = True
    return bool(hit.all())
