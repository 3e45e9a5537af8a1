"""Sweeps: one small model for each pair of an automaton and a restriction, within a time limit.

The results stand beside the theory's verdicts: whether training found a solution says nothing about
whether one exists, and a pair that failed is reported as it is. Every worker uses one thread, which
is fastest for models of this size.

``Pair``         an automaton, its name, a restriction, a width
``PairResult``   accuracy at a great length, the extracted automaton, the comparison, the agreement
``train_small``  the results of a list of pairs, in order
``small_pairs``  a default list: what should be learned beside what cannot be
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import torch

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from empirical.agreement import Agreement, agreement
from empirical.checkpoint import checkpoint_of
from empirical.comparison import Comparison, comparison
from empirical.extraction import Extraction, extract
from empirical.parameters import default_width
from empirical.train import TrainingConfig, accuracy, one_thread, train
from empirical.trajectories import CellRecognizer

REPORTED_LENGTH = 500
"""The length of the words that accuracy is reported on, far beyond training and validation."""


@dataclass(frozen=True)
class Pair:
    """A model to train: an automaton with its name, a restriction, a width or the default one."""

    name: str
    automaton: Automaton
    restriction: str
    width: int | None = None


@dataclass(frozen=True, eq=False)
class PairResult:
    """What training made of a pair.

    Args:
        pair: the pair.
        width: the number of real units.
        accuracy: the share of words of length ``REPORTED_LENGTH`` that it answers right.
        rescaled: the same with the best constant guess at 0.
        steps: the training steps before the model was chosen.
        stopped: ``solved``, ``steps`` or ``time``: what ended the training.
        seconds: the wall time of training and extraction.
        extraction: the automaton in the model.
        comparison: that automaton against the target, exactly.
        agreement: the model against the target, by evidence.
    """

    pair: Pair
    width: int
    accuracy: float
    rescaled: float
    steps: int
    stopped: str
    seconds: float
    extraction: Extraction
    comparison: Comparison
    agreement: Agreement

    @property
    def learned(self) -> bool:
        """Whether the extracted automaton explains the model and equals the target."""
        return self.extraction.explained and self.comparison.equal

    def document(self) -> dict[str, Any]:
        """The result as a JSON object."""
        return {
            "target": self.pair.name,
            "restriction": self.pair.restriction,
            "width": self.width,
            "learned": self.learned,
            "accuracy": {
                "length": REPORTED_LENGTH,
                "raw": self.accuracy,
                "rescaled": self.rescaled,
            },
            "training": {"steps": self.steps, "stopped": self.stopped},
            "seconds": round(self.seconds, 2),
            "extraction": self.extraction.document(),
            "comparison": self.comparison.document(),
            "agreement": self.agreement.document(),
        }


def train_small(
    pairs: Sequence[Pair], *, seconds: float, seed: int = 0, steps: int = 1500, workers: int = 1
) -> list[PairResult]:
    """Train, extract and compare every pair; the training time is shared evenly.

    A pair that the time limit cut short says ``stopped == "time"``; the others depend on the seed
    alone. With several workers, the calling module must be importable, as for every process pool.

    Raises:
        ValueError: if a restriction cannot be trained, before anything is.
    """
    if seconds <= 0 or workers < 1:
        raise ValueError(f"{seconds} seconds and {workers} workers: both must be positive")
    configs = [_config(pair, steps=steps, seed=seed) for pair in pairs]
    if workers == 1 or len(pairs) < 2:
        results: list[PairResult] = []
        end = time.monotonic() + seconds
        for i, (pair, config) in enumerate(zip(pairs, configs, strict=True)):
            share = max(0.1, (end - time.monotonic()) / (len(pairs) - i))
            with one_thread():
                results.append(train_pair(pair, config, seconds=share))
        return results
    share = seconds * workers / len(pairs)
    with ProcessPoolExecutor(workers, get_context("spawn"), _one_thread) as pool:
        jobs = [
            pool.submit(train_pair, pair, config, seconds=share)
            for pair, config in zip(pairs, configs, strict=True)
        ]
        return [job.result() for job in jobs]


def train_pair(pair: Pair, config: TrainingConfig, *, seconds: float) -> PairResult:
    """Train one pair and read its automaton back; about four fifths of the time go to training."""
    began = time.monotonic()
    limited = replace(config, seconds=0.8 * seconds)
    training = train(pair.automaton, limited)
    raw, scaled = accuracy(training.cell, pair.automaton, length=REPORTED_LENGTH, words=300)
    recognizer = CellRecognizer(
        checkpoint_of(
            training.cell,
            alphabet=pair.automaton.alphabet,
            outputs=pair.automaton.output_symbols,
            provenance={},
        )
    )
    found = extract(
        recognizer, lengths=(0, config.max_length), sample=1000, tried=2000, seed=config.seed
    )
    return PairResult(
        pair=pair,
        width=config.width,
        accuracy=raw,
        rescaled=scaled,
        steps=training.steps,
        stopped=training.stopped,
        seconds=time.monotonic() - began,
        extraction=found,
        comparison=comparison(found.automaton, minimize(pair.automaton)),
        agreement=agreement(
            recognizer, pair.automaton, budget=20_000, samples=500, snapped=found.snapped
        ),
    )


def small_pairs(*, quick: bool = False) -> tuple[Pair, ...]:
    """Parity, a counter and S3 under restrictions that suffice and restrictions that do not."""
    chosen = [
        ("parity", "diagonal-real"),
        ("parity", "diagonal-nonnegative"),
        ("modular-addition:5", "rotation"),
        ("S3", "full"),
    ]
    if not quick:
        chosen += [
            ("parity", "full"),
            ("modular-addition:5", "diagonal-real"),
            ("modular-addition:5", "full"),
            ("S3", "rotation"),
            ("S3", "block-real:2"),
            ("A5", "full"),
        ]
    return tuple(Pair(name, target(name), restriction) for name, restriction in chosen)


def _config(pair: Pair, *, steps: int, seed: int) -> TrainingConfig:
    width = pair.width or default_width(pair.restriction)
    return TrainingConfig(
        restriction=pair.restriction, width=width, steps=steps, seed=seed, patience=6
    )


def _one_thread() -> None:
    torch.set_num_threads(1)
