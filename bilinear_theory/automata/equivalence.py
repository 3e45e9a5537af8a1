"""Equivalence: two automata agree on all words, or a shortest word on which they differ.

The pairs of states that a common word reaches generate an equivalence relation; the automata agree
exactly if related states have equal outputs. Only pairs that the earlier ones do not already relate
need to be looked at (Hopcroft and Karp), so there are fewer of them than states.

``compare(a, b)``               a ``Bisimulation`` or a ``SeparatingWord``
``Bisimulation``                pairs of states that generate a relation which proves agreement
``SeparatingWord``              the length-lexicographically least word with different outputs
``separating_word(a, p, q)``    the same for two states of one automaton, None if they agree
``separating_suffixes(a)``      words that tell all states of a minimal automaton apart

Reachability and minimisation are part of the vocabulary: ``reachable``, ``access_words``,
``product``, ``is_permutation``, ``reduction``, ``minimize``.

References: Hopcroft and Karp, *A linear algorithm for testing equivalence of finite automata*
(1971); Bonchi and Pous, *Checking NFA equivalence with bisimulations up to congruence* (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import components
from bilinear_theory.automata.automaton import Automaton, Output, Table, Word
from bilinear_theory.automata.minimization import Reduction, minimize, reduction
from bilinear_theory.automata.reachability import (
    AccessTree,
    access_words,
    is_permutation,
    product,
    reachable,
)

__all__ = [
    "AccessTree",
    "Bisimulation",
    "Reduction",
    "SeparatingWord",
    "access_words",
    "compare",
    "is_permutation",
    "minimize",
    "product",
    "reachable",
    "reduction",
    "separating_suffixes",
    "separating_word",
]


@dataclass(frozen=True, eq=False)
class Bisimulation:
    """Evidence that two automata have equal outputs after every word.

    ``pairs`` has shape ``(P, 2)``: states of the left and of the right automaton, fewer pairs than
    there are states. The first pair is that of the starts; each pair has equal outputs and each of
    its successors lies in the equivalence relation that the pairs generate.
    """

    pairs: Table

    def check(self, a: Automaton, b: Automaton) -> None:
        """Check the evidence against the two automata, in linear time.

        Raises:
            ValueError: naming the first fact that fails.
        """
        if set(a.alphabet) != set(b.alphabet):
            raise ValueError(f"the alphabets {a.alphabet!r} and {b.alphabet!r} differ")
        left, right = self.pairs[:, 0], self.pairs[:, 1]
        for side, automaton in ((left, a), (right, b)):
            if len(side) == 0 or side.min() < 0 or side.max() >= len(automaton):
                raise ValueError("a pair names a state that is not there, or there is no pair")
        if (int(left[0]), int(right[0])) != (a.start, b.start):
            raise ValueError("the first pair is not that of the starts")
        for p, q in self.pairs.tolist():
            if a.outputs[p] != b.outputs[q]:
                raise ValueError(f"the outputs {a.outputs[p]!r} and {b.outputs[q]!r} are paired")
        size = len(a) + len(b)
        everything = np.arange(size, dtype=np.intp)
        label = components(np.append(everything, right + len(a)), np.append(everything, left))
        onto = label[a.transitions[left]]  # (P, S)
        beside = label[b.transitions[right][:, [b.index[s] for s in a.alphabet]] + len(a)]
        wrong = np.argwhere(onto != beside)
        if len(wrong):
            i, s = wrong[0].tolist()
            raise ValueError(f"pair {i} leaves the relation on {a.alphabet[s]!r}")


@dataclass(frozen=True)
class SeparatingWord:
    """The length-lexicographically least word after which two automata have different outputs.

    ``left`` and ``right`` are the two outputs; None for an automaton that does not read the word.
    """

    word: Word
    left: Output
    right: Output


def compare(a: Automaton, b: Automaton) -> Bisimulation | SeparatingWord:
    """Evidence that two automata agree on all words, or the least word that separates them.

    Symbols are compared, not columns, so the order of ``b``'s alphabet does not matter. Words are
    ordered by length and then by ``a``'s alphabet, followed by the symbols that only ``b`` has. A
    word that only one automaton reads separates them.

    >>> once = Automaton("a", [[1], [1]], 0, (False, True))
    >>> odd = Automaton("a", [[1], [0]], 0, (False, True))
    >>> compare(once, odd)
    SeparatingWord(word=('a', 'a'), left=True, right=False)
    >>> compare(odd, odd).pairs.tolist()
    [[0, 0], [1, 1]]
    """
    if a.outputs[a.start] != b.outputs[b.start]:
        return SeparatingWord((), a.outputs[a.start], b.outputs[b.start])
    if set(a.alphabet) != set(b.alphabet):
        extra = [s for s in b.alphabet if s not in a.index]
        for symbol in (*a.alphabet, *extra):
            left = a.run((symbol,)) if symbol in a.index else None
            right = b.run((symbol,)) if symbol in b.index else None
            if left != right or symbol not in a.index or symbol not in b.index:
                return SeparatingWord((symbol,), left, right)
    columns = [b.index[s] for s in a.alphabet]
    table = np.concatenate([a.transitions, b.transitions[:, columns] + len(a)])
    pairs, letters = _merge(table, a.outputs + b.outputs, a.start, b.start + len(a))
    if letters is None:
        pairs[:, 1] -= len(a)
        return Bisimulation(pairs)
    word = tuple(a.alphabet[i] for i in letters)
    return SeparatingWord(word, a.run(word), b.run(word))


def separating_word(a: Automaton, p: int, q: int) -> Word | None:
    """The length-lexicographically least word with different outputs from two states.

    Returns:
        None if the two states are equivalent.

    >>> a = Automaton("a", [[1], [2], [2]], 0, (0, 0, 1))
    >>> separating_word(a, 0, 1), separating_word(a, 1, 1)
    (('a',), None)
    """
    for state in (p, q):
        if not 0 <= state < len(a):
            raise ValueError(f"state {state} is outside 0..{len(a) - 1}")
    _, letters = _merge(a.transitions, a.outputs, p, q)
    return None if letters is None else tuple(a.alphabet[i] for i in letters)


def separating_suffixes(a: Automaton) -> tuple[Word, ...]:
    """Words after which no two states agree in all outputs: each new one splits a class.

    Raises:
        ValueError: if two states are equivalent.

    >>> separating_suffixes(Automaton("a", [[1], [2], [2]], 0, (0, 0, 1)))
    (('a',), ())
    """
    classes: dict[tuple[Output, ...], list[int]] = {(): list(range(len(a)))}
    words: list[Word] = []
    while large := next((states for states in classes.values() if len(states) > 1), None):
        word = separating_word(a, large[0], large[1])
        if word is None:
            raise ValueError(f"states {large[0]} and {large[1]} are equivalent")
        words.append(word)
        finer: dict[tuple[Output, ...], list[int]] = {}
        for signature, states in classes.items():
            for q in states:
                output = a.outputs[a.state(word, start=q)]
                finer.setdefault((*signature, output), []).append(q)
        classes = finer
    return tuple(words)


def _merge(
    transitions: NDArray[np.int32], outputs: tuple[Output, ...], p: int, q: int
) -> tuple[Table, list[int] | None]:
    """Merge the states that a common word reaches from ``p`` and ``q``, breadth-first.

    Returns the pairs merged, shape ``(P, 2)``, and the least separating word as letters, or None.

    A pair is passed over if earlier pairs already relate its states. That keeps the word least. Let
    the pair be reached by ``u`` and separated by ``w``; along the chain of earlier pairs that
    relates its states one pair is separated by ``w`` too, and it was reached by some ``v < u`` in
    the length-lexicographic order, so ``vw < uw`` separates the start pair: no prefix of the least
    separating word is passed over.
    """
    Q, S = transitions.shape
    left, right, origin, letter = [p], [q], [-1], [-1]
    if outputs[p] != outputs[q]:
        return np.array([left, right], dtype=np.int32).T, []
    # Views, not lists: machines that differ soon should cost no time for all their states.
    table, parent = transitions.ravel().data, np.arange(Q, dtype=np.int32).data
    parent[q] = p
    for i, x in enumerate(left):
        r0, t0 = x * S, right[i] * S
        for s in range(S):
            r = y = table[r0 + s]
            t = z = table[t0 + s]
            while parent[r] != r:
                parent[r] = r = parent[parent[r]]
            while parent[t] != t:
                parent[t] = t = parent[parent[t]]
            if r == t:
                continue
            if outputs[y] != outputs[z]:
                letters = [s]
                while i > 0:
                    letters.append(letter[i])
                    i = origin[i]
                return np.array([left, right], dtype=np.int32).T, letters[::-1]
            parent[t] = r
            left.append(y)
            right.append(z)
            origin.append(i)
            letter.append(s)
    return np.array([left, right], dtype=np.int32).T, None
