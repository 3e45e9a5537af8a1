"""The holonomy decomposition as text, JSON and picture, and its command."""

from __future__ import annotations

import json
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given

from bilinear_theory import cli
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.hierarchy.decomposition import (
    summary,
    summary_json,
    summary_svg,
    summary_text,
)
from bilinear_theory.testing import automata

S5_AND_RESET = Automaton(
    "abc",
    [[(q + 1) % 5, {0: 1, 1: 0}.get(q, q), 0 if q == 1 else q] for q in range(5)],
    0,
    range(5),
)


@given(automata(max_states=5))
def test_text_object_and_picture_name_every_component(a):
    found = summary(a)
    count = len(found.holonomy.components)
    assert summary_text("machine", found).count("\n") == count + 1
    value = summary_json("machine", found)
    assert json.loads(json.dumps(value)) == value
    assert len(value["components"]) == count
    tree = ElementTree.fromstring(summary_svg("machine", found))
    assert len(tree.findall("{*}rect")) == count + 1
    for part in value["components"]:
        covered = {q for tile in part["tiles"] for q in tile}
        assert covered == set(part["states"])


def test_all_maps_of_five_states_have_the_symmetric_groups():
    value = summary_json("T5", summary(S5_AND_RESET))
    assert [c["group"]["order"] for c in value["components"]] == [120, 24, 6, 2]
    assert [c["group"]["derived_length"] for c in value["components"]] == [None, 3, 2, 1]
    assert value["cascade"] == 120


def test_a_cascade_past_the_bound_is_said_not_to_be_checked():
    found = summary(S5_AND_RESET, bound=50)
    assert found.chains is None
    assert "was not checked" in summary_text("T5", found)
    assert summary_json("T5", found)["cascade"] is None


def test_too_many_components_are_not_drawn():
    n = 100  # a letter that goes on, and one that jumps to the end: an image for each state
    a = Automaton("ab", [[min(q + 1, n - 1), n - 1] for q in range(n)], 0, range(n))
    with pytest.raises(ValueError, match="more than 80"):
        summary_svg("chain", summary(a))


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["bilinear", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return stopped.value.code or 0, *capsys.readouterr()


def test_the_command_prints_text_or_json_and_writes_the_picture(monkeypatch, capsys, tmp_path):
    path = tmp_path / "h.svg"
    status, out, err = run(monkeypatch, capsys, "holonomy", "S4/points", "-o", path)
    assert (status, err) == (0, "")
    assert "a group of order 24, solvable" in out
    assert path.read_text() == summary_svg("S4/points", summary(target("S4/points")))
    status, out, _ = run(monkeypatch, capsys, "holonomy", "regex:(ab)*", "--json")
    assert (status, json.loads(out)["levels"]) == (0, 2)
    status, out, err = run(monkeypatch, capsys, "holonomy", "nothing-such")
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_layers_are_an_option_of_classify_and_construct(monkeypatch, capsys, tmp_path):
    path = tmp_path / "c.json"
    options = ("construct", "S4", "-r", "rotation", "-o", path, "--layers")
    assert run(monkeypatch, capsys, *options, 2)[0] == 1
    status, out, _ = run(monkeypatch, capsys, *options, 3)
    assert status == 0
    assert "layer 3: 2 units, 4 states, 12 inputs" in out
    status, out, _ = run(monkeypatch, capsys, "check", path)
    assert (status, out) == (0, f"{path}: accepted: yes, rotation, linear decoder, 3 layers\n")
    network = ("construct", "S4", "-r", "rotation", "--layers", 3, "--network", tmp_path / "n")
    status, _, err = run(monkeypatch, capsys, *network)
    assert (status, err) == (2, "bilinear: a stack of 3 layers is no single recurrence\n")
    status, out, _ = run(monkeypatch, capsys, "classify", "S4", "--layers", 3, "--json")
    assert json.loads(out)["verdicts"]["rotation"] == {"linear": "yes", "arbitrary": "yes"}
