"""Commands: what ``bilinear train`` and ``bilinear extract`` do, without a command line.

Each command is a function from arguments to an ``Answer``: an exit code, a text for people and an
object for machines. Bad input raises ``ValueError`` or ``OSError`` with a message of one line, for
which the command line exits with 2.

``Answer``                exit code 0 (answered) or 1 (machines that differ), text, JSON object
``train``                 a checkpoint for a target under a restriction
``extract``               the automaton in a checkpoint or in another network, and how far they agree
``checkpoint_automaton``  the automaton that explains a checkpoint, for comparisons
``Unexplained``           that there is none
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton, Output, Word
from bilinear_theory.automata.formats import writable, write
from empirical.adapters import adapted
from empirical.agreement import Agreement, agreement, refuse_long, shortened
from empirical.checkpoint import checkpoint_of, load, save
from empirical.comparison import comparison
from empirical.constructed import is_constructed, load_constructed
from empirical.extraction import Extraction
from empirical.extraction import extract as extraction
from empirical.parameters import default_width
from empirical.train import TrainingConfig, accuracy, one_thread, terminal_progress
from empirical.train import train as training
from empirical.trajectories import CellRecognizer, Recognizer, answers

REPORTED_LENGTH = 500


@dataclass(frozen=True)
class Answer:
    """What a command has to say.

    Args:
        code: the exit status, 0 if answered, 1 if machines differ.
        text: for people.
        document: for machines, a JSON object.
    """

    code: int
    text: str
    document: dict[str, Any]


class Unexplained(ValueError):
    """No automaton explains a network up to the error that is allowed.

    Args:
        path: the network's file.
        recognizer: the network.
        best: the extraction with the least error.
    """

    def __init__(self, path: Path, recognizer: Recognizer, best: Extraction) -> None:
        self.recognizer, self.best = recognizer, best
        super().__init__(
            f"{path}: no automaton was found that explains this network up to an error of "
            f"{best.epsilon:g}; the best, of {counted(len(best.automaton), 'state')}, has {best.error:.3g}"
        )


def train(
    target: Automaton,
    target_name: str,
    restriction: str,
    *,
    output: Path,
    width: int | None = None,
    steps: int = 3000,
    seed: int = 0,
    replicas: int = 3,
    batch: int = 64,
    lengths: tuple[int, int] = (2, 10),
    learning_rate: float = 3e-3,
    additive: bool = False,
    seconds: float | None = None,
    device: str = "cpu",
) -> Answer:
    """Train a model of a restriction on a target and write the best replica as a checkpoint.

    Args:
        target: the automaton whose outputs are to be given.
        target_name: how the target is called in the checkpoint.
        restriction: the class of matrices; ``+b`` or ``additive`` adds a learned vector.
        output: the checkpoint's file, which appears whole or not at all.
        width: the number of real units, by default the restriction's own or 16.
        steps: the largest number of steps.
        seed: of the weights and the words.
        replicas: how many models are trained side by side.
        batch: how many words a step sees.
        lengths: the range of the words' lengths.
        learning_rate: of Adam.
        additive: add a learned vector at each step.
        seconds: a limit on the wall time; without one, equal arguments give equal weights.
        device: ``cpu`` or ``cuda``.

    Raises:
        ValueError: in one line, if the arguments make no sense or no file can stand at ``output``.
    """
    if output.is_dir():
        raise ValueError(f"{output}: it is a folder")
    if not output.parent.is_dir():
        raise ValueError(f"{output}: there is no folder {output.parent}")
    if additive and not restriction.endswith("+b"):
        restriction += "+b"
    config = TrainingConfig(
        restriction=restriction,
        width=default_width(restriction) if width is None else width,
        replicas=replicas,
        seed=seed,
        steps=steps,
        batch=batch,
        min_length=lengths[0],
        max_length=lengths[1],
        learning_rate=learning_rate,
        seconds=seconds,
        device=device,
    )
    with one_thread():
        run = training(target, config, progress=terminal_progress(steps))
        raw, scaled = accuracy(run.cell, target, length=REPORTED_LENGTH)
    document: dict[str, Any] = {
        "target": target_name,
        "checkpoint": str(output),
        "solved": run.solved,
        "stopped": run.stopped,
        "steps": run.steps,
        "replica": run.replica,
        "loss": run.loss,
        "validation": {
            "length": config.validation_factor * config.max_length,
            "accuracy": run.validation_accuracy,
        },
        "accuracy": {"length": REPORTED_LENGTH, "raw": raw, "rescaled": scaled},
        "config": vars(config),
        "torch": torch.__version__,
    }
    checkpoint = checkpoint_of(
        run.cell,
        alphabet=target.alphabet,
        outputs=target.output_symbols,
        provenance=document,
    )
    save(checkpoint, output)
    stops = {
        "solved": "no mistake on the validation words",
        "steps": "the steps were used up",
        "time": "the time was used up",
    }
    lines = [
        f"{target_name} under {restriction}, width {config.width}, seed {seed}: "
        f"replica {run.replica} of {replicas} after {counted(run.steps, 'step')} ({stops[run.stopped]})",
        f"  accuracy at length {document['validation']['length']} (used to choose): "
        f"{run.validation_accuracy:.3f}",
        f"  accuracy at length {REPORTED_LENGTH} (1000 sampled words): {raw:.3f}, "
        f"rescaled {scaled:.3f}",
        f"  {run.seconds:.1f} s; written to {output}",
    ]
    return Answer(0, "\n".join(lines), {**document, "seconds": round(run.seconds, 2)})


def extract(
    checkpoint: Path,
    *,
    against: Automaton | None = None,
    against_name: str = "the target",
    adapter: str | None = None,
    alphabet: tuple[str, ...] = (),
    length: int | None = None,
    samples: int = 2000,
    epsilon: float = 0.01,
    bound: int = 500,
    seed: int = 0,
    output: Path | None = None,
) -> Answer:
    """Read the automaton out of a network and say how far the two agree.

    Args:
        checkpoint: a checkpoint of ours, a network that ``construct`` wrote, or with an adapter another
            network's weights.
        against: an automaton to compare the extracted one with; exit code 1 if they differ.
        against_name: what it is called.
        adapter: the kind of the other network, such as ``lstm-classifier``.
        alphabet: the symbols of the other network in the order of its embedding.
        length: compare on every word up to this length, by default on about 100,000 words, at most on
            ``agreement.MAX_WORDS``.
        samples: the number of random words that network and automaton are compared on as well.
        epsilon: the error that counts as explained.
        bound: the largest number of states.
        seed: of the random words.
        output: a file for the automaton, its format by the ending.

    Raises:
        ValueError: in one line, if a file or an argument does not fit.
    """
    if output is not None:
        writable(output)
    recognizer = _recognizer(checkpoint, adapter, alphabet)
    refuse_long(length, letters=len(recognizer.alphabet))
    if against is not None and set(against.alphabet) != set(recognizer.alphabet):
        raise ValueError(
            f"{checkpoint} reads {list(recognizer.alphabet)!r}, "
            f"{against_name} {list(against.alphabet)!r}"
        )
    found = extraction(
        recognizer, lengths=_lengths(recognizer), epsilon=epsilon, bound=bound, seed=seed
    )
    own = agreement(
        recognizer, found.automaton, length=length, samples=samples, snapped=found.snapped
    )
    lines = [str(found), f"network and extracted automaton, {own}"]
    if own.first_disagreement is not None:
        word = own.first_disagreement
        lines.insert(
            0, f"the extracted automaton is not the network: {_split(recognizer, found, word)}"
        )
    document: dict[str, Any] = {
        "network": str(checkpoint),
        "extraction": found.document(),
        "agreement": own.document(),
    }
    code = 0
    if against is not None:
        answer = comparison(found.automaton, against)
        lines.append(f"{answer} [{against_name}]")
        document["comparison"] = answer.document()
        if not answer.equal:
            code = 1
            other = agreement(recognizer, against, length=length, samples=samples)
            lines.append(f"network and {against_name}, {other}")
            document["agreement_with_target"] = other.document()
    if output is not None:
        write(found.automaton, output)
        lines.append(f"automaton written to {output}")
    return Answer(code, "\n".join(lines), document)


def checkpoint_automaton(path: Path) -> tuple[Automaton, Agreement]:
    """The smallest automaton found that explains a checkpoint, and how far the network agrees with it.

    Raises:
        ValueError: if the file is no checkpoint.
        Unexplained: if no automaton explains it that well.
    """
    recognizer = _recognizer(path, None, ())
    found: Extraction = extraction(recognizer, lengths=_lengths(recognizer))
    if not found.explained:
        raise Unexplained(path, recognizer, found)
    return found.automaton, agreement(recognizer, found.automaton, length=None, samples=2000)


def network_difference(
    recognizer: Recognizer, automaton: Automaton
) -> tuple[Word, Output, Output] | None:
    """A word after which a network and an automaton differ, with both outputs, if one is found."""
    if set(recognizer.alphabet) != set(automaton.alphabet):
        return None
    word = agreement(recognizer, automaton).first_disagreement
    return None if word is None else (word, _output(recognizer, word), automaton.run(word))


def _output(recognizer: Recognizer, word: Word) -> Output:
    code = {symbol: a for a, symbol in enumerate(recognizer.alphabet)}
    return recognizer.outputs[int(answers(recognizer, [tuple(code[x] for x in word)])[0])]


def _split(recognizer: Recognizer, found: Extraction, word: Word) -> str:
    return (
        f"after {shortened(word)} it gives {_output(recognizer, word)!r}, "
        f"the automaton {found.automaton.run(word)!r}"
    )


def _recognizer(path: Path, adapter: str | None, alphabet: tuple[str, ...]) -> Recognizer:
    if adapter is not None:
        return adapted(adapter, path, alphabet)
    if alphabet:
        raise ValueError("an alphabet is given with an adapter only; a checkpoint knows its own")
    if is_constructed(path):
        return load_constructed(path)
    return CellRecognizer(load(path))


def _lengths(recognizer: Recognizer) -> tuple[int, int]:
    """The lengths that a checkpoint says it was trained on, from the empty word; else to 10."""
    if isinstance(recognizer, CellRecognizer):
        config = recognizer.checkpoint.provenance.get("config")
        longest = config.get("max_length") if isinstance(config, dict) else None
        if isinstance(longest, int) and 1 <= longest <= 10_000:
            return 0, longest
    return 0, 10
