"""Reduction: the directions of a linear model's state that its readout can ever see.

The states that words reach and the functionals that suffixes read off span, together, the smallest
model with the same behaviour. Trained models fill their whole state space with states but see only
part of it, so distances between states mean something in the reduced coordinates alone.

``Linear``            a checkpoint as matrices ``(S, n, n)``, start ``(n,)`` and readout ``(Y, n)``
``visible``           the map onto balanced coordinates, shape ``(n, d)``

References: Schuetzenberger, *On the definition of a family of automata* (1961); Moore, *Principal
component analysis in linear systems* (1981), for balancing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from empirical.checkpoint import Checkpoint

Array = NDArray[np.float64]
LEAST = 0.03
"""Singular values below this share of the largest are never counted."""


@dataclass(frozen=True, eq=False)
class Linear:
    """The matrices of a checkpoint without additive term, in double precision.

    Args:
        matrices: shape ``(S, n, n)``, block-diagonal if the checkpoint has several blocks.
        start: shape ``(n,)``.
        readout: shape ``(Y, n)``, with the mean of its rows removed, which changes no decision.
        blocks: the number of blocks that are divided by their own lengths.
    """

    matrices: Array
    start: Array
    readout: Array
    blocks: int


@torch.no_grad()
def linear(checkpoint: Checkpoint) -> Linear | None:
    """The checkpoint as a linear model, or none if a vector or a bias is added anywhere."""
    cell = checkpoint.cell().double()
    if cell.offset is not None or cell.bias is not None:
        return None
    blocks = cell.matrices()[0]  # (S, m, k, k)
    full = torch.stack([torch.block_diag(*letter) for letter in blocks])
    readout = cell.readout[0] - cell.readout[0].mean(0)
    start = cell.initial(1)[0, 0]
    separate = 1 if cell.normalisation != "block" else blocks.shape[1]
    return Linear(full.numpy(), start.numpy(), readout.numpy(), separate)


def functionals(model: Linear, *, count: int = 50) -> Array:
    """What the readout sees after suffixes in order of length, rows scaled alike, ``(R, n)``."""
    layer = [model.readout]
    found: list[Array] = []
    while layer and len(found) < count:
        scaled = [rows / max(float(np.linalg.norm(rows)), 1e-300) for rows in layer]
        found += scaled[: count - len(found)]
        layer = [rows @ A for rows in scaled[:count] for A in model.matrices][:count]
    return np.concatenate(found)


def visible(states: Array, seen: Array) -> Array:
    """Balanced coordinates of the directions that are both reached and seen, shape ``(n, d)``.

    The singular values of ``states @ seen.T`` are cut at their largest gap above ``LEAST``.

    >>> states, seen = np.diag([1.0, 1.0, 1.0, 0.0]), np.diag([1.0, 1.0, 1e-9, 1.0])
    >>> visible(states, seen).shape
    (4, 2)
    """
    left, above = np.linalg.qr(states)[1], np.linalg.qr(seen)[1]
    _, values, right = np.linalg.svd(left @ above.T)  # the same singular values, at most n of them
    if not len(values) or values[0] <= 0:
        return np.zeros((states.shape[1], 0))
    after = np.maximum(np.append(values[1:], 0), values[0] * 1e-3)
    gaps = np.where(values >= LEAST * values[0], values / after, 0)
    rank = min(int(gaps.argmax()) + 1, states.shape[1])
    return above.T @ right[:rank].T / np.sqrt(values[:rank])
