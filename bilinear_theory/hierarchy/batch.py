"""Batches: one JSON object a line in, one a line out, in the same order.

A line that cannot be read is answered in its place by its number and the reason; the others are
answered all the same. Lines are read as they are needed, so that memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from bilinear_theory.automata.formats import automaton_from_object
from bilinear_theory.automata.formats.values import strict_json
from bilinear_theory.hierarchy.answer import answer
from bilinear_theory.hierarchy.request import Request

#: Lines that wait in the pool for each worker.
AHEAD = 8


def lines(path: Path, request: Request, *, workers: int = 1) -> Iterator[tuple[str, bool]]:
    """The answers to the lines of a file, each with whether its line was refused.

    Raises:
        OSError: if the file cannot be read.
    """
    with path.open("rb") as file:
        numbered = ((i, line) for i, line in enumerate(file, start=1) if line.strip())
        one = partial(_answered, request=request)
        if workers == 1:
            yield from map(one, numbered)
            return
        with ProcessPoolExecutor(workers) as pool:
            pending = []
            for item in numbered:
                pending.append(pool.submit(one, item))
                if len(pending) >= AHEAD * workers:
                    yield pending.pop(0).result()
            for future in pending:
                yield future.result()


def _answered(numbered: tuple[int, bytes], *, request: Request) -> tuple[str, bool]:
    number, line = numbered
    name: Any = None
    try:
        given = strict_json(line.decode())
        if isinstance(given, dict):
            name = given.get("name")
        automaton = automaton_from_object(given, bound=request.max_group)
        subject = request.subject(automaton)
        result = answer(
            name if isinstance(name, str) else f"line {number}",
            subject,
            request.announcements(subject),
            max_monoid=request.max_monoid,
        )
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, json.JSONDecodeError):  # its own line is always the first
            reason = f"no JSON: {error.msg}, column {error.colno}"
        refusal = {"name": name if isinstance(name, str) else None, "line": number, "error": reason}
        return json.dumps(refusal, ensure_ascii=False), True
    return json.dumps(result, ensure_ascii=False), False
