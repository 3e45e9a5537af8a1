"""Householder products: yes at the number of reflections that the theory gives, with exact factors.

The product of the factors is held to the matrices in floats, apart from the exact code.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.faithful import reflections
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.factors import HouseholderFactors
from bilinear_theory.systems.matrix import dense
from bilinear_theory.systems.restriction import Membership
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_realizes, permutation_automata

#: theory.md, 4.1 and 3.8: reflections for all elements as letters, in one head and in several.
ONE_HEAD = {
    "C2": 1, "C3": 2, "C4": 2, "C5": 2, "C6": 2, "C12": 2, "C2xC2": 2, "C2xC2xC2": 3, "C2xC4": 3,
    "C3xC3": 4, "S3": 2, "D4": 2, "Q8": 4, "D6": 2, "A4": 2, "SL(2,3)": 4, "S4": 2, "A5": 2,
}  # fmt: skip
HEADS = {
    "C2xC2xC2": 1, "C2xC4": 2, "C3xC3": 2, "C4xC4": 2, "S3xS3": 2, "Q8": 4, "SL(2,3)": 4, "A5": 2,
}  # fmt: skip
#: theory.md, 3.8: points, with a linear decoder.
POINTS = {"S3": 2, "S4": 3, "A4": 2, "A5": 4, "C7": 2, "D5": 2}


def hold(verdict: object, most: int) -> Realization:
    """A realization with a certificate, its factors at most so many and of the right product."""
    assert isinstance(verdict, Realization), verdict
    factors = verdict.structure
    assert isinstance(factors, HouseholderFactors)
    assert factors.most <= most
    assert verdict.membership is Membership.YES
    assert_certifies(verdict)
    for a, matrix in enumerate(verdict.system.matrices):
        assert np.allclose(_floats_of(factors, a), _floats(matrix))
    return verdict


def _floats(matrix):
    rows = dense(matrix).rows()
    return np.array([[complex(x).real for x in row] for row in rows]).reshape(len(rows), len(rows))


def _floats_of(factors: HouseholderFactors, a: int):
    """The product of the factors of a letter, from its definition."""
    d = sum(factors.heads)
    metric = np.eye(d)
    if factors.metric is not None:
        metric = _floats(factors.metric.matrix)
    total, at = np.eye(d), 0
    for size, part in zip(factors.heads, factors.letters[a], strict=True):
        for factor in part:
            k = np.zeros(d)
            k[at : at + size] = [complex(x).real for x in factor.key]
            beta = complex(factor.beta).real
            total = total - beta * np.outer(k, k @ metric @ total) / (k @ metric @ k)
        at += size
    return total


@pytest.mark.parametrize("name", ONE_HEAD)
def test_one_head_does_all_elements_of_a_group_with_the_reflections_of_the_table(name):
    n = ONE_HEAD[name]
    hold(classify(f"{name}@all", f"householder:{n}"), n)
    if n > 1:
        assert not isinstance(classify(f"{name}@all", f"householder:{n - 1}"), Realization)


@pytest.mark.parametrize("name", HEADS)
def test_several_heads_need_only_the_largest_number_of_reflections(name):
    n = HEADS[name]
    hold(classify(f"{name}@all", f"householder-heads:{n}"), n)
    if n > 1:
        assert not isinstance(classify(f"{name}@all", f"householder-heads:{n - 1}"), Realization)


@pytest.mark.parametrize("name", POINTS)
def test_points_need_the_reflections_of_representations_with_fixed_vectors(name):
    n = POINTS[name]
    letters = f"{name}/points" if name in ("C7", "D5") else f"{name}@all/points"
    verdict = hold(classify(target(letters), f"householder:{n}"), n)
    assert len(verdict.orbit) == len(minimize(target(letters)))


@pytest.mark.slow
def test_s5_needs_four_reflections_as_a_group_and_one_for_transpositions():
    hold(classify("S5@all", "householder:4"), 4)
    swaps = [[1, 0, 2, 3, 4], [0, 2, 1, 3, 4], [0, 1, 3, 2, 4], [0, 1, 2, 4, 3]]
    a = Automaton("abcd", np.transpose(swaps), 0, range(5))
    hold(classify(a, "householder:1"), 1)


@settings(max_examples=25)
@given(permutation_automata(max_states=5), st.sampled_from(Decoder), st.booleans())
def test_the_least_number_of_reflections_is_reached(a, decoder, additive):
    minimal = minimize(a)
    a = Automaton(minimal.alphabet, minimal.transitions, 0, range(len(minimal)))
    task = group_task(a)
    assert task is not None
    for heads in (False, True):
        name = "householder-heads" if heads else "householder"
        low, high = reflections(task.demands("R"), task.group.generators, heads=heads)
        assert low == high
        n = max(1, high)
        verdict = classify(a, f"{name}:{n}", decoder=decoder, additive=additive)
        hold(verdict, n)
        assert isinstance(verdict, Realization)
        assert assert_realizes(verdict, a).proved
        if decoder is Decoder.LINEAR and high > 1:
            below = classify(a, f"{name}:{high - 1}", decoder=decoder, additive=additive)
            assert not isinstance(below, Realization)


@given(st.permutations(range(7)), st.data())
def test_outputs_that_states_share_are_read_off_the_permutation_matrices(images, data):
    outputs = data.draw(st.lists(st.integers(0, 1), min_size=7, max_size=7))
    a = Automaton("a", [[q] for q in images], 0, outputs)
    verdict = hold(classify(a, "householder:6"), 6)
    assert assert_realizes(verdict, a).proved


@pytest.mark.parametrize("name", ["S3", "D4", "C2xC4", "S4/points", "A4"])
@given(data=st.data())
@settings(max_examples=8)
def test_outputs_that_states_share_are_decoded_where_a_decoder_is_found(name, data):
    a = target(name)
    size = len(a)
    outputs = data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    coarse = Automaton(a.alphabet, a.transitions, a.start, outputs)
    for class_, n in (("householder", 3), ("householder-heads", 3), ("orthogonal", 4), ("full", 3)):
        verdict = classify(coarse, f"{class_}:{n}")
        if isinstance(verdict, Realization):
            assert_certifies(verdict)
            assert assert_realizes(verdict, coarse).proved
    heads = classify(coarse, "householder-heads:3")
    assert isinstance(heads, Realization) == (
        isinstance(classify(coarse, "block-real:3"), Realization)
    )


def test_a_machine_of_one_state_needs_no_units():
    a = Automaton("ab", [[0, 0]], 0, [0])
    for name in ("householder:1", "householder-heads:1", "orthogonal:1"):
        verdict = classify(a, name)
        assert isinstance(verdict, Realization)
        assert_certifies(verdict)
    empty = Automaton("", np.zeros((1, 0), int), 0, [0])
    assert_certifies(classify(empty, "householder:1"))
