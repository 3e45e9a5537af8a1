"""Blocks of size K > 1: a complex diagonal, the whole machine in one block, irreducibles, covers, laws.

``blocks(question, decide)``    the verdict on block-diagonal matrices

Where letters merge states, ``hierarchy.merging`` decides.

References: theory.md, sections 3.1 (Theorem B'') and 3.3.
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.automata.monoid import MonoidTooLarge
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import block_cover, block_diagonal, regular_cover, schur_cover
from bilinear_theory.constructions import full as one_hot
from bilinear_theory.hierarchy import merging
from bilinear_theory.hierarchy.order import inside
from bilinear_theory.hierarchy.verdict import Decide, Verdict
from bilinear_theory.obstructions import block_diagonal as weights
from bilinear_theory.obstructions import laws, prime_power
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal
from bilinear_theory.systems.setting import Decoder


def blocks(question: Question, decide: Decide) -> Verdict:
    """Blocks of size k > 1: the complex diagonal, the whole machine in one block, Theorem B'', covers."""
    core, restriction = inside(question.restriction), question.restriction
    if not isinstance(restriction, BlockDiagonal) or core is None:
        return Undecided(question, "no smaller class is decided")
    smaller = decide(replace(question, restriction=core))
    if isinstance(smaller, Realization):
        return replace(smaller, question=question, reason=f"already {core.name}: {smaller.reason}")
    if len(question.minimal) <= restriction.size:
        found = one_hot.construct(question, restriction.size)
        if found is not None:
            return found
    if not is_permutation(question.minimal):
        return merging.blocks(question, restriction, decide)
    steps = [weights.obstruct, block_diagonal.construct]
    if len(question.minimal.output_symbols) == len(question.minimal):
        steps.reverse()  # decided by characters
    if question.setting.decoder is Decoder.ARBITRARY:
        steps += [block_cover.by_polygons, _few_dimensions, merging.prime_laws]  # soon found
        steps += [laws.obstruct, regular_cover.construct, block_cover.construct]
        steps.append(schur_cover.construct)
    else:  # where the group is past the bound of the others
        steps.append(merging.prime_laws)
    reasons: dict[str, None] = {}
    for step in steps:
        try:
            found = step(question, restriction)
        except (ValueError, MonoidTooLarge) as reason:
            reasons[str(reason)] = None
            continue
        if found is not None:
            return found
    none = f"no representation with blocks of size {restriction.size} separates the states"
    return Undecided(question, "; ".join(reasons) or f"{none}, and no cover of the group is known")


def _few_dimensions(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """Words that generate a group of prime power order too large for a block."""
    return prime_power.obstruct(question) if restriction.size > 1 else None
