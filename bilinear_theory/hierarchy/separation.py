"""Separations: for restrictions that are not ordered, an automaton that tells them apart.

A separation is one automaton with a realization in one class and an obstruction for another: it proves
that the first class is not below the second. They are found by trial, smallest automaton first, among
those that give every state its own output; what is found is certified, what is not found stays open.

``Separation``            the two verdicts on one automaton
``candidates()``          automata, by their numbers of states and of letters
``separations(..)``       for each pair of classes the first candidate that separates it
``unordered(names)``      the pairs of classes that no chain of inclusions orders

References: theory.md, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.reachability import reachable
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import decide
from bilinear_theory.hierarchy.order import EQUAL, above
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD, Restriction
from bilinear_theory.systems.setting import Setting

#: Group actions that follow the small machines.
GROUPS = (
    "counter:4",
    "counter:5",
    "C2xC2",
    "S4/points",
    "A4/points",
    "A5/points",
    "S5/points",
    "A6/points",
    "S3",
    "counter:6",
    "D4",
    "Q8",
    "A4",
    "D6",
    "S4",
    "SL(2,3)",
    "A5",
    "S5",
)

#: Moduli n and multipliers m: the action of x -> x + 1 and x -> m x on the residues modulo n.
AFFINE = ((7, 2), (16, 3))

#: The most states of a machine with one letter.
ONE_LETTER = 9


@dataclass(frozen=True, eq=False)
class Separation:
    """One automaton, what realizes it in one class and what excludes it from the other."""

    above: Realization
    below: Obstruction

    @property
    def automaton(self) -> Automaton:
        """The automaton of both."""
        return self.above.question.subject.minimal


def unordered(names: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs (P, R) for which no chain of inclusions puts P below R.

    >>> unordered(["rotation", "diagonal-real", "block-complex:1"])
    [('rotation', 'diagonal-real'), ('block-complex:1', 'diagonal-real')]
    """
    return [(p, r) for p in names for r in names if EQUAL.get(r, r) not in above(p, converses=True)]


def separations(
    setting: Setting,
    *,
    restrictions: Sequence[Restriction] = STANDARD,
    automata: Iterable[Automaton] | None = None,
) -> dict[tuple[str, str], Separation]:
    """For pairs (P, R) that are not ordered the first automaton that P tracks and R does not.

    Args:
        setting: of all questions.
        restrictions: the classes.
        automata: where to look; by default ``candidates()``.

    >>> from bilinear_theory.systems.restriction import restriction
    >>> classes = [restriction(name)[0] for name in ("rotation", "diagonal-real")]
    >>> found = separations(Setting(), restrictions=classes)[("rotation", "diagonal-real")]
    >>> len(found.automaton), found.below.kind
    (3, 'not-involutive')
    """
    open_ = set(unordered([r.name for r in restrictions]))
    found: dict[tuple[str, str], Separation] = {}
    for automaton in candidates() if automata is None else automata:
        if not open_:
            break
        subject = Subject(automaton)
        involved = {name for pair in open_ for name in pair}
        verdicts = {
            r.name: decide(Question(subject, r, setting))
            for r in restrictions
            if r.name in involved
        }
        for p, r in sorted(open_):
            upper, lower = verdicts[p], verdicts[r]
            if isinstance(upper, Realization) and isinstance(lower, Obstruction):
                found[p, r] = Separation(upper, lower)
                open_.remove((p, r))
    return found


def candidates() -> Iterator[Automaton]:
    """Machines of at most three states and two letters, then larger ones with much structure."""
    for states in (1, 2, 3):
        for letters in (1, 2):
            yield from _machines(states, letters)
    larger = [_one_letter(n, back) for n in range(4, ONE_LETTER + 1) for back in range(n)]
    larger += [_affine(n, m) for n, m in AFFINE]
    larger += [target(name) for name in GROUPS]
    yield from sorted(larger, key=lambda a: (len(a), len(a.alphabet)))


def _one_letter(states: int, back: int) -> Automaton:
    """The letter leads from each state to the next and from the last one back."""
    table = [[q + 1] for q in range(states - 1)] + [[back]]
    return Automaton("a", table, 0, range(states))


def _affine(n: int, m: int) -> Automaton:
    """The residues modulo n from 0 on, with the letters x -> x + 1 and x -> m x."""
    return Automaton("ab", [[(x + 1) % n, m * x % n] for x in range(n)], 0, range(n))


def _machines(states: int, letters: int) -> Iterator[Automaton]:
    """The reachable machines whose states are their outputs, one of each kind up to renaming."""
    for columns in product(product(range(states), repeat=states), repeat=letters):
        table = np.array(columns).T
        given = Automaton("ab"[:letters], table, 0, range(states))
        if len(reachable(given)) == states and columns == min(_renamed(columns)):
            yield given


def _renamed(columns: tuple[tuple[int, ...], ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The same letters under all names of the states but the start, in all orders."""
    n = len(columns[0])
    for rest in permutations(range(1, n)):
        name = (0, *rest)
        back = sorted(range(n), key=name.__getitem__)
        mapped = [tuple(name[column[back[q]]] for q in range(n)) for column in columns]
        yield from permutations(mapped)
