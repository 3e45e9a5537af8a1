"""Projective representations as blocks: central extensions of the transition group."""

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import schur_cover
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_realizes


@pytest.mark.parametrize(
    ("name", "restriction"),
    [
        ("A6/points", "block-complex:3"),  # 3.A6, Valentiner's group
        ("A6/points", "block-complex:4"),  # 2.A6 = SL(2, 9)
        pytest.param("A6", "block-complex:3", marks=pytest.mark.slow),
        pytest.param("A7/points", "block-complex:4", marks=pytest.mark.slow),
        pytest.param("S6/points", "block-complex:4", marks=pytest.mark.slow),
    ],
)
def test_exceptional_covers_of_alternating_groups_fit_into_small_blocks(name, restriction):
    found = classify(name, restriction, decoder=Decoder.ARBITRARY)
    assert isinstance(found, Realization)
    assert "central extensions" in found.reason
    assert_certifies(found)
    assert assert_realizes(found, found.question.subject.automaton).proved


def test_only_extensions_that_tell_more_apart_are_taken():
    found = classify("A6/points", "block-complex:3", decoder=Decoder.ARBITRARY)
    assert found.reason.endswith("central extensions of order 1080")


def test_a_group_past_the_bound_is_refused_with_it(monkeypatch):
    subject = Subject(target("A5/points"))
    restriction = BlockDiagonal(2, Scalars.COMPLEX)
    question = Question(subject, restriction, Setting(decoder=Decoder.ARBITRARY))
    monkeypatch.setattr(schur_cover, "MAX_ORDER", 59)
    schur_cover._chosen.cache_clear()
    with pytest.raises(ValueError, match="past 59 elements"):
        schur_cover.construct(question, restriction)
