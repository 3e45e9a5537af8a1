"""Few units of permutation, column-one-hot or P D matrices: what orders of elements exclude.

If every letter permutes the states and N units do, with any decoder, the transition group G is a quotient of
a group of N x N permutation matrices, for P D of monomial ones. So the prime powers in the order of an
element of G, which a preimage needs as lengths of cycles, add up to at most N, and |G| divides
N!; for P D the powers x^m, y^m commute if m = lcm(1, .., N), being diagonal.

``long_order(question, N)``       an element whose order needs more than N points
``group_order(question, N)``      the order of the group, if it does not divide N!
``monomial_powers(question, N)``  two elements whose powers do not commute

References: theory.md, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import factorial, lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.automata.automaton import Automaton, Word, word_text
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.certificates.obstruction import FewUnits, Obstruction
from bilinear_theory.systems.question import Question

#: So many elements of the group are looked at, those with the shortest words, and so many images.
MAX_ELEMENTS, MAX_IMAGES = 3000, 2_000_000
#: The kernel enumerates so many elements, and images, for the order of a group.
MAX_ORDER, MAX_ORDER_IMAGES = 20_000, 20_000_000
#: So many different powers are compared.
MAX_POWERS = 200

Permutation = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Elements:
    """Elements of a transition group with their words; all of them if ``complete``."""

    permutations: tuple[Permutation, ...]
    words: tuple[Word, ...]
    complete: bool


@lru_cache(maxsize=8)
def first_elements(a: Automaton, bound: int = MAX_ELEMENTS) -> Elements:
    """The elements of the transition group with the shortest words.

    >>> from bilinear_theory.automata.catalog import target
    >>> found = first_elements(target("counter:5"))
    >>> len(found.words), found.complete
    (5, True)
    """
    letters = a.transitions.T.astype(np.int64)
    identity = np.arange(len(a))
    permutations: list[Permutation] = [identity]
    words: list[Word] = [()]
    known = {identity.tobytes()}
    bound = min(bound, max(1, MAX_IMAGES // len(a)))
    for g, word in zip(permutations, words, strict=False):
        for symbol, x in zip(a.alphabet, letters, strict=True):
            h = x[g]
            if h.tobytes() in known:
                continue
            if len(permutations) == bound:
                return Elements(tuple(permutations), tuple(words), complete=False)
            known.add(h.tobytes())
            permutations.append(h)
            words.append((*word, symbol))
    return Elements(tuple(permutations), tuple(words), complete=True)


def points_needed(lengths: Iterable[int]) -> int:
    """The least degree of a permutation whose order is a multiple of some numbers.

    >>> points_needed([4, 6])
    7
    """
    powers: dict[int, int] = {}
    for length in lengths:
        for p in prime_divisors(length):
            power = p
            while length % (power * p) == 0:
                power *= p
            powers[p] = max(power, powers.get(p, 1))
    return sum(powers.values())


def long_order(question: Question, bound: int) -> Obstruction | None:
    """The element with the shortest word whose order needs the most points, if more than the bound."""
    found = first_elements(question.minimal)
    needed = [points_needed(_cycles(g)) for g in found.permutations]
    best = max(range(len(needed)), key=lambda i: needed[i])
    if needed[best] <= bound:
        return None
    word = found.words[best]
    detail = f"which is {needed[best]} for the order {lcm(*_cycles(found.permutations[best]))} of"
    return _obstruction(question, "long-order", (word,), f"{detail} {word_text(word)}")


def group_order(question: Question, bound: int) -> Obstruction | None:
    """The order of the transition group, if it does not divide the factorial of the bound."""
    minimal = question.minimal
    found = first_elements(minimal, min(MAX_ORDER, MAX_ORDER_IMAGES // len(minimal)))
    order = len(found.words)
    if not found.complete or factorial(bound) % order == 0:
        return None
    detail = f"which {order}, the order of the transition group, does not for N = {bound}"
    return _obstruction(question, "group-order", (), detail)


def monomial_powers(question: Question, bound: int) -> Obstruction | None:
    """Two elements x, y with x^m and y^m not commuting, m = lcm(1, .., bound)."""
    found = first_elements(question.minimal)
    exponent = lcm(*range(1, bound + 1))
    powers: dict[bytes, tuple[Permutation, Word]] = {}
    for g, word in zip(found.permutations, found.words, strict=True):
        z = _power(g, exponent % lcm(*_cycles(g)))
        if (z != np.arange(len(z))).any():
            powers.setdefault(z.tobytes(), (z, word))
        if len(powers) == MAX_POWERS:
            break
    for (z, x), (w, y) in combinations(powers.values(), 2):
        if (z[w] != w[z]).any():
            detail = f"which those of {word_text(x)} and {word_text(y)} do not for N = {bound}"
            return _obstruction(question, "monomial-powers", (x, y), detail)
    return None


def _obstruction(
    question: Question, kind: str, words: tuple[Word, ...], detail: str
) -> Obstruction:
    fields = {"words": words} if words else {}
    data = FewUnits(separating_suffixes(question.minimal), fields, detail)
    return Obstruction(question, kind, {}, few_units=data)


def _cycles(permutation: Permutation) -> set[int]:
    """The lengths of the cycles."""
    images, seen = permutation.tolist(), set[int]()
    lengths: set[int] = set()
    for q in images:
        length = 0
        while q not in seen:
            seen.add(q)
            q, length = images[q], length + 1
        if length:
            lengths.add(length)
    return lengths


def _power(permutation: Permutation, exponent: int) -> Permutation:
    power, square = np.arange(len(permutation)), permutation
    while exponent:
        if exponent & 1:
            power = square[power]
        square, exponent = square[square], exponent >> 1
    return power
