from __future__ import annotations

import sys

import pytest

from bilinear_theory import cli


@pytest.fixture
def bilinear(monkeypatch, capsys):
    """Run the command in this process: (status, standard output, standard error)."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["bilinear", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run
