"""Machines: ``convert`` writes an automaton in another format, ``holonomy`` decomposes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.inputs import refuse_unwritable, target_automaton
from bilinear_theory.cli.options import AsJson, Target
from bilinear_theory.cli.printing import print_json


def convert(
    target: Target,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="DOT, AT&T or JSON by its ending; else JSON is printed."
        ),
    ] = None,
    minimize: Annotated[bool, typer.Option(help="Write the minimal automaton.")] = False,
) -> int:
    """Write an automaton in another format."""
    from bilinear_theory.automata.equivalence import minimize as minimized
    from bilinear_theory.automata.formats import object_from_automaton, writable, write

    if output is not None:
        writable(output)
    automaton = target_automaton(target)
    if minimize:
        automaton = minimized(automaton)
    if output is None:
        print_json(object_from_automaton(automaton))
    else:
        write(automaton, output)
        sys.stdout.write(f"written: {output}\n")
    return 0


def holonomy(
    target: Target,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the picture, an SVG, here.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """The holonomy decomposition: an automaton as a cascade of components that permute or reset."""
    from bilinear_theory.certificates.files import write_atomically
    from bilinear_theory.hierarchy.decomposition import (
        summary,
        summary_json,
        summary_svg,
        summary_text,
    )

    refuse_unwritable(output, ending=".svg")
    found = summary(target_automaton(target))
    if output is not None:
        write_atomically(summary_svg(target, found).encode(), output)
    if as_json:
        print_json(summary_json(target, found))
        return 0
    sys.stdout.write(summary_text(target, found) + "\n")
    if output is not None:
        sys.stdout.write(f"written: {output}\n")
    return 0
