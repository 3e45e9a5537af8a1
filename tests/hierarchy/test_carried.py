"""Widths over the inclusions: no class needs more units than one whose systems are its own."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.announcement import told
from bilinear_theory.hierarchy.carried import as_one_of, keeps
from bilinear_theory.hierarchy.classify import classify, decide
from bilinear_theory.hierarchy.order import INCLUSIONS
from bilinear_theory.hierarchy.queries import query_of, within
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.systems.matrix import components
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD, BlockDiagonal, Scalars, restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing.automata import automata

#: Inclusions by which one unit becomes two.
DOUBLING = {("rotation", "householder-heads:2"), ("block-complex:2", "block-real:4")}
#: Those in which blocks stay where they are if they are few.
BLOCKS = {
    (f"block-{field}:{k}", f"block-{field}:{size}"): (k, size)
    for field in ("real", "complex")
    for size in (3, 4)
    for k in range(2, size)
}
KEEPING = {(i.lower, i.upper) for i in INCLUSIONS} - DOUBLING | set(BLOCKS)
SETTINGS = [(decoder, additive) for decoder in Decoder for additive in (False, True)]


def assert_monotone(found):
    """No larger class and no weaker setting has more units, or none where the smaller one has some."""
    by = {
        (v.question.restriction.name, v.question.setting.decoder, v.question.setting.additive): v
        for v in found
    }
    for decoder, additive in SETTINGS:
        for lower, upper in KEEPING:
            small, large = by[lower, decoder, additive], by[upper, decoder, additive]
            if small.word != "yes":
                continue
            assert large.word == "yes", (lower, upper)
            k, size = BLOCKS.get((lower, upper), (1, 1))
            if size % k == 0 or small.width <= size:
                assert large.width <= small.width, (lower, upper, decoder, additive)
    for (name, decoder, additive), small in by.items():
        for weaker in ((name, Decoder.ARBITRARY, additive), (name, decoder, True)):
            if small.word == "yes":
                assert by[weaker].word == "yes"
                assert by[weaker].width <= small.width, (name, decoder, additive)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@example(target("tomita:5"))
@example(target("D4/points"))
@example(target("regex:(a|b)*a(a|b)"))
@given(automata(max_states=4, reachable=True))
def test_the_verdicts_on_a_machine_are_monotone_and_what_is_announced_is_as_narrow(automaton):
    request, subject = Request(), Subject(automaton)
    found = [told(v) for v in request.verdicts(subject)]
    assert_monotone(found)
    announced = list(request.announcements(Subject(automaton)))
    assert [a.width for a in announced] == [v.width for v in found]


@pytest.mark.parametrize("name", ["A5/points", "S4", "tomita:6", "C2xC4", "D6/points", "C1"])
def test_what_is_announced_of_a_group_is_monotone(name):
    assert_monotone(Request().announcements(Subject(target(name))))


@pytest.mark.parametrize(
    ("name", "classes", "width"),
    [
        ("tomita:5", ["householder-heads:1", "householder-heads:4"], 2),
        ("tomita:6", ["householder-heads:2"], 3),
        ("D4/points", ["block-real:4", "block-complex:4"], 2),
        ("regex:(ab)*", ["block-real:3", "block-real:4", "block-complex:3"], 2),
    ],
)
def test_a_question_alone_is_answered_as_narrowly_and_its_certificate_holds(name, classes, width):
    for asked in classes:
        found = classify(name, asked)
        assert found.width == width
        check(found.document())


@pytest.mark.parametrize("name", ["tomita:5", "tomita:4", "flip-flop", "C2xC4", "S3/points", "S4"])
def test_a_system_of_a_class_inside_is_one_of_the_class_for_the_kernel(name):
    subject, carried = Subject(target(name)), 0
    for r in STANDARD:
        for decoder, additive in SETTINGS:
            question = Question(subject, r, Setting(decoder=decoder, additive=additive))
            for inner in query_of(question).simpler:
                found = decide(inner.of(subject))
                if not isinstance(found, Realization):
                    continue
                one = as_one_of(question, found)
                if keeps(inner.restriction, r, found.width):
                    assert one is not None, (inner.restriction.name, question.name)
                    assert one.width == found.width
                    check(one.document())
                    carried += 1
    assert carried > 50


def test_two_blocks_of_two_are_no_aligned_blocks_of_three():
    two, three, four = (BlockDiagonal(k, Scalars.REAL) for k in (2, 3, 4))
    assert keeps(two, four, 6)
    assert keeps(two, three, 3)
    assert not keeps(two, three, 4)
    found = classify("C3xC3", "block-real:2")  # complex diagonals are in all of them
    assert found.width == 2
    pair = classify("S3xS3", "block-real:2")
    assert pair.width == 4
    three_question = Question(pair.question.subject, three, Setting())
    assert as_one_of(three_question, pair) is None
    assert classify("S3xS3", "block-real:4").width == 4


def test_a_complex_unit_stands_for_two_where_units_are_counted():
    found = classify("parity", "orthogonal", decoder=Decoder.ARBITRARY)
    i = Cyclotomic.root_of_unity(4)
    vectors = tuple(tuple(x * i for x in components(v)) for v in found.orbit.vectors)
    turned = replace(
        found,
        system=replace(found.single, initial=vectors[0]),
        orbit=replace(found.orbit, vectors=vectors),
    )
    for name, carried in (("orthogonal", 1), ("orthogonal:1", 0)):
        question = replace(found.question, restriction=restriction(name)[0])
        assert (as_one_of(question, turned) is not None) == carried
        assert as_one_of(question, found) is not None


def test_a_bounded_class_holds_no_wider_system():
    for name in ("full", "pd", "column-one-hot", "orthogonal", "permutation"):
        (free, _), (bounded, _) = restriction(name), restriction(f"{name}:3")
        assert [keeps(free, bounded, n) for n in (3, 4)] == [True, False]
        assert keeps(bounded, free, 4)


def test_of_each_inclusion_that_keeps_the_units_the_smaller_class_is_found_inside():
    for lower, upper in KEEPING:
        inside, waiting = set(), [restriction(upper)[0]]
        while waiting:
            r = waiting.pop()
            inside.add(r.name)
            waiting += [s for s in within(r) if s.name not in inside]
        assert lower in inside, (lower, upper)
    for lower, upper in DOUBLING:
        assert restriction(lower)[0] not in within(restriction(upper)[0])


@pytest.mark.parametrize("name", ["tomita:6", "tomita:3", "D6/points", "S4", "regex:(ab)*"])
def test_a_question_among_all_is_answered_as_narrowly_as_alone(name):
    for found in Request().verdicts(Subject(target(name))):
        alone = told(decide(found.question))
        assert (alone.word, alone.width) == (told(found).word, told(found).width)
