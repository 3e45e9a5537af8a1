"""The recurrence in closed form, where all matrices commute: only letter counts matter.

A real diagonal or a complex one (2 x 2 scaled rotations) multiplies each coordinate by a number,
so a prefix with ``c_x`` letters ``x`` has modulus ``prod |a_x|^{c_x}`` and angle
``sum c_x arg(a_x)``. The counts are integers, the sum is one matrix product for all positions, and
nothing drifts with the length. Dividing each step by a positive number only rescales, so a
normalised recurrence is normalised once, in logarithms, without underflow.

At an entry that is exactly zero the gradient of this form is zero.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from empirical.recurrence.naive import SMALLEST, Normalisation, normalised


def states(
    matrices: Tensor, start: Tensor, words: Tensor, *, normalisation: Normalisation = "none"
) -> Tensor:
    """The states of all prefixes, shape ``(K, B, T + 1, m, k)``, for blocks of size 1 or 2.

    Raises:
        ValueError: if a block has another size; blocks of size 2 are read as ``[[a, -b], [b, a]]``.
    """
    counts = _counts(words, matrices.shape[1], matrices.dtype)  # (B, T + 1, S)
    match matrices.shape[-1]:
        case 1:
            a = matrices[..., 0, 0]  # (K, S, m)
            logarithm = a.abs().clamp_min(SMALLEST).log()
            negative = torch.einsum("bts,ksm->kbtm", counts, (a < 0).to(a.dtype)) % 2
            unit = ((1 - 2 * negative) * start[:, None, None, :, 0])[..., None]
        case 2:
            a, b = matrices[..., 0, 0], matrices[..., 1, 0]
            square = a.square() + b.square()
            logarithm = 0.5 * square.clamp_min(SMALLEST**1.2).log()
            angle = torch.einsum("bts,ksm->kbtm", counts, torch.atan2(b, a)) % (2 * math.pi)
            c, s = angle.cos(), angle.sin()
            x, y = (start[:, None, None, :, i] for i in (0, 1))
            unit = torch.stack((c * x - s * y, s * x + c * y), -1)
        case size:
            raise ValueError(f"blocks of size {size} need not commute; this form wants 1 or 2")
    if normalisation == "block" and matrices.shape[-1] == 2:
        return normalised(unit, "block")
    growth = torch.einsum("bts,ksm->kbtm", counts, logarithm)
    if normalisation == "state":
        growth = growth - growth.amax(-1, keepdim=True).detach()
    return normalised(growth.exp()[..., None] * unit, normalisation)


def _counts(words: Tensor, symbols: int, dtype: torch.dtype) -> Tensor:
    """How often each letter stands in each prefix, shape ``(B, T + 1, S)``."""
    letters = torch.nn.functional.one_hot(words, symbols).cumsum(1)
    return torch.nn.functional.pad(letters, (0, 0, 1, 0)).to(dtype)
