"""The two checkers of certificates side by side: the kernel in Python, and the one proved in Coq.

Each certificate is constructed here, then checked by both, each a process of its own as a user would
run it: the kernel alone with ``python3 -I -S check.py``, and the program that ``make checker`` builds.
A line has the best of a few runs of each, start included, and both must accept. Run
``python benchmarks/checker.py``.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates import check
from bilinear_theory.certificates.files import write
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.certificates.verified import CHECKER
from bilinear_theory.hierarchy.request import Request

RUNS = 3
CASES = (
    ("parity", "diagonal-real", "linear"),
    ("S3", "block-real:2", "linear"),
    ("S4", "block-real:3", "linear"),
    ("A5", "block-real:3", "arbitrary"),
    ("A5", "block-real:3", "linear"),
    ("counter:12", "rotation", "linear"),
    ("counter:60", "rotation", "linear"),
    ("S5", "permutation", "linear"),
    ("S5", "block-real:4", "linear"),
    ("S6", "permutation", "arbitrary"),
    ("A5", "orthogonal", "linear"),
    ("A5", "householder:2", "linear"),
    ("counter:5", "cp-real:3", "linear"),
    ("S4", "rotation", "linear", 3),
    ("S5", "block-real:3", "linear"),
    ("counter:60", "permutation:11", "arbitrary"),
    ("SL(2,3)", "permutation:7", "arbitrary"),
    ("flip-flop", "householder:4", "linear", 2),
)


def best(command: list[str]) -> float:
    """The best wall time in milliseconds of a command that has to succeed."""
    found = math.inf
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found = min(found, 1000 * (time.perf_counter() - start))
    return found


def main() -> None:
    """Print a line for each certificate."""
    if not CHECKER.is_file():
        sys.exit("the verified checker is not built: make checker")
    kernel = [sys.executable, "-I", "-S", str(Path(check.__file__))]
    sys.stdout.write(f"{'certificate':34} {'KiB':>7} {'kernel ms':>10} {'proved ms':>10}\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, restriction, decoder, *depth in CASES:
            layers = depth[0] if depth else 1
            suffix = f" {layers} layers" if depth else ""
            request = Request(restrictions=(restriction,), decoder=decoder, layers=layers)
            [verdict] = request.verdicts(request.subject(target(name)))
            if not isinstance(verdict, Realization | Obstruction):
                sys.exit(f"{name} in {restriction} is not decided")
            path = Path(folder) / "certificate.json"
            write(verdict, path)
            times = [best([*kernel, str(path)]), best([str(CHECKER), str(path)])]
            sys.stdout.write(
                f"{f'{name} {restriction} {decoder}{suffix}':34} {path.stat().st_size / 1024:7.1f} "
                f"{times[0]:10.0f} {times[1]:10.0f}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
