"""Tails and sinks as Householder products: right, with as few factors as the letters' maps ask for."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.householder_tails import construct, counted, partial
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_realizes


def asked(automaton, name, decoder=Decoder.ARBITRARY):
    found, additive = restriction(name)
    return Question(Subject(automaton), found, Setting(decoder=decoder, additive=additive))


@st.composite
def partial_permutations(draw):
    """Machines whose last state is a sink, off which the letters are injective."""
    live = draw(st.integers(1, 4))
    columns = []
    for _ in range(draw(st.integers(1, 2))):
        images = draw(st.permutations(range(live)))
        columns.append([live if draw(st.booleans()) else q for q in images] + [live])
    outputs = draw(st.lists(st.integers(0, 2), min_size=live + 1, max_size=live + 1))
    return Automaton("ab"[: len(columns)], list(map(list, zip(*columns, strict=True))), 0, outputs)


@given(partial_permutations(), st.sampled_from(["", "+b"]), st.sampled_from(list(Decoder)))
def test_partial_permutations_with_a_sink_are_products_of_a_factor_for_each_unit_but_one_a_cycle(
    automaton, term, decoder
):
    minimal = minimize(automaton)
    found = partial(asked(automaton, f"householder:{len(minimal)}{term}", decoder), len(minimal))
    if found is None:
        assert len(minimal) == 1 or not sinks(minimal)
        return
    assert_certifies(found)
    assert_realizes(found, automaton)
    (sink,) = sinks(minimal)
    costs = []
    for column in minimal.transitions.T.tolist():
        live = [q for q in range(len(minimal)) if q != sink]
        cycles = {frozenset(orbit(column, q)) for q in live if q in orbit(column, column[q])}
        costs.append(len(live) - len(cycles))
    assert found.structure.most == max(costs)
    assert partial(asked(automaton, "householder:1", decoder), max(costs) - 1) is None


def sinks(minimal):
    return [q for q, row in enumerate(minimal.transitions.tolist()) if set(row) == {q}]


def orbit(column, q):
    seen = []
    while q not in seen:
        seen.append(q)
        q = column[q]
    return seen


@pytest.mark.parametrize(("name", "factors"), [("regex:(ab)*", 2), ("regex:(abc)*", 3)])
@pytest.mark.parametrize("decoder", list(Decoder))
def test_a_cycle_of_letters_that_is_left_for_good_takes_a_factor_for_each_state_but_the_sink(
    name, factors, decoder
):
    verdict = classify(name, f"householder:{factors}", decoder=decoder)
    assert isinstance(verdict, Realization)
    assert_certifies(verdict)


@st.composite
def commuting(draw):
    """Machines that count up to four letters, each with a tail and a cycle, coloured at random."""
    shapes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=2))
    counts = list(itertools.product(*(range(t + c) for t, c in shapes)))
    table = []
    for count in counts:
        row = []
        for a, (tail, cycle) in enumerate(shapes):
            after = count[a] + 1 if count[a] + 1 < tail + cycle else tail
            row.append(counts.index((*count[:a], after, *count[a + 1 :])))
        table.append(row)
    outputs = draw(st.lists(st.integers(0, 2), min_size=len(counts), max_size=len(counts)))
    return Automaton("ab"[: len(shapes)], table, 0, outputs)


@given(commuting(), st.integers(1, 3), st.sampled_from(["", "+b"]))
def test_commuting_letters_are_decided_for_an_arbitrary_decoder(automaton, factors, term):
    for name in (f"householder:{factors}{term}", f"householder-heads:{factors}{term}"):
        verdict = classify(automaton, name, decoder=Decoder.ARBITRARY)
        assert isinstance(verdict, Realization | Obstruction)
        assert_certifies(verdict)
        if isinstance(verdict, Realization):
            assert_realizes(verdict, automaton)


@given(commuting(), st.integers(1, 5), st.sampled_from(list(Decoder)))
def test_letters_counted_in_units_of_their_own_are_right(automaton, factors, decoder):
    found = counted(asked(automaton, f"householder-heads:{factors}", decoder), factors)
    assume(found is not None)
    assert_certifies(found)
    assert_realizes(found, automaton)


def test_machines_of_other_kinds_and_too_few_factors_give_nothing():
    two_sinks = Automaton("ab", [[1, 2], [1, 1], [2, 2]], 0, range(3))
    assert partial(asked(two_sinks, "householder:3"), 3) is None
    merging = Automaton("ab", [[1, 0], [2, 0], [2, 2]], 0, range(3))
    assert construct(asked(merging, "householder:3"), 3) is None
    long = Automaton("a", [[min(q + 1, 70)] for q in range(71)], 0, range(71))
    assert counted(asked(long, "householder:80"), 80) is None  # past the bound on units
    assert partial(asked(long, "householder:80"), 80) is not None
