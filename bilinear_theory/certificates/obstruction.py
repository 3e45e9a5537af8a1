"""Obstructions and undecided questions.

An obstruction proves "no": words on which the automaton does what no system of the restriction can do,
whatever its decoder. The theorem that makes them fatal is the rule of the kernel (``check.RULES``).

``Obstruction``   question, kind of the witness, its words, and an exponent for kinds that have one
``Weights``       weights between states and wrong outputs, for the kind "separation"
``FewUnits``      words and subgroups, for the kinds that exclude a width
``Constituents``  rational characters and branchings, for the kind "constituents"
``Series``        commutators and squares of words that permute states, for the kinds of series
``Undecided``     what was tried, and why the question stays open
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Word, word_text
from bilinear_theory.certificates.check import KERNEL, RULES
from bilinear_theory.certificates.document import claim, common_fields, rational
from bilinear_theory.certificates.theorems import THEOREMS
from bilinear_theory.systems.question import Question


@dataclass(frozen=True)
class Weights:
    """The data of a separation: why no functions that small blocks carry decode the outputs.

    Args:
        suffixes: words after which no two states of the minimal machine agree in all outputs.
        weights: (state, place of a wrong output, positive weight).
        preimages: for each output whose measure is not 0 its place and the preimage of the measure
            under the annihilator of the blocks, one number a state.
        generators: the words that act on the states inside, for the kind "separation-inside".
    """

    suffixes: tuple[Word, ...]
    weights: tuple[tuple[int, int, int], ...]
    preimages: tuple[tuple[int, tuple[Fraction, ...]], ...]
    generators: tuple[Word, ...] | None = None


@dataclass(frozen=True)
class FewUnits:
    """The data of a witness against a width: why N units track no automaton of a transition group.

    Args:
        suffixes: words after which no two states of the minimal machine agree in all outputs.
        fields: the lists of words, or of lists of words, that ``check.FEW_UNITS`` names.
        detail: what breaks the theorem, in words.
    """

    suffixes: tuple[Word, ...]
    fields: Mapping[str, tuple[Word, ...] | tuple[tuple[Word, ...], ...]]
    detail: str


@dataclass(frozen=True)
class Constituents:
    """Why all constituents that separate the states exceed a restriction.

    Args:
        suffixes: words after which no two states of the minimal machine agree in all outputs.
        classes: a word for each rational class of the transition group, the identity first.
        operator: weights of the classes; the characters have different eigenvalues.
        characters: a positive multiple of each sum of Galois conjugate characters, on the classes.
        within: places of characters; states that they separate from state 0 are left aside.
        branches: at each branching, depth first, the state to be separated from state 0.
    """

    suffixes: tuple[Word, ...]
    classes: tuple[Word, ...]
    operator: tuple[int, ...]
    characters: tuple[tuple[int, ...], ...]
    within: tuple[int, ...]
    branches: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Series:
    """Words that permute states, and commutators (or squares) of them.

    Args:
        states: the states of the minimal machine that the words permute.
        words: the words.
        steps: pairs of elements, which are the words and, in a series that is too long, the steps
            before: a pair is a commutator, or a square if it is one element twice. In a series
            without end step i acts as word i.
    """

    states: tuple[int, ...]
    words: tuple[Word, ...]
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ViolatedLaw:
    """A law of all finite groups of blocks of a size, as a straight-line program.

    Args:
        variables: the words at which the law fails.
        steps: see ``algebra.program.Program``.
    """

    variables: tuple[Word, ...]
    steps: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Detail:
    """What a witness names beside its words and its exponent.

    Args:
        fields: the fields of the witness, as ``check`` names them.
        text: what breaks the theorem, in words.
    """

    fields: Mapping[str, Any]
    text: str


@dataclass(frozen=True, eq=False, repr=False)
class Obstruction:
    """The verdict no, with its evidence.

    Args:
        question: what it answers.
        kind: a key of ``theorems.THEOREMS``.
        words: the words of the rule.
        exponent: the exponent ``n`` of the rule, if it has one.
        weights: the data of the kind "separation", which has no words.
        few_units: the data of a kind that excludes a width.
        levels: the words of each level of the kinds "local-..", see ``check._check_local``.
        constituents: the data of the kind "constituents", which has no words.
        series: the data of the kinds of series.
        law: the data of the kind "law", beside the words u and w.
        suffixes: words after which no two states agree, for the kinds of series, "one-column" and
            "columns".
        detail: what the kinds of ``check.CONTRACTIONS`` and ``check.DIMENSIONS`` name beside words.
        source: the question of a larger class that the witness answers, from which the verdict follows;
            None if the witness answers the question itself.
    """

    question: Question
    kind: str
    words: Mapping[str, Word]
    exponent: int | None = None
    weights: Weights | None = None
    few_units: FewUnits | None = None
    levels: tuple[tuple[Word, ...], ...] | None = None
    constituents: Constituents | None = None
    series: Series | None = None
    law: ViolatedLaw | None = None
    suffixes: tuple[Word, ...] | None = None
    detail: Detail | None = None
    source: Question | None = None

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
        if self.kind == "idempotents":
            return self.pattern("u x^n y^n w"), self.pattern("u y^n x^n w")
        if self.kind == "idempotents-last":
            return self.pattern("u x^n y^n x^n w"), self.pattern("u y^n x^n w")
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
        size = int((self.source or self.question).restriction.name.partition(":")[2] or 1)
        if self.kind == "local-index":
            start = s + z * (size - len(levels))
            return u + start + power + w, u + start + w
        if self.kind in KERNEL:
            return self._kernel_sides(s, size - len(levels))
        start = s + z * (size - len(levels) - 1)
        if self.kind == "local-reset":
            return u + start + power + y + start + z + w, u + start + y + start + z + w
        return u + start + power + y + start + w, u + start + y + start + power + w

    def _kernel_sides(self, s: Word, t: int) -> tuple[Word, Word]:
        u, x, v, y, w = (self.words[name] for name in "uxvyw")
        g = x + s
        z, n = g + v + s, self.exponent or 1
        start, end, full = s + z * (t - 2), g * n + z, s + z * t
        sides = start + z * n + end, start + end
        if self.kind == "local-kernel":
            return u + sides[0] + y + full + w, u + sides[1] + y + full + w
        return u + full + y + sides[0] + w, u + full + y + sides[1] + w

    @property
    def reason(self) -> str:
        """One line: the theorem, and the two words, or the states, that violate it."""
        if self.source is not None:
            larger = replace(self, question=self.source, source=None)
            return f"not even {self.source.name}: {larger.reason}"
        if self.few_units is not None:
            return f"{THEOREMS[self.kind]}, {self.few_units.detail}"
        if self.detail is not None:
            return f"{THEOREMS[self.kind]}, {self.detail.text}"
        if self.series is not None:
            return self._series_reason(self.series)
        if self.weights is not None:
            states = sorted({x for x, _, _ in self.weights.weights})
            if self.weights.generators is not None:
                words = ", ".join(map(word_text, self.weights.generators))
                return f"{THEOREMS[self.kind]}, but weights exclude it where {words} permute states"
            if len(states) == 2:
                words = [word_text(self.question.subject.access.word(q)) for q in states]
                outputs = [repr(self.question.minimal.outputs[q]) for q in states]
                return (
                    "all functions of the state that the blocks carry agree after "
                    f"{' and '.join(words)}, where the outputs are {' and '.join(outputs)}"
                )
            return f"{THEOREMS[self.kind]}, but weights on {len(states)} states exclude it"
        if self.constituents is not None:
            return f"{THEOREMS[self.kind]}, but all such sets exceed {self.question.name}"
        if self.law is not None:
            values = " and ".join(word_text(word) for word in self.law.variables)
            return f"{THEOREMS[self.kind]}, of {counted(len(self.law.steps), 'step')}, that fails at {values}"
        if self.suffixes is not None:
            return self._columns_reason()
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

    def _series_reason(self, series: Series) -> str:
        real = self.question.restriction.name in (
            "diagonal-real",
            "triangular-real",
            "block-real:1",
        )
        names = [self.question.minimal.name(q) for q in series.states[:6]]
        states = ", ".join(names) + (", .." if len(series.states) > 6 else "")
        if self.kind == "series-without-end":
            theorem = THEOREMS[self.kind].format(" of order 2^k" if real else "")
            return f"{theorem}, but that of the words that permute the states {states} is none"
        layers = self.question.setting.layers
        factors = 2 * layers if self.question.restriction.name.endswith(":2") else layers
        theorem = THEOREMS[self.kind].format(layers, factors, " of exponent 2" if real else "")
        return f"{theorem}, but that of the words that permute the states {states} takes more"

    def _columns_reason(self) -> str:
        if not self.words:
            return f"{THEOREMS[self.kind]}, which no such numbers do"
        x, y, z, v, w = (word_text(self.words.get(name, ())) for name in "xyzvw")
        law = f"{x} {y}^-1 {z} and {z} {y}^-1 {x}"
        if "z" not in self.words:
            law = f"{x} {y}^-1 {x} {y}^-1 {x} and {x}"
        parts = [f"{law} are different maps"] if "x" in self.words else []
        if "v" in self.words:
            parts.append(f"the squares of {v} and {w} do not commute")
        return f"{THEOREMS[self.kind]}, but {' and '.join(parts)}"

    def document(self) -> dict[str, Any]:
        """The certificate, as ``certificates.check`` specifies it."""
        witness: dict[str, Any] = {"kind": self.kind}
        witness |= {name: list(word) for name, word in sorted(self.words.items())}
        if self.exponent is not None:
            witness["n"] = self.exponent
        if self.detail is not None:
            witness |= self.detail.fields
        if self.levels is not None:
            witness["levels"] = [[list(word) for word in level] for level in self.levels]
        if self.series is not None:
            witness["states"] = list(self.series.states)
            witness["words"] = [list(word) for word in self.series.words]
            witness["steps"] = [list(step) for step in self.series.steps]
        if self.weights is not None:
            witness["suffixes"] = [list(word) for word in self.weights.suffixes]
            witness["weights"] = [list(entry) for entry in self.weights.weights]
            witness["preimages"] = [
                [y, [rational(c) for c in values]] for y, values in self.weights.preimages
            ]
            if self.weights.generators is not None:
                witness["generators"] = [list(word) for word in self.weights.generators]
        if self.few_units is not None:
            witness["suffixes"] = _lists(self.few_units.suffixes)
            witness |= {name: _lists(words) for name, words in self.few_units.fields.items()}
        if self.suffixes is not None:
            witness["suffixes"] = _lists(self.suffixes)
        if self.constituents is not None:
            witness |= {
                "suffixes": [list(word) for word in self.constituents.suffixes],
                "classes": [list(word) for word in self.constituents.classes],
                "operator": list(self.constituents.operator),
                "characters": [list(row) for row in self.constituents.characters],
                "within": list(self.constituents.within),
                "branches": list(self.constituents.branches),
            }
        if self.law is not None:
            witness["variables"] = [list(word) for word in self.law.variables]
            witness["steps"] = [list(step) for step in self.law.steps]
        document = {**common_fields(self.source or self.question, answer="no"), "witness": witness}
        if self.source is not None:
            document["corollaries"] = [claim(self.question, answer="no")]
        return document


def _lists(words: tuple[Any, ...]) -> list[Any]:
    return [_lists(x) if isinstance(x, tuple) else x for x in words]


@dataclass(frozen=True, eq=False, repr=False)
class Undecided:
    """The question is open: neither a realization nor an obstruction is known."""

    question: Question
    reason: str

    def __repr__(self) -> str:
        return f"<Undecided: {self.question.name}>"
