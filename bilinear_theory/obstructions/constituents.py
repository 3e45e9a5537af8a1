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

from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache, reduce
from operator import and_

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
    def apart(self) -> NDArray[np.bool_]:
        """Entry ``[y, i]``: whether constituent i separates state y from state 0."""
        group, found = self.characters.table.group, self.characters
        counts = np.zeros((len(self.minimal), len(found.values)), np.int64)
        numbers = found.classes[group.classes]
        np.add.at(counts, (group.elements[:, 0], numbers), 1)
        values = counts @ np.array(found.values, np.int64).T  # (states, constituents)
        return values != values[0]

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """For each constituent the states that it does not separate from state 0, as bits."""
        return tuple(_bits(~self.apart.T))

    @cached_property
    def kinds(self) -> tuple[tuple[int, int], ...]:
        """The constituents that separate a state from state 0, as bits, and the first such state but 0."""
        first: dict[int, int] = {}
        for y, mask in enumerate(_bits(self.apart[1:]), start=1):
            first.setdefault(mask, y)
        return tuple(first.items())

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


def _bits(rows: NDArray[np.bool_]) -> list[int]:
    """Each row as a number, its first entry the lowest bit."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


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
    if price is Price.HEADS:  # a head each: what is within the limit costs nothing more
        kept = np.flatnonzero(costs.max(1) <= limit).tolist()
        common = reduce(and_, (parts.blocks[i] for i in kept))
        shared = next(
            (within for block, within in parts.places.items() if block & common > 1), None
        )
        return None if shared is None else (shared, ())
    return _branches(parts, costs, limit)


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
    parts: _Parts, costs: Costs, limit: int
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The characters within whose common block to branch, and the branches; None if some set fits.

    A block that needs no branching is taken if there is one, the smallest of them.
    """
    nothing = np.zeros(costs.shape[1], np.int64)
    search = _Branching(parts, costs, limit)
    everything = list(range(len(costs)))
    fitting = search.fitting(everything, nothing)
    common = search.common(fitting)
    for block, within in parts.places.items():
        if block > 1 and search.is_closed(fitting, common, block, nothing):
            return within, ()
    if search.affordable(everything, max(parts.places), nothing):
        return None
    return (), tuple(search.branches)


class _Branching:
    """All sets of constituents within a limit, as the kernel runs through them.

    ``branches`` holds, depth first, the states at which the search branches.
    """

    def __init__(self, parts: _Parts, costs: Costs, limit: int) -> None:
        self.blocks, self.kinds = parts.blocks, parts.kinds
        self.costs, self.limit = costs, limit
        self.branches: list[int] = []

    def affordable(self, left: list[int], block: int, spent: NDArray[np.int64]) -> bool:
        """Whether some of the constituents left separate the states of the block within the limit."""
        if block == 1:
            return True
        fitting = self.fitting(left, spent)
        if self.is_closed(fitting, self.common(fitting), block, spent):
            return False
        if len(self.branches) == MAX_BRANCHES:
            raise ValueError(f"the sets of constituents take more than {MAX_BRANCHES} branchings")
        chosen = sum(1 << i for i in fitting)
        _, y, mask = min(
            ((mask & chosen).bit_count(), y, mask) for mask, y in self.kinds if block >> y & 1
        )
        self.branches.append(y)
        for i in [i for i in fitting if mask >> i & 1]:
            fitting = [j for j in fitting if j != i]
            if self.affordable(fitting, block & self.blocks[i], spent + self.costs[i]):
                return True
        return False

    def fitting(self, left: list[int], spent: NDArray[np.int64]) -> list[int]:
        """The constituents left that are within what is left of the limit."""
        within = np.flatnonzero((self.costs[left] <= self.limit - spent).all(1))
        return [left[place] for place in within.tolist()]

    def common(self, fitting: list[int]) -> int:
        """The states that none of these constituents separates from 0."""
        return reduce(and_, (self.blocks[i] for i in fitting), -1)

    def is_closed(
        self, fitting: list[int], common: int, block: int, spent: NDArray[np.int64]
    ) -> bool:
        """Whether it is clear that no set of the constituents that fit separates the block."""
        if block & common != 1:
            return True
        size = block.bit_count()
        counts = [(block & self.blocks[i]).bit_count() for i in fitting]
        rest = [self.limit - k for k in spent.tolist()]
        for costs, most in zip(self.costs[fitting].T.tolist(), rest, strict=True):
            pairs = set(zip(costs, counts, strict=True))
            if all(_falls_short(size, part, cost, most) for cost, part in pairs):
                return True
        return False


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
