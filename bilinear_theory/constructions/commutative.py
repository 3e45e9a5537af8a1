"""Linear diagonal systems: the characters of a commutative automaton.

If the letters commute and each is a power of its square, then the monoid is a semilattice of abelian
groups and acts regularly from the start: states are elements, and the strong components of the
automaton are the groups. A character of the group of a component ``C`` is a coordinate: a letter that
keeps ``C`` multiplies by its value, any other letter by 0. These characters, as many as there are states,
are a basis of all functions on the states; so whatever outputs the automaton has, a linear decoder
reads them, and it needs no more than an arbitrary one.

``construct(question)``         the diagonal recurrence whose coordinates are such characters
``separating_characters(a)``    these, for states with outputs of their own

References: Clifford and Preston, *The Algebraic Theory of Semigroups* I (1961), section 5.5 (the
characters of a commutative semigroup that is a union of groups); theory.md, section 3.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice
from math import lcm

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.field import degree
from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import access_words
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.argmax import argmax
from bilinear_theory.constructions.characters import orbit_characters, root
from bilinear_theory.constructions.fewest import fewest, lightest_sets
from bilinear_theory.systems.matrix import ONE, ZERO, DiagonalMatrix, Vector
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: Above this number of states a separating basis is taken instead of the best characters.
MAX_CHOICE = 1500
#: The most states and outputs (squared states times outputs) of a Fourier decoder.
MAX_FOURIER = 4_000_000
#: The most states for which sets of few characters are tried for a decoder, and the most such sets.
MAX_PROGRAM_STATES, MAX_PROGRAMS = 100, 24
#: The most rational numbers in the vectors of an orbit.
MAX_NUMBERS = 2_000_000


class TooLarge(ValueError):
    """An explicit system would be larger than the stated bound."""


#: Matrices of the letters, vectors of the states, a linear decoder.
Parts = tuple[tuple[DiagonalMatrix, ...], tuple[tuple[Cyclotomic, ...], ...], Readout | None]


@dataclass(frozen=True, eq=False)
class Coordinate:
    """One unit: a turn for each letter and each state, None where the value is the number 0.

    The states have numbers of steps in place of turns, a whole turn of so many; -1 for the number 0.
    """

    letters: tuple[Fraction | None, ...]
    steps: NDArray[np.int64]
    whole: int
    component: int

    @cached_property
    def states(self) -> tuple[Fraction | None, ...]:
        """The turn of each state."""
        return tuple(None if k < 0 else Fraction(k, self.whole) for k in self.steps.tolist())


def construct(question: Question, reason: str) -> Realization:
    """The diagonal realization of an automaton with commuting letters without tails.

    Raises:
        TooLarge: if the orbit or a linear decoder of coarse outputs needs more numbers than the bound.
    """
    minimal = question.minimal
    linear = question.setting.decoder is Decoder.LINEAR
    injective = len(minimal.output_symbols) == len(minimal)
    if injective or not linear:
        matrices, vectors, readout = _separated(minimal, decoded=injective)
    else:
        matrices, vectors, readout = _decoded(minimal)
    offsets = None
    if question.setting.additive:
        offsets = ((ZERO,) * len(vectors[0]),) * len(minimal.alphabet)
    system = BilinearSystem(minimal.alphabet, vectors[0], matrices, offsets)
    orbit = Orbit(vectors, tuple(tuple(row) for row in minimal.transitions.tolist()))
    states = tuple(range(len(minimal)))
    return Realization(question, system, orbit, states, readout if linear else None, reason)


@lru_cache(maxsize=4)
def _separated(minimal: Automaton, *, decoded: bool) -> Parts:
    """Few characters that separate the states, with the decoder of the nearest point if asked.

    Raises:
        TooLarge: if the orbit needs more numbers than the bound.
    """
    chosen = separating_characters(minimal)
    vectors = _vectors(chosen, len(minimal))
    return _matrices(minimal, chosen), vectors, nearest_point(vectors) if decoded else None


@lru_cache(maxsize=4)
def separating_characters(minimal: Automaton) -> list[Coordinate]:
    """Few characters that separate the states of an automaton with commuting letters without tails.

    Raises:
        TooLarge: if the orbit needs more numbers than the bound.

    >>> from bilinear_theory.automata.catalog import target
    >>> len(separating_characters(target("C2xC4")))
    2
    """
    components = strong_components(minimal.transitions)
    chosen = _separating(_coordinates(minimal, components, basis=len(minimal) > MAX_CHOICE))
    _refuse_large(chosen, len(minimal))
    return chosen


@lru_cache(maxsize=4)
def _decoded(minimal: Automaton) -> Parts:
    """Few characters with a linear decoder, else all of which the indicators of outputs are combinations.

    Raises:
        TooLarge: if the decoder needs more numbers than the bound.
    """
    size = len(minimal) ** 2 * len(minimal.output_symbols)
    if size > MAX_FOURIER:
        raise TooLarge(
            f"a linear decoder of {len(minimal.output_symbols)} outputs by characters takes "
            f"{size} products, more than {MAX_FOURIER}"
        )
    components = strong_components(minimal.transitions)
    coordinates = _coordinates(minimal, components, basis=False)
    chosen, readout = _few(minimal, coordinates) or _fourier(minimal, coordinates, components)
    return _matrices(minimal, chosen), _vectors(chosen, len(minimal)), readout


def _few(
    minimal: Automaton, coordinates: list[Coordinate]
) -> tuple[list[Coordinate], Readout] | None:
    """Few coordinates with a linear decoder; None if none of the first ``MAX_PROGRAMS`` sets has one."""
    if len(minimal) > MAX_PROGRAM_STATES:
        return None
    ordered = sorted(coordinates, key=_order)
    sets = lightest_sets([_codes(c) for c in ordered], [1] * len(ordered))
    codes = minimal.output_codes.tolist()
    for places in islice(sets, MAX_PROGRAMS):
        chosen = [ordered[i] for i in places]
        found = argmax(_vectors(chosen, len(minimal)), codes)
        if found is not None:
            return chosen, Readout(*found)
    return None


def _matrices(minimal: Automaton, chosen: list[Coordinate]) -> tuple[DiagonalMatrix, ...]:
    return tuple(
        DiagonalMatrix(tuple(root(c.letters[a]) for c in chosen))
        for a in range(len(minimal.alphabet))
    )


def _refuse_large(chosen: list[Coordinate], states: int) -> None:
    orders = [t.denominator for c in chosen for t in c.letters if t is not None]
    size = states * len(chosen) * degree(lcm(*orders))
    if size > MAX_NUMBERS:
        raise TooLarge(
            f"the orbit of the characters takes {size} rational numbers, more than {MAX_NUMBERS}"
        )


def nearest_point(vectors: Sequence[tuple[Cyclotomic, ...]]) -> Readout:
    """The decoder of the nearest point: ``2 Re<v_q, h> - |v_q|^2`` is largest for ``h = v_q``."""
    rows = tuple(tuple(2 * x.conjugate() for x in v) for v in vectors)
    return Readout(rows, tuple(-sum((x * x.conjugate() for x in v), ZERO) for v in vectors))


def _coordinates(
    minimal: Automaton, components: NDArray[np.intp], *, basis: bool
) -> list[Coordinate]:
    """The characters of all components, as functions on letters and states."""
    table = minimal.transitions
    counts = _letter_counts(minimal)
    found: list[Coordinate] = []
    for c, base in zip(*np.unique(components, return_index=True), strict=True):
        keeps = components[table[base]] == c
        kept = tuple(np.flatnonzero(keeps).tolist())
        zero: NDArray[np.bool_] = np.asarray(counts[:, ~keeps].any(axis=1))
        for chi in orbit_characters(table, kept, int(base), basis=basis):
            order = lcm(*(turn.denominator for turn in chi.values()))
            steps = np.array([int(chi[a] * order) for a in kept], np.int64)
            turns = np.where(zero, -1, (counts[:, keeps] @ steps) % order)
            letters = [chi.get(a) for a in range(table.shape[1])]
            found.append(Coordinate(tuple(letters), turns, order, int(c)))
    return found


def _letter_counts(minimal: Automaton) -> NDArray[np.int64]:
    """How often each letter occurs in the access word of each state, shape ``(Q, S)``."""
    tree = access_words(minimal)
    counts = np.zeros(minimal.transitions.shape, np.int64)
    for q in range(1, len(minimal)):  # breadth-first numbers: a parent comes before its children
        counts[q] = counts[tree.parents[q]]
        counts[q, tree.letters[q]] += 1
    return counts


def _separating(coordinates: list[Coordinate]) -> list[Coordinate]:
    """As few coordinates as separate the states, past the bounds of ``fewest`` few of them.

    Of coordinates that do equally well those with roots of unity of the least order come first.
    """
    ordered = sorted(coordinates, key=_order)
    found = fewest([_codes(c) for c in ordered], [1] * len(ordered))
    if found is None:
        raise ValueError("the characters do not separate the states")
    return [ordered[i] for i in found.units]


def _order(coordinate: Coordinate) -> int:
    return max((t.denominator for t in coordinate.letters if t is not None), default=1)


def _codes(coordinate: Coordinate) -> NDArray[np.int64]:
    place: dict[int, int] = {}
    return np.array([place.setdefault(k, len(place)) for k in coordinate.steps.tolist()], np.int64)


def _vectors(chosen: list[Coordinate], size: int) -> tuple[tuple[Cyclotomic, ...], ...]:
    return tuple(tuple(root(c.states[q]) for c in chosen) for q in range(size))


def _fourier(
    minimal: Automaton,
    coordinates: list[Coordinate],
    components: NDArray[np.intp],
) -> tuple[list[Coordinate], Readout]:
    """The indicator of each output as a combination of characters, exactly.

    On the last components only their own characters do not vanish; what they contribute above is
    subtracted, and the next component is orthogonal by itself: a triangular system.
    """
    coefficients: list[dict[int, Cyclotomic]] = []
    for y in range(len(minimal.output_symbols)):
        rest = [ONE if code == y else ZERO for code in minimal.output_codes.tolist()]
        row: dict[int, Cyclotomic] = {}
        for c in range(int(components.max()) + 1):
            own = [i for i, x in enumerate(coordinates) if x.component == c]
            members = np.flatnonzero(components == c).tolist()
            for i in own:
                total = sum(
                    (rest[q] * root(coordinates[i].states[q]).conjugate() for q in members), ZERO
                )
                if total:
                    row[i] = total / len(members)
            for q, value in enumerate(rest):
                change = sum(
                    (row[i] * root(coordinates[i].states[q]) for i in own if i in row), ZERO
                )
                rest[q] = value - change
        coefficients.append(row)
    used = sorted({i for row in coefficients for i in row})
    rows: list[Vector] = [tuple(row.get(i, ZERO) for i in used) for row in coefficients]
    return [coordinates[i] for i in used], Readout(tuple(rows), (ZERO,) * len(rows))
