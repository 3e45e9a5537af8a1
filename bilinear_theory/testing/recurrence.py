"""Recurrences: what the laws can run, whoever built it.

A recurrence has a state before the first symbol, a step for each symbol, and an output for each state.
Subjects come in several forms, and each is seen as a recurrence.

``Recurrence``            the protocol: methods ``initial``, ``step`` and ``output``
``Cell``                  the protocol of a recurrent cell: ``state = cell(input, state)``
``cell_recurrence(..)``   a cell with its start, its inputs and its readout, as a recurrence
``Subject``               a Recurrence, an automaton, a realization, a bilinear system, or a function
                          from words to outputs
``Tie``                   what an exact linear decoder gives where the largest logit is not strict
``identity(state)``       a state as an exact value by which it is known again, or None
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from numbers import Rational
from typing import Any, Protocol, runtime_checkable

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton, Output, Symbol, Word
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.matrix import Vector, components
from bilinear_theory.systems.system import BilinearSystem

Decoder = Callable[[Any], Output]


@runtime_checkable
class Recurrence(Protocol):
    """A state before the first symbol, a step, an output: all that the laws need."""

    def initial(self) -> Any:
        """The state before the first symbol."""

    def step(self, state: Any, symbol: Symbol, /) -> Any:
        """The state after one more symbol; the given state is left as it was."""

    def output(self, state: Any, /) -> Output:
        """The output in a state."""


class Cell(Protocol):
    """A recurrent cell such as ``torch.nn.RNNCell``: the next state, from an input and a state."""

    def __call__(self, given: Any, state: Any, /) -> Any:
        """The next state."""


@dataclass(frozen=True)
class Steps:
    """A recurrence made of a value and two functions."""

    start: Any
    following: Callable[[Any, Symbol], Any]
    read: Callable[[Any], Output]

    def initial(self) -> Any:
        """The state before the first symbol."""
        return self.start

    def step(self, state: Any, symbol: Symbol, /) -> Any:
        """The state after one more symbol."""
        return self.following(state, symbol)

    def output(self, state: Any, /) -> Output:
        """The output in a state."""
        return self.read(state)


def cell_recurrence(
    cell: Cell,
    *,
    start: Any,
    encode: Callable[[Symbol], Any],
    read: Callable[[Any], Output],
) -> Recurrence:
    """A recurrent cell as a recurrence.

    Args:
        cell: called as ``cell(encode(symbol), state)``, as the cells of ``torch.nn`` are.
        start: the state before the first symbol.
        encode: the input of a symbol, such as a one-hot row.
        read: the output in a state, such as the place of the largest logit.

    >>> parity = cell_recurrence(
    ...     lambda x, h: h * x, start=1, encode={"0": 1, "1": -1}.get, read=str
    ... )
    >>> parity.output(parity.step(parity.initial(), "1"))
    '-1'
    """
    return Steps(start, lambda state, symbol: cell(encode(symbol), state), read)


Subject = Recurrence | Automaton | Realization | BilinearSystem | Callable[[Word], Output]


@dataclass(frozen=True)
class Tie:
    """No output: these have the same largest logit."""

    outputs: tuple[Output, ...]

    def __repr__(self) -> str:
        return f"a tie of {' and '.join(map(repr, self.outputs))}"


def recurrence(subject: Subject, decoder: Decoder | None = None) -> Recurrence:
    """A subject as a recurrence, its outputs read by the decoder if there is one.

    Raises:
        ValueError: if the subject is a bilinear system and has no decoder.
        TypeError: if the subject is none of the forms that the laws know.
    """
    if isinstance(subject, Realization):
        return Steps(subject.system.initial, subject.system.step, decoder or decoder_of(subject))
    if isinstance(subject, BilinearSystem):
        if decoder is None:
            raise ValueError("a bilinear system has no output of its own: give a decoder")
        return Steps(subject.initial, subject.step, decoder)
    if isinstance(subject, Automaton):
        read = decoder or subject.outputs.__getitem__
        return Steps(subject.start, lambda q, symbol: subject.state((symbol,), q), read)
    if isinstance(subject, Recurrence):
        return Steps(subject.initial(), subject.step, decoder or subject.output)
    if callable(subject):
        outputs: Decoder = subject if decoder is None else lambda word: decoder(subject(word))
        return Steps(_Read(()), lambda word, symbol: _Read((*word, symbol)), outputs)
    raise TypeError(
        f"expected a recurrence (initial, step, output), an automaton, a realization, a bilinear "
        f"system or a function of words, found {type(subject).__name__}"
    )


def decoder_of(realization: Realization) -> Decoder:
    """The decoder of a realization: its readout, evaluated exactly, or its table of points."""
    outputs = realization.question.minimal.outputs
    if realization.readout is not None:
        order, readout = realization.question.minimal.output_symbols, realization.readout
        return lambda state: _largest(readout, order, state)
    table = {
        components(v): outputs[q]
        for v, q in zip(realization.orbit.vectors, realization.states, strict=True)
    }
    return lambda state: table.get(components(state), "a state outside the orbit")


def identity(state: Any) -> Hashable | None:
    """The state as a hashable value, if equal states are sure to behave alike; else None.

    Whole numbers, fractions, cyclotomic numbers and matrices, text, members of enumerations, and
    tuples, frozen sets and frozen dataclasses of such; floats and arrays are no exact values.
    """
    return state if _is_exact(state) else None


class _Read(tuple[Symbol, ...]):
    """The word read so far, as the state of a function of words: no two words are one state."""

    __slots__ = ()


def _is_exact(value: Any) -> bool:
    if isinstance(value, _Read):
        return False
    if isinstance(value, str | bytes | Rational | Cyclotomic | CyclotomicMatrix | Enum):
        return True
    if isinstance(value, tuple | frozenset):
        return all(_is_exact(x) for x in value)
    if is_dataclass(value) and type(value).__hash__ is not None and not isinstance(value, type):
        return all(_is_exact(getattr(value, field.name)) for field in fields(value))
    return False


def _largest(readout: Readout, outputs: tuple[Output, ...], state: Vector) -> Output:
    h = components(state)
    doubled: list[Cyclotomic] = []  # twice the real parts
    for row, logit in zip(readout.rows, readout.bias, strict=True):
        for weight, x in zip(components(row), h, strict=True):
            logit = logit + weight * x
        doubled.append(logit + logit.conjugate())
    best = 0
    for y in range(1, len(doubled)):
        if (doubled[y] - doubled[best]).sign() > 0:
            best = y
    top = tuple(y for logit, y in zip(doubled, outputs, strict=True) if logit == doubled[best])
    return top[0] if len(top) == 1 else Tie(top)
