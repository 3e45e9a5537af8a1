"""Weighted covers: the cheapest sets of candidates that together meet all requirements.

A candidate covers a set of requirements, written as the bits of an integer. The least total weight
is found as a shortest path through the sets of requirements already met; the least peak, where
weights are vectors and the largest coordinate of their sum counts, by branch and bound. Both are
exact, or past a stated bound on the work an interval that holds the answer.

``Cover``                          some candidates, their value, and a lower bound on any such value
``lightest_cover(covers, w)``      one of least total weight; ``least_sum`` is its value
``flattest_cover(covers, v)``      one whose vectors have a sum of least maximum; ``least_peak``
``lightest_basis(covers, w)``      one of least total weight among functionals; ``least_basis``
``covers_within(covers, w)``       all covers that need each of their candidates, up to a total weight
``least_single(covers, w)``        the least w such that the candidates up to w cover everything

References: Schrijver, *Combinatorial Optimization* (2003), sections 7 and 83.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Interval = tuple[int, int]

STATES_BOUND = 100_000


class Cover(NamedTuple):
    """Candidates that together meet all requirements.

    ``high`` is their value and ``low`` a lower bound on the value of any cover: equal unless a bound on
    the work was hit. ``chosen`` are their places.
    """

    low: int
    high: int
    chosen: tuple[int, ...]


def least_sum(
    covers: Sequence[int], weights: Sequence[int], full: int, *, bound: int = STATES_BOUND
) -> Interval:
    """The value of ``lightest_cover``, as ``(low, high)``.

    >>> least_sum([0b011, 0b110, 0b111], [1, 1, 3], 0b111)
    (2, 2)
    """
    return lightest_cover(covers, weights, full, bound=bound)[:2]


def lightest_cover(
    covers: Sequence[int], weights: Sequence[int], full: int, *, bound: int = STATES_BOUND
) -> Cover:
    """Candidates of least total weight that together cover all bits of ``full``.

    Args:
        covers: the requirements that each candidate meets, as bits.
        weights: the weight of each candidate, at least 0.
        full: all requirements.
        bound: the largest number of sets of requirements that are visited.

    Raises:
        ValueError: if the candidates together do not meet all requirements.

    >>> lightest_cover([0b011, 0b110, 0b111], [1, 1, 3], 0b111)
    Cover(low=2, high=2, chosen=(0, 1))
    """
    candidates = _undominated(covers, weights, full)
    greedy = _greedy_sum(candidates, weights, full)
    high = sum(weights[i] for i in greedy)
    distance, queue, settled = {0: 0}, [(0, 0)], set[int]()
    last: dict[int, tuple[int, int]] = {}  # the requirements met before, the candidate taken then
    while queue:
        far, met = heapq.heappop(queue)
        if met == full:
            chosen: list[int] = []
            while met:
                met, i = last[met]
                chosen.append(i)
            return Cover(far, far, tuple(sorted(chosen)))
        if met in settled:
            continue
        settled.add(met)
        if len(settled) > bound:
            return Cover(far, high, greedy)
        for cover, i in candidates:
            reached, length = met | cover, far + weights[i]
            if reached != met and length <= high and length < distance.get(reached, high + 1):
                distance[reached] = length
                last[reached] = met, i
                heapq.heappush(queue, (length, reached))
    return Cover(high, high, greedy)


def least_basis(covers: Sequence[int], weights: Sequence[int], full: int) -> int:
    """The value of ``lightest_basis``.

    >>> least_basis([0b101, 0b110, 0b011], [1, 2, 3], 0b111)
    3
    """
    return lightest_basis(covers, weights, full).high


def lightest_basis(covers: Sequence[int], weights: Sequence[int], full: int) -> Cover:
    """A cover of least weight where candidates are functionals and covers complements of kernels.

    The requirements are the lines of a vector space, each candidate a linear functional that meets
    the lines outside its kernel. Independent functionals form a matroid, so that taking the cheapest
    functional that is independent of those before gives the optimum.

    >>> lightest_basis([0b101, 0b110, 0b011], [1, 2, 3], 0b111)
    Cover(low=3, high=3, chosen=(0, 1))
    """
    met, chosen = 0, list[int]()
    for _, cover, i in sorted(zip(weights, covers, range(len(covers)), strict=True)):
        if cover & ~met:
            met = met | cover
            chosen.append(i)
    _refuse_uncovered(met, full)
    total = sum(weights[i] for i in chosen)
    return Cover(total, total, tuple(sorted(chosen)))


def covers_within(
    covers: Sequence[int],
    weights: Sequence[int],
    full: int,
    most: int,
    *,
    bound: int = STATES_BOUND,
) -> list[tuple[int, ...]]:
    """The covers of total weight at most a bound without candidates to spare, the lightest first.

    Args:
        covers: the requirements that each candidate meets, as bits.
        weights: the weight of each candidate, at least 1.
        full: all requirements.
        most: the largest total weight.
        bound: the largest number of sets of candidates that are visited; others are left out.

    >>> covers_within([0b011, 0b110, 0b111, 0b100], [1, 1, 2, 2], 0b111, 3)
    [(0, 1), (2,), (0, 3)]
    """
    found: set[tuple[int, ...]] = set()
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    for met, weight, chosen in waiting:
        missing = full & ~met
        if not missing:
            others = [[covers[j] for j in chosen if j != i] for i in chosen]
            if all(reduce(or_, rest, 0) & full != full for rest in others):
                found.add(tuple(sorted(chosen)))
            continue
        lowest = missing & -missing  # some candidate of each cover meets this one
        waiting += [
            (met | cover, weight + w, (*chosen, i))
            for i, (cover, w) in enumerate(zip(covers, weights, strict=True))
            if cover & lowest and weight + w <= most
        ][: max(0, bound - len(waiting))]
    return sorted(found, key=lambda chosen: (sum(weights[i] for i in chosen), chosen))


def least_single(covers: Sequence[int], weights: Sequence[int], full: int) -> int:
    """The least w such that the candidates of weight at most w cover all requirements.

    >>> least_single([0b01, 0b10], [2, 5], 0b11)
    5
    """
    met, largest = 0, 0
    for weight, cover in sorted(zip(weights, covers, strict=True)):
        if cover & full & ~met:
            met, largest = met | cover, weight
    _refuse_uncovered(met, full)
    return largest


def least_peak(
    covers: Sequence[int],
    vectors: NDArray[np.integer],
    full: int,
    *,
    bound: int = STATES_BOUND,
) -> Interval:
    """The value of ``flattest_cover``, as ``(low, high)``.

    >>> least_peak([0b01, 0b10, 0b11], np.array([[2, 0], [0, 2], [3, 3]]), 0b11)
    (2, 2)
    """
    return flattest_cover(covers, vectors, full, bound=bound)[:2]


def flattest_cover(
    covers: Sequence[int],
    vectors: NDArray[np.integer],
    full: int,
    *,
    bound: int = STATES_BOUND,
) -> Cover:
    """A cover whose vectors have a sum with the least largest coordinate.

    Args:
        covers: the requirements that each candidate meets, as bits.
        vectors: the vector of each candidate, non-negative, shape ``(candidates, coordinates)``.
        full: all requirements.
        bound: the largest number of partial covers that are visited.

    Raises:
        ValueError: if the candidates together do not meet all requirements.

    >>> flattest_cover([0b01, 0b10, 0b11], np.array([[2, 0], [0, 2], [3, 3]]), 0b11)
    Cover(low=2, high=2, chosen=(0, 1))
    """
    _refuse_uncovered(_union(covers), full)
    if not full or not vectors.shape[1]:
        return Cover(0, 0, tuple(range(len(covers))) if full else ())
    chosen = _undominated_vectors(covers, vectors, full)
    masks = [covers[i] & full for i in chosen]
    rows = vectors[chosen].astype(np.int64)
    peaks = rows.max(1)
    requirements = [bit for bit in range(full.bit_length()) if full >> bit & 1]
    options = {r: [i for i, mask in enumerate(masks) if mask >> r & 1] for r in requirements}
    low = max(min(int(peaks[i]) for i in options[r]) for r in requirements)
    search = _PeakSearch(masks, rows, full, options, low, bound)
    search.run()
    found = tuple(sorted(chosen[i] for i in search.found))
    return Cover(search.best if search.nodes <= bound else low, search.best, found)


class _PeakSearch:
    """Depth-first branch and bound over the covers; ``best`` is the least peak ``found`` so far."""

    def __init__(
        self,
        masks: list[int],
        rows: NDArray[np.int64],
        full: int,
        options: dict[int, list[int]],
        low: int,
        bound: int,
    ) -> None:
        self.masks, self.rows, self.full, self.options = masks, rows, full, options
        self.low, self.bound, self.nodes = low, bound, 0
        self.found = self._greedy()
        self.best = int(self.rows[list(self.found)].sum(0).max())

    def _greedy(self) -> tuple[int, ...]:
        met, total, chosen = 0, np.zeros(self.rows.shape[1], np.int64), list[int]()
        while met != self.full:
            useful = [i for i, mask in enumerate(self.masks) if mask & ~met]
            i = min(useful, key=lambda i: int((total + self.rows[i]).max()))
            met, total = met | self.masks[i], total + self.rows[i]
            chosen.append(i)
        return tuple(chosen)

    def run(self) -> None:
        start = np.zeros(self.rows.shape[1], np.int64)
        stack: list[tuple[int, NDArray[np.int64], frozenset[int], tuple[int, ...]]]
        stack = [(0, start, frozenset(), ())]
        while stack and self.best > self.low and self.nodes <= self.bound:
            met, total, banned, taken = stack.pop()
            self.nodes += 1
            peaks = (total + self.rows).max(1)
            open_options = list(range(len(self.masks)))
            for r, options in self.options.items():
                if met >> r & 1:
                    continue
                left = [i for i in options if i not in banned and peaks[i] < self.best]
                if len(left) <= len(open_options):
                    open_options = left
            for i in sorted(open_options, key=lambda i: int(peaks[i])):
                reached = met | self.masks[i]
                if reached != self.full:
                    stack.append((reached, total + self.rows[i], banned, (*taken, i)))
                elif peaks[i] < self.best:
                    self.best, self.found = int(peaks[i]), (*taken, i)
                banned = banned | {i}


def _union(covers: Sequence[int]) -> int:
    met = 0
    for cover in covers:
        met |= cover
    return met


def _refuse_uncovered(met: int, full: int) -> None:
    if full & ~met:
        missing = [bit for bit in range(full.bit_length()) if full & ~met & 1 << bit]
        raise ValueError(f"no candidate meets the requirements {missing[:5]}")


def _undominated(covers: Sequence[int], weights: Sequence[int], full: int) -> list[tuple[int, int]]:
    """Covers, with places, of which no other covers as much at no larger weight, the cheapest first."""
    _refuse_uncovered(_union(covers), full)
    kept: list[tuple[int, int]] = []
    for i in sorted(range(len(covers)), key=lambda i: (weights[i], -covers[i].bit_count())):
        cover = covers[i] & full
        if cover and all(cover & ~other for other, _ in kept):
            kept.append((cover, i))
    return kept


def _undominated_vectors(
    covers: Sequence[int], vectors: NDArray[np.integer], full: int
) -> list[int]:
    """Candidates of which no other covers as much with no larger coordinate."""
    kept: list[int] = []
    totals = vectors.sum(1).tolist()
    for i in sorted(range(len(covers)), key=lambda i: (totals[i], -covers[i].bit_count())):
        cover = covers[i] & full
        if cover and not any(
            not cover & ~covers[j] and (vectors[j] <= vectors[i]).all() for j in kept
        ):
            kept.append(i)
    return kept


def _greedy_sum(
    candidates: list[tuple[int, int]], weights: Sequence[int], full: int
) -> tuple[int, ...]:
    met, chosen = 0, list[int]()
    while met != full:
        cover, i = min(
            (c for c in candidates if c[0] & ~met),
            key=lambda c: weights[c[1]] / (c[0] & ~met).bit_count(),
        )
        met = met | cover
        chosen.append(i)
    return tuple(sorted(chosen))
