"""The floors and the doors: which part may import what, read from the sources."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bilinear_theory

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bilinear_theory", "empirical")

#: The floors, lowest first. Folders on one floor do not know one another, with the exceptions below.
FLOORS = (
    ("bilinear_theory.algebra",),
    ("bilinear_theory.automata",),
    ("bilinear_theory.systems",),
    ("bilinear_theory.certificates",),
    ("bilinear_theory.constructions", "bilinear_theory.obstructions"),
    ("bilinear_theory.hierarchy",),
    ("bilinear_theory.testing",),
    ("empirical",),
    ("bilinear_theory.cli",),
)
#: Where a library may be imported. Those that are not named here are free.
DOORS = {
    "flint": ("bilinear_theory.algebra",),
    "sympy": ("bilinear_theory.algebra",),
    "networkx": ("bilinear_theory.automata", "bilinear_theory.hierarchy"),
    "torch": ("empirical",),
    "triton": ("empirical",),
    "hypothesis": ("bilinear_theory.testing",),
    "pytest": (),
    "typer": ("bilinear_theory.cli", "empirical.commands"),
}
#: The one place where functions may import, and the public names that are imported when used.
LATE = ("bilinear_theory.cli",)


def sources() -> dict[str, ast.Module]:
    """The modules of both packages by name."""
    found: dict[str, ast.Module] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


MODULES = sources()


def imports(tree: ast.AST) -> set[str]:
    """The dotted names that a tree imports, a ``from`` import by its module and by each name."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import in line {node.lineno}"
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def floor(name: str) -> tuple[int, str] | None:
    for height, folders in enumerate(FLOORS):
        for folder in folders:
            if inside(name, folder):
                return height, folder
    return None


def test_every_module_stands_on_a_floor():
    assert len(MODULES) > 50
    homeless = {name for name in MODULES if floor(name) is None}
    assert homeless <= {"bilinear_theory"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_go_down(name):
    here = floor(name)
    if here is None:
        return  # the vocabulary, which imports nothing when it is imported: see below
    for imported in imports(MODULES[name]):
        there = floor(imported)
        if there is None or there[1] == here[1]:
            continue
        assert there[0] < here[0], f"{name} imports {imported}, which does not lie below it"


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_is_imported_only_through_its_doors(library):
    users = {
        name
        for name, tree in MODULES.items()
        if any(inside(imported, library) for imported in imports(tree))
    }
    outside = {u for u in users if not any(inside(u, door) for door in DOORS[library])}
    assert not outside


@pytest.mark.parametrize("library", ["flint", "sympy", "torch", "hypothesis"])
def test_every_door_is_used(library):
    assert any(inside(i, library) for tree in MODULES.values() for i in imports(tree))


def test_constructions_and_obstructions_do_not_know_each_other():
    for name, tree in MODULES.items():
        for one, other in (("constructions", "obstructions"), ("obstructions", "constructions")):
            if inside(name, f"bilinear_theory.{one}"):
                assert not any(inside(i, f"bilinear_theory.{other}") for i in imports(tree)), name


def test_the_exact_part_does_not_know_the_testing_package():
    for name, tree in MODULES.items():
        if not inside(name, "bilinear_theory.testing"):
            assert not any(inside(i, "bilinear_theory.testing") for i in imports(tree)), name


def test_the_kernel_imports_the_standard_library_alone():
    tree = MODULES["bilinear_theory.certificates.check"]
    roots = {name.partition(".")[0] for name in imports(tree)}
    assert roots <= sys.stdlib_module_names | {"__future__"}
    assert not {name for name in imports(tree) if name.startswith("importlib")}
    assert not any(
        isinstance(node, ast.Name) and node.id in ("__import__", "eval", "exec")
        for node in ast.walk(tree)
    )


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_the_command_line_imports_late(name):
    if any(inside(name, late) for late in LATE):
        return
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    for node in ast.walk(MODULES[name]):
        if isinstance(node, functions):
            late = [n.lineno for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not late, f"{name} imports inside a function, in line {late[0]}"


def test_no_module_of_the_exact_part_names_a_private_thing_of_another_folder():
    for name, tree in MODULES.items():
        for imported in imports(tree):
            there = floor(imported)
            if there is not None and there != floor(name):
                assert not imported.rpartition(".")[2].startswith("_"), f"{name}: {imported}"


def loaded(code: str) -> set[str]:
    """The modules that are loaded after a program has run in a process of its own."""
    program = f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.split())


HELP = """
from bilinear_theory import cli
sys.argv = ['bilinear', '--help']
try:
    cli.main()
except SystemExit as stopped:
    assert not stopped.code, stopped.code
"""


@pytest.mark.parametrize(
    "code",
    ["import bilinear_theory", HELP],
    ids=["import bilinear_theory", "bilinear --help"],
)
def test_starting_up_loads_neither_torch_nor_sympy(code):
    modules = loaded(code)
    assert "bilinear_theory" in modules
    assert not modules & {"torch", "sympy", "hypothesis", "matplotlib", "pytest"}


@pytest.mark.parametrize("name", ["classify", "compare", "Automaton"])
def test_the_public_vocabulary_loads_neither_torch_nor_sympy(name):
    modules = loaded(f"from bilinear_theory import {name}")
    assert not modules & {"torch", "sympy", "hypothesis", "matplotlib"}


def test_the_public_vocabulary_is_what_it_says():
    for name in bilinear_theory.__all__:
        assert getattr(bilinear_theory, name) is not None
    assert sorted(bilinear_theory.__all__) == sorted(bilinear_theory._HOME)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        bilinear_theory.__getattr__("nothing")
