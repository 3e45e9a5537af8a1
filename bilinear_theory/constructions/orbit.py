"""Orbits of sums of blocks, found by numbers: which blocks are needed, and for what system.

A piece is one block with the finite orbit of its start vector: the letters permute the points of the
orbit, and point 0 is the start. On a sum of pieces the state is one point of each, so its orbit is
found by table look-ups, and no exact number is touched before the pieces are chosen. The sum tracks
an automaton with an arbitrary decoder exactly if the joint point determines the state, and its joint
points may be more than the states.

``Piece``                     what a block must tell: points, moves, exact matrices and vectors
``joint_orbit(pieces, ..)``   the joint points with their states
``fewest(pieces, ..)``        pieces without which the joint point would not determine the state
``summed(minimal, ..)``       pieces with their joint orbit; ``realized``, the realization by them
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.program import Recorder
from bilinear_theory.algebra.stabiliser_chain import Chain, Unfinished
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.block_diagonal import packed
from bilinear_theory.systems.matrix import ZERO, Vector
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.system import BilinearSystem, Orbit

Table = NDArray[np.intp]
Point = tuple[Cyclotomic, ...]

#: The most points of an orbit that is listed.
MAX_POINTS = 20_000
#: Up to so many points an orbit is listed to know whether it determines the state.
SHORT = 2000


class Piece(Protocol):
    """One block with the orbit of its start vector, point 0."""

    @property
    def width(self) -> int:
        """The size of the block."""
        ...

    @property
    def size(self) -> int:
        """The number of points."""
        ...

    def moves(self) -> Table:
        """The point that each point goes to on each letter, shape ``(S, size)``."""
        ...

    @property
    def coarser(self) -> Sequence[Piece]:
        """Pieces onto which this one maps, with fewer points."""
        ...

    def along(self, words: Sequence[Sequence[int]]) -> Piece:
        """The piece on new letters, each the word of old ones that it stands for."""
        ...

    def matrices(self) -> Sequence[CyclotomicMatrix]:
        """The matrix of each letter."""
        ...

    def vectors(self) -> Sequence[Point]:
        """The vector of each point."""
        ...


@dataclass(frozen=True, eq=False)
class JointOrbit:
    """The points of a sum of pieces, breadth-first, with the states that they determine.

    Args:
        points: the point of each piece, shape ``(N, pieces)``.
        following: the number of the next joint point, shape ``(N, S)``.
        states: the state of each joint point, shape ``(N,)``.
    """

    points: Table
    following: Table
    states: Table


class OrbitTooLong(ValueError):
    """The orbit has more points than are listed."""


def joint_orbit(
    pieces: Sequence[Piece], transitions: NDArray[np.integer], *, bound: int = MAX_POINTS
) -> JointOrbit | None:
    """The joint orbit of pieces and an automaton; None if a point meets two states.

    Args:
        pieces: blocks with their orbits.
        transitions: the state after each state and letter, shape ``(Q, S)``; the start is 0.
        bound: the most points that are listed.

    Raises:
        OrbitTooLong: past the bound, before any point is known to meet two states.
    """
    starts = np.cumsum([0, *(p.size for p in pieces)])[:-1]
    shifted = [p.moves() + at for p, at in zip(pieces, starts, strict=True)]
    none = np.zeros((transitions.shape[1], 0), np.intp)
    moves = np.concatenate([none, *shifted], axis=1)  # (S, all points)
    layer, states = starts[None].astype(np.intp), np.zeros(1, np.intp)
    number = {_keys(layer, moves.shape[1])[0]: 0}
    points, all_states, following = [layer], [states], list[int]()
    known = [0]
    while len(layer):
        after = moves[:, layer].transpose(1, 0, 2)
        after = after.reshape(len(layer) * len(moves), len(pieces))
        reached = transitions[states].ravel()
        fresh: list[int] = []
        keys = _keys(after, moves.shape[1])
        for i, (key, q) in enumerate(zip(keys, reached.tolist(), strict=True)):
            j = number.setdefault(key, len(known))
            if j == len(known):
                known.append(q)
                fresh.append(i)
            elif known[j] != q:
                return None
            following.append(j)
        if len(known) > bound:
            raise OrbitTooLong(f"the orbit has more than {bound} points")
        layer, states = after[fresh], reached[fresh].astype(np.intp)
        points.append(layer)
        all_states.append(states)
    return JointOrbit(
        np.concatenate(points) - starts,
        np.reshape(following, (len(known), -1)).astype(np.intp),
        np.concatenate(all_states),
    )


def _keys(points: Table, base: int) -> Sequence[Hashable]:
    """A key for each row of numbers less than a base, equal for equal rows alone."""
    count = points.shape[1]
    if base**count < 2**62:
        return (points @ (base ** np.arange(count))).tolist()
    return [row.tobytes() for row in points]


def fewest(pieces: Sequence[Piece], transitions: NDArray[np.integer]) -> tuple[Piece, ...] | None:
    """Pieces of a sum that still determine the state; None if all together do not.

    One after the other, those with the most points first, a piece is left out or made coarser as
    long as the state remains a function of the point.

    Raises:
        Unfinished: if it is not known whether all pieces determine the state.
    """
    chosen = sorted(pieces, key=lambda p: -p.size)
    if not _determines(chosen, transitions):
        return None
    i = 0
    while i < len(chosen):
        choices = [chosen[:i] + chosen[i + 1 :]] if len(chosen) > 1 else []
        choices += [[*chosen[:i], p, *chosen[i + 1 :]] for p in chosen[i].coarser]
        for smaller in choices:
            try:
                if not _determines(smaller, transitions):
                    continue
            except Unfinished:
                continue
            chosen = smaller
            break
        else:
            i += 1
    return tuple(chosen)


def _determines(pieces: Sequence[Piece], transitions: NDArray[np.integer]) -> bool:
    """Whether the joint point determines the state, by its orbit or, if that is long, by a group.

    Letters act on the points of all pieces and on the states. They determine the state if what fixes
    the start of every piece fixes state 0: the first points of the chain are these starts.
    """
    if prod(p.size for p in pieces) < len(transitions):  # fewer points than states
        return False
    try:
        return joint_orbit(pieces, transitions, bound=SHORT) is not None
    except OrbitTooLong:
        pass
    tables = [*(p.moves() for p in pieces), transitions.T]
    starts = np.cumsum([0, *(table.shape[1] for table in tables)])
    joined = np.concatenate(
        [table + at for table, at in zip(tables, starts, strict=False)], axis=1
    ).astype(np.intp)  # (S, all points)
    first = starts[:-1]
    points = np.concatenate([first, np.setdiff1d(np.arange(joined.shape[1]), first)])
    place = np.argsort(points)
    chain = Chain(Recorder(len(joined)), len(points))
    for a, x in enumerate(joined[:, points]):
        chain.add((place[x], a))
    return all(level.point != len(pieces) for level in chain.levels)


@dataclass(frozen=True, eq=False)
class Sum:
    """Pieces on the letters of a machine, with their joint orbit, before an exact number is written.

    Args:
        pieces: which together determine the state.
        orbit: their joint points.
        places: the first unit of each piece, in aligned blocks.
        width: the number of units.
    """

    pieces: tuple[Piece, ...]
    orbit: JointOrbit
    places: tuple[int, ...]
    width: int

    @property
    def is_orthogonal(self) -> bool:
        """Whether all letters are orthogonal matrices: no unit is idle, and each piece is orthogonal."""
        if self.width > sum(p.width for p in self.pieces):
            return False
        matrices = (a for p in self.pieces for a in p.matrices())
        return all(a.transpose() @ a == CyclotomicMatrix.identity(a.shape[0]) for a in matrices)

    def reflections(self, *, heads: bool) -> int:
        """The ranks of ``A - 1`` of a letter, where units of no piece are 0: in all blocks or the largest."""
        idle = [1] * (self.width - sum(p.width for p in self.pieces))
        one = [CyclotomicMatrix.identity(p.width) for p in self.pieces]
        letters = zip(*(p.matrices() for p in self.pieces), strict=True)
        costs = [
            [*idle, *((a - e).rank() for a, e in zip(parts, one, strict=True))] for parts in letters
        ]
        return max((max(ranks) if heads else sum(ranks) for ranks in costs), default=0)


def summed(minimal: Automaton, size: int, pieces: Sequence[Piece]) -> Sum:
    """Pieces in aligned blocks of a size.

    Raises:
        OrbitTooLong: past the bound on the orbit.
        ValueError: if the pieces do not determine the state.
    """
    found = joint_orbit(pieces, minimal.transitions)
    if found is None:
        raise ValueError("the pieces do not determine the state")
    places = packed([p.width for p in pieces], size)
    width = -(-max(at + p.width for at, p in zip(places, pieces, strict=True)) // size) * size
    return Sum(tuple(pieces), found, tuple(places), width)


def realized(question: Question, total: Sum, reason: str) -> Realization:
    """The realization by a sum of pieces on the letters of the minimal machine."""
    minimal, width, places, pieces = question.minimal, total.width, total.places, total.pieces
    found = total.orbit
    exact = [[tuple(x.minimal() for x in v) for v in p.vectors()] for p in pieces]
    vectors: list[Vector] = []
    for joint in found.points.tolist():
        row = [ZERO] * width
        for at, piece, vectors_, i in zip(places, pieces, exact, joint, strict=True):
            row[at : at + piece.width] = vectors_[i]
        vectors.append(tuple(row))
    grids = [[[ZERO] * width for _ in range(width)] for _ in minimal.alphabet]
    for at, piece in zip(places, pieces, strict=True):
        for grid, matrix in zip(grids, piece.matrices(), strict=True):
            for i, row in enumerate(matrix.rows()):
                grid[at + i][at : at + piece.width] = row
    offsets: tuple[Vector, ...] | None = None
    if question.setting.additive:
        offsets = ((ZERO,) * width,) * len(minimal.alphabet)
    matrices = tuple(CyclotomicMatrix(grid).minimal() for grid in grids)
    system = BilinearSystem(minimal.alphabet, vectors[0], matrices, offsets)
    following = tuple(tuple(row) for row in found.following.tolist())
    states = tuple(found.states.tolist())
    return Realization(question, system, Orbit(tuple(vectors), following), states, None, reason)
