"""Quotients side by side: Householder products for automata of several parts that merge states.

A congruence of the states that letters respect has classes, which are the states of a quotient. Congruences
whose intersection is equality tell all states apart, and quotients side by side make one vector a state: with
a head for each, N factors a letter are enough, if they are for each quotient, however many there are; in one
head the factors add up.

``construct(question, n)``   a realization with at most n factors a letter, in each head or in the only one

References: Birkhoff, *Subdirect unions in universal algebra* (1944); theory.md, section 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.congruences import MAX_STATES, Classes, congruences, quotient
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import householder_tails
from bilinear_theory.constructions.factoring import metric
from bilinear_theory.constructions.fewest import fewest
from bilinear_theory.constructions.one_vector import Point, one_vector_a_state
from bilinear_theory.systems.factors import Factor, HouseholderFactors
from bilinear_theory.systems.matrix import ZERO, components
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import HouseholderHeads
from bilinear_theory.systems.setting import Decoder, Setting

#: The most congruences that are listed.
MAX_CONGRUENCES = 200


@dataclass(frozen=True, eq=False)
class Part:
    """A quotient: the class of each state, the vector of each class, and the factors of the letters."""

    classes: Classes
    vectors: tuple[Point, ...]
    structure: HouseholderFactors


def construct(question: Question, reflections: int) -> Realization | None:
    """The realization of quotients of the fewest units that determine the state, None if none is found."""
    minimal = question.minimal
    if len(minimal) > MAX_STATES:
        return None
    parts = _parts(minimal, reflections)
    widths = [len(part.vectors[0]) for part in parts]
    chosen = fewest([part.classes for part in parts], widths) if parts else None
    if chosen is None:
        return None
    used = [parts[i] for i in chosen.units]
    letters = tuple(
        tuple(factors for part in used for factors in part.structure.letters[a])
        for a in range(len(minimal.alphabet))
    )
    sizes = tuple(size for part in used for size in part.structure.heads)
    forms = [form for part in used for form in _forms(part.structure)]
    structure = HouseholderFactors(sizes, letters, metric(forms))
    heads = isinstance(question.restriction, HouseholderHeads)
    if not heads:
        structure = _in_one(structure)
        if structure.most > reflections:
            return None
    vectors = [
        tuple(x for part in used for x in part.vectors[int(part.classes[q])])
        for q in range(len(minimal))
    ]
    states = " and ".join(str(len(part.vectors)) for part in used)
    where = "in heads of their own" if heads else "side by side"
    reason = f"quotients of {states} states {where}: at most {counted(structure.most, 'factor')} a letter"
    found = one_vector_a_state(question, vectors, structure.matrices, None, reason)
    return None if found is None else replace(found, structure=structure)


def _in_one(structure: HouseholderFactors) -> HouseholderFactors:
    """The same factors in one head."""
    width = sum(structure.heads)
    starts = [sum(structure.heads[:h]) for h in range(len(structure.heads))]
    letters = tuple(
        (
            tuple(
                Factor(f.beta, (ZERO,) * at + f.key + (ZERO,) * (width - at - len(f.key)))
                for at, factors in zip(starts, letter, strict=True)
                for f in factors
            ),
        )
        for letter in structure.letters
    )
    return HouseholderFactors((width,), letters, structure.metric)


def _forms(structure: HouseholderFactors) -> list[CyclotomicMatrix]:
    """The form of each head."""
    return [
        CyclotomicMatrix.identity(size) if form is None else form
        for size, form in zip(structure.heads, structure.forms, strict=True)
    ]


@lru_cache(maxsize=8)
def _quotients(minimal: Automaton) -> list[tuple[Classes, Subject]]:
    """The quotients of fewer states, but more than one, that may be parts."""
    found: list[tuple[Classes, Subject]] = []
    for classes in congruences(minimal.transitions, bound=MAX_CONGRUENCES)[0]:
        table = quotient(minimal.transitions, classes)
        if len(table) > 1 and (householder_tails.is_partial(table) or _commutes(table)):
            machine = Automaton(minimal.alphabet, table, int(classes[0]), range(len(table)))
            found.append((classes, Subject(machine)))
    return found


def _commutes(table: Table) -> bool:
    """Whether all letters commute."""
    pairs = table[table]  # the state after letter a, then letter b
    return np.array_equal(pairs, pairs.transpose(0, 2, 1))


@lru_cache(maxsize=16)
def _parts(minimal: Automaton, reflections: int) -> list[Part]:
    """The quotients of fewer states that take at most so many factors."""
    found: list[Part] = []
    for classes, subject in _quotients(minimal):
        table = subject.automaton.transitions
        question = Question(
            subject, HouseholderHeads(reflections), Setting(decoder=Decoder.ARBITRARY)
        )
        part = householder_tails.construct(question, reflections)
        if part is None or len(part.states) != len(table):
            continue
        if not isinstance(part.structure, HouseholderFactors):
            continue
        points: list[Point] = [()] * len(table)
        for v, q in zip(part.orbit.vectors, part.states, strict=True):
            points[q] = components(v)
        place = question.subject.reduction.state_map
        vectors = tuple(points[place[q]] for q in range(len(table)))
        found.append(Part(classes, vectors, part.structure))
    return found
