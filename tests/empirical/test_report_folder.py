"""The folder of a report appears whole or not at all, and replaces nothing else."""

import json

import pytest

from empirical.report.folder import replaced
from empirical.report.table import FORMAT


def fill(folder, text):
    (folder / "table.json").write_text(json.dumps({"format": FORMAT, "text": text}))
    (folder / "certificates").mkdir()


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_the_folder_takes_its_place_with_all_it_holds(tmp_path):
    place = tmp_path / "deep" / "out"
    with replaced(place) as new:
        fill(new, "first")
        assert not place.exists()
    assert names(place) == ["certificates", "table.json"]
    assert names(place.parent) == ["out"]


def test_an_older_report_is_replaced(tmp_path):
    for text in ("first", "second"):
        with replaced(tmp_path / "out") as new:
            fill(new, text)
    assert json.loads((tmp_path / "out" / "table.json").read_text())["text"] == "second"
    assert names(tmp_path) == ["out"]


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "out").mkdir()
    with replaced(tmp_path / "out") as new:
        fill(new, "first")
    assert names(tmp_path / "out") == ["certificates", "table.json"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError, ValueError])
def test_an_interrupted_run_leaves_the_older_report_and_nothing_else(tmp_path, interruption):
    with replaced(tmp_path / "out") as new:
        fill(new, "first")
    with pytest.raises(interruption), replaced(tmp_path / "out") as new:  # noqa: PT012
        fill(new, "second")
        raise interruption
    assert json.loads((tmp_path / "out" / "table.json").read_text())["text"] == "first"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    "foreign",
    [
        {"notes.txt": "mine"},
        {"index.html": "a page of mine"},
        {"table.json": "{}"},
        {"table.json": json.dumps({"format": FORMAT}), "thesis.tex": "mine"},
    ],
)
def test_what_is_no_report_is_refused_in_one_line_and_kept(tmp_path, foreign):
    place = tmp_path / "out"
    place.mkdir()
    for name, text in foreign.items():
        (place / name).write_text(text)
    with pytest.raises(ValueError, match="choose another folder") as caught, replaced(place) as new:
        fill(new, "first")
    assert "\n" not in str(caught.value)
    assert {p.name: p.read_text() for p in place.iterdir()} == foreign
    assert names(tmp_path) == ["out"]


def test_a_file_at_the_place_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ValueError, match="a file stands there"), replaced(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "mine"
