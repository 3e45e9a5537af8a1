"""CP-factored matrices with R columns: what they cannot track.

=====================================  ================================================================
question                                 obstruction
=====================================  ================================================================
R = 1, linear, or letters permute        the letters are no multiplications by numbers: exactly
letters permute, linear decoder          the irreducibles that separate the states take more columns
R = 2, a letter y permutes               ``x y^-1 z != z y^-1 x``, over R also ``x y^-1 x y^-1 x != x``
R = 2 over R, letters permute            squares that do not commute
R = 3 over R, letters permute            both
R = 4 over R, letters permute            a group of order p^2, p odd, and ``x y^-1 x y^-1 x != x``
letters that merge states                local laws of matrices of size R
=====================================  ================================================================

With an additive term, laws of letters are used only where all letters permute.

``obstruct(question, restriction)``     the obstruction, None if none is found
``of_letters(question, restriction)``   the same by laws of letters alone

References: theory.md, section 3.7; the proofs stand in ``certificates.check``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import numpy as np

from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import is_permutation, separating_suffixes
from bilinear_theory.automata.line import line
from bilinear_theory.automata.monoid import MonoidTooLarge
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import constituents, kernel_laws, local_laws, planes
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.obstructions.identities import squares
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Decoder

#: The most letters and the most states of a search for three letters.
MAX_LETTERS, MAX_STATES = 24, 2000


def obstruct(question: Question, restriction: CPFactored) -> Obstruction | None:
    """What excludes so few columns.

    Raises:
        ValueError: past the bounds on the group, if words do not exclude them.
    """
    minimal, rank = question.minimal, restriction.rank
    permutes = is_permutation(minimal)
    if not len(minimal.alphabet) or len(minimal) > MAX_STATES:
        return None
    if question.setting.additive and not permutes:
        return _local(question, rank)
    found = of_letters(question, restriction)
    if found is not None or rank == 1:
        return found
    if permutes and question.setting.decoder is Decoder.LINEAR:
        real = restriction.scalars is Scalars.REAL
        return constituents.obstruct(question, Price.COLUMNS, rank, real=real)
    return None if permutes else _local(question, rank)


def of_letters(question: Question, restriction: CPFactored) -> Obstruction | None:
    """The criterion for one column, or a law of letters for few, with any decoder; None if they hold."""
    real, rank = restriction.scalars is Scalars.REAL, restriction.rank
    if rank == 1:
        return _one_column(question, real=real)
    if rank == 2 or (rank == 3 and real and is_permutation(question.minimal)):
        return _letters(question, real=real, commuting=rank == 2)
    return planes.obstruct(question) if rank == 4 and real else None


def _local(question: Question, rank: int) -> Obstruction | None:
    """A local law of matrices of the size, seen after one more letter."""
    found = local_laws.obstruct(question, rank) or kernel_laws.obstruct(question, rank)
    if found is None or found.words["w"]:
        return found
    minimal = question.minimal
    p, q = (minimal.state(side) for side in found.sides)
    for symbol, r, s in zip(
        minimal.alphabet, *(minimal.transitions[k].tolist() for k in (p, q)), strict=True
    ):
        if r != s:
            w = (symbol, *question.subject.separating(r, s))
            return replace(found, words={**found.words, "w": w})
    return None


def _one_column(question: Question, *, real: bool) -> Obstruction | None:
    """The criterion of ``automata.line`` fails."""
    if line(question.minimal, real=real) is not None:
        return None
    return Obstruction(question, "one-column", {}, suffixes=separating_suffixes(question.minimal))


def _letters(question: Question, *, real: bool, commuting: bool) -> Obstruction | None:
    """Letters that break a law of as many columns as dimensions, with squares unless R = 2."""
    minimal = question.minimal
    words: dict[str, Word] = dict(_broken(minimal, real=real) or {})
    if not commuting or (not words and real and is_permutation(minimal)):
        try:
            found = squares(question)
        except MonoidTooLarge:
            return None
        if found is None or not (words or commuting):
            return None
        words |= {"v": found.words["x"], "w": found.words["y"]}
    if not words:
        return None
    return Obstruction(question, "columns", words, suffixes=separating_suffixes(minimal))


@lru_cache(maxsize=16)
def _broken(minimal: Automaton, *, real: bool) -> dict[str, Word] | None:
    """Letters x, y or x, y, z that break a law, y a permutation of the states."""
    table, alphabet = minimal.transitions, minimal.alphabet
    first: dict[bytes, int] = {}
    for a, column in enumerate(table.T):
        first.setdefault(column.tobytes(), a)
    letters = list(first.values())[:MAX_LETTERS]
    for b in letters:
        y = table[:, b]
        inverse = np.argsort(y)
        if len(np.unique(y)) < len(y):
            continue
        for a in letters if real else []:
            x = table[:, a]
            step = inverse[x]
            if not np.array_equal(x[step[step]], x):
                return {"x": (alphabet[a],), "y": (alphabet[b],)}
        for a, c in combinations([k for k in letters if k != b], 2):
            x, z = table[:, a], table[:, c]
            if not np.array_equal(z[inverse[x]], x[inverse[z]]):
                return {"x": (alphabet[a],), "y": (alphabet[b],), "z": (alphabet[c],)}
    return None
