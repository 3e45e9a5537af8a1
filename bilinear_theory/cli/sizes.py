"""Sizes: ``width`` bounds the units that an automaton needs, ``census`` counts groups by class."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.inputs import refuse_no_folder, refuse_unwritable, target_automaton
from bilinear_theory.cli.options import (
    Additive,
    AsJson,
    Certificates,
    Target,
    Track,
    Tracked,
    Workers,
)
from bilinear_theory.cli.printing import print_json, print_table, with_progress


def width(
    target: Target,
    *,
    additive: Additive = False,
    track: Tracked = Track.outputs,
    certificates: Certificates = None,
    as_json: AsJson = False,
) -> int:
    """How many units does each class need? Bounds with certificates, and the Hankel rank."""
    from bilinear_theory.hierarchy import width as widths
    from bilinear_theory.hierarchy.request import Request
    from bilinear_theory.hierarchy.table import width_table

    refuse_no_folder(certificates)
    subject = Request(states=track is Track.states).subject(target_automaton(target))
    found: widths.Widths = {}
    for known in with_progress(widths.widths(subject, additive=additive), "questions"):
        found = known
    result = widths.document(target, subject, found, additive=additive)
    if certificates is not None:
        from bilinear_theory.hierarchy.certificates import write_all

        write_all(widths.proofs(found), certificates)
    if as_json:
        print_json(result)
        return 0
    print_table(width_table(target, result))
    return 0


def census(
    *,
    max_order: Annotated[
        int, typer.Option(min=1, max=119, help="All groups up to this order.")
    ] = 31,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the picture here, as SVG.")
    ] = None,
    workers: Workers = 1,
    as_json: AsJson = False,
) -> int:
    """How many groups sit at each level of the hierarchy?"""
    from bilinear_theory.certificates.files import write_atomically
    from bilinear_theory.hierarchy import census as groups
    from bilinear_theory.hierarchy.table import census_table

    refuse_unwritable(output, ending=".svg")
    entries = list(with_progress(groups.census(max_order, workers=workers), "groups"))
    if output is not None:
        write_atomically(groups.picture(entries).encode(), output)
    if as_json:
        print_json(groups.document(entries))
        return 0
    print_table(census_table(entries))
    if output is not None:
        sys.stdout.write(f"written: {output}\n")
    return 0
