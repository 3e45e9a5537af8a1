"""Several layers: depths of groups by the oracle table, decisions on random small machines."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check, read
from bilinear_theory.certificates.files import text
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_obstructs, assert_realizes, automata

#: theory.md, table 4.1, columns dl and 2l: layers of complex and of real diagonal matrices; 0 if never.
DEPTHS = {
    "C4": (1, 2),
    "C8": (1, 3),
    "C2xC4": (1, 2),
    "C3": (1, 0),
    "S3": (2, 0),
    "D4": (2, 2),
    "Q8": (2, 2),
    "D6": (2, 0),
    "A4": (2, 0),
    "S4": (3, 0),
    "SL(2,3)": (3, 0),
    "GL(2,3)": (4, 0),
    "A5": (0, 0),
    "C2xA4": (2, 0),
    "D8": (2, 3),
}
#: GL(2, 3) on the vectors of F_3^2 other than 0.
GL23 = Automaton(
    ("a", "b", "c"),
    [
        [
            (x * m[0] + y * m[2]) % 3 * 3 + (x * m[1] + y * m[3]) % 3 - 1
            for m in ((1, 1, 0, 1), (1, 0, 1, 1), (2, 0, 0, 1))
        ]
        for x in range(3)
        for y in range(3)
        if (x, y) != (0, 0)
    ],
    0,
    range(8),
)


def given_(name):
    return GL23 if name == "GL(2,3)" else target(name)


@pytest.mark.parametrize("name", DEPTHS)
@pytest.mark.parametrize("decoder", list(Decoder), ids=lambda d: d.value)
def test_groups_take_as_many_layers_as_the_table_says(name, decoder):
    for restriction, least in zip(("rotation", "diagonal-real"), DEPTHS[name], strict=True):
        for layers in range(1, 5):
            verdict = classify(given_(name), restriction, decoder=decoder, layers=layers)
            yes = 0 < least <= layers
            assert isinstance(verdict, Realization if yes else Obstruction), (restriction, layers)
            assert_certifies(verdict)
            if isinstance(verdict, Realization):
                assert assert_realizes(verdict, given_(name)).proved


@pytest.mark.parametrize("restriction", ["diagonal-nonnegative", "triangular-nonnegative+b"])
@pytest.mark.parametrize("name", ["C2", "S3", "counter:7"])
def test_no_stack_of_nonnegative_layers_tracks_a_group(name, restriction):
    assert isinstance(classify(name, restriction, layers=10**6), Obstruction)


@pytest.mark.parametrize("restriction", ["diagonal-nonnegative", "diagonal-real", "rotation"])
def test_no_stack_of_linear_diagonal_layers_tracks_the_flip_flop(restriction):
    verdict = classify("flip-flop", restriction, layers=1000)
    assert isinstance(verdict, Obstruction)
    assert verdict.kind == "stack-merged-inside"
    assert_obstructs(verdict)


@pytest.mark.parametrize("name", ["S4/points", "A4/points", "S3/points", "D5/points", "D4/points"])
def test_points_take_as_many_layers_as_elements(name):
    order = name.partition("/")[0]
    for layers in range(1, 4):
        verdicts = [classify(n, "rotation", layers=layers) for n in (order, name)]
        assert len({type(v) for v in verdicts}) == 1
        for verdict in verdicts:
            assert_certifies(verdict)


def test_symmetric_groups_of_any_order_are_tracked_at_no_depth():
    swap = {0: 1, 1: 0}
    s10 = Automaton("ab", [[(q + 1) % 10, swap.get(q, q)] for q in range(10)], 0, range(10))
    for group in (target("S5/points"), target("A6/points"), target("S7/points"), s10):
        for layers in (2, 30):
            verdict = classify(group, "rotation+b", layers=layers)
            assert isinstance(verdict, Obstruction)
            assert_certifies(verdict)


@pytest.mark.parametrize("name", ["regex:(ab)*", "regex:(a|b)*ab", "regex:(b|ab)*(a|)", "tomita:4"])
@pytest.mark.parametrize("decoder", list(Decoder), ids=lambda d: d.value)
def test_aperiodic_machines_are_tracked_by_nonnegative_affine_layers_at_some_depth(name, decoder):
    for restriction in ("diagonal-nonnegative+b", "triangular-nonnegative"):
        verdict = classify(name, restriction, decoder=decoder, layers=6)
        assert isinstance(verdict, Realization)
        assert_certifies(verdict)
        assert assert_realizes(verdict, target(name)).proved


@settings(deadline=None)
@given(
    automata(max_states=4, reachable=True),
    st.sampled_from(
        [
            "diagonal-nonnegative",
            "diagonal-nonnegative+b",
            "diagonal-real",
            "diagonal-real+b",
            "rotation",
            "rotation+b",
            "triangular-nonnegative",
            "triangular-real",
            "triangular-complex+b",
            "block-real:2",
            "block-complex:2",
            "permutation",
        ]
    ),
    st.sampled_from(list(Decoder)),
)
@example(Automaton("ab", [[1, 2], [0, 2], [2, 1]], 0, [0, 0, 1]), "rotation+b", Decoder.LINEAR)
@example(Automaton("ab", [[1, 0], [2, 0], [0, 1]], 0, [0, 1, 0]), "rotation+b", Decoder.LINEAR)
def test_more_layers_are_never_worse_and_every_verdict_is_certified(a, restriction, decoder):
    before = None
    for layers in (1, 2, 3, 7):
        verdict = classify(a, restriction, decoder=decoder, layers=layers)
        if isinstance(verdict, Undecided):
            assert not isinstance(before, Realization)
        else:
            check(read(text(verdict).encode()))
        if isinstance(verdict, Realization):
            assert verdict.layers <= layers
            assert assert_realizes(verdict, a).proved
        elif isinstance(verdict, Obstruction):
            assert before is None or isinstance(before, Obstruction | Undecided)
            assert not isinstance(before, Undecided)
        before = verdict


@settings(deadline=None)
@given(automata(max_states=4, reachable=True), st.sampled_from(list(Decoder)))
def test_with_an_additive_term_depth_decides_all_small_machines(a, decoder):
    """Complex: groups in a machine of four states are solvable; non-negative: iff it is aperiodic."""
    assert isinstance(classify(a, "rotation+b", decoder=decoder, layers=12), Realization)
    verdict = classify(a, "diagonal-nonnegative+b", decoder=decoder, layers=12)
    assert not isinstance(verdict, Undecided)


def test_one_layer_is_an_answer_for_several():
    for restriction in ("full", "column-one-hot", "pd", "orthogonal", "permutation"):
        verdict = classify("S3", restriction, layers=3)
        assert isinstance(verdict, Realization)
        assert (verdict.layers, verdict.question.setting.layers) == (1, 3)
        assert "one layer does it" in verdict.reason
        assert_certifies(verdict)
    merged = classify("flip-flop", "orthogonal+b", layers=3)
    assert isinstance(merged, Obstruction)
    assert merged.kind == "stack-merged"
    assert isinstance(classify("S5", "full:3", layers=2), Undecided)
