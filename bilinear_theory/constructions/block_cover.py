"""Covers: block-diagonal systems with an arbitrary decoder that have more points than states.

An arbitrary decoder asks only that the point determines the state. So the letters need not satisfy
the relations of the transition group G: they may generate a larger group H that G is a quotient of
(theory.md, Theorem A). If the squares of G commute, real blocks of size 2 suffice, by polygons.

Generators among the letters are lifted to H; every other letter is a word in these, and lifted as
that word, so it adds no points.

``construct(question, restriction)``   the realization by a cover; None if no cover is known

References: theory.md, sections 3.1 and 3.3.
"""

from __future__ import annotations

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.block_diagonal import MAX_ORDER
from bilinear_theory.constructions.orbit import fewest, realized
from bilinear_theory.constructions.polygons import polygons
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization by a cover, of an automaton whose letters permute, in blocks of size at least 2.

    Raises:
        ValueError: past the bound on the group, on the blocks or on the orbit.
    """
    minimal = question.minimal
    letters, group = generating_letters(minimal)
    if not group.squares_commute:
        return None
    pieces = polygons(group, group.generators)
    found = fewest(pieces, minimal.transitions[:, letters])
    if found is None:
        raise ValueError("the polygons do not determine the state")
    columns = minimal.transitions.T
    words = [group.word(group.index(column)) for column in columns]
    chosen = [p.along(words) for p in found[0]]
    reason = f"squares commute: a cover by {len(chosen)} polygons, a real block each"
    return realized(question, restriction.size, chosen, reason)


def generating_letters(minimal: Automaton) -> tuple[list[int], FiniteGroup]:
    """Letters that generate the transition group, none a product of those before, and the group.

    Raises:
        ValueError: past ``MAX_ORDER``.
    """
    columns = minimal.transitions.T
    chosen: list[int] = [0]
    group = FiniteGroup(columns[chosen], bound=MAX_ORDER)
    for a in range(len(columns)):
        try:
            group.index(columns[a])
        except ValueError:
            chosen.append(a)
            group = FiniteGroup(columns[chosen], bound=MAX_ORDER)
    return chosen, group
