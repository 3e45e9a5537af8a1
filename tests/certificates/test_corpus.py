"""The kernel accepts, refuses and calls malformed what stands in the folders of the corpus.

``corpus/messages.json`` names for each refused or malformed file how the message begins. Every hole
that the kernel ever had leaves a file in ``corpus/rejected``.
"""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from bilinear_theory.certificates import check as kernel
from bilinear_theory.certificates.check import (
    CONTRACTIONS,
    DIMENSIONS,
    FEW_UNITS,
    LOCAL,
    RULES,
    MalformedCertificate,
    RefusedCertificate,
    check,
    read,
)

CORPUS = Path(__file__).parent / "corpus"
MESSAGES = json.loads((CORPUS / "messages.json").read_text())
ACCEPTED = sorted((CORPUS / "accepted").iterdir())
REJECTED = sorted((CORPUS / "rejected").iterdir())
MALFORMED = sorted((CORPUS / "malformed").iterdir())


def _name(path):
    return path.stem


def alone(*paths):
    """The kernel as a program of its own, with nothing of the package and no site-packages."""
    command = [sys.executable, "-I", "-S", kernel.__file__, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("path", ACCEPTED, ids=_name)
def test_accepted_certificates_are_accepted(path):
    check(read(path.read_bytes()))


@pytest.mark.parametrize("path", REJECTED, ids=_name)
def test_rejected_certificates_are_refused_with_the_equation_that_fails(path):
    with pytest.raises(RefusedCertificate) as caught:
        check(read(path.read_bytes()))
    assert str(caught.value).startswith(MESSAGES[f"rejected/{path.name}"])


@pytest.mark.parametrize("path", MALFORMED, ids=_name)
def test_malformed_certificates_are_malformed_where_the_message_says(path):
    with pytest.raises(MalformedCertificate) as caught:
        check(read(path.read_bytes()))
    assert str(caught.value).startswith(MESSAGES[f"malformed/{path.name}"])
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_each_message_belongs_to_a_file():
    files = {f"{path.parent.name}/{path.name}" for path in [*REJECTED, *MALFORMED]}
    assert files == set(MESSAGES)


def test_accepted_certificates_cover_every_kind_of_evidence():
    documents = [read(path.read_bytes()) for path in ACCEPTED]
    yes = [d for d in documents if "system" in d]
    assert {d["witness"]["kind"] for d in documents if "witness" in d} >= {
        *RULES,
        *CONTRACTIONS,
        *DIMENSIONS,
        *LOCAL,
        *FEW_UNITS,
    }
    forms = {"diagonal", "one-hot", "dense", "householder", "cp"}
    assert {d["system"]["form"] for d in yes} >= forms
    assert {tuple(sorted({"metric", "heads"} & set(d["system"]))) for d in yes} >= {
        (),
        ("metric",),
        ("heads",),
    }
    assert {d["system"]["conductor"] for d in yes} >= {1, 3, 4, 5, 12}
    for answer in ("yes", "no"):
        claims = [d["claim"] for d in documents if d["claim"]["answer"] == answer]
        settings = {(claim["decoder"], claim["additive"]) for claim in claims}
        assert len(settings) == 4


def test_the_kernel_runs_alone_and_accepts_with_status_0():
    done = alone(*ACCEPTED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "".join(f"{path}: accepted\n" for path in ACCEPTED)


def test_the_kernel_runs_alone_and_refuses_with_status_1():
    done = alone(*REJECTED, ACCEPTED[0])
    assert (done.returncode, done.stdout) == (1, f"{ACCEPTED[0]}: accepted\n")
    assert done.stderr.count(": refused: ") == done.stderr.count("\n") == len(REJECTED)


def test_the_kernel_runs_alone_and_ends_with_status_2_on_malformed_and_missing_files(tmp_path):
    missing = tmp_path / "missing\n.json"
    done = alone(ACCEPTED[0], missing, tmp_path, *MALFORMED, REJECTED[0])
    assert (done.returncode, done.stdout) == (2, f"{ACCEPTED[0]}: accepted\n")
    assert done.stderr.count("\n") == len(MALFORMED) + 3
    assert "Traceback" not in done.stderr


def test_the_kernel_alone_without_files_says_how_to_use_it():
    done = alone()
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "usage: check.py CERT.json...\n")


def test_main_names_each_verdict_and_returns_the_worst_status(capsys, tmp_path):
    assert kernel.main([]) == 2
    assert kernel.main([str(ACCEPTED[0])]) == 0
    assert kernel.main([str(REJECTED[0]), str(ACCEPTED[0])]) == 1
    assert kernel.main([str(MALFORMED[0]), str(REJECTED[0])]) == 2
    assert kernel.main([str(tmp_path / "missing")]) == 2
    out, err = capsys.readouterr()
    assert out == f"{ACCEPTED[0]}: accepted\n" * 2
    assert err.splitlines()[-1] == f"{tmp_path / 'missing'}: No such file or directory"


def test_the_kernel_imports_the_standard_library_alone():
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, kernel.__file__]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert set(done.stdout.split()) <= set(sys.stdlib_module_names) | {"__main__"}


def test_the_kernel_as_a_program_ends_with_the_status_of_main(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["check.py", str(REJECTED[0])])
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(kernel.__file__, run_name="__main__")
    assert caught.value.code == 1
    assert ": refused: " in capsys.readouterr().err
