"""Covers of sets of requirements, held to all sets of candidates."""

from functools import reduce
from itertools import combinations
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.algebra.covering import covers_within, lightest_cover

CANDIDATES = st.lists(st.tuples(st.integers(0, 31), st.integers(1, 3)), max_size=6)


@given(CANDIDATES, st.integers(0, 8))
def test_all_covers_with_nothing_to_spare_are_found_the_lightest_first(candidates, most):
    covers, weights = [c for c, _ in candidates], [w for _, w in candidates]
    places = range(len(covers))

    def meets(chosen):
        return reduce(or_, (covers[i] for i in chosen), 0) == 31

    expected = {
        chosen
        for count in range(len(covers) + 1)
        for chosen in combinations(places, count)
        if sum(weights[i] for i in chosen) <= most
        and meets(chosen)
        and not any(meets([j for j in chosen if j != i]) for i in chosen)
    }
    found = covers_within(covers, weights, 31, most)
    assert set(found) == expected
    assert len(found) == len(expected)
    totals = [sum(weights[i] for i in chosen) for chosen in found]
    assert totals == sorted(totals)
    if found:
        assert totals[0] == lightest_cover(covers, weights, 31).high


def test_past_the_bound_on_the_work_covers_are_left_out():
    assert covers_within([1, 1, 1], [1, 2, 3], 1, 3) == [(0,), (1,), (2,)]
    assert covers_within([1, 1, 1], [1, 2, 3], 1, 3, bound=2) == [(0,)]
