"""Certificates of many verdicts, as files in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bilinear_theory.certificates.files import write
from bilinear_theory.certificates.obstruction import Undecided
from bilinear_theory.hierarchy.classify import Verdict


def file_name(verdict: Verdict) -> str:
    """``rotation.linear.json``: the restriction and the decoder, a colon as a hyphen."""
    question = verdict.question
    return f"{question.name.replace(':', '-')}.{question.setting.decoder.value}.json"


def write_all(verdicts: Iterable[Verdict], folder: Path) -> list[Path]:
    """Write the certificate of each verdict that has one."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for verdict in verdicts:
        if not isinstance(verdict, Undecided):
            path = folder / file_name(verdict)
            write(verdict, path)
            written.append(path)
    return written
