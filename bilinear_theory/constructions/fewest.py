"""Fewest units: the lightest sets of units that together tell all states apart.

A unit tells some states apart, and has a weight, the number of its coordinates. A set of units of least total
weight that separates all states is found by branch and bound: some unit must separate the first two
states that are still together, and each that does is taken in turn. The counts of the values bound
what is still to come: k units of at most v values each tell at most v^k states apart.

``fewest(classes, weights)``         units of least total weight that separate all states
``lightest_sets(classes, weights)``  sets of units that separate all states, the lightest first
``Chosen``                           the units, and whether no lighter set separates the states

References: Garey and Johnson, *Computers and Intractability* (1979), problem SP6 (minimum test set).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

#: The most partial sets that are visited before the best set so far is taken.
MAX_VISITS = 1000
#: The most units of the sets that are listed, and the most sets that are looked at.
MAX_UNITS, MAX_SETS = 4, 5000

Classes = Sequence[Sequence[int] | NDArray[np.int64]] | NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """Units by their places; ``least`` says that no lighter set separates the states."""

    units: tuple[int, ...]
    least: bool


def fewest(classes: Classes, weights: Sequence[int], *, visits: int = MAX_VISITS) -> Chosen | None:
    """Units of least total weight that together separate all states, None if all together do not.

    Args:
        classes: for each unit a number for each state, equal where it does not separate them.
        weights: of each unit, at least 1; of units that do equally well the first one is taken.
        visits: the most partial sets that are visited.

    >>> fewest([[0, 0, 1, 1], [0, 1, 1, 0], [0, 1, 1, 1]], [1, 1, 1])
    Chosen(units=(0, 1), least=True)
    """
    search = _Search(np.array(classes, np.int64), list(weights), visits)
    together = np.zeros(search.states, np.int64)
    search.greedy(together)
    if search.best is None:
        return None
    search.visit(together, (), 0)
    return Chosen(tuple(sorted(search.best)), search.visits >= 0)


def lightest_sets(classes: Classes, weights: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Sets of few units that together separate all states, the lightest first.

    Among the first ``MAX_SETS`` sets of at most ``MAX_UNITS`` units, those of fewer units before.
    """
    codes = np.array(classes, np.int64)
    order = sorted(range(len(codes)), key=lambda i: (weights[i], i))
    sets = (chosen for count in range(1, MAX_UNITS + 1) for chosen in combinations(order, count))
    tried = sorted(islice(sets, MAX_SETS), key=lambda chosen: sum(weights[i] for i in chosen))
    for chosen in tried:
        if _is_separating(codes[list(chosen)]):
            yield chosen


def _is_separating(codes: NDArray[np.int64]) -> bool:
    counts = codes.max(axis=1).tolist()
    joint = np.zeros(codes.shape[1], np.int64)
    for row, count in zip(codes, counts, strict=True):
        joint = np.unique(joint * (count + 1) + row, return_inverse=True)[1]
    return len(np.unique(joint)) == codes.shape[1]


class _Search:
    """Branch and bound over sets of units; ``best`` is the lightest separating set so far."""

    def __init__(self, codes: NDArray[np.int64], weights: list[int], visits: int) -> None:
        kinds: dict[tuple[int, ...], int] = {}
        for i in sorted(range(len(codes)), key=lambda i: weights[i]):
            kinds.setdefault(_canonical(codes[i].tolist()), i)
        rows = {i: np.unique(codes[i], return_inverse=True)[1] for i in kinds.values()}
        self.places = sorted(rows, key=lambda i: (weights[i], -int(rows[i].max()), i))
        self.rows = [rows[i] for i in self.places]
        self.weights = [weights[i] for i in self.places]
        self.counts = [int(row.max()) + 1 for row in self.rows]
        self.states = codes.shape[1] if codes.ndim == 2 else 0
        self.visits = visits
        self.best: tuple[int, ...] | None = () if self.states <= 1 else None
        self.weight = 0 if self.states <= 1 else sum(self.weights) + 1

    def greedy(self, together: NDArray[np.int64]) -> None:
        """The unit with the most new classes for its weight, again and again."""
        chosen: list[int] = []
        while int(together.max(initial=0)) + 1 < self.states:
            joined = [self._joined(together, i) for i in range(len(self.rows))]
            gains = [int(x.max()) - int(together.max()) for x in joined]
            i = max(range(len(gains)), key=lambda i: gains[i] / self.weights[i], default=None)
            if i is None or not gains[i]:
                return
            together = joined[i]
            chosen.append(i)
        self._keep(chosen)

    def visit(self, together: NDArray[np.int64], chosen: tuple[int, ...], weight: int) -> None:
        """Extend a set by each unit that separates two states that are still together."""
        count = int(together.max(initial=0)) + 1
        if count == self.states:
            if weight < self.weight:
                self._keep(chosen)
            return
        self.visits -= 1
        if self.visits < 0:
            return
        sizes = np.bincount(together)
        most = int(sizes.max())
        first, second = np.flatnonzero(together == sizes.argmax())[:2].tolist()
        for i, row in enumerate(self.rows):
            if self.visits < 0:
                return
            total = weight + self.weights[i]
            if (
                row[first] == row[second]
                or total + self._rest(-(-most // self.counts[i])) >= self.weight
            ):
                continue
            self.visit(self._joined(together, i), (*chosen, i), total)

    def _rest(self, states: int) -> int:
        """At least the weight of units that separate so many states."""
        if states <= 1:
            return 0
        most, lightest, units = max(self.counts), min(self.weights), 0
        while states > 1:
            states = -(-states // most)
            units += 1
        return units * lightest

    def _joined(self, together: NDArray[np.int64], i: int) -> NDArray[np.int64]:
        return np.unique(together * self.counts[i] + self.rows[i], return_inverse=True)[1]

    def _keep(self, chosen: Sequence[int]) -> None:
        self.best = tuple(self.places[i] for i in chosen)
        self.weight = sum(self.weights[i] for i in chosen)


def _canonical(row: list[int]) -> tuple[int, ...]:
    """The same classes, numbered in the order in which they occur."""
    number: dict[int, int] = {}
    return tuple([number.setdefault(x, len(number)) for x in row])
