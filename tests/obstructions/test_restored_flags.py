"""Flags that a letter restores: as many as factors in one head, never more, and with any decoder."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Detail, Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.separation import candidates
from bilinear_theory.obstructions import contractions, restored_flags
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, automata
from tests.obstructions.judge import monoid, then
from tests.obstructions.test_contractions import question, tracked

EXCHANGED = {len(a.alphabet) - 1: a for a in candidates() if "y" in a.alphabet}
CLEARED = {
    len(a) - 1: a for a in candidates() if list(a.alphabet) == list(range(len(a))) and len(a) > 2
}


@settings(max_examples=60)
@given(tracked(factors=1), tracked(factors=2), tracked(factors=2, additive=True))
def test_what_factors_track_restores_no_more_flags_than_there_are_factors(one, two, affine):
    for a, factors, term in ((one, 1, ""), (two, 2, ""), (affine, 2, "+b")):
        if a is None:  # too many points
            continue
        asked = question(a, f"householder:{factors}{term}")
        assert restored_flags.obstruct(asked, factors) is None


@settings(max_examples=60)
@given(tracked(factors=2, additive=True))
def test_what_factors_track_with_an_additive_term_has_idempotents_with_xyx_equal_to_yx(a):
    asked = None if a is None else question(a, "householder-heads:2+b")
    assert asked is None or contractions.idempotents(asked) is None


@given(automata(max_states=4, reachable=True))
def test_idempotents_are_named_exactly_where_xyx_and_yx_differ(a):
    minimal = minimize(a)
    found = contractions.idempotents(question(a, "householder:4+b"))
    idempotent = [f for f in monoid(minimal) if then(f, f) == f]
    assert (found is None) == all(
        then(e, f, e) == then(f, e) for e in idempotent for f in idempotent
    )
    if found is not None:
        assert found.kind == "idempotents-last"
        assert_certifies(found)


@pytest.mark.parametrize("decoder", list(Decoder))
@pytest.mark.parametrize("pairs", [2, 3, 4, 5])
def test_a_letter_that_exchanges_pairs_takes_as_many_factors_in_one_head_and_one_in_several(
    pairs, decoder
):
    a = EXCHANGED[pairs]
    assert len(a) == 2 * pairs + 1
    heads = classify(a, "householder-heads:1", decoder=decoder)
    assert isinstance(heads, Realization)
    assert_certifies(heads)
    refused = classify(a, f"householder:{pairs - 1}", decoder=decoder)
    assert isinstance(refused, Obstruction)
    assert refused.kind == "flags-restored"
    assert_certifies(refused)
    assert isinstance(classify(a, f"householder:{pairs}", decoder=decoder), Realization)


@pytest.mark.parametrize("decoder", list(Decoder))
@pytest.mark.parametrize("numbers", [2, 3, 4, 5])
def test_a_letter_that_clears_the_largest_number_takes_as_many_factors_in_one_head(
    numbers, decoder
):
    a = CLEARED[numbers]
    for name in ("diagonal-nonnegative+b", f"householder:{numbers}+b"):
        found = classify(a, name, decoder=decoder)
        assert isinstance(found, Realization)
        assert_certifies(found)
    refused = classify(a, f"householder:{numbers - 1}+b", decoder=decoder)
    assert isinstance(refused, Obstruction)
    assert refused.kind == "flags-restored"
    assert_certifies(refused)


def test_the_kernel_counts_the_steps_and_asks_each_for_a_difference():
    document = classify(EXCHANGED[3], "householder:2").document()
    steps = document["witness"]["steps"]
    for changed in (steps[1:], steps[:2], [*steps[1:], steps[0]], [steps[0], *steps[:2]]):
        document["witness"]["steps"] = changed
        with pytest.raises(RefusedCertificate, match=r"flags|no difference"):
            check(document)


def test_the_kernel_reads_the_flags_after_a_step_in_their_order():
    # after u y the words a b c and b c lead to one state, a c b and c b do not
    a = Automaton("yabc", [[1, 0, 0, 0], [1, 0, 0, 2], [1, 2, 2, 2]], 0, range(3))
    steps = Detail({"steps": [[[x], []] for x in "abc"]}, "")
    words = {"u": (), "y": ("y",)}
    claim = question(a, "householder:2+b")
    with pytest.raises(RefusedCertificate, match="step 0 makes no difference"):
        check(Obstruction(claim, "flags-restored", words, 1, detail=steps).document())


def test_past_the_bound_on_states_no_flags_are_sought():
    n = restored_flags.MAX_STATES
    numbers = range(n + 1)
    a = Automaton("ab", [[min(q + 1, n), 0] for q in numbers], 0, numbers)
    assert restored_flags.obstruct(question(a, "householder:1+b"), 1) is None
