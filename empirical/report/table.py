"""The table for a terminal: restrictions by automata, and the trained models beside the theory.

A cell has four letters: without an additive term, the linear and the arbitrary decoder; then the
same with one. Neighbouring restrictions of a family that agree everywhere share a row.

``verdict_table``   restrictions by automata
``outcome_table``   theory beside training
``text``            both as plain text of at most ``WIDTH`` columns
``document``        everything as a JSON object
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bilinear_theory.hierarchy.order import EQUAL, INCLUSIONS
from bilinear_theory.hierarchy.table import STYLES
from empirical.report.evidence import MARKS, SETTINGS, Cell, Exhibit
from empirical.report.inclusions import first
from empirical.report.outcomes import Outcome, expected, remark

WIDTH = 100
FORMAT = "bilinear-hierarchy"
VERSION = 1

LEGEND = (
    "A cell: linear and arbitrary decoder, no additive term; then both with an additive term.\n"
    "y possible, n impossible: proved, by a certificate that the kernel accepted. ? undecided."
)

CAUTION = (
    "Theory: linear decoder, exact. Accuracy: sampled, the last symbol of words of length {length}; "
    "one run.\nStates: of the automaton read out, in brackets if it does not explain the model; equal "
    "to the\ntarget. A failure of training proves nothing: what is possible need not be learned."
)


def row(exhibit: Exhibit, restriction: str) -> tuple[Cell, ...]:
    """The cells of a restriction in the order of ``SETTINGS``."""
    return tuple(
        exhibit.cell(restriction, additive=term, decoder=decoder) for term, decoder in SETTINGS
    )


def marks(exhibit: Exhibit, restriction: str) -> str:
    """The four letters of a cell, such as ``yy yy``."""
    letters = [c.mark for c in row(exhibit, restriction)]
    return f"{letters[0]}{letters[1]} {letters[2]}{letters[3]}"


def merged(exhibits: Sequence[Exhibit]) -> list[tuple[str, list[str]]]:
    """The rows of the table: a title, and the restrictions that share it."""
    rows: list[tuple[str, list[str]]] = []
    for r in exhibits[0].restrictions:
        if rows:
            last = rows[-1][1][-1]
            family = r.rpartition(":")[0]
            alike = all(marks(e, last) == marks(e, r) for e in exhibits)
            if family and family == last.rpartition(":")[0] and alike:
                rows[-1][1].append(r)
                continue
        rows.append((r, [r]))
    return [
        (names[0] if len(names) == 1 else f"{names[0]}..{names[-1].rpartition(':')[2]}", names)
        for _, names in rows
    ]


def verdict_table(exhibits: Sequence[Exhibit]) -> RenderableType:
    """Restrictions by automata, with the legend."""
    table = Table("restriction", box=None, pad_edge=False, padding=(0, 1))
    for e in exhibits:
        table.add_column(_header(e.short), no_wrap=True)
    for title, names in merged(exhibits):
        table.add_row(Text(title, no_wrap=True), *(_coloured(row(e, names[0])) for e in exhibits))
    return Group(table, Text(LEGEND, style="dim"))


def _header(name: str) -> str:
    """A name on two lines, broken at a colon or a hyphen if it is long."""
    if len(name) <= 9:
        return name
    cut = max(name.rfind("-", 0, 11), name.rfind(":", 0, 11)) + 1
    return f"{name[:cut]}\n{name[cut:]}" if cut else name


def _coloured(cells: Sequence[Cell]) -> Text:
    parts: list[tuple[str, str]] = []
    for i, c in enumerate(cells):
        parts += [(" ", "")] if i == 2 else []
        parts.append((c.mark, STYLES.get(c.verdict, "bold magenta")))
    return Text.assemble(*parts)


def outcome_table(outcomes: Sequence[Outcome], exhibits: Sequence[Exhibit]) -> RenderableType:
    """Theory beside training."""
    if not outcomes:
        return Text("No model was trained.", style="dim")
    length = outcomes[0].length
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for heading in (
        "automaton", "trained as", "theory", f"accuracy\nat {length}", "states",
        "equal", "in short",
    ):  # fmt: skip
        table.add_column(heading, no_wrap=True)
    for o in by_target(outcomes, exhibits):
        cell = expected(o, exhibits)
        table.add_row(
            o.target,
            o.restriction,
            Text(cell.verdict, style=STYLES.get(cell.verdict, "bold magenta")),
            f"{o.accuracy:.2f}",
            f"{o.states}" if o.explained else f"({o.states})",
            "yes" if o.equal else "no",
            remark(o),
        )
    return Group(table, Text(CAUTION.format(length=length), style="dim"))


def by_target(outcomes: Sequence[Outcome], exhibits: Sequence[Exhibit]) -> list[Outcome]:
    """The outcomes in the order of the automata, as they were trained within one."""
    order = [e.name for e in exhibits]
    return sorted(outcomes, key=lambda o: order.index(o.target))


def summary(exhibits: Sequence[Exhibit]) -> str:
    """How many verdicts are proved by how many certificates, and whether all were accepted."""
    count = sum(e.certificates for e in exhibits)
    proved = sum(c.certificate is not None for e in exhibits for c in e.cells)
    refused = sum(len(e.refused) for e in exhibits)
    fate = "all accepted by the kernel" if not refused else f"{refused} REFUSED by the kernel"
    undecided = sum(c.verdict == "undecided" for e in exhibits for c in e.cells)
    return f"{proved} verdicts by {count} certificates, {fate}; {undecided} questions undecided"


def text(exhibits: Sequence[Exhibit], outcomes: Sequence[Outcome]) -> str:
    """Both tables as plain text."""
    stream = io.StringIO()
    console = Console(file=stream, width=WIDTH, highlight=False, color_system=None)
    console.print(verdict_table(exhibits))
    console.print(summary(exhibits) + ".\n")
    console.print(outcome_table(outcomes, exhibits))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def document(exhibits: Sequence[Exhibit], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Everything that the report says, as a JSON object."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "marks": MARKS,
        "settings": [{"additive": term, "decoder": decoder} for term, decoder in SETTINGS],
        "certificates": {
            "written": sum(e.certificates for e in exhibits),
            "refused": sorted({str(c.certificate) for e in exhibits for c in e.refused}),
        },
        "automata": [e.document() for e in exhibits],
        "inclusions": [[i.lower, i.upper, i.reason] for i in INCLUSIONS],
        "equal": EQUAL,
        "first": {
            e.name: {
                "linear" + ("+b" if term else ""): [
                    {"restriction": r, "smaller_ones_refuted": known}
                    for r, known in first(e, additive=term)
                ]
                for term in (False, True)
            }
            for e in exhibits
        },
        "trained": [
            {
                **o.document(),
                "theory": expected(o, exhibits).verdict,
                "remark": remark(o),
            }
            for o in by_target(outcomes, exhibits)
        ],
    }
