"""Elements of the groups of an automaton, with words, and their parts of prime power order.

The letters of an automaton generate a group if they permute its states; otherwise words permute some of the
states, and groups of those lie in its transition monoid. Of a large group the elements with the shortest
words are taken, and some of random words.

``groups_of(subject)``           states, and elements of a group that permutes them
``primes(elements)``             the primes that divide orders of elements
``primary_parts(elements, p)``   powers of elements whose orders are powers of p
``then``, ``inverse``, ``order``, ``cycle_type``, ``power``   of permutations as tuples

References: Huppert, *Endliche Gruppen I* (1967), chapter I; theory.md, section 3.1.
"""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import islice
from math import lcm

import numpy as np

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.obstructions.inner_groups import subgroups
from bilinear_theory.obstructions.orders import MAX_IMAGES, first_elements
from bilinear_theory.systems.question import Subject

Map = tuple[int, ...]
Words = dict[Map, Word]

#: The most elements of a group that are looked at.
MAX_ELEMENTS = 3000
#: So many elements of random words are added to those with the shortest words where these are not all.
MAX_RANDOM = 1500
#: The most symbols of a word of a certificate.
MAX_WORD = 5000


@lru_cache(maxsize=16)
def groups_of(subject: Subject) -> list[tuple[tuple[int, ...], Words]]:
    """States, and elements of a group that permutes their places, with words; the shortest ones first."""
    minimal = subject.minimal
    if is_permutation(minimal):
        found = first_elements(minimal)
        maps = (tuple(g.tolist()) for g in found.permutations)
        elements: Words = dict(zip(maps, found.words, strict=True))
        if not found.complete:
            elements |= _random(minimal, elements)
        return [(tuple(range(len(minimal))), elements)]
    return [
        (states, dict(islice(words.items(), MAX_ELEMENTS))) for states, words in subgroups(minimal)
    ]


def _random(minimal: Automaton, known: Words) -> Words:
    """Elements of random words: those of the shortest words may lie in small parts of a large group."""
    source = random.Random(0)
    letters = minimal.transitions.T
    found: Words = {}
    for i in range(min(MAX_RANDOM, MAX_IMAGES // len(minimal))):
        word = tuple(source.randrange(len(letters)) for _ in range(5 + i % 30))
        image = np.arange(len(minimal))
        for a in word:
            image = letters[a][image]
        g = tuple(image.tolist())
        if g not in known:
            found.setdefault(g, tuple(minimal.alphabet[a] for a in word))
    return found


def primes(elements: Words) -> list[int]:
    """The primes that divide orders of elements, the large ones first."""
    orders = {order(g) for g in elements}
    return sorted({p for n in orders for p in prime_divisors(n)}, reverse=True)


def primary_parts(elements: Words, p: int) -> Words:
    """The elements whose order is a power of p among the powers of elements, the identity left out."""
    found: Words = {}
    for g, word in elements.items():
        n = order(g)
        rest = n
        while rest % p == 0:
            rest //= p
        if rest < n:
            found.setdefault(power(g, rest), word * rest)
    return found


def then(g: Map, h: Map) -> Map:
    """The permutation g, then h."""
    return tuple(map(h.__getitem__, g))


def inverse(g: Map) -> Map:
    """The inverse of a permutation."""
    found = [0] * len(g)
    for i, q in enumerate(g):
        found[q] = i
    return tuple(found)


def order(g: Map) -> int:
    """The order of a permutation."""
    return lcm(*cycle_type(g))


@lru_cache(maxsize=8192)
def cycle_type(g: Map) -> tuple[int, ...]:
    """The lengths of the cycles, ascending."""
    lengths: list[int] = []
    seen = set[int]()
    for start in range(len(g)):
        length, q = 0, start
        while q not in seen:
            seen.add(q)
            q, length = g[q], length + 1
        if length:
            lengths.append(length)
    return tuple(sorted(lengths))


def power(g: Map, exponent: int) -> Map:
    """A power of a permutation."""
    result, square = tuple(range(len(g))), g
    while exponent:
        if exponent & 1:
            result = then(result, square)
        square, exponent = then(square, square), exponent >> 1
    return result
