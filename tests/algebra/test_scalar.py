"""Cyclotomic numbers: the axioms of a field, its automorphisms, and sympy and floats as judges."""

import cmath
import math
from fractions import Fraction

import pytest
import sympy
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic

few = settings(max_examples=40, deadline=None)

CONDUCTORS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15)
fractions = st.fractions(min_value=-20, max_value=20, max_denominator=12)


@st.composite
def numbers(draw, conductors=CONDUCTORS):
    n = draw(st.sampled_from(conductors))
    return Cyclotomic(n, draw(st.lists(fractions, max_size=n)))


@few
@given(numbers(), numbers(), numbers())
def test_cyclotomic_numbers_form_a_field(x, y, z):
    assert (x + y) + z == x + (y + z)
    assert (x * y) * z == x * (y * z)
    assert x + y == y + x
    assert x * y == y * x
    assert x * (y + z) == x * y + x * z
    assert x - x == 0
    assert x + 0 == x
    assert x * 1 == x
    if y:
        assert y * y.inverse() == 1
        assert x / y * y == x


@few
@given(numbers(), numbers())
def test_arithmetic_agrees_with_complex_floats(x, y):
    size = 1 + abs(complex(x)) * abs(complex(y)) + abs(complex(x)) + abs(complex(y))
    assert abs(complex(x * y) - complex(x) * complex(y)) < 1e-9 * size
    assert abs(complex(x + y) - complex(x) - complex(y)) < 1e-9 * size
    assert abs(complex(x.conjugate()) - complex(x).conjugate()) < 1e-9 * size


@few
@given(st.sampled_from(CONDUCTORS), st.lists(fractions, max_size=30))
def test_a_number_is_the_sum_of_its_terms(n, coefficients):
    x = Cyclotomic(n, coefficients)
    value = sum(float(c) * cmath.exp(2j * math.pi * k / n) for k, c in enumerate(coefficients))
    assert abs(complex(x) - value) < 1e-9
    assert x.conductor % 4 != 2
    assert len(x.coefficients) == sympy.totient(n)


@few
@given(numbers(), numbers(), st.integers(-50, 50))
def test_galois_conjugation_is_a_homomorphism(x, y, k):
    n = math.lcm(x.conductor, y.conductor)
    x, y = x.at(n), y.at(n)
    if math.gcd(k, n) != 1:
        with pytest.raises(ValueError, match="no automorphism"):
            x.galois(k)
        return
    assert (x + y).galois(k) == x.galois(k) + y.galois(k)
    assert (x * y).galois(k) == x.galois(k) * y.galois(k)
    assert Cyclotomic.root_of_unity(n).at(n).galois(k) == Cyclotomic.root_of_unity(n, k)


@few
@given(numbers(), st.integers(1, 6))
def test_equal_numbers_at_different_conductors_are_equal_and_hash_alike(x, factor):
    y = x.at(x.conductor * factor)
    assert x == y
    assert hash(x) == hash(y)
    least = y.minimal()
    assert least == x
    assert x.conductor % least.conductor == 0
    assert least.minimal().conductor == least.conductor


@few
@given(numbers())
def test_the_minimal_conductor_is_minimal(x):
    n = x.minimal().conductor
    x = x.at(math.lcm(12, x.conductor))
    for d in sympy.divisors(x.conductor):
        fixed = all(
            x.galois(k) == x for k in range(1, x.conductor + 1, d) if math.gcd(k, x.conductor) == 1
        )
        assert fixed == (d % n == 0)


@few
@given(fractions, st.sampled_from(CONDUCTORS))
def test_rational_numbers_equal_fractions_and_hash_like_them(q, n):
    x = Cyclotomic(n, [q])
    assert x == q
    assert q == x
    assert hash(x) == hash(q)
    assert x.is_rational()
    assert x.as_fraction() == q
    assert x.sign() == (q > 0) - (q < 0)


@few
@given(numbers())
def test_signs_agree_with_a_high_precision_evaluation(x):
    real = x.real
    value = sum(
        (arb.cos_pi_fmpq(fmpq(2 * j, x.conductor)) * fmpq(c.numerator, c.denominator))
        for j, c in enumerate(x.coefficients)
    )
    if real == 0:
        assert real.sign() == 0
        assert abs(float(value)) < 1e-9
    else:
        assert real.sign() == (1 if float(value) > 0 else -1)
    assert x.real + x.imag * Cyclotomic.root_of_unity(4) == x
    assert x.is_real() == (x.imag == 0)


def test_signs_are_right_far_below_float_precision():
    golden = 1 + Cyclotomic(5, (0, 1, 0, 0, 1))
    assert golden**2 == golden + 1
    a, b = 1, 1
    for _ in range(400):  # quotients of Fibonacci numbers lie on alternate sides of their limit
        a, b = b, a + b
        below = golden - Fraction(b, a)
        assert 0 < abs(complex(below)) < 3 / a**2
        assert below.sign() == (1 if b * b - a * b - a * a < 0 else -1)


@few
@given(numbers())
def test_trace_and_norm_are_sum_and_product_of_conjugates(x):
    n = x.conductor
    conjugates = [complex(x.galois(k)) for k in range(1, n + 1) if math.gcd(k, n) == 1]
    assert abs(sum(conjugates) - float(x.trace())) < 1e-7
    product = math.prod(conjugates)
    assert abs(product - float(x.norm())) < 1e-6 * (1 + abs(product))


@few
@given(st.integers(1, 60), st.integers(-100, 100))
def test_roots_of_unity_have_their_order_and_least_conductor(n, k):
    z = Cyclotomic.root_of_unity(n, k)
    assert abs(complex(z) - cmath.exp(2j * math.pi * k / n)) < 1e-12
    assert z**n == 1
    assert z.minimal().conductor == z.conductor
    assert z**-1 == z.conjugate()


@few
@given(numbers(), st.integers(-4, 6))
def test_powers_are_repeated_products(x, k):
    if not x and k < 0:
        with pytest.raises(ZeroDivisionError):
            x**k
        return
    factor = x if k >= 0 else 1 / x
    assert x**k == math.prod([factor] * abs(k), start=Cyclotomic.rational(1))


def test_numbers_print_as_people_write_them():
    z = Cyclotomic(5, (0, 1))
    assert str(Fraction(1, 2) + z**2) == "1/2 + z5^2"
    assert str(-z - Fraction(2, 3) * z**3) == "-z5 - 2/3*z5^3"
    assert str(z - z) == "0"
    assert (z**2 / 2)._repr_latex_() == r"$\frac{1}{2}\,\zeta_{5}^{2}$"


def test_wrong_arguments_are_refused():
    for n in (0, -3, 2.0, True):
        with pytest.raises(ValueError, match="positive integer"):
            Cyclotomic(n, (1,))
    with pytest.raises(TypeError, match=r"0\.5"):
        Cyclotomic(5, (0.5,))
    with pytest.raises(TypeError):
        Cyclotomic(5, (0, 1)) + 0.5
    with pytest.raises(ValueError, match="not real"):
        Cyclotomic(5, (0, 1)).sign()
    with pytest.raises(ValueError, match="not rational"):
        Cyclotomic(5, (0, 1)).as_fraction()
    with pytest.raises(ValueError, match="does not contain"):
        Cyclotomic(5, (0, 1)).at(12)
    with pytest.raises(ZeroDivisionError):
        1 / Cyclotomic(5, ())
    assert Cyclotomic(5, (0, 1)) != "z5"
