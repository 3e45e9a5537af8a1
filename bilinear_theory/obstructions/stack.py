"""Stacks of diagonal or triangular layers: what they cannot track at a depth, or at any depth.

=====================  ==================================================================================
linear diagonal        no letter merges states between which words lead, where it leads to one of them
.. non-negative        no word that changes a state is undone by another one
non-negative           no word has a cycle: the automaton is aperiodic
real                   groups of words are 2-groups, with a series of one factor of exponent 2 a layer
complex                groups of words are solvable, with a series of one abelian factor a layer
block-real:2           the same with two factors a layer
=====================  ==================================================================================

with or without additive term and whatever the coupling, if no term is named. The first two rows speak
of linear layers alone.

``obstruct(question, core)``  a violated row, None if there is none
``TooLargeToTell``            raised if a group was too large to be sure

References: theory.md, section 3.5 and trap 5.17.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.automaton import Automaton, Table, Word
from bilinear_theory.automata.equivalence import access_words, separating_suffixes
from bilinear_theory.automata.skeleton import Skeleton, skeleton
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions.series import MAX_GROUP, Map, sampled, series
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Diagonal,
    Rotation,
    Scalars,
)


class TooLargeToTell(ValueError):
    """A group of words has more elements than the bound, and no witness was found in a part of it."""


def obstruct(question: Question, scalars: Scalars) -> Obstruction | None:
    """The first row of the table that the automaton violates.

    Args:
        question: on diagonal, triangular or real 2 x 2 matrices.
        scalars: the multipliers.

    Raises:
        TooManyImages: past a bound of the skeleton.
        TooLargeToTell: if a group of words is too large.
    """
    diagonal = isinstance(question.restriction, Diagonal | Rotation) or (
        isinstance(question.restriction, BlockDiagonal) and question.restriction.size == 1
    )
    if diagonal and not question.setting.additive:
        found = merged_inside(question)
        if found is None and scalars is Scalars.NONNEGATIVE:
            found = loop(question)
        if found is not None:
            return found
    s = skeleton(question.minimal)
    unsure: str | None = None
    for c, members in enumerate(s.classes):
        maps = _words(question, s, c)
        if not maps:
            continue
        if scalars is Scalars.NONNEGATIVE:
            return _cycle(question, members.states, maps)
        found = _odd_cycle(question, members.states, maps) if scalars is Scalars.REAL else None
        if found is None:
            try:
                found = _series(question, members.states, maps, scalars)
            except TooLargeToTell as reason:
                unsure = str(reason)
        if found is not None:
            return found
    if unsure is not None:
        raise TooLargeToTell(unsure)
    return None


def _words(question: Question, s: Skeleton, c: int) -> dict[Map, Word]:
    alphabet = question.minimal.alphabet
    return {g: tuple(alphabet[a] for a in w) for g, w in s.permutations(c).items()}


def _cycle(question: Question, states: tuple[int, ...], maps: Mapping[Map, Word]) -> Obstruction:
    """A word with a cycle, and a state on it."""
    g, word = min(maps.items(), key=lambda item: len(item[1]))
    i = next(i for i in range(len(g)) if g[i] != i)
    return _repeated(question, "stack-cycle", states[i], states[g[i]], word, _length(g, i))


def _odd_cycle(
    question: Question, states: tuple[int, ...], maps: Mapping[Map, Word]
) -> Obstruction | None:
    """A word with a cycle of odd length, from the elements of the group or the first of them."""
    for g, word in _elements(maps):
        for i in range(len(g)):
            length = _length(g, i)
            odd = length
            while odd % 2 == 0:
                odd //= 2
            if odd > 1:
                x, step = word * (length // odd), i
                for _ in range(length // odd):
                    step = g[step]
                return _repeated(question, "stack-odd-cycle", states[i], states[step], x, odd)
    return None


def _repeated(
    question: Question, kind: str, p: int, after: int, x: Word, exponent: int
) -> Obstruction:
    words = {
        "u": question.subject.access.word(p),
        "x": x,
        "w": question.subject.separating(p, after),
    }
    return Obstruction(question, kind, words, exponent)


def _length(g: Map, i: int) -> int:
    length, j = 1, g[i]
    while j != i:
        length, j = length + 1, g[j]
    return length


def _elements(maps: Mapping[Map, Word]) -> Iterator[tuple[Map, Word]]:
    """The elements of a group with words, breadth-first, up to a bound on their number."""
    identity = tuple(range(len(next(iter(maps)))))
    known = {identity}
    queue: list[tuple[Map, Word]] = [(identity, ())]
    for g, word in queue:
        yield g, word
        for h, letter in maps.items():
            product = tuple(h[p] for p in g)
            if product not in known and len(known) <= MAX_GROUP:
                known.add(product)
                queue.append((product, (*word, *letter)))


def _series(
    question: Question, states: tuple[int, ...], maps: Mapping[Map, Word], scalars: Scalars
) -> Obstruction | None:
    """A series of commutators (over R of squares too) that is too long, or has no end."""
    squares = scalars is Scalars.REAL
    blocks = isinstance(question.restriction, BlockDiagonal) and question.restriction.size > 1
    depth = question.setting.layers * (2 if blocks else 1)
    suffixes = separating_suffixes(question.minimal)
    try:
        group = FiniteGroup(list(maps), bound=MAX_GROUP)
    except ValueError:
        found = sampled(maps, states, depth=depth, squares=squares)
        if found is None:
            raise TooLargeToTell(
                f"a group of words on {len(states)} states has more than {MAX_GROUP} elements"
            ) from None
        return Obstruction(question, "series-too-long", {}, series=found, suffixes=suffixes)
    generators = list(maps.values())
    words = [
        tuple(symbol for s in group.word(g) for symbol in generators[s]) for g in range(group.order)
    ]
    found = series(group, words, states, depth=depth, squares=squares)
    if found is None:
        return None
    return Obstruction(question, found[0], {}, series=found[1], suffixes=suffixes)


def _components(table: Table) -> NDArray[np.int32]:
    """The strong component of each state."""
    return strong_components(table).astype(np.int32)


def _path(question: Question, p: int, q: int) -> Word:
    """A shortest word from one state to another."""
    minimal = question.minimal
    return access_words(Automaton(minimal.alphabet, minimal.transitions, p, minimal.outputs)).word(
        q
    )


def merged_inside(question: Question) -> Obstruction | None:
    """States ``p`` and ``p t = q`` and a letter ``x`` with ``p x = q x`` and ``p x s = p``."""
    table = question.minimal.transitions
    labels = _components(table)
    for a in range(table.shape[1]):
        image = table[:, a]
        inside = np.flatnonzero(labels[image] == labels)
        _, first, inverse = np.unique(image[inside], return_index=True, return_inverse=True)
        twice = np.flatnonzero(first[inverse] != np.arange(len(inside)))
        if len(twice):
            q, p = int(inside[twice[0]]), int(inside[first[inverse[twice[0]]]])
            words = {
                "u": question.subject.access.word(p),
                "x": (question.minimal.alphabet[a],),
                "t": _path(question, p, q),
                "s": _path(question, int(image[p]), p),
                "w": question.subject.separating(p, q),
            }
            return Obstruction(question, "stack-merged-inside", words)
    return None


def loop(question: Question) -> Obstruction | None:
    """A state ``p``, a letter ``x`` with ``p x != p`` and a word ``t`` with ``p x t = p``."""
    table = question.minimal.transitions
    labels = _components(table)
    moved = np.argwhere(
        (labels[table] == labels[:, None]) & (table != np.arange(len(table))[:, None])
    )
    if not len(moved):
        return None
    p, a = (int(i) for i in moved[0])
    after = int(table[p, a])
    words = {
        "u": question.subject.access.word(p),
        "x": (question.minimal.alphabet[a],),
        "t": _path(question, after, p),
        "w": question.subject.separating(after, p),
    }
    return Obstruction(question, "stack-loop", words)
