"""Certificates of many verdicts: one for each distinct fact, as files in a folder.

A certificate of a verdict proves others on the same automaton as well: what a smaller class does, a
larger one does. The kernel knows these inclusions, so that a fact is written once, with the claims that
follow from it as corollaries.

``facts(verdicts)``       the verdicts from which all others follow, each with those that follow
``write_all(..)``         their certificates as files
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from bilinear_theory.certificates.check import follows
from bilinear_theory.certificates.document import claim
from bilinear_theory.certificates.files import write
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict

Proved = Realization | Obstruction
Claim = tuple[tuple[str, object], ...]


def facts(verdicts: Iterable[Verdict]) -> dict[Proved, tuple[Proved, ...]]:
    """The facts among verdicts on one automaton, each with the verdicts that follow from it.

    Of verdicts that follow from one another the first is the fact. A verdict that follows from several
    facts is listed with the first.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> found = facts([classify("parity", name) for name in ("full", "rotation", "diagonal-real")])
    >>> [(f.question.name, [v.question.name for v in rest]) for f, rest in found.items()]
    [('diagonal-real', ['full', 'rotation'])]
    """
    proved = [(v, tuple(claim_of(v).items())) for v in verdicts if not isinstance(v, Undecided)]
    found: dict[Proved, list[Proved]] = {}
    claims: list[tuple[Proved, Claim]] = []
    for i, (v, c) in enumerate(proved):
        if not any(
            _follows(d, c) and (j < i or not _follows(c, d))
            for j, (_, d) in enumerate(proved)
            if j != i
        ):
            found[v] = []
            claims.append((v, c))
    for v, c in proved:
        if v not in found:
            found[next(f for f, d in claims if _follows(d, c))].append(v)
    return {v: tuple(rest) for v, rest in found.items()}


@lru_cache(maxsize=65536)
def _follows(one: Claim, other: Claim) -> bool:
    """What the kernel says of two claims, the same ones for many automata."""
    return follows(dict(one), dict(other))


def claim_of(verdict: Proved) -> dict[str, object]:
    """What the certificate of a verdict claims."""
    return claim(verdict.question, answer="yes" if isinstance(verdict, Realization) else "no")


def file_name(verdict: Verdict) -> str:
    """``rotation.linear.json``: the restriction and the decoder, a colon as a hyphen."""
    question = verdict.question
    return f"{question.name.replace(':', '-')}.{question.setting.decoder.value}.json"


def write_all(verdicts: Iterable[Verdict], folder: Path) -> Mapping[Proved, Path]:
    """Write one certificate for each fact; the path of the one that proves each verdict."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[Proved, Path] = {}
    for fact, rest in facts(verdicts).items():
        path = folder / file_name(fact)
        write(fact, path, corollaries=[claim_of(v) for v in rest])
        paths |= dict.fromkeys((fact, *rest), path)
    return paths
