"""Clustering: states that lie close together are one state of an automaton.

Words within the training lengths are run; their states, seen in coordinates where distance matters,
are clustered by angle, on purpose too finely, and minimisation merges what is equivalent. A
transition goes where most members of a cluster go, and the output is the one most members have.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from empirical.reduction import Array
from empirical.trajectories import BATCH, Recognizer, Trajectories


def clustered(
    recognizer: Recognizer,
    sample: Trajectories,
    coordinates: Array,
    *,
    cosine: float,
    bound: int,
) -> Automaton | None:
    """The minimal automaton of the clusters, or none if there are more clusters than the bound.

    Args:
        recognizer: the network.
        sample: words with their states; the first is the empty word.
        coordinates: the map from states to the coordinates of the clustering, shape ``(D, d)``.
        cosine: states whose directions have at least this cosine may share a cluster.
        bound: the largest number of clusters.
    """
    centres = _centres(_unit(sample.states @ coordinates), cosine=cosine, bound=bound)
    if centres is None:
        return None
    count = len(centres)
    members = _nearest(_unit(sample.states @ coordinates), centres)
    transitions = np.empty((count, len(recognizer.alphabet)), dtype=np.int64)
    for a in range(len(recognizer.alphabet)):
        after = _nearest(_unit(_stepped(recognizer, sample.states, a) @ coordinates), centres)
        transitions[:, a] = _majority(members, after, count, count)
    codes = _majority(members, sample.outputs, count, len(recognizer.outputs))
    outputs = [recognizer.outputs[y] for y in codes]
    return minimize(Automaton(recognizer.alphabet, transitions, int(members[0]), outputs))


@torch.no_grad()
def _stepped(recognizer: Recognizer, states: Array, symbol: int) -> Array:
    parts = torch.as_tensor(states).split(BATCH)
    return np.concatenate(
        [recognizer.step(p, torch.full((len(p),), symbol)).double().numpy() for p in parts]
    )


def _unit(points: Array) -> Array:
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)


def _centres(points: Array, *, cosine: float, bound: int) -> Array | None:
    """Leaders in order of appearance, moved to the mean of those near them, ``(clusters, d)``."""
    free = np.ones(len(points), dtype=bool)
    centres: list[Array] = []
    while free.any():
        if len(centres) == bound:
            return None
        near = free & (points @ points[int(free.argmax())] >= cosine)
        near[int(free.argmax())] = True  # a zero state is near to nothing, not even itself
        centres.append(points[near].mean(0))
        free &= ~near
    centres_array = _unit(np.stack(centres))
    members = _nearest(points, centres_array)
    kept = np.unique(members)
    return _unit(np.stack([points[members == c].mean(0) for c in kept]))


def _nearest(points: Array, centres: Array) -> NDArray[np.int64]:
    return (points @ centres.T).argmax(1)


def _majority(
    rows: NDArray[np.int64], values: NDArray[np.int64], height: int, width: int
) -> NDArray[np.int64]:
    """For each row the value that occurs there most often."""
    table = np.zeros((height, width), dtype=np.int64)
    np.add.at(table, (rows, values), 1)
    return table.argmax(1)
