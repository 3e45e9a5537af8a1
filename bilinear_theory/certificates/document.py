"""The parts that all certificates share: claim, automaton, exact numbers.

``certificates.check`` specifies the format; nothing is decided here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.systems.question import Question

FORMAT, VERSION = "bilinear-certificate", 1


def common_fields(question: Question, *, answer: str) -> dict[str, Any]:
    """The fields of a certificate that come before its evidence.

    Raises:
        ValueError: if a symbol or an output is none that a file can hold.
    """
    automaton, minimal = question.subject.automaton, question.minimal
    for symbol in automaton.alphabet:
        if type(symbol) not in (str, int):
            raise ValueError(f"a certificate holds text and integers as symbols, not {symbol!r}")
    for output in automaton.output_symbols:
        if type(output) not in (str, int, bool):
            raise ValueError(
                f"a certificate holds text, integers and Booleans as outputs, not {output!r}"
            )
    return {
        "format": FORMAT,
        "version": VERSION,
        "claim": claim(question, answer=answer),
        "automaton": {
            "alphabet": list(automaton.alphabet),
            "transitions": automaton.transitions.tolist(),
            "start": automaton.start,
            "outputs": list(automaton.outputs),
        },
        "minimal": {
            "transitions": minimal.transitions.tolist(),
            "outputs": list(minimal.outputs),
            "map": [p if p >= 0 else None for p in question.subject.reduction.state_map.tolist()],
        },
    }


def claim(question: Question, *, answer: str) -> dict[str, Any]:
    """What a certificate claims of its automaton."""
    return {
        "answer": answer,
        "restriction": question.restriction.name,
        "decoder": question.setting.decoder.value,
        "additive": question.setting.additive,
        "layers": question.setting.layers,
    }


def number(x: Cyclotomic, n: int) -> Any:
    """A cyclotomic number in the notation of the format, at conductor ``n``."""
    return rational(x.as_fraction()) if x.is_rational() else list(_coefficients(x, n))


@lru_cache(maxsize=65536)
def _coefficients(x: Cyclotomic, n: int) -> tuple[int | str, ...]:
    """The coefficients at conductor ``n`` up to the last that is not 0."""
    coefficients = list(x.at(n).coefficients)
    while not coefficients[-1]:
        coefficients.pop()
    return tuple(rational(c) for c in coefficients)


def is_certificate(document: Any) -> bool:
    """Whether a document calls itself a certificate."""
    return isinstance(document, dict) and document.get("format") == FORMAT


def automaton_of(document: Any) -> Automaton:
    """The automaton of which an accepted certificate speaks."""
    held = document["automaton"]
    return Automaton(held["alphabet"], held["transitions"], held["start"], held["outputs"])


def rational(q: Fraction) -> int | str:
    """A rational number in the notation of the format."""
    return q.numerator if q.denominator == 1 else f"{q.numerator}/{q.denominator}"
