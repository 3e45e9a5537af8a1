"""Training: gradient descent on replicas of a cell, stopped early and selected on longer words.

The recipe: a tiny initialisation, states divided by their length after each step, a linear readout
without bias, the loss averaged over all prefixes, Adam, gradients clipped replica by replica. All
replicas read the same words and differ in their starting weights. Every ``check_every`` steps they
are tried on words several times longer than any trained on. Training stops when a replica makes no
mistake there and its loss is below ``stop_loss``, or makes none at ``patience`` checks in a row:
accuracy at great lengths is known to fall when training goes on. The words that select a replica
are never the words that a result is reported on.

``TrainingConfig``  every choice that decides a run; equal configurations give equal weights
``Training``        the best replica and how it got there
``accuracy``        of a cell at the last symbol of fresh words of one length, raw and rescaled
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from bilinear_theory.automata.automaton import Automaton
from empirical.cell import BilinearCell
from empirical.optimiser import Adam
from empirical.parameters import parametrisation
from empirical.tasks import Task, rescaled

Progress = Callable[[int, float], None]


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """Everything that decides a training run, apart from the automaton.

    Raises:
        ValueError: naming the first value that makes no sense.
    """

    restriction: str = "full"
    width: int = 16
    replicas: int = 3
    seed: int = 0
    steps: int = 3000
    batch: int = 64
    min_length: int = 2
    max_length: int = 10
    learning_rate: float = 3e-3
    clip: float = 1.0
    init_std: float = 0.02
    stop_loss: float = 1e-3
    normalise: bool = True
    bias: bool = False
    check_every: int = 50
    patience: int = 12
    validation_factor: int = 5
    seconds: float | None = None
    device: str = "cpu"

    def __post_init__(self) -> None:
        for name in ("replicas", "steps", "batch", "min_length", "check_every", "patience"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be at least 1")
        for name in ("learning_rate", "clip", "init_std"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be positive")
        if not math.isfinite(self.learning_rate):
            raise ValueError(f"learning_rate is {self.learning_rate}; it must be finite")
        if self.seconds is not None and not self.seconds > 0:
            raise ValueError(f"seconds is {self.seconds:g}; a limit must be positive")
        if self.max_length < self.min_length:
            raise ValueError(f"lengths {self.min_length}..{self.max_length} are an empty range")
        if self.validation_factor < 2:
            raise ValueError("validation_factor is below 2: select on words longer than trained")
        parametrisation(self.restriction, self.width)


@dataclass(frozen=True, eq=False)
class Training:
    """The replica that did best on the validation words, and the run that made it.

    Args:
        cell: that replica, alone, on the CPU.
        config: the configuration of the run.
        replica: its number among the replicas.
        steps: the steps taken before it was chosen.
        loss: its running loss at that point.
        validation_accuracy: the share of validation words that it answers right.
        solved: whether the run stopped because it made no mistake there.
        seconds: the wall time of the run.
        stopped: ``solved``, ``steps`` or ``time``: what ended the run.
    """

    cell: BilinearCell
    config: TrainingConfig
    replica: int
    steps: int
    loss: float
    validation_accuracy: float
    solved: bool
    seconds: float
    stopped: str


def train(
    automaton: Automaton, config: TrainingConfig, *, progress: Progress | None = None
) -> Training:
    """Train replicas of the configured cell to give the automaton's outputs; keep the best.

    ``progress`` is called with the step and the least running loss at every check. A limit of
    ``seconds`` makes the result depend on the machine's speed; without one it does not.

    Raises:
        ValueError: if the alphabet is empty or the device is not there.
    """
    task = Task.of(automaton)
    device = _device(config.device)
    source = torch.Generator().manual_seed(config.seed)
    cell = BilinearCell(
        parametrisation(config.restriction, config.width),
        symbols=task.symbols,
        outputs=task.outputs,
        replicas=config.replicas,
        normalise=config.normalise,
        bias=config.bias,
        std=config.init_std,
        generator=source,
    ).to(device)
    optimiser = Adam(cell.parameters(), rate=config.learning_rate)
    longer = config.validation_factor * config.max_length
    validation = task.words(256, longer, torch.Generator().manual_seed(config.seed + 1))
    validation_labels = task.labels(validation)[:, -1]
    began = time.monotonic()
    best = _Best(cell, 0, 0, float("inf"), -1.0, 0)
    streaks = [0] * config.replicas
    running: Tensor | None = None
    stopped, step = "steps", 0
    for step in range(1, config.steps + 1):
        length = int(torch.randint(config.min_length, config.max_length + 1, (), generator=source))
        words = task.words(config.batch, length, source)
        losses = _losses(cell, words.to(device), task.labels(words).to(device))
        optimiser.clear()
        losses.sum().backward()
        _clip(cell, config.clip)
        optimiser.step()
        seen = losses.detach()
        running = seen if running is None else torch.lerp(running, seen, 0.1)
        late = config.seconds is not None and time.monotonic() - began > config.seconds
        if step % config.check_every and step < config.steps and not late:
            continue
        right = _right(cell, validation.to(device), validation_labels.to(device))
        for k, (loss, share) in enumerate(zip(running.tolist(), right.tolist(), strict=True)):
            streaks[k] = streaks[k] + 1 if share == 1.0 else 0
            if (share, streaks[k], -loss) > (best.accuracy, best.streak, -best.loss):
                best = _Best(cell.replica(k), k, step, loss, share, streaks[k])
        if progress is not None:
            progress(step, float(running.min()))
        faultless = best.accuracy == 1.0 and best.step == step
        if faultless and (best.loss < config.stop_loss or best.streak >= config.patience):
            stopped = "solved"
            break
        if late:
            stopped = "time"
            break
    return Training(
        cell=best.cell,
        config=config,
        replica=best.replica,
        steps=best.step,
        loss=best.loss,
        validation_accuracy=best.accuracy,
        solved=stopped == "solved",
        seconds=time.monotonic() - began,
        stopped=stopped,
    )


@dataclass(frozen=True, eq=False)
class _Best:
    cell: BilinearCell
    replica: int
    step: int
    loss: float
    accuracy: float
    streak: int


def _losses(cell: BilinearCell, words: Tensor, labels: Tensor) -> Tensor:
    """The loss of each replica, averaged over words and prefixes, shape ``(K,)``."""
    logits = cell(words)  # (K, B, T + 1, Y)
    many = labels.expand(len(logits), *labels.shape)
    each = cross_entropy(logits.flatten(0, 2), many.flatten(), reduction="none")
    return each.view(len(logits), -1).mean(1)


def _clip(cell: BilinearCell, limit: float) -> None:
    """Scale each replica's gradient down to at most the limit."""
    gradients = [p.grad for p in cell.parameters() if p.grad is not None]
    total = torch.stack([g.flatten(1).square().sum(1) for g in gradients]).sum(0).sqrt()
    scale = (limit / total.clamp_min(1e-12)).clamp_max(1.0)
    for g in gradients:
        g.mul_(scale.view(-1, *[1] * (g.dim() - 1)))


@torch.no_grad()
def _right(cell: BilinearCell, words: Tensor, labels: Tensor) -> Tensor:
    """The share of words whose last output is right, shape ``(K,)``."""
    last = cell.states(words)[:, :, -1:]
    return (cell.logits(last)[:, :, 0].argmax(-1) == labels).double().mean(1)


def accuracy(
    cell: BilinearCell, automaton: Automaton, *, length: int, words: int = 1000, seed: int = 12345
) -> tuple[float, float]:
    """The accuracy of the first replica at the last symbol of fresh uniform words.

    The second number is rescaled: 0 for the best constant guess, 1 for perfection.
    """
    task = Task.of(automaton)
    drawn = task.words(words, length, torch.Generator().manual_seed(seed))
    labels = task.labels(drawn)[:, -1]
    parts = zip(drawn.split(250), labels.split(250), strict=True)
    raw = sum(float(_right(cell, w, y)[0]) * len(y) for w, y in parts) / words
    return raw, rescaled(raw, labels)


def _device(name: str) -> torch.device:
    """The device of that name, once it is known to be there."""
    try:
        device = torch.device(name)
    except RuntimeError:
        raise ValueError(f"device {name!r} is not one that torch knows") from None
    if device.type not in ("cpu", "cuda", "mps", "xpu"):
        raise ValueError(f"device {name!r} holds no numbers that could be trained")
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ValueError(f"device {name!r}: torch finds no CUDA device here")
    return device


@contextmanager
def one_thread() -> Generator[None]:
    """Let torch use one thread inside, which is fastest for models of this size."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def terminal_progress(total: int) -> Progress:
    """A progress line on standard error, from the third second on and only on a terminal."""
    began = time.monotonic()

    def show(step: int, loss: float) -> None:
        if time.monotonic() - began > 2 and sys.stderr.isatty():
            end = "\n" if step >= total else ""
            sys.stderr.write(f"\rstep {step} of {total}, loss {loss:.2e} {end}")
            sys.stderr.flush()

    return show
