"""One certificate for each fact, with the verdicts that follow from it as corollaries."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import (
    MalformedCertificate,
    RefusedCertificate,
    check,
    follows,
)
from bilinear_theory.certificates.files import load
from bilinear_theory.certificates.obstruction import Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.certificates import claim_of, facts, write_all
from bilinear_theory.hierarchy.order import EQUAL, above
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.systems.restriction import STANDARD
from bilinear_theory.systems.setting import Setting

COVERED = [r.name for r in STANDARD if not r.name.startswith("cp")]
claims = st.fixed_dictionaries(
    {
        "answer": st.sampled_from(["yes", "no"]),
        "restriction": st.sampled_from(COVERED),
        "decoder": st.sampled_from(["linear", "arbitrary"]),
        "additive": st.booleans(),
        "layers": st.just(1),
    }
)


@pytest.fixture(scope="module", params=["S3", "flip-flop", "counter:5"])
def verdicts(request):
    request_ = Request()
    return list(request_.verdicts(request_.subject(target(request.param))))


def test_the_kernel_s_order_is_that_of_the_inclusions():
    for p in COVERED:
        for r in COVERED:
            claim = {"answer": "yes", "decoder": "linear", "additive": False, "layers": 1}
            lower, upper = {**claim, "restriction": p}, {**claim, "restriction": r}
            known = EQUAL.get(r, r) in above(p, converses=True, setting=Setting())
            assert follows(lower, upper) == known, (p, r)
            no = {"answer": "no"}
            assert follows({**upper, **no}, {**lower, **no}) == known


@given(claims, claims, claims)
def test_following_is_reflexive_and_transitive(a, b, c):
    assert follows(a, a)
    assert not (follows(a, b) and follows(b, c)) or follows(a, c)


def test_no_two_certificates_of_an_automaton_hold_the_same_system(verdicts, tmp_path):
    paths = set(write_all(verdicts, tmp_path).values())
    systems = [json.dumps(d["system"]) for d in map(load, paths) if "system" in d]
    assert len(systems) == len(set(systems)) < sum(isinstance(v, Realization) for v in verdicts)


def test_every_verdict_is_a_fact_or_follows_from_one_and_facts_are_independent(verdicts):
    found = facts(verdicts)
    proved = [v for v in verdicts if not isinstance(v, Undecided)]
    assert sorted(map(id, proved)) == sorted(id(w) for v, rest in found.items() for w in (v, *rest))
    for v, rest in found.items():
        assert all(follows(claim_of(v), claim_of(w)) for w in rest)
        assert not any(follows(claim_of(w), claim_of(v)) for w in found if w is not v)
    assert len(found) < len(proved) / 2


def test_written_facts_are_accepted_with_their_corollaries(verdicts, tmp_path):
    paths = write_all(verdicts, tmp_path)
    assert set(paths.values()) == set(tmp_path.iterdir())
    for verdict, path in paths.items():
        document = load(path)
        check(document)
        assert claim_of(verdict) in [document["claim"], *document.get("corollaries", [])]


def test_a_false_corollary_is_refused_and_one_that_is_none_is_malformed(verdicts, tmp_path):
    paths = write_all(verdicts, tmp_path)
    document = next(d for d in map(load, paths.values()) if "corollaries" in d)
    wrong = copy.deepcopy(document)
    other = {"yes": "no", "no": "yes"}[document["claim"]["answer"]]
    wrong["corollaries"][0]["answer"] = other
    with pytest.raises(RefusedCertificate, match=r"corollaries\[0\] does not follow"):
        check(wrong)
    wrong["corollaries"][0] = document["claim"]
    with pytest.raises(RefusedCertificate, match=r"corollaries\[0\] is claimed before"):
        check(wrong)
    wrong["corollaries"][0] = {**document["claim"], "restriction": "sparse"}
    with pytest.raises(MalformedCertificate, match="does not cover the restriction 'sparse'"):
        check(wrong)
    wrong["corollaries"] = []
    with pytest.raises(MalformedCertificate, match="corollaries is empty"):
        check(wrong)
