"""Automata in AT&T text, as OpenFst prints them.

A line is an arc ``source target input output [weight]``, or ``source target symbol`` in an
acceptor, or a final state ``state [weight]``; the first line's source is initial. States are
numbers and keep their order. Equal inputs and outputs make a DFA, others a Mealy machine.

weights   are read and dropped, and a note says so, but a final state of infinite weight is not final
written   Boolean outputs (or 0 and 1) alone, and symbols that are text without blanks

References: Allauzen et al., *OpenFst: a general and efficient weighted finite-state transducer
library* (2007), and its page https://www.openfst.org/twiki/bin/view/FST/FstQuickTour.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from bilinear_theory.automata.automaton import Automaton, Symbol
from bilinear_theory.automata.formats.arcs import Arcs, mealy, moore
from bilinear_theory.automata.formats.source import Source

EPSILON = {"<eps>", "<epsilon>"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity|Infinity)", re.ASCII)
WRITABLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def parse(text: str, source: Source) -> Automaton:
    """The automaton of an AT&T text.

    Raises:
        AutomatonFileError: at the line that is no arc and no final state, that repeats a final
            state or reads the empty word, or that makes the machine nondeterministic.
    """
    arcs = Arcs()
    fourth = list[str]()  # of each arc: an output, or an acceptor's weight, or ""
    weights = list[tuple[int, str]]()  # with their lines
    final: dict[int, int] = {}
    seen: dict[int, None] = {}
    fields, has_weight, widths = arcs.add, False, set[int]()
    for line, content in enumerate(io.StringIO(text), 1):
        columns = content.split()
        count = len(columns)
        if count == 0:
            continue
        if count > 5:
            raise source.error(line, f"{count} columns, expected at most 5")
        q = _state(columns[0], source, line)
        seen[q] = None
        if count <= 2:
            if q in final:
                raise source.error(line, f"state {q} is final twice, first on line {final[q]}")
            if count == 2 and not NUMBER.fullmatch(columns[1]):
                raise source.error(
                    line, f"expected an arc or a final state with a weight, found {_short(content)}"
                )
            if count == 1 or "inf" not in columns[1].lower():
                final[q] = line
                weights += [(line, weight) for weight in columns[1:]]
            continue
        target = _state(columns[1], source, line)
        seen[target] = None
        if columns[2] in EPSILON:
            raise source.error(line, f"not deterministic: state {q} moves on {columns[2]}")
        widths.add(count)
        if count == 5:
            weights.append((line, columns[4]))
            has_weight = True
        fields(q, columns[2], target, line)
        fourth.append(columns[3] if count > 3 else "")
    if not seen:
        raise source.error(None, "the file is empty, expected arcs")
    if not arcs.sources:
        raise source.error(None, "no arcs: an automaton in AT&T text has at least one")
    if 3 in widths and (has_weight or not all(NUMBER.fullmatch(x) for x in fourth if x)):
        raise source.error(
            arcs.lines[fourth.index("")], "an arc without an output, where others have one"
        )
    if 3 in widths:
        weights += [(i, x) for i, x in zip(arcs.lines, fourth, strict=True) if x]
    _note_weights(weights, source)
    start = next(iter(seen))
    states = sorted(seen)
    number = {q: i for i, q in enumerate(states)}
    arcs.sources[:] = [number[q] for q in arcs.sources]
    arcs.targets[:] = [number[q] for q in arcs.targets]
    names = [str(q) for q in states]
    if 3 in widths or fourth == arcs.symbols:
        accepting = [q in final for q in states]
        return moore(
            source, arcs, names=names, start=number[start], outputs=accepting, dead_output=False
        )
    arcs.outputs.extend(fourth)
    if 0 < len(final) < len(states):
        source.note("the outputs of a transducer are read, its final states are not")
    return mealy(source, arcs, names=names, start=number[start])


def lines(automaton: Automaton, source: Source) -> Iterator[str]:
    """The automaton as lines of AT&T text that ``parse`` reads back as it is.

    Raises:
        AutomatonFileError: on outputs other than Booleans, on symbols that are no text or hold
            blanks, and on an empty alphabet.
    """
    for q, output in enumerate(automaton.outputs):
        if not isinstance(output, int) or output not in (0, 1):
            raise source.error(
                None,
                f"AT&T text holds acceptors, and state {automaton.name(q)} has the output "
                f"{output!r}: write .dot or .json",
            )
    if not automaton.alphabet:
        raise source.error(None, "AT&T text cannot hold an automaton without symbols")
    symbols = [_writable(symbol, source) for symbol in automaton.alphabet]
    states = [automaton.start, *(q for q in range(len(automaton)) if q != automaton.start)]
    for q in states:
        for target, symbol in zip(automaton.transitions[q].tolist(), symbols, strict=True):
            yield f"{q}\t{target}\t{symbol}\t{symbol}"
    yield from (str(q) for q, output in enumerate(automaton.outputs) if output)


def _writable(symbol: Symbol, source: Source) -> str:
    if not isinstance(symbol, str):
        raise source.error(
            None, f"AT&T text holds symbols that are text, not {symbol!r}: write .dot or .json"
        )
    if not WRITABLE.fullmatch(symbol) or symbol in EPSILON:
        raise source.error(
            None,
            f"the symbol {symbol!r} cannot stand in a column of AT&T text: write .dot or .json",
        )
    return symbol


def _note_weights(weights: list[tuple[int, str]], source: Source) -> None:
    """Say that weights are dropped, unless they are 0, which weighs nothing."""
    dropped = [
        (line, text) for line, text in weights if not (NUMBER.fullmatch(text) and float(text) == 0)
    ]
    if dropped:
        line, text = min(dropped)
        what = "1 weight is" if len(dropped) == 1 else f"{len(dropped)} weights are"
        source.note(f"{what} dropped (the first: {text} on line {line})")


def _state(text: str, source: Source, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise source.error(line, f"expected a state number, found {_short(text)}")
    return int(text)


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
