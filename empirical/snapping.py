"""Snapping: a trained model's weights moved to exact numbers nearby, and what those compute.

The snapped model is another model than the trained one, and its reachable states are finite in
number and known exactly, so what it computes is known for *all* words. Whether the trained model
agrees with it is a separate question, answered by exhaustion or sampling.

``roots_of_unity``  diagonal and rotation models: every multiplier becomes 0 or ``exp(2 pi i k/q)``
``rational_orbit``  linear models of a permutation automaton: rational matrices on the orbit vectors
``Snapped``         the exact numbers, the size of the orbit, the margin of the readout

States are exact integers (exponents modulo ``q``) or rational vectors. The readout stays a float;
an orbit point counts as decided only if its margin is beyond what rounding could do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import is_permutation, minimize
from empirical.checkpoint import Checkpoint
from empirical.reduction import Array, Linear
from empirical.trajectories import Recognizer, Trajectories

ROUNDING = 1e-9
"""A margin below this share of the largest logit is not decided; rounding is far smaller."""
FAINT = 0.1
"""Coordinates that weigh less than this share of the heaviest are dropped."""


@dataclass(frozen=True, eq=False)
class Snapped:
    """An exact model near the trained one.

    Args:
        kind: ``roots of unity`` or ``rational orbit``.
        automaton: what it computes on all words, minimal.
        orbit: the number of states that it reaches.
        dimension: the number of coordinates it keeps.
        margin: the least difference between the best and the second logit on the orbit.
        moved: how far the trained numbers were moved: the largest change of an angle, in turns, or
            the relative change of the orbit vectors.
        numbers: the exact numbers: exponents by letter and coordinate (null for zero) with their
            ``orders``, or ``matrices`` of fractions as text, acting on coordinate columns.
    """

    kind: str
    automaton: Automaton
    orbit: int
    dimension: int
    margin: float
    moved: float
    numbers: dict[str, Any]


@torch.no_grad()
def roots_of_unity(
    checkpoint: Checkpoint,
    *,
    largest_order: int = 24,
    tolerance: float = 0.005,
    bound: int = 100_000,
) -> Snapped | None:
    """The model whose multipliers are rounded to 0 or roots of unity; none if it does not work out.

    Args:
        checkpoint: a diagonal or rotation model.
        largest_order: the largest ``q`` that is tried for a coordinate.
        tolerance: how far, in turns, an angle may be moved.
        bound: the largest orbit.
    """
    cell = checkpoint.cell().double()
    if not cell.parametrisation.commuting or cell.offset is not None or cell.bias is not None:
        return None
    blocks = cell.matrices()[0].numpy()  # (S, m, k, k)
    start, readout = cell.initial(1)[0, 0].numpy(), cell.readout[0].numpy()
    readout = readout - readout.mean(0)
    if blocks.shape[-1] == 1:
        multipliers, weights = blocks[..., 0, 0] + 0j, readout * start
        weights = weights + 0j
    else:
        multipliers = blocks[..., 0, 0] + 1j * blocks[..., 1, 0]
        weights = (readout[:, ::2] - 1j * readout[:, 1::2]) * (start[::2] + 1j * start[1::2])
    modulus = np.abs(multipliers)
    heavy = np.abs(weights).max(0)
    kept = np.flatnonzero(heavy >= FAINT * heavy.max()) if heavy.max() > 0 else np.array([], int)
    if not len(kept):
        return None
    # Normalisation by blocks forgets every modulus; by the whole state it compares coordinates.
    least = 0.3 * modulus[:, kept].max(1) if blocks.shape[-1] == 1 else 1e-12
    small = modulus[:, kept].T  # (d, S)
    zero = (small < least) | (small == 0)
    turns = np.angle(multipliers[:, kept].T) / (2 * math.pi)  # (d, S)
    orders: list[int] = []
    for row, gone in zip(turns, zero, strict=True):
        order = _order(row[~gone], largest_order, tolerance)
        if order is None:
            return None
        orders.append(order)
    q = np.array(orders)
    exponents = np.rint(turns * q[:, None]).astype(np.int64) % q[:, None]
    shift = np.abs(turns - np.rint(turns * q[:, None]) / q[:, None])
    moved = float(np.where(zero, 0, shift).max(initial=0))
    return _root_orbit(checkpoint, exponents, zero, q, weights[:, kept], bound, moved)


def _order(turns: Array, largest: int, tolerance: float) -> int | None:
    """The least ``q`` with all turns nearer to multiples of ``1/q`` than chance puts them."""
    for q in range(1, largest + 1):
        distance = np.abs(turns * q - np.rint(turns * q)).max(initial=0) / q
        if distance <= min(tolerance, 0.2 / q):
            return q
    return None


def _root_orbit(
    checkpoint: Checkpoint,
    exponents: NDArray[np.int64],
    zero: NDArray[np.bool_],
    orders: NDArray[np.int64],
    weights: NDArray[np.complex128],
    bound: int,
    moved: float,
) -> Snapped | None:
    """Close the start under all letters; a coordinate that became zero is marked -1."""
    numbers = {(0,) * len(orders): 0}
    points = [np.zeros(len(orders), dtype=np.int64)]
    rows: list[list[int]] = []
    for point in points:
        row: list[int] = []
        for a in range(exponents.shape[1]):
            after = np.where((point < 0) | zero[:, a], -1, (point + exponents[:, a]) % orders)
            key = tuple(after.tolist())
            if key not in numbers:
                if len(numbers) == bound:
                    return None
                numbers[key] = len(numbers)
                points.append(after)
            row.append(numbers[key])
        rows.append(row)
    orbit = np.stack(points)  # (P, d)
    roots = np.where(orbit < 0, 0, np.exp(2j * math.pi * (orbit % orders) / orders))
    decided = _decided((roots @ weights.T).real)
    if decided is None:
        return None
    codes, margin = decided
    outputs = [checkpoint.outputs[y] for y in codes]
    letters = [
        [None if z else int(e) for e, z in zip(exponents[:, a], zero[:, a], strict=True)]
        for a in range(exponents.shape[1])
    ]
    return Snapped(
        "roots of unity",
        minimize(Automaton(checkpoint.alphabet, rows, 0, outputs)),
        len(orbit),
        len(orders),
        margin,
        moved,
        {"orders": orders.tolist(), "exponents": letters},
    )


def _decided(logits: Array) -> tuple[NDArray[np.int64], float] | None:
    """The best output of each row and the least margin; none if rounding could turn one."""
    codes = logits.argmax(1)
    if logits.shape[1] == 1:
        return codes, math.inf
    best = np.sort(logits, axis=1)
    margin = float((best[:, -1] - best[:, -2]).min())
    return (codes, margin) if margin > ROUNDING * float(np.abs(logits).max()) else None


def rational_orbit(
    recognizer: Recognizer,
    model: Linear,
    automaton: Automaton,
    sample: Trajectories,
    coordinates: Array,
    *,
    bound: int = 150,
) -> Snapped | None:
    """The model on the orbit vectors of a permutation automaton, with rational matrices.

    The states of the sample that lead to one state of the automaton are averaged to one vector; the
    space of functions that these vectors' coordinates span is replaced by the nearest one that
    every letter maps into itself (the average of its projector over the group); then each vector is
    a combination of a basis among them, and those coefficients are rounded to fractions. What comes
    out is checked in exact arithmetic: every letter's matrix maps every orbit vector to the next.
    In that basis the matrices no longer show the form that the restriction gave them.
    None if the automaton does not permute, has more than ``bound`` states, or the check fails.
    """
    if len(automaton) > bound or not is_permutation(automaton):
        return None
    vectors = _orbit_vectors(model, automaton, sample)
    if vectors is None:
        return None
    seen = vectors @ coordinates  # (Q, d)
    functions = _invariant(seen, automaton.transitions)  # (Q, d'), orthonormal columns
    if functions.shape[1] == 0:
        return None
    moved = float(np.linalg.norm(seen - functions @ (functions.T @ seen)) / np.linalg.norm(seen))
    basis = _independent(functions)
    combined = functions @ np.linalg.inv(functions[basis])  # (Q, d')
    rounded = [[Fraction(x).limit_denominator(60) for x in row] for row in combined.tolist()]
    if np.abs(combined - np.array(rounded, dtype=np.float64)).max() > 1e-6:
        return None
    denominator = math.lcm(*(x.denominator for row in rounded for x in row))
    whole = np.array([[int(x * denominator) for x in row] for row in rounded], dtype=object)
    matrices = [whole[automaton.transitions[basis, a]] for a in range(len(automaton.alphabet))]
    for a, rows in enumerate(matrices):
        if not np.array_equal(whole @ rows, denominator * whole[automaton.transitions[:, a]]):
            return None
    logits = functions @ (functions.T @ (vectors @ model.readout.T))
    decided = _decided(logits)
    if decided is None:
        return None
    codes, margin = decided
    outputs = [recognizer.outputs[y] for y in codes]
    exact = minimize(Automaton(automaton.alphabet, automaton.transitions, automaton.start, outputs))
    texts = [
        [[str(Fraction(int(x), denominator)) for x in row] for row in rows.T.tolist()]
        for rows in matrices
    ]
    return Snapped(
        "rational orbit", exact, len(automaton), len(basis), margin, moved, {"matrices": texts}
    )


def _orbit_vectors(model: Linear, automaton: Automaton, sample: Trajectories) -> Array | None:
    """One vector for each state, scaled so that letters map them to one another, ``(Q, n)``.

    Blocks that are divided by their own lengths are scaled each on its own.
    """
    table, count = automaton.transitions, len(automaton)
    states = np.full(len(sample.words), automaton.start, dtype=np.int64)
    for t in range(sample.words.shape[1]):
        states = np.where(t < sample.lengths, table[states, sample.words[:, t]], states)
    if len(np.unique(states)) < count:
        return None
    mean = np.stack([sample.states[states == q].mean(0) for q in range(count)])
    parts = np.split(np.arange(mean.shape[1]), model.blocks)
    return np.concatenate(
        [_scaled(mean[:, p], model.matrices[:, p][:, :, p], automaton) for p in parts], 1
    )


def _scaled(mean: Array, matrices: Array, automaton: Automaton) -> Array:
    """Directions ``(Q, k)`` times the lengths that best fit the letters' matrices ``(S, k, k)``."""
    table, count = automaton.transitions, len(automaton)
    mean = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-300)
    # log |A_a v_q| = log s_next - log s_q - log beta_a, by least squares, s_start = 1.
    letters = len(automaton.alphabet)
    equations = np.zeros((count * letters + 1, count + letters))
    growth = np.zeros(count * letters + 1)
    for a in range(letters):
        rows = np.arange(count) + a * count
        np.add.at(equations, (rows, table[:, a]), 1.0)
        np.add.at(equations, (rows, np.arange(count)), -1.0)
        equations[rows, count + a] = -1.0
        growth[rows] = np.log(np.linalg.norm(mean @ matrices[a].T, axis=1) + 1e-300)
    equations[-1, automaton.start] = 1.0
    scales = np.linalg.lstsq(equations, growth, rcond=None)[0][:count]
    return mean * np.exp(scales)[:, None]


def _invariant(values: Array, table: NDArray[np.int32], *, rounds: int = 2000) -> Array:
    """Orthonormal functions on the states spanning the nearest space that all letters preserve."""
    left, singular, _ = np.linalg.svd(values, full_matrices=False)
    left = left[:, singular > 1e-9 * singular[0]] if singular[0] > 0 else left[:, :0]
    projector = left @ left.T
    for _ in range(rounds):
        moved = [projector[np.ix_(column, column)] for column in table.T]
        average = (projector + sum(moved)) / (1 + len(moved))
        change = float(np.abs(average - projector).max())
        projector = average
        if change < 1e-14:
            break
    eigenvalues, vectors = np.linalg.eigh(projector)
    return vectors[:, eigenvalues >= 0.5]


def _independent(rows: Array) -> list[int]:
    """The first rows that are a basis of the space of all rows."""
    chosen: list[int] = []
    rest = rows.copy()
    for i in range(len(rows)):
        size = float(np.linalg.norm(rest[i]))
        if size > 1e-6:
            chosen.append(i)
            direction = rest[i] / size
            rest = rest - np.outer(rest @ direction, direction)
    return chosen
