"""Upper triangular matrices: what they cannot track, for automata whose letters permute.

A finite group of triangular matrices in characteristic 0 is completely reducible, hence diagonalisable,
hence abelian, and its eigenvalues are among the diagonal entries: the trivial group for a
non-negative diagonal, elementary abelian 2-groups for a real one. A system of finite reach that tracks a
permutation automaton contains such a group that maps onto the transition group (theory.md, 3.1 and 3.3).
"""

from __future__ import annotations

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import identities
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Scalars, Triangular


def obstruct(question: Question, restriction: Triangular) -> Obstruction | None:
    """Letters that do not commute, or one that is no involution, or none at all."""
    if not is_permutation(question.minimal):
        return None
    found = identities.noncommuting(question, "group-noncommuting")
    if found is None and restriction.scalars is not Scalars.COMPLEX:
        nonnegative = restriction.scalars is Scalars.NONNEGATIVE
        found = identities.power(question, "group-letter" if nonnegative else "group-square")
    return found
