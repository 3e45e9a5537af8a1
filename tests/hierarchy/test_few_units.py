"""Permutation, column-one-hot and P D matrices of bounded width on automata whose letters permute.

Judges: theory.md, table 4.1; all subgroups by brute force; all monomial matrices for the letters.
"""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_realizes

# theory.md, 4.1: the minimal permutation degree
DEGREES = {
    "C2": 2, "C3": 3, "C4": 4, "C5": 5, "C6": 5, "C12": 7, "C2xC2": 4, "C2xC2xC2": 6, "C2xC4": 6,
    "C3xC3": 6, "S3": 3, "D4": 4, "Q8": 8, "D6": 5, "A4": 4, "SL(2,3)": 8, "S4": 4, "A5": 5, "S5": 5,
}  # fmt: skip


def decided(given_, name, *, decoder=Decoder.LINEAR):
    """Whether the answer is yes, its certificate checked."""
    verdict = classify(given_, name, decoder=decoder)
    assert not isinstance(verdict, Undecided), (name, verdict.reason)
    assert_certifies(verdict)
    if isinstance(verdict, Realization):
        assert assert_realizes(verdict, verdict.question.subject.automaton).proved
    return isinstance(verdict, Realization)


def least(given_, name):
    """The least width that is possible with a linear decoder."""
    return next(n for n in itertools.count(1) if decided(given_, f"{name}:{n}"))


@pytest.mark.parametrize(("name", "degree"), DEGREES.items())
def test_elements_take_as_many_units_as_the_minimal_permutation_degree(name, degree):
    assert decided(name, f"permutation:{degree}")
    assert not decided(name, f"permutation:{degree - 1}")


@pytest.mark.parametrize("name", ["C6", "C2xC4", "S3", "Q8"])
@pytest.mark.parametrize(
    "restriction", ["permutation:{}+b", "column-one-hot:{}", "column-one-hot:{}+b"]
)
def test_column_one_hot_matrices_and_additive_terms_need_the_same_units(name, restriction):
    assert decided(name, restriction.format(DEGREES[name]))
    assert not decided(name, restriction.format(DEGREES[name] - 1))


@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("C12", 1), ("C2xC2xC2", 3), ("C2xC4", 2), ("C3xC3", 2), ("S3", 2), ("D4", 2), ("Q8", 2),
        ("D6", 2), ("A4", 3), ("SL(2,3)", 4), ("S4", 3), ("A5", 5), ("S5", 5),
        # points: the standard representation of S4 is monomial, that of A5 and S5 is not
        ("S3/points", 2), ("S4/points", 3), ("A4/points", 3), ("A5/points", 5),
    ],
)  # fmt: skip
def test_monomial_representations_take_the_units_that_are_known(name, degree):
    assert least(name, "pd") == degree


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_points_of_the_symmetric_group_take_one_unit_each(n):
    assert decided(f"S{n}/points", f"permutation:{n}")
    assert not decided(f"S{n}/points", f"permutation:{n - 1}")


def test_points_may_take_fewer_units_than_there_are():
    six = target("counter:6")
    assert least(six, "permutation") == 5
    pairs = Automaton(  # S4 on the six pairs of points, 12 at the start
        "ab",
        [[0, 3], [3, 5], [4, 1], [1, 4], [2, 0], [5, 2]],
        0,
        range(6),
    )
    assert len(minimize(pairs)) == 6
    assert least(pairs, "permutation") == 4
    assert least(pairs, "pd") == brute_force(pairs, 2)


@pytest.mark.parametrize(
    ("name", "restriction", "kind"),
    [
        ("C6", "permutation:4", "long-order"),
        ("C6", "column-one-hot:4+b", "long-order"),
        ("S8/points", "permutation:7", "long-order"),
        ("C2xC2xC2", "permutation:3", "group-order"),
        ("S6/points", "permutation:5+b", "group-order"),
        ("S3xS3", "pd:3", "group-order"),
        ("C2xC2", "pd:1", "group-order"),
        ("A5", "pd:4", "monomial-powers"),
        ("S7/points", "pd:6+b", "monomial-powers"),
    ],
)
def test_orders_exclude_few_units_with_any_decoder(name, restriction, kind):
    verdict = classify(name, restriction, decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Obstruction)
    assert verdict.kind == kind
    assert_certifies(verdict)
    assert "\n" not in verdict.reason


@pytest.mark.parametrize(
    ("name", "restriction"),
    [("SL(2,5)", "permutation:9"), ("C2xC2xC2", "pd:2"), ("SL(2,5)", "permutation:23")],
)
def test_an_arbitrary_decoder_may_need_fewer_units_than_a_linear_one(name, restriction):
    assert isinstance(classify(name, restriction), Obstruction)
    verdict = classify(name, restriction, decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Undecided)
    assert "covers" in verdict.reason


def test_a_group_past_the_bound_is_undecided_unless_an_order_excludes_the_units():
    verdict = classify("A7", "pd:200")
    assert isinstance(verdict, Undecided)
    assert re.search(r"more than \d+ elements, the bound", verdict.reason)
    assert not decided("A7/points", "pd:6")


def brute_force(a, m, limit=4):
    """The least N for which letters as N x N monomial matrices over the m-th roots of unity do it."""
    letters = [tuple(column) for column in minimize(a).transitions.T.tolist()]
    for n in range(1, limit):
        matrices = [
            tuple(zip(images, turns, strict=True))
            for images in itertools.permutations(range(n))
            for turns in itertools.product(range(m), repeat=n)
        ]
        if any(_acts(letters, c, n, m) for c in itertools.product(matrices, repeat=len(letters))):
            return n
    return limit


def _acts(letters, chosen, n, m):
    """The matrices represent the group of the letters, and a generic fixed vector separates."""
    identity = tuple(range(len(letters[0])))
    found, waiting = {identity: tuple((i, 0) for i in range(n))}, [identity]
    while waiting:
        g = waiting.pop()
        for x, matrix in zip(letters, chosen, strict=True):
            h = tuple(x[q] for q in g)
            product = tuple((matrix[i][0], (t + matrix[i][1]) % m) for i, t in found[g])
            if found.setdefault(h, product) != product:
                return False
            if found[h] is product:
                waiting.append(h)
    fixing = [matrix for g, matrix in found.items() if g[0] == 0]
    values: dict[int, tuple[int, int]] = {}
    for j in range(n):
        if j not in values and all(f[j][1] == 0 for f in fixing if f[j][0] == j):
            values |= {f[j][0]: (j, f[j][1]) for f in fixing}
    moved = (
        {f[j][0]: (k, (t + f[j][1]) % m) for j, (k, t) in values.items()}
        for g, f in found.items()
        if g[0] != 0
    )
    return all(v != values for v in moved)


@st.composite
def transitive(draw, points=5):
    """Two permutations of few points as an automaton, minimised and every state its own output."""
    n = draw(st.integers(2, points))
    rows = [draw(st.permutations(range(n))) for _ in range(2)]
    return minimize(Automaton("ab", [list(r) for r in zip(*rows, strict=True)], 0, range(n)))


@settings(deadline=None, max_examples=40)
@given(transitive())
def test_the_least_permutation_width_is_that_of_all_choices_of_matrices(a):
    assert min(least(a, "permutation"), 4) == brute_force(a, 1)


@settings(deadline=None, max_examples=15)
@given(transitive(points=4))
def test_the_least_monomial_width_is_that_of_all_choices_of_matrices(a):
    exponent = FiniteGroup(a.transitions.T).exponent
    if exponent <= 6:
        assert min(least(a, "pd"), 3) == brute_force(a, exponent, limit=3)


def covers(a, n):
    """Whether some permutations of n points for the letters generate a group with a quotient as wanted."""
    letters = [tuple(column) for column in a.transitions.T.tolist()]
    everything = list(itertools.permutations(range(n)))
    for chosen in itertools.product(everything, repeat=len(letters)):
        one = tuple(range(n))
        image, waiting = {one: tuple(range(len(a)))}, [one]
        fits = True
        while waiting and fits:
            c = waiting.pop()
            for x, y in zip(letters, chosen, strict=True):
                product, expected = tuple(y[i] for i in c), tuple(x[q] for q in image[c])
                if product not in image:
                    image[product] = expected
                    waiting.append(product)
                fits = fits and image[product] == expected
        if fits:
            return True
    return False


@settings(deadline=None, max_examples=40)
@given(transitive(points=6))
def test_no_cover_of_few_points_is_excluded_with_an_arbitrary_decoder(a):
    for n in range(1, min(5, len(a))):
        verdict = classify(a, f"permutation:{n}", decoder=Decoder.ARBITRARY)
        assert isinstance(verdict, Realization) <= covers(a, n)
        assert isinstance(verdict, Obstruction) <= (not covers(a, n))


@settings(deadline=None, max_examples=30)
@given(transitive(), st.data())
def test_coarse_outputs_take_no_fewer_units(a, data):
    outputs = data.draw(st.lists(st.booleans(), min_size=len(a), max_size=len(a)))
    coarse = minimize(Automaton(a.alphabet, a.transitions, a.start, outputs))
    if len(coarse) < 2:
        return
    states = Automaton(coarse.alphabet, coarse.transitions, 0, range(len(coarse)))
    for name in ("permutation", "pd"):
        n = least(states, name)
        if n > 1:
            assert not decided(coarse, f"{name}:{n - 1}")
        verdict = classify(coarse, f"{name}:{n}")
        assert not isinstance(verdict, Obstruction)
        assert decided(coarse, f"{name}:{n}", decoder=Decoder.ARBITRARY)
