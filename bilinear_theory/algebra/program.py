"""Straight-line programs: elements of a group by products and inverses, step by step.

A program starts with variables and adds one element a step, the product of two earlier ones or the
inverse of one; its value is the last element. So a word of astronomical length has a short program.

``Program``    the steps, and the value for given variables
``Recorder``   steps that are written down while a computation runs, and the program of any of them

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 3.1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

Step = tuple[int, ...]


@dataclass(frozen=True)
class Program:
    """A program: element i is a variable for ``i < variables``, then one element a step.

    Args:
        variables: the number of variables, at least 1.
        steps: ``(i, j)`` for the product of the elements i and j, i first, ``(i,)`` for the inverse.

    Raises:
        ValueError: if a step names a later element.

    >>> Program(2, ((0, 1), (2, 2))).value([3, 4], lambda x, y: x + y, lambda x: -x)
    14
    """

    variables: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        for i, step in enumerate(self.steps):
            if len(step) not in (1, 2) or not all(0 <= j < self.variables + i for j in step):
                raise ValueError(f"step {i} is {step}: one or two earlier elements are expected")

    def value(
        self, given: Sequence[T], product: Callable[[T, T], T], inverse: Callable[[T], T]
    ) -> T:
        """The value where the variables stand for the given elements."""
        found = list(given)
        for step in self.steps:
            if len(step) == 1:
                found.append(inverse(found[step[0]]))
            else:
                found.append(product(found[step[0]], found[step[1]]))
        return found[-1]


@dataclass
class Recorder:
    """Steps written down one after the other; elements are named by their numbers."""

    variables: int
    steps: list[Step] = field(default_factory=list[Step])

    def record(self, *step: int) -> int:
        """The number of the new element."""
        self.steps.append(step)
        return self.variables + len(self.steps) - 1

    def power(self, element: int, exponent: int) -> int:
        """The number of a power of an element, of an exponent of at least 1."""
        result = element
        for digit in bin(exponent)[3:]:
            result = self.record(result, result)
            if digit == "1":
                result = self.record(result, element)
        return result

    def commutator(self, x: int, y: int) -> int:
        """The number of ``x^-1 y^-1 x y``."""
        back = self.record(self.record(x), self.record(y))
        return self.record(back, self.record(x, y))

    def program(self, element: int) -> Program:
        """The program of one element, without the steps that it does not need."""
        needed, waiting = {element}, [element]
        while waiting:
            i = waiting.pop() - self.variables
            if i >= 0:
                fresh = set(self.steps[i]) - needed
                needed |= fresh
                waiting += fresh
        number = {v: v for v in range(self.variables)}
        for i in sorted(needed - set(number)):
            number[i] = len(number)
        steps = [self.steps[i - self.variables] for i in sorted(needed) if i >= self.variables]
        return Program(self.variables, tuple(tuple(number[j] for j in s) for s in steps))
