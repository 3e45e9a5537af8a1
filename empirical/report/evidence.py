"""Evidence: the verdicts on one automaton, with certificates on disk that the kernel has checked.

A verdict counts as proved once its certificate was written, read back from the file and accepted by
the trusted kernel. Everything here is plain data, so that it can cross a process and stand in JSON.

``Cell``       one verdict: restriction, setting, yes, no or undecided, reason, certificate
``Exhibit``    an automaton with its facts and its cells
``exhibit(name, folder)``  decide every restriction, write, read back and check
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.monoid import monoid_facts
from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate, check
from bilinear_theory.certificates.files import load
from bilinear_theory.certificates.obstruction import Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.certificates import write_all
from bilinear_theory.hierarchy.request import Request

#: The order of the settings in a cell of the tables: additive term, decoder.
SETTINGS = ((False, "linear"), (False, "arbitrary"), (True, "linear"), (True, "arbitrary"))

#: The verdicts as they stand in tables.
MARKS = {"yes": "y", "no": "n", "undecided": "?", "refused": "!"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One verdict.

    Args:
        restriction: its name, without ``+b``.
        additive: whether the recurrence has an additive term.
        decoder: ``linear`` or ``arbitrary``.
        verdict: ``yes``, ``no`` or ``undecided``; ``refused`` if the kernel did not accept the
            certificate, which is a fault of this package and is shown as one.
        reason: in one line; of a refused certificate the kernel's.
        width: the number of units of a realization.
        certificate: the path of the certificate inside the report, if there is one.
    """

    restriction: str
    additive: bool
    decoder: str
    verdict: str
    reason: str
    width: int | None = None
    certificate: str | None = None

    @property
    def mark(self) -> str:
        """The verdict in one letter."""
        return MARKS[self.verdict]

    @property
    def setting(self) -> str:
        """Decoder and additive term in words."""
        return f"{self.decoder} decoder, {'with' if self.additive else 'no'} additive term"


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """An automaton and what is proved of it.

    Args:
        name: the target.
        minimal: its minimal machine.
        given: the number of states that were given.
        monoid: the facts of the transition monoid.
        cells: the verdicts.
    """

    name: str
    minimal: Automaton
    given: int
    monoid: Mapping[str, Any]
    cells: tuple[Cell, ...]

    @cached_property
    def _index(self) -> dict[tuple[str, bool, str], Cell]:
        return {(c.restriction, c.additive, c.decoder): c for c in self.cells}

    def cell(self, restriction: str, *, additive: bool = False, decoder: str = "linear") -> Cell:
        """The verdict on a restriction in a setting.

        Raises:
            ValueError: if it was not asked.
        """
        found = self._index.get((restriction, additive, decoder))
        if found is None:
            raise ValueError(f"{self.name}: {restriction!r} was not asked in this setting")
        return found

    @property
    def restrictions(self) -> tuple[str, ...]:
        """The restrictions in the order in which they were asked."""
        return tuple(dict.fromkeys(c.restriction for c in self.cells))

    @property
    def certificates(self) -> int:
        """How many certificates there are: one for each fact from which verdicts follow."""
        return len({c.certificate for c in self.cells} - {None})

    @property
    def refused(self) -> tuple[Cell, ...]:
        """The verdicts whose certificates the kernel did not accept."""
        return tuple(c for c in self.cells if c.verdict == "refused")

    @property
    def short(self) -> str:
        """The name without ``example:``."""
        return self.name.removeprefix("example:")

    def document(self) -> dict[str, Any]:
        """The facts and the cells as a JSON object."""
        return {
            "target": self.name,
            "states": self.given,
            "minimal_states": len(self.minimal),
            "letters": [str(symbol) for symbol in self.minimal.alphabet],
            "monoid": dict(self.monoid),
            "cells": [vars(c) for c in self.cells],
        }


def folder_name(name: str) -> str:
    """The name of an automaton as that of a folder or a file.

    >>> folder_name("modular-addition:5"), folder_name("SL(2,3)/points")
    ('modular-addition-5', 'SL-2-3--points')
    """
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name).strip("-")


def exhibit(name: str, folder: Path) -> Exhibit:
    """Decide every restriction in every setting; write the certificates and have them checked.

    One for each fact goes to ``folder/certificates/<automaton>/<restriction>.<decoder>.json``.

    Raises:
        ValueError: if there is no such target.
    """
    request = Request()
    subject = request.subject(target(name))
    verdicts = list(request.verdicts(subject))
    place = folder / "certificates" / folder_name(name)
    paths = write_all(verdicts, place)
    failures = {path: refusal(path) for path in set(paths.values())}
    cells: list[Cell] = []
    for v in verdicts:
        path = None if isinstance(v, Undecided) else paths[v]
        failure = None if path is None else failures[path]
        cells.append(
            Cell(
                restriction=v.question.restriction.name,
                additive=v.question.setting.additive,
                decoder=v.question.setting.decoder.value,
                verdict=word(v) if failure is None else "refused",
                reason=v.reason if failure is None else failure,
                width=v.width if isinstance(v, Realization) else None,
                certificate=None if path is None else path.relative_to(folder).as_posix(),
            )
        )
    return Exhibit(
        name=name,
        minimal=subject.minimal,
        given=len(subject.automaton),
        monoid=monoid_facts(subject.minimal, bound=request.max_monoid),
        cells=tuple(cells),
    )


def refusal(path: Path) -> str | None:
    """Why the kernel does not accept the certificate in a file; None if it does."""
    try:
        check(load(path))
    except (MalformedCertificate, RefusedCertificate) as error:
        return " ".join(str(error).split())
    return None
