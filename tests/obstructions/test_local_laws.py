"""Local laws hold in what blocks do, and words of automata that violate them are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.local_laws import MAX_STATES, obstruct
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_obstructs, automata
from tests.obstructions.test_totality import SMALL

SIZES = st.integers(1, 3)


def question(a: Automaton, size: int, *, additive: bool = False) -> Question:
    setting = Setting(decoder=Decoder.ARBITRARY, additive=additive)
    return Question(Subject(a), BlockDiagonal(size, Scalars.REAL), setting)


def machine(letters, start, act) -> Automaton:
    """The automaton of the points that letters reach, each its own output."""
    points, rows = [start], []
    for point in points:
        images = [act(letter, point) for letter in letters]
        points += [p for p in dict.fromkeys(images) if p not in points]
        rows.append([points.index(p) for p in images])
    return Automaton(range(len(letters)), rows, 0, range(len(points)))


@st.composite
def linear_block_machines(draw, count=2):
    """Orbits of blocks whose columns are 0 or plus or minus unit vectors, as (place, sign)."""
    size = draw(SIZES)
    columns = st.one_of(st.none(), st.tuples(st.integers(0, size - 1), st.sampled_from([1, -1])))
    blocks = st.tuples(*[st.tuples(*[columns] * size)] * count)
    letters = draw(st.lists(blocks, min_size=1, max_size=2))

    def act(letter, point):
        return tuple(
            None if p is None or block[p[0]] is None else (block[p[0]][0], p[1] * block[p[0]][1])
            for block, p in zip(letter, point, strict=True)
        )

    return size, machine(letters, ((0, 1),) * count, act)


@st.composite
def affine_block_machines(draw, count=2):
    """Maps of the corners of simplices, which are affine."""
    size = draw(SIZES)
    blocks = st.tuples(*[st.tuples(*[st.integers(0, size)] * (size + 1))] * count)
    letters = draw(st.lists(blocks, min_size=1, max_size=2))
    return size, machine(
        letters,
        (0,) * count,
        lambda letter, point: tuple(b[p] for b, p in zip(letter, point, strict=True)),
    )


@settings(deadline=None)
@given(linear_block_machines())
def test_no_law_excludes_what_linear_blocks_do(case):
    size, a = case
    assert obstruct(question(a, size), size, squares=size == 2) is None


@settings(deadline=None)
@given(affine_block_machines())
def test_no_law_excludes_what_affine_blocks_do(case):
    size, a = case
    assert obstruct(question(a, size, additive=True), size, squares=size == 2) is None


@settings(deadline=None)
@given(automata(max_states=5), SIZES, st.booleans())
def test_violations_are_certified(a, size, additive):
    found = obstruct(question(a, size, additive=additive), size, squares=size == 2)
    if found is not None:
        assert_certifies(found)
        assert_obstructs(found)


@settings(deadline=None)
@given(automata(max_states=5), SIZES, st.booleans())
def test_a_violation_in_larger_matrices_is_one_in_smaller_ones(a, size, additive):
    if obstruct(question(a, size + 1, additive=additive), size + 1) is not None:
        smaller = classify(a, f"block-complex:{size}", decoder=Decoder.ARBITRARY, additive=additive)
        assert not isinstance(smaller, Realization)


@pytest.mark.parametrize("additive", [False, True])
def test_size_1_is_excluded_only_where_diagonal_matrices_are(additive):
    for a in SMALL:
        if obstruct(question(a, 1, additive=additive), 1) is not None:
            verdict = classify(a, "rotation", decoder=Decoder.ARBITRARY, additive=additive)
            assert isinstance(verdict, Obstruction)


def test_as_many_states_as_the_size_are_never_excluded():
    for a in SMALL:
        assert obstruct(question(a, 3), 3, squares=False) is None
        assert obstruct(question(a, 2, additive=True), 2, squares=True) is None


def test_a_tail_of_three_letters_takes_blocks_of_size_3():
    tail = Automaton("a", [[1], [2], [3], [3]], 0, range(4))
    found = obstruct(question(tail, 2, additive=True), 2)
    assert found is not None
    assert (found.kind, found.levels, found.exponent) == ("local-index", (), 3)
    assert found.sides == (("a",) * 5, ("a",) * 2)
    assert obstruct(question(tail, 3, additive=True), 3) is None


@pytest.mark.parametrize(
    ("kind", "additive", "rows"),
    [
        ("local-exchange", False, [[2, 0], [1, 0], [1, 1]]),
        ("local-reset", True, [[3, 2], [2, 0], [1, 0], [1, 3]]),
    ],
)
def test_letters_that_do_not_forget_a_power_take_blocks_of_size_3(kind, additive, rows):
    a = Automaton("ab", rows, 0, range(len(rows)))
    found = obstruct(question(a, 2, additive=additive), 2)
    assert found is not None
    assert (found.kind, found.levels) == (kind, ())
    assert (found.words["x"], found.words["y"]) == (("a",), ("b",))
    assert_certifies(found)
    assert obstruct(question(a, 3, additive=additive), 3) is None


def test_a_group_inside_the_monoid_is_found():
    a4_with_reset = Automaton("abr", [[1, 1, 0], [2, 0, 0], [0, 3, 0], [3, 2, 0]], 0, range(4))
    for additive in (False, True):
        found = obstruct(question(a4_with_reset, 2, additive=additive), 2, squares=True)
        assert found is not None
        assert found.kind == "local-squares"
        assert_certifies(found)


def test_machines_past_the_bound_or_without_letters_are_left_alone():
    large = Automaton(
        "a", [[min(q + 1, MAX_STATES)] for q in range(MAX_STATES + 1)], 0, range(MAX_STATES + 1)
    )
    assert obstruct(question(large, 2), 2) is None
    assert obstruct(question(Automaton("", [[]], 0, (0,)), 2), 2) is None
