import pytest
import torch

from empirical.adapters import adapted
from empirical.commands import extract

pytestmark = pytest.mark.filterwarnings(
    # torch warns from its own serialisation code, whatever the file
    "ignore::DeprecationWarning:torch"
)


def weights(symbols=2, units=3, size=4, seed=0):
    g = torch.Generator().manual_seed(seed)
    shapes = {
        "embedding.weight": (symbols + 1, size),
        "lstm.weight_ih_l0": (4 * units, size),
        "lstm.weight_hh_l0": (4 * units, units),
        "lstm.bias_ih_l0": (4 * units,),
        "lstm.bias_hh_l0": (4 * units,),
        "fc.weight": (1, units),
        "fc.bias": (1,),
    }
    return {k: torch.randn(s, generator=g, dtype=torch.float64) for k, s in shapes.items()}


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "state_dict.pt"
    torch.save(weights(), path)
    return path


def test_the_adapter_computes_what_torch_computes(stored):
    w = weights()
    lstm = torch.nn.LSTM(4, 3, batch_first=True).double()
    lstm.load_state_dict({k[5:]: v for k, v in w.items() if k.startswith("lstm.")})
    network = adapted("lstm-classifier", stored, ("a", "b"))
    words = torch.tensor([[0, 1, 1, 0, 1], [1, 1, 0, 0, 0]])
    state = network.initial(2)
    for t in range(6):
        rows = words[:, :t] + 1 if t else torch.zeros(2, 1, dtype=torch.long)
        hidden = lstm(w["embedding.weight"][rows])[0][:, -1]
        score = hidden @ w["fc.weight"][0] + w["fc.bias"]
        assert network.output(state).tolist() == (score > 0).long().tolist()
        torch.testing.assert_close(state[:, 6:], hidden)
        if t < 5:
            state = network.step(state, words[:, t])


def test_extraction_runs_on_another_network(stored):
    answer = extract(stored, adapter="lstm-classifier", alphabet=("a", "b"), length=6, samples=200)
    assert answer.code == 0
    assert answer.document["extraction"]["method"] == "observation"
    assert answer.document["agreement"]["exhaustive"]["words"] == 127


@pytest.mark.parametrize(
    ("change", "alphabet", "reason"),
    [
        (lambda w: w, ("a",), r"'embedding.weight' has shape \(3, 4\), not \(2, 4\)"),
        (lambda w: {k: v for k, v in w.items() if k != "fc.bias"}, ("a", "b"), "'fc.bias' is miss"),
        (lambda w: w | {"x": w["fc.bias"]}, ("a", "b"), "'x' is unknown"),
        (lambda w: w | {"fc.weight": w["fc.weight"].T}, ("a", "b"), "'fc.weight' has shape"),
        (lambda w: [1, 2], ("a", "b"), "not a dictionary of named tensors"),
        (lambda w: w, (), "needs an alphabet"),
        (lambda w: w, ("a", "a"), "distinct symbols"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, change, alphabet, reason):
    path = tmp_path / "state_dict.pt"
    torch.save(change(weights()), path)
    with pytest.raises(ValueError, match=reason):
        adapted("lstm-classifier", path, alphabet)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 nothing", b"text"])
def test_files_that_are_no_state_dictionary_are_refused_in_one_line(tmp_path, content):
    path = tmp_path / "state_dict.pt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match="not a readable torch state dictionary") as caught:
        adapted("lstm-classifier", path, ("a", "b"))
    assert "\n" not in str(caught.value)


def test_an_unknown_adapter_is_refused_with_those_there_are(stored):
    with pytest.raises(ValueError, match="no adapter 'gru'; there are: lstm-classifier"):
        adapted("gru", stored, ("a", "b"))
