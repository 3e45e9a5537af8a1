"""Weighted automata: the least linear recurrence whose linear outputs are those of an automaton.

The outputs are functions ``f_y(w)``, 1 where the output after w is y and 0 elsewhere; with outputs 0 and
1 one function, the acceptance, suffices. A recurrence with ``f_y(w) = c_y A_w h_0`` has at least as many
units as the Hankel matrix ``f_y(uv)`` has rank, and one with that many is unique up to a change of basis.

``WeightedAutomaton``   the recurrence, with words that prove that none is narrower
``weighted(a)``         the least one, over the rationals

References: Schützenberger, *On the definition of a family of automata* (1961); Fliess, *Matrices de
Hankel* (1974); Berstel and Reutenauer, *Noncommutative Rational Series with Applications* (2011), ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton, Output, Symbol, Word
from bilinear_theory.automata.hankel import output_functions
from bilinear_theory.automata.minimization import minimize
from bilinear_theory.automata.observation import observation
from bilinear_theory.automata.reachability import access_words


@dataclass(frozen=True, eq=False)
class WeightedAutomaton:
    """A linear recurrence with linear outputs, and a square block of the Hankel matrix.

    Args:
        alphabet: the symbols.
        outputs: of each row the output that it indicates.
        initial: ``h_0``, shape ``(r, 1)``.
        matrices: for each symbol ``A_x``, shape ``(r, r)``.
        rows: the output functionals ``c_y``, shape ``(Y, r)``.
        prefixes: r words u, the rows of the block.
        suffixes: r pairs of a word v and the place of an output y, its columns.

    The block ``f_y(uv)`` is invertible, so no recurrence has fewer than r units.
    """

    alphabet: tuple[Symbol, ...]
    outputs: tuple[Output, ...]
    initial: CyclotomicMatrix
    matrices: tuple[CyclotomicMatrix, ...]
    rows: CyclotomicMatrix
    prefixes: tuple[Word, ...]
    suffixes: tuple[tuple[Word, int], ...]

    @property
    def rank(self) -> int:
        """The number of units, the Hankel rank."""
        return self.initial.shape[0]

    def values(self, word: Word) -> tuple[Cyclotomic, ...]:
        """The outputs ``c_y A_w h_0`` after a word.

        Raises:
            ValueError: if a symbol is not in the alphabet.
        """
        h = self.initial
        for symbol in word:
            h = self.matrices[self.alphabet.index(symbol)] @ h
        return tuple(x for (x,) in (self.rows @ h).rows())

    def block(self) -> CyclotomicMatrix:
        """The values ``f_y(uv)`` of the prefixes and the suffixes, shape ``(r, r)``."""
        return CyclotomicMatrix(
            [[self.values((*u, *v))[y] for v, y in self.suffixes] for u in self.prefixes],
            columns=self.rank,
        )


def weighted(a: Automaton) -> WeightedAutomaton:
    """The least weighted automaton with the outputs of an automaton, exactly.

    Args:
        a: any automaton; only its minimal automaton matters.

    >>> third_from_the_end = Automaton(
    ...     "01", [[2 * q % 8, (2 * q + 1) % 8] for q in range(8)], 0, [q >> 2 for q in range(8)]
    ... )
    >>> found = weighted(third_from_the_end)
    >>> found.rank, found.values(tuple("0100")), found.block().rank()
    (4, (1,), 4)
    """
    m = minimize(a)
    functions = output_functions(m).astype(np.int64)
    one = len(functions) == 1
    seen = observation(m, functions, list(range(len(m))))
    tree = access_words(m)
    pivots = list(seen.pivots)
    values = CyclotomicMatrix(functions.tolist()).submatrix(range(len(functions)), pivots)
    return WeightedAutomaton(
        m.alphabet,
        tuple(y for y in m.output_symbols if y) if one else m.output_symbols,
        seen.vectors.submatrix(range(len(pivots)), [0]),
        tuple(seen.matrix(column) for column in m.transitions.T),
        values,
        tuple(tree.word(q) for q in pivots),
        _suffixes(m, functions, pivots),
    )


def _suffixes(
    a: Automaton, functions: np.ndarray[tuple[int, int], np.dtype[np.int64]], pivots: list[int]
) -> tuple[tuple[Word, int], ...]:
    """Words after which the outputs of the pivot states are independent, shortest first."""
    chosen: list[tuple[Word, int]] = []
    rows: list[list[int]] = []
    rank, waiting = 0, [((), y, f) for y, f in enumerate(functions)]
    for word, y, f in waiting:
        larger = [*rows, f[pivots].tolist()]
        if len(chosen) == len(pivots):
            break
        if CyclotomicMatrix(larger).rank() > rank:
            rank, rows = rank + 1, larger
            chosen.append((word, y))
            waiting += [
                ((symbol, *word), y, f[column])
                for symbol, column in zip(a.alphabet, a.transitions.T, strict=True)
            ]
    return tuple(chosen)
