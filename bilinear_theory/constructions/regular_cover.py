"""The transition group itself as a cover: blocks that know the element, and so the state.

A linear decoder of an action on points is bound to the irreducibles that occur in the functions on these
points. An arbitrary decoder is not: irreducible representations of degree at most k whose kernels
intersect trivially determine the element of the group, and that determines the state. So A5 on five
points has real blocks of size 3, though functions on five points have an irreducible part of degree 4.

``construct(question, restriction)``   the realization; None if such representations do not exist

References: theory.md, section 3.1, Theorem A.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import block_diagonal
from bilinear_theory.constructions.block_diagonal import transition_group
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal

#: The largest group whose elements are the points of an orbit.
MAX_ORDER = 3000


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization with one point an element of the transition group, for letters that permute.

    Raises:
        ValueError: past the bounds on the group, or if an irreducible representation is not found.
    """
    group = transition_group(question.minimal)
    if group.order > MAX_ORDER or group.order == len(question.minimal):
        return None
    elements = Automaton(question.minimal.alphabet, group.right, 0, range(group.order))
    asked = replace(question, subject=Subject(minimize(elements)))
    found = block_diagonal.construct(asked, restriction)
    if found is None:
        return None
    regular = asked.minimal
    elements_at = [int(str(regular.outputs[q])) for q in found.states]
    states = tuple(int(group.elements[g][0]) for g in elements_at)
    reason = f"{found.reason}, of a group whose elements are the points"
    return replace(found, question=question, states=states, reason=reason)
