import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from empirical.tasks import Task, rescaled


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 4), st.integers(0, 8), st.integers(0, 10_000))
def test_labels_are_the_outputs_of_all_prefixes(states, letters, length, seed):
    rng = np.random.default_rng(seed)
    a = Automaton(
        range(letters),
        rng.integers(0, states, (states, letters)),
        int(rng.integers(states)),
        [f"y{i}" for i in rng.integers(0, 3, states)],
    )
    task = Task.of(a)
    words = task.words(5, length, torch.Generator().manual_seed(seed))
    labels = task.labels(words)
    assert labels.shape == (5, length + 1)
    for word, row in zip(words.tolist(), labels.tolist(), strict=True):
        said = [a.output_symbols[y] for y in row]
        assert said == [a.run(word[:t]) for t in range(length + 1)]


def test_words_depend_on_the_seed_alone_and_use_every_letter(counter):
    task = Task.of(counter)
    one, two, other = (task.words(100, 10, torch.Generator().manual_seed(s)) for s in (7, 7, 8))
    assert torch.equal(one, two)
    assert not torch.equal(one, other)
    assert set(one.flatten().tolist()) == set(range(5))


def test_a_task_needs_a_letter():
    with pytest.raises(ValueError, match="at least one symbol"):
        Task.of(Automaton((), [[]], 0, ("y",)))


def test_a_constant_guess_rescales_to_zero_and_perfection_to_one():
    labels = torch.tensor([0, 0, 0, 1])
    assert rescaled(0.75, labels) == 0
    assert rescaled(1.0, labels) == 1
    assert rescaled(1.0, labels[:2]) == 1
