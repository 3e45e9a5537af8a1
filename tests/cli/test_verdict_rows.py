"""``classify`` prints a row for each restriction that was asked for."""

import sys

import pytest

from bilinear_theory.cli import main


def test_each_restriction_has_its_row(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bilinear", "classify", "S3", "-r", "full", "-r", "rotation"])
    with pytest.raises(SystemExit):
        main()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["full", "yes(2)", "yes(2)"] in rows
    assert ["rotation", "no", "no"] in rows
