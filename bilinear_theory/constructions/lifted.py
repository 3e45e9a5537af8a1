"""Lifted blocks: an additive term as one more unit in each block.

An affine map ``A v + b`` of a block of size k is the linear map ``[[A, b], [0, 1]]`` of ``(v, 1)``, a
block of size k + 1. So what blocks of size k do with an additive term, blocks of size k + 1 do without
one, with the same orbit and the same decoder.

``lifted(question, affine, size)``   the realization with blocks of one more unit

References: theory.md, section 3.4.
"""

from __future__ import annotations

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.matrix import ONE, ZERO, components, entries
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.system import BilinearSystem, Orbit

Row = tuple[Cyclotomic, ...]


def lifted(question: Question, affine: Realization, size: int) -> Realization:
    """The realization without an additive term, with blocks of one more unit.

    Args:
        question: what it answers.
        affine: a realization whose matrices have aligned blocks of the size.
        size: the size of the blocks that are lifted.

    A unit that the affine system has as a complex diagonal number, in real blocks, is lifted on its own and
    need not be in the class.

    Raises:
        TypeError: if the system is a stack.
    """
    width = affine.width
    blocks = -(-width // size)

    def place(i: int) -> int:
        return i + i // size

    def spread(row: Row, constant: Cyclotomic) -> Row:
        wide = [ZERO] * (blocks * (size + 1))
        for i, x in enumerate(row):
            wide[place(i)] = x
        for b in range(blocks):
            wide[b * (size + 1) + size] = constant
        return tuple(wide)

    given = affine.system
    if not isinstance(given, BilinearSystem):
        raise TypeError("the blocks of a stack are not lifted")
    matrices: list[CyclotomicMatrix] = []
    offsets = given.offsets or ((ZERO,) * width,) * len(given.alphabet)
    for A, b in zip(given.matrices, offsets, strict=True):
        rows = [[ZERO] * (blocks * (size + 1)) for _ in range(blocks * (size + 1))]
        for i, j, value in entries(A):
            rows[place(i)][place(j)] = value
        for i, value in enumerate(components(b)):
            rows[place(i)][i // size * (size + 1) + size] = value
        for c in range(size, blocks * (size + 1), size + 1):
            rows[c][c] = ONE
        matrices.append(CyclotomicMatrix(rows))
    vectors = tuple(spread(components(v), ONE) for v in affine.orbit.vectors)
    readout = affine.readout
    if readout is not None:
        readout = Readout(tuple(spread(components(r), ZERO) for r in readout.rows), readout.bias)
    system = BilinearSystem(given.alphabet, vectors[0], tuple(matrices))
    orbit = Orbit(vectors, affine.orbit.following)
    reason = f"{affine.question.name} as [[A, b], [0, 1]] in each block: {affine.reason}"
    return Realization(question, system, orbit, affine.states, readout, reason)
