"""Bounded widths: yes from the least degree of representations that separate the states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bilinear_theory.algebra.faithful import least_degree
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.restriction import Membership
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_realizes, permutation_automata

#: theory.md, 4.1: least degree of a faithful representation over C and over R.
DEGREES = {
    "C2": (1, 1), "C3": (1, 2), "C5": (1, 2), "C12": (1, 2), "C2xC4": (2, 3), "C3xC3": (2, 4),
    "S3": (2, 2), "D4": (2, 2), "Q8": (2, 4), "A4": (3, 3), "SL(2,3)": (2, 4), "S4": (3, 3),
    "A5": (3, 3),
}  # fmt: skip


@pytest.mark.parametrize("name", DEGREES)
def test_widths_of_groups_are_their_least_faithful_degrees(name):
    for class_, least in zip(("full", "orthogonal"), DEGREES[name], strict=True):
        verdict = classify(name, f"{class_}:{least}")
        assert isinstance(verdict, Realization)
        assert verdict.width == least
        assert verdict.membership is Membership.YES
        assert_certifies(verdict)
        if least > 1:
            assert not isinstance(classify(name, f"{class_}:{least - 1}"), Realization)


def test_points_need_a_representation_with_a_fixed_vector():
    for name, width in (("A5/points", 4), ("S4/points", 3), ("A4/points", 3)):
        assert isinstance(classify(name, f"orthogonal:{width}"), Realization)
        assert not isinstance(classify(name, f"full:{width - 1}"), Realization)


@settings(max_examples=25)
@given(permutation_automata(max_states=5))
def test_the_least_width_is_reached(a):
    minimal = minimize(a)
    a = Automaton(minimal.alphabet, minimal.transitions, 0, range(len(minimal)))
    task = group_task(a)
    assert task is not None
    for class_, field in (("full", "C"), ("orthogonal", "R")):
        low, high = least_degree(task.demands(field))
        assert low == high
        verdict = classify(a, f"{class_}:{max(1, high)}")
        assert isinstance(verdict, Realization)
        assert_certifies(verdict)
        assert assert_realizes(verdict, a).proved


def test_more_units_than_are_needed_stay_unused():
    verdict = classify("S3", "orthogonal:6", decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Realization)
    assert verdict.width == 2
