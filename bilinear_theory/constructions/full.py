"""Full and column-one-hot matrices, and P D: every automaton, with one unit per state.

With full matrices of bounded width a permutation automaton may do with fewer units: complex
irreducibles of least total degree that separate the states, a cover as for real ones (``orthogonal``).

``construct(question, bound)``   the one-hot recurrence
``narrow(question, bound)``      one-hot, or complex irreducibles
``complex_parts(task, bound)``   the complex irreducibles on the states

References: Ebrahimi and Memisevic, arXiv 2505.21749, proposition 1; theory.md, section 3.10.
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.algebra.faithful import lightest
from bilinear_theory.algebra.irreducibles import exact_values, representations
from bilinear_theory.algebra.notation import counted
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.orthogonal import said, separates
from bilinear_theory.constructions.readouts import Part, within
from bilinear_theory.constructions.transitions import one_hot
from bilinear_theory.constructions.units import assembled, nearest, separating_units
from bilinear_theory.systems.question import Question


def construct(question: Question, bound: int | None) -> Realization | None:
    """The one-hot recurrence, if it has at most ``bound`` units."""
    n = len(question.minimal)
    if bound is not None and n > bound:
        return None
    return one_hot(question, f"one-hot states track every automaton: {counted(n, 'unit')}")


def narrow(question: Question, bound: int | None) -> Realization | None:
    """The one-hot recurrence, or the least sum of complex irreducibles; None past the bound.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    found = construct(question, bound)
    if found is not None or bound is None:
        return found
    task = group_task(question.minimal)
    if task is None:
        return None
    cover = lightest(task.demands("C"))
    if cover.low > bound:
        return None
    units, readout = None, None
    if not separates(question, task):
        units, readout = within(task.minimal, complex_parts(task, bound), bound) or (None, None)
    elif cover.high <= bound:
        units = separating_units(task.minimal, _complex(task, cover.chosen))
        readout = None if units is None else nearest(task.minimal, units)
    if units is None:
        return None
    return assembled(question, units, readout, said([unit.width for unit in units]))


def _complex(task: GroupTask, characters: Sequence[int]) -> tuple[Representation, ...]:
    rows = [exact_values(task.table.row(i)) for i in characters]
    return representations(task.group, rows)


def complex_parts(task: GroupTask, bound: int) -> list[Part]:
    """The irreducibles on the states but the trivial one, those of degree at most the bound."""
    fixing = (task.group.elements[:, 0] == 0).nonzero()[0]
    dimensions = task.table.fixed_by(fixing).tolist()
    degrees = task.table.degrees
    usable = [i for i, m in enumerate(dimensions) if i and m and degrees[i] <= bound]
    return [
        Part(rho, (degrees[i],), dimensions[i])
        for i, rho in zip(usable, _complex(task, usable), strict=True)
    ]
