"""Small blocks beside one another: what they realize, and that yes and no never meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import components
from bilinear_theory.constructions.subdirect import construct
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_obstructs, assert_realizes, automata
from tests.obstructions.test_local_laws import affine_block_machines, linear_block_machines
from tests.obstructions.test_totality import SMALL

RANK = {"Realization": 1, "Undecided": 0, "Obstruction": -1}


def direct(a, size, *, additive=False, decoder=Decoder.ARBITRARY):
    question = Question(
        Subject(a), BlockDiagonal(size, Scalars.REAL), Setting(decoder=decoder, additive=additive)
    )
    return construct(question, Block(size, real=True))


def held(verdict, a):
    """The sign of a verdict whose evidence holds."""
    match verdict:
        case Realization():
            assert_certifies(verdict)
            assert assert_realizes(verdict, a).proved
        case Obstruction():
            assert_certifies(verdict)
            assert_obstructs(verdict)
        case Undecided():
            pass
    return RANK[type(verdict).__name__]


@pytest.mark.parametrize("name", ["block-real:2", "block-complex:2", "block-real:2+b"])
@pytest.mark.parametrize("decoder", list(Decoder), ids=lambda d: d.value)
def test_blocks_of_size_2_are_decided_for_all_small_automata(name, decoder):
    for a in SMALL:
        assert held(classify(a, name, decoder=decoder), a) != 0, a.transitions.tolist()


@settings(deadline=None)
@given(automata(max_states=4, outputs=(0, 1, 2)))
def test_larger_blocks_a_stronger_decoder_and_an_additive_term_only_help(a):
    signs = {
        (field, size, additive, decoder): held(
            classify(a, f"block-{field}:{size}", decoder=decoder, additive=additive), a
        )
        for field in ("real", "complex")
        for size in (1, 2, 3)
        for additive in (False, True)
        for decoder in Decoder
    }
    for (field, size, additive, decoder), sign in signs.items():
        stronger = [
            ("complex", size, additive, decoder),
            (field, min(3, size + 1), additive, decoder),
            (field, size, True, decoder),
            (field, size, additive, Decoder.ARBITRARY),
        ]
        for key in stronger:
            assert sign != 1 or signs[key] == 1, (field, size, additive, decoder, key)
            assert signs[key] != -1 or sign != 1


@settings(deadline=None)
@given(linear_block_machines())
def test_orbits_of_linear_blocks_are_not_excluded(case):
    size, a = case
    assert held(classify(a, f"block-real:{size}", decoder=Decoder.ARBITRARY), a) >= 0


@settings(deadline=None)
@given(affine_block_machines())
def test_orbits_of_affine_blocks_are_not_excluded(case):
    size, a = case
    verdict = classify(a, f"block-real:{size}", decoder=Decoder.ARBITRARY, additive=True)
    assert held(verdict, a) >= 0


def test_complex_blocks_of_size_2_are_decided_for_all_small_automata():
    for a in SMALL:
        for decoder in Decoder:
            assert held(classify(a, "block-complex:2", decoder=decoder), a) != 0


def with_letter(a, column):
    table = np.column_stack([a.transitions, column])
    return Automaton((*a.alphabet, "r"), table, 0, range(len(a)))


def test_a_group_with_resets_takes_the_blocks_of_the_group_and_an_additive_term():
    q8 = target("Q8")
    a = with_letter(q8, np.zeros(8, int))
    assert held(classify(a, "block-complex:2", additive=True), a) == 1
    assert held(classify(a, "block-real:4", additive=True), a) == 1
    assert held(classify(a, "block-complex:3"), a) == 1
    for size in (2, 3):
        refused = classify(a, f"block-real:{size}", additive=True)
        assert held(refused, a) == -1
        assert refused.kind == "separation-inside"


def test_a_group_with_zero_takes_the_blocks_of_the_group():
    q8 = target("Q8")
    table = np.vstack([np.column_stack([q8.transitions, [8] * 8]), [[8] * 3]])
    a = Automaton((*q8.alphabet, "r"), table, 0, range(9))
    assert held(classify(a, "block-complex:2"), a) == 1
    assert held(classify(a, "block-real:4"), a) == 1
    assert held(classify(a, "block-real:2"), a) == -1


def test_a_group_inside_excludes_a_linear_decoder():
    # r marks the point on which a and b act as A4, and the next letter leads back to the first point
    a4 = target("A4/points").transitions
    a = Automaton(
        "abr",
        np.vstack([np.column_stack([a4, [4, 5, 6, 7]]), np.zeros((4, 3), int)]),
        0,
        range(8),
    )
    verdict = classify(a, "block-complex:2")
    assert held(verdict, a) == -1


def test_a_partial_bijection_of_two_places_is_one_block():
    ab_star = Automaton("ab", [[1, 2], [2, 0], [2, 2]], 0, (1, 0, 0))
    found = direct(ab_star, 2, decoder=Decoder.LINEAR)
    assert found is not None
    assert (found.width, len(found.orbit)) == (2, 3)
    assert_certifies(found)


def test_a_first_letter_beside_a_last_letter_needs_a_cover():
    # b b is the reset to state 2, but b alone leads from the start to state 1, as a does
    a = Automaton("ab", [[1, 1], [1, 2], [1, 2]], 0, range(3))
    found = direct(a, 2)
    assert found is not None
    assert len(found.orbit) > len(a)
    assert_certifies(found)
    linear = direct(a, 2, decoder=Decoder.LINEAR)
    assert linear is not None
    assert_certifies(linear)


def test_a_permutation_quotient_is_carried_by_representations():
    # S3 on three points beside a flag that c sets
    rows = [
        [3 * f + p for p in image] for f in (0, 1) for image in ((1, 1, 0), (0, 2, 1), (2, 0, 2))
    ]
    table = np.array(rows)
    flag = np.array([3 + p for p in (0, 1, 2, 0, 1, 2)])
    table = np.column_stack([table[:, :2], flag])
    a = Automaton("abc", table, 0, range(6))
    found = direct(a, 2, decoder=Decoder.LINEAR)
    assert found is not None
    assert_certifies(found)
    assert assert_realizes(found, a).proved


def test_families_stop_at_their_bounds(monkeypatch):
    table = np.array([[1, 0], [0, 1]], np.int32)
    monkeypatch.setattr(components, "MAX_CODES", 10)
    assert components.partial_maps(table, 2, signed=True) is None
    assert components.maps(table, 2) is None


@pytest.mark.parametrize("signed", [False, True])
def test_partial_maps_are_the_components_over_a_machine(signed):
    table = np.array([[1, 0], [0, 1]], np.int32)  # one letter swaps, the other does nothing
    family = components.partial_maps(table, 2, signed=signed)
    assert family is not None
    for j in range(family.codes.shape[1]):
        component = family.component(j)
        assert component is not None
        for q, row in enumerate(table.tolist()):
            for a, r in enumerate(row):
                v = component.vectors[q]
                image = tuple(
                    sum((x * y for x, y in zip(line, v, strict=True)), start=v[0] * 0)
                    for line in component.matrices[a].rows()
                )
                assert image == component.vectors[r]
