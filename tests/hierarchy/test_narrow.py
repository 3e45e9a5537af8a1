"""The narrowest systems: inside a class no wider than beyond it, and excluded widths with certificates."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.catalog import target
from bilinear_theory.certificates.check import RefusedCertificate, check
from bilinear_theory.certificates.obstruction import Obstruction
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify, decide
from bilinear_theory.hierarchy.invariants import FIELDS, invariants
from bilinear_theory.hierarchy.width import CLASSES, bounds
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import Full
from bilinear_theory.systems.setting import Decoder, Setting
from bilinear_theory.testing import automata, permutation_automata

INSIDE = [("permutation", "column-one-hot"), ("column-one-hot", "pd"), ("pd", "full")]
INSIDE += [("permutation", "orthogonal"), ("orthogonal", "full")]


def of_width(subject, width, decoder, *, additive=False):
    return decide(Question(subject, Full(width), Setting(decoder=decoder, additive=additive)))


@pytest.mark.parametrize(
    ("name", "restriction", "decoder", "width"),
    [
        ("S3", "full", "arbitrary", 2),  # numbers commute
        ("A5", "full", "linear", 3),
        ("A5", "full", "arbitrary", 2),  # the binary icosahedral group in SU(2)
        ("A5", "orthogonal", "arbitrary", 3),
        ("C3", "orthogonal", "arbitrary", 2),  # -1 has order 2
        ("C2xC2", "full", "arbitrary", 2),  # finite groups of numbers are cyclic
        ("tomita:5", "orthogonal", "arbitrary", 2),
        ("tomita:4", "full", "linear", 3),
        ("tomita:4", "full", "arbitrary", 3),
        ("regex:(a|b)*a(a|b)(a|b)", "full", "linear", 4),
        ("flip-flop", "full", "arbitrary", 2),
    ],
)
def test_widths_are_closed_with_certificates(name, restriction, decoder, width):
    found = bounds(Subject(target(name)), CLASSES[restriction], Decoder(decoder))
    assert (found.low, found.high) == (width, width)
    check(found.above.document())
    if width > 1:
        check(found.below.document())


def test_an_additive_term_saves_a_unit_of_the_flip_flop():
    found = classify("flip-flop", "full:1", additive=True)
    assert isinstance(found, Realization)
    check(found.document())
    assert isinstance(classify("flip-flop", "full:1"), Obstruction)


def test_what_is_excluded_by_a_larger_class_is_certified_as_its_corollary():
    found = classify("S3", "full:1", decoder=Decoder.ARBITRARY)
    document = found.document()
    assert document["claim"]["restriction"] == "block-complex:1"
    assert [c["restriction"] for c in document["corollaries"]] == ["full:1"]
    assert found.reason.startswith("not even block-complex:1: diagonal matrices commute")
    check(document)
    document["corollaries"][0]["restriction"] = "full:2"
    with pytest.raises(RefusedCertificate, match="does not follow"):
        check(document)


@settings(max_examples=15, deadline=None)
@given(automata(max_states=5, reachable=True))
def test_a_wider_class_needs_no_more_units_and_bounds_hold_each_other(a):
    subject = Subject(a)
    for decoder in Decoder:
        found = {name: bounds(subject, of, decoder) for name, of in CLASSES.items()}
        for lower, upper in INSIDE:
            if found[lower] is not None:
                assert found[upper].high <= found[lower].high
                assert found[upper].low <= found[lower].high
        for one in found.values():
            if one is not None:
                assert one.low <= one.high <= len(subject.minimal)
                assert one.above.width == one.high
                check(one.above.document())
                if one.below is not None:
                    check(one.below.document())


@settings(max_examples=15, deadline=None)
@given(permutation_automata(max_states=5))
def test_what_fits_a_width_fits_the_next(a):
    subject = Subject(a)
    for decoder, additive in product(Decoder, (False, True)):
        widths = range(1, len(subject.minimal) + 1)
        fits = [of_width(subject, n, decoder, additive=additive) for n in widths]
        for narrow, wide in pairwise(fits):
            assert not isinstance(narrow, Realization) or isinstance(wide, Realization)
            assert not isinstance(wide, Obstruction) or not isinstance(narrow, Realization)
        assert isinstance(fits[-1], Realization)
        assert fits[-1].width == decide(Question(subject, Full(), fits[-1].question.setting)).width


@pytest.mark.parametrize("letters", ["", "a", "ab"])
@pytest.mark.parametrize("output", [0, 1])
def test_where_nothing_is_to_be_told_apart_no_units_are_needed(letters, output):
    subject = Subject(Automaton(letters, [[0] * len(letters)], 0, [output]))
    found = invariants(subject)
    zero = dict.fromkeys(FIELDS, 0)
    assert found["least_block"] == found["minimal_degree"] == zero
    assert found["minimal_permutation_degree"] == 0
    assert found["hankel_rank"] == output
    for of, decoder in product(CLASSES.values(), Decoder):
        one = bounds(subject, of, decoder)
        assert (one.low, one.high, one.below) == (0, 0, None)
        check(one.above.document())
