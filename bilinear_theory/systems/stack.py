"""Stacks: bilinear systems in layers, each reading the letter and the exact states of those below it.

Layer ``j`` is a bilinear system whose letters are *inputs* ``(a, p_0, .., p_{j-1})``: the place of the
letter and, for each layer below, the number of its vector. With the coupling "pre" these are the
vectors before the letter is read, with "post" those after it. The state of a stack is the states of its
layers, one after the other.

``Coupling``   when a layer reads the layers below it
``Layer``      a system over inputs, and its vectors by number
``Stack``      the layers, from the lowest on; a recurrence with ``initial``, ``step`` and ``run``

References: Shakerinava et al., arXiv 2603.01959 (layers of diagonal recurrences); Eilenberg, *Automata,
Languages, and Machines* B (1976), chapter I (cascades).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from bilinear_theory.automata.automaton import Symbol
from bilinear_theory.systems.matrix import Vector, components
from bilinear_theory.systems.system import BilinearSystem

Input = tuple[int, ...]


class Coupling(Enum):
    """When a layer reads the states of the layers below it."""

    PRE = "pre"
    POST = "post"


@dataclass(frozen=True)
class Layer:
    """One layer of a stack.

    Args:
        system: the recurrence; its alphabet are inputs, ascending.
        vectors: the states that it reaches, by number; ``vectors[0]`` is its initial state.

    Raises:
        ValueError: if the first vector is not the initial state, or a vector stands twice.
    """

    system: BilinearSystem
    vectors: tuple[Vector, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "vectors", tuple(components(v) for v in self.vectors))
        if not self.vectors or self.vectors[0] != components(self.system.initial):
            raise ValueError("the first vector of a layer is not its initial state")
        if len(self.number) < len(self.vectors):
            raise ValueError("a vector of a layer stands twice")

    @cached_property
    def number(self) -> dict[Vector, int]:
        """The number of each vector."""
        return {v: i for i, v in enumerate(self.vectors)}


@dataclass(frozen=True)
class Stack:
    """Layers over an alphabet, at least one.

    Args:
        alphabet: the symbols.
        layers: from the lowest on.
        coupling: when a layer reads the layers below it.

    Raises:
        ValueError: without a layer.

    >>> from bilinear_theory.systems.matrix import ONE, DiagonalMatrix
    >>> minus, one = DiagonalMatrix((-ONE,)), DiagonalMatrix((ONE,))
    >>> parity = Layer(BilinearSystem(((0,),), (ONE,), (minus,)), ((ONE,), (-ONE,)))
    >>> carry = BilinearSystem(((0, 0), (0, 1)), (ONE,), (one, minus))
    >>> counter = Stack(("a",), (parity, Layer(carry, ((ONE,), (-ONE,)))))
    >>> [[int(x.as_fraction()) for x in counter.run("a" * n)] for n in range(5)]
    [[1, 1], [-1, 1], [1, -1], [-1, -1], [1, 1]]
    """

    alphabet: tuple[Symbol, ...]
    layers: tuple[Layer, ...]
    coupling: Coupling = Coupling.PRE

    def __post_init__(self) -> None:
        if not self.layers:
            raise ValueError("a stack has at least one layer")

    @property
    def width(self) -> int:
        """The number of units of all layers."""
        return sum(layer.system.width for layer in self.layers)

    @property
    def initial(self) -> Vector:
        """The state before the first symbol."""
        return tuple(x for layer in self.layers for x in components(layer.system.initial))

    @cached_property
    def index(self) -> dict[Symbol, int]:
        """The place of each symbol."""
        return {symbol: a for a, symbol in enumerate(self.alphabet)}

    def parts(self, state: Vector) -> list[Vector]:
        """The states of the layers."""
        v, at, found = components(state), 0, list[Vector]()
        for layer in self.layers:
            found.append(v[at : at + layer.system.width])
            at += layer.system.width
        return found

    def point(self, state: Vector) -> tuple[int, ...]:
        """The number of the vector of each layer."""
        parts = zip(self.layers, self.parts(state), strict=True)
        return tuple(layer.number[part] for layer, part in parts)

    def step(self, state: Vector, symbol: Symbol) -> Vector:
        """The state after one symbol.

        Raises:
            ValueError: on a symbol outside the alphabet, or an input that a layer does not know.
        """
        if symbol not in self.index:
            raise ValueError(f"symbol {symbol!r} is not in the alphabet")
        read: Input = (self.index[symbol],)
        found: list[Vector] = []
        for layer, part in zip(self.layers, self.parts(state), strict=True):
            after = components(layer.system.step(part, read))
            seen = part if self.coupling is Coupling.PRE else after
            if seen not in layer.number:
                raise ValueError(f"layer {len(found)} reaches {seen}, which is none of its vectors")
            read = (*read, layer.number[seen])
            found.append(after)
        return tuple(x for part in found for x in components(part))

    def run(self, word: Iterable[Symbol]) -> Vector:
        """The state after a word."""
        state = self.initial
        for symbol in word:
            state = self.step(state, symbol)
        return state
