"""Verdicts: ``classify`` asks which restrictions can track an automaton, ``construct`` how one does it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bilinear_theory.cli.failures import Refusal
from bilinear_theory.cli.inputs import refuse_no_folder, refuse_unwritable, target_automaton
from bilinear_theory.cli.options import (
    TARGET_HELP,
    Additive,
    AsJson,
    Certificates,
    DecoderName,
    Layers,
    OneRestriction,
    Target,
    Track,
    Tracked,
)
from bilinear_theory.cli.printing import print_json, print_table, with_progress


def classify(
    target: Annotated[str | None, typer.Argument(help=TARGET_HELP, show_default=False)] = None,
    *,
    restriction: Annotated[
        list[str] | None,
        typer.Option(
            "--restriction", "-r", help="Only this restriction; may be given more than once."
        ),
    ] = None,
    decoder: Annotated[DecoderName | None, typer.Option(help="Only this decoder.")] = None,
    additive: Annotated[bool, typer.Option(help="Only with an additive term.")] = False,
    layers: Layers = 1,
    track: Tracked = Track.outputs,
    as_json: AsJson = False,
    certificates: Certificates = None,
    batch: Annotated[
        Path | None, typer.Option(help="A file of JSON lines, one automaton or group a line.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer a batch.")] = 1,
    max_monoid: Annotated[int, typer.Option(min=1, help="Monoid elements enumerated.")] = 100_000,
    max_group: Annotated[int, typer.Option(min=1, help="Group elements enumerated.")] = 100_000,
) -> int:
    """Which restrictions can track an automaton? A verdict with evidence for each of them."""
    from bilinear_theory.hierarchy.answer import answer
    from bilinear_theory.hierarchy.request import Request

    request = Request(
        restrictions=tuple(restriction or ()),
        decoder=None if decoder is None else decoder.value,
        additive=additive,
        layers=layers,
        states=track is Track.states,
        max_monoid=max_monoid,
        max_group=max_group,
    )
    if (target is None) == (batch is None):
        raise Refusal("classify takes either a TARGET or --batch FILE")
    if batch is not None:
        if certificates is not None or not as_json:
            raise Refusal("--batch prints JSON lines: it needs --json and takes no --certificates")
        from bilinear_theory.hierarchy.batch import lines

        answered = refused = 0
        for line, bad in with_progress(lines(batch, request, workers=workers), "lines"):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            answered, refused = answered + (not bad), refused + bad
        if refused or not answered:
            sys.stderr.write(f"bilinear: {batch}: {answered} answered, {refused} refused\n")
        return 2 if refused else 0
    refuse_no_folder(certificates)
    subject = request.subject(target_automaton(target or "", bound=max_group))
    verdicts = list(with_progress(request.verdicts(subject), "questions"))
    if certificates is not None:
        from bilinear_theory.hierarchy.certificates import write_all

        write_all(verdicts, certificates)
    result = answer(target or "", subject, verdicts, max_monoid=max_monoid)
    if as_json:
        print_json(result)
        return 0
    from bilinear_theory.hierarchy.table import verdict_table

    print_table(verdict_table(target or "", subject, verdicts, result))
    return 0


def construct(
    target: Target,
    *,
    restriction: OneRestriction,
    decoder: Annotated[
        DecoderName, typer.Option(help="How outputs are read.")
    ] = DecoderName.linear,
    additive: Additive = False,
    layers: Layers = 1,
    track: Tracked = Track.outputs,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the certificate here.")
    ] = None,
    network: Annotated[
        Path | None, typer.Option(help="Write the network, in floats, as safetensors.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """The exact parameters that implement an automaton, if the restriction has them."""
    from bilinear_theory.certificates.files import text, write, write_together
    from bilinear_theory.certificates.obstruction import Obstruction, Undecided
    from bilinear_theory.hierarchy.request import Request

    request = Request(
        restrictions=(restriction,),
        decoder=decoder.value,
        additive=additive,
        layers=layers,
        states=track is Track.states,
    )
    refuse_unwritable(output, network)
    if output is not None and network is not None and output.resolve() == network.resolve():
        raise Refusal(f"{output}: the certificate and the network are two files")
    subject = request.subject(target_automaton(target))
    [verdict] = request.verdicts(subject)
    if isinstance(verdict, Undecided):
        if as_json:
            print_json({"answer": "undecided", "reason": verdict.reason})
        else:
            sys.stdout.write(f"undecided: {verdict.reason}\n")
        return 3
    if isinstance(verdict, Obstruction):
        if output is not None:
            write(verdict, output)
        sys.stdout.write(text(verdict) if as_json else f"no: {verdict.reason}\n")
        if output is not None and not as_json:
            sys.stdout.write(f"written: {output}\n")
        return 1
    certificate = text(verdict)
    files = {} if output is None else {output: certificate.encode()}
    if network is not None:
        from bilinear_theory.hierarchy.network import network_bytes

        files[network] = network_bytes(verdict)
        if verdict.metric is not None:
            sys.stderr.write("the network has the coordinates H^(1/2) h, H the metric, in floats\n")
    write_together(files)
    if as_json:
        sys.stdout.write(certificate)
        return 0
    from bilinear_theory.hierarchy.table import realization_table

    print_table(realization_table(target, verdict))
    for path in (output, network):
        if path is not None:
            sys.stdout.write(f"written: {path}\n")
    return 0
