"""Components of groups: irreducible representations of what permutes the states, beside resets and 0.

``representations``        of the group of the finest quotient that all letters permute
``reset_representations``  the same where letters that merge states are resets, with an additive term
``zero_representations``   the same where letters permute all states but one, or lead them all there

References: Serre, *Linear Representations of Finite Groups* (1977), section 2.3; Clifford and Preston, *The
Algebraic Theory of Semigroups* I (1961), section 5.1 (representations of a group with zero).
"""

from __future__ import annotations

import numpy as np

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.congruences import (
    least_congruence,
    permutation_congruence,
    quotient,
)
from bilinear_theory.automata.equivalence import reachable, reduction
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.constructions.block_diagonal import all_units
from bilinear_theory.constructions.components import Codes, Component, Family
from bilinear_theory.systems.matrix import ZERO


def representations(minimal: Automaton, block: Block) -> Family | None:
    """The irreducible representations of the finest quotient that all letters permute.

    Raises:
        ValueError: past the bound on the group.
    """
    classes = permutation_congruence(minimal.transitions)
    if not classes.any():
        return None
    table = quotient(minimal.transitions, classes)
    units = all_units(Automaton(minimal.alphabet, table, 0, range(len(table))), block)
    if not units:
        return None
    codes = np.array([[unit.classes[c] for unit in units] for c in classes], np.int64)

    def component(j: int) -> Component:
        unit = units[j]
        vectors = tuple(unit.points[c] for c in classes)
        return Component(vectors, unit.representation.matrices)

    return Family(codes, component)


def reset_representations(minimal: Automaton, block: Block) -> Family | None:
    """The same where letters that merge states are resets: constant, the others permuting one orbit.

    Raises:
        ValueError: past the bound on the group.
    """
    table = minimal.transitions
    resets = [a for a, x in enumerate(table.T) if len(np.unique(x)) < len(x)]
    classes: Codes = np.arange(len(table))
    for a in resets:
        rows = quotient(table, classes)
        x: list[int] = rows[:, a].tolist()
        classes = least_congruence(rows, [(x[0], q) for q in x])[classes]
    turns = [a for a in range(table.shape[1]) if a not in resets]
    rows = quotient(table, classes)
    classes = permutation_congruence(rows[:, turns])[classes] if turns else classes * 0
    rows = quotient(table, classes)
    constant = all(len(np.unique(rows[:, a])) == 1 for a in resets)
    turned = reduction(Automaton(range(len(turns)), rows[:, turns], 0, range(len(rows))))
    if not constant or not resets or len(rows) == 1 or len(turned.minimal) < len(rows):
        return None
    units = all_units(turned.minimal, block)
    if not units:
        return None
    classes = turned.state_map[classes].astype(
        np.int64
    )  # breadth-first by the letters that permute
    rows = quotient(table, classes)
    codes = np.array([[unit.classes[c] for unit in units] for c in classes], np.int64)

    def component(j: int) -> Component:
        unit = units[j]
        zero, none = CyclotomicMatrix.identity(unit.width) * 0, (ZERO,) * unit.width
        matrices, offsets = [zero] * table.shape[1], [none] * table.shape[1]
        for i, a in enumerate(turns):
            matrices[a] = unit.representation.matrices[i]
        for a in resets:
            offsets[a] = unit.points[rows[0, a]]
        return Component(tuple(unit.points[c] for c in classes), tuple(matrices), tuple(offsets))

    return Family(codes, component)


def zero_representations(minimal: Automaton, block: Block) -> Family | None:
    """The same where one state is never left: letters permute the others, or lead them all there.

    That state is the vector 0, and those letters are the matrix 0.

    Raises:
        ValueError: past the bound on the group.
    """
    table = minimal.transitions
    here = np.arange(len(table))
    sinks = np.flatnonzero((table == here[:, None]).all(axis=1))
    if len(sinks) != 1 or len(table) == 1 or sinks[0] == 0:
        return None
    sink = int(sinks[0])
    others = here[here != sink]
    place = np.full(len(table), -1)
    place[others] = np.arange(len(others))
    ends = [a for a in range(table.shape[1]) if (table[:, a] == sink).all()]
    turns = [a for a in range(table.shape[1]) if a not in ends]
    rows = place[table[others][:, turns]]
    if (rows < 0).any() or any(len(np.unique(x)) < len(x) for x in rows.T):
        return None
    machine = Automaton(range(len(turns)), rows, 0, range(len(rows)))
    if len(reachable(machine)) < len(rows):
        return None
    units = all_units(machine, block)
    if not units:
        return None
    codes = np.array(
        [[1 + u.classes[place[q]] if q != sink else 0 for u in units] for q in here], np.int64
    )

    def component(j: int) -> Component:
        unit = units[j]
        matrices = [CyclotomicMatrix.identity(unit.width) * 0] * table.shape[1]
        for i, a in enumerate(turns):
            matrices[a] = unit.representation.matrices[i]
        none = (ZERO,) * unit.width
        vectors = (none if q == sink else unit.points[place[q]] for q in here)
        return Component(tuple(vectors), tuple(matrices))

    return Family(codes, component)
