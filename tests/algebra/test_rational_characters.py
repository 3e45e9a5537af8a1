"""Rational classes and characters, against the character table itself."""

import numpy as np
import pytest

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.rational_characters import operator, rational_characters
from tests.algebra.test_character_faithful import named

NAMES = ["C1", "C2", "C5", "C12", "C2xC4", "S3", "Q8", "A4", "A5", "S5", "SL(2,3)", "C7xS3"]


@pytest.mark.parametrize("name", NAMES)
def test_rational_classes_are_those_of_generators_of_cyclic_subgroups_up_to_conjugation(name):
    group = named(name)
    found = rational_characters(character_table(group))
    cyclic = {
        frozenset(int(group.classes[x]) for x in (group.power(g, k) for k in range(group.exponent)))
        for g in range(group.order)
    }
    # conjugate cyclic subgroups meet the same classes; as many as rational classes at least
    assert len(found.representatives) >= len(cyclic)
    for g in range(group.order):
        for k in range(1, group.exponent + 1):
            if np.gcd(k, group.exponent) == 1:
                power = int(group.power(g, k))
                assert found.classes[group.classes[g]] == found.classes[group.classes[power]]


@pytest.mark.parametrize("name", NAMES)
def test_values_are_proportional_to_sums_of_galois_orbits(name):
    table = character_table(named(name))
    found = rational_characters(table)
    assert len(found.values) == len(found.representatives) == len(table.galois_orbits)
    for row, orbit in zip(found.values, table.galois_orbits, strict=True):
        degree = len(orbit) * table.degrees[orbit[0]]
        for c in range(len(table)):
            total = sum(
                (Cyclotomic.rational(0) + table.value(i, c) for i in orbit), Cyclotomic.rational(0)
            )
            assert total * row[0] == Cyclotomic.rational(degree * row[found.classes[c]])


@pytest.mark.parametrize("name", NAMES)
def test_the_operator_has_as_many_eigenvalues_as_there_are_orbits(name):
    table = character_table(named(name))
    found = rational_characters(table)
    sizes = np.bincount(found.classes, weights=table.group.class_sizes).astype(int)
    weights = np.array(operator(found)) * sizes
    values = [int(weights @ np.array(row)) / row[0] for row in found.values]
    assert len(set(values)) == len(values)
