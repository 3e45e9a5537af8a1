"""Few units of permutation, column-one-hot or P D matrices: what they cannot track.

Let every letter permute the states, and a linear decoder be right on N units. On what is left of the
units after some word the letters generate a group of monomial matrices (permutation matrices but for
P D) that maps onto the transition group G. Averages over the kernel of this map decode too and lie in a
sum of induced modules of G of total degree at most N. So the least degree of such a sum in
which a vector has exactly the stabiliser of the start as its own bounds N from below, with any outputs.

The witness is the list of all subgroups of G up to conjugation. Theory.md, 3.2.

``obstruct(question, bound, ..)``   the obstruction, None if the units may do or the decoder is arbitrary
"""

from __future__ import annotations

from bilinear_theory.algebra.covering import lightest_cover
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.induced import LeastModules
from bilinear_theory.algebra.series import closure
from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.cosets import state_modules
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.certificates.obstruction import Cosets, Obstruction
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.setting import Decoder


def obstruct(question: Question, bound: int, *, monomial: bool) -> Obstruction | None:
    """All subgroups, if they show that a linear decoder needs more units than the bound.

    Args:
        question: on an automaton whose letters permute the states.
        bound: the number of units.
        monomial: whether the matrices have roots of unity in place of ones.

    Raises:
        ValueError: past the bounds on the group and its subgroups.
    """
    if question.setting.decoder is Decoder.ARBITRARY:
        return None
    minimal = question.minimal
    found = state_modules(minimal, monomial=monomial)
    if found.least <= bound:
        return None
    group = found.group
    words = tuple(
        tuple(_word(minimal, group, x) for x in closure(group, subgroup.tolist(), ())[1])
        for subgroup in found.classes
    )
    against = tuple(_word(minimal, group, x) for x in _needed(found, bound))
    cosets = Cosets(separating_suffixes(minimal), words, against, found.least)
    return Obstruction(question, "subgroups", {}, cosets=cosets)


def _word(minimal: Automaton, group: FiniteGroup, x: int) -> Word:
    return tuple(minimal.alphabet[s] for s in group.word(x))


def _needed(found: LeastModules, bound: int) -> list[int]:
    """Few of the elements that together still exclude modules of total index at most the bound."""
    kept = list(range(len(found.elements)))
    for r in list(kept):
        fewer = sum(1 << i for i in kept if i != r)
        if fewer and lightest_cover(found.covers, found.weights, fewer).low > bound:
            kept.remove(r)
    return [found.elements[r] for r in kept]
