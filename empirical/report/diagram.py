"""The hierarchy of restrictions as a diagram, with the automata at the classes that first suffice.

A line leads up from a class to one that tracks all that it tracks. An automaton stands below the
smallest classes that are proved to suffice; its frame is dashed if a smaller class is undecided.
Classes on which no automaton has a verdict are left out and named below the picture.

``hierarchy_diagram(exhibits, additive=..)``  the picture as SVG, for the linear decoder
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.hierarchy.order import EQUAL, INCLUSIONS
from empirical.report import drawing
from empirical.report.drawing import Point, box, label, segment, shortened
from empirical.report.evidence import Exhibit
from empirical.report.inclusions import first

COLUMN, BOX, CHIP = 184.0, 26.0, 20.0
TOP = "full"

#: For each class its column and its level; ``full`` is the bar above all columns.
PLACES: dict[str, tuple[int, int]] = {
    "permutation": (0, 1),
    "orthogonal": (0, 2),
    "column-one-hot": (1, 2),
    "pd": (1, 3),
    "diagonal-nonnegative": (3, 0),
    "diagonal-real": (3, 1),
    "rotation": (3, 2),
    "block-real:2": (3, 3),
    "block-real:3": (3, 4),
    "block-real:4": (3, 5),
    "block-complex:2": (2, 4),
    "block-complex:3": (2, 5),
    "block-complex:4": (2, 6),
    "triangular-nonnegative": (4, 1),
    "triangular-real": (4, 2),
    "triangular-complex": (4, 3),
    **{f"householder-heads:{n}": (5, n + 1) for n in (1, 2, 3, 4)},
    **{f"householder:{n}": (6, n) for n in (1, 2, 3, 4)},
    **{f"cp-real:{n}": (7, n) for n in (1, 2, 3, 4)},
    **{f"cp-complex:{n}": (8, n + 1) for n in (1, 2, 3, 4)},
    TOP: (0, 7),
}


def hierarchy_diagram(exhibits: Sequence[Exhibit], *, additive: bool) -> str:
    """The diagram for the linear decoder, with or without an additive term.

    Raises:
        ValueError: if no class has a verdict.
    """
    silent = [r for r in PLACES if all(_verdict(e, r, additive) == "undecided" for e in exhibits)]
    shown = [r for r in PLACES if r not in silent]
    if not shown:
        raise ValueError("no class has a verdict, so there is no diagram")
    chips: dict[str, list[tuple[Exhibit, bool]]] = {r: [] for r in shown}
    for e in exhibits:
        for r, known in first(e, additive=additive):
            chips[r].append((e, known))
    at, width, height = _layout(shown, chips)
    parts = [
        segment(*_ends(i.lower, i.upper, at)) for i in INCLUSIONS if i.lower in at and i.upper in at
    ]
    for r in shown:
        where, wide = at[r], (width - 40 if r == TOP else COLUMN - 22)
        parts.append(box(where, wide, BOX, hover=_summary(r, exhibits, additive)))
        parts.append(label(where, r, size=11.5, style="ink bold"))
        same = [name for name, r2 in EQUAL.items() if r2 == r]
        y = where[1] + BOX / 2 + 3
        if same:
            parts.append(label((where[0], y + 7), f"= {same[0]}", size=10.5, style="soft halo"))
            y += 16
        for i, (e, known) in enumerate(chips[r]):
            parts.append(_chip((where[0], y + CHIP * (i + 0.5)), e, exhibits.index(e), known=known))
    notes = [
        "Below a class: the automata for which it is proved to suffice and no smaller one is.",
        "Dashed: a smaller class is undecided. A line leads up to a class that tracks all the same.",
    ]
    if silent:
        notes.append("No verdict for these automata: " + ", ".join(_families(silent)) + ".")
    for i, note in enumerate(notes):
        parts.append(label((20, height + 18 * i), note, size=11, style="soft left"))
    term = "with an additive term" if additive else "no additive term"
    return drawing.picture(
        parts, width, height + 18 * len(notes), title=f"The hierarchy, linear decoder, {term}"
    )


def _verdict(e: Exhibit, restriction: str, additive: bool) -> str:  # noqa: FBT001
    return e.cell(restriction, additive=additive).verdict


def _layout(
    shown: Sequence[str], chips: dict[str, list[tuple[Exhibit, bool]]]
) -> tuple[dict[str, Point], float, float]:
    """Centres of the boxes, width and height; empty columns and levels take no room."""
    columns = sorted({PLACES[r][0] for r in shown if r != TOP})
    levels = sorted({PLACES[r][1] for r in shown}, reverse=True)
    width = COLUMN * max(len(columns), 1) + 20
    tops: dict[int, float] = {}
    y = 30.0
    for level in levels:
        tops[level] = y
        below = [
            CHIP * len(chips[r]) + (16 if r in EQUAL.values() else 0)
            for r in shown
            if PLACES[r][1] == level
        ]
        y += BOX + max(below) + 30
    at = {
        r: (10 + COLUMN * (columns.index(PLACES[r][0]) + 0.5), tops[PLACES[r][1]])
        for r in shown
        if r != TOP
    }
    if TOP in shown:
        at[TOP] = (width / 2, tops[PLACES[TOP][1]])
    return at, width, y


def _ends(p: str, r: str, at: dict[str, Point]) -> tuple[Point, Point]:
    """The ends of a line from the smaller class ``p`` up to ``r``."""
    (x0, y0), (x1, y1) = at[p], at[r]
    return (x0, y0 - BOX / 2), (x0 if r == TOP else x1, y1 + BOX / 2)


def _chip(at: Point, e: Exhibit, number: int, *, known: bool) -> str:
    """The name of an automaton in a frame of its colour."""
    name = shortened(e.short, 20)
    width = 6.6 * len(name) + 16
    dash = "" if known else ' stroke-dasharray="3 2"'
    frame = box(at, width, CHIP - 4, style="paper")
    colour = number % len(drawing.PALETTE)
    x, y = at[0] - width / 2, at[1] - CHIP / 2 + 2
    outline = (
        f'<rect class="c{colour}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{CHIP - 4:.1f}" rx="8" stroke-width="1.4"{dash}/>'
    )
    return frame + outline + label(at, name, size=11, style="ink")


def _summary(restriction: str, exhibits: Sequence[Exhibit], additive: bool) -> str:  # noqa: FBT001
    """What is proved of a class, for the pointer."""
    parts: list[str] = []
    for verdict in ("yes", "no", "undecided"):
        names = [e.short for e in exhibits if _verdict(e, restriction, additive) == verdict]
        parts += [f"{verdict}: {', '.join(names)}"] if names else []
    return f"{restriction}: " + "; ".join(parts)


def _families(names: Sequence[str]) -> list[str]:
    """Names with numbers, each family once.

    >>> _families(["cp-real:1", "cp-real:2", "pd"])
    ['cp-real:1..2', 'pd']
    """
    numbers: dict[str, list[str]] = {}
    for name in names:
        family, _, number = name.partition(":")
        numbers.setdefault(family, []).extend([number] if number else [])
    return [
        family if not found else f"{family}:{found[0]}" + (f"..{found[-1]}" if found[1:] else "")
        for family, found in numbers.items()
    ]
