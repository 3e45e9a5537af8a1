"""Covers with fewer reflections: signs that a decoder forgets, and one plane for each cyclic subgroup.

An arbitrary decoder may forget something, so that the matrices need only represent a cover of the
group. Two kinds of covers are tried, both for machines whose states are the elements of the group.

Signs. If a letter acts on an irreducible rho by ``-rho(s)``, a state is known there up to sign: all the
same, unless rho takes the value -1. A letter then costs the lesser of the ranks of ``rho(s) - 1`` and
``rho(s) + 1``, and rho separates what it does not send to 1 or -1. Which irreducibles, with signs or
without, separate all elements at the least cost is again a cover, optimised exactly.

Planes. In an abelian group the order of the letters does not matter. Each cyclic subgroup that letters
generate turns a plane of its own, or a line if its order is 2; a letter acts on one of them alone and costs
at most two reflections, and the group is a quotient of the product of these subgroups.

``planes(task)``             the planes, by orders of elements alone; ``signs(task)``, by characters
``construct(question, n)``   a realization by one of these covers, if they need at most n factors

References: theory.md, section 3.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.constituents import codimensions
from bilinear_theory.algebra.covering import flattest_cover
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.faithful import minimal_normal_subgroups
from bilinear_theory.algebra.notation import counted
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.factoring import factored
from bilinear_theory.constructions.orbit import MAX_POINTS, OrbitTooLong, Piece, joint_orbit
from bilinear_theory.constructions.orthogonal import invariant
from bilinear_theory.systems.factors import direct_sum
from bilinear_theory.systems.matrix import ONE, ZERO, components, dense
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit, orbit

_PLANES = "a plane or a sign for each cyclic subgroup"
#: How many starting vectors are tried for a cover with signs.
_TRIED = 6


@dataclass(frozen=True, eq=False)
class OrthogonalPiece:
    """A block of a cover: its letters, the form that they preserve, and the orbit of its start."""

    form: CyclotomicMatrix
    system: BilinearSystem

    @property
    def width(self) -> int:
        return self.system.width

    @property
    def size(self) -> int:
        return len(self.orbit)

    @cached_property
    def orbit(self) -> Orbit:
        """The points of the block."""
        found = orbit(self.system, bound=MAX_POINTS)
        if found is None:
            raise OrbitTooLong(f"the orbit of a block has more than {MAX_POINTS} points")
        return found

    def moves(self) -> NDArray[np.intp]:
        return np.array(self.orbit.following, np.intp).T

    @property
    def coarser(self) -> tuple[Piece, ...]:
        return ()

    def along(self, words: Sequence[Sequence[int]]) -> OrthogonalPiece:
        matrices: list[CyclotomicMatrix] = []
        for word in words:
            total = CyclotomicMatrix.identity(self.width)
            for a in word:
                total = self.matrices()[a] @ total
            matrices.append(total)
        return _piece(matrices, self.form, components(self.system.initial))

    def matrices(self) -> Sequence[CyclotomicMatrix]:
        return [dense(m) for m in self.system.matrices]

    def vectors(self) -> Sequence[tuple[Cyclotomic, ...]]:
        return [components(v) for v in self.orbit.vectors]


def _piece(
    matrices: Sequence[CyclotomicMatrix], form: CyclotomicMatrix, start: Sequence[Cyclotomic]
) -> OrthogonalPiece:
    return OrthogonalPiece(
        form, BilinearSystem(tuple(range(len(matrices))), tuple(start), tuple(matrices))
    )


def construct(question: Question, reflections: int) -> Realization | None:
    """A cover by signs or by planes with at most so many factors a letter, None if there is none.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
        OrbitTooLong: past the bound on the orbit.
    """
    task = group_task(question.minimal)
    if question.setting.decoder is Decoder.LINEAR or task is None:
        return None
    if task.group.order != len(task.minimal):
        return None
    turns = planes(task)
    if turns is not None and reflections >= turns.most:
        return _realized(question, _turning(turns), _PLANES)
    return _signs(question, task, reflections)


@dataclass(frozen=True)
class Planes:
    """A plane, or for the order 2 a line, for each of some cyclic subgroups.

    Args:
        orders: of the subgroups.
        letters: for each letter the place of a subgroup and the exponent of its generator; -1 for 1.
    """

    orders: tuple[int, ...]
    letters: tuple[tuple[int, int], ...]

    @property
    def most(self) -> int:
        """The most reflections that a letter takes."""
        return max((min(2, self.orders[i] - 1) for i, _ in self.letters if i >= 0), default=1)

    @property
    def width(self) -> int:
        """The number of units."""
        return sum(min(2, order - 1) for order in self.orders)

    @property
    def points(self) -> int:
        """The number of points of the orbit: letters of one subgroup leave the other planes alone."""
        return prod(self.orders)

    @property
    def reason(self) -> str:
        """The construction in one line."""
        return _reason(_PLANES, self.most if self.orders else 0)


def planes(task: GroupTask) -> Planes | None:
    """The cyclic subgroups of an abelian group, those of large order first, a letter in the first it is in.

    None if the group is not abelian.

    >>> from bilinear_theory.automata.catalog import target
    >>> planes(group_task(target("C2xC4")))
    Planes(orders=(4, 2), letters=((1, 1), (0, 1)))
    """
    group = task.group
    if not group.is_abelian:
        return None
    letters = list(group.generators)
    orders = [int(group.class_orders[group.classes[x]]) for x in letters]
    place: dict[int, tuple[int, int]] = {0: (-1, 0)}  # element -> subgroup, exponent
    chosen: list[int] = []
    for a in sorted(range(len(letters)), key=lambda a: -orders[a]):
        if letters[a] in place:
            continue
        x, k = letters[a], 1
        power = x
        while power:
            place.setdefault(power, (len(chosen), k))
            power, k = int(group.product(power, x)), k + 1
        chosen.append(orders[a])
    return Planes(tuple(chosen), tuple(place[x] for x in letters))


def _turning(given: Planes) -> list[OrthogonalPiece]:
    """A piece for each plane or line."""
    pieces: list[OrthogonalPiece] = []
    for number, order in enumerate(given.orders):
        turn, form = _turn(order)
        matrices = [
            turn**k if i == number else CyclotomicMatrix.identity(form.shape[0])
            for i, k in given.letters
        ]
        pieces.append(_piece(matrices, form, [ONE, ZERO][: form.shape[0]]))
    return pieces


def _turn(order: int) -> tuple[CyclotomicMatrix, CyclotomicMatrix]:
    """A real matrix of that order, 2 x 2 if it is more than 2, and the form that it preserves."""
    if order == 2:
        return CyclotomicMatrix([[-1]]), CyclotomicMatrix([[1]])
    z = Cyclotomic.root_of_unity(order)
    t = (z + z.conjugate()).minimal()
    turn = CyclotomicMatrix([[0, -1], [1, t]])
    form = CyclotomicMatrix([[2, t], [t, 2]]) if t else CyclotomicMatrix.identity(2)
    return turn, form


@dataclass(frozen=True, eq=False)
class Signs:
    """Irreducibles with signs where they save reflections, before any matrix is written.

    Args:
        most: the most reflections of a letter.
        wanted: for each character its place among the constituents, and past these among those with signs.
        turned: whether each constituent takes fewer reflections with a sign, for each class of letters.
    """

    most: int
    wanted: dict[int, int]
    turned: dict[int, NDArray[np.bool_]]


@lru_cache(maxsize=8)
def signs(task: GroupTask) -> Signs | None:
    """The irreducibles, with signs or without, that separate all elements; None if they do not."""
    table, group = task.table, task.group
    demands = task.demands("R")
    parts = demands.constituents
    classes = np.unique(group.classes[list(group.generators)])
    plain = codimensions(table, parts)[:, classes]
    degrees = np.array([part.degree for part in parts])[:, None]
    negative = _eigenvalue_minus_one(task)
    signed = np.minimum(plain, degrees - negative[:, classes])
    covers = [*demands.covers, *_up_to_sign(task, degrees == negative)]
    met = 0
    for cover in covers:
        met |= cover
    if met != demands.full:
        return None
    best = flattest_cover(covers, np.concatenate([plain, signed]), demands.full)
    wanted = {parts[i % len(parts)].characters[0]: i for i in best.chosen}
    turned = {i: (signed < plain)[i] for i in range(len(parts))}
    return Signs(best.high, wanted, turned)


def _signs(question: Question, task: GroupTask, reflections: int) -> Realization | None:
    """Irreducibles with signs where they save reflections."""
    best, group = signs(task), task.group
    if best is None or best.most > reflections:
        return None
    count = len(best.turned)
    letters = group.classes[list(group.generators)]
    columns = np.searchsorted(np.unique(letters), letters).tolist()
    blocks: list[tuple[list[CyclotomicMatrix], CyclotomicMatrix]] = []
    for rho in real_irreducibles(group, task.table, characters=best.wanted):
        i, part = best.wanted[rho.character], rho.representation
        cheaper = best.turned[i % count]
        matrices = [
            -a if i >= count and cheaper[k] else a
            for a, k in zip(part.matrices, columns, strict=True)
        ]
        blocks.append((matrices, invariant(part)))
    for t in range(_TRIED):
        pieces = [
            _piece(a, form, [Cyclotomic.rational(t**j) for j in range(form.shape[0])])
            for a, form in blocks
        ]
        realized = _realized(question, pieces, "irreducible representations up to signs")
        if realized is not None:  # else the vectors are special
            return realized
    return None


def _eigenvalue_minus_one(task: GroupTask) -> NDArray[np.int64]:
    """How often -1 is an eigenvalue of each real constituent at each class."""
    table, parts = task.table, task.demands("R").constituents
    found = np.zeros((len(parts), len(table)), np.int64)
    for c, order in enumerate(task.group.class_orders.tolist()):
        if order % 2 == 0:
            times = table.spectrum(c)[:, order // 2].astype(np.int64)
            found[:, c] = [part.schur * times[list(part.characters)].sum() for part in parts]
    return found


def _up_to_sign(task: GroupTask, negated: NDArray[np.bool_]) -> list[int]:
    """For each real constituent the minimal normal subgroups that it does not send into {1, -1}.

    Args:
        task: the group.
        negated: whether each constituent sends each class to -1.
    """
    minimal = minimal_normal_subgroups(task.table)
    first = [part.characters[0] for part in task.demands("R").constituents]
    beyond = ~(task.table.kernels[first] | negated)  # (constituents, classes)
    outside = np.any(minimal[None] & beyond[:, None], axis=2)
    return [sum(1 << k for k, bit in enumerate(row) if bit) for row in outside.tolist()]


def _realized(
    question: Question, pieces: Sequence[OrthogonalPiece], reason: str
) -> Realization | None:
    """The system of the pieces that are needed, None if they do not determine the state.

    Raises:
        OrbitTooLong: past the bound on the orbit.
    """
    minimal = question.minimal
    joint = joint_orbit(pieces, minimal.transitions)
    if joint is None:
        return None
    letters = range(len(minimal.alphabet))
    blocks = [[piece.matrices()[a] for piece in pieces] for a in letters]
    structure = factored(blocks, [piece.form for piece in pieces], heads=False)
    if structure is None:
        return None
    exact = [piece.vectors() for piece in pieces]
    vectors = tuple(
        tuple(x for vectors_, i in zip(exact, row, strict=True) for x in vectors_[i])
        for row in joint.points.tolist()
    )
    width = sum(piece.width for piece in pieces)
    offsets = ((ZERO,) * width,) * len(letters) if question.setting.additive else None
    system = BilinearSystem(
        minimal.alphabet, vectors[0], tuple(direct_sum(parts) for parts in blocks), offsets
    )
    following = tuple(tuple(row) for row in joint.following.tolist())
    states = tuple(joint.states.tolist())
    points, text = Orbit(vectors, following), _reason(reason, structure.most)
    return Realization(question, system, points, states, None, text, structure)


def _reason(kind: str, most: int) -> str:
    """A cover in one line."""
    return f"a cover by {kind}: at most {counted(most, 'reflection')} a letter"
