import itertools

import pytest

from bilinear_theory.automata.catalog import example, target
from bilinear_theory.automata.equivalence import Bisimulation, compare
from bilinear_theory.automata.formats import AutomatonFileError, read


@pytest.fixture
def dot(tmp_path):
    """Read DOT text; what was noted stands in ``dot.notes``."""

    def reader(text):
        path = tmp_path / "x.dot"
        path.write_text(text)
        reader.notes = []
        return read(path, notify=reader.notes.append)

    return reader


def reason(dot, text):
    with pytest.raises(AutomatonFileError) as caught:
        dot(text)
    return f"{caught.value.line}: {caught.value.reason}"


ABC = "s0 -> s1 [label=a]; s1 -> s0 [label=a];"


def test_a_double_circle_marks_a_dfa(dot):
    a = dot(f"digraph {{ s1 [shape=doublecircle]; {ABC} }}")
    assert a.alphabet == ("a",)
    assert a.run("a") is True
    assert a.run("") is False
    assert a.state_names == ("s1", "s0")
    assert a.start == 1
    assert dot.notes == []


def test_defaults_chains_subgraphs_and_comments_are_read(dot):
    a = dot(
        """/* a comment */ strict digraph "name" {
        // another
        # and another
        rankdir=LR; graph [bgcolor=white]; edge [label=a]
        node [shape=doublecircle]; t
        node [shape=circle]; start [shape=point];
        start -> p [label=""];
        p -> q -> r -> "p"
        subgraph cluster_x { node [shape=doublecircle] u }
        {t u} -> p:n [label="a",color=red]
        }"""
    )
    assert a.state_names == ("t", "p", "q", "r", "u")
    assert a.name(a.start) == "p"
    assert a.outputs == (True, False, False, False, True)
    assert a.transitions[:, 0].tolist() == [1, 2, 3, 1, 1]


def test_tuples_hyphens_and_a_missing_quote_are_read(dot):
    a = dot(
        """digraph g {
__start0 [label="" shape="none]
('a', 'd') [shape="doublecircle" label="('a', 'd')"]
() [shape="circle" label="()"]
the-end [shape="circle"]
__start0 -> ()
() -> ('a', 'd')[label="x"]
('a', 'd') -> the-end[label="x"]
the-end -> the-end[label=x]
}"""
    )
    assert a.state_names == ("('a', 'd')", "()", "the-end")
    assert [a.run("x" * n) for n in range(4)] == [False, True, False, False]
    assert len(dot.notes) == 1
    assert "line 2" in dot.notes[0]


def test_sets_of_letters_hexagons_and_green_are_read(dot):
    a = dot(
        """digraph {
	1 [label=start color=black shape=hexagon]
	2 [label=1 color=green]
	2 -> 1 [label="a-c"]
	2 -> 2 [label="d, e"]
	1 -> 2 [label="a,b,e"]
	1 -> 1 [label=c]
	1 -> 1 [label=d]
}"""
    )
    assert set(a.alphabet) == set("abcde")
    assert a.name(a.start) == "start"
    assert a.run("a")
    assert not a.run("ab")
    assert a.run("ad")
    assert not a.run("dc")


def test_labels_that_are_not_all_sets_of_letters_stay_whole(dot):
    a = dot('digraph { p [shape=doublecircle]; p -> p [label="a,b"]; p -> p [label=on] }')
    assert a.alphabet == ("a,b", "on")
    a = dot('digraph { p [shape=doublecircle]; p -> p [label="0,0"]; p -> p [label="0,1"] }')
    assert a.alphabet == ("0,0", "0,1")


@pytest.mark.parametrize(
    ("labels", "names", "outputs"),
    [
        (['"s0|1"', '"s1|0"'], ("s0", "s1"), ("1", "0")),
        (['"{ A | x }", shape=record', '"{ B | y|z }"'], ("A", "B"), ("x", "y|z")),
        (['"0 / a"', '"1 / b/c"'], ("0", "1"), ("a", "b/c")),
        (["N", "N"], ("p", "q"), ("N", "N")),
        (['"{a\\|b | x}"', '"{c | \\"y\\"}"'], ("a|b", "c"), ("x", '"y"')),
        (["<<b>s0</b> | x>", "<s1<br/>| y &amp; z>"], ("s0", "s1"), ("x", "y & z")),
    ],
)
def test_moore_outputs_stand_in_labels_in_several_ways(dot, labels, names, outputs):
    a = dot(
        f"digraph {{ p [label={labels[0]}]; q [label={labels[1]}]; p -> q [label=1]; "
        "q -> p [label=1]; p -> q [label=01]; q -> q [label=01] }"
    )
    assert a.state_names == names
    assert a.outputs == outputs
    assert a.alphabet == ("1", "01")
    assert dot.notes == []


def test_a_file_without_marks_has_its_labels_as_outputs_and_says_so(dot):
    a = dot("digraph { p [label=even]; q [label=odd]; p -> q [label=1]; q -> p [label=1] }")
    assert a.outputs == ("even", "odd")
    assert "label is its output" in dot.notes[0]


def test_mealy_labels_split_at_the_first_slash(dot):
    a = dot(
        """digraph {
  p -> p [label="stay / (a, b)/c+|d"]
  p -> q [label="go/ x"]
  q -> p [label="go/y"]
  q -> q [label="stay/x"]
}"""
    )
    assert a.alphabet == ("stay", "go")
    assert a.run([]) == "(a, b)/c+|d" == a.run(["stay"])
    assert a.run(["go", "stay"]) == "x"
    assert dot.notes[0].endswith(
        "read as (a, b)/c+|d, the output with which its start is entered again"
    )
    assert len(a) == 3


def test_a_mealy_machine_that_permutes_its_states_still_does(dot):
    a = dot('digraph { p -> q [label="a/0"]; q -> p [label="a/1"]; }')
    assert len(a) == 2
    assert a.outputs == ("1", "0")


def test_a_mealy_start_that_is_never_entered_again_says_none(dot):
    a = dot('digraph { p -> q [label="a/0"]; q -> q [label="a/1"]; }')
    assert a.outputs == ("none", "0", "1")
    assert dot.notes[0].endswith("read as none, since its start is never entered again")


def test_missing_arcs_are_dead_in_every_kind(dot):
    dfa = dot("digraph { p [shape=doublecircle]; p -> q [label=a]; q -> p [label=b] }")
    assert dfa.outputs == (True, False, False)
    assert len(dot.notes) == 1
    assert "2 missing arcs" in dot.notes[0]
    assert dfa.run("b") is False
    mealy = dot('digraph { p -> q [label="a/x"]; q -> p [label="b/y"] }')
    assert mealy.run("b") == mealy.run("ba") == "none"
    assert mealy.run("ab") == "y"
    moore = dot('digraph { p [label="p|0"]; q [label="q|1"]; p -> q [label=a] }')
    assert moore.run("aa") == "none"


REFUSED = {
    "digraph g {\n\n}": "1: the graph has no states",
    "graph g {\n a -- b }": "1: an undirected graph, expected a digraph",
    "digraph { a -> b [label=x];\n": "2: the file ends before the graph is closed",
    "digraph { a -- b }": "1: expected a node, found '-- b }'",
    "digraph { a [label=0 thrown in] }": "1: expected '=' after the attribute 'thrown'",
    "digraph { a ---> b }": "1: expected a node",
    "digraph { a -> b }": "1: the edge a -> b has no label",
    'digraph { a -> b [label=""] }': "1: the edge a -> b has no label",
    'digraph { a [label="x\n}': "1: a quoted text is not closed",
    "digraph { a [label=<<b>x }": "1: an HTML label is not closed",
    "digraph { } digraph { }": "1: text after the end of the graph",
    "digraph { /* a -> b }": "1: a comment is not closed",
    "digraph {\n a -> b [label=x];\n a -> a [label=x] }": (
        "3: not deterministic: a goes on 'x' to a, and on line 2 to b"
    ),
    'digraph {\n a -> b [label="x/0"];\n a -> b [label="x/1"] }': (
        "3: not deterministic: a goes on 'x' to b, saying 1, and on line 2 to b, saying 0"
    ),
    'digraph {\n a -> b [label="x/0"];\n b -> b [label=x] }': "3: an edge without an output",
    'digraph {\n a [label="a|0"];\n b [label=b];\n a -> b [label=x] }': "3: the state b has no output",
    "digraph {\n __start0 -> a\n __start0 -> b; a -> b [label=x] }": (
        "3: not deterministic: b is a start, and on line 2 a"
    ),
    "digraph {" + "{" * 200: "1: subgraphs nested more than 100 deep",
    "digraph { graph [automaton=1]; a [label=x] }": "1: the state a has no output",
    'digraph { graph [automaton=1]; a [output="1.5"] }': "1: the output is 1.5, expected text",
    'digraph { graph [automaton=1]; a [output="{"] }': "1: the output '{' is no JSON",
}


@pytest.mark.parametrize("text", REFUSED)
def test_broken_dot_is_refused_with_line_and_reason(dot, text):
    assert reason(dot, text).startswith(REFUSED[text])


def test_our_files_may_be_edited_and_keep_integers(dot):
    a = dot(
        """digraph { graph [automaton=1];
        a [output="3"]; b [output="\\"3\\""]; a -> b [symbol="7"]; b -> a [symbol="7"]; }"""
    )
    assert a.alphabet == (7,)
    assert a.outputs == (3, "3")
    assert a.state_names is None


def test_real_models_are_read(capsys):
    coffee = example("coffee")
    assert [coffee.run(w) for w in ([], ["coin"], ["coin", "button"])] == ["init", "beep", "coffee"]
    server = example("ctinydtls")
    assert "Alert(WARNING,CLOSE_NOTIFY)" in server.alphabet
    assert server.run([]) == "TIMEOUT"
    assert server.run(["PSK_CLIENT_HELLO"]) == "HELLO_VERIFY_REQUEST"
    zp = example("mlregtest-zp")
    for n in range(1, 6):
        for word in itertools.product("ab", repeat=n):
            assert zp.run(word) == (word.count(zp_letter(zp)) % 3 == 0)
    assert capsys.readouterr().err == ""


def zp_letter(zp):
    """The letter that the language counts: the only one that moves the start."""
    (letter,) = (x for x in zp.alphabet if zp.state([x]) != zp.start)
    return letter


def test_dot_in_two_styles_is_one_automaton(dot):
    one = dot("digraph { __start0 [shape=none]; q [shape=doublecircle]; p; __start0 -> p; "
              "p -> q [label=1]; q -> p [label=1]; p -> p [label=0]; q -> q [label=0]; }")  # fmt: skip
    other = dot("digraph { 1 -> 2 [label=1]\n 2 -> 1 [label=1]\n 1 -> 1 [label=0]\n"
                " 2 -> 2 [label=0]\n 2 [peripheries=2] }")  # fmt: skip
    assert isinstance(compare(one, other), Bisimulation)
    assert isinstance(compare(one, target("parity")), Bisimulation)
