"""Columns by characters are those of the systems that are built."""

from dataclasses import replace

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.constructions import columns, cp
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Setting

NAMES = ("C2", "C5", "C6", "C2xC2", "C3xC3", "C2xC4", "S3", "D4", "D5", "Q8", "A4", "C5xC5", "S4")


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("scalars", list(Scalars)[1:])
@pytest.mark.parametrize("name", NAMES)
def test_the_first_system_with_few_columns_is_known_before_it_is_built(name, scalars, additive):
    subject = Subject(target(name))
    task = group_task(subject.minimal)
    for rank in range(1, 6):
        restriction = CPFactored(rank, scalars)
        question = Question(subject, restriction, Setting(additive=additive))
        plan = columns.plan(task, restriction, additive=additive)
        built = cp.construct(question, restriction)
        assert (plan is None) == (built is None)
        if plan is not None:
            built_one = (built.width, built.structure.rank, built.reason)
            assert built_one == (plan.width, plan.terms, plan.reason)


SEVERAL = (
    "C2xC2xC2",
    "C2xC2xC4",
    "C3xC3xC3",
    "C2xD4",
    "C2xQ8",
    "D4xC2xC2",
    "C2xC2xS3",
    "S3xS3",
    "S3@all",
    "D4@all",
    "Q8@all",
    "C4@all",
    "C2xA4",
    "C2xC2xC2xC2",
    "C2xC2@all",
    "D5@all",
)


@pytest.mark.parametrize("scalars", list(Scalars)[1:])
@pytest.mark.parametrize("name", SEVERAL)
def test_of_several_letters_a_system_beside_numbers_is_known_before_it_is_built(name, scalars):
    subject = Subject(target(name))
    task = group_task(subject.minimal)
    for rank in range(1, 6):
        restriction = CPFactored(rank, scalars)
        question = Question(subject, restriction, Setting())
        plan = columns.plan(task, restriction, additive=False)
        if plan is not None:
            built = cp.construct(question, restriction)
            found = (built.width, built.structure.rank, built.reason)
            assert found == (plan.width, plan.terms, plan.reason)
            if rank > 1 and plan.terms == rank:
                assert cp.construct(question, CPFactored(rank - 1, scalars)) is None


def test_several_letters_are_planned_where_one_unit_at_most_is_no_number():
    def planned(name, rank, scalars=Scalars.COMPLEX):
        restriction = CPFactored(rank, scalars)
        found = columns.plan(group_task(target(name)), restriction, additive=False)
        return None if found is None else (found.width, found.terms)

    assert planned("C2xC2xC2", 3) == planned("C2xC2xC2", 3, Scalars.REAL) == (3, 3)
    assert planned("C3xC3xC3", 3) == (3, 3)
    assert planned("C3xC3xC3", 9, Scalars.REAL) is None  # planes of three letters
    assert planned("C2xD4", 3) is None
    assert planned("C2xD4", 4) == planned("C2xD4", 4, Scalars.REAL)
    assert planned("D4@all", 4) == (2, 4)
    assert planned("S3xS3", 6) is None  # two planes


def test_past_the_bound_on_entries_nothing_is_planned(monkeypatch):
    task = group_task(target("C2xC2xC2"))
    for bound, found in ((9 * 3, True), (9 * 3 - 1, False)):
        columns.plan.cache_clear()
        monkeypatch.setattr(columns, "MAX_ENTRIES", bound)
        plan = columns.plan(task, CPFactored(4, Scalars.COMPLEX), additive=False)
        assert (plan is not None) == found
    columns.plan.cache_clear()


def test_the_letters_decide_and_not_the_group_alone():
    restriction = CPFactored(2, Scalars.REAL)
    two_reflections = target("D4")
    a, b = two_reflections.transitions.T
    reflections = replace(
        two_reflections, transitions=[[int(b[q]), int(b[a[q]])] for q in range(len(a))]
    )
    plans = [
        columns.plan(group_task(m), restriction, additive=False)
        for m in (two_reflections, reflections)
    ]
    assert [p is None for p in plans] == [False, True]
