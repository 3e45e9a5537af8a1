"""The order of the restrictions: inclusions and separations never contradict one another."""

from itertools import pairwise

import pytest

from bilinear_theory.certificates.check import check
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.order import CONVERSES, INCLUSIONS, above, chain
from bilinear_theory.hierarchy.separation import candidates, separations, unordered
from bilinear_theory.systems.restriction import STANDARD, restriction
from bilinear_theory.systems.setting import Decoder, Setting

NAMES = [r.name for r in STANDARD]
CHEAP = [r for r in STANDARD if not r.name.startswith(("block-complex:3", "block-complex:4", "cp"))]


def test_a_chain_leads_up_edge_by_edge_exactly_to_what_is_above():
    for p in NAMES:
        for r in NAMES:
            path = chain(p, r)
            assert (path is None) == ((p, r) in unordered(NAMES))
            if path:
                assert all(i.upper == j.lower for i, j in pairwise(path))
                assert path[-1].upper in above(p, converses=True)
                assert all(i in INCLUSIONS + CONVERSES for i in path)


def test_candidates_come_by_size_and_none_is_a_renaming_of_another():
    sizes = [(len(a), len(a.alphabet)) for a in candidates()]
    assert sizes == sorted(sizes)
    # With one letter there is one machine for each length of the tail.
    assert [sum(s == (n, 1) for s in sizes) for n in (1, 2, 3)] == [1, 2, 3]
    # Of two states and two letters: 12 connected tables, of which swapping the letters fixes 2.
    assert sum(s == (2, 2) for s in sizes) == (12 + 2) // 2


@pytest.mark.parametrize("setting", [Setting(), Setting(decoder=Decoder.ARBITRARY, additive=True)])
def test_separations_are_certified_and_contradict_no_inclusion(setting):
    few = [a for a in candidates() if len(a) <= 3][:40]
    found = separations(setting, restrictions=CHEAP, automata=few)
    assert found
    for (p, r), separation in found.items():
        assert chain(p, r) is None
        above_, below = separation.above, separation.below
        assert above_.question.subject is below.question.subject
        assert (above_.question.restriction.name, below.question.restriction.name) == (p, r)
        check(above_.document())
        check(below.document())


def test_the_paper_s_chain_is_strict():
    names = ("diagonal-nonnegative", "diagonal-real", "rotation", "block-real:2", "full")
    found = separations(Setting(), restrictions=[restriction(name)[0] for name in names])
    for below, above_ in pairwise(names):
        assert chain(below, above_)
        assert (above_, below) in found


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("decoder", list(Decoder))
def test_verdicts_on_small_machines_follow_every_inclusion(additive, decoder):
    term = "+b" if additive else ""
    for automaton in [a for a in candidates() if len(a) <= 3][::9]:
        verdicts = {n: classify(automaton, n + term, decoder=decoder) for n in NAMES}
        for i in INCLUSIONS + CONVERSES:
            wrong = isinstance(verdicts[i.lower], Realization) and isinstance(
                verdicts[i.upper], Obstruction
            )
            assert not wrong, (i, automaton)
