"""Householder products beyond representations of the group: covers, diagonal systems, resets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.factoring import common_form, factored
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_realizes, automata
from tests.constructions.test_householder import hold

ARBITRARY = Decoder.ARBITRARY


def involutions(name: str) -> Automaton:
    """The word problem of a group on its involutions."""
    a = target(f"{name}@all")
    states = np.arange(len(a))
    moved = [t for t in a.transitions.T if (t[t] == states).all() and (t != states).any()]
    return Automaton(range(len(moved)), np.transpose(moved), a.start, a.outputs)


def with_resets(a: Automaton, states: list[int], outputs: list[int] | None = None) -> Automaton:
    """The machine with a letter more for each given state, that leads there from everywhere."""
    columns = np.tile(states, (len(a), 1))
    table = np.concatenate([a.transitions, columns], axis=1)
    return Automaton(range(table.shape[1]), table, a.start, outputs or range(len(a)))


@pytest.mark.parametrize(
    ("name", "linear", "arbitrary"),
    [("C2xC2xC2", 3, 1), ("C3xC3", 4, 2), ("C2xC4", 3, 2), ("C2xC6", 3, 2)],
)
def test_abelian_groups_need_two_reflections_with_an_arbitrary_decoder_or_one(
    name, linear, arbitrary
):
    a = target(f"{name}@all")
    assert not isinstance(classify(a, f"householder:{linear - 1}"), Realization)
    verdict = hold(classify(a, f"householder:{arbitrary}", decoder=ARBITRARY), arbitrary)
    assert assert_realizes(verdict, a).proved


@pytest.mark.parametrize("additive", [False, True])
def test_involutions_of_s4_lift_to_their_negatives(additive):
    a = involutions("S4")
    assert not isinstance(classify(a, "householder:1", additive=additive), Realization)
    verdict = hold(classify(a, "householder:1", additive=additive, decoder=ARBITRARY), 1)
    assert len(verdict.orbit) > len(a)
    assert assert_realizes(verdict, a).proved


@pytest.mark.slow
def test_involutions_of_a5_need_one_reflection_with_an_arbitrary_decoder():
    a = involutions("A5")
    hold(classify(a, "householder:2"), 2)
    assert not isinstance(classify(a, "householder:1"), Realization)
    verdict = hold(classify(a, "householder:1", decoder=ARBITRARY), 1)
    assert len(verdict.orbit) == 120


def test_the_quaternions_need_fewer_reflections_with_an_arbitrary_decoder():
    q8 = target("Q8")
    hold(classify(q8, "householder:3", decoder=ARBITRARY), 3)
    verdict = hold(classify(q8, "householder-heads:2", decoder=ARBITRARY), 2)
    assert assert_realizes(verdict, q8).proved
    assert not isinstance(classify(q8, "householder-heads:3"), Realization)


@settings(max_examples=25)
@given(
    automata(max_states=4), st.sampled_from(["diagonal-real", "rotation"]), st.sampled_from(Decoder)
)
def test_diagonal_systems_are_heads_of_one_or_two_factors(a, name, decoder):
    for additive in (False, True):
        if not isinstance(classify(a, name, additive=additive, decoder=decoder), Realization):
            continue
        n = 1 if name == "diagonal-real" else 2
        class_ = f"householder-heads:{n}"
        verdict = hold(classify(a, class_, additive=additive, decoder=decoder), n)
        assert assert_realizes(verdict, a).proved


def test_a_register_takes_one_projection_and_no_linear_system_is_known():
    flip_flop = target("flip-flop")
    verdict = hold(classify(flip_flop, "householder:1+b"), 1)
    [unit] = verdict.structure.letters[1]
    assert [factor.beta for factor in unit] == [Cyclotomic.rational(1)]
    assert not isinstance(classify(flip_flop, "householder:4"), Realization)


@settings(max_examples=25)
@given(st.integers(2, 5), st.data(), st.sampled_from(Decoder))
def test_permutations_and_resets_take_at_most_as_many_factors_as_states_but_one(n, data, decoder):
    shift = [(q + 1) % n for q in range(n)]
    letters = [shift, data.draw(st.permutations(range(n)))]
    own = Automaton("ab", np.transpose(letters), 0, range(n))
    targets = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=2))
    machine = with_resets(own, targets)
    for class_ in ("householder", "householder-heads"):
        verdict = hold(classify(machine, f"{class_}:{n - 1}+b", decoder=decoder), n - 1)
        assert assert_realizes(verdict, machine).proved
    outputs = data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    coarse = with_resets(own, targets, outputs)
    verdict = classify(coarse, f"householder:{n - 1}+b", decoder=decoder)
    if isinstance(verdict, Realization):
        hold(verdict, n - 1)
        assert assert_realizes(verdict, coarse).proved


@pytest.mark.parametrize(("name", "n"), [("S3/points", 2), ("A4/points", 3), ("C5", 2)])
def test_a_group_with_resets_needs_as_many_factors_as_its_least_degree(name, n):
    a = with_resets(target(name), [0, 2])
    hold(classify(a, f"householder:{n}+b"), n)
    assert not isinstance(classify(a, f"householder:{n - 1}+b"), Realization)
    assert not isinstance(classify(a, f"householder:{n}"), Realization)


def test_blocks_that_are_neither_orthogonal_nor_zero_are_not_factored():
    two, one = CyclotomicMatrix([[2]]), CyclotomicMatrix([[1]])
    assert factored([[two]], [one], heads=True) is None
    assert common_form([two]) is None
    assert common_form([CyclotomicMatrix([[1, 1], [0, 1]])]) is None


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_a_common_form_is_found_for_permutations_in_any_basis(p, q):
    basis = CyclotomicMatrix([[1, 0, 0, 0], [1, 1, 0, 0], [0, 2, 1, 0], [0, 0, 1, 1]])
    matrices = [basis.inverse() @ CyclotomicMatrix.permutation(x) @ basis for x in (p, q)]
    form = common_form(matrices)
    assert form is not None
    assert all(a.transpose() @ form @ a == form for a in matrices)


@pytest.mark.parametrize("heads", [False, True])
def test_a_zero_block_is_a_product_of_orthogonal_projections(heads):
    form = CyclotomicMatrix([[2, -1], [-1, 2]])
    structure = factored([[CyclotomicMatrix.zeros(2, 2)]], [form], heads=heads)
    assert structure is not None
    assert structure.matrices == (CyclotomicMatrix.zeros(2, 2),)
    for f, g in pairwise(structure.letters[0][0]):
        k, m = CyclotomicMatrix.column(f.key), CyclotomicMatrix.column(g.key)
        assert (k.transpose() @ form @ m).is_zero()
