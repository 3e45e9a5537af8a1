"""Requests: what a user asks of an automaton, as texts and numbers that can cross a process.

``Request``    the restrictions by name, the decoder, the additive term, what is tracked, the bounds
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.announce import announced
from bilinear_theory.hierarchy.announcement import Announcement, told
from bilinear_theory.hierarchy.classify import Verdict, decide
from bilinear_theory.hierarchy.corollary import carries, corollary, holds_on, unmoved
from bilinear_theory.systems.question import Question, Subject, every_state
from bilinear_theory.systems.restriction import STANDARD, Restriction, restriction
from bilinear_theory.systems.setting import Decoder, Setting


@dataclass(frozen=True, kw_only=True)
class Request:
    """The questions to ask of each automaton.

    Args:
        restrictions: names such as ``rotation`` or ``full+b``; none for all of them.
        decoder: "linear" or "arbitrary"; None for both.
        additive: only with an additive term. Without it a request for all restrictions asks both, and
            a named restriction is asked as its name says.
        layers: the number of layers.
        states: track every state instead of the outputs.
        max_monoid: the most elements of a transition monoid that are enumerated.
        max_group: the most elements of a group that are enumerated.

    Raises:
        ValueError: on a name that is no restriction.
    """

    restrictions: tuple[str, ...] = ()
    decoder: str | None = None
    additive: bool = False
    layers: int = 1
    states: bool = False
    max_monoid: int = 100_000
    max_group: int = 100_000

    def __post_init__(self) -> None:
        self._classes()

    def _classes(self) -> list[tuple[Restriction, bool]]:
        if self.restrictions:
            named = [restriction(text) for text in self.restrictions]
            return [(r, term or self.additive) for r, term in named]
        terms = (True,) if self.additive else (False, True)
        return [(r, term) for term in terms for r in STANDARD]

    def subject(self, automaton: Automaton) -> Subject:
        """The automaton of which the questions speak."""
        return Subject(every_state(automaton) if self.states else automaton)

    def verdicts(self, subject: Subject) -> Iterable[Verdict]:
        """The verdicts, restriction by restriction."""
        found: dict[type[Restriction], list[Realization]] = {}
        refused: dict[tuple[Restriction, Decoder], Obstruction | Undecided] = {}
        decoders = list(Decoder) if self.decoder is None else [Decoder(self.decoder)]
        for r, term in self._classes():
            for decoder in decoders:
                setting = Setting(decoder=decoder, additive=term, layers=self.layers)
                question = Question(subject, r, setting)
                kin = found.setdefault(type(r), [])  # corollaries are of the same kind
                verdict = _again(question, kin, refused.get((r, decoder))) or decide(question)
                if isinstance(verdict, Realization):
                    kin.append(verdict)
                else:
                    refused[r, decoder] = verdict
                yield verdict

    def announcements(self, subject: Subject) -> Iterable[Announcement]:
        """What the verdicts say, in their order, without more evidence than it takes to know."""
        if self.layers > 1:
            yield from map(told, self.verdicts(subject))
            return
        found: dict[type[Restriction], list[Announcement]] = {}
        refused: dict[tuple[Restriction, Decoder], Verdict | Announcement] = {}
        decoders = list(Decoder) if self.decoder is None else [Decoder(self.decoder)]
        for r, term in self._classes():
            kin = found.setdefault(type(r), [])
            for decoder in decoders:
                question = Question(subject, r, Setting(decoder=decoder, additive=term))
                again = next((v for v in kin if carries(v.question, question)), None)
                before = refused.get((r, decoder))
                verdict: Verdict | Announcement
                if again is not None:
                    verdict = replace(again, question=question)
                elif before is not None and holds_on(before.question, question):
                    verdict = replace(before, question=question)
                else:
                    verdict = announced(question) or decide(question)
                known = told(verdict)
                if known.word == "yes":
                    kin.append(known)
                else:
                    refused[r, decoder] = verdict
                yield known


def _again(
    question: Question, found: Sequence[Realization], refused: Obstruction | Undecided | None
) -> Verdict | None:
    """What earlier verdicts say of a question, None if nothing."""
    again = (corollary(v, question) for v in found)
    verdict = next((v for v in again if v is not None), None)
    return verdict or (None if refused is None else unmoved(refused, question))
