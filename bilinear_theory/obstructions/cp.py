"""CP-factored matrices with R columns: what they cannot track.

With a linear decoder and letters that permute the states, the irreducibles that separate the states take
columns: ``constituents`` with the prices of ``column_costs``.

``obstruct(question, restriction)``   the obstruction, None if none is found

References: theory.md, section 3.7.
"""

from __future__ import annotations

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import constituents
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Decoder


def obstruct(question: Question, restriction: CPFactored) -> Obstruction | None:
    """What excludes so few columns.

    Raises:
        ValueError: past the bounds on the group.
    """
    real = restriction.scalars is Scalars.REAL
    if not is_permutation(question.minimal) or not len(question.minimal.alphabet):
        return None
    if question.setting.decoder is Decoder.LINEAR:
        return constituents.obstruct(question, Price.COLUMNS, restriction.rank, real=real)
    return None
