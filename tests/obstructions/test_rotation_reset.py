"""Turns by a third and resets: what no real blocks of size 2 do without an additive term."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.rotation_reset import obstruct, turn
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, automata
from tests.obstructions.test_local_laws import machine, question

COUNTER = Automaton("ar", [[1, 0], [2, 0], [0, 0]], 0, range(3))


def planar_monoids():
    """Generators of finite monoids of 2 x 2 matrices, in the basis of two edges of a hexagon.

    The matrices of hexagonal turns and mirrors, and those of rank one whose products with all of them
    have no other entries than 0, 1 and -1 on the line that they keep.
    """
    turn6 = ((1, -1), (1, 0))
    mirror = ((0, 1), (1, 0))
    group = [((1, 0), (0, 1))]
    for g in group:
        group += [h for x in (turn6, mirror) if (h := product(x, g)) not in group]
    small = [(1, 0), (0, 1), (1, 1), (1, -1), (1, 2), (2, 1), (-1, 1)]
    rank_one = [
        tuple(tuple(x * y for y in row) for x in column)
        for column in small
        for row in small
        if all(abs(pairing(row, g, column)) <= 1 for g in group)
    ]
    return group, [*rank_one, ((0, 0), (0, 0))]


def product(x, y):
    return tuple(tuple(sum(x[i][k] * y[k][j] for k in (0, 1)) for j in (0, 1)) for i in (0, 1))


def pairing(row, g, column):
    return sum(row[i] * g[i][j] * column[j] for i in (0, 1) for j in (0, 1))


GROUP, SINGULAR = planar_monoids()


@st.composite
def planar_machines(draw):
    """Orbits of two blocks in which one letter is of finite order, and others may have rank one."""
    matrices = st.sampled_from([*GROUP, *SINGULAR])
    blocks = st.tuples(matrices, matrices)
    letters = draw(st.lists(blocks, min_size=2, max_size=3))

    def act(letter, point):
        return tuple(
            tuple(sum(m[i][j] * v[j] for j in (0, 1)) for i in (0, 1))
            for m, v in zip(letter, point, strict=True)
        )

    start = draw(st.tuples(*[st.sampled_from([(1, 0), (0, 1), (1, 1)])] * 2))
    points = [start]
    for point in points:
        points += [p for p in dict.fromkeys(act(m, point) for m in letters) if p not in points]
        if len(points) > 150 or any(abs(x) > 50 for v in points[-1] for x in v):
            return None  # two different singular matrices may not generate a finite monoid
    return machine(letters, start, act)


@settings(deadline=None)
@given(planar_machines())
def test_no_planar_blocks_are_excluded(a):
    if a is not None:
        assert obstruct(question(a, 2)) is None


def test_a_counter_modulo_3_with_a_reset_takes_complex_blocks_or_an_additive_term():
    for decoder in Decoder:
        found = classify(COUNTER, "block-real:2", decoder=decoder)
        assert isinstance(found, Obstruction)
        assert found.kind == "rotation-reset"
        assert_certifies(found)
        for more in ("block-real:2+b", "block-complex:2", "block-real:3"):
            yes = classify(COUNTER, more, decoder=decoder)
            assert isinstance(yes, Realization)
            assert_certifies(yes)


def test_a_counter_modulo_6_or_9_with_a_reset_is_excluded_too():
    for n in (6, 9):
        a = Automaton("ar", [[(q + 1) % n, 0] for q in range(n)], 0, range(n))
        found = obstruct(question(a, 2))
        assert found is not None
        assert_certifies(found)
        assert found.reason.startswith("a reset of real blocks of size 2 that turn by a third")


@pytest.mark.parametrize("n", [2, 4, 5])
def test_counters_that_do_not_count_thirds_are_left_alone(n):
    a = Automaton("ar", [[(q + 1) % n, 0] for q in range(n)], 0, range(n))
    assert obstruct(question(a, 2)) is None


def test_nothing_is_said_with_an_additive_term():
    setting = Setting(decoder=Decoder.ARBITRARY, additive=True)
    asked = Question(Subject(COUNTER), BlockDiagonal(2, Scalars.REAL), setting)
    assert obstruct(asked) is None


@given(st.integers(1, 500))
def test_a_turn_is_1_modulo_the_power_of_3_and_0_modulo_the_rest(n):
    e, thirds = turn(n), 1
    while n % (3 * thirds) == 0:
        thirds *= 3
    assert n <= e < 2 * n
    assert (e % thirds, e % (n // thirds)) == (1 % thirds, 0)


@settings(deadline=None)
@given(automata(max_states=5))
def test_violations_are_certified(a):
    found = obstruct(question(a, 2))
    if found is not None:
        assert_certifies(found)
        assert json.dumps(found.document())
