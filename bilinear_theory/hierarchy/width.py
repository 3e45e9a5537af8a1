"""Widths: how many units each class needs for an automaton, between certified bounds.

A width that suffices has a realization, one that does not an obstruction, each for a class of matrices
of bounded width such as ``full:4``; between them the question is open. With exact linear outputs in
place of a decoder the width is the Hankel rank, with an additive term the rank with the constants, less one.

``Bounds``           the largest width that is excluded and the least that suffices, with their verdicts
``bounds(..)``       those of one class and decoder
``widths(..)``       those of all classes and decoders, step by step
``CLASSES``          the classes whose width can be bounded
``document(..)``     everything as a JSON object
``proofs(..)``       the verdicts that prove the bounds

References: theory.md, section 3.10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


#: The bounds of each class, by its name, and decoder; or why the class tracks the automaton at no width.
Widths = dict[tuple[str, Decoder], Bounds | Obstruction]


def bounds(
    subject: Subject,
    restriction: Callable[[int | None], Restriction],
    decoder: Decoder,
    *,
    additive: bool = False,
) -> Bounds | None:
    """The width of a class: that of the narrowest system found, and what is excluded from below.

    Returns:
        None if the class tracks the automaton at no width.

    >>> from bilinear_theory.automata.catalog import target
    >>> found = bounds(Subject(target("A5/points")), Full, Decoder.LINEAR)
    >>> found.low, found.high
    (4, 4)
    """
    *_, found = _steps(subject, restriction, Setting(decoder=decoder, additive=additive))
    return found if isinstance(found, Bounds) else None


def _steps(
    subject: Subject, restriction: Callable[[int | None], Restriction], setting: Setting
) -> Iterator[Bounds | Obstruction]:
    """After each verdict the bounds that are known by then; alone why there is no system of any width."""

    def verdict(n: int | None) -> Verdict:
        return decide(Question(subject, restriction(n), setting))

    # one unit a state fits, so that the narrowest is returned
    above = verdict(len(subject.minimal))
    if not isinstance(above, Realization):
        free = verdict(None)
        if not isinstance(free, Obstruction):
            raise TypeError(f"one unit a state is no system of {restriction(None).name}")
        yield free
        return
    high = above.width
    above = replace(above, question=verdict(max(high, 1)).question)
    low, below = min(high, 1), None
    yield Bounds(low, high, below, above)
    while low < high and isinstance(found := verdict(low), Obstruction):
        low, below = low + 1, found
        yield Bounds(low, high, below, above)


def widths(subject: Subject, *, additive: bool = False) -> Iterator[Widths]:
    """After each verdict the bounds that are known by then, for all classes and both decoders.

    Args:
        subject: of which the questions speak.
        additive: whether the recurrence has an additive term.
    """
    known: Widths = {}
    for key, restriction in CLASSES.items():
        name = f"{key}+b" if additive else key
        for decoder in Decoder:
            for found in _steps(subject, restriction, Setting(decoder=decoder, additive=additive)):
                known = {**known, (name, decoder): found}
                yield known


def proofs(found: Widths) -> list[Realization | Obstruction]:
    """The verdicts that prove the bounds."""
    verdicts: list[Realization | Obstruction] = []
    for b in found.values():
        each = (b.below, b.above) if isinstance(b, Bounds) else (b,)
        verdicts += [v for v in each if v is not None]
    return verdicts


def document(
    name: str, subject: Subject, found: Widths, *, additive: bool = False
) -> dict[str, Any]:
    """All widths of an automaton as a JSON object.

    Args:
        name: of the automaton.
        subject: the automaton.
        found: the last of ``widths``.
        additive: whether the recurrence has an additive term.
    """
    minimal = subject.minimal
    known = invariants(subject)
    task = group_task(minimal)
    separating = None
    if task is not None:
        separating = {f: list(least_degree(task.demands(f))) for f in ("C", "R", "Q")}
    by_class: dict[str, dict[str, list[int] | None]] = {}
    for (key, decoder), b in found.items():
        width = [b.low, b.high] if isinstance(b, Bounds) else None
        by_class.setdefault(key, {})[decoder.value] = width
    result: dict[str, Any] = {
        "name": name,
        "states": len(minimal),
        "letters": len(minimal.alphabet),
        "hankel": {"rank": known["hankel_rank"]},
        "separating_functions": separating,
        "minimal_degree": known["minimal_degree"],
        "minimal_permutation_degree": known["minimal_permutation_degree"],
        "width": by_class,
    }
    if additive:
        rank = hankel_rank(minimal, constants=True)
        result["hankel"]["width+b"] = [n - 1 for n in rank] if isinstance(rank, tuple) else rank - 1
    if len(minimal) <= MAX_WEIGHTED:
        result["hankel"] |= _weighted(weighted(minimal))
    return result


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
