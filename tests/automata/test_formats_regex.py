import itertools
import re

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from bilinear_theory.automata.equivalence import minimize
from bilinear_theory.automata.formats import automaton_of_regex

atoms = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\*", "()"])
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(lambda x: f"({x[0]}|{x[1]})"),
        st.tuples(
            inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}", "{0}"])
        ).map(lambda x: f"({x[0]}){x[1]}"),
    ),
    max_leaves=6,
)


@given(
    expression=expressions.filter(lambda x: re.search("[abc*]", x.replace("(", "")) and "a" in x)
)
@example(expression="(a*b?){2,}")
@example(expression="(a()*){,2}")
@settings(max_examples=150, deadline=None)
def test_the_automaton_accepts_what_the_expression_matches(expression):
    a = automaton_of_regex(expression)
    # A dot means the letters that occur, so the judge gets the same ones.
    alphabet = "".join(re.escape(x) for x in a.alphabet)
    judge = re.compile(re.sub(r"(?<!\\)\.", f"[{alphabet}]", expression))
    for n in range(5 if len(a.alphabet) < 4 else 4):
        for word in itertools.product(a.alphabet, repeat=n):
            assert a.run(word) == bool(judge.fullmatch("".join(word)))
    assert a == minimize(a)


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("(ab", 0), ("ab)", 2), ("*a", 0), ("a**", 2), ("a{2,1}", 1), ("a{", 1), ("a{,}", 1),
        ("[a", 0), ("[]", 0), ("[z-a]", 1), ("a\\", 1), ("\\d", 0), ("^a", 0), ("a$", 1),
        ("a|{2}", 2), ("(" * 200 + "a", 100), ("a{9999}", 0), ("((a{99}){99}){99}", 1),
    ],
)  # fmt: skip
def test_an_error_names_the_position(expression, position):
    with pytest.raises(ValueError, match=f": position {position}: ") as caught:
        automaton_of_regex(expression)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("expression", ["", "()", ".", ".*"])
def test_an_expression_without_letters_is_refused(expression):
    with pytest.raises(ValueError, match="no letters"):
        automaton_of_regex(expression)


def test_an_exponential_expression_is_refused_at_the_bound():
    with pytest.raises(ValueError, match="more than 1000 states, the bound"):
        automaton_of_regex("(a|b)*a(a|b){20}", bound=1000)


def test_long_repetitions_are_read():
    assert len(automaton_of_regex("a{3000}")) == 3002
    assert len(automaton_of_regex("(a?){300}")) == 302
