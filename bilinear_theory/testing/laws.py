"""Laws: what every construction, verdict and format has to obey.

A law returns if it holds, and raises an ``AssertionError`` with a shortest counterexample if not. Laws
about all words return a ``Scope``: *proved* if the reachable states are exact values and the search
closed, else *exhaustive up to length n*, with the number of words that were tried.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from bilinear_theory.automata.automaton import Automaton, Symbol, Word, word_text
from bilinear_theory.automata.equivalence import (
    Bisimulation,
    SeparatingWord,
    compare,
    is_permutation,
)
from bilinear_theory.certificates.check import RULES, check, read
from bilinear_theory.certificates.files import text
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import Verdict
from bilinear_theory.systems.system import BilinearSystem
from bilinear_theory.testing.recurrence import Decoder, Subject, recurrence
from bilinear_theory.testing.search import Difference, Scope, first_difference

T = TypeVar("T")
S = TypeVar("S")


def assert_realizes(
    subject: Subject,
    automaton: Automaton,
    *,
    decoder: Decoder | None = None,
    key: Callable[[Any], Hashable] | None = None,
    max_states: int = 100_000,
    max_words: int = 2_000,
) -> Scope:
    """The subject gives the output of the automaton after every word.

    Args:
        subject: a function from words to outputs; an object with ``initial``, ``step`` and
            ``output``; a ``Realization``; an automaton; or a ``BilinearSystem`` with a decoder.
            Without a decoder, a bilinear system has to reach no state by two words with different
            outputs: then, and only then, some decoder fits.
        automaton: what it is held to.
        decoder: from a state of the subject (of a function: from its value) to an output.
        key: a hashable value of a state, equal only for states that behave alike, where states are
            no exact values: for arrays ``lambda h: h.tobytes()``.
        max_states: the most states that are told apart.
        max_words: the most words tried where states are not told apart.

    Returns:
        What is known: proved for all words, or exhaustive up to a length.

    Raises:
        AssertionError: with a shortest word on which the subject errs.

    >>> parity = Automaton("ab", [[0, 1], [1, 0]], 0, [0, 1])
    >>> print(assert_realizes(lambda word: word.count("b") % 2, parity, max_words=100))
    exhaustive up to length 5: 63 words
    >>> assert_realizes(lambda word: word.count("b"), parity)
    Traceback (most recent call last):
    AssertionError: after bb the output is 2, and 0 is expected: a shortest such word
    """
    if isinstance(subject, BilinearSystem) and decoder is None:
        return _assert_determines(subject, automaton, max_states)
    found = first_difference(
        recurrence(subject, decoder),
        recurrence(automaton),
        automaton.alphabet,
        key=key,
        max_states=max_states,
        max_words=max_words,
    )
    match found:
        case Difference(word, output, expected):
            raise AssertionError(
                f"after {word_text(word)} the output is {output!r}, and {expected!r} is expected: "
                "a shortest such word"
            )
        case Scope():
            return found


def assert_same_behaviour(
    left: Subject,
    right: Subject,
    *,
    alphabet: Sequence[Symbol] | None = None,
    max_states: int = 100_000,
    max_words: int = 2_000,
) -> Scope:
    """Two subjects give the same output after every word.

    Args:
        left: as in ``assert_realizes``.
        right: as in ``assert_realizes``.
        alphabet: the symbols; not needed if a subject has an alphabet.
        max_states: the most pairs of states that are told apart.
        max_words: the most words tried where states are not told apart.

    Returns:
        What is known: proved for all words, or exhaustive up to a length.

    Raises:
        AssertionError: with a shortest word that separates them.
        ValueError: if no alphabet is known.

    >>> twice = Automaton("ab", [[1, 1], [0, 0]], 0, [0, 1])
    >>> print(assert_same_behaviour(twice, lambda word: len(word) % 2, max_words=10))
    exhaustive up to length 2: 7 words
    """
    if isinstance(left, Automaton) and isinstance(right, Automaton) and alphabet is None:
        return _compared(left, right)
    symbols = alphabet
    for subject in (left, right):
        if symbols is None and isinstance(subject, Automaton | BilinearSystem):
            symbols = subject.alphabet
        if symbols is None and isinstance(subject, Realization):
            symbols = subject.system.alphabet
    if symbols is None:
        raise ValueError("neither subject has an alphabet: give one")
    found = first_difference(
        recurrence(left), recurrence(right), symbols, max_states=max_states, max_words=max_words
    )
    match found:
        case Difference():
            raise AssertionError(f"{found}: a shortest such word")
        case Scope():
            return found


def assert_certifies(verdict: Verdict) -> None:
    """A verdict has a certificate that the trusted kernel accepts, and always the same bytes.

    Raises:
        AssertionError: if it is undecided; if the kernel refuses; if the text does not hold the
            document, or changes from one time to the next.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> assert_certifies(classify("parity", "diagonal-real"))
    >>> assert_certifies(classify("S3", "rotation"))
    """
    match verdict:
        case Undecided(reason=reason):
            raise AssertionError(f"an undecided question has no certificate: {reason}")
        case Realization() | Obstruction():
            written = text(verdict)
    document = read(written.encode())
    try:
        check(document)
    except ValueError as error:
        raise AssertionError(
            f"{verdict.question.name}, {verdict.question.setting.decoder.value} decoder: "
            f"the kernel refuses: {error}"
        ) from error
    if document != verdict.document():
        raise AssertionError("the text of the certificate does not hold its document")
    if text(verdict) != written:
        raise AssertionError("the same verdict has two certificates with different bytes")


def assert_obstructs(obstruction: Obstruction, systems: Iterable[BilinearSystem] = ()) -> None:
    """The two words of an obstruction give different outputs, and no given system escapes it.

    Args:
        obstruction: the verdict no.
        systems: systems of the restriction, of finite reach. Each of them has to be wrong: there are
            two words that lead it to one state, and the automaton to different outputs.

    Raises:
        AssertionError: if the automaton gives one output on both words; if the words do not meet the
            hypothesis of the rule; if a system tracks the automaton.

    >>> from bilinear_theory.hierarchy.classify import classify
    >>> assert_obstructs(classify("S3", "rotation"))
    """
    automaton, minimal = obstruction.question.subject.automaton, obstruction.question.minimal
    rule = RULES.get(obstruction.kind)  # a separation has no two words
    if rule is not None or obstruction.levels is not None:
        left, right = obstruction.sides
        if automaton.run(left) == automaton.run(right):
            raise AssertionError(
                f"{word_text(left)} and {word_text(right)} both give {automaton.run(left)!r}"
            )
    if rule is not None:
        if rule.permutes and not is_permutation(minimal):
            raise AssertionError(
                "the rule speaks of permutation automata, and a letter merges states"
            )
        for pair in filter(None, (rule.same, rule.also)):
            first, second = map(obstruction.pattern, pair)
            if minimal.state(first) != minimal.state(second):
                raise AssertionError(
                    f"{word_text(first)} and {word_text(second)} lead to different states"
                )
    for system in systems:
        try:
            assert_realizes(system, automaton)
        except AssertionError:
            continue
        raise AssertionError(f"a system tracks the automaton all the same: {system}")


def assert_round_trip(
    value: T,
    write: Callable[[T], S],
    read: Callable[[S], T],
    *,
    same: Callable[[T, T], bool] = operator.eq,
) -> None:
    """What is written is read back, and written again it is the same.

    Args:
        value: what is written.
        write: to text, bytes, an object, ...
        read: and back.
        same: when two values count as the same; by default ``==``.

    Raises:
        AssertionError: with what was written.

    >>> assert_round_trip(12, str, int)
    >>> assert_round_trip(1.5, str, lambda text: int(float(text)))
    Traceback (most recent call last):
    AssertionError: 1.5 is written as '1.5' and read as 1
    """
    written = write(value)
    back = read(written)
    if not same(back, value):
        raise AssertionError(f"{value!r} is written as {written!r} and read as {back!r}")
    again = write(back)
    if again != written:
        raise AssertionError(f"{value!r} is written as {written!r}, then as {again!r}")


def _compared(left: Automaton, right: Automaton) -> Scope:
    """Two automata are compared by merging states, not by pairs of them."""
    match compare(left, right):
        case SeparatingWord(word, output, other):
            raise AssertionError(
                f"after {word_text(word)} the outputs are {output!r} and {other!r}: "
                "a shortest such word"
            )
        case Bisimulation():
            return Scope(proved=True, states=None, words=0, length=0)


def _assert_determines(system: BilinearSystem, automaton: Automaton, max_states: int) -> Scope:
    """No state of the system is reached by words with different outputs."""
    first: dict[Any, Word] = {system.initial: ()}
    seen = {(system.initial, automaton.start)}
    queue: deque[tuple[Any, int, Word]] = deque([(system.initial, automaton.start, ())])
    tried, length = 1, 0
    while queue:
        state, q, word = queue.popleft()
        length = len(word)
        for symbol in automaton.alphabet:
            longer = (*word, symbol)
            pair = system.step(state, symbol), automaton.state((symbol,), q)
            tried += 1
            earlier = first.setdefault(pair[0], longer)
            found, expected = automaton.run(earlier), automaton.outputs[pair[1]]
            if found != expected:
                raise AssertionError(
                    f"{word_text(earlier)} and {word_text(longer)} lead the system to one state, but "
                    f"the outputs are {found!r} and {expected!r}: no decoder fits"
                )
            if pair in seen:
                continue
            if len(seen) >= max_states:
                return Scope(proved=False, states=len(seen), words=tried, length=length)
            seen.add(pair)
            queue.append((*pair, longer))
    return Scope(proved=True, states=len(seen), words=tried, length=length + 1)
