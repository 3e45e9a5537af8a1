"""Brute force on the transition monoid: the identities over all its elements.

A map of the states is a tuple of images, and words act from left to right, so that ``xy`` is first x.
"""

from __future__ import annotations

import numpy as np

from bilinear_theory.automata.automaton import Automaton

Map = tuple[int, ...]


def monoid(a: Automaton) -> list[Map]:
    """All maps of the states that words induce, the identity first."""
    letters = [tuple(column) for column in a.transitions.T.tolist()]
    found = {tuple(range(len(a))): None}
    queue = list(found)
    for m in queue:
        for x in letters:
            after = then(m, x)
            if after not in found:
                found[after] = None
                queue.append(after)
    return queue


def then(*maps: Map) -> Map:
    """The maps one after the other."""
    result = maps[0]
    for m in maps[1:]:
        result = tuple(m[q] for q in result)
    return result


def idempotent(x: Map) -> Map:
    """The power of x that is its own square."""
    power = x
    while then(power, power) != power:
        power = then(power, x)
    return power


class Identities:
    """Which identities of theory.md, section 3.6, hold for all elements of a monoid.

    Elements are numbered and their products tabulated; O(|M|^4) where there are four variables.
    """

    def __init__(self, minimal: Automaton) -> None:
        elements = monoid(minimal)
        number = {m: i for i, m in enumerate(elements)}
        self.times = np.array([[number[then(x, y)] for y in elements] for x in elements])
        self.omega = np.array([number[idempotent(x)] for x in elements])
        self.size = len(elements)

    def word(self, *xs: np.ndarray) -> np.ndarray:
        value = xs[0]
        for x in xs[1:]:
            value = self.times[value, x]
        return value

    def everywhere(self, variables: int, left, right) -> bool:
        """Whether two words in the variables are equal for all elements put in their place."""
        xs = np.ogrid[(slice(self.size),) * variables]
        xs = list(xs) if variables > 1 else [np.arange(self.size)]
        return bool(np.all(self.word(*left(*xs)) == self.word(*right(*xs))))

    def commutative(self) -> bool:
        return self.everywhere(2, lambda x, y: (x, y), lambda x, y: (y, x))

    def power(self, left) -> bool:
        return self.everywhere(1, left, lambda x: (x,))

    def last_letter(self, power) -> bool:
        return self.everywhere(2, lambda x, t: (*power(x), t, x), lambda x, t: (t, x))

    def exchange(self) -> bool:
        return self.everywhere(
            4, lambda x, y, t, s: (x, y, t, x, s, y), lambda x, y, t, s: (y, x, t, x, s, y)
        ) and self.everywhere(
            4, lambda x, y, t, s: (x, y, t, y, s, x), lambda x, y, t, s: (y, x, t, y, s, x)
        )

    def group(self) -> bool:
        return not self.omega.any()  # the identity is element 0

    def holds(self, name: str) -> bool:
        """Whether the class of matrices tracks the machine, by the table of the theory."""
        return {
            "diagonal-nonnegative": lambda: self.commutative() and self.power(lambda x: (x, x)),
            "diagonal-real": lambda: self.commutative() and self.power(lambda x: (x, x, x)),
            "rotation": lambda: self.commutative() and self.power(lambda x: (self.omega[x], x)),
            "diagonal-nonnegative+b": lambda: self.last_letter(lambda x: (x,)),
            "diagonal-real+b": lambda: self.last_letter(lambda x: (x, x)) and self.exchange(),
            "rotation+b": lambda: self.last_letter(lambda x: (self.omega[x],)) and self.exchange(),
            "permutation": self.group,
            "permutation+b": self.group,
        }[name]()


CLASSES = (
    "diagonal-nonnegative",
    "diagonal-real",
    "rotation",
    "diagonal-nonnegative+b",
    "diagonal-real+b",
    "rotation+b",
    "permutation",
    "permutation+b",
)
