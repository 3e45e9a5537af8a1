"""Constructed networks: what ``bilinear construct --network`` wrote, as a recognizer.

The file holds the exact parameters of a realization, rounded to float64. With a linear decoder the output
is the row of the readout with the largest value; with an arbitrary one it is that of the nearest of the
states that words reach, which the file lists.

``is_constructed``      whether the metadata of a safetensors file is that of such a network
``ConstructedNetwork``  the recognizer
``load_constructed``    from a file, refusing whatever does not fit together
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from bilinear_theory.automata.automaton import Output, Symbol

KEY = "network"


class ConstructedNetwork:
    """The recurrence ``h -> A_x h (+ b_x)`` of a file, with its decoder.

    Args:
        tensors: ``transitions`` (S, D, D), ``initial`` (D,), perhaps ``offsets`` (S, D), and either
            ``readout.weight`` (Y, D) with ``readout.bias`` (Y,) or ``points`` (P, D) with
            ``point_outputs`` (P,).
        alphabet: the S symbols.
        outputs: the Y outputs.

    Raises:
        ValueError: naming the tensor that does not fit.
    """

    def __init__(
        self,
        tensors: Mapping[str, Tensor],
        alphabet: tuple[Symbol, ...],
        outputs: tuple[Output, ...],
    ) -> None:
        self._alphabet, self._outputs = alphabet, outputs
        width = tensors["initial"].numel() if "initial" in tensors else 0
        points = len(tensors["points"]) if "points" in tensors and tensors["points"].ndim else 0
        letters, rows = len(alphabet), len(outputs)
        shapes: dict[str, tuple[int, ...]] = {
            "transitions": (letters, width, width),
            "initial": (width,),
        }
        if "offsets" in tensors:
            shapes["offsets"] = (letters, width)
        if "points" in tensors:
            shapes |= {"points": (points, width), "point_outputs": (points,)}
        else:
            shapes |= {"readout.weight": (rows, width), "readout.bias": (rows,)}
        for name in sorted(shapes.keys() ^ tensors.keys()):
            raise ValueError(f"tensor {name!r} is {'missing' if name in shapes else 'unknown'}")
        for name, shape in shapes.items():
            if tuple(tensors[name].shape) != shape or not bool(tensors[name].isfinite().all()):
                found = tuple(tensors[name].shape)
                raise ValueError(f"tensor {name!r} of shape {found}: finite {shape} expected")
        codes = tensors.get("point_outputs")
        if codes is not None and not (
            len(codes) and 0 <= int(codes.min()) <= int(codes.max()) < rows
        ):
            raise ValueError(f"tensor 'point_outputs' has entries outside 0..{rows - 1}")
        self.tensors = {k: v.long() if v is codes else v.double() for k, v in tensors.items()}

    @property
    def alphabet(self) -> tuple[Symbol, ...]:
        return self._alphabet

    @property
    def outputs(self) -> tuple[Output, ...]:
        return self._outputs

    def initial(self, batch: int) -> Tensor:
        return self.tensors["initial"].expand(batch, -1)

    def step(self, state: Tensor, symbols: Tensor) -> Tensor:
        after = torch.empty_like(state)
        offsets = self.tensors.get("offsets")
        for a, matrix in enumerate(self.tensors["transitions"]):
            here = symbols == a
            moved = state[here] @ matrix.T
            after[here] = moved if offsets is None else moved + offsets[a]
        return after

    def output(self, state: Tensor) -> Tensor:
        if "points" in self.tensors:
            nearest = torch.cdist(state, self.tensors["points"]).argmin(-1)
            return self.tensors["point_outputs"][nearest]
        logits = state @ self.tensors["readout.weight"].T + self.tensors["readout.bias"]
        return logits.argmax(-1)


def is_constructed(path: Path) -> bool:
    """Whether a file is safetensors with the metadata of such a network; False if it is unreadable."""
    try:
        with safe_open(path, "pt") as file:
            return KEY in (file.metadata() or {})
    except (OSError, SafetensorError):
        return False


def load_constructed(path: Path) -> ConstructedNetwork:
    """Read the network in a file.

    Raises:
        ValueError: in one line, naming the file and what is wrong with it.
    """
    with safe_open(path, "pt") as file:
        text = file.metadata()[KEY]
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    try:
        described: Any = json.loads(text)
        alphabet, outputs = (_symbols(described, key) for key in ("alphabet", "outputs"))
        return ConstructedNetwork(tensors, alphabet, outputs)
    except ValueError as reason:
        raise ValueError(f"{path}: {' '.join(str(reason).split())}") from None


def _symbols(described: Any, key: str) -> tuple[Any, ...]:
    values = described.get(key) if isinstance(described, dict) else None
    if not isinstance(values, list) or not all(isinstance(x, str | int) for x in values):
        raise ValueError(f"the metadata {KEY!r} has no list {key!r} of texts and integers")
    if len(set(values)) != len(values):
        raise ValueError(f"the metadata {KEY!r} names one of its {key!r} twice")
    return tuple(values)
