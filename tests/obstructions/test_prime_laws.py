"""Laws of p-groups of matrices: they hold in what blocks do, and exclude groups, also inside monoids."""

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
from bilinear_theory.obstructions import prime_laws
from bilinear_theory.obstructions.prime_laws import obstruct
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
    """The automaton of maps of points, each point its own output."""
    n = len(letters[0])
    return Automaton("abcd"[: len(letters)], list(zip(*letters, strict=True)), 0, range(n))


def monomial(p: int) -> list[list[int]]:
    """The group of order p^3 and exponent p on p rows of p points: rows turn, or row i turns by i."""
    rows = [(x + p) % p**2 for x in range(p**2)]
    return [rows, [x - x % p + (x % p + x // p) % p for x in range(p**2)]]


@pytest.mark.parametrize("p", [3, 5])
def test_the_group_of_order_p_cubed_takes_complex_blocks_of_size_p_and_real_ones_of_size_2p(p):
    a = machine(*monomial(p))
    for size, real in ((p, False), (2 * p, True)):
        assert excluded(a, size, real=real) is None
        found = excluded(a, size - 1, real=real)
        assert found is not None
        assert found.kind == "prime-law"
        assert_certifies(found)
        assert_obstructs(found)
    assert isinstance(classify(a, f"block-complex:{p}"), Realization)


@pytest.mark.parametrize("p", [3, 5])
def test_a_letter_that_merges_states_does_not_hide_the_group(p):
    a = machine(*monomial(p), [0] * p**2)
    for additive in (False, True):
        for decoder in Decoder:
            found = classify(a, f"block-complex:{p - 1}", decoder=decoder, additive=additive)
            assert isinstance(found, Obstruction)
            assert_certifies(found)
    assert excluded(a, p, real=False) is None


def test_a_group_that_appears_only_after_a_projection_is_found():
    """Six points go to three rows; only there the letters permute."""
    rows, turn = monomial(3)
    project = [*range(9), *range(9)]
    a = machine([9 + x for x in project], [*rows, *rows], [*turn, *turn])
    assert sorted({len(set(column)) for column in a.transitions.T.tolist()}) == [9]
    found = excluded(a, 2, real=False)
    assert found is not None
    assert_certifies(found)


@pytest.mark.parametrize(
    ("name", "restriction", "tracks"),
    [
        # orders 7 and 11 are larger than 2k + 1, and their elements do not commute
        ("SL(2,7)/points", "block-complex:2", False),
        ("SL(2,11)", "block-complex:4", False),
        ("SL(2,11)", "block-real:4", False),
        # the squares of the Sylow 2-subgroup of S8 do not commute
        ("S8/points", "block-complex:3", False),
        ("A5", "block-complex:2", True),
        ("Q8", "block-real:2", True),
        ("S5", "block-real:4", True),
    ],
)
def test_groups_are_tracked_or_excluded(name, restriction, tracks):
    verdict = classify(name, restriction, decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Realization if tracks else Obstruction), verdict
    assert_certifies(verdict)
    if not tracks:
        assert verdict.kind in ("prime-law", "law")


def test_the_sylow_3_subgroups_of_s9_are_not_abelian():
    a = machine([1, 0, *range(2, 9)], [*range(1, 9), 0])
    found = excluded(a, 4, real=True)
    assert found is not None
    assert_certifies(found)
    assert excluded(a, 8, real=True) is None


@settings(deadline=None)
@given(linear_block_machines())
def test_no_law_excludes_what_blocks_do(case):
    size, a = case
    if size > 1:
        assert excluded(a, size, real=True) is None


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_no_law_excludes_a_group_with_small_irreducibles(data):
    names = ("S3", "D4", "Q8", "A4", "S4", "A5", "SL(2,3)", "C4xC2", "S3xC3", "D5", "SL(2,5)", "S5")
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


def test_the_reason_names_the_two_elements():
    found = excluded(machine(*monomial(3)), 2, real=False)
    assert found is not None
    assert found.reason == (
        "of a finite group of such blocks elements of prime power order mostly commute, "
        "but in a group of order 3^n a and b do not"
    )
    assert excluded(target("parity"), 2, real=True) is None


@pytest.mark.parametrize("name", ["Q8", "A4", "S4", "C3xS3", "SL(2,3)", "D4xC2xC2", "D16", "C7xS3"])
def test_all_forms_commute_in_p_groups_of_small_order(name):
    subject = Subject(target(name))
    (_, elements) = prime_laws.groups_of(subject)[0]
    for p in prime_laws.primes(elements):
        for s in (0, 1, 2):
            if prime_laws._is_too_small(subject, p, s):
                assert prime_laws._pair(subject, 0, p, s, together=False) is None
    assert not prime_laws._is_too_small(Subject(target("D4/points")), 2, 0)
    assert prime_laws._pair(Subject(target("D4")), 0, 2, 0, together=False) is not None
    assert not prime_laws._is_too_small(Subject(target("flip-flop")), 3, 0)  # no group
