"""Reflections: as many as the rank of ``A - 1``, and their product, by sympy or in floats, is A."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.invariant_form import decomposition, invariant_form
from bilinear_theory.algebra.real_form import real_irreducibles
from bilinear_theory.algebra.reflections import reflection_keys
from bilinear_theory.algebra.sympy import to_sympy

GROUPS = {
    "S3": [(1, 0, 2), (1, 2, 0)],
    "Q8": [(1, 2, 3, 0, 5, 6, 7, 4), (4, 7, 6, 5, 2, 1, 0, 3)],
    "A5": [(1, 2, 0, 3, 4), (1, 3, 2, 0, 4)],
    "C5": [(1, 2, 3, 4, 0)],
}


@given(st.permutations(range(6)), st.lists(st.sampled_from([1, -1]), min_size=6, max_size=6))
def test_signed_permutations_take_as_many_reflections_as_they_move(images, signs):
    a = CyclotomicMatrix.permutation(images) @ CyclotomicMatrix.diagonal(signs)
    keys = reflection_keys(a, None)
    assert len(keys) == (a - CyclotomicMatrix.identity(6)).rank()
    assert _product(keys, sympy.eye(6)) == to_sympy(a)


@pytest.mark.parametrize("name", GROUPS)
def test_every_element_is_a_product_of_reflections_relative_to_the_invariant_form(name):
    group = FiniteGroup(GROUPS[name])
    for rho in real_irreducibles(group, character_table(group)):
        form = invariant_form(rho.representation)
        for x in group.class_representatives.tolist():
            a = rho.representation.matrix(x)
            keys = reflection_keys(a, form)
            assert len(keys) == (a - CyclotomicMatrix.identity(rho.degree)).rank()
            assert np.allclose(_product_in_floats(keys, _floats(form)), _floats(a))


def _floats(matrix):
    return np.array([[complex(x).real for x in row] for row in matrix.rows()])


def _product_in_floats(keys, form):
    total = np.eye(len(form))
    for key in keys:
        k = np.array([complex(x).real for x in key])
        total = total - 2 * np.outer(k, k @ form @ total) / (k @ form @ k)
    return total


def _product(keys, form):
    """The reflections one after the other, the first one first."""
    total = sympy.eye(form.shape[0])
    for key in keys:
        k = to_sympy(CyclotomicMatrix.column(key))
        total = total - 2 * k * (k.T * form * total) / (k.T * form * k)[0, 0]
    return total


def test_a_matrix_that_preserves_no_form_is_refused():
    for rows in ([[1, 1], [0, 1]], [[0, 2], [1, 0]]):
        with pytest.raises(ValueError, match="does not preserve the form"):
            reflection_keys(CyclotomicMatrix(rows), None)
    with pytest.raises(ValueError, match="not real"):
        reflection_keys(CyclotomicMatrix([[Cyclotomic.root_of_unity(4)]]), None)


@given(st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_decomposition_of_a_form_multiplies_to_it(rows):
    b = CyclotomicMatrix(rows)
    form = b.transpose() @ b + CyclotomicMatrix.identity(4)
    lower, pivots = decomposition(form)
    unit = CyclotomicMatrix([[*row, 1, *[0] * (3 - i)] for i, row in enumerate(lower)])
    assert unit @ CyclotomicMatrix.diagonal(pivots) @ unit.transpose() == form
    assert all(pivot.sign() > 0 for pivot in pivots)
