"""Stacks: the verdict on several layers, from that on one layer, obstructions and cascades.

================================  ===================================================================
one layer does it                 yes: the other layers may be left out
permutation, orthogonal           no if a letter merges states
householder, householder-heads    without additive term no if a letter merges states between which words lead
diagonal, rotation, triangular    no if a group of words, or for linear diagonal layers a letter, is
                                  none that stacks follow; yes if the cascade of the automaton has no
                                  more layers than are allowed; else undecided
block-F:K, K > 1                  the same, by cascades of complex diagonal layers, and without
                                  additive term of blocks ``[[a, b], [0, 1]]``; no over block-real:2 alone
other classes                     undecided
================================  ===================================================================

For automata whose letters permute, that is decided: cascade and obstruction have the same depth. With
enough layers it is decided for all automata, but for real and complex linear diagonal layers.

``decide(question, one)``  the verdict on a question of several layers, given that on one layer

References: theory.md, section 3.5.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.skeleton import TooManyImages
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import stack as layers_of
from bilinear_theory.constructions import stack_forms
from bilinear_theory.constructions.cascade import TooManyPoints
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.constructions.passage import NotInjective
from bilinear_theory.constructions.stack import NeedsTerm, TooDeep
from bilinear_theory.constructions.tracks import GroupTooLarge, Unsolvable
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.obstructions import stack as excluded
from bilinear_theory.obstructions.stack import TooLargeToTell
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Diagonal,
    Orthogonal,
    Permutation,
    Rotation,
    Scalars,
    Triangular,
)

REFUSALS = (
    TooManyPoints,
    TooManyImages,
    GroupTooLarge,
    Unsolvable,
    TooDeep,
    NotInjective,
    TooLarge,
)


def decide(
    question: Question, one: Realization | Obstruction | Undecided
) -> Realization | Obstruction | Undecided:
    """The verdict on a question of several layers.

    Args:
        question: the question.
        one: the verdict on the same question of one layer.
    """
    if isinstance(one, Realization):
        return replace(one, question=question, reason=f"one layer does it: {one.reason}")
    restriction = question.restriction
    core = inside(restriction) or restriction
    if isinstance(core, Diagonal | Rotation):
        scalars = core.scalars if isinstance(core, Diagonal) else Scalars.COMPLEX
        return _stacked(question, scalars)
    if isinstance(one, Obstruction) and isinstance(restriction, Permutation | Orthogonal):
        return Obstruction(question, "stack-merged", one.words)
    if isinstance(one, Obstruction) and one.kind == "stack-merged-inside":
        return replace(one, question=question)
    reason = one.reason if isinstance(one, Undecided) else f"one layer does not do it: {one.reason}"
    return Undecided(question, f"stacks of this class are decided by one layer alone; {reason}")


def _stacked(question: Question, scalars: Scalars) -> Realization | Obstruction | Undecided:
    """Diagonal, triangular and block-diagonal layers: an obstruction, else the cascade."""
    restriction = question.restriction
    blocks = isinstance(restriction, BlockDiagonal) and restriction.size > 1
    unsure = ""
    if not blocks or restriction.name == "block-real:2":
        try:
            found = excluded.obstruct(question, scalars)
            if found is not None:
                return found
        except (TooManyImages, TooLargeToTell) as reason:
            unsure = f"{reason}; "
    linear = not question.setting.additive
    try:
        if linear and isinstance(restriction, Triangular):
            return stack_forms.homogenised_stack(
                layers_of.construct(question, scalars, additive=True)
            )
        try:
            return layers_of.construct(question, scalars, additive=not linear)
        except NeedsTerm:
            if not isinstance(restriction, BlockDiagonal) or restriction.size < 2:
                return layers_of.construct_linear(question, scalars)
        # a unit that rotates takes two real rows, and its term a third one
        over = Scalars.REAL if restriction.scalars is Scalars.REAL else scalars
        affine = layers_of.construct(question, over, additive=True)
        return stack_forms.blocks_stack(affine, restriction.size)
    except REFUSALS as reason:
        return Undecided(question, f"one layer does not do it; {unsure}{reason}")
