"""The oracle tables: verdicts on named tasks and groups, computed with GAP and exact integer code.

theory.md, sections 4.1 and 4.2; the decoder of 4.2 is arbitrary.
"""

from __future__ import annotations

import pytest

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.hankel import hankel_rank
from bilinear_theory.automata.monoid import transition_monoid
from bilinear_theory.certificates.obstruction import Obstruction, Undecided
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_obstructs, assert_realizes

COLUMNS = (
    "diagonal-nonnegative",
    "diagonal-real",
    "rotation",
    "diagonal-nonnegative+b",
    "diagonal-real+b",
    "rotation+b",
    "triangular-nonnegative",
    "triangular-real",
    "triangular-complex",
)
EVEN_PAIRS = Automaton(
    "ab", [[1, 3], [1, 2], [1, 2], [4, 3], [4, 3]], 0, [True, True, False, True, False]
)
PARITY_WITH_RESET = Automaton(("id", "flip", "reset"), [[0, 1, 0], [1, 0, 0]], 0, [0, 1])
ARITHMETIC = Automaton(
    ("+1", "*2", "*0"), [[(q + 1) % 3, 2 * q % 3, 0] for q in range(3)], 0, range(3)
)
# name, automaton or target, states, size of the monoid, columns, Hankel rank of the acceptance
TASKS = [
    ("parity", "parity", 2, 2, "nyynyynyy", 2),
    ("modular addition, 3", "modular-addition:3", 3, 3, "nnynnynny", None),
    ("counter, 4", "counter:4", 4, 4, "nnynnynny", None),
    ("flip-flop", "flip-flop", 2, 3, "nnnyyyyyy", 2),
    ("parity with reset", PARITY_WITH_RESET, 2, 4, "nnnnyynyy", 2),
    ("even pairs", EVEN_PAIRS, 5, 5, "nnnnnnyyy", 4),
    ("contains a..b", "regex:(a|b)*a(a|b)*b(a|b)*", 3, 5, "nnnnnnyyy", 3),
    ("ends in ab", "regex:(a|b)*ab", 3, 5, "nnnnnnyyy", 3),
    ("(ab)*", "regex:(ab)*", 3, 6, "nnnnnnnnn", 2),
    ("no factor aa", "regex:(b|ab)*(a|)", 3, 6, "nnnnnnnnn", 2),
    ("Tomita 5", "tomita:5", 4, 4, "nyynyynyy", 4),
    ("Tomita 6", "tomita:6", 3, 3, "nnynnynny", 3),
    ("cycle navigation, 5", "cycle-navigation:5", 5, 5, "nnynnynny", None),
    ("S3 on 3 points", "S3/points", 3, 6, "nnnnnnnnn", None),
    ("arithmetic modulo 3", ARITHMETIC, 3, 9, "nnnnnnnnn", None),
]


@pytest.mark.parametrize(
    ("given_", "states", "size", "answers", "rank"),
    [row[1:] for row in TASKS],
    ids=[row[0] for row in TASKS],
)
def test_regular_tasks_are_answered_as_the_table_says(given_, states, size, answers, rank):
    a = minimize(target(given_))
    assert (len(a), len(transition_monoid(a))) == (states, size)
    if rank is not None:
        assert hankel_rank(a) == rank
    for name, expected in zip(COLUMNS, answers, strict=True):
        verdict = classify(a, name, decoder=Decoder.ARBITRARY)
        assert not isinstance(verdict, Undecided), (name, verdict.reason)
        assert isinstance(verdict, Realization) == (expected == "y"), name
        assert_certifies(verdict)
        if isinstance(verdict, Realization):
            assert assert_realizes(verdict, a).proved
        else:
            assert_obstructs(verdict)
    for name in ("full", "column-one-hot", "pd"):
        assert isinstance(classify(a, name), Realization)


# commutative, of exponent 2
GROUPS = {
    "C2": (True, True),
    "C3": (True, False),
    "C4": (True, False),
    "C5": (True, False),
    "C6": (True, False),
    "C12": (True, False),
    "C2xC2": (True, True),
    "C2xC2xC2": (True, True),
    "C2xC4": (True, False),
    "C3xC3": (True, False),
    "S3": (False, False),
    "D4": (False, False),
    "Q8": (False, False),
    "D6": (False, False),
    "A4": (False, False),
    "SL(2,3)": (False, False),
    "S4": (False, False),
    "A5": (False, False),
}


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("decoder", list(Decoder), ids=lambda d: d.value)
def test_groups_are_diagonal_exactly_as_the_table_says(name, decoder):
    """Block size 1 over C is the rotation, over R the real diagonal: columns blk_C and blk_R."""
    abelian, elementary = GROUPS[name]
    expected = {
        "rotation": abelian,
        "diagonal-real": elementary,
        "diagonal-nonnegative": False,
        "permutation": True,
        "orthogonal": True,
    }
    for base, tracks in expected.items():
        for term in ("", "+b"):
            verdict = classify(name, base + term, decoder=decoder)
            assert isinstance(verdict, Realization if tracks else Obstruction), base + term
            if len(verdict.question.minimal) <= 24:
                assert_certifies(verdict)


@pytest.mark.parametrize("name", ["A4", "SL(2,3)"])
def test_groups_whose_squares_do_not_commute_have_no_real_blocks_of_size_2(name):
    for decoder in Decoder:
        assert not isinstance(classify(name, "block-real:2", decoder=decoder), Realization)


@pytest.mark.parametrize("name", ["Q8", "S3", "D4"])
@pytest.mark.parametrize("restriction", ["permutation", "full", "orthogonal"])
def test_words_of_a_group_are_read_from_left_to_right(name, restriction):
    """The state after ``x y`` is the product ``x y``, and the system applies ``A_y A_x``."""
    a = target(name)
    x, y = a.alphabet
    assert a.run((x, y)) != a.run((y, x))
    verdict = classify(name, restriction)
    assert isinstance(verdict, Realization)
    assert assert_realizes(verdict, a).proved
    h = verdict.system.step(verdict.system.step(verdict.system.initial, x), y)
    assert h == verdict.system.run((x, y)) != verdict.system.run((y, x))


def test_the_product_of_two_letters_of_s3_is_the_one_of_left_to_right():
    a = target("S3")
    assert a.alphabet == ("(0 1)", "(0 1 2)")
    # first 0 <-> 1, then 0 -> 1 -> 2 -> 0: 0 goes to 2, 1 to 1, 2 to 0
    assert a.state_names[a.state(a.alphabet)] == "(0 2)"
    points = target("S3/points")
    assert points.state(("(0 1)", "(0 1 2)")) == points.state(("(0 1 2)", "(0 1 2)"))


def test_letters_q8_multiply_as_quaternions():
    """``i j = k`` and ``j i = -k``: ``j i`` is ``i j`` times ``i i = -1``."""
    a = target("Q8")
    i, j = a.alphabet
    assert a.state((j, i)) == a.state((i, j, i, i)) != a.state((i, j))
    assert a.state((i, i)) == a.state((j, j)) == a.state((i, j, i, j))
