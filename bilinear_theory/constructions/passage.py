"""Passages: linear diagonal stacks that go through the strong components of an automaton.

Without additive term a unit can be multiplied and, once, killed. So a strong component is followed like a
group: each letter must act injectively inside it, and is completed to a permutation of its states, whose
digits are turned. One unit lives until the component is left; the layers above it multiply the units of
the next component, which are 1 until then, by the place of entry. What is left goes on turning unseen.

For each component that is passed, in order, there are these places:

the name of the component   a unit, multiplied by a number on entry (the first component needs none)
its digits                  as in ``cascade``
a unit for leaving          1, and 0 once the component is left

``passage(a, scalars)``   the places and the points, for an automaton of states reachable from 0
``NotInjective``          raised if a letter merges states inside a strong component

References: theory.md, section 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.constructions.cascade import (
    HERE,
    MAX_POINTS,
    Digits,
    Entry,
    Step,
    TooManyPoints,
    Value,
)
from bilinear_theory.constructions.tracks import Map, Track, tracks
from bilinear_theory.systems.restriction import Scalars

Phase = tuple[int, int, bool]  # the component, the element of its group, whether it is left
Walk = tuple[Phase, ...]


class NotInjective(ValueError):
    """A letter merges states of a strong component, inside of it."""


@dataclass(frozen=True, eq=False)
class Component:
    """A strong component: its track, and for each letter the element that completes it."""

    track: Track
    letters: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Passage:
    """The points of the places, breadth-first from the start.

    Args:
        table: the transitions.
        components: the strong components.
        component: for each state its component.
        points: for each point the components that were passed so far.
        following: the point after each letter.
        states: the state of the automaton at each point.
    """

    table: list[list[int]]
    components: tuple[Component, ...]
    component: list[int]
    points: list[Walk] = field(default_factory=list[Walk])
    following: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    states: list[int] = field(default_factory=list[int])

    def state(self, phase: Phase) -> int:
        """The state that a phase shows; once it is left, that of its completion."""
        return self.components[phase[0]].track.point(phase[1])

    def entry(self, q: int) -> Phase:
        """The phase that begins in a state."""
        return (self.component[q], self.components[self.component[q]].track.element[q], False)

    def leaves(self, phase: Phase, letter: int) -> int | None:
        """The state to which a letter leads from a phase out of its component, None if it stays."""
        after = self.table[self.state(phase)][letter]
        return None if self.component[after] == phase[0] else after

    def turned(self, phase: Phase, letter: int) -> Phase:
        """The phase after the completion of a letter."""
        c, g, left = phase
        here = self.components[c]
        return (c, int(here.track.group.product(g, here.letters[letter])), left)

    def after(self, walk: Walk, letter: int) -> Walk:
        """The phases after a letter."""
        moved = [self.turned(phase, letter) for phase in walk]
        out = self.leaves(walk[-1], letter)
        if out is None:
            return tuple(moved)
        c, g, _ = moved[-1]
        return (*moved[:-1], (c, g, True), self.entry(out))


def passage(a: Automaton, scalars: Scalars, *, bound: int = MAX_POINTS) -> Passage:
    """The points of the passage through an automaton all of whose states are reachable, from state 0.

    Raises:
        NotInjective: if a letter merges states inside a strong component.
        Unsolvable: if the scalars cannot follow the completions of the letters.
        GroupTooLarge: past a bound on the order of their group.
        TooManyPoints: past ``bound`` points.
    """
    table = a.transitions
    n, s = table.shape
    labels = strong_components(table).tolist()
    members = [[q for q in range(n) if labels[q] == c] for c in range(max(labels) + 1)]
    found = Passage(
        table.tolist(), tuple(_component(table.tolist(), m, scalars) for m in members), labels
    )
    start = (found.entry(0),)
    number: dict[Walk, int] = {start: 0}
    found.points.append(start)
    for walk in found.points:
        row: list[int] = []
        for letter in range(s):
            new = found.after(walk, letter)
            if new not in number:
                if len(number) == bound:
                    raise TooManyPoints(f"the passage reaches more than {bound} points")
                number[new] = len(found.points)
                found.points.append(new)
            row.append(number[new])
        found.following.append(tuple(row))
        found.states.append(found.state(walk[-1]))
    return found


def _component(table: list[list[int]], members: list[int], scalars: Scalars) -> Component:
    """A strong component; each chain of a letter is closed to a cycle."""
    place = {q: i for i, q in enumerate(members)}
    completed: list[Map] = []
    for letter in range(len(table[0])):
        inside = {q: table[q][letter] for q in members if table[q][letter] in place}
        if len(set(inside.values())) < len(inside):
            raise NotInjective("a letter merges states of a strong component, inside of it")
        for first in sorted(set(members) - set(inside.values())):
            last = first
            while last in inside:
                last = inside[last]
            inside[last] = first
        completed.append(tuple(place[inside[q]] for q in members))
    [track] = tracks(len(members), completed, scalars)
    named = Track(
        tuple(members[p] for p in track.points),
        track.group,
        {members[p]: g for p, g in track.element.items()},
        track.factors,
    )
    return Component(named, tuple(track.restricted(g) for g in completed))


def places(found: Passage) -> list[Digits]:
    """The places of a passage, those with one value left out."""
    made: list[Digits] = []
    for k in range(max(len(walk) for walk in found.points)):
        here = {walk[k][0] for walk in found.points if k < len(walk)}
        depth = max(len(found.components[c].track.factors) for c in here)
        for digit in range(-1, depth + 1):
            write = _name if digit < 0 else _leaving if digit == depth else _digit
            place = write(found, k, digit, sorted(here))
            if not place.is_constant:
                made.append(place)
    return made


def _place(
    found: Passage, k: int, digit: int, values: list[Value], steps: list[list[Step]]
) -> Digits:
    return Digits(k, digit, tuple(values), tuple(tuple(row) for row in steps))


def _entered(found: Passage, walk: Walk, k: int, letter: int) -> int | None:
    """The state in which a letter begins phase k, None if it does not."""
    return found.leaves(walk[-1], letter) if len(walk) == k else None


def _name(found: Passage, k: int, digit: int, here: list[int]) -> Digits:
    """1 before phase k, and then a number for its component."""
    number = {c: i + 2 for i, c in enumerate(here)} if k else dict.fromkeys(here, 1)
    values: list[Value] = [(number[w[k][0]] if k < len(w) else 1,) for w in found.points]
    steps: list[list[Step]] = []
    for walk in found.points:
        row: list[Step] = []
        for letter in range(len(found.following[0])):
            q = _entered(found, walk, k, letter)
            scale = 1 if q is None else number[found.component[q]]
            row.append(((Cyclotomic.rational(scale),), None))
        steps.append(row)
    return _place(found, k, digit, values, steps)


def _digit(found: Passage, k: int, digit: int, here: list[int]) -> Digits:
    """1 before phase k, and then the digit of the element of its component."""
    factors = {
        c: found.components[c].track.factors[digit]
        for c in here
        if digit < len(found.components[c].track.factors)
    }
    width = max(len(factor.basis) for factor in factors.values())

    def entries(c: int, digit_of: int) -> tuple[Fraction, ...]:
        turns = tuple(chi[digit_of] for chi in factors[c].basis) if c in factors else ()
        return (*turns, *(HERE,) * (width - len(turns)))

    values: list[Value] = []
    steps: list[list[Step]] = []
    for walk in found.points:
        inside = k < len(walk) and walk[k][0] in factors
        value: tuple[Entry, ...] = (HERE,) * width
        if inside:
            value = entries(walk[k][0], factors[walk[k][0]].digit(walk[k][1]))
        values.append(value)
        row: list[Step] = []
        for letter in range(len(found.following[0])):
            turns, q = (HERE,) * width, _entered(found, walk, k, letter)
            if inside:
                c, g, _ = walk[k]
                turns = entries(c, factors[c].multiplier(g, found.components[c].letters[letter]))
            elif q is not None and found.component[q] in factors:
                c, g, _ = found.entry(q)
                turns = entries(c, factors[c].digit(g))
            row.append((turns, None))
        steps.append(row)
    return _place(found, k, digit, values, steps)


def _leaving(found: Passage, k: int, digit: int, _: list[int]) -> Digits:
    """1 until the component of phase k is left, and then 0."""
    values: list[Value] = [(None if k < len(w) and w[k][2] else HERE,) for w in found.points]
    steps: list[list[Step]] = []
    for walk in found.points:
        row: list[Step] = []
        for letter in range(len(found.following[0])):
            out = k < len(walk) and found.leaves(walk[k], letter) is not None
            row.append(((None if out else HERE,), None))
        steps.append(row)
    return _place(found, k, digit, values, steps)
