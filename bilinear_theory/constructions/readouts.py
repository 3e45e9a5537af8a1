"""Linear decoders of coarse outputs: a strict argmax of functions that some units carry.

The coordinates of units are functions on the states. A decoder is an affine combination of them for each
output, the right one strictly the largest at each state: a linear program (``argmax``).

``decoded(minimal, units)``      a decoder and the units that it uses
``within(minimal, parts, n)``    the first decoder on copies of representations that cost at most n
``multiplicities(costs, ..)``    how often each of some parts can be taken before the costs are too high
``copies(minimal, rho, count)``  units of so many vectors that the stabiliser of the start fixes

References: theory.md, Theorem B''; Schrijver, *Theory of Linear and Integer Programming* (1986), section 7.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Readout
from bilinear_theory.constructions.argmax import argmax
from bilinear_theory.constructions.units import Unit, fixed_vectors, joined, moment, unit

#: The most states, and the most sets of units for each of which a linear program is solved.
MAX_STATES, MAX_PROGRAMS = 150, 12


def decoded(minimal: Automaton, units: Sequence[Unit]) -> tuple[list[Unit], Readout] | None:
    """A linear decoder of the outputs and the units that it uses, None if none is found.

    >>> from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
    >>> from bilinear_theory.automata.group_task import group_task
    >>> parity = Automaton("a", [[1], [0]], 0, "xy")
    >>> sign = Representation(group_task(parity).group, (CyclotomicMatrix([[-1]]),))
    >>> decoded(parity, copies(parity, sign, 1))[1].rows
    ((1,), (0,))
    """
    if len(minimal) > MAX_STATES or not units:
        return None
    points = [joined(units, q) for q in range(len(minimal))]
    found = argmax(points, minimal.output_codes.tolist())
    return None if found is None else _used(units, *found)


def _used(
    units: Sequence[Unit], rows: Sequence[Sequence[Cyclotomic]], bias: Sequence[Cyclotomic]
) -> tuple[list[Unit], Readout]:
    """Without the units in whose coordinates all rows agree: they change no difference of logits."""
    chosen: list[Unit] = []
    places: list[int] = []
    at = 0
    for part in units:
        here = range(at, at + part.width)
        at += part.width
        if any(row[i] != rows[0][i] for row in rows for i in here):
            chosen.append(part)
            places += here
    return chosen, Readout(tuple(tuple(row[i] for i in places) for row in rows), tuple(bias))


@dataclass(frozen=True, eq=False)
class Part:
    """An irreducible representation with its costs, one a letter, and its multiplicity on the states."""

    representation: Representation
    costs: tuple[int, ...]
    most: int


def within(
    minimal: Automaton, parts: Sequence[Part], bound: int
) -> tuple[list[Unit], Readout] | None:
    """A decoder on copies of the parts whose costs add up to at most the bound, if one is found.

    Few choices of multiplicities are tried, each with one choice of vectors.
    """
    choices = multiplicities([p.costs for p in parts], [p.most for p in parts], bound)
    for chosen in choices:
        units = [
            u
            for part, count in zip(parts, chosen, strict=True)
            if count
            for u in copies(minimal, part.representation, count)
        ]
        found = decoded(minimal, units)
        if found is not None:
            return found
    return None


def multiplicities(
    costs: Sequence[Sequence[int]], most: Sequence[int], bound: int
) -> list[tuple[int, ...]]:
    """How often each part is taken, at most ``most`` times, where no more can be: few such choices.

    The costs of a part are those of the letters, and for each letter the costs add up to at most the
    bound. The choices of the most parts come first.

    >>> multiplicities([[1, 2], [2, 1]], [2, 2], 3)
    [(1, 1)]
    """
    found = islice(_choices(costs, most, bound), 100 * MAX_PROGRAMS)
    maximal = [
        chosen
        for chosen in found
        if not any(
            chosen[i] < most[i] and _fits(costs, _raised(chosen, i), bound)
            for i in range(len(costs))
        )
    ]
    return sorted(maximal, key=lambda chosen: -sum(chosen))[:MAX_PROGRAMS]


def _choices(
    costs: Sequence[Sequence[int]], most: Sequence[int], bound: int
) -> Iterator[tuple[int, ...]]:
    """All choices within the bound, larger numbers of the first parts first."""
    if not costs:
        yield ()
        return
    for count in range(most[0], -1, -1):
        left = [bound - count * c for c in costs[0]]
        if min(left, default=0) >= 0:
            for rest in _choices(costs[1:], most[1:], bound):
                if _fits(costs, (count, *rest), bound):
                    yield (count, *rest)


def _fits(costs: Sequence[Sequence[int]], chosen: Sequence[int], bound: int) -> bool:
    totals = zip(*costs, strict=True)
    return all(sum(k * c for k, c in zip(chosen, row, strict=True)) <= bound for row in totals)


def _raised(chosen: tuple[int, ...], i: int) -> tuple[int, ...]:
    return (*chosen[:i], chosen[i] + 1, *chosen[i + 1 :])


def copies(minimal: Automaton, rho: Representation, count: int) -> list[Unit]:
    """Units of so many vectors that the stabiliser fixes: a basis if that is all, else general ones."""
    space = fixed_vectors(rho)
    if count >= len(space):
        return [unit(minimal, rho, v) for v in space]
    return [unit(minimal, rho, moment(space, t)) for t in range(1, count + 1)]
