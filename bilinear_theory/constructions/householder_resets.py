"""Permutations and resets: an affine Householder recurrence on the orbit of a group.

If every letter permutes the states or sends them all to one, and the permuting letters alone lead from the
start to all states, then the states are an orbit of a group. On real irreducibles that separate it a
permuting letter is a product of reflections. A reset to state q is ``h -> v_q``: the product of as many
projections as there are units, followed by the additive term ``v_q``. Without an additive term products of
factors, which enlarge no vector, cannot merge states that lead back to each other.

``construct(question, n)``   a realization, None if the machine is of another kind or needs more factors

References: theory.md, section 3.8; Krohn and Rhodes, *Trans. AMS* 116 (1965) (permutation-reset machines).
"""

from __future__ import annotations

from bilinear_theory.algebra.covering import lightest_cover
from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.group_task import GroupTask, group_task
from bilinear_theory.automata.minimization import reduction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.factoring import factored
from bilinear_theory.constructions.orthogonal import chosen_units, invariant
from bilinear_theory.constructions.readouts import decoded
from bilinear_theory.constructions.units import Unit, joined, nearest
from bilinear_theory.systems.factors import direct_sum
from bilinear_theory.systems.matrix import ZERO
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import HouseholderHeads
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.system import BilinearSystem, Orbit


def construct(question: Question, reflections: int) -> Realization | None:
    """An affine realization with at most so many factors a letter, in each head or in the only one.

    Raises:
        NotRepresentedError: if the matrices of a character are not found.
    """
    minimal, n = question.minimal, len(question.minimal)
    table = minimal.transitions
    resets = [bool((column == column[0]).all()) for column in table.T]
    kept = [a for a, reset in enumerate(resets) if not reset]
    if not question.setting.additive or n == 1 or not any(resets) or not kept:
        return None
    if any(len(set(table[:, a].tolist())) < n for a in kept):
        return None
    moving = Automaton([minimal.alphabet[a] for a in kept], table[:, kept], 0, range(n))
    reduced = reduction(moving)
    task = group_task(reduced.minimal)
    if len(reduced.minimal) < n or task is None:
        return None
    heads = isinstance(question.restriction, HouseholderHeads)
    chosen = _chosen(task, reflections, heads=heads)
    if chosen is None:
        return None
    number = reduced.state_map.tolist()
    units = [
        Unit(u.representation, u.vectors.submatrix(number, range(u.width)))
        for u in chosen_units(task, chosen)
    ]
    readout = None
    if question.setting.decoder is Decoder.LINEAR and len(minimal.output_symbols) == n:
        readout = nearest(minimal, units)
    elif question.setting.decoder is Decoder.LINEAR:
        decoder = decoded(minimal, units)
        if decoder is None:
            return None
        units, readout = decoder
    blocks = [
        [
            CyclotomicMatrix.zeros(u.width, u.width)
            if reset
            else u.representation.matrices[kept.index(a)]
            for u in units
        ]
        for a, reset in enumerate(resets)
    ]
    structure = factored(blocks, [invariant(u.representation) for u in units], heads=heads)
    if structure is None:
        return None
    vectors = tuple(joined(units, q) for q in range(n))
    zero = (ZERO,) * len(vectors[0])
    offsets = tuple(vectors[table[0, a]] if reset else zero for a, reset in enumerate(resets))
    matrices = tuple(direct_sum(parts) for parts in blocks)
    system = BilinearSystem(minimal.alphabet, vectors[0], matrices, offsets)
    following = tuple(tuple(row) for row in table.tolist())
    reason = (
        f"resets as projections, permutations as reflections: at most {structure.most} a letter"
    )
    points = Orbit(vectors, following)
    return Realization(question, system, points, tuple(range(n)), readout, reason, structure)


def _chosen(task: GroupTask, most: int, *, heads: bool) -> tuple[int, ...] | None:
    """Real constituents that separate the states, of least total degree, each or in all at most so large."""
    demands = task.demands("R")
    degrees = [part.degree for part in demands.constituents]
    usable = [i for i, degree in enumerate(degrees) if degree <= most]
    met = 0
    for i in usable:
        met |= demands.covers[i]
    if met != demands.full:
        return None
    covers = [demands.covers[i] for i in usable]
    found = lightest_cover(covers, [degrees[i] for i in usable], demands.full)
    if not heads and found.high > most:
        return None
    return tuple(usable[i] for i in found.chosen)
