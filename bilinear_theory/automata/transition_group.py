"""Transition groups: the facts about a group that its products with generators show.

If every letter permutes the states, the words induce a group of permutations. Its elements are
enumerated, or if it acts regularly they are the states; the table of products with the letters then
gives the conjugacy classes, the derived series and the exponent without any other product. Past the
bound the order comes from a strong generating set, and the rest is given as far as it is certain.

``group_facts(a)``    order, exponent, derived length and types of the transition group
``EnumeratedGroup``   a group by the products of its elements with its generators
types                 the irreducible complex characters by Frobenius-Schur indicator: real 1,
                      complex 0, quaternionic -1

References: Isaacs, *Character Theory of Finite Groups* (1976), chapter 4 and theorem 6.32.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import components
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.monoid import MonoidTooLarge, transition_monoid
from bilinear_theory.automata.reachability import permutes, reachable
from bilinear_theory.automata.strong_generators import permutation_order

Vector = NDArray[np.intp]
_STEPS = 20_000_000  # letters applied in the search for the exponent


def group_facts(a: Automaton, *, bound: int = 1_000_000) -> dict[str, object] | None:
    """The transition group of an automaton as a JSON object, None if a letter does not permute.

    The keys are ``order``, ``exponent``, ``derived_length`` (None for a group that is not soluble)
    and ``types``, the numbers of irreducible complex characters that are ``real``, ``complex`` and
    ``quaternionic``. A number that is known only within bounds is ``[low, high]``, ``high`` None if
    none is known. The types of an abelian group are exact; of others the number of complex ones is,
    and the others are as exact as the numbers of classes and involutions make them.

    >>> group_facts(Automaton("a", [[1], [2], [0]], 0, (1, 0, 0)))["types"]
    {'real': 1, 'complex': 2, 'quaternionic': 0}
    """
    if not permutes(a.transitions.T):
        return None
    group = _regular(a)
    if group is None:
        try:
            group = EnumeratedGroup(transition_monoid(a, bound=bound).products)
        except MonoidTooLarge as large:
            return _facts_of_large(a, large.at_least)
    symmetric = len(a) >= 5 and group.order == math.factorial(len(a))
    return {
        "order": group.order,
        "exponent": group.exponent,
        "derived_length": None if symmetric else group.derived_length,
        "types": _types_of_symmetric(len(a)) if symmetric else group.types,
    }


@dataclass(frozen=True, eq=False)
class EnumeratedGroup:
    """A finite group by the products of its elements with its generators.

    ``products`` has shape ``(M, S)``: the element ``x s``; element 0 is the identity and the
    elements are numbered breadth-first.
    """

    products: Table

    @property
    def order(self) -> int:
        """The number of elements."""
        return len(self.products)

    @cached_property
    def _steps(self) -> tuple[Vector, Vector]:
        """Each element as an earlier element times a letter; the identity has -1 and -1."""
        M, S = self.products.shape
        parents, letters = np.full(M, -1, dtype=np.intp), np.full(M, -1, dtype=np.intp)
        if M > 1:
            first = np.full(M, -1, dtype=np.intp)
            first[self.products.ravel()[::-1]] = np.arange(M * S)[::-1]
            parents[1:], letters[1:] = first[1:] // S, first[1:] % S
        return parents, letters

    @cached_property
    def left(self) -> Table:
        """The element ``s x``, shape ``(M, S)``."""
        parents, letters = (v.tolist() for v in self._steps)
        table, columns = self.products.tolist(), list[list[int]]()
        for s in range(self.products.shape[1]):
            column = [table[0][s]]
            for i in range(1, len(table)):
                column.append(table[column[parents[i]]][letters[i]])
            columns.append(column)
        return np.array(columns, dtype=np.int32).reshape(len(columns), len(table)).T

    @cached_property
    def inverses(self) -> Vector:
        """The inverse of each element."""
        back = [np.argsort(column).tolist() for column in self.left.T]
        parents, letters = (v.tolist() for v in self._steps)
        inverse = [0]
        for i in range(1, self.order):
            inverse.append(back[letters[i]][inverse[parents[i]]])
        return np.array(inverse, dtype=np.intp)

    @cached_property
    def conjugates(self) -> Vector:
        """The element ``s^-1 x s``, shape ``(S, M)``."""
        return np.array(
            [np.argsort(l)[r] for l, r in zip(self.left.T, self.products.T, strict=True)],
            dtype=np.intp,
        ).reshape(self.products.shape[::-1])

    @cached_property
    def classes(self) -> Vector:
        """The conjugacy class of each element."""
        return _orbits(self.conjugates, self.order)

    @cached_property
    def is_abelian(self) -> bool:
        """Whether the letters commute."""
        return bool(np.array_equal(self.left, self.products))

    def word(self, x: int) -> list[int]:
        """A shortest word for an element, as letters."""
        parents, letters = self._steps
        word: list[int] = []
        while x:
            word.append(int(letters[x]))
            x = int(parents[x])
        return word[::-1]

    def times(self, x: Vector, y: int) -> Vector:
        """The elements ``x y``."""
        for s in self.word(y):
            x = self.products[x, s]
        return x

    @cached_property
    def exponent(self) -> int | list[int]:
        """The least common multiple of the orders of the elements, or an interval."""
        cycles = [_cycle(column) for column in self.products.T]
        known = math.lcm(1, *cycles)
        if self.is_abelian:
            return known
        table, classes = self.products.tolist(), self.classes.tolist()
        met, exponent, steps = [False] * (max(classes) + 1), known, 0
        for x in range(self.order):
            if met[classes[x]]:
                continue
            # The orders of the powers of x divide that of x.
            word, power, order = self.word(x), x, 1
            met[classes[x]] = True
            while power:
                for s in word:
                    power = table[power][s]
                met[classes[power]] = True
                order += 1
            exponent = math.lcm(exponent, order)
            steps += order * len(word)
            if steps > _STEPS and exponent < self.order:
                return [exponent, self.order]
        return exponent

    def normal_closure(self, elements: list[int]) -> tuple[NDArray[np.bool_], list[int]]:
        """The least normal subgroup that holds some elements, and generators of it."""
        inside = np.arange(self.order) == 0
        generators, waiting = list[int](), list(elements)
        label = np.arange(self.order)  # the left cosets of what the generators found so far
        while waiting:
            x = waiting.pop()
            if inside[x]:
                continue
            generators.append(x)
            label = components(label, label[self.times(np.arange(self.order), x)])[label]
            inside = label == label[0]
            waiting.extend(self.conjugates[:, x].tolist())
        return inside, generators

    def _commutators(self, elements: list[int]) -> list[int]:
        inverse = self.inverses
        found: list[int] = []
        for x, y in combinations(elements, 2):
            z = self.times(self.times(inverse[[x]], int(inverse[y])), x)
            found.append(int(self.times(z, y)[0]))
        return found

    @cached_property
    def derived_length(self) -> int | None:
        """The length of the derived series, None if it does not end in the identity."""
        generators = self.products[0].tolist()
        size, length = self.order, 0
        while size > 1:
            inside, generators = self.normal_closure(self._commutators(generators))
            smaller = int(inside.sum())
            if smaller == size:
                return None
            size, length = smaller, length + 1
        return length

    @cached_property
    def types(self) -> dict[str, int | list[int]]:
        """The irreducible complex characters by indicator, exactly or as intervals.

        As many characters are real-valued as classes are closed under inversion. The degrees of the
        real ones minus those of the quaternionic ones add up to the number of ``x`` with
        ``x^2 = 1``; a number of quaternionic ones is excluded if it needs too large a sum of squares.
        """
        k = int(self.classes.max()) + 1
        _, first = np.unique(self.classes, return_index=True)
        valued = int((self.classes[self.inverses[first]] == self.classes[first]).sum())
        # Quaternionic characters need a Sylow 2-subgroup of order 4 or more (their Schur index is 2).
        if self.is_abelian or self.order % 4:
            return {"real": valued, "complex": k - valued, "quaternionic": 0}
        letters = self.products[0].tolist()
        commutators = self._commutators(letters)
        squares = [int(self.products[x, s]) for s, x in enumerate(letters)]
        linear = self.order // int(self.normal_closure(commutators)[0].sum())
        signs = self.order // int(self.normal_closure(commutators + squares)[0].sum())
        roots = int((self.inverses == np.arange(self.order)).sum())
        # What is left for the real-valued characters that are not linear: all have degree >= 2.
        squares_left = self.order - linear - 4 * ((k - valued) - (linear - signs))
        possible = [
            n
            for n in range(valued - signs + 1)
            if _possible(valued - signs - n, n, roots - signs, squares_left)
        ]
        return {
            "real": _interval(valued - possible[-1], valued - possible[0]),
            "complex": k - valued,
            "quaternionic": _interval(possible[0], possible[-1]),
        }


def _possible(plus: int, minus: int, difference: int, squares: int) -> bool:
    """Whether degrees ``>= 2`` in these numbers, with this difference of sums, have few squares."""
    if minus == 0:
        lower = 0
    elif plus == 0:
        lower = -difference
    else:
        lower = max(2 * minus, 2 * plus - difference)
    upper = lower + difference  # the sums of degrees of the quaternionic and of the real ones
    if upper < max(2 * plus, 0) or lower < 2 * minus or (plus == 0 and upper):
        return False
    m, n = max(plus, 1), max(minus, 1)  # equal degrees have the least sum of squares
    return upper * upper * n + lower * lower * m <= squares * m * n


def _interval(low: int, high: int) -> int | list[int]:
    return low if low == high else [low, high]


def _regular(a: Automaton) -> EnumeratedGroup | None:
    """The transition group if its action on the states is regular, so that they are its elements."""
    r = reachable(a)
    if len(r) < len(a):
        return None
    group = EnumeratedGroup(r.transitions)
    # Regular exactly if "s x" is well defined, that is, commutes with all products from the right.
    for column in group.left.T:
        if not np.array_equal(column[r.transitions], r.transitions[column]):
            return None
    return group


def _orbits(maps: NDArray[np.integer], n: int) -> Vector:
    """The orbit of each of ``n`` points under permutations, the rows of an array."""
    label = np.arange(n)
    for image in maps:
        label = components(label, label[image])[label]
    return label


def _cycle(column: Table) -> int:
    """The length of the cycle of 0."""
    length, x = 1, int(column[0])
    while x:
        length, x = length + 1, int(column[x])
    return length


def _facts_of_large(a: Automaton, at_least: int) -> dict[str, object]:
    """What is certain of a group that is too large to enumerate."""
    letters, Q = a.transitions.T, len(a)
    order = permutation_order(letters)
    known = math.lcm(*(_period(letter) for letter in letters))
    if all(np.array_equal(x[y], y[x]) for x, y in combinations(letters, 2)):
        # As many characters are real as there are cosets of the group of squares.
        squares = permutation_order(np.array([letter[letter] for letter in letters]))
        real, others = [1, None], [0, None]
        if isinstance(order, int) and isinstance(squares, int):
            real, others = order // squares, order - order // squares
        return {
            "order": order if isinstance(order, int) else [max(order[0], at_least), None],
            "exponent": known,
            "derived_length": 1,
            "types": {"real": real, "complex": others, "quaternionic": 0},
        }
    facts: dict[str, object] = {
        "order": order if isinstance(order, int) else [max(order[0], at_least), None],
        "exponent": [known, order if isinstance(order, int) else None],
        "derived_length": [2, None],
        "types": {"real": [1, None], "complex": [0, None], "quaternionic": [0, None]},
    }
    if Q >= 5 and order in (math.factorial(Q), math.factorial(Q) // 2):
        # Index at most 2 in the symmetric group: that group or the alternating one, not soluble.
        rest = 2 if order != math.factorial(Q) else 0  # an even cycle needs a transposition beside
        facts["exponent"] = math.lcm(*(n for n in range(1, Q + 1) if n % 2 or n + rest <= Q))
        facts["derived_length"] = None
        if rest == 0:
            facts["types"] = _types_of_symmetric(Q)
    return facts


def _period(permutation: Table) -> int:
    """The order of a permutation."""
    _, sizes = np.unique(_orbits(permutation[None], len(permutation)), return_counts=True)
    return math.lcm(*set(sizes.tolist()))


def _types_of_symmetric(n: int) -> dict[str, int | list[int]]:
    """The types of the symmetric group: one real character for each partition of ``n``."""
    count = [1] + [0] * n
    for part in range(1, n + 1):
        for m in range(part, n + 1):
            count[m] += count[m - part]
    return {"real": count[n], "complex": 0, "quaternionic": 0}
