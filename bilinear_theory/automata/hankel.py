"""Hankel rank: the least width of a linear recurrence with exact linear outputs.

The Hankel matrix of an automaton has the entry ``f(uv)`` in row ``u``, column ``v``, where ``f`` is
the acceptance function, or the indicators of all outputs side by side. Its rank over the rationals
is the dimension of the span of the functions ``q -> f(q.w)`` on the reachable states, over all
words ``w``, and the same over the reals and the complex numbers.

``hankel_rank(a)``   the rank, exactly; past a bound on the work an interval that contains it

Words that are independent modulo a prime are independent over the rationals, so each prime gives a
lower bound. For the upper bound the relations ``e_q = sum_i R_qi e_i``, which express each state by
the independent ones, are lifted to the rationals and checked in exact integers: they must hold for
the outputs and go over into relations under each letter. Failing that, minors decide: were the rank
greater, a nonzero integer below Hadamard's bound would be divisible by every prime used.

References: Fliess, *Matrices de Hankel* (1974); Schuetzenberger, *On the definition of a family of
automata* (1961); Tzeng, *A polynomial-time algorithm for the equivalence of probabilistic automata*
(1992); Wang, *A p-adic algorithm for univariate partial fractions* (1981), for the lifting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.minimization import minimize

Matrix = NDArray[np.float64]
_BLOCK = 64  # vectors that are reduced together
_ENTRIES = 2**25  # numbers that a basis may hold, whatever the work


def hankel_rank(
    a: Automaton, *, bound: int = 10**10, constants: bool = False
) -> int | tuple[int, int]:
    """The Hankel rank of an automaton over the rationals.

    If all outputs are 0 or 1, or Booleans, the rank of the acceptance function, else that of the
    indicators of all outputs together. With the constants among the functions it is one more than the
    least width of a recurrence with an additive term whose outputs are exact.

    Args:
        a: any automaton; only its minimal automaton matters, ``n`` states say.
        constants: takes the constant functions with those of the outputs.
        bound: on the work, ``n`` times the square of the rank (seconds for the default).

    Returns:
        The rank, or ``(low, n)`` with ``low <= rank <= n`` if the bound does not let it be found.

    >>> third_from_the_end = Automaton(
    ...     "01", [[2 * q % 8, (2 * q + 1) % 8] for q in range(8)], 0, [q >> 2 for q in range(8)]
    ... )
    >>> hankel_rank(third_from_the_end)
    4
    """
    m = minimize(a)
    n = len(m)
    functions = output_functions(m)
    if constants:
        functions = np.concatenate([functions, np.ones((1, n))])
    limit = max(1, min(math.isqrt(bound // n), _ENTRIES // n))
    low, modulus, work = 0, 1, 0
    if len(m.output_symbols) == n and len(functions) >= n and functions.any(1).all():
        return n  # the indicators of all states
    for p in _primes(n):
        pivots, relations, closed = _closure(functions, m.transitions, p, limit)
        r = len(pivots)
        low = max(low, r)
        if low == n:
            return n
        if not closed:
            return low, n
        if _hold(relations, p, pivots, functions, m.transitions):
            return r
        modulus *= p
        if modulus**2 > _squared_minor(low + 1):
            return low
        work += n * r * r
        if work > bound:
            return low, n
    return low, n


def output_functions(a: Automaton) -> Matrix:
    """The functions on the states that are read out, shape ``(Y, Q)``, entries 0 and 1.

    One row, the outputs themselves, if they are 0, 1 or Booleans; else a row for each output.
    """
    if all(isinstance(y, (int, np.integer, np.bool_)) and y in (0, 1) for y in a.output_symbols):
        return np.array([[float(bool(y)) for y in a.outputs]])
    return (a.output_codes == np.arange(len(a.output_symbols))[:, None]).astype(np.float64)


def _closure(
    functions: Matrix, transitions: Table, p: int, limit: int
) -> tuple[list[int], Matrix, bool]:
    """The span of all ``f(q.w)`` modulo a prime, if its dimension is at most ``limit``.

    Returns the pivot states, the reduced basis with the identity in their columns, shape
    ``(r, Q)``, and whether it is closed.
    """
    n = transitions.shape[0]
    letters = transitions.T
    basis = np.zeros((min(_BLOCK, n), n))  # its first rows, one for each pivot
    pivots: list[int] = []
    waiting = [functions[i : i + _BLOCK] for i in range(0, len(functions), _BLOCK)]
    while waiting:
        size, pieces = 0, list[Matrix]()
        while waiting and size + len(waiting[-1]) <= _BLOCK:
            pieces.append(waiting.pop())
            size += len(pieces[-1])
        given = np.concatenate(pieces)
        r = len(pivots)
        new, columns, rows = _echelon(_mod(given - given[:, pivots] @ basis[:r], p), p)
        if not columns:
            continue
        factors = basis[:r, columns]
        hit = np.flatnonzero(factors.any(axis=1))
        basis[hit] = _mod(basis[hit] - factors[hit] @ new, p)
        pivots += columns
        if len(pivots) > len(basis):
            basis = np.concatenate([basis, np.zeros((min(len(pivots), n - len(basis)), n))])
        basis[r : len(pivots)] = new
        if len(pivots) > limit or len(pivots) == n:
            return pivots, basis[: len(pivots)], len(pivots) == n
        # The given 0/1 vectors, not the reduced ones, so that each is f(q.w) for a word w.
        waiting.extend(given[rows][:, letter] for letter in letters)
    return pivots, basis[: len(pivots)], True


def _echelon(block: Matrix, p: int) -> tuple[Matrix, list[int], list[int]]:
    """A reduced basis of the rows modulo ``p``, its pivot columns, the rows that made it grow."""
    columns: list[int] = []
    rows: list[int] = []
    for i in range(len(block)):
        nonzero = np.flatnonzero(block[i])
        if not len(nonzero):
            continue
        column = int(nonzero[0])
        block[i] = _mod(block[i] * pow(int(block[i, column]), -1, p), p)
        factors = block[:, column].copy()
        factors[i] = 0
        hit = np.flatnonzero(factors)
        block[hit] = _mod(block[hit] - factors[hit, None] * block[i], p)
        columns.append(column)
        rows.append(i)
    return block[rows], columns, rows


def _mod(x: Matrix, p: int) -> Matrix:
    """Integers of modulus below ``2**53`` modulo ``p``, about zero; zero exactly if divisible."""
    return x - p * np.rint(x / p)


def _hold(
    relations: Matrix, p: int, pivots: list[int], functions: Matrix, transitions: Table
) -> bool:
    """Whether the relations lift to rationals that hold for all words.

    Each state is a combination of the pivot states, ``e_q = sum_i R_qi e_i`` with ``R`` of shape
    ``(Q, r)``. If the outputs respect this and each letter does, all words do by induction, and the
    functions ``f(q.w)`` are determined by ``r`` of their values.
    """
    n, r = len(transitions), len(pivots)
    others = np.setdiff1d(np.arange(n), pivots)
    lifted = _lifted(relations[:, others].T, p)
    if lifted is None:
        return False
    X, D = lifted  # integers over the common denominator D; X and D I are the rows of R
    largest = max(float(np.abs(X).max(initial=0)), D)
    if largest * largest * (r + 1) >= 2**53:
        return False
    R = np.zeros((n, r))
    R[others], R[pivots] = X, D * np.eye(r)
    return np.array_equal(X @ functions[:, pivots].T, D * functions[:, others].T) and all(
        np.array_equal(X @ R[letter[pivots]], D * R[letter[others]]) for letter in transitions.T
    )


def _lifted(residues: Matrix, p: int) -> tuple[Matrix, int] | None:
    """Small integers over one small denominator that have the given residues, or None."""
    bound = math.isqrt(p // 2)
    denominator = 1
    for residue in np.unique(residues).tolist():
        value = int(denominator * residue) % p
        if min(value, p - value) <= bound:
            continue
        # Wang: the first remainder of Euclid's algorithm below the bound is the numerator.
        (x, s), (y, t) = (p, 0), (value, 1)
        while y > bound:
            (x, s), (y, t) = (y, t), (x % y, s - x // y * t)
        denominator *= abs(t)
        if denominator > bound:
            return None
    return _mod(denominator * residues, p), denominator


def _squared_minor(s: int) -> int:
    """An integer at least the square of every minor of size ``s`` with entries 0 and 1."""
    return -(-((s + 1) ** (s + 1)) // 4**s)


def _primes(n: int) -> Iterator[int]:
    """Primes, descending, such that ``n + 1`` products of residues stay below ``2**53``.

    >>> descending = _primes(8)
    >>> next(descending), next(descending)
    (44739181, 44739173)
    """
    top = min(2**26, 2 * math.isqrt(2**52 // (n + 1)) - 2)
    sieve = np.arange(math.isqrt(top) + 1) > 1
    for d in range(2, math.isqrt(len(sieve)) + 1):
        sieve[d * d :: d] = False
    small = np.flatnonzero(sieve)
    return (q for q in range(top, 1, -1) if (q % small[small * small <= q]).all())
