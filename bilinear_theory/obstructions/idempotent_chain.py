"""Chains of idempotents: more of them below one another than dimensions have ranks.

An idempotent below another one has a smaller rank: d dimensions have room for d + 1 of them.

``obstruct(question)``   words whose idempotents go down too often for a restriction, None if none are found
``Step``                 a word that leads from an idempotent to one below it
``short_maps(automaton)``  the maps of the shortest words
``exponent(x)``          the least n such that ``x^n`` is idempotent

The proof stands in ``certificates.check``, at ``_check_idempotent_chain``.

References: Clifford and Preston, *The Algebraic Theory of Semigroups* I (1961), section 5.1.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    PD,
    ColumnOneHot,
    CPFactored,
    Full,
    Orthogonal,
    Permutation,
)

#: The most states.
MAX_STATES = 400
#: The most maps of the states from which the next idempotent of a chain is chosen, and the largest exponent.
MAX_MAPS, MAX_EXPONENT = 60, 10**7


def obstruct(question: Question) -> Obstruction | None:
    """Idempotents ``f_j = (f_(j-1) x f_(j-1))^n`` that all differ, more of them than there are dimensions."""
    minimal, restriction = question.minimal, question.restriction
    cp = isinstance(restriction, CPFactored)
    if not cp and not isinstance(restriction, Full | PD | Permutation | ColumnOneHot | Orthogonal):
        return None
    bound = restriction.rank if isinstance(restriction, CPFactored) else restriction.bound
    if bound is None or bound >= len(minimal) or len(minimal) > MAX_STATES:
        return None
    chosen = _chain(minimal, bound + 1, cp=cp)
    if chosen is None:
        return None
    exponent = lcm(*(step.exponent for step in chosen))
    steps: list[list[list[object]]] = []
    for step in chosen:
        p, w = _differ(minimal, step.before, step.after, cp=cp) or (0, ())
        ends = [minimal.state(w, start=int(g[p])) for g in (step.before, step.after)]
        suffix = (*w, *question.subject.separating(*ends))
        steps.append([list(step.word), list(question.subject.access.word(p)), list(suffix)])
    text = f"but there is a chain of {len(steps)} in {bound} dimensions"
    return Obstruction(
        question, "idempotent-chain", {}, exponent, detail=Detail({"steps": steps}, text)
    )


@dataclass(frozen=True, eq=False)
class Step:
    """A word x that leads from an idempotent f to another one, ``(f x f)^n``."""

    word: Word
    before: NDArray[np.intp]
    after: NDArray[np.intp]
    exponent: int


@lru_cache(maxsize=256)
def _chain(minimal: Automaton, length: int, *, cp: bool) -> tuple[Step, ...] | None:
    """A chain of so many steps, each to an idempotent of the largest rank; None if it ends before."""
    if length == 0:
        return ()
    chain = _chain(minimal, length - 1, cp=cp)
    if chain is None:
        return None
    f = chain[-1].after if chain else np.arange(len(minimal))
    best: tuple[int, Step] | None = None
    for word, x in short_maps(minimal):
        s = f[x[f]]
        e = idempotent_power(s.astype(np.int32)).astype(np.intp)
        rank = len(np.unique(e))
        if (best is None or rank > best[0]) and _differ(minimal, f, e, cp=cp) is not None:
            best = rank, Step(word, f, e, exponent(s))
    if best is None or lcm(best[1].exponent, *(step.exponent for step in chain)) > MAX_EXPONENT:
        return None
    return (*chain, best[1])


@lru_cache(maxsize=16)
def short_maps(minimal: Automaton) -> list[tuple[Word, NDArray[np.intp]]]:
    """The maps of the shortest words."""
    letters = [
        ((symbol,), column.astype(np.intp))
        for symbol, column in zip(minimal.alphabet, minimal.transitions.T, strict=True)
    ]
    found: list[tuple[Word, NDArray[np.intp]]] = []
    known: set[bytes] = set()
    queue: deque[tuple[Word, NDArray[np.intp]]] = deque([((), np.arange(len(minimal)))])
    while queue and len(found) < MAX_MAPS:
        word, x = queue.popleft()
        for letter, y in letters:
            z = y[x]
            if z.tobytes() not in known:
                known.add(z.tobytes())
                found.append((word + letter, z))
                queue.append(found[-1])
    return found


def _differ(
    minimal: Automaton, f: NDArray[np.intp], g: NDArray[np.intp], *, cp: bool
) -> tuple[int, Word] | None:
    """A state at which two maps differ, with CP factors after one more letter; the state and this letter."""
    apart = np.flatnonzero(f != g)
    if not cp:
        return (int(apart[0]), ()) if len(apart) else None
    after = np.argwhere(minimal.transitions[f[apart]] != minimal.transitions[g[apart]])
    if not len(after):
        return None
    i, a = after[0]
    return int(apart[i]), (minimal.alphabet[int(a)],)


def exponent(x: NDArray[np.intp]) -> int:
    """The least n such that ``x^n`` is idempotent."""
    n, power = 1, x
    while not np.array_equal(power[power], power):
        n, power = n + 1, x[power]
    return n
