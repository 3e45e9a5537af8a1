"""Laws and covers: a law holds in all groups of both kinds and fails in G, a cover has G as a quotient.

The judge lists what it speaks of: all maps into the small groups, the group H with all its elements.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra import square_law
from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.program import Program, Recorder
from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.algebra.square_law import Cover, Law, decide
from bilinear_theory.algebra.stabiliser_chain import Chain, Unfinished, group_order
from bilinear_theory.testing import groups
from tests.algebra.group_samples import group, small_groups

S3, S4, A4 = group("S3"), group("S4"), group("A4")


def rows(g: FiniteGroup):
    return [np.asarray(x, np.intp) for x in g.permutations]


def value(program: Program, g: FiniteGroup, elements) -> int:
    return program.value(
        list(elements), lambda x, y: int(g.product(x, y)), lambda x: int(g.inverse[x])
    )


def sample(order: int, rank: int) -> list[tuple[int, ...]]:
    """Some hundred tuples of elements."""
    return list(product(range(order), repeat=rank))[:: max(1, order**rank // 200)]


def hold_to_account(g: FiniteGroup, targets, answer) -> None:
    if isinstance(answer, Law):
        rank = len(g.permutations)
        assert value(answer.program, g, g.generators) != 0
        for name in ("S3", "D4", "Q8", "C4:C4", "C2^2:C4"):  # their squares commute
            commuting = group(name)
            for elements in sample(commuting.order, rank):
                assert value(answer.program, commuting, elements) == 0
        for target in targets:
            for elements in sample(target.order, rank):
                assert value(answer.program, target, elements) == 0
        return
    assert isinstance(answer, Cover)
    joined = []
    for i, x in enumerate(rows(g)):
        parts = [targets[m.target].elements[m.images[i]] for m in answer.maps]
        starts = np.cumsum([0, *(len(p) for p in parts)])
        joined.append(np.concatenate([p + at for p, at in zip([*parts, x], starts, strict=True)]))
    H = FiniteGroup(np.array(joined))
    cut = H.degree - g.degree
    squares = H.subgroup(H.squares.tolist())
    commutators = squares.elements[squares.derived_subgroup]
    in_kernel = (commutators[:, :cut] == np.arange(cut)).all(1)
    assert in_kernel.sum() == 1  # the identity alone is trivial in all S


@settings(max_examples=20)
@given(groups(max_degree=5, min_generators=2, max_generators=2))
def test_each_group_has_a_cover_or_violates_a_law(generators):
    g = FiniteGroup(generators)
    targets = [rho.group for rho in rotation_groups()]
    hold_to_account(g, targets, decide(rows(g), targets))


SAMPLES = {name: g for name, g in small_groups(24) if not g.is_abelian}


@pytest.mark.parametrize("name", SAMPLES)
def test_small_groups_are_covered_by_two_kinds_of_groups_or_violate_a_law(name):
    g = SAMPLES[name]
    if len(g.permutations) == 2:
        hold_to_account(g, [S4], decide(rows(g), [S4]))


@pytest.mark.parametrize(
    ("name", "rotations", "binary"),
    [
        ("Q8", True, True),
        ("A4", True, True),
        ("S4", True, True),
        ("A5", True, True),
        ("SL(2,3)", False, True),
        ("GL(2,3)", False, True),
        ("SL(2,5)", False, True),
        ("S5", False, False),
        ("C7:C3", False, False),
        ("PSL(2,7)", False, False),
    ],
)
def test_quotients_of_products_of_rotation_groups_are_these(name, rotations, binary):
    """S5 and SL(2,3) are in theory.md, section 3.3; GL(2,3) and 2O are quotients of one product."""
    g = group(name)
    for representations, covers in (
        (rotation_groups(), rotations),
        (binary_rotation_groups(), binary),
    ):
        targets = [rho.group for rho in representations]
        answer = decide(rows(g), targets)
        assert isinstance(answer, Cover if covers else Law)
        if g.order <= 60:
            hold_to_account(g, targets, answer)


def test_more_maps_than_are_tried_are_refused():
    with pytest.raises(Unfinished, match="5 generators have more than 2000000 maps"):
        decide([np.arange(3)] * 5, [S4])


def test_more_products_than_are_formed_are_refused(monkeypatch):
    monkeypatch.setattr("bilinear_theory.algebra.stabiliser_chain.MAX_PRODUCTS", 10)
    with pytest.raises(Unfinished, match="more than 10 products of permutations"):
        decide(rows(group("A5")), [S4])


@given(groups(max_degree=6, max_generators=3))
def test_chains_know_the_order_of_a_group_and_how_its_elements_are_made(generators):
    g = FiniteGroup(generators)
    assert group_order(rows(g)) == g.order
    recorder = Recorder(len(generators))
    chain = Chain(recorder, g.degree)
    for i, x in enumerate(rows(g)):
        chain.add((x, i))
    for level in chain.levels:
        for way, number in level.ways.values():
            if number >= recorder.variables:
                program = recorder.program(number)
                assert value(program, g, g.generators) == g.index(way)


def test_a_program_names_earlier_elements_only():
    for step in ((2,), (0, 1, 0), (), (-1,)):
        with pytest.raises(ValueError, match="step 0 is"):
            Program(2, (step,))


@given(st.integers(0, 40))
def test_a_program_keeps_only_the_steps_that_it_needs(n):
    recorder = Recorder(1)
    power = recorder.record(0, recorder.record(0))  # 0
    for _ in range(n):
        recorder.record(power)
        power = recorder.record(power, 0)
    program = recorder.program(power)
    assert program.value([5], lambda x, y: x + y, lambda x: -x) == 5 * n
    assert len(program.steps) == n + 2


def test_the_rotation_groups_are_what_they_are_called():
    cube, icosahedron = rotation_groups()
    octahedral, icosahedral = binary_rotation_groups()
    for rho in (cube, icosahedron, octahedral, icosahedral):
        rho.verify()
        assert rho.is_faithful
        assert rho.is_irreducible
    assert cube.is_real
    assert icosahedron.is_real
    for double, single in ((octahedral, cube), (icosahedral, icosahedron)):
        assert double.group.order == 2 * single.group.order
        involutions = double.group.class_sizes[double.group.class_orders == 2]
        assert involutions.tolist() == [1]  # so no element but -1 has the eigenvalue -1 twice
        assert all(rho.determinant() == rho.determinant() ** 0 for rho in double.matrices)
        degrees = character_table(double.group).degrees
        assert sorted(degrees)[-1] == {48: 4, 120: 6}[double.group.order]


@pytest.mark.parametrize("g", [S3, S4, A4])
def test_the_table_of_a_group_gives_the_same_kernels_as_chains(g):
    generators, targets = rows(g), [S4, A4]
    for place, s in enumerate(targets):
        for images in product(range(0, s.order, 3), repeat=len(generators)):
            by_table, by_chains = (
                square_law._kernel_order(
                    generators, g.order, whole, square_law.Map(place, images), targets
                )
                for whole in (g, None)
            )
            assert by_table == by_chains
