"""Sylow subgroups that permutations of few points do not cover, against brute force over all permutations."""

from __future__ import annotations

import itertools

import pytest

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions import sylow
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Permutation
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_certifies

ARBITRARY = Setting(decoder=Decoder.ARBITRARY)


def covered(automaton, points):
    """Some permutations of the points have the letters as images under a homomorphism."""
    letters = [tuple(x) for x in automaton.transitions.T.tolist()]
    everything = list(itertools.permutations(range(points)))
    for chosen in itertools.product(everything, repeat=len(letters)):
        images, waiting = {everything[0]: tuple(range(len(automaton)))}, [everything[0]]
        for g in waiting:
            pairs = [
                (tuple(c[i] for i in g), tuple(x[q] for q in images[g]))
                for c, x in zip(chosen, letters, strict=True)
            ]
            if any(images.get(h, f) != f for h, f in pairs):
                break
            waiting += [h for h in dict(pairs) if h not in images]
            images |= dict(pairs)
        else:
            return True
    return False


NAMES = ["C4", "C2xC2", "C2xC2xC2", "C4xC2", "C3xC3", "S3", "D4", "Q8", "A4", "D6", "SL(2,3)"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("points", [2, 3, 4])
def test_what_permutations_cover_is_never_refused(name, points):
    automaton = target(name)
    found = sylow.obstruct(Question(Subject(automaton), Permutation(points), ARBITRARY), points)
    assert found is None or not covered(automaton, points)
    verdict = classify(name, f"permutation:{points}", decoder=Decoder.ARBITRARY)
    assert isinstance(verdict, Realization if covered(automaton, points) else Obstruction)
    assert_certifies(verdict)


@pytest.mark.parametrize(("name", "least"), [("Q8", 8), ("SL(2,3)", 8), ("D4", 4), ("C4xC2", 6)])
@pytest.mark.parametrize("term", ["", "+b"])
def test_the_least_number_of_units_of_permutations_with_any_decoder(name, least, term):
    for units in range(2, 9):
        verdict = classify(name, f"permutation:{units}{term}", decoder=Decoder.ARBITRARY)
        assert isinstance(verdict, Realization if units >= least else Obstruction)
        assert_certifies(verdict)


def test_cyclic_and_large_groups_and_machines_that_merge_give_nothing():
    for automaton in (target("counter:9"), target("flip-flop"), target("S7/points")):
        question = Question(Subject(automaton), Permutation(2), ARBITRARY)
        assert sylow.obstruct(question, 2) is None
    two = Automaton("ab", [[1, 0], [0, 1]], 0, range(2))
    assert sylow.obstruct(Question(Subject(two), Permutation(1), ARBITRARY), 1) is None
