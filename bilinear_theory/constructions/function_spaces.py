"""Function spaces: systems whose units are functions on the states that letters respect.

Functions on the states and all that letters make of them, ``q -> f(q.w)``, span a space; evaluation at a
state is a vector of its dual, and letters act on these vectors linearly. With the functions that outputs are
this is the narrowest recurrence with exact linear outputs, of width the Hankel rank; other functions
that separate the states may span less. If the constants are among them, the vectors lie in an affine plane of
one dimension less, on which letters act with an additive term.

``proposals(minimal)``      functions, one or several a time
``widths(..)``              how many units their spaces take
``shape(..)``               the vectors, matrices and offsets of one of them
``narrowest(question, n)``  the realization of the fewest units that a proposal gives, fewer than n

References: Fliess, *Matrices de Hankel* (1974); theory.md, section 3.10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.observation import observation, span
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.one_vector import Point, one_vector_a_state
from bilinear_theory.systems.question import Question

#: Vectors of the states, matrices and offsets of the letters.
Shape = tuple[Sequence[Point], Sequence[CyclotomicMatrix], Sequence[Point] | None]

Functions = NDArray[np.int64]

#: The most states for which spaces of functions are sought.
MAX_STATES = 64
#: The most functions that are proposed one by one, and the most states for which they are.
MAX_FUNCTIONS, MAX_SMALL = 100, 6
#: The most outputs each of which is once left out of the indicators.
MAX_LEFT_OUT = 16


def proposals(minimal: Automaton) -> Iterator[Functions]:
    """Integer functions on the states, one or several a time, shape ``(F, Q)``."""
    n = len(minimal)
    codes = minimal.output_codes.astype(np.int64)
    ranks = np.argsort(np.argsort(codes, kind="stable"), kind="stable")
    yield ranks[None]
    yield codes[None]
    indicators = (codes == np.arange(int(codes.max()) + 1)[:, None]).astype(np.int64)
    for y in range(min(len(indicators), MAX_LEFT_OUT) if len(indicators) > 1 else 0):
        yield np.delete(indicators, y, axis=0)  # the bias of a decoder makes up for one of them
    values = (1, 0, -1) if n <= 4 else (1, 0)
    if n <= MAX_SMALL:
        for row in islice(product(values, repeat=n), MAX_FUNCTIONS):
            if any(row):
                yield np.array([row], np.int64)
    yield np.eye(n, dtype=np.int64)


def widths(minimal: Automaton, *, additive: bool) -> tuple[int, ...]:
    """For each space that is proposed at most the number of units that it takes, and mostly that."""
    return tuple(units for units, _ in _spaces(minimal, additive=additive))


@lru_cache(maxsize=256)
def shape(minimal: Automaton, place: int, *, additive: bool) -> Shape | None:
    """The system of a space of functions, by its place among those that are proposed.

    With an additive term the coordinates add up to 1, and the last one is left out.

    Returns:
        None if the functions do not separate the states, or if they are constants alone.
    """
    _, functions = _spaces(minimal, additive=additive)[place]
    seen = observation(minimal, functions, list(range(len(minimal))))
    vectors = [tuple(x for (x,) in v.rows()) for v in seen.vectors.columns()]
    if len(set(vectors)) < len(minimal):
        return None
    matrices = tuple(seen.matrix(column) for column in minimal.transitions.T)
    if not additive:
        return vectors, matrices, None
    last = len(vectors[0]) - 1
    if last == 0:
        return None
    kept, ones = range(last), CyclotomicMatrix([[1] * last])
    ends = [A.submatrix(kept, [last]) for A in matrices]
    parts = (A.submatrix(kept, kept) - end @ ones for A, end in zip(matrices, ends, strict=True))
    offsets = tuple(tuple(x for (x,) in end.rows()) for end in ends)
    return [v[:last] for v in vectors], tuple(parts), offsets


def narrowest(question: Question, below: int) -> Realization | None:
    """The realization of the fewest units, fewer than ``below``; None if no proposal has a decoder.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.systems.question import Subject
    >>> from bilinear_theory.systems.restriction import Full
    >>> from bilinear_theory.systems.setting import Setting
    >>> last_but_two = Subject(target("regex:(a|b)*a(a|b)(a|b)"))
    >>> narrowest(Question(last_but_two, Full(), Setting()), 8).width
    4
    """
    minimal, additive = question.minimal, question.setting.additive
    if not 1 < len(minimal) <= MAX_STATES:
        return None
    for units, place in sorted((d, i) for i, d in enumerate(widths(minimal, additive=additive))):
        if units >= below:
            return None
        found = shape(minimal, place, additive=additive)
        if found is None or len(found[0][0]) >= below:
            continue
        reason = f"{len(found[0][0])} functions on the states that letters respect"
        system = one_vector_a_state(question, *found, reason)
        if system is not None:
            return system
    return None


@lru_cache(maxsize=8)
def _spaces(minimal: Automaton, *, additive: bool) -> list[tuple[int, Functions]]:
    """The units that spaces take, and functions that span them, the first of those with the same span.

    With an additive term the constants are among the functions, and take no unit.
    """
    found: dict[bytes, tuple[int, Functions]] = {}
    ones = np.ones((int(additive), len(minimal)), np.int64)
    for f in proposals(minimal):
        functions = np.vstack([ones, f])
        basis = span(minimal, functions)
        found.setdefault(basis.tobytes(), (len(basis) - additive, functions))
    return list(found.values())
