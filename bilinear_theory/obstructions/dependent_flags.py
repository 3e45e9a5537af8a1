"""What words write and a letter clears: dependent for more words than factors, read by a linear decoder.

With a linear decoder sums of vectors with one output are no sums of vectors with another one. What N + 1
words write into the kernel of a letter of N Householder factors is dependent; if each set of them may be told
from the others by two numbers that they leave alone, then such sums agree in one head.

``obstruct(question, N)``   N + 1 letters, a letter that clears them, and words for each set of them; or None

The proof stands in ``certificates.check``, at ``_check_flags_dependent``.

References: Radon, Math. Ann. 83 (1921), 113-115 (partitions of dependent points).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Word
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.obstructions.idempotent_chain import exponent
from bilinear_theory.systems.question import Question

#: The most states, letters that write, and factors.
MAX_STATES, MAX_LETTERS, MAX_FACTORS = 400, 10, 6
#: The largest exponent of a certificate, and the most sets of letters that are tried.
MAX_EXPONENT, MAX_SETS = 10**7, 200
#: The most letters that are read after the words.
MAX_SUFFIXES = 8

Map = NDArray[np.int32]
#: For two outputs, seen after a word and after it and the letter: sets of words (bits), each with a state.
Seen = dict[tuple[int, int], list[tuple[int, int]]]


def obstruct(question: Question, factors: int) -> Obstruction | None:
    """Against one head of so many factors, with a linear decoder.

    Args:
        question: with or without additive term.
        factors: N.
    """
    minimal = question.minimal
    if len(minimal) > MAX_STATES or factors > MAX_FACTORS:
        return None
    powers = [idempotent_power(x) for x in minimal.transitions.T]
    writing = [a for a, e in enumerate(powers) if len(np.unique(e)) > 1][:MAX_LETTERS]
    tried = (
        (y, chosen)
        for y in writing
        for chosen in combinations([a for a in writing if a != y], factors + 1)
    )
    for y, chosen in islice(tried, MAX_SETS):
        cases = _cases(question, powers[y], [powers[a] for a in chosen])
        if cases is not None:
            return _certificate(question, y, chosen, cases)
    return None


def _cases(question: Question, r: Map, flags: list[Map]) -> list[list[list[object]]] | None:
    """For each set of flags the words u, v and w; None if there are none for one of them."""
    minimal = question.minimal
    suffixes: list[tuple[Word, Map]] = [((), np.arange(len(minimal), dtype=np.int32))]
    suffixes += [
        ((symbol,), column)
        for symbol, column in zip(minimal.alphabet, minimal.transitions.T, strict=True)
    ][:MAX_SUFFIXES]
    full = (1 << len(flags)) - 1
    found: dict[int, list[list[object]]] = {}
    for w, after in suffixes:
        for c, u, v in _told_apart(_seen(minimal.output_codes[after], r, flags), full):
            words = [question.subject.access.word(u), question.subject.access.word(v), w]
            found.setdefault(c, [list(word) for word in words])
        if len(found) == 2 ** (len(flags) - 1):
            return [found[c] for c in range(len(found))]
    return None


def _seen(shown: NDArray[np.integer], r: Map, flags: list[Map]) -> Seen:
    """The flags that show two outputs from a state that the letter leaves alone."""
    first = np.array([shown[e[r]] for e in flags])  # (flags, states)
    second = np.array([shown[r[e[r]]] for e in flags])
    found: Seen = {}
    for q in np.unique(r).tolist():
        pairs = list(zip(first[:, q].tolist(), second[:, q].tolist(), strict=True))
        for pair in set(pairs):
            if pair[0] != pair[1]:
                bits = sum(1 << i for i, other in enumerate(pairs) if other == pair)
                found.setdefault(pair, []).append((bits, q))
    return found


def _told_apart(seen: Seen, full: int) -> Iterator[tuple[int, int, int]]:
    """Sets c of flags without the last one, and states from which they show B, A and the others A, B."""
    for (a, b), first in seen.items():
        for c in range((full + 1) // 2):
            u = next((q for bits, q in first if bits | c == full), None)
            v = (
                0
                if c == 0
                else next((q for bits, q in seen.get((b, a), []) if bits & c == c), None)
            )
            if u is not None and v is not None:
                yield c, u, v


def _certificate(
    question: Question, y: int, chosen: tuple[int, ...], cases: list[list[list[object]]]
) -> Obstruction | None:
    minimal = question.minimal
    table = minimal.transitions.T.astype(np.intp)
    n = lcm(*(exponent(table[a]) for a in (y, *chosen)))
    if n > MAX_EXPONENT:
        return None
    symbols = [minimal.alphabet[a] for a in chosen]
    detail = Detail(
        {"words": [[symbol] for symbol in symbols], "cases": cases},
        f"but each set of the letters {symbols} is told from the others beside {minimal.alphabet[y]}",
    )
    words: dict[str, Word] = {"y": (minimal.alphabet[y],)}
    return Obstruction(question, "flags-dependent", words, n, detail=detail)
