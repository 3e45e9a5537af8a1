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

from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.reachability import breadth_first, restriction

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

    Args:
        codes: integers ``>= 0``, shape ``(Q,)``.
        transitions: shape ``(Q, S)``.

    Returns:
        The class of each state, shape ``(Q,)``, classes numbered from 0 without gaps.
    """
    classes, k = _ranked(codes.astype(np.int64))
    while True:
        keys, bound = classes, k
        for column in transitions.T:
            if bound * k >= 2**62:
                keys, bound = _ranked(keys)
            keys, bound = keys * k + classes[column], bound * k
        refined, count = _ranked(keys)
        if count == k:
            return classes
        classes, k = refined, count


def _ranked(keys: Keys) -> tuple[Keys, int]:
    """Equal keys as equal numbers ``0..k-1``, and ``k``."""
    distinct, inverse = np.unique(keys, return_inverse=True)
    return inverse.astype(np.int64, copy=False), len(distinct)
