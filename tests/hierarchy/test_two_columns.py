"""Two complex columns with an additive term as real blocks of size 4: the proof of the inclusion, run.

Numbers are pairs of rationals. The columns are U and V with ``V^T = [1 0]``, so that h is z and one more
coordinate ``g . d + b``, which stands for every coordinate.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

Number = tuple[Fraction, Fraction]
ZERO = (Fraction(0), Fraction(0))
UNITS = [(Fraction(x), Fraction(y)) for x, y in ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))]


def add(*xs):
    return (sum((x[0] for x in xs), Fraction(0)), sum((x[1] for x in xs), Fraction(0)))


def times(x, y):
    return (x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0])


def minus(x):
    return (-x[0], -x[1])


def dot(x, y):
    return add(*(times(a, b) for a, b in zip(x, y, strict=True)))


pairs = st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS))


@st.composite
def recurrences(draw):
    """p and q with ``C = p q^T``, the weights w, offsets (v_x, b_x), a row g and a start (z, last)."""
    letters = draw(st.integers(1, 3))
    w = draw(st.lists(pairs, min_size=letters, max_size=letters))
    v = draw(st.lists(pairs, min_size=letters, max_size=letters))
    b = draw(st.lists(st.sampled_from(UNITS), min_size=letters, max_size=letters))
    return draw(pairs), draw(pairs), w, v, b, draw(pairs), draw(pairs), draw(st.sampled_from(UNITS))


def step(system, a, z):
    """``d``, the next z and the other coordinate of h after a letter."""
    p, q, w, v, b, g, _, _ = system
    d = tuple(times(x, y) for x, y in zip(w[a], z, strict=True))
    s = dot(q, d)
    return d, tuple(add(times(x, s), y) for x, y in zip(p, v[a], strict=True)), add(dot(g, d), b[a])


def values(system, bound):
    """For each letter, and None for the start, the values of s after it; None if z has more than a bound."""
    p, q, w, v, _, _, start, _ = system
    found = {None: {ZERO}, **{a: set() for a in range(len(w))}}
    waiting = [(None, ZERO)]
    for x, s in waiting:
        z = start if x is None else tuple(add(times(c, s), y) for c, y in zip(p, v[x], strict=True))
        for a in range(len(w)):
            after = dot(q, step(system, a, z)[0])
            if after not in found[a]:
                found[a].add(after)
                waiting.append((a, after))
        if len(waiting) > bound:
            return None
    return found


class Blocks:
    """Real units in blocks of at most four, each letter an affine map of each block."""

    def __init__(self):
        self.start, self.maps = (
            [],
            [],
        )  # of each block the vector, and for each letter (matrix, offset)

    def block(self, start, maps):
        assert len(start) <= 4
        assert all(len(m) == len(start) == len(c) for m, c in maps)
        self.start.append(tuple(map(Fraction, start)))
        self.maps.append(maps)
        return len(self.start) - 1

    def read(self, vectors, a):
        return [
            tuple(
                sum((m * x for m, x in zip(row, v, strict=True)), c)
                for row, c in zip(*maps[a], strict=True)
            )
            for v, maps in zip(vectors, self.maps, strict=True)
        ]


def turned(x):
    """A complex number as a matrix of two rows."""
    return [[x[0], -x[1]], [x[1], x[0]]]


def transported(system, found):
    """Blocks, the last unit of each of which adds up to d.. read through g, and the start apart."""
    p, q, w, v, _, g, start, _ = system
    letters = range(len(w))
    here = {None: start, **dict(enumerate(v))}
    l = [dot(q, [times(x, y) for x, y in zip(w[y_], p, strict=True)]) for y_ in letters]
    k = {
        (y, x): dot(q, [times(a, b) for a, b in zip(w[y], here[x], strict=True)])
        for y, x in product(letters, here)
    }
    turns = [y for y in letters if l[y] != ZERO]
    c = {y: tuple(sum(x[i] for x in found[y]) / len(found[y]) for i in (0, 1)) for y in turns}
    one = all(len(found[y]) == 1 for y in turns)
    e = [dot(g, [times(x, y) for x, y in zip(w[y_], p, strict=True)]) for y_ in letters]
    blocks, parts = (
        Blocks(),
        ([], []),
    )  # the last units that are summed, for each part of the number
    for part in (0, 1):

        def real(x, part=part):  # the row that reads the part of x r from r
            return turned(x)[part]

        for x in here:
            f = [Fraction(a == x) for a in letters]
            # two letters: diag(w_y) v_x through g, and the mean c_x
            two = [
                dot(g, [times(a, b) for a, b in zip(w[y], here[x], strict=True)]) for y in letters
            ]
            if x in turns:
                two = [add(two[y], times(e[y], c[x])) for y in letters]
            maps = [([[0, 0], [two[y][part], 0]], [f[y], 0]) for y in letters]
            parts[part].append(blocks.block((x is None, 0), maps))
            first, second = [], []
            for y in letters:
                row = [0, *real(e[y]), 0]
                turn = [[0, 0], [0, 0]] if one else turned(l[y])
                if y in turns:
                    into = add(k[y, x], minus(c[y])) if x not in turns and not one else ZERO
                    carried = [[0, *turn[0], 0], [0, *turn[1], 0]]
                    added = [[into[0], *turn[0], 0], [into[1], *turn[1], 0]]
                else:
                    carried = [[k[y, x][0], 0, 0, 0], [k[y, x][1], 0, 0, 0]]
                    added = [[0] * 4, [0] * 4]
                first.append(([[0] * 4, *carried, row], [f[y], 0, 0, 0]))
                second.append(([[0] * 4, *added, row], [f[y], 0, 0, 0]))
            for maps in (first, second):
                parts[part].append(blocks.block((x is None, 0, 0, 0), maps))
    return blocks, parts


@settings(max_examples=80, deadline=None)
@given(recurrences())
@example(  # a turn by a quarter, and a letter that shows s and sets it by the letter before
    (
        (UNITS[1], UNITS[0]),
        (UNITS[1], UNITS[1]),
        [(UNITS[2], UNITS[0]), (UNITS[0], UNITS[1])],
        [(UNITS[0], UNITS[1]), (UNITS[1], UNITS[1])],
        [ZERO, UNITS[1]],
        (UNITS[1], UNITS[2]),
        (UNITS[1], UNITS[1]),
        UNITS[1],
    )
)
def test_two_complex_columns_of_rank_one_are_sums_of_real_blocks_of_four(system):
    found = values(system, 60)
    assume(found is not None)
    blocks, parts = transported(system, found)
    b, letters = system[4], range(len(system[2]))
    seen, vectors = set(), blocks.start
    waiting = [(system[6], vectors)]
    for z, vectors in waiting:
        for a in letters:
            _, after, other = step(system, a, z)
            read = blocks.read(vectors, a)
            sums = tuple(sum(read[i][-1] for i in parts[part]) for part in (0, 1))
            assert add(sums, b[a]) == other
            key = (a, tuple(read))
            if key not in seen:
                seen.add(key)
                waiting.append((after, read))
        assert len(waiting) < 5000  # finitely many: each unit has few values


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_blocks_of_the_example_have_finitely_many_vectors_of_four_units(n):
    p = (UNITS[1], UNITS[0])
    w = [(UNITS[2], UNITS[0])] * n
    system = (p, p, w, [(ZERO, UNITS[1])] * n, [ZERO] * n, p, (UNITS[1], UNITS[1]), ZERO)
    found = values(system, 100)
    assert found is not None
    assert all(len(found[a]) == 4 for a in range(n))
    blocks, _ = transported(system, found)
    assert max(map(len, blocks.start)) == 4
