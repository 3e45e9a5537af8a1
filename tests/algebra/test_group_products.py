"""Products, quotients, isomorphisms and names of groups."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.class_functions import (
    induced,
    permutation_character,
    restricted,
    tensor,
)
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_names import group_name
from bilinear_theory.algebra.group_products import (
    direct_product,
    quotient,
    semidirect_product,
    wreath_product,
)
from bilinear_theory.algebra.isomorphism import isomorphism, minimal_generating_set
from bilinear_theory.automata.named_groups import named_group

few = settings(max_examples=20, deadline=None)


def named(name):
    return FiniteGroup(named_group(name, bound=10_000).generators)


@st.composite
def groups(draw, largest_degree=5):
    degree = draw(st.integers(1, largest_degree))
    return FiniteGroup(draw(st.lists(st.permutations(range(degree)), min_size=1, max_size=3)))


def power(group, automorphism, k):
    images = np.arange(group.order)
    for _ in range(k):
        images = automorphism[images]
    return images


@few
@given(groups(), groups(4))
def test_characters_of_a_direct_product_are_products(first, second):
    whole = direct_product(first, second)
    assert whole.order == first.order * second.order
    degrees = [
        x * y for x in character_table(first).degrees for y in character_table(second).degrees
    ]
    assert sorted(degrees) == list(character_table(whole).degrees)


@few
@given(groups(4), groups(3))
def test_wreath_products_have_the_order_of_the_copies(base, top):
    orbits = {frozenset(top.elements[:, y].tolist()) for y in range(top.degree)}
    assert wreath_product(base, top).order == base.order**top.degree * top.order
    assert sum(map(len, orbits)) == top.degree


@pytest.mark.parametrize(("n", "k", "m"), [(3, 2, 2), (4, 3, 4), (7, 2, 3), (5, 2, 4), (8, 3, 2)])
def test_semidirect_products_satisfy_their_defining_relation(n, k, m):
    normal, acting = named(f"C{n}"), named(f"C{m}")
    x = normal.generators[0]
    group = semidirect_product(normal, acting, [[normal.power(x, k)]])
    a, h = group.generators
    assert group.order == n * m
    assert group.conjugate(a, h) == group.power(a, k)


def test_actions_that_are_none_are_refused():
    c5, c4, c2 = named("C5"), named("C4"), named("C2")
    x = c5.generators[0]
    with pytest.raises(ValueError, match="do not satisfy the relations"):
        semidirect_product(c5, c2, [[c5.power(x, 2)]])
    with pytest.raises(ValueError, match="not those of an automorphism"):
        semidirect_product(c4, c2, [[c4.power(c4.generators[0], 2)]])
    with pytest.raises(ValueError, match="2 automorphisms, expected one for each of the 1"):
        semidirect_product(c4, c2, [[1], [1]])
    with pytest.raises(ValueError, match="has 2 images"):
        semidirect_product(c4, c2, [[1, 1]])
    with pytest.raises(ValueError, match="at least one factor"):
        direct_product()


@few
@given(groups(), st.data())
def test_quotients_are_by_normal_subgroups_only(group, data):
    subgroup = group.generated_subgroup([data.draw(st.integers(0, group.order - 1))])
    if np.array_equal(subgroup, group.normal_closure(subgroup.tolist())):
        factor = quotient(group, subgroup)
        assert factor.order * len(subgroup) == group.order
        table, kernels = character_table(group), character_table(group).kernels
        inside = kernels[:, group.classes[subgroup]].all(1)
        degrees = [d for d, ok in zip(table.degrees, inside, strict=True) if ok]
        assert list(character_table(factor).degrees) == degrees
    else:
        with pytest.raises(ValueError, match="no normal subgroup"):
            quotient(group, subgroup)


@few
@given(groups())
def test_a_group_is_isomorphic_to_its_regular_representation(group):
    other = FiniteGroup.from_table(group.table)
    images = isomorphism(group, other)
    assert sorted(images.tolist()) == list(range(group.order))
    x = np.arange(group.order)
    assert np.array_equal(
        images[group.product(x[:, None], x)], other.product(images[:, None], images)
    )
    assert group_name(group) == group_name(other)


def test_groups_of_order_sixteen_with_equal_orders_of_elements_are_told_apart():
    # C4 x C4, C4:C4 and C2 x Q8 have 3 elements of order 2 and 12 of order 4 alike.
    c4 = named("C4")
    semidirect = semidirect_product(c4, c4, [[c4.inverse[c4.generators[0]]]])
    triple = [direct_product(c4, c4), semidirect, direct_product(named("C2"), named("Q8"))]
    orders = [np.bincount(g.element_orders).tolist() for g in triple]
    assert orders[0] == orders[1] == orders[2]
    for i, g in enumerate(triple):
        for j, h in enumerate(triple):
            assert (isomorphism(g, h) is not None) == (i == j)
    assert [group_name(g) for g in triple] == ["C4xC4", "C4:C4", "C2xQ8"]


@few
@given(groups())
def test_minimal_generating_sets_generate_and_none_smaller_does(group):
    chosen = minimal_generating_set(group)
    assert len(group.generated_subgroup(chosen)) == group.order
    assert (len(chosen) == 0) == (group.order == 1)
    if len(chosen) > 1:
        assert group.exponent != group.order or not group.is_abelian
    if len(chosen) > 2:
        pairs = [(x, y) for x in range(group.order) for y in range(x)]
        assert all(len(group.generated_subgroup(p)) < group.order for p in pairs)


@pytest.mark.parametrize("name", ["C1", "C12", "C2xC2xC2", "C2xC4", "S3", "S4", "S6", "A4", "A5", "A6",
                                  "D4", "D5", "D6", "Q8", "Q16", "Dic3", "SL(2,3)", "GL(2,3)",
                                  "SL(2,5)", "PSL(2,7)", "AGL(1,7)", "C3xA4", "S3xS3", "C2xQ8"])  # fmt: skip
def test_names_are_found_again(name):
    assert group_name(named(name)) == name


def test_names_of_split_and_of_unknown_groups():
    c2, c3 = named("C2"), named("C3")
    assert group_name(named("AGL(1,8)")) == "(C2xC2xC2):C7"
    assert group_name(wreath_product(c2, c3)) == "C2xA4"
    assert group_name(wreath_product(c3, c3)) == "(C3xC3xC3):C3"
    assert group_name(wreath_product(named("S5"), c2)) == "group of order 28800"


def test_extraspecial_groups_are_named_by_type():
    d4, q8 = named("D4"), named("Q8")
    for second, name in ((d4, "2_+^{1+4}"), (q8, "2_-^{1+4}")):
        product = direct_product(d4, second)
        squares = [x for x in product.centre.tolist() if x]
        both = [x for x in squares if permutation_character(product)[product.classes[x]] == 0]
        central = quotient(product, product.generated_subgroup(both))
        assert group_name(central) == name


@few
@given(groups())
def test_induction_and_restriction_are_adjoint(group):
    subgroup = group.subgroup([group.order - 1])
    large, small = character_table(group), character_table(subgroup)
    for f in small.characters[:3]:
        up = induced(group, subgroup, f)
        counts = large.multiplicities(up)
        for m, g in zip(counts, large.characters, strict=True):
            assert m == small.inner_product(restricted(group, subgroup, g), f)


@few
@given(groups())
def test_tensor_products_of_characters_are_characters(group):
    table = character_table(group)
    last = table.characters[-1]
    counts = table.multiplicities(tensor(last, last))
    assert min(counts) >= 0
    assert sum(m * d for m, d in zip(counts, table.degrees, strict=True)) == table.degrees[-1] ** 2


def test_the_character_of_an_action_counts_fixed_points_and_refuses_what_is_none():
    s4 = named("S4")
    pairs = [(i, j) for i in range(4) for j in range(i)]
    moved = [
        [pairs.index((max(g[i], g[j]), min(g[i], g[j]))) for i, j in pairs]
        for g in s4.permutations.tolist()
    ]
    table = character_table(s4)
    character = permutation_character(s4, moved)
    assert sum(m * m for m in table.multiplicities(character)) == 3  # the rank of the action
    assert character[0] == math.comb(4, 2)
    with pytest.raises(ValueError, match="do not satisfy the relations"):
        permutation_character(s4, [(1, 2, 0), (0, 1, 2)])
    with pytest.raises(ValueError, match="1 permutations, expected one for each of the 2"):
        permutation_character(s4, [(1, 0)])
