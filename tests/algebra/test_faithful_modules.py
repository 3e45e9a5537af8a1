"""The modules on which a group acts faithfully are those of the general search, at the same index."""

import numpy as np
import pytest

from bilinear_theory.algebra.faithful_modules import faithful_modules
from bilinear_theory.algebra.induced import least_modules
from bilinear_theory.algebra.small_groups import groups_of_order
from tests.algebra.group_samples import named

TRIVIAL = np.zeros(1, np.intp)


def assert_the_same(group, monomial):
    found = faithful_modules(group, monomial=monomial)
    general = least_modules(group, TRIVIAL, monomial=monomial)
    assert (found.least, found.elements) == (general.least, general.elements)
    assert dict(zip(found.covers, found.weights, strict=True)) == dict(
        zip(general.covers, general.weights, strict=True)
    )
    assert sum(m.index for m in found.chosen) == found.least
    for ours, other in zip(found.chosen, general.chosen, strict=True):
        assert (ours.subgroup.tolist(), ours.kernel.tolist(), ours.generator) == (
            other.subgroup.tolist(),
            other.kernel.tolist(),
            other.generator,
        )


@pytest.mark.parametrize("monomial", [False, True])
@pytest.mark.parametrize("name", ["C6", "C2xC4", "S3", "D4", "Q8", "D6", "A4", "S4", "A5"])
def test_named_groups_have_the_modules_of_the_general_search(name, monomial):
    assert_the_same(named(name), monomial)


@pytest.mark.parametrize("order", [16, 18, 20, 21, 27])
def test_small_groups_have_the_modules_of_the_general_search(order):
    for group in groups_of_order(order):
        for monomial in (False, True):
            assert_the_same(group, monomial)
