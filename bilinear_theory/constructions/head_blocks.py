"""Block-diagonal systems as Householder products, where their blocks are orthogonal or zero.

A real unit with multipliers 1, -1 and 0 takes one factor, a complex unit with roots of unity and 0 two: over
the reals it is the plane with the coordinates ``x + y tau``, tau one of its numbers, and the form
``|x + y tau|^2``. A real block is a head if some form is preserved by all letters that do not erase it.
So diagonal systems and blocks of finite groups serve here, letters that merge states included.

``as_householder(question, found)``   the system of another class as a product of factors

References: theory.md, section 3.8; Horn and Johnson, *Matrix Analysis* (2013), section 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.factoring import common_form, factored
from bilinear_theory.systems.factors import direct_sum
from bilinear_theory.systems.matrix import DiagonalMatrix, Vector, components, dense
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import HouseholderHeads
from bilinear_theory.systems.system import BilinearSystem

#: The most units of a system that is taken over.
MAX_WIDTH = 200


@dataclass(frozen=True)
class Block:
    """Consecutive units with their matrices, one a letter; with ``tau`` one complex unit as a plane."""

    start: int
    matrices: tuple[CyclotomicMatrix, ...]
    tau: Cyclotomic | None = None


def as_householder(question: Question, found: Realization, reflections: int) -> Realization | None:
    """A realization of another class as one of a Householder class, None if its blocks do not allow it.

    Args:
        question: asks for one head or for several.
        found: answers the same question for another restriction.
        reflections: the most factors of a letter, in each head.
    """
    system = found.single
    if system.width > MAX_WIDTH:
        return None
    vectors = [components(v) for v in found.orbit.vectors]
    blocks = _blocks(system, [*vectors, *(components(b) for b in system.offsets or ())])
    if blocks is None:
        return None
    heads = isinstance(question.restriction, HouseholderHeads)
    if any(_rank(costs, heads=heads) > reflections for costs in _costs(blocks)):
        return None
    forms = [_form(block) for block in blocks]
    known = [form for form in forms if form is not None]
    if len(known) < len(forms):
        return None
    letters = range(len(system.alphabet))
    structure = factored([[b.matrices[a] for b in blocks] for a in letters], known, heads=heads)
    if structure is None or structure.most > reflections:
        return None
    matrices = tuple(direct_sum([b.matrices[a] for b in blocks]) for a in letters)
    offsets = system.offsets
    if offsets is not None:
        offsets = tuple(_real(components(b), blocks) for b in offsets)
    points = tuple(_real(v, blocks) for v in vectors)
    readout = found.readout
    if readout is not None:
        rows: tuple[Vector, ...] = tuple(_dual(components(row), blocks) for row in readout.rows)
        readout = Readout(rows, readout.bias)
    return replace(
        found,
        question=question,
        system=BilinearSystem(system.alphabet, points[0], matrices, offsets),
        orbit=replace(found.orbit, vectors=points),
        readout=readout,
        reason=f"as factors, from {found.question.restriction.name}: {found.reason}",
        structure=structure,
    )


def _costs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """For each letter the factors that its blocks take at least: the rank of ``A - 1``."""
    for a in range(len(blocks[0].matrices) if blocks else 0):
        matrices = [block.matrices[a] for block in blocks]
        yield [(m - CyclotomicMatrix.identity(m.shape[0])).rank() for m in matrices]


def _rank(costs: Sequence[int], *, heads: bool) -> int:
    return max(costs, default=0) if heads else sum(costs)


def _blocks(
    system: BilinearSystem, vectors: Sequence[tuple[Cyclotomic, ...]]
) -> list[Block] | None:
    """The finest blocks of consecutive units; None if there are complex ones that are no single units."""
    if all(isinstance(m, DiagonalMatrix) for m in system.matrices):
        return [_unit(system, j, vectors) for j in range(system.width)]
    full = [dense(m) for m in system.matrices]
    numbers = (x for m in full for row in m.rows() for x in row)
    if not all(x.is_real() for x in (*numbers, *(y for v in vectors for y in v))):
        return None
    starts = [
        j
        for j in range(system.width)
        if not any(
            m[r, c] or m[c, r] for m in full for r in range(j) for c in range(j, system.width)
        )
    ]
    ends = [*starts[1:], system.width]
    return [
        Block(i, tuple(m.submatrix(range(i, j), range(i, j)) for m in full))
        for i, j in zip(starts, ends, strict=True)
    ]


def _unit(system: BilinearSystem, j: int, vectors: Sequence[tuple[Cyclotomic, ...]]) -> Block:
    """A unit of a diagonal system: real, or the plane of the real coordinates of its numbers."""
    values = [m.diagonal[j] for m in system.matrices if isinstance(m, DiagonalMatrix)]
    numbers = [*values, *(v[j] for v in vectors)]
    tau = next((x for x in numbers if not x.is_real()), None)
    if tau is None:
        return Block(j, tuple(CyclotomicMatrix([[x]]) for x in values))
    planes = [(_coordinates(x, tau), _coordinates(x * tau, tau)) for x in values]
    return Block(j, tuple(CyclotomicMatrix(plane).transpose() for plane in planes), tau)


def _coordinates(x: Cyclotomic, tau: Cyclotomic) -> tuple[Cyclotomic, Cyclotomic]:
    """Real numbers a and b with ``x = a + b tau``."""
    b = (x - x.conjugate()) / (tau - tau.conjugate())
    return (x - b * tau).minimal(), b.minimal()


def _form(block: Block) -> CyclotomicMatrix | None:
    """A form that the matrices preserve which do not erase the block."""
    if block.tau is None:
        kept = [m for m in block.matrices if not m.is_zero()]
        return common_form(kept) if kept else CyclotomicMatrix.identity(block.matrices[0].shape[0])
    tau = block.tau
    t, n = tau + tau.conjugate(), tau * tau.conjugate()
    form = CyclotomicMatrix([[2, t], [t, n * 2]])
    return CyclotomicMatrix.identity(2) if form == CyclotomicMatrix.identity(2) * 2 else form


def _real(v: Sequence[Cyclotomic], blocks: Sequence[Block]) -> tuple[Cyclotomic, ...]:
    """A vector in the coordinates of the blocks."""
    found: list[Cyclotomic] = []
    for block in blocks:
        if block.tau is None:
            found += v[block.start : block.start + block.matrices[0].shape[0]]
        else:
            found += _coordinates(v[block.start], block.tau)
    return tuple(found)


def _dual(row: Sequence[Cyclotomic], blocks: Sequence[Block]) -> tuple[Cyclotomic, ...]:
    """A row of a decoder: ``Re(r (x + y tau)) = Re(r) x + Re(r tau) y``."""
    found: list[Cyclotomic] = []
    for block in blocks:
        if block.tau is None:
            found += row[block.start : block.start + block.matrices[0].shape[0]]
        else:
            r = row[block.start]
            found += (r.real, (r * block.tau).real)
    return tuple(found)
