"""Laws of kernels: what matrices of size k and index k - 1 do along their kernels.

If z has the size t and is invertible on a line and a single nilpotent Jordan block of size t - 1 beside
it, its kernel K is a line, and z^(t-2) leaves only that line and K. A first factor g of z is invertible or
has the same kernel, so that ``g^n z`` forgets what ``z^n`` does to such points. For other z of the size z^t
is 0 or constant, or z^n drops out. So with the words S of ``local_laws`` at which m = k - t ranks are lost,
t > 1, ``g = x S`` and ``z = x S v S``,

    S z^(t-2+n) g^n z y S z^t = S z^(t-2) g^n z y S z^t    "local-kernel"
    S z^t y S z^(t-2+n) g^n z = S z^t y S z^(t-2) g^n z    "local-kernel-zero", without an additive term

The proofs stand in ``certificates.check._check_local``. For k = 2 with an additive term the first one says
that ``f g^n f = g^n f`` for a power f = (xv)^n that is idempotent.

``obstruct(question, size)``   a violation in short words, None if none is found

References: Almeida, *Finite Semigroups and Universal Algebra* (1994), section 3; theory.md, section 3.6.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from bilinear_theory.automata.maps import idempotent_powers, then
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.obstructions.local_laws import (
    MAX_EXCHANGES,
    MAX_STATES,
    MIDDLE,
    Candidates,
    Elements,
    Indices,
    Maps,
    short_words,
    violation,
    within,
)
from bilinear_theory.systems.question import Question, Subject

#: So many maps, those of the shortest words, are tried as x and as v with no level, and with one.
FACTORS = (50, 14)


@dataclass(frozen=True, eq=False)
class Factors:
    """Rows of choices with ``z = g v S``, where ``g = x S`` is that of the candidates.

    ``v`` has shape ``(rows,)``, the maps have shape ``(rows, Q)``.
    """

    candidates: Candidates
    v: Indices

    @cached_property
    def z(self) -> Maps:
        """The map of ``z = x S v S`` for each row."""
        maps = self.candidates.elements.maps
        return then(self.candidates.z, maps[self.v], self.candidates.s)

    @cached_property
    def idempotents(self) -> Maps:
        """The map of ``z^n`` for each row."""
        return idempotent_powers(self.z)

    @cached_property
    def end(self) -> Maps:
        """The map of ``g^n z`` for each row."""
        return then(self.candidates.idempotents, self.z)


def obstruct(question: Question, size: int) -> Obstruction | None:
    """A law of kernels of matrices of the size that the minimal machine violates.

    The decoder makes no difference, so an obstruction is found once for both.

    Args:
        question: its restriction has blocks of the size, or a width of at most the size.
        size: k, at least 1.

    >>> from bilinear_theory.automata.automaton import Automaton
    >>> from bilinear_theory.systems.restriction import restriction
    >>> from bilinear_theory.systems.setting import Setting
    >>> a = Automaton("ab", [[1, 0], [1, 2], [1, 3], [3, 3]], 0, range(4))
    >>> question = Question(Subject(a), restriction("block-real:2")[0], Setting(additive=True))
    >>> found = obstruct(question, 2)
    >>> found.kind, found.words["x"], found.words["v"]
    ('local-kernel', ('b',), ('a',))
    """
    if len(question.minimal) > MAX_STATES or not len(question.minimal.alphabet):
        return None
    found = _found(question.subject, size, additive=question.setting.additive)
    return None if found is None else replace(found, question=question)


@lru_cache(maxsize=256)
def _found(subject: Subject, size: int, *, additive: bool) -> Obstruction | None:
    """The first violation; a law of affine maps is one of matrices too."""
    if not additive:
        found = _found(subject, size, additive=True)
        if found is not None:
            return found
    elements = short_words(subject)
    for depth in range(min(size - 1, len(FACTORS))):
        found = _violated(subject, size, _factors(elements, depth), additive=additive)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=4)
def _factors(elements: Elements, depth: int) -> Factors:
    """Choices of the words x and v, inside a word of one level if the depth is 1."""
    short = elements.distinct(FACTORS[depth]).tolist()
    chosen = [
        (p, x, v)
        for p in (short if depth else [0])
        for x in short
        if x and (not depth or within(elements, x, p))
        for v in short
        if not depth or within(elements, v, p)
    ]
    rows = np.array(chosen, np.intp).reshape(len(chosen), 3)
    return Factors(Candidates(elements, (rows[:, :1],)[:depth], rows[:, 1]), rows[:, 2])


def _violated(
    subject: Subject, size: int, factors: Factors, *, additive: bool
) -> Obstruction | None:
    """The first candidate, and y, that violates the law."""
    candidates, z = factors.candidates, factors.z
    elements = candidates.elements
    start = then(candidates.s, *[z] * (size - len(candidates.levels) - 2))
    left, right = then(start, factors.idempotents, factors.end), then(start, factors.end)
    full = then(start, z, z)
    middle = elements.distinct(MIDDLE)
    maps = elements.maps[middle]
    kind = "local-kernel" if additive else "local-kernel-zero"
    for i in np.flatnonzero((left != right).any(axis=1))[:MAX_EXCHANGES].tolist():
        if additive:
            sides = full[i][maps[:, left[i]]], full[i][maps[:, right[i]]]
        else:
            sides = left[i][maps[:, full[i]]], right[i][maps[:, full[i]]]
        for j in np.flatnonzero((sides[0] != sides[1]).any(axis=1)).tolist():
            law, both = (kind, int(middle[j])), (sides[0][j], sides[1][j])
            factor = candidates.z[i], elements.words[factors.v[i]]
            found = violation(subject, candidates, i, law, both, z[i], factor)
            if found is not None:
                return found
    return None
