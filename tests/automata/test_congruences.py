"""Congruences are the equivalences that letters respect, by brute force over all equivalences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.congruences import (
    MAX_STATES,
    congruences,
    least_congruence,
    permutation_congruence,
    principal_congruences,
    quotient,
)
from bilinear_theory.testing import automata

MACHINES = automata(max_states=5)


def brute_force(table):
    """All equivalences, as class numbers in the order of first occurrence, that letters respect."""
    n = len(table)
    for labels in product(range(n), repeat=n):
        if any(c > max((*labels[:i], -1)) + 1 for i, c in enumerate(labels)):
            continue
        if all(
            labels[table[p][a]] == labels[table[q][a]]
            for p in range(n)
            for q in range(n)
            if labels[p] == labels[q]
            for a in range(len(table[0]))
        ):
            yield labels


def refines(fine, coarse):
    return all(
        coarse[p] == coarse[q]
        for p in range(len(fine))
        for q in range(len(fine))
        if fine[p] == fine[q]
    )


@given(MACHINES)
def test_all_congruences_are_found(a):
    found, complete = congruences(a.transitions)
    assert complete
    listed = {tuple(classes.tolist()) for classes in found} | {tuple(range(len(a)))}
    assert listed == set(brute_force(a.transitions.tolist()))
    sizes = [max(classes) for classes in found]
    assert sizes == sorted(sizes)


@given(MACHINES, st.data())
def test_the_least_congruence_is_in_every_other_one_that_relates_the_pairs(a, data):
    states = st.integers(0, len(a) - 1)
    pairs = data.draw(st.lists(st.tuples(states, states), max_size=2))
    least = least_congruence(a.transitions, pairs).tolist()
    others = [
        labels
        for labels in brute_force(a.transitions.tolist())
        if all(labels[p] == labels[q] for p, q in pairs)
    ]
    assert tuple(least) in others
    assert all(refines(least, labels) for labels in others)


@given(MACHINES)
def test_the_permutation_congruence_is_the_least_whose_quotient_letters_permute(a):
    least = permutation_congruence(a.transitions)
    wanted = [
        labels
        for labels in brute_force(a.transitions.tolist())
        if all(
            len(set(column)) == len(column)
            for column in quotient(a.transitions, np.array(labels)).T.tolist()
        )
    ]
    assert tuple(least.tolist()) in wanted
    assert all(refines(least, labels) for labels in wanted)


@given(MACHINES)
def test_a_quotient_reads_the_same_words(a):
    for classes, _, _ in principal_congruences(a.transitions):
        table = quotient(a.transitions, classes)
        assert (table[classes] == classes[a.transitions]).all()


def test_bounds_are_kept():
    still = np.arange(6, dtype=np.int32)[:, None]
    found, complete = congruences(still, bound=20)
    assert (len(found), complete) == (20, False)
    with pytest.raises(ValueError, match="only of 40"):
        principal_congruences(np.arange(MAX_STATES + 1, dtype=np.int32)[:, None])
