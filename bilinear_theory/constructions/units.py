"""Units: representations of the transition group, each with a vector for every state.

If every letter permutes the states of the minimal machine, the transition group G acts on them from
the start 0. A representation rho and a vector v that the stabiliser of the start fixes make a unit: its
part of the state of the recurrence in state ``0 g`` of the machine is ``rho(g) v``, well defined and
one vector a state. Units side by side are a system; a linear decoder reads states with outputs of their own
off any system that tells the states apart, as the nearest point.

``Unit``               a representation and its vector at each state; ``unit``, from one vector
``basis_units``        a unit for each vector of a basis of those that the stabiliser fixes
``separating_units``   a unit for each representation, their vectors such that the states differ
``nearest``            the decoder of the nearest point, for outputs of their own
``assembled``          the realization whose state is the vectors of some units

References: Serre, *Linear Representations of Finite Groups* (1977), sections 2.3 and 13.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix, stack
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import access_words
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.commutative import nearest_point
from bilinear_theory.systems.matrix import ZERO, Vector
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

Point = tuple[Cyclotomic, ...]


@dataclass(frozen=True, eq=False)
class Unit:
    """A representation, and its vector at each state of the machine: the rows of ``vectors``, (Q, d).

    The coordinates of all units ``in_basis`` are a basis of the functions that they carry.
    """

    representation: Representation
    vectors: CyclotomicMatrix
    in_basis: bool = True

    @cached_property
    def width(self) -> int:
        """The degree of the representation."""
        return self.representation.degree

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The vectors, as tuples of numbers."""
        return self.vectors.rows()

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """A number for each state, equal for equal vectors."""
        rows = zip(*(s.tolist() for s in self.vectors.slices), strict=True)
        place: dict[object, int] = {}
        return tuple(place.setdefault(tuple(map(tuple, row)), len(place)) for row in rows)

    @cached_property
    def count(self) -> int:
        """The number of distinct vectors."""
        return len(set(self.classes))


def unit(
    minimal: Automaton, rho: Representation, v: CyclotomicMatrix, *, in_basis: bool = True
) -> Unit:
    """The unit of a vector that the stabiliser of the start fixes."""
    (vectors,) = _at_states(minimal, rho, [v])
    return Unit(rho, vectors, in_basis)


def basis_units(minimal: Automaton, rho: Representation) -> Iterator[Unit]:
    """The units of a representation: one for each vector of a basis fixed by the stabiliser of 0.

    Before them stands the unit of a combination of that basis, whose own stabiliser is as small as
    it may be unless the combination is special: alone it separates most states.
    """
    columns = fixed_vectors(rho)
    if not columns:
        return
    if len(columns) > 1:
        generic = columns[0]
        for j, v in enumerate(columns[1:], start=2):
            generic = generic + v * j
        columns = [generic, *columns]
    for j, vectors in enumerate(_at_states(minimal, rho, columns)):
        yield Unit(rho, vectors, in_basis=j > 0 or len(columns) == 1)


def separating_units(
    minimal: Automaton, representations: Sequence[Representation]
) -> list[Unit] | None:
    """One unit for each representation such that all states differ, None if they cannot.

    The vectors are ``v_0 + t v_1 + t^2 v_2 + ..``, for bases of the fixed vectors. An element that does not
    fix them all keeps such a vector for fewer t than they have dimensions, so that one of the first t
    tells all states apart if any vectors do.
    """
    if len(minimal) == 1:
        return []
    spaces = [(rho, space) for rho in representations if (space := fixed_vectors(rho))]
    tries = 1 + len(minimal) * max((len(space) - 1 for _, space in spaces), default=0)
    for t in range(tries):
        units = [unit(minimal, rho, moment(space, t)) for rho, space in spaces]
        if separate(units, len(minimal)):
            return units
    return None


def moment(space: Sequence[CyclotomicMatrix], t: int) -> CyclotomicMatrix:
    """The combination ``v_0 + t v_1 + t^2 v_2 + ..`` of vectors."""
    total = space[0]
    for j, v in enumerate(space[1:], start=1):
        total = total + v * t**j
    return total


def fixed_vectors(rho: Representation) -> list[CyclotomicMatrix]:
    """A basis of the vectors that the stabiliser of the start fixes, as columns."""
    group = rho.group
    identity = CyclotomicMatrix.identity(rho.degree)
    fixing = [x for x in range(group.order) if group.elements[x, 0] == 0]
    stabiliser = _generating(group, fixing)
    if not stabiliser:
        return list(identity.columns())
    return list(stack([[rho.matrix(x) - identity] for x in stabiliser]).kernel().columns())


def _generating(group: FiniteGroup, members: list[int]) -> list[int]:
    """Elements that generate a subgroup, given by its elements."""
    chosen: list[int] = []
    reached = {0}
    for x in members:
        if x not in reached:
            chosen.append(x)
            reached = set(group.generated_subgroup(chosen).tolist())
    return chosen


def _at_states(
    minimal: Automaton, rho: Representation, space: Sequence[CyclotomicMatrix]
) -> list[CyclotomicMatrix]:
    """For each vector v the integral multiples of the vectors ``rho(g) v`` of the states ``0 g``, (Q, d).

    The letters of the access word of a state apply to those of the start, all vectors at once, and
    the same letter to all states of one distance from the start.
    """
    count, every = len(space), range(rho.degree)
    layer, found = [0], [stack([space])]
    order = [0]  # the states, in the order of their columns
    for steps in _layers(minimal):
        place = {q: i * count for i, q in enumerate(layer)}
        layer, fresh = [], list[CyclotomicMatrix]()
        for a, states in steps.items():
            starts = [place[p] for _, p in states]
            columns = [i + j for i in starts for j in range(count)]
            fresh.append(rho.matrices[a] @ found[-1].submatrix(every, columns))
            layer += [q for q, _ in states]
        found.append(stack([fresh]))
        order += layer
    rows = stack([found]).transpose()  # (states, vectors), those of a state together
    at = sorted(range(len(order)), key=order.__getitem__)
    parts = (rows.submatrix([i * count + j for i in at], every) for j in range(count))
    return [part * part.denominator for part in parts]


@lru_cache(maxsize=16)
def _layers(minimal: Automaton) -> list[dict[int, list[tuple[int, int]]]]:
    """For each distance from the start and each letter the states it reaches, with their parents."""
    tree = access_words(minimal)
    distance, found = [0] * len(minimal), list[dict[int, list[tuple[int, int]]]]()
    for q in range(1, len(minimal)):  # breadth-first numbers: parents come first
        p = int(tree.parents[q])
        distance[q] = distance[p] + 1
        if distance[q] > len(found):
            found.append({})
        found[-1].setdefault(int(tree.letters[q]), []).append((q, p))
    return found


def separate(units: Sequence[Unit], states: int) -> bool:
    """Whether the vectors of units together are different at all states."""
    if prod(unit.count for unit in units) < states:
        return False
    joint = [0] * states
    for unit in units:
        size, pairs = unit.count, zip(joint, unit.classes, strict=True)
        joint = [x * size + y for x, y in pairs]
    return len(set(joint)) == states


def joined(units: Iterable[Unit], q: int) -> Point:
    """The vectors of units at a state, one after the other."""
    return tuple(x for unit in units for x in unit.points[q])


def nearest(minimal: Automaton, units: Sequence[Unit]) -> Readout:
    """The decoder of the nearest point, for a machine whose states have outputs of their own."""
    return _nearest(minimal, tuple(units))


@lru_cache(maxsize=16)
def _nearest(minimal: Automaton, units: tuple[Unit, ...]) -> Readout:
    codes = minimal.output_codes.tolist()
    by_state = nearest_point([joined(units, q) for q in range(len(minimal))])
    order = sorted(range(len(minimal)), key=lambda q: codes[q])
    return Readout(tuple(by_state.rows[q] for q in order), tuple(by_state.bias[q] for q in order))


def assembled(
    question: Question,
    units: Sequence[Unit],
    readout: Readout | None,
    reason: str,
    *,
    places: Sequence[int] | None = None,
    width: int | None = None,
) -> Realization:
    """The system whose state is the vectors of units, at given places or one after the other.

    Args:
        question: what it answers, for a machine whose letters permute.
        units: one after the other in the rows of the readout.
        readout: a linear decoder, left out where the setting has an arbitrary one.
        reason: one line.
        places: the first coordinate of each unit; the coordinates between them stay 0.
        width: the number of coordinates.
    """
    minimal = question.minimal
    ends = [sum(u.width for u in units[:i]) for i in range(len(units) + 1)]
    starts = ends[:-1] if places is None else places
    d = ends[-1] if width is None else width

    def spread(parts: Iterable[Point]) -> Point:
        row = [ZERO] * d
        for at, part in zip(starts, parts, strict=True):
            row[at : at + len(part)] = part
        return tuple(row)

    matrices: list[CyclotomicMatrix] = []
    for a in range(len(minimal.alphabet)):
        rows = [[ZERO] * d for _ in range(d)]
        for at, unit in zip(starts, units, strict=True):
            for i, row in enumerate(unit.representation.matrices[a].rows()):
                rows[at + i][at : at + unit.width] = row
        matrices.append(CyclotomicMatrix(rows))
    vectors = tuple(spread(u.points[q] for u in units) for q in range(len(minimal)))
    if readout is not None:
        rows_ = tuple(spread(_split(row, units)) for row in readout.rows)
        readout = Readout(rows_, readout.bias)
    offsets: tuple[Vector, ...] | None = None
    if question.setting.additive:
        offsets = ((ZERO,) * d,) * len(minimal.alphabet)
    system = BilinearSystem(minimal.alphabet, vectors[0], tuple(matrices), offsets)
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    states = tuple(range(len(minimal)))
    if question.setting.decoder is Decoder.ARBITRARY:
        readout = None
    return Realization(question, system, Orbit(vectors, following), states, readout, reason)


def _split(row: Vector, units: Sequence[Unit]) -> Iterator[Point]:
    """The parts of a row that belong to each unit."""
    if not isinstance(row, tuple):
        raise TypeError(f"a row of a decoder is a tuple of numbers, not {row!r}")
    at = 0
    for unit in units:
        yield row[at : at + unit.width]
        at += unit.width
