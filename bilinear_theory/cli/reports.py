"""Reports: ``hierarchy`` sets theory beside training for eight automata."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.options import Workers


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
