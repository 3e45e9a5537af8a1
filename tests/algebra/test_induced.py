"""Induced modules: dimensions by traces, least indices by all multisets of all subgroups, and GAP."""

import itertools
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.induced import (
    Module,
    fixed_dimension,
    least_modules,
    modules,
    overgroups,
)
from bilinear_theory.algebra.subgroups import subgroup_classes
from tests.algebra.group_samples import named

GAP = shutil.which("gap")
SMALL = ("C6", "C2xC4", "S3", "D4", "Q8", "D6", "A4", "S4")


def matrix(module, g):
    """The matrix of an element, in floats."""
    group, x = module.group, module.representatives.tolist()
    result = np.zeros((len(x), len(x)), complex)
    for j, r in enumerate(x):
        moved = int(group.product(r, g))
        i = x.index(int(module.cosets[moved]))
        turn = module.exponents[int(group.product(moved, int(group.inverse[x[i]])))]
        assert turn >= 0
        result[i, j] = np.exp(2j * np.pi * turn / module.conductor)
    return result


def all_subgroups(group):
    """All subgroups, by brute force: what up to three elements generate."""
    found = set()
    for count in range(4):
        for chosen in itertools.combinations(range(group.order), count):
            found.add(tuple(group.generated_subgroup(chosen).tolist()))
    return [np.array(h) for h in sorted(found, key=len)]


@pytest.mark.parametrize("name", SMALL)
def test_induced_modules_are_representations_and_all_monomial_ones_of_their_index(name):
    group = named(name)
    classes = subgroup_classes(group)
    found = list(modules(group, classes, monomial=True, largest=group.order))
    for module in found:
        for g, h in itertools.product(group.generators, repeat=2):
            both = matrix(module, h) @ matrix(module, g)
            assert np.allclose(matrix(module, int(group.product(g, h))), both)
    assert sum(m.conductor == 1 for m in found) == len(classes)
    pairs = {(tuple(m.subgroup.tolist()), tuple(m.kernel.tolist())) for m in found}
    assert len(pairs) == len(found)


@pytest.mark.parametrize("name", ["S3", "D4", "Q8", "A4"])
def test_fixed_vectors_are_counted_as_traces_say(name):
    group = named(name)
    classes = subgroup_classes(group)
    for module in modules(group, classes, monomial=True, largest=group.order):
        for fixing in classes:
            mean = sum(np.trace(matrix(module, g)) for g in fixing.tolist()) / len(fixing)
            assert np.isclose(fixed_dimension(module, fixing), mean)


@pytest.mark.parametrize("name", ["C6", "C2xC4", "S3", "D4", "D6", "A4"])
def test_overgroups_are_all_minimal_ones_up_to_the_normaliser(name):
    group = named(name)
    everything = all_subgroups(group)
    for fixing in subgroup_classes(group):
        above = [set(h.tolist()) for h in everything if set(h.tolist()) > set(fixing.tolist())]
        minimal = {frozenset(h) for h in above if not any(k < h for k in above)}
        found = set()
        for x in overgroups(group, fixing):
            h = group.generated_subgroup([x, *fixing.tolist()])
            conjugates = (group.conjugate(h, n) for n in range(group.order))
            new = {frozenset(c.tolist()) for c in conjugates} & minimal
            assert new
            found |= {k for k in new if k >= set(fixing.tolist())}
        assert found == minimal


def brute_force(group, fixing, modules_):
    """The least total index: all multisets of modules, with the stabiliser of a generic fixed vector."""
    stabilisers = []
    for module in modules_:
        projector = sum(matrix(module, g) for g in fixing.tolist()) / len(fixing)
        holds = {
            g for g in range(group.order) if np.allclose(matrix(module, g) @ projector, projector)
        }
        stabilisers.append((module.index, holds))
    for total in range(1, group.order + 1):
        for count in range(1, 4):
            for chosen in itertools.combinations(stabilisers, count):
                if sum(index for index, _ in chosen) == total and set.intersection(
                    *(holds for _, holds in chosen)
                ) == set(fixing.tolist()):
                    return total
    raise AssertionError("the regular module does it")


@pytest.mark.parametrize("name", ["C6", "C2xC4", "S3", "D4", "Q8", "D6", "A4"])
@pytest.mark.parametrize("monomial", [False, True])
def test_the_least_index_is_that_of_all_families_of_modules(name, monomial):
    group = named(name)
    found = [
        Module(group, h, k, x)
        for h in all_subgroups(group)
        for k, x in (_kernels(group, h) if monomial else [(h, 0)])
    ]
    for fixing in subgroup_classes(group):
        core = set(fixing.tolist())
        for g in range(group.order):
            core &= set(group.conjugate(fixing, g).tolist())
        if len(core) == 1:
            least = least_modules(group, fixing, monomial=monomial)
            assert least.least == brute_force(group, fixing, found)
            assert sum(m.index for m in least.chosen) == least.least


def _kernels(group, h):
    """All normal subgroups of H with a cyclic quotient, with an element that generates it."""
    for k in all_subgroups(group):
        inside = set(k.tolist())
        if not inside <= set(h.tolist()):
            continue
        for x in h.tolist():
            normal = set(group.conjugate(k, x).tolist()) == inside
            if normal and len(group.generated_subgroup([*k.tolist(), x])) == len(h):
                yield k, x
                break


def test_bounds_are_stated(monkeypatch):
    group, trivial = named("C2xC2xC2"), np.zeros(1, np.intp)
    monkeypatch.setattr("bilinear_theory.algebra.induced.MODULES_BOUND", 5)
    with pytest.raises(ValueError, match="more than 5 induced modules"):
        least_modules(group, trivial, monomial=False)


@pytest.mark.skipif(GAP is None, reason="GAP is not installed")
def test_gap_finds_the_same_minimal_permutation_degrees():
    program = """
    for n in [2..23] do for G in AllSmallGroups(n) do
      Print(n, " ", MinimalFaithfulPermutationDegree(G), " ",
        List(GeneratorsOfGroup(Image(RegularActionHomomorphism(G))), x -> ListPerm(x, n)), "#\\n");
    od; od;
    """
    done = subprocess.run(
        [GAP, "-q", "-T"], input=program, capture_output=True, text=True, timeout=300, check=True
    )
    lines = done.stdout.split("#")[:-1]
    assert len(lines) > 50
    for line in lines:
        order, degree, generators = re.fullmatch(
            r"(\d+) (\d+) (\[.*\])", " ".join(line.split())
        ).groups()
        group = FiniteGroup([[i - 1 for i in row] for row in json.loads(generators)])
        assert group.order == int(order)
        assert least_modules(group, np.zeros(1, np.intp), monomial=False).least == int(degree)
