"""Certificates as files: equal verdicts give equal bytes, and what is written is accepted."""

import os
import subprocess
import sys

import pytest

from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.files import load, text, write
from bilinear_theory.hierarchy.classify import classify

PROGRAM = """
import sys
from bilinear_theory.certificates.files import text
from bilinear_theory.hierarchy.classify import classify
for target, restriction in (("S3", "rotation"), ("counter:5", "rotation"), ("Q8", "block-real:2")):
    sys.stdout.write(text(classify(target, restriction)))
"""


def _printed(seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM]
    return subprocess.run(command, capture_output=True, env=environment, check=True).stdout


def test_equal_verdicts_give_equal_bytes_whatever_the_hash_seed():
    assert _printed("1") == _printed("2") != b""


@pytest.mark.parametrize("restriction", ["permutation", "rotation"])
def test_a_written_certificate_is_accepted_and_holds_the_text(tmp_path, restriction):
    verdict = classify("S3", restriction)
    write(verdict, tmp_path / "S3.json")
    check(load(tmp_path / "S3.json"))
    assert (tmp_path / "S3.json").read_text() == text(verdict)
    assert [path.name for path in tmp_path.iterdir()] == ["S3.json"]
