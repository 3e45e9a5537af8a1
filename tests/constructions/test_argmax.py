"""Linear decoders of given points: right at every point, over the field of the points."""

from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.constructions.argmax import argmax


@given(st.integers(2, 9), st.data())
def test_roots_of_unity_are_decoded_over_their_own_field(n, data):
    points = [(Cyclotomic.root_of_unity(n, k),) for k in range(n)]
    place = st.integers(0, 2)
    codes = sorted(data.draw(st.lists(place, min_size=n, max_size=n)))
    codes = [sorted(set(codes)).index(c) for c in codes]  # arcs of a circle: always separable
    found = argmax(points, codes)
    assert found is not None
    rows, bias = found
    field = n if n % 2 else n // 2 if n % 4 else n
    for point, code in zip(points, codes, strict=True):
        logits = [(row[0] * point[0] + c).real for row, c in zip(rows, bias, strict=True)]
        assert all((logits[code] - x).sign() > 0 for y, x in enumerate(logits) if y != code)
    for row in rows:
        assert field % row[0].minimal().conductor == 0


def test_what_no_line_separates_has_no_decoder():
    points = [(Cyclotomic.root_of_unity(4, k),) for k in range(4)]
    assert argmax(points, [0, 1, 0, 1]) is None
