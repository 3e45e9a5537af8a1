"""Minimisation: the coarsest congruence of an automaton, and its quotient.

Two states are equivalent if every word leads from both to the same output. The quotient of the
reachable part by this congruence is the minimal automaton, unique up to the names of its states.

``reduction(a)``       the minimal automaton and the map of the states onto it
``minimize(a)``        the minimal automaton alone
``congruence(y, t)``   the coarsest partition that refines ``y`` and that the transitions respect

References: Moore, *Gedanken-experiments on sequential machines* (1956); Hopcroft, *An n log n
algorithm for minimizing states in a finite automaton* (1971); Karp, Miller and Rosenberg, *Rapid
identification of repeated patterns in strings, trees and arrays* (1972), for the doubling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import breadth_first
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.reachability import restriction

Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Reduction:
    """The minimal automaton and the map onto it.

    ``state_map`` has shape ``(Q,)``: the state of ``minimal`` that gives the same outputs after
    every word, -1 where no word reaches the state. It sends start to start and commutes with the
    transitions, so that it proves that the two automata agree.
    """

    minimal: Automaton
    state_map: Table


def reduction(a: Automaton) -> Reduction:
    """The minimal automaton, numbered breadth-first, and the map of the states onto it.

    A state of the minimal automaton bears the name of the first state that it stands for.

    >>> a = Automaton("a", [[1], [2], [3], [0], [0]], 0, (0, 1, 0, 1, 5))
    >>> r = reduction(a)
    >>> r.minimal.transitions.tolist(), r.state_map.tolist()
    ([[1], [0]], [0, 1, 0, 1, -1])
    """
    order, _ = breadth_first(a.transitions, a.start)
    part = restriction(a, order)
    classes = congruence(part.output_codes, part.transitions)
    # Breadth-first numbers of the classes: the order of their first states, in breadth-first order.
    _, first, inverse = np.unique(classes, return_index=True, return_inverse=True)
    ranks = np.empty(len(first), dtype=np.int32)
    ranks[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    numbers, representatives = ranks[inverse], np.sort(first)
    names = part.state_names
    minimal = Automaton(
        a.alphabet,
        numbers[part.transitions[representatives]],
        0,
        [part.outputs[q] for q in representatives],
        None if names is None else [names[q] for q in representatives],
    )
    state_map = np.full(len(a), -1, dtype=np.int32)
    state_map[order] = numbers
    state_map.flags.writeable = False
    return Reduction(minimal, state_map)


def minimize(a: Automaton) -> Automaton:
    """The minimal automaton, its states numbered breadth-first.

    >>> len(minimize(Automaton("a", [[1], [2], [3], [0]], 0, "xyxy")))
    2
    """
    return reduction(a).minimal


def congruence(codes: Table, transitions: Table) -> Keys:
    """The coarsest partition that refines ``codes`` and that every letter respects.

    Three methods in turn, each from the partition that the one before it leaves: rounds over all
    states while they are few, doubling along each letter, and the smaller half. The time is
    ``O(S Q log Q)`` in the worst case, in expectation over the hash function.

    Args:
        codes: integers ``>= 0``, shape ``(Q,)``.
        transitions: shape ``(Q, S)``.

    Returns:
        The class of each state, shape ``(Q,)``, classes numbered from 0 without gaps.
    """
    columns = [np.ascontiguousarray(column) for column in transitions.T]
    classes, k = _ranked(codes.astype(np.int64), int(codes.max()) + 1)
    for attempt in range(3):
        classes, k, stable = _rounds(classes, k, columns)
        if stable:
            return classes
        if attempt < 2:
            for column in columns:
                classes, k = _doubling(classes, k, column)
    return _ranked(_smaller_half(classes, k, columns), len(classes))[0]


def _rounds(classes: Keys, k: int, columns: list[Table]) -> tuple[Keys, int, bool]:
    """Moore's rounds, until one changes nothing or a few in a row change little.

    Returns the partition, the number of its classes, and whether it is a congruence.
    """
    patience = 4
    while k < len(classes) and patience:
        keys, bound = classes, k
        for column in columns:
            if bound * k >= 2**62:
                keys, bound = _ranked(keys, bound)
            keys, bound = keys * k + classes[column], bound * k
        refined, count = _ranked(keys, bound)
        if count == k:
            return classes, k, True
        patience = 4 if 4 * count >= 5 * k else patience - 1
        classes, k = refined, count
    return classes, k, k == len(classes)


def _doubling(classes: Keys, k: int, column: Table) -> tuple[Keys, int]:
    """The coarsest refinement that one letter respects.

    Classes of the next ``2n`` outputs along the letter are pairs of classes of the next ``n``, so
    the number of steps is the logarithm of the number of rounds, which for a counter are as many as
    its states. Once a step changes nothing, the next ``n`` outputs decide all the later ones.
    """
    while k < len(classes):
        refined, count = _ranked(classes * k + classes[column], k * k)
        if count == k:
            break
        classes, k, column = refined, count, column[column]
    return classes, k


def _smaller_half(classes: Keys, k: int, columns: list[Table]) -> Keys:
    """Hopcroft's algorithm: every class splits its preimages, only the smaller part waits."""
    order = np.argsort(classes, kind="stable")
    cuts = np.cumsum(np.bincount(classes, minlength=k))[:-1]
    blocks = [set(block.tolist()) for block in np.split(order, cuts)]
    block_of = classes.tolist()
    preimages: list[list[list[int]]] = []
    for column in columns:
        sources = np.argsort(column, kind="stable").tolist()
        ends = np.cumsum(np.bincount(column, minlength=len(classes))).tolist()
        preimages.append(
            [sources[i:j] for i, j in zip([0, *ends[:-1]], ends, strict=True)],
        )
    largest = max(range(k), key=lambda i: len(blocks[i]))
    waiting = [i for i in range(k) if i != largest]
    waits = [i != largest for i in range(k)]
    while waiting:
        splitter = waiting.pop()
        waits[splitter] = False
        targets = list(blocks[splitter])  # a copy: the class may split itself
        for preimage in preimages:
            touched: dict[int, list[int]] = {}
            for target in targets:
                for q in preimage[target]:
                    touched.setdefault(block_of[q], []).append(q)
            for i, hit in touched.items():
                block = blocks[i]
                if len(hit) == len(block):
                    continue
                block.difference_update(hit)
                new = len(blocks)
                blocks.append(set(hit))
                for q in hit:
                    block_of[q] = new
                chosen = new if waits[i] or len(hit) <= len(block) else i
                waits.append(chosen == new)
                waits[i] = waits[i] or chosen == i
                waiting.append(chosen)
    return np.array(block_of, dtype=np.int64)


def _ranked(keys: Keys, bound: int) -> tuple[Keys, int]:
    """Equal keys as equal numbers ``0..k-1``, and ``k``; the keys lie in ``0..bound-1``.

    Linear time: keys below a small bound index a table of flags. Otherwise each key writes the
    position of one of its holders into a hash table; the keys that find another key in their slot
    try again with another hash function.
    """
    n = len(keys)
    if bound <= 4 * n + 64:
        present = np.zeros(bound, dtype=np.bool_)
        present[keys] = True
        number = np.cumsum(present) - 1
        return number[keys], int(number[-1]) + 1
    leader, rest = np.arange(n), np.arange(n)
    bits = (2 * n).bit_length()
    for multiplier in _MULTIPLIERS:
        left = keys[rest]
        slots = (left.view(np.uint64) * multiplier) >> np.uint64(64 - bits)
        table = np.zeros(1 << bits, dtype=np.int64)
        table[slots] = rest
        found = table[slots]
        same = keys[found] == left
        leader[rest] = found
        rest = rest[~same]
        if not len(rest):
            break
    else:
        _, first, inverse = np.unique(keys[rest], return_index=True, return_inverse=True)
        leader[rest] = rest[first[inverse]]
    own = leader == np.arange(n)
    number = np.cumsum(own) - 1
    return number[leader], int(number[-1]) + 1


#: Odd numbers of 64 bits that look random: powers of Knuth's multiplier.
_MULTIPLIERS = np.array([pow(6364136223846793005, i, 2**64) for i in range(1, 17)], np.uint64)
