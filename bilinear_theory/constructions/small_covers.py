"""Small covers: automata of few points that run beside one another and together determine the state.

One block of size k holds each automaton of k points beside a point that is never left, the vector 0; with
an additive term each of k + 1 points. A state is a function of all of these that there are, or no family
of them determines it. So they are sought by counterexample: two words that lead to different states, and to
the same points of the automata taken so far, are told apart by a further one. Those come first that have
few pairs of a point and a state, for their number bounds what they add to the orbit. The orbit may have
more points than the transition monoid has elements.

``cover(minimal, size, additive)``   the orbit of such automata, None if none is found within the bounds

References: Kupferman and Mosheiff, *Prime languages*, Information and Computation 240 (2015); Clarke and
others, *Counterexample-guided abstraction refinement*, Journal of the ACM 50 (2003).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.constructions.components import Codes, Family, mixed, simplex, unit_vectors

#: The most automata that are tried for one machine; if there are more, those of fewer points are.
MAX_CANDIDATES = 25_000
#: The most of them that are looked at, those of the fewest pairs of a point and a state.
MAX_KEPT = 4000
#: The most states of the machine, and the most points of an orbit.
MAX_STATES, MAX_POINTS = 64, 500
#: The most rounds, and so many pairs of words are added in one.
MAX_ROUNDS, PAIRS = 60, 16
#: What an automaton that adds nothing to the orbit costs, as a logarithm.
LEAST_COST = 0.3

Tables = NDArray[np.intp]
Node = tuple[int, ...]  # a state of the machine, and a point of each automaton
Path = dict[Node, tuple[Node, int] | None]  # the place before, and the letter


@dataclass(frozen=True, eq=False)
class Cover:
    """The automaton of the points that some automata reach together.

    Attributes:
        table: the transitions of the orbit.
        states: the state of the machine for each point of the orbit.
        families: the automata that determine it, and all small ones that the orbit determines.
    """

    table: Table
    states: NDArray[np.int64]
    families: tuple[Family, Family]


@lru_cache(maxsize=64)
def cover(minimal: Automaton, size: int, *, additive: bool) -> Cover | None:
    """The orbit of automata that blocks of the size hold, and that determine the state.

    Args:
        minimal: the machine.
        size: of the blocks, at least 1.
        additive: whether there is an additive term.

    >>> from bilinear_theory.automata.automaton import Automaton
    >>> a = Automaton("ab", [[1, 2], [0, 3], [3, 0], [0, 4], [0, 1]], 0, range(5))
    >>> found = cover(a, 3, additive=True)
    >>> found.states.tolist(), found.families[0].codes.shape
    ([0, 1, 2, 3, 3, 4, 4, 1], (8, 2))
    """
    letters, which = np.unique(minimal.transitions, axis=1, return_inverse=True)
    which = which.reshape(-1)
    if not len(which) or not 1 < len(letters) <= MAX_STATES:
        return None
    tables = _candidates(letters.shape[1], size, additive=additive)
    if not len(tables):
        return None
    costs = np.log(_pairs(letters, tables) / len(letters)) + LEAST_COST
    kept = np.argsort(costs, kind="stable")[:MAX_KEPT]
    orbit = _determining(letters, tables[kept], costs[kept])
    if orbit is None:
        return None
    nodes, rows = orbit
    table = np.array(rows, np.int32)
    codes = np.array([node[1:] for node in nodes], np.int64)
    others = _over(table, tables[kept])
    zero = None if additive else tables.shape[1] - 1
    states = np.array([node[0] for node in nodes], np.int64)
    families = tuple(_family(table[:, which], c, zero) for c in (codes, others))
    return Cover(table[:, which], states, (families[0], families[1]))


@lru_cache(maxsize=16)
def _candidates(letters: int, size: int, *, additive: bool) -> Tables:
    """The automata that a block holds, shape ``(automata, points, letters)``, up to names of points.

    The start is point 0, numbered breadth-first; without an additive term the last point is never left.
    """
    for points in range(min(size + additive, MAX_STATES - 1), 0, -1):
        if _count(points, letters, sink=not additive) <= MAX_CANDIDATES:
            tables = _tables(points, letters, sink=not additive)
            if additive:
                return tables
            never_left = np.full((len(tables), 1, letters), points, np.intp)
            return np.concatenate([tables, never_left], axis=1)
    return np.zeros((0, 1, letters), np.intp)


def _count(points: int, letters: int, *, sink: bool) -> int:
    """How many tables there are, counted entry by entry: rows end with those of the points in use.

    >>> [_count(points, 2, sink=True) for points in (1, 2, 3)]
    [3, 48, 864]
    """
    complete, ways = 0, {1: 1}  # the number of points in use, and how many beginnings have it
    for i in range(points * letters):
        after = dict.fromkeys(range(1, points + 1), 0)
        for used, count in ways.items():
            if i == used * letters:
                complete += count
                continue
            after[used] += count * (used + sink)
            if used < points:
                after[used + 1] += count
        ways = after
    return (
        complete + sum(ways.values()) - 1
    )  # less the one that leaves its start for no other place


def _tables(points: int, letters: int, *, sink: bool) -> Tables:
    """The automata of at most so many points, each point named when a row first names it.

    The rows of points that are not reached are 0; with a sink there is one more point, ``points``. They
    come in the order of their entries, shape ``(automata, points, letters)``.
    """
    entries, used = np.zeros((1, 0), np.intp), np.ones(1, np.intp)
    for i in range(points * letters):
        open_ = i < used * letters
        options = np.where(open_, np.minimum(used + 1, points) + sink, 1)
        before = np.repeat(np.arange(len(used)), options)
        image = np.arange(len(before)) - np.repeat(np.cumsum(options) - options, options)
        if sink:
            image[open_[before] & (image + 1 == options[before])] = points
        used = np.maximum(used[before], np.where(image < points, image + 1, 0))
        entries = np.column_stack([entries[before], image])
    kept = (used > 1) | (entries == points).any(axis=1)
    return entries[kept].reshape(-1, points, letters)


def _pairs(table: Table, tables: Tables) -> NDArray[np.int64]:
    """For each automaton the number of pairs of a state and a point that words reach together."""
    count, points, _ = tables.shape
    bits = np.min_scalar_type((1 << points) - 1)  # a set of points is a number
    images = np.left_shift(bits.type(1), tables.T.astype(bits, order="C"))  # (S, points, automata)
    reached = np.zeros((len(table), count), bits)
    reached[0] = 1
    waiting = {0: None}
    while waiting:
        q = next(iter(waiting))
        del waiting[q]
        there = [reached[q] >> p & 1 for p in range(points)]
        for image, r in zip(images, table[q].tolist(), strict=True):
            after = reached[r].copy()
            for is_there, point in zip(there, image, strict=True):
                after |= is_there * point
            if not np.array_equal(after, reached[r]):
                reached[r] = after
                waiting[r] = None
    return np.bitwise_count(reached).sum(axis=0, dtype=np.int64)


def _determining(
    table: Table, tables: Tables, costs: NDArray[np.float64]
) -> tuple[list[Node], list[list[int]]] | None:
    """The orbit of automata that determine the state; None if none is found within the bounds."""
    rows: list[list[int]] = table.tolist()
    apart = np.zeros((len(tables), 0), np.bool_)
    chosen: list[int] = []
    for _ in range(MAX_ROUNDS):
        automata: list[list[list[int]]] = [tables[i].tolist() for i in chosen]
        path, conflicts, complete = _explored(rows, automata)
        if not conflicts:
            nodes = list(path)
            return (nodes, _rows(rows, automata, nodes)) if complete else None
        columns = _told_apart(path, conflicts, tables)
        if not columns.any(axis=0).all():
            return None
        apart = np.concatenate([apart, columns], axis=1)
        chosen = _covering(apart, costs, chosen)
    return None


def _explored(
    rows: list[list[int]], automata: list[list[list[int]]]
) -> tuple[Path, list[tuple[Node, Node]], bool]:
    """How places are reached, pairs of places in which only the state differs, and whether that is all."""
    start = tuple([0] * (1 + len(automata)))
    path: Path = {start: None}
    first: dict[Node, Node] = {start[1:]: start}
    conflicts: list[tuple[Node, Node]] = []
    queue = [start]
    for node in queue:
        for a, after in enumerate(_following(rows, automata, node)):
            if after in path:
                continue
            path[after] = node, a
            queue.append(after)
            other = first.setdefault(after[1:], after)
            if other[0] != after[0]:
                conflicts.append((other, after))
        if len(conflicts) >= PAIRS or len(queue) > MAX_POINTS:
            return path, conflicts, False
    return path, conflicts, True


def _following(
    rows: list[list[int]], automata: list[list[list[int]]], node: Node
) -> Iterator[Node]:
    """The places to which letters lead from a place."""
    points = (t[p] for t, p in zip(automata, node[1:], strict=True))
    return zip(rows[node[0]], *points, strict=True)


def _rows(
    rows: list[list[int]], automata: list[list[list[int]]], nodes: list[Node]
) -> list[list[int]]:
    """The transitions of the places."""
    number = {node: i for i, node in enumerate(nodes)}
    return [[number[after] for after in _following(rows, automata, node)] for node in nodes]


def _told_apart(
    path: Path, conflicts: list[tuple[Node, Node]], tables: Tables
) -> NDArray[np.bool_]:
    """Which automata are at different points after the words of each pair."""
    known = {next(iter(path)): np.zeros(len(tables), np.intp)}

    def points(node: Node) -> Tables:
        back: list[tuple[Node, int]] = []
        at = node
        while at not in known:
            before = path[at]
            if before is None:
                break
            back.append((at, before[1]))
            at = before[0]
        value = known[at]
        for at, a in reversed(back):
            value = known[at] = _after(tables, value, a)
        return value

    return np.stack([points(p) != points(q) for p, q in conflicts], axis=1)


def _after(tables: Tables, points: NDArray[np.intp], a: int) -> NDArray[np.intp]:
    """For each automaton the point to which a letter leads from its point."""
    count, size, letters = tables.shape
    return np.take(tables, (np.arange(count) * size + points) * letters + a)


def _covering(apart: NDArray[np.bool_], costs: NDArray[np.float64], chosen: list[int]) -> list[int]:
    """The chosen ones with cheap further ones that tell all pairs apart, less those not needed."""
    left = ~apart[chosen].any(axis=0)
    chosen = list(chosen)
    while left.any():
        best = int((apart[:, left].sum(axis=1) / costs).argmax())
        chosen.append(best)
        left &= ~apart[best]
    for i in list(chosen):
        rest = [j for j in chosen if j != i]
        if rest and apart[rest].any(axis=0).all():
            chosen = rest
    return chosen


def _over(table: Table, tables: Tables) -> Codes:
    """The points of all automata that are functions of the place in the orbit, shape ``(places, ..)``."""
    points = {0: np.zeros(len(tables), np.intp)}
    fits = np.ones(len(tables), np.bool_)
    for q in range(len(table)):  # breadth-first numbers: a place is reached before its row is read
        for a in range(table.shape[1]):
            r, after = int(table[q, a]), _after(tables, points[q], a)
            if r in points:
                fits &= points[r] == after
            else:
                points[r] = after
    codes = np.array([points[q][fits] for q in range(len(table))], np.int64)
    codes = codes[:, (codes != codes[0]).any(axis=0)]
    return codes[:, np.sort(np.unique(mixed(codes + 1), return_index=True)[1])]


def _family(table: Table, codes: Codes, zero: int | None) -> Family:
    """The automata as blocks: the corners of simplices, or unit vectors and for one point the vector 0."""
    if zero is None:
        return Family(codes, lambda j: simplex(table, codes[:, j]))
    return Family(codes, lambda j: unit_vectors(table, codes[:, j], zero))
