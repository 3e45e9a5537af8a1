"""Householder factors and metrics: what may be built, and which matrices they prove."""

from __future__ import annotations

import pytest

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.factors import Factor, HouseholderFactors, Metric
from bilinear_theory.systems.restriction import (
    Householder,
    HouseholderHeads,
    Membership,
    Orthogonal,
)

ZERO, ONE, TWO, I = *map(Cyclotomic.rational, (0, 1, 2)), Cyclotomic.root_of_unity(4)
TRIANGLE = Metric((CyclotomicMatrix([[2, -1], [-1, 2]]),))
TURN = CyclotomicMatrix([[0, -1], [1, -1]])
KEYS = (Factor(TWO, (ONE, ZERO)), Factor(TWO, (ONE, ONE)))


def test_the_first_factor_acts_first():
    first, second = (f.matrix(TRIANGLE.matrix) for f in KEYS)
    [product] = HouseholderFactors((2,), ((KEYS,),), TRIANGLE).matrices
    assert product == second @ first
    assert product != first @ second
    assert product in (TURN, TURN @ TURN)


def test_factors_prove_membership_of_matrices_that_are_not_orthogonal_as_they_stand():
    [a] = HouseholderFactors((2,), ((KEYS,),), TRIANGLE).matrices
    factors = HouseholderFactors((2,), ((KEYS,),), TRIANGLE)
    assert Householder(2).contains([a]) is Membership.UNDECIDED
    assert Householder(2).contains([a], factors) is Membership.YES
    assert Householder(1).contains([a], factors) is Membership.NO
    assert HouseholderHeads(2).contains([a], factors) is Membership.YES
    assert HouseholderHeads(1).contains([a], factors) is Membership.NO
    assert Householder(2).contains([a @ a], factors) is Membership.UNDECIDED


def test_several_heads_are_not_one():
    diagonal = CyclotomicMatrix.diagonal([-1, -1])
    minus = (Factor(TWO, (ONE,)),)
    factors = HouseholderFactors((1, 1), ((minus, minus),))
    assert HouseholderHeads(1).contains([diagonal], factors) is Membership.YES
    assert Householder(1).contains([diagonal], factors) is Membership.NO


def test_orthogonal_is_relative_to_the_metric():
    assert Orthogonal().contains([TURN]) is Membership.NO
    assert Orthogonal().contains([TURN], TRIANGLE) is Membership.YES
    assert Orthogonal(1).contains([TURN], TRIANGLE) is Membership.NO
    assert Orthogonal().contains([CyclotomicMatrix([[1, 1], [0, 1]])], TRIANGLE) is Membership.NO
    assert Orthogonal().contains([TURN * I], TRIANGLE) is Membership.NO


def test_a_metric_belongs_to_whole_heads():
    assert HouseholderFactors((2,), (), TRIANGLE).forms == (TRIANGLE.matrix,)
    with pytest.raises(ValueError, match=r"units 0\.\.0 are not whole blocks"):
        _ = HouseholderFactors((1, 1), (), TRIANGLE).forms


@pytest.mark.parametrize("beta", [0, -1, 3])
def test_beta_lies_above_0_and_at_most_at_2(beta):
    with pytest.raises(ValueError, match="outside 0 < beta <= 2"):
        Factor(Cyclotomic.rational(beta), (ONE,))


def test_factors_and_metrics_that_mean_nothing_are_refused():
    with pytest.raises(ValueError, match="outside 0 < beta"):
        Factor(I, (ONE,))
    for key in ((ZERO,), (I,), ()):
        with pytest.raises(ValueError, match="the key of a factor"):
            Factor(ONE, key)
    for rows, message in (
        ([[1, 2], [2, 1]], "not positive definite"),
        ([[1, 0], [1, 1]], "not equal to its conjugate transpose"),
        ([[2, I], [-I, 2]], "not real"),
        ([], "empty"),
    ):
        with pytest.raises(ValueError, match=message):
            Metric((CyclotomicMatrix(rows),))
    with pytest.raises(ValueError, match="a metric of 2 units for 1"):
        HouseholderFactors((1,), (), TRIANGLE)
    with pytest.raises(ValueError, match="letter 0 has 1 heads, not 2"):
        HouseholderFactors((1, 1), (((),),))
    with pytest.raises(ValueError, match="as wide as its head"):
        HouseholderFactors((2,), (((Factor(ONE, (ONE,)),),),))
