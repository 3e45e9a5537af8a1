"""Sets of units: judged against all subsets, and the characters of commuting letters."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.fewest import fewest, lightest_sets
from bilinear_theory.hierarchy.classify import classify


@st.composite
def tables(draw):
    states, units = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    row = st.lists(st.integers(0, 2), min_size=states, max_size=states)
    classes = draw(st.lists(row, min_size=units, max_size=units))
    return classes, draw(st.lists(st.integers(1, 3), min_size=units, max_size=units))


def separates(classes, chosen):
    states = range(len(classes[0]))
    return len({tuple(classes[i][q] for i in chosen) for q in states}) == len(states)


def lightest(classes, weights):
    sizes = range(len(classes) + 1)
    sets = (c for k in sizes for c in combinations(range(len(classes)), k))
    return min((sum(weights[i] for i in c) for c in sets if separates(classes, c)), default=None)


@given(tables())
def test_no_set_of_units_that_separates_the_states_is_lighter(table):
    classes, weights = table
    found, best = fewest(classes, weights), lightest(classes, weights)
    assert (found is None) == (best is None)
    if found is not None:
        assert found.least
        assert separates(classes, found.units)
        assert sum(weights[i] for i in found.units) == best


@given(tables())
def test_a_search_that_is_cut_short_says_so_and_still_separates(table):
    classes, weights = table
    found = fewest(classes, weights, visits=0)
    if found is not None:
        assert separates(classes, found.units)
        assert len(classes[0]) == 1 or not found.least


@given(tables())
def test_sets_are_listed_by_weight_and_separate_the_states(table):
    classes, weights = table
    listed = list(lightest_sets(classes, weights))
    totals = [sum(weights[i] for i in chosen) for chosen in listed]
    assert totals == sorted(totals)
    assert all(separates(classes, chosen) for chosen in listed)


@pytest.mark.parametrize(
    ("name", "restriction", "width"),
    [
        ("tomita:5", "diagonal-real", 2),
        ("tomita:6", "rotation", 1),
        ("C2xC2xC2", "diagonal-real", 3),
        ("C6xC10", "rotation", 2),
        ("C3xC3xC3", "rotation", 3),
        ("S3", "block-real:3", 2),
        ("S3", "block-complex:4", 2),
    ],
)
def test_few_units_are_found(name, restriction, width):
    found = classify(name, restriction)
    assert isinstance(found, Realization)
    assert found.width == width
    check(found.document())


@given(st.integers(2, 9), st.data())
def test_coarse_outputs_of_commuting_letters_are_decoded_from_few_characters(n, data):
    outputs = data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    found = classify(Automaton("a", [[(q + 1) % n] for q in range(n)], 0, outputs), "rotation")
    assert isinstance(found, Realization)
    check(found.document())
    if sum(outputs) == 1:
        assert found.width == 1  # a corner of a polygon is cut off by a line
