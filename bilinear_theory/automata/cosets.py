"""The modules of least degree, permutation or monomial, that tell the states of an automaton apart.

If every letter permutes the states, they are the cosets of the stabiliser of the start in the transition
group, and a vector that it fixes has one image a state.

``state_modules(a, ..)``   the induced modules of least total index in which these images are distinct

References: ``algebra.induced``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from bilinear_theory.algebra.faithful_modules import faithful_modules
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.induced import LeastModules, least_modules
from bilinear_theory.algebra.subgroups import ORDER_BOUND
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.group_task import group_task


@lru_cache(maxsize=16)
def state_modules(a: Automaton, *, monomial: bool) -> LeastModules:
    """The modules of the states of an automaton with start 0 whose letters permute.

    Args:
        a: the automaton, each of whose states is reached.
        monomial: whether the modules may be monomial, not only permutation modules.

    Raises:
        ValueError: past the bounds on the group and its subgroups.

    >>> from bilinear_theory.automata.catalog import target
    >>> [state_modules(target("Q8"), monomial=m).least for m in (False, True)]
    [8, 2]
    """
    task = group_task(a)
    try:
        group = FiniteGroup(a.transitions.T, bound=ORDER_BOUND) if task is None else task.group
    except ValueError:
        raise ValueError(
            f"the transition group has more than {ORDER_BOUND} elements, the bound on groups whose "
            "subgroups are listed"
        ) from None
    fixing = np.flatnonzero(group.elements[:, 0] == 0)
    if len(fixing) == 1:
        return faithful_modules(group, monomial=monomial)
    return least_modules(group, fixing, monomial=monomial)
