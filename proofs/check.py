#!/usr/bin/env python3
"""The gate of the proofs: builds the Coq development, audits it, compares what it states.

    python3 proofs/check.py            everything; needs Coq 8.16 with MathComp 1.15
    python3 proofs/check.py --text     only the sources, without Coq
    python3 proofs/check.py --update   everything, and write statements.txt anew

The gate passes (exit 0) only if

1. no source has a word that leaves a proof open, postulates something, or brings in classical logic;
   nothing is assumed outside a section; each file of ``theories`` is in ``_CoqProject`` and begins
   with a comment;
2. every file compiles;
3. all theorems together are closed under the global context: one ``Print Assumptions`` over a term
   with every Theorem, Corollary and Example in it;
4. each certificate of ``certificates``, which the toolkit wrote, is accepted by the proved checker: the
   file that ``bridge.py`` makes of it compiles, and its theorem is closed as well;
5. the statements of all theorems and the bodies of all definitions, as Coq prints them, are those of
   ``statements.txt``: whoever weakens one has to change that file in the open.

Otherwise it exits with 1 and one line for each fault, or with 2 if Coq is not installed.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bridge

LIBRARY = "BilinearTheory"
FORBIDDEN = re.compile(
    r"\b(Admitted|admit|give_up|Abort|Axioms?|Parameters?|Conjectures?|Declare\s+ML|Load|Module|"
    r"bypass_check|native_compute|Unset\s+(?:Guard|Positivity|Universe)\s+Checking)\b"
)
CLASSICAL = re.compile(
    r"\b(Classical\w*|FunctionalExtensionality|Functional_extensionality|PropExtensionality|"
    r"ProofIrrelevance\w*|IndefiniteDescription|ConstructiveEpsilon|Epsilon|Eqdep|JMeq|Reals|"
    r"boolp|classical_sets|mathcomp\.analysis|mathcomp\.classical)\b"
)
ASSUMED = re.compile(r"(Variables?|Hypothes[ie]s|Context)\b")
THEOREM = re.compile(r"^(?:Theorem|Corollary|Example)\s+([A-Za-z0-9_']+)", re.MULTILINE)
REQUIRE = re.compile(rf"^From {LIBRARY} Require (?:Import |Export )?([^.]*)\.", re.MULTILINE)
DEFINITION = re.compile(
    r"^(?:Definition|Fixpoint|Inductive|Variant|Record|Structure)\s+([A-Za-z0-9_']+)",
    re.MULTILINE,
)


class GateError(Exception):
    """A fault, with one line for each place where it was found."""


def strip_comments(text: str) -> str:
    """The text without comments, which nest in Coq; newlines stay."""
    kept: list[str] = []
    depth = i = 0
    while i < len(text):
        if text.startswith("(*", i):
            depth, i = depth + 1, i + 2
        elif depth and text.startswith("*)", i):
            depth, i = depth - 1, i + 2
        else:
            if not depth or text[i] == "\n":
                kept.append(text[i])
            i += 1
    return "".join(kept)


def text_faults(name: str, text: str) -> list[str]:
    """What is wrong with a source that shows without Coq."""
    faults: list[str] = []
    if not text.startswith("(*"):
        faults.append(f"{name}:1: the file does not begin with a comment that says what it proves")
    sections = 0
    for number, line in enumerate(strip_comments(text).split("\n"), 1):
        place = f"{name}:{number}"
        faults += [f"{place}: {m.group(0)} is forbidden" for m in FORBIDDEN.finditer(line)]
        faults += [f"{place}: {m.group(0)} is classical" for m in CLASSICAL.finditer(line)]
        start = line.strip()
        if start.startswith("Section "):
            sections += 1
        elif start.startswith("End "):
            sections -= 1
        elif not sections and ASSUMED.match(start):
            faults.append(f"{place}: {start.split()[0]} outside a section is an axiom")
    return faults


def sources(root: Path) -> list[Path]:
    """The files of ``_CoqProject``, in its order.

    Raises:
        GateError: if they are not the files of ``theories``.
    """
    lines = (root / "_CoqProject").read_text(encoding="utf-8").split()
    listed = [root / line for line in lines if line.endswith(".v")]
    faults = [f"_CoqProject: {f.name} does not exist" for f in listed if not f.is_file()]
    extra = set((root / "theories").glob("*.v")) - set(listed)
    faults += [f"_CoqProject: {f.name} is missing" for f in sorted(extra)]
    if faults:
        raise GateError("\n".join(faults))
    return listed


def check_text(root: Path) -> None:
    """Raise GateError if a source has a fault that shows without Coq."""
    faults: list[str] = []
    for file in sources(root):
        faults += text_faults(file.name, file.read_text(encoding="utf-8"))
    if faults:
        raise GateError("\n".join(faults))


def names(root: Path, pattern: re.Pattern[str]) -> list[str]:
    """The declarations of a kind, as ``file.name``."""
    return [
        f"{file.stem}.{name}"
        for file in sources(root)
        for name in pattern.findall(strip_comments(file.read_text(encoding="utf-8")))
    ]


def longest_first(root: Path) -> list[Path]:
    """The sources, those first on which the longest chains of others wait, by their characters.

    So no long chain is left over at the end for one core alone.
    """
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sources(root)}
    users: dict[str, list[str]] = {name: [] for name in texts}
    for name, text in texts.items():
        for module in " ".join(REQUIRE.findall(text)).split():
            users.get(module, []).append(name)
    chains: dict[str, int] = {}

    def chain(name: str) -> int:
        if name not in chains:
            chains[name] = 0  # whoever requires itself: Coq says so
            chains[name] = len(texts[name]) + max(map(chain, users[name]), default=0)
        return chains[name]

    return sorted(sources(root), key=lambda file: -chain(file.stem))


def build(root: Path) -> None:
    """Compile every file.

    Raises:
        GateError: with what Coq says if it refuses one.
    """
    _run(["coq_makefile", "-f", "_CoqProject", "-o", "Makefile.coq"], root)
    files = [f"theories/{file.stem}.vo" for file in longest_first(root)]
    _run(["make", "-s", "-f", "Makefile.coq", "-j2", *files], root)


def compile_certificates(root: Path, folder: Path) -> list[str]:
    """The modules in a folder that prove the claims of the certificates.

    Raises:
        GateError: with what Coq says if it refuses one.
    """
    files: list[Path] = []
    for certificate in sorted((root / "certificates").glob("*.json")):
        file = folder / ("certificate_" + re.sub(r"\W", "_", certificate.stem) + ".v")
        document = json.loads(certificate.read_text(encoding="utf-8"))
        file.write_text(bridge.coq_file(document), encoding="utf-8")
        files.append(file)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda file: _coqc(root, file), files))
    return [file.stem for file in files]


def audit(root: Path, folder: Path, certificates: list[str]) -> str:
    """The printed statements and definitions, once no theorem is found to rest on an axiom.

    Raises:
        GateError: with the axioms if there are any.
    """
    theorems = [*names(root, THEOREM), *(f"{module}.proved" for module in certificates)]
    modules = " ".join(file.stem for file in sources(root))
    begin = [
        f"From {LIBRARY} Require {modules}.",
        *(f"From Certificates Require {module}." for module in certificates),
        "From mathcomp Require Import all_ssreflect all_algebra all_fingroup.",
        "Set Printing Width 78.",
    ]
    queries = {
        "assumptions": [
            "Definition audit :=",
            *(
                f"let _ := @{name} in" for name in theorems
            ),  # the type of a tuple repeats all statements
            "tt.",
            'Goal True. idtac "BEGIN". Abort.',
            "Print Assumptions audit.",
        ],
        "statements": [
            'Goal True. idtac "BEGIN". Abort.',
            *(f"Check @{name}." for name in names(root, THEOREM)),
            'Goal True. idtac "DEFINITIONS". Abort.',
            *(f"Print {name}." for name in names(root, DEFINITION)),
            *(f"Check @{module}.proved. Print {module}.the_machine." for module in certificates),
        ],
    }
    files: list[Path] = []
    for name, query in queries.items():
        files.append(folder / f"{name}.v")
        files[-1].write_text("\n".join([*begin, *query]) + "\n", encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        printed = list(pool.map(lambda file: _coqc(root, file), files))
    assumptions, statements = (text.partition("BEGIN")[2] for text in printed)
    if assumptions.strip() != "Closed under the global context":
        raise GateError("the theorems rest on axioms:\n" + assumptions.strip())
    return statements.lstrip()


def compare(root: Path, statements: str) -> None:
    """Raise GateError with the difference if the statements are not those of the snapshot."""
    snapshot = root / "statements.txt"
    before = snapshot.read_text(encoding="utf-8") if snapshot.is_file() else ""
    if before != statements:
        lines = difflib.unified_diff(
            before.split("\n"), statements.split("\n"), "statements.txt", "as proved", lineterm=""
        )
        raise GateError("\n".join(["statements.txt differs: read it, then --update", *lines]))


def _coqc(root: Path, file: Path) -> str:
    """What Coq prints while it compiles a file that is none of the development."""
    options = [
        "-q",
        "-w",
        "none",
        "-R",
        "theories",
        LIBRARY,
        "-Q",
        str(file.parent),
        "Certificates",
    ]
    return _run(["coqc", *options, str(file)], root)


def _run(command: list[str], root: Path) -> str:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise GateError(f"{command[0]} failed:\n{(done.stdout + done.stderr).strip()}")
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    """Run the gate; the exit status."""
    parser = argparse.ArgumentParser(description="Build and audit the proofs.")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--text", action="store_true", help="only the sources, without Coq")
    parser.add_argument("--update", action="store_true", help="write statements.txt anew")
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    try:
        check_text(options.root)
        if options.text:
            sys.stdout.write(f"{len(sources(options.root))} files: no forbidden word\n")
            return 0
        if shutil.which("coqc") is None:
            sys.stderr.write("coqc is not installed: proofs/README.md names the packages\n")
            return 2
        build(options.root)
        built = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            certificates = compile_certificates(options.root, Path(folder))
            checked = time.monotonic()
            statements = audit(options.root, Path(folder), certificates)
        if options.update:
            (options.root / "statements.txt").write_text(statements, encoding="utf-8")
        compare(options.root, statements)
    except GateError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    count = len(names(options.root, THEOREM))
    sys.stdout.write(
        f"{count} theorems, closed under the global context: "
        f"build {built - begin:.0f} s, {len(certificates)} certificates "
        f"{checked - built:.0f} s, audit {time.monotonic() - checked:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
