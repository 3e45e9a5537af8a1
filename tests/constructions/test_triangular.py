"""Triangular systems: they exist exactly where no obstruction does, and the kernel accepts them."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.algebra.triangularisation import triangularisation
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import reachable
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.observation import components, observation
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import triangular
from bilinear_theory.constructions.commutative import TooLarge
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions import triangular as against
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Membership, Scalars, Triangular
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import assert_realizes, automata

CLASSES = [Triangular(scalars) for scalars in Scalars]
SETTINGS = [Setting(decoder=d, additive=b) for d in Decoder for b in (False, True)]
ONE, MINUS = Cyclotomic.rational(1), Cyclotomic.rational(-1)


def small_automata() -> list[Automaton]:
    """All reachable automata with two letters and at most three states, up to numbering."""
    found: dict[bytes, Automaton] = {}
    for size in (1, 2, 3):
        for cells in product(range(size), repeat=2 * size):
            a = reachable(Automaton("ab", np.reshape(cells, (size, 2)), 0, range(size)))
            if len(a) == size:
                found[a.transitions.tobytes()] = Automaton("ab", a.transitions, 0, range(size))
    assert len(found) == 229
    return list(found.values())


SMALL = small_automata()


def hold(a: Automaton, restriction: Triangular, setting: Setting) -> bool:
    """A system or an obstruction, never both, never neither; the kernel accepts it."""
    question = Question(Subject(a), restriction, setting)
    system = triangular.construct(question, restriction)
    obstruction = against.obstruct(question, restriction)
    assert (system is None) != (obstruction is None)
    for evidence in (system, obstruction):
        if evidence is not None:
            check(json.loads(json.dumps(evidence.document())))
    if system is not None:
        assert restriction.contains(system.system.matrices) is Membership.YES
        assert assert_realizes(system, a).proved
    name = restriction.name + "+b" * setting.additive
    verdict = classify(a, name, decoder=setting.decoder)
    assert not isinstance(verdict, Undecided)
    assert isinstance(verdict, Realization) == (system is not None)
    check(json.loads(json.dumps(verdict.document())))
    if isinstance(verdict, Realization) and system is not None:
        assert restriction.contains(verdict.system.matrices) is Membership.YES
        assert (verdict.system.offsets is not None) == setting.additive
    return system is not None


def hold_everywhere(a: Automaton) -> None:
    for restriction in CLASSES:
        assert len({hold(a, restriction, setting) for setting in SETTINGS}) == 1


def test_every_eighth_small_automaton_has_a_system_or_an_obstruction():
    for a in SMALL[::8]:
        hold_everywhere(a)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(16))
def test_every_small_automaton_has_a_system_or_an_obstruction(part):
    for a in SMALL[part::16]:
        hold_everywhere(a)
        for outputs in product((0, 1), repeat=len(a)):
            hold_everywhere(Automaton("ab", a.transitions, 0, outputs))


@given(automata(max_states=5, reachable=True), st.sampled_from(CLASSES), st.sampled_from(SETTINGS))
def test_random_automata_have_a_system_or_an_obstruction(a, restriction, setting):
    hold(a, restriction, setting)


@settings(max_examples=15)
@given(automata(max_states=4, alphabet="abc"), st.sampled_from(CLASSES), st.sampled_from(SETTINGS))
def test_random_automata_with_three_letters_have_one_too(a, restriction, setting):
    hold(a, restriction, setting)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_the_kth_letter_from_the_end_takes_k_plus_1_units_though_2_to_the_k_states(k):
    n = 2**k
    rows = [[2 * q % n, (2 * q + 1) % n] for q in range(n)]
    a = Automaton("01", rows, 0, [q >> (k - 1) for q in range(n)])
    restriction = CLASSES[0]
    for setting in SETTINGS:
        found = triangular.construct(Question(Subject(a), restriction, setting), restriction)
        assert found is not None
        assert found.width == k + 1
        check(found.document())


@given(automata(max_states=5, outputs=(0, 1)))
def test_a_machine_with_two_outputs_takes_as_many_units_as_a_hankel_rank(a):
    restriction = CLASSES[2]
    question = Question(Subject(a), restriction, SETTINGS[0])
    found = triangular.construct(question, restriction)
    if found is not None and len(question.minimal) > 1:
        codes = question.minimal.output_codes
        numbered = Automaton(
            question.minimal.alphabet, question.minimal.transitions, 0, codes.tolist()
        )
        assert found.width == hankel_rank(numbered)


def band(k: int, c: int) -> Automaton:
    """The first letter, the last one, and the length modulo c: a rectangular group."""
    states = [None, *product(range(k), range(k), range(c))]
    place = {s: i for i, s in enumerate(states)}
    rows = [
        [place[a, a, 1 % c] if s is None else place[s[0], a, (s[2] + 1) % c] for a in range(k)]
        for s in states
    ]
    return Automaton(range(k), rows, 0, range(len(states)))


@pytest.mark.parametrize(("c", "answers"), [(1, "yyy"), (2, "nyy"), (3, "nny"), (6, "nny")])
def test_rectangular_groups_are_triangular_where_their_groups_are(c, answers):
    for restriction, answer in zip(CLASSES, answers, strict=True):
        assert hold(band(2, c), restriction, SETTINGS[0]) == (answer == "y")


def test_one_wrong_entry_of_a_system_is_refused():
    found = triangular.construct(Question(Subject(band(2, 3)), CLASSES[2], SETTINGS[0]), CLASSES[2])
    assert found is not None
    document = json.loads(json.dumps(found.document()))
    for i, row in enumerate(document["system"]["matrices"][0]):
        kept, row[0] = row[0], 1 if i else 2
        with pytest.raises(RefusedCertificate):
            check(document)
        row[0] = kept
    check(document)


def test_a_machine_of_single_states_is_one_hot_at_any_size():
    n = 1200
    rows = [[min(q + 1, n), q] for q in range(n + 1)]
    a = Automaton("ab", rows, 0, [q == n for q in range(n + 1)])
    verdict = classify(a, "triangular-nonnegative")
    assert isinstance(verdict, Realization)
    check(verdict.document())


def test_a_machine_past_the_bound_says_so():
    n = triangular.MAX_STATES + 1
    a = Automaton(range(n), np.tile(np.arange(n), (n, 1)), 0, range(n))
    with pytest.raises(TooLarge, match="are more than"):
        triangular.construct(Question(Subject(a), CLASSES[0], SETTINGS[0]), CLASSES[0])
    wide = Automaton("abc", [[(q + 1) % 130, 0, q] for q in range(130)], 0, range(130))
    with pytest.raises(TooLarge, match="more than"):
        triangular.construct(Question(Subject(wide), CLASSES[2], SETTINGS[0]), CLASSES[2])


@given(st.lists(st.lists(st.integers(-2, 2), min_size=9, max_size=9), min_size=1, max_size=3))
def test_conjugates_of_triangular_matrices_become_triangular_again(entries):
    P = CyclotomicMatrix([[1, 1, 0], [0, 1, 2], [1, 0, 1]])
    units = [Cyclotomic.rational(0), ONE, MINUS]
    uppers = [
        CyclotomicMatrix(
            [
                [units[row[4 * i] % 3] if i == j else row[3 * i + j] * (i < j) for j in range(3)]
                for i in range(3)
            ]
        )
        for row in entries
    ]
    matrices = [P @ U @ P.inverse() for U in uppers]
    found = triangularisation(matrices, [units] * len(matrices), 3)
    assert found is not None
    T, inverse = found
    assert T @ inverse == CyclotomicMatrix.identity(3)
    assert Triangular(Scalars.REAL).contains([inverse @ A @ T for A in matrices]) is Membership.YES


def test_matrices_without_a_common_eigenvector_have_no_triangular_basis():
    swap, sign = CyclotomicMatrix([[0, 1], [1, 0]]), CyclotomicMatrix.diagonal([1, -1])
    assert triangularisation([swap, sign], [[ONE, MINUS]] * 2, 2) is None
    assert triangularisation([swap], [[ONE]], 2) is None


@given(automata(max_states=6, reachable=True))
def test_observation_determines_the_functions_and_is_as_wide_as_the_hankel_matrix(a):
    order = [q for part in components(a) for q in part]
    assert sorted(order) == list(range(len(a)))
    functions = np.array([a.output_codes == y for y in range(len(a.output_symbols))], np.int64)
    seen = observation(a, functions, order)
    R = seen.vectors
    for column in a.transitions.T:
        assert seen.matrix(column) @ R == R.submatrix(range(R.shape[0]), column.tolist())
    place = {q: i for i, q in enumerate(order)}
    for i, p in enumerate(seen.pivots):
        assert all(not R[i, q] for q in range(len(a)) if place[q] < place[p])
    indicators = Automaton(a.alphabet, a.transitions, a.start, [f"y{y}" for y in a.outputs])
    assert R.shape[0] >= hankel_rank(indicators)
