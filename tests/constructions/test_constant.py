"""Machines of one state: no units in every class and setting, accepted by the kernel."""

import pytest

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.constant import construct
from bilinear_theory.hierarchy.classify import decide
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD, restriction
from bilinear_theory.systems.setting import Decoder, Setting

BOUNDED = [restriction(f"{name}:1")[0] for name in ("full", "pd", "permutation", "orthogonal")]
SETTINGS = [
    Setting(decoder=decoder, additive=additive, layers=layers)
    for decoder in Decoder
    for additive in (False, True)
    for layers in (1, 2)
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
@pytest.mark.parametrize(
    "automaton",
    [Automaton("ab", [[1, 0], [0, 1]], 0, [7, 7]), Automaton("", [[]], 0, ["y"])],
    ids=["one output", "no letters"],
)
def test_where_the_output_never_changes_every_class_needs_no_units(automaton, setting):
    subject = Subject(automaton)
    for r in (*STANDARD, *BOUNDED):
        found = decide(Question(subject, r, setting))
        assert isinstance(found, Realization)
        assert found.width == 0, r.name
        check(found.document())


def test_two_states_are_not_constant():
    question = Question(Subject(target("parity")), restriction("cp-real:1")[0], Setting())
    assert construct(question) is None
