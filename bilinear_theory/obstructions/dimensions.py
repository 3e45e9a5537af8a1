"""Few dimensions: groups of prime power order and chains of idempotents that they have no room for.

A group of order p^k that is not abelian has an irreducible representation of degree p at least, and so has
every finite group that it is a quotient of: it needs p dimensions, over the reals 2p if p is odd. In the
blocks, columns or units of a restriction, or where the factors of two words act, that excludes it with any
decoder. An idempotent below another one has a smaller rank: d dimensions have room for d + 1 of them.

``obstruct(question)``          the first of the two, None if none is found
``prime_power(question)``       two words of a permutation automaton that generate such a group
``idempotent_chain(question)``  words whose idempotents go down too often

The proofs stand in ``certificates.check``, at ``_check_prime_power`` and ``_check_idempotent_chain``.

References: Huppert, *Endliche Gruppen* I (1967), sections V.12 and V.17; Clifford and Preston, *The Algebraic
Theory of Semigroups* I (1961), section 5.1.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.pairs import idempotent_power
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

Map = tuple[int, ...]

#: The most letters of which elements of prime power order are formed, and the most such elements.
MAX_LETTERS, MAX_ELEMENTS = 12, 40
#: The largest order of a group that is enumerated, the most images of states in it, and the most states.
MAX_ORDER, MAX_IMAGES, MAX_STATES = 5000, 200_000, 400
#: The most pairs of elements whose group is enumerated.
MAX_PAIRS = 24
#: The primes of subgroups of symmetric groups.
PRIMES = (3, 5, 7)
#: The most maps of the states from which the next idempotent of a chain is chosen, and the largest exponent.
MAX_MAPS, MAX_EXPONENT = 60, 10**7


@dataclass(frozen=True)
class Pair:
    """Words x and y that generate a group of order a power of p, with ``p x y != p y x`` at a state."""

    prime: int
    x: Word
    y: Word
    state: int


def obstruct(question: Question) -> Obstruction | None:
    """What excludes so few dimensions; also None on several layers and for a free width."""
    if question.setting.layers > 1:
        return None
    if is_permutation(question.minimal):
        return prime_power(question)
    return idempotent_chain(question)


def prime_power(question: Question) -> Obstruction | None:
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
        symmetric = _symmetric(minimal, p) if p not in found else None
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


def _symmetric(minimal: Automaton, p: int) -> tuple[Map, Word, Map, Word] | None:
    """In the symmetric group of states that transpositions connect, p^2 of them as pairs modulo p.

    x leads from (i, j) to (i, j + i), y to (i + 1, j): they generate a group of order p^3.
    """
    neighbours: dict[int, dict[int, Word]] = {}
    for symbol, column in zip(minimal.alphabet, minimal.transitions.T, strict=True):
        moved = np.flatnonzero(column != np.arange(len(column))).tolist()
        if len(moved) == 2:
            for q, r in (moved, moved[::-1]):
                neighbours.setdefault(q, {})[r] = (symbol,)
    for start in neighbours:
        order, back = [start], {start: start}
        for q in order:
            for r in neighbours[q]:
                if r not in back:
                    back[r] = q
                    order.append(r)
        if len(order) < p * p:
            continue
        place = {(i, j): order[i * p + j] for i in range(p) for j in range(p)}
        image = {place[i, j]: place[i, (j + i) % p] for i in range(p) for j in range(p)}
        other = {place[i, j]: place[(i + 1) % p, j] for i in range(p) for j in range(p)}
        maps = [tuple(m.get(q, q) for q in range(len(minimal))) for m in (image, other)]
        words = [_sorting(m, neighbours) for m in maps]
        return maps[0], words[0], maps[1], words[1]
    return None


def _sorting(g: Map, neighbours: dict[int, dict[int, Word]]) -> Word:
    """A word in transpositions for a permutation of states that they connect."""
    word: Word = ()
    seen: set[int] = set()
    for start in range(len(g)):
        cycle = [start]
        seen.add(start)
        while (q := g[cycle[-1]]) not in seen:
            seen.add(q)
            cycle.append(q)
        # (c_0 c_1 .. c_m) is (c_0 c_1), then (c_0 c_2), .., then (c_0 c_m)
        for q in cycle[1:]:
            word += _transposition(cycle[0], q, neighbours)
    return word


def _transposition(p: int, q: int, neighbours: dict[int, dict[int, Word]]) -> Word:
    """A word that exchanges two states: along a path there and back."""
    back = {p: p}
    queue = deque([p])
    while q not in back:
        at = queue.popleft()
        for r in neighbours[at]:
            if r not in back:
                back[r] = at
                queue.append(r)
    path = [q]
    while path[-1] != p:
        path.append(back[path[-1]])
    steps = [neighbours[r][s] for r, s in zip(path[1:], path[:-1], strict=True)]  # last to first
    there = [symbol for step in reversed(steps) for symbol in step]
    return (*there, *reversed(there[:-1]))


def idempotent_chain(question: Question) -> Obstruction | None:
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
    for word, x in _short_maps(minimal):
        s = f[x[f]]
        e = idempotent_power(s.astype(np.int32)).astype(np.intp)
        rank = len(np.unique(e))
        if (best is None or rank > best[0]) and _differ(minimal, f, e, cp=cp) is not None:
            best = rank, Step(word, f, e, _exponent(s))
    if best is None or lcm(best[1].exponent, *(step.exponent for step in chain)) > MAX_EXPONENT:
        return None
    return (*chain, best[1])


@lru_cache(maxsize=16)
def _short_maps(minimal: Automaton) -> list[tuple[Word, NDArray[np.intp]]]:
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


def _exponent(x: NDArray[np.intp]) -> int:
    """The least n such that ``x^n`` is idempotent."""
    n, power = 1, x
    while not np.array_equal(power[power], power):
        n, power = n + 1, x[power]
    return n
