"""From the arcs of a file to a complete deterministic automaton.

Files list arcs, may leave some out, and may contradict themselves. Missing arcs go to one added
dead state, two arcs with one source and one symbol are refused, and a Mealy machine becomes the
Moore machine whose states are pairs of a state and the last output.

``Arcs``        columns: source, symbol, target, line, and for a Mealy machine the output
``moore``       the automaton of arcs between states with outputs (a DFA: Boolean ones)
``mealy``       the automaton of arcs with outputs

References: Hopcroft and Ullman, *Introduction to Automata Theory* (1979), section 2.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Output, Symbol
from bilinear_theory.automata.formats.source import Source

CELLS_BOUND = 200_000_000
NONE = "none"  # the output of a dead state, and of a Mealy machine before its first letter
DEAD = "dead"

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Arcs:
    """Arcs in the file's order, as columns; ``outputs`` stays empty unless the arcs carry them."""

    sources: list[int] = field(default_factory=list[int])
    symbols: list[Symbol] = field(default_factory=list[Symbol])
    targets: list[int] = field(default_factory=list[int])
    lines: list[int] = field(default_factory=list[int])
    outputs: list[Output] = field(default_factory=list[Output])

    def add(self, source: int, symbol: Symbol, target: int, line: int) -> None:
        self.sources.append(source)
        self.symbols.append(symbol)
        self.targets.append(target)
        self.lines.append(line)


@dataclass(frozen=True)
class _Table:
    """Complete transitions (Q, S), and the arc that made each of them, -1 for the added ones."""

    alphabet: tuple[Symbol, ...]
    transitions: Ints
    arcs: Ints
    dead: bool


def moore(
    source: Source,
    arcs: Arcs,
    *,
    names: Sequence[str],
    start: int,
    outputs: Sequence[Output],
    dead_output: Output,
) -> Automaton:
    """The automaton with these arcs; symbols are ordered by their first arc.

    Raises:
        AutomatonFileError: if two arcs contradict one another, naming both lines.
    """
    table = _table(source, arcs, names)
    added = table.dead
    return Automaton(
        table.alphabet,
        table.transitions,
        start,
        [*outputs, *([dead_output] if added else [])],
        [*names, *([_dead_name(names)] if added else [])],
    )


def mealy(source: Source, arcs: Arcs, *, names: Sequence[str], start: int) -> Automaton:
    """The Moore machine of a Mealy machine: reachable pairs (state, last output), breadth first.

    The start takes the output of the first arc, breadth first, that re-enters it, so that a machine
    that permutes its states goes on to do so; if none does, the start's output is ``none``. A note says
    which it is.

    Raises:
        AutomatonFileError: if two arcs contradict one another, naming both lines.
    """
    table = _table(source, arcs, names)
    rows = table.transitions.tolist()
    marks = table.arcs.tolist()
    spoken = [*arcs.outputs, NONE]  # the added arcs, numbered -1, say the last of these
    initial = next((spoken[mark] for mark in _entries(rows, marks, start)), None)
    source.note(
        f"a Mealy machine has no output before its first letter; read as {initial}, the output with "
        "which its start is entered again"
        if initial is not None
        else f"a Mealy machine has no output before its first letter; read as {NONE}, since its start is "
        "never entered again"
    )
    initial = NONE if initial is None else initial
    pairs: dict[tuple[int, Output], int] = {(start, initial): 0}
    queue, transitions = [(start, initial)], list[list[int]]()
    for q, _ in queue:
        reached = list[int]()
        for target, mark in zip(rows[q], marks[q], strict=True):
            pair = (target, spoken[mark])
            if pair not in pairs:
                pairs[pair] = len(pairs)
                queue.append(pair)
            reached.append(pairs[pair])
        transitions.append(reached)
    called = [*names, _dead_name(names)]
    return Automaton(
        table.alphabet,
        np.array(transitions, np.int32).reshape(len(queue), len(table.alphabet)),
        0,
        [output for _, output in queue],
        [f"{called[q]} / {output}" for q, output in queue],
    )


def _entries(rows: list[list[int]], marks: list[list[int]], start: int) -> list[int]:
    """The arcs into the start that its words can take, breadth first."""
    seen, queue, found = {start}, [start], list[int]()
    for q in queue:
        for target, mark in zip(rows[q], marks[q], strict=True):
            if target == start:
                found.append(mark)
            elif target not in seen:
                seen.add(target)
                queue.append(target)
    return found


def _table(source: Source, arcs: Arcs, names: Sequence[str]) -> _Table:
    """The transitions of the arcs, the missing ones into a dead state."""
    code: dict[Symbol, int] = {}
    letters = np.array([code.setdefault(x, len(code)) for x in arcs.symbols], np.int64)
    alphabet, count = tuple(code), len(names)
    width = len(alphabet)
    if (count + 1) * width > CELLS_BOUND:
        raise source.error(
            None,
            f"{count} states and {width} symbols are more transitions than the bound {CELLS_BOUND}",
        )
    places = np.array(arcs.sources, np.int64) * width + letters
    targets = np.array(arcs.targets, np.int64)
    _refuse_contradictions(source, arcs, places, targets, alphabet, names)
    made = np.full(count * width, -1, np.int64)
    made[places[::-1]] = np.arange(len(places))[::-1]  # of equal arcs the first
    missing = np.flatnonzero(made < 0)
    transitions = np.full((count + bool(len(missing)), width), count, np.int64)
    transitions.ravel()[places] = targets
    if len(missing):
        q, a = divmod(int(missing[0]), width)
        arcs_are = "1 missing arc goes" if len(missing) == 1 else f"{len(missing)} missing arcs go"
        source.note(
            f"{arcs_are} to one added dead state (the first: {names[q]} on {alphabet[a]!r})"
        )
        made = np.concatenate([made, np.full(width, -1, np.int64)])
    return _Table(alphabet, transitions, made.reshape(len(transitions), width), bool(len(missing)))


def _refuse_contradictions(
    source: Source,
    arcs: Arcs,
    places: Ints,
    targets: Ints,
    alphabet: tuple[Symbol, ...],
    names: Sequence[str],
) -> None:
    spoken: dict[Output, int] = {}
    says = np.array([spoken.setdefault(y, len(spoken)) for y in arcs.outputs], np.int64)
    order = np.argsort(places, kind="stable")
    before, after = order[:-1], order[1:]
    differ = targets[before] != targets[after]
    if len(says):
        differ |= says[before] != says[after]
    wrong = np.flatnonzero((places[before] == places[after]) & differ)
    if not len(wrong):
        return
    i = wrong[np.argmin(after[wrong])]
    one, other = int(before[i]), int(after[i])
    q, a = divmod(int(places[one]), len(alphabet))
    said = [f", saying {arcs.outputs[arc]}" if arcs.outputs else "" for arc in (one, other)]
    raise source.error(
        arcs.lines[other],
        f"not deterministic: {names[q]} goes on {alphabet[a]!r} to {names[arcs.targets[other]]}"
        f"{said[1]}, and on line {arcs.lines[one]} to {names[arcs.targets[one]]}{said[0]}",
    )


def _dead_name(names: Sequence[str]) -> str:
    taken, name = set(names), DEAD
    while name in taken:
        name += "'"
    return name
