"""Languages of published subregular classes are answered as these classes demand.

``mlregtest.jsonl`` holds ten minimal automata of MLRegTest, numbered anew, under CC BY 4.0, from
https://github.com/heinz-jeffrey/subregular-learning at 0485bc20d22c, ``src/fstlib/att_format``
(van der Poel et al., *MLRegTest: A Benchmark for the Machine Learning of Regular Languages*, Journal of
Machine Learning Research 25(283), 2024). The third part of a name is the class: SL and LT (strictly and
plainly locally testable), TLT (the same on a tier), PT (piecewise testable), SF (star-free), Zp (counting
modulo the next number), Reg (regular, with a group).
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.formats import automaton_from_object
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies

GIVEN = [
    json.loads(line)
    for line in (Path(__file__).parent / "mlregtest.jsonl").read_text().splitlines()
]
NAMES = [given["name"] for given in GIVEN]
MACHINES = {given["name"]: automaton_from_object(given) for given in GIVEN}


def class_of(name: str) -> str:
    return name.split(".")[2]


def named(*classes: str) -> list[str]:
    return [name for name in NAMES if class_of(name) in classes]


def answers(a: Automaton, name: str) -> set[str]:
    """The kinds of the verdicts of both decoders, whose evidence holds."""
    verdicts = [classify(a, name, decoder=decoder) for decoder in Decoder]
    for verdict in verdicts:
        assert isinstance(verdict, (Realization, Obstruction)), verdict.reason
        assert_certifies(verdict)
    return {type(verdict).__name__ for verdict in verdicts}


def test_every_class_is_there():
    assert {class_of(name) for name in NAMES} == {"SL", "LT", "TLT", "PT", "SF", "Zp", "Reg"}
    assert all(len(minimize(a)) == len(a) for a in MACHINES.values())


@pytest.mark.parametrize("name", NAMES)
def test_only_regular_and_counting_languages_have_groups(name):
    monoid = transition_monoid(MACHINES[name])
    assert monoid.aperiodic == (class_of(name) not in ("Reg", "Zp"))


@pytest.mark.parametrize("name", named("SL", "LT"))
def test_locally_testable_languages_are_locally_idempotent_and_commutative(name):
    """Brzozowski and Simon, McNaughton: e s e and e t e commute and are idempotent, e a non-empty word's."""
    a = MACHINES[name]
    letters = [tuple(column) for column in a.transitions.T.tolist()]
    semigroup = list(dict.fromkeys(letters))
    for x in semigroup:
        semigroup += [z for y in letters if (z := times(x, y)) not in semigroup]
    for e in semigroup:
        if times(e, e) == e:
            local = {times(times(e, s), e) for s in semigroup}
            assert all(times(s, s) == s for s in local)
            assert all(times(s, t) == times(t, s) for s, t in product(local, local))


def times(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(y[q] for q in x)


@pytest.mark.parametrize("name", named("PT"))
def test_piecewise_testable_languages_are_triangular_without_negative_numbers(name):
    """Simon: their monoids are J-trivial, and so in DA."""
    assert answers(MACHINES[name], "triangular-nonnegative") == {"Realization"}


@pytest.mark.parametrize("name", named("Zp"))
def test_counting_languages_are_rotations_of_their_modulus(name):
    modulus = int(name.split(".")[3])
    a = MACHINES[name]
    assert len(transition_monoid(a)) == modulus
    assert answers(a, "rotation") == {"Realization"}
    assert answers(a, "diagonal-real") == {"Realization" if modulus == 2 else "Obstruction"}
    assert answers(a, "triangular-nonnegative") == {"Obstruction"}


@pytest.mark.parametrize("name", named("SL", "LT", "TLT", "PT", "SF"))
def test_without_groups_all_triangular_matrices_answer_alike(name):
    a = MACHINES[name]
    assert (
        answers(a, "triangular-nonnegative")
        == answers(a, "triangular-real")
        == answers(a, "triangular-complex")
    )


@pytest.mark.parametrize("name", NAMES)
def test_all_languages_are_tracked_by_full_matrices(name):
    assert answers(MACHINES[name], "full") == {"Realization"}
