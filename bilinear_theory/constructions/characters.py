"""Characters of commuting letters: the coordinates of a diagonal recurrence.

Letters that permute a set and commute generate an abelian group; on an orbit it acts regularly, so
that the points of the orbit are the elements of a group. A character sends each letter to a root of
unity ``exp(2 pi i turn)``, and a point to the product of the letters of a word that leads there.

``Character``              for each letter its turn, a rational in [0, 1)
``orbit_characters(..)``   all characters of an orbit, as many as it has points
``root(turn)``             the root of unity ``exp(2 pi i turn)``, and 0 for None

References: Serre, *Linear Representations of Finite Groups* (1977), section 3.1.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Table

Character = dict[int, Fraction]


def orbit_characters(
    transitions: Table, letters: tuple[int, ...], base: int, *, basis: bool = False
) -> list[Character]:
    """The characters of the abelian group that the letters generate on the orbit of ``base``.

    The group is built up letter by letter. If ``a^r`` is the first power of a new letter in the group
    so far, then ``chi(a)`` may be any ``r``-th root of ``chi(a^r)``: ``r`` extensions of each character.
    With ``basis`` only the trivial character is returned and those that together separate the points:
    trivial on the group before some letter, which they send to a primitive ``r``-th root.

    The letters must permute the orbit and commute on it.
    """
    words: dict[int, tuple[tuple[int, int], ...]] = {base: ()}  # point -> (letter, exponent) word
    found: list[Character] = [{}]
    for a in letters:
        powers = [base]
        while (after := int(transitions[powers[-1], a])) not in words:
            powers.append(after)
        r, relation = len(powers), words[after]
        extended: list[Character] = []
        for i, chi in enumerate(found):
            value = sum((e * chi[b] for b, e in relation), Fraction(0))
            choices = range(r) if not basis or i == 0 else range(1)
            extended += [{**chi, a: (value + k) / r % 1} for k in choices[: 2 if basis else r]]
        found = extended
        for p, word in list(words.items()) if r > 1 else ():
            q = p
            for e in range(1, r):
                q = int(transitions[q, a])
                words[q] = (*word, (a, e))
    return found


@cache
def root(turn: Fraction | None) -> Cyclotomic:
    """The root of unity ``exp(2 pi i turn)``, and the number 0 for None."""
    if turn is None:
        return Cyclotomic.rational(0)
    return Cyclotomic.root_of_unity(turn.denominator, turn.numerator)
