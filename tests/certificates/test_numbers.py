"""The numbers of the kernel, against mpmath: canonical forms, signs and enclosures."""

from fractions import Fraction
from math import gcd

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp, mpf

from bilinear_theory.certificates import check as kernel

CONDUCTORS = st.sampled_from([*range(1, 31), 36, 60, 97, 100, 105, 210])
RATIONALS = st.fractions(-5, 5, max_denominator=7)


def _terms(n):
    return st.dictionaries(st.integers(0, n - 1), RATIONALS, max_size=6)


def _value(x, n):
    with mp.workdps(50):
        return sum(
            (mpf(q.numerator) / q.denominator * mp.expjpi(mpf(2 * k) / n) for k, q in x.items()),
            mp.mpc(0),
        )


def _pair(data):
    n = data.draw(CONDUCTORS)
    return n, data.draw(_terms(n)), data.draw(_terms(n))


@pytest.mark.parametrize("n", range(1, 121))
def test_the_reduced_roots_of_unity_use_as_many_exponents_as_the_degree_of_the_field(n):
    used = {e for k in range(n) for e in kernel._reduced({k: 1}, n)}
    assert len(used) == sum(gcd(k, n) == 1 for k in range(1, n + 1))
    assert kernel._reduced({0: 1}, n) == {0: 1}


@given(st.data())
def test_reduction_keeps_the_value_and_is_empty_only_at_0(data):
    n, terms, _ = _pair(data)
    reduced = kernel._reduced(terms, n)
    assert abs(_value(reduced, n) - _value(terms, n)) < 1e-40
    assert (not reduced) == (abs(_value(terms, n)) < 1e-40)


@given(st.data())
def test_products_sums_and_conjugates_have_the_right_values(data):
    n, x, y = _pair(data)
    x, y = kernel._reduced(x, n), kernel._reduced(y, n)
    with mp.workdps(50):
        v, w = _value(x, n), _value(y, n)
        for found, expected in (
            (kernel._multiply(x, y, n), v * w),
            (kernel._add(x, y), v + w),
            (kernel._difference(x, y), v - w),
            (kernel._conjugate(x, n), mp.conj(v)),
        ):
            assert abs(_value(found, n) - expected) < 1e-40


@given(st.data())
def test_the_sign_is_that_of_the_real_part(data):
    n, x, _ = _pair(data)
    x = kernel._reduced(x, n)
    real = _value(x, n).real
    assert kernel._sign(x, n) == (0 if abs(real) < 1e-40 else 1 if real > 0 else -1)


@pytest.mark.parametrize("k", [1, 30, 200, 401])
def test_the_sign_of_a_tiny_unit_is_found(k):
    unit = {0: 0, 1: 1, 4: 1}  # (sqrt 5 - 1) / 2 = 2 cos(2 pi / 5)
    power = {0: 1}
    for _ in range(k):
        power = kernel._multiply(power, kernel._reduced(unit, 5), 5)
    assert kernel._sign(power, 5) == 1
    assert kernel._sign({e: -c for e, c in power.items()}, 5) == -1
    assert kernel._sign(kernel._difference(power, power), 5) == 0


@pytest.mark.parametrize("bits", [64, 65, 128, 1000])
def test_the_enclosures_of_pi_and_of_cosines_hold_and_are_tight(bits):
    with mp.workprec(2 * bits + 64):
        scale = mpf(2) ** bits
        value, error = kernel._pi(bits)
        assert abs(mp.pi * scale - value) <= error < 16 * bits
        for n in (1, 2, 3, 5, 12, 97, 1000, 99991):
            for k in {0, 1, n // 5, n // 4, n // 3, n // 2} & set(range(n // 2 + 1)):
                value, error = kernel._cosine(k, n, bits)
                assert abs(mp.cospi(mpf(2 * k) / n) * scale - value) <= error < 20 * bits


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=6, max_size=6),
    st.lists(st.integers(0, 1), max_size=3),
    st.integers(1, 30),
)
@example([[1, 1], [2, 2], [3, 3], [4, 4], [2, 2], [5, 5]], [0], 6)
def test_a_repeated_word_is_followed_as_by_reading_it(table, word, times):
    q = 0
    for a in word * times:
        q = table[q][a]
    assert kernel._repeat(kernel.Machine(table, []), 0, word, times) == q


def test_numbers_have_at_most_4000_digits():
    assert kernel.read(b"-" + b"9" * 4000) == -int("9" * 4000)
    assert kernel._number("1/" + "9" * 4000, 1, "x", 0) == {0: Fraction(1, int("9" * 4000))}
    for text in (b"9" * 4001, b"-" + b"9" * 4001):
        with pytest.raises(kernel.MalformedCertificate):
            kernel.read(text)
