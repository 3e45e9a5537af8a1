"""Hankel ranks against sympy, theory and the other branches of the proof."""

from __future__ import annotations

from itertools import islice, pairwise
from itertools import product as words_over

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata import hankel
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.hankel import hankel_rank

OUTPUTS = [st.booleans(), st.integers(0, 1), st.sampled_from("xyz"), st.integers(0, 3)]


@st.composite
def automata(draw):
    Q = draw(st.integers(1, 6))
    row = st.lists(st.integers(0, Q - 1), min_size=2, max_size=2)
    table = draw(st.lists(row, min_size=Q, max_size=Q))
    outputs = draw(st.one_of(st.lists(o, min_size=Q, max_size=Q) for o in OUTPUTS))
    return Automaton("ab", table, draw(st.integers(0, Q - 1)), outputs)


def rank_by_sympy(a: Automaton) -> int:
    """The rank of a block of the Hankel matrix that is large enough."""
    m = minimize(a)
    words = [w for n in range(len(m)) for w in words_over("ab", repeat=n)]
    prefixes = {m.state(w): w for w in words}
    columns = {tuple(m.outputs[m.state(w, m.state(u))] for u in prefixes.values()) for w in words}
    if set(m.outputs) <= {0, 1}:
        rows = [[int(y) for y in c] for c in columns]
    else:
        rows = [[int(y == z) for y in c] for c in columns for z in m.output_symbols]
    return sympy.Matrix(rows).rank()


@settings(max_examples=60, deadline=None)
@given(automata())
def test_rank_is_that_of_a_block_of_the_hankel_matrix(a):
    assert hankel_rank(a) == rank_by_sympy(a)


@settings(max_examples=40, deadline=None)
@given(automata())
def test_minors_decide_where_relations_do_not(a):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hankel, "_hold", lambda *_: False)
        assert hankel_rank(a) == rank_by_sympy(a)


@given(automata())
def test_primes_that_divide_minors_do_not_mislead(a):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hankel, "_primes", lambda _: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29])
        rank = hankel_rank(a)
        assert rank == rank_by_sympy(a)


@pytest.mark.parametrize("k", [1, 2, 5, 9])
def test_kth_letter_from_the_end_has_rank_k_plus_1(k):
    n = 2**k
    table = [[2 * q % n, (2 * q + 1) % n] for q in range(n)]
    assert hankel_rank(Automaton("01", table, 0, [q >> (k - 1) for q in range(n)])) == k + 1


def test_a_prime_that_divides_the_determinant_is_not_believed(monkeypatch):
    # The circulant of 0 1 1 has determinant 2.
    a = Automaton("a", [[1], [2], [0]], 0, (0, 1, 1))
    monkeypatch.setattr(hankel, "_primes", lambda _: [2, 3, 5])
    assert hankel_rank(a) == 3
    monkeypatch.setattr(hankel, "_primes", lambda _: [2])
    assert hankel_rank(a) == (2, 3)


def test_repetition_of_ab_has_rank_2():
    a = Automaton("ab", [[1, 2], [2, 0], [2, 2]], 0, (True, False, False))
    assert hankel_rank(a) == 2


@pytest.mark.parametrize("n", [2, 3, 8, 100])
def test_counters_have_full_rank(n):
    a = Automaton("a", [[(q + 1) % n] for q in range(n)], 0, [q == 0 for q in range(n)])
    assert hankel_rank(a) == n


def test_constant_functions_have_rank_at_most_1():
    table = [[1], [0]]
    assert hankel_rank(Automaton("a", table, 0, (False, False))) == 0
    assert hankel_rank(Automaton("a", table, 0, (1, 1))) == 1
    assert hankel_rank(Automaton("a", table, 0, ("0", "0"))) == 1


def test_real_part_of_a_character_has_rank_2():
    # Outputs 2, -1, -1 of the counter modulo 3 are indicators stacked, hence of rank 3.
    a = Automaton("a", [[1], [2], [0]], 0, (2, -1, -1))
    assert hankel_rank(a) == 3
    # On the counter modulo 4 the halves {0, 1} and {2, 3} span the constants and two more.
    b = Automaton("a", [[1], [2], [3], [0]], 0, (1, 1, 0, 0))
    assert hankel_rank(b) == 3


def test_past_the_bound_the_interval_contains_the_rank():
    n = 60
    a = Automaton("a", [[(q + 1) % n] for q in range(n)], 0, [q == 0 for q in range(n)])
    low, high = hankel_rank(a, bound=60 * 25)
    assert 5 <= low < 60
    assert high == 60
    assert hankel_rank(a, bound=60**3) == 60


@given(st.integers(0, 2**32 - 1), st.integers(-40, 40), st.integers(1, 40))
def test_lifting_recovers_small_rationals(seed, numerator, denominator):
    p = next(hankel._primes(10))
    rng = np.random.default_rng(seed)
    numerators = np.append(rng.integers(-40, 41, 6), numerator)
    residues = np.array([float(int(x) * pow(denominator, -1, p) % p) for x in numerators])
    X, D = hankel._lifted(residues, p)
    assert [int(x) * denominator for x in X] == [int(x) * D for x in numerators]


def test_primes_are_prime_and_small_enough():
    for n in (1, 50, 3000):
        primes = list(islice(hankel._primes(n), 20))
        assert primes[0] ** 2 // 4 * (n + 1) < 2**53
        for larger, p in pairwise(primes):
            assert sympy.prevprime(larger) == p
    assert list(hankel._primes(2**46))[-3:] == [5, 3, 2]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_minors_stay_below_hadamards_bound(size):
    matrices = words_over((0, 1), repeat=size * size)
    largest = max(
        round(abs(np.linalg.det(np.reshape(x, (size, size))))) for x in list(matrices)[:70000]
    )
    assert largest**2 <= hankel._squared_minor(size)
