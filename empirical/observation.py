"""Observation: learning an automaton from a network's answers, nothing inside it being known.

Two words are one state while no suffix in a growing list tells them apart. Each round builds the
machine of the current suffixes, tries it on a sample, and turns the shortest disagreements into new
suffixes (Rivest and Schapire). All questions of a round are asked in batches.

A trained network is rarely a small automaton exactly, and chasing every disagreement would grow one
without end. So the rounds stop when the sampled error is at most ``epsilon``, when the next machine
would have more than ``bound`` states, or after ``rounds`` rounds, and every machine on the way is
a candidate.

References: Angluin, *Learning regular sets from queries and counterexamples* (1987); Rivest and
Schapire, *Inference of finite automata using homing sequences* (1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from empirical.trajectories import BATCH, Codes, Recognizer, Trajectories, answers, predicted


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A machine in which the words ``access`` lead to the states ``0 .. Q-1``."""

    automaton: Automaton
    access: tuple[Codes, ...]


def observed(
    recognizer: Recognizer,
    sample: Trajectories,
    *,
    epsilon: float,
    bound: int,
    rounds: int = 40,
) -> list[Automaton]:
    """The minimal automata of all rounds, in order.

    Args:
        recognizer: the network.
        sample: words with the network's outputs, on which each machine is tried.
        epsilon: the share of disagreements at which the rounds stop.
        bound: the largest number of states.
        rounds: the largest number of rounds.
    """
    suffixes: list[Codes] = [()]
    found: list[Automaton] = []
    for _ in range(rounds):
        hypothesis = hypothesis_of(recognizer, suffixes, bound=bound)
        if hypothesis is None:
            break
        found.append(minimize(hypothesis.automaton))
        wrong = np.flatnonzero(
            predicted(hypothesis.automaton, recognizer.outputs, sample) != sample.outputs
        )
        if len(wrong) <= epsilon * len(sample.outputs):
            break
        shortest = wrong[np.argsort(sample.lengths[wrong], kind="stable")][:5]
        words = [tuple(sample.words[i, : sample.lengths[i]].tolist()) for i in shortest]
        new = {_distinguishing(recognizer, hypothesis, word) for word in words} - set(suffixes)
        if not new:
            break
        suffixes += sorted(new, key=lambda s: (len(s), s))
    return found


@torch.no_grad()
def hypothesis_of(
    recognizer: Recognizer, suffixes: list[Codes], *, bound: int
) -> Hypothesis | None:
    """The machine whose states are the answer patterns on the suffixes; none past the bound."""
    letters = len(recognizer.alphabet)
    layer, names = recognizer.initial(1), [()]
    numbers = {_patterns(recognizer, layer, suffixes)[0].tobytes(): 0}
    access: list[Codes] = [()]
    codes = [int(recognizer.output(layer)[0])]
    rows: list[list[int]] = []
    while len(names):
        symbols = torch.arange(letters).repeat(len(names))
        after = torch.cat(
            [
                recognizer.step(s, a)
                for s, a in zip(
                    layer.repeat_interleave(letters, 0).split(BATCH),
                    symbols.split(BATCH),
                    strict=True,
                )
            ]
        )
        patterns = _patterns(recognizer, after, suffixes)
        fresh: list[int] = []
        outputs = recognizer.output(after).tolist()
        reached: list[int] = []
        for i, pattern in enumerate(patterns):
            key = pattern.tobytes()
            if key not in numbers:
                if len(numbers) == bound:
                    return None
                numbers[key] = len(numbers)
                access.append((*names[i // letters], i % letters))
                codes.append(int(outputs[i]))
                fresh.append(i)
            reached.append(numbers[key])
        rows += [reached[i : i + letters] for i in range(0, len(reached), letters)]
        names = access[len(access) - len(fresh) :]
        layer = after[fresh]
    values = [recognizer.outputs[y] for y in codes]
    return Hypothesis(Automaton(recognizer.alphabet, rows, 0, values), tuple(access))


def _patterns(recognizer: Recognizer, states: Tensor, suffixes: list[Codes]) -> NDArray[np.int64]:
    """The output codes after each suffix from each state, shape ``(N, suffixes)``."""
    parts: list[Tensor] = []
    for state in states.split(BATCH):
        columns: list[Tensor] = []
        for suffix in suffixes:
            h = state
            for a in suffix:
                h = recognizer.step(h, torch.full((len(h),), a))
            columns.append(recognizer.output(h))
        parts.append(torch.stack(columns, 1))
    return np.ascontiguousarray(torch.cat(parts).numpy())


def _distinguishing(recognizer: Recognizer, hypothesis: Hypothesis, word: Codes) -> Codes:
    """A suffix of a misjudged word that splits a state: there the network's answer changes."""
    table = hypothesis.automaton.transitions
    states = [hypothesis.automaton.start]
    for a in word:
        states.append(int(table[states[-1], a]))
    said = answers(
        recognizer, [hypothesis.access[q] + word[i:] for i, q in enumerate(states)]
    ).tolist()
    change = next(i for i in range(len(word)) if said[i] != said[i + 1])
    return word[change + 1 :]
