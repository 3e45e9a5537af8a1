"""A number and the last letter: one column with an additive term, read by a linear decoder.

The letters either leave a number z as it is or set it, and the state after a letter depends on the letter
and on z alone. So ``h = (z, e_x)``, x the last letter: the one column multiplies z by 1 or 0, and the
additive term does the rest. The logit of the output y is ``y z + B_xy``, with the outputs numbered: after
x its upper envelope is any sequence of outputs that grows with z. So a linear decoder is found if outputs
and values of z can be numbered in such a way that after each letter the output grows with z.

``construct(question)``   such a realization, None if there is none in the orders that are tried

The outputs are numbered as they are sorted, if they are integers, else as they occur first; then the
values of z have an order.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.matrix import ONE, ZERO
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: The most states, and the most numbers in an orbit.
MAX_STATES, MAX_NUMBERS = 400, 200_000

Vector = tuple[Cyclotomic, ...]


def construct(question: Question) -> Realization | None:
    """One column: a number that letters keep or set, and a unit for each letter that is the last one.

    Args:
        question: with an additive term.
    """
    minimal = question.minimal
    if not question.setting.additive or len(minimal) > MAX_STATES:
        return None
    value = _values(minimal)  # of each state
    kept = _kept(minimal, value)
    if kept is None or not any(kept):
        return None
    rank = _ranks(minimal)
    order = _order(minimal, value, kept, rank)
    if order is None:
        return None
    points, following, states = _orbit(minimal, value, kept, order)
    units = 1 + max(unit for _, unit in points)
    if len(points) * (units + 1) > MAX_NUMBERS:
        return None
    vectors = [_vector(z, unit, units) for z, unit in points]
    column = _vector(1, None, units)
    factors = CPFactors((column,), (column,), tuple((ONE if keeps else ZERO,) for keeps in kept))
    offsets: list[Vector] = []
    for a, keeps in enumerate(kept):
        z, unit = points[following[0][a]]
        offsets.append(_vector(0 if keeps else z, unit, units))
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        readout = _readout(minimal, rank, points, states, units)
    system = BilinearSystem(
        minimal.alphabet, vectors[0], factors.matrices(units + 1), tuple(offsets)
    )
    orbit = Orbit(tuple(vectors), tuple(map(tuple, following)))
    reason = f"a number of {len(set(order.values()))} values, and the last letter: one column"
    return Realization(question, system, orbit, tuple(states), readout, reason, factors)


def _values(minimal: Automaton) -> list[int]:
    """The same number for states with the same successors."""
    rows: dict[bytes, int] = {}
    return [rows.setdefault(row.tobytes(), len(rows)) for row in minimal.transitions]


def _kept(minimal: Automaton, value: list[int]) -> list[bool] | None:
    """For each letter whether it keeps the number, or leads to one state; None if one does neither."""
    found: list[bool] = []
    for column in minimal.transitions.T.tolist():
        keeps = all(value[r] == value[q] for q, r in enumerate(column))
        if not keeps and len(set(column)) > 1:
            return None
        found.append(keeps)
    return found


def _ranks(minimal: Automaton) -> list[int]:
    """The number of each output, by its code."""
    symbols = minimal.output_symbols
    if all(type(y) is int for y in symbols):
        return np.argsort(np.argsort([int(str(y)) for y in symbols])).tolist()
    return list(range(len(symbols)))


def _order(
    minimal: Automaton, value: list[int], kept: list[bool], rank: list[int]
) -> dict[int, int] | None:
    """A number for each value, such that the outputs after a letter grow with it; None if there is none."""
    codes = minimal.output_codes
    shown: dict[int, list[int]] = {}
    for q, z in enumerate(value):
        row = minimal.transitions[q]
        shown[z] = [rank[int(codes[r])] for r, keeps in zip(row, kept, strict=True) if keeps]
    ordered = sorted(shown, key=lambda z: (shown[z], z))
    for z, after in pairwise(ordered):
        if any(x > y for x, y in zip(shown[z], shown[after], strict=True)):
            return None
    return {z: i for i, z in enumerate(ordered)}


def _orbit(
    minimal: Automaton, value: list[int], kept: list[bool], order: dict[int, int]
) -> tuple[list[tuple[int, int]], list[list[int]], list[int]]:
    """The pairs of a number and a last letter: points, where letters lead, and their states.

    A letter that sets the number takes the unit of one that keeps it, if that leads to the same state.
    """
    table, n = minimal.transitions, len(minimal.alphabet)
    unit: dict[int | None, int] = {None: 0}
    for a in [a for a in range(n) if kept[a]]:
        unit[a] = len(unit)
    count = len(unit)
    for a in [a for a in range(n) if not kept[a]]:
        state = int(table[0, a])
        as_good = [b for b in range(n) if kept[b] and int(table[state, b]) == state]
        unit[a] = unit[as_good[0]] if as_good else count
        count += not as_good
    points, states, following = [(order[value[0]], 0)], [0], list[list[int]]()
    for q in states:
        row: list[int] = []
        for a in range(n):
            r = int(table[q, a])
            point = (order[value[r]], unit[a])
            if point not in points:
                points.append(point)
                states.append(r)
            row.append(points.index(point))
        following.append(row)
    return points, following, states


def _vector(z: int, unit: int | None, units: int) -> Vector:
    ones = (ONE if i == unit else ZERO for i in range(units))
    return (Cyclotomic.rational(z), *ones)


def _readout(
    minimal: Automaton,
    rank: list[int],
    points: list[tuple[int, int]],
    states: list[int],
    units: int,
) -> Readout:
    """The logits ``rank(y) z + B_xy``: the outputs after x, with a breakpoint between values of z."""
    codes = minimal.output_codes
    symbols = range(len(minimal.output_symbols))
    low = -Fraction(4 * (len(rank) + 1) ** 2 * (len(points) + 1))
    intercepts = [[low] * units for _ in symbols]
    for unit in range(units):
        shown = sorted(
            (z, int(codes[q])) for (z, x), q in zip(points, states, strict=True) if x == unit
        )
        last, b = shown[0][1], Fraction(0)
        intercepts[last][unit] = b
        for (z, _), (after, y) in pairwise(shown):
            if y != last:
                b -= (rank[y] - rank[last]) * Fraction(z + after, 2)
                intercepts[y][unit] = b
                last = y
    rows = tuple(
        (Cyclotomic.rational(rank[y]), *(Cyclotomic.rational(b) for b in intercepts[y]))
        for y in symbols
    )
    return Readout(rows, (ZERO,) * len(rows))
