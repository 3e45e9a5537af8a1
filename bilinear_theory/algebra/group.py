"""Finite groups, all elements listed: products, conjugacy classes, power maps and series.

A group is enumerated from permutations that generate it; its elements are then the numbers
``0 .. N-1``, 0 the identity, in breadth-first order of their shortest words, which is the order of
the states of its Cayley automaton. All operations take arrays of numbers.

``product(g, h)``   g first, then h: permutations compose left to right, ``(gh)[i] = h[g[i]]``
``right``           the Cayley table: the product of each element with each generator
classes             conjugacy classes by element orders, then sizes, then shortest words
``power_map(k)``    the class of ``g^k`` for each class of g
subgroups           sorted read-only arrays of element numbers

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), chapters 3-4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bilinear_theory.algebra.conjugacy import conjugacy_classes
from bilinear_theory.algebra.group_table import regular_permutations
from bilinear_theory.algebra.permutations import (
    ImageIndex,
    Rows,
    Vector,
    checked_permutations,
    enumeration,
    product_table,
    sealed,
)
from bilinear_theory.algebra.series import closure, derived_series, generated

ELEMENTS_BOUND = 100_000
_LISTED_ORDER = 256  # up to this order lists are faster than arrays
_TABLE_ORDER = 1024  # up to this order all products are tabulated on first use


@dataclass(frozen=True, eq=False, init=False, repr=False)
class FiniteGroup:
    """The group that permutations generate, with all its elements.

    Args:
        permutations: lists of images of ``0 .. n-1``, at least one; kept as an array ``(G, n)``.
        bound: the largest order that is enumerated.

    Raises:
        ValueError: if the generators are no permutations of the same points; past the bound.

    >>> s3 = FiniteGroup([(1, 0, 2), (1, 2, 0)])
    >>> s3.order, s3.class_orders.tolist(), s3.class_sizes.tolist(), s3.derived_length
    (6, [1, 2, 3], [1, 3, 2], 2)
    >>> s, r = s3.generators
    >>> s3.elements[s3.product(s, r)].tolist()
    [2, 1, 0]
    """

    permutations: Rows
    bound: int
    _enumeration: tuple[Rows, Rows, Rows]

    def __init__(
        self,
        permutations: Sequence[Sequence[int]] | NDArray[np.integer],
        *,
        bound: int = ELEMENTS_BOUND,
    ) -> None:
        object.__setattr__(self, "permutations", sealed(checked_permutations(permutations)))
        object.__setattr__(self, "bound", bound)
        arrays = tuple(sealed(x) for x in enumeration(self.permutations, bound))
        object.__setattr__(self, "_enumeration", arrays)

    @classmethod
    def from_table(
        cls,
        table: Sequence[Sequence[int]] | NDArray[np.integer],
        *,
        bound: int = ELEMENTS_BOUND,
    ) -> FiniteGroup:
        """The group with a multiplication table, ``table[i][j]`` the product ``i j``.

        The element i of the table becomes the permutation ``table[:, i]``, multiplication by i on the
        right; its number in the group is ``group.index(table[:, i])``.

        Raises:
            ValueError: if the table is none of a group, with the elements that break a law.

        >>> FiniteGroup.from_table([[0, 1], [1, 0]]).order
        2
        """
        return cls(regular_permutations(table), bound=bound)

    @property
    def order(self) -> int:
        """The number of elements."""
        return len(self.elements)

    @property
    def degree(self) -> int:
        """The number of points that the permutations act on."""
        return self.permutations.shape[1]

    def __len__(self) -> int:
        return self.order

    def __repr__(self) -> str:
        return f"<FiniteGroup of order {self.order} on {self.degree} points>"

    @property
    def elements(self) -> Rows:
        """The elements as permutations, shape ``(N, n)``; row 0 is the identity."""
        return self._enumeration[0]

    @property
    def right(self) -> Rows:
        """The product of each element with each generator on the right, shape ``(N, G)``."""
        return self._enumeration[1]

    @property
    def steps(self) -> Rows:
        """An earlier element and the generator that leads from it to each element, ``(N, 2)``."""
        return self._enumeration[2]

    @property
    def generators(self) -> tuple[int, ...]:
        """The numbers of the generators."""
        return tuple(self.right[0].tolist())

    def word(self, x: int) -> tuple[int, ...]:
        """A shortest word for an element, as generators by their places."""
        word: list[int] = []
        while x:
            x, s = self.steps[x].tolist()
            word.append(s)
        return tuple(reversed(word))

    @cached_property
    def _images(self) -> ImageIndex:
        return ImageIndex.of(self.elements)

    def index(self, permutation: Sequence[int] | NDArray[np.integer]) -> int:
        """The number of a permutation.

        Raises:
            ValueError: if it does not lie in the group.
        """
        return int(self.indices([permutation])[0])

    def indices(
        self, permutations: Sequence[Sequence[int] | NDArray[np.integer]] | NDArray[np.integer]
    ) -> Vector:
        """The numbers of permutations, rows of an array or a list.

        Raises:
            ValueError: if one does not lie in the group.
        """
        for row in permutations:
            if len(row) != self.degree:
                raise ValueError(f"{list(row)} does not lie in the group of order {self.order}")
        rows = np.asarray(permutations).reshape(-1, self.degree)
        wrong = ((rows < 0) | (rows >= self.degree)).any(1)
        numbers = np.full(len(rows), -1, np.intp)
        numbers[~wrong] = self._images.numbers(rows[~wrong][:, self._images.base])
        wrong |= (numbers < 0) | (self.elements[numbers] != rows).any(1)
        if wrong.any():
            row = rows[np.argmax(wrong)].tolist()
            raise ValueError(f"{row} does not lie in the group of order {self.order}")
        return numbers

    @cached_property
    def table(self) -> Rows:
        """All products, ``table[g, h] = gh``, shape ``(N, N)``.

        Raises:
            ValueError: if the table has more than 10^8 entries.
        """
        N = self.order
        if N > 10_000:
            raise ValueError(
                f"the table of {N}^2 products is past the bound of 10^8; use product on the "
                "elements that are needed"
            )
        return sealed(product_table(self.right, self.steps))

    def product(self, g: ArrayLike, h: ArrayLike) -> Vector:
        """The products ``gh``, g first, of numbers or arrays of numbers that broadcast."""
        x, y = np.asarray(g), np.asarray(h)
        if self.order <= _TABLE_ORDER:
            return self.table[x, y].astype(np.intp)
        x, y = np.broadcast_arrays(x, y)
        flat_x, flat_y = x.ravel(), y.ravel()
        base = self._images.base
        images = self.elements[flat_y[:, None], self.elements[flat_x[:, None], base]]
        return self._images.numbers(images).reshape(x.shape)

    @cached_property
    def inverse(self) -> Vector:
        """The inverse of each element, shape ``(N,)``."""
        return sealed(self._images.inverses(self.elements))

    def power(self, g: ArrayLike, k: int) -> Vector:
        """The powers ``g^k`` of numbers or an array of numbers, k any integer."""
        square = np.asarray(g)
        if k < 0:
            square, k = self.inverse[square], -k
        result = np.zeros_like(square)
        while k:
            if k & 1:
                result = self.product(result, square)
            k >>= 1
            if k:
                square = self.product(square, square)
        return result.astype(np.intp)

    def conjugate(self, g: ArrayLike, h: ArrayLike) -> Vector:
        """The conjugates ``h^-1 g h``."""
        return self.product(self.product(self.inverse[np.asarray(h)], g), h)

    def commutator(self, g: ArrayLike, h: ArrayLike) -> Vector:
        """The commutators ``g^-1 h^-1 g h``."""
        return self.product(self.inverse[np.asarray(g)], self.conjugate(g, h))

    @cached_property
    def _conjugations(self) -> tuple[Vector, ...]:
        """For each generator s the map ``x -> s^-1 x s``."""
        base, maps = self._images.base, list[Vector]()
        for place, s in enumerate(self.permutations):
            back = np.argsort(s)[base]  # s^-1 x s sends b to the image under x s of s^-1(b)
            maps.append(self._images.numbers(self.elements[self.right[:, place, None], back]))
        return tuple(maps)

    @cached_property
    def _classes(self) -> tuple[Vector, Vector, Vector, Vector]:
        """Class of each element; first element, size and element order of each class."""
        return conjugacy_classes(self, self._conjugations)

    @property
    def classes(self) -> Vector:
        """The conjugacy class of each element, shape ``(N,)``; class 0 is that of the identity."""
        return self._classes[0]

    @property
    def class_representatives(self) -> Vector:
        """The first element of each class, one with a shortest word."""
        return self._classes[1]

    @property
    def class_sizes(self) -> Vector:
        """The number of elements of each class."""
        return self._classes[2]

    @property
    def class_orders(self) -> Vector:
        """The order of the elements of each class."""
        return self._classes[3]

    @cached_property
    def element_orders(self) -> Vector:
        """The order of each element."""
        return sealed(self.class_orders[self.classes])

    @cached_property
    def exponent(self) -> int:
        """The least common multiple of the orders of the elements."""
        return math.lcm(*self.class_orders.tolist())

    @cached_property
    def class_powers(self) -> Vector:
        """The class of ``g^k`` for each class of g and ``0 <= k <`` the largest order of an element."""
        length = int(self.class_orders.max())
        powers, step = np.zeros((len(self.class_sizes), 1), np.intp), self.class_representatives
        while powers.shape[1] < length:
            powers = np.concatenate([powers, self.product(powers, step[:, None])], 1)
            step = self.product(step, step)
        return sealed(self.classes[powers[:, :length]])

    def power_map(self, k: int) -> Vector:
        """The class of ``g^k`` for each class of g, k any integer."""
        return self.class_powers[np.arange(len(self.class_sizes)), k % self.class_orders]

    @cached_property
    def class_elements(self) -> tuple[Vector, ...]:
        """The elements of each class."""
        ordered = np.argsort(self.classes, kind="stable")
        parts = np.split(ordered, np.cumsum(self.class_sizes)[:-1])
        return tuple(sealed(part) for part in parts)

    @cached_property
    def real_classes(self) -> NDArray[np.bool_]:
        """Whether each class holds the inverses of its elements."""
        return sealed(self.power_map(-1) == np.arange(len(self.class_sizes)))

    @cached_property
    def centre(self) -> Vector:
        """The elements that commute with all elements."""
        return sealed(np.flatnonzero(self.class_sizes[self.classes] == 1))

    @cached_property
    def is_abelian(self) -> bool:
        """Whether all products commute."""
        s = np.array(self.generators)
        return bool((self.product(s[:, None], s) == self.product(s, s[:, None])).all())

    def generated_subgroup(self, elements: Iterable[int]) -> Vector:
        """The least subgroup that holds some elements."""
        if self.order <= _LISTED_ORDER:
            return sealed(np.array(generated(self._rows, elements), np.intp))
        return sealed(np.flatnonzero(closure(self, elements, ())[0]))

    @cached_property
    def _rows(self) -> list[list[int]]:
        return self.table.tolist()

    def normal_closure(self, elements: Iterable[int]) -> Vector:
        """The least normal subgroup that holds some elements."""
        return sealed(np.flatnonzero(closure(self, elements, self._conjugations)[0]))

    @cached_property
    def _derived(self) -> tuple[tuple[Vector, ...], bool]:
        return derived_series(self, self.generators, self._conjugations)

    @property
    def derived_series(self) -> tuple[Vector, ...]:
        """The group, its derived subgroup, that one's, .., to the first that is its own derived."""
        return self._derived[0]

    @property
    def derived_subgroup(self) -> Vector:
        """The subgroup that commutators generate."""
        series = self.derived_series
        return series[min(1, len(series) - 1)]

    @property
    def is_solvable(self) -> bool:
        """Whether the derived series ends in the trivial group."""
        return self._derived[1]

    @property
    def derived_length(self) -> int | None:
        """The number of steps of the derived series, None if the group is not solvable."""
        return len(self.derived_series) - 1 if self.is_solvable else None

    @cached_property
    def squares(self) -> Vector:
        """The subgroup that squares generate, the least with an elementary abelian 2-quotient."""
        return self.generated_subgroup(np.unique(self.power(np.arange(self.order), 2)).tolist())

    @cached_property
    def squares_commute(self) -> bool:
        """Whether ``x^2 y^2 = y^2 x^2`` for all elements: the subgroup of squares is abelian."""
        _, generators = closure(self, self.squares.tolist(), ())
        s = np.array(generators, np.intp)
        return bool((self.product(s[:, None], s) == self.product(s, s[:, None])).all())

    def subgroup(self, elements: Iterable[int]) -> FiniteGroup:
        """The group that some elements generate, as a group on the same points."""
        _, chosen = closure(self, elements, ())
        return FiniteGroup(self.elements[chosen or [0]], bound=self.bound)
