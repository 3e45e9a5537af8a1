"""Products of Householder factors: what a number of reflections a letter cannot track.

A product of n factors differs from the identity by rank at most n, and makes no vector longer. With one
factor, in one head or several, a letter that permutes the states is an involution, whatever the decoder; n
factors bound the tail and the cycle of a letter; and without additive term no letter merges states between
which words lead. A linear decoder reads functions on the states, whose irreducibles must separate them: in
one head the codimensions of the fixed spaces of a letter add up, in several each counts alone (theory.md,
3.8).

``obstruct(question, restriction)``   the obstruction, None if none of these is found
``searched(question, restriction)``   one that takes a search in the transition monoid, None likewise
"""

from __future__ import annotations

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import constituents, contractions, dependent_flags, restored_flags
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.obstructions.identities import one_reflection
from bilinear_theory.obstructions.stack import merged_inside
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Householder, HouseholderHeads
from bilinear_theory.systems.setting import Decoder


def obstruct(question: Question, restriction: Householder | HouseholderHeads) -> Obstruction | None:
    """What excludes so many reflections.

    Raises:
        ValueError: past the bounds on the group, its classes or the branchings.
    """
    heads = isinstance(restriction, HouseholderHeads)
    if not is_permutation(question.minimal):
        found = None if question.setting.additive else merged_inside(question)
        found = found or contractions.letter_order(question, restriction.reflections, heads=heads)
        if found is None and not heads and question.setting.decoder is Decoder.LINEAR:
            found = dependent_flags.obstruct(question, restriction.reflections)
        return found
    if restriction.reflections == 1:
        found = one_reflection(question)
        if found is not None:
            return found
    if question.setting.decoder is Decoder.ARBITRARY:
        return None
    price = Price.HEADS if heads else Price.ONE_HEAD
    return constituents.obstruct(question, price, restriction.reflections, real=True)


def searched(question: Question, restriction: Householder | HouseholderHeads) -> Obstruction | None:
    """Idempotents that do not commute, or flags in one head, where letters merge states."""
    if is_permutation(question.minimal):
        return None
    found = contractions.idempotents(question)
    if found is not None or isinstance(restriction, HouseholderHeads):
        return found
    found = restored_flags.obstruct(question, restriction.reflections)
    plain = question.setting.decoder is Decoder.LINEAR and not question.setting.additive
    if found is None and plain:
        found = contractions.flags(question, restriction.reflections)
    return found
