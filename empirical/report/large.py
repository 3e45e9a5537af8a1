"""Pictures of large machines: strong components, or the matrix of transitions.

Both stay readable whatever the number of states: components are drawn only if they are few, and
the matrix puts states into bins where there are more of them than points.

``condensation(automaton)``  the strong components in layers, or None if there are too many or one
``matrix(automaton)``        a point for each state and letter

References: Warshall, *A theorem on Boolean matrices* (1962), for the closure.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.automata.automaton import Automaton
from empirical.report import drawing
from empirical.report.drawing import curve, disc, label, legend, shortened

#: The most components that are drawn.
MAX_COMPONENTS = 30
#: The most points along a side of the matrix of transitions.
MAX_POINTS = 240

Ints = NDArray[np.intp]


def condensation(a: Automaton, *, title: str) -> str | None:
    """Strong components in layers, each arrow to what is reached next; None if that says little."""
    component = strong_components(a.transitions)
    count = int(component.max()) + 1
    return _layers(a, component, count, title) if 2 <= count <= MAX_COMPONENTS else None


def _layers(a: Automaton, component: Ints, count: int, title: str) -> str:
    """Strong components in layers; a line leads down to what is reached next."""
    below = np.zeros((count, count), bool)
    below[np.repeat(component, len(a.alphabet)), component[a.transitions.ravel()]] = True
    np.fill_diagonal(below, val=False)
    for k in range(count):
        below |= np.outer(below[:, k], below[k])
    covers = below & ~(below @ below)
    depth = [0] * count
    for c in sorted(range(count), key=lambda c: -int(below[c].sum())):
        for d in np.flatnonzero(covers[c]).tolist():
            depth[d] = max(depth[d], depth[c] + 1)
    layers = [[c for c in range(count) if depth[c] == k] for k in range(max(depth) + 1)]
    spread: dict[int, float] = {}
    for layer in layers:
        layer.sort(
            key=lambda c: float(
                np.mean([spread[d] for d in np.flatnonzero(covers[:, c]).tolist()] or [0])
            )
        )
        for i, c in enumerate(layer):
            spread[c] = (i + 0.5) / len(layer)
    width = max(420.0, 84.0 * max(len(layer) for layer in layers))
    height = 88.0 * len(layers) + 70
    sizes = np.bincount(component, minlength=count)
    places = {c: (spread[c] * width, 60 + 88.0 * depth[c]) for c in range(count)}
    radii = [13 + 4.2 * math.sqrt(float(s)) for s in sizes]
    parts: list[str] = []
    for c, d in np.argwhere(covers).tolist():
        parts.append(curve(places[c], places[d], margins=(radii[c], radii[d]))[0])
    origin = places[int(component[a.start])]
    margin = radii[int(component[a.start])]
    parts.append(
        curve((origin[0] - margin - 30, origin[1]), origin, margins=(0, margin), colour=0)[0]
    )
    for c in range(count):
        members = [shortened(a.name(int(q)), 40) for q in np.flatnonzero(component == c)]
        hover = f"{len(members)} states: {', '.join(members[:12])}" + (
            ", …" if len(members) > 12 else ""
        )
        closed = not below[c].any()
        parts.append(disc(places[c], radii[c], style="good" if closed else "face", hover=hover))
        parts.append(label(places[c], str(sizes[c]), size=13, style="ink bold"))
    note = f"{len(a)} states in {count} strong components, each with its number of states;"
    parts.append(label((width / 2, height - 30), note, size=11.5, style="soft"))
    note = "arrows: reachability, without what follows; green: never left"
    parts.append(label((width / 2, height - 14), note, size=11.5, style="soft"))
    return drawing.picture(parts, width, height, title=title)


def matrix(a: Automaton, *, title: str) -> str:
    """A point in row ``q`` and column ``r`` where a letter leads from ``q`` to ``r``."""
    n, letters = a.transitions.shape
    side = min(n, MAX_POINTS)
    step = max(1.5, min(8.0, 420 / side))
    left, top = 34.0, 34.0
    drawn: set[tuple[int, int, int]] = set()
    for i in range(letters):
        rows = np.arange(n) * side // n
        columns = a.transitions[:, i].astype(np.int64) * side // n
        drawn |= {(int(r), int(c), i % 6) for r, c in zip(rows, columns, strict=True)}
    parts = [
        f'<rect class="line" x="{left}" y="{top}" width="{side * step:.1f}" '
        f'height="{side * step:.1f}" stroke-width="0.8"/>'
    ]
    parts += [
        f'<rect class="f{colour}" x="{left + c * step:.1f}" y="{top + r * step:.1f}" '
        f'width="{step:.1f}" height="{step:.1f}"/>'
        for r, c, colour in sorted(drawn)
    ]
    width, height = left + side * step + 20, top + side * step + 22
    parts.append(label((left + side * step / 2, 18), "state after the letter", size=11.5))
    parts.append(
        f'<g transform="rotate(-90 18 {top + side * step / 2:.1f})">'
        f"{label((18, top + side * step / 2), 'state before', size=11.5)}</g>"
    )
    named = [(str(symbol), i % 6) for i, symbol in enumerate(a.alphabet)]
    notes = [f"{n} states in breadth-first order"]
    if side < n:
        notes.append(f"a point stands for about {n / side:.1f} states")
    if letters > 6:
        notes.append("letters share colours")
    extra, height = legend(named[:12], notes, width, height)
    return drawing.picture([*parts, *extra], width, height, title=title)
