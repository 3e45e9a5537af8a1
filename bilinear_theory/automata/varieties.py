"""Varieties: which families a transition monoid belongs to, and the words that show where it does not.

Identities are pairs of terms such as ``(xy)^w x`` and ``(xy)^w``, where ``^w`` is the idempotent power and
``^3`` the third one; products read left to right. The usual families are known from Green's relations, which
takes no search through pairs.

``profile(m)``             all of it for one monoid, as ``Profile``
``violation(m, s, t)``     elements, as words, at which the terms s and t differ; None if they do not
``is_trivial(labels)``     whether Green's classes are single elements: R-, L- and J-trivial monoids
``is_regular(g)``          whether each element x has some y with ``x y x = x``
``is_inverse(g)``          whether it has exactly one such y with ``y x y = y``
``index_and_period(m)``    the least numbers with ``x^(index + period) = x^index`` for all elements
``subgroups(g)``           the maximal subgroups, one for each regular D-class, as groups

References: Pin, *Mathematical Foundations of Automata Theory*, chapters 5, 11 and 12; Almeida, *Finite
Semigroups and Universal Algebra* (1994).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_names import group_name
from bilinear_theory.automata.automaton import Word
from bilinear_theory.automata.green import Green, Labels, green
from bilinear_theory.automata.monoid import TransitionMonoid

Maps = NDArray[np.intp]

#: The most tuples of elements at which an identity is tried.
MAX_TUPLES = 5_000_000
#: The most elements of a subgroup that is made a group.
MAX_SUBGROUP = 100_000
#: Up to this order subgroups are named.
MAX_NAMED = 500


@dataclass(frozen=True)
class Profile:
    """What a transition monoid is.

    ``subgroups`` names the maximal subgroups that are not trivial, largest first, one a regular D-class.
    """

    size: int
    idempotents: int
    index: int
    period: int
    commutative: bool
    aperiodic: bool
    group: bool
    regular: bool
    inverse: bool
    r_trivial: bool
    l_trivial: bool
    j_trivial: bool
    da: bool
    do: bool
    subgroups: tuple[str, ...]


def profile(monoid: TransitionMonoid) -> Profile:
    """Size, idempotents, families and subgroups of a transition monoid.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.monoid import transition_monoid
    >>> found = profile(transition_monoid(target("regex:(ab)*")))
    >>> found.size, found.aperiodic, found.inverse, found.j_trivial, found.da
    (6, True, True, False, False)
    """
    relations = green(monoid)
    index, period = index_and_period(monoid)
    groups = sorted(subgroups(relations), key=lambda g: -g.order)
    return Profile(
        size=len(monoid),
        idempotents=len(monoid.idempotents),
        index=index,
        period=period,
        commutative=monoid.commutative,
        aperiodic=monoid.aperiodic,
        group=monoid.is_group,
        regular=is_regular(relations),
        inverse=is_inverse(relations),
        r_trivial=is_trivial(relations.right),
        l_trivial=is_trivial(relations.left),
        j_trivial=is_trivial(relations.both),
        da=relations.is_da,
        do=relations.is_do,
        subgroups=tuple(_named(g) for g in groups if g.order > 1),
    )


def _named(group: FiniteGroup) -> str:
    return group_name(group) if group.order <= MAX_NAMED else f"group of order {group.order}"


def is_trivial(labels: Labels) -> bool:
    """Whether no two elements have one label: R-, L- or J-triviality, by the labels."""
    return len(np.unique(labels)) == len(labels)


def is_regular(relations: Green) -> bool:
    """Whether every D-class has an idempotent."""
    return len(relations.regular) == len(np.unique(relations.both))


def is_inverse(relations: Green) -> bool:
    """Whether every R-class and every L-class has exactly one idempotent."""
    idempotents = relations.monoid.idempotents
    return all(
        len(idempotents) == len(np.unique(labels[idempotents])) == len(np.unique(labels))
        for labels in (relations.right, relations.left)
    )


def index_and_period(monoid: TransitionMonoid) -> tuple[int, int]:
    """The least ``n >= 0`` and ``p >= 1`` with ``x^(n+p) = x^n`` for all elements x.

    >>> from bilinear_theory.automata.automaton import Automaton
    >>> from bilinear_theory.automata.monoid import transition_monoid
    >>> tail = Automaton("a", [[1], [2], [3], [2]], 0, range(4))
    >>> index_and_period(transition_monoid(tail))
    (2, 2)
    """
    index, period = 0, 1
    states = monoid.elements.shape[1]
    for block in _blocks(monoid.elements.astype(np.intp)):
        idempotent = _power(block, _exponent(states))
        power = np.broadcast_to(np.arange(states), block.shape)
        for n in range(states + 1):
            if np.array_equal(_then(power, idempotent), power):
                index = max(index, n)
                break
            power = _then(power, block)
        power, p = _then(idempotent, block), 1
        while len(waiting := np.flatnonzero((power != idempotent).any(axis=1))):
            if len(waiting) < len(power):
                period = math.lcm(period, p)
            idempotent, block = idempotent[waiting], block[waiting]
            power, p = _then(power[waiting], block), p + 1
        period = math.lcm(period, p)
    return index, period


def subgroups(relations: Green) -> list[FiniteGroup]:
    """The maximal subgroups, one for each regular D-class, as permutations of the image of its idempotent.

    Raises:
        ValueError: past ``MAX_SUBGROUP`` elements.
    """
    found: list[FiniteGroup] = []
    for idempotents in relations.regular:
        e = int(idempotents[0])
        members = relations.subgroup(e)
        if len(members) > MAX_SUBGROUP:
            raise ValueError(f"a subgroup of {len(members)} elements, more than {MAX_SUBGROUP}")
        image = np.unique(relations.monoid.elements[e])
        rows = np.searchsorted(image, relations.monoid.elements[members][:, image])
        found.append(_generated(rows))
    return found


def _generated(rows: Maps) -> FiniteGroup:
    """The group of these permutations, from few of them."""
    chosen = [np.arange(rows.shape[1])]
    group = FiniteGroup(chosen)
    while group.order < len(rows):
        known = {row.tobytes() for row in np.asarray(group.elements, np.intp)}
        fresh = next(row for row in rows.astype(np.intp) if row.tobytes() not in known)
        chosen.append(fresh)
        group = FiniteGroup(chosen)
    return group


def violation(
    monoid: TransitionMonoid, left: str, right: str, *, bound: int = MAX_TUPLES
) -> dict[str, Word] | None:
    """Elements at which two terms differ, as the shortest words that induce them; None if they are equal.

    Args:
        monoid: a transition monoid.
        left: a term: variables, one small letter each, brackets, and exponents ``^w`` or numbers.
        right: another one.
        bound: the most tuples of elements.

    Raises:
        ValueError: if a text is no term; past the bound.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.monoid import transition_monoid
    >>> monoid = transition_monoid(target("flip-flop"))
    >>> violation(monoid, "xy", "yx")
    {'x': ('set0',), 'y': ('set1',)}
    >>> violation(monoid, "xyx", "yx") is None
    True
    """
    terms = _term(left), _term(right)
    variables = sorted({c for text in (left, right) for c in text if c.isalpha()} - {"w"})
    size = len(monoid) ** len(variables)
    if size > bound:
        raise ValueError(
            f"{len(variables)} variables over {len(monoid)} elements take {size} tuples, more than {bound}"
        )
    elements = monoid.elements.astype(np.intp)
    *outer, last = variables or [""]
    for chosen in product(range(len(monoid)), repeat=len(outer)):
        values = {name: elements[i : i + 1] for name, i in zip(outer, chosen, strict=True)}
        for start, block in zip(
            range(0, len(monoid), _step(elements)), _blocks(elements), strict=True
        ):
            values[last] = block
            one, two = (_value(term, values, elements.shape[1]) for term in terms)
            apart = np.flatnonzero((one != two).any(axis=1))
            if len(apart):
                found = [*chosen, start + int(apart[0])]
                return {v: monoid.word(i) for v, i in zip(variables, found, strict=False)}
    return None


Term = list[tuple["str | Term", int | None]]  # factors with exponents; None stands for w


def _term(text: str) -> Term:
    """The factors of a term."""
    tokens = re.findall(r"\^w|\^[1-9][0-9]{0,3}|[a-v]|[xyz]|[()]", text.replace(" ", ""))
    if "".join(tokens) != text.replace(" ", ""):
        raise ValueError(f"{text!r} is no term: variables a-v, x, y, z, brackets, ^w and ^3")
    stack: list[Term] = [[]]
    for token in tokens:
        match token[0]:
            case "(":
                stack.append([])
            case ")":
                if len(stack) == 1:
                    raise ValueError(f"{text!r} closes a bracket that is not open")
                inner = stack.pop()
                stack[-1].append((inner, 1))
            case "^":
                if not stack[-1]:
                    raise ValueError(f"{text!r} has an exponent of nothing")
                factor, _ = stack[-1].pop()
                exponent = None if token == "^w" else int(token[1:])
                stack[-1].append((factor, exponent))
            case _:
                stack[-1].append((token, 1))
    if len(stack) > 1:
        raise ValueError(f"{text!r} leaves a bracket open")
    return stack[0]


def _value(term: Term, values: dict[str, Maps], states: int) -> Maps:
    """The maps of a term, shape ``(rows, Q)`` or ``(1, Q)``."""
    result = np.arange(states)[None]
    for factor, exponent in term:
        base = values[factor] if isinstance(factor, str) else _value(factor, values, states)
        power = _power(base, _exponent(states) if exponent is None else exponent)
        rows = max(len(result), len(power))
        result = _then(
            np.broadcast_to(result, (rows, states)), np.broadcast_to(power, (rows, states))
        )
    return result


def _exponent(states: int) -> int:
    """An exponent that makes every map of so many states idempotent."""
    return math.lcm(*range(1, states + 1))


def _power(maps: Maps, exponent: int) -> Maps:
    power = maps
    for digit in bin(exponent)[3:]:
        power = _then(power, power)
        if digit == "1":
            power = _then(power, maps)
    return power


def _then(x: Maps, y: Maps) -> Maps:
    return np.take_along_axis(y, x, axis=1)


def _step(maps: Maps) -> int:
    return max(1, 2**18 // maps.shape[1])


def _blocks(maps: Maps) -> Iterator[Maps]:
    for i in range(0, len(maps), _step(maps)):
        yield maps[i : i + _step(maps)]
