"""Where an automaton comes from: the file, for its errors and for the notes made while reading it.

An error names the file, the line where there is one, and the reason; a note says in one line what
was read into the file, such as an added dead state.

``AutomatonFileError``   the one error of this folder: ``FILE:LINE: reason``
``Source``               the file's name, and where the notes go

References: none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass


class AutomatonFileError(ValueError):
    """A file that holds no automaton that can be read, or an automaton that it cannot hold.

    >>> str(AutomatonFileError("a.dot", 3, "an arc without a symbol"))
    'a.dot:3: an arc without a symbol'
    """

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        self.file, self.line = file, line
        self.reason = " ".join(reason.split())
        super().__init__(file, line, self.reason)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}"


def to_stderr(note: str) -> None:
    """Write a note as one line on standard error."""
    sys.stderr.write(f"{note}\n")


@dataclass(frozen=True)
class Source:
    """The file that is read: ``error`` makes its errors, ``note`` reports what was read into it."""

    file: str
    notify: Callable[[str], None] = to_stderr

    def error(self, line: int | None, reason: str) -> AutomatonFileError:
        return AutomatonFileError(self.file, line, reason)

    def note(self, reason: str) -> None:
        self.notify(f"{self.file}: {reason}")
