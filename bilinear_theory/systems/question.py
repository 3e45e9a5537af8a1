"""Questions: can a recurrence of a restriction track an automaton, in a setting?

The question is about outputs: a system tracks an automaton if its decoded state is the output of the
automaton after every word, the empty one included. So the automaton is first trimmed and minimised.

``Question``        an automaton with its minimal machine, a restriction and a setting
``every_state(a)``  the automaton that gives its state as output: to ask for all states
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import (
    AccessTree,
    Reduction,
    access_words,
    reduction,
    separating_word,
)
from bilinear_theory.systems.restriction import Restriction
from bilinear_theory.systems.setting import Setting


@dataclass(frozen=True, eq=False)
class Subject:
    """An automaton and its minimal machine, of which all questions speak."""

    automaton: Automaton

    @cached_property
    def reduction(self) -> Reduction:
        """The minimal machine and the map onto it."""
        return reduction(self.automaton)

    @property
    def minimal(self) -> Automaton:
        """The minimal machine, its states numbered breadth-first from the start 0."""
        return self.reduction.minimal

    @cached_property
    def access(self) -> AccessTree:
        """Shortest words that reach the states of the minimal machine."""
        return access_words(self.minimal)

    def separating(self, p: int, q: int) -> Word:
        """A shortest word after which two states of the minimal machine differ in output.

        Raises:
            ValueError: if the two are the same state.
        """
        word = separating_word(self.minimal, p, q)
        if word is None:
            raise ValueError(f"no word separates state {p} from state {q}")
        return word


@dataclass(frozen=True, eq=False)
class Question:
    """Can a system with matrices in the restriction track the subject, in the setting?"""

    subject: Subject
    restriction: Restriction
    setting: Setting

    @property
    def minimal(self) -> Automaton:
        """The minimal machine of the subject."""
        return self.subject.minimal

    @property
    def name(self) -> str:
        """The restriction, with ``+b`` if the recurrence has an additive term."""
        return self.restriction.name + ("+b" if self.setting.additive else "")


def every_state(a: Automaton) -> Automaton:
    """The automaton whose output is its state: tracking it is tracking every state of ``a``."""
    return Automaton(a.alphabet, a.transitions, a.start, range(len(a)), a.state_names)
