"""The main job: the hierarchy of restrictions, theory beside training, with evidence and pictures.

For a few automata every restriction is decided in every setting; each certificate is written, read
back and checked by the kernel. Then small models are trained for some of the pairs, and what became of
them is set beside the verdicts. Without torch the exact half runs alone.

=====================  ===========================================================================
``certificates/``      one for each fact from which verdicts follow, in a folder for each automaton
``pictures/``          the state diagrams and the diagrams of the hierarchy, as SVG
``table.txt``          restrictions by automata, and theory beside training, as text
``table.json``         the same with reasons and certificates
``index.html``         the same as a page that needs nothing but itself
=====================  ===========================================================================

``AUTOMATA``         those that are classified
``FULL``, ``QUICK``  the pairs that are trained: what suffices beside what does not
``run``              the job; its value is an exit status
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.catalog import target
from empirical.report.diagram import hierarchy_diagram
from empirical.report.evidence import Exhibit, exhibit, folder_name
from empirical.report.folder import replaced
from empirical.report.machines import state_diagram
from empirical.report.outcomes import Outcome, remark
from empirical.report.page import page
from empirical.report.processes import processes
from empirical.report.table import (
    WIDTH,
    document,
    outcome_table,
    summary,
    text,
    verdict_table,
)

Progress = Callable[[str], None]

AUTOMATA = (
    "parity",
    "modular-addition:5",
    "flip-flop",
    "S3",
    "A5",
    "example:coffee",
    "example:ctinydtls",
    "example:mlregtest-zp",
)

QUICK: tuple[tuple[str, str], ...] = (
    ("S3", "full"),
    ("parity", "diagonal-nonnegative"),
    ("parity", "diagonal-real"),
    ("modular-addition:5", "full"),
)

FULL: tuple[tuple[str, str], ...] = (
    ("A5", "full"),
    *(
        (name, restriction)
        for restriction in (
            "full",
            "block-real:2",
            "rotation",
            "diagonal-real",
            "diagonal-nonnegative",
        )
        for name in ("S3", "modular-addition:5", "flip-flop", "parity")
    ),
    ("flip-flop", "triangular-real"),
    ("flip-flop", "diagonal-real+b"),
)

#: The most steps, and the seconds of training and extraction that one model aims at.
QUICK_LIMITS = (1000, 4.0)
FULL_LIMITS = (3000, 6.0)


def run(
    folder: Path,
    *,
    quick: bool = False,
    train: bool = True,
    workers: int = 2,
    automata: Sequence[str] = AUTOMATA,
    progress: Progress | None = None,
) -> int:
    """Write the report into a folder and print its tables.

    Args:
        folder: appears whole or not at all; an older report there is replaced.
        quick: train fewer and shorter.
        train: set trained models beside the theory.
        workers: processes; with 1 everything runs in this one.
        automata: the targets; models are trained for those of them that training knows.
        progress: called with a line for each thing that is done; by default from the second
            second on they go to standard error.

    Returns:
        0, or 1 if the kernel refused a certificate.

    Raises:
        ValueError: in one line, if something else stands at ``folder``, or a target is unknown.
    """
    if workers < 1 or not automata:
        raise ValueError(f"{workers} workers for {len(automata)} automata: both must be positive")
    say = _standard_error() if progress is None else progress
    console = Console(highlight=False)
    with replaced(folder) as new:
        exhibits, outcomes = _evidence(
            new, automata=automata, quick=quick, train=train, workers=workers, say=say
        )
        _write(new, exhibits, outcomes)
    console.width = max(WIDTH, console.width)
    console.print(verdict_table(exhibits))
    console.print(f"\n{summary(exhibits)}.\n")
    for e in exhibits:
        for c in e.refused:
            console.print(f"{c.certificate}: {c.reason}", markup=False, style="bold red")
    if train:
        console.print(outcome_table(outcomes, exhibits))
    console.print(f"\nWritten: {folder / 'index.html'}", markup=False, soft_wrap=True)
    return 1 if any(e.refused for e in exhibits) else 0


def _evidence(
    folder: Path, *, automata: Sequence[str], quick: bool, train: bool, workers: int, say: Progress
) -> tuple[list[Exhibit], list[Outcome]]:
    """The verdicts and the outcomes, each in the order in which they were asked for."""
    torch = find_spec("torch") is not None
    if train and not torch:
        say("no model is trained: that needs torch (pip install 'bilinear-theory[empirical]')")
    models = [pair for pair in (QUICK if quick else FULL) if pair[0] in automata]
    steps, seconds = QUICK_LIMITS if quick else FULL_LIMITS
    largest_first = sorted(set(automata), key=lambda name: -target(name).transitions.size)
    with processes(workers) as pool:
        exact = {name: pool.submit(exhibit, name, folder) for name in largest_first}
        trained = [
            pool.submit(_train, *pair, steps=steps, seconds=seconds)
            for pair in models
            if train and torch
        ]
        for done in as_completed(exact.values()):
            e = done.result()
            fate = "accepted" if not e.refused else f"{len(e.refused)} REFUSED"
            say(
                f"{e.name}: {len(e.cells)} verdicts, {counted(e.certificates, 'certificate')}, {fate}"
            )
        for done in as_completed(trained):
            o = done.result()
            say(
                f"{o.target} as {o.restriction}: accuracy {o.accuracy:.2f} at length {o.length}, "
                f"{remark(o)} ({o.seconds:.1f} s)"
            )
        return [exact[name].result() for name in automata], [done.result() for done in trained]


def _train(name: str, restriction: str, *, steps: int, seconds: float) -> Outcome:
    """Called in processes that train: loading torch takes as long as many verdicts."""
    found: Outcome = import_module("empirical.report.training").train_one(
        name, restriction, steps=steps, seconds=seconds
    )
    return found


def _write(folder: Path, exhibits: Sequence[Exhibit], outcomes: Sequence[Outcome]) -> None:
    """The tables, the pictures and the page."""
    machines = {e.name: state_diagram(e.minimal, title=e.name) for e in exhibits}
    diagrams = [
        (f"Linear decoder, {term} additive term.", hierarchy_diagram(exhibits, additive=additive))
        for term, additive in (("no", False), ("with an", True))
    ]
    pictures = folder / "pictures"
    pictures.mkdir()
    for name, svg in machines.items():
        (pictures / f"{folder_name(name)}.svg").write_text(svg, encoding="utf-8")
    for file, (_, svg) in zip(("hierarchy", "hierarchy+b"), diagrams, strict=True):
        (pictures / f"{file}.svg").write_text(svg, encoding="utf-8")
    (folder / "table.txt").write_text(text(exhibits, outcomes), encoding="utf-8")
    everything = json.dumps(document(exhibits, outcomes), ensure_ascii=False, indent=1)
    (folder / "table.json").write_text(everything + "\n", encoding="utf-8")
    (folder / "index.html").write_text(
        page(exhibits, outcomes, diagrams, machines), encoding="utf-8"
    )


def _standard_error() -> Progress:
    """Lines on standard error, from the second second on."""
    began = time.monotonic()

    def say(line: str) -> None:
        elapsed = time.monotonic() - began
        if elapsed >= 2:
            sys.stderr.write(f"{elapsed:4.0f} s  {line}\n")
            sys.stderr.flush()

    return say
