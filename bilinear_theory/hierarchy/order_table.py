"""The order of the restrictions as a document and as a table: for each pair what is known of it.

``document(setting, found)``   the relations as JSON, with their counts
``order_table(result)``        the same for people: what a class tracks, what it does not, and why
``evidence(found)``            the verdicts of the separations, each once, by the names of their files
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from bilinear_theory.algebra.notation import counted
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.certificates import file_name
from bilinear_theory.hierarchy.separation import Relation, Separation
from bilinear_theory.systems.setting import Setting

#: The words of the relations, in the order of the counts.
WORDS = ("inclusion", "separation", "open")
STYLES = {"inclusion": "green", "separation": "red", "open": "yellow"}


def document(setting: Setting, found: Mapping[tuple[str, str], Relation]) -> dict[str, Any]:
    """The relations: is what the first class of a pair tracks tracked by the second one?

    >>> from bilinear_theory.hierarchy.separation import relations
    >>> from bilinear_theory.systems.restriction import restriction
    >>> classes = [restriction(name)[0] for name in ("rotation", "diagonal-real")]
    >>> result = document(Setting(), relations(Setting(), restrictions=classes))
    >>> result["counts"]
    {'inclusion': 1, 'separation': 1, 'open': 0}
    >>> result["pairs"][1]
    {'first': 'diagonal-real', 'second': 'rotation', 'relation': 'inclusion', \
'reasons': ['the diagonal may hold more numbers']}
    """
    pairs = [{"first": p, "second": r, **_told(value)} for (p, r), value in found.items()]
    counts = Counter(pair["relation"] for pair in pairs)
    return {
        "decoder": setting.decoder.value,
        "additive": setting.additive,
        "restrictions": list(dict.fromkeys(p for p, _ in found)),
        "counts": {word: counts[word] for word in WORDS},
        "pairs": pairs,
    }


def _told(value: Relation) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"relation": "inclusion", "reasons": [step.reason for step in value]}
    if isinstance(value, Separation):
        return {
            "relation": "separation",
            "states": len(value.automaton),
            "letters": len(value.automaton.alphabet),
            "transitions": value.automaton.transitions.tolist(),
            "yes": value.above.reason,
            "no": value.below.reason,
        }
    return {"relation": "open", "reason": value.reason}


def order_table(result: Mapping[str, Any]) -> Group:
    """A row for each pair."""
    table = Table("class", "in", "relation", "evidence", pad_edge=False, box=None)
    for pair in result["pairs"]:
        word = pair["relation"]
        table.add_row(
            Text(pair["first"], no_wrap=True),
            Text(pair["second"], no_wrap=True),
            Text(word, style=STYLES[word]),
            Text(_evidence(pair)),
        )
    counts, names = result["counts"], result["restrictions"]
    term = ", additive term" if result["additive"] else ""
    title = Text(
        f"{len(names)} restrictions, {result['decoder']} decoder{term}: "
        f"{counted(len(result['pairs']), 'pair')}, {counted(counts['inclusion'], 'inclusion')}, "
        f"{counted(counts['separation'], 'separation')}, {counts['open']} open",
        style="bold",
    )
    return Group(title, table)


def _evidence(pair: Mapping[str, Any]) -> str:
    if pair["relation"] == "inclusion":
        return "; ".join(dict.fromkeys(pair["reasons"])) or "the same class"
    if pair["relation"] == "open":
        return pair["reason"]
    size = f"{counted(pair['states'], 'state')}, {counted(pair['letters'], 'letter')}"
    return f"{size}: {pair['no']}"


def evidence(
    found: Mapping[tuple[str, str], Relation],
) -> dict[str, Realization | Obstruction]:
    """The verdicts of separations, each once; automata are numbered as they occur."""
    numbers: dict[int, int] = {}
    files: dict[str, Realization | Obstruction] = {}
    for value in found.values():
        if isinstance(value, Separation):
            number = numbers.setdefault(id(value.automaton), len(numbers) + 1)
            for verdict in (value.above, value.below):
                files[f"{number}.{file_name(verdict)}"] = verdict
    return files
