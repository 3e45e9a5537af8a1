"""Separations: for restrictions that are not ordered, an automaton that tells them apart.

A separation is one automaton with a realization in one class and an obstruction for another: it proves
that the first class is not below the second. They are found by trial, smallest automaton first, among
those that give every state its own output, and some that colour them; what is found is certified, what is not
found stays open, and says why.

``Separation``            the two verdicts on one automaton
``Open``                  a pair that neither inclusions nor the search decide, with the reason
``candidates()``          automata, by their numbers of states and of letters
``separations(..)``       for each pair of classes the first candidate that separates it
``Relation``              inclusions, a separation, or that a pair is open
``relations(..)``         for each pair the inclusions, a separation, or that it is open
``unordered(names)``      the pairs of classes that no chain of inclusions orders

Among the larger candidates are the actions of groups; one letter with a tail and a cycle; ``x -> m x`` and
``x -> x + 1`` on residues; pairs (i, j) modulo p with ``j -> j + i`` and ``i -> i + 1``, a group of order
p^3; two triangles, one turned and both exchanged; a path of transpositions, each of them one reflection; the
largest number read, with or without a letter that clears it; the parity of flags; pairs of places that a
letter exchanges, of which words empty one; and outputs of the last letter and a number, such that each set
of letters is told from the others by two numbers.

References: theory.md, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.reachability import reachable
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import decide
from bilinear_theory.hierarchy.order import EQUAL, Inclusion, above, chain
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD, Restriction
from bilinear_theory.systems.setting import Setting

#: Group actions that follow the small machines.
GROUPS = (
    "counter:4",
    "counter:5",
    "C2xC2",
    "S4/points",
    "A4/points",
    "A5/points",
    "S5/points",
    "A6/points",
    "S3",
    "counter:6",
    "D4",
    "Q8",
    "A4",
    "D6",
    "S4",
    "SL(2,3)",
    "A5",
    "S5",
)

#: Moduli n and multipliers m: the action of x -> x + 1 and x -> m x on the residues modulo n.
AFFINE = ((7, 2), (16, 3))

#: The most states of a machine with one letter.
ONE_LETTER = 9

#: Primes p of groups of order p^3, numbers of points of a path of transpositions, largest numbers, of flags.
HEISENBERG, PATHS, LARGEST, FLAGS = (3, 5), (5, 6, 9, 25), (4, 5, 6), (2, 3, 4, 5)

#: Largest numbers that are cleared, and numbers of pairs of places, and of letters: one more than factors.
CLEARED, EXCHANGED, TOLD = (2, 3, 4, 5), (2, 3, 4, 5), 5

#: Why a pair that is not ordered is open.
UNKNOWN = "no inclusion is known, and no automaton that was tried has a certificate for each side"


@dataclass(frozen=True, eq=False)
class Separation:
    """One automaton, what realizes it in one class and what excludes it from the other."""

    above: Realization
    below: Obstruction

    @property
    def automaton(self) -> Automaton:
        """The automaton of both."""
        return self.above.question.subject.minimal


@dataclass(frozen=True)
class Open:
    """Neither an inclusion nor a separation of two classes is known in a setting."""

    reason: str


Relation = tuple[Inclusion, ...] | Separation | Open


def unordered(names: Sequence[str], *, setting: Setting | None = None) -> list[tuple[str, str]]:
    """The pairs (P, R) for which no chain of inclusions, of the setting if one is given, puts P below R.

    >>> unordered(["rotation", "diagonal-real", "block-complex:1"])
    [('rotation', 'diagonal-real'), ('block-complex:1', 'diagonal-real')]
    """
    return [
        (p, r)
        for p in names
        for r in names
        if EQUAL.get(r, r) not in above(p, converses=True, setting=setting)
    ]


def relations(
    setting: Setting,
    *,
    restrictions: Sequence[Restriction] = STANDARD,
    automata: Iterable[Automaton] | None = None,
) -> dict[tuple[str, str], Relation]:
    """For each pair (P, R) of different classes the inclusions from P to R, a separation, or that it is open.

    The arguments are those of ``separations``.

    >>> from bilinear_theory.systems.restriction import restriction
    >>> classes = [restriction(name)[0] for name in ("rotation", "diagonal-real")]
    >>> found = relations(Setting(), restrictions=classes)
    >>> [type(value).__name__ for value in found.values()]
    ['Separation', 'tuple']
    """
    apart = separations(setting, restrictions=restrictions, automata=automata)
    found: dict[tuple[str, str], Relation] = {}
    names = [r.name for r in restrictions]
    for p, r in ((p, r) for p in names for r in names if p != r):
        ordered = chain(p, r, setting=setting)
        found[p, r] = apart.get((p, r), Open(UNKNOWN)) if ordered is None else ordered
    return found


def separations(
    setting: Setting,
    *,
    restrictions: Sequence[Restriction] = STANDARD,
    automata: Iterable[Automaton] | None = None,
) -> dict[tuple[str, str], Separation]:
    """For pairs (P, R) that are not ordered the first automaton that P tracks and R does not.

    Args:
        setting: of all questions.
        restrictions: the classes.
        automata: where to look; by default ``candidates()``.

    >>> from bilinear_theory.systems.restriction import restriction
    >>> classes = [restriction(name)[0] for name in ("rotation", "diagonal-real")]
    >>> found = separations(Setting(), restrictions=classes)[("rotation", "diagonal-real")]
    >>> len(found.automaton), found.below.kind
    (3, 'not-involutive')
    """
    open_ = set(unordered([r.name for r in restrictions], setting=setting))
    classes = {r.name: r for r in restrictions}
    found: dict[tuple[str, str], Separation] = {}
    for automaton in candidates() if automata is None else automata:
        if not open_:
            break
        subject = Subject(automaton)
        tracked = {
            name: verdict
            for name in sorted({p for p, _ in open_})
            if isinstance(verdict := decide(Question(subject, classes[name], setting)), Realization)
        }
        for name in sorted({r for p, r in open_ if p in tracked} - set(tracked)):
            verdict = decide(Question(subject, classes[name], setting))
            if isinstance(verdict, Obstruction):
                pairs = [(p, name) for p in tracked if (p, name) in open_]
                found |= {pair: Separation(tracked[pair[0]], verdict) for pair in pairs}
                open_.difference_update(pairs)
    return found


def candidates() -> Iterator[Automaton]:
    """Machines of at most three states and two letters, then larger ones with much structure.

    They come by their sizes, but for the last one, whose states share many outputs.
    """
    for states in (1, 2, 3):
        for letters in (1, 2):
            yield from _machines(states, letters)
    larger = [_one_letter(n, back) for n in range(4, ONE_LETTER + 1) for back in range(n)]
    larger += [_affine(n, m) for n, m in AFFINE]
    larger += [_heisenberg(p) for p in HEISENBERG] + [_path(n) for n in PATHS]
    larger += [_largest(n) for n in LARGEST] + [_flags(n) for n in FLAGS]
    larger += [_cleared(n) for n in CLEARED] + [_exchanged(n) for n in EXCHANGED] + [_triangles()]
    larger += [target(name) for name in GROUPS]
    yield from sorted(larger, key=lambda a: (len(a), len(a.alphabet)))
    # its states share outputs, which linear programs read slowly: for what all others leave open
    yield _told_apart(TOLD)


def _one_letter(states: int, back: int) -> Automaton:
    """The letter leads from each state to the next and from the last one back."""
    table = [[q + 1] for q in range(states - 1)] + [[back]]
    return Automaton("a", table, 0, range(states))


def _affine(n: int, m: int) -> Automaton:
    """The residues modulo n from 0 on, with the letters x -> x + 1 and x -> m x."""
    return Automaton("ab", [[(x + 1) % n, m * x % n] for x in range(n)], 0, range(n))


def _heisenberg(p: int) -> Automaton:
    """The pairs (i, j) modulo p from (0, 0) on, with the letters j -> j + i and i -> i + 1."""
    table = [[i * p + (j + i) % p, (i + 1) % p * p + j] for i in range(p) for j in range(p)]
    return Automaton("ab", table, 0, range(p * p))


def _path(points: int) -> Automaton:
    """The points of a path, with the transpositions of neighbours as letters."""
    steps = range(points - 1)
    table = [[{k: k + 1, k + 1: k}.get(q, q) for k in steps] for q in range(points)]
    return Automaton([f"s{k}" for k in steps], table, 0, range(points))


def _largest(letters: int) -> Automaton:
    """The largest of the numbers read, 1 to the number of letters."""
    numbers = range(1, letters + 1)
    table = [[max(q, x) for x in numbers] for q in range(letters + 1)]
    return Automaton(numbers, table, 0, range(letters + 1))


def _cleared(letters: int) -> Automaton:
    """The largest of the numbers 1 to n read since the last 0."""
    numbers = range(letters + 1)
    table = [[x and max(q, x) for x in numbers] for q in numbers]
    return Automaton(numbers, table, 0, numbers)


def _exchanged(pairs: int) -> Automaton:
    """The filled first and second places of n pairs: y exchanges them, x_i empties the first ones from i on.

    At the start the first places are empty and the second ones filled; so there are 2 n states, and one more
    in which all are empty.
    """
    filled = [(0, pairs)]  # of places 1 to so many, the first ones and the second ones
    table: list[list[int]] = []
    for first, second in filled:
        after = [(second, first), *((min(first, i), second) for i in range(pairs))]
        filled += [state for state in dict.fromkeys(after) if state not in filled]
        table.append([filled.index(state) for state in after])
    return Automaton(["y", *(f"x{i}" for i in range(1, pairs + 1))], table, 0, range(len(filled)))


def _triangles() -> Automaton:
    """The corners of two triangles, with the letters that turn the first one and that exchange both."""
    table = [[(q + 1) % 3 if q < 3 else q, (q + 3) % 6] for q in range(6)]
    return Automaton("ab", table, 0, range(6))


def _told_apart(letters: int) -> Automaton:
    """The output of the last letter at a number, which y and ``x_1, .., x_k`` leave as it is.

    To each set c of the letters but the last one belong the outputs 2 c and 2 c + 1, and two numbers (one
    for the empty set): the letters outside c give the first output, those in c the second one, and y the
    first one at the first number, the second one at the second number. A letter z sets each number, and
    gives the output of y.
    """
    outputs: list[list[int]] = []  # at each number, of y and of the x
    for c in range(2 ** (letters - 1)):
        shown = [2 * c + (c >> i & 1) for i in range(letters)]
        outputs += [[y, *shown] for y in ((2 * c, 2 * c + 1) if c else (1,))]
    states = [(z, row[0]) for z, row in enumerate(outputs)]
    table: list[list[int]] = []
    for z, _ in states:
        after = [(z, y) for y in outputs[z]] + [(t, row[0]) for t, row in enumerate(outputs)]
        states += [state for state in dict.fromkeys(after) if state not in states]
        table.append([states.index(state) for state in after])
    alphabet = ["y", *(f"x{i}" for i in range(1, letters + 1))]
    alphabet += [f"z{t}" for t in range(1, len(outputs) + 1)]
    return Automaton(alphabet, table, 0, [y for _, y in states])


def _flags(letters: int) -> Automaton:
    """Whether the number of different letters read is odd."""
    sets = range(2**letters)
    table = [[s | 1 << i for i in range(letters)] for s in sets]
    return Automaton([f"x{i}" for i in range(letters)], table, 0, [s.bit_count() % 2 for s in sets])


def _machines(states: int, letters: int) -> Iterator[Automaton]:
    """The reachable machines whose states are their outputs, one of each kind up to renaming."""
    for columns in product(product(range(states), repeat=states), repeat=letters):
        table = np.array(columns).T
        given = Automaton("ab"[:letters], table, 0, range(states))
        if len(reachable(given)) == states and columns == min(_renamed(columns)):
            yield given


def _renamed(columns: tuple[tuple[int, ...], ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The same letters under all names of the states but the start, in all orders."""
    n = len(columns[0])
    for rest in permutations(range(1, n)):
        name = (0, *rest)
        back = sorted(range(n), key=name.__getitem__)
        mapped = [tuple(name[column[back[q]]] for q in range(n)) for column in columns]
        yield from permutations(mapped)
