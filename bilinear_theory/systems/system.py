"""Bilinear systems: exact recurrences ``h_t = A_{x_t} h_{t-1} (+ b_{x_t})``.

The input chooses the matrix; states are column vectors, and a word ``x_1 .. x_t`` acts by the product
``A_{x_t} .. A_{x_1}``. On one-hot inputs this is the recurrence of a third-order tensor (``tensor``).

``BilinearSystem``    an alphabet, an initial state, a matrix and perhaps an offset for each symbol
``Orbit``             finitely many states closed under all symbols, from the initial one
``orbit(system)``     the reachable states, if they are at most a bound

References: Ebrahimi and Memisevic, *Revisiting Bi-Linear State Transitions in Recurrent Neural
Networks*, arXiv 2505.21749, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Symbol
from bilinear_theory.systems import matrix as matrices_
from bilinear_theory.systems.matrix import Matrix, OneHotMatrix, UnitVector, Vector


@dataclass(frozen=True)
class BilinearSystem:
    """The exact recurrence ``h_t = A_{x_t} h_{t-1} (+ b_{x_t})`` from ``h_0``.

    Args:
        alphabet: the symbols.
        initial: ``h_0``, of width ``d``.
        matrices: for each symbol ``A_x``, ``d x d``.
        offsets: for each symbol ``b_x``, of width ``d``; None for a linear recurrence.

    Raises:
        ValueError: if the widths or the numbers of symbols differ.

    >>> from bilinear_theory.algebra.cyclotomic import Cyclotomic
    >>> from bilinear_theory.systems.matrix import DiagonalMatrix
    >>> one, minus = Cyclotomic.rational(1), Cyclotomic.rational(-1)
    >>> flip = BilinearSystem("01", (one,), (DiagonalMatrix((one,)), DiagonalMatrix((minus,))))
    >>> flip.run("111")[0] == minus
    True
    """

    alphabet: tuple[Symbol, ...]
    initial: Vector
    matrices: tuple[Matrix, ...]
    offsets: tuple[Vector, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "alphabet", tuple(self.alphabet))
        for name, given in (("matrices", self.matrices), ("offsets", self.offsets)):
            if given is not None and len(given) != len(self.alphabet):
                raise ValueError(f"{len(given)} {name} for {len(self.alphabet)} symbols")
        for symbol, m in zip(self.alphabet, self.matrices, strict=True):
            if (found := matrices_.width(m)) != self.width:
                raise ValueError(f"the matrix of {symbol!r} has width {found}, not {self.width}")
        for symbol, b in zip(self.alphabet, self.offsets or (), strict=False):
            if (found := _width(b)) != self.width:
                raise ValueError(f"the offset of {symbol!r} has width {found}, not {self.width}")
        if self.offsets is not None or not all(isinstance(m, OneHotMatrix) for m in self.matrices):
            # one representation of each state, so that equal states are found equal
            object.__setattr__(self, "initial", matrices_.components(self.initial))

    @property
    def width(self) -> int:
        """The number ``d`` of units."""
        return _width(self.initial)

    @cached_property
    def index(self) -> dict[Symbol, int]:
        """The position of each symbol."""
        return {symbol: a for a, symbol in enumerate(self.alphabet)}

    def step(self, state: Vector, symbol: Symbol) -> Vector:
        """The state after one symbol.

        Raises:
            ValueError: on a symbol outside the alphabet.
        """
        if symbol not in self.index:
            raise ValueError(f"symbol {symbol!r} is not in the alphabet")
        a = self.index[symbol]
        following = matrices_.apply(self.matrices[a], state)
        if self.offsets is None:
            return following
        v, b = matrices_.components(following), matrices_.components(self.offsets[a])
        return tuple(x + y for x, y in zip(v, b, strict=True))

    def run(self, word: Iterable[Symbol]) -> Vector:
        """The state after a word."""
        state = self.initial
        for symbol in word:
            state = self.step(state, symbol)
        return state


@dataclass(frozen=True)
class Orbit:
    """Finitely many states closed under all symbols.

    ``vectors[0]`` is the initial state, ``following[i][a]`` the point that point ``i`` goes to on
    symbol ``a``; points are numbered breadth-first.
    """

    vectors: tuple[Vector, ...]
    following: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.vectors)


class Recurrence(Protocol):
    """What reads a word symbol by symbol: a bilinear system, or a stack of them."""

    @property
    def alphabet(self) -> tuple[Symbol, ...]:
        """The symbols."""
        ...

    @property
    def initial(self) -> Vector:
        """The state before the first symbol."""
        ...

    def step(self, state: Vector, symbol: Symbol) -> Vector:
        """The state after one symbol."""
        ...


def orbit(system: Recurrence, *, bound: int = 100_000) -> Orbit | None:
    """The reachable states of a system, or None if there are more than ``bound``."""
    points: dict[Vector, int] = {system.initial: 0}
    following: list[tuple[int, ...]] = []
    queue = [system.initial]
    for state in queue:
        row: list[int] = []
        for symbol in system.alphabet:
            after = system.step(state, symbol)
            if after not in points:
                if len(points) == bound:
                    return None
                points[after] = len(queue)
                queue.append(after)
            row.append(points[after])
        following.append(tuple(row))
    return Orbit(tuple(queue), tuple(following))


def homogenised(system: BilinearSystem) -> BilinearSystem:
    """The linear system on ``(h, 1)``: an additive term is one more unit, that stays 1."""
    if system.offsets is None:
        return system
    d = system.width
    bordered: list[Matrix] = []
    for m, b in zip(system.matrices, system.offsets, strict=True):
        rows = [[matrices_.ZERO] * (d + 1) for _ in range(d + 1)]
        for i, j, value in matrices_.entries(m):
            rows[i][j] = value
        for i, value in enumerate(matrices_.components(b)):
            rows[i][d] = value
        rows[d][d] = matrices_.ONE
        bordered.append(CyclotomicMatrix(rows))
    initial = (*matrices_.components(system.initial), matrices_.ONE)
    return BilinearSystem(system.alphabet, initial, tuple(bordered))


def _width(vector: Vector) -> int:
    return vector.width if isinstance(vector, UnitVector) else len(vector)
