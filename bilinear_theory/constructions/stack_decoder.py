"""Linear decoders of stacks: units on the highest layer that span all functions of the point.

The highest place of a cascade has a unit for each of a basis of the functions of its value. Its
multipliers may depend on what is below; so a copy of a unit may be scaled by ``c`` where a block of points
is below, and by 1 elsewhere: a letter multiplies it by the quotient of the two scales as well. The unit and
its copies, one a block, span all products of the unit with functions of what is below. So a linear
decoder needs no more layers than an arbitrary one, if the highest place is alone in its layer.

``decoder(..)``  the place with its copies, and a row of coefficients for each output

The scale ``c`` is -1, and 2 where numbers are not to be negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.constructions.cascade import (
    Cover,
    Digits,
    Entry,
    Step,
    Value,
    multiplier,
    number,
)
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.systems.matrix import ONE, ZERO

#: The most numbers in the vectors of the highest layer.
MAX_NUMBERS = 500_000

Rows = list[tuple[Cyclotomic, ...]]
Below = list[tuple[Value, ...]]


def decoder(
    minimal: Automaton,
    found: Cover,
    last: Digits,
    lower: Sequence[Digits],
    *,
    nonnegative: bool,
) -> tuple[Digits, Rows]:
    """The highest place with copies of its units, and for each output the coefficients of its indicator.

    Args:
        minimal: the machine whose outputs are decoded.
        found: the points of its cascade.
        last: the highest place, with entries for a basis of all functions of its value.
        lower: the other places.
        nonnegative: whether numbers are not to be negative.

    Raises:
        TooLarge: past a bound on the numbers of the place.
    """
    below = [tuple(place.values[i] for place in lower) for i in range(len(found.states))]
    coefficients = _coefficients(minimal, found, last, below)
    scale = ONE + ONE if nonnegative else -ONE
    copies: list[tuple[int, frozenset[tuple[Value, ...]]]] = []
    count = len(minimal.output_symbols)
    rows: list[list[Cyclotomic]] = [[] for _ in range(count)]
    further: list[list[Cyclotomic]] = [[] for _ in range(count)]
    for slot in range(len(last.values[0])):
        # V on a block and W elsewhere is W + (V - W) (c - 1) / (c - 1), the scale being c on the block
        blocks: dict[tuple[Cyclotomic, ...], set[tuple[Value, ...]]] = {}
        for key, table in coefficients.items():
            blocks.setdefault(tuple(row[slot] for row in table), set()).add(key)
        main = max(blocks, key=lambda v: len(blocks[v]))
        plain = list(main)
        for values, block in blocks.items():
            if values == main:
                continue
            copies.append((slot, frozenset(block)))
            for y in range(count):
                change = (values[y] - main[y]) / (scale - ONE)
                plain[y] = plain[y] - change
                further[y].append(change)
        for y in range(count):
            rows[y].append(plain[y])
    size = (len(last.values[0]) + len(copies)) * len(last.values)
    if size > MAX_NUMBERS:
        raise TooLarge(f"a linear decoder takes {size} numbers, more than {MAX_NUMBERS}")
    place = _copied(found, last, copies, below, scale)
    return place, [(*a, *b) for a, b in zip(rows, further, strict=True)]


def _coefficients(
    minimal: Automaton, found: Cover, last: Digits, below: Below
) -> dict[tuple[Value, ...], list[list[Cyclotomic]]]:
    """For what is below, output and slot: how the indicator of the output expands in the slots.

    The values that are not 0 in the same slots are the elements of an abelian group, and the slots all its
    characters: they are orthogonal, and Fourier inversion gives the coefficients.
    """
    outputs = minimal.output_codes.tolist()
    expanded: dict[tuple[Value, ...], list[list[Cyclotomic]]] = {}
    seen: set[tuple[tuple[Value, ...], Value]] = set()
    for i, value in enumerate(last.values):
        if (below[i], value) in seen:
            continue
        seen.add((below[i], value))
        empty = [[ZERO] * len(value) for _ in minimal.output_symbols]
        row = expanded.setdefault(below[i], empty)[outputs[found.states[i]]]
        slots = [k for k, entry in enumerate(value) if entry is not None]
        for k in slots:
            row[k] = row[k] + number(value[k]).conjugate() / len(slots)
    return expanded


def _copied(
    found: Cover,
    last: Digits,
    copies: Sequence[tuple[int, frozenset[tuple[Value, ...]]]],
    below: Below,
    scale: Cyclotomic,
) -> Digits:
    """The place with a copy of slots, each scaled where its block is below."""
    inside = {key: tuple(key in block for _, block in copies) for key in dict.fromkeys(below)}
    scales = {
        (False, False): ONE,
        (False, True): scale,
        (True, False): ONE / scale,
        (True, True): ONE,
    }

    @cache
    def scaled(entry: Entry, *, here: bool) -> Entry:
        return None if entry is None else number(entry) * (scale if here else ONE)

    @cache
    def value(plain: Value, key: tuple[Value, ...]) -> Value:
        pairs = zip(copies, inside[key], strict=True)
        return (*plain, *(scaled(plain[slot], here=here) for (slot, _), here in pairs))

    @cache
    def step(plain: Step, before: tuple[Value, ...], after: tuple[Value, ...]) -> Step:
        turns, target = plain
        if target is not None:
            return (None, value(target, after))
        changes = zip(copies, inside[before], inside[after], strict=True)
        return (
            (
                *(turns or ()),
                *(multiplier((turns or ())[slot]) * scales[s, t] for (slot, _), s, t in changes),
            ),
            None,
        )

    values = tuple(value(plain, key) for plain, key in zip(last.values, below, strict=True))
    steps = tuple(
        tuple(step(last.steps[i][a], below[i], below[j]) for a, j in enumerate(row))
        for i, row in enumerate(found.following)
    )
    return Digits(last.level, last.digit, values, steps)
