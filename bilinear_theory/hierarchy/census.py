"""The census: how many groups sit at each level of the hierarchy.

Each group is taken as its word problem, all elements as letters and outputs. With a linear decoder a
class tracks it exactly if the irreducible representations that the class admits are jointly faithful
(theory.md, theorem B): the least sizes are read off the exact character table. With an arbitrary decoder
blocks of size up to 4 are decided as ``bilinear classify`` does, which gives the certificates of one group,
by covers and laws; Householder products are tracked at least where a linear decoder or a polygon does.

``Entry``          a group with its invariants
``entry(group)``   those of one group
``census(n)``      of all groups of order at most n, by order
``LEVELS``         the classes that are counted
``counts(..)``     how many groups each class tracks
``document(..)``   everything as a JSON object
``picture(..)``    the counts as a bar chart, in SVG

References: Isaacs, *Character Theory of Finite Groups* (1976), chapters 2 and 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import numpy as np

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.faithful import (
    elements_demands,
    least_block,
    least_degree,
    reflections,
)
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_names import group_name
from bilinear_theory.algebra.isomorphism import minimal_generating_set
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.hierarchy.announce import answered
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting

Bounds = tuple[int, int]

#: The largest blocks that are asked for with an arbitrary decoder.
LARGEST = 4


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A group of the census.

    Args:
        name: readable; groups that are not isomorphic may share it.
        order: the number of elements.
        number: the place among the groups of the order, from 1 on.
        abelian, squares_commute: whether all elements, whether all squares commute.
        derived_length: None if the group is not solvable.
        exponent: the least n with ``x^n = 1`` for all x.
        block_real, block_complex: the least size of blocks with a linear decoder.
        cover_real, cover_complex: with an arbitrary decoder, bounds where that is open or more than 4.
        degree_real, degree_complex: the least degree of a faithful representation.
        householder, heads: the least number of Householder factors a letter, in one head or several.
    """

    name: str
    order: int
    number: int
    abelian: bool
    squares_commute: bool
    derived_length: int | None
    exponent: int
    block_real: Bounds
    block_complex: Bounds
    cover_real: Bounds
    cover_complex: Bounds
    degree_real: Bounds
    degree_complex: Bounds
    householder: Bounds
    heads: Bounds


def entry(group: FiniteGroup, number: int) -> Entry:
    """The invariants of a group.

    >>> from bilinear_theory.algebra.group import FiniteGroup
    >>> found = entry(FiniteGroup([(1, 0, 2), (1, 2, 0)]), 2)
    >>> found.name, found.block_real, found.householder, found.squares_commute
    ('S3', (2, 2), (2, 2), True)
    """
    table = character_table(group)
    real, complex_ = (elements_demands(table, field) for field in ("R", "C"))
    letters = range(group.order)
    linear = {Scalars.REAL: least_block(real), Scalars.COMPLEX: least_block(complex_)}
    covers = {scalars: _least_cover(group, scalars, bounds) for scalars, bounds in linear.items()}
    return Entry(
        name=group_name(group),
        order=group.order,
        number=number,
        abelian=group.is_abelian,
        squares_commute=group.squares_commute,
        derived_length=group.derived_length,
        exponent=group.exponent,
        block_real=linear[Scalars.REAL],
        block_complex=linear[Scalars.COMPLEX],
        cover_real=covers[Scalars.REAL],
        cover_complex=covers[Scalars.COMPLEX],
        degree_real=least_degree(real),
        degree_complex=least_degree(complex_),
        householder=reflections(real, letters, heads=False),
        heads=reflections(real, letters, heads=True),
    )


def _least_cover(group: FiniteGroup, scalars: Scalars, linear: Bounds) -> Bounds:
    """The least size of blocks with an arbitrary decoder; any letters that generate need the same."""
    chosen = minimal_generating_set(group) or (0,)
    letters = [group.product(np.arange(group.order), x) for x in chosen]
    cayley = Automaton(range(len(chosen)), np.array(letters).T, 0, range(group.order))
    subject, low = Subject(cayley), 1
    for size in range(1, min(linear[1], LARGEST + 1)):
        setting = Setting(decoder=Decoder.ARBITRARY)
        word = answered(Question(subject, BlockDiagonal(size, scalars), setting)).word
        if word == "yes":
            return low, size
        if word == "no":
            low = size + 1
    return low, linear[1]


def census(max_order: int, *, workers: int = 1) -> Iterator[Entry]:
    """The groups of order at most a bound, by order.

    Raises:
        ValueError: if the bound is not between 1 and 119.
    """
    groups_of_order(max_order)  # refuses bounds first
    orders = range(1, max_order + 1)
    if workers == 1:
        for n in orders:
            yield from _of_order(n)
        return
    with ProcessPoolExecutor(workers) as pool:
        for entries in pool.map(_of_order, orders):
            yield from entries


def _of_order(n: int) -> list[Entry]:
    return [entry(group, i) for i, group in enumerate(groups_of_order(n), start=1)]


Answer = Callable[[Entry], bool | None]


def _within(field: str, size: int) -> Answer:
    """Whether a number is at most a size, None if its bounds do not tell."""

    def answer(e: Entry) -> bool | None:
        low, high = getattr(e, field)
        return True if high <= size else False if low > size else None

    return answer


def _or_none(linear: Answer, covered: Answer) -> Answer:
    """What is tracked with an arbitrary decoder if it is with a linear one, or by a known cover."""
    return lambda e: True if covered(e) or linear(e) else None


def _elementary(e: Entry) -> bool:
    return e.abelian and e.exponent <= 2


def _abelian(e: Entry) -> bool:
    return e.abelian


def _trivial(e: Entry) -> bool:
    return e.order == 1


def _levels() -> Iterator[tuple[str, Answer, Answer]]:
    for shape in ("diagonal", "triangular"):
        largest = "rotation" if shape == "diagonal" else "triangular-complex"
        yield f"{shape}-nonnegative", _trivial, _trivial
        yield f"{shape}-real", _elementary, _elementary
        yield largest, _abelian, _abelian
    for scalars, sizes in (("real", (2, 3, 4)), ("complex", (2, 3, 4))):
        for k in sizes:
            linear, any_ = (_within(f"{kind}_{scalars}", k) for kind in ("block", "cover"))
            yield f"block-{scalars}:{k}", linear, any_
    # A factor of finite reach is an involution; an abelian group counts each letter by itself; finite
    # groups of real blocks of size n are orthogonal in a basis, products of n reflections.
    for n in (1, 2, 3, 4):
        linear = _within("householder", n)
        yield f"householder:{n}", linear, _or_none(linear, _abelian) if n > 1 else _elementary
    for n in (1, 2, 3, 4):
        linear, blocks = _within("heads", n), _within("cover_real", n)
        yield f"householder-heads:{n}", linear, _or_none(linear, blocks) if n > 1 else _elementary
    yield "permutation, orthogonal, full", lambda _: True, lambda _: True


#: Classes, each with its answer for a linear and for an arbitrary decoder, None where that is open.
LEVELS = {name: (linear, arbitrary) for name, linear, arbitrary in _levels()}


def counts(entries: Sequence[Entry]) -> dict[str, dict[str, dict[str, int]]]:
    """For each class and decoder how many groups it tracks, does not track, and how many are open."""
    words = {True: "yes", False: "no", None: "undecided"}
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, answers in LEVELS.items():
        found[name] = {}
        for decoder, answer in zip(("linear", "arbitrary"), answers, strict=True):
            number = Counter(words[answer(e)] for e in entries)
            found[name][decoder] = {word: number[word] for word in words.values()}
    return found


def document(entries: Sequence[Entry]) -> dict[str, Any]:
    """The census as a JSON object."""
    return {
        "groups": len(entries),
        "max_order": max(e.order for e in entries),
        "levels": counts(entries),
        "entries": [asdict(e) for e in entries],
    }


WIDTH, BAR, LEFT = 640, 22, 210


def picture(entries: Sequence[Entry]) -> str:
    """The counts as a bar chart in SVG: tracked with a linear decoder, with another one, open, not."""
    total = len(entries)
    rows: list[str] = []
    for i, (name, found) in enumerate(counts(entries).items()):
        y, linear, arbitrary = 46 + BAR * i, found["linear"], found["arbitrary"]
        widths = (
            ("yes", linear["yes"]),
            ("cover", arbitrary["yes"] - linear["yes"]),
            ("open", arbitrary["undecided"]),
        )
        rows.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        x = float(LEFT)
        rows.append(
            f'<rect class="no" x="{x}" y="{y}" width="{WIDTH - LEFT - 60}" height="{BAR - 5}"/>'
        )
        for kind, number in widths:
            wide = (WIDTH - LEFT - 60) * number / total
            if number:
                rows.append(
                    f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{wide:.1f}" '
                    f'height="{BAR - 5}"/>'
                )
            x += wide
        rows.append(f'<text x="{WIDTH - 52}" y="{y + 14}">{linear["yes"]}</text>')
    height = 46 + BAR * len(LEVELS) + 34
    legend = "".join(
        f'<rect class="{kind}" x="{x}" y="{height - 24}" width="12" height="12"/>'
        f'<text x="{x + 17}" y="{height - 14}">{text}</text>'
        for kind, x, text in (
            ("yes", 12, "linear decoder"),
            ("cover", 132, "only another decoder"),
            ("open", 292, "another decoder: not decided"),
            ("no", 500, "not tracked"),
        )
    )
    title = (
        f"{total} groups of order at most {max(e.order for e in entries)}: which class tracks them"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{title}</title><style>text{{font:13px sans-serif;fill:#222}}"
        ".yes{fill:#0b6bb0}.cover{fill:#7fb8e0}.open{fill:#d9d9c0}.no{fill:#eee}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}.no{fill:#333}.open{fill:#66654f}}</style>"
        f'<text x="12" y="22" style="font-weight:600">{title}</text>{"".join(rows)}{legend}</svg>\n'
    )
