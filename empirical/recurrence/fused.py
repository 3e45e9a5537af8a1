"""The recurrence with one matrix product per step and a backward pass that stores states only.

All states of a step are multiplied by all letters' matrices at once, one wide product whose result
is indexed by the letters read; with many letters the matrices are gathered instead, which does less
work. Nothing of size ``B T n^2`` is ever stored: the backward pass keeps the states and their
lengths, runs the transposed recurrence, and forms the gradient of each letter's matrix as one
product over all positions where the letter was read.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from empirical.recurrence.naive import SMALLEST, Normalisation, normalised


def states(
    matrices: Tensor,
    start: Tensor,
    words: Tensor,
    *,
    offsets: Tensor | None = None,
    normalisation: Normalisation = "none",
) -> Tensor:
    """The states of all prefixes, shape ``(K, B, T + 1, m, k)``; see ``naive.states``."""
    first = normalised(start, normalisation)
    path: Tensor = _Recurrence.apply(matrices, first, words, offsets, normalisation)
    return path


def product(matrices: Tensor, h: Tensor, x: Tensor) -> Tensor:
    """``A_x h`` for blocks ``(K, S, m, k, k)``, states ``(K, m, B, k)`` and letters ``(B,)``."""
    replicas, symbols, blocks, size, _ = matrices.shape
    if symbols > max(8, size // 2):
        chosen = matrices[:, x].transpose(1, 2)  # (K, m, B, k, k)
        return (chosen @ h[..., None])[..., 0]
    wide = matrices.permute(0, 2, 4, 1, 3).reshape(replicas, blocks, size, symbols * size)
    every = (h @ wide).unflatten(-1, (symbols, size))  # (K, m, B, S, k)
    return every[:, :, torch.arange(len(x), device=x.device), x]


class _Recurrence(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        matrices: Tensor,
        start: Tensor,
        words: Tensor,
        offsets: Tensor | None,
        normalisation: Normalisation,
    ) -> Tensor:
        replicas, blocks, size = start.shape
        batch, length = words.shape
        path = start.new_empty(length + 1, replicas, blocks, batch, size)
        over = (2, 4) if normalisation == "state" else (4,)
        lengths = torch.ones_like(path[1:].sum(over, keepdim=True)) if length else path[1:]
        path[0] = start[:, :, None]
        for t in range(length):
            h = product(matrices, path[t], words[:, t])
            if offsets is not None:
                h = h + offsets[:, words[:, t]].transpose(1, 2)
            if normalisation != "none":
                norm = h.norm(dim=tuple(d - 1 for d in over), keepdim=True).clamp_min(SMALLEST)
                lengths[t] = norm
                h = h / norm
            path[t + 1] = h
        ctx.save_for_backward(matrices, words, path, lengths)
        ctx.normalisation, ctx.has_offsets = normalisation, offsets is not None
        return path.permute(1, 3, 0, 2, 4)

    @staticmethod
    @once_differentiable
    def backward(  # pyright: ignore[reportIncompatibleMethodOverride]
        ctx: Any, *gradients: Tensor
    ) -> tuple[Tensor | None, ...]:
        matrices, words, path, lengths = ctx.saved_tensors
        given = gradients[0].permute(2, 0, 3, 1, 4)  # (T + 1, K, m, B, k)
        length = words.shape[1]
        over = (1, 3) if ctx.normalisation == "state" else (3,)
        transposed = matrices.mT
        arriving = torch.empty_like(path[1:])  # gradients at A_x h + b, before normalisation
        g = given[length]
        for t in range(length - 1, -1, -1):
            if ctx.normalisation != "none":
                h = path[t + 1]
                g = (g - h * (h * g).sum(over, keepdim=True)) / lengths[t]
            arriving[t] = g
            g = given[t] + product(transposed, g, words[:, t])
        pulls = _by_letter(arriving, words, matrices.shape[1])
        before = _by_letter(path[:-1], words, matrices.shape[1])
        by_matrix = torch.stack([p.mT @ h for p, h in zip(pulls, before, strict=True)], 1)
        by_offset = torch.stack([p.sum(2) for p in pulls], 1) if ctx.has_offsets else None
        return by_matrix, g.sum(2), None, by_offset, None


def _by_letter(values: Tensor, words: Tensor, symbols: int) -> list[Tensor]:
    """Rows ``(T, K, m, B, k)`` of each letter, shape ``(K, m, positions, k)``."""
    flat = values.permute(1, 2, 3, 0, 4).flatten(2, 3)  # (K, m, B T, k)
    order = torch.argsort(words.flatten(), stable=True)
    counts: list[int] = torch.bincount(words.flatten(), minlength=symbols).tolist()
    return list(flat[:, :, order].split(counts, 2))
