"""Weighted covers: the cheapest sets of candidates that together meet all requirements.

A candidate covers a set of requirements, written as the bits of an integer. The least total weight
is found as a shortest path through the sets of requirements already met; the least peak, where
weights are vectors and the largest coordinate of their sum counts, by branch and bound. Both are
exact, or past a stated bound on the work an interval that holds the answer.

``least_sum(covers, weights)``   the least total weight of a cover
``least_peak(covers, vectors)``  the least maximum of the sum of the vectors of a cover
``least_single(covers, w)``      the least w such that the candidates up to w cover everything

References: Schrijver, *Combinatorial Optimization* (2003), sections 7 and 83.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Interval = tuple[int, int]

STATES_BOUND = 100_000


def least_sum(
    covers: Sequence[int], weights: Sequence[int], full: int, *, bound: int = STATES_BOUND
) -> Interval:
    """The least total weight of candidates that together cover all bits of ``full``.

    Args:
        covers: the requirements that each candidate meets, as bits.
        weights: the weight of each candidate, at least 0.
        full: all requirements.
        bound: the largest number of sets of requirements that are visited.

    Returns:
        ``(low, high)``, equal unless the bound was hit.

    Raises:
        ValueError: if the candidates together do not meet all requirements.

    >>> least_sum([0b011, 0b110, 0b111], [1, 1, 3], 0b111)
    (2, 2)
    """
    candidates = _undominated(covers, weights, full)
    high = _greedy_sum(candidates, full)
    distance, queue, settled = {0: 0}, [(0, 0)], set[int]()
    while queue:
        far, met = heapq.heappop(queue)
        if met == full:
            return far, far
        if met in settled:
            continue
        settled.add(met)
        if len(settled) > bound:
            return far, high
        for cover, weight in candidates:
            reached, length = met | cover, far + weight
            if reached != met and length <= high and length < distance.get(reached, high + 1):
                distance[reached] = length
                heapq.heappush(queue, (length, reached))
    return high, high


def least_basis(covers: Sequence[int], weights: Sequence[int], full: int) -> int:
    """The least total weight where candidates are functionals and covers complements of kernels.

    The requirements are the lines of a vector space, each candidate a linear functional that meets
    the lines outside its kernel. Independent functionals form a matroid, so that taking the cheapest
    functional that is independent of those before gives the optimum.

    >>> least_basis([0b101, 0b110, 0b011], [1, 2, 3], 0b111)
    3
    """
    met, total = 0, 0
    for weight, cover in sorted(zip(weights, covers, strict=True)):
        if cover & ~met:
            met, total = met | cover, total + weight
    _refuse_uncovered(met, full)
    return total


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
    """The least largest coordinate of the sum of the vectors of a cover.

    Args:
        covers: the requirements that each candidate meets, as bits.
        vectors: the vector of each candidate, non-negative, shape ``(candidates, coordinates)``.
        full: all requirements.
        bound: the largest number of partial covers that are visited.

    Returns:
        ``(low, high)``, equal unless the bound was hit.

    Raises:
        ValueError: if the candidates together do not meet all requirements.

    >>> least_peak([0b01, 0b10, 0b11], np.array([[2, 0], [0, 2], [3, 3]]), 0b11)
    (2, 2)
    """
    _refuse_uncovered(_union(covers), full)
    if not full or not vectors.shape[1]:
        return 0, 0
    chosen = _undominated_vectors(covers, vectors, full)
    masks = [covers[i] & full for i in chosen]
    rows = vectors[chosen].astype(np.int64)
    peaks = rows.max(1)
    requirements = [bit for bit in range(full.bit_length()) if full >> bit & 1]
    options = {r: [i for i, mask in enumerate(masks) if mask >> r & 1] for r in requirements}
    low = max(min(int(peaks[i]) for i in options[r]) for r in requirements)
    search = _PeakSearch(masks, rows, full, options, low, bound)
    search.run()
    return (search.best, search.best) if search.nodes <= bound else (low, search.best)


class _PeakSearch:
    """Depth-first branch and bound over the covers; ``best`` is the least peak found so far."""

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
        self.best = self._greedy()

    def _greedy(self) -> int:
        met, total = 0, np.zeros(self.rows.shape[1], np.int64)
        while met != self.full:
            useful = [i for i, mask in enumerate(self.masks) if mask & ~met]
            i = min(useful, key=lambda i: int((total + self.rows[i]).max()))
            met, total = met | self.masks[i], total + self.rows[i]
        return int(total.max())

    def run(self) -> None:
        start = np.zeros(self.rows.shape[1], np.int64)
        stack = [(0, start, frozenset[int]())]
        while stack and self.best > self.low and self.nodes <= self.bound:
            met, total, banned = stack.pop()
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
                if reached == self.full:
                    self.best = min(self.best, int(peaks[i]))
                else:
                    stack.append((reached, total + self.rows[i], banned))
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
    """Candidates of which no other covers as much at no larger weight, the cheapest first."""
    _refuse_uncovered(_union(covers), full)
    kept: list[tuple[int, int]] = []
    ranked = sorted(zip(weights, covers, strict=True), key=lambda x: (x[0], -x[1].bit_count()))
    for weight, mask in ranked:
        cover = mask & full
        if cover and all(cover & ~other for other, _ in kept):
            kept.append((cover, weight))
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


def _greedy_sum(candidates: list[tuple[int, int]], full: int) -> int:
    met, total = 0, 0
    while met != full:
        cover, weight = min(
            (c for c in candidates if c[0] & ~met),
            key=lambda c: c[1] / (c[0] & ~met).bit_count(),
        )
        met, total = met | cover, total + weight
    return total
