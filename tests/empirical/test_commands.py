import dataclasses
import json

import pytest

from bilinear_theory.automata.equivalence import Bisimulation, compare
from bilinear_theory.automata.formats import read
from bilinear_theory.cli import main
from empirical.commands import checkpoint_automaton, extract, train


@pytest.fixture(scope="module")
def trained(tmp_path_factory, parity):
    path = tmp_path_factory.mktemp("trained") / "parity.safetensors"
    return path, train(parity, "parity", "full", output=path, width=8)


def test_training_answers_with_a_checkpoint_and_its_scores(trained, parity):
    path, answer = trained
    assert answer.code == 0
    assert json.loads(json.dumps(answer.document))["solved"]
    assert str(path) in answer.text
    assert isinstance(compare(checkpoint_automaton(path)[0], parity), Bisimulation)


def test_extraction_finds_what_was_trained_and_writes_it(trained, parity, tmp_path):
    answer = extract(trained[0], against=parity, output=tmp_path / "parity.json")
    assert answer.code == 0
    assert "equal on all words (proved)" in answer.text
    assert json.loads(json.dumps(answer.document))["comparison"]["equal"]
    assert isinstance(compare(read(tmp_path / "parity.json"), parity), Bisimulation)


def test_machines_that_differ_are_answered_with_one_and_a_shortest_word(trained, parity):
    other = type(parity)(("0", "1"), [[0, 1], [1, 1]], 0, (0, 1))
    answer = extract(trained[0], against=other, length=5, samples=50)
    assert answer.code == 1
    assert answer.document["comparison"]["separating_word"] == ["1", "1"]
    assert answer.document["agreement_with_target"]["first_disagreement"] == ["1", "1"]


def test_bad_input_is_a_value_error_of_one_line(trained, parity, s3, tmp_path):
    calls = [
        (lambda: train(parity, "p", "full", output=tmp_path / "no" / "x"), "no folder"),
        (lambda: train(parity, "p", "permutation", output=tmp_path / "x"), "cannot be trained"),
        (lambda: extract(tmp_path / "missing"), "not a readable safetensors file"),
        (lambda: extract(trained[0], against=s3), "reads"),
        (lambda: extract(trained[0], alphabet=("a",)), "with an adapter only"),
    ]
    for call, reason in calls:
        with pytest.raises(ValueError, match=reason) as caught:
            call()
        assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_compare_reports_a_word_on_which_the_network_itself_errs(trained, monkeypatch, capsys):
    path, _ = trained
    monkeypatch.setattr("sys.argv", ["bilinear", "compare", str(path), "parity"])

    def status():
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code

    assert status() == 0
    assert "for the automaton read out of" in capsys.readouterr().out
    automaton, known = checkpoint_automaton(path)
    wrong = dataclasses.replace(known, first_disagreement=("1", "1"))
    monkeypatch.setattr("empirical.commands.checkpoint_automaton", lambda _: (automaton, wrong))
    assert status() == 1
    assert "the network itself errs after 11" in capsys.readouterr().out
