"""The order of the restrictions: inclusions and separations never contradict one another."""

from itertools import pairwise

import pytest

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import RefusedCertificate, check, follows
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.announcement import told
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.order import CONVERSES, FURTHER, INCLUSIONS, above, chain, further
from bilinear_theory.hierarchy.order_table import evidence
from bilinear_theory.hierarchy.request import Request
from bilinear_theory.hierarchy.separation import (
    Open,
    Separation,
    candidates,
    relations,
    separations,
    unordered,
)
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


def test_inclusions_of_one_setting_lead_on_there_alone():
    plain, arbitrary = Setting(), Setting(decoder=Decoder.ARBITRARY)
    assert [i.upper for i in chain("cp-real:1", "householder:2", setting=plain)] == [
        "householder:2"
    ]
    assert chain("rotation", "householder:3", setting=arbitrary)
    for setting in (None, plain, Setting(additive=True), Setting(layers=2)):
        assert chain("rotation", "householder:3", setting=setting) is None
    for i in FURTHER:
        assert i.upper not in above(i.lower)
        steps = chain(
            i.lower, i.upper, setting=Setting(decoder=Decoder.ARBITRARY, additive=not i.plain)
        )
        assert steps
        assert [(j.lower, j.upper) for j in steps] == [(i.lower, i.upper)]


def test_the_kernel_knows_the_cited_inclusions_of_each_setting_and_no_others():
    for i in FURTHER:
        for decoder in Decoder:
            for additive in (False, True):
                setting = Setting(decoder=decoder, additive=additive)
                claim = {
                    "answer": "yes",
                    "decoder": decoder.value,
                    "additive": additive,
                    "layers": 1,
                }
                lower, upper = {**claim, "restriction": i.lower}, {**claim, "restriction": i.upper}
                assert follows(lower, upper) == any(
                    j.cited and j.holds(setting) and (j.lower, j.upper) == (i.lower, i.upper)
                    for j in FURTHER
                )


DIAGONAL_AND_FACTORS = [
    r for r in STANDARD if r.name.startswith(("diagonal", "rotation", "householder"))
]


@pytest.mark.parametrize("additive", [False, True])
@pytest.mark.parametrize("decoder", list(Decoder))
def test_each_pair_of_diagonal_and_householder_classes_is_ordered_or_separated(decoder, additive):
    few = [a for a in candidates() if len(a.alphabet) == 1 or len(set(a.outputs)) == 2]
    few += [a for a in candidates() if len(a) <= 2] + [target("S5/points"), target("Q8@all")]
    few += [Automaton("ab", [[1, 0], [0, 2], [2, 1]], 0, range(3))]  # two transpositions
    own = [a for a in candidates() if len(set(a.outputs)) == len(a)]
    few += [a for a in own if "y" in a.alphabet or a.alphabet[0] == 0]
    setting = Setting(decoder=decoder, additive=additive)
    found = relations(setting, restrictions=DIAGONAL_AND_FACTORS, automata=few)
    names = [r.name for r in DIAGONAL_AND_FACTORS]
    assert list(found) == [(p, r) for p in names for r in names if p != r]
    for (p, r), value in found.items():
        if isinstance(value, Separation):
            assert chain(p, r, setting=setting) is None
            check(value.above.document())
            check(value.below.document())
    assert not [pair for pair, value in found.items() if isinstance(value, Open)]


def test_candidates_come_by_size_and_none_is_a_renaming_of_another():
    *sizes, _ = [(len(a), len(a.alphabet)) for a in candidates()]
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
        for i in INCLUSIONS + CONVERSES + FURTHER:
            if not i.holds(Setting(decoder=decoder, additive=additive)):
                continue
            wrong = isinstance(verdicts[i.lower], Realization) and isinstance(
                verdicts[i.upper], Obstruction
            )
            assert not wrong, (i, automaton)


TAILS = [Automaton("a", [[1], [2], [3], [back]], 0, range(4)) for back in (1, 2)]


@pytest.mark.parametrize("automaton", TAILS)
def test_an_open_question_is_refused_by_the_end_of_a_further_inclusion_as_the_kernel_agrees(
    automaton,
):
    found = classify(automaton, "cp-real:1+b", decoder=Decoder.ARBITRARY)
    assert isinstance(found, Obstruction)
    assert found.source is not None
    assert found.source.setting == found.question.setting
    assert found.source.restriction in further("cp-real:1", found.question.setting)
    assert found.reason.startswith(f"not even {found.source.name}: ")
    document = found.document()
    check(document)
    assert [c["restriction"] for c in document["corollaries"]] == ["cp-real:1"]
    document["corollaries"][0]["restriction"] = "cp-real:4"
    with pytest.raises(RefusedCertificate, match="does not follow from the claim"):
        check(document)


def test_batches_say_of_cited_refusals_what_is_decided():
    request = Request(restrictions=("cp-real:1+b", "cp-real:1"), decoder="arbitrary")
    for automaton in TAILS:
        subject = request.subject(automaton)
        said = [(v.word, v.reason) for v in request.announcements(subject)]
        decided = [told(v) for v in request.verdicts(subject)]
        assert said == [(v.word, v.reason) for v in decided]
        assert said[0][0] == "no"


#: Of the 1190 ordered pairs of standard restrictions: inclusions, separations and open pairs.
COUNTS = {
    (Decoder.LINEAR, False): (271, 919, 0),
    (Decoder.ARBITRARY, False): (285, 905, 0),
    (Decoder.LINEAR, True): (266, 924, 0),
    (Decoder.ARBITRARY, True): (271, 919, 0),
}


@pytest.mark.slow
@pytest.mark.parametrize(("decoder", "additive"), list(COUNTS))
def test_each_pair_of_standard_restrictions_is_ordered_or_separated(decoder, additive):
    found = relations(Setting(decoder=decoder, additive=additive))
    kinds = [type(value) for value in found.values()]
    assert tuple(map(kinds.count, (tuple, Separation, Open))) == COUNTS[decoder, additive]
    for verdict in evidence(found).values():
        check(verdict.document())


@pytest.mark.parametrize(("decoder", "additive"), list(COUNTS))
def test_as_many_inclusions_follow_as_are_counted(decoder, additive):
    setting = Setting(decoder=decoder, additive=additive)
    pairs = [(p, r) for p in NAMES for r in NAMES if p != r]
    ordered = [pair for pair in pairs if chain(*pair, setting=setting) is not None]
    assert len(ordered) == COUNTS[decoder, additive][0]
    assert sum(COUNTS[decoder, additive]) == len(pairs)
