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


def test_three_letters_are_left_to_matrices():
    task = group_task(target("C2xC2xC2"))
    assert columns.plan(task, CPFactored(4, Scalars.COMPLEX), additive=False) is None


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
