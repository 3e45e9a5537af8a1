"""Times of whole commands and of all verdicts on one automaton: medians, nothing asserted.

Run it as ``python benchmarks/verdicts.py``, with files of automata to time the command on these too: all
classes, decoders and settings of large protocol models take the longest. There is no peer: no other tool
decides these questions.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check, read
from bilinear_theory.certificates.files import text
from bilinear_theory.certificates.obstruction import Undecided
from bilinear_theory.hierarchy.answer import answer
from bilinear_theory.hierarchy.request import Request

COMMAND = Path(sys.executable).with_name("bilinear")


def median(work: Callable[[], object], repeats: int) -> float:
    """The median wall time in seconds."""
    times: list[float] = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def random_automaton(states: int, seed: int) -> Automaton:
    """A random automaton with two letters and two outputs."""
    draw = random.Random(seed)
    rows = [[draw.randrange(states) for _ in "ab"] for _ in range(states)]
    return Automaton("ab", rows, 0, [draw.randrange(2) for _ in range(states)])


def verdicts(automaton: Automaton) -> dict[str, object]:
    """Everything that ``bilinear classify`` computes."""
    request = Request()
    subject = request.subject(automaton)
    return answer("", subject, request.verdicts(subject))


def certify(automaton: Automaton) -> int:
    """Write all certificates of an automaton and have the kernel check them."""
    request = Request()
    count = 0
    for verdict in request.verdicts(request.subject(automaton)):
        if not isinstance(verdict, Undecided):
            check(read(text(verdict).encode()))
            count += 1
    return count


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="automata for the command")
    files: list[str] = parser.parse_args().files
    for arguments in (
        ["--help"],
        ["classify", "parity", "--json"],
        ["classify", "example:ctinydtls"],
        *(["classify", file] for file in files),
    ):
        seconds = median(
            lambda a=arguments: subprocess.run([COMMAND, *a], capture_output=True, check=True), 7
        )
        print(f"bilinear {' '.join(arguments):32} {seconds:8.3f} s")
    cases = {name: target(name) for name in ("S3", "A5", "example:ctinydtls", "example:coffee")}
    cases |= {f"random, 60 states, seed {seed}": random_automaton(60, seed) for seed in (1, 2)}
    for name, automaton in cases.items():
        seconds = median(lambda a=automaton: verdicts(a), 3)
        start = time.perf_counter()
        count = certify(automaton)
        checked = time.perf_counter() - start
        print(
            f"{name:28} verdicts {seconds:7.3f} s; {count} certificates checked in {checked:.2f} s"
        )


if __name__ == "__main__":
    main()
