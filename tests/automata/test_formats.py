import json
import os
import time

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import example, given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats import (
    AutomatonFileError,
    automaton_from_object,
    object_from_automaton,
    read,
    write,
)

AWKWARD = ["", " ", "a b", 'a"b', "a\\", "\\n", "\n", "a/b", "a-c", "a,b", "<eps>", "<b>x</b>", "\r",
           "ε", "01", "1", "{a|b}", "\\N", "[", "#", "//", "a\tb", "__start0", "\u2028", "&amp;"]  # fmt: skip
texts = st.text(max_size=4) | st.sampled_from(AWKWARD)
symbols = texts | st.integers(-20, 20)
outputs = texts | st.integers() | st.booleans()


@st.composite
def automata(draw, symbol=symbols, output=outputs, least=0):
    alphabet = draw(st.lists(symbol, unique=True, min_size=least, max_size=4))
    size = draw(st.integers(1, 5))
    state = st.integers(0, size - 1)
    table = np.array([[draw(state) for _ in alphabet] for _ in range(size)], np.int32).reshape(
        size, len(alphabet)
    )
    outputs = draw(st.lists(output, min_size=size, max_size=size))
    names = draw(st.none() | st.lists(texts, min_size=size, max_size=size))
    return Automaton(alphabet, table, draw(state), outputs, names)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formats")


def silent(path, **options):
    """Read a file that nothing may be noted about."""
    return read(path, notify=lambda note: pytest.fail(note), **options)


def same(a, b):
    kinds = [type(x) for x in (*a.alphabet, *a.outputs)]
    return a == b and kinds == [type(x) for x in (*b.alphabet, *b.outputs)]


@pytest.mark.parametrize("ending", [".json", ".dot", ".gv"])
@given(a=automata())
@example(a=Automaton(["<eps>", "a-c", 1, "1"], [[0, 0, 0, 0]], 0, ["<x>"], ['"\\']))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_with_types_and_names(folder, ending, a):
    write(a, folder / f"a{ending}")
    b = silent(folder / f"a{ending}")
    assert same(a, b)
    assert a.state_names == b.state_names


@given(
    a=automata(
        symbol=st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=3).filter(
            lambda x: x not in ("<eps>", "<epsilon>") and not x.isspace()
        ),
        output=st.booleans(),
        least=1,
    )
)
@settings(max_examples=150, deadline=None)
def test_what_is_written_as_att_is_read_back(folder, a):
    write(a, folder / "a.att")
    assert same(a, silent(folder / "a.att"))


@given(a=automata())
def test_att_reads_back_or_refuses(folder, a):
    try:
        write(a, folder / "b.att")
    except AutomatonFileError:
        return
    assert a == silent(folder / "b.att")


@given(a=automata())
def test_objects_read_back_through_json(a):
    obj = json.loads(json.dumps(object_from_automaton(a, name="x")))
    assert same(a, automaton_from_object(obj))


@pytest.mark.parametrize(
    ("a", "ending", "reason"),
    [
        (Automaton([("a",)], [[0]], 0, [True]), ".json", "the symbol ('a',) cannot be written"),
        (Automaton([("a",)], [[0]], 0, [True]), ".dot", "the symbol ('a',) cannot be written"),
        (Automaton([True], [[0]], 0, [True]), ".json", "the symbol True cannot be written"),
        (Automaton("a", [[0]], 0, [0.5]), ".json", "the output 0.5 cannot be written"),
        (Automaton("a", [[0]], 0, [None]), ".dot", "the output None cannot be written"),
        (Automaton("a", [[0]], 0, ["yes"]), ".att", "holds acceptors"),
        (Automaton([1], [[0]], 0, [True]), ".att", "symbols that are text"),
        (Automaton(["a b"], [[0]], 0, [True]), ".att", "cannot stand in a column"),
        (Automaton([], np.zeros((1, 0), int), 0, [True]), ".att", "without symbols"),
        (Automaton("a", [[0]], 0, [True]), ".fsm", "the ending is '.fsm'"),
        (Automaton("a", [[0]], 0, [True]), "", "the ending is ''"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_and_leaves_no_file(tmp_path, a, ending, reason):
    with pytest.raises(
        AutomatonFileError, match="^.*" + reason.replace("(", r"\(").replace(")", r"\)")
    ):
        write(a, tmp_path / f"a{ending}")
    assert os.listdir(tmp_path) == []


def test_a_failed_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.json"
    write(Automaton("a", [[0]], 0, [True]), path)
    before = path.read_bytes()
    with pytest.raises(AutomatonFileError):
        write(Automaton("a", [[0]], 0, [None]), path)
    assert path.read_bytes() == before
    with pytest.raises(AutomatonFileError, match="there is no folder"):
        write(Automaton("a", [[0]], 0, [True]), tmp_path / "nowhere" / "a.json")
    (tmp_path / "d.json").mkdir()
    with pytest.raises(AutomatonFileError, match="a folder"):
        write(Automaton("a", [[0]], 0, [True]), tmp_path / "d.json")
    assert sorted(os.listdir(tmp_path)) == ["a.json", "d.json"]


BROKEN = {
    "empty.dot": (b"", ": the file is empty"),
    "blank.json": (b" \n\n", ": the file is empty"),
    "binary.dot": (bytes(range(256)) * 8, ": binary data"),
    "latin.dot": ("digraph {\n a -> é}".encode("latin-1"), ":2: no text in UTF-8"),
    "a.fsm": (b"---\n0\n", ": the format FSM (mCRL2) is not read"),
    "a.aut": (b"des(0,3,3)\n(0,a,1)\n", ": the format Aldebaran"),
    "b.txt": (b"des (0,3,3)\n(0,a,1)\n", ": the format Aldebaran"),
    "a.ba": (b"0\n1,0->0\n", ": the format BA"),
    "c.ba": (b"invalid-state-identifier", ": the format BA"),
    "a.taf": (b"dfa [a..d] {\n}", ": the format TAF"),
    "licence": (b"MIT License\n\nCopyright", ":1: no automaton"),
    "open.json": (b'{"transitions": [[0]], "outputs": [true]', ":1: no JSON"),
    "line.json": (b'{"transitions": [[0]],\n "outputs": [true],}', ":2: no JSON"),
    "twice.json": (b'{"start": 0, "start": 0}', ": the key 'start' stands twice"),
    "nan.json": (b'{"transitions": [[NaN]]}', ": NaN is no JSON"),
    "deep.json": (b'{"transitions": ' + b"[" * 100_000, ": the JSON is nested too deeply"),
    "huge.json": (b'{"transitions": [[' + b"9" * 5000 + b"]]}", ": "),
    "key.json": (b'{"transitions": [[0]], "outputs": [1], "x": 1}', ': unknown key "x"'),
    "none.json": (b"{}", ": no key 'transitions'"),
    "states.json": (b'{"transitions": [], "outputs": []}', ": no states"),
    "outputs.json": (b'{"transitions": [[0]]}', ": no key 'outputs'"),
    "real.json": (b'{"transitions": [[0.0]], "outputs": [1]}', ": transitions[0][0] is 0.0"),
    "bool.json": (b'{"transitions": [[true]], "outputs": [1]}', ": transitions[0][0] is true"),
    "null.json": (b'{"transitions": [[0]], "outputs": [null]}', ": outputs[0] is null"),
    "ragged.json": (b'{"transitions": [[0],[0,0]], "outputs": [1,1]}', ": transitions[1] has 2"),
    "far.json": (b'{"transitions": [[1]], "outputs": [1]}', ": state 0 goes to 1"),
    "start.json": (b'{"transitions": [[0]], "outputs": [1], "start": 1}', ": start 1 is outside"),
    "twins.json": (
        b'{"transitions": [[0,0]], "outputs": [1], "alphabet": ["a","a"]}', ": symbol 'a' stands",
    ),
    "both.json": (b'{"transitions": [[0]], "generators": [[0]]}', ": an object has transitions or"),
    "perm.json": (b'{"generators": [[0, 0]]}', ": generator 0 is no permutation"),
    "gens.json": (b'{"generators": []}', ": a permutation group is given by at least one generator"),
    "deg.json": (b'{"generators": [[0], [1, 0]]}', ": generator 1 has 2 images"),
    "letters.json": (b'{"generators": [[0]], "letters": "all"}', ': letters is "all"'),
    "list.json": (b"[1, 2]", ": the value is [1, 2], expected an object"),
    "arc.att": (b"0\t1\ta\ta\n0\t2\ta\ta\n", ":2: not deterministic: 0 goes on 'a' to 2, and on "
                                              "line 1 to 1"),
    "wide.att": (b"0 1 a a 1 1\n", ":1: 6 columns"),
    "wide2.att": (b"0 1 a a\n0 1 a a 1 1\n", ":2: 6 columns"),
    "eps.att": (b"0 1 <eps> a\n", ":1: not deterministic"),
    "name.att": (b"0 1 a a\nx 1 a a\n", ":2: expected a state number, found 'x'"),
    "final.att": (b"0 1 a a\n1\n1\n", ":3: state 1 is final twice, first on line 2"),
    "two.att": (b"0 1 a a\n0 b\n", ":2: expected an arc or a final state"),
    "lone.att": (b"0\n", ": no arcs"),
    "mixed.att": (b"0 1 a b\n0 1 c\n", ":2: an arc without an output"),
    "cycle.txt": (b"(0 1)\n(0 1\n", ":2: expected cycles"),
    "dup.txt": (b"(0 1)(1 2)\n", ":1: point 1 stands twice"),
    "image.txt": (b"[1,0]\n[0,0]\n", ":2: no permutation"),
    "degree.txt": (b"[1,0]\n[0,2,1]\n", ":2: 3 images, on line 1 there are 2"),
    "outside.txt": (b"[1,0]\n(0 5)\n", ":2: point 5 is outside 0..1"),
    "word.txt": (b"(0 1)\nhello\n", ":2: expected a permutation"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_in_one_line_with_its_reason(tmp_path, name):
    content, reason = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AutomatonFileError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}{reason}")
    assert "\n" not in str(caught.value)


@given(
    content=st.binary(max_size=60) | st.text(max_size=60).map(lambda x: x.encode(errors="replace")),
    name=st.sampled_from(["a", "a.dot", "a.json", "a.att", "a.txt"]),
    opening=st.sampled_from([b"", b"digraph {", b'{"transitions": ', b"0 1 a a\n", b"(0 1)\n"]),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_an_automaton_or_an_error(folder, name, opening, content):
    path = folder / name
    path.write_bytes(opening + content)
    try:
        found = read(path, notify=lambda _: None)
    except AutomatonFileError as error:
        found = str(error)
    assert isinstance(found, Automaton) or found.startswith(str(path))
    assert "\n" not in str(found)


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(AutomatonFileError, match="no such file"):
        read(tmp_path / "nowhere.dot")
    with pytest.raises(AutomatonFileError, match="a folder"):
        read(tmp_path)
    with pytest.raises(AutomatonFileError, match="no file has such a name"):
        read("a\0b")


@pytest.mark.parametrize("name", ["a", "a.dot", "a.json", "a.att"])
@pytest.mark.parametrize("piece", [b"a b c d e\n", b"x", b"\xff", b"\0", b"9"])
def test_much_garbage_is_refused_quickly(tmp_path, name, piece):
    path = tmp_path / name
    path.write_bytes(piece * (20_000_000 // len(piece)))
    begin = time.perf_counter()
    with pytest.raises(AutomatonFileError):
        read(path)
    assert time.perf_counter() - begin < 5


def test_the_content_decides_before_the_ending(tmp_path):
    write(Automaton("ab", [[0, 1], [1, 0]], 1, [True, False]), tmp_path / "a.json")
    content = (tmp_path / "a.json").read_text()
    (tmp_path / "a.dot").write_text(content)
    assert read(tmp_path / "a.dot") == read(tmp_path / "a.json")


def test_att_reads_acceptors_weights_and_transducers(tmp_path):
    path = tmp_path / "a"
    path.write_text("7 2 a 0.5\n2 7 a\n7 7 b 1\n2 2 b\n2 0\n7 Infinity\n")
    notes = []
    a = read(path, notify=notes.append)
    assert notes == [f"{path}: 2 weights are dropped (the first: 0.5 on line 1)"]
    assert (a.alphabet, a.state_names, a.start) == (("a", "b"), ("2", "7"), 1)
    assert a.outputs == (True, False)
    assert a.transitions.tolist() == [[1, 0], [0, 1]]
    path.write_text("0 1 01 x\n1 0 01 y\n0 0 1 y\n1 1 1 x\n0\n1\n")
    notes = []
    mealy = read(path, notify=notes.append)
    assert notes == [
        f"{path}: a Mealy machine has no output before its first letter; read as y, the output with "
        "which its start is entered again"
    ]
    assert mealy.alphabet == ("01", "1")
    assert [mealy.run(w) for w in ([], ["01"], ["1"], ["01", "01"])] == ["y", "x", "y", "y"]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("0 0 a a 0\n0 0 b b 0\n0 0.0\n", []),
        ("0 0 a a 0\n0 0 b b 2\n0\n", ["1 weight is dropped (the first: 2 on line 2)"]),
        ("0 0 a\n0 1.5\n", ["1 weight is dropped (the first: 1.5 on line 2)"]),
        ("0 1 a\n1 0 a\n1 0\n0 inf\n", []),
    ],
)
def test_weights_that_weigh_something_are_dropped_aloud(tmp_path, text, notes):
    path, heard = tmp_path / "a.att", []
    path.write_text(text)
    read(path, notify=heard.append)
    assert heard == [f"{path}: {note}" for note in notes]


@pytest.mark.parametrize(
    ("text", "order", "letters"),
    [
        ("1 0 2\n1 2 0\n", 6, ("(0 1)", "(0 1 2)")),
        ("# S3\n\n1,0,2\n 1, 2, 0\n", 6, ("(0 1)", "(0 1 2)")),
        ("1 2 3 4 0\n", 5, ("(0 1 2 3 4)",)),
        ("1 2 3 4 5 6 0\n", 7, ("(0 1 2 3 4 5 6)",)),
        ("a = 1 0 2\nb := 1 2 0\n", 6, ("a", "b")),
        ("1 0\n", 2, ("(0 1)",)),
    ],
)
def test_lists_of_images_need_no_brackets(tmp_path, text, order, letters):
    path = tmp_path / "group.txt"
    path.write_text(text)
    a = read(path)
    assert (len(a), a.alphabet) == (order, letters)


def test_lists_of_images_that_could_be_arcs_are_said_to_be_permutations(tmp_path):
    text = "1 0 2\n1 2 0\n"
    for name, count in (("group", 6), ("group.txt", 6), ("group.att", 4), ("group.fst", 4)):
        path, notes = tmp_path / name, []
        path.write_text(text)
        assert len(read(path, notify=notes.append)) == count
        told = f"{path}: read as 2 permutations, a list of images on each line; AT&T text is named .att"
        assert (told in notes) is (count == 6)


@pytest.mark.parametrize("text", ["0 1 2\n1 0 2\n1\n", "0 0 1\n0\n", "0 1 0 1\n1 0 0 1\n"])
def test_arcs_that_are_no_permutations_stay_arcs(tmp_path, text):
    path = tmp_path / "machine.txt"
    path.write_text(text)
    assert set(read(path, notify=lambda note: None).alphabet) <= {"0", "1", "2"}


def test_points_numbered_from_1_are_refused_with_the_reason(tmp_path):
    for text in ("2 1 3\n2 3 1\n", "[2, 1, 3]\n"):
        path = tmp_path / "gap.txt"
        path.write_text(text)
        with pytest.raises(AutomatonFileError, match=r"gap.txt:1: no permutation .* from 0$"):
            read(path)


def test_a_long_file_of_image_lists_is_a_group_whatever_its_first_part_says(tmp_path):
    path = tmp_path / "group.txt"
    path.write_text("1 0 2\n1 2 0\n" * 8000)  # past the part that is looked at first
    with pytest.raises(AutomatonFileError, match="10000 permutations"):
        read(path)


def test_0_and_false_are_different_outputs_of_a_file(tmp_path):
    obj = {"transitions": [[1], [2], [0]], "outputs": [0, False, 2]}
    a = automaton_from_object(obj)
    assert a.outputs == (0, "false", 2)
    write(a, tmp_path / "a.dot")
    text = (tmp_path / "a.dot").read_text().replace('output="\\"false\\""', 'output="false"')
    assert 'output="false"' in text
    (tmp_path / "b.dot").write_text(text)
    assert silent(tmp_path / "b.dot").outputs == (0, "false", 2)
    assert automaton_from_object({**obj, "outputs": [0, True, 2]}).outputs == (0, True, 2)
    with pytest.raises(ValueError, match="rename one"):
        automaton_from_object({**obj, "outputs": [0, False, "false"]})


def test_equal_outputs_are_one_output():
    a = Automaton("a", [[1], [0]], 0, [0, False])
    assert [type(y) for y in a.outputs] == [int, int]


def test_missing_arcs_go_to_one_dead_state_with_one_note(tmp_path, capsys):
    path = tmp_path / "a.att"
    path.write_text("0 1 a a\n1 1 b b\n0\n1\n")
    a = read(path)
    assert a.transitions.tolist() == [[1, 2], [2, 1], [2, 2]]
    assert a.outputs == (True, True, False)
    assert capsys.readouterr().err == (
        f"{path}: 2 missing arcs go to one added dead state (the first: 0 on 'b')\n"
    )


def test_generator_files_give_the_word_problem(tmp_path):
    path = tmp_path / "s4"
    path.write_text("# S4\na = (0 1)\n\n[1, 2, 3, 0]  // the cycle\n")
    s4 = silent(path)
    assert len(s4) == 24
    assert s4.alphabet == ("a", "(0 1 2 3)")
    with pytest.raises(AutomatonFileError, match="more than 10 elements, the bound"):
        read(path, bound=10)


def test_generator_objects_offer_letters_and_tracks():
    s3 = {"generators": [[1, 0, 2], [1, 2, 0]]}
    assert len(automaton_from_object(s3)) == 6
    assert len(automaton_from_object({**s3, "letters": "elements"}).alphabet) == 6
    points = automaton_from_object({**s3, "track": "points", "name": "x"})
    assert points.transitions.tolist() == [[1, 1], [0, 2], [2, 0]]


@pytest.mark.parametrize("ending", [".json", ".att", ".dot"])
def test_a_large_automaton_is_read_in_reasonable_time(tmp_path, ending):
    n = 20_000 if ending == ".dot" else 200_000
    q = np.arange(n)
    a = Automaton("ab", np.stack([(q + 1) % n, (q * 2) % n], 1), 5, (q % 2 == 0).tolist())
    write(a, tmp_path / f"a{ending}")
    begin = time.perf_counter()
    assert silent(tmp_path / f"a{ending}") == a
    assert time.perf_counter() - begin < 20
