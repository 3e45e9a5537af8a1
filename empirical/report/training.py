"""Training for the report: a small model for some pairs of an automaton and a restriction.

Each model has a limit of time, longer for machines of many states, so that the whole fits the
report's; a model that the limit cut short says so.

``train_one``  train, extract and compare one model
"""

from __future__ import annotations

import torch

from bilinear_theory.automata.catalog import target
from empirical.parameters import default_width
from empirical.report.outcomes import Outcome
from empirical.sweep import REPORTED_LENGTH, Pair, train_pair
from empirical.train import TrainingConfig


def train_one(
    name: str, restriction: str, *, seconds: float, steps: int = 2000, seed: int = 0
) -> Outcome:
    """Train a model on one thread, read its automaton back and compare.

    ``seconds`` is the limit for a machine of few states; 30 states more add as much again.

    Raises:
        ValueError: if the restriction cannot be trained, or there is no such target.
    """
    torch.set_num_threads(1)
    pair = Pair(name, target(name), restriction)
    config = TrainingConfig(
        restriction=restriction, width=default_width(restriction), steps=steps, seed=seed
    )
    result = train_pair(pair, config, seconds=seconds * (1 + len(pair.automaton) / 30))
    return Outcome(
        target=name,
        restriction=restriction,
        width=result.width,
        length=REPORTED_LENGTH,
        accuracy=result.accuracy,
        steps=result.steps,
        stopped=result.stopped,
        seconds=round(result.seconds, 2),
        states=len(result.extraction.automaton),
        explained=result.extraction.explained,
        equal=result.comparison.equal,
        level=result.agreement.strongest,
        comparison=str(result.comparison),
    )
