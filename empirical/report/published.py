"""Published figures: the tables of the founding paper, so far as they can be sourced.

The authors published neither code nor machines. The figures are those of the paper's tables as secondary
sources report them that agree with each other (``docs/theory.md``, section 1.5): accuracy at length 500
after training on lengths 2 to 10, 0 for chance and 1 for perfection, 256 hidden units. A figure that no
source gives is None here, and nothing is put in its place.

``Table``   models by sizes, with the automaton of each size
``Row``     a model, the restriction that it is, if it is one, and its figures
``TABLES``  by name

References: Ebrahimi and Memisevic, *Revisiting Bi-Linear State Transitions in Recurrent Neural Networks*
(2025), arXiv 2505.21749.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize

SOURCE = "arXiv 2505.21749, as secondary sources report it (docs/theory.md, section 1.5)"
LETTERS = 4


@dataclass(frozen=True)
class Row:
    """A model of a table.

    Args:
        model: what the paper calls it.
        restriction: the class of its matrices; None for networks that are no such recurrence.
        figures: by size; sizes that are missing here are not known.
    """

    model: str
    restriction: str | None
    figures: Mapping[int, float]


@dataclass(frozen=True)
class Table:
    """A table of the paper.

    Args:
        title: what it is about.
        sizes: the heads of its columns.
        automaton: the task of each size.
        rows: its models.
        notes: what is not known of it, a line each.
    """

    title: str
    sizes: tuple[int, ...]
    automaton: Callable[[int], Automaton]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def random_machine(m: int) -> Automaton:
    """A minimal automaton of ``m`` states on four letters, each state its own output.

    It is the first of those drawn with seeds m, m + 1000, m + 2000, .. of which every state is reached.

    >>> len(random_machine(5)), random_machine(5) == random_machine(5)
    (5, True)
    """
    seed = m
    while True:
        draw = random.Random(seed).random
        rows = [[int(m * draw()) for _ in range(LETTERS)] for _ in range(m)]
        found = Automaton("abcd", rows, 0, range(m))
        if len(minimize(found)) == m:
            return found
        seed += 1000


def _row(
    model: str, restriction: str | None, sizes: tuple[int, ...], *figures: float | None
) -> Row:
    known = {m: x for m, x in zip(sizes, figures, strict=True) if x is not None}
    return Row(model, restriction, known)


_ADDITION = (2, 3, 5, 10, 25, 50)
_MACHINES = (2, 5, 10, 25)

TABLES: Mapping[str, Table] = {
    "modular-addition": Table(
        "Modular addition: the running sum modulo m",
        _ADDITION,
        lambda m: target(f"modular-addition:{m}"),
        (
            _row("full bilinear", "full", _ADDITION, *[1.0] * 6),
            _row("block size 2", "block-real:2", _ADDITION, *[1.0] * 6),
            _row("R2 blocks", "rotation", _ADDITION, 1.0, 0.0, 1.0, 0.66, 0.37, 0.0),
            _row("block size 1", "diagonal-real", _ADDITION, 1.0, 0.0, 0.0, 0.1, 0.0, 0.02),
            _row("LSTM", None, _ADDITION, 1.0, 1.0, 0.98, 1.0, 0.0, 0.02),
            _row("Mamba", None, _ADDITION, 0.0, 0.01, 0.01, 0.0, 0.0, 0.0),
            _row("Transformer", None, _ADDITION, 0.03, 0.01, *[0.0] * 4),
        ),
        (
            "The factored model is left out: its rank is not in the sources (0.95 at m = 50).",
            "LSTM, Mamba and Transformer are no bilinear recurrences: no verdict.",
        ),
    ),
    "random-machine": Table(
        "Random state machines of m states",
        _MACHINES,
        random_machine,
        (
            _row("full bilinear", "full", _MACHINES, *[1.0] * 4),
            _row("block size 2", "block-real:2", _MACHINES, 1.0, 0.0, 0.0, 0.0),
            _row("R2 blocks", "rotation", _MACHINES, *[None] * 4),
            _row("block size 1", "diagonal-real", _MACHINES, *[None] * 4),
            _row("LSTM", None, _MACHINES, 1.0, 1.0, 0.0, 0.0),
            _row("Mamba", None, _MACHINES, *[0.0] * 4),
        ),
        (
            "The paper's machines are not public: the verdicts are about ours, on four letters, drawn "
            "with a fixed seed.",
            "The factored model is left out: its rank is not in the sources (1.00, 1.00, 1.00, 0.50).",
            "No source gives figures for R2 blocks and block size 1 here.",
        ),
    ),
    "parity": Table(
        "Parity, with and without an additive term",
        (2,),
        lambda _: target("parity"),
        (
            _row("full bilinear", "full", (2,), 1.0),
            _row("full, additive term", "full+b", (2,), None),
            _row("real diagonal", "diagonal-real", (2,), 1.0),
            _row("non-negative diagonal", "diagonal-nonnegative", (2,), None),
        ),
        ("With additive terms the sources say clearly lower, and give no figure.",),
    ),
}
#: Tables of the paper that are not set again, and why.
LEFT_OUT = (
    "Modular arithmetic is left out: the format of its words is not in the sources (full bilinear: 1.00).",
)
