"""Two planes in four real columns: a group of order p^2 with letters that are no reflections of one another.

A group of odd order p^2 whose elements have order p turns two planes, so it takes four real dimensions, over
every cover; and four columns in four dimensions make ``x y^-1`` an involution for all letters x and y.

``obstruct(question)``   such letters and two words that generate the group, None if none are found

The proof stands in ``certificates.check``, at ``_check_planes``.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import is_permutation, separating_suffixes
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.systems.question import Question

#: Searches among all elements of a group are refused past this number of elements.
MAX_ELEMENTS = 5000


def obstruct(question: Question) -> Obstruction | None:
    """Against four real columns, for an automaton whose letters permute the states."""
    minimal = question.minimal
    if not is_permutation(minimal):
        return None
    letters = _letters(minimal)
    planes = None if letters is None else _planes(minimal)
    if letters is None or planes is None:
        return None
    p, v, w = planes
    words: dict[str, Word] = {"x": letters[:1], "y": letters[1:], "v": v, "w": w}
    text = f"but {letters[0]} {letters[1]}^-1 is no involution, and there is a group of order {p}^2"
    return Obstruction(
        question,
        "planes",
        words,
        detail=Detail({"p": p, "suffixes": [list(s) for s in separating_suffixes(minimal)]}, text),
    )


def _letters(minimal: Automaton) -> Word | None:
    """Two letters x and y for which ``x y^-1`` is not an involution."""
    columns = dict(zip(minimal.alphabet, minimal.transitions.T, strict=True))
    for (a, x), (b, y) in permutations(columns.items(), 2):
        step = np.argsort(y)[x]
        if (step[step] != np.arange(len(step))).any():
            return a, b
    return None


def _planes(minimal: Automaton) -> tuple[int, Word, Word] | None:
    """An odd prime p and words of order p that commute, neither a power of the other."""
    try:
        group = transition_monoid(minimal, bound=MAX_ELEMENTS)
    except MonoidTooLarge:
        return None
    elements = group.elements
    order, p = len(elements), 3
    while p * p <= order:
        if order % (p * p) == 0 and all(p % k for k in range(2, p)):
            places = [i for i, g in enumerate(elements) if _has_order(g, p)]
            for i in places:
                v = elements[i]
                powers = {_power(v, k).tobytes() for k in range(p)}
                for j in places:
                    w = elements[j]
                    if w.tobytes() not in powers and (v[w] == w[v]).all():
                        return p, group.word(i), group.word(j)
        p += 2
    return None


def _power(g: np.ndarray, n: int) -> np.ndarray:
    result = np.arange(len(g), dtype=g.dtype)
    for _ in range(n):
        result = g[result]
    return result


def _has_order(g: np.ndarray, p: int) -> bool:
    here = np.arange(len(g))
    return bool((g != here).any() and (_power(g, p) == here).all())
