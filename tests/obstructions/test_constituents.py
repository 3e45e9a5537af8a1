"""Bounds on width and reflections by constituents: the tables, brute force, corrupted certificates.

Judges: theory.md, 3.8 and 4.1; all sets of irreducibles found in floats; minimal normal subgroups.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.faithful import elements_demands, least_degree, reflections
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict, classify
from bilinear_theory.obstructions import constituents, full, householder
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import restriction
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies, assert_obstructs, permutation_automata
from tests.obstructions.constituents_judge import exceeds

LINEAR = ("full", "orthogonal", "householder", "householder-heads")
# group: least degree over C, over R, reflections in one head with all elements as letters (4.1)
GROUPS = {
    "C2": (1, 1, 1), "C3": (1, 2, 2), "C4": (1, 2, 2), "C5": (1, 2, 2), "C6": (1, 2, 2),
    "C12": (1, 2, 2), "C8": (1, 2, 2), "C2xC2": (2, 2, 2), "C2xC2xC2": (3, 3, 3),
    "C2xC4": (2, 3, 3), "C3xC3": (2, 4, 4), "S3": (2, 2, 2), "D4": (2, 2, 2), "Q8": (2, 4, 4),
    "D6": (2, 2, 2), "A4": (3, 3, 2), "SL(2,3)": (2, 4, 4), "S4": (3, 3, 2), "A5": (3, 3, 2),
    "S5": (4, 4, 4), "C4xC4": (2, 4, 4), "S3xS3": (4, 4, 4), "C2xC2xC2xC2": (4, 4, 4),
}  # fmt: skip
# reflections a head with several heads, all elements as letters (3.8)
HEADS = {
    "C2xC2xC2": 1, "C2xC4": 2, "C3xC3": 2, "C4xC4": 2, "S3xS3": 2, "Q8": 4, "SL(2,3)": 4, "S5": 4,
    "A5": 2,
}  # fmt: skip


def is_excluded(given_: Automaton | str, name: str, *, decoder: Decoder = Decoder.LINEAR) -> bool:
    """Whether the answer is no, its certificate checked."""
    verdict = classify(given_, name, decoder=decoder)
    if not isinstance(verdict, Undecided):
        assert_certifies(verdict)
    if isinstance(verdict, Obstruction):
        assert_obstructs(verdict)
    return isinstance(verdict, Obstruction)


def assert_least(given_: Automaton | str, name: str, least: int) -> None:
    """Numbers below the least are excluded, and the least is not; the additive term changes nothing."""
    for term in ("", "+b"):
        for size in range(1, least):
            assert is_excluded(given_, f"{name}:{size}{term}"), (name, size)
        assert not is_excluded(given_, f"{name}:{least}{term}"), name
        assert isinstance(classify(given_, f"{name}:{least}{term}"), Realization), name


@pytest.mark.parametrize(("name", "values"), GROUPS.items())
def test_elements_take_the_least_faithful_degree_and_the_reflections_of_the_table(name, values):
    complex_, real, reflections = values
    assert_least(name, "full", complex_)
    assert_least(name, "orthogonal", real)
    assert_least(f"{name}@all", "householder", reflections)


@pytest.mark.parametrize(("name", "least"), HEADS.items())
def test_several_heads_need_the_reflections_of_the_dearest_constituent(name, least):
    assert_least(f"{name}@all", "householder-heads", least)


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_points_of_the_symmetric_group_take_one_unit_less_than_there_are(n):
    for name in ("full", "orthogonal", "householder"):
        assert_least(f"S{n}/points", name, n - 1)


@pytest.mark.parametrize(
    ("name", "base", "least"),
    [
        ("A5/points", "full", 4), ("A5", "full", 3), ("A4/points", "householder", 2),
        ("S6/points", "householder-heads", 5), ("S5", "householder", 4),
        # (12), (1 .. n) with elements as states
        ("S3", "householder", 2), ("S4", "householder", 2),
    ],
)  # fmt: skip
def test_letters_and_states_matter(name, base, least):
    assert_least(name, base, least)


@settings(deadline=None)
@given(a=permutation_automata(max_states=6), name=st.sampled_from(LINEAR), size=st.integers(1, 4))
@example(a=target("Q8"), name="orthogonal", size=3)
@example(a=target("C2xC2xC2@all"), name="householder", size=2)
def test_a_number_is_excluded_exactly_if_all_sets_of_irreducibles_exceed_it(a, name, size):
    table = minimize(a).transitions.tolist()
    one = name.startswith("householder") and size == 1
    letters = list(zip(*table, strict=True))
    moved = any(x[x[q]] != q for x in letters for q in range(len(table)))
    expected = exceeds(table, name, size) or (one and moved)
    assert is_excluded(a, f"{name}:{size}") == expected


@settings(deadline=None)
@given(a=permutation_automata(max_states=5), name=st.sampled_from(LINEAR), size=st.integers(1, 4))
def test_coarse_outputs_and_more_letters_are_never_easier(a, name, size):
    minimal = minimize(a)
    finer = replace(minimal, outputs=tuple(range(len(minimal))))
    if is_excluded(finer, f"{name}:{size}"):
        assert is_excluded(a, f"{name}:{size}")
    fewer = Automaton(
        minimal.alphabet[:1], minimal.transitions[:, :1], 0, range(len(minimal))
    )  # the states that one letter reaches
    if is_excluded(fewer, f"{name}:{size}"):
        assert is_excluded(finer, f"{name}:{size}")


@pytest.mark.parametrize("name", ["householder:1", "householder-heads:1"])
@pytest.mark.parametrize("term", ["", "+b"])
def test_one_reflection_excludes_letters_that_are_no_involutions_for_any_decoder(name, term):
    for given_ in ("counter:3", "S3", "S4/points", "A5"):
        assert is_excluded(given_, name + term, decoder=Decoder.ARBITRARY)
    for given_ in ("parity", "C2xC2xC2@all"):
        assert not is_excluded(given_, name + term, decoder=Decoder.ARBITRARY)
    swaps = Automaton("ab", [[1, 0], [0, 2], [2, 1]], 0, range(3))  # (12), (23), as 2 reflections
    assert not is_excluded(swaps, name + term)


def test_an_arbitrary_decoder_is_not_excluded_by_constituents():
    for name in ("full:1", "orthogonal:3", "householder:3", "householder-heads:3"):
        assert is_excluded("Q8", name)
        verdict = classify("Q8", name, decoder=Decoder.ARBITRARY)
        assert not isinstance(verdict, Obstruction) or verdict.kind != "constituents"


def test_past_a_bound_the_answer_says_so(monkeypatch):
    constituents._evidence.cache_clear()
    constituents._exceeding.cache_clear()
    monkeypatch.setattr(constituents, "MAX_BRANCHES", 4)
    monkeypatch.setattr(constituents, "MAX_ORDER", 2000)
    verdict = classify("C2xC2xC2@all", "householder:2")
    assert isinstance(verdict, Undecided)
    assert "more than 4 branchings" in verdict.reason
    verdict = classify("S7/points", "householder:2")
    assert isinstance(verdict, Undecided)
    assert "more than 2000 elements" in verdict.reason


def test_a_group_past_the_bound_on_subgroups_is_excluded_by_its_constituents():
    """PSL(2, 13) on the projective line: the permutation module is 1 + 13."""
    shift = [*((x + 1) % 13 for x in range(13)), 13]
    inversion = [13, *(-pow(x, -1, 13) % 13 for x in range(1, 13)), 0]
    line = Automaton("ts", list(zip(shift, inversion, strict=True)), 0, range(14))
    verdict = classify(line, "permutation:13")
    assert isinstance(verdict, Obstruction)
    assert verdict.kind == "constituents"
    assert_certifies(verdict)
    assert_least(line, "orthogonal", 13)


def _assert_atlas(orders: Iterable[int]) -> None:
    """Elements of all groups of the orders, each a letter: what is below the least is excluded, no more."""
    for group in itertools.chain.from_iterable(map(groups_of_order, orders)):
        elements = Automaton(range(group.order), group.table, 0, range(group.order))
        table = character_table(group)
        real, complex_ = elements_demands(table, "R"), elements_demands(table, "C")
        least = {
            "full": least_degree(complex_),
            "orthogonal": least_degree(real),
            "householder": reflections(real, range(group.order), heads=False),
            "householder-heads": reflections(real, range(group.order), heads=True),
        }
        for name, (low, high) in least.items():
            assert low == high
            assert low <= 1 or is_excluded(elements, f"{name}:{low - 1}"), (group, name)
            found, _ = restriction(f"{name}:{max(low, 1)}")
            question = Question(Subject(elements), found, Setting())
            obstruct = householder.obstruct if name.startswith("householder") else full.obstruct
            assert obstruct(question, found) is None, (group, name)


def test_all_groups_of_order_at_most_16_take_what_the_covers_of_their_socles_say():
    _assert_atlas(range(1, 17))


@pytest.mark.slow
def test_all_groups_of_order_at_most_47_take_what_the_covers_of_their_socles_say():
    _assert_atlas(range(17, 48))


CERTIFIED: Sequence[tuple[str, str]] = (
    ("C2xC2xC4@all", "householder:3"), ("C2xC2xC4", "orthogonal:3"), ("Q8", "orthogonal:3"),
    ("S5/points", "full:3"), ("A4@all", "householder:1"), ("C3xC3@all", "householder-heads:1"),
)  # fmt: skip


def _constituents(given_: str, name: str) -> Verdict | None:
    found, _ = restriction(name)
    question = Question(Subject(target(given_)), found, Setting())
    kinds = {
        "householder": constituents.Price.ONE_HEAD,
        "householder-heads": constituents.Price.HEADS,
    }
    base, _, size = name.partition(":")
    price = kinds.get(base, constituents.Price.WIDTH)
    return constituents.obstruct(question, price, int(size), real=base != "full")


@settings(deadline=None)
@given(st.sampled_from(CERTIFIED), st.data())
def test_a_certificate_with_another_number_in_its_witness_proves_no_easier_claim(case, data):
    """The claim one size up is false: no change of the witness proves it."""
    verdict = _constituents(*case)
    assert isinstance(verdict, Obstruction)
    document = json.loads(json.dumps(verdict.document()))
    check(document)
    base, _, size = case[1].partition(":")
    least = int(size)
    while _constituents(case[0], f"{base}:{least}") is not None:
        least += 1
    document["claim"]["restriction"] = f"{base}:{least}"
    witness = document["witness"]
    field = data.draw(st.sampled_from(["operator", "characters", "within", "branches"]))
    value = data.draw(st.integers(-3, 9))
    if field == "characters":
        row = data.draw(st.sampled_from(witness["characters"]))
        row[data.draw(st.integers(0, len(row) - 1))] = value
    elif field == "operator":
        witness[field][data.draw(st.integers(0, len(witness[field]) - 1))] = value
    else:
        witness[field] = data.draw(
            st.lists(st.integers(0, len(witness["classes"]) - 1), max_size=6)
        )
    with pytest.raises((RefusedCertificate, ValueError)):
        check(document)
