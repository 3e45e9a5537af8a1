"""The parts that all certificates share: claim, automaton, exact numbers.

``certificates.check`` specifies the format; nothing is decided here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.systems.question import Question

FORMAT, VERSION = "bilinear-certificate", 1


def claim(question: Question, *, answer: str) -> dict[str, Any]:
    """What a certificate claims: the answer to a question."""
    return {
        "answer": answer,
        "restriction": question.restriction.name,
        "decoder": question.setting.decoder.value,
        "additive": question.setting.additive,
        "layers": question.setting.layers,
    }


def question_fields(claimed: dict[str, Any], question: Question) -> dict[str, Any]:
    """The fields of a certificate that come before its evidence.

    Raises:
        ValueError: if a symbol or an output is none that a file can hold.
    """
    automaton = question.subject.automaton
    for symbol in automaton.alphabet:
        if not isinstance(symbol, (str, int)) or isinstance(symbol, bool):
            raise ValueError(f"a certificate holds text and integers as symbols, not {symbol!r}")
    for output in automaton.output_symbols:
        if not isinstance(output, (str, int)):
            raise ValueError(
                f"a certificate holds text, integers and Booleans as outputs, not {output!r}"
            )
    return {
        "format": FORMAT,
        "version": VERSION,
        "claim": claimed,
        "automaton": {
            "alphabet": list(automaton.alphabet),
            "transitions": automaton.transitions.tolist(),
            "start": automaton.start,
            "outputs": list(automaton.outputs),
        },
    }


def machine(automaton: Automaton) -> dict[str, Any]:
    """Transitions and outputs of a machine with start 0."""
    return {"transitions": automaton.transitions.tolist(), "outputs": list(automaton.outputs)}


def number(x: Cyclotomic, n: int) -> Any:
    """A cyclotomic number in the notation of the format, at conductor ``n``."""
    if x.is_rational():
        return _rational(x.as_fraction())
    coefficients = list(x.at(n).coefficients)
    while not coefficients[-1]:
        coefficients.pop()
    return [_rational(c) for c in coefficients]


def automaton_of(document: Any) -> Automaton:
    """The automaton of which an accepted certificate speaks."""
    held = document["automaton"]
    return Automaton(held["alphabet"], held["transitions"], held["start"], held["outputs"])


def _rational(q: Fraction) -> int | str:
    return q.numerator if q.denominator == 1 else f"{q.numerator}/{q.denominator}"
