"""Layouts of small machines: places for the states in which few arrows cross.

Two kinds are tried. On one circle the states are ordered so that arrows are short. On nested rings each
cycle of a letter that permutes the states in cycles of one length has a ring of its own, as Cayley
graphs are usually drawn. The layout with fewer crossings is taken.

``places(automaton)``  the place of each state, about the origin
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from bilinear_theory.automata.automaton import Automaton
from empirical.report.drawing import Point

#: The most nested rings.
MAX_RINGS = 3


def places(a: Automaton, *, radius: float) -> list[Point]:
    """A place for each state, for discs of a radius."""
    n = len(a)
    if n == 1:
        return [(0.0, 0.0)]
    if n == 2:
        other = 1 - a.start
        found = {a.start: (-80.0, 0.0), other: (80.0, 0.0)}
        return [found[0], found[1]]
    layouts = [_circle(a, radius), *_rings(a, radius)]
    return min(layouts, key=lambda found: _crossings(a, found))


def _on_ring(k: int, size: int, radius: float) -> Point:
    """Place ``k`` of a ring: the first at the top if the number is odd, else at the left."""
    angle = (math.pi if size % 2 == 0 else 1.5 * math.pi) + 2 * math.pi * k / size
    return (radius * math.cos(angle), radius * math.sin(angle))


def _circle(a: Automaton, radius: float) -> list[Point]:
    n = len(a)
    ring = max(92.0, 2.4 * radius * n / (2 * math.pi))
    found: dict[int, Point] = {q: _on_ring(k, n, ring) for k, q in enumerate(_order(a))}
    return [found[q] for q in range(n)]


def _order(a: Automaton) -> list[int]:
    """The states around the circle, by exchanges of two while the arrows get shorter."""
    n = len(a)
    weight = np.zeros((n, n))
    np.add.at(weight, (np.repeat(np.arange(n), len(a.alphabet)), a.transitions.ravel()), 1)
    weight = weight + weight.T
    gap = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    length = np.minimum(gap, n - gap)
    order = [a.start, *(q for q in range(n) if q != a.start)]

    def cost(o: list[int]) -> float:
        return float((weight[np.ix_(o, o)] * length).sum())

    best, improved = cost(order), True
    while improved:
        improved = False
        for i, j in combinations(range(1, n), 2):
            order[i], order[j] = order[j], order[i]
            found = cost(order)
            if found < best - 1e-9:
                best, improved = found, True
            else:
                order[i], order[j] = order[j], order[i]
    return order


def _rings(a: Automaton, radius: float) -> list[list[Point]]:
    """A layout for each letter whose cycles all have one length, at least 3."""
    layouts: list[list[Point]] = []
    for i in range(len(a.alphabet)):
        cycles = _cycles(a, i)
        if cycles is None or not 2 <= len(cycles) <= MAX_RINGS or len(cycles[0]) < 3:
            continue
        size, found = len(cycles[0]), dict[int, Point]()
        inner = max(46.0, 2.6 * radius * size / (2 * math.pi))
        for r, cycle in enumerate(cycles):
            ring = inner + (len(cycles) - 1 - r) * 3.1 * radius
            turns = [
                {q: _on_ring(sign * (k + shift), size, ring) for k, q in enumerate(cycle)}
                for sign in (1, -1)
                for shift in range(size)
            ]
            placed = dict(found)
            found |= turns[0] if r == 0 else min(turns, key=lambda t: _length(a, placed | t))
        layouts.append([found[q] for q in range(len(a))])
    return layouts


def _cycles(a: Automaton, letter: int) -> list[list[int]] | None:
    """The cycles of a letter, the start's first; None unless they all have one length."""
    image = a.transitions[:, letter].tolist()
    if len(set(image)) < len(image):
        return None
    left, cycles = dict.fromkeys([a.start, *range(len(a))]), list[list[int]]()
    while left:
        cycle = [next(iter(left))]
        while (q := image[cycle[-1]]) != cycle[0]:
            cycle.append(q)
        for q in cycle:
            del left[q]
        cycles.append(cycle)
    return cycles if len({len(c) for c in cycles}) == 1 else None


def _arrows(a: Automaton) -> set[tuple[int, int]]:
    """The pairs of states that an arrow joins, the smaller first."""
    return {
        (min(p, q), max(p, q))
        for p, row in enumerate(a.transitions.tolist())
        for q in row
        if p != q
    }


def _length(a: Automaton, found: dict[int, Point]) -> float:
    return sum(math.dist(found[p], found[q]) for p, q in _arrows(a) if p in found and q in found)


def _crossings(a: Automaton, found: list[Point]) -> int:
    """How many pairs of straight arrows cross."""

    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    count = 0
    for (p, q), (r, s) in combinations(sorted(_arrows(a)), 2):
        if len({p, q, r, s}) == 4:
            P, Q, R, S = found[p], found[q], found[r], found[s]
            count += side(P, Q, R) * side(P, Q, S) < 0 and side(R, S, P) * side(R, S, Q) < 0
    return count
