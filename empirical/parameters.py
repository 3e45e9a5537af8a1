"""Parametrisations: free real numbers onto the matrices of one restriction.

A restriction that is a smooth image of a real space can be trained by gradient descent: every value
of the parameters gives matrices inside the class. All of them come out in one form, ``m`` square
blocks of size ``k`` for every symbol, so that a diagonal, a block-diagonal and a full matrix are
the same tensor of shape ``(K, S, m, k, k)`` with a leading dimension of replicas.

| restriction            | parameters                    | matrices                               |
|------------------------|-------------------------------|----------------------------------------|
| `full`                 | every entry                   | `m = 1`                                |
| `block-real:K`         | every entry of every block    | `k = K`                                |
| `block-complex:K`      | real and imaginary parts      | `[[Re, -Im], [Im, Re]]`, `k = 2K`      |
| `rotation`             | the same with `K = 1`         | `[[a, -b], [b, a]]`                    |
| `diagonal-real`        | the diagonal                  | `k = 1`                                |
| `diagonal-nonnegative` | softplus of the parameter     | `k = 1`                                |
| `triangular-real`      | the upper triangle            | `m = 1`                                |
| `triangular-nonnegative` | the same, softplus on the diagonal | `m = 1`                         |
| `orthogonal`           | exp of a skew matrix          | `m = 1`, of determinant 1             |
| `householder:N`        | vectors and `0 < beta < 2`    | the product of N factors               |
| `cp-real:R`            | `U`, `w`, `V`                 | `U diag(w_x) V^T`                      |

A suffix `+b` adds a learned vector per symbol. Permutation and one-hot columns are discrete: they
have no gradient to follow and are refused. The orthogonal matrices of determinant 1 and width ``n``
contain all orthogonal matrices of width ``n - 1``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

TRAINABLE = (
    "full, block-real:K, block-complex:K, rotation, diagonal-real, diagonal-nonnegative, "
    "triangular-real, triangular-nonnegative, orthogonal, householder:N, cp-real:R"
)

Build = Callable[[Mapping[str, Tensor]], Tensor]


@dataclass(frozen=True)
class Parametrisation:
    """The free parameters of one restriction at one width, and the map to its matrices.

    Args:
        restriction: the name, without ``+b``.
        width: the number of real units ``n = m k``.
        block: the size ``k`` of a block.
        additive: whether a vector is added at each step.
        shapes: for each parameter its shape for one replica and one alphabet of ``S`` symbols,
            with ``-1`` standing for ``S``, and the standard deviation it starts with, or ``None``
            for the one that the user chooses.
        build: the map from parameters, each with a leading ``K``, to ``(K, S, m, k, k)``.
    """

    restriction: str
    width: int
    block: int
    additive: bool
    shapes: Mapping[str, tuple[tuple[int, ...], float | None]]
    build: Build

    @property
    def blocks(self) -> int:
        """The number of blocks ``m``."""
        return self.width // self.block

    @property
    def commuting(self) -> bool:
        """Whether all matrices commute by their form, so that letter counts decide the state."""
        return self.block == 1 or self.restriction in ("rotation", "block-complex:1")

    def initial(
        self, replicas: int, symbols: int, std: float, generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Gaussian starting values, one leading index per replica."""
        return {
            name: torch.randn(
                (replicas, *(symbols if d < 0 else d for d in shape)), generator=generator
            )
            * (std if own is None else own)
            for name, (shape, own) in self.shapes.items()
        }


def parametrisation(restriction: str, width: int) -> Parametrisation:
    """The parametrisation of a restriction such as ``block-real:2`` or ``full+b``.

    Raises:
        ValueError: if the restriction cannot be trained or the width does not suit it.

    >>> p = parametrisation("rotation", 8)
    >>> p.blocks, p.block, p.commuting
    (4, 2, True)
    """
    n = width
    if n < 1:
        raise ValueError(f"width {n} is not positive")
    additive = restriction.endswith("+b")
    base = restriction.removesuffix("+b")
    kind, _, tail = base.partition(":")
    size = _size(base, tail) if tail else None
    free: tuple[tuple[int, ...], float | None]
    match kind, size:
        case "full", None:
            free, block, build = ((-1, 1, n, n), None), n, _plain
        case "full", bound:
            if bound != n:
                raise ValueError(f"restriction {base!r} fixes the width, but the width is {n}")
            free, block, build = ((-1, 1, n, n), None), n, _plain
        case "block-real", int(k):
            free, block, build = ((-1, n // k, k, k), None), k, _plain
        case "diagonal-real", None:
            free, block, build = ((-1, n, 1, 1), None), 1, _plain
        case "diagonal-nonnegative", None:
            free, block, build = ((-1, n, 1, 1), None), 1, _nonnegative
        case "rotation", None:
            free, block, build = ((-1, n // 2, 2, 1, 1), None), 2, _complex
        case "block-complex", int(k):
            free, block, build = ((-1, n // (2 * k), 2, k, k), None), 2 * k, _complex
        case "triangular-real", None:
            free, block, build = ((-1, 1, n, n), None), n, _triangular
        case "triangular-nonnegative", None:
            free, block, build = ((-1, 1, n, n), None), n, _triangular_nonnegative
        case "orthogonal", None:
            free, block, build = ((-1, 1, n, n), 1 / math.sqrt(n)), n, _orthogonal
        case "householder", int(count):
            vectors = {"A": ((-1, count, n), 1.0), "beta": ((-1, count), None)}
            return Parametrisation(base, n, n, additive, vectors, _householder)
        case "cp-real", int(rank):
            side = ((n, rank), 1 / math.sqrt(n))
            factors = {"U": side, "A": ((-1, rank), None), "V": side}
            return Parametrisation(base, n, n, additive, factors, _cp)
        case _:
            raise ValueError(
                f"restriction {restriction!r} cannot be trained by gradients; "
                f"these can: {TRAINABLE}"
            )
    if n % block:
        raise ValueError(f"width {n} is not a multiple of {block}, the block size of {base!r}")
    return Parametrisation(base, n, block, additive, {"A": free}, build)


def default_width(restriction: str, *, about: int = 16) -> int:
    """The width that a restriction fixes, or the least one from ``about`` on that suits it.

    >>> default_width("full:8"), default_width("block-real:3"), default_width("block-complex:2+b")
    (8, 18, 16)
    """
    kind, _, tail = restriction.removesuffix("+b").partition(":")
    if not tail or kind not in ("full", "block-real", "block-complex"):
        return about
    size = _size(restriction, tail)
    block = 2 * size if kind == "block-complex" else size
    return size if kind == "full" else -(-about // block) * block


def _size(restriction: str, tail: str) -> int:
    if not tail.isdecimal() or int(tail) < 1:
        raise ValueError(f"restriction {restriction!r}: {tail!r} is not a positive integer")
    return int(tail)


def _plain(p: Mapping[str, Tensor]) -> Tensor:
    return p["A"]


def _nonnegative(p: Mapping[str, Tensor]) -> Tensor:
    return softplus(p["A"])


def _complex(p: Mapping[str, Tensor]) -> Tensor:
    re, im = p["A"].unbind(3)  # (K, S, m, k, k) each
    return torch.cat((torch.cat((re, -im), -1), torch.cat((im, re), -1)), -2)


def _triangular(p: Mapping[str, Tensor]) -> Tensor:
    return p["A"].triu()


def _triangular_nonnegative(p: Mapping[str, Tensor]) -> Tensor:
    diagonal = softplus(p["A"].diagonal(dim1=-2, dim2=-1))
    return p["A"].triu(1) + torch.diag_embed(diagonal)


def _orthogonal(p: Mapping[str, Tensor]) -> Tensor:
    return torch.matrix_exp(p["A"] - p["A"].mT)


def _householder(p: Mapping[str, Tensor]) -> Tensor:
    unit = torch.nn.functional.normalize(p["A"], dim=-1)  # (K, S, N, n)
    beta = 2 * torch.sigmoid(p["beta"])
    product = torch.eye(unit.shape[-1], device=unit.device, dtype=unit.dtype)
    for i in range(unit.shape[2]):
        k = unit[:, :, i]
        outer = k[..., :, None] * k[..., None, :]
        factor = torch.eye(k.shape[-1], device=k.device, dtype=k.dtype)
        product = (factor - beta[:, :, i, None, None] * outer) @ product
    return product[:, :, None]


def _cp(p: Mapping[str, Tensor]) -> Tensor:
    return torch.einsum("kir,ksr,kjr->ksij", p["U"], p["A"], p["V"])[:, :, None]
