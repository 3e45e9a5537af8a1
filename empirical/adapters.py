"""Adapters: other people's networks as recognizers.

An adapter knows one family of networks by the names and shapes of its weights. Weights are read
with ``torch.load(..., weights_only=True)``, so that a file cannot run code.

``ADAPTERS``             the adapters by name
``lstm_classifier``      an LSTM over embedded symbols with one score, accepting when it is positive

References: Khmelnitsky et al., *Property-directed verification and robustness certification of
recurrent neural networks* (2021), whose networks have this form.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import Tensor

from bilinear_theory.automata.automaton import Output, Symbol
from empirical.trajectories import Recognizer


class LSTMClassifier:
    """A one-layer LSTM whose last hidden state is scored; accepted words have a positive score.

    Symbol ``i`` of the alphabet is row ``i + 1`` of the embedding. Row 0 is padding, and the empty
    word is scored as the word that consists of one padding symbol. The state is the hidden vector,
    the cell vector and the vector that is scored, side by side.
    """

    def __init__(self, weights: Mapping[str, Tensor], alphabet: tuple[Symbol, ...]) -> None:
        self._alphabet = alphabet
        self.embedding = weights["embedding.weight"]
        self.gates = tuple(
            weights[f"lstm.{name}_l0"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        self.row, self.bias = weights["fc.weight"][0], weights["fc.bias"][0]
        self.units = self.gates[1].shape[1]

    @property
    def alphabet(self) -> tuple[Symbol, ...]:
        return self._alphabet

    @property
    def outputs(self) -> tuple[Output, ...]:
        return (False, True)

    def _read(self, state: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        h, c, _ = state.split(self.units, 1)
        return torch.lstm_cell(self.embedding[rows], (h, c), *self.gates)

    def initial(self, batch: int) -> Tensor:
        zero = self.embedding.new_zeros(batch, 3 * self.units)
        scored, _ = self._read(zero, torch.zeros(batch, dtype=torch.long))
        return torch.cat((zero[:, : 2 * self.units], scored), 1)

    def step(self, state: Tensor, symbols: Tensor) -> Tensor:
        h, c = self._read(state, symbols + 1)
        return torch.cat((h, c, h), 1)

    def output(self, state: Tensor) -> Tensor:
        return ((state[:, 2 * self.units :] @ self.row + self.bias) > 0).long()


def lstm_classifier(path: Path, alphabet: tuple[Symbol, ...]) -> LSTMClassifier:
    """The LSTM classifier in a torch state dictionary.

    Raises:
        ValueError: in one line, naming the file and the weight that does not fit.
    """
    weights = _state_dict(path)
    units = weights["lstm.weight_hh_l0"].shape[-1] if "lstm.weight_hh_l0" in weights else 0
    size = weights["embedding.weight"].shape[-1] if "embedding.weight" in weights else 0
    expected = {
        "embedding.weight": (len(alphabet) + 1, size),
        "lstm.weight_ih_l0": (4 * units, size),
        "lstm.weight_hh_l0": (4 * units, units),
        "lstm.bias_ih_l0": (4 * units,),
        "lstm.bias_hh_l0": (4 * units,),
        "fc.weight": (1, units),
        "fc.bias": (1,),
    }
    for name in sorted(expected.keys() ^ weights.keys()):
        state = "missing" if name in expected else "unknown"
        raise ValueError(f"{path}: weight {name!r} is {state} in an LSTM classifier")
    for name, shape in expected.items():
        if tuple(weights[name].shape) != shape:
            found = tuple(weights[name].shape)
            raise ValueError(
                f"{path}: weight {name!r} has shape {found}, not {shape}, "
                f"for {len(alphabet)} symbols and {units} units"
            )
    return LSTMClassifier({k: v.double() for k, v in weights.items()}, alphabet)


ADAPTERS: Mapping[str, Callable[[Path, tuple[Symbol, ...]], Recognizer]] = {
    "lstm-classifier": lstm_classifier,
}


def adapted(name: str, path: Path, alphabet: tuple[Symbol, ...]) -> Recognizer:
    """The network in a file, by the name of its adapter.

    Raises:
        ValueError: if there is no such adapter, no alphabet, or the file does not fit.
    """
    if name not in ADAPTERS:
        raise ValueError(f"no adapter {name!r}; there are: {', '.join(ADAPTERS)}")
    if not alphabet or len(set(alphabet)) != len(alphabet):
        raise ValueError(f"adapter {name!r} needs an alphabet of distinct symbols in their order")
    return ADAPTERS[name](path, alphabet)


def _state_dict(path: Path) -> dict[str, Tensor]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # torch warns of old formats, which it reads all the same
            found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as reason:  # noqa: BLE001  torch raises whatever the bytes led it to
        line = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
        raise ValueError(f"{path}: not a readable torch state dictionary: {line}") from None
    if not isinstance(found, dict) or not all(
        isinstance(k, str) and isinstance(v, Tensor) for k, v in found.items()
    ):
        raise ValueError(f"{path}: a torch file, but not a dictionary of named tensors")
    return {str(k): v for k, v in found.items()}
