import subprocess
import sys

import pytest
import torch

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import Bisimulation, compare
from empirical.checkpoint import checkpoint_of
from empirical.extraction import extract
from empirical.sweep import Pair, train_small
from empirical.train import TrainingConfig, accuracy, train
from empirical.trajectories import CellRecognizer


def trained(automaton, **choices):
    return train(automaton, TrainingConfig(**choices))


def recognizer(training, automaton):
    return CellRecognizer(
        checkpoint_of(
            training.cell,
            alphabet=automaton.alphabet,
            outputs=automaton.output_symbols,
            provenance={},
        )
    )


@pytest.mark.parametrize("restriction", ["diagonal-real", "full"])
def test_parity_is_learned_exactly(restriction, parity):
    run = trained(parity, restriction=restriction, width=8)
    assert run.solved
    assert accuracy(run.cell, parity, length=500)[0] >= 0.99
    found = extract(recognizer(run, parity))
    assert found.error == 0
    assert isinstance(compare(found.automaton, parity), Bisimulation)
    assert found.snapped is not None
    assert isinstance(compare(found.snapped.automaton, parity), Bisimulation)


def test_non_negative_diagonals_do_not_learn_parity(parity):
    run = trained(parity, restriction="diagonal-nonnegative", width=8, steps=600)
    assert not run.solved
    assert accuracy(run.cell, parity, length=500)[1] < 0.3
    assert not isinstance(compare(extract(recognizer(run, parity)).automaton, parity), Bisimulation)


@pytest.mark.parametrize("restriction", ["full", "rotation"])
def test_a_counter_is_learned_and_its_snapped_weights_are_exact(restriction, counter):
    run = trained(counter, restriction=restriction)
    assert run.validation_accuracy == 1.0
    found = extract(recognizer(run, counter))
    assert found.snapped is not None
    assert isinstance(compare(found.snapped.automaton, counter), Bisimulation)
    if restriction == "rotation":
        assert 5 in found.snapped.numbers["orders"]


def test_s3_is_extracted_exactly_from_a_trained_full_model(s3):
    run = trained(s3, restriction="full")
    assert run.solved
    found = extract(recognizer(run, s3))
    assert isinstance(compare(found.automaton, s3), Bisimulation)
    assert found.rank == 5  # sign and twice the standard representation; the trivial one is unseen
    assert found.snapped is not None
    assert (found.snapped.orbit, found.snapped.dimension) == (6, 5)


def test_equal_configurations_give_equal_weights(s3):
    one, two = (trained(s3, width=4, steps=20, seed=3).cell.state_dict() for _ in range(2))
    other = trained(s3, width=4, steps=20, seed=4).cell.state_dict()
    assert all(torch.equal(one[k], two[k]) for k in one)
    assert not torch.equal(one["readout"], other["readout"])


def test_a_constant_automaton_is_learned_at_once():
    run = trained(Automaton("a", [[0]], 0, ("y",)), width=2)
    assert run.solved
    assert run.steps <= 50


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"replicas": 0}, "replicas is 0"),
        ({"steps": 0}, "steps is 0"),
        ({"learning_rate": 0.0}, "learning_rate is 0.0; it must be positive"),
        ({"min_length": 5, "max_length": 4}, r"lengths 5\.\.4 are an empty range"),
        ({"validation_factor": 1}, "longer than trained"),
        ({"restriction": "permutation"}, "cannot be trained"),
    ],
)
def test_senseless_configurations_are_refused(choices, reason):
    with pytest.raises(ValueError, match=reason):
        TrainingConfig(**choices)


def test_a_device_that_is_not_there_is_refused(parity):
    with pytest.raises(ValueError, match="not one that torch knows"):
        trained(parity, device="abacus")


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_training_on_a_gpu_gives_a_model_on_the_cpu(s3):
    run = trained(s3, device="cuda")
    assert run.solved
    assert run.cell.start.device.type == "cpu"


def test_a_sweep_reports_success_and_failure_as_they_are(parity):
    pairs = [Pair("parity", parity, "full", 8), Pair("parity", parity, "diagonal-nonnegative", 8)]
    learned, failed = train_small(pairs, seconds=600, steps=600)
    assert learned.learned
    assert learned.document()["comparison"]["equal"]
    assert not failed.learned
    assert failed.agreement.first_disagreement is not None


def test_the_mathematics_does_not_load_torch():
    code = "import sys, bilinear_theory; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
