"""The search for a shortest word on which two recurrences differ.

Words are tried breadth-first. A pair of states that was met before is not taken up again, if both are
exact values: then a search that ends has tried all words. Else all words are tried up to a length.

``Scope``                     what a search without a find has established
``Difference``                the word, and what the two give after it
``first_difference(..)``      one or the other
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from bilinear_theory.automata.automaton import Output, Symbol, Word, word_text
from bilinear_theory.testing.recurrence import Recurrence, identity


@dataclass(frozen=True)
class Scope:
    """What is known after a search that found no difference.

    Args:
        proved: whether it holds for all words: the pairs of states met are closed under all letters.
        states: the number of pairs of states met, None where pairs are not told apart or counted.
        words: the number of words tried.
        length: all words up to this length are covered.

    >>> print(Scope(proved=False, states=None, words=7, length=2))
    exhaustive up to length 2: 7 words
    """

    proved: bool
    states: int | None
    words: int
    length: int

    def __str__(self) -> str:
        if self.proved and self.states is None:
            return "proved for all words by bisimulation"
        if self.proved:
            return f"proved for all words by closure: {self.states} pairs of states"
        if self.states is not None:
            return (
                f"exhaustive up to length {self.length}: {self.words} words, "
                f"{self.states} pairs of states, not closed"
            )
        return f"exhaustive up to length {self.length}: {self.words} words"


@dataclass(frozen=True)
class Difference:
    """A shortest word after which the outputs differ."""

    word: Word
    left: Output
    right: Output

    def __str__(self) -> str:
        return f"after {word_text(self.word)} the outputs are {self.left!r} and {self.right!r}"


def first_difference(
    left: Recurrence,
    right: Recurrence,
    alphabet: Sequence[Symbol],
    *,
    key: Callable[[Any], Hashable] | None = None,
    max_states: int = 100_000,
    max_words: int = 2_000,
) -> Difference | Scope:
    """A shortest word after which the outputs differ, the first in the order of the alphabet.

    Args:
        left: a recurrence.
        right: the recurrence to compare with.
        alphabet: the symbols.
        key: for states of ``left`` a hashable value, equal only for states that behave alike; by
            default exact values stand for themselves, and other states are not told apart.
        max_states: the most pairs of states that are taken up.
        max_words: where states are not told apart, all words are tried of all lengths up to the
            largest that needs no more than this number; the empty word and the letters always.
    """
    start = (left.initial(), right.initial())
    difference = _differ(left, right, start, ())
    if difference is not None:
        return difference
    mark = _mark(start, key)
    limit = None if mark is not None else _length(len(alphabet), max_words)
    seen: set[Hashable] = {mark}
    queue: deque[tuple[Any, Any, Word]] = deque([(*start, ())])
    tried, complete = 1, 0  # complete: all words of this length are covered
    while queue:
        p, q, word = queue.popleft()
        complete = len(word)
        if limit is not None and len(word) == limit:
            return Scope(proved=False, states=None, words=tried, length=limit)
        for symbol in alphabet:
            longer = (*word, symbol)
            pair = (_step(left, p, longer), _step(right, q, longer))
            tried += 1
            difference = _differ(left, right, pair, longer)
            if difference is not None:
                return difference
            mark = None if limit is not None else _mark(pair, key)
            if limit is None and mark is None:
                raise ValueError(
                    f"the state after {word_text(longer)} is no exact value, though the first one "
                    "is: give a key"
                )
            if mark is not None:
                if mark in seen:
                    continue
                if len(seen) >= max_states:
                    return Scope(proved=False, states=len(seen), words=tried, length=complete)
                seen.add(mark)
            queue.append((*pair, longer))
    return Scope(proved=True, states=len(seen), words=tried, length=complete + 1)


def _mark(pair: tuple[Any, Any], key: Callable[[Any], Hashable] | None) -> Hashable | None:
    left = identity(pair[0]) if key is None else key(pair[0])
    right = identity(pair[1])
    return None if left is None or right is None else (left, right)


def _length(letters: int, max_words: int) -> int:
    """The largest length such that there are at most ``max_words`` words up to it; at least 1."""
    length, level, total = 0, 1, 1
    while letters and total + level * letters <= max_words:
        length, level = length + 1, level * letters
        total += level
    return max(1, length) if letters else 0


def _step(machine: Recurrence, state: Any, word: Word) -> Any:
    try:
        return machine.step(state, word[-1])
    except Exception as error:
        error.add_note(f"in the last step of the word {word_text(word)}")
        raise


def _differ(
    left: Recurrence, right: Recurrence, pair: tuple[Any, Any], word: Word
) -> Difference | None:
    try:
        found, expected = left.output(pair[0]), right.output(pair[1])
        same = bool(found == expected)
    except Exception as error:
        error.add_note(f"in reading the output after the word {word_text(word)}")
        raise
    return None if same else Difference(word, found, expected)
