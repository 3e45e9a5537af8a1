"""The pictures of the report: well formed, complete, and never outside their paper."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from empirical.report import drawing
from empirical.report.diagram import PLACES, hierarchy_diagram
from empirical.report.evidence import exhibit
from empirical.report.inclusions import EQUAL, first
from empirical.report.layout import places
from empirical.report.machines import MAX_DRAWN, state_diagram

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [e.text or "".join(t.tail or "" for t in e) for e in root.iter(f"{SVG}text")]


@st.composite
def machines(draw: st.DrawFn) -> Automaton:
    n, letters = draw(st.integers(1, 40)), draw(st.integers(0, 8))
    state = st.integers(0, n - 1)
    row = st.lists(state, min_size=letters, max_size=letters)
    rows = draw(st.lists(row, min_size=n, max_size=n))
    outputs = draw(st.lists(st.sampled_from([True, False, "<&>", 7]), min_size=n, max_size=n))
    return Automaton([f"<{i}>" for i in range(letters)], rows, draw(state), outputs)


@given(machines())
@settings(deadline=None)
def test_every_automaton_has_a_well_formed_picture(a):
    root = ElementTree.fromstring(state_diagram(a, title="a < b & c"))
    assert root.tag == f"{SVG}svg"
    assert len(list(root.iter())) > 4
    if len(a) <= MAX_DRAWN:
        hovers = [e.findtext(f"{SVG}title") for e in root.iter(f"{SVG}circle")]
        assert sum(h is not None and h.startswith("state ") for h in hovers) == len(a)


@given(machines())
@settings(deadline=None)
def test_states_are_drawn_apart_from_one_another(a):
    if len(a) > MAX_DRAWN:
        return
    at = places(a, radius=17)
    assert len(at) == len(a)
    for i, p in enumerate(at):
        for q in at[:i]:
            assert (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 >= (2 * 17) ** 2


@pytest.mark.parametrize("name", ["flip-flop", "S3", "example:coffee"])
def test_every_letter_is_named_in_the_picture_of_a_small_machine(name):
    a = target(name)
    said = " ".join(texts(state_diagram(a, title=name)))
    for symbol in a.alphabet:
        assert str(symbol) in said


def test_a_large_machine_is_drawn_by_its_components_or_its_matrix():
    condensed = ElementTree.fromstring(state_diagram(target("example:ctinydtls"), title="t"))
    sizes = [int(t) for t in texts(ElementTree.tostring(condensed).decode()) if t.isdigit()]
    assert sum(sizes) == len(target("example:ctinydtls"))
    a5 = target("A5")
    points = [
        e
        for e in ElementTree.fromstring(state_diagram(a5, title="t")).iter(f"{SVG}rect")
        if re.fullmatch(r"f\d", e.get("class", ""))
    ]
    assert len(points) == a5.transitions.size


def test_the_picture_of_a_huge_machine_stays_small():
    assert len(state_diagram(target("counter:100000"), title="t")) < 100_000


def test_cycles_of_a_group_are_drawn_as_nested_rings():
    at = places(target("S3"), radius=24)
    radii = sorted(round((x * x + y * y) ** 0.5) for x, y in at)
    assert radii[:3] == [radii[0]] * 3
    assert radii[3:] == [radii[5]] * 3
    assert radii[0] < radii[5]


def test_an_embedded_picture_carries_neither_namespace_nor_style():
    svg = state_diagram(target("parity"), title="parity")
    inner = drawing.embedded(svg)
    assert "http" not in inner
    assert "<style" not in inner
    assert inner.startswith("<svg")


def test_the_diagram_has_every_class_that_has_a_verdict_and_every_automaton(tmp_path):
    shown = [exhibit(name, tmp_path) for name in ("parity", "flip-flop")]
    for additive in (False, True):
        svg = hierarchy_diagram(shown, additive=additive)
        said = texts(svg)
        for r in PLACES:
            verdicts = {e.cell(r, additive=additive).verdict for e in shown}
            assert (r in said) == (verdicts != {"undecided"})
        for e in shown:
            assert said.count(e.short) == len(first(e, additive=additive))
    assert set(PLACES) | set(EQUAL) == set(shown[0].restrictions)


def test_no_two_classes_have_one_place():
    assert len(set(PLACES.values())) == len(PLACES)
