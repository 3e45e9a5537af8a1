"""Actions on p-groups: they exclude blocks that are too small, and no blocks that are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.action import cayley_automaton
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.prime_actions import exponents, obstruct
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_obstructs, automata
from tests.obstructions.test_local_laws import linear_block_machines


def excluded(a: Automaton, size: int, *, real: bool) -> Obstruction | None:
    scalars = Scalars.REAL if real else Scalars.COMPLEX
    setting = Setting(decoder=Decoder.ARBITRARY)
    return obstruct(Question(Subject(a), BlockDiagonal(size, scalars), setting), size, real=real)


def machine(*letters: list[int]) -> Automaton:
    n = len(letters[0])
    return Automaton("abcd"[: len(letters)], list(zip(*letters, strict=True)), 0, range(n))


def frobenius(p: int, m: int) -> Automaton:
    """The points modulo a prime, with +1 and the product with an element of order m."""
    g = next(g for g in range(1, p) if next(c for c in range(1, p) if pow(g, c, p) == 1) == m)
    return machine([(x + 1) % p for x in range(p)], [x * g % p for x in range(p)])


@pytest.mark.parametrize(("p", "m"), [(5, 4), (7, 3), (7, 6), (11, 5), (13, 4), (13, 3)])
def test_a_frobenius_group_of_order_pm_takes_complex_blocks_of_size_m(p, m):
    """Its irreducibles have degrees 1 and m, over R m for even m and 2m for odd m."""
    a = frobenius(p, m)
    for size in range(2, m):
        found = excluded(a, size, real=False)
        assert found is not None, size
        assert_certifies(found)
        assert_obstructs(found)
    least = m if m % 2 == 0 else 2 * m
    for size in range(2, least):
        if p > size // 2:
            found = excluded(a, size, real=True)
            assert found is not None, size
            assert_certifies(found)
    assert excluded(a, m, real=False) is None
    assert excluded(a, least, real=True) is None
    assert isinstance(classify(a, f"block-complex:{m}"), Realization)


def test_affine_groups_of_characteristic_2_take_large_blocks():
    """The group of order 56 has irreducibles of degrees 1 and 7."""

    def double(x):
        return (x << 1) ^ (0b1011 if x & 4 else 0)

    a = machine([x ^ 1 for x in range(8)], [double(x) for x in range(8)])
    for size in (2, 3, 4, 5):
        found = excluded(a, size, real=False)
        assert found is not None
        assert_certifies(found)
    assert excluded(a, 2, real=False).kind == "coprime-action"
    assert excluded(a, 7, real=False) is None


@pytest.mark.parametrize(
    ("name", "restriction"),
    [
        ("S5/points", "block-complex:3"),
        ("S6/points", "block-complex:3"),
        ("A7/points", "block-real:4"),
        ("PSL(2,7)/points", "block-real:4"),
        ("SL(2,8)/points", "block-complex:4"),
        ("A8/points", "block-complex:4"),
    ],
)
def test_groups_that_hold_such_a_group_are_excluded(name, restriction):
    for decoder in Decoder:
        verdict = classify(name, restriction, decoder=decoder)
        assert isinstance(verdict, Obstruction), verdict.reason
        assert_certifies(verdict)


def test_a_group_behind_a_reset_is_excluded():
    a = frobenius(7, 3)
    reset = Automaton("abr", [[*row, 0] for row in a.transitions.tolist()], 0, range(7))
    for additive in (False, True):
        verdict = classify(reset, "block-real:5", decoder=Decoder.ARBITRARY, additive=additive)
        assert isinstance(verdict, Obstruction)
        assert_certifies(verdict)
        assert "acts on" in verdict.reason


@settings(deadline=None)
@given(linear_block_machines())
def test_no_action_excludes_what_blocks_do(case):
    size, a = case
    if size > 1:
        assert excluded(a, size, real=True) is None


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_no_action_excludes_a_group_with_small_irreducibles(data):
    names = ("S3", "D5", "A4", "S4", "A5", "SL(2,3)", "GL(2,3)", "SL(2,5)", "S5", "S3xC3", "A4xC2")
    group = FiniteGroup(target(data.draw(st.sampled_from(names))).transitions.T)
    chosen = data.draw(st.lists(st.integers(0, group.order - 1), min_size=1, max_size=3))
    a = cayley_automaton([group.elements[g].tolist() for g in chosen])
    for real in (False, True):
        for size in (2, 3, 4):
            if excluded(a, size, real=real) is not None:
                verdict = classify(a, f"block-{'real' if real else 'complex'}:{size}")
                assert not isinstance(verdict, Realization)


@settings(deadline=None)
@given(automata(max_states=6), st.integers(2, 4), st.booleans())
def test_violations_are_certified(a, size, real):
    found = excluded(a, size, real=real)
    if found is not None:
        assert_certifies(found)
        assert_obstructs(found)


@given(st.integers(2, 40), st.booleans())
def test_each_length_of_an_orbit_divides_an_exponent(size, real):
    """Over R a self-conjugate orbit is even, and two conjugate ones take twice the room."""
    for c in range(1, size + 1):
        if not real or c % 2 == 0 or 2 * c <= size:
            assert any(e % c == 0 for e in exponents(size, 3, real=real))
