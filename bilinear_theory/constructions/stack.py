"""Stacks of diagonal layers: the cascade of an automaton, in as few layers as its digits need.

A linear decoder reads the states of all layers. If each state has one point and its own output, the
nearest point decodes it. Otherwise the highest layer is one place of the cascade alone, with the
further units of ``stack_decoder``.

``construct(question, scalars)``   the stack as a realization
``homogenised_stack(..)``          the linear stack with layers ``[[A, b], [0, 1]]``
``blocks_stack(..)``               the linear stack with a block ``[[a, b], [0, 1]]`` for each unit
``TooDeep``                        raised if the cascade has more layers than the question allows

References: theory.md, section 3.5; Shakerinava et al., arXiv 2603.01959.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.cascade import (
    Digits,
    Run,
    Step,
    Value,
    digits,
    layering,
    multiplier,
    number,
    run,
)
from bilinear_theory.constructions.commutative import TooLarge, nearest_point
from bilinear_theory.constructions.stack_decoder import decoder
from bilinear_theory.systems.matrix import (
    ONE,
    ZERO,
    DiagonalMatrix,
    Vector,
    components,
    entries,
)
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Scalars
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.stack import Input, Layer, Stack
from bilinear_theory.systems.system import BilinearSystem, Orbit, homogenised

#: The most numbers in the vectors of a layer.
MAX_NUMBERS = 1_000_000


class TooDeep(ValueError):
    """The cascade has more layers than the question allows."""


class NeedsTerm(ValueError):
    """The cascade resets, and the question has no additive term."""


def construct(question: Question, scalars: Scalars, *, additive: bool) -> Realization:
    """A realization of several layers by the cascade of the minimal machine.

    Args:
        question: what it answers.
        scalars: the multipliers that are allowed.
        additive: whether the layers may have an additive term; the question itself need not have one.

    Raises:
        TooDeep: if the cascade has more layers than the question allows.
        NeedsTerm: if the cascade resets and may not have an additive term.
        TooLarge: past a bound on the numbers of a layer.
        TooManyPoints, TooManyImages, Unsolvable, GroupTooLarge: as ``cascade.run`` raises them.
    """
    minimal = question.minimal
    found = run(minimal, scalars)
    places = digits(found)
    layers = layering(places, found.following)
    one_each = len(found.points) == len(minimal) == len(minimal.output_symbols)
    if question.setting.decoder is Decoder.LINEAR and not one_each:
        nonnegative = scalars is Scalars.NONNEGATIVE
        return _decoded(question, found, places, layers, additive=additive, nonnegative=nonnegative)
    stack, points = _stack(question, found, places, layers, additive=additive)
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        order = sorted(range(len(minimal)), key=lambda i: minimal.output_codes[found.states[i]])
        readout = nearest_point([components(points[i]) for i in order])
    return _realization(question, found, stack, points, readout)


def _realization(
    question: Question, found: Run, stack: Stack, points: list[Vector], readout: Readout | None
) -> Realization:
    orders = {t.group.order for c in found.tracks for t in c if t.group.order > 1}
    groups = f", groups of order {', '.join(map(str, sorted(orders)))}" if orders else ""
    reason = (
        f"a cascade of {len(stack.layers)} layers by the holonomy decomposition: "
        f"{len(found.holonomy.components)} components{groups}"
    )
    orbit = Orbit(tuple(points), tuple(found.following))
    return Realization(question, stack, orbit, tuple(found.states), readout, reason)


def _stack(
    question: Question,
    found: Run,
    places: Sequence[Digits],
    layers: Sequence[int],
    *,
    additive: bool,
) -> tuple[Stack, list[Vector]]:
    """The stack of places in layers, and its state at each point."""
    depth = 1 + max(layers)
    if depth > question.setting.layers:
        raise TooDeep(
            f"the cascade of the holonomy decomposition has {depth} layers, "
            f"more than {question.setting.layers}"
        )
    if not additive and any(move is None for p in places for row in p.steps for move, _ in row):
        raise NeedsTerm("the cascade resets, which takes an additive term")
    built: list[Layer] = []
    numbers: list[list[int]] = []
    for l in range(depth):
        here = [place for place, layer in zip(places, layers, strict=True) if layer == l]
        size = sum(len(place.values[0]) for place in here) * len(found.points)
        if size > MAX_NUMBERS:
            raise TooLarge(f"layer {l + 1} takes {size} numbers, more than {MAX_NUMBERS}")
        layer, column = _layer(found, here, numbers, additive=additive)
        built.append(layer)
        numbers.append(column)
    stack = Stack(question.minimal.alphabet, tuple(built))
    states = [
        tuple(
            x for layer, p in zip(built, point, strict=True) for x in components(layer.vectors[p])
        )
        for point in zip(*numbers, strict=True)
    ]
    return stack, list(states)


def _layer(
    found: Run, here: Sequence[Digits], below: list[list[int]], *, additive: bool
) -> tuple[Layer, list[int]]:
    """The layer of some places, and the number of its vector at each point."""
    known: dict[tuple[Value, ...], int] = {}
    column = [
        known.setdefault(tuple(place.values[i] for place in here), len(known))
        for i in range(len(found.points))
    ]
    vectors = tuple(tuple(number(x) for value in key for x in value) for key in known)
    steps: dict[Input, tuple[Step, ...]] = {}
    for i, row in enumerate(found.following):
        seen = tuple(numbers[i] for numbers in below)
        for a in range(len(row)):
            met = tuple(place.steps[i][a] for place in here)
            if steps.setdefault((a, *seen), met) != met:
                raise ValueError("the layers below do not determine what a letter does")
    inputs = sorted(steps)
    parameters = {key: _parameters(key, here) for key in dict.fromkeys(steps.values())}
    pairs = [parameters[steps[read]] for read in inputs]
    system = BilinearSystem(
        tuple(inputs),
        vectors[0],
        tuple(matrix for matrix, _ in pairs),
        tuple(offset for _, offset in pairs) if additive else None,
    )
    return Layer(system, vectors), column


def _parameters(steps: tuple[Step, ...], here: Sequence[Digits]) -> tuple[DiagonalMatrix, Vector]:
    diagonal: list[Cyclotomic] = []
    offset: list[Cyclotomic] = []
    for (turns, value), place in zip(steps, here, strict=True):
        width = len(place.values[0])
        diagonal += [ZERO] * width if turns is None else [multiplier(t) for t in turns]
        offset += [ZERO] * width if value is None else [number(x) for x in value]
    return DiagonalMatrix(tuple(diagonal)), tuple(offset)


def _decoded(
    question: Question,
    found: Run,
    places: Sequence[Digits],
    layers: Sequence[int],
    *,
    additive: bool,
    nonnegative: bool,
) -> Realization:
    """The stack with a linear decoder: the highest place alone in its layer, with further units."""
    top = max(range(len(places)), key=lambda s: (layers[s], s))
    level, digit = places[top].level, places[top].digit
    last = next(
        p for p in digits(found, full=(level, digit)) if (p.level, p.digit) == (level, digit)
    )
    lower = [place for s, place in enumerate(places) if s != top]
    at = [layers[s] for s in range(len(places)) if s != top]
    signed, rows = decoder(question.minimal, found, last, lower, nonnegative=nonnegative)
    stack, points = _stack(
        question, found, [*lower, signed], [*at, 1 + max(at, default=-1)], additive=additive
    )
    before = stack.width - len(signed.values[0])
    readout = Readout(tuple((ZERO,) * before + row for row in rows), (ZERO,) * len(rows))
    return _realization(question, found, stack, points, readout)


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
