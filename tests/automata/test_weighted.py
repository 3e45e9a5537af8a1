"""Least weighted automata, against the automaton on all short words and against the Hankel rank."""

from itertools import product

import pytest
from hypothesis import given

from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.weighted import weighted
from bilinear_theory.testing.automata import automata


def _state(a, word):
    q = a.start
    for symbol in word:
        q = int(a.transitions[q, a.alphabet.index(symbol)])
    return q


def assert_exact_and_least(a, length):
    found = weighted(a)
    assert found.rank == hankel_rank(a)
    assert found.block().rank() == found.rank == len(found.prefixes) == len(found.suffixes)
    for n in range(length + 1):
        for word in product(a.alphabet, repeat=n):
            values = [int(x.as_fraction()) for x in found.values(word)]
            output = a.outputs[_state(a, word)]
            if found.outputs:
                assert values == [int(output == y) for y in found.outputs]
            else:
                assert values == [0]


@given(automata(max_states=6))
def test_values_are_the_outputs_and_no_narrower_recurrence_exists(a):
    assert_exact_and_least(a, 3)


@pytest.mark.parametrize("name", ["S3", "flip-flop", "regex:(ab)*", "example:coffee", "A4/points"])
def test_named_targets_are_exact_and_least(name):
    assert_exact_and_least(target(name), 4)


def test_the_k_th_letter_from_the_end_takes_one_unit_more_than_k():
    for k in (1, 2, 3, 4):
        a = target("regex:(a|b)*a" + "(a|b)" * (k - 1))
        assert (len(a), weighted(a).rank) == (2**k, k + 1)
