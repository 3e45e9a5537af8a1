"""Violated identities: the words on which an automaton breaks what a restriction must obey.

Each function looks for one kind of witness of the kernel (``certificates.check.RULES``) and returns
the obstruction, or None if the automaton obeys the identity. The identities have letters ``x``, ``y``
and words ``t``, ``s``: that is enough for all elements of the monoid (theory.md, sections 3.6 and 7),
so that no search leaves the letters and the pairs of states.

``noncommuting``        letters that do not commute
``power(kind)``         a letter with ``x^2 != x``, with ``x^3 != x``, or with ``x`` not a power of ``x^2``
``squares``             words of a group whose squares do not commute
``one_reflection``      a letter of a group that is no involution
``merged``              a letter that merges two states
``last_letter(kind)``   ``x t x != t x``, and the same with ``x^2`` or the idempotent power of ``x``
``exchange``            ``xytxsy != yxtxsy`` or ``xytysx != yxtysx``
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from bilinear_theory.automata.automaton import Table, Word
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.automata.pairs import first_unmerged, pair_closure, pair_codes
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Setting

#: Searches over pairs of states are refused past this number of states.
MAX_STATES = 3000
#: Searches among all elements of a group are refused past this number.
MAX_ELEMENTS = 5000


class TooManyStates(ValueError):
    """The minimal machine has more states than a search over pairs of states may take."""


def noncommuting(question: Question, kind: str = "noncommuting") -> Obstruction | None:
    """Letters ``x``, ``y`` and a state ``p`` with ``p x y != p y x``."""
    found = _noncommuting(question.subject)
    if found is None:
        return None
    p, a, b, w = found
    words = {"u": _access(question, p), "x": _word(question, [a]), "y": _word(question, [b])}
    return Obstruction(question, kind, {**words, "w": w})


@lru_cache(maxsize=16)
def _noncommuting(subject: Subject) -> tuple[int, int, int, Word] | None:
    """The state, the letters, and a word that shows the difference."""
    table = subject.minimal.transitions
    letters = _acting_letters(table)
    best: tuple[int, int, int] | None = None
    for i, a in enumerate(letters):
        for b in letters[:i]:
            apart = np.flatnonzero(table[table[:, a], b] != table[table[:, b], a])
            if len(apart) and (best is None or apart[0] < best[0]):
                best = (int(apart[0]), b, a)
    if best is None:
        return None
    p, a, b = best
    w = subject.separating(int(table[table[p, a], b]), int(table[table[p, b], a]))
    return p, a, b, w


def power(question: Question, kind: str) -> Obstruction | None:
    """A letter ``x`` that a power of it should equal, and does not.

    The kinds are "not-idempotent" (``x^2 = x``), "not-involutive" (``x^3 = x``), "tail" (``x^(w+1) = x``),
    "group-square" (``x^2 = 1``) and "group-letter" (``x = 1``).
    """
    table = question.minimal.transitions
    here = np.arange(len(table), dtype=np.int32)
    for a in _acting_letters(table):
        x = table[:, a]
        after, before = {
            "not-idempotent": (x[x], x),
            "not-involutive": (x[x[x]], x),
            "tail": (idempotent_power(x)[x], x),
            "group-square": (x[x], here),
            "group-letter": (x, here),
        }[kind]
        apart = np.flatnonzero(after != before)
        if not len(apart):
            continue
        p = int(apart[0])
        words = {
            "u": _access(question, p),
            "x": _word(question, [a]),
            "w": question.subject.separating(int(after[p]), int(before[p])),
        }
        exponent = _period(x, int(x[p])) if kind == "tail" else None
        return Obstruction(question, kind, words, exponent)
    return None


def squares(question: Question) -> Obstruction | None:
    """Elements ``x``, ``y`` of the transition group with ``x^2 y^2 != y^2 x^2``, as words.

    Raises:
        MonoidTooLarge: past ``MAX_ELEMENTS`` elements.
    """
    found = _squares(question.subject)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=16)
def _squares(subject: Subject) -> Obstruction | None:
    """The same, of whatever question on a subject."""
    question = Question(subject, BlockDiagonal(2, Scalars.REAL), Setting())
    monoid = transition_monoid(question.minimal, bound=MAX_ELEMENTS)
    elements = monoid.elements.astype(np.int64)
    doubled = np.take_along_axis(elements, elements, 1)
    _, first = np.unique(doubled, axis=0, return_index=True)
    chosen = np.sort(first)
    for i, a in enumerate(chosen):
        others = doubled[chosen[:i]]
        apart = np.argwhere(doubled[a][others] != others[:, doubled[a]])
        if len(apart):
            j, p = (int(k) for k in apart[0])
            b = chosen[j]
            x, y = doubled[b], doubled[a]
            words = {
                "u": _access(question, p),
                "x": monoid.word(int(b)),
                "y": monoid.word(int(a)),
                "w": question.subject.separating(int(y[x[p]]), int(x[y[p]])),
            }
            return Obstruction(question, "group-squares", words)
    return None


def one_reflection(question: Question) -> Obstruction | None:
    """A letter ``x`` and a state ``p`` with ``p x x != p``, for an automaton whose letters permute."""
    table = question.minimal.transitions
    for a in range(table.shape[1]):
        image = table[table[:, a], a]
        moved = np.flatnonzero(image != np.arange(len(table)))
        if len(moved):
            p = int(moved[0])
            words = {
                "u": _access(question, p),
                "x": _word(question, [a]),
                "w": question.subject.separating(int(image[p]), p),
            }
            return Obstruction(question, "one-reflection", words)
    return None


def merged(question: Question) -> Obstruction | None:
    """A letter ``x`` and states ``p != q`` with ``p x = q x``."""
    table = question.minimal.transitions
    for a in range(table.shape[1]):
        _, first, inverse = np.unique(table[:, a], return_index=True, return_inverse=True)
        twice = np.flatnonzero(first[inverse] != np.arange(len(table)))
        if len(twice):
            q = int(twice[0])
            p = int(first[inverse[q]])
            words = {
                "u": _access(question, p),
                "v": _access(question, q),
                "x": _word(question, [a]),
                "w": question.subject.separating(p, q),
            }
            return Obstruction(question, "merged", words)
    return None


def last_letter(question: Question, kind: str) -> Obstruction | None:
    """A letter ``x``, a power ``x^k`` (1, 2 or idempotent, by the kind) with ``x^k t x != t x``.

    Raises:
        TooManyStates: if the minimal machine has more than ``MAX_STATES`` states.
    """
    table = _bounded(question)
    here = np.arange(len(table), dtype=np.int32)
    for a in _acting_letters(table):
        x = table[:, a]
        before = {
            "last-letter": x,
            "last-letter-even": x[x],
            "last-letter-periodic": idempotent_power(x),
        }[kind]
        seeds = pair_codes(before, here, len(table))
        found = first_unmerged(table, seeds, x)
        if found is None:
            continue
        code, seed, t = found
        p = int(np.flatnonzero(seeds == seed)[0])
        words = {
            "u": _access(question, p),
            "x": _word(question, [a]),
            "t": _word(question, t),
            "w": _separating_images(question, code, x),
        }
        exponent = _period(x, p) if kind == "last-letter-periodic" else None
        return Obstruction(question, kind, words, exponent)
    return None


def exchange(question: Question) -> Obstruction | None:
    """Letters ``x``, ``y`` and words ``t``, ``s`` with ``xytxsy != yxtxsy`` (or with x, y swapped).

    Raises:
        TooManyStates: if the minimal machine has more than ``MAX_STATES`` states.
    """
    table = _bounded(question)
    letters = _acting_letters(table)
    for i, b in enumerate(letters):
        for a in letters[:i]:
            xy, yx = table[table[:, a], b], table[table[:, b], a]
            seeds = pair_codes(xy, yx, len(table))
            if np.all(seeds < 0):
                continue
            first = pair_closure(table, seeds)
            for kind, near, far in (("exchange-first", a, b), ("exchange-second", b, a)):
                after, sources = first.images(table[:, near])
                second = pair_closure(table, after)
                found = second.unmerged(table[:, far])
                if found is None:
                    continue
                middle, s = second.path(found)
                seed, t = first.path(int(sources[np.searchsorted(after, middle)]))
                p = int(np.flatnonzero(seeds == seed)[0])
                words = {
                    "u": _access(question, p),
                    "x": _word(question, [a]),
                    "y": _word(question, [b]),
                    "t": _word(question, t),
                    "s": _word(question, s),
                    "w": _separating_images(question, found, table[:, far]),
                }
                return Obstruction(question, kind, words)
    return None


def _acting_letters(table: Table) -> list[int]:
    """One letter for each map of the states that letters induce, the identity left out."""
    here = np.arange(len(table))
    first: dict[bytes, int] = {}
    for a, column in enumerate(table.T):
        if np.any(column != here):
            first.setdefault(column.tobytes(), a)
    return list(first.values())


def _period(x: Table, p: int) -> int:
    """The least ``n >= 1`` with ``p x^n = p x^(2n)``: a multiple of the period, past the tail."""
    seen: dict[int, int] = {}
    q, steps = p, 0
    while q not in seen:
        seen[q] = steps
        q, steps = int(x[q]), steps + 1
    tail, period = seen[q], steps - seen[q]
    return period * max(1, -(-tail // period))


def _bounded(question: Question) -> Table:
    table = question.minimal.transitions
    if len(table) > MAX_STATES:
        raise TooManyStates(
            f"the search over pairs of states is bounded by {MAX_STATES} states, "
            f"and the minimal machine has {len(table)}"
        )
    return table


def _separating_images(question: Question, code: int, x: Table) -> Word:
    q, r = divmod(code, len(x))
    return question.subject.separating(int(x[q]), int(x[r]))


def _access(question: Question, p: int) -> Word:
    return question.subject.access.word(p)


def _word(question: Question, columns: list[int]) -> Word:
    return tuple(question.minimal.alphabet[a] for a in columns)
