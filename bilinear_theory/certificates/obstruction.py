"""Obstructions and undecided questions.

An obstruction proves "no": words on which the automaton does what no system of the restriction can do,
whatever its decoder. The theorem that makes them fatal is the rule of the kernel (``check.RULES``).

``Obstruction``   question, kind of the witness, its words, and an exponent for kinds that have one
``Undecided``     what was tried, and why the question stays open
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bilinear_theory.automata.automaton import Word, word_text
from bilinear_theory.certificates.check import RULES
from bilinear_theory.certificates.document import common_fields
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
}


@dataclass(frozen=True, eq=False)
class Obstruction:
    """The verdict no, with its evidence.

    Args:
        question: what it answers.
        kind: a key of ``check.RULES``.
        words: the words of the rule.
        exponent: the exponent ``n`` of the rule, if it has one.
    """

    question: Question
    kind: str
    words: Mapping[str, Word]
    exponent: int | None = None

    def pattern(self, text: str) -> Word:
        """The word that a pattern of the rule stands for."""
        word: Word = ()
        for token in text.split():
            name, _, power = token.partition("^")
            word += self.words[name] * (self.exponent or 1 if power else 1)
        return word

    @property
    def reason(self) -> str:
        """One line: the theorem, and the two words that violate it."""
        rule = RULES[self.kind]
        left, right = self.pattern(rule.left), self.pattern(rule.right)
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
        return {**common_fields(self.question, answer="no"), "witness": witness}


@dataclass(frozen=True, eq=False)
class Undecided:
    """The question is open: neither a realization nor an obstruction is known."""

    question: Question
    reason: str
