"""Automata as JSON objects: our files, and the lines of a batch.

An object has either ``transitions`` (a row for each state, a column for each symbol), ``outputs``
and, if wanted, ``name``, ``start`` (0), ``alphabet`` ("0", "1", ..) and ``state_names``; or
``generators`` (lists of images), ``letters``, ``track`` and ``name``: a group's word problem. Where
``false`` stands beside 0, or ``true`` beside 1, the Booleans are read as the texts ``"false"`` and
``"true"``: in Python and in certificates they would be one output.

``automaton_from_object``   the automaton of such an object
``object_from_automaton``   the object of an automaton, in the first form
``parse``, ``lines``        the same, as text

References: RFC 8259, *The JavaScript Object Notation* (2017).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from bilinear_theory.automata.action import ELEMENTS_BOUND, cayley_automaton, point_automaton
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats.source import Source
from bilinear_theory.automata.formats.values import as_json, separate, strict_json

TABLE_KEYS = ("name", "transitions", "outputs", "start", "alphabet", "state_names")
GROUP_KEYS = ("name", "generators", "letters", "track")


def automaton_from_object(obj: object, *, bound: int = ELEMENTS_BOUND) -> Automaton:
    """The automaton that a JSON object describes; ``bound`` bounds a group's order.

    Raises:
        ValueError: naming the key and what was expected of its value.

    >>> automaton_from_object({"transitions": [[0, 1], [1, 0]], "outputs": [0, 1]}).run("10")
    1
    >>> len(automaton_from_object({"generators": [[1, 0, 2], [1, 2, 0]]}))
    6
    """
    if not isinstance(obj, dict):
        raise _wrong("the value", obj, "an object")
    data = cast(dict[str, Any], obj)
    if "generators" in data and "transitions" in data:
        raise ValueError("an object has transitions or generators, this one has both")
    if "generators" in data:
        return _group(data, bound)
    if "transitions" not in data:
        raise ValueError(f"no key 'transitions' and none 'generators'{_found(data)}")
    _refuse_unknown(data, TABLE_KEYS)
    if "outputs" not in data:
        raise ValueError("no key 'outputs': expected one output for each state")
    rows = _list(data, "transitions")
    for q, row in enumerate(rows):
        _refuse_others(row, f"transitions[{q}]", (int,), "a list of state numbers")
    if not rows:
        raise ValueError("no states: 'transitions' is empty")
    width = len(rows[0])
    for q, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"transitions[{q}] has {len(row)} entries, transitions[0] has {width}")
    outputs = _list(data, "outputs")
    _refuse_others(outputs, "outputs", (int, bool, str), "text, integers or Booleans")
    outputs = separate(outputs)
    alphabet = _list(data, "alphabet") if "alphabet" in data else [str(a) for a in range(width)]
    _refuse_others(alphabet, "alphabet", (int, str), "text or integers")
    names = _list(data, "state_names") if data.get("state_names") is not None else None
    if names is not None:
        _refuse_others(names, "state_names", (str,), "text")
    start = data.get("start", 0)
    if type(start) is not int:
        raise _wrong("start", start, "a state number")
    return Automaton(alphabet, rows, start, outputs, names)


def object_from_automaton(automaton: Automaton, *, name: str | None = None) -> dict[str, Any]:
    """The JSON object of an automaton, from which ``automaton_from_object`` makes it again.

    Raises:
        AutomatonFileError: on symbols or outputs that JSON files do not hold.

    >>> object_from_automaton(Automaton("a", [[0]], 0, [True]))
    {'alphabet': ['a'], 'transitions': [[0]], 'start': 0, 'outputs': [True]}
    """
    return {**({} if name is None else {"name": name}), **_table_object(automaton, Source("JSON"))}


def parse(text: str, source: Source, *, bound: int = ELEMENTS_BOUND) -> Automaton:
    """The automaton of a JSON text.

    Raises:
        AutomatonFileError: if the text is no JSON, or its object describes no automaton.
    """
    try:
        obj = strict_json(text)
    except json.JSONDecodeError as error:
        raise source.error(error.lineno, f"no JSON: {error.msg}") from None
    except ValueError as error:
        raise source.error(None, str(error)) from None
    try:
        return automaton_from_object(obj, bound=bound)
    except ValueError as error:
        raise source.error(None, str(error)) from None


def lines(automaton: Automaton, source: Source) -> Iterator[str]:
    """The automaton as lines of JSON that ``parse`` reads back as it is, a key on each.

    Raises:
        AutomatonFileError: on symbols or outputs that are no text, integers or Booleans.
    """
    items = _table_object(automaton, source).items()
    for i, (key, value) in enumerate(items):
        yield f"{'{' if i == 0 else ' '}{json.dumps(key)}: {json.dumps(value)}" + (
            "," if i < len(items) - 1 else "}"
        )


def _table_object(automaton: Automaton, source: Source) -> dict[str, Any]:
    for symbol in automaton.alphabet:
        as_json(symbol, "symbol", source)
    for output in automaton.output_symbols:
        as_json(output, "output", source)
    return {
        "alphabet": list(automaton.alphabet),
        "transitions": automaton.transitions.tolist(),
        "start": automaton.start,
        "outputs": list(automaton.outputs),
        **({} if automaton.state_names is None else {"state_names": list(automaton.state_names)}),
    }


def _group(data: dict[str, Any], bound: int) -> Automaton:
    _refuse_unknown(data, GROUP_KEYS)
    generators = _list(data, "generators")
    for g, images in enumerate(generators):
        _refuse_others(images, f"generators[{g}]", (int,), "a list of images")
    letters, track = data.get("letters", "generators"), data.get("track", "elements")
    if letters not in ("generators", "elements"):
        raise _wrong("letters", letters, "'generators' or 'elements'")
    if track not in ("elements", "points"):
        raise _wrong("track", track, "'elements' or 'points'")
    build = point_automaton if track == "points" else cayley_automaton
    return build(generators, letters=letters, bound=bound)


def _refuse_unknown(data: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in data:
        if key not in known:
            raise ValueError(f"unknown key {_short(key)}, expected {', '.join(known)}")
    if not isinstance(data.get("name", ""), str):
        raise _wrong("name", data["name"], "text")


def _list(data: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(data[key], list):
        raise _wrong(key, data[key], "a list")
    return data[key]


def _refuse_others(values: Any, where: str, kinds: tuple[type, ...], expected: str) -> None:
    if not isinstance(values, list):
        raise _wrong(where, values, expected)
    wanted = set(kinds)
    for i, value in enumerate(cast(list[Any], values)):
        if type(value) not in wanted:
            raise _wrong(f"{where}[{i}]", value, expected)


def _wrong(where: str, value: object, expected: str) -> ValueError:
    return ValueError(f"{where} is {_short(value)}, expected {expected}")


def _found(data: dict[str, Any]) -> str:
    keys = ", ".join(_short(key) for key in list(data)[:5])
    return f", found {keys}" if keys else ", the object is empty"


def _short(value: object) -> str:
    text = json.dumps(value, default=repr)
    return text if len(text) <= 40 else f"{text[:37]}..."
