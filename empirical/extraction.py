"""Extraction: the automaton in a trained network.

Several methods propose machines; the one chosen is the smallest that explains the network up to a
stated error, never one that chases every disagreement. The error is the share of fresh words,
within the lengths that the network was trained on, after which network and machine differ.

| method         | applies to                   | proposes                                  |
|----------------|------------------------------|-------------------------------------------|
| roots of unity | diagonal and rotation models | what the rounded multipliers compute      |
| clustering     | checkpoints of ours          | clusters of states, at several finenesses |
| observation    | any network                  | machines learned from its answers alone   |

Observation is asked only if nothing before it explains the network. If nothing does at all, the
answer is the smallest machine whose error is within ``epsilon`` of the least, and it says so.

``Extraction``  the automaton, the method, its error and the exact model behind it, if there is one
``extract``     from a recognizer
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats import object_from_automaton
from empirical.clustering import clustered
from empirical.observation import observed
from empirical.reduction import Array, Linear, functionals, linear, visible
from empirical.snapping import Snapped, rational_orbit, roots_of_unity
from empirical.trajectories import (
    CellRecognizer,
    Recognizer,
    Trajectories,
    predicted,
    sample_words,
    trajectories,
)

COSINES = (0.99, 0.97, 0.93, 0.85, 0.7)
"""The finenesses of clustering that are tried."""

TOLERANCES = (0.003, 0.01, 0.02)
"""How far, in turns, angles may be moved to roots of unity; each is tried."""


@dataclass(frozen=True, eq=False)
class Extraction:
    """An automaton read out of a network.

    Args:
        automaton: the minimal automaton.
        method: ``roots of unity``, ``clustering`` or ``observation``.
        error: the share of tried words after which it differs from the network.
        tried: how many words were tried.
        lengths: the range of their lengths, each length equally likely, letters uniform.
        epsilon: the error that counts as explained.
        rank: the number of directions of the state that the readout sees, if it was found.
        snapped: an exact model near the network that computes this automaton, if there is one.
    """

    automaton: Automaton
    method: str
    error: float
    tried: int
    lengths: tuple[int, int]
    epsilon: float
    rank: int | None
    snapped: Snapped | None

    @property
    def explained(self) -> bool:
        """Whether the error is at most ``epsilon``."""
        return self.error <= self.epsilon

    def __str__(self) -> str:
        low, high = self.lengths
        verdict = "explains" if self.explained else "does not explain"
        lines = [
            f"extracted automaton: {counted(len(self.automaton), 'state')}, by {self.method}",
            f"  it {verdict} the network up to an error of {self.epsilon:g}: "
            f"{self.error:.4g} of {self.tried} sampled words of lengths {low}..{high} differ",
        ]
        if self.rank is not None:
            lines.append(f"  the readout sees {self.rank} directions of the state")
        return "\n".join(lines)

    def document(self) -> dict[str, Any]:
        """The same as a JSON object, with the exact numbers of the snapped model."""
        snapped = self.snapped
        return {
            "states": len(self.automaton),
            "method": self.method,
            "explained": self.explained,
            "error": self.error,
            "epsilon": self.epsilon,
            "sampled": {"words": self.tried, "lengths": list(self.lengths)},
            "rank": self.rank,
            "automaton": object_from_automaton(self.automaton),
            "snapped": None
            if snapped is None
            else {
                "kind": snapped.kind,
                "dimension": snapped.dimension,
                "orbit": snapped.orbit,
                "moved": snapped.moved,
                "margin": snapped.margin if math.isfinite(snapped.margin) else None,
                **snapped.numbers,
            },
        }


def extract(
    recognizer: Recognizer,
    *,
    lengths: tuple[int, int] = (0, 10),
    epsilon: float = 0.01,
    bound: int = 500,
    sample: int = 2000,
    tried: int = 5000,
    seed: int = 0,
) -> Extraction:
    """The smallest proposed automaton with error at most ``epsilon``, else near the least error.

    Args:
        recognizer: the network.
        lengths: the lengths of the words it is studied on; those it was trained on are best.
        epsilon: the error that counts as explained.
        bound: the largest number of states of a machine.
        sample: how many words the methods see.
        tried: how many fresh words the error is measured on.
        seed: of the words.

    Raises:
        ValueError: if a length or a count makes no sense.
    """
    if not 0 <= lengths[0] <= lengths[1]:
        raise ValueError(f"lengths {lengths[0]}..{lengths[1]} are not a range of word lengths")
    if min(bound, sample, tried) < 1 or not 0 <= epsilon < 1:
        raise ValueError("bounds and samples must be positive and epsilon in [0, 1)")
    seen, fresh = (
        _sample(recognizer, lengths, count=count, seed=s)
        for count, s in ((sample, 2 * seed), (tried, 2 * seed + 1))
    )
    found: list[tuple[str, Automaton, Snapped | None]] = []
    model, coordinates = None, None
    if isinstance(recognizer, CellRecognizer):
        for tolerance in TOLERANCES:
            rounded = roots_of_unity(recognizer.checkpoint, tolerance=tolerance)
            if rounded is not None and len(rounded.automaton) <= bound:
                found.append(("roots of unity", rounded.automaton, rounded))
        model = linear(recognizer.checkpoint)
        coordinates = _coordinates(model, seen)
        for cosine in COSINES:
            machine = clustered(recognizer, seen, coordinates, cosine=cosine, bound=bound)
            if machine is not None:
                found.append(("clustering", machine, None))

    def error(machine: Automaton) -> float:
        wrong = predicted(machine, recognizer.outputs, fresh) != fresh.outputs
        return float(wrong.mean())

    errors = [error(machine) for _, machine, _ in found]
    if not any(e <= epsilon for e in errors):
        for machine in observed(recognizer, seen, epsilon=epsilon, bound=bound):
            found.append(("observation", machine, None))
            errors.append(error(machine))
    if not found:
        raise ValueError(f"every machine proposed has more than {bound} states")
    allowed = max(epsilon, min(errors) + epsilon * (min(errors) > epsilon))
    best = min(
        (i for i in range(len(found)) if errors[i] <= allowed),
        key=lambda i: (len(found[i][1]), errors[i]),
    )
    method, machine, snapped = found[best]
    if snapped is None and model is not None and coordinates is not None:
        snapped = rational_orbit(recognizer, model, machine, seen, coordinates)
    return Extraction(
        automaton=machine,
        method=method,
        error=errors[best],
        tried=tried,
        lengths=lengths,
        epsilon=epsilon,
        rank=None if model is None or coordinates is None else coordinates.shape[1],
        snapped=snapped,
    )


def _sample(
    recognizer: Recognizer, lengths: tuple[int, int], *, count: int, seed: int
) -> Trajectories:
    """Random words, the empty one first."""
    generator = torch.Generator().manual_seed(seed)
    words, ends = sample_words(
        len(recognizer.alphabet), lengths=lengths, count=count, generator=generator
    )
    ends[0] = 0
    return trajectories(recognizer, words, ends)


def _coordinates(model: Linear | None, sample: Trajectories) -> Array:
    """What the readout can see of a linear model's state; of another model, all of it."""
    if model is None:
        return np.eye(sample.states.shape[1])
    return visible(sample.states, functionals(model))
