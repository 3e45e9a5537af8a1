"""Laws of kernels hold in what blocks do, and words of automata that violate them are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.kernel_laws import MAX_STATES, obstruct
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_obstructs, automata
from tests.obstructions.test_local_laws import (
    SIZES,
    affine_block_machines,
    linear_block_machines,
    question,
)

#: A machine that no law of powers excludes from blocks of size 2 with an additive term.
FOUR = Automaton("ab", [[1, 0], [1, 2], [1, 3], [3, 3]], 0, range(4))


def finite_monoid(generators, bound=80):
    """The matrices that some generate, None if there are more than the bound."""
    elements = [np.eye(len(generators[0]), dtype=np.int64)]
    known = {elements[0].tobytes()}
    for m in elements:
        for g in generators:
            x = m @ g
            if x.tobytes() not in known:
                if len(known) == bound or abs(x).max() > 9:
                    return None
                known.add(x.tobytes())
                elements.append(x)
    return elements


def idempotent(x):
    power = x
    while not (power @ power == power).all():
        power = power @ x
    return power


@st.composite
def integer_monoids(draw):
    """Finite monoids of integer matrices, acting on rows; affine maps have a last column (0, .., 0, 1)."""
    size, affine = draw(st.integers(2, 4)), draw(st.booleans())
    entries = st.sampled_from([0, 0, 0, 1, 1, -1])
    generators = []
    for _ in range(2):
        rows = draw(st.lists(st.tuples(*[entries] * size), min_size=size, max_size=size))
        if affine:
            rows = [(*row, 0) for row in rows] + [(*draw(st.tuples(*[entries] * size)), 1)]
        generators.append(np.array(rows, np.int64))
    return size, affine, finite_monoid(generators)


# most integer matrices generate no finite monoid
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(integer_monoids(), st.data())
def test_finite_monoids_of_integer_matrices_obey_the_laws(case, data):
    k, affine, elements = case
    assume(elements is not None and len(elements) > 3)
    power = np.linalg.matrix_power
    for _ in range(10):
        g, v, y = (elements[data.draw(st.integers(0, len(elements) - 1))] for _ in range(3))
        z = g @ v
        start, end, full = power(z, k - 2), idempotent(g) @ z, power(z, k)
        left, right = start @ idempotent(z) @ end, start @ end
        assert (left @ y @ full == right @ y @ full).all()
        assert affine or (full @ y @ left == full @ y @ right).all()
        # the law of resets, of the same powers
        low = power(z, k - 1)
        assert (low @ idempotent(z) @ y @ full == low @ y @ full).all()


@settings(deadline=None, max_examples=50)
@given(linear_block_machines())
def test_no_law_excludes_what_linear_blocks_do(case):
    size, a = case
    assert obstruct(question(a, size), size) is None


@settings(deadline=None, max_examples=50)
@given(affine_block_machines())
def test_no_law_excludes_what_affine_blocks_do(case):
    size, a = case
    assert obstruct(question(a, size, additive=True), size) is None


@settings(deadline=None, max_examples=50)
@given(automata(max_states=5), SIZES, st.booleans())
def test_violations_are_certified(a, size, additive):
    found = obstruct(question(a, size, additive=additive), size)
    if found is not None:
        assert_certifies(found)
        assert_obstructs(found)


@pytest.mark.parametrize("name", ["block-real:2+b", "block-complex:2+b", "full:2+b", "cp-real:2+b"])
def test_four_states_violate_the_law_of_affine_maps(name):
    verdict = classify(FOUR, name, decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Obstruction)
    assert_certifies(verdict)


def test_size_1_has_no_law():
    assert obstruct(question(FOUR, 1), 1) is None


def test_machines_past_the_bound_or_without_letters_are_left_alone():
    large = Automaton(
        "a", [[min(q + 1, MAX_STATES)] for q in range(MAX_STATES + 1)], 0, range(MAX_STATES + 1)
    )
    assert obstruct(question(large, 2), 2) is None
    assert obstruct(question(Automaton("", [[]], 0, (0,)), 2), 2) is None
