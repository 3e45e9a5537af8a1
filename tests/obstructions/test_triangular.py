"""Words that no triangular monoid allows: found exactly where the criterion of traces says so."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions import triangular
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Scalars, Triangular
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_obstructs, automata
from tests.obstructions.judge import Identities

CLASSES = [Triangular(scalars) for scalars in Scalars]
SETTINGS = [Setting(decoder=d, additive=b) for d in Decoder for b in (False, True)]


def ask(a: Automaton, restriction: Triangular, setting: Setting = SETTINGS[0]) -> Question:
    return Question(Subject(a), restriction, setting)


def tracks(judge: Identities, scalars: Scalars) -> bool:
    """The criterion of traces, and the periods of the elements."""
    times, here = judge.times, np.arange(judge.size)
    chi = (times == here).sum(1)
    if any(not np.array_equal(chi[times[times, c]], chi[times[times.T, c]]) for c in here):
        return False
    e = judge.omega
    if scalars is Scalars.COMPLEX:
        return True
    once = times[e, here]
    return np.array_equal(once if scalars is Scalars.NONNEGATIVE else times[once, here], e)


@given(automata(max_states=4, reachable=True), st.sampled_from(CLASSES), st.sampled_from(SETTINGS))
def test_an_obstruction_is_found_exactly_where_the_traces_say_so(a, restriction, setting):
    question = ask(a, restriction, setting)
    judge = Identities(question.minimal)
    if judge.size > 60:
        return
    found = triangular.obstruct(question, restriction)
    assert (found is None) == tracks(judge, restriction.scalars)
    if found is not None:
        assert_obstructs(found)
        check(found.document())


@given(automata(max_states=4, reachable=True), st.sampled_from(CLASSES))
def test_what_short_words_show_is_an_obstruction(a, restriction):
    question = ask(a, restriction)
    found = triangular.short(question, restriction)
    if found is not None:
        check(found.document())
        assert triangular.obstruct(question, restriction) is not None


def examples() -> list[Obstruction]:
    reset = Automaton("ar", [[1, 0], [2, 0], [0, 0]], 0, [0, 1, 2])
    cases = [
        (target("regex:(ab)*"), Scalars.COMPLEX, "exchange-inside"),
        (reset, Scalars.REAL, "long-cycle"),
        (reset, Scalars.NONNEGATIVE, "cycle"),
        (target("S3"), Scalars.COMPLEX, "group-noncommuting"),
    ]
    found: list[Obstruction] = []
    for a, scalars, kind in cases:
        obstruction = triangular.obstruct(ask(a, Triangular(scalars)), Triangular(scalars))
        assert obstruction is not None
        assert obstruction.kind == kind
        found.append(obstruction)
    return found


@pytest.mark.parametrize("obstruction", examples(), ids=lambda found: found.kind)
def test_corrupted_words_exponents_and_claims_are_refused(obstruction):
    document = json.loads(json.dumps(obstruction.document()))
    check(document)
    refused = 0
    for name, value in document["witness"].items():
        if name == "kind":
            continue
        changes = [value + 1, 0] if name == "n" else [[*value, "?"], []]
        for change in changes:
            corrupted = document | {"witness": document["witness"] | {name: change}}
            try:
                check(corrupted)
            except (RefusedCertificate, MalformedCertificate):
                refused += 1
    assert refused >= 2
    for restriction in ("full", "rotation", "block-real:2", "pd"):
        with pytest.raises(RefusedCertificate):
            check(document | {"claim": document["claim"] | {"restriction": restriction}})
    missing = {name: value for name, value in document["witness"].items() if name != "u"}
    with pytest.raises(MalformedCertificate):
        check(document | {"witness": missing})


def test_a_long_cycle_says_nothing_of_the_complex_numbers_nor_a_cycle_of_the_real_ones():
    _, long, short, _ = examples()
    for obstruction, name in ((long, "triangular-complex"), (short, "triangular-real")):
        document = obstruction.document()
        with pytest.raises(RefusedCertificate, match="says nothing of"):
            check(document | {"claim": document["claim"] | {"restriction": name}})


def forged(a: Automaton, n: int) -> Obstruction:
    question = ask(a, Triangular(Scalars.COMPLEX))
    words = {"x": ("x",), "y": ("y",), "u": (), "w": ()}
    return Obstruction(question, "exchange-inside", words, n)


def test_an_exponent_that_is_no_period_is_refused():
    """Without the first hypothesis a counter, which has a system, would be refused one."""
    counter = Automaton("xy", [[1, 0], [2, 1], [0, 2]], 0, [0, 1, 2])
    with pytest.raises(RefusedCertificate, match=r"u xy\^n and u xy\^n xy\^n reach different"):
        check(forged(counter, 1).document())
    with pytest.raises(RefusedCertificate, match="give the same output"):
        check(forged(counter, 3).document())


def test_an_exponent_that_is_no_period_of_the_second_cycle_is_refused():
    """xy fixes the start, and moves the state after yx back and forth."""
    table = [[1, 2], [0, 0], [3, 0], [4, 3], [4, 5], [6, 5], [6, 3]]
    machine = Automaton("xy", table, 0, range(7))
    with pytest.raises(RefusedCertificate, match=r"u xy\^n y x xy\^n and"):
        check(forged(machine, 1).document())
    check(forged(machine, 2).document())


def test_a_group_on_the_image_of_an_idempotent_is_found_though_no_letter_permutes():
    """S3 behind a projection: the letters act after p only, and M is no group."""
    points = [[1, 0, 2], [1, 2, 0]]
    rows = [[3 + points[0][q], 3 + points[1][q], q] for q in range(3)]
    rows += [[3 + q, 3 + q, q] for q in range(3)]
    a = Automaton("abp", rows, 0, range(6))
    found = triangular.obstruct(ask(a, Triangular(Scalars.COMPLEX)), Triangular(Scalars.COMPLEX))
    assert found is not None
    assert found.kind == "exchange-inside"
    check(found.document())


@pytest.mark.parametrize("size", [50, 400, 3000])
def test_large_random_machines_are_refused_by_short_words(size):
    table = np.random.default_rng(size).integers(0, size, (size, 2))
    a = Automaton("ab", table, 0, [q % 2 for q in range(size)])
    restriction = Triangular(Scalars.COMPLEX)
    found = triangular.short(ask(a, restriction), restriction)
    assert found is not None
    check(found.document())


def test_a_machine_with_a_huge_monoid_but_trivial_components_needs_no_search():
    n = 60
    rows = [[min(q + 1, n - 1) if q % 3 == a else q for a in range(3)] for q in range(n)]
    a = Automaton("abc", rows, 0, [q == n - 1 for q in range(n)])
    for restriction in CLASSES:
        assert triangular.obstruct(ask(a, restriction), restriction) is None
