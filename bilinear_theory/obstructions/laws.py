"""Laws of blocks: words that are trivial in all finite groups of blocks of a size.

Squares commute in finite groups of real blocks of size 2. Real blocks of size 3 and complex ones of size 2
have, beside groups whose squares commute, two finite groups only, so that their laws are decided
(``algebra.square_law``). Real blocks of size 4 and determinant 1 obey the laws of complex ones of size 2, and
squares have determinant 1. A group that violates one of these is not tracked, whatever the decoder: the
transition group where all letters permute, else a subgroup of the transition monoid.

``obstruct(question, restriction)``   the violated law, None if there is none
``inside(question, restriction)``     the same in the subgroups of the transition monoid

References: Coxeter, *Regular Complex Polytopes* (1974), chapters 6 and 7; theory.md, sections 3.1 and 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.program import Program
from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.algebra.stabiliser_chain import group_order
from bilinear_theory.automata.automaton import Automaton, Word, word_text
from bilinear_theory.automata.block_covers import Violated, covered
from bilinear_theory.certificates.obstruction import Detail, Obstruction, ViolatedLaw
from bilinear_theory.obstructions.inner_groups import subgroups
from bilinear_theory.obstructions.primary_elements import Map, Words, inverse, then
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars

#: The most words whose squares are compared, or taken to generate a group.
MAX_WORDS = 60
#: x x y y x^-1 x^-1 y^-1 y^-1, for the variables x and y.
SQUARES = Program(2, ((0, 0), (1, 1), (2, 3), (2,), (4, 5), (3,), (6, 7)))
#: Real blocks of size 2, and of size 4, whose laws are those of other blocks.
PLANE, FOUR = BlockDiagonal(2, Scalars.REAL), BlockDiagonal(4, Scalars.REAL)


def obstruct(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """A law that fails in the group of an automaton whose letters permute; None if all hold.

    Also None for blocks of other sizes, whose laws are not known, and for real ones of size 2.

    Raises:
        ValueError: past the bounds on the group.
    """
    minimal = question.minimal
    columns = [tuple(column) for column in minimal.transitions.T.tolist()]
    letters: Words = {}
    for symbol, column in zip(minimal.alphabet, columns, strict=True):
        letters.setdefault(column, (symbol,))
    everywhere = tuple(range(len(minimal)))
    if restriction == FOUR:
        return _in_squares(question, everywhere, letters)
    groups = _groups(restriction)
    found = covered(minimal, groups) if groups else None
    if not isinstance(found, Violated):
        return None
    variables: tuple[Word, ...] = tuple(
        tuple(minimal.alphabet[a] for a in word) for word in found.words
    )
    maps = [_product([columns[a] for a in word]) for word in found.words]
    words = _difference(question, everywhere, found.program.value(maps, then, inverse))
    return Obstruction(question, "law", words, law=ViolatedLaw(variables, found.program.steps))


def inside(question: Question, restriction: BlockDiagonal) -> Obstruction | None:
    """A law that fails in a subgroup of the transition monoid, None if none is found.

    The decoder and the additive term make no difference.
    """
    for states, elements in subgroups(question.minimal):
        try:
            if restriction == PLANE:
                found = _plane(question, states, elements)
            elif restriction == FOUR:
                found = _in_squares(question, states, elements)
            else:
                found = _of_elements(question, states, elements, _groups(restriction))
        except ValueError:  # past a bound
            continue
        if found is not None:
            return found
    return None


def _groups(restriction: BlockDiagonal) -> tuple[FiniteGroup, ...]:
    """The finite groups of blocks whose squares do not commute; none if these are not all known."""
    if restriction == BlockDiagonal(3, Scalars.REAL):
        return tuple(rho.group for rho in rotation_groups())
    if restriction == BlockDiagonal(2, Scalars.COMPLEX):
        return tuple(rho.group for rho in binary_rotation_groups())
    return ()


def _plane(question: Question, states: tuple[int, ...], elements: Words) -> Obstruction | None:
    """Two elements whose squares do not commute."""
    squares: dict[Map, Map] = {}
    for g in elements:
        squares.setdefault(then(g, g), g)
    for x, y in combinations(list(squares)[: 4 * MAX_WORDS], 2):
        if then(x, y) != then(y, x):
            value = SQUARES.value([squares[x], squares[y]], then, inverse)
            parts = [[elements[squares[x]]], [elements[squares[y]]]]
            return _violation(question, states, value, parts, SQUARES)
    return None


def _of_elements(
    question: Question, states: tuple[int, ...], elements: Words, groups: tuple[FiniteGroup, ...]
) -> Obstruction | None:
    """A law that fails at products of elements."""
    if not groups:
        return None
    chosen = _generating(list(elements))
    found = covered(_machine(chosen), groups)
    if not isinstance(found, Violated):
        return None
    maps = [_product([chosen[i] for i in word]) for word in found.words]
    value = found.program.value(maps, then, inverse)
    parts = [
        [tuple(symbol for i in word for symbol in elements[chosen[i]])] for word in found.words
    ]
    return _violation(question, states, value, parts, found.program)


def _in_squares(question: Question, states: tuple[int, ...], elements: Words) -> Obstruction | None:
    """A law of complex blocks of size 2 that fails at products of squares, for real blocks of size 4."""
    words = dict(elements)
    for x, y in product(list(elements)[:MAX_WORDS], repeat=2):
        if len(words) < MAX_WORDS:
            words.setdefault(then(x, y), (*elements[x], *elements[y]))
    roots = {then(g, g): g for g in reversed(list(words)[:MAX_WORDS])}
    chosen = _generating(list(roots))
    if not chosen:
        return None
    found = covered(_machine(chosen), _groups(BlockDiagonal(2, Scalars.COMPLEX)))
    if not isinstance(found, Violated):
        return None
    maps = [_product([chosen[i] for i in word]) for word in found.words]
    value = found.program.value(maps, then, inverse)
    parts = [[words[roots[chosen[i]]] for i in word] for word in found.words]
    return _violation(question, states, value, parts, found.program, squares=True)


def _generating(elements: Sequence[Map]) -> list[Map]:
    """Elements that generate all of them, none in the group of those before."""
    chosen: list[Map] = []
    order = 1
    for g in elements:
        larger = group_order([np.array(h, np.intp) for h in (*chosen, g)])
        if larger > order:
            chosen.append(g)
            order = larger
    return chosen


def _machine(letters: Sequence[Map]) -> Automaton:
    """The automaton of permutations of points, each its own output."""
    points = range(len(letters[0]))
    return Automaton(range(len(letters)), list(zip(*letters, strict=True)), 0, points)


def _product(factors: Sequence[Map]) -> Map:
    value = tuple(range(len(factors[0])))
    for g in factors:
        value = then(value, g)
    return value


def _difference(question: Question, states: tuple[int, ...], value: Map) -> dict[str, Word]:
    """A word to a state that a permutation of the states moves, and one that shows it."""
    i = next(i for i, q in enumerate(value) if i != q)
    return {
        "u": question.subject.access.word(states[i]),
        "w": question.subject.separating(states[i], states[value[i]]),
    }


def _violation(
    question: Question,
    states: tuple[int, ...],
    value: Map,
    parts: Sequence[Sequence[Word]],
    program: Program,
    *,
    squares: bool = False,
) -> Obstruction:
    """The obstruction for a law whose value moves one of the states.

    A variable is one word, or the product of the squares of some.
    """
    steps = [list(step) for step in program.steps]
    if squares:
        named = {"squares": [[list(word) for word in words] for words in parts]}
        shown = [" ".join(f"({word_text(word)})^2" for word in words) for words in parts]
    else:
        named = {"variables": [list(word) for (word,) in parts]}
        shown = [word_text(word) for (word,) in parts]
    text = f"of {len(steps)} steps, that fails at {' and '.join(shown)}"
    detail = Detail({**named, "states": list(states), "steps": steps}, text)
    return Obstruction(question, "law", _difference(question, states, value), detail=detail)
