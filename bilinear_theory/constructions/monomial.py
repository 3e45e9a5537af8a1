"""Permutation and monomial systems of small width: induced modules as sets of units.

If every letter permutes the states, the transition group G acts on the cosets of any subgroup H, and, with a
linear character of H as multipliers, by monomial matrices on [G:H] units. A vector that the stabiliser
of the start fixes has one image a state. The modules of least total index in which these images are
distinct are the fewest units on which a linear decoder is possible (theory.md, 3.2).

Every state its own output: the decoder of the nearest point, all of one norm. Else an exact linear
program on one or more copies of the modules, which may find none where some other modules have one.

``construct(question, bound, ..)``   the realization, None if the units do not suffice or none is found
``said(modules)``                    the modules in one line; ``in_words``, by their degrees

References: Serre, *Linear Representations of Finite Groups* (1977), section 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.induced import FixedVector, Module, fixed_vectors
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.cosets import state_modules
from bilinear_theory.automata.equivalence import access_words
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.characters import root
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
    vectors = [fixed_vectors(module, fixing) for module in found.chosen]
    starts = [_sparse(found.chosen, vectors, len(fixing))]
    if coarse:
        dense = [_dense(found.chosen, vectors, k) for k in range(1, bound // found.least + 1)]
        starts += [dense[0], [x for part in dense for x in part]]
    for start in starts:
        modules = found.chosen * (len(start) // found.least)
        columns = [_columns(modules, s) for s in found.group.generators]
        points = _points(minimal, columns, start)
        readout = None
        if question.setting.decoder is Decoder.LINEAR:
            readout = _program(minimal, points) if coarse else _projections(minimal, points)
            if readout is None:
                continue
        return _realization(question, columns, points, readout, modules)
    return construct(question, bound, monomial=False) if monomial else None


def _sparse(
    modules: tuple[Module, ...], vectors: Sequence[tuple[FixedVector, ...]], order: int
) -> list[Cyclotomic]:
    """A vector with a stabiliser of the given order: few orbits of each module have numbers, 1, 2, ..

    Numbers of different modulus on the orbits: what fixes the vector fixes it on each orbit.
    """
    numbers: list[dict[int, int]] = [{} for _ in modules]
    left = np.ones(modules[0].group.order, np.bool_) if modules else np.ones(1, np.bool_)
    while left.sum() > order:
        sizes = [
            (int((left & v.stabiliser).sum()), m, k)
            for m, basis in enumerate(vectors)
            for k, v in enumerate(basis)
        ]
        _, m, k = min(sizes)
        left = left & vectors[m][k].stabiliser
        numbers[m][k] = len(numbers[m]) + 1
    return [
        x
        for module, basis, chosen in zip(modules, vectors, numbers, strict=True)
        for x in _combined(module, basis, chosen)
    ]


def _dense(
    modules: tuple[Module, ...], vectors: Sequence[tuple[FixedVector, ...]], power: int
) -> list[Cyclotomic]:
    """The numbers ``1^power, 2^power, ..`` on the orbits of each module."""
    return [
        x
        for module, basis in zip(modules, vectors, strict=True)
        for x in _combined(module, basis, {k: (k + 1) ** power for k in range(len(basis))})
    ]


def _combined(
    module: Module, basis: tuple[FixedVector, ...], numbers: dict[int, int]
) -> list[Cyclotomic]:
    """A linear combination of fixed vectors."""
    values = [ZERO] * module.index
    for k, number in numbers.items():
        v = basis[k]
        for place, turn in zip(v.places.tolist(), v.exponents.tolist(), strict=True):
            values[place] = number * root(Fraction(turn, module.conductor))
    return values


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


def _projections(minimal: Automaton, points: Points) -> Readout:
    """The largest ``Re <v_q, h>``, as all points have one norm; every state has its own output."""
    order = sorted(range(len(minimal)), key=lambda q: int(minimal.output_codes[q]))
    rows = tuple(tuple(x.conjugate() for x in points[q]) for q in order)
    return Readout(rows, (ZERO,) * len(rows))


def _program(minimal: Automaton, points: Points) -> Readout | None:
    """A decoder of coarse outputs by a rational linear program."""
    codes = minimal.output_codes.tolist()
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
    states = tuple(range(len(minimal)))
    return Realization(question, system, Orbit(vectors, following), states, readout, said(modules))


def said(modules: Sequence[Module]) -> str:
    """The construction by some modules in one line."""
    monomial = any(m.conductor > 1 for m in modules)
    return in_words([module.index for module in modules], monomial=monomial)


def in_words(degrees: Sequence[int], *, monomial: bool) -> str:
    """Modules of some degrees, permutation modules or not, in one line."""
    indices = ", ".join(map(str, degrees))
    plural = "s" if len(degrees) > 1 else ""
    kind = "induced module" if monomial else "action on cosets"
    if plural:
        kind = kind.replace("module", "modules").replace("action", "actions")
    return f"{kind} of degree{plural} {indices} of the transition group"
