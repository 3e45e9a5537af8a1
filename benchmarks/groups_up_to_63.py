"""All groups of small order: their verdicts and certificates, timed; nothing is asserted.

Run it as ``python benchmarks/groups_up_to_63.py``. Each group is its word problem, generators as letters
and elements as outputs. The batch is what ``bilinear classify --batch FILE --json`` computes, on one core;
then all verdicts are built with their evidence, and one certificate of each distinct fact is written and
checked by the kernel. CPU seconds of this process. There is no peer: no other tool decides these questions.

The goal is 10 s for the verdicts and three minutes for the certificates. Measured with Python 3.11 on one
of two cores: 10.1 to 14.8 s in seven runs for 45,936 verdicts, where 19.0 s were taken before queries were
made once for all subjects, columns of several letters known from characters, and what constituents fit,
subgroups and Schur indices found once. So the goal is near and not met. The certificates took 94.3 s, 56.1 s
of them to decide with all evidence, 38.2 s to write and check 3,024 files of 21.8 MB.

The rest is spread: which constituents exceed a number of columns or reflections (a twelfth), laws and covers
where squares do not commute (a seventh), polygons where they do (a twentieth), character tables (a
twentieth), invariants (a sixteenth), the narrowest systems (a tenth).
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bilinear_theory.algebra.group_names import group_name
from bilinear_theory.algebra.isomorphism import minimal_generating_set
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.automata.formats import automaton_from_object
from bilinear_theory.certificates.check import check, read
from bilinear_theory.hierarchy import batch
from bilinear_theory.hierarchy.certificates import write_all
from bilinear_theory.hierarchy.request import Request


def groups(largest: int, step: int) -> Iterator[str]:
    """The lines of a batch: every so many-th group of order at most a bound."""
    count = 0
    for n in range(1, largest + 1):
        for number, group in enumerate(groups_of_order(n), start=1):
            if count % step == 0:
                chosen = minimal_generating_set(group) or (0,)
                generators = [group.table[:, x].tolist() for x in chosen]
                yield json.dumps(
                    {
                        "name": f"{n}.{number} {group_name(group)}",
                        "generators": generators,
                        "letters": "generators",
                        "track": "elements",
                    }
                )
            count += 1


def answered(path: Path) -> list[float]:
    """CPU seconds for each line of a batch on one core."""
    seconds: list[float] = []
    start = time.process_time()
    for text, refused in batch.lines(path, Request()):
        if refused:
            raise ValueError(text)
        now = time.process_time()
        seconds.append(now - start)
        start = now
    return seconds


def certified(line: str) -> tuple[int, int, float, float]:
    """How many certificates a group takes, their bytes, and the CPU seconds to build and to check them."""
    request, size = Request(), 0
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        verdicts = list(request.verdicts(request.subject(automaton_from_object(json.loads(line)))))
        built = time.process_time()
        paths = set(write_all(verdicts, Path(folder)).values())
        for path in paths:
            data = path.read_bytes()
            check(read(data))
            size += len(data)
        return len(paths), size, built - start, time.process_time() - built


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-order", type=int, default=63)
    parser.add_argument("--step", type=int, default=1, help="take only every so many-th group")
    parser.add_argument(
        "--runs", type=int, default=1, help="runs of the batch, of which the median"
    )
    given = parser.parse_args()
    found = list(groups(given.max_order, given.step))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "groups.jsonl"
        path.write_text("".join(f"{line}\n" for line in found))
        runs = [answered(path) for _ in range(given.runs)]
    total, slowest = statistics.median(map(sum, runs)), max(runs[-1])
    name = json.loads(found[runs[-1].index(slowest)])["name"]
    print(f"{len(found)} groups of order at most {given.max_order}")
    print(f"verdicts      {total:8.2f} s, the slowest {name} {slowest:.2f} s")
    counts, sizes, building, writing = zip(*map(certified, found), strict=True)
    print(
        f"certificates  {sum(building) + sum(writing):8.2f} s: {sum(building):.2f} to decide with all "
        f"evidence, {sum(writing):.2f} to write and check {sum(counts)} files, {sum(sizes) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
