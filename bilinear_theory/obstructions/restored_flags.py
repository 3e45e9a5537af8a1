"""Flags that a letter restores: each costs a Householder factor in one head, whatever the decoder.

Words whose powers are idempotent maps set flags, each its own; a letter y restores them: with an additive
term by clearing them, without one by bringing others to their place. In several heads one factor each
does that for any number of flags.

``obstruct(question, N)``   words that set more than N flags, and a letter that restores them; or None

The proof stands in ``certificates.check``, at ``_check_flags_restored``.

References: theory.md, section 3.8; Ash, *Finite semigroups with commuting idempotents* (1987).
"""

from __future__ import annotations

from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Word
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.obstructions.idempotent_chain import exponent, short_maps
from bilinear_theory.systems.question import Question

#: The most states, and the largest exponent of a certificate.
MAX_STATES, MAX_EXPONENT = 400, 10**7
#: The most sequences of words that are tried from one state with one letter.
MAX_TRIED = 2000

Map = NDArray[np.intp]


def obstruct(question: Question, factors: int) -> Obstruction | None:
    """A letter y, and words ``x_1, .., x_k``, k > N, that leave a state as it is, but not after y.

    Args:
        question: on any automaton, with any decoder and term.
        factors: N.
    """
    minimal = question.minimal
    if len(minimal) > MAX_STATES:
        return None
    flags = _flags(question)
    for symbol, column in zip(minimal.alphabet, minimal.transitions.T, strict=True):
        y = column.astype(np.intp)
        restored = _power(y) if question.setting.additive else y[_power(y)]
        for p in np.flatnonzero(restored != np.arange(len(y))).tolist():
            fixing = [flag for flag in flags if flag[1][p] == p]
            chosen = _sequence(fixing, int(restored[p]), factors + 1)
            if chosen is None:
                continue
            n = lcm(exponent(y), *(exponent(x) for _, _, x in chosen))
            if n <= MAX_EXPONENT:
                return _certificate(question, symbol, p, int(restored[p]), chosen, n)
    return None


Flag = tuple[Word, Map, Map]  # a word, its idempotent power, its own map


def _flags(question: Question) -> list[Flag]:
    """Short words with different idempotent powers, those of many states first."""
    found: dict[bytes, Flag] = {}
    for word, x in short_maps(question.minimal):
        e = _power(x)
        if (e != np.arange(len(e))).any():
            found.setdefault(e.tobytes(), (word, e, x))
    return sorted(found.values(), key=lambda flag: -len(np.unique(flag[1])))


def _power(x: Map) -> Map:
    return idempotent_power(x.astype(np.int32)).astype(np.intp)


def _sequence(flags: list[Flag], q: int, length: int) -> list[Flag] | None:
    """Flags ``x_1, .., x_k`` such that each ``x_i .. x_k`` leads q elsewhere than the next, in that order."""
    if len(flags) < length or not flags:
        return None
    stack: list[tuple[list[Flag], Map]] = [([], np.arange(len(flags[0][1])))]
    for _ in range(MAX_TRIED):
        if not stack:
            return None
        chosen, after = stack.pop()
        if len(chosen) == length:
            return chosen
        more = [flag for flag in flags if after[flag[1][q]] != after[q]]
        stack += [([flag, *chosen], after[flag[1]]) for flag in reversed(more)]
    return None


def _certificate(
    question: Question, symbol: object, p: int, q: int, chosen: list[Flag], n: int
) -> Obstruction:
    """The words that lead to the state p and tell apart the states that a flag makes of q."""
    after = np.arange(len(question.minimal))
    steps: list[list[list[object]]] = []
    for word, e, _ in reversed(chosen):
        w = question.subject.separating(int(after[e[q]]), int(after[q]))
        steps.insert(0, [list(word), list(w)])
        after = after[e]
    words: dict[str, Word] = {"u": question.subject.access.word(p), "y": (symbol,)}
    text = f"but the letter {symbol} restores {len(steps)}"
    detail = Detail({"steps": steps}, text)
    return Obstruction(question, "flags-restored", words, n, detail=detail)
