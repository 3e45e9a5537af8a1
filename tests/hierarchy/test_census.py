"""The census of groups, against the verdicts with certificates and known counts."""

import json
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.algebra.small_groups import groups_of_order
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.cli import main
from bilinear_theory.hierarchy import census as census_module
from bilinear_theory.hierarchy.census import LEVELS, census, counts, entry, picture
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder


@pytest.fixture(scope="module")
def small():
    return list(census(16))


def test_of_the_groups_up_to_order_16_the_classes_track_the_known_numbers(small):
    found = counts(small)
    assert len(small) == 42
    assert found["diagonal-nonnegative"]["linear"]["yes"] == 1
    assert (
        found["diagonal-real"]["linear"]["yes"] == 5
    )  # elementary abelian of order 1, 2, 4, 8, 16
    assert found["rotation"]["linear"]["yes"] == 25
    assert found["permutation, orthogonal, full"]["arbitrary"]["yes"] == 42


@pytest.mark.parametrize(
    "name", [n for n in LEVELS if n.startswith(("diag", "rot", "tri", "block"))]
)
def test_levels_are_the_verdicts_that_have_certificates(name):
    for order in (1, 4, 6, 8):
        for i, group in enumerate(groups_of_order(order), start=1):
            e = entry(group, i)
            cayley = Automaton(
                [str(g) for g in range(len(group.generators))], group.right, 0, range(order)
            )
            for decoder, answer in zip(Decoder, LEVELS[name], strict=True):
                verdict = classify(cayley, name, decoder=decoder)
                wrong = Obstruction if answer(e) else Realization
                assert answer(e) is None or not isinstance(verdict, wrong), (e.name, decoder)


@pytest.mark.parametrize(
    ("generators", "real", "complex_"),
    [
        ([(1, 2, 3, 0, 5, 6, 7, 4), (4, 7, 6, 5, 2, 1, 0, 3)], 2, 2),  # Q8: squares commute
        ([(1, 2, 0, 3), (1, 0, 3, 2)], 3, 2),  # A4, a quotient of SL(2, 3)
        ([(1, 2, 3, 4, 0), (0, 2, 4, 1, 3)], 4, 4),  # order 20: an element of order 4 acts on C5
        ([(1, 2, 3, 4, 0), (1, 2, 0, 3, 4)], 3, 2),  # A5, a quotient of SL(2, 5)
    ],
)
def test_least_blocks_with_an_arbitrary_decoder(generators, real, complex_):
    found = entry(FiniteGroup(generators), 1)
    assert found.cover_real == (real, real)
    assert found.cover_complex == (complex_, complex_)


def test_what_is_not_decided_leaves_bounds(monkeypatch):
    known = entry(FiniteGroup([(1, 2, 0, 3), (1, 0, 3, 2)]), 1)
    word = {1: "no", 2: "undecided"}

    def answered(question):
        return SimpleNamespace(word=word.get(question.restriction.size, "yes"))

    monkeypatch.setattr(census_module, "answered", answered)
    found = entry(FiniteGroup([(1, 2, 0, 3), (1, 0, 3, 2)]), 1)
    assert known.block_real == (3, 3)
    assert found.cover_real == (2, 3)


def test_heads_of_n_factors_hold_the_covers_of_blocks_of_n():
    f20 = entry(FiniteGroup([(1, 2, 3, 4, 0), (0, 2, 4, 1, 3)]), 1)
    answers = [LEVELS[f"householder-heads:{n}"][1](f20) for n in (1, 2, 3, 4)]
    assert f20.cover_real == (4, 4)
    assert answers == [False, None, None, True]


def test_larger_classes_track_no_fewer_groups(small):
    found = counts(small)
    for chain in (
        ("diagonal-nonnegative", "diagonal-real", "rotation", "block-real:2", "block-real:3"),
        ("rotation", "block-complex:2", "block-complex:3", "block-complex:4"),
        ("householder:1", "householder:2", "householder:3", "householder:4", "householder-heads:4"),
    ):
        numbers = [found[name]["linear"]["yes"] for name in chain]
        assert numbers == sorted(numbers)


def test_the_picture_is_svg_and_says_what_it_counts(small):
    root = ElementTree.fromstring(picture(small))
    assert root.tag.endswith("svg")
    assert "42 groups of order at most 16" in "".join(root.itertext())


def test_two_processes_find_the_same():
    assert list(census(8, workers=2)) == list(census(8))


def test_the_command_prints_a_table_or_json_and_writes_the_picture(monkeypatch, capsys, tmp_path):
    path = tmp_path / "census.svg"
    for arguments in (["--max-order", "6", "-o", str(path)], ["--max-order", "6", "--json"]):
        monkeypatch.setattr("sys.argv", ["bilinear", "census", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        out = capsys.readouterr().out
        if "--json" in arguments:
            assert json.loads(out)["groups"] == 8
        else:
            assert "8 groups of order at most 6" in out
            assert path.read_text().startswith("<svg")
