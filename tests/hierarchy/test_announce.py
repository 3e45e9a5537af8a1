"""Announcements say what the verdicts say, which are built and checked."""

import pytest

from bilinear_theory.algebra.isomorphism import minimal_generating_set
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.formats import automaton_from_object
from bilinear_theory.hierarchy.announce import announced
from bilinear_theory.hierarchy.announcement import told
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD, BlockDiagonal, Householder, Scalars
from bilinear_theory.systems.setting import Decoder, Setting


def assert_said(automaton, request=None):
    request = request or Request()
    subject = request.subject(automaton)
    verdicts = [told(v) for v in request.verdicts(subject)]
    announcements = list(request.announcements(Subject(subject.automaton)))
    for verdict, announcement in zip(verdicts, announcements, strict=True):
        q, r = verdict.question, announcement.question
        assert (q.name, q.setting) == (r.name, r.setting)
        said = (announcement.word, announcement.width, announcement.reason)
        assert said == (verdict.word, verdict.width, verdict.reason), q.name


def word_problem(group):
    chosen = minimal_generating_set(group) or (0,)
    generators = [group.table[:, x].tolist() for x in chosen]
    given = {"generators": generators, "letters": "generators", "track": "elements"}
    return automaton_from_object(given)


@pytest.mark.parametrize(
    "name", ["C1", "C6", "S3", "Q8", "A4", "D5xC3", "C3xS3", "SL(2,3)", "C2xQ8", "D4@all"]
)
def test_what_is_announced_of_a_group_is_what_is_built(name):
    assert_said(target(name))


@pytest.mark.parametrize("order", [16, 20, 21, 27, 39, 55])
def test_what_is_announced_of_a_group_without_a_name_is_what_is_built(order):
    group = next(g for g in reversed(list(groups_of_order(order))) if not g.is_abelian)
    assert_said(word_problem(group))


@pytest.mark.parametrize("name", ["S4/points", "A4/points", "flip-flop", "parity", "tomita:4"])
def test_machines_that_are_no_word_problems_are_decided(name):
    assert_said(target(name))


def test_stacks_are_decided():
    assert_said(target("S3"), Request(layers=2, restrictions=("rotation", "block-real:2")))


def test_characters_announce_nothing_that_they_do_not_decide():
    subject = Subject(target("A4"))
    two = BlockDiagonal(2, Scalars.REAL)
    linear, arbitrary = Setting(), Setting(decoder=Decoder.ARBITRARY)
    assert announced(Question(subject, two, arbitrary)) is None
    assert announced(Question(subject, two, Setting(layers=2))) is None
    assert told(announced(Question(subject, Householder(1), linear))).word == "no"
    assert told(announced(Question(subject, two, linear))).word == "no"
    points = Subject(target("S3/points"))
    assert all(announced(Question(points, r, linear)) is None for r in STANDARD)


@pytest.mark.slow
@pytest.mark.parametrize("order", range(1, 64))
def test_what_is_announced_of_all_groups_of_small_order_is_what_is_built(order):
    for group in groups_of_order(order):
        assert_said(word_problem(group))
