"""All groups of small orders, against the published numbers and by brute force."""

from collections import Counter

import numpy as np
import pytest

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_names import group_name
from bilinear_theory.algebra.isomorphism import isomorphism
from bilinear_theory.algebra.small_groups import automorphisms, groups_of_order

#: The numbers of groups of orders 1, 2, .. (OEIS A000001).
NUMBERS = (
    1,
    1,
    1,
    2,
    1,
    2,
    1,
    5,
    2,
    2,
    1,
    5,
    1,
    2,
    1,
    14,
    1,
    5,
    1,
    5,
    2,
    2,
    1,
    15,
    2,
    2,
    5,
    4,
    1,
    4,
    1,
)
LARGER = {32: 51, 36: 14, 40: 14, 48: 52, 54: 15, 56: 13, 60: 13, 63: 4}


@pytest.mark.parametrize(("order", "number"), list(enumerate(NUMBERS, start=1)))
def test_there_are_as_many_groups_as_published(order, number):
    groups = groups_of_order(order)
    assert len(groups) == number
    assert {g.order for g in groups} == {order}


@pytest.mark.slow
@pytest.mark.parametrize(("order", "number"), LARGER.items())
def test_there_are_as_many_larger_groups_as_published(order, number):
    assert len(groups_of_order(order)) == number


@pytest.mark.parametrize("order", [8, 12, 16, 18, 24])
def test_no_two_are_isomorphic_and_named_ones_are_among_them(order):
    groups = groups_of_order(order)
    for i, g in enumerate(groups):
        assert all(isomorphism(g, h) is None for h in groups[:i])
    names = [group_name(g) for g in groups]
    expected = {8: "Q8", 12: "A4", 16: "C4:C4", 18: "C3xS3", 24: "SL(2,3)"}[order]
    assert expected in names


@pytest.mark.parametrize(
    ("generators", "number"),
    [
        ([(1, 2, 3, 0)], 2),
        ([(1, 0, 2, 3, 4, 5), (0, 1, 3, 2, 4, 5), (0, 1, 2, 3, 5, 4)], 168),
        ([(1, 0, 2), (1, 2, 0)], 6),
        ([(1, 2, 3, 0, 5, 6, 7, 4), (4, 7, 6, 5, 2, 1, 0, 3)], 24),
    ],
)
def test_automorphism_groups_have_their_known_orders_and_preserve_products(generators, number):
    group = FiniteGroup(generators)
    found = automorphisms(group)
    assert found.order == number
    rng = np.random.default_rng(0)
    for row in found.elements:
        x, y = rng.integers(group.order, size=(2, 20))
        assert (row[group.product(x, y)] == group.product(row[x], row[y])).all()


def test_abelian_groups_come_first_one_for_each_type():
    names = [group_name(g) for g in groups_of_order(16)]
    assert Counter(names[:5]) == Counter(["C16", "C2xC8", "C4xC4", "C2xC2xC4", "C2xC2xC2xC2"])


@pytest.mark.parametrize("order", [0, -1, 120])
def test_orders_that_are_not_listed_are_refused(order):
    with pytest.raises(ValueError, match=r"orders 1\.\.119"):
        groups_of_order(order)
