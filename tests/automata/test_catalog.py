import itertools
import re
from pathlib import Path

import pytest

from bilinear_theory.automata.action import permutation_of_cycles
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import EXAMPLES, example, target
from bilinear_theory.automata.equivalence import Bisimulation, compare, minimize
from bilinear_theory.automata.finite_field import finite_field
from bilinear_theory.automata.formats import AutomatonFileError, write


def tomita_3(word):
    """After an odd run of 1s, whenever it was, all whole runs of 0s are even."""
    runs = [(letter, len(list(run))) for letter, run in itertools.groupby(word)]
    odd = False
    for letter, length in runs:
        if letter == "1":
            odd |= length % 2 == 1
        elif odd and length % 2:
            return False
    return True


TOMITA = {
    1: lambda w: "0" not in w,
    2: lambda w: bool(re.fullmatch("(10)*", w)),
    3: tomita_3,
    4: lambda w: "000" not in w,
    5: lambda w: w.count("0") % 2 == w.count("1") % 2 == 0,
    6: lambda w: (w.count("0") - w.count("1")) % 3 == 0,
    7: lambda w: bool(re.fullmatch("0*1*0*1*", w)),
}


@pytest.mark.parametrize("n", TOMITA)
def test_tomita_languages_are_as_described(n):
    a = target(f"tomita:{n}")
    assert a.alphabet == ("0", "1")
    assert all(type(y) is bool for y in a.outputs)
    assert len(a) == len(minimize(a))
    for length in range(11):
        for word in itertools.product("01", repeat=length):
            assert a.run(word) == TOMITA[n]("".join(word))


ORDERS = {
    "C1": 1, "C2": 2, "C12": 12, "S1": 1, "S2": 2, "S3": 6, "S4": 24, "S6": 720, "A1": 1, "A2": 1,
    "A3": 3, "A4": 12, "A5": 60, "A6": 360, "D1": 2, "D2": 4, "D3": 6, "D4": 8, "D9": 18, "Q8": 8,
    "Q16": 16, "Q32": 32, "Dic2": 8, "Dic3": 12, "Dic5": 20, "SL(2,2)": 6, "SL(2,3)": 24, "SL(2,4)": 60,
    "SL(2,5)": 120, "SL(2,7)": 336, "SL(2,8)": 504, "SL(2,9)": 720, "SL(2,16)": 4080, "GL(2,2)": 6,
    "GL(2,3)": 48, "GL(2,4)": 180, "GL(2,5)": 480, "GL(2,9)": 5760, "PSL(2,2)": 6, "PSL(2,3)": 12,
    "PSL(2,4)": 60, "PSL(2,5)": 60, "PSL(2,7)": 168, "PSL(2,8)": 504, "PSL(2,9)": 360,
    "PSL(2,11)": 660, "PSL(2,25)": 7800, "SL(2,27)": 19656, "AGL(1,2)": 2, "AGL(1,3)": 6,
    "AGL(1,4)": 12, "AGL(1,5)": 20, "AGL(1,8)": 56, "AGL(1,9)": 72, "C2xC4": 8, "C2xC2xC2": 8,
    "S3xC2": 12, "Q8xA4": 96, "SL(2,3)xC5": 120,
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_a_named_group_has_its_order(name):
    a = target(name)
    assert len(a) == ORDERS[name] == len(set(a.state_names))
    assert a.outputs == tuple(range(len(a)))


def order_counts(name):
    """How many elements of each order, from the multiplication table alone."""
    table = target(f"{name}@all").transitions
    counts = {}
    for g in range(len(table)):
        power, n = g, 1
        while power:
            power, n = table[power, g], n + 1
        counts[n] = counts.get(n, 0) + 1
    return counts


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("Q8", {1: 1, 2: 1, 4: 6}),
        ("D4", {1: 1, 2: 5, 4: 2}),
        ("D2", {1: 1, 2: 3}),
        ("Dic3", {1: 1, 2: 1, 3: 2, 4: 6, 6: 2}),
        ("Q16", {1: 1, 2: 1, 4: 10, 8: 4}),
        ("A4", {1: 1, 2: 3, 3: 8}),
        ("AGL(1,5)", {1: 1, 2: 5, 4: 10, 5: 4}),
        ("AGL(1,4)", {1: 1, 2: 3, 3: 8}),
        ("SL(2,3)", {1: 1, 2: 1, 3: 8, 4: 6, 6: 8}),
        ("GL(2,3)", {1: 1, 2: 13, 3: 8, 4: 6, 6: 8, 8: 12}),
        ("PSL(2,7)", {1: 1, 2: 21, 3: 56, 4: 42, 7: 48}),
        ("PSL(2,9)", {1: 1, 2: 45, 3: 80, 4: 90, 5: 144}),
        ("SL(2,4)", {1: 1, 2: 15, 3: 20, 5: 24}),
        ("C2xC4", {1: 1, 2: 3, 4: 4}),
    ],
)
def test_a_named_group_has_the_right_element_orders(name, counts):
    assert order_counts(name) == counts


def test_generators_are_those_of_the_contract():
    assert target("S5").alphabet == ("(0 1)", "(0 1 2 3 4)")
    assert target("A5").alphabet == ("(0 1 2)", "(0 1 3)", "(0 1 4)")
    assert target("D4").alphabet == ("r", "s")
    assert target("Q8").alphabet == ("i", "j")
    assert target("C7").alphabet == ("1",)
    assert target("SL(2,3)").alphabet == ("[[1,1],[0,1]]", "[[1,0],[1,1]]")
    assert target("SL(2,4)").alphabet[2:] == ("[[1,w],[0,1]]", "[[1,0],[w,1]]")
    assert target("C2xS3").alphabet == ("(1,())", "(0,(0 1))", "(0,(0 1 2))")


def test_letters_multiply_from_left_to_right():
    q8 = target("Q8")
    assert q8.name(q8.state(["i", "j"])) == "k"
    assert q8.name(q8.state(["j", "i"])) == "-k"
    d4 = target("D4")
    assert d4.name(d4.state(["r", "s"])) == "rs"
    assert d4.name(d4.state(["s", "r"])) == "r3s"
    agl = target("AGL(1,5)")
    assert agl.name(agl.state(["x+1", "2*x"])) == "2*x+2"
    sl = target("SL(2,5)")
    u, v = sl.alphabet
    assert sl.name(sl.state([u, v])) == "[[2,1],[1,1]]"
    assert sl.name(sl.state([v, u])) == "[[1,1],[1,2]]"


def test_the_identity_is_a_letter_among_all_elements():
    s4 = target("S4@all")
    assert len(s4.alphabet) == 24
    assert s4.alphabet[0] == "()"
    assert s4.transitions[:, 0].tolist() == list(range(24))


def test_points_are_the_natural_ones_from_point_0():
    s5 = target("S5/points")
    assert s5.state_names == ("0", "1", "2", "3", "4")
    assert s5.start == 0
    word = ["(0 1)", "(0 1 2 3 4)", "(0 1 2 3 4)"]
    assert s5.run(word) == 3
    every = target("A4@all/points")
    assert len(every) == 4
    assert len(every.alphabet) == 12
    for name in every.alphabet:
        assert every.name(every.state([name])) == str(permutation_of_cycles(name, 4)[0])


def test_counters_are_cyclic_groups():
    assert isinstance(compare(target("counter:5"), target("C5")), Bisimulation)
    addition = target("modular-addition:5")
    assert isinstance(compare(addition, target("C5@all")), Bisimulation)
    assert addition.alphabet == ("0", "1", "2", "3", "4")
    assert addition.run(["3", "4", "2"]) == 4
    walk = target("cycle-navigation:5")
    assert walk.run(["-1", "stay", "-1", "+1"]) == 4
    assert target("counter:1").transitions.tolist() == [[0]]


def test_plain_names():
    flip_flop = target("flip-flop")
    assert flip_flop.alphabet == ("id", "set0", "set1")
    assert [flip_flop.run(w) for w in ([], ["set1", "id"], ["set1", "set0"])] == [0, 1, 0]
    assert target("parity").run("1101") == 1
    assert target("regex:(ab)*").run("abab") is True


def test_large_groups_on_many_points_are_found():
    assert len(target("D20000")) == 40_000
    assert len(target("SL(2,37)")) == 50_616
    assert len(target("C50000")) == 50_000


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("S9", "S9 has at least 362880 elements, past the bound 100000"),
        ("S999999999", "past the bound"),
        ("A10", "past the bound"),
        ("C100001", "past the bound"),
        ("D50001", "past the bound"),
        ("S5xS5xS5", "past the bound"),
        ("SL(2,999999937)", "past the bound"),
        ("modular-addition:100000", "transitions, past the bound"),
        ("S8@all", "40320 elements as letters"),
        ("counter:200000", "past the bound"),
        ("C0", "C0: expected a number from 1 on"),
        ("Q12", "Q12: a generalised quaternion group has the order"),
        ("Dic1", "expected Dic2 or larger"),
        ("SL(2,6)", r"SL\(2,6\): there is no field of 6 elements"),
        ("SL(2,1)", "there is no field of 1 elements"),
        ("SL(2,0)", "there is no field of 0 elements"),
        ("SL(3,2)", r"SL\(3,2\): expected SL\(2,q\)"),
        ("AGL(2,3)", r"expected AGL\(1,q\)"),
        ("tomita:8", "expected tomita:1 to tomita:7"),
        ("tomita", "expected tomita:N"),
        ("counter:0", "expected counter:N with a number from 1 on"),
        ("counter:-1", "expected counter:N"),
        ("tomta:4", "near it are tomita:4"),
        ("flipflop", "near it are flip-flop"),
        ("s3", "near it are S3"),
        ("c2xc4", "near it are C2xC4"),
        ("c2*C4", "near it are C2xC4"),
        ("", "no file and no name: ''"),
        ("nothing like it", "names are such as S3"),
        ("S3@every", "no file and no name"),
        ("example:tea", "no example 'tea', there are coffee"),
        ("regex:(", "position 0: a parenthesis is not closed"),
        ("a\0b", "no file and no name"),
    ],
)
def test_what_is_not_known_is_refused_in_one_line(name, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        target(name)
    assert "\n" not in str(caught.value)


def test_bound_is_an_option():
    with pytest.raises(ValueError, match="past the bound 23"):
        target("S4", bound=23)
    assert len(target("S4", bound=24)) == 24


def test_files_and_names_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    loop = Automaton("a", [[0]], 0, [True])
    write(loop, "loop.json")
    Path("S3").write_bytes(Path("loop.json").read_bytes())
    Path("machine").write_bytes(Path("loop.json").read_bytes())
    assert len(target("S3")) == 6
    for given in ("./S3", Path("S3"), str(tmp_path / "S3"), "loop.json", "machine", loop):
        assert target(given) == loop
    for missing in ("./S4", "nowhere.dot", "no/where"):
        with pytest.raises(AutomatonFileError, match="no such file"):
            target(missing)


def test_examples_are_shipped_and_differ():
    sizes = {name: len(minimize(example(name))) for name in EXAMPLES}
    assert sizes == {"coffee": 3, "ctinydtls": 44, "mlregtest-zp": 3}


@pytest.mark.parametrize("q", [2, 3, 4, 5, 8, 9, 16, 25, 27, 49, 64])
def test_finite_fields_are_fields(q):
    field = finite_field(q)
    some = range(q) if q < 20 else [*range(6), *range(q - 6, q)]
    for x, y, z in itertools.product(some, repeat=3):
        assert field.product(x, field.sum(y, z)) == field.sum(
            field.product(x, y), field.product(x, z)
        )
        assert field.product(x, field.product(y, z)) == field.product(field.product(x, y), z)
    for x in range(1, q):
        assert field.product(x, field.inverse(x)) == 1 == field.product(1, 1)
        assert field.sum(x, field.negative(x)) == 0
    assert sorted(field.powers) == list(range(1, q))


@pytest.mark.parametrize("given", [3, None, ["S3"]])
def test_what_is_no_target_at_all_is_refused_in_one_line(given):
    with pytest.raises(TypeError, match="an automaton, a path or text"):
        target(given)
