"""Widths: bounds with certificates that the kernel accepts, and known values."""

import json

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.cli import main
from bilinear_theory.hierarchy.width import CLASSES, bounds, document
from bilinear_theory.systems.question import Subject
from bilinear_theory.systems.setting import Decoder

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
    result, _ = document("flip-flop", Subject(target("flip-flop")))
    assert result["width"]["permutation"] == {"linear": None, "arbitrary": None}
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
