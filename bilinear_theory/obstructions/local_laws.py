"""Local laws: what matrices of size k cannot do inside words at which they have lost rank.

Take words ``s_0 = 1``, ``s_j = s_(j-1) w_1 s_(j-1) w_2 .. s_(j-1)``, where the words of each level are among
those of the level before (written in the symbols of the first one). In a k x k block either some ``s_j`` has
the rank of ``s_(j-1)``, and then all words of later levels act as elements of a finite group inside it; or
each level costs a rank, and after m levels what is left is a monoid of matrices of size ``t = k - m``. Laws
of finite groups that hold in size t too are therefore laws inside ``S = s_m``; with ``z = x S``, and n such
that ``z^n`` is idempotent,

    S z^(t+n) = S z^t                                   "local-index"
    S z^(t-1+n) y S z^t = S z^(t-1) y S z^t             "local-reset"
    S z^(t-1+n) y S z^(t-1) = S z^(t-1) y S z^(t-1+n)   "local-exchange", without an additive term
    S zz yS yS = S yS yS zz                             "local-squares", over the real numbers, k = 2

The first one with no level says that powers in size k have index at most k. The proofs stand in
``certificates.check._check_local``; they hold for a whole system of width k as for blocks of size k.

``obstruct(question, size, squares)``   a violation in short words, None if none is found

References: Clifford and Preston, *The Algebraic Theory of Semigroups* I (1961), section 5.1 (powers of
matrices); Almeida, *Finite Semigroups and Universal Algebra* (1994), section 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations, permutations, product
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Table, Word
from bilinear_theory.automata.maps import idempotent_powers, repeated, then
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Full
from bilinear_theory.systems.setting import Setting

#: So many maps of the states, those of the shortest words, are tried as x alone, as y, and in pairs.
ALONE, MIDDLE, PAIRS = 2000, 100, 48
#: The most combinations of words with two or more levels that are tried for each pattern of levels.
MAX_COMBINATIONS = 2000
#: The most patterns of levels, and the most words of a level.
MAX_PATTERNS, MAX_WORDS = 32, 4
#: For so many candidates of one pattern the words y are tried.
MAX_EXCHANGES = 200
#: The most states of the minimal machine, and the most entries of an array of maps.
MAX_STATES, MAX_ENTRIES = 200, 400_000
#: The largest exponent of a certificate.
MAX_EXPONENT = 10**7

Maps = NDArray[np.int32]
Indices = NDArray[np.intp]
Levels = tuple[Indices, ...]


@dataclass(frozen=True, eq=False)
class Elements:
    """Maps of the states that short words induce, one for each map and set of letters.

    ``maps`` has shape ``(E, Q)``; ``symbols[i]`` is the set of letters of ``words[i]``, as bits. Element 0
    is the empty word. ``first`` are the elements that come first with their map, ascending.
    """

    maps: Maps
    symbols: tuple[int, ...]
    words: tuple[Word, ...]
    first: Indices

    def distinct(self, count: int) -> Indices:
        """The first elements with different maps."""
        return self.first[:count]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Rows of choices: on each level one element or more, and an element x inside them.

    ``levels[j]`` has shape ``(rows, words of the level)``; ``inner`` has shape ``(rows,)``.
    """

    elements: Elements
    levels: Levels
    inner: Indices

    @cached_property
    def s(self) -> Maps:
        """The map of S for each row, shape ``(rows, Q)``."""
        maps = self.elements.maps
        rows, states = len(self.inner), maps.shape[1]
        s = np.broadcast_to(np.arange(states, dtype=np.int32), (rows, states))
        for level in self.levels:
            outer = s
            for words in level.T:
                s = then(s, maps[words], outer)
        return s

    @cached_property
    def z(self) -> Maps:
        """The map of ``z = x S`` for each row."""
        return then(self.elements.maps[self.inner], self.s)

    @cached_property
    def idempotents(self) -> Maps:
        """The map of the idempotent power ``z^n`` for each row."""
        return idempotent_powers(self.z)


def obstruct(question: Question, size: int, *, squares: bool = False) -> Obstruction | None:
    """A local law of matrices of the size that the minimal machine violates.

    The decoder makes no difference, so an obstruction is found once for both.

    Args:
        question: its restriction has blocks of the size, or a width of at most the size.
        size: k, at least 1.
        squares: whether squares of matrices commute where they form a group.
    """
    if len(question.minimal) > MAX_STATES or not len(question.minimal.alphabet):
        return None
    found = _found(question.subject, size, additive=question.setting.additive)
    if found is None and squares:
        found = _squares(question.subject, additive=question.setting.additive)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=256)
def _found(subject: Subject, size: int, *, additive: bool) -> Obstruction | None:
    """The first violation; a law of affine maps is one of matrices too."""
    if not additive:
        found = _found(subject, size, additive=True)
        if found is not None:
            return found
    for candidates in _candidates(short_words(subject), size):
        law = _index_or_reset if additive else _exchange
        found = law(subject, size, candidates)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=16)
def short_words(subject: Subject) -> Elements:
    """The shortest words, breadth-first."""
    table = subject.minimal.transitions
    count = min(ALONE, MAX_ENTRIES // len(table))
    maps = [np.arange(len(table), dtype=np.int32)]
    symbols, words = [0], [Word()]
    known = {(maps[0].tobytes(), 0)}
    for i in range(count):
        if i == len(maps) or len(maps) >= count:
            break
        for a, symbol in enumerate(subject.minimal.alphabet):
            y, c = table[:, a][maps[i]], symbols[i] | 1 << a
            if (y.tobytes(), c) not in known:
                known.add((y.tobytes(), c))
                maps.append(y)
                symbols.append(c)
                words.append((*words[i], symbol))
    every = np.array(maps)
    return Elements(every, tuple(symbols), tuple(words), np.array(repeated(every)[0]))


def _candidates(elements: Elements, size: int) -> Iterator[Candidates]:
    """No level, one, and then more; each further level has the words of the next, or one more."""
    yield _without_levels(elements)
    for grows in _patterns(size):
        yield _with_levels(elements, grows)


@lru_cache(maxsize=2)
def _without_levels(elements: Elements) -> Candidates:
    return Candidates(elements, (), elements.distinct(ALONE))


@lru_cache(maxsize=16)
def _with_levels(elements: Elements, grows: tuple[bool, ...]) -> Candidates:
    """Choices for a pattern of levels, the same for all sizes."""
    chosen = _rows(elements, 1 + sum(grows), alone=not grows)
    levels, at = [chosen[:, -1:]], sum(grows)
    for grow in grows[::-1]:
        at -= grow
        levels.append(chosen[:, at + 1 :])
    return Candidates(elements, (chosen[:, :1], *levels[:0:-1]), chosen[:, -1])


def _patterns(size: int) -> list[tuple[bool, ...]]:
    """For each pattern of at most so many levels whether a further level has one word more than the next.

    Those with few words come first, and of them those with few levels; ``MAX_PATTERNS`` are returned.

    >>> _patterns(2)
    [(), (False,), (True,)]
    """
    found: list[tuple[bool, ...]] = []
    for growing in range(MAX_WORDS):
        for further in range(max(growing, 0), size):
            for places in combinations(range(further), growing):
                if len(found) == MAX_PATTERNS:
                    return found
                found.append(tuple(i in places for i in range(further)))
    return found


@lru_cache(maxsize=16)
def _rows(elements: Elements, words: int, *, alone: bool) -> Indices:
    """Choices of the word of level 1 and of different words in its symbols, shape ``(rows, 1 + words)``."""
    radius = PAIRS if alone else int(MAX_COMBINATIONS ** (1 / (words + 1)))
    radius = min(radius, len(elements.maps))
    chosen = [
        (p, *row)
        for p in range(1, radius)
        for inside in [[x for x in range(radius) if within(elements, x, p)]]
        for row in permutations(inside, words)
    ]
    return np.array(chosen, np.intp).reshape(len(chosen), words + 1)


def within(elements: Elements, x: int, p: int) -> bool:
    """Whether all symbols of a word occur in another one."""
    return not elements.symbols[x] & ~elements.symbols[p]


def _index(subject: Subject, size: int, candidates: Candidates) -> Obstruction | None:
    """The first candidate with ``S z^(t+n) != S z^t``."""
    z = candidates.z
    start = then(candidates.s, *[z] * (size - len(candidates.levels)))
    after = then(start, candidates.idempotents)
    for i in np.flatnonzero((after != start).any(axis=1)).tolist():
        sides = after[i], start[i]
        found = violation(subject, candidates, i, ("local-index", None), sides, z[i])
        if found is not None:
            return found
    return None


def _index_or_reset(subject: Subject, size: int, candidates: Candidates) -> Obstruction | None:
    """The first violation of a law of affine maps too."""
    found = _index(subject, size, candidates)
    return found or _exchange(subject, size, candidates, reset=True)


def _exchange(
    subject: Subject, size: int, candidates: Candidates, *, reset: bool = False
) -> Obstruction | None:
    """The first candidate, and y, with ``S z^(t-1+n) y S z^(t-1) != S z^(t-1) y S z^(t-1+n)``.

    With ``reset`` the words are ``S z^(t-1+n) y S z^t`` and ``S z^(t-1) y S z^t``.
    """
    t = size - len(candidates.levels)
    if t == 0:
        return None
    elements, z = candidates.elements, candidates.z
    start = then(candidates.s, *[z] * (t - 1))
    after = then(start, candidates.idempotents)
    ends = (then(start, z),) * 2 if reset else (start, after)
    middle = elements.distinct(MIDDLE)
    maps = elements.maps[middle]
    chosen = np.flatnonzero((after != start).any(axis=1))[:MAX_EXCHANGES]
    for i in chosen.tolist():
        left = ends[0][i][maps[:, after[i]]]
        right = ends[1][i][maps[:, start[i]]]
        for j in np.flatnonzero((left != right).any(axis=1)).tolist():
            law = ("local-reset" if reset else "local-exchange", int(middle[j]))
            found = violation(subject, candidates, i, law, (left[j], right[j]), z[i])
            if found is not None:
                return found
    return None


@lru_cache(maxsize=64)
def _squares(subject: Subject, *, additive: bool) -> Obstruction | None:
    """Words with ``S zz yS yS != S yS yS zz``; with an additive term S has one more level."""
    elements = short_words(subject)
    count = min(PAIRS // 2, len(elements.maps)) if additive else min(PAIRS, len(elements.maps))
    for p in range(1, count):
        inside = np.array([x for x in range(count) if within(elements, x, p)])
        pairs = np.array(list(product(inside, inside)))
        first = np.full((len(pairs), 1), p)
        candidates = Candidates(elements, (first, pairs) if additive else (first,), pairs[:, 0])
        s, x = candidates.s, candidates.z
        y = then(elements.maps[pairs[:, 1]], s)
        left, right = then(s, x, x, y, y), then(s, y, y, x, x)
        for i in np.flatnonzero((left != right).any(axis=1))[:1].tolist():
            law = ("local-squares", int(pairs[i, 1]))
            return violation(subject, candidates, i, law, (left[i], right[i]), None)
    return None


def violation(
    subject: Subject,
    candidates: Candidates,
    row: int,
    law: tuple[str, int | None],
    sides: tuple[Table, Table],
    z: Table | None,
    factor: tuple[Table, Word] | None = None,
) -> Obstruction | None:
    """The violation as words, ``factor`` being g and v; None if its exponent is too large."""
    n = None if z is None else exponent(z)
    if n is not None and factor is not None:
        n = lcm(n, exponent(factor[0]))
    if n is not None and n > MAX_EXPONENT:
        return None
    left, right = sides
    q = int(np.flatnonzero(left != right)[0])
    elements = candidates.elements
    kind, y = law
    words = {
        "u": subject.access.word(q),
        "x": elements.words[candidates.inner[row]],
        "w": subject.separating(int(left[q]), int(right[q])),
    }
    if y is not None:
        words["y"] = elements.words[y]
    if factor is not None:
        words["v"] = factor[1]
    levels = tuple(tuple(elements.words[i] for i in level[row]) for level in candidates.levels)
    question = Question(subject, Full(None), Setting())
    return Obstruction(question, kind, words, n, levels=levels)


def exponent(z: Table) -> int:
    """The least ``n >= 1`` for which ``z^n`` is idempotent."""
    tail, periods = 1, [1]
    for q in range(len(z)):
        seen: dict[int, int] = {}
        while q not in seen:
            seen[q] = len(seen)
            q = int(z[q])
        tail = max(tail, seen[q])
        periods.append(len(seen) - seen[q])
    period = lcm(*periods)
    return period * -(-tail // period)
