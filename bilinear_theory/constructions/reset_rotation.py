"""Affine diagonal systems: every coordinate rotates about a centre or is reset.

In finite reach a multiplier that is not 0 permutes the finitely many values of its coordinate, so it is
a root of unity that rotates them about their centroid; a multiplier 0 resets the coordinate to the
additive term. With the centroid at 0 a coordinate is thus an automaton of its own: some letters are
constant, the others commute and permute. Such *components* come from two places.

* A quotient of the automaton: letters in a set R are made constant, all others are made to commute and
  to be permutations of the order that the scalars allow. Its coordinates are functions of the state.
* The universal family: the number of letters ``y`` modulo their period, the same since the last ``x``, and
  which of ``x`` and ``y`` came last. Together these determine the state of every automaton that satisfies
  the identities of theory.md, section 3.6; they see more than the state, and make a cover.

``Component``              a reset-rotation automaton and how it reads the letters
``Unit``                   one coordinate of a component: its value at each point
``quotient_components``    the quotients, and ``universal_components`` the family
``units(component)``       the coordinates: for each orbit of the rotations each of its characters
``combined(component)``    one coordinate a character, the orbits at radii 1, 2, ..

References: theory.md, section 3.6 (proof notes, affine diagonal).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Table
from bilinear_theory.automata.congruences import least_congruence
from bilinear_theory.automata.maps import idempotent_power
from bilinear_theory.constructions.characters import orbit_characters, root
from bilinear_theory.systems.restriction import Scalars

#: Up to this number of different letters all sets of resets are tried.
MAX_SUBSETS = 7

Value = tuple[int, Fraction] | None  # radius and turn; None is the number 0


@dataclass(frozen=True, eq=False)
class Component:
    """An automaton whose letters are constant (``resets``) or commuting permutations.

    ``transitions`` has shape ``(K, S)``, and point 0 is the start; ``classes`` maps the states of the
    minimal machine to the points if the component is a quotient, else it is None.
    """

    transitions: Table
    resets: frozenset[int]
    classes: NDArray[np.int64] | None


@dataclass(frozen=True, eq=False)
class Unit:
    """One coordinate: its multiplier for each letter (None is 0) and its value at each point."""

    component: Component
    multipliers: tuple[Fraction | None, ...]
    values: tuple[Value, ...]

    def value(self, point: int) -> Cyclotomic:
        """The coordinate at a point of the component."""
        return number(self.values[point])

    def offset(self, letter: int) -> Cyclotomic:
        """The additive term of a letter: the value to which it resets, else 0."""
        if letter not in self.component.resets:
            return root(None)
        return self.value(int(self.component.transitions[0, letter]))


def number(value: Value) -> Cyclotomic:
    """``radius * exp(2 pi i turn)``."""
    return root(None) if value is None else value[0] * root(value[1])


def quotient_components(transitions: Table, scalars: Scalars) -> Iterator[Component]:
    """The quotients of a machine by the sets of resets, without repetition.

    All sets of letters are tried up to ``MAX_SUBSETS`` letters, the large ones first; above, the sets of
    at most two letters, of all but at most one, and the letters that do not permute.
    """
    seen: set[tuple[frozenset[int], bytes]] = set()
    for resets in _reset_sets(transitions):
        classes = _reset_quotient(transitions, resets, scalars)
        key = (resets, classes.tobytes())
        count = int(classes.max()) + 1
        if count > 1 and key not in seen:
            seen.add(key)
            _, first = np.unique(classes, return_index=True)
            table = classes[transitions[first]].astype(np.int32)
            yield Component(table, resets, classes)


def universal_components(transitions: Table, scalars: Scalars) -> list[Component]:
    """The universal family, the small ones first."""
    letters = transitions.shape[1]
    periods = [_period(transitions[:, a]) for a in range(letters)]
    if scalars is not Scalars.COMPLEX:
        periods = [m if scalars is Scalars.REAL and m == 2 else 1 for m in periods]
    found = [_last_of(letters, x, y) for x, y in combinations(range(letters), 2)]
    for x in range(letters):
        rest = frozenset({x})
        found.append(_count_since(letters, x, None, 1))
        found += [
            _count_since(letters, x, y, periods[y])
            for y in range(letters)
            if y not in rest and periods[y] > 1
        ]
    found += [_count(letters, y, periods[y]) for y in range(letters) if periods[y] > 1]
    return sorted(found, key=lambda c: len(c.transitions))


def units(component: Component) -> list[Unit]:
    """The coordinates that are a character on one orbit and 0 elsewhere: a basis of all functions."""
    found: list[Unit] = []
    for orbit, turns, steps in _orbit_functions(component):
        values: list[Value] = [None] * len(component.transitions)
        for point in orbit:
            values[point] = (1, turns[point])
        found.append(Unit(component, _multipliers(component, steps), tuple(values)))
    return found


def combined(component: Component) -> list[Unit]:
    """One coordinate a character, the orbits on which it is one at the radii 1, 2, ..."""
    by_character: dict[tuple[Fraction | None, ...], list[Value]] = {}
    radius: dict[tuple[Fraction | None, ...], int] = {}
    for orbit, turns, steps in _orbit_functions(component):
        key = _multipliers(component, steps)
        values = by_character.setdefault(key, [None] * len(component.transitions))
        radius[key] = radius.get(key, 0) + 1
        for point in orbit:
            values[point] = (radius[key], turns[point])
    return [Unit(component, key, tuple(values)) for key, values in by_character.items()]


def fourier(component: Component, basis: list[Unit], weights: list[Fraction]) -> list[Cyclotomic]:
    """The coefficients, in the ``units`` of a component, of a function on its points."""
    coefficients: list[Cyclotomic] = []
    for unit in basis:
        orbit = [p for p, value in enumerate(unit.values) if value is not None]
        total = sum((unit.value(p).conjugate() * weights[p] for p in orbit), root(None))
        coefficients.append(total / len(orbit))
    return coefficients


def _multipliers(component: Component, steps: dict[int, Fraction]) -> tuple[Fraction | None, ...]:
    return tuple(steps.get(a) for a in range(component.transitions.shape[1]))


def _orbit_functions(
    component: Component,
) -> Iterator[tuple[list[int], dict[int, Fraction], dict[int, Fraction]]]:
    """For each orbit of the rotations and each character: points, their turns, those of letters."""
    table = component.transitions
    rotations = tuple(a for a in range(table.shape[1]) if a not in component.resets)
    left = set(range(len(table)))
    while left:
        base = min(left)
        parents: dict[int, tuple[int, int]] = {}
        orbit = [base]
        for point in orbit:
            for a in rotations:
                after = int(table[point, a])
                if after != base and after not in parents:
                    parents[after] = (point, a)
                    orbit.append(after)
        left -= set(orbit)
        for steps in orbit_characters(table, rotations, base):
            turns = {base: Fraction(0)}
            for point in orbit[1:]:
                before, a = parents[point]
                turns[point] = (turns[before] + steps[a]) % 1
            yield orbit, turns, steps


def _reset_sets(transitions: Table) -> list[frozenset[int]]:
    letters = range(transitions.shape[1])
    size = len(transitions)
    if len(letters) <= MAX_SUBSETS:
        sizes = range(len(letters), -1, -1)
        return [frozenset(c) for k in sizes for c in combinations(letters, k)]
    merging = frozenset(a for a in letters if len(np.unique(transitions[:, a])) < size)
    constant = frozenset(a for a in letters if len(np.unique(transitions[:, a])) == 1)
    everything = frozenset(letters)
    sets = [everything, merging, constant, frozenset[int]()]
    sets += [everything - {a} for a in letters]
    sets += [frozenset(c) for k in (1, 2) for c in combinations(letters, k)]
    return list(dict.fromkeys(sets))


def _reset_quotient(
    transitions: Table, resets: frozenset[int], scalars: Scalars
) -> NDArray[np.int64]:
    """The finest congruence that makes the letters of ``resets`` constant and the others rotate.

    Returns the class of each state, numbered by first occurrence.
    """
    size, letters = transitions.shape
    here = np.arange(size, dtype=np.int32)
    glued: list[tuple[Table, Table]] = []
    rotations = [a for a in range(letters) if a not in resets]
    for a in resets:
        x = transitions[:, a]
        glued.append((x, np.full(size, x[0], np.int32)))
    for i, a in enumerate(rotations):
        x = transitions[:, a]
        once = {
            Scalars.NONNEGATIVE: x,
            Scalars.REAL: x[x],
            Scalars.COMPLEX: idempotent_power(x),
        }[scalars]
        glued.append((once, here))
        for b in rotations[:i]:
            y = transitions[:, b]
            glued.append((y[x], x[y]))
    pairs = [
        pair
        for left, right in glued
        for pair in set(zip(left.tolist(), right.tolist(), strict=True))
    ]
    return least_congruence(transitions, pairs)


def _period(column: Table) -> int:
    """The least common multiple of the lengths of the cycles of a map."""
    periods, done = [1], set[int]()
    for q in np.unique(idempotent_power(column)).tolist():
        if q not in done:
            cycle = [q]
            while (after := int(column[cycle[-1]])) != q:
                cycle.append(after)
            done.update(cycle)
            periods.append(len(cycle))
    return lcm(*periods)


def _last_of(letters: int, x: int, y: int) -> Component:
    """Which of two letters came last: points start, x, y."""
    table = np.tile(np.arange(3, dtype=np.int32)[:, None], (1, letters))
    table[:, x], table[:, y] = 1, 2
    return Component(table, frozenset({x, y}), None)


def _count_since(letters: int, x: int, y: int | None, period: int) -> Component:
    """The number of letters ``y``, modulo a period, since the last ``x`` or since the start."""
    points = np.arange(2 * period, dtype=np.int32)
    table = np.tile(points[:, None], (1, letters))
    if y is not None:
        table[:, y] = points // period * period + (points + 1) % period
    table[:, x] = period
    return Component(table, frozenset({x}), None)


def _count(letters: int, y: int, period: int) -> Component:
    """The number of letters ``y`` modulo a period."""
    points = np.arange(period, dtype=np.int32)
    table = np.tile(points[:, None], (1, letters))
    table[:, y] = (points + 1) % period
    return Component(table, frozenset(), None)
