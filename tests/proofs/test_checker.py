"""The checker that is proved agrees with the kernel on what it covers, and names what it does not.

The tests that run the program are skipped where `make checker` has not built it, unless REQUIRE_COQ
is set.
"""

from __future__ import annotations

import copy
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilinear_theory import cli
from bilinear_theory.certificates import verified as module
from bilinear_theory.certificates.check import (
    RULES,
    MalformedCertificate,
    RefusedCertificate,
    check,
    read,
)
from bilinear_theory.certificates.verified import CHECKER, NotBuilt, NotCovered, verified

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "certificates" / "corpus"
FILES = sorted(CORPUS.glob("*/*.json"))
SMALL = {
    path.stem: read(path.read_bytes())
    for path in sorted((CORPUS / "accepted").glob("*.json"))
    if path.stat().st_size < 4000
}
REFLECTIONS = "flip-flop-not-as-reflections-in-heads-in-2-layers"
LONG_ORDER = "counter-6-not-as-permutation-of-width-4-long-order"
SYLOW = "Q8-not-as-permutation-of-width-4-arbitrary"
needs_checker = pytest.mark.skipif(
    not CHECKER.is_file() and "REQUIRE_COQ" not in os.environ,
    reason="the verified checker is not built: make checker",
)


def _kernel(data: bytes) -> str:
    try:
        check(read(data))
    except MalformedCertificate:
        return "malformed"
    except RefusedCertificate:
        return "refused"
    return "accepted"


def _proved(path: Path) -> str:
    try:
        verified(path)
    except NotCovered:
        return "not covered"
    except MalformedCertificate:
        return "malformed"
    except RefusedCertificate:
        return "refused"
    return "accepted"


def test_the_kinds_of_the_reader_are_the_rules_of_coq_in_order() -> None:
    reader = (ROOT / "proofs" / "extraction" / "reader.ml").read_text(encoding="utf-8")
    kinds = re.search(r"let kinds = \[(.*?)\]", reader, re.S)
    rules = (ROOT / "proofs" / "theories" / "rules.v").read_text(encoding="utf-8")
    listed = re.search(r"Definition rules := \[:: ([^\]]*)\]", rules)
    assert kinds
    assert listed
    names = [name.strip().replace("_", "-") for name in listed[1].split(";")]
    assert re.findall(r'"([a-z-]+)"', kinds[1]) == names


def test_the_kinds_of_stacks_are_the_stack_rules_of_coq_in_order() -> None:
    reader = (ROOT / "proofs" / "extraction" / "reader.ml").read_text(encoding="utf-8")
    kinds = re.search(r"let stack_kinds = \[(.*?)\]", reader, re.S)
    theory = (ROOT / "proofs" / "theories" / "refute_stack.v").read_text(encoding="utf-8")
    listed = re.search(r"Definition stack_rules [^[]*\[::(.*?)\]\.", theory, re.S)
    assert kinds
    assert listed
    names = [n.replace("_", "-") for n in re.findall(r"\(\w+, (\w+)\)", listed[1])]
    assert re.findall(r'"([a-z-]+)"', kinds[1]) == names
    assert {n for n, rule in RULES.items() if rule.stack} == set(names)
    odd = re.findall(r"\((\w+), (\w+)\)", listed[1])
    assert {n for n, rule in RULES.items() if rule.odd} == {
        name.replace("_", "-") for flag, name in odd if flag == "true"
    }


def test_without_the_program_the_command_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "CHECKER", tmp_path / "checker")
    with pytest.raises(NotBuilt):
        verified(FILES[0])
    path = CORPUS / "accepted" / "S3-as-permutation.json"
    monkeypatch.setattr(sys, "argv", ["bilinear", "check", "--verified", str(path)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.err == "bilinear: the verified checker is not built: make checker\n"
    assert captured.out == ""


@needs_checker
@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_proved_checker_agrees_with_the_kernel(path: Path) -> None:
    answer = _proved(path)
    if answer != "not covered":
        assert answer == _kernel(path.read_bytes())


@needs_checker
def test_it_covers_both_answers_and_every_restriction() -> None:
    covered: set[tuple[str, str]] = set()
    restrictions: set[str] = set()
    for path in (CORPUS / "accepted").glob("*.json"):
        document = read(path.read_bytes())
        if _proved(path) == "accepted":
            covered.add((document["claim"]["answer"], document["claim"]["decoder"]))
            restrictions.add(document["claim"]["restriction"].partition(":")[0])
            covered.add(("witness", document.get("witness", {}).get("kind", "")))
    assert {(a, d) for a in ("yes", "no") for d in ("linear", "arbitrary")} <= covered
    assert {
        *("diagonal-nonnegative", "diagonal-real", "rotation", "permutation", "orthogonal"),
        *("triangular-nonnegative", "triangular-real", "triangular-complex"),
        *("column-one-hot", "full", "pd", "block-real", "block-complex"),
        *("householder", "householder-heads", "cp-real", "cp-complex"),
    } <= restrictions
    assert ("witness", "exchange-inside") in covered
    assert ("witness", "merged") in covered
    assert {
        *("stack-merged", "stack-cycle", "stack-odd-cycle", "stack-loop", "stack-merged-inside"),
        *("series-too-long", "series-without-end", "separation", "separation-inside"),
        *("one-reflection", "letter-order", "idempotents", "idempotent-chain"),
        *("local-index", "local-exchange", "local-squares", "columns", "flags", "prime-power"),
        *("local-reset", "local-kernel", "local-kernel-zero", "one-column"),
        *("monomial-powers", "group-order", "long-order", "sylow"),
    } <= {kind for name, kind in covered if name == "witness"}


@needs_checker
@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_a_series_refutes_no_more_layers_than_its_depth(tmp_path: Path, layers: int) -> None:
    document = read(
        (CORPUS / "accepted" / "S4-points-not-as-rotation-in-2-layers.json").read_bytes()
    )
    document["claim"]["layers"] = layers
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert _proved(path) == _kernel(path.read_bytes()) == ("accepted" if layers < 3 else "refused")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a document that holds a number, a text or a Boolean."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, Any]] = []
    for key, item in items:
        found += _places(item) if isinstance(item, dict | list) else [(value, key)]
    return found


@needs_checker
@given(
    st.sampled_from(sorted(SMALL)),
    st.data(),
    st.sampled_from([0, 1, 2, -1, 3, 7, "1/2", "-1/2", True, None, [0, 1], [1, -1], "x"]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_certificate_finds_both_of_one_mind(
    tmp_path: Path, name: str, data: st.DataObject, value: Any
) -> None:
    document = copy.deepcopy(SMALL[name])
    holder, key = data.draw(st.sampled_from(_places(document)))
    holder[key] = value
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    answer = _proved(path)
    if answer != "not covered":
        assert (answer == "accepted") == (_kernel(path.read_bytes()) == "accepted")


@needs_checker
@given(
    st.integers(1, 6),
    st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=3),
    st.none() | st.tuples(st.integers(0, 7), st.integers(0, 2), st.integers(0, 7)),
    st.sampled_from(["cp-real:1", "cp-complex:1"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_column_multiplies_by_numbers_and_is_refuted_alike_elsewhere(
    tmp_path: Path,
    order: int,
    powers: list[int | None],
    changed: tuple[int, int, int] | None,
    restriction: str,
) -> None:
    """State 0 starts at the number 1, state 1 + c is the c-th root of unity, the last one is 0."""
    zero = order + 1
    rows = [
        [zero if k is None or q == zero else 1 + (max(q - 1, 0) + k) % order for k in powers]
        for q in range(order + 2)
    ]
    if changed is not None:
        q, a, r = changed
        rows[q % len(rows)][a % len(powers)] = r % len(rows)
    reached = [0]
    for q in reached:
        reached += [r for r in dict.fromkeys(rows[q]) if r not in reached]
    table = [[reached.index(r) for r in rows[q]] for q in reached]
    states = list(range(len(table)))
    document = copy.deepcopy(SMALL["C2xC2-not-as-cp-complex-1"])
    document["claim"] |= {"restriction": restriction, "additive": False}
    document["automaton"]["alphabet"] = ["x", "y", "z"][: len(powers)]
    for machine in (document["automaton"], document["minimal"]):
        machine |= {"transitions": table, "outputs": states}
    document["minimal"]["map"] = states
    document["witness"]["suffixes"] = [[]]
    path = tmp_path / "machine.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    answer = _proved(path)
    assert answer == _kernel(path.read_bytes())
    if changed is None and (order <= 2 or restriction == "cp-complex:1"):
        assert answer == "refused"


@needs_checker
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_certificate_is_malformed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(data)
    assert _proved(path) == "malformed"


CLAIMED = (
    *("S3-as-permutation", "S3-points-as-permutation-of-width-3", "counter-3-as-rotation"),
    *("parity-as-real-diagonal", "flip-flop-as-nonnegative-additive", "S3-as-pd"),
    *("Q8-as-complex-blocks-of-size-2", "S3-as-real-blocks-of-size-2", "S3-as-orthogonal-additive"),
    *("counter-12-as-orthogonal-of-width-2", "flip-flop-as-triangular-real"),
    *(
        "flip-flop-as-column-one-hot-arbitrary",
        "S3-not-as-rotation",
        "flip-flop-not-as-permutation",
    ),
    *("parity-not-as-nonnegative-additive", "S3-not-as-triangular-complex"),
    "A4-not-as-real-blocks-of-size-2-arbitrary",
)
RESTRICTIONS = (
    *("diagonal-nonnegative", "diagonal-real", "rotation", "triangular-nonnegative"),
    *("triangular-real", "triangular-complex", "permutation", "orthogonal", "full", "pd"),
    *("permutation:4", "orthogonal:3", "full:4", "pd:5", "column-one-hot:4", "column-one-hot"),
    *("block-real:1", "block-real:2", "block-real:4", "block-complex:2", "block-complex:3"),
    *("householder:1", "householder:3", "householder-heads:1", "householder-heads:2"),
    *("cp-real:2", "cp-complex:3"),
)


@needs_checker
@pytest.mark.parametrize("base", CLAIMED)
def test_a_corollary_follows_for_both_or_for_neither(tmp_path: Path, base: str) -> None:
    document = read((CORPUS / "accepted" / f"{base}.json").read_bytes())
    document.pop("corollaries", None)
    path = tmp_path / "corollary.json"
    answers: list[str] = []
    for name in RESTRICTIONS:
        for decoder, additive in (("linear", False), ("arbitrary", True)):
            corollary = document["claim"] | {
                "restriction": name,
                "decoder": decoder,
                "additive": additive,
            }
            changed = document | {"corollaries": [corollary]}
            path.write_text(json.dumps(changed), encoding="utf-8")
            answers.append(_proved(path))
            assert answers[-1] == _kernel(path.read_bytes()), corollary
    assert set(answers) == {"accepted", "refused"}


LAYERED = (
    *("S3-as-rotation-in-2-layers", "counter-4-as-real-in-2-layers"),
    *("flip-flop-not-as-rotation-in-3-layers", "counter-8-not-as-real-in-2-layers"),
    *("flip-flop-not-as-permutation-in-3-layers", REFLECTIONS),
)


@needs_checker
@pytest.mark.parametrize("name", RESTRICTIONS)
def test_a_corollary_of_several_layers_follows_for_both_or_for_neither(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "corollary.json"
    for base in LAYERED:
        document = read((CORPUS / "accepted" / f"{base}.json").read_bytes())
        for layers in (1, document["claim"]["layers"], 4):
            for decoder, additive in (("linear", False), ("arbitrary", True)):
                corollary = document["claim"] | {
                    "restriction": name,
                    "decoder": decoder,
                    "additive": additive,
                    "layers": layers,
                }
                changed = document | {"corollaries": [corollary]}
                path.write_text(json.dumps(changed), encoding="utf-8")
                assert _proved(path) == _kernel(path.read_bytes()), (base, corollary)


@needs_checker
@pytest.mark.parametrize(
    ("base", "claim", "corollary", "answer"),
    [
        ("block-real:2", "block-real:2", ("block-real:3", 2), "accepted"),
        ("block-real:2", "block-complex:2", ("block-real:4", 3), "accepted"),
        ("block-real:2", "block-complex:2", ("block-real:3", 3), "refused"),
        ("rotation", "rotation", ("block-real:2", 2), "accepted"),
        ("rotation", "rotation", ("block-real:2", 1), "refused"),
        ("rotation", "rotation", ("column-one-hot", 2), "accepted"),
        ("rotation", "rotation", ("householder-heads:2", 2), "refused"),
        ("orthogonal", "orthogonal", ("permutation", 2), "accepted"),
        ("orthogonal", "orthogonal", ("permutation:9", 2), "refused"),
        ("orthogonal", "orthogonal:3", ("block-real:3", 2), "accepted"),
        ("orthogonal", "orthogonal:3", ("block-real:2", 2), "refused"),
    ],
)
def test_stacks_answer_in_larger_classes_and_no_others(
    tmp_path: Path, base: str, claim: str, corollary: tuple[str, int], answer: str
) -> None:
    """Two layers are claimed and one of them is written down, which answers alone."""
    name = {
        "block-real:2": "S3-as-real-blocks-of-size-2",
        "rotation": "counter-3-as-rotation",
        "orthogonal": "counter-12-as-orthogonal-of-width-2",
    }[base]
    document = read((CORPUS / "accepted" / f"{name}.json").read_bytes())
    document.pop("corollaries", None)
    document["claim"] |= {"restriction": claim, "layers": 2}
    document["corollaries"] = [
        document["claim"] | {"restriction": corollary[0], "layers": corollary[1]}
    ]
    path = tmp_path / "corollary.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert _proved(path) == _kernel(path.read_bytes()) == answer


@needs_checker
def test_it_covers_every_realization_of_the_corpus() -> None:
    kinds: set[str] = set()
    for path in (CORPUS / "accepted").glob("*.json"):
        document = read(path.read_bytes())
        if document["claim"]["answer"] == "yes":
            assert _proved(path) == "accepted", path.stem
            if "stack" in document:
                kinds |= {document["stack"]["coupling"], document["claim"]["decoder"]}
            else:
                kinds |= {document["system"]["form"], *document["system"]}
    assert {
        *("householder", "cp", "metric", "heads", "offsets", "dense", "diagonal", "one-hot"),
        *("pre", "post", "linear", "arbitrary"),
    } <= kinds


@needs_checker
@pytest.mark.parametrize("name", ["S3-as-rotation-in-2-layers", "counter-4-as-real-in-2-layers"])
def test_a_stack_whose_layer_moves_wrongly_is_refused_by_its_equation(
    tmp_path: Path, name: str
) -> None:
    document = read((CORPUS / "accepted" / f"{name}.json").read_bytes())
    document["stack"]["layers"][1]["matrices"].reverse()
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert _kernel(path.read_bytes()) == "refused"
    with pytest.raises(RefusedCertificate, match=r"layer 1: A_\d+ v_\d+ \+ b_\d+ fails"):
        verified(path)


def _changed(name: str, *places: tuple[tuple[Any, ...], Any]) -> Any:
    """A certificate of the corpus with other values at some places."""
    document = read((CORPUS / "accepted" / f"{name}.json").read_bytes())
    for (*way, last), value in places:
        holder = document
        for key in way:
            holder = holder[key]
        holder[last] = value
    return document


@needs_checker
@pytest.mark.parametrize(
    ("name", "place", "value", "reason"),
    [
        (REFLECTIONS, ("witness", "t"), [], "give the same output"),
        (REFLECTIONS, ("witness", "x"), ["id"], "reach different states"),
        (REFLECTIONS, ("claim", "additive"), True, "says nothing of an additive term"),
        (REFLECTIONS, ("claim", "restriction"), "cp-real:2", "says nothing of the restriction"),
        (LONG_ORDER, ("claim", "restriction"), "permutation:5", "needs no more points"),
        (LONG_ORDER, ("witness", "words"), [[]], "needs no more points"),
        (LONG_ORDER, ("witness", "suffixes"), [], "two states give the same outputs"),
        (SYLOW, ("witness", "suffixes"), [], "two states give the same outputs"),
        (SYLOW, ("witness", "words"), [["i"], ["i"]], "permutations of 4 points have the words"),
        (SYLOW, ("claim", "restriction"), "pd:4", "says nothing of the restriction"),
        (SYLOW, ("claim", "restriction"), "permutation:8", "so many units are enough"),
    ],
)
def test_a_wrong_witness_is_refused_for_what_is_wrong(
    tmp_path: Path, name: str, place: tuple[Any, ...], value: Any, reason: str
) -> None:
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(_changed(name, (place, value))), encoding="utf-8")
    assert _kernel(path.read_bytes()) == "refused"
    with pytest.raises(RefusedCertificate, match=reason):
        verified(path)


@needs_checker
@pytest.mark.parametrize("units", range(1, 9))
@pytest.mark.parametrize("words", [[["i"], ["j"]], [["i"]], [["i", "i"], ["j"], ["i", "j"]]])
def test_sylow_subgroups_of_so_many_units_are_tried_by_both(
    tmp_path: Path, units: int, words: list[list[str]]
) -> None:
    claim = (("claim", "restriction"), f"column-one-hot:{units}"), (("witness", "words"), words)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(_changed(SYLOW, *claim)), encoding="utf-8")
    assert _proved(path) == _kernel(path.read_bytes())


@needs_checker
@pytest.mark.parametrize("restriction", ["householder:1", "householder:7", "householder-heads:3"])
@pytest.mark.parametrize("layers", [1, 2, 5])
def test_reflections_merge_nothing_inside_in_any_number_of_layers_and_factors(
    tmp_path: Path, restriction: str, layers: int
) -> None:
    claim = (("claim", "restriction"), restriction), (("claim", "layers"), layers)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(_changed(REFLECTIONS, *claim)), encoding="utf-8")
    assert _proved(path) == _kernel(path.read_bytes()) == "accepted"


@needs_checker
def test_what_is_not_covered_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    for name, reason in (
        ("A4-points-not-as-cp-real-3-additive", "the witness constituents"),
        ("A4-not-as-pd-of-width-2", "the witness subgroups"),
        ("Q8-not-as-pd-of-width-1-group-order", "the witness group-order for P D"),
    ):
        with pytest.raises(NotCovered, match=reason):
            verified(CORPUS / "accepted" / f"{name}.json")


@needs_checker
def test_the_command_asks_the_proved_checker(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[Any, str, str]:
        monkeypatch.setattr(sys, "argv", ["bilinear", "check", "--verified", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    good = str(CORPUS / "accepted" / "S3-as-permutation.json")
    assert run(good) == (0, f"{good}: accepted: yes, permutation, linear decoder\n", "")
    assert run(good, "--against", "S3")[0] == 0
    assert run(good, "--against", "S4")[0] == 1
    bad = str(CORPUS / "rejected" / "orbit-next.json")
    status, out, _ = run(bad)
    assert status == 1
    assert out.startswith(f"{bad}: refused: ")
    other = str(CORPUS / "accepted" / "A4-points-not-as-cp-real-3-additive.json")
    status, out, err = run(other)
    assert (status, out) == (2, "")
    assert "not covered: the witness constituents" in err
