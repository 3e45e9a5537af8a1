"""The values that files hold: symbols are text or integers, outputs text, integers or Booleans.

Python's automata may have any hashable; a file that cannot hold one refuses it by name.

``as_json``          a value as JSON text
``symbol_of_json``   JSON text as a symbol
``output_of_json``   JSON text as an output
``strict_json``      JSON without the liberties that Python's reader takes
``separate``         outputs among which 0 and false, or 1 and true, stay different

References: RFC 8259, *The JavaScript Object Notation* (2017).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bilinear_theory.automata.automaton import Output, Symbol
from bilinear_theory.automata.formats.source import Source


def as_json(value: object, what: str, source: Source) -> str:
    """The JSON text of a symbol or an output.

    Raises:
        AutomatonFileError: if the value is no text and no integer (a symbol), or Boolean (an
            output).
    """
    allowed = isinstance(value, str | int) and not (what == "symbol" and isinstance(value, bool))
    if not allowed:
        kinds = "text and integers" if what == "symbol" else "text, integers and Booleans"
        raise source.error(None, f"the {what} {value!r} cannot be written: files hold {kinds}")
    return json.dumps(value)


def strict_json(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: on what is no JSON, NaN and infinities included, and on a key given twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def symbol_of_json(text: str, source: Source, line: int, what: str) -> Symbol:
    """A symbol, or a state's name, from the JSON in an attribute."""
    value = _value(text, source, line, what)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise source.error(line, f"the {what} is {text[:40]}, expected text or an integer in JSON")
    return value


def output_of_json(text: str, source: Source, line: int, what: str) -> Output:
    """An output from the JSON in an attribute."""
    value = _value(text, source, line, what)
    if not isinstance(value, str | int):
        raise source.error(
            line, f"the {what} is {text[:40]}, expected text, an integer or a Boolean in JSON"
        )
    return value


def separate(outputs: Sequence[Output]) -> list[Output]:
    """The outputs, with Booleans as the texts ``"false"`` and ``"true"`` if 0 or 1 would equal one.

    Raises:
        ValueError: if one of these texts is an output already.

    >>> separate([0, False, True]), separate([0, True]), separate([0, 1])
    ([0, 'false', 'true'], [0, True], [0, 1])
    """
    kinds = {(type(output), output) for output in outputs}
    if not any((bool, y) in kinds and (int, int(y)) in kinds for y in (False, True)):
        return list(outputs)
    texts = {y: json.dumps(y) for y in (False, True) if (bool, y) in kinds}
    for y, text in texts.items():
        if (str, text) in kinds:
            raise ValueError(f"the outputs are {text}, {int(y)} and the text {text!r}: rename one")
    return [texts[output] if isinstance(output, bool) else output for output in outputs]


def _value(text: str, source: Source, line: int, what: str) -> object:
    try:
        return strict_json(text)
    except ValueError:
        raise source.error(line, f"the {what} {text[:40]!r} is no JSON") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key {key!r} stands twice")
            seen.add(key)
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
