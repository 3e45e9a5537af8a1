"""Widths: how many units each class needs for an automaton, between certified bounds.

A width that suffices has a realization, one that does not an obstruction, each for a class of matrices
of bounded width such as ``full:4``; between them the question is open. With exact linear outputs in
place of a decoder the width is the Hankel rank.

``Bounds``           the largest width that is excluded and the least that suffices, with their verdicts
``bounds(..)``       those of one class and decoder
``CLASSES``          the classes whose width can be bounded
``document(..)``     everything as a JSON object

References: theory.md, section 3.10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bilinear_theory.algebra.faithful import least_degree
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.weighted import WeightedAutomaton, weighted
from bilinear_theory.certificates.document import number
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict, decide
from bilinear_theory.hierarchy.invariants import invariants
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import (
    PD,
    ColumnOneHot,
    Full,
    Orthogonal,
    Permutation,
    Restriction,
)
from bilinear_theory.systems.setting import Decoder, Setting

#: The most states up to which the least weighted automaton is written out.
MAX_WEIGHTED = 200

CLASSES: dict[str, Callable[[int | None], Restriction]] = {
    "full": Full,
    "orthogonal": Orthogonal,
    "pd": PD,
    "column-one-hot": ColumnOneHot,
    "permutation": Permutation,
}


@dataclass(frozen=True, eq=False)
class Bounds:
    """The least width of a class for an automaton, as far as it is known.

    Args:
        low: no smaller width suffices.
        high: this width suffices; 0 if there is one state alone.
        below: the proof that ``low - 1`` units do not suffice, None if low is at most 1.
        above: the system of ``high`` units.
    """

    low: int
    high: int
    below: Obstruction | None
    above: Realization


def bounds(
    subject: Subject, restriction: Callable[[int | None], Restriction], decoder: Decoder
) -> Bounds | None:
    """The width of a class: that of the narrowest system found, and what is excluded from below.

    Returns:
        None if the class tracks the automaton at no width.

    >>> from bilinear_theory.automata.catalog import target
    >>> found = bounds(Subject(target("A5/points")), Full, Decoder.LINEAR)
    >>> found.low, found.high
    (4, 4)
    """

    def verdict(n: int) -> Verdict:
        return decide(Question(subject, restriction(n), Setting(decoder=decoder)))

    above = verdict(
        len(subject.minimal)
    )  # one unit a state fits, so that the narrowest is returned
    if not isinstance(above, Realization):
        return None
    high = above.width
    if high == 0:
        return Bounds(0, 0, None, above)
    low, below = 1, None
    while low < high and isinstance(found := verdict(low), Obstruction):
        low, below = low + 1, found
    return Bounds(low, high, below, replace(above, question=verdict(high).question))


def document(name: str, subject: Subject) -> tuple[dict[str, Any], list[Realization | Obstruction]]:
    """All widths of an automaton as a JSON object, and the verdicts that prove them."""
    minimal = subject.minimal
    proofs: list[Realization | Obstruction] = []
    widths: dict[str, dict[str, list[int] | None]] = {}
    for key, restriction in CLASSES.items():
        widths[key] = {}
        for decoder in Decoder:
            found = bounds(subject, restriction, decoder)
            widths[key][decoder.value] = None if found is None else [found.low, found.high]
            if found is None:
                continue
            proofs += [found.above] if found.below is None else [found.below, found.above]
    known = invariants(subject)
    rank = hankel_rank(minimal)
    task = group_task(minimal)
    separating = None
    if task is not None:
        separating = {f: list(least_degree(task.demands(f))) for f in ("C", "R", "Q")}
    result: dict[str, Any] = {
        "name": name,
        "states": len(minimal),
        "letters": len(minimal.alphabet),
        "hankel": {"rank": list(rank) if isinstance(rank, tuple) else rank},
        "separating_functions": separating,
        "minimal_degree": known["minimal_degree"],
        "minimal_permutation_degree": known["minimal_permutation_degree"],
        "width": widths,
    }
    if len(minimal) <= MAX_WEIGHTED:
        result["hankel"] |= _weighted(weighted(minimal))
    return result, proofs


def _weighted(found: WeightedAutomaton) -> dict[str, Any]:
    def entries(matrix: Any) -> list[list[Any]]:
        return [[number(x, 1) for x in row] for row in matrix.rows()]

    return {
        "prefixes": [list(u) for u in found.prefixes],
        "suffixes": [
            [list(v), found.outputs[y] if found.outputs else None] for v, y in found.suffixes
        ],
        "initial": [x for (x,) in entries(found.initial)],
        "matrices": [entries(A) for A in found.matrices],
        "rows": entries(found.rows),
    }
