import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from sympy.combinatorics import Permutation, PermutationGroup

from bilinear_theory.automata.action import (
    cayley_automaton,
    cycles,
    permutation_of_cycles,
    point_automaton,
)


@st.composite
def generators(draw, points=5):
    n = draw(st.integers(1, points))
    return draw(st.lists(st.permutations(range(n)), min_size=1, max_size=3))


@given(p=st.permutations(range(7)))
def test_cycles_denote_their_permutation(p):
    assert permutation_of_cycles(cycles(p), degree=7) == tuple(p)
    assert permutation_of_cycles(cycles(p).replace(" ", ", "), degree=7) == tuple(p)


@pytest.mark.parametrize(
    "text", ["", "0 1", "(0 1", "(0 -1)", "(a b)", "(0 1)(1 2)", "(0 0)", "((0 1))"]
)
def test_what_is_no_product_of_disjoint_cycles_is_refused(text):
    with pytest.raises(ValueError, match="cycles"):
        permutation_of_cycles(text)


def test_points_past_the_degree_are_refused():
    with pytest.raises(ValueError, match=r"point 4 is outside 0\.\.3"):
        permutation_of_cycles("(0 4)", degree=4)


def test_letters_act_by_right_multiplication_from_left_to_right():
    s3 = cayley_automaton([(1, 0, 2), (1, 2, 0)])
    p, q = (1, 0, 2), (1, 2, 0)
    assert s3.alphabet == ("(0 1)", "(0 1 2)")
    # First p, then q: the product maps i to q[p[i]].
    assert s3.name(s3.state(["(0 1)", "(0 1 2)"])) == cycles([q[p[i]] for i in range(3)]) == "(0 2)"
    assert s3.name(s3.state(["(0 1 2)", "(0 1)"])) == cycles([p[q[i]] for i in range(3)]) == "(1 2)"


@given(given_generators=generators())
@settings(max_examples=60, deadline=None)
def test_cayley_automaton_is_the_group_of_an_independent_judge(given_generators):
    a = cayley_automaton(given_generators)
    group = PermutationGroup([Permutation(list(g)) for g in given_generators])
    assert len(a) == group.order() == len(set(a.state_names))
    assert a.outputs == tuple(range(len(a)))
    assert a.start == 0
    assert a.name(0) == "()"
    n = len(given_generators[0])
    for q in range(min(len(a), 12)):
        element = Permutation(list(permutation_of_cycles(a.name(q), n)))
        for x, g in enumerate(given_generators):
            product = element * Permutation(list(g))  # sympy composes left to right, too
            assert a.name(a.transitions[q, x]) == cycles(product.array_form)
    seen = [0]
    for target in a.transitions.ravel().tolist():
        if target not in seen:
            seen.append(target)
    assert seen == list(range(len(a)))  # breadth first


@given(given_generators=generators(points=4))
@settings(max_examples=40, deadline=None)
def test_elements_as_letters_multiply(given_generators):
    a = cayley_automaton(given_generators, letters="elements")
    n = len(given_generators[0])
    assert a.alphabet == a.state_names
    assert a.alphabet[0] == "()"
    assert a.transitions[0].tolist() == list(range(len(a)))
    for g, h in itertools.product(range(len(a)), repeat=2):
        p, q = (permutation_of_cycles(a.name(x), n) for x in (g, h))
        assert a.name(a.transitions[g, h]) == cycles([q[i] for i in p])


@given(given_generators=generators(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_point_automaton_follows_the_point(given_generators, data):
    point = data.draw(st.integers(0, len(given_generators[0]) - 1))
    word = data.draw(st.lists(st.integers(0, len(given_generators) - 1), max_size=6))
    a = point_automaton(given_generators, point=point)
    image = point
    for x in word:
        image = given_generators[x][image]
    assert a.name(a.state(a.alphabet[x] for x in word)) == str(image)
    assert len(set(a.alphabet)) == len(given_generators)
    elements = point_automaton(given_generators, point=point, letters="elements")
    assert elements.state_names == a.state_names
    for g, name in enumerate(elements.alphabet):
        p = permutation_of_cycles(name, len(given_generators[0]))
        assert elements.name(elements.transitions[0, g]) == str(p[point])


def test_equal_generators_are_two_letters():
    a = cayley_automaton([(1, 0), (1, 0), (1, 0)])
    assert a.alphabet == ("(0 1)", "(0 1) #2", "(0 1) #3")


def test_a_base_tells_the_elements_apart():
    n = 300
    rotation, reflection = [(i + 1) % n for i in range(n)], [-i % n for i in range(n)]
    short = cayley_automaton([rotation, reflection], base=[0, 1])
    assert (short.transitions == cayley_automaton([rotation, reflection]).transitions).all()


@pytest.mark.parametrize(
    ("given_generators", "reason"),
    [
        ([], "at least one generator"),
        ([()], "generator 0 is empty"),
        ([(0, 1), (0, 1, 2)], "generator 1 has 3 images, generator 0 has 2"),
        ([(0, 1), (1, 1)], r"generator 1 is no permutation of 0\.\.1: \[1, 1\]"),
        ([(1, 2)], "generator 0 is no permutation"),
    ],
)
@pytest.mark.parametrize("build", [cayley_automaton, point_automaton])
def test_what_is_no_permutation_is_refused(build, given_generators, reason):
    with pytest.raises(ValueError, match=reason):
        build(given_generators)


def test_bounds_are_named():
    s5 = [(1, 0, 2, 3, 4), (1, 2, 3, 4, 0)]
    with pytest.raises(ValueError, match="the group has more than 119 elements, the bound"):
        cayley_automaton(s5, bound=119)
    assert len(cayley_automaton(s5, bound=120)) == 120
    with pytest.raises(ValueError, match="the orbit has more than 4 points, the bound"):
        point_automaton(s5, bound=4)
    with pytest.raises(ValueError, match="too many to hold with 1 generators"):
        cayley_automaton([[(i + 1) % 50_000 for i in range(50_000)]])
    with pytest.raises(ValueError, match=r"40320 elements as letters .* past the bound"):
        cayley_automaton([(1, 0, *range(2, 8)), (*range(1, 8), 0)], letters="elements")
    with pytest.raises(ValueError, match=r"point 5 is outside 0\.\.4"):
        point_automaton(s5, point=5)
