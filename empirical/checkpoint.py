"""Checkpoints: one trained model as one safetensors file.

The tensors are the weights; the metadata holds, as JSON under the key ``bilinear``, what turns them
back into a network that reads symbols and gives outputs. Files are written beside their place and
renamed, so that an interrupted run leaves the old file or none. Pickles are never read here.

``Checkpoint``  the weights, the restriction, the alphabet, the outputs, and where they came from
``save``        to a file
``load``        from a file, refusing whatever does not fit together

References: the safetensors format, https://huggingface.co/docs/safetensors.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from bilinear_theory.automata.automaton import Output, Symbol
from empirical.cell import BilinearCell
from empirical.parameters import parametrisation

FORMAT = 1
FIELDS = {
    "format": int,
    "restriction": str,
    "width": int,
    "alphabet": list,
    "outputs": list,
    "normalise": bool,
    "provenance": dict,
}


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """One trained model, with what is needed to run it.

    Args:
        tensors: the weights by name, each with a leading dimension of 1.
        restriction: the class of its matrices, with ``+b`` if it adds a vector.
        width: the number of real units.
        alphabet: the symbols it reads, texts or integers.
        outputs: the outputs it gives, in the order of the readout's rows.
        normalise: whether the state is divided by its length after each step.
        provenance: how it was trained: the target, the configuration, the seed, the scores.

    Raises:
        ValueError: if symbols or outputs cannot stand in JSON, or the weights do not fit.
    """

    tensors: Mapping[str, Tensor]
    restriction: str
    width: int
    alphabet: tuple[Symbol, ...]
    outputs: tuple[Output, ...]
    normalise: bool = True
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        for what, values in (("symbol", self.alphabet), ("output", self.outputs)):
            for value in values:
                if not isinstance(value, str | int):
                    raise ValueError(f"{what} {value!r} is not text or integer")  # noqa: TRY004
            if len(set(values)) != len(values):
                raise ValueError(f"a {what} stands twice among {list(values)!r}")
            if not values:
                raise ValueError(f"there is no {what}")
        expected = {k: v.shape for k, v in self._empty().state_dict().items()}
        for name in sorted(expected.keys() ^ self.tensors.keys()):
            raise ValueError(f"tensor {name!r} is {'missing' if name in expected else 'unknown'}")
        for name, shape in expected.items():
            tensor = self.tensors[name]
            if tensor.shape != shape or not tensor.is_floating_point():
                found = f"{tensor.dtype} of shape {tuple(tensor.shape)}"
                raise ValueError(f"tensor {name!r} is {found}, not floats of {tuple(shape)}")
            if not bool(tensor.isfinite().all()):
                raise ValueError(f"tensor {name!r} has entries that are not finite")

    def _empty(self) -> BilinearCell:
        return BilinearCell(
            parametrisation(self.restriction, self.width),
            symbols=len(self.alphabet),
            outputs=len(self.outputs),
            normalise=self.normalise,
            bias="bias" in self.tensors,
        )

    def cell(self) -> BilinearCell:
        """The network, in evaluation mode, with one replica."""
        cell = self._empty()
        cell.load_state_dict(dict(self.tensors))
        return cell.eval()


def checkpoint_of(
    cell: BilinearCell,
    *,
    alphabet: tuple[Symbol, ...],
    outputs: tuple[Output, ...],
    provenance: Mapping[str, Any],
) -> Checkpoint:
    """The checkpoint of a cell with one replica."""
    p = cell.parametrisation
    return Checkpoint(
        tensors={k: v.detach().cpu().clone() for k, v in cell.state_dict().items()},
        restriction=p.restriction + ("+b" if p.additive else ""),
        width=p.width,
        alphabet=alphabet,
        outputs=outputs,
        normalise=cell.normalise,
        provenance=dict(provenance),
    )


def save(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint; the file appears whole or not at all.

    Raises:
        OSError: if the folder is missing or cannot be written.
    """
    header = {
        "format": FORMAT,
        "restriction": checkpoint.restriction,
        "width": checkpoint.width,
        "alphabet": list(checkpoint.alphabet),
        "outputs": list(checkpoint.outputs),
        "normalise": checkpoint.normalise,
        "provenance": dict(checkpoint.provenance),
    }
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        tensors = {k: v.contiguous() for k, v in checkpoint.tensors.items()}
        save_file(tensors, beside, {"bilinear": json.dumps(header, sort_keys=True)})
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)


def load(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        ValueError: in one line, naming the file and what is wrong with it.
    """
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as reason:
        raise ValueError(f"{path}: not a readable safetensors file: {_line(reason)}") from None
    try:
        header = _header(metadata)
        return Checkpoint(
            tensors=tensors,
            restriction=header["restriction"],
            width=header["width"],
            alphabet=tuple(header["alphabet"]),
            outputs=tuple(header["outputs"]),
            normalise=header["normalise"],
            provenance=header["provenance"],
        )
    except (ValueError, TypeError) as reason:
        raise ValueError(f"{path}: {_line(reason)}") from None


def _header(metadata: Mapping[str, str]) -> dict[str, Any]:
    """The JSON of a checkpoint's metadata, with exactly the fields of the format."""
    if "bilinear" not in metadata:
        raise ValueError("no 'bilinear' entry in the metadata, so this is no checkpoint of ours")
    try:
        header: Any = json.loads(metadata["bilinear"])
    except json.JSONDecodeError as reason:
        raise ValueError(f"the 'bilinear' metadata is not JSON: {reason}") from None
    if not isinstance(header, dict):
        raise ValueError("the 'bilinear' metadata is not a JSON object")  # noqa: TRY004
    for name in sorted(FIELDS.keys() ^ header.keys()):
        raise ValueError(f"metadata field {name!r} is {'missing' if name in FIELDS else 'unknown'}")
    for name, kind in FIELDS.items():
        if type(header[name]) is not kind:
            raise ValueError(f"metadata field {name!r} is not of type {kind.__name__}")
    if header["format"] != FORMAT:
        raise ValueError(f"format {header['format']} is unknown; this program reads {FORMAT}")
    return header


def _line(reason: Exception) -> str:
    return " ".join(str(reason).split()) or type(reason).__name__
