"""Character tables: orthogonality, brute force over matrices of permutations, and GAP as a judge."""

import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilinear_theory.algebra.character import character_table
from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.algebra.group import FiniteGroup
from bilinear_theory.automata.named_groups import named_group

few = settings(max_examples=25, deadline=None)

NAMES = ["C1", "C2", "C12", "C2xC4", "S3", "S4", "D4", "D5", "D6", "Q8", "Q16", "Dic3", "A4", "A5",
         "S5", "A6", "SL(2,3)", "GL(2,3)", "SL(2,5)", "PSL(2,7)", "AGL(1,7)", "AGL(1,8)", "C3xA4",
         "S3xS3", "C2xQ8", "SL(2,4)xC2"]  # fmt: skip


def named(name):
    return FiniteGroup(named_group(name, bound=10_000).generators)


@st.composite
def groups(draw, largest_degree=6):
    degree = draw(st.integers(1, largest_degree))
    return FiniteGroup(draw(st.lists(st.permutations(range(degree)), min_size=1, max_size=3)))


@pytest.mark.parametrize("name", NAMES)
def test_both_orthogonality_relations_hold(name):
    table = character_table(named(name))
    table.verify()
    assert sum(d * d for d in table.degrees) == table.group.order
    assert table.degrees == tuple(sorted(table.degrees))
    assert table.characters[0] == (1,) * len(table)


@few
@given(groups())
def test_orthogonality_holds_exactly_for_cyclotomic_values(group):
    table = character_table(group)
    table.verify()
    sizes = group.class_sizes.tolist()
    for i, f in enumerate(table.characters[:6]):
        for j, g in enumerate(table.characters[:6]):
            assert table.inner_product(f, g) == (i == j)
    for c, size in enumerate(sizes[:6]):
        column = [Cyclotomic.rational(0) + row[c] for row in table.characters]
        total = sum((x * x.conjugate() for x in column), Cyclotomic.rational(0))
        assert total == group.order // size


@few
@given(groups())
def test_characters_of_degree_one_are_the_homomorphisms_to_roots_of_unity(group):
    table = character_table(group)
    linear = [row for row, d in zip(table.characters, table.degrees, strict=True) if d == 1]
    assert len(linear) == group.order // len(group.derived_subgroup)
    for chi in linear:
        for x in group.generators:
            for y in group.class_representatives.tolist():
                product = group.classes[group.product(x, y)]
                values = [Cyclotomic.rational(0) + chi[group.classes[z]] for z in (x, y)]
                assert values[0] * values[1] == chi[product]


@few
@given(groups())
def test_indicators_count_square_roots(group):
    table = character_table(group)
    squares = group.power(np.arange(group.order), 2)
    for c, x in enumerate(group.class_representatives.tolist()):
        roots = int((squares == x).sum())
        total = sum(
            (v * row[c] for v, row in zip(table.indicators, table.characters, strict=True)),
            Cyclotomic.rational(0),
        )
        assert total == roots
    assert sum(v == 0 for v in table.indicators) == (~group.real_classes).sum()


@few
@given(groups())
def test_kernels_hold_exactly_the_elements_whose_value_is_the_degree(group):
    table = character_table(group)
    for i, row in enumerate(table.characters):
        expected = [x for x in range(group.order) if row[group.classes[x]] == table.degrees[i]]
        assert table.kernel(i).tolist() == expected
        assert group.normal_closure(expected).tolist() == expected


@few
@given(groups())
def test_the_points_decompose_with_the_number_of_orbits_as_trivial_multiplicity(group):
    table = character_table(group)
    points = np.arange(group.degree)
    values = (group.elements[group.class_representatives] == points).sum(1).tolist()
    counts = table.multiplicities(values)
    assert min(counts) >= 0
    orbits = {frozenset(group.elements[:, p].tolist()) for p in range(group.degree)}
    assert counts[0] == len(orbits)
    assert sum(m * d for m, d in zip(counts, table.degrees, strict=True)) == group.degree


@few
@given(groups(5))
def test_spectra_give_the_values_of_powers(group):
    table = character_table(group)
    for c, n in enumerate(group.class_orders.tolist()):
        spectrum = table.spectrum(c)
        assert (spectrum >= 0).all()
        assert (spectrum[:, 0] == table.fixed_dimensions[:, c]).all()
        for k in range(n):
            for i, row in enumerate(spectrum.tolist()):
                value = sum(
                    (m * Cyclotomic.root_of_unity(n, s * k) for s, m in enumerate(row)),
                    Cyclotomic.rational(0),
                )
                assert value == table.value(i, int(group.power_map(k)[c]))


def test_the_table_of_a5_has_the_golden_ratio_and_one_galois_orbit_of_two():
    table = character_table(named("A5"))
    assert table.degrees == (1, 3, 3, 4, 5)
    golden = {x for x in table.characters[1] if isinstance(x, Cyclotomic)}
    assert all(x * x == x + 1 for x in golden)
    assert len(golden) == 2
    assert table.galois_orbits == ((0,), (1, 2), (3,), (4,))
    assert [table.conductor(i) for i in range(5)] == [1, 5, 5, 1, 1]


@pytest.mark.parametrize(
    ("name", "types"),
    [("S4", (5, 0, 0)), ("Q8", (4, 0, 1)), ("C3", (1, 2, 0)), ("SL(2,3)", (2, 4, 1)),
     ("SL(2,5)", (5, 0, 4))],
)  # fmt: skip
def test_indicators_tell_real_complex_and_quaternionic_characters(name, types):
    indicators = character_table(named(name)).indicators
    assert tuple(indicators.count(v) for v in (1, 0, -1)) == types


def test_a_corrupted_table_is_refused():
    table = character_table(named("S4"))
    values = table.modular.values.copy()
    values[[3, 4], 2] = values[[4, 3], 2]
    wrong = replace(table, modular=replace(table.modular, values=values))
    with pytest.raises(ArithmeticError):
        wrong.verify()


def test_class_functions_that_are_no_combination_of_characters_are_refused():
    table = character_table(named("S3"))
    for wrong in ((1, 0, 0), (2, 1, 0), (Fraction(1, 2),) * 3, (Cyclotomic(5, (0, 1)),) * 3):
        with pytest.raises(ValueError, match="no integral combination"):
            table.multiplicities(wrong)
    with pytest.raises(ValueError, match="has 2 values, expected 3"):
        table.multiplicities((1, 1))
    with pytest.raises(ValueError, match="2 is not prime to the exponent 6"):
        table.galois(2)


def test_a_group_with_many_classes_is_refused():
    pairs = [[*range(2 * i), 2 * i + 1, 2 * i, *range(2 * i + 2, 26)] for i in range(13)]
    with pytest.raises(ValueError, match="8192 conjugacy classes, past the bound"):
        character_table(FiniteGroup(pairs))


GAP = shutil.which("gap")


@pytest.mark.skipif(GAP is None, reason="GAP is not installed")
def test_gap_finds_the_same_tables():
    names = ("S4", "Q16", "SL(2,3)", "GL(2,3)", "A6", "PSL(2,7)", "AGL(1,8)", "C3xA4")
    tables = [character_table(named(name)) for name in names]
    program = ""
    for table in tables:
        group = table.group
        generators = (group.permutations + 1).tolist()
        representatives = (group.elements[group.class_representatives] + 1).tolist()
        program += (
            f"R:=List({representatives},PermList);;"
            f"irr:=IrrDixonSchneider(Group(List({generators},PermList)));;"
            f'Print(List(irr,chi->List(R,g->CoeffsCyc(g^chi,{group.exponent}))),";");'
        )
    run = subprocess.run(
        [GAP, "-q", "-T"], input=program, capture_output=True, text=True, timeout=300, check=True
    )
    answers = run.stdout.replace("\n", "").replace("\\", "").split(";")
    for name, table, answer in zip(names, tables, answers[:-1], strict=True):
        e = table.group.exponent
        expected = {tuple(Cyclotomic(e, x) for x in row) for row in json.loads(answer)}
        found = {tuple(Cyclotomic.rational(0) + x for x in row) for row in table.characters}
        assert found == expected, name
