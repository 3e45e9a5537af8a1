"""Exact feasibility: every answer is checked in integers, and a float solver is the judge of existence."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bilinear_theory.algebra import linear_program
from bilinear_theory.algebra.linear_program import (
    ArgmaxRows,
    Inseparable,
    separating_rows,
    strictly_feasible,
)
from bilinear_theory.algebra.nearest_point import Gordan, Solution, is_proof, nearest_point

few = settings(max_examples=60, deadline=None)

entries = st.one_of(st.integers(-3, 3), st.fractions(-2, 2, max_denominator=6))


@st.composite
def systems(draw):
    width = draw(st.integers(1, 5))
    return draw(
        st.lists(st.lists(entries, min_size=width, max_size=width), min_size=1, max_size=12)
    )


def proves(rows, answer):
    """The definition of the two kinds of answers."""
    if isinstance(answer, Solution):
        return all(sum(a * x for a, x in zip(row, answer.x, strict=True)) > 0 for row in rows)
    y = answer.weights
    combined = [
        sum(w * row[j] for w, row in zip(y, rows, strict=True)) for j in range(len(rows[0]))
    ]
    return min(y) >= 0 and max(y) > 0 and not any(combined)


@few
@given(systems())
@example([[0, 0]])
@example([[1, 0], [-1, 0]])
@example([[1, 1], [-1, 1], [0, -1], [2, -1]])
def test_every_answer_is_proved(rows):
    assert proves(rows, strictly_feasible(rows))


@few
@given(systems())
def test_both_algorithms_give_the_same_alternative(rows):
    sparse = [tuple((j, int(60 * x)) for j, x in enumerate(row) if x) for row in rows]
    answer = nearest_point(sparse, len(rows[0]))
    assert proves(rows, answer)
    assert type(answer) is type(strictly_feasible(rows))


@few
@given(systems())
def test_a_float_solver_agrees(rows):
    A = np.array([[float(x) for x in row] for row in rows])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(A)), bounds=(None, None))
    assert isinstance(strictly_feasible(rows), Solution) == (found.status == 0)


@pytest.mark.parametrize(
    "proposals", [[], [Solution((0, 0))], [Gordan((1, 1)), Solution((-1, -1))]]
)
def test_wrong_proposals_are_refused_and_the_exact_algorithm_answers(monkeypatch, proposals):
    monkeypatch.setattr(linear_program, "_proposals", lambda rows, width: iter(proposals))
    assert proves([[1, 0], [-1, 2]], strictly_feasible([[1, 0], [-1, 2]]))
    assert not is_proof(Gordan((1, -1)), [((0, 1),), ((0, 1),)], 1)
    assert not is_proof(Gordan((0, 0)), [((0, 1),), ((0, 1),)], 1)


def test_a_cone_narrower_than_floats_is_decided_exactly():
    big = 10**40
    thin = [[big, -big + 1], [-big, big + 1]]
    answer = strictly_feasible(thin)
    assert isinstance(answer, Solution)
    assert proves(thin, answer)
    shut = [[big, -big - 1], [-big, big + 1], [1, 1]]
    assert isinstance(strictly_feasible(shut), Gordan)
    assert proves(shut, strictly_feasible(shut))


@pytest.mark.parametrize("seed", range(4))
def test_degenerate_systems_with_many_parallel_rows_are_decided(seed):
    rng = random.Random(seed)
    base = [[rng.randrange(-1, 2) for _ in range(8)] for _ in range(12)]
    rows = [[rng.randrange(1, 5) * x for x in rng.choice(base)] for _ in range(100)]
    assert proves(rows, strictly_feasible(rows))
    flipped = [*rows, [-x for x in rows[0]]]
    assert isinstance(strictly_feasible(flipped), Gordan)


def test_hundreds_of_rows_are_decided_both_ways():
    rng = np.random.default_rng(3)
    x = rng.integers(-5, 6, 40)
    rows = rng.integers(-9, 10, (400, 40))
    assert proves(rows.tolist(), strictly_feasible(rows.tolist()))
    signs = np.sign(rows @ x)
    feasible = (rows[signs != 0] * signs[signs != 0, None]).tolist()
    answer = strictly_feasible(feasible)
    assert isinstance(answer, Solution)
    assert proves(feasible, answer)


@st.composite
def labelled_points(draw):
    d = draw(st.integers(0, 3))
    points = draw(st.lists(st.lists(entries, min_size=d, max_size=d), min_size=1, max_size=8))
    labels = draw(st.lists(st.sampled_from("abc"), min_size=len(points), max_size=len(points)))
    return points, labels


def separates(points, labels, found):
    values = [
        {
            y: sum(w * x for w, x in zip(W, p, strict=True)) + c
            for y, W, c in zip(found.classes, found.W, found.c, strict=True)
        }
        for p in points
    ]
    return all(
        v[label] > v[y] for v, label in zip(values, labels, strict=True) for y in v if y != label
    )


def excludes(points, labels, found):
    lifted = [[*p, 1] for p in points]
    assert all(mu > 0 and y in labels and labels[i] != y for i, y, mu in found.weights)
    for y in set(labels):
        measure = [
            sum(mu for k, _, mu in found.weights if k == i and labels[i] == y)
            - sum(mu for k, z, mu in found.weights if k == i and z == y)
            for i in range(len(points))
        ]
        if any(
            sum(m * p[j] for m, p in zip(measure, lifted, strict=True))
            for j in range(len(lifted[0]))
        ):
            return False
    return bool(found.weights)


@few
@given(labelled_points())
def test_labels_are_separated_or_weights_exclude_it(data):
    points, labels = data
    found = separating_rows(points, labels)
    if isinstance(found, ArgmaxRows):
        assert separates(points, labels, found)
    else:
        assert isinstance(found, Inseparable)
        assert excludes(points, labels, found)


def test_exclusive_or_is_not_linear():
    square = [[0, 0], [0, 1], [1, 0], [1, 1]]
    found = separating_rows(square, [0, 1, 1, 0])
    assert isinstance(found, Inseparable)
    assert excludes(square, [0, 1, 1, 0], found)
    lifted = [[*p, p[0] * p[1]] for p in square]
    assert isinstance(separating_rows(lifted, [0, 1, 1, 0]), ArgmaxRows)


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="row 1"):
        strictly_feasible([[1, 2], [1]])
    with pytest.raises(TypeError, match="rational"):
        strictly_feasible([[0.5]])
    with pytest.raises(ValueError, match="labels"):
        separating_rows([[1]], "ab")
    with pytest.raises(ValueError, match="coordinates"):
        separating_rows([[1], [1, 2]], "ab")
    assert strictly_feasible([]) == Solution(())
    assert strictly_feasible([[]]) == Gordan((1,))
    assert strictly_feasible([[Fraction(1, 3)]]) == Solution((1,))
