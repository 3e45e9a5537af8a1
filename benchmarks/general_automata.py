"""All facts of the monoid and all one-layer verdicts of 276 automata, in two processes.

The automata are random, with two letters and three to eight states, the first ones whose transition monoid
has at most 10,000 elements; the draw is the same in each run. Run ``python benchmarks/general_automata.py``;
nothing is asserted, the table is the result. There is no peer: no other tool decides these questions.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.hierarchy.batch import lines
from bilinear_theory.hierarchy.request import Request

COUNT, BOUND = 276, 10_000


def drawn() -> Iterator[tuple[Automaton, int]]:
    """Random automata and the sizes of their monoids, as long as wanted."""
    draw = random.Random(276)
    while True:
        n = draw.randrange(3, 9)
        table = [[draw.randrange(n) for _ in "ab"] for _ in range(n)]
        a = minimize(Automaton("ab", table, 0, [draw.randrange(2) for _ in range(n)]))
        try:
            yield a, len(transition_monoid(a, bound=BOUND))
        except MonoidTooLarge:
            continue


def main() -> None:
    """Print the time, the slowest ones in one process, and how many questions are decided."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    chosen = list(islice(drawn(), options.count))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "automata.jsonl"
        with path.open("w") as file:
            for i, (a, _) in enumerate(chosen):
                given = {
                    "name": str(i),
                    "transitions": a.transitions.tolist(),
                    "outputs": list(a.outputs),
                    "alphabet": list(a.alphabet),
                }
                file.write(json.dumps(given) + "\n")
        start = time.perf_counter()
        verdicts: Counter[str] = Counter()
        open_: Counter[str] = Counter()
        for text, refused in lines(path, Request(), workers=options.workers):
            assert not refused
            for name, by_decoder in json.loads(text)["verdicts"].items():
                verdicts.update(by_decoder.values())
                open_.update(name for word in by_decoder.values() if word == "undecided")
        seconds = time.perf_counter() - start
    sizes = sorted(size for _, size in chosen)
    print(
        f"{len(chosen)} automata, monoids up to {sizes[-1]} elements, median {sizes[len(sizes) // 2]}"
    )
    print(f"{seconds:.1f} s with {options.workers} processes; {dict(verdicts)}")
    print("undecided:", ", ".join(f"{name} {count}" for name, count in open_.most_common()))


if __name__ == "__main__":
    main()
