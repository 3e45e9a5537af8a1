"""A number and the last letter as one column: whatever grows with the number, and nothing else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.constructions.number_and_letter import construct
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing import assert_certifies, assert_realizes
from tests.constructions.test_householder_tails import asked


@st.composite
def grown(draw):
    """Outputs of letters at numbers, that grow with the number; and a letter that sets each number."""
    numbers, letters = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    rows = [
        sorted(draw(st.lists(st.integers(0, 4), min_size=numbers, max_size=numbers)))
        for _ in range(letters)
    ]
    shown = list(zip(*rows, strict=True))
    states, table = [(0, shown[0][0])], []
    for z, _ in states:
        after = [(z, y) for y in shown[z]] + [(t, shown[t][0]) for t in range(numbers)]
        states += [state for state in dict.fromkeys(after) if state not in states]
        table.append([states.index(state) for state in after])
    return Automaton(range(letters + numbers), table, 0, [y for _, y in states])


@settings(max_examples=60, deadline=None)
@given(grown(), st.sampled_from(list(Decoder)), st.sampled_from(["cp-real:1+b", "cp-complex:2+b"]))
def test_outputs_that_grow_with_a_number_are_read_off_one_column(a, decoder, name):
    found = construct(asked(a, name, decoder))
    if found is None:  # a number that nothing shows, or whose order other letters hide
        values = {row.tobytes() for row in minimize(a).transitions}
        assert len(values) < len({row.tobytes() for row in a.transitions}) or len(values) == 1
    else:
        assert_certifies(found)
        assert assert_realizes(found, a).proved


def test_what_does_not_grow_with_any_number_is_not_read_off():
    # the letter a keeps the output, the letter b shows it reversed: at both numbers, in both orders
    table = [[0, 1, 0, 2], [0, 1, 0, 2], [2, 3, 0, 2], [2, 3, 0, 2]]
    a = Automaton("abzw", table, 0, [0, 1, 1, 0])
    assert construct(asked(a, "cp-real:1+b", Decoder.LINEAR)) is None
    assert construct(asked(a, "cp-real:1", Decoder.LINEAR)) is None


def test_outputs_that_are_no_integers_are_numbered_as_they_occur():
    table = [[0, 0, 1], [1, 0, 1]]
    a = Automaton("azw", table, 0, ["low", "high"])
    found = construct(asked(a, "cp-real:1+b", Decoder.LINEAR))
    assert found is not None
    assert_certifies(found)
