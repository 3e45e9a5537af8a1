"""Short laws of finite groups whose squares commute and of a few groups of unit quaternions.

An involution among unit quaternions is -1, which is central, and ``g^30`` is 1 or -1 for every g in the
binary icosahedral group; commutators of squares have orders that divide 4 in the binary octahedral group, and
are 1 where squares commute. So ``[[u^2, v^2]^30, z]`` and ``[[u^2, v^2]^4, z^30]`` are laws of all these
groups. Whether a word is a law of given groups is not taken from that: all pairs of elements are tried.

``short_law(generators, targets)``   such a law that fails at some generators, None if there is none

References: H. Neumann, *Varieties of Groups* (1967), chapter 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from itertools import product as tuples

import numpy as np

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.permutations import Vector
from bilinear_theory.algebra.program import Program, Recorder
from bilinear_theory.algebra.stabiliser_chain import Permutation

#: The exponents a and b of the words ``[[u^2, v^2]^a, z^b]``.
EXPONENTS = ((30, 1), (4, 30))


def short_law(generators: Sequence[Permutation], targets: Sequence[FiniteGroup]) -> Program | None:
    """A word ``[[u^2, v^2]^a, z^b]`` that fails at generators, and is a law of groups.

    For generators x and y, u and v are two of x, y and xy, and z is x or y.

    Args:
        generators: permutations of the same points.
        targets: groups of which it is to be a law; where squares commute every such word is one.

    >>> s4 = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    >>> plane = [(a, b) for a in range(3) for b in range(3)]
    >>> shift = np.array([3 * ((a + 1) % 3) + b for a, b in plane])
    >>> turn = np.array([3 * (-b % 3) + a for a, b in plane])
    >>> len(short_law([shift, turn], [s4]).steps), short_law(list(s4.permutations), [s4])
    (21, None)
    """
    identity = np.arange(len(generators[0]))
    for program in _programs(len(generators)):
        value = program.value(list(generators), lambda x, y: y[x], np.argsort)
        if (value != identity).any() and all(_holds(program, s) for s in targets):
            return program
    return None


@lru_cache(maxsize=8)
def _programs(rank: int) -> tuple[Program, ...]:
    """The words as programs."""
    found: list[Program] = []
    for (i, j), (a, b) in tuples(combinations(range(rank), 2), EXPONENTS):
        recorder = Recorder(rank)
        squares = [recorder.record(k, k) for k in (i, j, recorder.record(i, j))]
        for u, v in combinations(squares, 2):
            inner = recorder.power(recorder.commutator(u, v), a)
            outer = (recorder.commutator(inner, recorder.power(k, b)) for k in (i, j))
            found += [recorder.program(element) for element in outer]
    return tuple(found)


@lru_cache(maxsize=256)
def _holds(program: Program, target: FiniteGroup) -> bool:
    """Whether a program in two of its variables is trivial in a group: the first one up to conjugation."""
    inverse = target.inverse
    used = sorted({i for step in program.steps for i in step if i < program.variables})
    given: list[Vector] = [np.zeros(1, np.intp)] * program.variables
    given[used[0]] = target.class_representatives[:, None]
    given[used[1]] = np.arange(target.order)[None, :]
    return not program.value(given, target.product, lambda x: inverse[x]).any()
