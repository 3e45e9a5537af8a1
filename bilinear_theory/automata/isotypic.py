"""Functions on the states that small blocks can carry, without a character table.

If every letter permutes the states, the transition group G acts on the functions on the states. Blocks of
size k carry exactly the isotypic parts whose irreducibles have degree at most k (over R: real degree).
Two central elements of the group algebra tell these parts apart, for they act on an irreducible of
character chi by the scalars

    t = sum over g, h of [g, h]     (|G| / chi(1))^2
    z = sum over g of g^2           |G| ind(chi) / chi(1),   ind the Frobenius-Schur indicator

so that a product of factors ``t - (|G|/d)^2`` and ``z - |G|/d`` vanishes on these parts and on no other.

``Block``                the size of a block and its field
``annihilator(a, b)``    that product as a symmetric rational matrix on the functions on the states
``carried(a, b)``        a basis of its kernel: all functions that blocks of this size carry

References: Isaacs, *Character Theory of Finite Groups* (1976), problem 3.10 and lemma 4.4; Serre,
*Linear Representations of Finite Groups* (1977), section 13.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.monoid import transition_monoid

#: The most elements of the group, and the most states.
MAX_ELEMENTS, MAX_STATES = 10_000, 150

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Blocks of a size, over the real or the complex numbers."""

    size: int
    real: bool

    def factors(self, order: int) -> list[tuple[str, Fraction]]:
        """The factors ``element - scalar`` of the annihilator, for a group of this order.

        Degrees with ``d^2`` above the order occur in no irreducible and are left out.

        >>> Block(2, real=True).factors(8)
        [('t', Fraction(64, 1)), ('z', Fraction(4, 1))]
        """
        degrees = [d for d in range(1, self.size + 1) if d * d <= order]
        return [
            ("z", Fraction(order, d))
            if self.real and 2 * d > self.size
            else ("t", Fraction(order, d) ** 2)
            for d in degrees
        ]


@dataclass(frozen=True, eq=False)
class CentralElements:
    """The matrices of ``t`` and ``z`` on the functions on the states, and the order of the group."""

    order: int
    t: Integers
    z: Integers


@lru_cache(maxsize=8)
def central_elements(a: Automaton) -> CentralElements:
    """The two central elements, for an automaton whose letters permute the states.

    Raises:
        ValueError: past the bounds on elements and states.
        MonoidTooLarge: past the bound on elements.
    """
    if len(a) > MAX_STATES:
        raise ValueError(f"{len(a)} states, more than {MAX_STATES} for functions on the states")
    elements = transition_monoid(a, bound=MAX_ELEMENTS).elements.astype(np.int64)
    order, n = elements.shape
    place = {row.tobytes(): i for i, row in enumerate(elements)}
    letters = [elements[place[x.tobytes()]] for x in a.transitions.T.astype(np.int64)]
    points = np.arange(n)
    z = np.zeros((n, n), np.int64)
    np.add.at(z, (np.take_along_axis(elements, elements, 1), points[None, :]), 1)
    t = np.zeros((n, n), np.int64)
    left = set(range(order))
    while left:
        members = [min(left)]
        left.discard(members[0])
        for i in members:
            g = elements[i]
            for x in letters:
                conjugate = np.empty(n, np.int64)
                conjugate[x] = x[g]
                j = place[conjugate.tobytes()]
                if j in left:
                    left.discard(j)
                    members.append(j)
        total = np.zeros((n, n), np.int64)
        np.add.at(total, (elements[members], points[None, :]), 1)
        t += order // len(members) * (total @ total.T)
    return CentralElements(order, t, z)


@lru_cache(maxsize=32)
def annihilator(a: Automaton, block: Block) -> CyclotomicMatrix:
    """The product of the factors of the block, a symmetric rational matrix ``(Q, Q)``.

    Raises:
        ValueError, MonoidTooLarge: past the bounds on elements and states.
    """
    central = central_elements(a)
    product = CyclotomicMatrix.identity(len(a))
    for name, scalar in block.factors(central.order):
        element = CyclotomicMatrix((central.t if name == "t" else central.z).tolist())
        product = product @ (element - CyclotomicMatrix.identity(len(a)) * scalar)
    return product


def carried(a: Automaton, block: Block) -> CyclotomicMatrix:
    """A basis, as columns, of the functions on the states that blocks of this size carry.

    >>> from bilinear_theory.automata.catalog import target
    >>> [carried(target("Q8"), Block(2, real=real)).shape[1] for real in (True, False)]
    [4, 8]
    """
    return annihilator(a, block).kernel()
