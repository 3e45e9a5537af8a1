"""Weights: linear characters of subgroups, and Dixon's construction from each of them."""

import numpy as np
import pytest

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.irreducibles import exact_values
from bilinear_theory.algebra.linear_characters import solvable_subgroups
from bilinear_theory.algebra.spherical import linear_weight, represented
from bilinear_theory.algebra.weights import Fields, float_values
from tests.algebra.group_samples import group

SAMPLES = ["S3", "C7:C3", "SL(2,3)", "D5", "Q8", "C9:C3", "A5"]


def roots(g, exponents):
    return np.exp(2j * np.pi * exponents / g.exponent)


@pytest.mark.parametrize("name", [*SAMPLES, "S4xC2", "2_-^{1+4}"])
def test_linear_characters_of_a_subgroup_are_all_homomorphisms(name):
    g = group(name)
    for H in solvable_subgroups(g):
        products = np.searchsorted(H.members, g.product(H.members[:, None], H.members))
        assert (H.members[products] == g.product(H.members[:, None], H.members)).all()
        sums = (H.exponents[:, :, None] + H.exponents[:, None, :]) % g.exponent
        assert (H.exponents[:, products] == sums).all()
        assert len(np.unique(H.exponents, axis=0)) == len(H.exponents)
        small = g.subgroup(H.members.tolist())
        assert small.order == len(H.members)
        assert len(H.exponents) == small.order // len(small.derived_subgroup)
        assert g.generated_subgroup(H.generators).tolist() == H.members.tolist()


@pytest.mark.parametrize(
    ("name", "count"),
    [("S4", 11), ("A5", 8), ("S5", 17), ("PSL(2,7)", 14), ("Q8", 6), ("C2xC2xC2", 16)],
)
def test_solvable_subgroups_come_once_for_each_conjugacy_class(name, count):
    assert sum(1 for _ in solvable_subgroups(group(name))) == count


@pytest.mark.parametrize("name", SAMPLES)
def test_each_linear_character_met_once_gives_the_representation(name):
    g = group(name)
    table = character_table(g)
    rows = [exact_values(table.row(i)) for i in range(len(table))]
    values = float_values(rows)
    met = 0
    for H in solvable_subgroups(g):
        for exponents in H.exponents:
            products = values[:, g.classes[H.members]] @ roots(g, -exponents) / len(H.members)
            weight = linear_weight(H.members, exponents, g.exponent)
            for row, product in zip(rows, np.rint(products.real).astype(int), strict=True):
                if product == 1:
                    rho = represented(g, row, weight)
                    assert rho is not None
                    rho.verify()
                    assert rho.character == row
                    met += 1
                elif product == 0:
                    assert represented(g, row, weight) is None
    assert met >= len(rows)


def test_a_small_degree_may_be_preferred_to_a_small_conductor():
    # Characters over Q(sqrt 5): a root of unity of order 3, 4 or 5 makes it a field of degree 4.
    g = group("SL(2,5)")
    table = character_table(g)
    rows = [exact_values(table.row(i)) for i, d in enumerate(table.degrees) if d == 2]
    conductors, degrees = Fields(g, rows), Fields(g, rows, degree_first=True)
    pairs = [(3, (15, 4, True)), (4, (20, 4, True)), (5, (5, 4, True)), (6, (15, 4, True))]
    for order, quality in pairs:
        assert conductors.quality(0, order) == degrees.quality(0, order) == quality
    assert min((3, 4, 5), key=lambda order: conductors.rank(0, order)) == 5
    assert conductors.rank(0, 4) > conductors.rank(0, 3)
    assert degrees.rank(0, 3) == (4, 15, True)
    assert conductors.best(0) == (5, 4, True)
