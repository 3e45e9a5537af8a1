"""Columns of a plane: the tensor rank of an irreducible representation of degree one or two.

Let ``A_0, .., A_k`` be the matrices of the letters, and ``g_j`` the elements ``x_0^-1 x_j``. In dimension two
the tensor rank of their span W is

* 2 if the ``g_j`` commute in the representation, with real eigenvalues if columns are real,
* 3 if they commute and an eigenvalue is not real, for real columns (Ja'Ja'),
* the dimension of W, 3 or 4, if they do not commute.

For W of dimension 3 is ``{X : tr(XY) = 0}``. If Y has rank one, then ``a^T X b = 0`` in W for some vectors a
and b, so that the ``g_j`` fix the line of b; they generate a finite group, so that they fix another line,
too, and commute. Else ``X Y`` runs through all matrices of trace 0, and times ``[[0, 1], [-1, 0]]`` through
the symmetric ones, which the ``u u^T`` span, u = (1, 0), (0, 1), (1, 1).

``least_columns(task, part, ..)``   that rank, None for larger degrees

References: Ja'Ja', *Optimal evaluation of pairs of bilinear forms*, SIAM J. Comput. 8 (1979).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from bilinear_theory.algebra.constituents import Constituent
from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.automata.group_task import GroupTask

#: The most letters whose span is looked at.
MAX_LETTERS = 16


@lru_cache(maxsize=64)
def least_columns(task: GroupTask, part: Constituent, *, real: bool) -> int | None:
    """The tensor rank of the letters in an irreducible representation, None for degrees past two.

    Args:
        task: with the letters.
        part: the representation over the field of the columns.
        real: whether that is R, else C.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.group_task import group_task
    >>> task = group_task(target("S3@all"))
    >>> [least_columns(task, part, real=True) for part in task.demands("R").constituents]
    [1, 1, 4]
    """
    if part.degree == 1:
        return 1
    letters = list(dict.fromkeys(task.group.generators))
    if part.degree > 2 or len(letters) > MAX_LETTERS:
        return None
    group, table, i = task.group, task.table, part.characters[0]
    quotients = [int(group.product(group.inverse[letters[0]], x)) for x in letters[1:]]
    trivial = table.kernels[i]
    if table.degrees[i] == 1 or all(
        trivial[group.classes[group.commutator(g, h)]] for g, h in combinations(quotients, 2)
    ):
        return 2 if not real or all(_is_real(task, i, g) for g in quotients) else 3
    if len(letters) == 3:
        return 3
    places = [
        [int(group.classes[group.product(group.inverse[x], y)]) for y in letters] for x in letters
    ]
    return CyclotomicMatrix([[table.value(i, c) for c in row] for row in places]).rank()


def _is_real(task: GroupTask, i: int, g: int) -> bool:
    """Whether an element has real eigenvalues in the complex representation of a character."""
    times = task.table.spectrum(int(task.group.classes[g]))[i]
    return all(2 * s % len(times) == 0 for s, m in enumerate(times.tolist()) if m)
