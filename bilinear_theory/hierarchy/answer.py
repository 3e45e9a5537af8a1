"""Answers: everything the toolkit says of one automaton, as a JSON object or a table.

``answer(subject, ..)``   the object that ``bilinear classify --json`` prints for an automaton
``word(verdict)``         yes, no or undecided

What does not apply is null; a number known only within bounds is ``[low, high]``, with high null if
none is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.monoid import monoid_facts
from bilinear_theory.automata.transition_group import group_facts
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict, decide
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Setting

#: The most elements of a monoid that are enumerated unless asked otherwise.
MAX_MONOID = 100_000


def word(verdict: Verdict) -> str:
    """The verdict in one word: yes, no or undecided."""
    if isinstance(verdict, Realization):
        return "yes"
    return "no" if isinstance(verdict, Obstruction) else "undecided"


def answer(
    name: str,
    subject: Subject,
    verdicts: Iterable[Verdict],
    *,
    max_monoid: int = MAX_MONOID,
) -> dict[str, Any]:
    """The JSON object of an automaton and the verdicts on it."""
    minimal = subject.minimal
    words: dict[str, dict[str, str]] = {}
    reasons: dict[str, dict[str, str]] = {}
    width: dict[str, dict[str, list[int]]] = {}
    for v in verdicts:
        key, decoder = v.question.name, v.question.setting.decoder.value
        words.setdefault(key, {})[decoder] = word(v)
        reasons.setdefault(key, {})[decoder] = v.reason
        if isinstance(v, Realization):
            width.setdefault(key, {})[decoder] = [min(1, v.width), v.width]
    monoid = monoid_facts(minimal, bound=max_monoid)
    group = group_facts(minimal, bound=max_monoid)
    return {
        "name": name,
        "states": len(minimal),
        "letters": len(minimal.alphabet),
        "group": group,
        "monoid": monoid,
        "invariants": _invariants(subject, group),
        "width": width,
        "verdicts": words,
        "reasons": reasons,
    }


def _invariants(subject: Subject, group: dict[str, Any] | None) -> dict[str, Any]:
    """The invariants of the task, and of its group if every letter permutes."""
    minimal = subject.minimal
    n = len(minimal)
    rank = hankel_rank(minimal)
    return {
        "least_block": _least_block(subject),
        "householder": _householder(subject) if group is not None else None,
        "minimal_degree": None if group is None else dict.fromkeys("CRQ", _degrees(n)),
        "minimal_permutation_degree": None if group is None else _degrees(n),
        "hankel_rank": list(rank) if isinstance(rank, tuple) else rank,
    }


def _degrees(n: int) -> list[int]:
    """Bounds of a faithful degree of a group of permutations of n points."""
    return [min(1, n - 1), n]


def _least_block(subject: Subject) -> dict[str, int | list[int]]:
    """The least size of blocks with a linear decoder, over C, R and Q.

    One block of all states does it. Size 1 over R is a real diagonal of finite reach, rational as
    it is; where the complex diagonal does it, real blocks of size 2 do.
    """
    n = len(subject.minimal)
    complex_, real = (
        word(decide(Question(subject, BlockDiagonal(1, scalars), Setting())))
        for scalars in (Scalars.COMPLEX, Scalars.REAL)
    )
    low_c = {"yes": 1, "no": 2}.get(complex_, 1)
    high_c = 1 if complex_ == "yes" else n
    low_r = max(low_c, {"yes": 1, "no": 2}.get(real, 1))
    high_r = 1 if real == "yes" else min(2, n) if complex_ == "yes" else n
    high_q = 1 if real == "yes" else n
    return {
        name: low if low == high else [low, high]
        for name, low, high in (("C", low_c, high_c), ("R", low_r, high_r), ("Q", low_r, high_q))
    }


def _householder(subject: Subject) -> dict[str, Any]:
    """Bounds of the number of factors: a letter of order 3 or more needs two.

    A permutation is a product of as many transpositions as its points exceed its cycles (Cartan and
    Dieudonné), and a linear decoder reads all outputs off the permutation representation.
    """
    low, high = 0, 0
    for x in subject.minimal.transitions.T:
        points, cycles = set(range(len(x))), 0
        while points:
            q, cycles = points.pop(), cycles + 1
            while (q := int(x[q])) in points:
                points.remove(q)
        high = max(high, len(x) - cycles)
        if cycles < len(x):
            low = max(low, 1 if (x[x] == range(len(x))).all() else 2)
    bounds = [low, high]
    linear = low if low == high else bounds
    return {"linear": linear, "arbitrary": bounds}
