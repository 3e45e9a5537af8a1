"""Columns of CP factors that the irreducibles of a group take: lower bounds on tensor ranks.

The matrices of the letters in a representation are the slices of a tensor; with R columns it has rank at most
R. The rank of an irreducible of degree d is at least d, and d + 1 unless the ``A_x A_y^-1`` commute and, over
the real numbers, are involutions; it is at least the dimension of the span of the letters. One more
module adds its dimension at least, and the spans themselves if all elements are letters. The proofs stand
in ``certificates.check._columns``.

``column_costs(characters, real)``  for each Galois orbit what one irreducible takes of each limit

References: Ja'Ja', *Optimal evaluation of pairs of bilinear forms*, SIAM J. Comput. 8 (1979); Bürgisser,
Clausen and Shokrollahi, *Algebraic Complexity Theory* (1997), chapter 17; theory.md, section 3.7.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.rational_characters import RationalCharacters

#: So many letters are looked at, those that come first.
MAX_LETTERS = 64
#: The prime modulo which ranks are computed.
PRIME = 2**31 - 1


def column_costs(given: RationalCharacters, *, real: bool) -> list[tuple[int, ...]]:
    """For each Galois orbit of characters the columns that one irreducible takes, in several counts.

    No set of irreducibles that R columns hold exceeds R in any of the counts: the sum of the degrees, that of
    the spans if all elements are letters, and for each irreducible of larger rank that rank and the
    degrees of the others.
    """
    table = given.table
    group = table.group
    number = given.classes[group.classes]  # the rational class of each element
    letters = list(dict.fromkeys(group.generators))
    everything = len(letters) == group.order
    letters = letters[:MAX_LETTERS]
    quotients = [int(group.product(group.inverse[letters[0]], x)) for x in letters[1:]]
    tests = {int(number[group.product(q, q)]) for q in quotients} if real else set[int]()
    for i, q in enumerate(quotients):
        tests |= {int(number[group.commutator(q, r)]) for r in quotients[:i]}
    between = number[group.product(group.inverse[letters][:, None], np.array(letters)[None, :])]
    degrees: list[int] = []
    spans: list[int] = []
    least: list[int] = []
    sizes = {orbit[0]: len(orbit) for orbit in table.galois_orbits}
    for i, v in zip(given.orbits, given.values, strict=True):
        chi, indicator = table.degrees[i], table.indicators[i]
        d = 2 * chi if real and indicator != 1 else chi
        m = sizes[i] // (2 if real and indicator == 0 else 1)
        total = sizes[i] * chi**2
        tight = all(v[j] == v[0] for j in tests)
        bound = d if tight else d + 1
        most = total if everything else len(letters)
        if -(-most // m) > bound:  # else the span excludes nothing more
            rank = total if everything else _rank(np.array(v, np.int64)[between])
            bound = max(bound, -(-rank // m))
        degrees.append(d)
        spans.append(total // m if everything else d)
        least.append(bound)
    dear = [j for j, d in enumerate(degrees) if least[j] > d]
    return [
        (d, spans[i], *(least[i] if i == j else d for j in dear)) for i, d in enumerate(degrees)
    ]


def _rank(matrix: NDArray[np.int64]) -> int:
    """The rank modulo a prime, at most the rank."""
    rows = matrix % PRIME
    rank = 0
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(rows[rank:, column])
        if len(pivots) == 0:
            continue
        first = rank + int(pivots[0])
        rows[[rank, first]] = rows[[first, rank]]
        scale = pow(int(rows[rank, column]), -1, PRIME)
        factors = rows[rank + 1 :, column] * scale % PRIME
        rows[rank + 1 :] = (rows[rank + 1 :] - factors[:, None] * rows[rank] % PRIME) % PRIME
        rank += 1
        if rank == len(rows):
            break
    return rank
