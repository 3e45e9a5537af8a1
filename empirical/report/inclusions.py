"""The smallest classes that suffice for an automaton of the report.

``first(exhibit, ..)``  the smallest classes that are proved to suffice
"""

from __future__ import annotations

from bilinear_theory.hierarchy.order import EQUAL, above
from empirical.report.evidence import Exhibit


def first(
    exhibit: Exhibit, *, additive: bool = False, decoder: str = "linear"
) -> tuple[tuple[str, bool], ...]:
    """The smallest classes that suffice for an automaton, each with whether it is known to be first.

    It is known if every smaller class was proved not to suffice, and not if one is undecided.
    """
    verdicts = {
        r: exhibit.cell(r, additive=additive, decoder=decoder).verdict
        for r in exhibit.restrictions
        if r not in EQUAL
    }
    enough = [r for r, verdict in verdicts.items() if verdict == "yes"]
    return tuple(
        (r, all(verdicts[p] == "no" for p in verdicts if p != r and r in above(p)))
        for r in enough
        if not any(p != r and r in above(p) for p in enough)
    )
