"""Certificates as Coq files: what Coq accepts, and that it accepts nothing else."""

from __future__ import annotations

import copy
import doctest
import json
import os
import re
import shutil
import subprocess
from cmath import exp, pi
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Poly, cyclotomic_poly, symbols

from bilinear_theory.certificates.check import check
from proofs import bridge

ROOT = Path(__file__).parents[2]
PROOFS = ROOT / "proofs"
ACCEPTED = ROOT / "tests" / "certificates" / "corpus" / "accepted"
CERTIFICATES = sorted((PROOFS / "certificates").glob("*.json"))


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda p: p.stem)
def test_the_kernel_accepts_the_certificates_of_the_gate(path: Path) -> None:
    check(_load(path))


def test_the_ledger_lists_the_certificates_of_the_gate() -> None:
    text = (PROOFS / "README.md").read_text(encoding="utf-8")
    table = text.partition("| certificate | what it has |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([^`]+)`", table, re.MULTILINE) == sorted(
        (p.stem for p in CERTIFICATES), key=table.index
    )
    assert len(CERTIFICATES) >= 4


def test_the_examples_of_the_bridge_run() -> None:
    failed, tried = doctest.testmod(bridge)
    assert (failed, tried > 0) == (0, True)


@given(st.integers(1, 130))
def test_the_modulus_is_the_cyclotomic_polynomial_and_its_quotients_prove_it(n: int) -> None:
    x = symbols("x")
    p, cofactor, rest = bridge.modulus(n)
    assert p == [int(c) for c in reversed(Poly(cyclotomic_poly(n, x), x).all_coeffs())]
    assert bridge.product(p, cofactor) == bridge.unity(n)
    whole = [1]
    for q in bridge.primes(n):
        whole = bridge.product(whole, bridge.unity(n // q))
    assert bridge.product(cofactor, rest) == whole


@given(st.integers(1, 1000), st.sampled_from([64, 100, 300]))
def test_the_turn_is_below_and_near_the_root_of_unity(n: int, bits: int) -> None:
    a, b = bridge.turn(n, bits)
    assert a * a + b * b <= 1 << 2 * bits
    assert (1 << bits) - 3 <= abs(a) + abs(b) or n > 4 or n == 3
    assert abs(complex(a / 2**bits, b / 2**bits) - exp(2j * pi / n)) < 1e-12


@pytest.mark.parametrize("path", sorted(ACCEPTED.glob("*.json")), ids=lambda p: p.stem)
def test_a_certificate_is_translated_or_refused_by_name(path: Path) -> None:
    document = _load(path)
    reason = ""
    try:
        text = bridge.coq_file(document)
    except bridge.NotCovered as error:
        text, reason = "", str(error)
    answer = document["claim"]["answer"]
    if not text:
        assert re.fullmatch(r"the witness [a-z-]+ is not covered", reason)
        assert answer == "no"
        return
    test = {"yes": "accepts", "no": "refutes"}[answer]
    assert re.search(f"Lemma accepted : {test}(_stack)? the_claim", text)
    assert ("Theorem proved : ~" in text) == (answer == "no")
    corollaries = re.findall(r"^Theorem corollary_(\d+)", text, re.MULTILINE)
    assert len(corollaries) == len(document.get("corollaries", []))


def test_the_kinds_of_stacks_of_the_bridge_are_the_rules_of_coq_in_order() -> None:
    theory = (PROOFS / "theories" / "refute_stack.v").read_text(encoding="utf-8")
    listed = re.search(r"Definition stack_rules [^[]*\[::(.*?)\]\.", theory, re.DOTALL)
    assert listed
    names = [name.replace("_", "-") for name in re.findall(r"\(\w+, (\w+)\)", listed[1])]
    assert list(bridge.STACK_KINDS) == names


def test_the_kinds_of_the_bridge_are_the_rules_of_coq_in_order() -> None:
    rules = (PROOFS / "theories" / "rules.v").read_text(encoding="utf-8")
    listed = re.search(r"Definition rules := \[:: ([^\]]*)\]", rules)
    assert listed
    names = [name.strip().replace("_", "-") for name in listed[1].split(";")]
    assert list(bridge.KINDS) == names


def test_a_field_that_the_bridge_does_not_know_is_refused_by_name() -> None:
    document = _load(PROOFS / "certificates" / "S3-block-real-2.json")
    document["system"]["blocks"] = []
    with pytest.raises(bridge.NotCovered, match=r"system\.blocks"):
        bridge.coq_file(document)
    del document["system"]["blocks"]
    document["claim"]["restriction"] = "butterfly:2"
    with pytest.raises(bridge.NotCovered, match="butterfly:2"):
        bridge.coq_file(document)


def test_a_rule_of_one_layer_is_refused_for_several_by_name() -> None:
    document = _load(ACCEPTED / "S3-not-as-rotation.json")
    document["claim"]["layers"] = 2
    with pytest.raises(bridge.NotCovered, match="noncommuting of several layers"):
        bridge.coq_file(document)


def test_factors_act_as_they_do_after_the_denominators_are_cleared() -> None:
    """Over the rational numbers and without metric: ``E (v' - b) = f_m .. f_1 v``."""
    document = _load(ACCEPTED / "flip-flop-as-householder-1-additive.json")
    fields = bridge.evidence(document, 64)
    width = fields["width"]

    def flat(v: Any) -> list[int]:
        return [dict(v)[i][0] if i in dict(v) else 0 for i in range(width)]

    for i, row in enumerate(fields["next"]):
        for a, j in enumerate(row):
            v, scale = flat(fields["vectors"][i]), 1
            for key, top, bottom in fields["factors"][a]:
                k = flat(key)
                length = sum(x * y for x, y in zip(k, v, strict=True)) * (top or [0])[0]
                v = [bottom * x - length * y for x, y in zip(v, k, strict=True)]
                scale *= bottom
            total = [x + b for x, b in zip(v, flat(fields["offsets"][a]), strict=True)]
            assert total == [scale * x for x in flat(fields["vectors"][j])]


def test_the_equations_hold_after_the_denominators_are_cleared() -> None:
    """Over the rational numbers, where a number is one integer."""
    document = _load(PROOFS / "certificates" / "S3-block-real-2.json")
    fields = bridge.evidence(document, 64)
    value = {i: {j: Fraction(x[0]) for j, x in v} for i, v in enumerate(fields["vectors"])}
    for i, row in enumerate(fields["next"]):
        for a, j in enumerate(row):
            total: dict[int, Fraction] = {}
            for c, factor in value[i].items():
                for r, x in fields["matrices"][a][c]:
                    total[r] = total.get(r, Fraction(0)) + x[0] * factor
            expected = {r: fields["den"] * x for r, x in value[j].items()}
            assert {r: x for r, x in total.items() if x} == expected


def _coq(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "generated.v"
    file.write_text(text, encoding="utf-8")
    command = ["coqc", "-q", "-w", "none", "-R", str(PROOFS / "theories"), "BilinearTheory"]
    return subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)


def _corruptions(document: Any) -> dict[str, Any]:
    def changed(change: Any) -> Any:
        other = copy.deepcopy(document)
        change(other)
        return other

    def successor(d: Any) -> None:
        row = d["orbit"]["next"][1]
        row[0] = (row[0] + 1) % len(d["orbit"]["vectors"])

    def output(d: Any) -> None:
        d["automaton"]["outputs"][1] = d["automaton"]["outputs"][0]

    def entry(d: Any) -> None:
        d["system"]["matrices"][0][0][0] = 7

    def restriction(d: Any) -> None:
        d["claim"]["restriction"] = "diagonal-real"

    return {
        "successor": changed(successor),
        "output": changed(output),
        "entry": changed(entry),
        "restriction": changed(restriction),
    }


@pytest.mark.coq
@pytest.mark.skipif(
    (shutil.which("coqc") is None or not (PROOFS / "theories" / "accept.vo").is_file())
    and "REQUIRE_COQ" not in os.environ,
    reason="coqc is not installed, or the theories are not compiled",
)
class TestWithCoq:
    """Each runs Coq on generated files."""

    def test_a_generated_file_is_accepted(self, tmp_path: Path) -> None:
        document = _load(PROOFS / "certificates" / "S3-block-real-2.json")
        done = _coq(bridge.coq_file(document), tmp_path)
        assert done.returncode == 0, done.stderr

    def test_a_wrong_word_of_a_witness_is_refused(self, tmp_path: Path) -> None:
        document = _load(PROOFS / "certificates" / "S3-not-triangular-complex-arbitrary.json")
        document["witness"]["y"] = document["witness"]["x"]
        done = _coq(bridge.coq_file(document), tmp_path)
        assert done.returncode != 0
        assert "Error" in done.stderr

    @pytest.mark.parametrize("name", ["successor", "output", "entry", "restriction"])
    def test_a_corrupt_one_is_refused(self, name: str, tmp_path: Path) -> None:
        document = _load(PROOFS / "certificates" / "S3-block-real-2.json")
        done = _coq(bridge.coq_file(_corruptions(document)[name]), tmp_path)
        assert done.returncode != 0
        assert "Error" in done.stderr

    @pytest.mark.parametrize(
        "name",
        [
            "counter-4-as-real-in-2-layers-with-corollaries",
            "C2xC4-as-householder-heads-2-additive",
            "counter-3-as-cp-complex-1",
            "flip-flop-not-as-rotation-in-3-layers-with-corollaries",
        ],
    )
    def test_stacks_factors_and_corollaries_are_accepted(self, name: str, tmp_path: Path) -> None:
        done = _coq(bridge.coq_file(_load(ACCEPTED / f"{name}.json")), tmp_path)
        assert done.returncode == 0, done.stderr

    def test_a_corollary_that_does_not_follow_is_refused(self, tmp_path: Path) -> None:
        document = _load(ACCEPTED / "counter-4-as-real-in-2-layers-with-corollaries.json")
        document["corollaries"][0]["layers"] = 1
        done = _coq(bridge.coq_file(document), tmp_path)
        assert done.returncode != 0
        assert "followed_0" in done.stderr or "Error" in done.stderr

    def test_a_layer_that_moves_wrongly_is_refused(self, tmp_path: Path) -> None:
        document = _load(ACCEPTED / "counter-4-as-real-in-2-layers.json")
        document["stack"]["layers"][1]["matrices"].reverse()
        done = _coq(bridge.coq_file(document), tmp_path)
        assert done.returncode != 0
        assert "Error" in done.stderr

    def test_a_factor_of_another_length_is_refused(self, tmp_path: Path) -> None:
        document = _load(ACCEPTED / "S3-as-householder-2.json")
        factor = next(factors[0] for factors in document["system"]["matrices"] if factors)
        factor[0] = "1/7"
        done = _coq(bridge.coq_file(document), tmp_path)
        assert done.returncode != 0
        assert "Error" in done.stderr
