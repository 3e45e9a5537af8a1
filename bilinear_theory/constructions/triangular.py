"""Triangular systems: the narrowest exact linear recurrence of an automaton, in a triangular basis.

Functions on the states that determine the outputs, with all that letters make of them, give each state a
vector on which letters act linearly (``automata.observation``). In an order in which letters never lead
up, the matrices are block-triangular; a basis of common eigenvectors, quotient after quotient, makes the
blocks triangular (``algebra.triangularisation``). A transition monoid all of whose representations
have one-dimensional factors has such a basis over a cyclotomic field, and where there is none there is no
triangular system at all: ``obstructions.triangular``.

Each state has one vector, and outputs are linear functions of it, so that a linear decoder needs nothing
more: the verdict is the same for both decoders.

``construct(question, restriction)``  the realization, None if there is none

References: Almeida, Margolis, Steinberg and Volkov, *Representation theory of finite semigroups,
semigroup radicals and formal language theory* (2009); Radjavi and Rosenthal, *Simultaneous
Triangularization* (2000).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.triangularisation import triangularisation
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.observation import (
    Functions,
    components,
    observation,
)
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.commutative import TooLarge, nearest_point
from bilinear_theory.systems.matrix import (
    ONE,
    ZERO,
    Matrix,
    OneHotMatrix,
    UnitVector,
    Vector,
)
from bilinear_theory.systems.matrix import components as coordinates
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Scalars, Triangular
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

#: The most states of a strong component, and the most states unless all components are single states.
MAX_COMPONENT, MAX_STATES = 64, 500
#: The most coefficients of a matrix: squared states times the conductor of its numbers.
MAX_COEFFICIENTS = 200_000

REASON = "common eigenvectors, quotient after quotient, of the least linear recurrence"


def construct(question: Question, restriction: Triangular) -> Realization | None:
    """A triangular realization with one vector a state, None if there is no triangular system.

    Raises:
        TooLarge: past the bounds on states and on numbers.
    """
    minimal = question.minimal
    parts = components(minimal)
    if len(minimal) > MAX_STATES:
        if len(parts) < len(minimal):
            raise TooLarge(
                f"{len(minimal)} states, some in one strong component, are more than {MAX_STATES}"
            )
        return _one_hot(question, [q for part in parts for q in part])
    functions = _functions(question)
    seen = observation(minimal, functions, [q for part in parts for q in part])
    if len(seen.pivots) == len(parts) == len(minimal):
        return _one_hot(question, list(seen.pivots))
    letters = [seen.matrix(column) for column in minimal.transitions.T]
    basis = _basis(minimal, letters, seen.pivots, parts, restriction.scalars)
    if basis is None:
        return None
    T, inverse = basis
    matrices = tuple(inverse @ A @ T for A in letters)
    vectors = tuple(
        tuple(x for (x,) in column.rows()) for column in (inverse @ seen.vectors).columns()
    )
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        if _injective(minimal):
            readout = nearest_point(vectors)
        else:
            values = CyclotomicMatrix(functions[:, list(seen.pivots)].tolist())
            rows = ((ZERO,) * len(seen.pivots), *(values @ T).rows())
            half = Cyclotomic.rational(Fraction(1, 2))  # the logits are 1/2 and 0 or 1
            readout = Readout(rows, (half, *(ZERO,) * len(values.rows())))
    return _realization(question, matrices, vectors, readout)


def _functions(question: Question) -> Functions:
    """Functions that determine the outputs: their numbers, or indicators of all but the first."""
    codes = question.minimal.output_codes.astype(np.int64)
    if question.setting.decoder is Decoder.ARBITRARY or _injective(question.minimal):
        return codes[None]
    return (codes == np.arange(1, len(question.minimal.output_symbols))[:, None]).astype(np.int64)


def _injective(minimal: Automaton) -> bool:
    return len(minimal.output_symbols) == len(minimal)


def _basis(
    minimal: Automaton,
    letters: list[CyclotomicMatrix],
    pivots: tuple[int, ...],
    parts: list[list[int]],
    scalars: Scalars,
) -> tuple[CyclotomicMatrix, CyclotomicMatrix] | None:
    """A matrix T and its inverse that triangularise all letters, component by component."""
    place = {q: i for i, q in enumerate(pivots)}
    forward = inverse = CyclotomicMatrix.identity(0)
    cycles = [[_cycles(column, part) for column in minimal.transitions.T] for part in parts]
    if scalars is Scalars.COMPLEX:
        conductor = lcm(*(m for part in cycles for lengths in part for m in lengths))
        if len(pivots) ** 2 * conductor > MAX_COEFFICIENTS:
            raise TooLarge(
                f"{len(pivots)} units over roots of unity of order {conductor} take more than "
                f"{MAX_COEFFICIENTS} coefficients a matrix"
            )
    for part, lengths in zip(parts, cycles, strict=True):
        rows = [place[q] for q in part if q in place]
        if len(rows) > MAX_COMPONENT:
            raise TooLarge(f"{len(rows)} units of one strong component, more than {MAX_COMPONENT}")
        blocks = [A.submatrix(rows, rows) for A in letters]
        found = triangularisation(blocks, [_candidates(m, scalars) for m in lengths], len(rows))
        if found is None:
            return None
        forward, inverse = forward.direct_sum(found[0]), inverse.direct_sum(found[1])
    return forward, inverse


def _cycles(column: Table, part: list[int]) -> set[int]:
    """The lengths of the cycles of a letter inside a set of states."""
    inside, found = set(part), set[int]()
    known: dict[int, tuple[int, int]] = {}  # the walk on which a state was met, and its place there
    for start in part:
        q, steps = start, 0
        while q in inside and q not in known:
            known[q] = start, steps
            q, steps = int(column[q]), steps + 1
        if q in known and known[q][0] == start and steps:
            found.add(steps - known[q][1])
    return found


def _candidates(lengths: set[int], scalars: Scalars) -> list[Cyclotomic]:
    """The eigenvalues that a letter with such cycles can have: roots of unity and 0."""
    turns = {Fraction(k, m) for m in lengths for k in range(m)}
    if scalars is not Scalars.COMPLEX:
        turns &= {Fraction(0), Fraction(1, 2)}
    if scalars is Scalars.NONNEGATIVE:
        turns &= {Fraction(0)}
    roots = [Cyclotomic.root_of_unity(t.denominator, t.numerator) for t in sorted(turns)]
    return [*roots, ZERO]


def _one_hot(question: Question, order: list[int]) -> Realization:
    """One-hot states in an order in which letters never lead up."""
    minimal, n = question.minimal, len(question.minimal)
    place = np.argsort(np.array(order))
    matrices = tuple(
        OneHotMatrix(tuple(place[column[order]].tolist())) for column in minimal.transitions.T
    )
    vectors = tuple(UnitVector(int(i), n) for i in place)
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        symbols = range(len(minimal.output_symbols))
        if _injective(minimal):
            readout = Readout(vectors, (ZERO,) * n)
        else:
            rows = tuple(
                tuple(ONE if minimal.output_codes[q] == y else ZERO for q in order) for y in symbols
            )
            readout = Readout(rows, (ZERO,) * len(rows))
    return _realization(question, matrices, vectors, readout)


def _realization(
    question: Question,
    matrices: tuple[Matrix, ...],
    vectors: tuple[Vector, ...],
    readout: Readout | None,
) -> Realization:
    """The realization with one vector a state."""
    minimal, offsets = question.minimal, None
    if question.setting.additive:
        vectors = tuple(coordinates(v) for v in vectors)
        offsets = ((ZERO,) * len(vectors[0]),) * len(matrices)
    system = BilinearSystem(minimal.alphabet, vectors[0], matrices, offsets)
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    points = Orbit(vectors, following)
    return Realization(question, system, points, tuple(range(len(minimal))), readout, REASON)
