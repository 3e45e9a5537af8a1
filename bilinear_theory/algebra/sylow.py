"""Sylow subgroups: they grow by elements that normalise them.

``sylow_subgroup(g, p)``         the elements of a Sylow p-subgroup
``odd_sylow_subgroups_commute``  whether those for odd primes are abelian

References: Isaacs, *Finite Group Theory* (2008), chapter 1.
"""

from __future__ import annotations

import numpy as np

from bilinear_theory.algebra.field import prime_divisors
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.permutations import Vector


def sylow_subgroup(group: FiniteGroup, p: int, *, most: int | None = None) -> Vector | None:
    """The elements of a Sylow subgroup.

    A p-subgroup that is no Sylow subgroup is normalised by a further element of order a power of p.

    Args:
        group: the group.
        p: a prime.
        most: the largest order of a subgroup that is looked for; None past it.

    >>> s4 = FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)])
    >>> [len(sylow_subgroup(s4, p)) for p in (2, 3, 5)]
    [8, 3, 1]
    """
    members, everything = np.zeros(1, np.intp), np.arange(group.order)
    powers = np.array([_is_power(int(n), p) for n in group.class_orders])[group.classes]
    while (group.order // len(members)) % p == 0:
        inside = np.zeros(group.order, np.bool_)
        inside[members] = True
        normal = inside[group.conjugate(members[:, None], everything[None, :])].all(0)
        x = int(np.argmax(normal & powers & ~inside))
        members = group.generated_subgroup([*members.tolist(), x])
        if most is not None and len(members) > most:
            return None
    return members


def odd_sylow_subgroups_commute(group: FiniteGroup) -> bool:
    """Whether all Sylow subgroups of odd order are abelian.

    >>> odd_sylow_subgroups_commute(FiniteGroup([(1, 0, 2, 3), (1, 2, 3, 0)]))
    True
    """
    for p in prime_divisors(group.order):
        if p == 2 or group.order % p**3:
            continue
        members = sylow_subgroup(group, p)
        if members is not None:
            x, y = members[:, None], members[None, :]
            if (group.product(x, y) != group.product(y, x)).any():
                return False
    return True


def _is_power(n: int, p: int) -> bool:
    while n % p == 0:
        n //= p
    return n == 1
