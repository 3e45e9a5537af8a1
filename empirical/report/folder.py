"""A folder that appears whole or not at all, and replaces nothing but an older one of its kind.

The files are written beside their place; at the end the folder is renamed, so that an interrupted run
leaves the old folder or none.

``replaced(folder)``  a context in which the new folder is filled
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from empirical.report.table import FORMAT

MARKER = "table.json"
CONTENTS = frozenset({"certificates", "pictures", "index.html", "table.json", "table.txt"})


@contextmanager
def replaced(folder: Path) -> Generator[Path]:
    """A new folder to be filled, which takes the place of ``folder`` if nothing goes wrong.

    Raises:
        ValueError: in one line, if something else stands there, or nothing can be written there.
    """
    place = folder.resolve()
    refuse_foreign(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    except OSError as error:
        raise ValueError(f"{folder}: cannot be written: {error.strerror}") from None
    new, old = work / "new", work / "old"
    try:
        new.mkdir()
        yield new
        refuse_foreign(place)
        if place.exists():
            place.rename(old)
        try:
            new.rename(place)
        except BaseException:
            if old.exists():
                old.rename(place)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def refuse_foreign(place: Path) -> None:
    """Raise unless nothing stands there, an empty folder, or an older report and nothing else.

    Raises:
        ValueError: in one line, with what was found.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise ValueError(f"{place}: a file stands there; choose another folder")
    found = {entry.name for entry in place.iterdir()}
    if not found:
        return
    foreign = sorted(found - CONTENTS)
    if foreign:
        raise ValueError(
            f"{place}: holds {foreign[0]!r}, which is no part of a report; choose another folder"
        )
    if not _is_report(place):
        raise ValueError(f"{place}: holds files, but no report; choose another folder")


def _is_report(place: Path) -> bool:
    try:
        marker = json.loads((place / MARKER).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(marker, dict) and marker.get("format") == FORMAT
