"""Transition monoids: the transformations of the states induced by words.

A word ``w`` sends each state to the state that ``w`` leads to; these maps are closed under
composition, and the empty word is the identity. They are enumerated breadth-first, so each element
comes with the length-lexicographically least word that induces it.

``transition_monoid(a)``   all elements, their words and the table of products with letters
``MonoidTooLarge``         raised past a bound on the number of elements or on their memory
``monoid_facts(a)``        size, commutative, aperiodic, group, as far as a bound lets them be known
aperiodic                  every element satisfies ``x^{n+1} = x^n`` for some ``n``: no subgroups
group                      every letter permutes the states

References: Pin, *Mathematical Foundations of Automata Theory*, chapters 2 and 4; Froidure and Pin,
*Algorithms for computing finite semigroups* (1997).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Symbol, Table, Word
from bilinear_theory.automata.maps import then
from bilinear_theory.automata.reachability import permutes

Maps = NDArray[np.unsignedinteger]
MEMORY = 2**27  # bytes that the elements may take, whatever their number
_DIRECT = 8  # up to so many states, a table of all maps of the states finds the known ones


class MonoidTooLarge(Exception):
    """The monoid has more elements than the bound, at least ``at_least``."""

    def __init__(self, at_least: int) -> None:
        super().__init__(f"the transition monoid has at least {at_least} elements, past the bound")
        self.at_least = at_least


@dataclass(frozen=True, eq=False, repr=False)
class TransitionMonoid:
    """The transition monoid of an automaton; element 0 is the identity.

    ``elements``   shape ``(M, Q)``, unsigned integers: row ``i`` maps each state to the state
                   after the word of element ``i``; in length-lexicographic order of words
    ``products``   shape ``(M, S)``: column ``s`` is the element "``i``, then letter ``s``"
    ``parents``    shape ``(M,)``: the element of the word without its last letter, -1 for row 0
    ``letters``    shape ``(M,)``: that last letter, -1 for row 0

    Products read left to right: the map of ``uv`` is ``y[x]`` for the maps ``x, y`` of ``u, v``.
    """

    alphabet: tuple[Symbol, ...]
    elements: Maps
    products: Table
    parents: Table
    letters: Table

    def __len__(self) -> int:
        return len(self.elements)

    def __repr__(self) -> str:
        return f"<TransitionMonoid: {len(self)} elements on {self.elements.shape[1]} states>"

    def word(self, i: int) -> Word:
        """The length-lexicographically least word that induces element ``i``."""
        if not 0 <= i < len(self):
            raise ValueError(f"element {i} is outside 0..{len(self) - 1}")
        word: list[Symbol] = []
        while i:
            word.append(self.alphabet[self.letters[i]])
            i = int(self.parents[i])
        return tuple(reversed(word))

    @cached_property
    def generators(self) -> tuple[int, ...]:
        """The element of each letter."""
        return tuple(self.products[0].tolist())

    @cached_property
    def commutative(self) -> bool:
        """Whether all products commute, which those of the letters decide."""
        return _commute(self.elements[list(self.generators)])

    @cached_property
    def is_group(self) -> bool:
        """Whether every element is a permutation, which the letters decide."""
        return permutes(self.elements[list(self.generators)])

    @cached_property
    def aperiodic(self) -> bool:
        """Whether ``x^{n+1} = x^n`` for some ``n``, for every element ``x``."""
        return (len(self) == 1) if self.is_group else _aperiodic(self.elements)

    @cached_property
    def idempotents(self) -> NDArray[np.intp]:
        """The elements with ``x^2 = x``, ascending."""
        return np.concatenate(
            [
                i + np.flatnonzero((then(block, block) == block).all(axis=1))
                for i, block in _blocks(self.elements)
            ]
        )

    def index_and_period(self, i: int) -> tuple[int, int]:
        """The least ``n >= 0`` and ``p >= 1`` with ``x^{n+p} = x^n`` for the element ``x``."""
        x = self.elements[i].astype(np.intp)
        index, image = 0, np.arange(len(x))
        while len(smaller := np.unique(x[image])) < len(image):
            index, image = index + 1, smaller
        step = dict(zip(image.tolist(), x[image].tolist(), strict=True))
        period = 1
        while step:  # one cycle at a time
            length, q = 0, next(iter(step))
            while q in step:
                length, q = length + 1, step.pop(q)
            period = math.lcm(period, length)
        return index, period


def transition_monoid(a: Automaton, *, bound: int = 1_000_000) -> TransitionMonoid:
    """The transition monoid of an automaton, on all its states.

    Raises:
        MonoidTooLarge: past ``bound`` elements, or past ``MEMORY`` bytes of elements.

    >>> flip_flop = Automaton("sr", [[1, 0], [1, 0]], 0, (0, 1))
    >>> m = transition_monoid(flip_flop)
    >>> m.elements.tolist(), m.word(2), m.aperiodic, m.commutative
    ([[0, 1], [1, 1], [0, 0]], ('r',), True, False)
    """
    monoid, complete = _enumeration(a, bound)
    if not complete:
        raise MonoidTooLarge(len(monoid))
    return monoid


def monoid_facts(a: Automaton, *, bound: int = 1_000_000) -> dict[str, object]:
    """Size and identities of the transition monoid, as a JSON object.

    ``size`` is ``[low, None]`` past the bound. ``commutative`` and ``group`` are always known, from
    the letters; ``aperiodic`` past the bound is False if an element among the first ones has a
    cycle, else None: not known.

    >>> monoid_facts(Automaton("a", [[1], [0]], 0, (0, 1)))
    {'size': 2, 'commutative': True, 'aperiodic': False, 'group': True}
    """
    monoid, complete = _enumeration(a, bound)
    if complete:
        size, aperiodic = len(monoid), monoid.aperiodic
    else:
        size = [len(monoid), None]
        aperiodic = None if _aperiodic(monoid.elements[:10_000]) else False
    letters = a.transitions.T
    return {
        "size": size,
        "commutative": _commute(letters),
        "aperiodic": aperiodic,
        "group": permutes(letters),
    }


def _enumeration(a: Automaton, bound: int) -> tuple[TransitionMonoid, bool]:
    """The elements and whether they are all; if not, just more than the bound allows."""
    if bound < 1:
        raise ValueError(f"the bound {bound} is less than 1")
    Q, S = a.transitions.shape
    letters = np.ascontiguousarray(a.transitions.T).astype(np.min_scalar_type(Q - 1))
    limit = max(1, min(bound, MEMORY // letters[:1].nbytes if S else bound))
    few = permutes(letters) or Q > _DIRECT  # of all maps
    search = _by_hashing if few else _by_table
    elements, products = search(letters, Q, limit)
    M, done = len(elements), len(products)
    # The first product that gives an element is its parent and its last letter.
    parents, last = np.full(M, -1, dtype=np.int32), np.full(M, -1, dtype=np.int32)
    if S:
        flat = products.ravel()[::-1]
        where = np.full(M, -1, dtype=np.int64)
        where[flat] = np.arange(len(flat))[::-1]
        parents[1:], last[1:] = where[1:] // S, where[1:] % S
    for array in (elements, products, parents, last):
        array.flags.writeable = False
    return TransitionMonoid(a.alphabet, elements, products, parents, last), done == M <= limit


def _by_table(letters: Maps, Q: int, limit: int) -> tuple[Maps, Table]:
    """The enumeration by levels; a table of all ``Q**Q`` maps knows those that were met."""
    powers = Q ** np.arange(Q, dtype=np.int64)
    images = (letters[:, :, None] * powers).astype(np.int64)  # (S, Q, Q): a digit's share of a key
    known = np.full(Q**Q, -1, dtype=np.int32)
    level = np.arange(Q, dtype=letters.dtype)[None]
    known[(level * powers).sum()] = 0
    elements, products, count = [level], [np.zeros((0, len(letters)), dtype=np.int32)], 1
    while len(level) and count <= limit:
        keys = np.zeros((len(level), len(letters)), dtype=np.int64)
        for q in range(Q):
            keys += images[:, :, q].T[level[:, q]]
        flat = keys.ravel()
        fresh = np.flatnonzero(known[flat] < 0)
        tried = flat[fresh]
        known[tried[::-1]] = fresh[::-1]  # the first product with a key writes last
        fresh = fresh[known[tried] == fresh]
        known[flat[fresh]] = np.arange(count, count + len(fresh), dtype=np.int32)
        products.append(known[keys])
        rows, columns = np.divmod(fresh, max(1, len(letters)))
        level = letters[columns[:, None], level[rows]]
        elements.append(level)
        count += len(level)
    return np.concatenate(elements), np.concatenate(products)


def _by_hashing(letters: Maps, Q: int, limit: int) -> tuple[Maps, Table]:
    """The enumeration one element at a time; a dictionary of bytes knows those that were met."""
    dtype, S = letters.dtype, len(letters)
    small = dtype == np.uint8
    tables = [letter.tobytes().ljust(256, b"\0") for letter in letters] if small else []
    identity = np.arange(Q, dtype=dtype).tobytes()
    known, elements, products, count = {identity: 0}, [identity], list[int](), 1
    for x in elements:
        if small:
            images = [x.translate(table) for table in tables]
        else:
            map_of_x = np.frombuffer(x, dtype=dtype)
            images = [letter[map_of_x].tobytes() for letter in letters]
        for y in images:
            i = known.setdefault(y, count)
            if i == count:
                elements.append(y)
                count += 1
            products.append(i)
        if count > limit:
            break
    done = len(products) // S if S else 1
    rows = np.frombuffer(b"".join(elements), dtype=dtype).reshape(count, Q)
    return rows, np.array(products, dtype=np.int32).reshape(done, S)


def _blocks(maps: Maps) -> list[tuple[int, Maps]]:
    """The rows in blocks of a few megabytes, each with the number of its first row."""
    step = max(1, 2**20 // maps.shape[1])
    return [(i, maps[i : i + step]) for i in range(0, len(maps), step)]


def _aperiodic(maps: Maps) -> bool:
    """Whether no map has a cycle of length two or more: ``x^{n+1} = x^n`` for some ``n >= Q``."""
    for _, x in _blocks(maps):
        power = x
        for _ in range(maps.shape[1].bit_length()):
            power = then(power, power)
        if not np.array_equal(then(power, x), power):
            return False
    return True


def _commute(letters: NDArray[np.integer]) -> bool:
    """Whether maps, the rows of an array, commute."""
    return all(np.array_equal(x[y], y[x]) for i, x in enumerate(letters) for y in letters[:i])
