"""Strategies for automata, groups and words.

Options are keywords, with defaults for the common case; where a value is expected, a strategy of such
values does as well. Examples shrink to few states, to transitions to state 0, to the output 0 and, for
permutations, to the identity.

References: MacIver, Hatfield-Dodds et al., *Hypothesis: a new approach to property-based testing*,
Journal of Open Source Software 4 (2019).
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bilinear_theory.automata.action import Permutation, cayley_automaton
from bilinear_theory.automata.automaton import Automaton, Output, Symbol, Word

Alphabet = Sequence[Symbol] | SearchStrategy[Sequence[Symbol]]
Outputs = Sequence[Output] | SearchStrategy[Output]


def automata(
    *,
    min_states: int = 1,
    max_states: int = 4,
    alphabet: Alphabet = "ab",
    outputs: Outputs = (0, 1),
    reachable: bool = False,
) -> SearchStrategy[Automaton]:
    """Moore machines with ``min_states`` to ``max_states`` states.

    Args:
        min_states: at least 1.
        max_states: at least ``min_states``.
        alphabet: the symbols, or a strategy of sequences of symbols.
        outputs: the outputs to choose from, simplest first, or a strategy of outputs.
        reachable: only machines without unreachable states, numbered breadth-first from the start 0;
            each of them, up to the names of its states, is drawn in one way only. They need a letter
            if ``min_states`` is more than 1.

    Raises:
        ValueError: on bounds that no automaton meets.

    >>> from hypothesis import find
    >>> find(automata(), lambda a: a.run("ab") != a.run("ba")).transitions.tolist()
    [[0, 1], [0, 0]]
    """
    if not 1 <= min_states <= max_states:
        raise ValueError(
            f"expected 1 <= min_states <= max_states, found {min_states}, {max_states}"
        )
    draw_one = _reachable_automata if reachable else _any_automata
    return draw_one(min_states, max_states, _alphabets(alphabet), _choices(outputs))


def permutation_automata(
    *,
    min_states: int = 1,
    max_states: int = 4,
    alphabet: Alphabet = "ab",
    outputs: Outputs = (0, 1),
) -> SearchStrategy[Automaton]:
    """Moore machines in which every letter permutes the states; the start is state 0.

    Raises:
        ValueError: on bounds that no automaton meets.

    >>> from hypothesis import find
    >>> a = find(permutation_automata(alphabet="a"), lambda a: a.run("a") > a.run(""))
    >>> a.transitions.tolist(), a.outputs
    ([[1], [0]], (0, 1))
    """
    if not 1 <= min_states <= max_states:
        raise ValueError(
            f"expected 1 <= min_states <= max_states, found {min_states}, {max_states}"
        )
    return _permutation_automata(min_states, max_states, _alphabets(alphabet), _choices(outputs))


def groups(
    *, max_degree: int = 4, min_generators: int = 1, max_generators: int = 2
) -> SearchStrategy[tuple[Permutation, ...]]:
    """Permutation groups, as generators: image lists of the same points.

    >>> from hypothesis import find
    >>> find(groups(), lambda g: len(g) == 2 and g[0] != g[1])
    ((0, 1), (1, 0))
    """
    if not 1 <= min_generators <= max_generators or max_degree < 1:
        raise ValueError(
            f"expected 1 <= min_generators <= max_generators and a positive degree, found "
            f"{min_generators}, {max_generators} and {max_degree}"
        )
    return st.integers(1, max_degree).flatmap(
        lambda n: st.lists(
            st.permutations(range(n)).map(tuple), min_size=min_generators, max_size=max_generators
        ).map(tuple)
    )


def group_automata(
    *,
    max_degree: int = 4,
    min_generators: int = 1,
    max_generators: int = 2,
    outputs: Outputs | None = None,
) -> SearchStrategy[Automaton]:
    """Word problems of permutation groups, their generators being the letters a, b, ...

    The state after a word is the product of its letters from left to right. Without ``outputs``
    every element is its own output.

    >>> from hypothesis import find
    >>> two = group_automata(min_generators=2)
    >>> len(find(two, lambda a: a.run("ab") != a.run("ba")))
    6
    """

    def word_problem(generators: tuple[Permutation, ...]) -> Automaton:
        return cayley_automaton(generators, symbols=_letters(len(generators)))

    plain = groups(
        max_degree=max_degree, min_generators=min_generators, max_generators=max_generators
    ).map(word_problem)
    if outputs is None:
        return plain
    choices = _choices(outputs)
    return plain.flatmap(
        lambda a: st.lists(choices, min_size=len(a), max_size=len(a)).map(
            lambda ys: Automaton(a.alphabet, a.transitions, a.start, ys, a.state_names)
        )
    )


def words(
    alphabet: Sequence[Symbol] | Automaton = "ab", *, min_size: int = 0, max_size: int = 8
) -> SearchStrategy[Word]:
    """Words over an alphabet, or over the alphabet of an automaton; they shrink to short words.

    >>> from hypothesis import find
    >>> find(words(), lambda w: "b" in w)
    ('b',)
    """
    symbols = alphabet.alphabet if isinstance(alphabet, Automaton) else tuple(alphabet)
    if not symbols:
        return st.just(())
    return st.lists(st.sampled_from(symbols), min_size=min_size, max_size=max_size).map(tuple)


@st.composite
def _any_automata(
    draw: DrawFn,
    low: int,
    high: int,
    alphabets: SearchStrategy[tuple[Symbol, ...]],
    outputs: SearchStrategy[Output],
) -> Automaton:
    symbols = draw(alphabets)
    size = draw(st.integers(low, high))
    states = st.integers(0, size - 1)
    row = st.lists(states, min_size=len(symbols), max_size=len(symbols))
    table = draw(st.lists(row, min_size=size, max_size=size))
    values = draw(st.lists(outputs, min_size=size, max_size=size))
    return Automaton(symbols, table, draw(states), values)


@st.composite
def _reachable_automata(
    draw: DrawFn,
    low: int,
    high: int,
    alphabets: SearchStrategy[tuple[Symbol, ...]],
    outputs: SearchStrategy[Output],
) -> Automaton:
    symbols = draw(alphabets)
    if low > 1 and not symbols:
        raise ValueError(f"without letters one state is reachable, not {low}")
    table: list[list[int]] = []
    known = 1
    while len(table) < known:
        row: list[int] = []
        for place in range(len(symbols)):
            # the last chance to name a new state before all rows that are known are full
            last = len(table) + 1 == known and place + 1 == len(symbols)
            least = known if last and known < low else 0
            q = draw(st.integers(least, min(known, high - 1)))
            known = max(known, q + 1)
            row.append(q)
        table.append(row)
    return Automaton(symbols, table, 0, draw(st.lists(outputs, min_size=known, max_size=known)))


@st.composite
def _permutation_automata(
    draw: DrawFn,
    low: int,
    high: int,
    alphabets: SearchStrategy[tuple[Symbol, ...]],
    outputs: SearchStrategy[Output],
) -> Automaton:
    symbols = draw(alphabets)
    size = draw(st.integers(low, high))
    columns = [draw(st.permutations(range(size))) for _ in symbols]
    table = [[column[q] for column in columns] for q in range(size)]
    return Automaton(symbols, table, 0, draw(st.lists(outputs, min_size=size, max_size=size)))


def _letters(count: int) -> list[str]:
    return [chr(ord("a") + i) if i < 26 else f"x{i}" for i in range(count)]


def _alphabets(given: Alphabet) -> SearchStrategy[tuple[Symbol, ...]]:
    if isinstance(given, SearchStrategy):
        return given.map(tuple)
    return st.just(tuple(given))


def _choices(given: Outputs) -> SearchStrategy[Output]:
    return given if isinstance(given, SearchStrategy) else st.sampled_from(given)
