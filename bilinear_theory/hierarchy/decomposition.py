"""The holonomy decomposition for people: as text, as a JSON object and as a picture.

``summary(a)``      components, groups and the cascade of an automaton, the last checked to cover it
``summary_text(..)``   a line for each component
``summary_json(..)``   the same as an object
``summary_svg(..)``    the components level by level, each joined to those of its tiles
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.holonomy import (
    MAX_CHAINS,
    Component,
    Holonomy,
    TooManyChains,
    cascade,
    holonomy,
)

#: The largest group of a component whose elements are listed.
MAX_GROUP = 100_000
#: The most components of a picture, and the most letters of a line in a box.
MAX_DRAWN, MAX_LINE = 80, 22


@dataclass(frozen=True, eq=False)
class Summary:
    """A decomposition with the groups of its components.

    Args:
        holonomy: the decomposition.
        groups: for each component its group, None if words permute no tiles or it is too large.
        chains: the number of states of the cascade, None past the bound.
    """

    holonomy: Holonomy
    groups: tuple[FiniteGroup | None, ...]
    chains: int | None

    def group_text(self, c: int) -> str:
        """What the group of a component is."""
        if not self.holonomy.components[c].generators:
            return "resets"
        group = self.groups[c]
        if group is None:
            return f"a group of more than {MAX_GROUP} elements"
        kind = (
            "abelian" if group.is_abelian else "solvable" if group.is_solvable else "not solvable"
        )
        return f"a group of order {group.order}, {kind}"


def summary(a: Automaton, *, bound: int = MAX_CHAINS) -> Summary:
    """The decomposition of the reachable part of an automaton; its cascade is checked to cover it.

    Raises:
        TooManyImages: past a bound on the images.
    """
    h = holonomy(a)
    try:
        chains = len(cascade(h, bound=bound))
    except TooManyChains:
        chains = None
    return Summary(h, tuple(_group(c) for c in h.components), chains)


def _group(component: Component) -> FiniteGroup | None:
    if not component.generators:
        return None
    try:
        return FiniteGroup(list(component.generators), bound=MAX_GROUP)
    except ValueError:
        return None


def summary_text(name: str, found: Summary) -> str:
    """A line for each component, level by level.

    >>> from bilinear_theory.automata.catalog import target
    >>> print(summary_text("flip-flop", summary(target("flip-flop"))))
    flip-flop: 2 states, 3 images, 1 component on 1 level
      level 1: {0, 1}: 2 tiles, resets
    the cascade has 2 reachable states and covers the automaton
    """
    h = found.holonomy
    count = len(h.components)
    lines = [
        f"{name}: {counted(len(h.automaton), 'state')}, {counted(len(h.skeleton.sets), 'image')}, "
        f"{counted(count, 'component')} on {counted(h.depth, 'level')}"
    ]
    for c in sorted(range(count), key=lambda c: (h.level(c), c)):
        component = h.components[c]
        images = len(component.members.images)
        others = f" and {counted(images - 1, 'more image')}" if images > 1 else ""
        lines.append(
            f"  level {h.level(c) + 1}: {_set_text(h, component.members.states)}{others}: "
            f"{counted(len(component.tiles), 'tile')}, {found.group_text(c)}"
        )
    lines.append(
        f"the cascade reaches more than {MAX_CHAINS} states, and was not checked"
        if found.chains is None
        else f"the cascade has {counted(found.chains, 'reachable state')} and covers the automaton"
    )
    return "\n".join(lines)


def summary_json(name: str, found: Summary) -> dict[str, object]:
    """The decomposition as a JSON object; states by number, in the reachable part."""
    h = found.holonomy
    components: list[dict[str, object]] = []
    for c, component in enumerate(h.components):
        group = found.groups[c]
        order: object = 1 if not component.generators else [MAX_GROUP + 1, None]
        components.append(
            {
                "level": h.level(c) + 1,
                "states": list(component.members.states),
                "images": len(component.members.images),
                "tiles": [list(tile) for tile in component.tiles],
                "generators": [list(g) for g in component.generators],
                "group": {
                    "order": order if group is None else group.order,
                    "derived_length": 0
                    if not component.generators
                    else None
                    if group is None
                    else group.derived_length,
                },
            }
        )
    return {
        "name": name,
        "states": len(h.automaton),
        "images": len(h.skeleton.sets),
        "levels": h.depth,
        "components": components,
        "cascade": found.chains,
    }


def summary_svg(name: str, found: Summary) -> str:
    """The components level by level, with the states below; a line joins a component to its tiles.

    Raises:
        ValueError: if there are too many components to draw.
    """
    h = found.holonomy
    if len(h.components) > MAX_DRAWN:
        raise ValueError(
            f"a picture of {len(h.components)} components, more than {MAX_DRAWN}; --json has them all"
        )
    rows = [[c for c in range(len(h.components)) if h.level(c) == l] for l in range(h.depth)]
    wide, high = 176, 58
    width = max(2, *(len(row) for row in rows), 1) * (wide + 24) + 40
    at: dict[int, tuple[float, float]] = {}
    for l, row in enumerate(rows):
        for i, c in enumerate(row):
            at[c] = (width * (2 * i + 1) / (2 * len(row)), 76 + l * (high + 46))
    bottom = 76 + len(rows) * (high + 46)
    parts: list[str] = []
    for c, component in enumerate(h.components):
        x, y = at[c]
        targets = {h.component_of[h.skeleton.class_of[t][0]] for t in component.members.tiles}
        for target in sorted(targets, key=lambda t: -1 if t is None else t):
            x2, y2 = (width / 2, bottom - 12) if target is None else at[target]
            end = y2 if target is None else y2 - high / 2
            parts.append(
                f'<line class="line" x1="{x:.1f}" y1="{y + high / 2:.1f}" x2="{x2:.1f}" y2="{end:.1f}"/>'
            )
    for c, component in enumerate(h.components):
        x, y = at[c]
        style = "group" if component.generators else "reset"
        hover = f"{_set_text(h, component.members.states)}: {found.group_text(c)}"
        parts.append(
            f'<rect class="{style}" x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide}" '
            f'height="{high}" rx="6"><title>{html.escape(hover)}</title></rect>'
        )
        group = found.groups[c]
        order = f"group of order {group.order}" if group is not None else "a large group"
        lines = (
            _short(_set_text(h, component.members.states)),
            _short(
                f"{counted(len(component.members.images), 'image')}, {counted(len(component.tiles), 'tile')}"
            ),
            order if component.generators else "resets",
        )
        for i, text in enumerate(lines):
            parts.append(_label(x, y + 17 * (i - 1), text))
    parts.append(_label(width / 2, bottom, f"{counted(len(h.automaton), 'state')}"))
    parts.append(_label(width / 2, 24, _short(f"{name}: holonomy decomposition", 60), size=14))
    return _picture(parts, width, bottom + 28, name)


def _picture(parts: Sequence[str], width: float, height: float, name: str) -> str:
    style = (
        "text{font-family:system-ui,'DejaVu Sans',sans-serif;text-anchor:middle;fill:#1b2027}"
        ".paper{fill:#ffffff}.reset{fill:#f1f4f8;stroke:#3a424e}.group{fill:#e0f2e6;stroke:#1e7a45}"
        ".line{stroke:#8b94a1;stroke-width:1.2}"
        "@media(prefers-color-scheme:dark){text{fill:#e8ebf0}.paper{fill:#15181d}"
        ".reset{fill:#232932;stroke:#aeb7c4}.group{fill:#17392a;stroke:#5cc98a}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img">'
        f"<title>{html.escape(f'holonomy decomposition of {name}')}</title><style>{style}</style>"
        f'<rect class="paper" width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    )


def _label(x: float, y: float, text: str, *, size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y + 0.35 * size:.1f}" font-size="{size}">{html.escape(text)}</text>'
    )


def _set_text(h: Holonomy, states: Sequence[int]) -> str:
    names = [h.automaton.name(q) for q in states]
    shown = names if len(names) <= 8 else [*names[:7], ".."]
    return "{" + ", ".join(shown) + "}"


def _short(text: str, limit: int = MAX_LINE) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
