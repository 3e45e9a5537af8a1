"""Permutation matrices, and every class of invertible matrices: they merge no states.

On the finitely many reachable states an injective map, affine or linear, is a bijection, so a power of
it is the identity: states of the automaton that a letter merges would have to be one state. Exactly
the automata all of whose letters permute the states of the minimal machine remain. Theory.md, 3.6.
"""

from __future__ import annotations

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import identities
from bilinear_theory.systems.question import Question


def obstruct(question: Question) -> Obstruction | None:
    """Two states that a letter merges."""
    return identities.merged(question)
