"""Requests: what a user asks of an automaton, as texts and numbers that can cross a process.

``Request``    the restrictions by name, the decoder, the additive term, what is tracked, the bounds
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.announcement import Announcement, told
from bilinear_theory.hierarchy.announcing import Announcing
from bilinear_theory.hierarchy.classify import alone, settled
from bilinear_theory.hierarchy.corollary import corollary, unmoved
from bilinear_theory.hierarchy.queries import Query, query
from bilinear_theory.hierarchy.verdict import Verdict
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

    def settings(self) -> Iterator[tuple[Restriction, Setting]]:
        """The restrictions that are asked about, each with its setting."""
        decoders = list(Decoder) if self.decoder is None else [Decoder(self.decoder)]
        for r, term in self._classes():
            for decoder in decoders:
                yield r, Setting(decoder=decoder, additive=term, layers=self.layers)

    def verdicts(self, subject: Subject) -> Iterable[Verdict]:
        """The verdicts, restriction by restriction."""
        known: dict[tuple[Restriction, Setting], Verdict] = {}
        found: dict[type[Restriction], list[Realization]] = {}

        def answer(question: Question) -> Verdict:
            r, setting = question.restriction, question.setting
            if (r, setting) not in known:
                kin = found.setdefault(type(r), [])  # corollaries are of the same kind
                before = known.get((r, replace(setting, additive=False)))
                own = _again(question, kin, before) or alone(question)
                verdict = known[r, setting] = settled(question, own, answer)
                if isinstance(verdict, Realization):
                    kin.append(verdict)
            return known[r, setting]

        for r, setting in self.settings():
            yield answer(Question(subject, r, setting))

    def announcements(self, subject: Subject) -> Iterable[Announcement]:
        """What the verdicts say, in their order, without more evidence than it takes to know."""
        if self.layers > 1:
            yield from map(told, self.verdicts(subject))
            return
        yield from map(Announcing(subject).answer, _queries(self))


@lru_cache(maxsize=8)
def _queries(request: Request) -> tuple[Query, ...]:
    """What a request asks of each subject."""
    return tuple(query(r, setting) for r, setting in request.settings())


def _again(
    question: Question, found: Sequence[Realization], before: Verdict | None
) -> Verdict | None:
    """What earlier verdicts say of a question, None if nothing."""
    again = (corollary(v, question) for v in found)
    verdict = next((v for v in again if v is not None), None)
    if verdict is not None or before is None or isinstance(before, Realization):
        return verdict
    return unmoved(before, question)
