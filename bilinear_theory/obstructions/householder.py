"""Products of Householder factors: what a number of reflections a letter cannot track.

A product of n factors differs from the identity by rank at most n. With one factor, in one head or
several, a letter that permutes the states is an involution, whatever the decoder. A linear decoder reads
functions on the states, whose irreducibles must separate them: in one head the codimensions of the
fixed spaces of a letter add up, in several each counts alone (theory.md, 3.8).

``obstruct(question, restriction)``   the obstruction, None if none of these is found
"""

from __future__ import annotations

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import constituents
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.obstructions.identities import one_reflection
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Householder, HouseholderHeads
from bilinear_theory.systems.setting import Decoder


def obstruct(question: Question, restriction: Householder | HouseholderHeads) -> Obstruction | None:
    """What excludes so many reflections, for an automaton whose letters permute its states.

    Raises:
        ValueError: past the bounds on the group, its classes or the branchings.
    """
    if restriction.reflections == 1:
        found = one_reflection(question)
        if found is not None:
            return found
    if question.setting.decoder is Decoder.ARBITRARY:
        return None
    price = Price.ONE_HEAD if isinstance(restriction, Householder) else Price.HEADS
    return constituents.obstruct(question, price, restriction.reflections, real=True)
