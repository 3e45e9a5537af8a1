"""Group tasks: machines whose letters permute, with their transition groups and characters.

The transition group acts on the states from the right, and its generators are the letters in their
order. What a representation must tell apart depends on the machine alone: elements if the group acts
regularly, else the cosets of the stabiliser of the start.

``GroupTask``       machine, group, character table
``group_task(a)``   those of a machine; None if a letter does not permute or the group is too large

References: Isaacs, *Character Theory of Finite Groups* (1976), chapters 2 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bilinear_theory.algebra.character import CharacterTable, character_table
from bilinear_theory.algebra.constituents import Field
from bilinear_theory.algebra.faithful import Demands, elements_demands, points_demands
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import is_permutation

#: The largest transition group whose characters are computed.
MAX_ORDER = 1500


@dataclass(frozen=True, eq=False)
class GroupTask:
    """A machine whose letters permute, with its transition group and its characters."""

    minimal: Automaton
    group: FiniteGroup
    table: CharacterTable

    @property
    def injective(self) -> bool:
        """Whether every state has its own output."""
        return len(self.minimal.output_symbols) == len(self.minimal)

    def demands(self, field: Field) -> Demands:
        """What representations over a field must meet to tell the states apart."""
        return _demands(self, field)

    def elements(self, field: Field) -> Demands:
        """What representations over a field must meet to tell the elements of the group apart."""
        return _elements(self.table, field)


@lru_cache(maxsize=16)
def _demands(task: GroupTask, field: Field) -> Demands:
    if task.group.order == len(task.minimal):
        return _elements(task.table, field)
    fixing = (task.group.elements[:, 0] == 0).nonzero()[0]
    return points_demands(task.table, field, fixing.tolist())


@lru_cache(maxsize=16)
def _elements(table: CharacterTable, field: Field) -> Demands:
    return elements_demands(table, field)


@lru_cache(maxsize=8)
def group_task(minimal: Automaton) -> GroupTask | None:
    """The group of a minimal machine, None if a letter does not permute or the group is too large.

    >>> from bilinear_theory.automata.catalog import target
    >>> group_task(target("S3")).group.order
    6
    """
    if not is_permutation(minimal) or not len(minimal.alphabet):
        return None
    try:
        group = FiniteGroup(minimal.transitions.T, bound=MAX_ORDER)
        return GroupTask(minimal, group, character_table(group))
    except ValueError:  # past a bound on the elements or on the classes
        return None
