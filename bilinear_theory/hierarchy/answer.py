"""Answers: everything the toolkit says of one automaton, as a JSON object or a table.

``answer(subject, ..)``   the object that ``bilinear classify --json`` prints for an automaton
``word(verdict)``         yes, no or undecided

What does not apply is null; a number known only within bounds is ``[low, high]``, with high null if
none is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bilinear_theory.automata.group_task import group_task
from bilinear_theory.automata.monoid import monoid_facts
from bilinear_theory.automata.transition_group import group_facts
from bilinear_theory.hierarchy.announcement import Announcement, told
from bilinear_theory.hierarchy.classify import Verdict
from bilinear_theory.hierarchy.invariants import invariants, types
from bilinear_theory.hierarchy.narrow import least_units
from bilinear_theory.systems.question import Subject

#: The most elements of a monoid that are enumerated unless asked otherwise.
MAX_MONOID = 100_000


def word(verdict: Verdict) -> str:
    """The verdict in one word: yes, no or undecided."""
    return told(verdict).word


def answer(
    name: str,
    subject: Subject,
    verdicts: Iterable[Verdict | Announcement],
    *,
    max_monoid: int = MAX_MONOID,
) -> dict[str, Any]:
    """The JSON object of an automaton and the verdicts on it."""
    minimal = subject.minimal
    task = group_task(minimal)
    words: dict[str, dict[str, str]] = {}
    reasons: dict[str, dict[str, str]] = {}
    width: dict[str, dict[str, list[int]]] = {}
    for v in map(told, verdicts):
        key, decoder = v.question.name, v.question.setting.decoder.value
        words.setdefault(key, {})[decoder] = v.word
        reasons.setdefault(key, {})[decoder] = v.reason
        if v.width is not None:
            width.setdefault(key, {})[decoder] = [min(least_units(v.question), v.width), v.width]
    monoid = monoid_facts(minimal, bound=max_monoid)
    group = group_facts(minimal, bound=max_monoid)
    if group is not None and isinstance(group["order"], int):  # the monoid of permutations
        monoid |= {"size": group["order"], "aperiodic": group["order"] == 1}
    if group is not None and task is not None:
        group["types"] = types(task)
    return {
        "name": name,
        "states": len(minimal),
        "letters": len(minimal.alphabet),
        "group": group,
        "monoid": monoid,
        "invariants": invariants(subject),
        "width": width,
        "verdicts": words,
        "reasons": reasons,
    }
