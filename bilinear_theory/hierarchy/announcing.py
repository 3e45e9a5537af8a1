"""Announcing: what the verdicts on one subject say, each query asked once.

A query is answered by what was said of others where it follows from them, else by characters, else it is
decided; then by the narrowest system of a simpler query, or by the refusal of a larger class.

``Announcing(subject)``   what was said of a subject so far
``.answer(query)``        what is said of a query

References: ``hierarchy.queries`` (which query bears on which), ``hierarchy.classify`` (the same with
evidence).
"""

from __future__ import annotations

from dataclasses import replace

from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.hierarchy.announce import announced
from bilinear_theory.hierarchy.announcement import Announcement, Said, told
from bilinear_theory.hierarchy.carried import already, narrowest
from bilinear_theory.hierarchy.classify import alone
from bilinear_theory.hierarchy.corollary import follows
from bilinear_theory.hierarchy.queries import Query, query_of
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Restriction


class Announcing:
    """What was said of a subject.

    Args:
        subject: of which all queries speak, in one layer.

    >>> from bilinear_theory.automata.catalog import target
    >>> from bilinear_theory.hierarchy.queries import query
    >>> from bilinear_theory.systems.restriction import Householder
    >>> from bilinear_theory.systems.setting import Setting
    >>> said = Announcing(Subject(target("S3")))
    >>> said.answer(query(Householder(3), Setting(additive=True))).width
    2
    """

    def __init__(self, subject: Subject) -> None:
        minimal = subject.minimal
        self.subject = subject
        self.permutes = is_permutation(minimal)
        self.apart = self.permutes and len(minimal.output_symbols) == len(minimal)
        self.known: dict[Query, Announcement] = {}
        self.refused: dict[Query, tuple[Said, Announcement]] = {}
        self.found: dict[type[Restriction], list[tuple[Query, Announcement]]] = {}

    def answer(self, asked: Query) -> Announcement:
        """What the verdict on a query says."""
        said = self.known.get(asked)
        if said is not None:
            return said
        question = asked.of(self.subject)
        own = self._again(asked, question) or announced(question, self._ask) or alone(question)
        first = told(own)
        said = self.known[asked] = self._settled(asked, first)
        if said.word == "yes":
            self.found.setdefault(asked.kind, []).append((asked, said))
        else:
            self.refused[asked] = own, first
        return said

    def _ask(self, question: Question) -> Announcement:
        return self.answer(query_of(question))

    def _again(self, asked: Query, question: Question) -> Announcement | None:
        """What was said of another query that answers this one, None if nothing."""
        for other, said in self.found.get(asked.kind, ()):
            if follows(other, asked, permutes=self.permutes, apart=self.apart):
                return Announcement(question, said.word, said.reason, said.width)
        if asked.unmoved is None or not self.permutes or asked.unmoved not in self.refused:
            return None
        own, said = self.refused[asked.unmoved]
        # the reason of constituents names the question
        if isinstance(own, Obstruction) and own.constituents is not None:
            return told(replace(own, question=question))
        return Announcement(question, said.word, said.reason)

    def _settled(self, asked: Query, found: Announcement) -> Announcement:
        """An announcement, or that of a simpler query with fewer units, as ``classify.settled`` has it."""
        if found.word == "no":
            return found
        question = found.question

        def carried(inner: Query, other: Announcement) -> Announcement:
            reason = already(inner.restriction, asked.restriction, other.reason)
            return Announcement(question, other.word, reason, other.width)

        best = narrowest(
            question, found, asked.simpler, self.answer, width=lambda v: v.width, carry=carried
        )
        if best.word == "undecided":
            for larger in asked.further:
                other = self.answer(larger)
                if other.word == "no":
                    cited = other.reason.startswith("not even ")
                    name = other.question.name
                    reason = other.reason if cited else f"not even {name}: {other.reason}"
                    return replace(other, question=question, reason=reason)
        return best
