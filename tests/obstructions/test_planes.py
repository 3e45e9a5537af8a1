"""Two planes in four real columns: refused rightly, and never where four columns are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import cp
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.separation import candidates
from bilinear_theory.obstructions import planes
from bilinear_theory.systems.setting import Decoder
from tests.obstructions.test_contractions import question

TRIANGLES = next(
    a for a in candidates() if (len(a), len(a.alphabet)) == (6, 2) and sum(a.transitions[3]) == 3
)


@pytest.mark.parametrize("term", ["", "+b"])
@pytest.mark.parametrize("decoder", list(Decoder))
@pytest.mark.parametrize("name", ["triangles", "C3xC3"])
def test_two_planes_take_five_real_columns_and_two_complex_ones(name, decoder, term):
    a = TRIANGLES if name == "triangles" else target(name)
    refused = classify(a, f"cp-real:4{term}", decoder=decoder)
    assert isinstance(refused, Obstruction)
    assert refused.kind == "planes"
    check(refused.document())
    for r in ("cp-complex:2", "cp-real:5"):
        found = classify(a, r + term, decoder=decoder)
        assert isinstance(found, Realization)
        check(found.document())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.permutations(range(6)), min_size=2, max_size=2))
def test_what_four_columns_are_found_for_holds_no_two_planes(columns):
    a = Automaton("ab", list(map(list, zip(*columns, strict=True))), 0, range(6))
    asked = question(a, "cp-real:4")
    if planes.obstruct(asked) is not None:
        assert cp.construct(asked, asked.restriction) is None


@pytest.mark.parametrize("name", ["counter:9", "C3", "S4", "A5", "Q8", "C2xC2"])
def test_groups_with_cyclic_sylow_subgroups_of_odd_order_are_not_refused(name):
    assert planes.obstruct(question(target(name), "cp-real:4")) is None


def test_letters_that_are_reflections_of_one_another_are_not_refused():
    turn, exchange = TRIANGLES.transitions.T
    a = Automaton("ab", list(zip(turn.tolist(), exchange[turn].tolist(), strict=True)), 0, range(6))
    assert planes.obstruct(question(a, "cp-real:4")) is None


def test_past_the_bound_on_elements_no_planes_are_sought(monkeypatch):
    monkeypatch.setattr(planes, "MAX_ELEMENTS", 8)
    assert planes.obstruct(question(target("C3xC3"), "cp-real:4")) is None
