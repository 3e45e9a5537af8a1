"""Observation: the functions of the states that outputs see, as the least linear recurrence.

Functions on the states and all that letters make of them, ``q -> f(q.w)``, span a space F of dimension
r, the Hankel rank of the functions. Evaluation at a state is a vector of the dual of F, and letters act on
these vectors linearly: this is the narrowest recurrence that has the functions as linear outputs.

``Observation``          the vectors of the states in coordinates
``observation(a, f)``    the vectors for given functions, exactly
``span(a, f)``           the space modulo a prime: equal bases for equal spaces
``components(a)``        the strong components of the states, those that all others lead to first

The basis of F is reduced: ``r`` pivot states have the unit vectors, and the other vectors have zeros in
the coordinates of later pivots. So in an order in which letters never lead up, the matrices are
block-triangular, with one block for the pivots of each strong component.

References: Fliess, *Matrices de Hankel* (1974); Berstel and Reutenauer, *Noncommutative Rational Series
with Applications* (2011), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.automata.automaton import Automaton, Table

Functions = NDArray[np.int64]

_PRIMES = (
    1048573,
    1048571,
    1048559,
)  # below 2^20: sums of 2^22 products of residues stay in 63 bits


@dataclass(frozen=True, eq=False)
class Observation:
    """Vectors of the states, one column a state, in a space that the letters act on.

    Args:
        vectors: shape ``(r, Q)``, rational, of rank r.
        pivots: the states of the unit vectors, in their order.
    """

    vectors: CyclotomicMatrix
    pivots: tuple[int, ...]

    def matrix(self, column: Table) -> CyclotomicMatrix:
        """The matrix of a letter, given by its column of transitions: vectors go to vectors."""
        rows = range(len(self.pivots))
        return self.vectors.submatrix(rows, [int(column[q]) for q in self.pivots])


def observation(a: Automaton, functions: Functions, order: list[int]) -> Observation:
    """The narrowest space of vectors from which the functions are read linearly.

    Args:
        a: an automaton.
        functions: integers, shape ``(F, Q)``, one function a row.
        order: all states; the pivots are the first ones in this order that are independent.

    >>> last = Automaton("ab", [[1, 2], [1, 2], [1, 2]], 0, (0, 1, 2))
    >>> seen = observation(last, np.array([[0, 1, 1]]), [2, 1, 0])
    >>> seen.pivots, seen.vectors
    ((2, 0), [0 1 1]
    [1 0 0])
    """
    n = len(a)
    place = np.argsort(np.array(order))
    letters = place[a.transitions[order]].T  # of places in the order, not of states
    for p in _PRIMES:
        chosen, basis = _independent(letters, functions[:, order], p)
        places = (basis != 0).argmax(axis=1).tolist()
        if len(places) == n:
            break
        rows = CyclotomicMatrix(chosen[:, place].tolist(), columns=n)
        pivots = tuple(order[j] for j in places)
        vectors = rows.submatrix(range(len(places)), pivots).solve(rows)
        if vectors is not None:
            found = Observation(vectors, pivots)
            if _holds(found, a, functions) and _is_leftmost(found, places, place):
                return found
    identity = CyclotomicMatrix([[int(order[i] == q) for q in range(n)] for i in range(n)])
    return Observation(identity, tuple(order))


def span(a: Automaton, functions: Functions) -> Functions:
    """The reduced basis, modulo a prime, of the space of the functions and their images.

    It has at most as many rows as the space has dimensions, and mostly that many. Functions that span the
    same space have the same basis, shape ``(r, Q)``.

    >>> last = Automaton("ab", [[1, 2], [1, 2], [1, 2]], 0, (0, 1, 2))
    >>> span(last, np.array([[0, 1, 0]])).tolist()
    [[1, 0, 1], [0, 1, 0]]
    """
    letters = a.transitions.T.astype(np.intp)
    _, basis = _independent(letters, functions, _PRIMES[0])
    return basis


def components(a: Automaton) -> list[list[int]]:
    """The strong components of the states, each after all those to which letters lead from it.

    >>> components(Automaton("a", [[1], [2], [1]], 0, (0, 1, 2)))
    [[1, 2], [0]]
    """
    labels = strong_components(a.transitions)
    members = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
    return [states.tolist() for states in members]


def _holds(found: Observation, a: Automaton, functions: Functions) -> bool:
    """Whether the vectors determine the functions, and their images under each letter, linearly."""
    R, rows = found.vectors, range(len(found.pivots))
    given = CyclotomicMatrix(functions.tolist())
    return given.submatrix(range(len(functions)), found.pivots) @ R == given and all(
        found.matrix(column) @ R == R.submatrix(rows, column.tolist()) for column in a.transitions.T
    )


def _is_leftmost(found: Observation, places: list[int], place: NDArray[np.intp]) -> bool:
    """Whether the vector of each state is a combination of those of pivots up to it in the order."""
    numerators = found.vectors.slices[0].tolist()
    return all(
        row[q] == 0
        for row, j in zip(numerators, places, strict=True)
        for q in np.flatnonzero(place < j).tolist()
    )


def _independent(
    letters: NDArray[np.intp], functions: Functions, p: int
) -> tuple[Functions, Functions]:
    """Functions ``q -> f(q.w)``, independent modulo a prime, that span all of them modulo it.

    Returns these functions, and the reduced basis of their span: each row begins with a 1, to the right of
    the row before, in a column that is 0 in the other rows. These are the leftmost columns in which the
    functions are independent.
    """
    n = letters.shape[1]
    chosen: list[NDArray[np.int64]] = []
    basis, pivots = np.zeros((0, n), np.int64), list[int]()
    blocks = [functions]
    for block in blocks:
        rest = (block - block[:, pivots] % p @ basis) % p
        while len(chosen) < n and (left := rest.any(axis=1)).any():
            i = int(left.argmax())
            column = int((rest[i] != 0).argmax())
            row = rest[i] * pow(int(rest[i, column]), -1, p) % p
            rest = (rest - rest[:, [column]] * row) % p
            basis = np.vstack([(basis - basis[:, [column]] * row) % p, row])
            pivots.append(column)
            chosen.append(block[i])
            blocks.append(block[i][letters])
        if len(chosen) == n:
            break
    return np.array(chosen, dtype=np.int64).reshape(len(chosen), n), basis[np.argsort(pivots)]
