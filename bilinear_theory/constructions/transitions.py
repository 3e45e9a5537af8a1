"""One-hot states: the automaton itself as a recurrence.

State ``q`` is the unit vector ``e_q`` and the matrix of a letter has its 1 of column ``q`` in row
``delta(q, a)``. Every automaton is tracked in this way, with as many units as states, and a linear
decoder sums the coordinates of the states that have an output.

References: Ebrahimi and Memisevic, arXiv 2505.21749, proposition 1.
"""

from __future__ import annotations

from functools import lru_cache

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.matrix import ONE, ZERO, OneHotMatrix, UnitVector, Vector, components
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit


def one_hot(question: Question, reason: str) -> Realization:
    """The one-hot recurrence of the minimal machine."""
    setting = question.setting
    system, orbit, readout = _parts(
        question.minimal, additive=setting.additive, linear=setting.decoder is Decoder.LINEAR
    )
    states = tuple(range(len(question.minimal)))
    return Realization(question, system, orbit, states, readout, reason)


@lru_cache(maxsize=16)
def _parts(
    minimal: Automaton, *, additive: bool, linear: bool
) -> tuple[BilinearSystem, Orbit, Readout | None]:
    n = len(minimal)
    vectors: tuple[Vector, ...] = tuple(UnitVector(q, n) for q in range(n))
    offsets = None
    if additive:
        offsets = ((ZERO,) * n,) * len(minimal.alphabet)
        vectors = tuple(components(v) for v in vectors)
    system = BilinearSystem(
        minimal.alphabet,
        vectors[0],
        tuple(OneHotMatrix(tuple(column)) for column in minimal.transitions.T.tolist()),
        offsets,
    )
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    readout = None
    if linear:
        readout = Readout(_rows(minimal), (ZERO,) * len(minimal.output_symbols))
    return system, Orbit(vectors, following), readout


def _rows(minimal: Automaton) -> tuple[Vector, ...]:
    codes, n = minimal.output_codes, len(minimal)
    if len(minimal.output_symbols) == n:
        return tuple(UnitVector(int(q), n) for q in codes.argsort())
    return tuple(
        tuple(ONE if code == y else ZERO for code in codes.tolist())
        for y in range(len(minimal.output_symbols))
    )
