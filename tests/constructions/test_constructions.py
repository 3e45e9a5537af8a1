"""Constructions: exact, in their class, of the promised width, in both settings of the decoder.

That the answers are right for all small automata is held in ``tests/obstructions``; here are widths,
large machines, and laws of the constructions themselves.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.files import text
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.restriction import Membership, restriction
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import (
    assert_certifies,
    assert_realizes,
    automata,
    permutation_automata,
    realizations,
)

NAMES = ("full", "rotation", "rotation+b", "diagonal-real+b", "triangular-real", "block-real:2")


@given(realizations(restrictions=NAMES))
def test_a_realization_lies_in_its_class_and_its_certificate_is_accepted(r):
    assert r.question.restriction.contains(r.system.matrices) is not Membership.NO
    assert (r.system.offsets is not None) == r.question.setting.additive
    assert (r.readout is not None) == (r.question.setting.decoder is Decoder.LINEAR)
    assert_certifies(r)


@given(automata(max_states=5), st.sampled_from(["full", "column-one-hot", "pd", "full+b"]))
def test_every_automaton_is_tracked_with_at_most_one_unit_a_state(a, name):
    r = classify(a, name)
    assert isinstance(r, Realization)
    assert r.width <= len(minimize(a))
    assert_certifies(r)
    assert assert_realizes(r, a).proved


@given(permutation_automata(max_states=5), st.booleans())
def test_every_permutation_automaton_is_tracked_by_permutation_matrices(a, additive):
    r = classify(a, "permutation", additive=additive)
    assert isinstance(r, Realization)
    assert restriction("permutation")[0].contains(r.system.matrices) is Membership.YES
    assert_certifies(r)
    assert assert_realizes(r, a).proved


@given(st.integers(1, 30), st.sampled_from(Decoder))
def test_rotation_realizes_every_counter_with_one_unit(n, decoder):
    r = classify(f"counter:{n}", "rotation", decoder=decoder)
    assert isinstance(r, Realization)
    assert n == 1 or r.width == 1
    assert len(r.orbit) == n
    assert_certifies(r)


@given(st.integers(1, 20), st.integers(1, 4), st.data())
def test_coarse_outputs_of_a_counter_are_decoded_linearly(n, colours, data):
    outputs = data.draw(st.lists(st.integers(0, colours - 1), min_size=n, max_size=n))
    a = Automaton("a", [[(q + 1) % n] for q in range(n)], 0, outputs)
    r = classify(a, "rotation")
    assert isinstance(r, Realization)
    assert_certifies(r)
    assert assert_realizes(r, a).proved


@given(st.integers(2, 6))
def test_a_register_is_tracked_by_one_affine_unit(n):
    table = [list(range(n)) for _ in range(n)]
    register = Automaton(map(str, range(n)), table, 0, range(n))
    r = classify(register, "diagonal-nonnegative+b", decoder=Decoder.ARBITRARY)
    assert isinstance(r, Realization)
    assert_certifies(r)
    assert assert_realizes(r, register).proved


@given(automata(max_states=4, reachable=True), st.sampled_from(NAMES))
def test_equal_questions_give_equal_bytes(a, name):
    first, second = classify(a, name), classify(a, name)
    assert type(first) is type(second)
    if isinstance(first, Realization) and isinstance(second, Realization):
        assert text(first) == text(second)


@given(automata(max_states=3, reachable=True), st.sampled_from(NAMES), st.permutations("ab"))
def test_the_order_of_the_letters_changes_no_verdict(a, name, letters):
    order = [a.index[x] for x in letters]
    other = Automaton(letters, a.transitions[:, order], a.start, a.outputs)
    assert type(classify(a, name)) is type(classify(other, name))


@pytest.mark.parametrize(("name", "width"), [("full", 1), ("permutation", 2000), ("rotation", 1)])
def test_machines_with_thousands_of_states_are_tracked(name, width):
    n = 2000
    a = Automaton("a", ((np.arange(n) + 1) % n)[:, None], 0, np.arange(n).tolist())
    r = classify(a, name, decoder=Decoder.ARBITRARY)
    assert isinstance(r, Realization)
    assert r.width == width


def test_an_automaton_without_letters_and_one_with_a_constant_output_are_tracked():
    for a in (
        Automaton((), np.zeros((1, 0), int), 0, ["yes"]),
        Automaton("ab", [[1, 0], [0, 1]], 0, ["yes", "yes"]),
    ):
        for name in ("full", "permutation", "orthogonal", "diagonal-nonnegative", "rotation+b"):
            for decoder in Decoder:
                r = classify(a, name, decoder=decoder)
                assert isinstance(r, Realization), name
                assert_certifies(r)
                assert assert_realizes(r, a).proved
