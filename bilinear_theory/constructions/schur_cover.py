"""Covers by central extensions: blocks that carry a projective representation of the transition group.

With an arbitrary decoder the letters need the relations of the transition group G only up to what the
decoder forgets. Where representations of G of degree at most k do not tell its elements apart, projective
ones may, which are representations of central extensions H of G (Schur 1904): A6 has none of degree 3, but
3.A6 has, and 2.A6, 2.A7, 2.S6 have some of degree 4. The orbit of a vector under H determines the element
of G, and so the state, if the kernel of the representation is central.

``construct(question, restriction)``   the realization; None if extensions by prime orders are not enough

References: Schur (1904, 1907, 1911); Blichfeldt, *Finite Collineation Groups* (1917), for degrees 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.central_extension import MAX_ORDER, central_extensions
from bilinear_theory.algebra.character import CharacterTable, character_table
from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.faithful import common_kernel
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import extended
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.block_cover import generating_letters
from bilinear_theory.constructions.orbit import fewest, realized, summed
from bilinear_theory.constructions.rotating import Rotating
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars


@dataclass(frozen=True, eq=False)
class Extension:
    """A central extension H of the transition group G, with representations that fit into blocks.

    Args:
        group: H; its generators are lifts of those of G.
        images: the element of G below each element of H.
        characters: irreducible characters, by their places in the table of H.
        kernel: the elements of G below those elements of H that act trivially by all of them.
    """

    group: FiniteGroup
    images: NDArray[np.intp]
    characters: tuple[int, ...]
    kernel: frozenset[int]


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization by projective representations, of an automaton whose letters permute.

    Raises:
        ValueError: past the bounds on the group, on its extensions or on the orbit, or if an irreducible
            representation is not found.
    """
    minimal = question.minimal
    letters, group = generating_letters(minimal)
    chosen = _chosen(group, restriction.size, real=restriction.scalars is Scalars.REAL)
    if chosen is None:
        return None
    blocks = [
        _block(rho, extension, group)
        for extension in chosen
        for rho in _representations(extension, real=restriction.scalars is Scalars.REAL)
    ]
    kept = fewest(blocks, minimal.transitions[:, list(letters)])
    if kept is None:
        raise ValueError("the blocks of central extensions do not determine the state")
    spelled = [group.word(group.index(column)) for column in minimal.transitions.T]
    orders = ", ".join(str(extension.group.order) for extension in chosen)
    reason = f"projective representations, of central extensions of order {orders}"
    total = summed(minimal, restriction.size, [block.along(spelled) for block in kept])
    return realized(question, total, reason)


@lru_cache(maxsize=16)
def _chosen(group: FiniteGroup, size: int, *, real: bool) -> tuple[Extension, ...] | None:
    """Extensions whose small blocks together tell the elements of the group apart."""
    if group.order > MAX_ORDER:
        raise ValueError(f"central extensions of groups past {MAX_ORDER} elements are not sought")
    chosen: list[Extension] = []
    left = frozenset(range(group.order))
    for extension in _extensions(group, size, real=real):
        smaller = left & extension.kernel
        if smaller != left:
            chosen.append(extension)
            left = smaller
        if left == frozenset({0}):
            return tuple(chosen)
    return None


def _extensions(group: FiniteGroup, size: int, *, real: bool) -> Iterator[Extension]:
    """The central extensions by prime orders, each with few characters that tell most apart."""
    generators = np.array([group.generators], np.intp)
    for p in prime_divisors(group.order):
        for found in central_extensions(group, p):
            images = extended(found, group, generators)[0]
            table = character_table(found)
            conjugates = table.conjugates.tolist()
            characters = [
                i
                for i, (d, indicator) in enumerate(
                    zip(table.degrees, table.indicators, strict=True)
                )
                if (2 * d if real and indicator != 1 else d) <= size
                and not (real and conjugates[i] < i)
            ]
            kernel = _below(images, table, characters)
            for i in tuple(characters):
                rest = [j for j in characters if j != i]
                if rest and _below(images, table, rest) == kernel:
                    characters = rest
            yield Extension(found, images, tuple(characters), kernel)


def _below(
    images: NDArray[np.intp], table: CharacterTable, characters: Sequence[int]
) -> frozenset[int]:
    """The elements of G below the common kernel of characters of H."""
    return frozenset(images[common_kernel(table, characters)].tolist())


def _representations(extension: Extension, *, real: bool) -> tuple[Representation, ...]:
    """The representations of the characters of an extension."""
    table = character_table(extension.group)
    if real:
        found = real_irreducibles(extension.group, table, characters=extension.characters)
        return tuple(rho.representation for rho in found)
    rows = [exact_values(table.row(i)) for i in extension.characters]
    return representations(extension.group, rows)


def _block(rho: Representation, extension: Extension, group: FiniteGroup) -> Rotating:
    """The block of a representation, from a vector that few elements fix, or from one on an axis.

    An axis of an element that moves the start state would not determine the state; of those in one class
    one is tried.
    """
    identity = CyclotomicMatrix.identity(rho.degree)
    axes: dict[int, CyclotomicMatrix] = {}
    fixing = np.flatnonzero(group.elements[extension.images, 0] == 0)
    for x in fixing[np.unique(rho.group.classes[fixing], return_index=True)[1]].tolist():
        kernel = (rho.matrix(x) - identity).kernel()
        if kernel.shape[1] == 1:
            axes[x] = kernel
    free = rho.group.order // len(rho.kernel)
    t = 1
    while True:
        start = CyclotomicMatrix.column([(t + 1) ** i for i in range(rho.degree)])
        block = Rotating(rho, rho.group.generators, start, tuple(axes.values()))
        if block.size == free:
            return block
        t += 1
