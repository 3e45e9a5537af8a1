"""Groups of prime power order: words that generate one that is not abelian, in too few dimensions.

A group of order p^k that is not abelian has an irreducible representation of degree p at least, and so has
every finite group that it is a quotient of: it needs p dimensions, over the reals 2p if p is odd. Elements
of such orders are powers of letters and of products of two, or products of transpositions.

``Pair``                 two words that generate such a group
``obstruct(question)``   a pair that a restriction has no room for, None if none is found

The proof stands in ``certificates.check``, at ``_check_prime_power``.

References: Huppert, *Endliche Gruppen* I (1967), sections V.12 and V.17.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import lcm

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.transpositions import Map, square_pair
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import (
    PD,
    BlockDiagonal,
    ColumnOneHot,
    CPFactored,
    Full,
    Householder,
    HouseholderHeads,
    Orthogonal,
    Permutation,
    Scalars,
)

#: The most letters of which elements of prime power order are formed, and the most such elements.
MAX_LETTERS, MAX_ELEMENTS = 12, 40
#: The largest order of a group that is enumerated, the most images of states in it, and the most states.
MAX_ORDER, MAX_IMAGES, MAX_STATES = 5000, 200_000, 400
#: The most pairs of elements whose group is enumerated.
MAX_PAIRS = 24
#: The primes of subgroups of symmetric groups.
PRIMES = (3, 5, 7)


@dataclass(frozen=True)
class Pair:
    """Words x and y that generate a group of order a power of p, with ``p x y != p y x`` at a state."""

    prime: int
    x: Word
    y: Word
    state: int


def obstruct(question: Question) -> Obstruction | None:
    """Words x and y that permute the states and generate a group of order p^k that is not abelian."""
    subject, minimal = question.subject, question.minimal
    if len(minimal) > MAX_STATES:
        return None
    for pair in _pairs(subject):
        size, real = _dimension(question, len(pair.x) + len(pair.y))
        needed = pair.prime * (2 if real and pair.prime > 2 else 1)
        if size is None or size >= needed:
            continue
        ends = [minimal.state(v, start=pair.state) for v in (pair.x + pair.y, pair.y + pair.x)]
        words = {
            "u": subject.access.word(pair.state),
            "x": pair.x,
            "y": pair.y,
            "w": subject.separating(*ends),
        }
        field = "real" if real else "complex"
        text = f"but two words generate one with p = {pair.prime} in {size} {field} dimensions"
        fields = {"states": list(range(len(minimal)))}
        return Obstruction(question, "prime-power", words, detail=Detail(fields, text))
    return None


def _dimension(question: Question, length: int) -> tuple[int | None, bool]:
    """The dimension in which words of so many letters act in all, and whether it is over R."""
    match question.restriction:
        case BlockDiagonal(size, scalars) if size > 1:
            return size, scalars is Scalars.REAL
        case CPFactored(rank, scalars):
            return rank, scalars is Scalars.REAL
        case Full(bound) | PD(bound):
            return bound, False
        case Orthogonal(bound) | Permutation(bound) | ColumnOneHot(bound):
            return bound, True
        case Householder(factors) | HouseholderHeads(factors):
            return factors * length, True
        case _:
            return None, False


@lru_cache(maxsize=64)
def _pairs(subject: Subject) -> tuple[Pair, ...]:
    """For each prime a pair of few letters, from letters and from transpositions."""
    minimal = subject.minimal
    found: dict[int, Pair] = {}
    candidates: list[tuple[int, Map, Word, Map, Word]] = []
    elements = _prime_elements(minimal)
    for (p, g, v), (q, h, w) in combinations(elements, 2):
        if p == q and _then(g, h) != _then(h, g):
            candidates.append((p, g, v, h, w))
    tried = 0
    for p, g, v, h, w in sorted(candidates, key=lambda c: len(c[2]) + len(c[4])):
        if p in found or tried == MAX_PAIRS or not _is_power(lcm(*_cycles(_then(g, h))), p):
            continue
        tried += 1
        if _is_prime_power(p, g, h):
            found[p] = _pair(p, g, v, h, w)
    for p in PRIMES:
        symmetric = square_pair(minimal, p) if p not in found else None
        if symmetric is not None:
            found[p] = _pair(p, *symmetric)
    return tuple(sorted(found.values(), key=lambda pair: pair.prime))


def _pair(p: int, g: Map, v: Word, h: Map, w: Word) -> Pair:
    gh, hg = _then(g, h), _then(h, g)
    return Pair(p, v, w, next(q for q in range(len(g)) if gh[q] != hg[q]))


def _then(g: Map, h: Map) -> Map:
    return tuple(map(h.__getitem__, g))


def _prime_elements(minimal: Automaton) -> list[tuple[int, Map, Word]]:
    """Powers of letters, and of products of two, whose order is a power of a prime."""
    columns = [tuple(c.tolist()) for c in minimal.transitions.T[:MAX_LETTERS]]
    letters = [((symbol,), c) for symbol, c in zip(minimal.alphabet, columns, strict=False)]
    words = [*letters, *((v + w, _then(g, h)) for v, g in letters for w, h in letters if v != w)]
    found: dict[Map, tuple[int, Map, Word]] = {}
    for word, g in words:
        order = lcm(*_cycles(g))
        for p in prime_divisors(order):
            rest = order
            while rest % p == 0:
                rest //= p
            power = tuple(range(len(g)))
            for _ in range(rest):
                power = _then(power, g)
            if rest <= 100 and len(found) < MAX_ELEMENTS:
                found.setdefault(power, (p, power, word * rest))
    return list(found.values())


def _cycles(g: Map) -> list[int]:
    lengths: list[int] = []
    seen: set[int] = set()
    for start in range(len(g)):
        q, length = start, 0
        while q not in seen:
            seen.add(q)
            q, length = g[q], length + 1
        if length:
            lengths.append(length)
    return lengths


def _is_prime_power(p: int, g: Map, h: Map) -> bool:
    """Whether two permutations generate a group of order a power of p, within the bounds."""
    bound = min(MAX_ORDER, MAX_IMAGES // len(g))
    elements, known = [tuple(range(len(g)))], {tuple(range(len(g)))}
    for f in elements:
        for k in (g, h):
            product = _then(f, k)
            if product not in known:
                if len(known) >= bound:
                    return False
                known.add(product)
                elements.append(product)
    return _is_power(len(elements), p)


def _is_power(n: int, p: int) -> bool:
    while n % p == 0:
        n //= p
    return n == 1
