"""Inputs: from the words of a command line to automata, and places where output may go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilinear_theory.cli.failures import Refusal

if TYPE_CHECKING:
    from bilinear_theory.automata.automaton import Automaton
    from empirical.commands import Unexplained


@dataclass(frozen=True)
class Behaviour:
    """What a word of a command line computes, so far as an automaton says it.

    Args:
        text: that word.
        automaton: of a target, of an accepted certificate, or read out of a network.
        is_network: whether it was read out of a network.
        errs: a word after which the network is known to differ from the automaton.
        unexplained: why no automaton says what the network computes; then ``automaton`` is the best.
    """

    text: str
    automaton: Automaton
    is_network: bool = False
    errs: str | None = None
    unexplained: Unexplained | None = None


def target_automaton(text: str, *, bound: int = 100_000) -> Automaton:
    """The automaton of a target; ``bound`` limits the elements of a group."""
    from bilinear_theory.automata.catalog import target

    return target(text, bound=bound)


def behaviour(text: str) -> Behaviour:
    """What a target, a certificate or a network computes; a file is known by its content.

    Raises:
        Refusal: if the kernel refuses the certificate.
    """
    from bilinear_theory.automata.catalog import file_of
    from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate
    from bilinear_theory.certificates.check import check as kernel
    from bilinear_theory.certificates.document import automaton_of, is_certificate
    from bilinear_theory.certificates.files import load

    path = file_of(text)
    if text.endswith(".safetensors") or (path is not None and _is_safetensors(path)):
        return _network(text, path or Path(text))
    if path is not None and _opens_with(path, b"{"):
        try:
            document = load(path)
        except MalformedCertificate:
            return Behaviour(text, target_automaton(text))
        if is_certificate(document):
            try:
                kernel(document)
            except RefusedCertificate as error:
                raise Refusal(f"{text}: the certificate is refused: {error}") from None
            return Behaviour(text, automaton_of(document))
    return Behaviour(text, target_automaton(text))


def _network(text: str, path: Path) -> Behaviour:
    from bilinear_theory.automata.automaton import word_text
    from empirical.commands import Unexplained, checkpoint_automaton

    try:
        automaton, agreement = checkpoint_automaton(path)
    except Unexplained as reason:
        return Behaviour(text, reason.best.automaton, is_network=True, unexplained=reason)
    word = agreement.first_disagreement
    return Behaviour(
        text, automaton, is_network=True, errs=None if word is None else word_text(word)
    )


def _is_safetensors(path: Path) -> bool:
    """Whether a file opens with the length of a JSON header and that header."""
    head = _head(path)
    return len(head) == 9 and head[8:] == b"{" and int.from_bytes(head[:8], "little") < 1 << 32


def _opens_with(path: Path, mark: bytes) -> bool:
    return _head(path).lstrip().startswith(mark)


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe cannot be read twice
            return b""
        with path.open("rb") as file:
            return file.read(9)
    except OSError:
        return b""  # whoever reads it says why


def refuse_no_folder(path: Path | None) -> None:
    """Refuse a folder that cannot be made or filled, before anything is computed."""
    if path is None:
        return
    if path.exists() and not path.is_dir():
        raise Refusal(f"{path}: it is no folder")
    place = path
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise Refusal(f"{path}: {place} is no folder")
    if not os.access(place, os.W_OK | os.X_OK):
        raise Refusal(f"{path}: nothing can be written into {place}")


def refuse_unwritable(*paths: Path | None, ending: str | None = None) -> None:
    """Refuse files that cannot be written, before anything is computed or written."""
    for path in paths:
        if path is None:
            continue
        if ending is not None and path.suffix.lower() != ending:
            raise Refusal(f"{path}: what is written is {ending[1:].upper()}: name it {ending}")
        if path.is_dir():
            raise Refusal(f"{path}: it is a folder")
        if not path.parent.is_dir():
            raise Refusal(f"{path}: there is no folder {path.parent}")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise Refusal(f"{path}: nothing can be written into {path.parent}")
