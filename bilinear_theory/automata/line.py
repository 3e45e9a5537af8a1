"""One column: ``A_x = w_x u v^T``, scalars on a line, with a free initial state.

From the first letter on the state is a multiple of u. If ``v . u = 0``, it is ``w_x u`` after a letter x
and 0 after two. Otherwise, with ``v . u = 1``, it is u times the product of the ``w_x``, which in finite
reach are 0 or roots of unity (over R, signs). The initial state lies off the line, so that it may have an
output of its own. A machine is of the second kind exactly if, on the states S that words of one letter
or more reach, each letter is the constant of an absorbing state, or one of a cyclic group of
permutations of the others, transitive on them, and the first letter fits.

``line(minimal, real)``  vectors of the states and matrices; None if one column does not do it
"""

from __future__ import annotations

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton

#: The most states on which the group of the letters is searched for a generator.
MAX_STATES = 2000

ONE, ZERO = Cyclotomic.rational(1), Cyclotomic.rational(0)
Line = tuple[list[tuple[Cyclotomic, ...]], list[CyclotomicMatrix]]


def line(minimal: Automaton, *, real: bool) -> Line | None:
    """One vector a state of the minimal machine, and a matrix of rank at most one for each letter.

    >>> from bilinear_theory.automata.automaton import Automaton
    >>> parity = Automaton("01", [[0, 1], [1, 0]], 0, [0, 1])
    >>> line(parity, real=True)[0]
    [(1,), (-1,)]
    """
    if not len(minimal.alphabet) or len(minimal) > MAX_STATES:
        return None
    return _nilpotent(minimal) or _scalars(minimal, real=real)


def _nilpotent(minimal: Automaton) -> Line | None:
    """``v . u = 0``: the first letter counts, and after two letters the state is always the same."""
    table = minimal.transitions
    last = int(table[table[0, 0], 0])
    first = sorted(set(table[0].tolist()), key=lambda q: (minimal.output_codes[q], q))
    if 0 in (last, *first) or any(int(r) != last for q in (*first, last) for r in table[q]):
        return None
    middle = first.index(last) if last in first else _place(minimal, first, last)
    value = {q: i - middle + (last not in first and i >= middle) for i, q in enumerate(first)}
    vectors: list[tuple[Cyclotomic, ...]] = [(ZERO, ZERO)] * len(minimal)
    vectors[0] = (ZERO, ONE)
    for q, x in value.items():
        vectors[q] = (Cyclotomic.rational(x), ZERO)
    return vectors, [CyclotomicMatrix([[0, value[int(q)]], [0, 0]]) for q in table[0]]


def _place(minimal: Automaton, first: list[int], last: int) -> int:
    """Where the last state stands among the first ones so that equal outputs are side by side."""
    codes = minimal.output_codes
    return sum(1 for q in first if codes[q] <= codes[last])


def _scalars(minimal: Automaton, *, real: bool) -> Line | None:
    """``v . u = 1``: products of 0 and roots of unity."""
    table = minimal.transitions.tolist()
    reached = sorted({r for row in table for r in row})  # by one letter or more
    letters = range(len(minimal.alphabet))
    if len(reached) == 1:
        return _written(minimal, {reached[0]: ONE}, [ONE for _ in letters])
    absorbing = [q for q in reached if all(r == q for r in table[q])]
    constant = [a for a in letters if len({table[q][a] for q in reached}) == 1]
    zero = table[reached[0]][constant[0]] if constant else None
    if zero is not None and (
        zero not in absorbing or any(table[q][a] != zero for a in constant for q in (0, *reached))
    ):
        return None
    turning = [a for a in letters if a not in constant]
    live = [q for q in reached if q != zero]
    if not turning or any(sorted(table[q][a] for q in live) != live for a in turning):
        return None
    exponents = _cyclic(table, live, turning)
    if exponents is None or (real and len(live) > 2):
        return None
    n = len(live)
    base = next(q for q in live if exponents[q] == 0)
    turns = {a: exponents[table[base][a]] for a in turning}
    starts = {(exponents.get(table[0][a], -1) - turns[a]) % n for a in turning}
    if any(table[0][a] not in exponents for a in turning) or len(starts) > 1:
        return None
    shift = starts.pop()
    value = {q: Cyclotomic.root_of_unity(n, (e - shift) % n) for q, e in exponents.items()}
    if zero is not None:
        value[zero] = ZERO
    weights = [Cyclotomic.root_of_unity(n, turns[a]) if a in turns else ZERO for a in letters]
    return _written(minimal, value, weights)


def _cyclic(table: list[list[int]], live: list[int], turning: list[int]) -> dict[int, int] | None:
    """Exponents of the states under a generator of the group of the letters, if it is cyclic."""
    place = {q: i for i, q in enumerate(live)}
    letters = [tuple(place[table[q][a]] for q in live) for a in turning]
    if any(tuple(x[i] for i in y) != tuple(y[i] for i in x) for x in letters for y in letters):
        return None
    # the group is commutative; it is transitive, hence regular, if letters reach all states from 0
    element: dict[int, tuple[int, ...]] = {0: tuple(range(len(live)))}
    queue = [0]
    for i in queue:
        for x in letters:
            if x[i] not in element:
                element[x[i]] = tuple(x[j] for j in element[i])
                queue.append(x[i])
    if len(queue) < len(live):
        return None
    for g in element.values():
        exponents, i = {live[0]: 0}, g[0]
        while i:
            exponents[live[i]] = len(exponents)
            i = g[i]
        if len(exponents) == len(live):
            return exponents
    return None


def _written(minimal: Automaton, value: dict[int, Cyclotomic], weights: list[Cyclotomic]) -> Line:
    """The start off the line if no letter leads back to it."""
    if 0 in value:
        points = [(value[q],) for q in range(len(minimal))]
        return [*points], [CyclotomicMatrix([[w]]) for w in weights]
    points = [(ZERO, ONE) if q == 0 else (value[q], ZERO) for q in range(len(minimal))]
    return [*points], [CyclotomicMatrix([[w, w], [0, 0]]) for w in weights]
