"""Non-negative and real diagonal matrices: what they cannot track.

Finite reach leaves the multipliers 0, 1 (and -1), so one layer tracks exactly

====================  =====================================================================
non-negative          monoids with ``xy = yx``, ``x^2 = x``
real                  monoids with ``xy = yx``, ``x^3 = x``
non-negative, affine  monoids with ``xtx = tx``
real, affine          ``x^2 t x = t x``, ``xytxsy = yxtxsy``, ``xytysx = yxtysx``
====================  =====================================================================

with either decoder ruled out where the identity fails. Theory.md, section 3.6.
"""

from __future__ import annotations

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import identities
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Diagonal, Scalars


def obstruct(question: Question, restriction: Diagonal) -> Obstruction | None:
    """The first identity of the table that the automaton violates.

    Raises:
        TooManyStates: if the additive question has too many states for a search over pairs.
    """
    nonnegative = restriction.scalars is Scalars.NONNEGATIVE
    if not question.setting.additive:
        kind = "not-idempotent" if nonnegative else "not-involutive"
        return identities.noncommuting(question) or identities.power(question, kind)
    if nonnegative:
        return identities.last_letter(question, "last-letter")
    return identities.last_letter(question, "last-letter-even") or identities.exchange(question)
