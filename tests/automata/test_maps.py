"""Maps of the states, many at once, against loops over the states."""

from __future__ import annotations

from math import lcm

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.maps import (
    idempotent_power,
    idempotent_powers,
    repeated,
    then,
)


@st.composite
def maps(draw, count=1):
    """Arrays of so many maps a row, of one shape."""
    n = draw(st.integers(1, 7))
    row = st.lists(st.integers(0, n - 1), min_size=n, max_size=n)
    rows = draw(st.lists(st.tuples(*[row] * count), min_size=1, max_size=8))
    kind = draw(st.sampled_from([np.int32, np.intp, np.uint8]))
    return tuple(np.array([r[i] for r in rows], kind) for i in range(count))


@given(maps(count=3))
def test_maps_follow_one_another_from_left_to_right(rows):
    found = then(*rows)
    assert found.dtype == rows[0].dtype
    for x, y, z, after in zip(*(a.tolist() for a in rows), found.tolist(), strict=True):
        assert after == [z[y[q]] for q in x]


@given(maps())
def test_first_rows_are_those_without_an_equal_one_before(rows):
    [x] = rows
    first, places = repeated(x)
    lines = x.tolist()
    assert first == [i for i, line in enumerate(lines) if line not in lines[:i]]
    assert [lines[first[j]] for j in places] == lines


@given(maps())
def test_the_idempotent_power_is_that_of_exponent_lcm(rows):
    [x] = rows
    n = x.shape[1]
    for row, e in zip(x, idempotent_powers(x).tolist(), strict=True):
        power = list(range(n))
        for _ in range(lcm(*range(1, n + 1))):
            power = [int(row[q]) for q in power]
        assert e == power
        assert idempotent_power(row.astype(np.int32)).tolist() == power


def test_no_maps_have_no_powers():
    none = np.zeros((0, 3), np.int32)
    assert repeated(none) == ([], [])
    assert idempotent_powers(none).shape == then(none, none).shape == (0, 3)
