"""CP factors: products, membership by them, and what is refused."""

from __future__ import annotations

import pytest

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.restriction import CPFactored, Membership, Scalars

ONE, ZERO = Cyclotomic.rational(1), Cyclotomic.rational(0)
I = Cyclotomic.root_of_unity(4)
# the diagonal matrices diag(1, 0), diag(0, 1) and diag(1, 1)
UNITS = ((ONE, ZERO), (ZERO, ONE))
DIAGONAL = CPFactors(UNITS, UNITS, (*UNITS, (ONE, ONE)))


def test_the_matrices_are_the_sums_of_the_terms():
    first, second, both = DIAGONAL.matrices(2)
    assert first + second == both == CyclotomicMatrix.identity(2)
    assert CPFactors((), (), ((),)).matrices(3) == (CyclotomicMatrix.zeros(3, 3),)


def test_factors_prove_what_bare_matrices_leave_undecided():
    dense = CPFactors(((ONE, ONE), (ONE, -ONE)), ((ONE, ONE), (ONE, -ONE)), (UNITS[0], UNITS[1]))
    matrices = dense.matrices(2)
    two = CPFactored(2, Scalars.REAL)
    assert two.contains(matrices) is Membership.UNDECIDED
    assert two.contains(matrices, dense) is Membership.YES
    assert two.contains(matrices, DIAGONAL) is not Membership.YES
    assert CPFactored(1, Scalars.REAL).contains(matrices, dense) is Membership.NO


def test_complex_factors_prove_nothing_over_the_reals():
    turned = CPFactors(((I,),), ((-I,),), ((ONE,),))
    matrices = turned.matrices(1)
    assert matrices == (CyclotomicMatrix([[1]]),)
    pair = CPFactors(((I, ONE), (-I, ONE)), ((ONE, I), (ONE, -I)), ((ONE, ONE), (I, -I)))
    bare = CPFactored(2, Scalars.REAL).contains(pair.matrices(2))
    assert bare is Membership.UNDECIDED
    assert CPFactored(2, Scalars.REAL).contains(pair.matrices(2), pair) is bare
    assert CPFactored(2, Scalars.COMPLEX).contains(pair.matrices(2), pair) is Membership.YES


@pytest.mark.parametrize(
    ("right", "weights", "message"),
    [(UNITS[:1], (), "U has 2 columns, V has 1"), (UNITS, ((ONE,),), "symbol 0 has 1 weights")],
)
def test_factors_that_do_not_fit_are_refused(right, weights, message):
    with pytest.raises(ValueError, match=message):
        CPFactors(UNITS, right, weights)
