"""CP-factored systems: the factors are in the class, and as few as theory.md, section 3.7, says."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata import catalog
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.cp import construct, cover
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.obstructions.cp import obstruct
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import CPFactored, Membership, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import homogenised
from bilinear_theory.systems.tensor import tensor
from bilinear_theory.testing import assert_certifies, assert_realizes, automata

QUESTIONS = [(field, rank) for field in ("real", "complex") for rank in (1, 2, 3, 4)]


def assert_tracks(verdict, automaton):
    """The kernel, all words, the class, and the tensor in floats agree."""
    assert isinstance(verdict, Realization)
    assert_certifies(verdict)
    assert assert_realizes(verdict, automaton).proved
    assert verdict.membership is Membership.YES
    system, factors = verdict.system, verdict.structure
    d = system.width
    W = tensor(homogenised(system))[:d, :d, :]  # an additive term stands outside
    floats = np.array([complex(x) for x in W.ravel()]).reshape(W.shape)
    if factors.rank == 0:
        assert not floats.any()
        return
    left, right, weights = (
        np.array([[complex(x) for x in row] for row in rows])
        for rows in (factors.left, factors.right, factors.weights)
    )
    assert np.allclose(np.einsum("kr,ri,rj->ijk", weights, left, right), floats)


def least(target, *, field, decoder=Decoder.LINEAR, additive=False, bound=9):
    """The least number of columns with which a system is found."""
    for rank in range(1, bound + 1):
        verdict = classify(target, f"cp-{field}:{rank}", decoder=decoder, additive=additive)
        if isinstance(verdict, Realization):
            assert_tracks(verdict, verdict.question.subject.automaton)
            assert verdict.structure.rank <= rank
            return rank
    return None


@settings(max_examples=15)
@given(automata(max_states=4), st.sampled_from(Decoder), st.booleans())
def test_a_realization_is_in_its_class_and_more_columns_keep_it(a, decoder, additive):
    answers = {}
    for field, rank in QUESTIONS:
        verdict = classify(a, f"cp-{field}:{rank}", decoder=decoder, additive=additive)
        answers[field, rank] = isinstance(verdict, Realization)
        if answers[field, rank]:
            assert_tracks(verdict, a)
    for field in ("real", "complex"):
        ordered = [answers[field, rank] for rank in (1, 2, 3, 4)]
        assert ordered == sorted(ordered), "a system is lost with one more column"


def everything(n):
    """All maps of n points as letters."""
    maps = list(itertools.product(range(n), repeat=n))
    return Automaton(range(len(maps)), [[f[q] for f in maps] for q in range(n)], 0, range(n))


@pytest.mark.parametrize(
    ("target", "real", "complex_"),
    [
        ("parity", 1, 1),
        ("counter:3", 2, 1),
        ("counter:12", 2, 1),
        ("modular-addition:3", 3, 1),  # complex multiplication takes three real products
        ("modular-addition:5", 3, 1),
        ("flip-flop", 3, 3),
        ("S3", 2, 2),
        ("S4", 4, 3),
        ("S5", 5, 4),  # (0 1)(0 1 2 3 4) has order 4, and x^4 - 1 does not split
        ("S5/points", 5, 4),
        ("S3@all", 4, 4),  # all 2 x 2 matrices
        ("C2xC2xC2", 3, 3),
        (everything(2), 3, 3),  # N^2 - N + 1
        (everything(3), 7, 7),
    ],
    ids=str,
)
def test_columns_that_suffice_for_a_linear_decoder(target, real, complex_):
    assert least(target, field="real") == real
    assert least(target, field="complex") == complex_


@pytest.mark.parametrize("decoder", Decoder)
def test_q8_takes_two_complex_columns_for_its_two_letters(decoder):
    assert least("Q8", field="complex", decoder=decoder, bound=4) == 2


@pytest.mark.parametrize("decoder", Decoder)
def test_a_register_takes_one_affine_column_and_a_linear_one_more_than_its_resets_are_wide(decoder):
    register = Automaton("abcd", [[0, 1, 2, 3]] * 4, 0, range(4))
    assert least(register, field="real", decoder=decoder, additive=True) == 1
    assert least(register, field="real", decoder=decoder) == 2
    assert least("flip-flop", field="real", decoder=decoder, additive=True) == 1


def test_one_column_has_a_free_initial_state():
    """A word of one letter or more gives the last output, the empty word one of its own."""
    once = Automaton("ab", [[1, 2], [3, 3], [3, 3], [3, 3]], 0, range(4))
    for field in ("real", "complex"):
        for decoder in Decoder:
            assert least(once, field=field, decoder=decoder, bound=1) == 1
    parity_after_a_start = Automaton("ab", [[1, 2], [1, 2], [2, 1]], 0, "xyz")
    assert least(parity_after_a_start, field="real", bound=1) == 1


def test_an_empty_alphabet_needs_no_column():
    constant = Automaton("", [[]], 0, [0])
    verdict = classify(constant, "cp-real:1")
    assert isinstance(verdict, Realization)
    assert verdict.structure.rank == 0
    assert_certifies(verdict)


def test_columns_of_a_cover_reach_all_elements_of_the_group():
    restriction = CPFactored(2, Scalars.COMPLEX)
    points = Subject(catalog.target("D4/points"))
    question = Question(points, restriction, Setting(decoder=Decoder.ARBITRARY))
    found = cover(question, restriction)
    assert found is not None
    assert found.membership is Membership.YES
    assert len(found.orbit) == 8 > len(question.minimal)
    check(found.document())
    elements = Question(Subject(catalog.target("D4")), restriction, question.setting)
    assert cover(elements, restriction) is None


@pytest.mark.parametrize("name", ["C2xC4", "Q8", "A4"])
def test_where_a_linear_decoder_needs_more_columns_no_system_with_one_vector_a_state_has_fewer(
    name,
):
    subject = Subject(catalog.target(name))
    for columns in (1, 2, 3):
        for scalars in (Scalars.REAL, Scalars.COMPLEX):
            restriction = CPFactored(columns, scalars)
            arbitrary = Question(subject, restriction, Setting(decoder=Decoder.ARBITRARY))
            try:
                found = obstruct(Question(subject, restriction, Setting()), restriction)
            except ValueError:
                continue
            if found is not None:
                assert construct(arbitrary, restriction) is None
