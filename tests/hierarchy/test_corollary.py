"""A realization found once answers the weaker questions, with a certificate of their own."""

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check, follows
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.certificates import claim_of
from bilinear_theory.hierarchy.classify import classify, decide
from bilinear_theory.hierarchy.corollary import corollary, unmoved
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import (
    STANDARD,
    BlockDiagonal,
    Permutation,
    Rotation,
    Scalars,
)
from bilinear_theory.systems.setting import Decoder, Setting

SETTINGS = [Setting(decoder=d, additive=b) for d in Decoder for b in (False, True)]


@pytest.mark.parametrize("name", ["S3", "flip-flop", "C2xC4"])
def test_a_request_answers_as_its_questions_one_by_one(name):
    request = Request()
    for verdict in request.verdicts(request.subject(target(name))):
        assert word(verdict) == word(decide(verdict.question))


@pytest.mark.parametrize(
    "restriction", ["householder:2", "householder-heads:2", "block-real:2", "cp-real:3"]
)
def test_corollaries_are_accepted_and_follow_from_the_first_claim(restriction):
    found = classify("S3", restriction)
    assert isinstance(found, Realization)
    accepted = 0
    for r in STANDARD:
        for setting in SETTINGS:
            other = corollary(found, Question(found.question.subject, r, setting))
            if other is not None:
                check(other.document())
                assert follows(claim_of(found), claim_of(other))
                accepted += 1
    assert accepted >= 4


def test_nothing_follows_for_another_automaton_or_for_more_than_was_shown():
    found = classify("S3", "householder:2", decoder=Decoder.ARBITRARY)
    question = found.question
    elsewhere = Question(Subject(target("S3")), question.restriction, question.setting)
    linear = Question(question.subject, question.restriction, Setting())
    assert corollary(found, elsewhere) is None
    assert corollary(found, linear) is None


@pytest.mark.parametrize("name", ["A4", "C3xC3", "Q8", "S4/points"])
def test_refusals_of_groups_hold_with_an_additive_term(name):
    subject, accepted = Subject(target(name)), 0
    for r in STANDARD:
        for decoder in Decoder:
            found = decide(Question(subject, r, Setting(decoder=decoder)))
            question = Question(subject, r, Setting(decoder=decoder, additive=True))
            if isinstance(found, Realization):
                continue
            moved = unmoved(found, question)
            if moved is None:
                assert (
                    r.name.startswith(("diagonal", "rotation", "triangular")) or r.name[-1] == "1"
                )
                continue
            assert moved.question is question
            assert word(moved) == word(decide(question))
            if isinstance(moved, Obstruction):
                check(moved.document())
                accepted += 1
    assert accepted >= 4


def test_a_refusal_says_nothing_where_letters_merge_states():
    subject = Subject(target("flip-flop"))
    found = decide(Question(subject, Rotation(), Setting()))
    assert isinstance(found, Obstruction)
    for r in (Rotation(), BlockDiagonal(2, Scalars.REAL)):
        assert unmoved(found, Question(subject, r, Setting(additive=True))) is None
    merging = decide(Question(subject, Permutation(), Setting()))
    assert isinstance(merging, Obstruction)
    assert unmoved(merging, Question(subject, Permutation(), Setting(additive=True))) is None
