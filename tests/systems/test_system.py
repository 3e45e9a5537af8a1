"""Systems: the recurrence, its orbit, and the additive term as one more unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.matrix import (
    ONE,
    ZERO,
    DiagonalMatrix,
    OneHotMatrix,
    UnitVector,
    apply,
    components,
    dense,
    entries,
    width,
)
from bilinear_theory.systems.question import Question, Subject, every_state
from bilinear_theory.systems.restriction import STANDARD, Full
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import BilinearSystem, homogenised, orbit
from bilinear_theory.testing import automata, systems, words

ANY = st.tuples(st.sampled_from(STANDARD), st.booleans()).flatmap(
    lambda pair: systems(pair[0], additive=pair[1], max_width=2)
)


def number(q: int | Fraction) -> Cyclotomic:
    return Cyclotomic.rational(q)


@given(ANY, words(max_size=4))
def test_a_word_acts_by_the_product_of_its_matrices_the_last_on_the_left(system, word):
    h = CyclotomicMatrix.column(components(system.initial))
    for symbol in word:
        a = system.index[symbol]
        h = dense(system.matrices[a]) @ h
        if system.offsets is not None:
            h = h + CyclotomicMatrix.column(components(system.offsets[a]))
    assert tuple(row[0] for row in h.rows()) == components(system.run(word))


@given(ANY)
def test_an_orbit_is_closed_distinct_and_numbered_breadth_first(system):
    points = orbit(system)
    assert points is not None
    assert points.vectors[0] == system.initial
    assert len({components(v) for v in points.vectors}) == len(points)
    known = 1
    for v, row in zip(points.vectors, points.following, strict=True):
        for symbol, j in zip(system.alphabet, row, strict=True):
            assert points.vectors[j] == system.step(v, symbol)
            assert j <= known
            known = max(known, j + 1)
    assert known == len(points)


@given(ANY)
def test_an_orbit_past_its_bound_is_none(system):
    points = orbit(system)
    assert orbit(system, bound=len(points)) == points
    if len(points) > 1:
        assert orbit(system, bound=len(points) - 1) is None


def test_a_system_without_finite_reach_has_no_orbit():
    growing = BilinearSystem("a", (ONE,), (DiagonalMatrix((number(2),)),))
    assert orbit(growing, bound=100) is None


@given(ANY, words(max_size=5))
def test_homogenising_puts_the_additive_term_above_one_more_unit(system, word):
    linear = homogenised(system)
    assert linear.offsets is None
    if system.offsets is None:
        assert linear is system
    else:
        assert components(linear.run(word)) == (*components(system.run(word)), ONE)
        assert len(orbit(linear)) == len(orbit(system))


@given(ANY)
def test_entries_are_those_of_the_dense_matrix(system):
    for m in system.matrices:
        full = dense(m)
        found = {(i, j): value for i, j, value in entries(m)}
        d = width(m)
        assert all(full[i, j] == found.get((i, j), ZERO) for i in range(d) for j in range(d))
        assert ZERO not in found.values()


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.integers(0, 3))
def test_a_one_hot_matrix_moves_unit_vectors_and_sums_the_others(images, i):
    m = OneHotMatrix(tuple(images))
    e = UnitVector(i, 4)
    assert apply(m, e) == UnitVector(images[i], 4)
    assert apply(m, components(e)) == components(apply(m, e))
    assert apply(dense(m), e) == components(apply(m, e))


def test_what_is_no_system_is_refused():
    one = DiagonalMatrix((ONE,))
    with pytest.raises(ValueError, match="1 matrices for 2 symbols"):
        BilinearSystem("ab", (ONE,), (one,))
    with pytest.raises(ValueError, match="1 offsets for 2 symbols"):
        BilinearSystem("ab", (ONE,), (one, one), ((ONE,),))
    with pytest.raises(ValueError, match="the matrix of 'a' has width 1, not 2"):
        BilinearSystem("a", (ONE, ONE), (one,))
    with pytest.raises(ValueError, match="the offset of 'a' has width 2, not 1"):
        BilinearSystem("a", (ONE,), (one,), ((ONE, ONE),))
    with pytest.raises(ValueError, match="a transition matrix is square, not 1 x 2"):
        BilinearSystem("a", (ONE,), (CyclotomicMatrix([[1, 2]]),))
    with pytest.raises(ValueError, match="symbol 'b' is not in the alphabet"):
        BilinearSystem("a", (ONE,), (one,)).run("ab")
    with pytest.raises(ValueError, match=r"column 1 goes to 2, outside 0\.\.1"):
        OneHotMatrix((0, 2))
    with pytest.raises(ValueError, match="index 2 is outside"):
        UnitVector(2, 2)


def test_equal_states_are_found_equal_however_they_are_written():
    permute = OneHotMatrix((1, 0))
    offsets = ((ZERO, ZERO),)
    affine = BilinearSystem("a", UnitVector(0, 2), (permute,), offsets)
    assert len(orbit(affine)) == 2
    mixed = BilinearSystem("ab", UnitVector(0, 2), (permute, dense(permute)))
    assert len(orbit(mixed)) == 2


def test_a_setting_says_what_it_is():
    assert str(Setting()) == "linear decoder"
    setting = Setting(decoder=Decoder.ARBITRARY, additive=True, layers=3)
    assert str(setting) == "arbitrary decoder, additive term, 3 layers"
    with pytest.raises(ValueError, match="0 layers"):
        Setting(layers=0)


@given(automata())
def test_a_question_speaks_of_the_minimal_machine(a):
    question = Question(Subject(a), Full(), Setting(additive=True))
    assert question.name == "full+b"
    for p in range(len(question.minimal)):
        for q in range(p):
            word = question.subject.separating(p, q)
            m = question.minimal
            assert m.outputs[m.state(word, p)] != m.outputs[m.state(word, q)]
        with pytest.raises(ValueError, match="no word separates"):
            question.subject.separating(p, p)
    assert every_state(a).outputs == tuple(range(len(a)))
