"""Machines of one state: recurrences of no units.

Where the output never changes there is nothing to be told apart. The state is the vector of no coordinates,
the matrices have no entries, and so they lie in every class, with no factors and no columns; the bias of
a linear decoder is the one logit. So the least width is 0 in every class and every setting.

``construct(question)``   the recurrence of width 0, None if the machine has two states
"""

from __future__ import annotations

from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.factors import HouseholderFactors
from bilinear_theory.systems.matrix import ZERO, DiagonalMatrix
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import CPFactored, Householder, HouseholderHeads
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit


def construct(question: Question) -> Realization | None:
    """The recurrence of width 0 for a machine of one state.

    >>> from bilinear_theory.automata.automaton import Automaton
    >>> from bilinear_theory.systems.question import Subject
    >>> from bilinear_theory.systems.setting import Setting
    >>> silent = Subject(Automaton("ab", [[0, 0]], 0, ["yes"]))
    >>> construct(Question(silent, Householder(1), Setting())).width
    0
    """
    minimal = question.minimal
    if len(minimal) > 1:
        return None
    letters = len(minimal.alphabet)
    structure = None
    match question.restriction:
        case CPFactored():
            structure = CPFactors((), (), ((),) * letters)
        case Householder():
            structure = HouseholderFactors((0,), (((),),) * letters)
        case HouseholderHeads():
            structure = HouseholderFactors((), ((),) * letters)
        case _:
            pass
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        readout = Readout(((),), (ZERO,))
    offsets = ((),) * letters if question.setting.additive else None
    system = BilinearSystem(minimal.alphabet, (), (DiagonalMatrix(()),) * letters, offsets)
    orbit = Orbit(((),), ((0,) * letters,))
    reason = "one state: the output never changes, and no units are needed"
    return Realization(question, system, orbit, (0,), readout, reason, structure)
