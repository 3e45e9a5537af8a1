"""Obstructions and undecided questions.

An obstruction proves "no": words on which the automaton does what no system of the restriction can do,
whatever its decoder. The theorem that makes them fatal is the rule of the kernel (``check.RULES``).

``Obstruction``   question, kind of the witness, its words, and an exponent for kinds that have one
``Weights``       weights between states and wrong outputs, for the kind "separation"
``Cosets``        the subgroups of the transition group, for the kind "subgroups"
``Undecided``     what was tried, and why the question stays open
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bilinear_theory.automata.automaton import Word, word_text
from bilinear_theory.certificates.check import RULES
from bilinear_theory.certificates.document import common_fields, rational
from bilinear_theory.systems.question import Question

#: For each kind of witness the theorem that makes it fatal.
THEOREMS = {
    "noncommuting": "diagonal matrices commute",
    "not-idempotent": "a non-negative diagonal matrix of finite reach is idempotent",
    "not-involutive": "a real diagonal matrix of finite reach satisfies x^3 = x",
    "tail": "a complex diagonal matrix of finite reach satisfies x^(m+1) = x",
    "last-letter": "a non-negative affine diagonal satisfies xtx = tx",
    "last-letter-even": "a real affine diagonal satisfies xxtx = tx",
    "last-letter-periodic": "a complex affine diagonal satisfies x^m t x = tx",
    "exchange-first": "an affine diagonal satisfies xytxsy = yxtxsy",
    "exchange-second": "an affine diagonal satisfies xytysx = yxtysx",
    "merged": "an invertible map of finite reach merges no states",
    "group-noncommuting": "a finite group of triangular matrices is abelian",
    "group-square": "a finite group of real triangular matrices satisfies x^2 = 1",
    "group-letter": "a finite group of non-negative triangular matrices is trivial",
    "cycle": "a finite monoid of non-negative triangular matrices satisfies x^(m+1) = x^m",
    "long-cycle": "a finite monoid of real triangular matrices satisfies x^(m+2) = x^m",
    "exchange-inside": "finite monoids of triangular matrices satisfy (xy)^m xy = (xy)^m yx (xy)^m",
    "group-squares": "squares of a finite group of real 2 x 2 blocks commute",
    "local-index": "matrices of size k have powers of index k, less one for each loss of rank before",
    "local-exchange": "where matrices of size k have lost all rank but one they commute",
    "local-squares": "squares of real matrices of size 2 commute where they are invertible or of rank one",
    "separation": "a linear decoder is a strict argmax of functions that the blocks carry",
    "subgroups": "a linear decoder needs cosets of subgroups that separate the states",
}


@dataclass(frozen=True)
class Weights:
    """The data of a separation: why no functions that small blocks carry decode the outputs.

    Args:
        suffixes: words after which no two states of the minimal machine agree in all outputs.
        weights: (state, place of a wrong output, positive weight).
        preimages: for each output whose measure is not 0 its place and the preimage of the measure
            under the annihilator of the blocks, one number a state.
    """

    suffixes: tuple[Word, ...]
    weights: tuple[tuple[int, int, int], ...]
    preimages: tuple[tuple[int, tuple[Fraction, ...]], ...]


@dataclass(frozen=True)
class Cosets:
    """The data of the kind "subgroups": why few units separate no states.

    Args:
        suffixes: words after which no two states of the minimal machine agree in all outputs.
        subgroups: for each conjugacy class of subgroups of the transition group generating words.
        against: words from the start to other states: some units must change under each.
        least: the number of units that it takes.
    """

    suffixes: tuple[Word, ...]
    subgroups: tuple[tuple[Word, ...], ...]
    against: tuple[Word, ...]
    least: int


@dataclass(frozen=True, eq=False, repr=False)
class Obstruction:
    """The verdict no, with its evidence.

    Args:
        question: what it answers.
        kind: a key of ``check.RULES``, "separation", or one of ``check.LOCAL``.
        words: the words of the rule.
        exponent: the exponent ``n`` of the rule, if it has one.
        weights: the data of the kind "separation", which has no words.
        cosets: the data of the kind "subgroups", which has none either.
        levels: the words of each level of the kinds "local-..", see ``check._check_local``.
    """

    question: Question
    kind: str
    words: Mapping[str, Word]
    exponent: int | None = None
    weights: Weights | None = None
    cosets: Cosets | None = None
    levels: tuple[tuple[Word, ...], ...] | None = None

    def __repr__(self) -> str:
        return f"<Obstruction: {self.question.name}, {self.kind}>"

    def pattern(self, text: str) -> Word:
        """The word that a pattern of the rule stands for."""
        word: Word = ()
        for token in text.split():
            names, _, power = token.partition("^")
            repeated = tuple(symbol for name in names for symbol in self.words[name])
            word += repeated * (self.exponent or 1 if power else 1)
        return word

    @property
    def sides(self) -> tuple[Word, Word]:
        """The two words that no system of the restriction tells apart, empty for a separation."""
        if self.levels is not None:
            return self._local_sides(self.levels)
        rule = RULES.get(self.kind)
        return ((), ()) if rule is None else (self.pattern(rule.left), self.pattern(rule.right))

    def _local_sides(self, levels: tuple[tuple[Word, ...], ...]) -> tuple[Word, Word]:
        u, x, y, w = (self.words.get(name, ()) for name in "uxyw")
        s: Word = ()
        for level in levels:
            s += tuple(symbol for word in level for symbol in (*word, *s))
        z, power = x + s, (x + s) * (self.exponent or 1)
        if self.kind == "local-squares":
            return u + s + z * 2 + (y + s) * 2 + w, u + s + (y + s) * 2 + z * 2 + w
        size = int(self.question.restriction.name.partition(":")[2] or 1)
        if self.kind == "local-index":
            start = s + z * (size - len(levels))
            return u + start + power + w, u + start + w
        start = s + z * (size - len(levels) - 1)
        return u + start + power + y + start + w, u + start + y + start + power + w

    @property
    def reason(self) -> str:
        """One line: the theorem, and the two words, or the states, that violate it."""
        if self.cosets is not None:
            return f"{THEOREMS[self.kind]}, which takes {self.cosets.least} units"
        if self.weights is not None:
            states = sorted({x for x, _, _ in self.weights.weights})
            if len(states) == 2:
                words = [word_text(self.question.subject.access.word(q)) for q in states]
                outputs = [repr(self.question.minimal.outputs[q]) for q in states]
                return (
                    "all functions of the state that the blocks carry agree after "
                    f"{' and '.join(words)}, where the outputs are {' and '.join(outputs)}"
                )
            return f"{THEOREMS[self.kind]}, but weights on {len(states)} states exclude it"
        left, right = self.sides
        run = self.question.subject.automaton.run
        shown = [
            text if len(text) <= 60 else f"{text[:40]}… ({len(word)} letters)"
            for word, text in ((w, word_text(w)) for w in (left, right))
        ]
        return (
            f"{THEOREMS[self.kind]}, but {shown[0]} gives {run(left)!r} "
            f"and {shown[1]} gives {run(right)!r}"
        )

    def document(self) -> dict[str, Any]:
        """The certificate, as ``certificates.check`` specifies it."""
        witness: dict[str, Any] = {"kind": self.kind}
        witness |= {name: list(word) for name, word in sorted(self.words.items())}
        if self.exponent is not None:
            witness["n"] = self.exponent
        if self.levels is not None:
            witness["levels"] = [[list(word) for word in level] for level in self.levels]
        if self.weights is not None:
            witness["suffixes"] = [list(word) for word in self.weights.suffixes]
            witness["weights"] = [list(entry) for entry in self.weights.weights]
            witness["preimages"] = [
                [y, [rational(c) for c in values]] for y, values in self.weights.preimages
            ]
        if self.cosets is not None:
            witness["suffixes"] = [list(word) for word in self.cosets.suffixes]
            witness["subgroups"] = [
                [list(word) for word in words] for words in self.cosets.subgroups
            ]
            witness["against"] = [list(word) for word in self.cosets.against]
        return {**common_fields(self.question, answer="no"), "witness": witness}


@dataclass(frozen=True, eq=False, repr=False)
class Undecided:
    """The question is open: neither a realization nor an obstruction is known."""

    question: Question
    reason: str

    def __repr__(self) -> str:
        return f"<Undecided: {self.question.name}>"
