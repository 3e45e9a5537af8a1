"""Laws of blocks: what they exclude, in groups and in groups inside transition monoids."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.laws import SQUARES, inside, obstruct
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_obstructs, automata
from tests.obstructions.test_local_laws import linear_block_machines

SIZES = [
    BlockDiagonal(2, Scalars.REAL),
    BlockDiagonal(3, Scalars.REAL),
    BlockDiagonal(4, Scalars.REAL),
    BlockDiagonal(2, Scalars.COMPLEX),
]


def with_reset(name: str) -> Automaton:
    a = target(name)
    rows = [[*row, 0] for row in a.transitions.tolist()]
    return Automaton([*a.alphabet, "reset"], rows, 0, range(len(a)))


def asked(a: Automaton, blocks: BlockDiagonal) -> Question:
    return Question(Subject(a), blocks, Setting(decoder=Decoder.ARBITRARY))


@pytest.mark.parametrize(
    ("name", "tracks"),
    [
        # rotations of the 5-cell, of the 24-cell and of the 600-cell, and their mirror images
        ("S5/points", True),
        ("A5/points", True),
        ("SL(2,5)", True),
        ("GL(2,3)", True),
        ("SL(2,3)", True),
        ("A4xA4", True),
        # their squares generate A6 and PSL(2,7), which no pairs of unit quaternions have
        ("A6/points", False),
        ("S6/points", False),
        ("PSL(2,7)/points", False),
    ],
)
def test_real_blocks_of_size_4(name, tracks):
    verdict = classify(name, "block-real:4", decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Realization if tracks else Obstruction), verdict.reason
    assert_certifies(verdict)
    if not tracks:
        assert_obstructs(verdict)


@pytest.mark.parametrize(
    ("name", "blocks", "tracks"),
    [
        ("A4/points", SIZES[0], False),
        ("D4/points", SIZES[0], True),
        ("S5/points", SIZES[1], False),
        ("S4/points", SIZES[1], True),
        ("A5/points", SIZES[1], True),
        ("A6/points", SIZES[2], False),
        ("S5/points", SIZES[2], True),
        ("S5/points", SIZES[3], False),
        ("A5/points", SIZES[3], True),
    ],
)
def test_a_reset_does_not_hide_the_group(name, blocks, tracks):
    found = inside(asked(with_reset(name), blocks), blocks)
    assert (found is None) == tracks
    if found is not None:
        assert_certifies(found)
        assert_obstructs(found)
        assert " steps, that fails at " in found.reason


def test_the_law_of_the_plane_is_that_squares_commute():
    maps = [(1, 2, 0, 3), (1, 0, 3, 2)]
    x, y = maps

    def then(g, h):
        return tuple(h[q] for q in g)

    def inverse(g):
        return tuple(sorted(range(4), key=g.__getitem__))

    value = SQUARES.value(maps, then, inverse)
    squares = then(x, x), then(y, y)
    assert value == then(
        then(squares[0], squares[1]), then(inverse(squares[0]), inverse(squares[1]))
    )


@settings(deadline=None)
@given(linear_block_machines())
def test_no_law_excludes_what_blocks_do(case):
    size, a = case
    for blocks in SIZES:
        if blocks.size >= size:
            assert inside(asked(a, blocks), blocks) is None


@settings(deadline=None)
@given(automata(max_states=5), st.sampled_from(SIZES))
def test_violations_are_certified(a, blocks):
    found = inside(asked(a, blocks), blocks)
    if found is not None:
        assert_certifies(found)
        assert_obstructs(found)


def test_blocks_of_other_sizes_have_no_known_laws():
    for blocks in (BlockDiagonal(5, Scalars.REAL), BlockDiagonal(3, Scalars.COMPLEX)):
        assert obstruct(asked(target("S6/points"), blocks), blocks) is None
        assert inside(asked(with_reset("S5/points"), blocks), blocks) is None
