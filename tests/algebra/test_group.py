"""Finite groups by their elements: the laws, brute force on small groups, and sympy as a judge."""

import math
import re

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.combinatorics import Permutation, PermutationGroup

from bilinear_theory.algebra.graphs import components
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.series import closure, generated

few = settings(max_examples=30, deadline=None)


def symmetric(n):
    return FiniteGroup([(1, 0, *range(2, n)), (*range(1, n), 0)])


def cyclic(n):
    return FiniteGroup([(*range(1, n), 0)])


@st.composite
def groups(draw, largest_degree=6):
    degree = draw(st.integers(1, largest_degree))
    return FiniteGroup(draw(st.lists(st.permutations(range(degree)), min_size=1, max_size=3)))


def judge(group):
    return PermutationGroup([Permutation(list(map(int, g))) for g in group.permutations])


@few
@given(groups())
def test_elements_are_those_of_sympy_in_shortest_word_order(group):
    expected = {tuple(g.array_form) for g in judge(group).elements}
    assert {tuple(row) for row in group.elements.tolist()} == expected
    assert group.order == len(expected)
    lengths = [len(group.word(x)) for x in range(group.order)]
    assert lengths == sorted(lengths)
    for x in range(group.order):
        y = 0
        for s in group.word(x):
            y = int(group.right[y, s])
        assert x == y == group.index(group.elements[x])


@few
@given(groups(), st.data())
def test_products_compose_left_to_right(group, data):
    numbers = st.lists(st.integers(0, group.order - 1), min_size=1, max_size=20)
    x = np.array(data.draw(numbers))
    y = np.array(data.draw(numbers))
    products = group.product(x[:, None], y)
    for i, g in enumerate(group.elements[x].tolist()):
        for j, h in enumerate(group.elements[y].tolist()):
            assert group.elements[products[i, j]].tolist() == [h[point] for point in g]
    assert not group.product(x, group.inverse[x]).any()


def test_products_past_the_tabulated_orders_agree_with_composition():
    group = symmetric(7)
    x, y = np.random.default_rng(0).integers(0, group.order, (2, 500))
    composed = np.take_along_axis(group.elements[y], group.elements[x], axis=1)
    assert np.array_equal(group.elements[group.product(x, y)], composed)
    assert not group.product(x, group.inverse[x]).any()


@few
@given(groups())
def test_classes_are_the_orbits_of_conjugation(group):
    everything = np.arange(group.order)
    for c, x in enumerate(group.class_representatives.tolist()):
        orbit = np.unique(group.conjugate(x, everything))
        assert orbit.tolist() == group.class_elements[c].tolist()
        assert (group.classes[orbit] == c).all()
        assert group.class_sizes[c] == len(orbit)
        assert group.class_orders[c] == Permutation(group.elements[x].tolist()).order()
        for k in (-3, 0, 2, 5):
            assert group.power_map(k)[c] == group.classes[group.power(x, k)]
    assert group.classes[0] == 0
    assert group.exponent == math.lcm(*group.element_orders.tolist())


@few
@given(groups())
def test_series_agree_with_sympy(group):
    other = judge(group)
    assert [len(term) for term in group.derived_series] == [
        term.order() for term in other.derived_series()
    ]
    assert group.is_solvable == other.is_solvable
    assert len(group.centre) == other.center().order()
    assert group.is_abelian == other.is_abelian
    squares = np.unique(group.power(np.arange(group.order), 2))
    pairs = group.product(squares[:, None], squares)
    assert group.squares_commute == np.array_equal(pairs, pairs.T)


@few
@given(groups(), st.data())
def test_closures_agree_with_sympy(group, data):
    chosen = data.draw(st.lists(st.integers(0, group.order - 1), min_size=1, max_size=3))
    permutations = [Permutation(group.elements[x].tolist()) for x in chosen]
    generated = PermutationGroup(permutations)
    assert len(group.generated_subgroup(chosen)) == generated.order()
    assert group.subgroup(chosen).order == generated.order()
    assert len(group.normal_closure(chosen)) == judge(group).normal_closure(generated).order()


@few
@given(groups(5))
def test_a_group_is_recovered_from_its_table(group):
    other = FiniteGroup.from_table(group.table)
    numbers = [other.index(group.table[:, x]) for x in range(group.order)]
    assert np.array_equal(other.table[np.ix_(numbers, numbers)], np.array(numbers)[group.table])


def test_large_degrees_and_long_bases_are_indexed():
    pairs = [[*range(2 * i), 2 * i + 1, 2 * i, *range(2 * i + 2, 24)] for i in range(12)]
    group = FiniteGroup(pairs)
    assert group.order == 2**12
    assert group.exponent == 2
    assert len(group.class_sizes) == 2**12
    assert cyclic(10_007).exponent == 10_007


@pytest.mark.parametrize(
    ("generators", "message"),
    [
        ([], "at least one generator"),
        ([[]], "empty"),
        ([[0, 1], [0]], "generator 1 has 1 images, generator 0 has 2"),
        ([[0, 2]], r"generator 0 is no permutation of 0..1: \[0, 2\]"),
        ([[1, 1]], "generator 0 is no permutation"),
    ],
)
def test_generators_that_are_no_permutations_are_refused(generators, message):
    with pytest.raises(ValueError, match=message):
        FiniteGroup(generators)


def test_a_group_past_the_bound_is_refused():
    with pytest.raises(ValueError, match=r"more than 119 elements, the bound; pass a larger"):
        FiniteGroup([(1, 0, 2, 3, 4), (1, 2, 3, 4, 0)], bound=119)
    assert FiniteGroup([(1, 0, 2, 3, 4), (1, 2, 3, 4, 0)], bound=120).order == 120


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[0, 1], [1]], "row 1 of the table has 1 entries, expected 2"),
        ([[0, 2], [1, 0]], r"the product 0 \* 1 is 2, outside 0..1"),
        ([[0.0, 1.0], [1.0, 0.0]], "expected integers"),
        ([[1, 1], [1, 1]], "no element of the table is neutral"),
        ([[0, 1], [1, 1]], "the element 1 of the table has no inverse"),
        ([], "a table of 0 rows"),
    ],
)
def test_tables_that_are_no_groups_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        FiniteGroup.from_table(table)


def test_a_table_that_is_not_associative_is_refused_with_the_failing_triple():
    table = cyclic(6).table.copy()
    table[2, 3], table[2, 4] = table[2, 4], table[2, 3]
    with pytest.raises(ValueError, match="not associative") as refusal:
        FiniteGroup.from_table(table)
    x, a, y = (int(digit) for digit in re.findall(r"\d", str(refusal.value))[:3])
    assert table[table[x, a], y] != table[x, table[a, y]]


def test_a_permutation_outside_the_group_has_no_number():
    group = FiniteGroup([(1, 2, 0, 3)])
    for outside in ((1, 0, 2, 3), (1, 2, 3, 0), (0, 1, 2), (4, 1, 2, 3)):
        with pytest.raises(ValueError, match="does not lie in the group of order 3"):
            group.index(outside)


@few
@given(st.integers(1, 12), st.data())
def test_components_join_what_pairs_connect(n, data):
    pairs = data.draw(
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=15)
    )
    x = np.array([*range(n), *(i for i, _ in pairs)])
    y = np.array([*range(n), *(j for _, j in pairs)])
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(n))
    expected = {frozenset(part) for part in nx.connected_components(graph)}
    # A path far beyond the points makes the graph large enough for the other method.
    path = np.arange(n, n + 1000)
    large = (np.append(x, path), np.append(y, np.maximum(path - 1, n)))
    for label in (components(x, y), components(*large)[:n]):
        found = {
            frozenset(np.flatnonzero(label == value).tolist()) for value in set(label.tolist())
        }
        assert found == expected


@few
@given(groups(largest_degree=5), st.data())
def test_lists_and_cosets_generate_the_same_subgroups(group, data):
    elements = data.draw(st.lists(st.integers(0, group.order - 1), max_size=4))
    inside, _ = closure(group, elements, ())
    assert generated(group.table.tolist(), elements) == np.flatnonzero(inside).tolist()
    assert group.generated_subgroup(elements).tolist() == np.flatnonzero(inside).tolist()
