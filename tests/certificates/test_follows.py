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
        ("full:1", "rotation"),
        ("pd:1", "triangular-complex"),
        ("full:1", "householder-heads:2"),
        ("orthogonal:1", "pd:1"),
        ("full:1", "pd:2"),
        ("full:2", "block-complex:2"),
        ("pd:2", "block-real:4"),
        ("orthogonal:1", "diagonal-real"),
        ("orthogonal:2", "block-real:2"),
        ("orthogonal:2", "block-complex:3"),
        ("column-one-hot:1", "diagonal-nonnegative"),
        ("permutation:3", "block-real:3"),
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


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("full", "block-complex:4"),
        ("full:2", "rotation"),
        ("full:1", "diagonal-real"),
        ("full:1", "block-real:1"),
        ("full:3", "block-complex:2"),
        ("full:2", "block-real:3"),
        ("orthogonal:2", "diagonal-real"),
        ("orthogonal:2", "rotation"),
        ("pd:2", "triangular-complex"),
        ("full:2", "pd:2"),
    ],
)
def test_wider_matrices_are_no_smaller_blocks(lower, upper):
    assert not follows(claim(lower), claim(upper))
    assert not follows(claim(upper, "no"), claim(lower, "no"))


SIZED = [f"{name}:{n}" for name in ("full", "pd", "orthogonal", "permutation") for n in (1, 2, 3)]


def test_following_stays_transitive_with_bounds_on_the_width():
    names = [*SIZED, *NAMES, "block-real:6"]
    after = {p: {r for r in names if follows(claim(p), claim(r))} for p in names}
    for p in names:
        for r in after[p]:
            assert after[r] <= after[p], (p, r, after[r] - after[p])


def test_stacks_of_width_one_are_no_stacks_of_householder_heads():
    lower = claim("full:1", layers=2)
    assert follows(lower, claim("rotation", layers=2))
    assert not follows(lower, claim("householder-heads:2", layers=2))
