"""The tables of the founding paper again: the theory's prediction beside each published figure.

The prediction is the verdict of the classifier for a linear decoder. That a class can track an automaton
does not say that training finds it; that it cannot says that no training does.

``Cell``        a verdict, the published figure, and what training gave if it was asked for
``reproduced``  the cells of a table
``table``       for people; ``document`` for machines
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.classify import classify
from empirical.report.published import LEFT_OUT, SOURCE, TABLES

STYLES = {"yes": "green", "no": "red", "undecided": "yellow"}


@dataclass(frozen=True)
class Cell:
    """One model on one task.

    Args:
        table: the table's name.
        model: what the paper calls the model.
        restriction: the class of its matrices, if it is a bilinear recurrence.
        size: the column.
        theory: ``yes``, ``no`` or ``undecided``; None where there is no restriction.
        width: units that suffice, if the theory says yes.
        reason: of the verdict.
        published: the paper's figure, None if it is not known.
        trained: ours on the same scale, None if nothing was trained.
    """

    table: str
    model: str
    restriction: str | None
    size: int
    theory: str | None
    width: int | None
    reason: str | None
    published: float | None
    trained: float | None


def reproduced(name: str, *, seconds: float | None = None) -> Iterator[Cell]:
    """The cells of a table, row by row.

    Args:
        name: one of ``TABLES``.
        seconds: train a model for each cell with a restriction, for about so long; None for no training.

    Raises:
        ValueError: if there is no such table, or the time is not positive.
    """
    if name not in TABLES:
        raise ValueError(f"there is no table {name[:40]!r}; there are {', '.join(TABLES)}")
    if seconds is not None and not seconds > 0:
        raise ValueError(f"{seconds:g} seconds a model: a limit must be positive")
    given = TABLES[name]
    for row in given.rows:
        for m in given.sizes:
            published = row.figures.get(m)
            if row.restriction is None:
                yield Cell(name, row.model, None, m, None, None, None, published, None)
                continue
            automaton = given.automaton(m)
            verdict = classify(automaton, row.restriction)
            trained = None
            if seconds is not None:
                trained = _trained(f"{name}:{m}", automaton, row.restriction, seconds)
            width = verdict.width if isinstance(verdict, Realization) else None
            yield Cell(
                name, row.model, row.restriction, m, word(verdict), width, verdict.reason, published,
                trained,
            )  # fmt: skip


def _trained(name: str, automaton: Any, restriction: str, seconds: float) -> float:
    """The accuracy at length 500 of the best of three replicas, 0 for chance; torch is loaded here."""
    train, parameters = import_module("empirical.train"), import_module("empirical.parameters")
    width = max(parameters.default_width(restriction), len(automaton) + len(automaton) % 2)
    config = train.TrainingConfig(restriction=restriction, width=width, seconds=seconds)
    with train.one_thread():
        run = train.train(automaton, config)
        _, rescaled = train.accuracy(run.cell, automaton, length=500, words=300)
    return round(float(rescaled), 2)


def table(cells: Sequence[Cell]) -> Group:
    """A table of cells of one table of the paper, with its notes."""
    name = cells[0].table
    given, trained = TABLES[name], any(c.trained is not None for c in cells)
    rich = RichTable("model", "restriction", pad_edge=False, box=None)
    for m in given.sizes:
        rich.add_column(f"m = {m}")
    for row in given.rows:
        found = [c for c in cells if c.model == row.model]
        rich.add_row(
            Text(row.model, no_wrap=True), row.restriction or "-", *(_cell(c, trained) for c in found)
        )  # fmt: skip
    key = "A cell: theory's verdict (units that suffice), the published accuracy at length 500"
    key += ", ours." if trained else "."
    lines = [
        f"{key} Linear decoder; yes and no are proved. - no verdict, ? no figure.",
        f"Published: {SOURCE}.",
        *given.notes,
        *LEFT_OUT,
    ]
    return Group(
        Text(f"{name}. {given.title}", style="bold"), rich, *(Text(line) for line in lines)
    )


def _cell(c: Cell, trained: bool) -> Text:  # noqa: FBT001
    units = "" if c.width is None else f"({c.width})"
    parts = [Text(f"{c.theory or '-'}{units}", style=STYLES.get(c.theory or "", ""))]
    parts.append(Text("?" if c.published is None else f"{c.published:.2f}"))
    if trained:
        parts.append(Text("-" if c.trained is None else f"{c.trained:.2f}"))
    return Text("  ").join(parts)


def document(cells: Sequence[Cell]) -> dict[str, Any]:
    """The cells of one table as a JSON object."""
    name = cells[0].table
    given = TABLES[name]
    return {
        "table": name,
        "title": given.title,
        "source": SOURCE,
        "length": 500,
        "decoder": "linear",
        "notes": [*given.notes, *LEFT_OUT],
        "cells": [
            {
                "model": c.model,
                "restriction": c.restriction,
                "size": c.size,
                "theory": c.theory,
                "width": c.width,
                "reason": c.reason,
                "published": c.published,
                "trained": c.trained,
            }
            for c in cells
        ],
    }
