"""Stacks of diagonal layers: the cascade of an automaton, in as few layers as its digits need.

The places of the cascade are those of the holonomy decomposition; without additive term, if that resets,
those of the passage through the strong components. A linear decoder reads the states of all layers.
If each state has one point and its own output, the nearest point decodes it. Otherwise the highest layer
is one place alone, with the further units of ``stack_decoder``.

``construct(question, scalars)``   the stack of the holonomy decomposition
``construct_linear(..)``           the stack of the passage
``TooDeep``                        raised if the cascade has more layers than the question allows

References: theory.md, section 3.5; Shakerinava et al., arXiv 2603.01959.
"""

from __future__ import annotations

from collections.abc import Sequence

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.certificates.realization import Readout, Realization
from bilinear_theory.constructions.cascade import (
    HERE,
    Cover,
    Digits,
    Step,
    Value,
    digits,
    layering,
    multiplier,
    number,
    run,
    thinned,
)
from bilinear_theory.constructions.commutative import TooLarge, nearest_point
from bilinear_theory.constructions.passage import passage, places
from bilinear_theory.constructions.stack_decoder import decoder
from bilinear_theory.systems.matrix import (
    ZERO,
    DiagonalMatrix,
    Vector,
    components,
)
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import Scalars
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.stack import Input, Layer, Stack
from bilinear_theory.systems.system import BilinearSystem, Orbit

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
    found = run(question.minimal, scalars)
    places = digits(found)
    if not additive and any(move is None for p in places for row in p.steps for move, _ in row):
        raise NeedsTerm("the cascade resets, which takes an additive term")
    layers = layering(places, found.following)
    orders = {t.group.order for c in found.tracks for t in c if t.group.order > 1}
    groups = f", groups of order {', '.join(map(str, sorted(orders)))}" if orders else ""
    count = len(found.holonomy.components)
    reason = f"the holonomy decomposition has {count} component{'' if count == 1 else 's'}{groups}"
    if not _needs_more(question, found):
        return _plain(question, found, places, layers, reason, additive=additive)
    top = max(range(len(places)), key=lambda s: (layers[s], s))
    level, digit = places[top].level, places[top].digit
    last = next(
        p for p in digits(found, full=(level, digit)) if (p.level, p.digit) == (level, digit)
    )
    lower = [place for s, place in enumerate(places) if s != top]
    at = [layers[s] for s in range(len(places)) if s != top]
    return _decoded(question, found, lower, at, last, scalars, reason, additive=additive)


def construct_linear(question: Question, scalars: Scalars) -> Realization:
    """A realization without additive term by the passage through the strong components.

    Raises:
        NotInjective: if a letter merges states inside a strong component.
        TooDeep, TooLarge, TooManyPoints, Unsolvable, GroupTooLarge: as above.
    """
    found = passage(question.minimal, scalars)
    kept = thinned(places(found), found)
    layers = layering(kept, found.following)
    count = len(found.components)
    reason = f"letters act injectively inside the {count} strong components, passed one by one"
    if not _needs_more(question, found):
        return _plain(question, found, kept, layers, reason, additive=False)
    constant: Step = ((HERE,), None)
    last = Digits(
        -1,
        -1,
        ((HERE,),) * len(found.states),
        tuple((constant,) * len(row) for row in found.following),
    )
    return _decoded(question, found, kept, layers, last, scalars, reason, additive=False)


def _needs_more(question: Question, found: Cover) -> bool:
    """Whether a linear decoder needs further units: unless each state has one point and its own output."""
    minimal = question.minimal
    one_each = len(found.states) == len(minimal) == len(minimal.output_symbols)
    return question.setting.decoder is Decoder.LINEAR and not one_each


def _plain(
    question: Question,
    found: Cover,
    places: Sequence[Digits],
    layers: Sequence[int],
    reason: str,
    *,
    additive: bool,
) -> Realization:
    """The stack of the places alone; a linear decoder is that of the nearest point."""
    stack, points = _stack(question, found, places, layers, additive=additive)
    readout = None
    if question.setting.decoder is Decoder.LINEAR:
        codes = question.minimal.output_codes
        order = sorted(range(len(points)), key=lambda i: codes[found.states[i]])
        readout = nearest_point([components(points[i]) for i in order])
    return _realization(question, found, stack, points, readout, reason)


def _decoded(
    question: Question,
    found: Cover,
    lower: Sequence[Digits],
    layers: Sequence[int],
    last: Digits,
    scalars: Scalars,
    reason: str,
    *,
    additive: bool,
) -> Realization:
    """The stack with a linear decoder: one place alone in the highest layer, with further units."""
    nonnegative = scalars is Scalars.NONNEGATIVE
    signed, rows = decoder(question.minimal, found, last, lower, nonnegative=nonnegative)
    stack, points = _stack(
        question,
        found,
        [*lower, signed],
        [*layers, 1 + max(layers, default=-1)],
        additive=additive,
    )
    before = stack.width - len(signed.values[0])
    readout = Readout(tuple((ZERO,) * before + row for row in rows), (ZERO,) * len(rows))
    return _realization(question, found, stack, points, readout, reason)


def _realization(
    question: Question,
    found: Cover,
    stack: Stack,
    points: list[Vector],
    readout: Readout | None,
    reason: str,
) -> Realization:
    count = len(stack.layers)
    reason = f"a cascade of {count} layer{'' if count == 1 else 's'}: {reason}"
    orbit = Orbit(tuple(points), tuple(found.following))
    return Realization(question, stack, orbit, tuple(found.states), readout, reason)


def _stack(
    question: Question,
    found: Cover,
    places: Sequence[Digits],
    layers: Sequence[int],
    *,
    additive: bool,
) -> tuple[Stack, list[Vector]]:
    """The stack of places in layers, and its state at each point."""
    depth = 1 + max(layers)
    if depth > question.setting.layers:
        raise TooDeep(
            f"the cascade that was found has {depth} layers, more than {question.setting.layers}"
        )
    built: list[Layer] = []
    numbers: list[list[int]] = []
    for l in range(depth):
        here = [place for place, layer in zip(places, layers, strict=True) if layer == l]
        size = sum(len(place.values[0]) for place in here) * len(found.states)
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
    found: Cover, here: Sequence[Digits], below: list[list[int]], *, additive: bool
) -> tuple[Layer, list[int]]:
    """The layer of some places, and the number of its vector at each point."""
    known: dict[tuple[Value, ...], int] = {}
    column = [
        known.setdefault(tuple(place.values[i] for place in here), len(known))
        for i in range(len(found.states))
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
