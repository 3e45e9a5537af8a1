"""Restrictions: names, and membership with an example outside for each reason of being outside."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.matrix import DiagonalMatrix, OneHotMatrix, dense
from bilinear_theory.systems.restriction import (
    STANDARD,
    BlockDiagonal,
    CPFactored,
    Diagonal,
    Full,
    Householder,
    Membership,
    Orthogonal,
    Scalars,
    restriction,
)
from bilinear_theory.testing import assert_round_trip, restrictions

I = Cyclotomic(4, (0, 1))
HALF = Fraction(1, 2)
YES, NO = Membership.YES, Membership.NO
FIFTHS = [[Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]]
CYCLE = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
SWAP = [[0, 1], [1, 0]]
SWAP_AND_ONE = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]


def identity(d: int) -> list[list[int]]:
    return [[int(i == j) for j in range(d)] for i in range(d)]


# restriction, matrices of the letters, whether they lie in it
CASES = [
    ("diagonal-nonnegative", [[[2, 0], [0, 0]]], YES),
    ("diagonal-nonnegative", [[[-1]]], NO),
    ("diagonal-nonnegative", [[[I]]], NO),
    ("diagonal-nonnegative", [[[1, 1], [0, 1]]], NO),
    ("diagonal-real", [[[-1, 0], [0, HALF]]], YES),
    ("diagonal-real", [[[I]]], NO),
    ("diagonal-real", [[[1, 0], [1, 1]]], NO),
    ("rotation", [[[I, 0], [0, 0]]], YES),
    ("rotation", [SWAP], NO),
    ("triangular-nonnegative", [[[1, -5], [0, 0]]], YES),
    ("triangular-nonnegative", [[[-1, 0], [0, 0]]], NO),
    ("triangular-nonnegative", [[[1, 0], [1, 1]]], NO),
    ("triangular-real", [[[-1, I], [0, 1]]], YES),
    ("triangular-real", [[[I, 0], [0, 1]]], NO),
    ("triangular-complex", [[[I, 1], [0, 1]]], YES),
    ("triangular-complex", [[[I, 1], [1, 1]]], NO),
    ("block-real:2", [[[1, 2, 0], [3, 4, 0], [0, 0, 5]]], YES),
    ("block-real:2", [[[1, 0, 0], [0, 1, 2], [0, 0, 1]]], NO),  # blocks are aligned
    ("block-real:2", [[[I, 0], [0, 1]]], YES),  # a complex diagonal: its units are blocks
    ("block-real:2", [[[I, 1], [0, 1]]], NO),
    ("block-real:1", [[[I]]], NO),
    ("block-complex:2", [[[I, 1], [1, 1]]], YES),
    ("block-complex:2", [CYCLE], NO),
    ("block-complex:3", [CYCLE], YES),
    ("orthogonal", [FIFTHS, SWAP], YES),
    ("orthogonal", [[[I]]], NO),
    ("orthogonal", [[[1, 1], [0, 1]]], NO),
    ("orthogonal", [[[0, 0], [1, 1]]], NO),
    ("orthogonal:1", [FIFTHS], NO),
    ("permutation", [CYCLE, identity(3)], YES),
    ("permutation", [[[1, 1], [0, 0]]], NO),
    ("permutation", [[[-1]]], NO),
    ("permutation:2", [CYCLE], NO),
    ("column-one-hot", [[[1, 1], [0, 0]]], YES),
    ("column-one-hot", [[[1, 0], [1, 0]]], NO),
    ("column-one-hot", [[[2]]], NO),
    ("column-one-hot:1", [SWAP], NO),
    ("pd", [[[0, I], [0, 0]]], YES),
    ("pd", [[[1, 0], [1, 1]]], NO),
    ("pd:1", [SWAP], NO),
    ("householder:1", [SWAP], YES),  # beta = 2
    ("householder:1", [[[1, 0], [0, 0]]], YES),  # beta = 1
    ("householder:1", [[[1, 0], [0, -2]]], NO),  # beta = 3
    ("householder:1", [[[1, 0], [0, 2]]], NO),  # beta = -1
    ("householder:1", [[[1, 1], [0, 0]]], NO),  # rank one, but not symmetric
    ("householder:1", [[[1, 0], [0, I]]], NO),
    ("householder:1", [CYCLE], NO),
    ("householder:2", [CYCLE, identity(3)], YES),
    ("householder-heads:1", [[[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]], YES),
    ("householder:1", [[[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]], NO),
    ("householder-heads:1", [CYCLE], NO),
    ("householder-heads:1", [SWAP_AND_ONE, CYCLE], NO),
    ("cp-real:1", [[[1, 0], [0, 0]]], YES),
    ("cp-real:1", [identity(2)], NO),
    ("cp-real:1", [[[1, 0], [0, 0]], [[0, 0], [0, 1]]], NO),
    ("cp-real:4", [identity(2), SWAP], YES),
    ("cp-real:1", [[[I]]], NO),
    ("cp-complex:1", [[[I]]], YES),
    ("full", [[[I, 1], [1, 1]]], YES),
    ("full:1", [[[I, 1], [1, 1]]], NO),
]


@pytest.mark.parametrize(("name", "matrices", "answer"), CASES)
def test_membership_is_exact(name, matrices, answer):
    class_, _ = restriction(name)
    assert class_.contains([CyclotomicMatrix(m) for m in matrices]) is answer


@pytest.mark.parametrize(
    ("name", "matrices"),
    [
        ("householder:2", [[[0, 0], [0, 0]]]),  # two projections
        ("cp-real:1", [[[1, 2], [2, 4]], [[2, 4], [4, 8]]]),
        ("cp-real:2", [identity(2), SWAP]),
    ],
)
def test_what_is_hard_to_decide_is_not_denied(name, matrices):
    class_, _ = restriction(name)
    assert class_.contains([CyclotomicMatrix(m) for m in matrices]) is not NO


def test_membership_is_a_property_of_the_matrix_not_of_its_form():
    images, diagonal = OneHotMatrix((1, 0)), DiagonalMatrix((Cyclotomic.rational(-1),) * 2)
    for r in STANDARD:
        for m in (images, diagonal):
            assert r.contains([m]) is r.contains([dense(m)]), r.name


def test_no_matrices_lie_in_every_class():
    for r in STANDARD:
        assert r.contains([]) is YES


@given(restrictions(max_size=9))
def test_names_make_the_round_trip(r):
    assert_round_trip(r, lambda r: r.name, lambda text: restriction(text)[0])
    assert restriction(r.name) == (r, False)
    assert restriction(f"{r.name}+b") == (r, True)


@pytest.mark.parametrize(
    "text",
    ["", "+b", "rotation:2", "diagonal-complex", "Rotation", "full+b+b", "rotation +b"],
)
def test_what_names_no_restriction_is_refused_with_the_names_that_do(text):
    with pytest.raises(
        ValueError, match=r"there is no restriction .*diagonal-real, .*block-real:N"
    ):
        restriction(text)


@pytest.mark.parametrize(
    "text",
    ["block-real", "block-real:0", "block-real:-1", "block-real:02", "block-real:1.5", "full:",
     "householder", "block-real:99999999999999999999", "full:٣"],
)  # fmt: skip
def test_what_is_no_number_after_the_name_of_a_restriction_is_refused(text):
    family = text.partition(":")[0]
    with pytest.raises(ValueError, match=f"the restriction {family}:N needs a number N from 1 to"):
        restriction(text)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (Diagonal, (Scalars.COMPLEX,)),
        (BlockDiagonal, (2, Scalars.NONNEGATIVE)),
        (BlockDiagonal, (0, Scalars.REAL)),
        (CPFactored, (1, Scalars.NONNEGATIVE)),
        (CPFactored, (0, Scalars.REAL)),
        (Householder, (0,)),
        (Orthogonal, (0,)),
        (Full, (-1,)),
    ],
)
def test_classes_that_do_not_exist_cannot_be_built(kind, arguments):
    with pytest.raises(ValueError, match=r"complex|numbers|positive"):
        kind(*arguments)


def test_the_standard_restrictions_are_those_of_the_contract():
    names = [r.name for r in STANDARD]
    sized = ["block-real", "block-complex", "householder", "householder-heads"]
    sized += ["cp-real", "cp-complex"]
    plain = ["diagonal-nonnegative", "diagonal-real", "rotation", "orthogonal", "permutation"]
    plain += [f"triangular-{s}" for s in ("nonnegative", "real", "complex")]
    plain += ["column-one-hot", "pd", "full"]
    assert sorted(names) == sorted(plain + [f"{s}:{n}" for s in sized for n in (1, 2, 3, 4)])
