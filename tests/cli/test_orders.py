"""The command ``order``: each pair of restrictions with its evidence, which the kernel accepts."""

from __future__ import annotations

import json

import pytest


def test_each_pair_is_told_with_its_evidence_and_counted(bilinear):
    words = ["-r", "rotation", "-r", "block-complex:1", "-r", "householder:2", "-r", "cp-real:1"]
    status, out, _ = bilinear("order", *words, "--json")
    assert status == 0
    result = json.loads(out)
    assert (result["decoder"], result["additive"]) == ("linear", False)
    relation = {(pair["first"], pair["second"]): pair for pair in result["pairs"]}
    assert len(relation) == 4 * 3
    assert sum(result["counts"].values()) == 12
    assert relation["rotation", "block-complex:1"]["reasons"] == []
    assert relation["cp-real:1", "householder:2"]["relation"] == "inclusion"
    apart = relation["rotation", "cp-real:1"]
    assert (apart["relation"], len(apart["transitions"])) == ("separation", apart["states"])
    status, out, _ = bilinear("order", *words)
    assert status == 0
    assert out.startswith("4 restrictions, linear decoder: 12 pairs, ")
    assert "the same class" in out


def test_the_additive_term_changes_the_order_and_open_pairs_say_why(bilinear):
    words = ["order", "-r", "diagonal-nonnegative", "-r", "householder:1", "--decoder", "arbitrary"]
    for term, relation in (("--no-additive", "inclusion"), ("--additive", "separation")):
        _, out, _ = bilinear(*words, term, "--json")
        assert json.loads(out)["pairs"][0]["relation"] == relation
    _, out, _ = bilinear("order", "-r", "cp-complex:2", "-r", "block-real:4", "--additive")
    assert "2 restrictions, linear decoder, additive term: 2 pairs, 1 inclusion, " in out


def test_certificates_of_separations_are_accepted(bilinear, tmp_path):
    folder = tmp_path / "evidence"
    words = ["-r", "householder:2", "-r", "householder-heads:1", "--certificates", folder]
    status, out, _ = bilinear("order", *words, "--decoder", "arbitrary")
    assert (status, out.count("separation")) == (0, 3)  # one in the title
    files = sorted(folder.iterdir())
    assert len(files) == 4
    status, out, _ = bilinear("check", *files)
    assert (status, out.count("accepted: yes"), out.count("accepted: no")) == (0, 2, 2)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["-r", "rotation"], "two restrictions at least"),
        (["-r", "full:8", "-r", "rotation"], "full:8 is none of"),
        (["-r", "rotation+b", "-r", "full"], "rotation+b is none of"),
        (["--certificates", "/dev/null"], "/dev/null: it is no folder"),
    ],
)
def test_bad_options_are_refused_in_one_line(bilinear, words, reason):
    status, out, err = bilinear("order", *words)
    assert (status, out) == (2, "")
    assert reason in err
    assert err.count("\n") == 1
