"""Systems with one vector a state: the orbit is a copy of the minimal machine.

Distinct vectors are decoded by the nearest point where every state has its own output. Where outputs are
shared, rational vectors are decoded by the indicators of the outputs, if these are affine functions of the
vectors, else by an exact linear program.

``one_vector_a_state(..)``  the realization of given vectors and matrices, None without a linear decoder
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.linear_program import ArgmaxRows, separating_rows
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.commutative import nearest_point
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit

Point = tuple[Cyclotomic, ...]

#: The most numbers (points times coordinates times outputs) of a program for coarse outputs.
MAX_PROGRAM = 20_000


def one_vector_a_state(
    question: Question,
    vectors: Sequence[Point],
    matrices: Sequence[CyclotomicMatrix],
    offsets: Sequence[Point] | None,
    reason: str,
) -> Realization | None:
    """The realization in which state ``q`` of the minimal machine is ``vectors[q]``.

    Args:
        question: a setting with an additive term gets offsets 0 if none are given.
        vectors: distinct vectors, one a state.
        matrices: for each letter the matrix that takes vectors to vectors, up to its offset.
        offsets: for each letter what is added.
        reason: the construction in one line.

    Returns:
        None if the decoder is linear and none is found.
    """
    minimal = question.minimal
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        readout = linear_readout(vectors, minimal.output_codes.tolist())
        if readout is None:
            return None
    if question.setting.additive and offsets is None:
        offsets = ((Cyclotomic.rational(0),) * len(vectors[0]),) * len(minimal.alphabet)
    system = BilinearSystem(
        minimal.alphabet,
        tuple(vectors[0]),
        tuple(matrices),
        None if offsets is None else tuple(offsets),
    )
    following = tuple(tuple(row) for row in minimal.transitions.tolist())
    states = tuple(range(len(minimal)))
    return Realization(question, system, Orbit(tuple(vectors), following), states, readout, reason)


def linear_readout(vectors: Sequence[Point], codes: Sequence[int]) -> Readout | None:
    """A linear decoder of vectors with outputs 0, 1, ..; None if there is none, or none is sought."""
    symbols = range(max(codes) + 1)
    if len(symbols) == len(vectors):
        nearest = nearest_point([*vectors])
        order = [codes.index(y) for y in symbols]
        return Readout(tuple(nearest.rows[i] for i in order), tuple(nearest.bias[i] for i in order))
    rational = all(x.is_rational() for v in vectors for x in v)
    if not rational:
        return None
    if (exact := _indicators(vectors, codes, len(symbols))) is not None:
        return exact
    if len(vectors) * len(vectors[0]) * len(symbols) > MAX_PROGRAM:
        return None
    found = separating_rows([[x.as_fraction() for x in v] for v in vectors], codes)
    if not isinstance(found, ArgmaxRows):
        return None
    place = {y: i for i, y in enumerate(found.classes)}
    return Readout(
        tuple(tuple(Cyclotomic.rational(x) for x in found.W[place[y]]) for y in symbols),
        tuple(Cyclotomic.rational(found.c[place[y]]) for y in symbols),
    )


def _indicators(vectors: Sequence[Point], codes: Sequence[int], count: int) -> Readout | None:
    """The affine functions that are 1 where their output is right and 0 elsewhere, None if there are none."""
    one, zero = Cyclotomic.rational(1), Cyclotomic.rational(0)
    right = CyclotomicMatrix([[one if code == y else zero for y in range(count)] for code in codes])
    found = CyclotomicMatrix([[*v, one] for v in vectors]).solve(right)
    if found is None:
        return None
    columns = tuple(zip(*found.rows(), strict=True))
    return Readout(tuple(column[:-1] for column in columns), tuple(c[-1] for c in columns))
