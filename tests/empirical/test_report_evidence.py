"""The exact half of the report: verdicts, certificates, inclusions."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates import check as kernel
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.order import EQUAL, INCLUSIONS, above
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.systems.restriction import STANDARD
from bilinear_theory.systems.setting import Decoder
from empirical.report.evidence import SETTINGS, Exhibit, exhibit, folder_name, refusal
from empirical.report.inclusions import first


@pytest.fixture(scope="module")
def flip_flop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exhibit, Path]:
    folder = tmp_path_factory.mktemp("evidence")
    return exhibit("flip-flop", folder), folder


def test_every_restriction_is_asked_in_every_setting(flip_flop):
    e, _ = flip_flop
    asked = {(c.restriction, c.additive, c.decoder) for c in e.cells}
    assert asked == {(r.name, *setting) for r in STANDARD for setting in SETTINGS}
    assert len(e.cells) == len(asked)


def test_cells_are_the_verdicts_of_classify(flip_flop):
    e, _ = flip_flop
    for c in e.cells:
        verdict = classify(
            "flip-flop", c.restriction, decoder=Decoder(c.decoder), additive=c.additive
        )
        assert (c.verdict, c.reason) == (word(verdict), verdict.reason)


def test_every_verdict_but_undecided_has_a_certificate_that_the_lone_kernel_accepts(flip_flop):
    e, folder = flip_flop
    paths = sorted({str(c.certificate) for c in e.cells if c.verdict != "undecided"})
    assert "None" not in paths
    assert e.certificates == len(paths) == len(list(folder.rglob("*.json")))
    done = subprocess.run(
        [sys.executable, "-I", "-S", kernel.__file__, *paths],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("accepted") == e.certificates


def test_a_certificate_claims_what_its_cell_says(flip_flop):
    e, folder = flip_flop
    for c in e.cells:
        if c.certificate is not None:
            document = json.loads((folder / c.certificate).read_text())
            said = {
                "answer": c.verdict,
                "restriction": c.restriction,
                "decoder": c.decoder,
                "additive": c.additive,
                "layers": 1,
            }
            assert said in [document["claim"], *document.get("corollaries", [])]


def test_a_falsified_certificate_is_refused_with_a_reason(flip_flop, tmp_path):
    e, folder = flip_flop
    cell = e.cell("full")
    document = json.loads((folder / (cell.certificate or "")).read_text())
    assert refusal(folder / (cell.certificate or "")) is None
    document["claim"]["restriction"] = "permutation"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document))
    assert refusal(wrong)
    wrong.write_text("{")
    assert refusal(wrong)


def test_folder_names_stay_inside_the_report():
    assert folder_name("example:coffee") == "example-coffee"
    assert "/" not in folder_name("S5/points")
    assert not folder_name("../..").startswith(".")


def test_every_standard_restriction_stands_in_the_order():
    named = {r for i in INCLUSIONS for r in (i.lower, i.upper)} | set(EQUAL)
    assert named == {r.name for r in STANDARD}


def test_no_inclusion_follows_from_others_and_full_is_above_all():
    for i in INCLUSIONS:
        others = [j.upper for j in INCLUSIONS if j.lower == i.lower and j != i]
        assert not any(i.upper in above(upper) for upper in others)
        assert "full" in above(i.lower)
        assert i.lower not in above(i.upper)


@st.composite
def machines(draw: st.DrawFn) -> Automaton:
    n = draw(st.integers(1, 4))
    letters = draw(st.integers(1, 2))
    state = st.integers(0, n - 1)
    rows = draw(
        st.lists(st.lists(state, min_size=letters, max_size=letters), min_size=n, max_size=n)
    )
    outputs = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    return Automaton("ab"[:letters], rows, 0, outputs)


@given(machines())
@settings(deadline=None)
def test_what_a_class_tracks_the_classes_above_it_track(a):
    request = Request()
    verdicts = {
        (
            v.question.restriction.name,
            v.question.setting.additive,
            v.question.setting.decoder,
        ): word(v)
        for v in request.verdicts(request.subject(a))
    }
    for (r, additive, decoder), verdict in verdicts.items():
        same = EQUAL.get(r, r)
        for larger in above(r):
            if verdict == "yes":
                assert verdicts[larger, additive, decoder] != "no"
        assert {verdict, verdicts[same, additive, decoder]} != {"yes", "no"}


def test_the_first_classes_suffice_and_no_smaller_one_is_known_to(flip_flop):
    e, _ = flip_flop
    for additive in (False, True):
        found = first(e, additive=additive)
        assert found
        for r, known in found:
            assert e.cell(r, additive=additive).verdict == "yes"
            smaller = {i.lower for i in INCLUSIONS if i.upper == r}
            below = {e.cell(p, additive=additive).verdict for p in smaller}
            assert "yes" not in below
            assert known == all(
                e.cell(s.name, additive=additive).verdict == "no"
                for s in STANDARD
                if s.name not in EQUAL and s.name != r and r in above(s.name)
            )
    assert ("diagonal-nonnegative", True) in first(e, additive=True)
    assert "diagonal-nonnegative" not in dict(first(e))
