"""Linear forms of stacks with additive terms: a term is one more unit, that stays 1.

``homogenised_stack(..)``   each layer as ``[[A, b], [0, 1]]``, which is triangular for diagonal ``A``
``blocks_stack(..)``        each unit of a layer as a block ``[[a, b], [0, 1]]``

References: theory.md, section 3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.systems.matrix import ONE, ZERO, Vector, components, entries
from bilinear_theory.systems.stack import Layer, Stack
from bilinear_theory.systems.system import BilinearSystem, Orbit, homogenised


def homogenised_stack(affine: Realization) -> Realization:
    """The linear stack of a stack with additive terms: each layer has one more unit, that stays 1."""
    return _carried(affine, homogenised, lambda v: (*components(v), ONE))


def blocks_stack(affine: Realization, size: int) -> Realization:
    """The linear stack whose layers have for each unit a block ``[[a, b], [0, 1]]``, filled up with 0.

    Raises:
        ValueError: if the blocks have fewer than two rows.
    """
    if size < 2:
        raise ValueError(f"a block of size {size} holds no unit with an additive term")

    def system(layer: BilinearSystem) -> BilinearSystem:
        terms = layer.offsets or ((ZERO,) * layer.width,) * len(layer.matrices)
        matrices: list[CyclotomicMatrix] = []
        for matrix, b in zip(layer.matrices, terms, strict=True):
            rows = [[ZERO] * (size * layer.width) for _ in range(size * layer.width)]
            for i, _, a in entries(matrix):
                rows[size * i][size * i] = a
            for i, x in enumerate(components(b)):
                rows[size * i][size * i + 1], rows[size * i + 1][size * i + 1] = x, ONE
            matrices.append(CyclotomicMatrix(rows))
        return BilinearSystem(layer.alphabet, vector(layer.initial), tuple(matrices))

    def vector(v: Vector) -> Vector:
        return tuple(y for x in components(v) for y in (x, ONE, *(ZERO,) * (size - 2)))

    return _carried(affine, system, vector)


def _carried(
    found: Realization,
    system: Callable[[BilinearSystem], BilinearSystem],
    vector: Callable[[Vector], Vector],
) -> Realization:
    """The realization with each layer, and its part of each vector, in another form.

    A row of the readout is carried like a vector, but with 0 where that has a constant 1.
    """
    stack = found.system
    if not isinstance(stack, Stack):
        raise ValueError("a system of one layer is no stack")  # noqa: TRY004
    layers = tuple(
        Layer(system(layer.system), tuple(vector(v) for v in layer.vectors))
        for layer in stack.layers
    )
    points = tuple(_joined(vector(part) for part in stack.parts(v)) for v in found.orbit.vectors)
    readout = found.readout
    if readout is not None:
        zero = [vector((ZERO,) * layer.system.width) for layer in stack.layers]
        rows = tuple(
            _joined(
                tuple(x - y for x, y in zip(components(vector(part)), components(z), strict=True))
                for part, z in zip(stack.parts(row), zero, strict=True)
            )
            for row in readout.rows
        )
        readout = Readout(rows, readout.bias)
    linear = Stack(stack.alphabet, layers, stack.coupling)
    orbit = Orbit(points, found.orbit.following)
    return replace(found, system=linear, orbit=orbit, readout=readout)


def _joined(parts: Iterable[Vector]) -> Vector:
    return tuple(x for part in parts for x in components(part))
