"""The main job: its folder, its tables, its page, its manners."""

import json
import os
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.files import load
from bilinear_theory.hierarchy.answer import word
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.systems.setting import Decoder
from empirical.hierarchy import AUTOMATA, run
from empirical.report.evidence import MARKS, exhibit
from empirical.report.outcomes import Outcome, expected, remark
from empirical.report.page import page
from empirical.report.table import WIDTH, marks, merged, text

SOME = ("parity", "S3", "example:coffee")
VOID = {"meta", "rect", "line", "circle", "path", "polygon", "br", "img", "link"}


class Page(HTMLParser):
    """The tags of a page, closed in order, with what they refer to."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.references: list[str] = []
        self.titles: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "xlink:href", "srcset", "data", "action"):
                self.references.append(value or "")
            elif name == "title":
                self.titles.append(value or "")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def outcome(**changes) -> Outcome:
    values = {
        "target": "parity", "restriction": "diagonal-real", "width": 16, "length": 500,
        "accuracy": 1.0, "steps": 9, "stopped": "solved", "seconds": 1.0, "states": 2,
        "explained": True, "equal": True, "level": "exhaustive up to 3 (15 words)",
        "comparison": "extracted automaton and target: equal on all words (proved)",
    }  # fmt: skip
    return Outcome(**{**values, **changes})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("job") / "out"
    assert run(folder, train=False, workers=1, automata=SOME) == 0
    return folder


@pytest.fixture(scope="module")
def table(report):
    return json.loads((report / "table.json").read_text())


def test_the_table_says_what_classify_says(table):
    assert [a["target"] for a in table["automata"]] == list(SOME)
    for a in table["automata"]:
        automaton = target(a["target"])
        for c in a["cells"][::7]:
            verdict = classify(
                automaton, c["restriction"], decoder=Decoder(c["decoder"]), additive=c["additive"]
            )
            assert word(verdict) == c["verdict"]


def test_every_certificate_of_the_report_is_accepted_and_counted(report, table):
    paths = sorted(p.relative_to(report).as_posix() for p in (report / "certificates").rglob("*.*"))
    for path in paths:
        check(load(report / path))
    named = sorted(
        {c["certificate"] for a in table["automata"] for c in a["cells"] if c["certificate"]}
    )
    assert paths == named
    assert table["certificates"] == {"written": len(paths), "refused": []}
    assert f"{len(paths)} certificates, all accepted" in (report / "table.txt").read_text()


def test_the_text_has_a_row_for_each_restriction_and_fits_its_width(report, table):
    lines = (report / "table.txt").read_text().splitlines()
    assert max(map(len, lines)) <= WIDTH
    for a in table["automata"]:
        cells = {(c["restriction"], c["additive"], c["decoder"]): c["verdict"] for c in a["cells"]}
        row = next(line for line in lines if line.startswith("rotation "))
        column = SOME.index(a["target"])
        shown = row.split()[1 + 2 * column : 3 + 2 * column]
        assert shown == [
            MARKS[cells["rotation", term, "linear"]] + MARKS[cells["rotation", term, "arbitrary"]]
            for term in (False, True)
        ]


def test_the_page_is_well_formed_and_needs_nothing_but_itself(report):
    source = (report / "index.html").read_text()
    found = Page(source)
    assert found.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(found.tags)
    assert "http" not in source.replace("<!doctype html>", "")
    assert "url(" not in source
    assert "@import" not in source
    assert found.tags.count("svg") == len(SOME) + 2
    assert found.references
    for reference in found.references:
        assert (report / reference).is_file()


def test_the_page_links_every_certificate_and_shows_every_reason(report, table):
    found = Page((report / "index.html").read_text())
    for a in table["automata"]:
        for c in a["cells"]:
            if c["certificate"]:
                assert c["certificate"] in found.references
                assert any(c["reason"] in title for title in found.titles)


def test_the_pictures_are_files_too(report):
    names = {p.name for p in (report / "pictures").iterdir()}
    assert names == {
        "parity.svg", "S3.svg", "example-coffee.svg", "hierarchy.svg", "hierarchy+b.svg",
    }  # fmt: skip
    assert all(p.stat().st_size > 500 for p in (report / "pictures").iterdir())


def test_a_second_run_replaces_the_first_by_equal_bytes(report):
    before = {p: p.read_bytes() for p in report.rglob("*") if p.is_file()}
    assert run(report, train=False, workers=2, automata=SOME) == 0
    assert before
    assert before == {p: p.read_bytes() for p in report.rglob("*") if p.is_file()}


def test_trained_models_stand_beside_the_verdicts(tmp_path):
    shown = [exhibit("parity", tmp_path)]
    tried = [
        outcome(),
        outcome(restriction="diagonal-nonnegative", accuracy=0.5, equal=False),
        outcome(restriction="rotation+b", accuracy=0.5),
    ]
    assert [expected(o, shown).verdict for o in tried] == ["yes", "no", "yes"]
    assert [remark(o) for o in tried] == ["learned", "not learned", "learned, lost at 500"]
    lines = text(shown, tried).splitlines()
    assert any(
        line.split()[:4] == ["parity", "diagonal-nonnegative", "no", "0.50"] for line in lines
    )
    assert max(map(len, lines)) <= WIDTH
    source = page(shown, tried, [], {"parity": "<svg></svg>"})
    assert Page(source).open == []
    assert "trained +b 0.50" in source
    assert "exhaustive up to 3" in source


def test_an_outcome_without_verdicts_is_refused():
    with pytest.raises(ValueError, match="no verdicts"):
        expected(outcome(), [])


def test_neighbours_share_a_row_only_if_they_agree_everywhere(tmp_path):
    shown = [exhibit(name, tmp_path) for name in ("parity", "S3")]
    rows = merged(shown)
    assert [r for _, names in rows for r in names] == list(shown[0].restrictions)
    for _, names in rows:
        for e in shown:
            assert len({marks(e, r) for r in names}) == 1


def test_bad_input_is_refused_before_anything_is_written(tmp_path):
    for options in ({"automata": ("no such thing",)}, {"workers": 0}, {"automata": ()}):
        with pytest.raises(ValueError, match=r".") as caught:
            run(tmp_path / "out", train=False, **{"workers": 1, **options})
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_refused_certificate_makes_the_status_1_and_is_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("empirical.report.evidence.refusal", lambda path: "it is wrong")
    assert run(tmp_path / "out", train=False, workers=1, automata=("parity",)) == 1
    said = capsys.readouterr().out
    assert "REFUSED" in said
    assert "it is wrong" in said
    cells = json.loads((tmp_path / "out" / "table.json").read_text())["automata"][0]["cells"]
    assert {c["verdict"] for c in cells} <= {"refused", "undecided"}
    assert "refused" in {c["verdict"] for c in cells}


def script(line: str) -> list[str]:
    return [sys.executable, "-c", f"from pathlib import Path\nimport sys\n{line}"]


def test_the_exact_half_runs_without_torch(tmp_path):
    job = (
        "sys.modules['torch'] = None\nfrom empirical.hierarchy import run\n"
        f"sys.exit(run(Path({str(tmp_path / 'out')!r}), workers=1, automata=('parity',), "
        "progress=lambda line: print(line, file=sys.stderr)))"
    )
    done = subprocess.run(script(job), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "needs torch" in done.stderr
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_job_leaves_nothing_behind(tmp_path):
    job = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # it may be ignored here
        "from empirical.hierarchy import run\n"
        f"run(Path({str(tmp_path / 'out')!r}), train=False, workers=1, automata=('parity',) * 1, "
        "progress=lambda line: (Path("
        f"{str(tmp_path / 'ready')!r}).touch(), __import__('time').sleep(60)))"
    )
    with subprocess.Popen(script(job), stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "ready").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) != 0
    assert [p.name for p in tmp_path.iterdir()] == ["ready"]


@pytest.mark.slow
def test_the_quick_job_does_all_of_it(tmp_path, capsys):
    assert run(tmp_path / "out", quick=True) == 0
    table = json.loads((tmp_path / "out" / "table.json").read_text())
    assert [a["target"] for a in table["automata"]] == list(AUTOMATA)
    assert table["certificates"]["refused"] == []
    trained = {(o["target"], o["restriction"]): o for o in table["trained"]}
    assert trained["parity", "diagonal-real"]["theory"] == "yes"
    assert trained["parity", "diagonal-nonnegative"]["theory"] == "no"
    assert not trained["parity", "diagonal-nonnegative"]["equal"]
    assert trained["parity", "diagonal-nonnegative"]["accuracy"] < 0.9
    assert "certificates, all accepted by the kernel" in capsys.readouterr().out
