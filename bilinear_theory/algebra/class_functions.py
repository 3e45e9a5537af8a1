"""Characters from characters: of actions, of subgroups, and tensor products.

A class function is the tuple of its values, one exact number for each conjugacy class, in the order
of the columns of the character table; ``CharacterTable.multiplicities`` decomposes it.

``permutation_character(g)``  the number of fixed points of each class, in any action
``induced(g, h, f)``          the class function of the group induced from one of a subgroup
``restricted(g, h, f)``       a class function of the group on the classes of a subgroup
``tensor(f, g)``              the product of class functions: the tensor product

References: Isaacs, *Character Theory of Finite Groups* (1976), chapters 4 and 5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.character import Value, simplest
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.group_products import extended, respects
from bilinear_theory.algebra.permutations import Vector, checked_permutations
from bilinear_theory.algebra.scalar import Cyclotomic


def permutation_character(
    group: FiniteGroup, images: Sequence[Sequence[int]] | NDArray[np.integer] | None = None
) -> tuple[int, ...]:
    """The number of fixed points of each class.

    Args:
        group: the group.
        images: the action as a permutation for each generator; by default that on the group's points.

    Raises:
        ValueError: if the images are no permutations, or not an action of the group.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> permutation_character(s3), permutation_character(s3, [(1, 0), (0, 1)])
    ((3, 1, 0), (2, 0, 2))
    """
    if images is None:
        acting = group.elements[group.class_representatives]
    else:
        rows = checked_permutations(images)
        if len(rows) != len(group.generators):
            raise ValueError(
                f"{len(rows)} permutations, expected one for each of the "
                f"{len(group.generators)} generators"
            )
        target = FiniteGroup(rows, bound=group.order)
        chosen = np.array(target.generators, np.intp)[None]
        maps = extended(group, target, chosen)
        if not respects(group, target, maps, chosen)[0]:
            raise ValueError("the permutations do not satisfy the relations of the generators")
        acting = target.elements[maps[0][group.class_representatives]]
    return tuple((acting == np.arange(acting.shape[1])).sum(1).tolist())


def _embedding(group: FiniteGroup, subgroup: FiniteGroup) -> Vector:
    """The number in the group of each element of a subgroup, given by the same permutations."""
    return group.indices(list(subgroup.elements))


def induced(group: FiniteGroup, subgroup: FiniteGroup, f: Sequence[Value]) -> tuple[Value, ...]:
    """The class function of the group that one of a subgroup induces.

    Args:
        group: the group.
        subgroup: a subgroup, on the same points.
        f: a value for each class of the subgroup.

    Raises:
        ValueError: if the subgroup does not lie in the group, or f has another number of values.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> induced(s3, s3.subgroup([s3.generators[1]]), (1, 1, 1))
    (2, 0, 2)
    """
    if len(f) != len(subgroup.class_sizes):
        raise ValueError(f"{len(f)} values, expected {len(subgroup.class_sizes)}")
    total = [Cyclotomic.rational(0)] * len(group.class_sizes)
    numbers = _embedding(group, subgroup)
    for c, x in enumerate(subgroup.class_representatives.tolist()):
        d = int(group.classes[numbers[x]])
        # |C_G(x)| / |H| for each of the elements of the class of the subgroup.
        weight = group.order // int(group.class_sizes[d]) * int(subgroup.class_sizes[c])
        total[d] = total[d] + weight * f[c]
    return tuple(simplest(value / subgroup.order) for value in total)


def restricted(group: FiniteGroup, subgroup: FiniteGroup, f: Sequence[Value]) -> tuple[Value, ...]:
    """A class function of the group on the classes of a subgroup.

    Raises:
        ValueError: if the subgroup does not lie in the group, or f has another number of values.
    """
    if len(f) != len(group.class_sizes):
        raise ValueError(f"{len(f)} values, expected {len(group.class_sizes)}")
    numbers = _embedding(group, subgroup)[subgroup.class_representatives]
    return tuple(f[c] for c in group.classes[numbers].tolist())


def tensor(f: Sequence[Value], g: Sequence[Value]) -> tuple[Value, ...]:
    """The product of two class functions: the character of the tensor product.

    >>> tensor((2, 0, -1), (2, 0, -1))
    (4, 0, 1)
    """
    if len(f) != len(g):
        raise ValueError(f"{len(f)} values and {len(g)} values of one class function each")
    return tuple(simplest(Cyclotomic.rational(0) + x * y) for x, y in zip(f, g, strict=True))
