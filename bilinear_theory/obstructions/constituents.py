"""Constituents: why a linear decoder needs more width, or more reflections, than a restriction has.

If every letter permutes the states, a linear decoder reads functions from the states' permutation
module, and the irreducibles of these functions must separate the states (theory.md, 3.1 and 3.8). Each
adds its degree to the width and the codimension of a letter's fixed space to the rank of the letter's
matrix minus 1. So a restriction is excluded if every set of irreducibles that separates the states
exceeds it. The sets are run through by branching: some constituent must separate state 0 from a named
state, and each that does is taken in turn.

``obstruct(question, price, real=..)``   the obstruction, None if some set is within the limit
``exceeds(question, ..)``                whether there is one, before its data are written
``Price``                                what is limited: the width, reflections in one head or several, or
                                         the columns of CP factors (``column_costs``)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rational_characters import (
    RationalCharacters,
    operator,
    rational_characters,
)
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.obstruction import Constituents, Obstruction
from bilinear_theory.obstructions.column_costs import column_costs
from bilinear_theory.systems.question import Question

#: The largest transition group, and the largest product of its order and the number of states.
MAX_ORDER, MAX_IMAGES = 6000, 4 * 10**6
#: The largest number of branchings of a certificate.
MAX_BRANCHES = 2000
#: The largest number of blocks that are tried before branching.
MAX_BLOCKS = 400

Costs = NDArray[np.int64]  # (constituents, limits)


class Price(Enum):
    """What each constituent takes: of the width, of each letter's reflections, of none, of columns."""

    WIDTH = "width"
    ONE_HEAD = "one head"
    HEADS = "heads"
    COLUMNS = "columns"


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

    def costs(self, price: Price, *, real: bool) -> Costs:
        """What each constituent takes: its degree, or its codimension at each class of letters."""
        table, chosen = self.characters.table, list(self.characters.orbits)
        times = np.array([2 if real and table.indicators[i] != 1 else 1 for i in chosen])
        degrees = table.modular.degrees[chosen, None]
        if price is Price.WIDTH:
            return times[:, None] * degrees
        if price is Price.COLUMNS:
            return np.array(column_costs(self.characters, real=real), np.int64)
        letters = np.unique(table.group.classes[list(table.group.generators)])
        return times[:, None] * (degrees - table.fixed_dimensions[chosen][:, letters])

    @cached_property
    def places(self) -> dict[int, tuple[int, ...]]:
        """Common blocks of constituents, each with some constituents that have it, the smallest first."""
        found: dict[int, tuple[int, ...]] = {(1 << len(self.minimal)) - 1: ()}
        for i, block in enumerate(self.blocks):
            for other, within in list(found.items()):
                if len(found) < MAX_BLOCKS:
                    found.setdefault(block & other, (*within, i))
        return dict(sorted(found.items(), key=lambda item: (item[0].bit_count(), item)))

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


@lru_cache(maxsize=16)
def _costs(parts: _Parts, price: Price, *, real: bool) -> Costs:
    return parts.costs(price, real=real)


@lru_cache(maxsize=8)
def _parts(minimal: Automaton) -> _Parts:
    task = group_task(minimal)
    if task is not None:
        return _Parts(minimal, rational_characters(task.table))
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
    evidence = _evidence(question.minimal, price, limit, real=real)
    if evidence is None:
        return None
    return Obstruction(question, "constituents", {}, constituents=evidence)


def exceeds(question: Question, price: Price, limit: int, *, real: bool) -> bool:
    """Whether ``obstruct`` finds an obstruction; the arguments and errors are the same."""
    return _exceeding(question.minimal, price, limit, real=real) is not None


@lru_cache(maxsize=64)
def _exceeding(
    minimal: Automaton, price: Price, limit: int, *, real: bool
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The characters and branches that show it; None if some set is within the limit."""
    if len(minimal) == 1:
        return None
    parts = _parts(minimal)
    costs = _costs(parts, price, real=real)
    blocks = parts.blocks
    if price is Price.HEADS:  # a head each: what is within the limit costs nothing more
        kept = np.flatnonzero(costs.max(1) <= limit).tolist()
        blocks, costs = [blocks[i] for i in kept], costs[kept][:, :0]
    return _branches(blocks, costs, limit, parts.places)


@lru_cache(maxsize=64)
def _evidence(minimal: Automaton, price: Price, limit: int, *, real: bool) -> Constituents | None:
    """The data of the obstruction, None if some set is within the limit."""
    found = _exceeding(minimal, price, limit, real=real)
    if found is None:
        return None
    parts = _parts(minimal)
    within, branches = found
    return Constituents(
        parts.suffixes,
        parts.words,
        parts.operator,
        parts.characters.values,
        within,
        branches,
    )


def _branches(
    blocks: Sequence[int], costs: Costs, limit: int, places: Mapping[int, tuple[int, ...]]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The characters within whose common block to branch, and the branches; None if some set fits.

    A block that needs no branching is taken if there is one, the smallest of them.
    """
    nothing = np.zeros(costs.shape[1], np.int64)
    search = _Branching(blocks, costs, limit)
    for block, within in places.items():
        if block > 1 and search.closed(list(range(len(blocks))), block, nothing) is None:
            return within, ()
    whole = max(places)
    if search.affordable(list(range(len(blocks))), whole, nothing):
        return None
    return (), tuple(search.branches)


class _Branching:
    """All sets of constituents within a limit, as the kernel runs through them.

    ``branches`` holds, depth first, the states at which the search branches.
    """

    def __init__(self, blocks: Sequence[int], costs: Costs, limit: int) -> None:
        self.blocks, self.costs, self.limit = blocks, costs, limit
        self.branches: list[int] = []

    @cached_property
    def apart(self) -> list[tuple[int, int]]:
        """For each state the constituents that separate it from 0, one state of each kind."""
        apart: dict[int, int] = {}
        for y in range(1, max(self.blocks).bit_length()):
            mask = sum(1 << i for i, block in enumerate(self.blocks) if not block >> y & 1)
            apart.setdefault(mask, y)
        return list(apart.items())

    def affordable(self, left: list[int], block: int, spent: NDArray[np.int64]) -> bool:
        """Whether some of the constituents left separate the states of the block within the limit."""
        if block == 1:
            return True
        fitting = self.closed(left, block, spent)
        if fitting is None:
            return False
        if len(self.branches) == MAX_BRANCHES:
            raise ValueError(f"the sets of constituents take more than {MAX_BRANCHES} branchings")
        chosen = sum(1 << i for i in fitting)
        _, y, mask = min(
            ((mask & chosen).bit_count(), y, mask) for mask, y in self.apart if block >> y & 1
        )
        self.branches.append(y)
        for i in [i for i in fitting if mask >> i & 1]:
            fitting = [j for j in fitting if j != i]
            if self.affordable(fitting, block & self.blocks[i], spent + self.costs[i]):
                return True
        return False

    def closed(self, left: list[int], block: int, spent: NDArray[np.int64]) -> list[int] | None:
        """The constituents that fit, None if it is clear that no set of them separates the block."""
        more = self.limit - spent
        fitting = [i for i in left if (self.costs[i] <= more).all()]
        together = block
        for i in fitting:
            together &= self.blocks[i]
        if together != 1:
            return None
        size = block.bit_count()
        kept = [(block & self.blocks[i]).bit_count() for i in fitting]
        for costs, rest in zip(self.costs[fitting].T.tolist(), more.tolist(), strict=True):
            if all(
                _falls_short(size, part, cost, rest) for cost, part in zip(costs, kept, strict=True)
            ):
                return None
        return fitting


def _falls_short(size: int, part: int, cost: int, rest: int) -> bool:
    """Whether ``size**rest < size**cost * part**rest``, without the powers where they are large.

    If ``1 <= part < size``, then ``log2(size / part) > 1 / size``.

    >>> _falls_short(6, 3, 1, 2), _falls_short(6, 3, 1, 3), _falls_short(6, 3, 1, 10**9)
    (True, False, False)
    """
    if part == size:
        return size > 1 and cost > 0
    if rest > cost * size * size.bit_length():
        return False
    return size**rest < size**cost * part**rest
