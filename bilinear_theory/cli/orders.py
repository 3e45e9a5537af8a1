"""The order of the restrictions: ``order`` says of each pair whether one class tracks what the other does."""

from __future__ import annotations

from typing import Annotated

import typer

from bilinear_theory.cli.failures import Refusal
from bilinear_theory.cli.inputs import refuse_no_folder
from bilinear_theory.cli.options import Additive, AsJson, Certificates, DecoderName
from bilinear_theory.cli.printing import print_json, print_table, with_progress


def order(
    *,
    restriction: Annotated[
        list[str] | None,
        typer.Option(
            "--restriction", "-r", help="Only this restriction; given at least twice, if at all."
        ),
    ] = None,
    decoder: Annotated[
        DecoderName, typer.Option(help="How outputs are read.")
    ] = DecoderName.linear,
    additive: Additive = False,
    certificates: Certificates = None,
    as_json: AsJson = False,
) -> int:
    """Which restrictions track all that others track? An inclusion or an automaton for each pair."""
    from bilinear_theory.hierarchy.order_table import document, evidence, order_table
    from bilinear_theory.hierarchy.separation import candidates, relations
    from bilinear_theory.systems.restriction import STANDARD
    from bilinear_theory.systems.restriction import restriction as named
    from bilinear_theory.systems.setting import Decoder, Setting

    names = list(dict.fromkeys(restriction or ()))
    known = {r.name for r in STANDARD}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refusal(f"order knows the standard restrictions, which {unknown[0]} is none of")
    if len(names) == 1:
        raise Refusal("order takes two restrictions at least")
    refuse_no_folder(certificates)
    setting = Setting(decoder=Decoder(decoder.value), additive=additive)
    found = relations(
        setting,
        restrictions=[named(name)[0] for name in names] or STANDARD,
        automata=with_progress(candidates(), "automata"),
    )
    if certificates is not None:
        from bilinear_theory.certificates.files import write

        certificates.mkdir(parents=True, exist_ok=True)
        for name, verdict in evidence(found).items():
            write(verdict, certificates / name)
    result = document(setting, found)
    if as_json:
        print_json(result)
        return 0
    print_table(order_table(result))
    return 0
