"""Networks: the exact parameters of a realization in floats, for use as hand-built weights.

A complex unit ``a + bi`` becomes two real ones, its matrix entries the blocks ``[[a, -b], [b, a]]``.
The file is safetensors, with ``transitions`` (S, D, D), ``initial`` (D,), perhaps ``offsets`` (S, D), and
for a linear decoder ``readout.weight`` (Y, D) and ``readout.bias`` (Y,), for an arbitrary one the P
states that words reach and their outputs, ``points`` (P, D) and ``point_outputs`` (P,); the metadata has,
under "network", alphabet, outputs, restriction and decoder as JSON. Entries are the exact numbers rounded
to float64. Matrices that are orthogonal, or products of Householder factors, relative to a metric H are
given in the coordinates ``H^(1/2) h``, where H is the identity; the description says so.

``network(realization)``   the arrays
``network_bytes(..)``      the file's content
``write_network(..)``      the file
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from bilinear_theory.certificates.files import write_atomically
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.systems.factors import Metric
from bilinear_theory.systems.matrix import Vector, components, entries

Floats = NDArray[np.float64]

#: The most float64 entries of the transitions.
MAX_ENTRIES = 200_000_000


def network(realization: Realization) -> dict[str, NDArray[Any]]:
    """The parameters as real arrays, by name.

    Raises:
        ValueError: if the dense transitions would have more than ``MAX_ENTRIES`` entries; of a stack.
    """
    system = realization.single
    d = system.width
    vectors = {"initial": _stack([system.initial], d)[0]}
    if system.offsets is not None:
        vectors["offsets"] = _stack(system.offsets, d)
    if realization.readout is None:
        if len(realization.orbit) * 2 * d > MAX_ENTRIES:
            raise ValueError(
                f"{len(realization.orbit)} states of {d} units: more than {MAX_ENTRIES}"
            )
        vectors["points"] = _stack(realization.orbit.vectors, d)
    rows = None if realization.readout is None else _stack(realization.readout.rows, d).conj()
    size = len(system.alphabet) * (2 * d) ** 2
    if size > MAX_ENTRIES:
        raise ValueError(f"a dense network of {size} entries, more than {MAX_ENTRIES}")
    transitions = np.zeros((len(system.alphabet), d, d), np.complex128)
    for a, matrix in enumerate(system.matrices):
        for i, j, value in entries(matrix):
            transitions[a, i, j] = complex(value)
    metric = realization.metric
    if metric is not None:
        root, inverse = _square_root(metric)
        transitions = root @ transitions @ inverse
        vectors = {name: v @ root.T for name, v in vectors.items()}
        rows = None if rows is None else rows @ inverse
    is_real = not transitions.imag.any() and not any(v.imag.any() for v in vectors.values())
    if rows is not None and rows.imag.any():
        is_real = False
    if is_real:
        arrays: dict[str, NDArray[Any]] = {
            "transitions": transitions.real,
            **{k: v.real for k, v in vectors.items()},
        }
    else:
        blocks = np.empty((len(transitions), d, 2, d, 2))
        blocks[:, :, 0, :, 0] = blocks[:, :, 1, :, 1] = transitions.real
        blocks[:, :, 1, :, 0] = transitions.imag
        blocks[:, :, 0, :, 1] = -transitions.imag
        arrays = {"transitions": blocks.reshape(len(transitions), 2 * d, 2 * d)}
        arrays |= {k: _interleaved(v) for k, v in vectors.items()}
    if rows is not None and realization.readout is not None:
        # Re(row . h) = Re(row) . Re(h) - Im(row) . Im(h), and rows holds the conjugates
        arrays["readout.weight"] = rows.real if is_real else _interleaved(rows)
        arrays["readout.bias"] = np.array([complex(c).real for c in realization.readout.bias])
    if realization.readout is None:
        codes = realization.question.minimal.output_codes
        arrays["point_outputs"] = codes[list(realization.states)].astype(np.int64)
    return {name: np.ascontiguousarray(x) for name, x in arrays.items()}


def write_network(realization: Realization, path: Path) -> None:
    """Write the network of a realization, at once or not at all."""
    write_atomically(network_bytes(realization), path)


def network_bytes(realization: Realization) -> bytes:
    """The network of a realization as the bytes of a file.

    Raises:
        ValueError: as ``network`` does.
    """
    question = realization.question
    description = {
        "alphabet": list(question.minimal.alphabet),
        "decoder": question.setting.decoder.value,
        "outputs": list(question.minimal.output_symbols),
        "precision": "the exact numbers of a certificate, rounded to float64",
        "restriction": question.name,
    }
    if realization.metric is not None:
        description["coordinates"] = "H^(1/2) h in floats, H the metric of the certificate"
    metadata = {
        "network": json.dumps(description, ensure_ascii=False)
    }  # one key: its order is fixed
    return save(network(realization), metadata)


def _square_root(metric: Metric) -> tuple[Floats, Floats]:
    """The symmetric square root of H and its inverse, block by block."""
    root, inverse = np.zeros((2, metric.width, metric.width))
    at = 0
    for block in metric.blocks:
        here = slice(at, at + block.shape[0])
        at = here.stop
        entries_ = [[complex(x).real for x in row] for row in block.rows()]
        values, basis = np.linalg.eigh(np.array(entries_))
        root[here, here] = basis * np.sqrt(values) @ basis.T
        inverse[here, here] = basis / np.sqrt(values) @ basis.T
    return root, inverse


def _stack(vectors: tuple[Vector, ...] | list[Vector], d: int) -> NDArray[np.complex128]:
    stacked = [[complex(x) for x in components(v)] for v in vectors]
    return np.array(stacked, np.complex128).reshape(len(vectors), d)


def _interleaved(x: NDArray[np.complex128]) -> Floats:
    return np.stack([x.real, x.imag], axis=-1).reshape(*x.shape[:-1], -1)
