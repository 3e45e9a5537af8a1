"""Reading and writing automaton files, by their content first and their ending second.

A file is read up to a bound, recognised by its first characters, and read whole by one format; a
file is written to a temporary neighbour and renamed, so that nothing half-written is left.

``read``      the automaton in a file: DOT, AT&T text, JSON, or permutations
``writable``  that a file can be written, before anything is computed
``write``     an automaton as DOT (.dot, .gv), AT&T text (.att, .fst, .txt) or JSON (.json)

References: none.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from bilinear_theory.automata.action import ELEMENTS_BOUND
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats.att import lines as att_lines
from bilinear_theory.automata.formats.att import parse as parse_att
from bilinear_theory.automata.formats.dot import lines as dot_lines
from bilinear_theory.automata.formats.dot import parse as parse_dot
from bilinear_theory.automata.formats.generators import image_lists
from bilinear_theory.automata.formats.generators import parse as parse_generators
from bilinear_theory.automata.formats.objects import lines as json_lines
from bilinear_theory.automata.formats.objects import parse as parse_json
from bilinear_theory.automata.formats.source import AutomatonFileError, Source, to_stderr

HEAD = 1 << 16
SIZE_BOUND = 1 << 30

DOT = re.compile(r"(\s|//[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*+(strict\s+)?(di)?graph\b", re.I | re.S)
ARC = re.compile(r"\s*\d+([ \t]+\S+){0,4}[ \t]*(\n|\Z)", re.ASCII)
PERMUTATION = re.compile(r"(\s|(#|//)[^\n]*\n)*+([^\s=()\[\]]+\s*:?=\s*)?[(\[]")
IMAGES = re.compile(
    r"(\s|(#|//)[^\n]*\n)*+([^\s=()\[\]]+\s*:?=\s*)?\d+([ \t]*,[ \t]*\d+|[ \t]+\d+)+,?[ \t]*(\n|\Z)",
    re.ASCII,
)
WRITERS = {
    ".dot": dot_lines, ".gv": dot_lines, ".json": json_lines,
    ".att": att_lines, ".fst": att_lines, ".txt": att_lines,
}  # fmt: skip
READ = "DOT, AT&T text, JSON and permutations are read"
UNREAD = {
    ".fsm": "FSM (mCRL2)", ".aut": "Aldebaran (.aut)", ".ba": "BA (Büchi automata)",
    ".taf": "TAF (LearnLib)", ".hoa": "HOA", ".jff": "JFLAP", ".kiss2": "KISS2",
}  # fmt: skip
UNREAD_OPENINGS = (
    (re.compile(r"\s*des\s*\(", re.I), ".aut"),
    (re.compile(r"\s*(dfa|mealy|nfa|moore)\s*[\[{]"), ".taf"),
    (re.compile(r"\s*HOA:"), ".hoa"),
    (re.compile(r"\s*<\?xml[^>]*>[^<]*(<!--.*?-->[^<]*)?<structure", re.S), ".jff"),
)
Parser = Callable[[str, Source], Automaton]


def read(
    path: str | os.PathLike[str],
    *,
    notify: Callable[[str], None] = to_stderr,
    bound: int = ELEMENTS_BOUND,
) -> Automaton:
    """The automaton in a file.

    Args:
        path: the file.
        notify: takes a line of text about what was read into the file, such as a dead state that
            was added; by default it goes to standard error.
        bound: the largest group that a file of generators may generate.

    Raises:
        AutomatonFileError: with the file, the line where there is one, and the reason.
    """
    source = Source(os.fspath(path), notify)
    try:
        with open(path, "rb") as file:
            data = file.read(HEAD)
            _refuse_binary(data, source)
            if len(data) == HEAD:
                _parser(_text(data, source, whole=False), source, bound)  # may refuse
            data += file.read(SIZE_BOUND + 1 - len(data))
    except OSError as error:
        raise source.error(None, _reason(error)) from None
    except ValueError as error:
        if isinstance(error, AutomatonFileError):
            raise
        raise source.error(None, "no file has such a name") from None
    if len(data) > SIZE_BOUND:
        raise source.error(None, f"the file is larger than {SIZE_BOUND} bytes, the bound")
    _refuse_binary(data, source)
    text = _text(data, source, whole=True)
    return _parser(text, source, bound)(text, source)


def write(automaton: Automaton, path: str | os.PathLike[str]) -> None:
    """Write an automaton in the format of the file's ending; ``read`` gives it back as it is.

    Raises:
        AutomatonFileError: if the ending names no format that is written, if the format cannot
            hold the automaton, or if the file cannot be written.
    """
    source = Source(os.fspath(path))
    lines = writable(path)(automaton, source)
    text = "".join(f"{line}\n" for line in lines)
    target = os.path.realpath(path)
    temporary = os.path.join(
        os.path.dirname(target), f".{os.path.basename(target)[:200]}.{os.getpid()}.tmp"
    )
    try:
        if os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target):
            with open(target, "w", encoding="utf-8", newline="\n") as file:  # a pipe or a device
                file.write(text)
            return
        with open(temporary, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(temporary, target)
    except OSError as error:
        raise source.error(None, _reason(error)) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def writable(path: str | os.PathLike[str]) -> Callable[[Automaton, Source], Iterator[str]]:
    """The writer for a file's ending, once the file's place is known to be there.

    Raises:
        AutomatonFileError: if the ending names no format, or no file can stand there.
    """
    source, ending = Source(os.fspath(path)), Path(path).suffix.lower()
    if ending not in WRITERS:
        raise source.error(
            None, f"the ending is {ending!r}, expected {', '.join(WRITERS)} to choose a format"
        )
    if os.path.isdir(path):
        raise source.error(None, "it is a folder")
    if not os.path.isdir(os.path.dirname(path) or "."):
        raise source.error(None, f"there is no folder {os.path.dirname(path)}")
    return WRITERS[ending]


def _parser(text: str, source: Source, bound: int) -> Parser:
    """The format's parser, by the opening of the text and by the file's ending."""
    ending = Path(source.file).suffix.lower()
    if not text.strip():
        raise source.error(None, "the file is empty")
    if text.lstrip().startswith("{"):
        return lambda text, source: parse_json(text, source, bound=bound)
    if DOT.match(text[:HEAD]):
        return parse_dot
    for opening, format_ending in UNREAD_OPENINGS:
        if opening.match(text[:HEAD]):
            ending = format_ending
    if ending in UNREAD:
        raise source.error(None, f"the format {UNREAD[ending]} is not read: {READ}")
    if ARC.match(text[:HEAD]):
        lists = 0 if ending in {".att", ".fst"} else image_lists(text)
        if lists == 0:
            return parse_att
        return lambda text, source: _generators(text, source, bound, lists)
    permutes = PERMUTATION.match(text[:HEAD]) or IMAGES.match(text[:HEAD])
    if permutes and ending not in {".dot", ".gv", ".att", ".json"}:
        return lambda text, source: parse_generators(text, source, bound=bound)
    if ending in {".dot", ".gv"}:
        return parse_dot
    if ending == ".att":
        return parse_att
    if ending == ".json":
        return lambda text, source: parse_json(text, source, bound=bound)
    first = text.strip()[:40].split("\n")[0]
    raise source.error(1, f"no automaton: {READ}, this opens with {first!r}")


def _generators(text: str, source: Source, bound: int, lists: int) -> Automaton:
    """The group of lists of images that could be arcs of AT&T text as well."""
    found = parse_generators(text, source, bound=bound)
    what = "a permutation" if lists == 1 else f"{lists} permutations"
    source.note(f"read as {what}, a list of images on each line; AT&T text is named .att")
    return found


def _refuse_binary(data: bytes, source: Source) -> None:
    if b"\x00" in data:
        raise source.error(None, "binary data, expected text")


def _text(data: bytes, source: Source, *, whole: bool) -> str:
    """The bytes as text in UTF-8; of a part that may end inside a character, what can be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if whole or error.end < len(data) - 3:
            line = data[: error.start].count(b"\n") + 1
            raise source.error(line, "no text in UTF-8") from None
        text = data[: error.start].decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "a folder, expected a file"
    if isinstance(error, PermissionError):
        return "permission denied"
    return error.strerror or "cannot be read or written"
