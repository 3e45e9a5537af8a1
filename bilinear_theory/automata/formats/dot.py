r"""Automata in Graphviz DOT, as the Automata Wiki, AALpy and LearnLib write them, and their kin.

The kind follows from the marks. An edge label ``in/out`` on every edge makes a Mealy machine (split
at the first slash); else node labels ``state|output`` or ``state / output`` on every node make a
Moore machine; else a node drawn with a double circle or in green makes a DFA. Where nothing is
marked, the labels of the nodes are the outputs: read as a DFA the file would say nothing.

start     the target of the edge from ``__start0`` or another invisible node; else the one hexagon;
          else the source of the first edge
sets      in a DFA or Moore file whose edge labels all are made of single letters, ``a-c``,
          ``a,b,e`` and labels of several lines are sets of symbols
ours      a graph with the attribute ``automaton`` says everything: each node has its ``output`` as
          JSON, an edge has its ``symbol`` as JSON where the label does not show it, and ``name`` is
          a state's name. Text, integers and Booleans come back as they were.

References: Neider et al., *Benchmarks for automata learning and conformance testing* (2019), which
describes the Automata Wiki.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bilinear_theory.automata.automaton import Automaton, Output, Symbol
from bilinear_theory.automata.formats.arcs import NONE, Arcs, mealy, moore
from bilinear_theory.automata.formats.dot_syntax import (
    Edge,
    Graph,
    Node,
    parse_graph,
    plain,
    quoted,
)
from bilinear_theory.automata.formats.source import Source
from bilinear_theory.automata.formats.values import (
    as_json,
    output_of_json,
    separate,
    symbol_of_json,
)

OURS = "automaton"
START = re.compile(r"__start\d*")
PIECE = re.compile(r"\w|[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]")
ACCEPTING_COLOURS = {"green", "lightgreen", "darkgreen"}
Labels = list[list[str]]


def parse(text: str, source: Source) -> Automaton:
    """The automaton of a DOT text.

    Raises:
        AutomatonFileError: if the text is no digraph, has no state, mixes kinds, or is not
            deterministic.
    """
    graph = parse_graph(text, source)
    edges, start, nodes = _start(graph, source)
    if not nodes:
        raise source.error(graph.line, "the graph has no states")
    if start not in nodes:
        raise source.error(graph.line, f"the start {start} is no state")
    number = {name: q for q, name in enumerate(nodes)}
    if OURS in graph.attributes:
        return _ours(edges, nodes, number, start, source)
    labels = [_label(edge, source) for edge in edges]
    shown = [plain(node.attributes.get("label", r"\N"), name) for name, node in nodes.items()]
    shown = [" ".join(text.split()) or name for text, name in zip(shown, nodes, strict=True)]
    split = [_split(node, name) for name, node in nodes.items()]
    accepting = [_accepts(node) for node in nodes.values()]
    slashed = [all("/" in x and x.split("/")[0].strip() for x in label) for label in labels]
    arcs = Arcs()

    def add(edge: Edge, symbol: str) -> None:
        arcs.add(number[edge.source], symbol, number[edge.target], edge.line)

    if edges and all(slashed):
        for edge, label in zip(edges, labels, strict=True):
            for text in label:
                symbol, output = text.split("/", 1)
                add(edge, symbol.strip())
                arcs.outputs.append(output.strip())
        return mealy(source, arcs, names=shown, start=number[start])
    outputs = [pair[1] for pair in split if pair is not None]
    if any(slashed) and len(outputs) < len(nodes) and not any(accepting):
        edge = edges[slashed.index(False)]
        raise source.error(edge.line, "an edge without an output, where others have input/output")
    for edge, label in zip(edges, _sets(labels), strict=True):
        for symbol in label:
            add(edge, symbol)
    if len(outputs) == len(nodes):
        names = [pair[0] for pair in split if pair is not None]
        return moore(
            source, arcs, names=names, start=number[start], outputs=outputs, dead_output=NONE
        )
    if any(accepting):
        return moore(
            source, arcs, names=shown, start=number[start], outputs=accepting, dead_output=False
        )
    if outputs:
        name, node = next(item for item, pair in zip(nodes.items(), split, strict=True) if not pair)
        raise source.error(node.line, f"the state {name} has no output, where others have one")
    if len(set(shown)) == len(shown):
        source.note(
            "no state is accepting and no output is given: each state's label is its output"
        )
    return moore(
        source, arcs, names=list(nodes), start=number[start], outputs=shown, dead_output=NONE
    )


def lines(automaton: Automaton, source: Source) -> Iterator[str]:
    """The automaton as lines of DOT that ``parse`` reads back as it is.

    Raises:
        AutomatonFileError: on symbols or outputs that are no text, integers or Booleans.
    """
    boolean = all(isinstance(output, bool) for output in automaton.outputs)
    yield "digraph {"
    yield f"  graph [{OURS}=1];"
    yield '  __start0 [label="" shape="none"];'
    for q, output in enumerate(automaton.outputs):
        value, name = as_json(output, "output", source), automaton.name(q)
        label = name if boolean else f"{name} / {output}"
        shape = "doublecircle" if boolean and output else "circle"
        named = "" if automaton.state_names is None else f" name={quoted(json.dumps(name))}"
        yield (
            f"  s{q} [label={quoted(_shown(label))} shape={shape} output={quoted(value)}{named}];"
        )
    yield f"  __start0 -> s{automaton.start};"
    attributes = [f"[{_symbol(symbol, source)}]" for symbol in automaton.alphabet]
    for q, row in enumerate(automaton.transitions):
        for target, attribute in zip(row.tolist(), attributes, strict=True):
            yield f"  s{q} -> s{target} {attribute};"
    yield "}"


def _symbol(symbol: Symbol, source: Source) -> str:
    value = as_json(symbol, "symbol", source)
    label = f"label={quoted(_shown(str(symbol)))}"
    if isinstance(symbol, str) and symbol == symbol.strip() == _shown(symbol) != "":
        return label
    return f"{label} symbol={quoted(value)}"


def _shown(text: str) -> str:
    """A text with what cannot be printed replaced: the attribute in JSON has it exactly."""
    return "".join(x if x.isprintable() else "\N{REPLACEMENT CHARACTER}" for x in text)


def _ours(
    edges: list[Edge], nodes: dict[str, Node], number: dict[str, int], start: str, source: Source
) -> Automaton:
    """The automaton of a file that ``lines`` wrote, perhaps edited since."""
    outputs: list[Output] = []
    for name, node in nodes.items():
        if "output" not in node.attributes:
            raise source.error(node.line, f"the state {name} has no output")
        outputs.append(
            output_of_json(plain(node.attributes["output"]), source, node.line, "output")
        )
    names = [
        str(symbol_of_json(plain(node.attributes["name"]), source, node.line, "name"))
        if "name" in node.attributes
        else None
        for node in nodes.values()
    ]
    arcs = Arcs()
    for edge in edges:
        if "symbol" in edge.attributes:
            raw = plain(edge.attributes["symbol"])
            symbol = symbol_of_json(raw, source, edge.line, "symbol")
        else:
            symbol = plain(edge.attributes.get("label", ""))
            if not symbol:
                raise source.error(edge.line, "an edge without a label")
        arcs.add(number[edge.source], symbol, number[edge.target], edge.line)
    try:
        outputs = separate(outputs)
    except ValueError as error:
        raise source.error(None, str(error)) from None
    boolean = all(isinstance(output, bool) for output in outputs)
    found = moore(
        source,
        arcs,
        names=[key if name is None else name for key, name in zip(nodes, names, strict=True)],
        start=number[start],
        outputs=outputs,
        dead_output=False if boolean else NONE,
    )
    if any(name is not None for name in names):
        return found
    return Automaton(found.alphabet, found.transitions, found.start, found.outputs)


def _start(graph: Graph, source: Source) -> tuple[list[Edge], str, dict[str, Node]]:
    """The edges between states, the name of the start, and the states."""
    entered = {edge.target for edge in graph.edges}
    labelled = {edge.source for edge in graph.edges if plain(edge.attributes.get("label", ""))}
    markers = {
        name
        for name, node in graph.nodes.items()
        if START.fullmatch(name)
        or (name not in entered and name not in labelled and _invisible(node))
    }
    edges = [edge for edge in graph.edges if edge.source not in markers]
    nodes = {name: node for name, node in graph.nodes.items() if name not in markers}
    arrows = [edge for edge in graph.edges if edge.source in markers]
    if len({edge.target for edge in arrows}) > 1:
        one, other = arrows[0], next(x for x in arrows if x.target != arrows[0].target)
        raise source.error(
            other.line,
            f"not deterministic: {other.target} is a start, and on line {one.line} {one.target}",
        )
    if arrows:
        return edges, arrows[0].target, nodes
    for edge in edges:
        if edge.target in markers:
            raise source.error(edge.line, f"an edge into the start marker {edge.target}")
    hexagons = [name for name, node in nodes.items() if node.attributes.get("shape") == "hexagon"]
    if len(hexagons) == 1:
        return edges, hexagons[0], nodes
    return edges, edges[0].source if edges else next(iter(nodes), ""), nodes


def _invisible(node: Node) -> bool:
    shape, style = (node.attributes.get(key, "") for key in ("shape", "style"))
    return shape in {"none", "point", "plaintext"} or "invis" in style


def _accepts(node: Node) -> bool:
    given = node.attributes
    return (
        given.get("shape") in {"doublecircle", "doubleoctagon", "Mdoublecircle"}
        or given.get("peripheries") == "2"
        or given.get("color") in ACCEPTING_COLOURS
        or (given.get("fillcolor") in ACCEPTING_COLOURS and "filled" in given.get("style", ""))
    )


def _label(edge: Edge, source: Source) -> list[str]:
    """The lines of an edge's label, one symbol each."""
    raw = edge.attributes.get("label", "")
    found = [text.strip() for text in plain(raw).split("\n") if text.strip()]
    if not found:
        raise source.error(edge.line, f"the edge {edge.source} -> {edge.target} has no label")
    return found


def _split(node: Node, name: str) -> tuple[str, str] | None:
    """The state and the output of a Moore label, split at its first ``|`` or slash."""
    raw = node.attributes.get("label", "")
    record = node.attributes.get("shape", "") in {"record", "Mrecord"}
    braced = re.fullmatch(r"\s*\{(.*)\}\s*", raw, re.DOTALL)
    match = re.fullmatch(
        r"((?:[^\\|/]|\\.)*)(?:\|)(.*)" if record or braced else r"((?:[^\\|/]|\\.)*)[|/](.*)",
        braced[1] if braced else raw,
        re.DOTALL,
    )
    if match is None:
        return None
    return plain(match[1], name).strip(), plain(match[2], name).strip()


def _sets(labels: Labels) -> Labels:
    """The labels with ``a-c`` and ``a,b`` read as sets, if all labels are letters or such sets."""
    pieces = [[re.split(r"\s*,\s*", text) for text in label] for label in labels]
    every = [piece for label in pieces for parts in label for piece in parts]
    distinct = all(len(set(parts)) == len(parts) for label in pieces for parts in label)
    if not distinct or not all(PIECE.fullmatch(piece) for piece in every):
        return labels
    return [[x for parts in label for piece in parts for x in _range(piece)] for label in pieces]


def _range(piece: str) -> list[str]:
    return [chr(x) for x in range(ord(piece[0]), ord(piece[-1]) + 1)]
