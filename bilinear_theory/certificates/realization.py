"""Realizations: exact systems that track an automaton, with their finite orbits.

A realization proves "yes". Its orbit is finite and closed under all letters, each of its points has a
state of the minimal machine, and the decoder is a function of the point: by induction the system is
right on all words. One point per state is the simplest case, a cover (more points) the general one.

``Readout``          the rows and the bias of a linear decoder, a row for each output that occurs
``Realization``      question, system, orbit, state of each point, readout
``realization(..)``  the realization that a system affords, its orbit found by search
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import Any

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.invariant_form import decomposition
from bilinear_theory.algebra.notation import counted
from bilinear_theory.certificates.document import common_fields, number
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.factors import Factor, HouseholderFactors, Metric
from bilinear_theory.systems.matrix import (
    DiagonalMatrix,
    Matrix,
    OneHotMatrix,
    UnitVector,
    Vector,
    components,
    dense,
    entries,
)
from bilinear_theory.systems.question import Question
from bilinear_theory.systems.restriction import (
    CPFactored,
    Householder,
    HouseholderHeads,
    Membership,
    Orthogonal,
)
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.systems.stack import Layer, Stack
from bilinear_theory.systems.system import BilinearSystem, Orbit, orbit


@dataclass(frozen=True)
class Readout:
    """A linear decoder: the output whose ``Re(row . h + bias)`` is largest.

    ``rows[y]`` and ``bias[y]`` belong to the ``y``-th of ``minimal.output_symbols``.
    """

    rows: tuple[Vector, ...]
    bias: tuple[Cyclotomic, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Realization:
    """The verdict yes, with its evidence.

    Args:
        question: what it answers.
        system: the exact recurrence, its matrices in the restriction; a stack only where the question
            allows several layers, of which a system of one is an instance.
        orbit: the reachable states of the recurrence.
        states: for each point of the orbit the state of the minimal machine.
        readout: the linear decoder, None for an arbitrary one.
        reason: one line: the construction, and the theorem behind it.
        structure: what the matrices owe their membership to, where they do not show it: a metric that
            they preserve, or their Householder or CP factors.
    """

    question: Question
    system: BilinearSystem | Stack
    orbit: Orbit
    states: tuple[int, ...]
    readout: Readout | None
    reason: str
    structure: Metric | HouseholderFactors | CPFactors | None = None

    def __repr__(self) -> str:
        size = f"{counted(self.width, 'unit')}, {counted(len(self.orbit), 'point')}"
        return f"<Realization: {self.question.name}, {size}>"

    @property
    def width(self) -> int:
        """The number of units."""
        return self.system.width

    @property
    def membership(self) -> Membership:
        """Whether the matrices lie in the restriction, by their structure if they have one."""
        restriction = self.question.restriction
        if isinstance(self.system, Stack):
            layers = [restriction.contains(layer.system.matrices) for layer in self.system.layers]
            return next((found for found in layers if found is not Membership.YES), Membership.YES)
        match restriction, self.structure:
            case CPFactored(), CPFactors() as factors:
                return restriction.contains(self.system.matrices, factors)
            case Orthogonal(), Metric() as metric:
                return restriction.contains(self.system.matrices, metric)
            case ((Householder() | HouseholderHeads()), HouseholderFactors() as factors):
                return restriction.contains(self.system.matrices, factors)
            case _:
                return restriction.contains(self.system.matrices)

    @property
    def metric(self) -> Metric | None:
        """The form H that the matrices preserve or their factors reflect in; None if it is the identity."""
        if isinstance(self.structure, HouseholderFactors):
            return self.structure.metric
        return self.structure if isinstance(self.structure, Metric) else None

    @property
    def layers(self) -> int:
        """The number of layers."""
        return len(self.system.layers) if isinstance(self.system, Stack) else 1

    @property
    def single(self) -> BilinearSystem:
        """The system of a realization in one layer.

        Raises:
            ValueError: if there are several layers.
        """
        if isinstance(self.system, BilinearSystem):
            return self.system
        raise ValueError(f"a stack of {self.layers} layers is no single recurrence")

    @property
    def conductor(self) -> int:
        """The least ``n`` such that all its numbers lie in ``Q(zeta_n)``."""
        return lcm(*(x.minimal().conductor for x in self._numbers()))

    def document(self) -> dict[str, Any]:
        """The certificate, as ``certificates.check`` specifies it."""
        n = self.conductor
        document = common_fields(self.question, answer="yes")
        orbit: dict[str, Any] = {}
        if isinstance(self.system, Stack):
            points = [self.system.point(v) for v in self.orbit.vectors]
            document["stack"] = {
                "coupling": self.system.coupling.value,
                "conductor": n,
                "layers": [_layer(layer, n) for layer in self.system.layers],
            }
            orbit["points"] = [list(point) for point in points]
        else:
            document["system"] = {
                "conductor": n,
                "width": self.width,
                **self._matrices(n),
            }
            if self.system.offsets is not None:
                document["system"]["offsets"] = [_vector(b, n) for b in self.system.offsets]
            orbit["vectors"] = [_vector(v, n) for v in self.orbit.vectors]
        orbit["next"] = [list(row) for row in self.orbit.following]
        orbit["states"] = list(self.states)
        document["orbit"] = orbit
        if self.readout is not None:
            document["readout"] = {
                "outputs": list(self.question.minimal.output_symbols),
                "rows": [_vector(row, n) for row in self.readout.rows],
                "bias": [number(c, n) for c in self.readout.bias],
            }
        return document

    def _matrices(self, n: int) -> dict[str, Any]:
        """The fields of the system that give its matrices."""
        structure = self.structure
        if isinstance(structure, CPFactors):
            return {
                "form": "cp",
                "left": [_vector(u, n) for u in structure.left],
                "right": [_vector(v, n) for v in structure.right],
                "weights": [_vector(w, n) for w in structure.weights],
            }
        if isinstance(structure, HouseholderFactors):
            heads = self.question.restriction.name.startswith("householder-heads")
            letters = [
                [
                    _factors(part, form, n)
                    for part, form in zip(letter, structure.forms, strict=True)
                ]
                for letter in structure.letters
            ]
            fields: dict[str, Any] = {
                "form": "householder",
                "matrices": letters if heads else [letter[0] for letter in letters],
            }
            if heads:
                fields["heads"] = list(structure.heads)
            metric = structure.metric
        else:
            fields = _parameters(self.single.matrices, None, n)
            metric = structure
        if metric is not None:
            fields["metric"] = [_block(block, n) for block in metric.blocks]
        return fields

    def _numbers(self) -> set[Cyclotomic]:
        numbers = {Cyclotomic.rational(1)}
        stack = self.system.layers if isinstance(self.system, Stack) else ()
        systems = [layer.system for layer in stack] or [self.single]
        vectors = [v for layer in stack for v in layer.vectors] or list(self.orbit.vectors)
        for system in systems:
            vectors += system.offsets or ()
        if self.readout is not None:
            vectors += self.readout.rows
            numbers.update(self.readout.bias)
        for v in vectors:
            if not isinstance(v, UnitVector):
                numbers.update(v)
        if isinstance(self.structure, CPFactors):
            return numbers | self.structure.numbers()
        if isinstance(self.structure, HouseholderFactors):
            for letter in self.structure.letters:
                for part, form in zip(letter, self.structure.forms, strict=True):
                    for factor in part:
                        numbers.update((factor.coefficient(form), *factor.key))
        else:
            for m in dict.fromkeys(m for system in systems for m in system.matrices):
                if not isinstance(m, OneHotMatrix):
                    numbers.update(value for _, _, value in entries(m))
        metric = self.structure
        if isinstance(metric, HouseholderFactors):
            metric = metric.metric
        for block in () if metric is None else metric.blocks:
            numbers.update(x for row in _rows(block) for x in row)
        return numbers


def realization(
    question: Question,
    system: BilinearSystem | Stack,
    *,
    readout: Readout | None = None,
    reason: str,
    bound: int = 100_000,
) -> Realization:
    """The realization that a system affords, its orbit found by breadth-first search.

    A setting with an additive term and a system without one get offsets 0, and an arbitrary decoder
    needs no readout.

    Raises:
        ValueError: if the orbit has more than ``bound`` points, or two states of the minimal machine
            at one point; the message has the words.
    """
    if isinstance(system, BilinearSystem) and question.setting.additive and system.offsets is None:
        zero = (Cyclotomic.rational(0),) * system.width
        system = BilinearSystem(
            system.alphabet, system.initial, system.matrices, (zero,) * len(system.alphabet)
        )
    points = orbit(system, bound=bound)
    if points is None:
        raise ValueError(f"the system reaches more than {bound} states")
    table = question.minimal.transitions
    states = {0: 0}
    for i, row in enumerate(points.following):
        for a, j in enumerate(row):
            q = int(table[states[i], a])
            if states.setdefault(j, q) != q:
                raise ValueError(
                    f"state {points.vectors[j]} of the system stands for states {states[j]} and {q}"
                )
    linear = question.setting.decoder is Decoder.LINEAR
    return Realization(
        question,
        system,
        points,
        tuple(states[i] for i in range(len(points))),
        readout if linear else None,
        reason,
    )


def _parameters(
    matrices: tuple[Matrix, ...], offsets: tuple[Vector, ...] | None, n: int
) -> dict[str, Any]:
    form = _form(matrices)
    found: dict[str, Any] = {"form": form, "matrices": [_matrix(m, form, n) for m in matrices]}
    if offsets is not None:
        found["offsets"] = [_vector(b, n) for b in offsets]
    return found


def _layer(layer: Layer, n: int) -> dict[str, Any]:
    """A layer of the format: each pair of a matrix and an offset once, in the order of the inputs."""
    system = layer.system
    offsets = system.offsets or ((),) * len(system.matrices)
    pairs = list(zip(system.matrices, offsets, strict=True))
    place = {pair: i for i, pair in enumerate(dict.fromkeys(pairs))}
    parameters = _parameters(
        tuple(matrix for matrix, _ in place),
        None if system.offsets is None else tuple(offset for _, offset in place),
        n,
    )
    inputs = [list(read) for read in system.alphabet if isinstance(read, tuple)]
    return {
        "width": system.width,
        **parameters,
        "vectors": [_vector(v, n) for v in layer.vectors],
        "inputs": [[*read, place[p]] for read, p in zip(inputs, pairs, strict=True)],
    }


def _form(matrices: tuple[Matrix, ...]) -> str:
    for form, kind in (("one-hot", OneHotMatrix), ("diagonal", DiagonalMatrix)):
        if all(isinstance(m, kind) for m in matrices):
            return form
    return "dense"


def _matrix(matrix: Matrix, form: str, n: int) -> list[Any]:
    if form == "one-hot" and isinstance(matrix, OneHotMatrix):
        return list(matrix.images)
    if form == "diagonal" and isinstance(matrix, DiagonalMatrix):
        return [number(c, n) for c in matrix.diagonal]
    return [[number(c, n) for c in row] for row in dense(matrix).rows()]


def _factors(factors: tuple[Factor, ...], form: CyclotomicMatrix | None, n: int) -> list[list[Any]]:
    return [[number(f.coefficient(form), n), _vector(f.key, n)] for f in factors]


def _rows(block: CyclotomicMatrix) -> list[tuple[Cyclotomic, ...]]:
    """``L D L^T``: the rows of L left of the diagonal, each followed by its pivot."""
    lower, pivots = decomposition(block)
    return [(*row, pivot) for row, pivot in zip(lower, pivots, strict=True)]


def _block(block: CyclotomicMatrix, n: int) -> list[list[Any]]:
    return [[number(x, n) for x in row] for row in _rows(block)]


def _vector(vector: Vector, n: int) -> Any:
    if isinstance(vector, UnitVector):
        return vector.index
    return [number(c, n) for c in components(vector)]
