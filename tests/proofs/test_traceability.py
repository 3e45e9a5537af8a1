"""The ledger, the table of rules and the snapshot tell one story. No Coq is needed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bilinear_theory.certificates.check import (
    CONTRACTIONS,
    DIMENSIONS,
    FEW_UNITS,
    LOCAL,
    RULES,
    SERIES,
)

ROOT = Path(__file__).parents[2]
PROOFS = ROOT / "proofs"
CONSTRUCTIONS = ROOT / "bilinear_theory" / "constructions"
UNPROVED = "not yet proved here"
COLUMNS = ("one-column", "columns")
CLASSES = {
    "diagonals": ["DiagonalNonnegative", "DiagonalReal", "Rotation"],
    "reals": ["DiagonalNonnegative", "DiagonalReal"],
    "triangulars": ["TriangularNonnegative", "TriangularReal", "TriangularComplex"],
    "real_triangulars": ["TriangularNonnegative", "TriangularReal"],
}
NAMES = {
    "DiagonalNonnegative": "diagonal-nonnegative",
    "DiagonalReal": "diagonal-real",
    "Rotation": "rotation",
    "TriangularNonnegative": "triangular-nonnegative",
    "TriangularReal": "triangular-real",
    "TriangularComplex": "triangular-complex",
    "Permutation": "permutation",
    "Orthogonal": "orthogonal",
    "BlockRealTwo": "block-real:2",
}


def _rows(heading: str) -> list[list[str]]:
    """The rows of the table that begins with a heading, without the two lines of its head."""
    lines = (PROOFS / "README.md").read_text(encoding="utf-8").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading} |")) + 2
    rows: list[list[str]] = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def _stated() -> list[str]:
    """The theorems of the snapshot, in order: those printed by Check, before the definitions."""
    text = (PROOFS / "statements.txt").read_text(encoding="utf-8")
    theorems, _, _ = text.partition("DEFINITIONS\n")
    return re.findall(r"^([a-z_]+\.[A-Za-z0-9_']+)\n? +: ", theorems, re.MULTILINE)


def _quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _coq(text: str) -> str:
    """A pattern of the kernel in the tokens of rules.v."""
    return (
        "[:: " + "; ".join(t.replace("^", "").upper().replace("N", "n") for t in text.split()) + "]"
    )


def _coq_rules(
    file: str,
) -> dict[str, tuple[str, str, list[tuple[str, str]], list[str], bool, bool]]:
    """The rules of rules.v, or of stacks.v, by their Coq names."""
    text = (PROOFS / "theories" / file).read_text(encoding="utf-8")
    found = {}
    for name, body in re.findall(
        r"^Definition (\w+) :=\s+Rule\s(.*?)\.\n", text, re.MULTILINE | re.S
    ):
        flat = " ".join(body.split())
        listed = re.fullmatch(
            r"(\[:: [^\]]*\]) (\[:: [^\]]*\]) (\[::(?: \(.*\))?\]) (\[:: [^\]]*\]|\w+) (\w+) (\w+)",
            flat,
        )
        assert listed, flat
        left, right, same, classes, additive, permutes = listed.groups()
        pairs = re.findall(r"\((\[:: [^\]]*\]), (\[:: [^\]]*\])\)", same)
        members = CLASSES.get(classes) or re.findall(r"\w+", classes)
        found[name] = (left, right, pairs, members, additive == "true", permutes == "true")
    return found


def test_ledger_lists_every_theorem_once_and_no_other() -> None:
    listed = [name for row in _rows("theorem") for name in _quoted(row[0])]
    assert listed == _stated()


def test_every_witness_of_the_kernel_names_its_theorem() -> None:
    rows = {_quoted(kind)[0]: theorem for kind, theorem in _rows("witness")}
    others = {"separation", "separation-inside", "constituents", "law", *COLUMNS}
    others |= {*CONTRACTIONS, *DIMENSIONS}
    others |= {"prime-law", "prime-action", "coprime-action", "rotation-reset"}
    assert set(rows) == {*RULES, *LOCAL, *SERIES, *FEW_UNITS, *others}
    stated = set(_stated())
    for theorem in rows.values():
        assert theorem == UNPROVED or set(_quoted(theorem)) <= stated


def test_rules_proved_are_the_rules_of_the_kernel() -> None:
    proved = {**_coq_rules("rules.v"), **_coq_rules("stacks.v")}
    rows = {_quoted(kind)[0]: theorem for kind, theorem in _rows("witness")}
    kinds = {kind for kind in RULES if re.match(r"`(rules|stacks)\.", rows[kind])}
    assert {kind.replace("-", "_") for kind in kinds} == set(proved)
    for kind in kinds:
        rule = RULES[kind]
        left, right, same, classes, additive, permutes = proved[kind.replace("-", "_")]
        assert (left, right) == (_coq(rule.left), _coq(rule.right))
        pairs = [pair for pair in (rule.same, getattr(rule, "also", None)) if pair is not None]
        assert same == [(_coq(p), _coq(q)) for p, q in pairs]
        left_out = set(rule.restrictions) - {NAMES[c] for c in classes}
        assert {NAMES[c] for c in classes} <= set(rule.restrictions)
        if "contractions.householder_merged_inside_refutes" in _quoted(rows[kind]):
            assert {"householder", "householder-heads"} <= left_out
            left_out -= {"householder", "householder-heads"}
        assert bool(left_out) == rows[kind].endswith(f"are {UNPROVED})")
        assert (additive, permutes) == (rule.additive, getattr(rule, "permutes", False))


def test_rules_outside_the_tables_are_the_theorems_that_they_name() -> None:
    rows = {_quoted(kind)[0]: theorem for kind, theorem in _rows("witness")}
    others = {kind for kind in RULES if not re.match(r"`(rules|stacks)\.", rows[kind])}
    assert others == {"one-reflection"}
    rule = RULES["one-reflection"]
    assert (rule.left, rule.right, rule.same) == ("u x x w", "u w", None)
    assert (rule.letter, rule.permutes, rule.additive) == (True, True, True)
    assert rule.restrictions == {"householder:1", "householder-heads:1"}
    text = " ".join((PROOFS / "statements.txt").read_text(encoding="utf-8").split())
    proved = text.partition("householder_claims.one_reflection_refutes : ")[2].partition(
        " : forall"
    )[0]
    assert "c = claim.Householder 1 \\/ c = claim.HouseholderHeads 1 ->" in proved
    assert "(forall y : L, injective (step^~ y)) ->" in proved
    assert "out (foldl step q0 (u ++ [:: x, x & w])) = out (foldl step q0 (u ++ w))" in proved


def test_every_rule_is_in_the_list_that_is_proved_sound() -> None:
    text = " ".join((PROOFS / "theories" / "rules.v").read_text(encoding="utf-8").split())
    listed = re.search(r"Definition rules := \[:: ([^\]]*)\]", text)
    assert listed
    assert listed[1].split("; ") == list(_coq_rules("rules.v"))


def test_the_rules_of_stacks_are_those_of_the_kernel_with_their_odd_exponents() -> None:
    text = (PROOFS / "theories" / "stacks.v").read_text(encoding="utf-8")
    proved = re.findall(r"^Theorem (\w+)_sound : sound_in_stacks (\w+) (\w+)\.", text, re.MULTILINE)
    kinds = {kind.replace("-", "_"): rule.odd for kind, rule in RULES.items() if rule.stack}
    assert set(_coq_rules("stacks.v")) == set(kinds)
    assert all(name == rule for name, _, rule in proved)
    assert {name: odd == "true" for name, odd, _ in proved} == kinds


def test_every_construction_names_its_theorems() -> None:
    rows = {_quoted(name)[0]: _quoted(theorems) for name, theorems in _rows("construction")}
    stated = set(_stated())
    for name, theorems in rows.items():
        assert (CONSTRUCTIONS / f"{name}.py").is_file()
        assert theorems
        assert set(theorems) <= stated
    for file in CONSTRUCTIONS.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if functions & {"construct", "one_hot"}:
            assert file.stem in rows
