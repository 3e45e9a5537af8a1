"""Rotation blocks, that is complex diagonal matrices: what they cannot track.

Finite reach leaves the multiplier 0 and roots of unity, so one layer tracks exactly

=======  ===================================================================================
linear   monoids with ``xy = yx`` and ``x^(m+1) = x`` for some m: commutative, no tails
affine   ``x^w t x = t x``, ``xytxsy = yxtxsy``, ``xytysx = yxtysx``, w the idempotent power
=======  ===================================================================================

with either decoder ruled out where the identity fails. Theory.md, section 3.6.
"""

from __future__ import annotations

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import identities
from bilinear_theory.systems.question import Question


def obstruct(question: Question) -> Obstruction | None:
    """The first identity of the table that the automaton violates.

    Raises:
        TooManyStates: if the additive question has too many states for a search over pairs.
    """
    if question.setting.additive:
        periodic = identities.last_letter(question, "last-letter-periodic")
        return periodic or identities.exchange(question)
    return identities.noncommuting(question) or identities.power(question, "tail")
