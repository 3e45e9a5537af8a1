"""The recurrence by its definition: ``h_t = A_{x_t} h_{t-1} + b_{x_t}``, normalised if asked.

Slow and obvious: the matrices of a batch are gathered at every step and autograd differentiates
the loop. Every other form is tested against this one.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

Normalisation = Literal["none", "block", "state"]

SMALLEST = 1e-30
"""Lengths are taken to be at least this, so that a zero state stays zero instead of dividing."""


def normalised(h: Tensor, normalisation: Normalisation) -> Tensor:
    """States ``(..., m, k)`` divided by the length of the block or of the whole state."""
    match normalisation:
        case "none":
            return h
        case "block":
            return h / h.norm(dim=-1, keepdim=True).clamp_min(SMALLEST)
        case "state":
            return h / h.norm(dim=(-2, -1), keepdim=True).clamp_min(SMALLEST)


def states(
    matrices: Tensor,
    start: Tensor,
    words: Tensor,
    *,
    offsets: Tensor | None = None,
    normalisation: Normalisation = "none",
) -> Tensor:
    """The states of all prefixes, shape ``(K, B, T + 1, m, k)``.

    >>> flip = torch.tensor([[1.0, -1.0]]).reshape(1, 2, 1, 1, 1)
    >>> states(flip, torch.ones(1, 1, 1), torch.tensor([[1, 0, 1]])).flatten().tolist()
    [1.0, -1.0, -1.0, 1.0]
    """
    replicas, blocks, size = start.shape
    h = normalised(start, normalisation)[:, None].expand(replicas, len(words), blocks, size)
    path = [h]
    for x in words.unbind(1):
        h = (matrices[:, x] @ h[..., None])[..., 0]  # (K, B, m, k)
        if offsets is not None:
            h = h + offsets[:, x]
        h = normalised(h, normalisation)
        path.append(h)
    return torch.stack(path, 2)
