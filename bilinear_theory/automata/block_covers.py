"""Which transition groups do finite groups of small blocks cover? With some generating words, decided.

With an arbitrary decoder blocks track exactly the quotients of subgroups of products of finite groups of
blocks (theory.md, Theorem A). For real blocks of size 3 and complex ones of size 2 these are made of all
groups whose squares commute and of two finite groups more, ``algebra.rotations``; so ``square_law``
decides. The answer does not depend on the generators: two words that generate do, or three.

``Covered(words, maps)``        maps of the words that make a cover of the transition group
``Violated(words, program)``    a law of the blocks that fails at the words
``covered(minimal, groups)``    one of the two

References: theory.md, section 3.3.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.program import Program
from bilinear_theory.algebra.square_law import Law, Map, decide
from bilinear_theory.algebra.stabiliser_chain import Permutation, Unfinished, group_order
from bilinear_theory.automata.automaton import Automaton

IndexWord = tuple[int, ...]

#: The most states whose permutations are multiplied.
MAX_STATES = 2000
#: How many pairs of words, and then triples, are tried before the search ends.
_TRIES = 12


@dataclass(frozen=True)
class Covered:
    """Words, as places of letters, that generate the group, and maps of them that make a cover."""

    words: tuple[IndexWord, ...]
    maps: tuple[Map, ...]


@dataclass(frozen=True)
class Violated:
    """Words, as places of letters, and a law of the blocks that fails at them."""

    words: tuple[IndexWord, ...]
    program: Program


@lru_cache(maxsize=64)
def covered(minimal: Automaton, groups: tuple[FiniteGroup, ...]) -> Covered | Violated:
    """A cover of the transition group, or a law that it violates.

    Args:
        minimal: an automaton all of whose letters permute.
        groups: the finite groups beside those whose squares commute.

    Raises:
        Unfinished: past a bound on the states or the products, or if no few words that generate
            the group are found.
    """
    if len(minimal) > MAX_STATES:
        raise Unfinished(f"more than {MAX_STATES} states are not tried for a cover")
    columns = [column.astype(np.intp) for column in minimal.transitions.T]
    if len(minimal) == 1 or not columns:
        return Covered((), ())
    order = group_order(columns)
    for words in _candidates(columns):
        images = [_image(columns, word) for word in words]
        result = decide(images, groups)
        if isinstance(result, Law):
            return Violated(words, result.program)
        if group_order(images, most=order) == order:
            return Covered(words, result.maps)
    raise Unfinished("no three words that generate the group were found")


def _candidates(columns: Sequence[Permutation]) -> Iterator[tuple[IndexWord, ...]]:
    """Words that may generate the group: letters, if few do, then pairs and triples."""
    letters: list[IndexWord] = []
    reached = 1
    for a in range(len(columns)):
        order = group_order([columns[b] for (b,) in letters] + [columns[a]])
        if order > reached:
            letters.append((a,))
            reached = order
    if len(letters) <= 2:
        yield tuple(letters)
        return
    source = random.Random(0)
    for count in (2, 3):
        if len(letters) == count:
            yield tuple(letters)
        for i in range(_TRIES):
            yield tuple(
                tuple(source.choice(letters)[0] for _ in range(source.randint(1, 2 + i)))
                for _ in range(count)
            )


def _image(columns: Sequence[Permutation], word: IndexWord) -> Permutation:
    image = np.arange(len(columns[0]))
    for a in word:
        image = columns[a][image]
    return image
