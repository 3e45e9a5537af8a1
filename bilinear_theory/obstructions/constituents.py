"""Constituents: why a linear decoder needs more width, or more reflections, than a restriction has.

If every letter permutes the states, a linear decoder reads functions from the states' permutation
module, and the irreducibles of these functions must separate the states (theory.md, 3.1 and 3.8). Each
adds its degree to the width and the codimension of a letter's fixed space to the rank of the letter's
matrix minus 1. So a restriction is excluded if every set of irreducibles that separates the states
exceeds it. The sets are run through by branching: some constituent must separate state 0 from a named
state, and each that does is taken in turn.

``obstruct(question, price, real=..)``   the obstruction, None if some set is within the limit
``Price``                                what is limited: the width, or reflections in one head or several
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rational_characters import (
    RationalCharacters,
    operator,
    rational_characters,
)
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.certificates.obstruction import Constituents, Obstruction
from bilinear_theory.systems.question import Question

#: The largest transition group, and the largest product of its order and the number of states.
MAX_ORDER, MAX_IMAGES = 6000, 4 * 10**6
#: The largest number of branchings of a certificate.
MAX_BRANCHES = 20_000


class Price(Enum):
    """What each constituent takes: of the width, of each letter's reflections, or of none together."""

    WIDTH = "width"
    ONE_HEAD = "one head"
    HEADS = "heads"


@dataclass(frozen=True, eq=False)
class _Parts:
    """The constituents of the functions on the states, Galois conjugates as one."""

    minimal: Automaton
    characters: RationalCharacters

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """For each constituent the states that it does not separate from state 0, as bits."""
        group, found = self.characters.table.group, self.characters
        counts = np.zeros((len(self.minimal), len(found.values)), np.int64)
        numbers = found.classes[group.classes]
        np.add.at(counts, (group.elements[:, 0], numbers), 1)
        values = counts @ np.array(found.values, np.int64).T  # (states, constituents)
        return tuple(
            sum(1 << y for y in np.flatnonzero(column == column[0]).tolist()) for column in values.T
        )

    def costs(self, price: Price, *, real: bool) -> list[tuple[int, ...]]:
        """What each constituent takes: its degree, or its codimension at each class of letters."""
        table, chosen = self.characters.table, list(self.characters.orbits)
        times = [2 if real and table.indicators[i] != 1 else 1 for i in chosen]
        if price is Price.WIDTH:
            return [(m * table.degrees[i],) for m, i in zip(times, chosen, strict=True)]
        group = table.group
        letters = np.unique(group.classes[list(group.generators)])
        moved = table.modular.degrees[:, None] - table.fixed_dimensions[:, letters]
        rows = moved[chosen].tolist()
        return [tuple(m * c for c in row) for m, row in zip(times, rows, strict=True)]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """A shortest word for each rational class."""
        group, alphabet = self.characters.table.group, self.minimal.alphabet
        return tuple(
            tuple(alphabet[a] for a in group.word(g)) for g in self.characters.representatives
        )

    @cached_property
    def operator(self) -> tuple[int, ...]:
        """Weights of the classes that tell all constituents apart."""
        return operator(self.characters)

    @cached_property
    def suffixes(self) -> tuple[Word, ...]:
        """Words after which no two states agree in all outputs."""
        return separating_suffixes(self.minimal)


@lru_cache(maxsize=8)
def _parts(minimal: Automaton) -> _Parts:
    bound = min(MAX_ORDER, MAX_IMAGES // len(minimal))
    group = FiniteGroup(minimal.transitions.T, bound=bound)
    return _Parts(minimal, rational_characters(character_table(group)))


def obstruct(question: Question, price: Price, limit: int, *, real: bool) -> Obstruction | None:
    """Why no constituents that separate the states are within a limit; None if some are.

    Args:
        question: with a linear decoder, about an automaton whose letters permute its states.
        price: what is limited.
        limit: how much of it there is.
        real: whether the field is R, else C.

    Raises:
        ValueError: past the bounds on the group, its classes or the branchings.
    """
    minimal = question.minimal
    if len(minimal) == 1:
        return None
    parts = _parts(minimal)
    costs = parts.costs(price, real=real)
    pairs = list(zip(parts.blocks, costs, strict=True))
    if price is Price.HEADS:
        pairs = [(block, ()) for block, cost in pairs if max(cost) <= limit]
    search = _Branching(pairs, limit, len(minimal))
    if search.affordable():
        return None
    evidence = Constituents(
        parts.suffixes,
        parts.words,
        parts.operator,
        parts.characters.values,
        tuple(search.branches),
    )
    return Obstruction(question, "constituents", {}, constituents=evidence)


class _Branching:
    """All sets of constituents within a limit, as the kernel runs through them."""

    def __init__(
        self, pairs: Sequence[tuple[int, tuple[int, ...]]], limit: int, states: int
    ) -> None:
        self.blocks = [block for block, _ in pairs]
        self.costs = [cost for _, cost in pairs]
        self.limit = limit
        self.branches: list[int] = []
        # For each state the constituents that separate it from 0, one state of each kind.
        apart: dict[int, int] = {}
        for y in range(1, states):
            mask = sum(1 << i for i, block in enumerate(self.blocks) if not block >> y & 1)
            apart.setdefault(mask, y)
        self.apart = sorted(apart.items(), key=lambda item: item[0].bit_count())
        self.everything = (1 << states) - 1

    def affordable(self) -> bool:
        """Whether some set within the limit separates all states; if none, ``branches`` shows it."""
        spent = (0,) * len(self.costs[0])
        return self._run(list(range(len(self.blocks))), self.everything, spent)

    def _run(self, left: list[int], block: int, spent: tuple[int, ...]) -> bool:
        left = [i for i in left if self._fits(spent, i)]
        together = block
        for i in left:
            together &= self.blocks[i]
        if together != 1:
            return False
        if block == 1:
            return True
        if len(self.branches) == MAX_BRANCHES:
            raise ValueError(f"the sets of constituents take more than {MAX_BRANCHES} branchings")
        chosen = sum(1 << i for i in left)
        _, y, mask = min(
            ((mask & chosen).bit_count(), y, mask) for mask, y in self.apart if block >> y & 1
        )
        self.branches.append(y)
        for i in [i for i in left if mask >> i & 1]:
            left = [j for j in left if j != i]
            total = tuple(s + x for s, x in zip(spent, self.costs[i], strict=True))
            if self._run(left, block & self.blocks[i], total):
                return True
        return False

    def _fits(self, spent: tuple[int, ...], i: int) -> bool:
        return all(s + x <= self.limit for s, x in zip(spent, self.costs[i], strict=True))
