"""Householder products are contractions: what that forbids automata whose letters merge states.

A factor ``I - beta k k^T/(k^T k)`` with ``0 <= beta <= 2`` makes no vector longer. Without additive term
the norms along a word that leads back are therefore constant, and maps that keep lengths of vectors keep
their scalar products: no letter merges states there. More generally all idempotents among finitely many
contractions are orthogonal projections, and commute; with an additive term their linear parts do. And a
product of N factors differs from the identity by rank at most N, however often one letter is read.

``letter_order(question, ..)``   a letter whose tail and cycle take more than N factors
``idempotents(question)``        words whose idempotent maps of the states do not commute, or with an additive
                                 term do so not even up to a repetition of one of them
``flags(question, N)``           N + 1 letters that show the parity of their number

The proofs stand in ``certificates.check``, at ``_check_letter_order``, ``_check_idempotents``,
``_check_idempotents_last`` and ``_check_flags``.

References: Ash, *Finite semigroups with commuting idempotents* (1987); theory.md, sections 3.5 and 3.8.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from math import lcm

import numpy as np

from bilinear_theory.automata.automaton import Table, Word
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Full
from bilinear_theory.systems.setting import Setting

#: The largest exponent of a certificate.
MAX_EXPONENT = 10**7
#: Searches among all elements of a monoid are refused past this number of elements, or idempotents.
MAX_ELEMENTS, MAX_IDEMPOTENTS = 5000, 1000
#: The most letters from which sets of flags are chosen, and the most letters of one set.
MAX_LETTERS, MAX_FLAGS = 12, 10


def letter_order(question: Question, factors: int, *, heads: bool) -> Obstruction | None:
    """A letter whose tail has length k and whose cycle costs c, with ``k + c`` or ``max(k, c)`` too large.

    A cycle of length 2 costs one factor, a longer one two.

    Args:
        question: on any automaton, with any decoder and term.
        factors: N.
        heads: whether there are several heads, in one of which the tail, in one the cycle has to fit.
    """
    minimal = question.minimal
    access, apart = question.subject.access, question.subject.separating
    here = np.arange(len(minimal), dtype=np.int32)
    for a in range(len(minimal.alphabet)):
        x = minimal.transitions[:, a]
        tails, period = _tails(x)
        cyclic = here[tails == 0]
        moved = [cyclic[f[cyclic] != cyclic] for f in (x, x[x])]
        cost = 2 if len(moved[1]) else int(len(moved[0]) > 0)
        tail = int(tails.max(initial=0))
        used = cost if not heads or cost > factors else 0
        k = max(0, factors + 1 - used) if not heads or cost <= factors else 0
        exponent = period * max(1, -(-tail // period))
        if tail < k or exponent > MAX_EXPONENT:
            continue
        words: dict[str, Word] = {"x": (minimal.alphabet[a],), "u": (), "w": (), "v": (), "y": ()}
        if k:
            p = int(np.flatnonzero(tails >= k)[0])
            q = p
            for _ in range(k - 1):
                q = int(x[q])
            end = q
            for _ in range(exponent % period + period * -(-tail // period)):
                end = int(x[end])
            words |= {"u": access.word(p), "w": apart(q, end)}
        if used:
            q = int(moved[used - 1][0])
            after = int(x[q]) if used == 1 else int(x[x[q]])
            words |= {"v": access.word(q), "y": apart(q, after)}
        shape = (
            "a tail of length {} and a cycle that costs {}"
            if k and used
            else ("a tail of length {}" if k else "a cycle that costs {1}")
        )
        text = f"but the letter {minimal.alphabet[a]} has {shape.format(k, used)}"
        return Obstruction(question, "letter-order", words, exponent, detail=Detail({"k": k}, text))
    return None


def _tails(x: Table) -> tuple[Table, int]:
    """For each state the number of steps of a map before it is on a cycle; the period of the map."""
    size = len(x)
    tails = np.zeros(size, np.int32)
    image = np.unique(x)
    steps = 0
    outside = np.setdiff1d(np.arange(size), image)
    remaining = np.arange(size)
    while len(outside):
        remaining, steps = np.unique(x[remaining]), steps + 1
        outside = np.setdiff1d(remaining, np.unique(x[remaining]))
    cyclic = np.zeros(size, bool)
    cyclic[remaining] = True
    at = np.arange(size)
    while not cyclic[at].all():
        tails += ~cyclic[at]
        at = np.where(cyclic[at], at, x[at])
    period, seen = 1, np.zeros(size, bool)
    for q in remaining.tolist():
        length = 0
        while not seen[q]:
            seen[q] = True
            q, length = int(x[q]), length + 1
        period = lcm(period, max(1, length))
    return tails, period


def idempotents(question: Question) -> Obstruction | None:
    """Two idempotents of the transition monoid that do not commute, by shortest words.

    With an additive term two, x and y, for which x y x and y x differ.
    """
    found = _idempotents(question.subject, additive=question.setting.additive)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=64)
def _idempotents(subject: Subject, *, additive: bool) -> Obstruction | None:
    """The same for all classes and decoders."""
    question = Question(subject, Full(None), Setting(additive=additive))
    try:
        monoid = transition_monoid(question.minimal, bound=MAX_ELEMENTS)
    except MonoidTooLarge:
        return None
    elements = monoid.elements.astype(np.int64)
    places = np.flatnonzero((np.take_along_axis(elements, elements, 1) == elements).all(1))
    chosen = elements[places[:MAX_IDEMPOTENTS]]
    if question.setting.additive:
        return _not_last(question, chosen, [monoid.word(int(k)) for k in places[: len(chosen)]])
    for i, f in enumerate(chosen):
        earlier = chosen[:i]
        apart = np.argwhere(f[earlier] != earlier[:, f])
        if len(apart):
            j, p = (int(k) for k in apart[0])
            e = chosen[j]
            words = {
                "u": question.subject.access.word(p),
                "x": monoid.word(int(places[j])),
                "y": monoid.word(int(places[i])),
                "w": question.subject.separating(int(f[e[p]]), int(e[f[p]])),
            }
            return Obstruction(question, "idempotents", words, 1)
    return None


def _not_last(question: Question, chosen: np.ndarray, words: list[Word]) -> Obstruction | None:
    """Idempotents x and y for which the map of x y x is not that of y x."""
    for i, e in enumerate(chosen):
        twice = e[chosen[:, e]]  # (idempotents y, states): x y x
        apart = np.argwhere(twice != e[chosen])
        if len(apart):
            j, p = (int(k) for k in apart[0])
            found = {
                "u": question.subject.access.word(p),
                "x": words[i],
                "y": words[j],
                "w": question.subject.separating(int(twice[j, p]), int(e[chosen[j, p]])),
            }
            return Obstruction(question, "idempotents-last", found, 1)
    return None


def flags(question: Question, factors: int) -> Obstruction | None:
    """``factors + 1`` letters, a state and a suffix after which the output is the parity of those read."""
    minimal = question.minimal
    count = factors + 1
    if count > MAX_FLAGS:
        return None
    powers: dict[int, Table] = {}
    exponent = 1
    for a in range(len(minimal.alphabet)):
        x = minimal.transitions[:, a]
        tails, period = _tails(x)
        e = idempotent_power(x)
        if len(powers) < MAX_LETTERS and (e != np.arange(len(e))).any():
            powers[a] = e
            exponent = lcm(exponent, period * max(1, -(-int(tails.max(initial=0)) // period)))
    if exponent > MAX_EXPONENT:
        return None
    codes = {output: i for i, output in enumerate(dict.fromkeys(minimal.outputs))}
    shown = np.array([codes[output] for output in minimal.outputs])
    suffixes: list[Word] = [(), *((symbol,) for symbol in minimal.alphabet)]
    after = [shown, *(shown[minimal.transitions[:, a]] for a in range(len(minimal.alphabet)))]
    for letters in combinations(powers, count):
        reached = [np.arange(len(minimal))]
        signs = [True]
        for a in letters:
            reached += [powers[a][q] for q in reached]
            signs += [not sign for sign in signs]
        places, even = np.array(reached), np.array(signs)  # (2^count, Q), (2^count,)
        for suffix, seen in zip(suffixes, after, strict=True):
            values = seen[places]
            good = (
                (values[even] == values[0]).all(0)
                & (values[~even] == values[1]).all(0)
                & (values[0] != values[1])
            )
            if good.any():
                words = {"u": question.subject.access.word(int(good.argmax())), "w": suffix}
                symbols = [minimal.alphabet[a] for a in letters]
                text = f"but the output shows whether an even number of {symbols} was read"
                return Obstruction(
                    question, "flags", words, exponent, detail=Detail({"letters": symbols}, text)
                )
    return None
