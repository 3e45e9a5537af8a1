"""Groups inside a transition monoid: what a linear decoder on blocks of size k cannot tell apart there.

A subgroup of the monoid permutes the image of its idempotent. From a state of the image on, a system that
tracks the automaton tracks this permutation automaton, its letters being words, and after any suffix the
outputs are linear in the state. So Theorem B'' holds inside: weights that exclude a linear decoder there
exclude one of the whole automaton.

``obstruct(question, block)``   the obstruction, None if none is found
``subgroups(minimal)``          the largest subgroups, as permutations of states

References: theory.md, section 3.1, Theorem B''; Clifford and Preston, *The Algebraic Theory of Semigroups*
I (1961), section 2.3 (subgroups).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from bilinear_theory.automata.automaton import Automaton, Word
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.automata.green import Green, green
from bilinear_theory.automata.isotypic import Block, carried
from bilinear_theory.automata.monoid import MonoidTooLarge, TransitionMonoid, transition_monoid
from bilinear_theory.certificates.obstruction import Obstruction, Weights
from bilinear_theory.obstructions.block_diagonal import excluded
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.setting import Decoder

#: States of an orbit, words that act on it as generators, and the transitions of its places.
Inner = tuple[list[int], tuple[Word, ...], list[list[int]]]

#: The most elements of the monoid, and of a subgroup, and the most states of one orbit.
MAX_ELEMENTS, MAX_SUBGROUP, MAX_ORBIT = 20_000, 2000, 60


def obstruct(question: Question, block: Block) -> Obstruction | None:
    """Weights against a linear decoder on a subgroup of the transition monoid."""
    if question.setting.decoder is Decoder.ARBITRARY:
        return None
    found = _found(question.subject, block)
    if found is None:
        return None
    words, weights = found
    return Obstruction(question, "separation-inside", words, weights=weights)


@lru_cache(maxsize=64)
def _found(subject: Subject, block: Block) -> tuple[dict[str, Word], Weights] | None:
    """The words and the weights, the same for all settings."""
    minimal = subject.minimal
    suffixes = ((), *separating_suffixes(minimal))
    tried: set[tuple[object, ...]] = set()
    for states, generators, table in _inner(minimal):
        if not _excludes(tuple(map(tuple, table)), block):
            continue
        for suffix in dict.fromkeys(suffixes):
            outputs = [minimal.outputs[minimal.state(suffix, start=q)] for q in states]
            key = (str(table), tuple(outputs))
            if len(set(outputs)) == 1 or key in tried:
                continue
            tried.add(key)
            weights = excluded(Automaton(range(len(generators)), table, 0, outputs), block)
            if weights is not None:
                weights = replace(
                    weights, suffixes=separating_suffixes(minimal), generators=generators
                )
                return {"prefix": subject.access.word(states[0]), "suffix": suffix}, weights
    return None


@lru_cache(maxsize=64)
def _excludes(table: tuple[tuple[int, ...], ...], block: Block) -> bool:
    """Whether blocks do not carry all functions on the states; False past the bounds."""
    machine = Automaton(range(len(table[0])), table, 0, range(len(table)))
    try:
        return carried(machine, block).shape[1] < len(table)
    except (ValueError, MonoidTooLarge):
        return False


@lru_cache(maxsize=8)
def _relations(minimal: Automaton) -> Green | None:
    """Green's relations of the transition monoid; None without groups, or past the bound on its elements."""
    try:
        monoid = transition_monoid(minimal, bound=MAX_ELEMENTS)
    except MonoidTooLarge:
        return None
    return None if monoid.aperiodic else green(monoid)


@lru_cache(maxsize=8)
def _inner(minimal: Automaton) -> list[Inner]:
    """The orbits of the subgroups of the transition monoid; none past the bound on its elements."""
    relations = _relations(minimal)
    return [] if relations is None else list(_orbits(relations))


def _orbits(relations: Green) -> Iterator[Inner]:
    """For each regular D-class the orbits of a subgroup: states, words, and transitions of the places."""
    monoid = relations.monoid
    for idempotents in relations.regular:
        members = relations.subgroup(int(idempotents[0]))
        if not 1 < len(members) <= MAX_SUBGROUP:
            continue
        image = np.unique(monoid.elements[int(idempotents[0])]).tolist()
        chosen = _generators(monoid, members.tolist(), image)
        words = tuple(monoid.word(i) for i in chosen)
        letters = [monoid.elements[i].tolist() for i in chosen]
        left = set(image)
        while left:
            states = [min(left)]
            table: list[list[int]] = []
            for q in states:
                after = [letter[q] for letter in letters]
                states += [r for r in dict.fromkeys(after) if r not in states]
                table.append([states.index(r) for r in after])
            left -= set(states)
            if 1 < len(states) <= MAX_ORBIT:
                yield states, words, table


@lru_cache(maxsize=8)
def subgroups(minimal: Automaton) -> list[tuple[tuple[int, ...], dict[tuple[int, ...], Word]]]:
    """For each regular D-class of the monoid one of its largest subgroups, unless trivial.

    Returns:
        the states of its idempotent's image, and its permutations of their places with words; none
        past the bound on the elements of the monoid.
    """
    found: list[tuple[tuple[int, ...], dict[tuple[int, ...], Word]]] = []
    relations = _relations(minimal)
    if relations is None:
        return found
    monoid = relations.monoid
    for idempotents in relations.regular:
        members = relations.subgroup(int(idempotents[0])).tolist()
        if not 1 < len(members) <= MAX_SUBGROUP:
            continue
        image = np.unique(monoid.elements[int(idempotents[0])])
        places = np.searchsorted(image, monoid.elements[members][:, image])
        words = {
            tuple(row): monoid.word(i) for row, i in zip(places.tolist(), members, strict=True)
        }
        found.append((tuple(image.tolist()), words))
    return found


def _generators(monoid: TransitionMonoid, members: list[int], image: list[int]) -> list[int]:
    """Few elements of a subgroup that generate it, by their permutations of the image."""
    rows = {i: tuple(monoid.elements[i][image].tolist()) for i in members}
    place = {q: j for j, q in enumerate(image)}
    chosen: list[int] = []
    known = {tuple(image)}
    for i in sorted(members):
        if rows[i] in known:
            continue
        chosen.append(i)
        queue = list(known)
        for x in queue:
            for j in chosen:
                y = tuple(rows[j][place[q]] for q in x)
                if y not in known:
                    known.add(y)
                    queue.append(y)
    return chosen
