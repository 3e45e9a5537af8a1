r"""The syntax of Graphviz DOT, read forgivingly: nodes, edges and attributes with their lines.

The grammar is Graphviz's, defaults, chains and subgraphs included. Beyond it, names may hold
hyphens or be Python tuples, ``#`` opens a comment anywhere, and a quote that is not closed before
the end of its attribute list is closed there.

``Graph``            the graph's attributes, its nodes by name, its edges in order
``Node``, ``Edge``   attributes as raw text (escapes kept) and the line of the first mention
``parse_graph``      a text as a ``Graph``
``quoted``           a text as a DOT string; ``plain`` is the way back

References: Graphviz, *The DOT Language*, https://graphviz.org/doc/info/lang.html.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import pairwise

from bilinear_theory.automata.formats.source import Source

Attributes = dict[str, str]
DEPTH_BOUND = 100

# no group is possessive: Python before 3.11.5 loses matches of such groups, and these repeat in one way only
SKIP = re.compile(r"(?:\s++|//[^\n]*+|#[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/)+")
CLOSED_ON_LINE = re.compile(r'"([^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*)"')
CLOSED = re.compile(r'"([^"\\]*+(?:\\[\s\S][^"\\]*+)*)"')
CLOSED_BY_LIST = re.compile(r'"([^"\n\]]*+)(?=\][ \t]*;?[ \t]*(?:\n|\Z))')
TUPLE = re.compile(r"\([^()\[\]{}\"\n]*+\)")
WORD = re.compile(r"(?:[^\s\[\]{}();,=:\"<>/\-]|-(?![->])|/(?![/*]))++")
VALUE = re.compile(r"[^\s,;\]\"<>]++")
BREAK = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
ESCAPE = re.compile(r"\\([\s\S])")
COMPASS = re.compile(r"\s*:\s*[\w.]+")


@dataclass(frozen=True)
class Node:
    """A node: its raw attributes and the line that mentions it first."""

    line: int
    attributes: Attributes


@dataclass(frozen=True)
class Edge:
    """An edge between two named nodes."""

    source: str
    target: str
    line: int
    attributes: Attributes


@dataclass
class Graph:
    """A directed graph with raw attributes."""

    line: int
    attributes: Attributes = field(default_factory=Attributes)
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    edges: list[Edge] = field(default_factory=list[Edge])


@dataclass(frozen=True)
class _Defaults:
    node: Attributes
    edge: Attributes


def quoted(text: str) -> str:
    r"""A text as a DOT string.

    >>> quoted('a"b')
    '"a\\"b"'
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def plain(raw: str, name: str = "") -> str:
    r"""The text that a raw attribute shows, with its escapes read.

    >>> plain(r"a\\b\"c"), plain(r"\N", "s0")
    ('a\\b"c', 's0')
    """

    def read(match: re.Match[str]) -> str:
        character = match[1]
        if character in "nlr":
            return "\n"
        return {"N": name, "\n": ""}.get(character, character)

    return ESCAPE.sub(read, raw)


def parse_graph(text: str, source: Source) -> Graph:
    """The one directed graph that a text holds.

    Raises:
        AutomatonFileError: where the text departs from the grammar by more than is forgiven.
    """
    return _Parser(text, source).graph()


class _Parser:
    """Recursive descent over the text; ``at`` is the position, ``line`` its line."""

    def __init__(self, text: str, source: Source) -> None:
        self.text, self.source = text, source
        self.at, self.line = 0, 1
        self.repaired = False

    def graph(self) -> Graph:
        kind = self.word("digraph").lower()
        if kind == "strict":
            kind = self.word("digraph").lower()
        graph = Graph(self.line)
        if kind == "graph":
            raise self.error("an undirected graph, expected a digraph")
        if kind != "digraph":
            raise self.error(f"expected digraph, found {kind[:40]!r}")
        if not self.sees("{"):
            self.name()
        self.expect("{")
        self.statements(graph, _Defaults({}, {}), 1)
        self.skip()
        if self.at < len(self.text):
            raise self.error(f"text after the end of the graph: {self.rest()}")
        return graph

    def statements(self, graph: Graph, defaults: _Defaults, depth: int) -> list[str]:
        """Statements up to the closing brace; the nodes that they name."""
        if depth > DEPTH_BOUND:
            raise self.error(f"subgraphs nested more than {DEPTH_BOUND} deep")
        named: dict[str, None] = {}
        while not self.takes("}"):
            if self.at >= len(self.text):
                raise self.error("the file ends before the graph is closed with '}'")
            if self.takes(";") or self.takes(","):
                continue
            named |= dict.fromkeys(self.statement(graph, defaults, depth))
        return list(named)

    def statement(self, graph: Graph, defaults: _Defaults, depth: int) -> list[str]:
        line, bare = self.line, not self.sees('"')
        ends = self.endpoint(graph, defaults, depth)
        if isinstance(ends, str):
            if bare and ends in {"node", "edge", "graph"} and self.sees("["):
                chosen = {"node": defaults.node, "edge": defaults.edge}.get(ends, graph.attributes)
                chosen.update(self.attributes())
                return []
            if self.takes("="):
                graph.attributes[ends] = self.value()
                return []
            if not self.sees("->"):
                self.mention(graph, ends, defaults, line)
                graph.nodes[ends].attributes.update(self.attributes())
                return [ends]
            ends = self.mention(graph, ends, defaults, line)
        chain = [ends]
        while self.takes("->"):
            end = self.endpoint(graph, defaults, depth)
            chain.append(
                self.mention(graph, end, defaults, self.line) if isinstance(end, str) else end
            )
        attributes = {**defaults.edge, **self.attributes()} if len(chain) > 1 else {}
        for tails, heads in pairwise(chain):
            graph.edges += [Edge(q, r, line, attributes) for q in tails for r in heads]
        return [q for end in chain for q in end]

    def endpoint(self, graph: Graph, defaults: _Defaults, depth: int) -> str | list[str]:
        """The name of a node, or the nodes of a subgraph."""
        if not self.sees("{"):
            name = self.name()
            if name != "subgraph" or self.sees("[") or self.sees("->") or self.sees("="):
                return name
            if not self.sees("{"):
                self.name()
        self.expect("{")
        inner = _Defaults(dict(defaults.node), dict(defaults.edge))
        return self.statements(Graph(0, {}, graph.nodes, graph.edges), inner, depth + 1)

    def mention(self, graph: Graph, name: str, defaults: _Defaults, line: int) -> list[str]:
        if name not in graph.nodes:
            graph.nodes[name] = Node(line, dict(defaults.node))
        return [name]

    def attributes(self) -> Attributes:
        found: Attributes = {}
        while self.takes("["):
            while not self.takes("]"):
                if self.takes(",") or self.takes(";"):
                    continue
                name = self.word("an attribute")
                self.expect("=", f"expected '=' after the attribute {name[:40]!r}")
                found[name] = self.value()
        return found

    def name(self) -> str:
        """A node's name, its port dropped."""
        self.skip()
        if self.sees('"'):
            name = plain(self.string())
        elif self.sees("<"):
            name = plain(self.markup())
        else:
            match = TUPLE.match(self.text, self.at) or WORD.match(self.text, self.at)
            if match is None:
                raise self.error(f"expected a node, found {self.rest()}")
            name = self.move(match)
        if port := COMPASS.match(self.text, self.at):
            self.move(port)
        return name

    def word(self, what: str) -> str:
        self.skip()
        if self.sees('"'):
            return self.string()
        match = WORD.match(self.text, self.at)
        if match is None:
            raise self.error(f"expected {what}, found {self.rest()}")
        return self.move(match)

    def value(self) -> str:
        self.skip()
        if self.sees('"'):
            return self.string()
        if self.sees("<"):
            return self.markup()
        match = TUPLE.match(self.text, self.at) or VALUE.match(self.text, self.at)
        if match is None:
            raise self.error(f"expected a value, found {self.rest()}")
        return self.move(match)

    def string(self) -> str:
        """The raw text between quotes."""
        match = CLOSED_ON_LINE.match(self.text, self.at)
        if match is None and (match := CLOSED_BY_LIST.match(self.text, self.at)):
            self.source.note(f"a quote that is missing on line {self.line} is read as closed")
        match = match or CLOSED.match(self.text, self.at)
        if match is None:
            raise self.error("a quoted text is not closed")
        self.move(match)
        return match[1]

    def markup(self) -> str:
        """The raw text that an HTML string shows, its markup dropped."""
        depth = 0
        for bracket in re.finditer("[<>]", self.text[self.at : self.at + 1_000_000]):
            depth += 1 if bracket[0] == "<" else -1
            if depth == 0:
                found = self.text[self.at : self.at + bracket.end()]
                self.line += found.count("\n")
                self.at += len(found)
                text = html.unescape(TAG.sub("", BREAK.sub("\n", found[1:-1])))
                return quoted(text)[1:-1]
        raise self.error("an HTML label is not closed")

    def skip(self) -> None:
        if "/" < self.text[self.at : self.at + 1] < "\x7f":  # the common case, nothing to skip
            return
        if match := SKIP.match(self.text, self.at):
            self.move(match)
        if self.text.startswith("/*", self.at):
            raise self.error("a comment is not closed")

    def sees(self, mark: str) -> bool:
        self.skip()
        return self.text.startswith(mark, self.at)

    def takes(self, mark: str) -> bool:
        self.skip()
        if taken := self.text.startswith(mark, self.at):
            self.at += len(mark)
        return taken

    def expect(self, mark: str, reason: str = "") -> None:
        if not self.takes(mark):
            raise self.error(f"{reason or f'expected {mark!r}'}, found {self.rest()}")

    def move(self, match: re.Match[str]) -> str:
        self.line += match[0].count("\n")
        self.at = match.end()
        return match[0]

    def rest(self) -> str:
        rest = self.text[self.at : self.at + 40].split("\n")[0]
        return repr(rest) if rest else "the end of the file" if self.at >= len(self.text) else "''"

    def error(self, reason: str) -> Exception:
        return self.source.error(self.line, reason)
