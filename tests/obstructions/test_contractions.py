"""Householder products: what is refused is refused rightly, and what is realized is never refused.

The judge draws factors at random, follows the states as far as they are finite, and colours them: whatever
such a system tracks is never refused to as many factors.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions import contractions, dimensions
from bilinear_theory.obstructions.stack import merged_inside
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, automata
from tests.obstructions.judge import monoid, then

LINEAR, ARBITRARY = Decoder.LINEAR, Decoder.ARBITRARY
KEYS = [k for k in itertools.product((-1, 0, 1), repeat=3) if any(k)]


@st.composite
def tracked(draw, *, factors, additive=False, linear=False):
    """An automaton that letters of so many factors in dimension 3 track, with the given decoder."""
    letters = []
    for _ in range(draw(st.integers(1, 3))):
        chosen = draw(
            st.lists(
                st.tuples(st.sampled_from(KEYS), st.sampled_from([1, 2, Fraction(1, 2)])),
                max_size=factors,
            )
        )
        offset = draw(st.sampled_from([(0, 0, 0), *KEYS])) if additive else (0, 0, 0)
        letters.append((chosen, offset))
    start = draw(st.tuples(*[st.integers(-2, 2)] * 3))
    points, table = [start], []
    for v in points:
        row = []
        for chosen, offset in letters:
            w = v
            for key, beta in chosen:
                share = Fraction(
                    beta * sum(map(lambda x, y: x * y, key, w)), sum(x * x for x in key)
                )
                w = tuple(x - share * k for x, k in zip(w, key, strict=True))
            w = tuple(x + b for x, b in zip(w, offset, strict=True))
            if w not in points:
                points.append(w)
            row.append(points.index(w))
            if len(points) > 24:
                return None
        table.append(row)
    if linear:
        weights = draw(st.tuples(*[st.integers(-3, 3)] * 4))
        values = [sum(map(lambda x, y: x * y, weights, (*v, 1))) for v in points]
        outputs = [v > 0 for v in values]
    else:
        outputs = draw(st.lists(st.integers(0, 3), min_size=len(points), max_size=len(points)))
    return Automaton("abc"[: len(letters)], table, 0, outputs)


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("factors", [1, 2, 3])
@given(st.data())
@settings(max_examples=40)
def test_what_random_factors_track_is_never_refused(factors, additive, data):
    linear = data.draw(st.booleans())
    automaton = data.draw(tracked(factors=factors, additive=additive, linear=linear))
    if automaton is None:
        return
    term, decoder = "+b" if additive else "", LINEAR if linear else ARBITRARY
    for name in (
        f"householder:{factors}{term}",
        f"householder-heads:{factors}{term}",
        f"full:3{term}",
    ):
        verdict = classify(automaton, name, decoder=decoder)
        assert not isinstance(verdict, Obstruction), verdict.reason
        assert not isinstance(classify(automaton, name, decoder=ARBITRARY), Obstruction)


@given(automata(max_states=4, reachable=True))
def test_idempotents_are_named_exactly_where_two_do_not_commute(a):
    minimal = minimize(a)
    found = contractions.idempotents(question(a, "householder:4"))
    idempotent = [f for f in monoid(minimal) if then(f, f) == f]
    assert (found is None) == all(then(e, f) == then(f, e) for e in idempotent for f in idempotent)
    if found is not None:
        assert_certifies(found)


@given(automata(max_states=4, reachable=True))
def test_where_a_letter_merges_states_of_a_strong_component_idempotents_do_not_commute(a):
    merges = merged_inside(question(a, "householder:4")) is not None
    assert not merges or contractions.idempotents(question(a, "householder:4")) is not None


@pytest.mark.parametrize("name", ["flip-flop", "example:coffee", "regex:(a|b)*a"])
@pytest.mark.parametrize("layers", [1, 4])
def test_linear_stacks_of_householder_products_merge_no_states_that_lead_to_each_other(
    name, layers
):
    for r in ("householder:1", "householder:9", "householder-heads:4"):
        for decoder in Decoder:
            verdict = classify(name, r, decoder=decoder, layers=layers)
            assert isinstance(verdict, Obstruction)
            assert_certifies(verdict)


@pytest.mark.parametrize("cycle", [1, 2, 3, 5])
@pytest.mark.parametrize("tail", [0, 1, 2, 3])
def test_a_letter_takes_a_factor_for_each_step_of_its_tail_and_at_most_two_for_its_cycle(
    tail, cycle
):
    n = tail + cycle
    automaton = Automaton("a", [[q + 1] for q in range(n - 1)] + [[tail]], 0, range(n))
    turn = min(cycle - 1, 2)
    for factors, term, decoder in itertools.product((1, 2, 3, 4), ("", "+b"), Decoder):
        for name, cost in (("householder", tail + turn), ("householder-heads", max(tail, turn))):
            verdict = classify(automaton, f"{name}:{factors}{term}", decoder=decoder)
            assert isinstance(verdict, Obstruction) == (factors < cost)
            assert_certifies(verdict)


@pytest.mark.parametrize("factors", [1, 2, 3])
def test_the_parity_of_flags_takes_as_many_factors_as_letters_in_one_head(factors):
    def flags(count):
        sets = range(2**count)
        table = [[s | 1 << i for i in range(count)] for s in sets]
        return Automaton("abcd"[:count], table, 0, [s.bit_count() % 2 for s in sets])

    name = f"householder:{factors}"
    verdict = classify(flags(factors + 1), name)
    assert (verdict.kind, len(verdict.detail.fields["letters"])) == ("flags", factors + 1)
    assert_certifies(verdict)
    assert not isinstance(classify(flags(factors + 1), name, decoder=ARBITRARY), Obstruction)
    assert not isinstance(classify(flags(factors + 1), f"{name}+b"), Obstruction)
    assert isinstance(classify(flags(factors + 1), "householder-heads:1"), Realization)
    assert contractions.flags(question(flags(factors), name), factors) is None


def question(automaton, name, decoder=ARBITRARY):
    found, additive = restriction(name)
    return Question(Subject(automaton), found, Setting(decoder=decoder, additive=additive))


# --- few dimensions -------------------------------------------------------------------------------


def heisenberg(p):
    """The pairs (i, j) modulo p, with the letters j -> j + i and i -> i + 1: a group of order p^3."""
    table = [[i * p + (j + i) % p, (i + 1) % p * p + j] for i in range(p) for j in range(p)]
    return Automaton("xy", table, 0, range(p * p))


@pytest.mark.parametrize("term", ["", "+b"])
def test_a_group_of_order_p_cubed_takes_p_complex_and_2p_real_dimensions(term):
    for p, name, refused in [
        (3, "full:2", True),
        (3, "full:3", False),
        (3, "orthogonal:5", True),
        (3, "orthogonal:6", False),
        (3, "cp-real:4", True),
        (3, "cp-complex:3", False),
        (3, "householder-heads:2", True),
        (3, "householder:3", False),
        (5, "block-complex:4", True),
        (5, "cp-complex:4", True),
        (5, "householder:4", True),
        (5, "full:5", False),
    ]:
        asked = question(heisenberg(p), name + term)
        found = dimensions.obstruct(asked)
        assert (found is not None) == refused, (p, name)
        if found is not None:
            assert found.kind == "prime-power"
            assert_certifies(found)


@pytest.mark.parametrize(("p", "points"), [(3, 9), (3, 11), (5, 25)])
def test_transpositions_that_connect_p_squared_points_generate_such_a_group(p, points):
    """A path of transpositions, each of them one reflection."""
    table = [[{k: k + 1, k + 1: k}.get(q, q) for k in range(points - 1)] for q in range(points)]
    path = Automaton([f"s{k}" for k in range(points - 1)], table, 0, range(points))
    assert isinstance(classify(path, "householder:1", decoder=ARBITRARY), Realization)
    for name in (f"block-complex:{p - 1}", f"cp-complex:{p - 1}"):
        verdict = classify(path, name, decoder=ARBITRARY)
        assert isinstance(verdict, Obstruction)
        assert_certifies(verdict)
    assert dimensions.obstruct(question(path, f"full:{p}")) is None


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_the_largest_number_read_takes_a_dimension_for_each_number(width):
    def largest(count):
        table = [[max(q, i) for i in range(1, count)] for q in range(count)]
        return Automaton([f"x{i}" for i in range(1, count)], table, 0, range(count))

    for name, states in ((f"full:{width}", width + 2), (f"cp-real:{width}", width + 3)):
        verdict = classify(largest(states), name, decoder=ARBITRARY)
        assert verdict.kind in ("idempotent-chain", "one-column", "local-index", "columns")
        assert_certifies(verdict)
        assert dimensions.obstruct(question(largest(states - 1), name)) is None
    assert isinstance(classify(largest(width + 3), "diagonal-nonnegative"), Realization)


def test_neither_rule_speaks_of_layers_or_of_a_free_width():
    assert dimensions.obstruct(question(heisenberg(3), "full")) is None
    several = Question(
        Subject(heisenberg(3)), restriction("full:2")[0], Setting(decoder=ARBITRARY, layers=2)
    )
    assert dimensions.obstruct(several) is None
    assert dimensions.obstruct(question(target("flip-flop"), "householder:1")) is None
