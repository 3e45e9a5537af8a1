"""Failures: from an exception to the one line that tells a user what was wrong."""

from __future__ import annotations

from typing import Any

import typer

#: The exception of which all mistakes of usage are, in every version of typer.
USAGE_ERROR: Any = typer.BadParameter.mro()[2]


#: The most characters of a line; names of files can be longer.
LONGEST = 1000


class Refusal(Exception):
    """Bad input: the line for standard error."""


def line_of(error: Exception) -> str | None:
    """The one line that tells a user what was wrong, None if the fault is not the user's."""
    if isinstance(error, USAGE_ERROR):
        usage: Any = error
        text = usage.format_message()
    elif isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    elif isinstance(error, Refusal | ValueError | OSError | OverflowError):
        text = str(error)
    elif isinstance(error, MemoryError) or "allocate memory" in str(error):
        text = "there is not enough memory for that"
    elif isinstance(error, ModuleNotFoundError) and error.name in ("torch", "safetensors"):
        text = "training and extraction need torch: pip install 'bilinear-theory[empirical]'"
    elif isinstance(error, typer.Abort):
        text = "aborted"
    else:
        return None
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} .."
