"""Blocks are chosen by their characters: of least total degree, and they separate the states."""

from itertools import combinations

import pytest

from bilinear_theory.algebra.faithful import lightest_within
from bilinear_theory.automata.catalog import target
from bilinear_theory.automata.group_task import group_task
from bilinear_theory.automata.isotypic import Block
from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions.block_diagonal import all_units, construct
from bilinear_theory.constructions.units import separate
from bilinear_theory.obstructions.block_diagonal import excluded
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import BlockDiagonal, Scalars
from bilinear_theory.systems.setting import Decoder, Setting

NAMES = ["S3", "Q8", "D5", "A4", "C3xS3", "SL(2,3)", "C2xQ8", "S4/points", "D5xS3", "C5xD4"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("scalars", [Scalars.REAL, Scalars.COMPLEX])
def test_characters_choose_blocks_exactly_where_units_separate_the_states(name, size, scalars):
    subject = Subject(target(name))
    minimal, restriction = subject.minimal, BlockDiagonal(size, scalars)
    units = all_units(minimal, Block(size, scalars is Scalars.REAL))
    found = construct(Question(subject, restriction, Setting()), restriction)
    assert (found is None) == (not separate(units, len(minimal)))
    assert (found is None) == (excluded(minimal, Block(size, scalars is Scalars.REAL)) is not None)
    if found is None:
        return
    check(found.document())
    task = group_task(minimal)
    assert task is not None
    cover = lightest_within(task.demands("R" if scalars is Scalars.REAL else "C"), size)
    assert cover is not None
    assert cover.high <= found.width
    lighter = [
        chosen
        for count in (1, 2)
        for chosen in combinations(units[:40], count)
        if sum(u.width for u in chosen) < cover.high and separate(chosen, len(minimal))
    ]
    assert not lighter


@pytest.mark.parametrize("name", ["S4/points", "C5xD4"])
def test_an_arbitrary_decoder_takes_the_same_blocks(name):
    subject, restriction = Subject(target(name)), BlockDiagonal(3, Scalars.REAL)
    linear, arbitrary = (
        construct(Question(subject, restriction, Setting(decoder=d)), restriction) for d in Decoder
    )
    assert isinstance(linear, Realization)
    assert isinstance(arbitrary, Realization)
    assert (linear.width, linear.reason) == (arbitrary.width, arbitrary.reason)
    check(arbitrary.document())
