"""What is written: at once or not at all, in a form that can be read, and refused before any work."""

from __future__ import annotations

import json

import pytest


def test_a_network_that_cannot_be_written_leaves_no_certificate(bilinear, tmp_path, monkeypatch):
    certificate, net = tmp_path / "c.json", tmp_path / "n.safetensors"
    monkeypatch.setattr("bilinear_theory.hierarchy.network.MAX_ENTRIES", 1)
    status, _, err = bilinear("construct", "S3", "-r", "full", "-o", certificate, "--network", net)
    assert (status, err.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []
    status, _, err = bilinear("construct", "S3", "-r", "full", "-o", net, "--network", net)
    assert (status, "two files" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("parity", ["-r", "full"]),
        ("counter:3", ["-r", "rotation"]),
        ("flip-flop", ["-r", "diagonal-real", "--additive"]),
        ("S3", ["-r", "orthogonal:2", "--decoder", "arbitrary"]),
    ],
)
def test_a_constructed_network_is_read_by_extract_and_compare(bilinear, tmp_path, target, words):
    net = tmp_path / "network"  # by its content, whatever its name
    assert bilinear("construct", target, *words, "--network", net)[0] == 0
    status, out, _ = bilinear("compare", net, target)
    assert (status, out.startswith("equal: the same output after every word")) == (0, True)
    status, out, _ = bilinear("extract", net, "--against", target, "--json")
    assert status == 0
    assert json.loads(out)["comparison"]["equal"]
    assert bilinear("compare", net, "counter:4")[0] == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["holonomy", "parity", "-o", "h.png"], "name it .svg"),
        (["census", "--max-order", "2", "-o", "c.pdf"], "name it .svg"),
        (["convert", "parity", "-o", "no/folder/x.dot"], "no/folder/x.dot: there is no folder no/folder"),
        (["extract", "none.safetensors", "-o", "x.png"], "the ending is '.png'"),
        (["train", "parity", "-r", "full", "-o", "folder"], "folder: it is a folder"),
        (["train", "parity", "-r", "full", "--seconds", "0"], "must be positive"),
        (["train", "parity", "-r", "full", "--seconds", "-1"], "must be positive"),
        (["classify", "S3", "-r", "block-real:0"], "block-real:N needs a number N"),
        (["classify", "S3", "-r", "full:" + "9" * 30], "full:N needs a number N"),
        (["classify", "S3", "-r", "householder"], "householder:N needs a number N"),
        (["classify", "parity", "--certificates", "/dev/null"], "/dev/null: it is no folder"),
        (["width", "parity", "--certificates", "/dev/null/x"], "/dev/null is no folder"),
        (["train", "parity", "-r", "full", "--device", "meta"], "device 'meta'"),
        (["train", "parity", "-r", "full", "--learning-rate", "inf"], "must be finite"),
        (["train", "parity", "-r", "full", "--batch", "100001"], "--batch"),
        (["classify", "S3", "--max-group", "3"], "past the bound 3"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)  # fmt: skip
def test_what_cannot_be_is_refused_before_any_work(bilinear, tmp_path, monkeypatch, words, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    status, out, err = bilinear(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert reason in err
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_lines_that_are_piped_are_never_wrapped(bilinear):
    _, out, _ = bilinear("classify", "S5", "-r", "rotation", "-r", "permutation")
    assert any(line.startswith("no: diagonal matrices commute") for line in out.splitlines())
    name = "regex:" + "|".join("ab" * k for k in range(1, 60))
    _, out, _ = bilinear("classify", name, "-r", "full")
    assert len(out.splitlines()[0]) > len(name) > 240
    assert not any(len(line) > len(line.rstrip()) + 60 for line in out.splitlines())


def test_one_thing_is_not_called_many(bilinear):
    _, out, _ = bilinear("classify", "regex:a*", "-r", "full", "-r", "householder:1")
    assert "1 state of the minimal machine, 1 letter; monoid of 1 element," in out
    _, out, _ = bilinear("construct", "parity", "-r", "full")
    assert "1 unit over Q, 2 reachable states" in out
    _, out, _ = bilinear("classify", "parity", "-r", "householder:1")
    assert "degree 1: at most 1 reflection a letter" in out


def test_a_bound_on_the_monoid_that_was_reached_is_said(bilinear):
    _, out, _ = bilinear("classify", "tomita:7", "--max-monoid", "3", "-r", "full")
    assert "monoid of at least 5 elements (past --max-monoid)" in out
    _, out, _ = bilinear("classify", "S3", "--max-monoid", "3", "-r", "full", "--json")
    monoid = json.loads(out)["monoid"]
    assert (monoid["size"], monoid["aperiodic"]) == (6, False)  # that of a group is its order
