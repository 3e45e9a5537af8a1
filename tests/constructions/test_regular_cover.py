"""The transition group as a cover: an arbitrary decoder of points uses all representations of the group."""

from __future__ import annotations

import pytest

from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_realizes


@pytest.mark.parametrize(
    ("name", "restriction", "points"),
    [
        # functions on five points have irreducible parts of degrees 1 and 4
        ("A5/points", "block-real:3", 60),
        # functions on lines have irreducible parts of degrees 1 and 6, or 7
        ("PSL(2,7)/points", "block-complex:3", 168),
    ],
)
@pytest.mark.parametrize("additive", [False, True])
def test_points_are_tracked_by_the_elements_of_their_group(name, restriction, points, additive):
    found = classify(name, restriction, decoder=Decoder.ARBITRARY, additive=additive)
    assert isinstance(found, Realization)
    assert len(found.orbit) == points
    assert_certifies(found)
    assert assert_realizes(found, found.question.subject.automaton).proved
    linear = classify(name, restriction, decoder=Decoder.LINEAR, additive=additive)
    assert isinstance(linear, Obstruction)
