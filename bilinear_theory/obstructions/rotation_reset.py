"""Thirds of a turn and resets: what real blocks of size 2 cannot do without an additive term.

A finite monoid of real 2 x 2 matrices may turn by a third, t, and hold a matrix ``y = b c^T`` of rank one.
Then ``c^T t^i b``, i = 0, 1, 2, are 0, 1 or -1 and add up to 0, so that one of them is 0, and the word
``S = y y t y t t y`` is 0. In all other blocks y acts by an element of a group, or the turn does nothing:
so a turn before ``S^n`` is either kept or lost, and the same as one after it,

    S t S^n t^0 = S t^0 S^n t,     t^0 being an idempotent power of t,

which an automaton violates that counts modulo 3 and is reset. The proof stands in
``certificates.check._check_rotation_reset``.

``obstruct(question)``   the violation in short words, None if none is found

References: Clifford and Preston, *The Algebraic Theory of Semigroups* I (1961), section 5.1.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import lcm

import numpy as np

from bilinear_theory.automata.automaton import Table
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions.local_laws import MAX_EXPONENT, MAX_STATES, exponent, short_words
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Setting

#: So many maps of the states, those of the shortest words, are tried as x, and as y.
TRIED = 64


def obstruct(question: Question) -> Obstruction | None:
    """Words x, y at which real blocks of size 2 act alike, and the automaton does not.

    The decoder makes no difference; None if there is an additive term.
    """
    minimal = question.minimal
    if question.setting.additive or len(minimal) > MAX_STATES or not minimal.alphabet:
        return None
    found = _found(question.subject)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=64)
def _found(subject: Subject) -> Obstruction | None:
    elements = short_words(subject)
    chosen = elements.distinct(TRIED).tolist()
    for i in chosen:
        X = elements.maps[i]
        m = exponent(X)
        if m % 3:
            continue
        idempotent, t = _power(X, m), _power(X, turn(m))  # also those of all multiples of m
        for j in chosen:
            Y = elements.maps[j]
            S = _then(Y, Y, t, Y, t, t, Y)
            n = lcm(m, exponent(S))
            if n > MAX_EXPONENT:
                continue
            closed = _power(S, n)
            left, right = _then(S, t, closed, idempotent), _then(S, idempotent, closed, t)
            differ = np.flatnonzero(left != right)
            if len(differ):
                q = int(differ[0])
                words = {
                    "u": subject.access.word(q),
                    "x": elements.words[i],
                    "y": elements.words[j],
                    "w": subject.separating(int(left[q]), int(right[q])),
                }
                question = Question(subject, BlockDiagonal(2, Scalars.REAL), Setting())
                return Obstruction(question, "rotation-reset", words, n)
    return None


def turn(n: int) -> int:
    """The least ``e >= n`` that is 1 modulo the power of 3 in n and 0 modulo what is left of n.

    >>> turn(6), turn(4)
    (10, 4)
    """
    thirds = 1
    while n % (3 * thirds) == 0:
        thirds *= 3
    other = n // thirds
    return n + other * pow(other, -1, thirds) % n


def _then(*maps: Table) -> Table:
    """One map of the states after the other."""
    result = maps[0]
    for m in maps[1:]:
        result = m[result]
    return result


def _power(x: Table, times: int) -> Table:
    """The map done ``times >= 1`` times."""
    power = x
    for digit in bin(times)[3:]:
        power = _then(power, power, x) if digit == "1" else _then(power, power)
    return power
