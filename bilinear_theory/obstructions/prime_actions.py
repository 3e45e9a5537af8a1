"""Actions on p-groups: how elements of blocks of size k act on abelian p-groups that they normalise.

Let x have order a power of a prime p, and commute with its conjugates under powers of y: they generate an
abelian p-group N. If a group of k x k matrices acts so, y acts as some h that normalises a p-group of
matrices. For p > k this is diagonal in a basis, and h permutes its at most k characters, in orbits of some
lengths c: ``h^c`` leaves them as they are. So the iterated commutator of x with all ``y^c``, k/2 < c <= k, is
trivial; over R, for odd p, 2p > k suffices, and even c. If y has order a power of a prime r > k + 1, r not
p, then h commutes with the p-group, whatever p is, as by Hall and Higman it takes matrices of size r - 1
at least to do otherwise; so ``[x, y]`` is trivial. The proofs stand in ``certificates.check``.

The group of order pq has blocks of size q and no smaller ones, with any decoder. So blocks of size 3 do
not track S5, which has elements of order 4 that act on one of order 5, nor blocks of size 5 the group A8.

``obstruct(question, size, real)``   a value that is not trivial; None if none is found

References: Gorenstein, *Finite Groups* (1968), chapters 5 and 11; Hall and Higman, *On the p-length of
p-soluble groups* (1956); theory.md, section 3.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from bilinear_theory.automata.automaton import word_text
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.obstructions.primary_elements import (
    MAX_WORD,
    Map,
    Words,
    cycle_type,
    groups_of,
    inverse,
    power,
    primary_parts,
    primes,
    then,
)
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Full
from bilinear_theory.systems.setting import Setting

#: The most elements that are tried as x of each cycle type, and in all; and as y for each of them.
TRIED, MAX_TRIED, ACTING = 4, 24, 60
#: The most entries of an array of permutations.
MAX_ENTRIES = 2_000_000
#: The most conjugates of x.
MAX_CONJUGATES = 200


def obstruct(question: Question, size: int, *, real: bool) -> Obstruction | None:
    """An element of a group of the automaton that acts on another one as no blocks do.

    The decoder and the additive term make no difference.

    Args:
        question: its restriction has blocks of the size, or a width of at most the size.
        size: k, at least 2.
        real: whether the blocks are real.
    """
    found = _found(question.subject, size, real=real)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=256)
def _found(subject: Subject, size: int, *, real: bool) -> Obstruction | None:
    for states, elements in groups_of(subject):
        for p in primes(elements):
            parts = primary_parts(elements, p)
            chosen = _first(parts)
            for r, acting in _acting(elements, p, size, real=real):
                lengths = [1] if r else exponents(size, p, real=real)
                for x in chosen:
                    for y in _normalising(x, acting):
                        value = _value(x, y, lengths)
                        if value is None or all(q == i for i, q in enumerate(value)):
                            continue
                        words = parts[x], acting[y]
                        if max(map(len, words)) <= MAX_WORD:
                            return _obstruction(subject, states, value, p, r, words)
    return None


def _acting(elements: Words, p: int, size: int, *, real: bool) -> Iterator[tuple[int, Words]]:
    """The elements y for a prime r, or for r = 0 all of them, if p-groups of the size are abelian."""
    if p > (size // 2 if real and p > 2 else size):
        yield 0, elements
    for r in primes(elements):
        if r > size + 1 and r != p:
            yield r, primary_parts(elements, r)


def _first(elements: Words) -> list[Map]:
    """A few elements of each cycle type, those with the shortest words."""
    taken: Counter[tuple[int, ...]] = Counter()
    found: list[Map] = []
    for g in sorted(elements, key=lambda g: len(elements[g])):
        kind = cycle_type(g)
        taken[kind] += 1
        if taken[kind] <= TRIED:
            found.append(g)
    return found[:MAX_TRIED]


def _normalising(x: Map, elements: Words) -> list[Map]:
    """Elements y, not too many, for which x and x^y commute and differ."""
    every = list(elements)[: MAX_ENTRIES // len(x)]
    images = np.array(every, np.intp)  # (elements, points)
    given = np.array(x, np.intp)
    conjugates = np.empty_like(images)
    np.put_along_axis(conjugates, images, images[:, given], axis=1)
    moved = (conjugates != given).any(axis=1)
    commute = (given[conjugates] == conjugates[:, given]).all(axis=1)
    return [every[i] for i in np.flatnonzero(moved & commute)[:ACTING].tolist()]


def exponents(size: int, p: int, *, real: bool) -> list[int]:
    """The numbers c of which each length of an orbit of characters divides one.

    >>> exponents(4, 5, real=False), exponents(4, 5, real=True)
    ([3, 4], [4])
    """
    even = real and p > 2
    return [c for c in range(size // 2 + 1, size + 1) if not (even and c % 2)]


def _value(x: Map, y: Map, lengths: list[int]) -> Map | None:
    """The iterated commutator; None if x does not commute with its conjugates."""
    back, conjugate = inverse(y), x
    for _ in range(MAX_CONJUGATES):
        conjugate = then(then(back, conjugate), y)
        if conjugate == x:
            break
        if then(x, conjugate) != then(conjugate, x):
            return None
    else:
        return None
    value = x
    for c in lengths:
        z = power(y, c)
        value = then(inverse(value), then(then(inverse(z), value), z))
    return value


def _obstruction(
    subject: Subject,
    states: tuple[int, ...],
    value: Map,
    p: int,
    r: int,
    given: tuple[tuple[object, ...], ...],
) -> Obstruction:
    """The value leads from some state to another one."""
    i = next(i for i, q in enumerate(value) if i != q)
    x, y = given
    words = {
        "u": subject.access.word(states[i]),
        "x": x,
        "y": y,
        "w": subject.separating(states[i], states[value[i]]),
    }
    detail = f"but {word_text(y)} acts on {word_text(x)} in a group of order {p}^n as no blocks do"
    fields = {"p": p, "r": r} if r else {"p": p}
    law = Detail({"states": list(states), **fields}, detail)
    question = Question(subject, Full(None), Setting())
    kind = "coprime-action" if r else "prime-action"
    return Obstruction(question, kind, words, detail=law)
