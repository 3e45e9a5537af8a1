"""Inputs: from the words of a command line to automata, and places where output may go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bilinear_theory.cli.failures import Refusal

if TYPE_CHECKING:
    from bilinear_theory.automata.automaton import Automaton


def target_automaton(text: str, *, bound: int = 100_000) -> Automaton:
    """The automaton of a target; ``bound`` limits the elements of a group."""
    from bilinear_theory.automata.catalog import target

    return target(text, bound=bound)


def behaviour(text: str, errs: dict[str, str]) -> Automaton:
    """The automaton of a target, of an accepted certificate or of a checkpoint.

    A word on which a checkpoint is known to differ from its automaton is put down in ``errs``.
    """
    from bilinear_theory.automata.automaton import word_text
    from bilinear_theory.certificates.check import MalformedCertificate, RefusedCertificate
    from bilinear_theory.certificates.check import check as kernel
    from bilinear_theory.certificates.document import automaton_of, is_certificate
    from bilinear_theory.certificates.files import load

    path = Path(text)
    if path.suffix == ".safetensors":
        from empirical.commands import checkpoint_automaton

        automaton, agreement = checkpoint_automaton(path)
        if agreement.first_disagreement is not None:
            errs[text] = word_text(agreement.first_disagreement)
        return automaton
    if path.suffix == ".json" and path.is_file():
        try:
            document = load(path)
        except MalformedCertificate:
            return target_automaton(text)
        if is_certificate(document):
            try:
                kernel(document)
            except RefusedCertificate as error:
                raise Refusal(f"{text}: the certificate is refused: {error}") from None
            return automaton_of(document)
    return target_automaton(text)


def refuse_unwritable(*paths: Path | None) -> None:
    """Refuse files that cannot be written, before anything is computed or written."""
    for path in paths:
        if path is not None and path.is_dir():
            raise Refusal(f"{path}: it is a folder")
        if path is not None and not path.parent.is_dir():
            raise Refusal(f"{path}: there is no folder {path.parent}")
