"""Blocks of size k with a linear decoder: what they cannot track.

If every letter permutes the states, a linear decoder on blocks of size at most k exists exactly if functions
L_y on the states, in the isotypic parts whose irreducibles have degree at most k, have their strict
argmax at the right output (theory.md, Theorem B''). That is a rational linear program on a rational
basis of these functions. Two states that the functions do not separate are the simplest obstruction;
else Gordan's weights are one.

With an arbitrary decoder, squares of elements commute in real blocks of size 2 (theory.md, 3.3); for the
laws of real blocks of size 3 and complex ones of size 2 see ``laws``.

``obstruct(question, restriction)``   the obstruction, None if none of these is found
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.linear_program import Inseparable, separating_rows
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.automata.isotypic import Block, annihilator, carried
from bilinear_theory.certificates.obstruction import Obstruction, Weights
from bilinear_theory.obstructions.identities import squares
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder

Weight = tuple[int, int, int]


def obstruct(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """What excludes the blocks, for an automaton whose letters permute its states.

    With either decoder squares that do not commute exclude real blocks of size 2.

    Raises:
        ValueError, MonoidTooLarge: past the bounds on the group and its states.
    """
    block = Block(restriction.size, restriction.scalars is Scalars.REAL)
    if block == Block(2, real=True):
        found = squares(question)
        if found is not None:
            return found
    if question.setting.decoder is Decoder.ARBITRARY:
        return None
    weights = excluded(question.minimal, block)
    if weights is None:
        return None
    weights = replace(weights, suffixes=separating_suffixes(question.minimal))
    return Obstruction(question, "separation", {}, weights=weights)


@lru_cache(maxsize=32)
def excluded(minimal: Automaton, block: Block) -> Weights | None:
    """The weights against a linear decoder; the additive term makes no difference to them.

    Args:
        minimal: a machine whose letters permute the states and lead to all of them.
        block: the size and the field of the blocks.

    Returns:
        the weights, their suffixes left out; None if there is a linear decoder.

    Raises:
        ValueError, MonoidTooLarge: past the bounds on the group and its states.
    """
    functions = carried(minimal, block)
    if functions.shape[1] == len(minimal):
        return None
    weights = _unseparated(minimal, functions) or _gordan(minimal, functions)
    if weights is None:
        return None
    measures = _measures(minimal, weights)
    solution = annihilator(minimal, block).solve(CyclotomicMatrix(measures).transpose())
    if solution is None:
        raise ValueError("a measure that annihilates the functions has no preimage")
    columns = zip(*solution.rows(), strict=True)
    preimages = tuple(
        (y, tuple(c.as_fraction() for c in column))
        for y, (column, measure) in enumerate(zip(columns, measures, strict=True))
        if any(measure)
    )
    return Weights((), tuple(weights), preimages)


def _unseparated(minimal: Automaton, functions: CyclotomicMatrix) -> list[Weight] | None:
    """Two states with different outputs at which all functions agree."""
    codes = minimal.output_codes.tolist()
    first: dict[object, int] = {}
    for q, row in enumerate(functions.rows()):
        p = first.setdefault(row, q)
        if codes[p] != codes[q]:
            return [(p, codes[q], 1), (q, codes[p], 1)]
    return None


def _gordan(minimal: Automaton, functions: CyclotomicMatrix) -> list[Weight] | None:
    """Gordan weights of the program; none if each separated state has its own output."""
    if len(minimal.output_symbols) == len(minimal):
        return None  # the nearest point decodes points that are separated
    rows = [[c.as_fraction() for c in row] for row in functions.rows()]
    solution = separating_rows(rows, minimal.output_codes.tolist())
    if isinstance(solution, Inseparable):
        return [(x, int(str(y)), weight) for x, y, weight in solution.weights]
    return None


def _measures(minimal: Automaton, weights: list[Weight]) -> list[list[Fraction]]:
    """For each output y the measure ``nu_y`` of theory.md, Theorem B''."""
    codes = minimal.output_codes.tolist()
    measures = [[Fraction(0)] * len(minimal) for _ in minimal.output_symbols]
    for x, y, weight in weights:
        measures[codes[x]][x] += weight
        measures[y][x] -= weight
    return measures
