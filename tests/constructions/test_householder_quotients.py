"""Quotients side by side as Householder products: right, with the factors that each of them takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.constructions import householder, householder_quotients
from bilinear_theory.constructions.householder_tails import construct, is_partial, partial
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import HouseholderHeads
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, automata
from tests.constructions.test_householder_tails import asked, partial_permutations


def together(left, right):
    """The reachable pairs of states of two machines over the same letters."""
    letters = range(len(left.alphabet))
    pairs, table = [(left.start, right.start)], []
    for p, q in pairs:
        after = [(int(left.transitions[p, a]), int(right.transitions[q, a])) for a in letters]
        pairs += [pair for pair in dict.fromkeys(after) if pair not in pairs]
        table.append([pairs.index(pair) for pair in after])
    return Automaton(left.alphabet, table, 0, range(len(table)))


@settings(max_examples=40, deadline=None)
@given(partial_permutations(), partial_permutations(), st.sampled_from(list(Decoder)))
def test_two_partial_permutations_side_by_side_take_the_larger_number_of_factors(p, q, decoder):
    if len(p.alphabet) != len(q.alphabet):
        q = Automaton(
            p.alphabet, [[r[0]] * len(p.alphabet) for r in q.transitions.tolist()], 0, q.outputs
        )
    factors = 4
    single = [Automaton(m.alphabet, m.transitions.tolist(), 0, range(len(m))) for m in (p, q)]
    if any(partial(asked(m, f"householder:{factors}"), factors) is None for m in single):
        return
    both = together(*single)
    if len(minimize(both)) == 1 or len(both) > householder_quotients.MAX_STATES:
        return
    found = householder_quotients.construct(
        asked(both, f"householder-heads:{factors}", decoder), factors
    )
    proper = all(len(minimize(m)) < len(minimize(both)) for m in single)
    assert found is not None or not proper
    if found is not None:
        assert_certifies(found)
        one = householder_quotients.construct(asked(both, "householder:8", decoder), 8)
        assert one is not None
        assert_certifies(one)


@settings(max_examples=60, deadline=None)
@given(automata(max_states=5))
def test_a_quotient_that_is_left_out_takes_no_factors(a):
    subject = Subject(Automaton(a.alphabet, a.transitions.tolist(), a.start, range(len(a))))
    machine = subject.minimal
    left_out = not is_partial(machine.transitions) and not householder_quotients._commutes(
        machine.transitions
    )
    question = Question(subject, HouseholderHeads(50), Setting(decoder=Decoder.ARBITRARY))
    if left_out and len(machine) > 1:
        assert construct(question, 50) is None


@pytest.mark.parametrize("name", ["S3", "Q8", "C3xS3", "A4", "C2xC4", "S4/points", "D6/points"])
def test_of_a_group_quotients_take_no_fewer_factors_than_its_irreducibles(name):
    machine = target(name)
    task = group_task(machine)
    for factors in (1, 2, 3):
        for kind, heads in (("householder", False), ("householder-heads", True)):
            question = asked(machine, f"{kind}:{factors}", Decoder.ARBITRARY)
            found = householder_quotients.construct(question, factors)
            assert found is None or householder.plan(task, factors, heads=heads) is not None
