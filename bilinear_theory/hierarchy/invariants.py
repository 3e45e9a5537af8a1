"""Invariants of a task and of its group: exact where they are known, else bounds.

``least_block``                 the least size of blocks with a linear decoder, over C, R and Q
``householder``                 the least number of reflections a letter in one head
``minimal_degree``              the least degree of a faithful representation of the group
``minimal_permutation_degree``  the least number of points on which the group acts faithfully
``hankel_rank``                 the dimension of the span of the output functions
``types``                       irreducible complex characters by their Frobenius-Schur indicators

The first two are about the task, its letters and outputs; the next two about its group, and null
where a letter does not permute the states. Where there is one state alone nothing is to be told apart, and
all but the Hankel rank, 0 or 1, are 0.
"""

from __future__ import annotations

from typing import Any

from bilinear_theory.algebra.constituents import Field
from bilinear_theory.algebra.faithful import (
    least_block,
    least_degree,
    reflections,
)
from bilinear_theory.algebra.subgroups import minimal_permutation_degree
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.isotypic import MAX_STATES
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import decide
from bilinear_theory.obstructions import block_diagonal
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Setting

FIELDS: tuple[Field, ...] = ("C", "R", "Q")
Bounds = int | list[int]


def types(task: GroupTask) -> dict[str, int]:
    """The irreducible complex characters by their Frobenius-Schur indicators."""
    indicators = [int(x) for x in task.table.indicators]
    names = (("real", 1), ("complex", 0), ("quaternionic", -1))
    return {name: indicators.count(value) for name, value in names}


def invariants(subject: Subject) -> dict[str, Any]:
    """All invariants of a subject, as JSON values."""
    minimal = subject.minimal
    rank = hankel_rank(minimal)
    if len(minimal) == 1:
        return {
            "least_block": dict.fromkeys(FIELDS, 0),
            "householder": {"linear": 0, "arbitrary": [0, 0]},
            "minimal_degree": dict.fromkeys(FIELDS, 0),
            "minimal_permutation_degree": 0,
            "hankel_rank": rank,
        }
    task = group_task(minimal)
    permutes = is_permutation(minimal)
    degree = degrees = None
    if task is not None:
        degrees = {f: _bounds(least_degree(task.elements(f))) for f in FIELDS}
        degree = _bounds(minimal_permutation_degree(task.table))
    elif permutes:
        degree = [1, len(minimal)]
        degrees = dict.fromkeys(FIELDS, degree)
    return {
        "least_block": _least_block(subject, task),
        "householder": _householder(minimal, task) if permutes else None,
        "minimal_degree": degrees,
        "minimal_permutation_degree": degree,
        "hankel_rank": list(rank) if isinstance(rank, tuple) else rank,
    }


def _bounds(interval: tuple[int, int] | int) -> Any:
    if isinstance(interval, int):
        return interval
    low, high = interval
    return low if low == high else [low, high]


def _least_block(subject: Subject, task: GroupTask | None) -> dict[str, Any]:
    """Of separated states with own outputs by characters; of coarse outputs by Theorem B''.

    Otherwise size 1 is decided by the diagonal classes, and one block of all states does it.
    """
    minimal = subject.minimal
    if task is not None and task.injective:
        return {f: _bounds(least_block(task.demands(f))) for f in FIELDS}
    if task is not None and len(minimal) <= MAX_STATES:
        sizes = {s: _least_linear(subject, s) for s in (Scalars.COMPLEX, Scalars.REAL)}
        low, high = sizes[Scalars.REAL], len(minimal)
        rational = low if low in (1, high) else [low, high]
        return {"C": sizes[Scalars.COMPLEX], "R": low, "Q": rational}
    n = len(minimal)
    real, complex_ = (
        decide(Question(subject, BlockDiagonal(1, s), Setting()))
        for s in (Scalars.REAL, Scalars.COMPLEX)
    )
    low_c = 2 if isinstance(complex_, Obstruction) else 1
    low_r = max(low_c, 2 if isinstance(real, Obstruction) else 1)
    high_c = 1 if isinstance(complex_, Realization) else n
    high_r = 1 if isinstance(real, Realization) else min(2, n) if high_c == 1 else n
    high_q = 1 if isinstance(real, Realization) else n
    return {
        "C": _bounds((low_c, high_c)),
        "R": _bounds((low_r, high_r)),
        "Q": _bounds((low_r, high_q)),
    }


def _least_linear(subject: Subject, scalars: Scalars) -> int:
    """The least size of blocks that no weights exclude; one block of all states is never excluded."""
    for size in range(1, len(subject.minimal)):
        question = Question(subject, BlockDiagonal(size, scalars), Setting())
        if block_diagonal.obstruct(question, BlockDiagonal(size, scalars)) is None:
            return size
    return len(subject.minimal)


def _householder(minimal: Automaton, task: GroupTask | None) -> dict[str, Any]:
    """Reflections a letter in one head: exact for states with own outputs, else bounds.

    Coarse outputs are no easier: with a linear decoder the constituents must separate the states too.

    A letter of order 3 or more needs two with any decoder. A permutation is a product of as many
    transpositions as its points exceed its cycles (Cartan and Dieudonné), and a linear decoder reads all
    outputs off the permutation representation.
    """
    low, high = 0, 0
    for x in minimal.transitions.T:
        points, cycles = set(range(len(x))), 0
        while points:
            q, cycles = points.pop(), cycles + 1
            while (q := int(x[q])) in points:
                points.remove(q)
        high = max(high, len(x) - cycles)
        if cycles < len(x):
            low = max(low, 1 if (x[x] == range(len(x))).all() else 2)
    states = (low, high)
    if task is not None:
        found = reflections(task.demands("R"), task.group.generators, heads=False)
        states = (max(low, found[0]), min(high, found[1]))
    linear = states if task is not None and task.injective else (states[0], high)
    return {"linear": _bounds(linear), "arbitrary": [low, states[1]]}
