"""Columns by characters: how many CP factors the systems for the letters of a group take.

Let one or two letters generate a group whose elements are the states. In a representation of degree d that
separates them the matrices A, B of the letters are a pencil, and ``B A^-1`` is the matrix of one element of
the group. So the tensor rank is d over the complex numbers, and over the reals d and the largest
multiplicity of an eigenvalue of that element that is not real (Ja'Ja'). The systems that ``cp`` proposes, in
their order, are so decided before a matrix is written.

Of more letters a system is decided if all its units but one are numbers, and that one has degree two at
most (``plane_columns``). For each number adds one column: let r columns ``u v^T`` span the
``diag(A_x, c_x)``, where some ``c_x`` is not 0. Then some u has a last entry; a row operation makes the other
entries of this u zero, and changes no ``A_x``, so that without the last row and column r - 1 columns are
left, which span the ``A_x``.

``plan(task, restriction, ..)``   the first of them with few enough columns, None if there is none or if one
                                  before it is not decided
``LINE``, ``CHARACTERS``          two of these kinds of systems in words; ``named``, the third

References: Ja'Ja', *Optimal evaluation of pairs of bilinear forms*, SIAM J. Comput. 8 (1979).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from bilinear_theory.algebra.constituents import Constituent
from bilinear_theory.algebra.covering import covers_within
from bilinear_theory.algebra.diagonalisation import MAX_ORDER as MAX_EXPONENT
from bilinear_theory.algebra.faithful import least_degree
from bilinear_theory.automata.group_task import GroupTask
from bilinear_theory.constructions.commutative import separating_characters
from bilinear_theory.constructions.plane_columns import least_columns
from bilinear_theory.systems.restriction import CPFactored, Scalars

LINE = "scalars on a line"
CHARACTERS = "characters of commuting letters"
#: The most sums of irreducible representations that are tried.
MAX_SUMS = 60
#: The most entries of the matrices of all letters together.
MAX_ENTRIES = 20_000


@dataclass(frozen=True)
class Plan:
    """A system by the number of its units and of its columns, before any matrix is written.

    Args:
        width: the number of units.
        terms: the number of columns.
        kind: what it is, in words.
    """

    width: int
    terms: int
    kind: str

    @property
    def reason(self) -> str:
        """The construction in one line."""
        return in_terms(self.kind, self.terms)


def in_terms(kind: str, terms: int) -> str:
    """A kind of systems with the number of their columns."""
    return f"{kind}, in {terms} term{'' if terms == 1 else 's'} of rank one"


def named(degrees: Sequence[int]) -> str:
    """Irreducibles of some degrees in words."""
    plural = "s" if len(degrees) > 1 else ""
    return f"irreducible representation{plural} of degree{plural} {', '.join(map(str, degrees))}"


@lru_cache(maxsize=64)
def plan(task: GroupTask, restriction: CPFactored, *, additive: bool) -> Plan | None:
    """The first system with at most so many columns; None if there is none, or more than two letters.

    Args:
        task: of more than one state, the elements of the group, each with its own output.
        restriction: the columns and their field.
        additive: whether the system has an additive term; scalars on a line have none.

    Raises:
        TooLarge: past the bound on characters.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.automata.group_task import group_task
    >>> plan(group_task(target("S3")), CPFactored(3, Scalars.REAL), additive=False).reason
    'irreducible representation of degree 2, in 2 terms of rank one'
    >>> plan(group_task(target("A4")), CPFactored(3, Scalars.REAL), additive=False) is None
    True
    """
    group, k = task.group, len(task.group.generators)
    if group.exponent > MAX_EXPONENT or (k > 2 and group.order * k**2 > 10 * MAX_ENTRIES):
        return None
    for found in _plans(task, restriction, additive=additive):
        if found is None or (k > 2 and found.width**2 * k > MAX_ENTRIES):
            return None
        if found.terms <= restriction.rank:
            return found
    return None


def _plans(task: GroupTask, restriction: CPFactored, *, additive: bool) -> Iterator[Plan | None]:
    """The systems in their order, None for one whose columns are not known."""
    group, real = task.group, restriction.scalars is Scalars.REAL
    cyclic = group.exponent == group.order and group.is_abelian
    if cyclic and not additive and not (real and group.order > 2):
        yield Plan(1, 1, LINE)
    if group.is_abelian:
        yield _of_characters(task, real=real)
    yield from _of_irreducibles(task, restriction.rank, real=real)


def _of_characters(task: GroupTask, *, real: bool) -> Plan | None:
    """Characters of an abelian group, over the reals a plane for each that is not real."""
    chosen = [[t or Fraction(0) for t in c.letters] for c in separating_characters(task.minimal)]
    if not real:
        return Plan(len(chosen), len(chosen), CHARACTERS)
    planes = [turns for turns in chosen if any(2 * t % 1 for t in turns)]
    if planes and len(task.group.generators) > 2:
        return None
    # the turns of the second letter after those of the first are undone, up to their sign
    turns = [(row[-1] - row[0]) % 1 for row in planes if len(row) > 1]
    repeated = Counter(min(t, 1 - t) for t in turns if 2 * t % 1)
    width = len(chosen) + len(planes)
    return Plan(width, width + max(repeated.values(), default=0), CHARACTERS)


def _of_irreducibles(task: GroupTask, most: int, *, real: bool) -> Iterator[Plan | None]:
    """Sums of irreducibles that separate the states, those of least degree first."""
    demands = task.demands("R" if real else "C")
    if least_degree(demands)[0] > most:
        return
    parts = demands.constituents
    degrees = [part.degree for part in parts]
    columns = _of_pencils if len(task.group.generators) <= 2 else _beside_numbers
    for chosen in covers_within(demands.covers, degrees, demands.full, most)[:MAX_SUMS]:
        ordered = sorted(chosen, key=lambda i: (parts[i].characters[0], i))
        terms = columns(task, [parts[i] for i in chosen], real=real)
        kind = named([degrees[i] for i in ordered])
        yield None if terms is None else Plan(sum(degrees[i] for i in chosen), terms, kind)


def _of_pencils(task: GroupTask, chosen: Sequence[Constituent], *, real: bool) -> int:
    """The columns of a sum for one or two letters."""
    table, group, letters = task.table, task.group, task.group.generators
    between = int(group.product(group.inverse[letters[0]], letters[-1]))
    spectrum = table.spectrum(int(group.classes[between]))
    turning = [s for s in range(spectrum.shape[1]) if 2 * s % spectrum.shape[1]] if real else []
    rows = [part.schur * spectrum[list(part.characters)].sum(0) for part in chosen]
    repeated = max((int(sum(row[s] for row in rows)) for s in turning), default=0)
    return sum(part.degree for part in chosen) + repeated


def _beside_numbers(task: GroupTask, chosen: Sequence[Constituent], *, real: bool) -> int | None:
    """The columns of a sum of numbers and one more unit, None if they are not known."""
    others = [part for part in chosen if part.degree > 1]
    if len(others) > 1:
        return None
    largest = [least_columns(task, part, real=real) for part in others]
    numbers = len(chosen) - len(others)
    return None if None in largest else numbers + sum(n for n in largest if n is not None)
