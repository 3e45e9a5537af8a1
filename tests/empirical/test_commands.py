import dataclasses
import json

import pytest
import torch
from safetensors.torch import save_file

from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import Bisimulation, compare
from bilinear_theory.automata.formats import read
from bilinear_theory.cli import main
from empirical import commands
from empirical.commands import checkpoint_automaton, extract, train
from empirical.constructed import load_constructed


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


def test_a_known_disagreement_is_said_first_with_its_word(trained, monkeypatch):
    agree = commands.agreement
    assert "they differ" not in extract(trained[0], length=3, samples=10).text

    def known(*words, **options):
        return dataclasses.replace(agree(*words, **options), first_disagreement=("1", "1"))

    monkeypatch.setattr(commands, "agreement", known)
    lines = extract(trained[0], length=3, samples=10).text.splitlines()
    assert lines[0] == (
        "the extracted automaton is not the network: after 11 (length 2) it gives 0, the automaton 0"
    )
    assert "they differ, first known after 11 (length 2)" in "\n".join(lines)


def test_words_are_enumerated_up_to_a_bound_that_is_stated(trained):
    for length in (23, 40, 10**9):
        with pytest.raises(ValueError, match=r"up to length 22 .* 10000000 words"):
            extract(trained[0], length=length)


def test_a_network_that_no_automaton_explains_is_refused_with_status_1(
    tmp_path, monkeypatch, capsys
):
    s3 = target("S3")
    monkeypatch.setattr("empirical.extraction.clustered", lambda *_, **__: None)
    monkeypatch.setattr("empirical.extraction.observed", lambda *_, **__: [s3])  # it fits badly
    monkeypatch.setattr("empirical.extraction.roots_of_unity", lambda *_, **__: None)
    path = tmp_path / "poor.safetensors"
    train(s3, "S3", "diagonal-nonnegative", output=path, width=4, steps=3, replicas=1)
    for order in ((path, "S3"), ("S3", path)):
        for form in ((), ("--json",)):
            monkeypatch.setattr("sys.argv", ["bilinear", "compare", *map(str, order), *form])
            with pytest.raises(SystemExit) as ended:
                main()
            assert ended.value.code == 1
            out, err = capsys.readouterr()
            assert err == ""
            if form:
                assert "no automaton was found" in json.loads(out)["unexplained"][0]
                assert json.loads(out)["equal"] is False
            else:
                assert out.startswith("different: after ")
                assert "refused: " in out


def test_a_constructed_network_that_does_not_fit_together_is_refused(tmp_path):
    path = tmp_path / "n.safetensors"
    good = {
        "transitions": torch.zeros(2, 3, 3), "initial": torch.zeros(3),
        "readout.weight": torch.zeros(2, 3), "readout.bias": torch.zeros(2),
    }  # fmt: skip
    head = {"alphabet": ["a", "b"], "outputs": [0, 1]}

    def refusal(tensors, header):
        text = header if isinstance(header, str) else json.dumps(header)
        save_file(tensors, path, {"network": text})
        with pytest.raises(ValueError, match=r"n\.safetensors: ") as caught:
            load_constructed(path)
        return str(caught.value)

    save_file(good, path, {"network": json.dumps(head)})
    assert load_constructed(path).alphabet == ("a", "b")
    assert "'initial' is missing" in refusal(
        {k: v for k, v in good.items() if k != "initial"}, head
    )
    assert "'more' is unknown" in refusal({**good, "more": torch.zeros(1)}, head)
    assert "finite (2, 3, 3)" in refusal({**good, "transitions": torch.zeros(2, 3, 4)}, head)
    assert "finite (3,)" in refusal({**good, "initial": torch.full((3,), torch.nan)}, head)
    assert "no list 'outputs'" in refusal(good, {"alphabet": ["a", "b"]})
    assert "no list 'alphabet'" in refusal(good, [])
    assert "twice" in refusal(good, {**head, "outputs": [0, 0]})
    assert refusal(good, "{")
    nearest = {k: v for k, v in good.items() if not k.startswith("readout")}
    nearest |= {"points": torch.zeros(1, 3), "point_outputs": torch.tensor([2])}
    assert "outside 0..1" in refusal(nearest, head)
