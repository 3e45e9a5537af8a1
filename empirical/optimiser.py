"""Adam, in a few lines: a step along the mean gradient over the root of its mean square.

The first step of ``torch.optim`` loads torch's compiler, which takes longer than training a small
model; the rule itself is short, and the library's own is its judge in the tests.

References: Kingma and Ba, *Adam: a method for stochastic optimization* (2015), algorithm 1.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor


class Adam:
    """Adam with the usual constants; parameters without a gradient stay as they are.

    Args:
        parameters: what is moved, in place.
        rate: the learning rate.
    """

    def __init__(self, parameters: Iterable[Tensor], *, rate: float) -> None:
        self.parameters = list(parameters)
        self.rate = rate
        self.steps = 0
        self.mean = [torch.zeros_like(p) for p in self.parameters]
        self.square = [torch.zeros_like(p) for p in self.parameters]

    def clear(self) -> None:
        """Forget the gradients."""
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Move every parameter once."""
        self.steps += 1
        first, second = 1 - 0.9**self.steps, 1 - 0.999**self.steps
        for p, m, v in zip(self.parameters, self.mean, self.square, strict=True):
            if p.grad is not None:
                m.lerp_(p.grad, 0.1)
                v.mul_(0.999).addcmul_(p.grad, p.grad, value=0.001)
                p.addcdiv_(m, (v / second).sqrt_().add_(1e-8), value=-self.rate / first)
