"""Jointly faithful representations: the table of named groups, and brute force over all sets."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.constituents import codimensions, constituents, schur_index
from bilinear_theory.algebra.covering import least_basis, least_peak, least_single, least_sum
from bilinear_theory.algebra.faithful import (
    common_kernel,
    elements_demands,
    least_block,
    least_degree,
    minimal_normal_subgroups,
    normal_subgroups,
    points_demands,
    reflections,
)
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import (
    direct_product,
    quotient,
    semidirect_product,
    wreath_product,
)
from bilinear_theory.algebra.subgroups import (
    minimal_permutation_degree,
    subgroup_classes,
)
from bilinear_theory.automata.named_groups import named_group

few = settings(max_examples=25, deadline=None)


def named(name):
    return FiniteGroup(named_group(name, bound=10_000).generators)


def inverting():
    c4 = named("C4")
    return semidirect_product(c4, c4, [[c4.inverse[c4.generators[0]]]])


def central_product(first, second):
    """The quotient of a direct product of two groups with centres of order 2 by the diagonal."""
    whole = direct_product(first, second)
    one = whole.subgroup(whole.generators[: len(first.generators)])
    two = whole.subgroup(whole.generators[len(first.generators) :])
    z, y = (int(whole.index(part.elements[part.centre[1]])) for part in (one, two))
    return quotient(whole, [0, int(whole.product(z, y))])


def group(name):
    special = {
        "C4:C4": inverting,
        "2+": lambda: central_product(named("D4"), named("D4")),
        "2-": lambda: central_product(named("D4"), named("Q8")),
    }
    return special[name]() if name in special else named(name)


# order, least faithful degree over C, R, Q, least block over C, R, squares commute, derived length,
# reflections with all letters in one head, least permutation degree
NAMED = {
    "C2": (2, 1, 1, 1, 1, 1, True, 1, 1, 2),
    "C3": (3, 1, 2, 2, 1, 2, True, 1, 2, 3),
    "C4": (4, 1, 2, 2, 1, 2, True, 1, 2, 4),
    "C5": (5, 1, 2, 4, 1, 2, True, 1, 2, 5),
    "C6": (6, 1, 2, 2, 1, 2, True, 1, 2, 5),
    "C12": (12, 1, 2, 4, 1, 2, True, 1, 2, 7),
    "C2xC2": (4, 2, 2, 2, 1, 1, True, 1, 2, 4),
    "C2xC2xC2": (8, 3, 3, 3, 1, 1, True, 1, 3, 6),
    "C2xC4": (8, 2, 3, 3, 1, 2, True, 1, 3, 6),
    "C3xC3": (9, 2, 4, 4, 1, 2, True, 1, 4, 6),
    "S3": (6, 2, 2, 2, 2, 2, True, 2, 2, 3),
    "D4": (8, 2, 2, 2, 2, 2, True, 2, 2, 4),
    "Q8": (8, 2, 4, 4, 2, 4, True, 2, 4, 8),
    "D6": (12, 2, 2, 2, 2, 2, True, 2, 2, 5),
    "A4": (12, 3, 3, 3, 3, 3, False, 2, 2, 4),
    "C4:C4": (16, 3, 4, 4, 2, 2, True, 2, 4, 8),
    "SL(2,3)": (24, 2, 4, 4, 2, 4, False, 3, 4, 8),
    "S4": (24, 3, 3, 3, 3, 3, False, 3, 2, 4),
    "2+": (32, 4, 4, 4, 4, 4, True, 2, 4, 8),
    "A5": (60, 3, 3, 4, 3, 3, False, None, 2, 5),
    "S5": (120, 4, 4, 4, 4, 4, False, None, 4, 5),
    "C8": (8, 1, 2, 4, 1, 2, True, 1, 2, 8),
    "GL(2,3)": (48, 2, 4, 4, 2, 4, False, 4, 4, 8),
    "2-": (32, 4, 8, 8, 4, 8, True, 2, 8, 16),
}


@pytest.mark.parametrize("name", NAMED)
def test_the_invariants_of_named_groups_are_those_computed_independently(name):
    g = group(name)
    table = character_table(g)
    demands = {field: elements_demands(table, field) for field in "CRQ"}
    intervals = [
        *(least_degree(demands[field]) for field in "CRQ"),
        *(least_block(demands[field]) for field in "CR"),
        reflections(demands["R"], range(g.order), heads=False),
        minimal_permutation_degree(table),
    ]
    assert all(low == high for low, high in intervals)
    degrees = [low for low, _ in intervals]
    found = (g.order, *degrees[:5], g.squares_commute, g.derived_length, *degrees[5:])
    assert found == NAMED[name]


@pytest.mark.parametrize(
    ("name", "one", "several"),
    [("C2xC2xC2", 3, 1), ("C2xC4", 3, 2), ("C3xC3", 4, 2), ("C4xC4", 4, 2), ("C4:C4", 4, 2),
     ("S3xS3", 4, 2), ("Q8", 4, 4), ("SL(2,3)", 4, 4), ("2+", 4, 4), ("S5", 4, 4), ("A5", 2, 2)],
)  # fmt: skip
def test_several_heads_need_the_largest_constituent_and_one_head_the_sum(name, one, several):
    g = group(name)
    demands = elements_demands(character_table(g), "R")
    assert reflections(demands, range(g.order), heads=False) == (one, one)
    assert reflections(demands, range(g.order), heads=True) == (several, several)


@pytest.mark.parametrize(("n", "needed"), [(3, 2), (4, 2), (5, 4), (6, 4), (7, 6), (8, 6)])
def test_all_letters_of_symmetric_groups_need_even_counts(n, needed):
    g = FiniteGroup([(1, 0, *range(2, n)), (*range(1, n), 0)])
    demands = elements_demands(character_table(g), "R")
    assert reflections(demands, range(g.order), heads=False) == (needed, needed)


@pytest.mark.parametrize(("n", "needed"), [(3, 2), (4, 2), (5, 4), (6, 3), (7, 6), (8, 6)])
def test_a_swap_and_a_cycle_need_fewer_reflections_than_all_letters(n, needed):
    g = FiniteGroup([(1, 0, *range(2, n)), (*range(1, n), 0)])
    demands = elements_demands(character_table(g), "R")
    assert reflections(demands, g.generators, heads=False) == (needed, needed)
    assert reflections(demands, g.generators[:1], heads=False) == (1, 1)


POINTS = [("S3", 2), ("S4", 3), ("S5", 4), ("A4", 2), ("A5", 4), ("A6", 4), ("C7", 2), ("D5", 2)]


@pytest.mark.parametrize(("name", "needed"), POINTS)
def test_points_need_other_counts_than_elements(name, needed):
    g = named(name)
    stabiliser = np.flatnonzero(g.elements[:, 0] == 0)
    demands = points_demands(character_table(g), "R", stabiliser)
    assert reflections(demands, range(g.order), heads=False) == (needed, needed)


def test_points_of_imprimitive_actions():
    c2, s3 = named("C2"), named("S3")
    for g, needed in ((wreath_product(c2, s3), 3), (wreath_product(s3, c2), 4)):
        stabiliser = np.flatnonzero(g.elements[:, 0] == 0)
        demands = points_demands(character_table(g), "R", stabiliser)
        assert reflections(demands, range(g.order), heads=False) == (needed, needed)


def test_elements_of_a5_need_blocks_of_three_and_its_points_of_four():
    g = named("A5")
    table = character_table(g)
    assert least_block(elements_demands(table, "R")) == (3, 3)
    stabiliser = np.flatnonzero(g.elements[:, 0] == 0)
    assert least_block(points_demands(table, "R", stabiliser)) == (4, 4)


@st.composite
def groups(draw, largest_degree=6):
    degree = draw(st.integers(1, largest_degree))
    return FiniteGroup(draw(st.lists(st.permutations(range(degree)), min_size=1, max_size=3)))


def jointly_faithful(table, parts):
    return len(common_kernel(table, [part.characters[0] for part in parts])) == 1


def all_faithful_sets(table, parts, largest):
    """Minimal faithful sets are no larger than the number of minimal normal subgroups."""
    for size in range(largest + 1):
        for chosen in combinations(range(len(parts)), size):
            if jointly_faithful(table, [parts[i] for i in chosen]):
                yield list(chosen)


@few
@given(groups(5), st.sampled_from("CRQ"))
def test_least_degrees_and_blocks_agree_with_all_sets_of_constituents(g, field):
    table = character_table(g)
    demands = elements_demands(table, field)
    parts = demands.constituents
    sets = list(all_faithful_sets(table, parts, min(3, len(minimal_normal_subgroups(table)))))
    low, high = least_degree(demands)
    assert low == min(sum(parts[i].degree for i in chosen) for chosen in sets)
    assert high == min(sum(parts[i].degree_high for i in chosen) for chosen in sets)
    blocks = least_block(demands)[0]
    assert blocks == max(1, min(max((parts[i].degree for i in s), default=1) for s in sets)) or (
        g.order == 1 and blocks == 0
    )


@few
@given(groups(5), st.data())
def test_reflections_agree_with_all_sets_of_constituents(g, data):
    table = character_table(g)
    letters = data.draw(st.lists(st.integers(0, g.order - 1), min_size=1, max_size=4))
    demands = elements_demands(table, "R")
    needed = codimensions(table, demands.constituents)[:, g.classes[letters]]
    largest = min(3, len(minimal_normal_subgroups(table)))
    sets = list(all_faithful_sets(table, demands.constituents, largest))
    one = min(int(needed[s].sum(0).max()) if s else 0 for s in sets)
    several = min(int(needed[s].max()) if s else 0 for s in sets)
    assert reflections(demands, letters, heads=False) == (one, one)
    assert reflections(demands, letters, heads=True) == (several, several)
    every = range(g.order)
    peaks = codimensions(table, demands.constituents)
    all_letters = min(int(peaks[s].sum(0).max()) if s else 0 for s in sets)
    assert reflections(demands, every, heads=False) == (all_letters, all_letters)


@few
@given(groups())
def test_elements_are_the_points_of_the_regular_action(g):
    table = character_table(g)
    for field in "CR":
        elements, points = elements_demands(table, field), points_demands(table, field, [0])
        assert least_degree(elements) == least_degree(points)
        assert least_block(elements) == least_block(points)


@few
@given(groups(5))
def test_normal_subgroups_are_the_normal_closures_and_their_products(g):
    table = character_table(g)
    found = {tuple(np.flatnonzero(row[g.classes]).tolist()) for row in normal_subgroups(table)}
    closures = {tuple(g.normal_closure([x]).tolist()) for x in g.class_representatives.tolist()}
    everything = set(closures)
    while True:
        more = {
            tuple(g.generated_subgroup([*a, *b]).tolist()) for a in everything for b in closures
        }
        if more <= everything:
            break
        everything |= more
    assert found == everything


@few
@given(groups(5))
def test_the_permutation_degree_agrees_with_cores_of_subgroups(g):
    table = character_table(g)
    low, high = minimal_permutation_degree(table)
    assert low == high
    if g.order == 1:
        return
    everything = np.arange(g.order)
    best = g.order
    subgroups = subgroup_classes(g)
    cores = [
        frozenset.intersection(
            *(frozenset(g.conjugate(h, x).tolist()) for x in everything.tolist())
        )
        for h in subgroups
    ]
    for size in (1, 2, 3):
        for chosen in combinations(range(len(subgroups)), size):
            if len(frozenset.intersection(*(cores[i] for i in chosen))) == 1:
                best = min(best, sum(g.order // len(subgroups[i]) for i in chosen))
    assert low == best


@pytest.mark.parametrize(
    ("name", "classes"), [("S4", 11), ("A5", 9), ("S5", 19), ("Q8", 6), ("D6", 10)]
)
def test_subgroup_classes_are_as_many_as_tables_say(name, classes):
    assert len(subgroup_classes(named(name))) == classes


def test_past_the_bound_the_permutation_degree_is_an_interval():
    table = character_table(named("S5"))
    assert minimal_permutation_degree(table, order_bound=100) == (5, 5)
    table = character_table(named("GL(2,3)"))
    low, high = minimal_permutation_degree(table, bound=10)
    assert low <= 8 <= high
    with pytest.raises(ValueError, match="order 120 are not listed, the bound is 100"):
        subgroup_classes(named("S5"), order_bound=100)
    with pytest.raises(ValueError, match="more than 10 subgroups"):
        subgroup_classes(named("S5"), bound=10)


def test_schur_indices_of_quaternionic_and_rational_characters():
    for name in ("S3", "S4", "A5", "S5", "D4", "AGL(1,7)"):
        table = character_table(named(name))
        assert {schur_index(table, i) for i in range(len(table))} == {(1, 1)}
    for name in ("Q8", "SL(2,3)", "SL(2,5)", "Dic3"):
        table = character_table(named(name))
        for i, kind in enumerate(table.indicators):
            assert schur_index(table, i) == ((2, 2) if kind < 0 else (1, 1)), name


def test_real_constituents_double_complex_and_quaternionic_degrees():
    table = character_table(named("SL(2,3)"))
    assert sorted(part.degree for part in constituents(table, "R")) == [1, 2, 3, 4, 4]
    assert sum(part.degree for part in constituents(table, "C")) == 12
    with pytest.raises(ValueError, match="'F2' is no field"):
        constituents(table, "F2")


@st.composite
def covers(draw):
    size = draw(st.integers(1, 7))
    masks = draw(st.lists(st.integers(0, 31), min_size=size, max_size=size))
    rows = draw(
        st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=size, max_size=size)
    )
    return masks, np.array(rows)


@settings(max_examples=200, deadline=None)
@given(covers())
def test_covers_are_optimal_among_all_sets(case):
    masks, rows = case
    full = 0
    for mask in masks:
        full |= mask
    weights = rows[:, 0].tolist()
    sets = [
        chosen
        for size in range(len(masks) + 1)
        for chosen in combinations(range(len(masks)), size)
        if np.bitwise_or.reduce([0, *(masks[i] for i in chosen)]) == full
    ]
    best = min(sum(weights[i] for i in s) for s in sets)
    assert least_sum(masks, weights, full) == (best, best)
    peak = min(int(rows[list(s)].sum(0).max()) if s else 0 for s in sets)
    assert least_peak(masks, rows, full) == (peak, peak)
    assert least_single(masks, weights, full) == min(
        max((weights[i] for i in s), default=0) for s in sets
    )
    low, high = least_sum(masks, weights, full, bound=1)
    assert low <= best <= high
    low, high = least_peak(masks, rows, full, bound=1)
    assert low <= peak <= high


def test_covers_that_cannot_be_are_refused():
    for cover in (least_sum, least_single, least_basis):
        with pytest.raises(ValueError, match=r"no candidate meets the requirements \[2\]"):
            cover([0b01, 0b11], [1, 1], 0b111)
    with pytest.raises(ValueError, match="no candidate meets"):
        least_peak([0b01], np.array([[1]]), 0b11)
