"""The cell: replicas of a bilinear recurrence with a linear readout.

Reading the symbol ``x`` multiplies the state by the matrix ``A_x`` (and adds ``b_x`` if the cell is
additive); the readout is linear, without bias unless asked. ``K`` replicas with their own weights
run side by side in every tensor, which is how many small models are trained for the price of one.

After every step the state is divided by its length, if ``normalise``: block by block when blocks
have several rows, the whole state when they are numbers. With a linear readout and no additive term
this changes no decision within a block, and it lets a tiny initialisation train.

``BilinearCell``          the module; ``forward`` gives the logits of all prefixes
``BilinearCell.step``     one symbol
``BilinearCell.replica``  one of the replicas as a cell of its own
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from empirical.parameters import Parametrisation
from empirical.recurrence import counts, fused
from empirical.recurrence.naive import Normalisation, normalised


class BilinearCell(nn.Module):
    """``K`` replicas of ``h_t = A_{x_t} h_{t-1} (+ b_{x_t})`` and ``y_t = C h_t (+ c)``.

    Args:
        parametrisation: the class of matrices and the width.
        symbols: the size ``S`` of the alphabet.
        outputs: the number ``Y`` of output symbols.
        replicas: the number ``K`` of models side by side.
        normalise: divide the state by its length after each step.
        bias: give the readout a constant term.
        std: the standard deviation of the starting weights.
        generator: the source of all randomness.

    >>> from empirical.parameters import parametrisation
    >>> cell = BilinearCell(parametrisation("full", 4), symbols=2, outputs=3, replicas=5)
    >>> tuple(cell(torch.zeros(7, 10, dtype=torch.long)).shape)
    (5, 7, 11, 3)
    """

    def __init__(
        self,
        parametrisation: Parametrisation,
        *,
        symbols: int,
        outputs: int,
        replicas: int = 1,
        normalise: bool = True,
        bias: bool = False,
        std: float = 0.02,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        p, source = parametrisation, generator or torch.Generator().manual_seed(0)

        def gaussian(*shape: int) -> nn.Parameter:
            return nn.Parameter(std * torch.randn(replicas, *shape, generator=source))

        self.parametrisation = p
        self.normalise = normalise
        self.transition = nn.ParameterDict(
            {k: nn.Parameter(v) for k, v in p.initial(replicas, symbols, std, source).items()}
        )
        self.start = nn.Parameter(torch.randn(replicas, p.blocks, p.block, generator=source))
        self.readout = gaussian(outputs, p.width)
        self.offset = gaussian(symbols, p.blocks, p.block) if p.additive else None
        self.bias = nn.Parameter(torch.zeros(replicas, outputs)) if bias else None

    @property
    def replicas(self) -> int:
        """The number ``K`` of models side by side."""
        return len(self.start)

    @property
    def normalisation(self) -> Normalisation:
        """What is divided by its length after each step."""
        if not self.normalise:
            return "none"
        return "state" if self.parametrisation.block == 1 else "block"

    def matrices(self) -> Tensor:
        """The blocks of all letters' matrices, shape ``(K, S, m, k, k)``."""
        return self.parametrisation.build(dict(self.transition.items()))

    def states(self, words: Tensor) -> Tensor:
        """The states of all prefixes of words ``(B, T)``, shape ``(K, B, T + 1, n)``."""
        matrices = self.matrices()
        if self.parametrisation.commuting and self.offset is None:
            path = counts.states(matrices, self.start, words, normalisation=self.normalisation)
        else:
            path = fused.states(
                matrices,
                self.start,
                words,
                offsets=self.offset,
                normalisation=self.normalisation,
            )
        return path.flatten(-2)

    def logits(self, h: Tensor) -> Tensor:
        """The readout of states ``(K, ..., n)``, shape ``(K, ..., Y)``."""
        flat = h.flatten(1, -2) @ self.readout.mT
        if self.bias is not None:
            flat = flat + self.bias[:, None]
        return flat.unflatten(1, h.shape[1:-1])

    def forward(self, words: Tensor) -> Tensor:
        """The logits of all prefixes, the empty one first, shape ``(K, B, T + 1, Y)``."""
        return self.logits(self.states(words))

    def initial(self, batch: int) -> Tensor:
        """The state before the first symbol, shape ``(K, B, n)``."""
        h = normalised(self.start, self.normalisation).flatten(-2)
        return h[:, None].expand(-1, batch, -1)

    def step(self, h: Tensor, symbols: Tensor, matrices: Tensor | None = None) -> Tensor:
        """The states ``(K, B, n)`` after one symbol each, symbols ``(B,)``.

        ``matrices`` may be passed to save building them again at every step.
        """
        A = self.matrices() if matrices is None else matrices
        blocks = h.unflatten(-1, (self.parametrisation.blocks, self.parametrisation.block))
        blocks = fused.product(A, blocks.transpose(1, 2), symbols).transpose(1, 2)
        if self.offset is not None:
            blocks = blocks + self.offset[:, symbols]
        return normalised(blocks, self.normalisation).flatten(-2)

    def replica(self, i: int) -> BilinearCell:
        """Replica ``i`` alone, with its own copy of the weights."""
        alone = BilinearCell(
            self.parametrisation,
            symbols=self.matrices().shape[1],
            outputs=self.readout.shape[1],
            normalise=self.normalise,
            bias=self.bias is not None,
        )
        alone.load_state_dict({k: v[i : i + 1].cpu() for k, v in self.state_dict().items()})
        return alone
