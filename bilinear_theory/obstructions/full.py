"""A bounded width: matrices that are too narrow for a linear decoder.

If every letter permutes the states, a linear decoder reads functions on the states whose irreducibles
separate them, and their degrees add up to at most the width (theory.md, 3.10). Real matrices carry
irreducibles over R. Permutation matrices and one-hot columns keep the sum of the coordinates, which
is one unit that no other constituent than the constants can use.

``obstruct(question, restriction)``   the obstruction, None if the width is enough for the constituents
"""

from __future__ import annotations

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import constituents
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import PD, ColumnOneHot, Full, Orthogonal, Permutation
from bilinear_theory.systems.setting import Decoder

Narrow = Full | PD | Orthogonal | Permutation | ColumnOneHot


def obstruct(question: Question, restriction: Narrow) -> Obstruction | None:
    """What excludes so small a width, for an automaton whose letters permute its states.

    Raises:
        ValueError: past the bounds on the group, its classes or the branchings.
    """
    if restriction.bound is None or question.setting.decoder is Decoder.ARBITRARY:
        return None
    keeps = isinstance(restriction, Permutation | ColumnOneHot)
    real = not isinstance(restriction, Full | PD)
    return constituents.obstruct(question, Price.WIDTH, restriction.bound - keeps, real=real)
