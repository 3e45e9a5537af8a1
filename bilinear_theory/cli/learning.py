"""Learning: ``train`` fits a recurrence to a target, ``extract`` reads an automaton out of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.inputs import refuse_unwritable, target_automaton
from bilinear_theory.cli.options import Additive, AsJson, OneRestriction, Target
from bilinear_theory.cli.printing import print_answer


def train(
    target: Target,
    *,
    restriction: OneRestriction,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The checkpoint's file.")
    ] = None,
    width: Annotated[int | None, typer.Option(min=1, max=10_000, help="Real units.")] = None,
    steps: Annotated[int, typer.Option(min=1, help="At most this many steps.")] = 3000,
    seed: Annotated[int, typer.Option(min=0, max=2**62, help="Of the weights and the words.")] = 0,
    replicas: Annotated[
        int, typer.Option(min=1, max=1000, help="Models trained side by side.")
    ] = 3,
    batch: Annotated[int, typer.Option(min=1, max=100_000, help="Words a step.")] = 64,
    min_length: Annotated[int, typer.Option(min=1, help="Of the words.")] = 2,
    max_length: Annotated[int, typer.Option(min=1, max=10_000, help="Of the words.")] = 10,
    learning_rate: Annotated[float, typer.Option(help="Of Adam.")] = 3e-3,
    additive: Additive = False,
    seconds: Annotated[
        float | None, typer.Option(help="A limit on the wall time, more than 0.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    as_json: AsJson = False,
) -> int:
    """Train a recurrence of a restriction on a target; write a checkpoint."""
    from empirical import commands

    stem = "".join(c if c.isalnum() or c in "-+@" else "-" for c in f"{target}.{restriction}")
    output = output or Path(f"{stem[:200]}.safetensors")
    refuse_unwritable(output)
    result = commands.train(
        target_automaton(target),
        target,
        restriction,
        output=output,
        width=width,
        steps=steps,
        seed=seed,
        replicas=replicas,
        batch=batch,
        lengths=(min_length, max_length),
        learning_rate=learning_rate,
        additive=additive,
        seconds=seconds,
        device=device,
    )
    return print_answer(result, as_json=as_json)


def extract(
    checkpoint: Annotated[Path, typer.Argument(help="A checkpoint, or a network's weights.")],
    *,
    against: Annotated[
        str | None, typer.Option(help="The target to compare the automaton with.")
    ] = None,
    adapter: Annotated[
        str | None, typer.Option(help="How to read another network's weights: lstm-classifier.")
    ] = None,
    alphabet: Annotated[
        str | None, typer.Option(help="With an adapter: the symbols, separated by commas.")
    ] = None,
    length: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Compare on all words up to this length, by default that of 100,000 words; "
            "at most 10,000,000 words.",
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="Words sampled beyond that.")
    ] = 2000,
    epsilon: Annotated[float, typer.Option(help="The error that an automaton may leave.")] = 0.01,
    bound: Annotated[int, typer.Option(min=1, help="At most this many states.")] = 500,
    seed: Annotated[int, typer.Option(min=0, max=2**61, help="Of the words that are sampled.")] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the automaton: DOT, AT&T or JSON.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Read the automaton out of a network, and say how far the two agree."""
    from empirical import commands

    result = commands.extract(
        checkpoint,
        against=None if against is None else target_automaton(against),
        against_name=against or "the target",
        adapter=adapter,
        alphabet=tuple(alphabet.split(",")) if alphabet else (),
        length=length,
        samples=samples,
        epsilon=epsilon,
        bound=bound,
        seed=seed,
        output=output,
    )
    return print_answer(result, as_json=as_json)
