"""The command: exit status, one line on standard error, and what it prints."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bilinear_theory.certificates import check

KERNEL = check.__file__


def test_classify_answers_with_status_0(bilinear):
    status, out, err = bilinear("classify", "S3", "-r", "rotation", "-r", "permutation", "--json")
    result = json.loads(out)
    assert (status, err) == (0, "")
    assert result["states"] == 6
    assert result["verdicts"]["rotation"] == {"linear": "no", "arbitrary": "no"}
    assert result["verdicts"]["permutation"] == {"linear": "yes", "arbitrary": "yes"}
    assert bilinear("classify", "parity", "-r", "rotation")[0] == 0


def test_every_standard_restriction_has_a_verdict_with_and_without_additive_term(bilinear):
    result = json.loads(bilinear("classify", "parity", "--json")[1])
    names = set(result["verdicts"])
    assert {name + "+b" for name in names if not name.endswith("+b")} <= names
    assert {"rotation", "block-real:4", "householder-heads:3", "cp-complex:2", "full"} <= names
    assert all(set(v) == {"linear", "arbitrary"} for v in result["verdicts"].values())
    words = {answer for v in result["verdicts"].values() for answer in v.values()}
    assert words <= {"yes", "no", "undecided"}


def test_construct_writes_a_certificate_that_check_accepts(bilinear, tmp_path):
    path = tmp_path / "c5.json"
    status, _, err = bilinear("construct", "counter:5", "-r", "rotation", "-o", path)
    assert (status, err) == (0, "")
    first = path.read_bytes()
    status, out, _ = bilinear("check", path, "--against", "counter:5")
    assert status == 0
    assert "accepted: yes, rotation, linear decoder" in out
    bilinear("construct", "counter:5", "-r", "rotation", "-o", path)
    assert path.read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["c5.json"]


def test_a_refusal_is_status_1(bilinear, tmp_path):
    assert bilinear("construct", "S3", "-r", "rotation")[0] == 1
    path = tmp_path / "c3.json"
    bilinear("construct", "counter:3", "-r", "rotation", "-o", path)
    status, out, _ = bilinear("check", path, "--against", "counter:4")
    assert status == 1
    assert "it speaks of another automaton" in out
    document = json.loads(path.read_text())
    document["orbit"]["states"] = [0, 2, 1]
    path.write_text(json.dumps(document))
    status, out, err = bilinear("check", path)
    assert (status, err) == (1, "")
    assert "refused" in out


def test_comparison_gives_a_shortest_word(bilinear):
    status, out, _ = bilinear("compare", "tomita:1", "tomita:2", "--json")
    assert (status, json.loads(out)["word"]) == (1, ["1"])
    assert bilinear("compare", "counter:3", "C3@all")[0] == 1
    assert bilinear("compare", "modular-addition:3", "modular-addition:3")[0] == 0


def test_an_undecided_construction_is_status_3(bilinear):
    status, out, err = bilinear("construct", "A5", "-r", "cp-real:1")
    if status == 3:  # where the theory decides this question it is a refusal
        assert out.startswith("undecided: ")
    assert status in (1, 3)
    assert err == ""


@pytest.mark.parametrize(
    "words",
    [
        ["classify"],
        ["classify", "nothing-of-this-name"],
        ["classify", "parity", "-r", "circular"],
        ["classify", "parity", "--decoder", "magic"],
        ["classify", "parity", "--layers", "0"],
        ["classify", "--batch", "nowhere.jsonl", "--json"],
        ["classify", "regex:(ab"],
        ["construct", "parity"],
        ["construct", "parity", "-r", "rotation", "-o", "nowhere/at/all.json"],
        ["check"],
        ["check", "nowhere.json"],
        ["compare", "parity"],
        ["compare", "parity", "tomita:9"],
        ["convert", "S99"],
        ["convert", "parity", "-o", "parity.unknown"],
        ["no-such-command"],
        ["--no-such-option"],
    ],
    ids=" ".join,
)
def test_bad_input_is_status_2_and_one_line(bilinear, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, _, err = bilinear(*words)
    assert status == 2, err
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b"NaN"]
)
def test_a_file_that_is_no_certificate_is_status_2_and_one_line(bilinear, content, tmp_path):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    status, _, err = bilinear("check", path)
    assert (status, err.count("\n")) == (2, 1)


def test_conversion_keeps_the_behaviour(bilinear, tmp_path):
    for ending in ("json", "dot", "att"):
        path = tmp_path / f"a.{ending}"
        assert bilinear("convert", "tomita:5", "-o", path)[0] == 0
        assert bilinear("compare", path, "tomita:5")[0] == 0, ending


LINES = [
    {"name": "s3", "generators": [[1, 0, 2], [1, 2, 0]]},
    {"name": "points", "generators": [[1, 0, 2], [1, 2, 0]], "track": "points"},
    {"name": "bad", "generators": [[1, 1]]},
    {"name": "parity", "transitions": [[0, 1], [1, 0]], "outputs": [0, 1]},
]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_answers_every_line_in_order_and_bad_ones_in_their_place(
    bilinear, tmp_path, workers
):
    path = tmp_path / "batch.jsonl"
    text = "\n\n".join(json.dumps(line) for line in LINES) + "\nnot json\n"
    path.write_text(text)
    status, out, err = bilinear(
        "classify", "--batch", path, "--json", "-r", "rotation", "--workers", workers
    )
    results = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (2, f"bilinear: {path}: 3 answered, 2 refused\n")
    assert [r["name"] for r in results] == ["s3", "points", "bad", "parity", None]
    assert [r.get("states") for r in results] == [6, 3, None, 2, None]
    assert set(results[2]) == {"name", "line", "error"}
    assert results[2]["line"] == 5  # blank lines count
    assert results[4]["line"] == 8
    assert results[4]["error"] == "no JSON: Expecting value, column 1"


def test_a_good_batch_is_status_0(bilinear, tmp_path):
    path = tmp_path / "batch.jsonl"
    path.write_text(json.dumps(LINES[0]) + "\n")
    assert bilinear("classify", "--batch", path, "--json", "-r", "full")[0] == 0
    assert bilinear("classify", "--batch", path)[0] == 2
    assert bilinear("classify", "parity", "--batch", path, "--json")[0] == 2


def test_certificates_of_all_verdicts_are_accepted(bilinear, tmp_path):
    folder = tmp_path / "certificates"
    status, out, _ = bilinear("classify", "flip-flop", "--json", "--certificates", folder)
    assert status == 0
    words = [w for row in json.loads(out)["verdicts"].values() for w in row.values()]
    files = sorted(folder.iterdir())
    documents = [json.loads(path.read_text()) for path in files]
    claims = sum(1 + len(document.get("corollaries", [])) for document in documents)
    assert claims == len(words) - words.count("undecided")
    status, out, err = bilinear("check", *files)
    assert (status, err) == (0, "")
    assert out.count("accepted") == len(files)


def test_the_installed_command_and_the_kernel_alone_run_in_processes_of_their_own(tmp_path):
    path = tmp_path / "c.json"
    command = [sys.executable, "-m", "bilinear_theory.cli"]
    done = subprocess.run(
        [*command, "construct", "parity", "-r", "diagonal-real", "-o", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    from_kernel = subprocess.run(
        [sys.executable, "-I", "-S", KERNEL, path], capture_output=True, text=True, check=False
    )
    assert (from_kernel.returncode, from_kernel.stderr) == (0, "")
