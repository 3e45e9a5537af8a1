"""Drawing: pieces of SVG that follow the light or dark theme of the reader.

A picture is a text that needs nothing outside itself. Colours come from classes, of which each has a
light and a dark variant; arrow heads are triangles, so that no picture refers to names that another
picture on the same page could also have.

``Point``      a pair of coordinates, x to the right and y downwards
``curve``      an arc between two discs, with a head at its end or at both
``loop``       an arc from a disc to itself
``label``      a text with a halo in the colour of the paper
``legend``     colours and notes below a picture
``picture``    the document
``embedded``   the same inside an HTML page

>>> "<svg" in picture([label((10, 10), "a")], 20, 20, title="one letter")
True
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'

#: Colours of letters that stay apart in either theme (after Okabe and Ito), then a neutral one.
PALETTE = (
    ("#0b6bb0", "#5ab0ec"),
    ("#c8500a", "#f08a4b"),
    ("#0b8661", "#3fc79c"),
    ("#a8457f", "#e28fbe"),
    ("#8a6a00", "#e0b93f"),
    ("#5b4bb5", "#a79cf2"),
    ("#5c6470", "#a7afbb"),
)
NEUTRAL = "c6"

_CLASSES: dict[str, tuple[str, str]] = {
    "paper": ("fill:#ffffff", "fill:#15181d"),
    "face": ("fill:#f1f4f8;stroke:#3a424e", "fill:#232932;stroke:#aeb7c4"),
    "good": ("fill:#e0f2e6;stroke:#1e7a45", "fill:#17392a;stroke:#5cc98a"),
    "ring": ("fill:none;stroke:#3a424e", "fill:none;stroke:#aeb7c4"),
    "line": ("fill:none;stroke:#8b94a1", "fill:none;stroke:#727c8a"),
    "ink": ("fill:#1b2027", "fill:#e8ebf0"),
    "soft": ("fill:#5c6470", "fill:#a7afbb"),
}
_HALO = (".bt .halo{stroke:#ffffff}", ".bt .halo{stroke:#15181d}")


def _style() -> str:
    light = [f".bt .{name}{{{a}}}" for name, (a, _) in _CLASSES.items()]
    dark = [f".bt .{name}{{{b}}}" for name, (_, b) in _CLASSES.items()]
    for i, (a, b) in enumerate(PALETTE):
        for rules, colour in ((light, a), (dark, b)):
            rules.append(f".bt .c{i}{{fill:none;stroke:{colour}}}")
            rules.append(f".bt .f{i}{{fill:{colour};stroke:none}}")
    light.append(_HALO[0])
    dark.append(_HALO[1])
    fixed = (
        ".bt text{font-family:system-ui,'DejaVu Sans',sans-serif;text-anchor:middle}"
        ".bt .halo{stroke-width:4px;paint-order:stroke;stroke-linejoin:round}"
        ".bt .left{text-anchor:start}.bt .bold{font-weight:600}"
    )
    return f"{fixed}{''.join(light)}@media(prefers-color-scheme:dark){{{''.join(dark)}}}"


STYLE = _style()


def picture(parts: Iterable[str], width: float, height: float, *, title: str) -> str:
    """An SVG document on its own paper."""
    return (
        f'<svg class="bt"{NAMESPACE} viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" role="img">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style>"
        f'<rect class="paper" width="100%" height="100%" rx="6"/>{"".join(parts)}</svg>\n'
    )


def embedded(svg: str) -> str:
    """A picture as it stands inside an HTML page, which has the style itself."""
    return svg.replace(NAMESPACE, "").replace(f"<style>{STYLE}</style>", "").strip()


def label(
    at: Point, text: str, *, size: float = 12, style: str = "ink halo", hover: str | None = None
) -> str:
    """A text centred at a point, with another text when the pointer rests on it."""
    x, y = at
    tip = "" if hover is None else f"<title>{html.escape(hover)}</title>"
    return (
        f'<text class="{style}" x="{_n(x)}" y="{_n(y + 0.35 * size)}" '
        f'font-size="{_n(size)}">{tip}{html.escape(text)}</text>'
    )


def disc(at: Point, radius: float, *, style: str = "face", hover: str | None = None) -> str:
    """A disc."""
    tip = "" if hover is None else f"<title>{html.escape(hover)}</title>"
    return (
        f'<circle class="{style}" cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(radius)}" '
        f'stroke-width="1.4">{tip}</circle>'
    )


def box(
    at: Point, width: float, height: float, *, style: str = "face", hover: str | None = None
) -> str:
    """A box with round corners, centred at a point."""
    tip = "" if hover is None else f"<title>{html.escape(hover)}</title>"
    return (
        f'<rect class="{style}" x="{_n(at[0] - width / 2)}" y="{_n(at[1] - height / 2)}" '
        f'width="{_n(width)}" height="{_n(height)}" rx="5" stroke-width="1.2">{tip}</rect>'
    )


def segment(p: Point, q: Point, *, style: str = "line", width: float = 1.2) -> str:
    """A straight line."""
    return (
        f'<line class="{style}" x1="{_n(p[0])}" y1="{_n(p[1])}" x2="{_n(q[0])}" '
        f'y2="{_n(q[1])}" stroke-width="{_n(width)}"/>'
    )


def curve(
    p: Point,
    q: Point,
    *,
    bend: float = 0.0,
    margins: tuple[float, float] = (0.0, 0.0),
    colour: int = 6,
    both: bool = False,
    dashes: str = "",
) -> tuple[str, Point]:
    """An arrow from the disc at ``p`` to the disc at ``q``, and the place for its label.

    Args:
        p: the centre of the first disc.
        q: the centre of the second.
        bend: how far the arc leaves the straight line, to the left of its direction.
        margins: the radii of the discs.
        colour: a position in the palette.
        both: heads at both ends.
        dashes: a pattern of dashes.
    """
    (x0, y0), (x1, y1) = p, q
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    nx, ny = (y1 - y0) / length, -(x1 - x0) / length
    control = ((x0 + x1) / 2 + 2 * bend * nx, (y0 + y1) / 2 + 2 * bend * ny)
    start, end = _toward(p, control, margins[0] + 1), _toward(q, control, margins[1] + 1)
    heads = _head(end, control, colour) + (_head(start, control, colour) if both else "")
    first = _toward(start, control, 7) if both else start
    last = _toward(end, control, 7)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = (
        f'<path class="c{colour}" stroke-width="1.5"{dash} d="M{_n(first[0])} {_n(first[1])}'
        f'Q{_n(control[0])} {_n(control[1])} {_n(last[0])} {_n(last[1])}"/>'
    )
    middle = (
        (start[0] + 2 * control[0] + end[0]) / 4,
        (start[1] + 2 * control[1] + end[1]) / 4,
    )
    return path + heads, middle


def loop(
    at: Point, outward: Point, *, radius: float, colour: int = 6, dashes: str = ""
) -> tuple[str, Point]:
    """An arrow from a disc to itself, on the side of the unit vector ``outward``."""
    angle = math.atan2(outward[1], outward[0])
    a, b = angle - 0.45, angle + 0.45
    start = (at[0] + (radius + 1) * math.cos(a), at[1] + (radius + 1) * math.sin(a))
    end = (at[0] + (radius + 1) * math.cos(b), at[1] + (radius + 1) * math.sin(b))
    far = radius + 34
    c1 = (at[0] + far * math.cos(a - 0.1), at[1] + far * math.sin(a - 0.1))
    c2 = (at[0] + far * math.cos(b + 0.1), at[1] + far * math.sin(b + 0.1))
    last = _toward(end, c2, 7)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = (
        f'<path class="c{colour}" stroke-width="1.5"{dash} d="M{_n(start[0])} {_n(start[1])}'
        f"C{_n(c1[0])} {_n(c1[1])} {_n(c2[0])} {_n(c2[1])} {_n(last[0])} {_n(last[1])}"
        '"/>'
    )
    middle = (at[0] + (radius + 37) * outward[0], at[1] + (radius + 33) * outward[1])
    return path + _head(end, c2, colour), middle


def legend(
    coloured: Sequence[tuple[str, int]], notes: Sequence[str], width: float, height: float
) -> tuple[list[str], float]:
    """A row for the colours of the letters and a row for each note, and the new height."""
    parts, y = list[str](), height
    if coloured:
        shown = [(shortened(text, 24), c) for text, c in coloured]
        rows: list[list[tuple[str, int, float]]] = [[]]
        x = 0.0
        for text, c in shown:
            wide = 34 + 7.2 * len(text)
            if x + wide > width - 20 and rows[-1]:
                rows.append([])
                x = 0.0
            rows[-1].append((text, c, x))
            x += wide
        for row in rows:
            text, _, last = row[-1]
            left = (width - last - 22 - 7.2 * len(text)) / 2
            for text, c, x in row:
                parts.append(segment((left + x, y), (left + x + 16, y), style=f"c{c}", width=3))
                parts.append(label((left + x + 22, y), text, size=12, style="ink left"))
            y += 20
    for note in notes:
        parts.append(label((width / 2, y), shortened(note, int(width / 6)), size=11, style="soft"))
        y += 20
    return parts, y + (4 if y > height else 0)


def shortened(text: str, limit: int) -> str:
    """A text cut to at most ``limit`` letters.

    >>> shortened("HELLO_VERIFY", 6)
    'HELLO…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _toward(p: Point, q: Point, distance: float) -> Point:
    length = math.hypot(q[0] - p[0], q[1] - p[1]) or 1.0
    return (p[0] + distance * (q[0] - p[0]) / length, p[1] + distance * (q[1] - p[1]) / length)


def _head(tip: Point, behind: Point, colour: int) -> str:
    """A triangle whose tip is the end of an arrow that comes from ``behind``."""
    base = _toward(tip, behind, 9)
    side = ((tip[1] - base[1]) * 0.42, (base[0] - tip[0]) * 0.42)
    points = [tip, (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
    text = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon class="f{colour}" points="{text}"/>'


def _n(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
