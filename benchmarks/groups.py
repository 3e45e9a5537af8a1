"""Character tables of alternating and symmetric groups, beside GAP if it is installed.

Each line is the best of a few runs. Ours starts from generating permutations and ends with every
value as an exact number; GAP's time is that of ``IrrDixonSchneider`` on a fresh group, classes included.
The degrees are compared before anything is printed. Run ``python benchmarks/groups.py``.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import time

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup

RUNS = 5

Generators = list[tuple[int, ...]]


def symmetric(n: int) -> Generators:
    """A transposition and a cycle."""
    return [(1, 0, *range(2, n)), (*range(1, n), 0)]


def alternating(n: int) -> Generators:
    """The cycles (0 1 i)."""
    return [tuple({0: 1, 1: i, i: 0}.get(x, x) for x in range(n)) for i in range(2, n)]


GROUPS: dict[str, Generators] = {
    "A5": alternating(5),
    "S5": symmetric(5),
    "A6": alternating(6),
    "S6": symmetric(6),
    "A7": alternating(7),
    "S7": symmetric(7),
    "A8": alternating(8),
    "S8": symmetric(8),
}


def ours(generators: Generators) -> tuple[float, list[int]]:
    """The best time in milliseconds, and the degrees."""
    best, degrees = math.inf, list[int]()
    for _ in range(RUNS):
        start = time.perf_counter()
        table = character_table(FiniteGroup(generators))
        assert table.characters
        best = min(best, 1000 * (time.perf_counter() - start))
        degrees = list(table.degrees)
    return best, degrees


def gap(command: str, generators: Generators) -> tuple[float, list[int]]:
    """The best time of GAP in milliseconds, and the degrees."""
    images = [[x + 1 for x in g] for g in generators]
    program = (
        f"best:=10^12;; for i in [1..{RUNS}] do G:=Group(List({images},PermList));"
        "t:=NanosecondsSinceEpoch(); irr:=IrrDixonSchneider(G);"
        "t:=NanosecondsSinceEpoch()-t; if t<best then best:=t; fi; od;"
        'Print([best,List(irr,chi->chi[1])],"\\n");'
    )
    run = subprocess.run(
        [command, "-q", "-T"], input=program, capture_output=True, text=True, check=True
    )
    best, degrees = json.loads(run.stdout)
    return best / 1e6, sorted(degrees)


def main() -> None:
    """Print the times, and the geometric mean of their quotients."""
    command = shutil.which("gap")
    print(f"{'group':<6}{'order':>8}{'ours, ms':>12}{'GAP, ms':>12}{'GAP / ours':>12}")
    quotients: list[float] = []
    for name, generators in GROUPS.items():
        mine, degrees = ours(generators)
        line = f"{name:<6}{sum(d * d for d in degrees):>8}{mine:>12.1f}"
        if command:
            theirs, expected = gap(command, generators)
            assert degrees == expected
            quotients.append(theirs / mine)
            line += f"{theirs:>12.1f}{theirs / mine:>12.2f}"
        print(line)
    if quotients:
        mean = math.exp(sum(map(math.log, quotients)) / len(quotients))
        print(f"geometric mean of GAP / ours: {mean:.2f}")
    else:
        print("GAP is not installed")


if __name__ == "__main__":
    main()
