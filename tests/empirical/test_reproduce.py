"""The founding paper's tables: verdicts in every cell, figures only where a source gives them."""

from __future__ import annotations

import json

import pytest

from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.transition_group import group_facts
from bilinear_theory.cli import main
from empirical.report.published import TABLES, random_machine
from empirical.reproduce import document, reproduced, table


@pytest.mark.parametrize("name", list(TABLES))
def test_every_cell_of_a_bilinear_model_has_a_verdict_and_no_published_success_contradicts_it(name):
    cells = list(reproduced(name))
    assert len(cells) == len(TABLES[name].rows) * len(TABLES[name].sizes)
    for cell in cells:
        assert (cell.theory is None) == (cell.restriction is None)
        if cell.theory == "no" and cell.published is not None:
            assert cell.published < 0.2, cell
        if cell.theory == "yes":
            assert cell.width is not None
            assert cell.width <= 256  # the paper's number of hidden units
        assert cell.trained is None


def test_the_verdicts_of_modular_addition_are_those_of_its_theory():
    found = {(c.restriction, c.size): c.theory for c in reproduced("modular-addition")}
    for m in (2, 3, 5, 10, 25, 50):
        assert found["full", m] == found["block-real:2", m] == found["rotation", m] == "yes"
        assert found["diagonal-real", m] == ("yes" if m == 2 else "no")


def test_a_figure_that_no_source_gives_is_left_out():
    cells = {c.model: c for c in reproduced("parity")}
    assert cells["full, additive term"].published is None
    shown = document(list(cells.values()))
    assert [c["published"] for c in shown["cells"]] == [1.0, None, 1.0, None]
    assert "give no figure" in " ".join(shown["notes"])
    assert "2505.21749" in shown["source"]


def test_random_machines_are_minimal_and_fixed():
    for m in (2, 5, 10, 25):
        machine = random_machine(m)
        assert machine == random_machine(m)
        assert len(minimize(machine)) == m
    assert group_facts(random_machine(5), bound=1000) is None


def test_training_is_added_if_it_is_asked_for():
    cells = list(reproduced("parity", seconds=0.2))
    assert all(c.trained is not None and c.trained <= 1 for c in cells)
    assert table(cells)


def test_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match="there is no table 'x'; there are modular-addition"):
        list(reproduced("x"))
    with pytest.raises(ValueError, match="must be positive"):
        list(reproduced("parity", seconds=0))


def test_the_command_prints_tables_or_a_line_of_json_for_each(monkeypatch, capsys):
    def out(*words):
        monkeypatch.setattr("sys.argv", ["bilinear", "reproduce", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        return capsys.readouterr().out

    text = out("--table", "modular-addition")
    assert "R2 blocks      rotation       yes(1)  1.00  yes(1)  0.00" in text
    assert "block size 1   diagonal-real  yes(1)  1.00  no  0.00" in text
    lines = [json.loads(line) for line in out("--json").splitlines()]
    assert [line["table"] for line in lines] == list(TABLES)
