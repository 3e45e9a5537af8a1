"""Groups by name, as exact permutations: cyclic, dihedral, symmetric, and groups of matrices.

A named group is a list of generating permutations with a base, its order, and a name for each
element, which is read off the element's images of the base. Matrix groups act on row vectors from
the right, so that products of permutations and of matrices run in the same order.

``C5 D4 Dic3 Q8 S5 A5``          n >= 1 (Dic: 2 and up; Q: 8, 16, .. as Dic); D_n has order 2n
``SL(2,q) GL(2,q) PSL(2,q)``     on the nonzero vectors, PSL on the projective line
``AGL(1,q)``                     the affine maps of the field F_q, on the field
``C2xC4``                        direct products, on the disjoint union of the points

References: Dixon and Mortimer, *Permutation Groups* (1996), section 2.8; Conway et al., *ATLAS of
Finite Groups* (1985), chapter 2.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bilinear_theory.automata.action import Permutation, cycles
from bilinear_theory.automata.finite_field import FiniteField, finite_field

Matrix = tuple[int, int, int, int]

PLAIN = re.compile(r"(C|S|A|D|Dic|Q)(\d{1,9})", re.ASCII)
LINEAR = re.compile(r"(SL|GL|PSL|AGL)\((\d{1,9}),(\d{1,9})\)", re.ASCII)


@dataclass(frozen=True)
class NamedGroup:
    """A permutation group: generators, a base, its order, and names by images of the base."""

    generators: tuple[Permutation, ...]
    base: tuple[int, ...]
    order: int
    element_name: Callable[[Permutation], str]

    @property
    def symbols(self) -> list[str]:
        """The names of the generators."""
        return [self.element_name(tuple(g[i] for i in self.base)) for g in self.generators]


def is_group_name(text: str) -> bool:
    """Whether a text has the form of a group's name, such as ``S3`` or ``C2xSL(2,3)``."""
    return all(PLAIN.fullmatch(part) or LINEAR.fullmatch(part) for part in text.split("x"))


def named_group(name: str, *, bound: int) -> NamedGroup:
    """The group of a name; its order is known, and checked, before anything large is built.

    Raises:
        ValueError: if there is no such group, or its order is past the bound.

    >>> named_group("S4", bound=100).symbols
    ['(0 1)', '(0 1 2 3)']
    """
    factors: list[NamedGroup] = []
    total = 1
    for part in name.split("x"):
        factors.append(_factor(part, bound))
        total *= factors[-1].order
        _refuse_large(name, total, bound)
    return factors[0] if len(factors) == 1 else _product(factors, total)


def _factor(name: str, bound: int) -> NamedGroup:
    if match := PLAIN.fullmatch(name):
        build = {"C": _cyclic, "S": _symmetric, "A": _alternating, "D": _dihedral,
                 "Dic": _dicyclic, "Q": _quaternion}[match[1]]  # fmt: skip
        n = int(match[2])
        if n < 1:
            raise ValueError(f"{name}: expected a number from 1 on")
        if match[1] in "SA":  # n! as far as the bound
            _refuse_large(name, math.factorial(min(n, 20)) // (1 if match[1] == "S" else 2), bound)
        else:
            _refuse_large(name, n * {"D": 2, "Dic": 4}.get(match[1], 1), bound)
        return build(n)
    match = LINEAR.fullmatch(name)
    if match is None:
        raise ValueError(f"{name}: no name of a group")
    kind, dimension, q = match[1], int(match[2]), int(match[3])
    expected = 1 if kind == "AGL" else 2
    if dimension != expected:
        raise ValueError(f"{name}: expected {kind}({expected},q)")
    order = q * (q - 1) if kind == "AGL" else q * (q * q - 1)
    order = order * (q - 1) if kind == "GL" else order
    _refuse_large(name, order // 2 if kind == "PSL" and q % 2 else order, bound)
    try:
        field = finite_field(q)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if kind == "AGL":
        return _affine(field, order)
    if kind == "PSL":
        return _projective(field, order // (2 if q % 2 else 1))
    return _linear(field, order, general=kind == "GL")


def _refuse_large(name: str, order: int, bound: int) -> None:
    if order > bound:
        raise ValueError(f"{name} has at least {order} elements, past the bound {bound}")


def _cyclic(n: int) -> NamedGroup:
    """Residues, written as such; the generator adds 1."""
    shift = tuple((i + 1) % n for i in range(n))
    return NamedGroup((shift,), (0,), n, lambda images: str(images[0]))


def _symmetric(n: int) -> NamedGroup:
    """The transposition (0 1) and the cycle (0 1 .. n-1), the latter where it is another."""
    points = tuple(range(n))
    swap = (1, 0, *range(2, n)) if n > 1 else points
    cycle = (*range(1, n), 0)
    generators = (swap, cycle) if n > 2 else (swap,)
    return NamedGroup(generators, points, math.factorial(n), cycles)


def _alternating(n: int) -> NamedGroup:
    """The cycles (0 1 i) for i = 2 .. n-1; of one or two points the identity."""
    points = tuple(range(n))
    generators = [
        tuple({0: 1, 1: i, i: 0}.get(point, point) for point in points) for i in range(2, n)
    ]
    return NamedGroup(
        tuple(generators) or (points,), points, max(1, math.factorial(n) // 2), cycles
    )


def _dihedral(n: int) -> NamedGroup:
    """The rotation i -> i+1 and the reflection i -> -i of an n-gon; D1 and D2 have one more point.

    With n <= 2 the reflection of the points is trivial, so two further points are exchanged.
    """
    extra = 2 if n <= 2 else 0
    rotation = (*((i + 1) % n for i in range(n)), *range(n, n + extra))
    reflection = (*(-i % n for i in range(n)), *((n + 1, n) if extra else ()))
    base = (0, n) if extra else (0, 1)

    def name(images: Permutation) -> str:
        flipped = images[1] != n if extra else (images[1] - images[0]) % n != 1
        turns = (-images[0] if flipped else images[0]) % n
        power = {0: "", 1: "r"}.get(turns, f"r{turns}")
        return f"{power}{'s' if flipped else ''}" or "1"

    return NamedGroup((rotation, reflection), base, 2 * n, name)


def _dicyclic(n: int) -> NamedGroup:
    """Elements a^k x^e with a^2n = 1, x^2 = a^n, a x = x a^-1, acting on themselves."""
    if n < 2:
        raise ValueError(f"Dic{n}: expected Dic2 or larger")

    def name(images: Permutation) -> str:
        k, e = images[0] % (2 * n), images[0] // (2 * n)
        return f"{ {0: '', 1: 'a'}.get(k, f'a{k}') }{'x' if e else ''}" or "1"

    return NamedGroup(_dicyclic_generators(n), (0,), 4 * n, name)


def _quaternion(order: int) -> NamedGroup:
    """Q8 on i and j; larger ones as dicyclic groups."""
    if order < 8 or order & (order - 1):
        raise ValueError(f"Q{order}: a generalised quaternion group has the order 8, 16, 32, ..")
    if order > 8:
        return _dicyclic(order // 4)
    names = ("1", "i", "-1", "-i", "j", "k", "-j", "-k")  # a = i, x = j, so a x = k
    return NamedGroup(_dicyclic_generators(2), (0,), 8, lambda images: names[images[0]])


def _dicyclic_generators(n: int) -> tuple[Permutation, Permutation]:
    """Right multiplication by a and by x; the element a^k x^e is the point k + 2n e."""
    m = 2 * n
    by_a = (*((k + 1) % m for k in range(m)), *(m + (k - 1) % m for k in range(m)))
    by_x = (*(m + k for k in range(m)), *((k + n) % m for k in range(m)))
    return by_a, by_x


def _linear(field: FiniteField, order: int, *, general: bool) -> NamedGroup:
    """SL(2,q) or GL(2,q) on the nonzero row vectors; a base is the two unit vectors."""
    q = field.order
    matrices = _special(field)
    if general and q > 2:
        matrices.append((field.primitive, 0, 0, 1))
    vectors = [(x, y) for x in range(q) for y in range(q)][1:]
    number = {vector: i for i, vector in enumerate(vectors)}
    generators = tuple(
        tuple(number[field.times_matrix(vector, matrix)] for vector in vectors)
        for matrix in matrices
    )

    def name(images: Permutation) -> str:
        top, bottom = (vectors[i] for i in images)
        rows = (f"[{field.name(x)},{field.name(y)}]" for x, y in (top, bottom))
        return f"[{','.join(rows)}]"

    return NamedGroup(generators, (number[1, 0], number[0, 1]), order, name)


def _projective(field: FiniteField, order: int) -> NamedGroup:
    """PSL(2,q) on the points (1, x) and (0, 1) of the projective line."""
    q = field.order
    line = [(1, x) for x in range(q)] + [(0, 1)]
    number = {point: i for i, point in enumerate(line)}

    def image(point: tuple[int, int], matrix: Matrix) -> int:
        x, y = field.times_matrix(point, matrix)
        return number[1, field.product(field.inverse(x), y)] if x else number[0, 1]

    generators = [tuple(image(p, matrix) for p in line) for matrix in _special(field)]
    return NamedGroup(tuple(generators), tuple(range(q + 1)), order, cycles)


def _special(field: FiniteField) -> list[Matrix]:
    """[[1,1],[0,1]] and [[1,0],[1,1]], and with a generator of F_q over F_p if q is no prime."""
    units = [1] if field.is_prime else [1, field.generator]
    return [matrix for u in units for matrix in ((1, u, 0, 1), (1, 0, u, 1))]


def _affine(field: FiniteField, order: int) -> NamedGroup:
    """Translation by 1 and multiplication by a primitive element (which F_2 does not have)."""
    q = field.order
    translation = tuple(field.sum(x, 1) for x in range(q))
    scaling = tuple(field.product(x, field.primitive) for x in range(q))

    def name(images: Permutation) -> str:
        shift = images[0]
        scale = field.sum(images[1], field.negative(shift))
        head = "x" if scale == 1 else f"{field.name(scale)}*x"
        return head if shift == 0 else f"{head}+{field.name(shift)}"

    generators = (translation, scaling) if q > 2 else (translation,)
    return NamedGroup(generators, (0, 1), order, name)


def _product(factors: Sequence[NamedGroup], order: int) -> NamedGroup:
    """The direct product; an element is named by the tuple of its components."""
    degrees = [len(group.generators[0]) for group in factors]
    offsets = [sum(degrees[:i]) for i in range(len(factors))]
    generators = tuple(
        (
            *range(offset),
            *(offset + i for i in generator),
            *range(offset + degree, sum(degrees)),
        )
        for group, offset, degree in zip(factors, offsets, degrees, strict=True)
        for generator in group.generators
    )
    base = tuple(
        offset + i for group, offset in zip(factors, offsets, strict=True) for i in group.base
    )

    def name(images: Permutation) -> str:
        parts, first = list[str](), 0
        for group, offset in zip(factors, offsets, strict=True):
            own = images[first : first + len(group.base)]
            parts.append(group.element_name(tuple(i - offset for i in own)))
            first += len(group.base)
        return f"({','.join(parts)})"

    return NamedGroup(generators, base, order, name)
