"""Short laws hold in the groups that they are for, and Sylow subgroups are those of the orders."""

import itertools

import numpy as np
import pytest

from bilinear_theory.algebra import square_law
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.rotations import binary_rotation_groups, rotation_groups
from bilinear_theory.algebra.short_laws import short_law
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.algebra.sylow import odd_sylow_subgroups_commute, sylow_subgroup
from tests.algebra.group_samples import named

BINARY = tuple(rho.group for rho in binary_rotation_groups())
ROTATIONS = tuple(rho.group for rho in rotation_groups())


def value(program, group, given):
    return program.value(
        list(given), lambda x, y: int(group.product(x, y)), lambda x: int(group.inverse[x])
    )


@pytest.mark.parametrize("targets", [BINARY, ROTATIONS])
def test_a_short_law_is_a_law_where_squares_commute_and_in_the_groups(targets):
    laws = {
        program
        for order in (36, 48)
        for group in groups_of_order(order)
        if len(group.generators) == 2
        if (program := short_law(list(group.permutations), targets)) is not None
    }
    assert laws
    for program in laws:
        for name in ("D4", "Q8", "C6", "D5", "S3"):
            group = named(name)
            for pair in itertools.product(range(group.order), repeat=2):
                assert value(program, group, pair) == 0
        for group in targets:
            pairs = np.random.default_rng(0).integers(0, group.order, (200, 2)).tolist()
            assert all(value(program, group, pair) == 0 for pair in pairs)


@pytest.mark.parametrize("order", [24, 36])
def test_a_short_law_fails_in_no_group_that_the_search_covers(order, monkeypatch):
    monkeypatch.setattr(square_law, "short_law", lambda generators, targets: None)
    for group in groups_of_order(order):
        generators = list(group.permutations)
        if len(generators) == 2 and short_law(generators, BINARY) is not None:
            assert isinstance(square_law.decide(generators, BINARY), square_law.Law)


@pytest.mark.parametrize("order", [12, 16, 36, 48, 54, 60])
def test_sylow_subgroups_have_the_largest_power_of_the_prime_as_their_order(order):
    for group in groups_of_order(order):
        for p in prime_divisors(order):
            members = sylow_subgroup(group, p)
            power = len(members)
            assert order % power == 0
            assert (order // power) % p
            assert set(prime_divisors(power)) <= {p}
            assert len(group.generated_subgroup(members.tolist())) == power


def test_odd_sylow_subgroups_are_compared_and_bounds_kept():
    heisenberg = FiniteGroup(
        [
            [9 * ((a + 1) % 3) + 3 * b + c for a in range(3) for b in range(3) for c in range(3)],
            [
                9 * a + 3 * ((b + 1) % 3) + (c + a) % 3
                for a in range(3)
                for b in range(3)
                for c in range(3)
            ],
        ]
    )
    assert heisenberg.order == 27
    assert not odd_sylow_subgroups_commute(heisenberg)
    assert odd_sylow_subgroups_commute(named("C3xC3"))
    assert sylow_subgroup(heisenberg, 3, most=9) is None
