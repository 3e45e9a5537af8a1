"""The kernel's order of the claims, against the inclusions of the restrictions."""

import pytest

from bilinear_theory.certificates.check import follows
from bilinear_theory.hierarchy.order import EQUAL, above
from bilinear_theory.systems.restriction import STANDARD
from bilinear_theory.systems.setting import Decoder, Setting

NAMES = [r.name for r in STANDARD]
BOUNDABLE = ("permutation", "orthogonal", "column-one-hot", "full", "pd")


def claim(restriction, answer="yes", *, decoder="linear", additive=False, layers=1):
    return {
        "answer": answer,
        "restriction": restriction,
        "decoder": decoder,
        "additive": additive,
        "layers": layers,
    }


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("decoder", list(Decoder))
@pytest.mark.parametrize("layers", [1, 2])
def test_the_order_is_that_of_the_inclusions(decoder, additive, layers):
    setting = Setting(decoder=decoder, additive=additive, layers=layers)
    options = {"decoder": decoder.value, "additive": additive, "layers": layers}
    stacked = (
        "diagonal-real",
        "diagonal-nonnegative",
        "rotation",
        "block-real:1",
        "block-complex:1",
    )
    for p in NAMES:
        for r in NAMES:
            known = EQUAL.get(r, r) in above(p, converses=True, setting=setting, cited=True)
            if (
                layers > 1
                and (p in stacked or p in BOUNDABLE)
                and r.startswith("householder-heads")
            ):
                known = False
            lower, upper = claim(p, **options), claim(r, **options)
            assert follows(lower, upper) == known, (p, r)
            assert follows({**upper, "answer": "no"}, {**lower, "answer": "no"}) == known, (p, r)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (claim("cp-real:5"), claim("block-real:6")),
        (claim("cp-complex:5"), claim("block-complex:6")),
        (claim("cp-complex:2"), claim("cp-real:6")),
        (claim("cp-complex:5"), claim("block-real:10")),
        (claim("cp-complex:5", additive=True), claim("block-real:12", additive=True)),
        (claim("cp-real:1", additive=True), claim("householder-heads:2", additive=True)),
        (claim("cp-real:1"), claim("householder:2", additive=True)),
        (claim("full:1"), claim("householder:3", decoder="arbitrary")),
        (claim("orthogonal:1"), claim("householder:2", decoder="arbitrary", additive=True)),
        (claim("permutation:1"), claim("householder:1", decoder="arbitrary")),
        (claim("cp-complex:1"), claim("block-real:2", layers=3)),
    ],
)
def test_inclusions_that_change_the_units_are_corollaries_of_their_setting_alone(lower, upper):
    assert follows(lower, upper)
    assert not follows(upper, lower)
    assert not follows({**lower, "layers": 2}, {**upper, "layers": 3})


@pytest.mark.parametrize(
    ("lower", "upper", "setting"),
    [
        ("cp-complex:2", "block-real:4", {"additive": True}),
        ("cp-real:1", "householder:4", {"additive": True}),
        ("cp-complex:1", "householder:4", {"additive": True}),
        ("rotation", "householder:4", {"additive": True, "decoder": "arbitrary"}),
        ("diagonal-nonnegative", "householder:4", {}),
        ("cp-complex:1", "householder:2", {"decoder": "arbitrary"}),
        ("cp-complex:1", "block-real:2", {"layers": 2}),
    ],
)
def test_what_was_proved_of_a_setting_follows_in_no_other(lower, upper, setting):
    assert not follows(claim(lower, **setting), claim(upper, **setting))


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


def test_following_stays_transitive_with_bounds_on_the_width_and_in_all_settings():
    names = [*SIZED, *NAMES, "block-real:6", "cp-real:6", "householder:7"]
    claims = [
        claim(name, decoder=decoder, additive=additive, layers=layers)
        for name in names
        for decoder in ("linear", "arbitrary")
        for additive in (False, True)
        for layers in (1, 2)
    ]
    after = [{j for j, c in enumerate(claims) if follows(b, c)} for b in claims]
    for i, found in enumerate(after):
        for j in found:
            assert after[j] <= found, (claims[i], claims[j])


def test_stacks_of_width_one_are_no_stacks_of_householder_heads():
    lower = claim("full:1", layers=2)
    assert follows(lower, claim("rotation", layers=2))
    assert not follows(lower, claim("householder-heads:2", layers=2))
