"""Covers: block-diagonal systems with an arbitrary decoder that have more points than states.

An arbitrary decoder asks only that the point determines the state. So the letters need not satisfy
the relations of the transition group G: they may generate a larger group H that G is a quotient of
(theory.md, Theorem A). If the squares of G commute, real blocks of size 2 suffice, by polygons; else
blocks of the rotation groups are added, real ones of size 3 or complex ones of size 2.

Words that generate G are lifted to H; every letter is a word in these, and lifted as that word, so it
adds no points.

``plan(minimal, restriction)``         the blocks of a cover and their orbit; None if no cover is known
``construct(question, restriction)``   the realization by it
``by_polygons(..)``                    the same if squares commute

References: theory.md, sections 3.1 and 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import quotient
from bilinear_theory.algebra.real_form import realification
from bilinear_theory.algebra.representation import Representation
from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.algebra.sylow import odd_sylow_subgroups_commute
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.block_covers import Covered, covered
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.block_diagonal import MAX_ORDER
from bilinear_theory.constructions.orbit import Piece, Sum, fewest, realized, summed
from bilinear_theory.constructions.polygons import polygons
from bilinear_theory.constructions.rotating import Rotating, rotating
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Setting

#: The largest group H whose elements are listed.
MAX_COVER = 50_000


def construct(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """A realization by a cover, of an automaton whose letters permute, in blocks of size at least 2.

    Raises:
        ValueError: past the bounds on the group, on the blocks or on the orbit.
    """
    found = _cover(question.subject, restriction, question.setting)
    return None if found is None else replace(found, question=question)


def by_polygons(question: Question, restriction: BlockDiagonal) -> Realization | None:
    """The cover by polygons alone, None unless squares commute.

    Raises:
        ValueError: past the bounds on the group or on the orbit.
    """
    _, group = generating_letters(question.minimal)
    return construct(question, restriction) if group.squares_commute else None


@dataclass(frozen=True)
class Cover:
    """Blocks that act as a cover of the group, before an exact number is written, and they in one line."""

    total: Sum
    reason: str


@lru_cache(maxsize=16)
def _cover(subject: Subject, restriction: BlockDiagonal, setting: Setting) -> Realization | None:
    """The realization by a cover, which several restrictions ask for."""
    found = plan(subject.minimal, restriction)
    if found is None:
        return None
    return realized(Question(subject, restriction, setting), found.total, found.reason)


@lru_cache(maxsize=16)
def plan(minimal: Automaton, restriction: BlockDiagonal) -> Cover | None:
    """The blocks of a cover of the group of an automaton whose letters permute; None if none is known.

    Raises:
        ValueError: past the bounds on the group, on the blocks or on the orbit.

    >>> from bilinear_theory.automata.catalog import target
    >>> plan(target("Q8"), BlockDiagonal(2, Scalars.REAL)).reason
    'a cover of the group by 2 polygons'
    """
    letters, group = generating_letters(minimal)
    if group.squares_commute:
        words = [(a,) for a in letters]
        pieces: list[Piece] = list(polygons(group, group.generators))
    else:
        representations = _representations(restriction)
        if not representations or not odd_sylow_subgroups_commute(group):
            return None  # those of these groups commute, and of those whose squares commute
        found = covered(minimal, tuple(rho.group for rho in representations))
        if not isinstance(found, Covered):
            return None
        words, pieces = list(found.words), _pieces(minimal, found, representations)
    images = [_image(minimal, word) for word in words]
    chosen = fewest(pieces, np.array(images).T)
    if chosen is None:
        raise ValueError("the blocks of a cover do not determine the state")
    group = FiniteGroup(np.array(images), bound=MAX_ORDER)
    spelled = [group.word(group.index(column)) for column in minimal.transitions.T]
    total = summed(minimal, restriction.size, [p.along(spelled) for p in chosen])
    return Cover(total, f"a cover of the group by {_counted(chosen)}")


def _representations(restriction: BlockDiagonal) -> tuple[Representation, ...]:
    """The finite groups of blocks whose squares do not commute and that are tried."""
    if restriction.scalars is Scalars.COMPLEX:
        return binary_rotation_groups()
    if restriction.size < 3:
        return ()
    if restriction.size == 3:
        return rotation_groups()
    return rotation_groups() + _realified()


@lru_cache(maxsize=1)
def _realified() -> tuple[Representation, ...]:
    """The binary rotation groups as real matrices of size 4."""
    return tuple(realification(rho) for rho in binary_rotation_groups())


def _pieces(
    minimal: Automaton, found: Covered, representations: Sequence[Representation]
) -> list[Piece]:
    """The blocks of the maps of a cover, and the polygons of H modulo the commutators of squares.

    H is generated by the words in the transition group together with their images.
    """
    joined: list[NDArray[np.intp]] = []
    for i, word in enumerate(found.words):
        parts = [_image(minimal, word)]
        parts += [representations[m.target].group.elements[m.images[i]] for m in found.maps]
        starts = np.cumsum([0, *(len(part) for part in parts)])
        joined.append(np.concatenate([p + at for p, at in zip(parts, starts, strict=False)]))
    H = FiniteGroup(np.array(joined), bound=MAX_COVER)
    squares = H.subgroup(H.squares.tolist())
    commutators = H.indices(squares.elements[squares.derived_subgroup])
    commuting = quotient(H, commutators)
    blocks = [rotating(representations[m.target], m.images) for m in found.maps]
    return [*blocks, *polygons(commuting, commuting.generators)]


def _image(minimal: Automaton, word: Sequence[int]) -> NDArray[np.intp]:
    """The state after a word, for each state."""
    image = np.arange(len(minimal))
    for a in word:
        image = minimal.transitions[image, a]
    return image.astype(np.intp)


def _counted(pieces: Sequence[Piece]) -> str:
    """How many polygons and rotation groups a cover has."""
    count = sum(isinstance(p, Rotating) for p in pieces)
    parts = [f"{count} group{'s' if count > 1 else ''} of rotations"] if count else []
    if count < len(pieces):
        plural = "s" if len(pieces) - count > 1 else ""
        parts.append(f"{len(pieces) - count} polygon{plural}")
    return " and ".join(parts)


@lru_cache(maxsize=8)
def generating_letters(minimal: Automaton) -> tuple[tuple[int, ...], FiniteGroup]:
    """Letters that generate the transition group, none a product of those before, and the group.

    Raises:
        ValueError: past ``MAX_ORDER``.
    """
    columns = minimal.transitions.T
    task = group_task(minimal)
    if task is not None:
        places: list[int] = []
        reached = np.zeros(1, np.intp)
        for a, x in enumerate(task.group.generators):
            if x not in reached or not places:
                places.append(a)
                reached = task.group.generated_subgroup(task.group.generators[b] for b in places)
        if len(places) == len(columns):
            return tuple(places), task.group
    chosen: list[int] = [0]
    group = FiniteGroup(columns[chosen], bound=MAX_ORDER)
    for a in range(len(columns)):
        try:
            group.index(columns[a])
        except ValueError:
            chosen.append(a)
            group = FiniteGroup(columns[chosen], bound=MAX_ORDER)
    return tuple(chosen), group
