"""Merging automata: blocks of size K > 1 for letters that merge states.

Laws of matrices of the size, or of groups inside the monoid, exclude them; small blocks over the states,
the transition monoid or the orbit of small automata, and blocks one unit smaller with an additive term,
give systems.

``blocks(question, restriction, decide)``   the verdict on blocks
``prime_laws(question, restriction)``       laws of p-groups, in groups that letters or words generate

References: theory.md, sections 3.3 and 3.6.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.isotypic import Block
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import subdirect
from bilinear_theory.constructions.lifted import lifted
from bilinear_theory.hierarchy.verdict import Decide, Verdict
from bilinear_theory.obstructions import (
    inner_groups,
    kernel_laws,
    laws,
    local_laws,
    prime_actions,
    rotation_reset,
)
from bilinear_theory.obstructions import prime_laws as laws_of_prime_groups
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Membership, Scalars
from bilinear_theory.systems.system import BilinearSystem


def blocks(question: Question, restriction: BlockDiagonal, decide: Decide) -> Verdict:
    """Blocks for an automaton with letters that merge states: local laws, then small blocks."""
    real_two = restriction == BlockDiagonal(2, Scalars.REAL)
    found = local_laws.obstruct(question, restriction.size, squares=real_two)
    found = found or kernel_laws.obstruct(question, restriction.size)
    found = found or laws.inside(question, restriction) or prime_laws(question, restriction)
    block = Block(restriction.size, restriction.scalars is Scalars.REAL)
    if found is None:
        found = subdirect.construct(question, block) or inner_groups.obstruct(question, block)
    if found is None and real_two:
        found = rotation_reset.obstruct(question)
    if found is None and not question.setting.additive:
        found = _lifted(question, restriction, decide)
    if found is None:
        found = subdirect.over_cover(question, block)
    return found or Undecided(
        question,
        f"the shortest words violate no law of matrices of size {restriction.size}, and no small blocks "
        "over the states, the transition monoid or a small cover were found that determine the state or the "
        "output",
    )


def prime_laws(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """Laws of p-groups, in groups that letters or words generate."""
    real = restriction.scalars is Scalars.REAL
    found = laws_of_prime_groups.obstruct(question, restriction.size, real=real)
    return found or prime_actions.obstruct(question, restriction.size, real=real)


def _lifted(question: Question, restriction: BlockDiagonal, decide: Decide) -> Realization | None:
    """What blocks one unit smaller do with an additive term; None if that is not known."""
    size = restriction.size - 1
    smaller = BlockDiagonal(size, restriction.scalars)
    setting = replace(question.setting, additive=True)
    affine = decide(Question(question.subject, smaller, setting))
    if not isinstance(affine, Realization):
        return None
    found = lifted(question, affine, size)
    system = found.system
    if (
        isinstance(system, BilinearSystem)
        and restriction.contains(system.matrices) is Membership.YES
    ):
        return found
    return None
