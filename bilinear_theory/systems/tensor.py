"""The third-order tensor of a bilinear system: ``h_i = sum_jk W_ijk x_k h_j`` on one-hot inputs.

``tensor(system)``            ``W`` of shape ``(d, d, S)``, with ``W[:, :, k]`` the matrix of symbol ``k``
``system_of_tensor(..)``      the linear system of a tensor

References: Ebrahimi and Memisevic, *Revisiting Bi-Linear State Transitions in Recurrent Neural
Networks*, arXiv 2505.21749, section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Symbol
from bilinear_theory.systems.matrix import ZERO, entries
from bilinear_theory.systems.system import BilinearSystem


def tensor(system: BilinearSystem) -> NDArray[np.object_]:
    """The exact tensor of a linear system, shape ``(d, d, S)``, of cyclotomic numbers.

    Raises:
        ValueError: if the system has an additive term; ``homogenised`` makes it linear.

    >>> from bilinear_theory.systems.matrix import OneHotMatrix
    >>> one, zero = Cyclotomic.rational(1), Cyclotomic.rational(0)
    >>> swap = BilinearSystem("01", (one, zero), (OneHotMatrix((0, 1)), OneHotMatrix((1, 0))))
    >>> tensor(swap)[:, :, 1].tolist() == [[zero, one], [one, zero]]
    True
    """
    if system.offsets is not None:
        raise ValueError("a system with an additive term has no third-order tensor")
    d = system.width
    W = np.full((d, d, len(system.alphabet)), ZERO, np.object_)
    for k, matrix in enumerate(system.matrices):
        for i, j, value in entries(matrix):
            W[i, j, k] = value
    return W


def system_of_tensor(
    alphabet: Sequence[Symbol], W: NDArray[Any], initial: Sequence[Cyclotomic]
) -> BilinearSystem:
    """The linear system whose symbol ``k`` has the matrix ``W[:, :, k]``.

    Raises:
        ValueError: if the shape of the tensor is not ``(d, d, S)``.
    """
    d, size = len(initial), len(alphabet)
    if W.shape != (d, d, size):
        raise ValueError(f"the tensor has shape {W.shape}, not {(d, d, size)}")
    matrices = tuple(CyclotomicMatrix(W[:, :, k].tolist()) for k in range(size))
    return BilinearSystem(tuple(alphabet), tuple(initial), matrices)
