"""Central extensions by a group of prime order: how many there are, and what they are."""

import numpy as np
import pytest

from bilinear_theory.algebra import central_extension
from bilinear_theory.algebra.central_extension import central_extensions
from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import extended, quotient, respects
from bilinear_theory.algebra.isomorphism import isomorphism
from bilinear_theory.algebra.small_groups import groups_of_order

A5 = [(1, 2, 3, 4, 0), (1, 2, 0, 3, 4)]
A6 = [(1, 2, 3, 4, 0, 5), (0, 1, 2, 4, 5, 3)]
S4 = [(1, 2, 3, 0), (1, 0, 2, 3)]
D4 = [(1, 2, 3, 0), (0, 3, 2, 1)]
Q8 = [(1, 2, 3, 0, 5, 6, 7, 4), (4, 7, 6, 5, 2, 1, 0, 3)]
V4 = [(1, 0, 2, 3), (0, 1, 3, 2)]


@pytest.mark.parametrize(
    ("generators", "p", "rank"),
    [
        # the rank of H^2(G, Z/p): that of Ext(G/G', Z/p) and that of Hom(M(G), Z/p), the Schur multiplier
        (V4, 2, 2 + 1),
        (D4, 2, 2 + 1),
        (Q8, 2, 2 + 0),
        (S4, 2, 1 + 1),
        (S4, 3, 0),
        (A5, 2, 0 + 1),
        (A5, 3, 0),
        (A5, 5, 0),
        (A6, 2, 0 + 1),
        (A6, 3, 0 + 1),
    ],
)
def test_there_are_as_many_as_cohomology_classes_up_to_multiples(generators, p, rank):
    found = list(central_extensions(FiniteGroup(generators), p))
    assert len(found) == (p**rank - 1) // (p - 1)


@pytest.mark.parametrize("order", [4, 6, 8, 12, 16, 18, 24])
@pytest.mark.parametrize("p", [2, 3])
def test_each_maps_onto_the_group_with_a_central_kernel_of_order_p(order, p):
    for group in list(groups_of_order(order))[-3:]:
        for found in central_extensions(group, p):
            assert found.order == p * order
            images = np.array([group.generators])
            below = extended(found, group, images)
            assert respects(found, group, below, images).all()
            kernel = np.flatnonzero(below[0] == 0)
            assert len(kernel) == p
            assert np.isin(kernel, found.centre).all()
            assert isomorphism(quotient(found, kernel.tolist()), group) is not None


def test_the_extensions_of_s4_are_2o_and_gl_2_3_and_a4_c4_by_their_involutions():
    found = central_extensions(FiniteGroup(S4), 2)
    assert sorted(int((H.element_orders == 2).sum()) for H in found) == [1, 7, 13]


def test_projective_degrees_of_a6_are_those_of_schur():
    degrees = {
        p: sorted(
            d
            for H in central_extensions(FiniteGroup(A6), p)
            for d, kernel in zip(
                character_table(H).degrees, character_table(H).kernels, strict=True
            )
            if kernel.sum() == 1
        )
        for p in (2, 3)
    }
    assert degrees == {2: [4, 4, 8, 8, 10, 10], 3: [3, 3, 3, 3, 6, 6, 9, 9, 15, 15]}


def test_large_groups_are_refused_with_the_bound(monkeypatch):
    monkeypatch.setattr(central_extension, "MAX_ORDER", 59)
    with pytest.raises(ValueError, match="at most 59 elements, not of 60"):
        next(central_extensions(FiniteGroup(A5), 2))


def test_too_many_extensions_are_refused(monkeypatch):
    monkeypatch.setattr(central_extension, "MAX_CLASSES", 6)
    with pytest.raises(ValueError, match=r"there are 2\^3 central extensions"):
        next(central_extensions(FiniteGroup(V4), 2))
