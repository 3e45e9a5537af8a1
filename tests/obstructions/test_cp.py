"""CP factors with few columns: what is refused is refused rightly, and yes and no meet.

The judge draws factors at random: whatever they track is never refused to as many columns. The tables are
theory.md, section 3.7.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.line import line
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.order import above
from bilinear_theory.obstructions import constituents
from bilinear_theory.obstructions.constituents import Price
from bilinear_theory.systems.cp_factors import CPFactors
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import CPFactored, Scalars
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.systems.system import BilinearSystem, orbit
from bilinear_theory.testing import assert_certifies, automata, group_automata
from tests.obstructions.test_totality import SMALL

LINEAR, ARBITRARY = Decoder.LINEAR, Decoder.ARBITRARY
FIELDS = ("real", "complex")


def answer(target, name, decoder=LINEAR, *, additive=False):
    """y, n or ?, once the kernel has accepted the certificate."""
    verdict = classify(target, name, decoder=decoder, additive=additive)
    if isinstance(verdict, Undecided):
        return "?"
    assert_certifies(verdict)
    return "y" if isinstance(verdict, Realization) else "n"


def row(target, field, decoder=LINEAR, *, additive=False):
    """The answers for one to four columns."""
    return "".join(
        answer(target, f"cp-{field}:{rank}", decoder, additive=additive) for rank in (1, 2, 3, 4)
    )


# --- the judge: systems ---------------------------------------------------------------------------


MIXING = [  # C = V^T U with V = 1: of finite order, so that much has finite reach
    [[1]],
    [[-1]],
    [[0, 1], [1, 0]],
    [[0, -1], [1, 0]],
    [[0, -1], [1, 1]],
    [[0, -1], [1, -1]],
    [[1, 0], [1, -1]],
    [[0, 0, 1], [1, 0, 0], [0, 1, 0]],
    [[0, 0, -1], [1, 0, 0], [0, 1, 0]],
    [[0, -1, 0], [1, -1, 0], [0, 0, 1]],
]


@st.composite
def factored_systems(draw, *, additive):
    """A system by random factors, and its field and number of columns."""
    field = draw(st.sampled_from(FIELDS))
    scalars = [Cyclotomic.rational(c) for c in (1, -1, 0, Fraction(1, 2))]
    if field == "complex":
        scalars += [Cyclotomic.root_of_unity(3), Cyclotomic.root_of_unity(4)]
    number = st.sampled_from(scalars)

    def vector(size, numbers=number):
        return tuple(draw(numbers) for _ in range(size))

    if draw(st.booleans()):
        columns, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        left, right = ([vector(width) for _ in range(columns)] for _ in range(2))
        weights = number
    else:
        mixing = [[Cyclotomic.rational(c) for c in row] for row in draw(st.sampled_from(MIXING))]
        columns = width = len(mixing)
        left = [tuple(column) for column in zip(*mixing, strict=True)]
        right = [tuple(row) for row in CyclotomicMatrix.identity(columns).rows()]
        weights = st.sampled_from([c for c in scalars if c != Fraction(1, 2)])
    letters = "abc"[: draw(st.integers(2, 3))]
    factors = CPFactors(tuple(left), tuple(right), tuple(vector(columns, weights) for _ in letters))
    offsets = tuple(vector(width) for _ in letters) if additive else None
    start = vector(width)
    return BilinearSystem(letters, start, factors.matrices(width), offsets), field, columns


@pytest.mark.parametrize("additive", [False, True])
@settings(max_examples=200)
@given(data=st.data())
def test_what_random_factors_track_is_never_refused_to_as_many_columns(data, additive):
    system, field, columns = data.draw(factored_systems(additive=additive))
    reached = orbit(system, bound=24)
    if reached is None:
        return
    # each vector its own output: the nearest point decodes them, so both decoders do
    states = Automaton(system.alphabet, reached.following, 0, range(len(reached)))
    outputs = data.draw(st.lists(st.integers(0, 1), min_size=len(states), max_size=len(states)))
    coarse = Automaton(system.alphabet, reached.following, 0, outputs)
    for target, decoder in ((states, LINEAR), (states, ARBITRARY), (coarse, ARBITRARY)):
        verdict = classify(target, f"cp-{field}:{columns}", decoder=decoder, additive=additive)
        assert not isinstance(verdict, Obstruction), verdict.reason
        setting = Setting(decoder=decoder, additive=additive)
        larger = data.draw(st.sampled_from(sorted(above(f"cp-{field}:{columns}", setting=setting))))
        verdict = classify(target, larger, decoder=decoder, additive=additive)
        assert not isinstance(verdict, Obstruction), (larger, verdict.reason)


def one_column_tracks(a, *, real):
    """Brute force over all numbers: products of 0 and roots of unity, or nothing after two letters."""
    m = minimize(a)
    table = m.transitions.tolist()
    letters = range(len(m.alphabet))
    after_two = {table[q][b] for q in {r for row in table for r in row} for b in letters}
    if len(after_two) == 1:
        return True
    order = 2 if real else 12  # of at most 4 states: roots of unity of order 2, 3 and 4
    numbers = [None, *range(order)]
    for chosen in itertools.product(numbers, repeat=len(letters)):
        states, waiting, fits = {}, [(0, 0)], True
        while waiting and fits:
            q, s = waiting.pop()
            for a_, w in zip(letters, chosen, strict=True):
                t = None if w is None or s is None else (s + w) % order
                r = table[q][a_]
                if t not in states:
                    states[t] = r
                    waiting.append((r, t))
                fits = fits and states[t] == r
        if fits:
            return True
    return False


@given(automata(max_states=4), st.sampled_from(FIELDS), st.sampled_from(Decoder))
def test_one_column_is_decided_as_brute_force_says(a, field, decoder):
    tracked = one_column_tracks(a, real=field == "real")
    assert (line(minimize(a), real=field == "real") is not None) == tracked
    found = answer(a, f"cp-{field}:1", decoder)
    if decoder is ARBITRARY or not tracked or len(minimize(a).output_symbols) == len(minimize(a)):
        assert found == ("y" if tracked else "n")


def test_one_column_is_decided_for_all_small_automata():
    for a in SMALL:
        for field in FIELDS:
            tracked = one_column_tracks(a, real=field == "real")
            verdict = classify(a, f"cp-{field}:1")
            assert isinstance(verdict, Realization if tracked else Obstruction), a


# --- laws -----------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(automata(max_states=4), st.booleans())
def test_more_columns_complex_numbers_and_any_decoder_never_turn_a_yes_into_a_no(a, additive):
    order = {"n": 0, "?": 1, "y": 2}
    found = {
        (field, decoder): [order[c] for c in row(a, field, decoder, additive=additive)]
        for field in FIELDS
        for decoder in Decoder
    }
    for answers in found.values():
        for less, more in itertools.combinations(answers, 2):
            assert not (less == 2 and more == 0)
    for (field, decoder), answers in found.items():
        for (f, d), others in found.items():
            if FIELDS.index(field) <= FIELDS.index(f) and (decoder is LINEAR or d is ARBITRARY):
                assert not any(x == 2 and y == 0 for x, y in zip(answers, others, strict=True))


@settings(max_examples=20)
@given(group_automata(), st.sampled_from(FIELDS), st.sampled_from(Decoder))
def test_an_additive_term_changes_nothing_where_letters_permute(a, field, decoder):
    assert row(a, field, decoder) == row(a, field, decoder, additive=True)


# --- the facts ------------------------------------------------------------------------------------

FACTS = {  # columns 1..4 over R and over C, with a linear decoder
    "parity": ("yyyy", "yyyy"),
    "counter:3": ("nyyy", "yyyy"),
    "modular-addition:3": ("nnyy", "yyyy"),
    "modular-addition:7": ("nnyy", "yyyy"),
    "C2xC2": ("nyyy", "nyyy"),
    "C2xC2xC2": ("nnyy", "nnyy"),
    "S3": ("nyyy", "nyyy"),
    "S3@all": ("nnny", "nnny"),
    "D4@all": ("nnny", "nnny"),
    "Q8": ("nnnn", "nyyy"),
    "Q8@all": ("nnnn", "nnny"),
    "A4": ("nnny", "nnyy"),
    "S4": ("nnny", "nnyy"),
    "SL(2,3)": ("nnnn", "nyyy"),
    "S5": ("nnnn", "nnny"),
    "S5/points": ("nnnn", "nnny"),
    "A5/points": ("nnnn", "nnnn"),
    "flip-flop": ("nnyy", "nnyy"),
    "regex:(ab)*": ("nyyy", "nyyy"),
    "tomita:2": ("nyyy", "nyyy"),
    "tomita:4": ("nnyy", "nnyy"),
}


@pytest.mark.parametrize("name", FACTS)
def test_columns_with_a_linear_decoder(name):
    assert (row(name, "real"), row(name, "complex")) == FACTS[name]


@pytest.mark.parametrize(
    ("name", "real", "complex_"),
    [
        ("modular-addition:3", "nnyy", "yyyy"),
        ("S3", "nyyy", "nyyy"),
        ("S3@all", "nn?y", "nn?y"),
        ("S4", "nnny", "n?yy"),
        ("A4", "nnny", "n?yy"),
        ("Q8", "nn??", "nyyy"),
        ("flip-flop", "nnyy", "nnyy"),
    ],
)
def test_columns_with_any_decoder(name, real, complex_):
    assert (row(name, "real", ARBITRARY), row(name, "complex", ARBITRARY)) == (real, complex_)


def test_all_elements_of_s4_take_ten_complex_columns_and_no_fewer():
    """1 + 9: the least sum of squares of degrees of a faithful set is 9 already, that of degree 3."""
    question = Question(
        Subject(classify("S4@all", "full").question.subject.automaton),
        CPFactored(8, Scalars.COMPLEX),
        Setting(),
    )
    assert constituents.obstruct(question, Price.COLUMNS, 8, real=False) is not None
    assert constituents.obstruct(question, Price.COLUMNS, 9, real=False) is None
    assert answer("S4@all", "cp-complex:9") == "y"
    assert answer("S4@all", "cp-complex:8") == "n"


def test_a_real_plane_of_rotations_takes_three_columns_beside_others():
    """Z_3 x Z_2, all elements: the plane and the sign are 3 + 1 columns, and 3 do not do."""
    assert row("C6@all", "real") == "nnyy"  # one plane is faithful
    assert row("C3xC2xC2@all", "real")[:3] == "nnn"
