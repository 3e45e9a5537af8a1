"""The setting of a question: how the state is read, and what the recurrence may do besides.

``Decoder.LINEAR``     the strict argmax of an affine map of the state, one row per output symbol;
                       for complex states the real part of a complex affine map
``Decoder.ARBITRARY``  any function of the finitely many reachable states
``Setting``            decoder, additive term, number of layers

The reachable set of states is finite throughout: with exact reals, infinite reach and an arbitrary
decoder a positive scalar stores every word, and no class of matrices means anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Decoder(Enum):
    """How an output is read off the state."""

    LINEAR = "linear"
    ARBITRARY = "arbitrary"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The semantics under which a verdict holds.

    Args:
        decoder: how an output is read off the state.
        additive: whether ``h_t = A_{x_t} h_{t-1} + b_{x_t}`` instead of ``A_{x_t} h_{t-1}``.
        layers: the number of layers, at least one.

    >>> str(Setting(decoder=Decoder.LINEAR, additive=True))
    'linear decoder, additive term'
    """

    decoder: Decoder = Decoder.LINEAR
    additive: bool = False
    layers: int = 1

    def __post_init__(self) -> None:
        if self.layers < 1:
            raise ValueError(f"{self.layers} layers; a network has at least one")

    def __str__(self) -> str:
        parts = [f"{self.decoder.value} decoder"]
        parts += ["additive term"] if self.additive else []
        parts += [f"{self.layers} layers"] if self.layers > 1 else []
        return ", ".join(parts)
