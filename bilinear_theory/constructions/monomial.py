"""Permutation and monomial systems of small width: induced modules as sets of units.

If every letter permutes the states, the transition group G acts on the cosets of any subgroup H, and, with a
linear character of H as multipliers, by monomial matrices on [G:H] units. A vector that the stabiliser
of the start fixes has one image a state. The modules of least total index in which these images are
distinct are the fewest units on which a linear decoder is possible (theory.md, 3.2).

Every state its own output: the decoder of the nearest point. Else an exact linear program on one or
more copies of the modules, which may find none where some other modules have one.

``construct(question, bound, ..)``   the realization, None if the units do not suffice or none is found

References: Serre, *Linear Representations of Finite Groups* (1977), section 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.induced import Module
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.cosets import state_modules
from bilinear_theory.automata.equivalence import access_words
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.characters import root
from bilinear_theory.constructions.commutative import nearest_point
from bilinear_theory.systems.matrix import ZERO, Matrix, OneHotMatrix, Vector
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: A column of a monomial matrix: the row of its entry, and the turn t of the entry exp(2 pi i t).
Column = tuple[int, Fraction]
Points = list[tuple[Cyclotomic, ...]]

#: The most numbers in the vectors of a coarse question, for the linear program.
MAX_NUMBERS = 50_000


def construct(question: Question, bound: int, *, monomial: bool) -> Realization | None:
    """A realization on at most ``bound`` units of an automaton whose letters permute.

    Args:
        question: the question.
        bound: the largest number of units.
        monomial: whether the matrices may have roots of unity in place of ones.

    Raises:
        ValueError: past the bounds on the group and its subgroups.
    """
    minimal = question.minimal
    found = state_modules(minimal, monomial=monomial)
    if found.least > bound:
        return None
    fixing = np.flatnonzero(found.group.elements[:, 0] == 0)
    injective = len(minimal.output_symbols) == len(minimal)
    coarse = not injective and question.setting.decoder is Decoder.LINEAR
    copies = bound // found.least if coarse else 1
    for powers in _powers(copies):
        modules = found.chosen * len(powers)
        exponents = [p for p in powers for _ in found.chosen]
        columns = [_columns(modules, s) for s in found.group.generators]
        start = [
            x
            for module, power in zip(modules, exponents, strict=True)
            for x in _fixed(module, fixing, power)
        ]
        points = _points(minimal, columns, start)
        if len(set(points)) < len(minimal):
            continue  # special coefficients
        readout = None
        if question.setting.decoder is Decoder.LINEAR:
            readout = _readout(minimal, points)
            if readout is None:
                continue
        return _realization(question, columns, points, readout, modules)
    return None


def _powers(copies: int) -> Iterator[tuple[int, ...]]:
    """The powers of the coefficients 0, 1, 2, .. in one copy of the modules, or more copies."""
    yield (0,)
    yield (1,)
    if copies > 1:
        yield tuple(range(1, copies + 1))


def _columns(modules: tuple[Module, ...], letter: int) -> list[Column]:
    """The matrix of an element on the sum of modules, by its columns."""
    columns: list[Column] = []
    for module in modules:
        group, x = module.group, module.representatives
        moved = group.product(x, letter)
        images = module.cosets[moved]
        turns = module.exponents[group.product(moved, group.inverse[images])]
        at = len(columns)
        for image, turn in zip(np.searchsorted(x, images).tolist(), turns.tolist(), strict=True):
            columns.append((at + image, Fraction(turn, module.conductor)))
    return columns


def _fixed(module: Module, fixing: NDArray[np.intp], power: int) -> Iterator[Cyclotomic]:
    """A vector that a subgroup fixes: on its orbits of cosets the coefficients ``j^power``.

    ``0^0 = 1``, and power 0 stands for the first orbit alone. For power 1 the coefficients of different
    orbits differ in modulus, so that an element fixes the vector only if it fixes all vectors that the
    subgroup fixes.
    """
    group, x = module.group, module.representatives
    moved = group.product(x[:, None], fixing[None, :])  # (cosets, elements)
    images = module.cosets[moved]
    back = group.product(moved, group.inverse[x][:, None])
    stable = set(np.flatnonzero((module.exponents[back] <= 0).all(1)).tolist())
    values: dict[int, Cyclotomic] = {}
    place = 0 if module.conductor == 1 else 1
    for i, first in enumerate(x.tolist()):
        if first in values or i not in stable:
            continue
        coefficient = place**power if power else int(not values)
        place += 1
        turns = module.exponents[group.product(moved[i], group.inverse[images[i]])]
        for image, turn in zip(images[i].tolist(), turns.tolist(), strict=True):
            values[image] = coefficient * root(Fraction(turn, module.conductor))
    yield from (values.get(first, ZERO) for first in x.tolist())


def _points(minimal: Automaton, columns: list[list[Column]], start: list[Cyclotomic]) -> Points:
    """The vector of each state, by its access word."""
    tree = access_words(minimal)
    points: Points = [tuple(start)]
    for q in range(1, len(minimal)):  # breadth-first numbers: parents come first
        image = [ZERO] * len(start)
        parent = points[tree.parents[q]]
        for (i, turn), value in zip(columns[tree.letters[q]], parent, strict=True):
            image[i] = root(turn) * value if turn else value
        points.append(tuple(image))
    return points


def _readout(minimal: Automaton, points: Points) -> Readout | None:
    """The nearest point if every state has its own output, else a rational linear program."""
    codes = minimal.output_codes.tolist()
    if len(minimal.output_symbols) == len(minimal):
        by_state = nearest_point(points)
        order = sorted(range(len(minimal)), key=lambda q: codes[q])
        return Readout(
            tuple(by_state.rows[q] for q in order), tuple(by_state.bias[q] for q in order)
        )
    rational = all(x.is_rational() for v in points for x in v)
    if not rational or len(points) * len(points[0]) > MAX_NUMBERS:
        return None
    solution = separating_rows([[x.as_fraction() for x in v] for v in points], codes)
    if not isinstance(solution, ArgmaxRows):
        return None
    order = sorted(range(len(solution.classes)), key=lambda i: int(str(solution.classes[i])))
    return Readout(
        tuple(tuple(Cyclotomic.rational(c) for c in solution.W[i]) for i in order),
        tuple(Cyclotomic.rational(solution.c[i]) for i in order),
    )


def _realization(
    question: Question,
    columns: list[list[Column]],
    points: Points,
    readout: Readout | None,
    modules: tuple[Module, ...],
) -> Realization:
    minimal, width = question.minimal, len(points[0])
    matrices: list[Matrix] = []
    for letter in columns:
        if not any(turn for _, turn in letter):
            matrices.append(OneHotMatrix(tuple(i for i, _ in letter)))
            continue
        rows = [[ZERO] * width for _ in range(width)]
        for j, (i, turn) in enumerate(letter):
            rows[i][j] = root(turn)
        matrices.append(CyclotomicMatrix(rows))
    vectors: tuple[Vector, ...] = tuple(points)
    offsets: tuple[Vector, ...] | None = None
    if question.setting.additive:
        offsets = ((ZERO,) * width,) * len(minimal.alphabet)
    system = BilinearSystem(minimal.alphabet, vectors[0], tuple(matrices), offsets)
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    indices = ", ".join(str(module.index) for module in modules)
    plural = "s" if len(modules) > 1 else ""
    kind = "induced module" if any(m.conductor > 1 for m in modules) else "action on cosets"
    if plural:
        kind = kind.replace("module", "modules").replace("action", "actions")
    reason = f"{kind} of degree{plural} {indices} of the transition group"
    return Realization(
        question, system, Orbit(vectors, following), tuple(range(len(minimal))), readout, reason
    )
