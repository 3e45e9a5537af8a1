"""Readable names of small groups.

A name is built from the structure: abelian groups and the usual families are recognised, then direct
products, then split extensions ``N:H``. A name with ``:`` describes the group but need not determine
it; the other names do, up to isomorphism.

``group_name(g)``   such as ``C2xC4``, ``D4`` (order 8), ``Q8``, ``S3``, ``SL(2,3)``, ``2_+^{1+4}``,
                    ``C4:C4``; else ``group of order n``

References: Gorenstein, *Finite Groups* (1980), section 5.5 (extraspecial groups).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from flint import fmpz
from numpy.typing import NDArray

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.faithful import normal_subgroups
from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.isomorphism import isomorphism
from bilinear_theory.algebra.subgroups import abelian_invariants, subgroup_classes

NAMES_BOUND = 500  # order up to which factors are searched for


def group_name(group: FiniteGroup, *, bound: int = NAMES_BOUND) -> str:
    """A readable name of a group.

    Args:
        group: the group.
        bound: the largest order for which normal subgroups and complements are listed.

    >>> group_name(FiniteGroup([(1, 2, 3, 0), (0, 3, 2, 1)]))
    'D4'
    >>> group_name(
    ...     FiniteGroup([(1, 0, 2, 3, 4, 5, 6), (0, 1, 3, 2, 4, 5, 6), (0, 1, 2, 3, 5, 6, 4)])
    ... )
    'C2xC6'
    """
    if group.is_abelian:
        return "x".join(f"C{n}" for n in invariant_factors(group))
    name = _family(group)
    if name or group.order > bound:
        return name or f"group of order {group.order}"
    try:
        return _composed(group, bound)
    except ValueError:  # more subgroups than are listed
        return f"group of order {group.order}"


def invariant_factors(group: FiniteGroup) -> tuple[int, ...]:
    """The orders of cyclic factors of an abelian group, each dividing the next; (1,) if trivial.

    >>> invariant_factors(FiniteGroup([(1, 0, 2, 3, 4), (0, 1, 3, 4, 2)]))
    (6,)
    """
    factors = [1]
    for p in prime_divisors(group.order):
        powers = sorted((q for q in abelian_invariants(group) if q % p == 0), reverse=True)
        factors += [1] * (len(powers) - len(factors))
        for i, q in enumerate(powers):
            factors[i] *= q
    return tuple(reversed(factors))


def _family(group: FiniteGroup) -> str | None:
    """The name of a group that is not abelian in one of the usual families."""
    n = group.order
    for degree in range(3, 9):
        if n == math.factorial(degree) and _acts_as(group, degree, alternating=False):
            return f"S{degree}"
        half = degree > 3 and 2 * n == math.factorial(degree)
        if half and _acts_as(group, degree, alternating=True):
            return f"A{degree}"
    return _inverted_cyclic(group) or _extraspecial(group) or _linear(group)


def _acts_as(group: FiniteGroup, degree: int, *, alternating: bool) -> bool:
    points = range(degree)
    if alternating:
        generators = [
            tuple({0: 1, 1: i, i: 0}.get(point, point) for point in points)
            for i in range(2, degree)
        ]
    else:
        generators = [(1, 0, *range(2, degree)), (*range(1, degree), 0)]
    return _isomorphic(group, FiniteGroup(generators))


def _isomorphic(group: FiniteGroup, other: FiniteGroup) -> bool:
    try:
        return isomorphism(group, other) is not None
    except ValueError:  # too many images to try: not recognised
        return False


def _inverted_cyclic(group: FiniteGroup) -> str | None:
    """Dihedral and dicyclic groups: an element outside a cyclic half inverts the half."""
    n = group.order
    for a in group.class_representatives[group.class_orders * 2 == n].tolist():
        half = group.generated_subgroup([a])
        b = int(np.setdiff1d(np.arange(n), half)[0])
        if group.conjugate(a, b) == group.inverse[a]:
            if group.power(b, 2) == 0:
                return f"D{n // 2}"
            return f"Q{n}" if n & (n - 1) == 0 else f"Dic{n // 4}"
    return None


def _extraspecial(group: FiniteGroup) -> str | None:
    """Groups of order ``p^(1+2k)`` whose centre and derived subgroup have order p, by type."""
    primes = prime_divisors(group.order)
    p = primes[0]
    centre = group.centre
    if len(primes) > 1 or len(centre) != p or not np.array_equal(centre, group.derived_subgroup):
        return None
    powers = group.power(np.arange(group.order), p)
    if not np.isin(powers, centre).all():
        return None
    twice = round(math.log(group.order, p)) - 1
    half = p ** (twice // 2)
    roots = int((powers == 0).sum())
    plus = roots == half**2 + half if p == 2 else roots == group.order
    return f"{p}_{'+' if plus else '-'}^{{1+{twice}}}"


def _linear(group: FiniteGroup) -> str | None:
    """SL(2,p), PSL(2,p) and GL(2,p), and the affine groups AGL(1,p), p a prime."""
    n = group.order
    for p in range(3, math.isqrt(n) + 2):
        if not fmpz(p).is_prime():
            continue
        special = p * (p * p - 1)
        if n == p * (p - 1) and _isomorphic(group, _affine(p)):
            return f"AGL(1,{p})"
        for order, name in ((special, "SL"), (special // 2, "PSL"), (special * (p - 1), "GL")):
            if n == order and _isomorphic(group, _matrices(p, name)):
                return f"{name}(2,{p})"
    return None


def _primitive_root(p: int) -> int:
    primes = prime_divisors(p - 1)
    return next(r for r in range(1, p) if all(pow(r, (p - 1) // q, p) != 1 for q in primes))


def _affine(p: int) -> FiniteGroup:
    root = _primitive_root(p)
    return FiniteGroup([[(x + 1) % p for x in range(p)], [root * x % p for x in range(p)]])


def _matrices(p: int, name: str) -> FiniteGroup:
    """Groups of 2 x 2 matrices on the nonzero row vectors, or on the lines that they span."""
    vectors = [(x, y) for x in range(p) for y in range(p)][1:]
    number = {v: i for i, v in enumerate(vectors)}
    matrices = [(1, 1, 0, 1), (1, 0, 1, 1)]
    if name == "GL":
        matrices.append((_primitive_root(p), 0, 0, 1))
    if name == "PSL":
        vectors = [(1, x) for x in range(p)] + [(0, 1)]
        number = {
            (c * x % p, c * y % p): i for i, (x, y) in enumerate(vectors) for c in range(1, p)
        }
    return FiniteGroup(
        [
            [number[(x * a + y * c) % p, (x * b + y * d) % p] for x, y in vectors]
            for a, b, c, d in matrices
        ]
    )


def _composed(group: FiniteGroup, bound: int) -> str:
    """A direct product or split extension of smaller groups, if there is one."""
    table = character_table(group)
    normal = [np.flatnonzero(row[group.classes]) for row in normal_subgroups(table)]
    proper = [N for N in normal if 1 < len(N) < group.order]
    for factors in _complements(group, proper, proper):
        if len(factors[0]) <= len(factors[1]):
            names = [group_name(group.subgroup(part.tolist()), bound=bound) for part in factors]
            if not any(name.startswith("group") for name in names):
                return "x".join(f"({name})" if ":" in name else name for name in names)
    # Abelian normal factors first, the larger ones first.
    proper.sort(key=lambda part: (not group.subgroup(part.tolist()).is_abelian, -len(part)))
    for factors in _complements(group, proper, subgroup_classes(group)):
        names = [group_name(group.subgroup(part.tolist()), bound=bound) for part in factors]
        if not any(name.startswith("group") for name in names):
            return ":".join(f"({x})" if "x" in x or ":" in x else x for x in names)
    return f"group of order {group.order}"


def _complements(
    group: FiniteGroup,
    subgroups: list[NDArray[np.intp]],
    others: list[NDArray[np.intp]] | tuple[NDArray[np.intp], ...],
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Pairs that meet in the identity and whose orders multiply to that of the group."""
    for N in subgroups:
        for M in others:
            if len(N) * len(M) == group.order and len(np.intersect1d(N, M)) == 1:
                yield N, M
