"""Automata: complete deterministic Moore machines.

An automaton is a finite set of states, a start, a transition for each state and symbol, and an
output for each state; it maps every word to the output of the state that the word reaches. A DFA is
an automaton whose outputs are Booleans.

``Automaton``          the machine: alphabet, transitions, start, outputs (and names of the states)
``Automaton.run(w)``   the output after the word ``w``, which is read from left to right
``Word``               a tuple of symbols
``word_text(w)``       a word as people write it

References: Hopcroft and Ullman, *Introduction to Automata Theory* (1979), sections 2.2 and 2.7.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bilinear_theory.algebra.notation import counted

Symbol = Hashable
Output = Hashable
Word = tuple[Symbol, ...]
Table = NDArray[np.int32]


@dataclass(frozen=True, eq=False, repr=False)
class Automaton:
    """A complete deterministic Moore machine with states ``0 .. Q-1``.

    Args:
        alphabet: ``S`` distinct symbols; files hold text or integers, Python any hashable.
        transitions: integers, shape ``(Q, S)``; row ``q``, column ``a`` is the state after ``q`` on
            the symbol ``alphabet[a]``. Kept as a read-only ``int32`` array.
        start: the state before the first symbol.
        outputs: ``Q`` hashables, the output of each state. Equal ones are one output, for which the
            first stands: Python holds ``False`` and 0 equal.
        state_names: ``Q`` names for people; they play no part in equality.

    Raises:
        ValueError: naming the datum, if these do not form an automaton.

    ``==`` is equality of structure; equality of behaviour is ``compare``.

    >>> parity = Automaton(("0", "1"), [[0, 1], [1, 0]], 0, (0, 1))
    >>> parity.run("1101")
    1
    """

    alphabet: tuple[Symbol, ...]
    transitions: Table
    start: int
    outputs: tuple[Output, ...]
    state_names: tuple[str, ...] | None = None

    def __init__(
        self,
        alphabet: Iterable[Symbol],
        transitions: ArrayLike,
        start: int,
        outputs: Iterable[Output],
        state_names: Iterable[str] | None = None,
    ) -> None:
        symbols, first = tuple(alphabet), dict[Output, Output]()
        values = tuple(first.setdefault(y, y) for y in outputs)
        table = _table(transitions, symbols)
        names = None if state_names is None else tuple(state_names)
        if not 0 <= start < len(table):
            raise ValueError(f"start {start} is outside 0..{len(table) - 1}")
        if len(values) != len(table):
            raise ValueError(f"{len(values)} outputs for {len(table)} states")
        if names is not None and len(names) != len(table):
            raise ValueError(f"{len(names)} state names for {len(table)} states")
        for name, value in zip(
            ("alphabet", "transitions", "start", "outputs", "state_names"),
            (symbols, table, int(start), values, names),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.transitions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Automaton) and (
            (self.alphabet, self.start, self.outputs)
            == (other.alphabet, other.start, other.outputs)
            and np.array_equal(self.transitions, other.transitions)
        )

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:  # a hash of texts holds in one process alone
        data = self.alphabet, self.transitions, self.start, self.outputs, self.state_names
        return Automaton, data

    @cached_property
    def _hash(self) -> int:
        return hash((self.alphabet, self.start, self.outputs, self.transitions.tobytes()))

    def __repr__(self) -> str:
        return (
            f"<Automaton: {counted(len(self), 'state')}, {counted(len(self.alphabet), 'symbol')}>"
        )

    @cached_property
    def index(self) -> dict[Symbol, int]:
        """The column of each symbol."""
        return {symbol: a for a, symbol in enumerate(self.alphabet)}

    @cached_property
    def output_symbols(self) -> tuple[Output, ...]:
        """The outputs that occur, in the order of the first state that has them."""
        return tuple(dict.fromkeys(self.outputs))

    @cached_property
    def output_codes(self) -> Table:
        """For each state the position of its output in ``output_symbols``, shape ``(Q,)``."""
        code = {output: i for i, output in enumerate(self.output_symbols)}
        codes = np.fromiter((code[y] for y in self.outputs), np.int32, len(self.outputs))
        codes.flags.writeable = False
        return codes

    def state(self, word: Iterable[Symbol], start: int | None = None) -> int:
        """The state that a word reaches from ``start`` (by default from the start).

        Raises:
            ValueError: on a symbol outside the alphabet.
        """
        q = self.start if start is None else start
        for symbol in word:
            if symbol not in self.index:
                raise ValueError(f"symbol {symbol!r} is not in the alphabet")
            q = int(self.transitions[q, self.index[symbol]])
        return q

    def run(self, word: Iterable[Symbol]) -> Output:
        """The output after a word."""
        return self.outputs[self.state(word)]

    def name(self, q: int) -> str:
        """The name of a state, by default its number."""
        return str(q) if self.state_names is None else self.state_names[q]


def _table(transitions: ArrayLike, alphabet: tuple[Symbol, ...]) -> Table:
    """The transitions as a read-only array, once they are known to be complete."""
    if len(set(alphabet)) != len(alphabet):
        twice = next(s for i, s in enumerate(alphabet) if s in alphabet[:i])
        raise ValueError(f"symbol {twice!r} stands twice in the alphabet")
    try:
        given = np.asarray(transitions)
    except ValueError:
        raise ValueError("the rows of the transitions differ in length") from None
    if given.ndim == 2 and given.shape[1] == 0:
        given = given.astype(np.int32)
    if given.ndim != 2 or len(given) == 0:
        raise ValueError("an automaton has at least one state and a row of transitions for each")
    if given.dtype.kind not in "iu":
        raise ValueError("transitions are state numbers, integers")
    if given.shape[1] != len(alphabet):
        raise ValueError(
            f"{given.shape[1]} transitions a state for {len(alphabet)} symbols of the alphabet"
        )
    wrong = np.argwhere((given < 0) | (given >= len(given)))
    if len(wrong):
        q, a = (int(i) for i in wrong[0])
        raise ValueError(
            f"state {q} goes to {given[q, a]} on {alphabet[a]!r}, outside 0..{len(given) - 1}"
        )
    table = given.astype(np.int32)
    table.flags.writeable = False
    return table


def word_text(word: Sequence[Symbol]) -> str:
    """A word as people write it: letters joined, longer symbols with spaces, ``ε`` if empty.

    >>> word_text(("a", "b")), word_text(("on", "off")), word_text(())
    ('ab', 'on off', 'ε')
    """
    symbols = [str(symbol) for symbol in word]
    if not symbols:
        return "ε"
    return ("" if all(len(s) == 1 for s in symbols) else " ").join(symbols)
