"""A basis of an abelian subgroup: coordinates add, and are unique."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.algebra.abelian import cyclic_basis
from bilinear_theory.algebra.group import FiniteGroup
from tests.algebra.group_samples import named


@given(st.lists(st.integers(2, 9), min_size=1, max_size=3))
def test_coordinates_are_an_isomorphism_onto_a_sum_of_cyclic_groups(orders):
    group = named("x".join(f"C{m}" for m in orders))
    basis = cyclic_basis(group, np.arange(group.order))
    assert math.prod(basis.orders) == group.order
    assert len(np.unique(basis.coordinates, axis=0)) == group.order
    x, y = np.meshgrid(np.arange(group.order), np.array(group.generators))
    total = basis.coordinates[x] + basis.coordinates[y]
    assert np.array_equal(total % np.array(basis.orders), basis.coordinates[group.product(x, y)])
    for i, g in enumerate(basis.generators):
        assert basis.coordinates[g].tolist() == [int(i == j) for j in range(len(basis.orders))]


def test_the_factors_of_a_subgroup_say_nothing_of_elements_outside():
    group = named("Q8")
    basis = cyclic_basis(group, group.squares)
    assert basis.orders == (2,)
    assert sorted(basis.coordinates[:, 0].tolist()) == [-1] * 6 + [0, 1]
    assert cyclic_basis(group, np.zeros(1, np.intp)).orders == ()


def test_a_group_that_is_not_abelian_is_refused():
    group = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    with pytest.raises(ValueError, match="the 6 members are no abelian subgroup"):
        cyclic_basis(group, np.arange(6))
