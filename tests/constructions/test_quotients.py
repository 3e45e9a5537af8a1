"""Quotients side by side: fewer units than states, accepted by the kernel, between exhaustive bounds."""

from itertools import product

import pytest
from hypothesis import assume, example, given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.check import check
from bilinear_theory.constructions import quotients
from bilinear_theory.hierarchy.width import CLASSES, bounds
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import PD, ColumnOneHot
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing.automata import automata

SETTINGS = [Setting(decoder=d, additive=term) for d in Decoder for term in (False, True)]


def product_machine(n, m):
    """A counter modulo n beside the last of m letters: n m states, each its own output."""
    letters = [*range(m), "count"]
    states = list(product(range(n), range(m)))
    rows = [
        [states.index((i, x)) for x in range(m)] + [states.index(((i + 1) % n, j))]
        for i, j in states
    ]
    return Automaton(letters, rows, 0, range(n * m))


@settings(max_examples=60, deadline=None)
@example(target("regex:(ab)*"))
@example(target("tomita:7"))
@given(automata(max_states=6, outputs=(0, 1, 2), reachable=True))
def test_quotients_side_by_side_track_the_machine(automaton):
    subject = Subject(automaton)
    assume(len(subject.minimal) > 1)
    for restriction in (PD(), ColumnOneHot()):
        for setting in SETTINGS:
            question = Question(subject, restriction, setting)
            found = quotients.construct(question, len(subject.minimal))
            if found is not None:
                assert found.width < len(subject.minimal)
                check(found.document())


@pytest.mark.parametrize(("n", "m"), [(2, 3), (3, 2), (5, 4)])
def test_a_counter_beside_a_memory_takes_the_sum_of_their_states(n, m):
    subject = Subject(product_machine(n, m))
    found = quotients.construct(Question(subject, ColumnOneHot(), Setting()), n * m)
    assert found.width == n + m
    check(found.document())
    found = quotients.construct(Question(subject, PD(), Setting()), n * m)
    assert found.width == 1 + m  # the counter is one complex unit
    check(found.document())


def test_a_sink_costs_no_unit_of_p_d_matrices():
    subject = Subject(target("regex:abc"))
    n = len(subject.minimal)
    for setting in SETTINGS:
        found = quotients.construct(Question(subject, PD(), setting), n)
        assert found.width == n - 1
        check(found.document())
        assert quotients.construct(Question(subject, ColumnOneHot(), setting), n) is None


def test_with_an_additive_term_one_of_two_classes_costs_no_unit():
    flip_flop = Subject(target("flip-flop"))
    affine = Setting(additive=True)
    assert quotients.construct(Question(flip_flop, PD(), Setting()), 2) is None
    found = quotients.construct(Question(flip_flop, PD(), affine), 2)
    assert found.width == 1
    check(found.document())


def least_points(minimal, most):
    """The fewest points of maps, a letter each, of which the maps of the states are a function."""
    columns = [tuple(c.tolist()) for c in minimal.transitions.T]
    for points in range(1, most + 1):
        maps = list(product(range(points), repeat=points))
        for chosen in product(maps, repeat=len(columns)):
            start = tuple(range(points)), tuple(range(len(minimal)))
            image, waiting = dict([start]), [start]
            for f, g in waiting:
                for x, y in zip(chosen, columns, strict=True):
                    pair = tuple(x[i] for i in f), tuple(y[q] for q in g)
                    if pair[0] not in image:
                        image[pair[0]] = pair[1]
                        waiting.append(pair)
                    elif image[pair[0]] != pair[1]:
                        break
                else:
                    continue
                break
            else:
                return points
    return most + 1


@settings(max_examples=12, deadline=None)
@example(target("regex:(ab)*"))
@example(product_machine(2, 2))
@given(automata(max_states=4, reachable=True))
def test_one_hot_widths_lie_between_the_bounds_by_all_maps_of_few_points(automaton):
    subject = Subject(automaton)
    assume(len(subject.minimal) > 1)
    assume(not is_permutation(subject.minimal))
    assume(len(subject.minimal.alphabet) <= 3)
    found = bounds(subject, CLASSES["column-one-hot"], Decoder.ARBITRARY)
    least = least_points(subject.minimal, 3)
    assert found.low <= least
    if least <= 3:
        assert found.low <= least <= found.high
    else:
        assert found.high >= 4
