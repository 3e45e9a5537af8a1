"""Times of holonomy decompositions: nothing asserted.

Run it as ``python benchmarks/holonomy.py``. The decomposition works on the images of the states, of which
there are at most ``2^Q``; the number of elements of the monoid is printed beside it. There is no peer in
Python: the package SgpDec of GAP does it from the same skeleton.
"""

from __future__ import annotations

import random
import time

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.holonomy import TooManyChains, cascade, holonomy
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid


def maps(states: int) -> Automaton:
    """A cycle, a transposition and a map that merges two states: they generate all maps."""
    swap = {0: 1, 1: 0}
    rows = [[(q + 1) % states, swap.get(q, q), 0 if q == 1 else q] for q in range(states)]
    return Automaton("abc", rows, 0, range(states))


def random_machine(states: int, letters: int, seed: int) -> Automaton:
    """A random automaton."""
    draw = random.Random(seed)
    rows = [[draw.randrange(states) for _ in range(letters)] for _ in range(states)]
    return Automaton(range(letters), rows, 0, range(states))


def main() -> None:
    """Print the table."""
    cases = {f"all maps of {n} states": maps(n) for n in (6, 7, 8)}
    cases |= {f"8 states, 3 letters, seed {s}": random_machine(8, 3, s) for s in (1, 2, 3)}
    cases |= {f"12 states, 2 letters, seed {s}": random_machine(12, 2, s) for s in (1, 2)}
    for name, a in cases.items():
        start = time.perf_counter()
        h = holonomy(a)
        decomposed = time.perf_counter() - start
        try:
            chains = f"{len(cascade(h))} states of the cascade, checked"
        except TooManyChains as reason:
            chains = str(reason)
        checked = time.perf_counter() - start - decomposed
        try:
            elements = str(len(transition_monoid(a, bound=2_000_000)))
        except MonoidTooLarge as large:
            elements = f"more than {large.at_least - 1}"
        print(
            f"{name:28} {elements:>18} elements: {len(h.skeleton.sets)} images, "
            f"{len(h.components)} components in {decomposed:.2f} s; {chains} in {checked:.2f} s"
        )


if __name__ == "__main__":
    main()
