"""Requests: what a user asks of an automaton, as texts and numbers that can cross a process.

``Request``    the restrictions by name, the decoder, the additive term, what is tracked, the bounds
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.announce import announced
from bilinear_theory.hierarchy.announcement import Announcement, Said, told
from bilinear_theory.hierarchy.carried import already, narrowest
from bilinear_theory.hierarchy.classify import alone, settled
from bilinear_theory.hierarchy.corollary import carries, corollary, holds_on, unmoved
from bilinear_theory.hierarchy.order import further
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

    def _settings(self) -> Iterator[tuple[Restriction, Setting]]:
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

        for r, setting in self._settings():
            yield answer(Question(subject, r, setting))

    def announcements(self, subject: Subject) -> Iterable[Announcement]:
        """What the verdicts say, in their order, without more evidence than it takes to know."""
        if self.layers > 1:
            yield from map(told, self.verdicts(subject))
            return
        known: dict[tuple[Restriction, Setting], Announcement] = {}
        refused: dict[tuple[Restriction, Setting], Said] = {}
        found: dict[type[Restriction], list[Announcement]] = {}

        def answer(question: Question) -> Announcement:
            key = question.restriction, question.setting
            said = known.get(key)
            if said is not None:
                return said
            kin = found.setdefault(type(question.restriction), [])
            before = None
            if question.setting.additive:
                linear = replace(question.setting, additive=False)
                before = refused.get((question.restriction, linear))
            own = _said_again(question, kin, before)
            own = own or announced(question, answer) or alone(question)
            said = known[key] = _settled(question, told(own), answer)
            if said.word == "yes":
                kin.append(said)
            else:
                refused[key] = own  # its reason may name the question
            return said

        for r, setting in self._settings():
            yield answer(Question(subject, r, setting))


def _again(
    question: Question, found: Sequence[Realization], before: Verdict | None
) -> Verdict | None:
    """What earlier verdicts say of a question, None if nothing."""
    again = (corollary(v, question) for v in found)
    verdict = next((v for v in again if v is not None), None)
    if verdict is not None or before is None or isinstance(before, Realization):
        return verdict
    return unmoved(before, question)


def _said_again(
    question: Question, found: Sequence[Announcement], before: Said | None
) -> Said | None:
    """What earlier announcements say of a question, None if nothing."""
    again = next((v for v in found if carries(v.question, question)), None)
    if again is not None:
        return Announcement(question, again.word, again.reason, again.width)
    if before is not None and holds_on(before.question, question):
        return replace(before, question=question)
    return None


def _settled(
    question: Question, found: Announcement, answer: Callable[[Question], Announcement]
) -> Announcement:
    """An announcement, or that of a simpler question with fewer units, as ``classify.settled`` has it."""
    if found.word == "no":
        return found
    best = narrowest(question, found, answer, width=lambda said: said.width, carry=_carried)
    if best.word == "undecided":
        for larger in further(question.restriction.name, question.setting):
            other = answer(replace(question, restriction=larger))
            if other.word == "no":
                cited = other.reason.startswith("not even ")
                reason = (
                    other.reason if cited else f"not even {other.question.name}: {other.reason}"
                )
                return replace(other, question=question, reason=reason)
    return best


def _carried(question: Question, found: Announcement) -> Announcement:
    reason = already(found.question.restriction, question.restriction, found.reason)
    return replace(found, question=question, reason=reason)
