"""Projective representations as blocks: central extensions of the transition group."""

import numpy as np
import pytest

from bilinear_theory.algebra.character import character_table
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import schur_cover
from bilinear_theory.constructions.block_cover import generating_letters
from bilinear_theory.constructions.schur_cover import construct
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars, restriction
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


def asked(name, restriction_name):
    """The question with an arbitrary decoder."""
    found, _ = restriction(restriction_name)
    return Question(Subject(target(name)), found, Setting(decoder=Decoder.ARBITRARY))


@pytest.mark.parametrize(
    ("name", "restriction_name", "orders", "width", "points"),
    [
        ("A4/points", "block-complex:2", "24", 2, 24),  # SL(2, 3)
        ("S4/points", "block-complex:2", "48", 2, 48),  # of a lift of the transpositions
        ("A5", "block-complex:2", "120", 2, 120),  # SL(2, 5)
        ("C2xC2", "block-complex:2", "8", 2, 8),
        ("A4/points", "block-real:3", "24", 3, 4),  # quaternions take four real units
        ("A5/points", "block-real:3", "120", 3, 20),
        ("S4/points", "block-real:4", "48", 4, 8),
    ],
)
def test_projective_representations_determine_the_state(
    name, restriction_name, orders, width, points
):
    question = asked(name, restriction_name)
    found = construct(question, question.restriction)
    assert found is not None
    assert found.reason.endswith(f"central extensions of order {orders}")
    assert (found.width, len(found.orbit)) == (width, points)
    assert_certifies(found)
    assert assert_realizes(found, question.subject.automaton).proved


def test_small_blocks_of_no_extension_tell_the_elements_of_a4_apart_over_the_reals():
    question = asked("A4/points", "block-real:2")
    assert construct(question, question.restriction) is None


@pytest.mark.parametrize("real", [False, True])
@pytest.mark.parametrize(("name", "size"), [("S4", 2), ("C2xC2", 2), ("A5", 3), ("D4", 4)])
def test_no_character_of_an_extension_is_to_spare(name, size, real):
    _, group = generating_letters(target(name))
    for extension in schur_cover._extensions(group, size, real=real):
        table = character_table(extension.group)
        dimensions = {
            i: d if not real or table.indicators[i] == 1 else 2 * d
            for i, d in enumerate(table.degrees)
        }
        small = [i for i, d in dimensions.items() if d <= size]
        assert set(extension.characters) <= set(small)

        def below(characters, table=table, images=extension.images):
            common = set(range(len(images)))
            for i in characters:
                common &= set(np.flatnonzero(table.kernels[i][table.group.classes]).tolist())
            return frozenset(images[sorted(common)].tolist())

        assert below(small) == below(extension.characters) == extension.kernel
        for i in extension.characters:
            rest = [j for j in extension.characters if j != i]
            assert not rest or below(rest) != extension.kernel


def test_the_start_of_a_block_is_moved_by_all_that_acts():
    _, group = generating_letters(target("D3xC2"))  # its reflections fix small vectors
    for real in (False, True):
        for extension in schur_cover._extensions(group, 2, real=real):
            for rho in schur_cover._representations(extension, real=real):
                block = schur_cover._block(rho, extension, group)
                assert block.size == extension.group.order // len(rho.kernel)


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
