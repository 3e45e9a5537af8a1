"""Upper triangular matrices: the words on which an automaton does what none of them do.

A system of finite reach is a finite monoid T of triangular matrices that maps onto the transition monoid
(with an additive term too: ``[[A, b], [0, 1]]``). In characteristic 0 the groups inside T are
diagonalisable, so that an element of one is known from its diagonal. With w an exponent that makes all
elements idempotent, T therefore satisfies

    (xy)^w xy = (xy)^w yx (xy)^w    over the complex numbers: "exchange-inside"
    x^(w+2) = x^w                   and over the real numbers: "long-cycle"
    x^(w+1) = x^w                   and with a non-negative diagonal: "cycle"

and a transition monoid that satisfies them has a triangular representation (theory.md, 3.3 and 3.6;
``automata.green``). The characters of a triangular representation are known on letters, so letters are
enough for the two last ones.

``short(question, restriction)``     an obstruction by letters and short words, None if there is none
``obstruct(question, restriction)``  an obstruction if there is any, found by Green's relations

References: Almeida, Margolis, Steinberg and Volkov, *Representation theory of finite semigroups,
semigroup radicals and formal language theory* (2009).
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Table, Word
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.green import green
from bilinear_theory.automata.maps import idempotent_power, idempotent_powers, then
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.automata.observation import components
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import identities
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Scalars, Triangular
from bilinear_theory.systems.setting import Setting

#: The most elements of a transition monoid that is enumerated.
MAX_ELEMENTS = 100_000
#: So many maps of the states, those of the shortest words, are tried in pairs: at first, in the end.
SHORT, MANY = 12, 40
#: The most states in all these maps.
MAX_ENTRIES = 200_000

Maps = NDArray[np.int32]


def short(question: Question, restriction: Triangular) -> Obstruction | None:
    """Letters that do what no triangular matrices do, or pairs of short words.

    Neither the decoder nor the additive term makes a difference to it, so it is found once.
    """
    found = _short(question.subject, restriction)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=64)
def _short(subject: Subject, restriction: Triangular) -> Obstruction | None:
    question = Question(subject, restriction, Setting())
    if is_permutation(question.minimal):
        found = identities.noncommuting(question, "group-noncommuting")
        if found is None and restriction.scalars is not Scalars.COMPLEX:
            nonnegative = restriction.scalars is Scalars.NONNEGATIVE
            found = identities.power(question, "group-letter" if nonnegative else "group-square")
        return found
    return _cycle(question, restriction) or _short_pair(question, SHORT)


def obstruct(question: Question, restriction: Triangular) -> Obstruction | None:
    """The obstruction, None exactly if there is a triangular system.

    Raises:
        MonoidTooLarge: past ``MAX_ELEMENTS`` of one strong component, if no short words are one.
    """
    found = _obstruct(question.subject, restriction)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=64)
def _obstruct(subject: Subject, restriction: Triangular) -> Obstruction | None:
    question = Question(subject, restriction, Setting())
    found = short(question, restriction)
    if found is not None or is_permutation(question.minimal):
        return found
    found = _short_pair(question, MANY)
    if found is not None:
        return found
    minimal = question.minimal
    for part in components(minimal):
        if len(part) == 1:
            continue
        monoid = transition_monoid(_component(minimal, part), bound=MAX_ELEMENTS)
        pair = green(monoid).noncommuting_pair()
        if pair is not None:
            u, v = (monoid.word(i) for i in pair)
            return _exchange(question, _map(minimal, u), _map(minimal, v), u, v)
    return None


def _component(minimal: Automaton, part: list[int]) -> Automaton:
    """What letters do in a strong component: all other states are one sink.

    The state vectors are block-triangular with a block for each component, so the minimal machine has a
    triangular basis if each of these machines has one.
    """
    number = np.full(len(minimal), len(part), np.int32)
    number[part] = np.arange(len(part))
    rows = np.vstack([number[minimal.transitions[part]], np.full(len(minimal.alphabet), len(part))])
    return Automaton(minimal.alphabet, rows, 0, range(len(rows)))


def _map(minimal: Automaton, word: Word) -> Table:
    """The map of the states that a word induces."""
    states = np.arange(len(minimal), dtype=np.int32)
    for symbol in word:
        states = minimal.transitions[:, minimal.index[symbol]][states]
    return states


def _cycle(question: Question, restriction: Triangular) -> Obstruction | None:
    """A letter with a cycle, longer than 2 unless the scalars are non-negative."""
    if restriction.scalars is Scalars.COMPLEX:
        return None
    nonnegative = restriction.scalars is Scalars.NONNEGATIVE
    table = question.minimal.transitions
    for a in range(table.shape[1]):
        x = table[:, a]
        e = idempotent_power(x)
        after = x[e] if nonnegative else x[x[e]]
        apart = np.flatnonzero(after != e)
        if len(apart):
            p = int(apart[0])
            words = {
                "u": question.subject.access.word(p),
                "x": (question.minimal.alphabet[a],),
                "w": question.subject.separating(int(after[p]), int(e[p])),
            }
            kind = "cycle" if nonnegative else "long-cycle"
            return Obstruction(question, kind, words, _idempotent_exponent(x, p))
    return None


def _short_pair(question: Question, count: int) -> Obstruction | None:
    """The first pair of short words that violates the exchange, by the sum of their lengths.

    The words are the shortest ones of so many maps of the states.
    """
    table = question.minimal.transitions
    if len(components(question.minimal)) == len(table):
        return None  # one-hot states are triangular
    count = max(2, min(count, MAX_ENTRIES // len(table)))
    maps: dict[bytes, tuple[Table, Word]] = {}
    here = np.arange(len(table), dtype=np.int32)
    queue: list[tuple[Table, Word]] = [(here, ())]
    for x, word in queue:
        for a, symbol in enumerate(question.minimal.alphabet):
            y = table[:, a][x]
            if len(maps) < count and y.tobytes() not in maps:
                maps[y.tobytes()] = y, (*word, symbol)
                queue.append(maps[y.tobytes()])
    words = [word for _, word in maps.values()]
    pairs = permutations(range(len(words)), 2)
    order = np.array(sorted(pairs, key=lambda pair: sum(len(words[k]) for k in pair)))
    elements = np.array([x for x, _ in maps.values()])
    step = max(1, MAX_ENTRIES // len(table))
    for some in (order[i : i + step] for i in range(0, len(order), step)):
        x, y = elements[some.T]
        left, right = _sides(x, y)
        for i in np.flatnonzero((left != right).any(axis=1))[:1].tolist():
            return _exchange(question, x[i], y[i], *(words[k] for k in some[i].tolist()))
    return None


def _sides(x: Maps, y: Maps) -> tuple[Maps, Maps]:
    """Row by row ``(xy)^w xy`` and ``(xy)^w yx (xy)^w``."""
    xy = then(x, y)
    e = idempotent_powers(xy)
    return then(e, xy), then(e, y, x, e)


def _exchange(question: Question, x: Table, y: Table, u: Word, v: Word) -> Obstruction:
    """The obstruction by ``(xy)^w xy != (xy)^w yx (xy)^w`` for the maps x, y of the words u, v."""
    [left], [right] = _sides(x[None], y[None])
    xy, e = y[x], idempotent_power(y[x])
    p = int(np.flatnonzero(left != right)[0])
    words = {
        "u": question.subject.access.word(p),
        "x": u,
        "y": v,
        "w": question.subject.separating(int(left[p]), int(right[p])),
    }
    exponent = _idempotent_exponent(xy, p, int(x[y[e[p]]]))
    return Obstruction(question, "exchange-inside", words, exponent)


def _idempotent_exponent(x: Table, *states: int) -> int:
    """The least ``n >= 1`` with ``p x^n = p x^(2n)`` for all given states."""
    tails, periods = [1], [1]
    for p in states:
        seen: dict[int, int] = {}
        q = p
        while q not in seen:
            seen[q] = len(seen)
            q = int(x[q])
        tails.append(seen[q])
        periods.append(len(seen) - seen[q])
    period = lcm(*periods)
    return period * -(-max(tails) // period)
