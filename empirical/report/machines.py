"""State diagrams of automata, never a tangle.

Up to ``MAX_DRAWN`` states are discs; a letter that swaps two states is one arrow with two heads, letters
that change nothing are named below, and where there are many arrows colours stand for the letters.
Larger machines are drawn by their strong components or their matrix of transitions.

``state_diagram(automaton)``  the picture as SVG
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from bilinear_theory.automata.automaton import Automaton
from empirical.report import drawing
from empirical.report.drawing import Point, curve, disc, label, legend, loop, shortened
from empirical.report.large import condensation, matrix
from empirical.report.layout import places

#: The most states that are drawn one by one.
MAX_DRAWN = 30
#: The most arrows that carry their letters; of more the colours are explained below.
MAX_LABELLED = 8
COLOURS = 6


def state_diagram(a: Automaton, *, title: str) -> str:
    """The picture of an automaton as an SVG document."""
    if len(a) <= MAX_DRAWN:
        return _discs(a, title)
    return condensation(a, title=title) or matrix(a, title=title)


@dataclass
class _Canvas:
    """Arrows, discs and texts about the origin, with the corners of what they cover."""

    arrows: list[str] = field(default_factory=list[str])
    discs: list[str] = field(default_factory=list[str])
    texts: list[str] = field(default_factory=list[str])
    low: Point = (0.0, 0.0)
    high: Point = (0.0, 0.0)

    def cover(self, at: Point, wide: float, tall: float) -> None:
        """Make room for a box around a point."""
        self.low = (min(self.low[0], at[0] - wide), min(self.low[1], at[1] - tall))
        self.high = (max(self.high[0], at[0] + wide), max(self.high[1], at[1] + tall))


def _discs(a: Automaton, title: str) -> str:
    n, letters = len(a), [str(symbol) for symbol in a.alphabet]
    idle = [i for i in range(len(letters)) if (a.transitions[:, i] == range(n)).all()]
    moving = [i for i in range(len(letters)) if i not in idle]
    colour = {i: k % COLOURS for k, i in enumerate(moving)}
    radius = 24.0 if n <= 12 else 17.0
    at, canvas = places(a, radius=radius), _Canvas()
    groups = _groups(a, moving)
    labelled = len(groups) <= MAX_LABELLED
    mixed = False
    for p, q, group, bend, both in groups:
        shade = colour[group[0]] if len(group) == 1 else COLOURS
        mixed = mixed or len(group) > 1
        if p == q:
            drawn, where = loop(at[p], _outward(at[p]), radius=radius, colour=shade)
            canvas.cover(where, 6, 8)
        else:
            margins = (radius, radius)
            drawn, where = curve(at[p], at[q], bend=bend, margins=margins, colour=shade, both=both)
        canvas.arrows.append(drawn)
        if labelled:
            text = _letters([letters[i] for i in group])
            if p != q:
                where = _beside(at[p], at[q], where, text)
            hover = ", ".join(letters[i] for i in group)
            style = f"f{shade} halo"
            canvas.texts.append(label(where, text, size=11.5, style=style, hover=hover))
            canvas.cover(where, 3.6 * len(text) + 4, 8)
    start = at[a.start]
    way = _entry(a, start, moving)
    tail = (start[0] + (radius + 30) * way[0], start[1] + (radius + 30) * way[1])
    canvas.arrows.append(curve(tail, start, margins=(0, radius))[0])
    canvas.cover(tail, 2, 2)
    for q in range(n):
        canvas.discs.append(_state(a, q, at[q], radius))
        canvas.cover(at[q], radius + 2, radius + 2)
    notes = ["grey: more than one letter"] if mixed and not labelled else []
    notes += [f"no change: {', '.join(letters[i] for i in idle)}"] if idle else []
    return _framed(
        canvas, [] if labelled else [(letters[i], colour[i]) for i in moving], notes, title
    )


def _framed(
    canvas: _Canvas, coloured: Sequence[tuple[str, int]], notes: Sequence[str], title: str
) -> str:
    """The picture with a margin, and what is to be said below it."""
    width = max(200.0, canvas.high[0] - canvas.low[0] + 28)
    height = canvas.high[1] - canvas.low[1] + 28
    dx = width / 2 - (canvas.low[0] + canvas.high[0]) / 2
    moved = f'<g transform="translate({dx:.1f} {14 - canvas.low[1]:.1f})">'
    parts = [moved, *canvas.arrows, *canvas.discs, *canvas.texts, "</g>"]
    below, height = legend(coloured, notes, width, height + 4)
    return drawing.picture([*parts, *below], width, height, title=title)


Group = tuple[int, int, list[int], float, bool]


def _groups(a: Automaton, moving: Sequence[int]) -> list[Group]:
    """The arrows: from, to, letters, bend, whether it has two heads."""
    found: list[Group] = []
    table = a.transitions.tolist()
    for p in range(len(a)):
        stay = [i for i in moving if table[p][i] == p]
        if stay:
            found.append((p, p, stay, 0.0, False))
        for q in range(len(a)):
            if p == q:
                continue
            there = [i for i in moving if table[p][i] == q]
            back = [i for i in moving if table[q][i] == p]
            swap = [i for i in there if i in back]
            one_way = [i for i in there if i not in swap]
            if swap and p < q:
                found.append((p, q, swap, 0.0, True))
            if one_way:
                found.append((p, q, one_way, 14.0 if back else 0.0, False))
    return found


def _letters(names: Sequence[str]) -> str:
    """Up to three letters of an arrow, and how many more there are."""
    text = shortened(", ".join(names[:3]), 22)
    return text + (f" +{len(names) - 3}" if len(names) > 3 else "")


def _beside(p: Point, q: Point, middle: Point, text: str) -> Point:
    """A place at the left of an arrow, far enough that the text does not lie on it."""
    length = math.dist(p, q)
    nx, ny = (q[1] - p[1]) / length, -(q[0] - p[0]) / length
    away = 5 + 6 * abs(ny) + 3.4 * len(text) * abs(nx)
    return (middle[0] + away * nx, middle[1] + away * ny)


def _outward(p: Point) -> Point:
    length = math.hypot(*p)
    return (p[0] / length, p[1] / length) if length else (0.0, -1.0)


def _entry(a: Automaton, start: Point, moving: Sequence[int]) -> Point:
    """The direction from which the start is entered, beside its loop if there is one."""
    way = _outward(start) if len(a) > 1 else (-1.0, 0.0)
    looped = len(a) > 1 and any(a.transitions[a.start, i] == a.start for i in moving)
    turn = (math.radians(80) if len(a) == 2 else math.radians(50)) if looped else 0.0
    c, s = math.cos(turn), math.sin(turn)
    return (way[0] * c - way[1] * s, way[1] * c + way[0] * s)


def _state(a: Automaton, q: int, at: Point, radius: float) -> str:
    """A disc with the name of the state and its output; two rings around an accepting state."""
    name, value = a.name(q), a.outputs[q]
    given, output = name.split(" / ")[0], str(value)
    accepting = value is True
    hover = f"state {name}, output {output}"
    parts = [disc(at, radius, style="good" if accepting else "face", hover=hover)]
    if accepting:
        parts.append(disc(at, radius - 4, style="ring"))
    room = 8 if radius > 20 else 5
    if isinstance(value, bool) or output in (given, str(q)):
        parts.append(label(at, shortened(given, room), size=11.5, style="ink bold"))
    else:
        parts.append(label((at[0], at[1] - 6), shortened(given, room), size=11, style="ink bold"))
        parts.append(label((at[0], at[1] + 8), shortened(output, room), size=9.5, style="soft"))
    return "".join(parts)
