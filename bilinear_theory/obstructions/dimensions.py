"""Few dimensions: groups of prime power order and chains of idempotents that they have no room for.

In the blocks, columns or units of a restriction, or where the factors of two words act, a group of order p^k
that is not abelian and a long chain of idempotents need more dimensions than there are, whatever the decoder.

``obstruct(question)``   words that show the first of the two, None if none are found

References: see ``obstructions.prime_power`` and ``obstructions.idempotent_chain``.
"""

from __future__ import annotations

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import idempotent_chain, prime_power
from bilinear_theory.systems.question import Question


def obstruct(question: Question) -> Obstruction | None:
    """What excludes so few dimensions; also None on several layers and for a free width."""
    if question.setting.layers > 1:
        return None
    if is_permutation(question.minimal):
        return prime_power.obstruct(question)
    return idempotent_chain.obstruct(question)
