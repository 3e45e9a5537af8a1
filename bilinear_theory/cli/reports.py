"""Reports: ``hierarchy`` sets theory beside training, ``reproduce`` beside the published figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.options import AsJson, Workers
from bilinear_theory.cli.printing import print_json, print_table, with_progress


def hierarchy(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder of the report.")
    ] = Path("out"),
    quick: Annotated[bool, typer.Option("--quick", help="Train fewer models, shorter.")] = False,
    train: Annotated[bool, typer.Option(help="Train models beside the theory.")] = True,
    workers: Workers = 2,
) -> int:
    """The main job: every restriction for eight automata, with evidence, training and pictures."""
    from empirical.hierarchy import run

    return run(output, quick=quick, train=train, workers=workers)


def reproduce(
    *,
    table: Annotated[
        str | None,
        typer.Option(help="Only this: modular-addition, random-machine or parity."),
    ] = None,
    train: Annotated[
        bool, typer.Option("--train", help="Train a model for each cell, too.")
    ] = False,
    seconds: Annotated[float, typer.Option(help="With --train: for each model.")] = 10.0,
    as_json: AsJson = False,
) -> int:
    """The founding paper's tables, with the theory's prediction in every cell."""
    from empirical.report.published import TABLES
    from empirical.reproduce import document, reproduced
    from empirical.reproduce import table as printed

    for name in (table,) if table is not None else tuple(TABLES):
        limit = seconds if train else None
        cells = list(with_progress(reproduced(name, seconds=limit), f"cells of {name}"))
        if as_json:
            print_json(document(cells))
        else:
            print_table(printed(cells))
    return 0
