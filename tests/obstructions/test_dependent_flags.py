"""Words that a letter clears: more of them than factors are dependent, as a linear decoder shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.separation import candidates
from bilinear_theory.obstructions import dependent_flags
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies
from tests.obstructions.test_contractions import question, tracked

TOLD = {
    sum(str(x).startswith("x") for x in a.alphabet): a
    for a in candidates()
    if a.alphabet[-1] == f"z{2 ** sum(str(x).startswith('x') for x in a.alphabet) - 1}"
}


@settings(max_examples=60)
@given(
    tracked(factors=1, linear=True),
    tracked(factors=1, additive=True, linear=True),
    tracked(factors=2, additive=True, linear=True),
)
def test_what_factors_track_is_not_refused(plain, one, two):
    for a, factors, term in ((plain, 1, ""), (one, 1, "+b"), (two, 2, "+b")):
        if a is None:  # too many points
            continue
        asked = question(a, f"householder:{factors}{term}", Decoder.LINEAR)
        assert dependent_flags.obstruct(asked, factors) is None


@pytest.mark.parametrize("letters", sorted(TOLD))
def test_the_last_letter_and_a_number_take_one_column_and_more_factors_than_letters(letters):
    a = TOLD[letters]
    assert (len(a), len(a.alphabet)) == (2 ** (letters + 1) - 2, letters + 2**letters)
    for name in ("cp-real:1+b", "cp-complex:1+b"):
        found = classify(a, name)
        assert isinstance(found, Realization)
        assert_certifies(found)
    for factors in range(1, letters):
        refused = classify(a, f"householder:{factors}+b")
        assert isinstance(refused, Obstruction)
        assert refused.kind == "flags-dependent"
        assert_certifies(refused)


def test_an_arbitrary_decoder_reads_the_last_letter_off_one_unit():
    a = TOLD[5]
    document = classify(a, "householder:2+b").document()
    document["claim"]["decoder"] = "arbitrary"
    with pytest.raises(RefusedCertificate, match="with this decoder"):
        check(document)


def test_a_sum_that_is_the_same_on_both_sides_needs_all_cases():
    document = classify(TOLD[5], "householder:2+b").document()
    cases = document["witness"]["cases"]
    for c in range(1, 4):
        changed = [*cases[:c], [*cases[c][:1], [], []], *cases[c + 1 :]]
        document["witness"]["cases"] = changed
        with pytest.raises(RefusedCertificate, match=f"case {c} does not show"):
            check(document)


def test_past_the_bounds_no_words_are_sought():
    n = dependent_flags.MAX_STATES
    numbers = range(n + 1)
    a = Automaton("ab", [[min(q + 1, n), 0] for q in numbers], 0, numbers)
    assert dependent_flags.obstruct(question(a, "householder:1", Decoder.LINEAR), 1) is None
    few = question(TOLD[5], "householder:2+b", Decoder.LINEAR)
    assert dependent_flags.obstruct(few, dependent_flags.MAX_FACTORS + 1) is None
