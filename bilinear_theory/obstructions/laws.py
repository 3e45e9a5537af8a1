"""Laws of blocks: words that are trivial in all finite groups of blocks of a size.

Real blocks of size 3 and complex ones of size 2 have, beside the finite groups whose squares commute, two
finite groups only, so that their laws are decided (``algebra.square_law``). A permutation automaton whose
group violates one has no such blocks, whatever the decoder.

``obstruct(question, restriction)``   the violated law, None if there is none

References: theory.md, sections 3.1 and 3.3.
"""

from __future__ import annotations

import numpy as np

from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.automata.automaton import Word
from bilinear_theory.automata.block_covers import Violated, covered
from bilinear_theory.certificates.obstruction import Obstruction, ViolatedLaw
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars


def obstruct(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """A law that fails in the group of an automaton whose letters permute; None if all hold.

    Also None for blocks of other sizes, whose laws are not known.

    Raises:
        ValueError: past the bounds on the group.
    """
    if restriction == BlockDiagonal(3, Scalars.REAL):
        representations = rotation_groups()
    elif restriction == BlockDiagonal(2, Scalars.COMPLEX):
        representations = binary_rotation_groups()
    else:
        return None
    minimal = question.minimal
    found = covered(minimal, tuple(rho.group for rho in representations))
    if not isinstance(found, Violated):
        return None
    variables: tuple[Word, ...] = tuple(
        tuple(minimal.alphabet[a] for a in word) for word in found.words
    )
    here = np.arange(len(minimal))
    states = range(len(minimal))
    images = [np.array([minimal.state(word, start=q) for q in states]) for word in variables]
    value = found.program.value(images, lambda x, y: y[x], lambda x: np.argsort(x))
    q = int(np.flatnonzero(value != here)[0])
    words = {
        "u": question.subject.access.word(q),
        "w": question.subject.separating(q, int(value[q])),
    }
    law = ViolatedLaw(variables, found.program.steps)
    return Obstruction(question, "law", words, law=law)
