"""Spaces of functions: their systems take the units that are promised, each space once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.constructions.function_spaces import shape, widths
from bilinear_theory.testing import automata


@settings(deadline=None, max_examples=25)
@given(automata(max_states=4), st.booleans())
def test_systems_of_spaces_have_the_promised_units_and_differ(a, additive):
    minimal = minimize(a)
    seen = set()
    for place, units in enumerate(widths(minimal, additive=additive)):
        found = shape(minimal, place, additive=additive)
        if found is None:
            continue
        vectors, matrices, offsets = found
        assert len(vectors[0]) == units
        assert (offsets is not None) == additive
        key = tuple(vectors)
        assert key not in seen
        seen.add(key)
        for q, row in enumerate(minimal.transitions.tolist()):
            for a_, r in enumerate(row):
                v = [matrices[a_][i, j] * vectors[q][j] for i in range(units) for j in range(units)]
                total = [sum(v[i * units : (i + 1) * units], start=0) for i in range(units)]
                moved = (
                    [x + b for x, b in zip(total, offsets[a_], strict=True)] if additive else total
                )
                assert tuple(moved) == tuple(vectors[r])
