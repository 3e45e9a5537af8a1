"""Conversion to and from sympy."""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.sympy import from_sympy, square_root, to_sympy

few = settings(max_examples=25, deadline=None)

numbers = st.builds(
    Cyclotomic,
    st.sampled_from((1, 3, 4, 5, 7, 8, 9, 12, 15)),
    st.lists(st.fractions(-5, 5, max_denominator=6), max_size=8),
)


@few
@given(numbers)
def test_numbers_survive_sympy(x):
    assert from_sympy(to_sympy(x)) == x


@few
@given(st.lists(st.lists(numbers, min_size=2, max_size=2), min_size=1, max_size=2))
def test_matrices_survive_sympy(rows):
    a = CyclotomicMatrix(rows)
    assert from_sympy(to_sympy(a)) == a


@few
@given(st.integers(-30, 30), st.integers(1, 24))
def test_sines_and_cosines_agree_with_sympy(p, q):
    angle = sympy.pi * sympy.Rational(p, q)
    for f in (sympy.cos, sympy.sin):
        assert abs(complex(from_sympy(f(angle, evaluate=False))) - complex(f(angle))) < 1e-12


@few
@given(st.fractions(-40, 40, max_denominator=30))
def test_square_roots_of_rationals_are_gauss_sums(q):
    root = from_sympy(sympy.sqrt(sympy.Rational(q.numerator, q.denominator)))
    assert root * root == q
    assert root.sign() >= 0 if q >= 0 else root.imag.sign() > 0


@pytest.mark.parametrize("q", [5, 8, 12, 16, 24])
def test_nested_radicals_of_cosines_are_found(q):
    assert from_sympy(sympy.cos(sympy.pi / q)) == Cyclotomic.root_of_unity(2 * q).real


def test_what_is_not_cyclotomic_is_refused():
    for e in (
        sympy.Symbol("x"),
        sympy.cbrt(2),
        sympy.sqrt(1 + sympy.sqrt(2)),
        sympy.exp(1),
        sympy.pi,
    ):
        with pytest.raises(ValueError, match=r"not seen|no root"):
            from_sympy(e)
    assert square_root(from_sympy(sympy.sqrt(2))) is None
