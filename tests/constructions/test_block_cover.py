"""Covers of groups whose squares commute, by polygons; Q8 is the least group that needs one."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.automata.action import cayley_automaton
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import block_cover, schur_cover
from bilinear_theory.constructions.orbit import OrbitTooLong, fewest, joint_orbit
from bilinear_theory.constructions.polygons import Polygon, TooManyPolygons, polygons
from bilinear_theory.constructions.rotating import rotating
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions import laws
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Membership, Scalars, restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import (
    assert_certifies,
    assert_realizes,
    group_automata,
    permutation_automata,
)
from tests.algebra.group_samples import group, small_groups

ARBITRARY = Decoder.ARBITRARY


def word_problem(g: FiniteGroup) -> Automaton:
    letters = [chr(ord("a") + i) for i in range(len(g.permutations))]
    return cayley_automaton(g.permutations.tolist(), symbols=letters)


@st.composite
def squares_commute(draw):
    """Letters ``(q, e) -> (q + c[e], e + s)`` on residues and bits: part of a wreath product."""
    m, bits = draw(st.sampled_from([(2, 1), (3, 1), (4, 1), (6, 1), (2, 2), (3, 2)]))
    places = 1 << bits
    columns = []
    for _ in range(draw(st.integers(1, 3 if bits == 1 else 2))):
        c = draw(st.lists(st.integers(0, m - 1), min_size=places, max_size=places))
        s = draw(st.integers(0, places - 1))
        columns.append([(q + c[e]) % m * places + (e ^ s) for q in range(m) for e in range(places)])
    size = m * places
    outputs = draw(
        st.just(list(range(size))) | st.lists(st.integers(0, 2), min_size=size, max_size=size)
    )
    return Automaton("abc"[: len(columns)], np.array(columns).T, 0, outputs)


@settings(max_examples=40)
@given(squares_commute(), st.booleans())
def test_every_action_of_a_group_whose_squares_commute_has_real_blocks_of_size_2(a, additive):
    verdict = classify(a, "block-real:2", decoder=ARBITRARY, additive=additive)
    assert isinstance(verdict, Realization), verdict.reason
    assert verdict.question.restriction.contains(verdict.system.matrices) is Membership.YES
    assert_certifies(verdict)
    assert assert_realizes(verdict, a).proved


@settings(max_examples=20)
@given(squares_commute())
def test_the_cover_itself_tracks_each_of_these_actions(a):
    minimal = minimize(a)
    assume(len(minimal) > 1)
    question = Question(Subject(a), BlockDiagonal(2, Scalars.REAL), Setting(decoder=ARBITRARY))
    verdict = block_cover.construct(question, question.restriction)
    assert isinstance(verdict, Realization)
    assert_certifies(verdict)
    assert assert_realizes(verdict, a).proved


# name, points of the cover, blocks; "2_+^{1+4}" is a quotient of D4 x D4, and "Q8" of C4:C4
COVERS = [
    ("Q8", 16, 2),
    ("Q16", 64, 3),
    ("2_+^{1+4}", 128, 16),
    ("2_-^{1+4}", 128, 16),
    ("C4:C4", 16, 4),
]


@pytest.mark.parametrize(("name", "points", "blocks"), COVERS)
def test_orbits_of_covers_are_no_longer_than_in_the_table(name, points, blocks):
    a = word_problem(group(name))
    verdict = classify(a, "block-real:2", decoder=ARBITRARY)
    assert isinstance(verdict, Realization)
    assert len(verdict.orbit) <= points
    assert verdict.width <= 2 * blocks
    assert_certifies(verdict)
    assert assert_realizes(verdict, a).proved


def test_the_quaternions_have_real_blocks_of_size_2_only_with_an_arbitrary_decoder():
    for name in ("Q8", "Q8@all"):
        covered = classify(name, "block-real:2", decoder=ARBITRARY)
        assert isinstance(covered, Realization)
        assert (covered.width, len(covered.orbit), covered.conductor) == (4, 16, 1)
        assert isinstance(classify(name, "block-real:2"), Obstruction)


SMALL = {name: g for name, g in small_groups(32) if g.order > 1 and not g.is_abelian}


@pytest.mark.parametrize("name", SMALL)
def test_blocks_of_size_2_are_decided_by_whether_squares_commute(name):
    g = SMALL[name]
    verdict = classify(word_problem(g), "block-real:2", decoder=ARBITRARY)
    assert isinstance(verdict, Realization if g.squares_commute else Obstruction), verdict.reason
    assert_certifies(verdict)


# theory.md, section 4.1, column sq
COMMUTE = "C2 C3 C4 C5 C6 C12 C2xC2 C2xC2xC2 C2xC4 C3xC3 S3 D4 Q8 D6 C4:C4 2_+^{1+4}"
DO_NOT = "A4 SL(2,3) S4 A5 S5"


@pytest.mark.parametrize("name", [*COMMUTE.split(), *DO_NOT.split()])
def test_squares_commute_as_the_table_says(name):
    tracks = name in COMMUTE.split()
    a = word_problem(group(name))
    verdict = classify(a, "block-real:2", decoder=ARBITRARY)
    assert isinstance(verdict, Realization if tracks else Obstruction)
    if len(a) <= 60:
        assert_certifies(verdict)


def test_larger_blocks_hold_polygons_too():
    for name in ("block-real:3", "block-real:5", "block-complex:2"):
        verdict = classify("D4xQ8", name, decoder=ARBITRARY)
        assert isinstance(verdict, Realization), verdict.reason
        assert restriction(name)[0].contains(verdict.system.matrices) is Membership.YES
        assert_certifies(verdict)


@settings(max_examples=25)
@given(
    group_automata(max_degree=4, min_generators=2, outputs=(0, 1, 2))
    | permutation_automata(max_states=6, outputs=(0, 1)),
    st.sampled_from(["block-real:3", "block-complex:2", "block-real:3+b"]),
)
def test_real_blocks_of_size_3_and_complex_ones_of_size_2_are_decided(a, name):
    verdict = classify(a, name, decoder=ARBITRARY)
    assert not isinstance(verdict, Undecided), verdict.reason
    assert_certifies(verdict)
    if isinstance(verdict, Realization):
        assert verdict.question.restriction.contains(verdict.system.matrices) is Membership.YES
        assert assert_realizes(verdict, a).proved


# target, restriction, points of the orbit (theory.md, sections 3.3 and 3.10)
ROTATIONS = [
    ("A4", "block-complex:2", 24),
    ("S4", "block-complex:2", 48),
    ("A5", "block-complex:2", 120),
    ("A5/points", "block-complex:2", 120),
    ("S4/points", "block-complex:2", 48),
    ("Q8xA4", "block-real:3", 16 * 12),
    ("C3xSL(2,3)", "block-complex:2", 72),
]


@pytest.mark.parametrize(("name", "blocks", "points"), ROTATIONS)
def test_rotation_groups_have_blocks_of_size_2_or_3(name, blocks, points):
    verdict = classify(name, blocks, decoder=ARBITRARY)
    assert isinstance(verdict, Realization), verdict.reason
    assert len(verdict.orbit) <= points
    assert restriction(blocks)[0].contains(verdict.system.matrices) is Membership.YES
    assert_certifies(verdict)
    assert assert_realizes(verdict, target(name)).proved


def test_coarse_outputs_of_a_rotation_group_are_read_off_a_cover():
    points = target("A5/points")
    coarse = Automaton(points.alphabet, points.transitions, 0, [1, 1, 0, 0, 0])
    verdict = classify(coarse, "block-complex:2", decoder=ARBITRARY)
    assert isinstance(verdict, Realization)
    assert verdict.width == 2
    assert_certifies(verdict)


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("SL(2,3)", "block-real:3"),
        ("S5/points", "block-real:3"),
        ("S5/points", "block-complex:2"),
        ("AGL(1,7)/points", "block-real:3"),
        ("PSL(2,7)/points", "block-complex:2"),
        ("A6/points", "block-complex:2"),
        ("S8/points", "block-real:3"),
    ],
)
@pytest.mark.parametrize("additive", [False, True])
def test_a_law_of_the_blocks_excludes_other_groups(name, blocks, additive):
    verdict = classify(name, blocks, decoder=ARBITRARY, additive=additive)
    assert isinstance(verdict, Obstruction), verdict.reason
    assert_certifies(verdict)
    law = laws.obstruct(verdict.question, restriction(blocks)[0])
    assert law is not None
    assert law.kind == "law"
    assert "satisfy a law" in law.reason
    assert_certifies(law)


@given(st.data())
def test_a_block_of_a_rotation_group_moves_its_points_as_its_matrices_do(data):
    rho = data.draw(st.sampled_from([*rotation_groups(), *binary_rotation_groups()]))
    letters = data.draw(st.lists(st.integers(0, rho.group.order - 1), min_size=1, max_size=2))
    block = rotating(rho, letters)
    for piece in (block, *block.coarser[:3], block.along([(0, 0), ()])):
        vectors = piece.vectors()
        assert len(set(vectors)) == piece.size <= block.size
        for matrix, row in zip(piece.matrices(), piece.moves().tolist(), strict=True):
            for v, after in list(zip(vectors, row, strict=True))[:20]:
                w = tuple(r[0] for r in (matrix @ CyclotomicMatrix.column(v)).rows())
                assert w == vectors[after]


def _corrupted(document):
    for path in (("matrices", 0), ("vectors", 3)):
        bad = copy.deepcopy(document)
        place = bad["system" if path[0] == "matrices" else "orbit"][path[0]][path[1]]
        place[0] = [1, 1, 0, 0] if path[0] == "matrices" else 7
        yield bad
    bad = copy.deepcopy(document)
    bad["orbit"]["states"][5] = (bad["orbit"]["states"][5] + 1) % 8
    yield bad
    bad = copy.deepcopy(document)
    bad["claim"]["restriction"] = "block-real:1"
    yield bad


def test_a_corrupted_cover_is_refused():
    verdict = classify("Q8", "block-real:2", decoder=ARBITRARY)
    document = json.loads(json.dumps(verdict.document()))
    check(document)
    corrupted = list(_corrupted(document))
    assert len(corrupted) == 4
    for bad in corrupted:
        with pytest.raises(RefusedCertificate):
            check(bad)


@given(
    st.integers(2, 24),
    st.lists(st.tuples(st.sampled_from([1, -1]), st.integers(0, 30)), min_size=1, max_size=3),
)
def test_the_matrices_of_a_polygon_move_its_vertices(modulus, letters):
    polygon = Polygon(modulus, tuple(s for s, _ in letters), tuple(c % modulus for _, c in letters))
    vertices = polygon.vectors()
    assert len(set(vertices)) == modulus
    for matrix, row in zip(polygon.matrices(), polygon.moves().tolist(), strict=True):
        for q, after in enumerate(row):
            v = vertices[q]
            w = tuple(
                sum((a * x for a, x in zip(r, v, strict=True)), 0 * v[0]) for r in matrix.rows()
            )
            assert w == vertices[after]


def test_a_group_with_squares_that_do_not_commute_has_no_polygons():
    a4 = group("A4")
    with pytest.raises(ValueError, match="no abelian subgroup"):
        polygons(a4, a4.generators)
    wide = group("x".join(["Q8"] * 4))
    with pytest.raises(TooManyPolygons, match="256 x 4 blocks, more than 256"):
        polygons(wide, wide.generators)


def test_an_orbit_past_the_bound_is_not_listed():
    table = target("Q8").transitions
    pieces = polygons(group("Q8"), group("Q8").generators)
    with pytest.raises(OrbitTooLong, match="more than 10 points"):
        joint_orbit(pieces, table, bound=10)
    assert joint_orbit(pieces[:1], table) is None
    assert fewest(pieces[:1], table) is None
    assert fewest([], table) is None


def test_where_a_bound_is_met_the_answer_is_undecided_and_says_so(monkeypatch):
    block_cover.plan.cache_clear()
    block_cover._cover.cache_clear()
    schur_cover._chosen.cache_clear()
    monkeypatch.setattr("bilinear_theory.constructions.polygons.MAX_POLYGONS", 3)
    monkeypatch.setattr(schur_cover, "MAX_ORDER", 7)
    verdict = classify("Q8", "block-real:2", decoder=ARBITRARY)
    assert isinstance(verdict, Undecided)
    assert verdict.reason == (
        "the cover takes 4 x 1 blocks, more than 3; "
        "central extensions of groups past 7 elements are not sought"
    )
