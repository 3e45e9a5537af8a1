"""Irreducible characters modulo a prime: the algorithm of Dixon and Schneider.

The sums of the conjugacy classes span the centre of the group algebra. Modulo a prime p = 1 mod the
exponent their multiplication matrices have a common basis of eigenvectors, the central characters
``omega(C) = |C| chi(C) / chi(1)``. A random combination of a few small classes already tells most of
them apart; one Krylov sequence of it then gives all eigenvectors at once.

``residues(group)``        the irreducible characters modulo p, as an array characters by classes
``linear_exponents(g)``    the characters of degree 1 exactly, as exponents of ``zeta_e``
``multiply(A, B, p)``      a product of matrices modulo p by floating-point blocks that stay exact

References: Dixon, *Numer. Math.* 10 (1967); Schneider, *J. Symbolic Comput.* 9 (1990).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import fmpz, nmod_mat, nmod_poly
from numpy.typing import NDArray

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup

Residues = NDArray[np.int64]

CLASSES_BOUND = 4_000
_LEAST_PRIME = 2**20
_FIRST_WORK = 20_000  # products of elements that the first combination of classes may cost
_ATTEMPTS = 50  # combinations of classes; each separates all characters with fair probability
_CHUNK = 1 << 22


@dataclass(frozen=True, eq=False)
class ModularTable:
    """The irreducible characters of a group modulo p.

    ``values[i, c]`` is character i at class c with ``root`` in the place of ``zeta_e``, e the exponent.
    """

    p: int
    root: int
    values: Residues
    degrees: Residues


def residues(group: FiniteGroup) -> ModularTable:
    """The irreducible characters modulo a prime, by degrees, the trivial one first.

    Raises:
        ValueError: if the group has more conjugacy classes than the bound.
    """
    k = len(group.class_sizes)
    if k > CLASSES_BOUND:
        raise ValueError(f"the group has {k} conjugacy classes, past the bound {CLASSES_BOUND}")
    p, root = _prime(group.exponent, max(_LEAST_PRIME, group.order))
    roots = np.array([pow(root, j, p) for j in range(group.exponent)], np.int64)
    linear = roots[linear_exponents(group)]
    degrees = np.ones(len(linear), np.int64)
    if len(linear) < k:
        others, more = _not_linear(group, p, linear)
        linear, degrees = np.concatenate([linear, others]), np.concatenate([degrees, more])
    trivial = (linear == 1).all(1)
    ranking = np.lexsort((*linear.T[::-1], ~trivial, degrees))
    return ModularTable(p, root, linear[ranking], degrees[ranking])


def linear_exponents(group: FiniteGroup) -> NDArray[np.int64]:
    """The characters of degree 1: row i, class c holds j with the value ``zeta_e^j``."""
    e = group.exponent
    derived = group.derived_subgroup
    # The quotient by the derived subgroup grows by one generator at a time; a character of the part
    # so far extends in as many ways as the part grows.
    coset = np.full(group.order, -1, np.intp)
    coset[derived] = 0
    representatives = np.zeros(1, np.intp)
    exponents = np.zeros((1, 1), np.int64)  # (characters, cosets)
    for g in group.generators:
        if coset[g] >= 0:
            continue
        powers, x = [0], g
        while coset[x] < 0:
            powers.append(x)
            x = int(group.product(x, g))
        m, known = len(powers), len(representatives)
        values = (exponents[:, coset[x]][:, None] + e * np.arange(m)) // m  # m-th roots of chi(g^m)
        parts = exponents[:, None, None, :] + values[:, :, None, None] * np.arange(m)[:, None]
        exponents = (parts % e).reshape(len(exponents) * m, m * known)
        first = representatives
        for t in powers[1:]:
            more = group.product(first, t)
            coset[group.product(more[:, None], derived)] = (
                np.arange(len(more)) + len(representatives)
            )[:, None]
            representatives = np.concatenate([representatives, more])
    return exponents[:, coset[group.class_representatives]]


def _prime(e: int, least: int) -> tuple[int, int]:
    """A prime that is 1 modulo e and past a number, with an element of order e modulo it."""
    p = least // e * e + 1 + e
    while not fmpz(p).is_prime():
        p += e
    base = 2
    while True:
        root = pow(base, (p - 1) // e, p)
        if all(pow(root, e // q, p) != 1 for q in prime_divisors(e)):
            return p, root
        base += 1


def _not_linear(group: FiniteGroup, p: int, linear: Residues) -> tuple[Residues, Residues]:
    """The irreducible characters of degree 2 and more modulo p, and their degrees."""
    k, sizes, inverse = len(group.class_sizes), group.class_sizes, group.power_map(-1)
    inverse_order = pow(group.order, -1, p)
    order = np.argsort(sizes, kind="stable")
    work, attempt = _FIRST_WORK, 1
    while True:
        chosen = order[: max(2, int(np.searchsorted(np.cumsum(sizes[order]) * k, work)))]
        matrix = _combination(group, p, chosen, attempt)
        start = _scrambled(k, p, attempt)
        # Take away what the linear characters contribute.
        shares = multiply(linear[:, inverse], start[:, None], p)[:, 0] * inverse_order % p
        start = (start - multiply(shares[None], linear, p)[0] * (sizes % p)) % p
        eigenvectors = _eigenvectors(matrix, start, k - len(linear), p)
        if eigenvectors is not None:
            break
        if attempt == _ATTEMPTS:
            raise ArithmeticError(f"{attempt} combinations of classes did not separate characters")
        work, attempt = work * 8, attempt + 1
    scale = np.array([pow(int(x), -1, p) for x in eigenvectors[:, 0]], np.int64)
    omega = eigenvectors * scale[:, None] % p
    sizes_inverse = np.array([pow(int(x), -1, p) for x in sizes], np.int64)
    # |G| / chi(1)^2 is the sum of omega(C) omega(C^-1) / |C|.
    norms = (omega * omega[:, inverse] % p * sizes_inverse % p).sum(1) % p
    squares = [group.order * pow(int(x), -1, p) % p for x in norms]
    degrees = np.array([math.isqrt(x) for x in squares], np.int64)
    if (degrees**2 != squares).any() or int((degrees**2).sum()) + len(linear) != group.order:
        raise ArithmeticError("the degrees of the characters do not fit the order of the group")
    return omega * degrees[:, None] % p * sizes_inverse % p, degrees


def _scrambled(count: int, p: int, attempt: int) -> Residues:
    """Numbers modulo p without visible pattern, the same in every run."""
    return np.array([pow(7919, 2 * i + 1 + 65537 * attempt, p) for i in range(count)], np.int64)


def _combination(group: FiniteGroup, p: int, chosen: NDArray[np.intp], attempt: int) -> Residues:
    """The matrix by which a combination of class sums multiplies class sums, modulo p."""
    k = len(group.class_sizes)
    weights = _scrambled(len(chosen), p, attempt + 1000)
    elements = np.concatenate([group.class_elements[c] for c in chosen])
    factors = np.repeat(weights, group.class_sizes[chosen])
    matrix, columns = np.zeros((k, k), np.int64), np.arange(k)
    step = max(1, _CHUNK // k)
    for first in range(0, len(elements), step):
        part = elements[first : first + step]
        reached = group.classes[group.product(part[:, None], group.class_representatives)]
        flat = (reached * k + columns).ravel()
        total = np.bincount(flat, np.repeat(factors[first : first + step], k), k * k)
        matrix += total.astype(np.int64).reshape(k, k)  # below 2^53: exact
    return matrix % p


def _eigenvectors(matrix: Residues, start: Residues, rank: int, p: int) -> Residues | None:
    """The eigenvectors that a vector is the sum of, ``(rank, k)``; None if there are fewer."""
    krylov = [start]
    for _ in range(rank):
        krylov.append(multiply(matrix, krylov[-1][:, None], p)[:, 0])
    columns = np.stack(krylov, 1)  # (k, rank + 1)
    reduced, found = nmod_mat(len(columns), rank + 1, columns.ravel().tolist(), p).rref()
    if found != rank:
        return None
    relation = [-int(reduced[i, rank]) % p for i in range(rank)]  # of the minimal polynomial
    roots = [int(x) for x, _ in nmod_poly([*relation, 1], p).roots()]
    if len(roots) != rank:
        return None
    points = np.array(roots, np.int64)
    quotients = np.ones((rank, rank), np.int64)  # of the minimal polynomial by x - root
    for i in range(rank - 1, 0, -1):
        quotients[:, i - 1] = (relation[i] + points * quotients[:, i]) % p
    return multiply(quotients, columns[:, :rank].T, p)


def multiply(a: Residues, b: Residues, p: int) -> Residues:
    """The product of two matrices of residues modulo p.

    >>> multiply(np.array([[3, 4]]), np.array([[5], [6]]), 7).tolist()
    [[4]]
    """
    room = 2**53 // (p - 1) ** 2  # terms whose sum a float still holds exactly
    if room == 0:
        exact = (a.astype(object) @ b.astype(object)) % p
        return exact.astype(np.int64)
    x, y = a.astype(np.float64), b.astype(np.float64)
    total = np.zeros((a.shape[0], b.shape[1]), np.int64)
    for first in range(0, a.shape[1], room):
        part = x[:, first : first + room] @ y[first : first + room]
        total += part.astype(np.int64) % p
    return total % p
