"""Lists of permutations: enumeration of a group, and the number of an element by its images.

A permutation is the row of its images, and rows compose left to right, ``(pq)[i] = q[p[i]]``. The
elements of a group are found breadth first from its generators; an element is told apart from all
others by its images of a base, points that only the identity fixes.

``enumeration(generators)``  all elements, their products with the generators, and shortest words
``tuple_orbit(..)``          the same for the images of a tuple of points
``ImageIndex``               the number of an element from its images of a base, for whole arrays
``product_table(r, s)``      all products, from those with generators
``sealed(a)``                  an array, read-only from here on

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), chapter 4.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Vector = NDArray[np.intp]
T = TypeVar("T", bound=np.generic)

CELLS_BOUND = 200_000_000  # entries of any one array
IMAGES_BOUND = 120_000_000  # images of an orbit: each is held twice, as a row and as a key
_DENSE = 1 << 20  # keys that are looked up in an array rather than by bisection
_STEP = 4_000_000  # images that are computed at a time


def checked_permutations(generators: Sequence[Sequence[int]] | NDArray[np.integer]) -> Rows:
    """Permutations of the same points as an array of shape (G, n).

    Raises:
        ValueError: if there is none, they have different lengths, or one is no permutation.
    """
    if len(generators) == 0:
        raise ValueError("a permutation group is given by at least one generator, found none")
    degree = len(generators[0])
    for g, row in enumerate(generators):
        if len(row) != degree:
            raise ValueError(f"generator {g} has {len(row)} images, generator 0 has {degree}")
        if sorted(row) != list(range(degree)):
            shown = str([int(x) for x in row[:20]])[: -1 if degree > 20 else None]
            raise ValueError(
                f"generator {g} is no permutation of 0..{degree - 1}: "
                f"{shown}{', ..]' if degree > 20 else ''}"
            )
    if degree == 0:
        raise ValueError("generator 0 is empty, expected the images of the points 0, 1, ..")
    return np.array([[int(x) for x in row] for row in generators], np.int32)


def enumeration(generators: Rows, bound: int) -> tuple[Rows, Rows, Rows]:
    """The group that permutations generate, breadth first from the identity.

    Args:
        generators: permutations, shape ``(G, n)``.
        bound: the largest order that is enumerated.

    Returns:
        The elements ``(N, n)``, row 0 the identity; the numbers of the products ``x s`` with the
        generators ``(N, G)``; and for each element an earlier one and the generator that leads from
        it to the element ``(N, 2)``, -1 for the identity.

    Raises:
        ValueError: if the group has more elements than the bound, or too many images to hold.
    """
    points = range(generators.shape[1])
    return tuple_orbit(generators, points, bound, ("the group", "elements"))


def tuple_orbit(
    generators: Rows, points: Sequence[int], bound: int, names: tuple[str, str]
) -> tuple[Rows, Rows, Rows]:
    """The orbit of a tuple of points, breadth first; that of a base is the group itself.

    Args:
        generators: permutations, shape ``(G, n)``.
        points: the tuple, of length k.
        bound: the largest orbit that is enumerated.
        names: what the orbit and its elements are called in messages.

    Returns:
        The tuples ``(N, k)``, row 0 the given one; the numbers of their images under the generators
        ``(N, G)``; and for each tuple an earlier one and the generator that leads from it to the
        tuple ``(N, 2)``, -1 for the first.

    Raises:
        ValueError: if there are more tuples than the bound, or too many points to hold.
    """
    count, degree = generators.shape
    if degree <= bound and degree**2 * count <= _STEP and list(points) == list(range(degree)):
        regular = _regular(generators)
        if regular is not None:
            return regular
    width, (whole, parts) = len(points), names
    step = max(1, _STEP // (count * width))
    seed = np.array([points], np.int32)
    number: dict[Hashable, int] = {_keys(seed, degree)[0]: 0}
    found, tables, parents = [seed], list[Rows](), [np.full((1, 2), -1, np.int32)]
    pending, first = [seed], 0
    while pending:
        later: list[Rows] = []
        for level in pending:
            rows = np.ascontiguousarray(generators[:, level].transpose(1, 0, 2)).reshape(-1, width)
            known = len(number)
            targets = [number.setdefault(key, len(number)) for key in _keys(rows, degree)]
            if len(number) > bound:
                raise ValueError(
                    f"{whole} has more than {bound} {parts}, the bound; pass a larger bound to "
                    "enumerate it"
                )
            if len(number) * max(width, count) > IMAGES_BOUND:
                raise ValueError(
                    f"{whole} has more than {known} {parts}, too many to hold with {count} "
                    f"generators on {width} points; give fewer generators or a smaller action"
                )
            row = np.asarray(targets, np.int32)
            tables.append(row.reshape(-1, count))
            fresh = np.unique(row, return_index=True)[1]
            fresh = fresh[row[fresh] >= known]
            parents.append(np.stack([first + fresh // count, fresh % count], 1).astype(np.int32))
            first += len(level)
            if len(fresh):
                found.append(rows[fresh])
                later.append(rows[fresh])
        pending = [part[i : i + step] for part in later for i in range(0, len(part), step)]
    return np.concatenate(found), np.concatenate(tables), np.concatenate(parents)


def _regular(generators: Rows) -> tuple[Rows, Rows, Rows] | None:
    """As ``tuple_orbit`` for all points, if the group acts regularly: each element is where it sends 0.

    Words to all points from 0 give permutations, one a point. They are the group if their products with the
    generators are among them; None if they are not, or do not reach all points.
    """
    count, degree = generators.shape
    letters = list(enumerate(generators.tolist()))
    number = [-1] * degree
    number[0] = 0
    order, steps = [0], [(-1, -1)]
    for i, point in enumerate(order):
        for a, images in letters:
            image = images[point]
            if number[image] < 0:
                number[image] = len(order)
                order.append(image)
                steps.append((i, a))
    if len(order) < degree:
        return None
    elements = np.empty((degree, degree), np.int32)
    elements[0] = np.arange(degree)
    for x, (i, a) in enumerate(steps[1:], start=1):
        elements[x] = generators[a][elements[i]]
    right = np.array(number, np.int32)[generators[:, order]].T  # (N, G)
    if any((generators[a][elements] != elements[right[:, a]]).any() for a in range(count)):
        return None
    return elements, np.ascontiguousarray(right), np.array(steps, np.int32)


def _keys(rows: Rows, degree: int) -> Sequence[Hashable]:
    """A hashable key for each tuple of points below the degree: one integer where they fit 63 bits."""
    bits, width = max(1, (degree - 1).bit_length()), rows.shape[1]
    needed = min(width, degree - 1)  # the last image of a whole permutation is the one left over
    if bits * needed <= 63:
        keys = np.zeros(len(rows), np.int64)
        for column in rows.T[:needed]:
            keys = keys << bits | column
        return keys.tolist()
    return rows.view(np.dtype((np.void, 4 * width)))[:, 0].tolist()


@dataclass(frozen=True, eq=False)
class ImageIndex:
    """The numbers of the elements of a group by their images of a base.

    ``stages`` holds, for each packet of base points, the sorted keys that occur and the label of
    each; a key is a label so far with the images of the packet, in mixed radix.
    """

    degree: int
    base: Vector
    packets: tuple[tuple[int, int], ...]
    stages: tuple[tuple[Vector, Vector], ...]

    @classmethod
    def of(cls, elements: Rows) -> ImageIndex:
        """The index of all elements of a group, shape ``(N, n)``, row 0 the identity."""
        order, degree = elements.shape
        base, inside = list[int](), np.arange(order)
        while len(inside) > 1:  # the elements that fix the base so far
            point = int(np.argmax(elements[inside[1]] != elements[0]))
            base.append(point)
            inside = inside[elements[inside, point] == point]
        width = max(1, 62 // max(1, (degree - 1).bit_length()))
        packets, stages = list[tuple[int, int]](), list[tuple[Vector, Vector]]()
        labels, first = np.zeros(order, np.intp), 0
        while first < len(base):
            room = 1 if stages and order * degree**width >= 2**62 else width
            last = min(len(base), first + room)
            while stages and last > first + 1 and order * degree ** (last - first) >= 2**62:
                last -= 1
            keys = _packed(labels, elements[:, base[first:last]], degree)
            sorted_keys, labels = np.unique(keys, return_inverse=True)
            names = np.arange(len(sorted_keys))
            if last == len(base):  # the labels of the last stage are the numbers themselves
                names[labels] = np.arange(order)
            stages.append(_lookup(sorted_keys, names))
            packets.append((first, last))
            first = last
        return cls(degree, np.array(base, np.intp), tuple(packets), tuple(stages))

    def numbers(self, images: NDArray[np.integer]) -> Vector:
        """The numbers of elements with these images of the base ``(M, b)``; -1 where there is none."""
        labels = np.zeros(len(images), np.intp)
        for (first, last), (keys, names) in zip(self.packets, self.stages, strict=True):
            wanted = _packed(np.maximum(labels, 0), images[:, first:last], self.degree)
            if not len(keys):  # a dense table
                found = names[np.minimum(wanted, len(names) - 1)]
                found = np.where(wanted < len(names), found, -1)
            else:
                place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
                found = np.where(keys[place] == wanted, names[place], -1)
            labels = np.where(labels >= 0, found, -1)
        return labels

    def inverses(self, elements: Rows) -> Vector:
        """The number of the inverse of each element: it sends b to the point whose image is b."""
        columns = [np.argmax(elements == b, axis=1) for b in self.base]
        return self.numbers(
            np.stack(columns, 1) if columns else np.zeros((len(elements), 0), np.intp)
        )


def product_table(right: Rows, steps: Rows) -> Rows:
    """All products ``gh``, from those with generators and the last step of each word."""
    columns = np.empty((len(right), len(right)), np.int32)
    columns[0] = np.arange(len(right))
    by_generator = np.ascontiguousarray(right.T)
    for h, (parent, s) in enumerate(steps.tolist()):
        if h:
            columns[h] = by_generator[s][columns[parent]]
    return np.ascontiguousarray(columns.T)


def _packed(labels: Vector, images: NDArray[np.integer], degree: int) -> Vector:
    keys = labels
    for column in images.T:
        keys = keys * degree + column
    return keys


def _lookup(keys: Vector, names: Vector) -> tuple[Vector, Vector]:
    """The sorted keys with their names, or no keys and a table of names if the keys are small."""
    top = int(keys[-1]) + 1
    if top > _DENSE and top > 4 * len(keys):
        return keys, names
    table = np.full(top, -1, np.intp)
    table[keys] = names
    return np.empty(0, np.intp), table


def sealed(array: NDArray[T]) -> NDArray[T]:
    """The array, read-only from here on."""
    array.setflags(write=False)
    return array
