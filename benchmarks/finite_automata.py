"""Automata side by side with automata-lib, in one run: ``python benchmarks/finite_automata.py``.

Each row is a family of DFAs over two letters and a task; a figure is the median of several runs,
``ratio`` how many times as long automata-lib takes. Nothing is asserted: the table is the result.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from automata.fa.dfa import DFA

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import Bisimulation, compare, minimize
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid


def random_dfa(states: int, seed: int = 0) -> Automaton:
    """A uniformly random table and random Boolean outputs."""
    random = np.random.default_rng(seed)
    table = random.integers(0, states, size=(states, 2))
    return Automaton("ab", table, 0, (random.random(states) < 0.5).tolist())


def blown_up(a: Automaton, copies: int, seed: int = 1) -> Automaton:
    """The automaton with redundant copies of each state, every transition to a random copy."""
    random = np.random.default_rng(seed)
    table = np.tile(a.transitions, (copies, 1))
    table = table + len(a) * random.integers(0, copies, size=table.shape)
    return Automaton(a.alphabet, table, a.start, a.outputs * copies)


def counter_with_reset(states: int) -> Automaton:
    """One letter counts modulo the number of states, the other goes back to 0."""
    up = (np.arange(states) + 1) % states
    return Automaton("ab", np.stack([up, np.zeros_like(up)], 1), 0, [q == 0 for q in range(states)])


def alternating_counter(states: int, seed: int = 2) -> Automaton:
    """A counter whose next letter is random; the other letter resets. Slow for rounds of Moore."""
    letter = np.random.default_rng(seed).integers(0, 2, states)
    table = np.zeros((states, 2), dtype=np.int64)
    table[np.arange(states), letter] = (np.arange(states) + 1) % states
    return Automaton("ab", table, 0, [q == states - 1 for q in range(states)])


FAMILIES: dict[str, Callable[[int], Automaton]] = {
    "random": random_dfa,
    "blown-up": lambda n: blown_up(random_dfa(n // 10), 10),
    "counter with reset": counter_with_reset,
    "alternating counter": alternating_counter,
}


def peer(a: Automaton) -> DFA:
    """The same DFA in automata-lib."""
    rows = a.transitions.tolist()
    return DFA(
        states=set(range(len(a))),
        input_symbols=set(a.alphabet),
        transitions={q: dict(zip(a.alphabet, row, strict=True)) for q, row in enumerate(rows)},
        initial_state=a.start,
        final_states={q for q in range(len(a)) if a.outputs[q]},
    )


def median(f: Callable[[], object], runs: int) -> float:
    """The median wall-clock time of a call, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        begin = time.perf_counter()
        f()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def relabelled(a: Automaton, seed: int = 3) -> Automaton:
    """An isomorphic automaton with its states shuffled."""
    p = np.random.default_rng(seed).permutation(len(a))
    back = np.argsort(p)
    return Automaton(
        a.alphabet, p[a.transitions[back]], int(p[a.start]), [a.outputs[q] for q in back]
    )


def against_peer(sizes: list[int], runs: int) -> None:
    """Minimisation, and equality with a shortest witness against equality without one."""
    print(f"{'task':<10}{'family':<22}{'states':>8}{'ours s':>11}{'peer s':>11}{'ratio':>8}")
    for n in sizes:
        for name, family in FAMILIES.items():
            a = family(n)
            b = relabelled(a)
            c = Automaton(b.alphabet, b.transitions, b.start, [*b.outputs[:-1], not b.outputs[-1]])
            theirs, their_b, their_c = peer(a), peer(b), peer(c)
            tasks: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
                ("minimize", lambda a=a: minimize(a), lambda t=theirs: t.minify()),
                ("equal", lambda a=a, b=b: compare(a, b), lambda t=theirs, u=their_b: t == u),
                ("differ", lambda a=a, c=c: compare(a, c), lambda t=theirs, u=their_c: t == u),
            ]
            agree = (len(minimize(a)) == len(theirs.minify().states)) and (
                isinstance(compare(a, c), Bisimulation) == (theirs == their_c)
            )
            for task, ours, others in tasks:
                x, y = median(ours, runs), median(others, runs)
                note = "" if agree else "  THE TWO DISAGREE"
                print(f"{task:<10}{name:<22}{n:>8}{x:>11.4f}{y:>11.4f}{y / x:>8.1f}{note}")


def alone(size: int) -> None:
    """Figures that have no peer here: large machines, monoids, Hankel ranks."""
    print(f"\n{'task':<14}{'case':<34}{'result':>22}{'s':>10}")
    machines = {name: family(size) for name, family in FAMILIES.items()}
    rows: list[tuple[str, str, Callable[[], object]]] = [
        *(
            ("minimize", f"{name} {size}", lambda a=a: len(minimize(a)))
            for name, a in machines.items()
        ),
        ("monoid", "all maps of 7 points", lambda: len(transition_monoid(full_monoid(7)))),
        ("monoid", "random, 60 states, past the bound", lambda: _size(random_dfa(60))),
        ("hankel rank", "random, 300 states", lambda: hankel_rank(random_dfa(300))),
        ("hankel rank", "random, 1000 states", lambda: hankel_rank(random_dfa(1000))),
    ]
    for task, case, f in rows:
        begin = time.perf_counter()
        result = f()
        print(f"{task:<14}{case:<34}{result!s:>22}{time.perf_counter() - begin:>10.3f}")


def full_monoid(n: int) -> Automaton:
    """A cycle, a transposition and a merge: they generate all ``n**n`` maps of ``n`` points."""
    maps = [[*range(1, n), 0], [1, 0, *range(2, n)], [0, 0, *range(2, n)]]
    return Automaton("abc", np.array(maps).T, 0, range(n))


def _size(a: Automaton) -> str:
    try:
        return str(len(transition_monoid(a)))
    except MonoidTooLarge as large:
        return f"at least {large.at_least}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    against_peer(options.sizes, options.runs)
    alone(options.large)


if __name__ == "__main__":
    main()
