"""Tables for people: verdicts of one automaton, and a realization in short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import word_text
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.census import Entry, counts
from bilinear_theory.hierarchy.classify import Verdict
from bilinear_theory.systems.factors import HouseholderFactors
from bilinear_theory.systems.matrix import DiagonalMatrix, OneHotMatrix, UnitVector
from bilinear_theory.systems.question import Subject
from bilinear_theory.systems.stack import Stack

STYLES = {"yes": "green", "no": "red", "undecided": "yellow"}
#: Realizations of at most this many points and letters are printed in full.
MAX_SHOWN = 12


def verdict_table(
    name: str, subject: Subject, verdicts: Sequence[Verdict], result: dict[str, Any]
) -> Group:
    """The facts of an automaton and a row for each restriction."""
    rows: dict[str, dict[tuple[bool, str], Verdict]] = {}
    for v in verdicts:
        key = (v.question.setting.additive, v.question.setting.decoder.value)
        rows.setdefault(v.question.restriction.name, {})[key] = v
    columns = [
        (term, decoder)
        for term in (False, True)
        for decoder in ("linear", "arbitrary")
        if any((term, decoder) in row for row in rows.values())
    ]
    table = Table("restriction", pad_edge=False, box=None)
    for term, decoder in columns:
        table.add_column(decoder + ("\n+b" if term else "\n"))
    for restriction, row in rows.items():
        table.add_row(Text(restriction, no_wrap=True), *(_cell(row.get(c)) for c in columns))
    group, monoid = result["group"], result["monoid"]
    facts = [
        f"{counted(result['states'], 'state')} of the minimal machine, "
        f"{counted(result['letters'], 'letter')}",
        f"monoid of {_elements(monoid['size'])}"
        + (", commutative" if monoid["commutative"] else "")
        + (", aperiodic" if monoid["aperiodic"] else "")
        + (f", a group of order {_number(group['order'])}" if group else ""),
    ]
    title = Text(f"{name}: {'; '.join(facts)}", style="bold")
    return Group(title, table, Text("yes(d): d units suffice.\n", style="dim"), *_reasons(verdicts))


def realization_table(name: str, verdict: Realization) -> Group:
    """The parameters of a realization: all of them if they are few."""
    question = verdict.question
    lines = [
        Text(f"{name} as {question.name}, {question.setting}: yes", style="bold"),
        Text(verdict.reason),
        Text(
            f"{counted(verdict.width, 'unit')} over "
            f"{'Q' if verdict.conductor == 1 else f'Q(z{verdict.conductor})'}, "
            f"{counted(len(verdict.orbit), 'reachable state')}"
        ),
    ]
    if isinstance(verdict.system, Stack):
        return Group(*lines, *_layers(verdict.system))
    system = verdict.system
    if verdict.width > MAX_SHOWN or len(system.alphabet) > MAX_SHOWN:
        return Group(*lines)
    table = Table("letter", "A", pad_edge=False, box=None)
    if system.offsets is not None:
        table.add_column("b")
    for a, symbol in enumerate(system.alphabet):
        row = [escape(word_text((symbol,))), escape(_matrix_text(system.matrices[a]))]
        if system.offsets is not None:
            row.append(escape(_vector_text(system.offsets[a])))
        table.add_row(*row)
    start = Text(f"h_0 = {_vector_text(system.initial)}")
    return Group(*lines, start, table, *_metric(verdict))


def _metric(verdict: Realization) -> list[Text]:
    """The form that takes the place of the scalar product, and what that means."""
    if verdict.metric is None:
        return []
    relative, standard = "A^T H A = H", "A^T A = I"
    if isinstance(verdict.structure, HouseholderFactors):
        relative, standard = "I - beta k k^T H/(k^T H k)", "I - beta k k^T/(k^T k)"
    text = (
        f"The scalar product is that of H: {relative} becomes {standard} in the coordinates "
        "H^(1/2) h, which are rarely cyclotomic."
    )
    return [Text(f"H =\n{_matrix_text(verdict.metric.matrix)}"), Text(text, style="dim")]


def _layers(stack: Stack) -> list[Text]:
    """A line for each layer of a stack."""
    return [
        Text(
            f"layer {j}: {counted(layer.system.width, 'unit')}, {counted(len(layer.vectors), 'state')}, "
            f"{counted(len(layer.system.alphabet), 'input')}"
        )
        for j, layer in enumerate(stack.layers, start=1)
    ]


def width_table(name: str, result: dict[str, Any]) -> Group:
    """The widths of an automaton, a row for each class."""
    table = Table("restriction", pad_edge=False, box=None)
    for decoder in ("linear", "arbitrary"):
        table.add_column(decoder, justify="right")
    for restriction, found in result["width"].items():
        table.add_row(restriction, *(_width_text(found[d]) for d in ("linear", "arbitrary")))
    hankel = result["hankel"]
    exact = f"Hankel rank {_number(hankel['rank'])}: the least width with exact linear outputs"
    if "width+b" in hankel:
        exact += f"; with an additive term {_number(hankel['width+b'])}"
    lines = [f"{exact}."]
    spaces = result["separating_functions"]
    if spaces is not None:
        numbers = ", ".join(f"{_range(b)} over {field}" for field, b in spaces.items())
        lines.append(
            f"Least letter-invariant spaces of functions that separate the states: {numbers}."
        )
    degrees = result["minimal_degree"]
    if degrees is not None:
        numbers = ", ".join(f"{_number(n)} over {field}" for field, n in degrees.items())
        lines.append(
            f"Least faithful representation of the group: degree {numbers}; "
            f"on {_number(result['minimal_permutation_degree'])} point"
            f"{'' if result['minimal_permutation_degree'] == 1 else 's'}."
        )
    title = Text(
        f"{name}: {counted(result['states'], 'state')} of the minimal machine, "
        f"{counted(result['letters'], 'letter')}",
        style="bold",
    )
    return Group(title, table, *(Text(line) for line in lines))


def _width_text(found: list[int | None] | None) -> str:
    return "none" if found is None else _range(found)


def _range(found: Sequence[int | None]) -> str:
    low, high = found
    return str(low) if low == high else f"{low} or more" if high is None else f"{low} to {high}"


def census_table(entries: Sequence[Entry]) -> Group:
    """How many groups each class tracks, all elements being letters."""
    table = Table("restriction", pad_edge=False, box=None)
    for heading in ("linear\nyes", "\nno", "arbitrary\nyes", "\nno", "\nundecided"):
        table.add_column(heading, justify="right")
    for name, found in counts(entries).items():
        linear, arbitrary = found["linear"], found["arbitrary"]
        table.add_row(
            Text(name, no_wrap=True),
            *(str(linear[w]) for w in ("yes", "no")),
            *(str(arbitrary[w]) for w in ("yes", "no", "undecided")),
        )
    title = Text(
        f"{counted(len(entries), 'group')} of order at most {max(e.order for e in entries)}, all elements as "
        "letters and outputs",
        style="bold",
    )
    note = (
        "Linear: from the characters (theorem B). Arbitrary: blocks by covers and laws; Householder\n"
        "products undecided where neither a linear decoder nor a cover by blocks tracks the group.\n"
    )
    return Group(title, table, Text(note, style="dim"))


def _reasons(verdicts: Sequence[Verdict]) -> list[Text]:
    """Each reason once, with the restrictions of which it speaks."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    for v in verdicts:
        names.setdefault((word(v), v.reason), {})[v.question.name] = None
    return [
        Text.assemble((verdict, STYLES[verdict]), f": {reason}\n    ", (", ".join(found), "dim"))
        for (verdict, reason), found in names.items()
    ]


def _cell(verdict: Verdict | None) -> Text:
    if verdict is None:
        return Text("")
    text = word(verdict)
    width = f"({verdict.width})" if isinstance(verdict, Realization) else ""
    return Text(text + width, style=STYLES[text])


def _number(value: Any) -> str:
    if isinstance(value, list):
        low, high = value
        return f"at least {low}" if high is None else f"{low} to {high}"
    return str(value)


def _elements(value: Any) -> str:
    return (
        counted(value, "element")
        if isinstance(value, int)
        else f"{_number(value)} elements (past --max-monoid)"
    )


def _matrix_text(matrix: object) -> str:
    match matrix:
        case DiagonalMatrix(diagonal):
            return f"diag({', '.join(str(c) for c in diagonal)})"
        case OneHotMatrix(images):
            return "columns " + " ".join(f"e{i}" for i in images)
        case _:
            return str(matrix)


def _vector_text(vector: object) -> str:
    if isinstance(vector, UnitVector):
        return f"e{vector.index}"
    return f"({', '.join(str(c) for c in vector)})" if isinstance(vector, tuple) else str(vector)
