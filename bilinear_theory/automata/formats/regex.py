r"""Regular expressions over single letters, as minimal automata.

An expression is read into its positions, the places where a letter stands; a state is the set of
positions that may be read next. The alphabet is the letters that occur, in their order.

``|  *  +  ?  ( )``   as usual, and ``{m}``, ``{m,}``, ``{,n}``, ``{m,n}`` for repetition
``[a-c]``, ``[^a]``   one of these letters; any letter that occurs but these
``.``                 any letter that occurs
``\x``                the letter x itself, where x is no letter or digit; ``\n`` and ``\t`` too

References: Glushkov, *The abstract theory of automata* (1961); McNaughton and Yamada, *Regular
expressions and state graphs for automata* (1960).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize

POSITIONS_BOUND = 4_000
STATES_BOUND = 100_000
DEPTH_BOUND = 100
Letters = tuple[frozenset[str], bool]  # the letters, or with True all letters but these


def automaton_of_regex(expression: str, *, bound: int = STATES_BOUND) -> Automaton:
    """The minimal acceptor of a regular expression; the whole word is matched.

    Raises:
        ValueError: naming the position at which the expression is wrong; if it holds no letter;
            past ``bound`` states before minimisation.

    >>> automaton_of_regex("(ab)*").run("abab"), automaton_of_regex("(ab)*").run("aba")
    (True, False)
    """
    parser = _Parser(expression)
    whole = parser.expression()
    alphabet = sorted(parser.letters)
    if not alphabet:
        raise ValueError(f"regex {_short(expression)}: no letters, so there is no alphabet")
    # Position 0 stands before the word: its successors are the first positions.
    follow = [whole.first, *parser.follow[1:]]
    reads = [0] * len(alphabet)  # for each letter the positions that read it, as bits
    for position, (letters, complement) in enumerate(parser.reads):
        for a, letter in enumerate(alphabet):
            if position and (letter in letters) is not complement:
                reads[a] |= 1 << position
    number, queue, rows = {1: 0}, [1], list[list[int]]()
    accepting = whole.last | int(whole.nullable)
    for state in queue:
        ahead = 0
        for position in _bits(state):
            ahead |= follow[position]
        row = list[int]()
        for positions in reads:
            reached = ahead & positions
            if reached not in number:
                number[reached] = len(queue)
                queue.append(reached)
            row.append(number[reached])
        rows.append(row)
        if len(queue) > bound:
            raise ValueError(
                f"regex {_short(expression)}: its automaton has more than {bound} states, the bound"
            )
    return minimize(Automaton(alphabet, rows, 0, [bool(state & accepting) for state in queue]))


@dataclass(frozen=True)
class _Part:
    """A part of the expression: whether it matches the empty word, and its first and last bits."""

    nullable: bool
    first: int
    last: int


EMPTY = _Part(nullable=True, first=0, last=0)


class _Parser:
    """Recursive descent; a repetition reads its part again from the text for each copy."""

    def __init__(self, expression: str) -> None:
        self.text, self.at, self.depth = expression, 0, 0
        self.letters = set[str]()
        self.reads: list[Letters] = [(frozenset(), False)]
        self.follow = [0]

    def expression(self) -> _Part:
        whole = self.choice()
        if self.at < len(self.text):
            raise self.error("a parenthesis is closed that was not opened")
        return whole

    def choice(self) -> _Part:
        part = self.sequence()
        while self.takes("|"):
            other = self.sequence()
            part = _Part(
                part.nullable or other.nullable, part.first | other.first, part.last | other.last
            )
        return part

    def sequence(self) -> _Part:
        part = EMPTY
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self.joined(part, self.repeated())
        return part

    def joined(self, one: _Part, other: _Part) -> _Part:
        for position in _bits(one.last):
            self.follow[position] |= other.first
        return _Part(
            one.nullable and other.nullable,
            one.first | (other.first if one.nullable else 0),
            other.last | (one.last if other.nullable else 0),
        )

    def repeated(self) -> _Part:
        opening, first_position = self.at, len(self.reads)
        part = self.atom()
        closing = self.at
        least, most = self.repetition()
        if (least, most) == (1, 1):
            return part
        if self.at < len(self.text) and self.text[self.at] in "*+?{":
            raise self.error("a repetition of a repetition, which needs parentheses")
        size = len(self.reads) - first_position
        copies = max(least, 1) if most is None else most
        if len(self.reads) + size * (copies - 1) > POSITIONS_BOUND:
            raise ValueError(
                f"regex {_short(self.text)}: position {opening}: more than {POSITIONS_BOUND} "
                "letters once the repetitions are written out"
            )
        if copies == 0:
            return EMPTY
        after, whole = self.at, EMPTY
        for copy in range(copies if size else 1):
            if copy:
                self.at = opening
                part = self.atom()
            if most is None and copy == copies - 1:
                for position in _bits(part.last):
                    self.follow[position] |= part.first
            optional = _Part(part.nullable or copy >= least, part.first, part.last)
            whole = self.joined(whole, optional)
        self.at = after if closing <= after else closing
        return whole

    def repetition(self) -> tuple[int, int | None]:
        """The least and the greatest number of copies."""
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.takes(mark):
                return bounds
        if not self.takes("{"):
            return 1, 1
        opening = self.at - 1
        least = self.digits()
        exact = not self.takes(",")
        most = least if exact else self.digits()
        if not self.takes("}") or (least is None and most is None):
            raise self.error("expected a repetition {m}, {m,}, {,n} or {m,n}", opening)
        low = least or 0
        if most is not None and most < low:
            raise self.error("the bounds of a repetition stand in the wrong order", opening)
        return low, most

    def digits(self) -> int | None:
        begin = self.at
        while self.at < len(self.text) and self.text[self.at] in "0123456789":
            self.at += 1
        return int(self.text[begin : min(self.at, begin + 9)]) if self.at > begin else None

    def atom(self) -> _Part:
        mark = self.text[self.at]
        if mark == "(":
            opening = self.at
            self.at += 1
            self.depth += 1
            if self.depth > DEPTH_BOUND:
                raise self.error(f"parentheses nested more than {DEPTH_BOUND} deep", opening)
            if self.text.startswith("?:", self.at):
                self.at += 2
            part = self.choice()
            if not self.takes(")"):
                raise self.error("a parenthesis is not closed", opening)
            self.depth -= 1
            return part
        if mark == "[":
            return self.position(self.letter_class())
        if mark == ".":
            self.at += 1
            return self.position((frozenset(), True))
        if mark in "*+?{":
            raise self.error(f"{mark!r} has nothing to repeat")
        if mark in "^$]}":
            raise self.error(f"{mark!r} is no letter (the whole word is matched): write \\{mark}")
        return self.position((frozenset(self.letter()), False))

    def position(self, letters: Letters) -> _Part:
        if len(self.reads) > POSITIONS_BOUND:
            raise self.error(f"more than {POSITIONS_BOUND} letters")
        self.reads.append(letters)
        self.follow.append(0)
        bit = 1 << (len(self.reads) - 1)
        return _Part(nullable=False, first=bit, last=bit)

    def letter(self) -> str:
        """One letter that stands for itself, or is escaped."""
        letter = self.text[self.at]
        self.at += 1
        if letter == "\\":
            if self.at == len(self.text):
                raise self.error("nothing is escaped", self.at - 1)
            letter = self.text[self.at]
            if letter in "nt":
                letter = {"n": "\n", "t": "\t"}[letter]
            elif letter.isalnum():
                raise self.error(f"the escape \\{letter} has no meaning here", self.at - 1)
            self.at += 1
        self.letters.add(letter)
        return letter

    def letter_class(self) -> Letters:
        opening = self.at
        self.at += 1
        complement = self.takes("^")
        found = set[str]()
        while not self.takes("]"):
            if self.at >= len(self.text):
                raise self.error("a class of letters is not closed", opening)
            low = self.letter()
            found.add(low)
            if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] not in (
                "",
                "]",
            ):
                dash = self.at
                self.at += 1
                high = self.letter()
                if not low <= high or ord(high) - ord(low) > POSITIONS_BOUND:
                    raise self.error(f"the range {low}-{high} is empty or too large", dash - 1)
                found |= {chr(x) for x in range(ord(low), ord(high) + 1)}
        if not found:
            raise self.error("a class without letters", opening)
        self.letters |= found
        return frozenset(found), complement

    def takes(self, mark: str) -> bool:
        if taken := self.text.startswith(mark, self.at):
            self.at += len(mark)
        return taken

    def error(self, reason: str, at: int | None = None) -> ValueError:
        place = self.at if at is None else at
        return ValueError(f"regex {_short(self.text)}: position {place}: {reason}")


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _short(expression: str) -> str:
    return repr(expression if len(expression) <= 60 else f"{expression[:57]}...")
