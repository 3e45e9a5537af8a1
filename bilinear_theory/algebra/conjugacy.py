"""Conjugacy classes of a numbered group, and the orders of elements.

``conjugacy_classes(g, m)``   classes by element orders, then sizes, then first elements
``orders(g, x)``              the orders of elements, prime by prime

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 4.6.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.graphs import components
from bilinear_theory.algebra.permutations import Vector, sealed
from bilinear_theory.algebra.series import Numbered


def conjugacy_classes(
    group: Numbered, conjugations: Sequence[Vector]
) -> tuple[Vector, Vector, Vector, Vector]:
    """The class of each element; the first element, size and element order of each class.

    Args:
        group: the group.
        conjugations: conjugation by each generator, as arrays of images.
    """
    raw = np.arange(group.order)
    for image in conjugations:
        raw = components(raw, raw[image])[raw]
    _, first, sizes = np.unique(raw, return_index=True, return_counts=True)
    found = orders(group, first)
    ranking = np.lexsort((first, sizes, found))
    place = np.empty(len(ranking), np.intp)
    place[ranking] = np.arange(len(ranking))
    return (
        sealed(place[raw]),
        sealed(first[ranking]),
        sealed(sizes[ranking]),
        sealed(found[ranking]),
    )


def orders(group: Numbered, x: Vector) -> Vector:
    """The orders of elements: divisors of the group's order, with one prime taken out at a time."""
    found = np.full(len(x), group.order, np.intp)
    for p in prime_divisors(group.order):
        left = np.arange(len(x))  # the elements whose order may still lose a factor p
        while len(left := left[found[left] % p == 0]):
            smaller = found[left] // p
            trivial = np.zeros(len(left), np.bool_)
            for k in np.unique(smaller).tolist():
                here = smaller == k
                trivial[here] = group.power(x[left[here]], k) == 0
            left = left[trivial]
            found[left] //= p
    return found
