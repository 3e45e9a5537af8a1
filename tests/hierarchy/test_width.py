"""Widths: bounds with certificates that the kernel accepts, and known values."""

import json
from itertools import count

import pytest
from hypothesis import example, given, settings

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.cli import main
from bilinear_theory.hierarchy.width import CLASSES, Bounds, bounds, document, proofs, widths
from bilinear_theory.systems.question import Subject
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing.automata import automata

#: Classes of any width with one whose matrices they are.
INSIDE = (
    ("permutation", "column-one-hot"),
    ("permutation", "orthogonal"),
    ("column-one-hot", "pd"),
    ("pd", "full"),
    ("orthogonal", "full"),
)

#: Least widths with a linear decoder: full, orthogonal, permutation (theory.md, table 4.1).
KNOWN = {
    "parity": (1, 1, 2),
    "S3": (2, 2, 3),
    "D4": (2, 2, 4),
    "Q8": (2, 4, 8),
    "A5/points": (4, 4, 5),
    "counter:6": (1, 2, 5),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_widths_lie_between_the_bounds(name):
    subject = Subject(target(name))
    for key, width in zip(("full", "orthogonal", "permutation"), KNOWN[name], strict=True):
        found = bounds(subject, CLASSES[key], Decoder.LINEAR)
        assert found.low <= width == found.high


@pytest.mark.parametrize("name", ["S3", "flip-flop", "regex:(a|b)*a(a|b)", "A4/points"])
def test_both_bounds_have_certificates_and_the_decoders_are_ordered(name):
    subject = Subject(target(name))
    for restriction in CLASSES.values():
        linear = bounds(subject, restriction, Decoder.LINEAR)
        arbitrary = bounds(subject, restriction, Decoder.ARBITRARY)
        assert (linear is None) == (arbitrary is None)
        for found in (linear, arbitrary):
            if found is not None:
                assert (found.below is None) == (found.low == 1)
                for verdict in (found.below, found.above):
                    if verdict is not None:
                        check(verdict.document())
        if linear is not None:
            assert arbitrary.low <= linear.low
            assert arbitrary.high <= linear.high


def test_what_merges_states_has_no_width_as_permutations():
    subject = Subject(target("flip-flop"))
    *_, found = widths(subject)
    result = document("flip-flop", subject, found)
    assert result["width"]["permutation"] == {"linear": None, "arbitrary": None}
    assert ("no", "permutation") in {
        (d["claim"]["answer"], d["claim"]["restriction"])
        for d in (v.document() for v in proofs(found))
    }
    assert result["width"]["full"]["linear"] == [2, 2]


def test_the_command_prints_a_table_or_json_and_writes_certificates(monkeypatch, capsys, tmp_path):
    for arguments in ([], ["--json"], ["--certificates", str(tmp_path)]):
        monkeypatch.setattr("sys.argv", ["bilinear", "width", "S3", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        out = capsys.readouterr().out
        if "--json" in arguments:
            found = json.loads(out)
            assert found["hankel"]["rank"] == 6
            assert found["width"]["permutation"]["linear"] == [3, 3]
        else:
            assert "Hankel rank 6" in out
    for path in tmp_path.iterdir():
        check(json.loads(path.read_text()))


@settings(max_examples=15, deadline=None)
@example(target("regex:(a|b)*a(a|b)(a|b)"))
@example(target("C5"))
@given(automata(max_states=4, reachable=True))
def test_bounds_are_certified_and_ordered_by_decoder_term_and_class(automaton):
    subject = Subject(automaton)
    *_, plain = widths(subject)
    *_, affine = widths(subject, additive=True)
    for found in (plain, affine):
        for verdict in proofs(found):
            check(verdict.document())
    for key in CLASSES:
        term = f"{key}+b"
        for decoder in Decoder:
            some = isinstance(plain[key, decoder], Bounds)
            assert some == isinstance(affine[term, decoder], Bounds)
            if some:
                assert affine[term, decoder].high <= plain[key, decoder].high
                assert affine[term, decoder].low <= plain[key, decoder].low
    for found, term in ((plain, ""), (affine, "+b")):
        for inner, outer in INSIDE:
            for decoder in Decoder:
                small, large = found[inner + term, decoder], found[outer + term, decoder]
                if isinstance(small, Bounds):
                    assert large.high <= small.high
                    assert large.low <= small.low


def test_with_exact_outputs_an_additive_term_saves_a_unit_where_the_constants_are_spanned():
    for name, rank, affine in (
        ("regex:(a|b)*a(a|b)(a|b)", 4, 3),
        ("S3", 6, 5),
        ("regex:(ab)*", 2, 2),  # the constants are not spanned
        ("regex:(a|b)*", 1, 0),
    ):
        subject = Subject(target(name))
        hankel = document(name, subject, {}, additive=True)["hankel"]
        assert (hankel["rank"], hankel["width+b"]) == (rank, affine)
        assert "width+b" not in document(name, subject, {})["hankel"]


def test_the_bounds_come_step_by_step_and_each_step_holds_in_the_end():
    subject = Subject(target("A5/points"))
    steps = list(widths(subject))
    assert len(steps) > 2 * len(CLASSES)
    for step in steps:
        for key, found in step.items():
            assert found.low <= steps[-1][key].low
            assert found.high == steps[-1][key].high


def test_long_work_shows_its_progress_and_additive_asks_the_classes_with_the_term(
    monkeypatch, capsys
):
    seconds = count(step=3)
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    monkeypatch.setattr("sys.argv", ["bilinear", "width", "parity", "--additive"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    said = capsys.readouterr()
    assert "full+b" in said.out
    assert "with an additive term 1." in said.out
    assert said.err.endswith(" questions\n")
