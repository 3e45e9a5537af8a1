"""The kernel's order of the claims, against the inclusions of the restrictions."""

import pytest

from bilinear_theory.certificates.check import follows
from bilinear_theory.hierarchy.order import EQUAL, above
from bilinear_theory.systems.restriction import STANDARD

NAMES = [r.name for r in STANDARD]


def claim(restriction, answer="yes", *, decoder="linear", additive=False, layers=1):
    return {
        "answer": answer,
        "restriction": restriction,
        "decoder": decoder,
        "additive": additive,
        "layers": layers,
    }


def test_the_order_is_that_of_the_inclusions():
    for p in NAMES:
        for r in NAMES:
            known = EQUAL.get(r, r) in above(p, converses=True)
            assert follows(claim(p), claim(r)) == known, (p, r)
            assert follows(claim(r, "no"), claim(p, "no")) == known, (p, r)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("permutation:3", "permutation:4"),
        ("permutation:3", "full:3"),
        ("permutation:3", "permutation"),
        ("block-complex:2", "block-real:5"),
        ("orthogonal:3", "full:4"),
        ("householder:9", "householder-heads:9"),
    ],
)
def test_bounds_on_the_width_are_ordered(lower, upper):
    assert follows(claim(lower), claim(upper))
    assert not follows(claim(upper), claim(lower))


def test_settings_are_ordered_and_answers_kept_apart():
    weak = claim("rotation", decoder="arbitrary", additive=True, layers=2)
    assert follows(claim("rotation"), weak)
    assert not follows(weak, claim("rotation"))
    assert not follows(claim("rotation"), claim("rotation", "no"))
    assert not follows(claim("rotation", layers=2), claim("householder-heads:2", layers=2))
