"""The program: all commands under one name, and what becomes of their errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bilinear_theory.cli.evidence import check, compare
from bilinear_theory.cli.failures import line_of
from bilinear_theory.cli.learning import extract, train
from bilinear_theory.cli.machines import convert, holonomy
from bilinear_theory.cli.orders import order
from bilinear_theory.cli.reports import hierarchy, reproduce
from bilinear_theory.cli.sizes import census, width
from bilinear_theory.cli.verdicts import classify, construct

HELP = "Exact bilinear recurrences for finite automata and group actions, with certificates."
COMMANDS = (
    classify,
    construct,
    check,
    compare,
    convert,
    holonomy,
    train,
    extract,
    width,
    census,
    order,
    hierarchy,
    reproduce,
)

#: What typer makes of an interrupt.
INTERRUPTED = 130

app = typer.Typer(
    name="bilinear",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes at once
)


def _version(value: bool) -> None:  # noqa: FBT001
    if value:
        from importlib.metadata import version

        typer.echo(f"bilinear-theory {version('bilinear-theory')}")
        raise typer.Exit


@app.callback(help=HELP)
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What can be asked of the program itself."""


for _command in COMMANDS:
    app.command()(_command)


def run(words: Sequence[str]) -> int:
    """The exit status of a command line; an error of the user becomes one line and status 2."""
    try:
        status = app(list(words), standalone_mode=False)
    except SystemExit as stopped:
        if stopped.code == 1:  # so typer ends when who reads the output has enough
            raise BrokenPipeError from None
        raise
    except Exception as error:
        line = line_of(error)
        if line is None:
            raise
        if line:
            sys.stderr.write(f"bilinear: {line}\n")
        return 2
    if status == INTERRUPTED:  # typer keeps the interrupt for itself
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0
