"""The universal construction for affine diagonal systems: units that together determine the state.

Units of quotients of the automaton come first; they are functions of the state, and if they separate the
states there is one vector per state. Where they do not, components of the universal family are
added: each time the one that leaves the fewest pairs of states at one point. The points of the cover
are the reachable values of all units.

A linear decoder of outputs is an exact rational linear program on the points of the largest system tried:
its features are all functions on the components, and its solution is carried to the units by Fourier
inversion.

``construct(question, scalars)``   the realization, for an automaton that satisfies the identities
``NoDecoder``                      the program has no solution on the systems that were tried
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.linear_program import ArgmaxRows, Inseparable, separating_rows
from bilinear_theory.automata.automaton import Table
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.commutative import TooLarge, nearest_point
from bilinear_theory.constructions.reset_rotation import (
    Component,
    Unit,
    combined,
    fourier,
    quotient_components,
    units,
    universal_components,
)
from bilinear_theory.systems.matrix import ONE, ZERO, DiagonalMatrix
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Scalars
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: The most points that a cover may have.
MAX_POINTS = 20_000
#: The most entries (points times features) of a linear program.
MAX_PROGRAM = 400_000


class NoDecoder(ValueError):
    """No linear decoder of the systems that were tried gives the outputs."""


@dataclass(frozen=True, eq=False)
class Cover:
    """A machine over the minimal one: its states, and the point of each component that it reads."""

    states: NDArray[np.int64]
    following: NDArray[np.int64]
    components: tuple[Component, ...]
    places: tuple[NDArray[np.int64], ...]

    def place(self, component: Component) -> NDArray[np.int64]:
        """For each point of the cover the point of a component."""
        if component.classes is not None:
            return component.classes[self.states]
        return self.places[self.components.index(component)]

    def extended(self, component: Component) -> Cover | None:
        """The cover that reads one more component, None past the bound."""
        k = len(component.transitions)
        frontier, codes = np.zeros(1, np.int64), [np.zeros(1, np.int64)]
        known = np.full(len(self.states) * k, -1, np.int64)
        known[0], count = 0, 1
        while len(frontier):
            p, c = np.divmod(frontier, k)
            after = (self.following[p] * k + component.transitions[c]).ravel()
            fresh, first = np.unique(after[known[after] < 0], return_index=True)
            frontier = fresh[np.argsort(first)]
            known[frontier] = np.arange(count, count + len(frontier))
            count += len(frontier)
            if count > MAX_POINTS:
                return None
            codes.append(frontier)
        p, c = np.divmod(np.concatenate(codes), k)
        return Cover(
            self.states[p],
            known[self.following[p] * k + component.transitions[c]],
            (*self.components, component),
            (*(place[p] for place in self.places), c),
        )


def construct(question: Question, scalars: Scalars, reason: str) -> Realization:
    """An affine diagonal realization of an automaton that satisfies the identities of the scalars.

    Raises:
        TooLarge: if the cover or the program would pass its bound.
        NoDecoder: if the decoder is linear and no system that was tried has one.
    """
    minimal = question.minimal
    letters, place_of = _acting(minimal.transitions)
    table = minimal.transitions[:, letters]
    found = quotient_components(table, scalars)
    quotients = _until_separated(found, len(minimal))
    chosen = _separating(len(minimal), [u for c in quotients for u in combined(c)])
    cover, chosen = _completed(_plain(table), chosen, universal_components(table, scalars))
    points = _points(cover, chosen)
    linear = question.setting.decoder is Decoder.LINEAR
    coarse = len(minimal.output_symbols) < len(minimal) or points.count > len(minimal)
    if not linear:
        return _realization(question, cover, chosen, None, place_of, reason)
    if not coarse:
        vectors = [
            tuple(u.value(int(x)) for u, x in row) for row in points.coordinates(cover, chosen)
        ]
        order = np.argsort(cover.states[points.first])
        readout = _by_output(question, nearest_point([vectors[i] for i in order]))
        return _realization(question, cover, chosen, readout, place_of, reason)
    decoded, readout = _decoded(question, cover, quotients, found, scalars, table)
    return _realization(question, decoded[0], decoded[1], readout, place_of, reason)


def _until_separated(found: Iterator[Component], size: int) -> list[Component]:
    """The first quotients, up to where their classes together separate the states."""
    taken: list[Component] = []
    classes = np.zeros(size, np.int64)
    for component in found:
        taken.append(component)
        _, classes = np.unique(classes * size + _classes(component), return_inverse=True)
        if int(classes.max()) + 1 == size:
            break
    return taken


def _acting(transitions: Table) -> tuple[list[int], list[int | None]]:
    """One letter for each map but the identity, and for each letter the place of its map."""
    here = np.arange(len(transitions))
    letters: list[int] = []
    place_of: list[int | None] = []
    place: dict[bytes, int] = {}
    for a in range(transitions.shape[1]):
        column = np.ascontiguousarray(transitions[:, a])
        if np.array_equal(column, here):
            place_of.append(None)
            continue
        if column.tobytes() not in place:
            place[column.tobytes()] = len(letters)
            letters.append(a)
        place_of.append(place[column.tobytes()])
    return letters, place_of


def _plain(table: Table) -> Cover:
    return Cover(np.arange(len(table)), table.astype(np.int64), (), ())


def _codes(unit: Unit) -> NDArray[np.int64]:
    """A number for each value of a unit, equal for equal values."""
    place: dict[object, int] = {}
    return np.array([place.setdefault(v, len(place)) for v in unit.values], np.int64)


def _separating(size: int, candidates: list[Unit]) -> list[Unit]:
    """Few units of quotients that separate as many states as all of them do."""
    codes = [_codes(u)[_classes(u.component)] for u in candidates]
    cost = [
        max((t.denominator for t in u.multipliers if t is not None), default=1) for u in candidates
    ]
    classes = np.zeros(size, np.int64)
    chosen: list[Unit] = []
    while (count := len(np.unique(classes))) < size and candidates:
        finer = [len(np.unique(classes * (size + 1) + code)) for code in codes]
        best = max(range(len(codes)), key=lambda i: (finer[i], -cost[i]))
        if finer[best] == count:
            break
        chosen.append(candidates[best])
        _, classes = np.unique(classes * (size + 1) + codes[best], return_inverse=True)
    return chosen


def _classes(component: Component) -> NDArray[np.int64]:
    if component.classes is None:
        raise ValueError("the component is no quotient of the automaton")
    return component.classes


@dataclass(frozen=True, eq=False)
class Points:
    """The values that units take on a cover: a label for each point, and a first point for each."""

    labels: NDArray[np.int64]
    first: NDArray[np.int64]

    @property
    def count(self) -> int:
        """The number of different values."""
        return len(self.first)

    def coordinates(
        self, cover: Cover, chosen: Sequence[Unit]
    ) -> Iterable[list[tuple[Unit, np.int64]]]:
        """For each value the units with the points of their components."""
        places = [cover.place(u.component)[self.first] for u in chosen]
        for i in range(self.count):
            yield [(u, place[i]) for u, place in zip(chosen, places, strict=True)]


def _points(cover: Cover, chosen: Sequence[Unit]) -> Points:
    """The points of the orbit, numbered as the breadth-first cover first meets them."""
    labels = np.zeros(len(cover.states), np.int64)
    for unit in chosen:
        codes = _codes(unit)[cover.place(unit.component)]
        _, labels = np.unique(labels * (len(unit.values) + 1) + codes, return_inverse=True)
    _, first, labels = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[order] = np.arange(len(first))
    return Points(rank[labels], first[order])


def _conflicts(cover: Cover, chosen: Sequence[Unit]) -> set[tuple[int, int]]:
    """The pairs of states that share a point of the orbit."""
    points = _points(cover, chosen)
    together: dict[int, set[int]] = {}
    size = int(cover.states.max()) + 1
    for code in np.unique(points.labels * size + cover.states).tolist():
        together.setdefault(code // size, set()).add(code % size)
    return {(p, q) for states in together.values() for p in states for q in states if p < q}


def _completed(
    cover: Cover, chosen: list[Unit], family: list[Component]
) -> tuple[Cover, list[Unit]]:
    """Units of the universal family are added until no two states share a point."""
    universal = [_faithful(component) for component in family]
    while conflicts := _conflicts(cover, chosen):
        best: tuple[tuple[int, int], Cover, Unit] | None = None
        for unit in universal:
            if unit in chosen:
                continue
            extended = cover.extended(unit.component)
            if extended is None:
                continue
            score = (len(_conflicts(extended, [*chosen, unit])), len(extended.states))
            if best is None or score < best[0]:
                best = (score, extended, unit)
        if best is None:
            raise TooLarge(
                f"the universal system that separates {len(conflicts)} more pairs of states "
                f"reaches more than {MAX_POINTS} points"
            )
        cover, chosen = best[1], [*chosen, best[2]]
    return cover, chosen


def _faithful(component: Component) -> Unit:
    """The unit that gives different values at all points of a universal component."""
    return next(u for u in combined(component) if len(set(u.values)) == len(u.values))


def _finest(quotients: Iterable[Component]) -> list[Component]:
    """Quotients none of which is coarser than another: together they carry the same functions."""
    kept: list[Component] = []
    for component in sorted(quotients, key=lambda c: -len(c.transitions)):
        classes = _classes(component)
        if not any(_refines(_classes(other), classes) for other in kept):
            kept.append(component)
    return kept


def _refines(fine: NDArray[np.int64], coarse: NDArray[np.int64]) -> bool:
    joint = np.unique(fine * (int(coarse.max()) + 1) + coarse)
    return len(joint) == int(fine.max()) + 1


def _decoded(
    question: Question,
    cover: Cover,
    taken: list[Component],
    others: Iterator[Component],
    scalars: Scalars,
    table: Table,
) -> tuple[tuple[Cover, list[Unit]], Readout]:
    """A cover, units on it and a linear decoder, by a linear program on ever larger systems.

    First on the quotients that were taken, then on all of them, then with one component of the
    universal family after another.
    """
    quotients = _finest(taken)
    family = [c for c in universal_components(table, scalars) if c not in cover.components]
    remaining: list[Component] | None = None
    while True:
        components = [*quotients, *cover.components]
        solution = _program(question, cover, components)
        if isinstance(solution, ArgmaxRows):
            return _units_of_solution(cover, components, solution)
        if remaining is None:
            remaining = list(others)
            quotients = _finest([*taken, *remaining])
            if remaining:
                continue
        extended = cover.extended(family.pop(0)) if family else None
        if extended is None:
            break
        cover = extended
    raise NoDecoder(
        f"the linear program has no solution on the {len(cover.states)} points of the largest "
        "system that was tried"
    )


def _program(
    question: Question, cover: Cover, components: list[Component]
) -> ArgmaxRows | Inseparable:
    """Affine functions of the points of components whose strict argmax is the output."""
    features = np.concatenate(
        [
            (cover.place(c)[:, None] == np.arange(1, len(c.transitions))).astype(np.int64)
            for c in components
        ],
        axis=1,
    )
    outputs = question.minimal.output_codes[cover.states]
    rows = np.unique(np.column_stack([features, outputs]), axis=0)
    if rows.size > MAX_PROGRAM:
        raise TooLarge(f"a linear program of {rows.size} entries, more than {MAX_PROGRAM}")
    return separating_rows(rows[:, :-1].tolist(), rows[:, -1].tolist())


def _units_of_solution(
    cover: Cover, components: list[Component], solution: ArgmaxRows
) -> tuple[tuple[Cover, list[Unit]], Readout]:
    """Fourier inversion: functions on the components become rows on their units."""
    order = np.argsort(np.array(solution.classes, np.int64)).tolist()
    weights = [[Fraction(w) for w in solution.W[y]] for y in order]
    chosen: list[Unit] = []
    columns: list[list[Cyclotomic]] = []
    at = 0
    for component in components:
        k = len(component.transitions)
        basis = units(component)
        by_output = [
            fourier(component, basis, [Fraction(0), *row[at : at + k - 1]]) for row in weights
        ]
        at += k - 1
        for i, unit in enumerate(basis):
            column = [row[i] for row in by_output]
            if any(column):
                chosen.append(unit)
                columns.append(column)
    rows = tuple(tuple(column[y] for column in columns) for y in range(len(weights)))
    bias = tuple(Cyclotomic.rational(solution.c[y]) for y in order)
    return (cover, chosen), Readout(rows, bias)


def _by_output(question: Question, by_state: Readout) -> Readout:
    """The rows of the states in the order of their outputs; every state has its own output."""
    order = np.argsort(question.minimal.output_codes).tolist()
    return Readout(tuple(by_state.rows[q] for q in order), tuple(by_state.bias[q] for q in order))


def _realization(
    question: Question,
    cover: Cover,
    chosen: list[Unit],
    readout: Readout | None,
    place_of: list[int | None],
    reason: str,
) -> Realization:
    """The system of the units, with its orbit: the values that they take on the cover."""
    points = _points(cover, chosen)
    vectors = tuple(
        tuple(u.value(int(x)) for u, x in row) for row in points.coordinates(cover, chosen)
    )
    still = DiagonalMatrix((ONE,) * len(chosen))
    acting = [
        DiagonalMatrix(tuple(ZERO if (t := u.multipliers[a]) is None else _root(t) for u in chosen))
        for a in range(cover.following.shape[1])
    ]
    shifts = [tuple(u.offset(a) for u in chosen) for a in range(cover.following.shape[1])]
    nothing = (ZERO,) * len(chosen)
    system = BilinearSystem(
        question.minimal.alphabet,
        vectors[0],
        tuple(still if a is None else acting[a] for a in place_of),
        tuple(nothing if a is None else shifts[a] for a in place_of),
    )
    after = points.labels[cover.following[points.first]]
    following = tuple(
        tuple(i if a is None else int(row[a]) for a in place_of) for i, row in enumerate(after)
    )
    vectors, following, order = _breadth_first(vectors, following)
    states = tuple(int(cover.states[points.first[i]]) for i in order)
    return Realization(question, system, Orbit(vectors, following), states, readout, reason)


def _root(turn: Fraction) -> Cyclotomic:
    return Cyclotomic.root_of_unity(turn.denominator, turn.numerator)


def _breadth_first(
    vectors: tuple[tuple[Cyclotomic, ...], ...], following: tuple[tuple[int, ...], ...]
) -> tuple[tuple[tuple[Cyclotomic, ...], ...], tuple[tuple[int, ...], ...], list[int]]:
    """The points renumbered in the order in which the rows of the table name them."""
    order, rank = [0], {0: 0}
    for i in order:
        for j in following[i]:
            if j not in rank:
                rank[j] = len(order)
                order.append(j)
    return (
        tuple(vectors[i] for i in order),
        tuple(tuple(rank[j] for j in following[i]) for i in order),
        order,
    )
