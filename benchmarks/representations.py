"""Irreducible representations, beside GAP's ``IrreducibleRepresentations`` where GAP is installed.

Processor time, characters included, enumeration of the group and start of the tool excluded. Before a
time is printed, ours are proved: closure over the Cayley graph, and the character against the table.
Run ``python benchmarks/representations.py [GROUP ...]``.

Columns: complex irreducibles, their conductors, the same over the real numbers, and GAP. GAP writes
its matrices over the conductors in the last column.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.irreducibles import irreducibles
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.automata.named_groups import named_group

GROUPS = ("A5", "S5", "SL(2,5)", "GL(2,3)", "PSL(2,7)", "A6", "S6")
RUNS = 5
GAP_SECONDS = 120

GAP_PROGRAM = """
g := Group({generators});; Size(g);; t := Runtimes().user_time;;
r := IrreducibleRepresentations(g);;
t := Runtimes().user_time - t;;
c := List(r, f -> Conductor(Flat(List(GeneratorsOfGroup(g), x -> Image(f, x)))));;
Print("RESULT ", t, " ", c, "\\n");
QUIT;
"""


def median(calls: Sequence[Callable[[], object]]) -> float:
    """The median processor time of some calls, in seconds."""
    times: list[float] = []
    for call in calls:
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def complex_ones(group: FiniteGroup) -> object:
    """All irreducibles over C, from nothing but the elements."""
    return irreducibles(group, character_table(group))


def real_ones(group: FiniteGroup) -> object:
    """All irreducibles over R, from nothing but the elements."""
    return real_irreducibles(group, character_table(group))


def gap(generators: list[list[int]]) -> tuple[float, str] | None:
    """GAP's time in seconds and the conductors of its matrices."""
    if shutil.which("gap") is None:
        return None
    text = ",".join(f"PermList({[i + 1 for i in row]})" for row in generators)
    program = GAP_PROGRAM.replace("{generators}", text)
    try:
        answer = subprocess.run(
            ["gap", "-q"], input=program, capture_output=True, text=True, timeout=GAP_SECONDS
        )
    except subprocess.TimeoutExpired:
        return GAP_SECONDS, "out of time"
    flat = " ".join(answer.stdout.split())
    if "RESULT" not in flat:
        return None
    milliseconds, conductors = flat.split("RESULT ")[1].split(" ", 1)
    return int(milliseconds) / 1000, conductors


def main(names: list[str]) -> None:
    """Print one line for each group."""
    print(
        f"{'group':10}{'order':>6}{'complex s':>11}{'real s':>9}{'GAP s':>9}{'ratio':>7}  conductors"
    )
    for name in names:
        permutations = [list(p) for p in named_group(name, bound=10_000).generators]
        group = FiniteGroup(permutations)
        table = character_table(group)
        found = irreducibles(group, table)
        for i, rho in enumerate(found):
            rho.verify()
            assert rho.character == table.row(i)
        for real in real_irreducibles(group, table):
            real.representation.verify()
            assert real.representation.is_real
        ours = median([partial(complex_ones, FiniteGroup(permutations)) for _ in range(RUNS)])
        over_reals = median([partial(real_ones, FiniteGroup(permutations)) for _ in range(RUNS)])
        line = f"{name:10}{group.order:6}{ours:11.3f}{over_reals:9.3f}"
        theirs = gap(permutations)
        if theirs is not None:
            line += f"{theirs[0]:9.2f}{theirs[0] / ours:7.0f}"
        else:
            line += f"{'-':>9}{'-':>7}"
        line += f"  {[rho.conductor for rho in found]}"
        if theirs is not None:
            line += f"  GAP {theirs[1]}"
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(GROUPS))
