"""Printing: tables and JSON on standard output, progress on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

#: The width of what is piped into a file or another program: lines there are never wrapped.
UNWRAPPED = 1_000_000


def print_json(value: Any) -> None:
    """One line of JSON on standard output."""
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(renderable: Any) -> None:
    """A table of rich on standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNWRAPPED
    Console(highlight=False, width=width).print(renderable)


def print_answer(result: Any, *, as_json: bool) -> int:
    """Print the answer of a command of ``empirical``."""
    if as_json:
        print_json(result.document)
    else:
        sys.stdout.write(result.text + "\n")
    return result.code


def with_progress(items: Iterable[T], what: str) -> Iterator[T]:
    """The items, with their number on standard error from the second second on."""
    from time import monotonic

    began = shown = monotonic()
    number = 0
    try:
        for number, item in enumerate(items, start=1):
            yield item
            now = monotonic()
            if now - began > 2 and now - shown > 1:
                shown = now
                sys.stderr.write(f"\r{number} {what}")
                sys.stderr.flush()
    finally:
        if shown > began:
            sys.stderr.write(f"\r{number} {what}\n")
