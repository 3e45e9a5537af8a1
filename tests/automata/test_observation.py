"""Spans of functions on the states, against the images of functions under all short words."""

from __future__ import annotations

from itertools import product

import numpy as np
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.observation import span
from bilinear_theory.testing import automata


@st.composite
def functions(draw, count=1):
    """An automaton, and so many families of functions on its states."""
    a = draw(automata(max_states=5))
    row = st.lists(st.integers(-1, 1), min_size=len(a), max_size=len(a))
    families = st.lists(row, min_size=1, max_size=2)
    return a, [np.array(draw(families), np.int64) for _ in range(count)]


def images(a, family):
    """The functions after all words of fewer letters than there are states, as a rational matrix."""
    words = [np.arange(len(a))]
    for length in range(1, len(a)):
        for letters in product(a.transitions.T, repeat=length):
            places = np.arange(len(a))
            for letter in letters:
                places = letter[places]
            if not any((places == w).all() for w in words):
                words.append(places)
    return sympy.Matrix([f[w].tolist() for f in family for w in words])


@settings(deadline=None, max_examples=30)
@given(functions())
def test_a_span_has_the_dimension_of_the_space_of_all_images(case):
    a, [family] = case
    basis = span(a, family)
    assert len(basis) == images(a, family).rank()
    pivots = (basis != 0).argmax(axis=1)
    assert (basis[:, pivots] == np.eye(len(basis))).all()
    assert pivots.tolist() == sorted(pivots.tolist())


@settings(deadline=None, max_examples=30)
@given(functions(count=2))
def test_spans_are_equal_exactly_where_the_spaces_are(case):
    a, [left, right] = case
    joint = np.concatenate([left, right])
    ranks = {images(a, family).rank() for family in (left, right, joint)}
    assert np.array_equal(span(a, left), span(a, right)) == (len(ranks) == 1)
