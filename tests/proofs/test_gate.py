"""The gate of the proofs refuses what it has to refuse."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROOFS = Path(__file__).parents[2] / "proofs"
HEAD = "(* A test. *)\nFrom mathcomp Require Import all_ssreflect.\n"
GOOD = HEAD + "Definition small n := n < 5.\nTheorem four_small : small 4.\nProof. by []. Qed.\n"
FAULTS = {
    "an admitted proof": "Lemma f : 0 = 1.\nAdmitted.\n",
    "a hole": "Lemma f : 0 = 1.\nProof. admit. Defined.\n",
    "an axiom": "Axiom f : 0 = 1.\n",
    "a parameter": "Parameter f : 0 = 1.\n",
    "a variable outside a section": "Variable f : 0 = 1.\n",
    "a hypothesis after a section": "Section A.\nEnd A.\nHypothesis f : 0 = 1.\n",
    "classical logic": "From Coq Require Import Classical.\n",
    "extensionality": "From Coq Require Import FunctionalExtensionality.\n",
    "an aborted proof": "Theorem f : 0 = 1.\nAbort.\n",
    "a switched off guard": "Unset Guard Checking.\n",
}


def _gate(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROOFS / "check.py"), "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def development(tmp_path: Path) -> Path:
    """A development of one file."""
    (tmp_path / "theories").mkdir()
    (tmp_path / "theories" / "small.v").write_text(GOOD, encoding="utf-8")
    (tmp_path / "_CoqProject").write_text(
        "-R theories BilinearTheory\ntheories/small.v\n", encoding="utf-8"
    )
    return tmp_path


def test_the_sources_pass_the_checks_of_text() -> None:
    done = _gate(PROOFS, "--text")
    assert done.returncode == 0, done.stderr


def test_a_source_without_fault_passes_the_checks_of_text(development: Path) -> None:
    assert _gate(development, "--text").returncode == 0


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_gate_refuses(development: Path, fault: str) -> None:
    (development / "theories" / "small.v").write_text(GOOD + fault, encoding="utf-8")
    done = _gate(development, "--text")
    assert done.returncode == 1
    assert re.search(r"small\.v:\d+: ", done.stderr)


def test_gate_forgives_forbidden_words_in_comments(development: Path) -> None:
    text = GOOD + "(* Admitted (* Axiom *) Classical *)\n"
    (development / "theories" / "small.v").write_text(text, encoding="utf-8")
    assert _gate(development, "--text").returncode == 0


def test_gate_refuses_a_file_that_is_not_built(development: Path) -> None:
    (development / "theories" / "more.v").write_text(GOOD, encoding="utf-8")
    done = _gate(development, "--text")
    assert done.returncode == 1
    assert "more.v" in done.stderr


@pytest.mark.coq
@pytest.mark.skipif(
    shutil.which("coqc") is None and "REQUIRE_COQ" not in os.environ,
    reason="coqc is not installed",
)
class TestWithCoq:
    """What only Coq can see; each gate runs on a development of one file."""

    def test_snapshot_holds_for_what_was_not_changed(self, development: Path) -> None:
        assert _gate(development).returncode == 1  # no snapshot yet
        assert _gate(development, "--update").returncode == 0
        assert _gate(development).returncode == 0

    def test_a_weakened_statement_fails(self, development: Path) -> None:
        assert _gate(development, "--update").returncode == 0
        text = GOOD.replace("four_small : small 4", "four_small : small 4 \\/ small 6").replace(
            "by [].", "by left."
        )
        (development / "theories" / "small.v").write_text(text, encoding="utf-8")
        done = _gate(development)
        assert done.returncode == 1
        assert "statements.txt differs" in done.stderr

    def test_a_weakened_definition_fails(self, development: Path) -> None:
        assert _gate(development, "--update").returncode == 0
        text = GOOD.replace("n < 5", "n < 50")
        (development / "theories" / "small.v").write_text(text, encoding="utf-8")
        done = _gate(development)
        assert done.returncode == 1
        assert "statements.txt differs" in done.stderr

    def test_an_axiom_that_no_word_betrays_fails(self, development: Path) -> None:
        text = (
            HEAD
            + "From Coq Require Import Description.\n"
            + (
                "Theorem one : {n | n = 1}.\n"
                "Proof. by apply: constructive_definite_description; exists 1; split=> // m ->. Qed.\n"
            )
        )
        (development / "theories" / "small.v").write_text(text, encoding="utf-8")
        done = _gate(development, "--update")
        assert done.returncode == 1
        assert "constructive_definite_description" in done.stderr

    def test_a_wrong_proof_fails(self, development: Path) -> None:
        text = GOOD.replace("small 4", "small 6")
        (development / "theories" / "small.v").write_text(text, encoding="utf-8")
        done = _gate(development, "--update")
        assert done.returncode == 1
        assert "make failed" in done.stderr

    @pytest.mark.slow
    def test_the_development_passes_the_gate(self) -> None:
        done = _gate(PROOFS)
        assert done.returncode == 0, done.stderr
