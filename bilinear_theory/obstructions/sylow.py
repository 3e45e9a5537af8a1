"""Few units of permutation or column-one-hot matrices: Sylow subgroups that permutations do not cover.

If every letter permutes the states and N units do, with any decoder, then the transition group G is a
quotient of a group of permutations of N points. So a Sylow p-subgroup of G is a quotient of a subgroup of a
Sylow p-subgroup of these permutations, a product of iterated wreath products of cyclic groups: for its
generators there are elements there of which they are images under a homomorphism. All choices are tried.

``obstruct(question, N)``   generators of a Sylow subgroup without such elements, None if none are found

References: Huppert, *Endliche Gruppen* I (1967), section III.15 (Kaloujnine).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.sylow import sylow_subgroup
from bilinear_theory.automata.equivalence import separating_suffixes
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.certificates.obstruction import FewUnits, Obstruction
from bilinear_theory.systems.question import Question

Permutation = tuple[int, ...]

#: The largest transition group, and the largest Sylow subgroups of it and of the permutations of the units.
MAX_GROUP, MAX_SUBGROUP, MAX_SYLOW = 2000, 64, 1024
#: The most choices of elements.
MAX_CHOICES = 100_000


def obstruct(question: Question, bound: int) -> Obstruction | None:
    """Generators of a Sylow subgroup of G that no permutations of so many points have as images."""
    task = group_task(question.minimal)
    if task is None or task.group.order > MAX_GROUP:
        return None
    group = task.group
    for p in prime_divisors(group.order):
        generators = _generators(group, p)
        if generators is None or _covered(group, generators, p, bound) is not False:
            continue
        words = tuple(
            tuple(question.minimal.alphabet[a] for a in group.word(x)) for x in generators
        )
        detail = f"but a Sylow {p}-subgroup is none for {bound} units"
        data = FewUnits(separating_suffixes(question.minimal), {"words": words}, detail)
        return Obstruction(question, "sylow", {}, few_units=data)
    return None


@lru_cache(maxsize=64)
def _generators(group: FiniteGroup, p: int) -> tuple[int, ...] | None:
    """Two or three generators of a Sylow subgroup; None if it is cyclic, needs more, or is too large."""
    members = sylow_subgroup(group, p, most=MAX_SUBGROUP)
    if members is None:
        return None
    orders = group.element_orders
    found = sorted(members.tolist())
    if any(int(orders[x]) == len(found) for x in found):
        return None
    for count in (2, 3):
        for chosen in combinations(found[1:], count):
            if len(group.generated_subgroup(chosen)) == len(found):
                return chosen
    return None


def _covered(group: FiniteGroup, chosen: tuple[int, ...], p: int, points: int) -> bool | None:
    """Whether some permutations of p-groups have elements as images; None past the bounds."""
    elements = _sylow(p, points)
    if elements is None or len(elements) ** len(chosen) > MAX_CHOICES:
        return None
    identity = tuple(range(points))
    for tried in product(elements, repeat=len(chosen)):
        images, waiting = {identity: 0}, [identity]
        for g in waiting:
            for c, x in zip(tried, chosen, strict=True):
                h = tuple(map(c.__getitem__, g))
                value = int(group.product(images[g], x))
                if h not in images:
                    images[h] = value
                    waiting.append(h)
                elif images[h] != value:
                    break
            else:
                continue
            break
        else:
            return True
    return False


@lru_cache(maxsize=32)
def _sylow(p: int, points: int) -> tuple[Permutation, ...] | None:
    """The elements of a Sylow p-subgroup of the permutations of some points; None past the bound.

    >>> [len(_sylow(2, n) or ()) for n in (1, 3, 4, 5, 6, 8)]
    [1, 2, 8, 8, 16, 128]
    """
    generators: list[Permutation] = []
    start = 0
    while start < points:
        length = p
        while length <= points - start:
            step = length // p
            moved = [start + (i + step) % length for i in range(length)]
            generators.append((*range(start), *moved, *range(start + length, points)))
            length *= p
        start += max(1, length // p)
    elements, known = [tuple(range(points))], {tuple(range(points))}
    for g in elements:
        for x in generators:
            h = tuple(map(x.__getitem__, g))
            if h not in known:
                if len(elements) == MAX_SYLOW:
                    return None
                known.add(h)
                elements.append(h)
    return tuple(elements)
