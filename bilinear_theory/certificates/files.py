"""Certificates as files: equal verdicts give equal bytes, and nothing is left half-written."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from errno import EISDIR, ENOENT
from pathlib import Path
from typing import Any

from bilinear_theory.certificates.check import read
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization


def text(
    verdict: Realization | Obstruction, *, corollaries: Sequence[Mapping[str, Any]] = ()
) -> str:
    """The certificate of a verdict as JSON, a line for each field.

    Args:
        verdict: what is proved.
        corollaries: claims that follow from it.
    """
    document = verdict.document()
    claimed = [document["claim"], *document.pop("corollaries", [])]
    claimed += [c for c in corollaries if c not in claimed]
    if claimed[1:]:
        document["corollaries"] = claimed[1:]
    fields = [
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(', ', ': '))}"
        for name, value in document.items()
    ]
    return "{\n" + ",\n".join(fields) + "\n}\n"


def write(
    verdict: Realization | Obstruction,
    path: Path,
    *,
    corollaries: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write the certificate of a verdict, at once or not at all."""
    write_atomically(text(verdict, corollaries=corollaries).encode(), path)


def write_atomically(data: bytes, path: Path) -> None:
    """Write a file by renaming a finished one over it.

    Raises:
        OSError: naming the file itself, if it cannot be written.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, none before all are finished beside their places.

    Raises:
        OSError: naming the file that cannot be written.
    """
    finished: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            descriptor, name = _beside(path)
            finished[path] = Path(name)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
        for path, temporary in finished.items():
            temporary.replace(path)
    finally:
        for temporary in finished.values():
            temporary.unlink(missing_ok=True)


def _beside(path: Path) -> tuple[int, str]:
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder", str(path))
        return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    except FileNotFoundError:
        raise FileNotFoundError(ENOENT, f"there is no folder {path.parent}", str(path)) from None
    except OSError as error:  # without the name of the neighbour
        raise OSError(error.errno, error.strerror, str(path)) from None


def load(path: Path) -> Any:
    """The document in a file.

    Raises:
        OSError: if the file cannot be read.
        MalformedCertificate: if it holds no JSON of the format.
    """
    return read(path.read_bytes())
