"""Queries are one object each, and what follows from what is the same for all subjects."""

import os
import pickle
import subprocess
import sys

import pytest

from bilinear_theory.automata.catalog import target
from bilinear_theory.hierarchy.announcing import Announcing
from bilinear_theory.hierarchy.corollary import carries, follows, holds_on
from bilinear_theory.hierarchy.queries import query, query_of
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import STANDARD
from bilinear_theory.systems.setting import Decoder, Setting

SETTINGS = [Setting(decoder=d, additive=b) for d in Decoder for b in (False, True)]
QUERIES = [query(r, s) for r in STANDARD for s in SETTINGS]


def test_equal_queries_are_one_object():
    for r in STANDARD:
        for s in SETTINGS:
            assert query(r, Setting(decoder=s.decoder, additive=s.additive)) is query(r, s)
    assert len(set(QUERIES)) == len(STANDARD) * len(SETTINGS)


@pytest.mark.parametrize(
    ("name", "permutes", "apart"),
    [
        ("S3", True, True),
        ("S4/points", True, True),
        ("parity", True, True),
        ("tomita:4", False, False),
    ],
)
def test_what_follows_of_queries_follows_of_the_questions(name, permutes, apart):
    subject = Subject(target(name))
    said = Announcing(subject)
    assert (said.permutes, said.apart) == (permutes, apart)
    for found in QUERIES:
        for other in QUERIES:
            p, q = found.of(subject), other.of(subject)
            assert query_of(p) is found
            assert carries(p, q) == follows(found, other, permutes=permutes, apart=apart)
            assert holds_on(p, q) == (permutes and other.unmoved is found)


def test_simpler_and_larger_queries_are_asked_in_one_layer_alone():
    deep = Setting(additive=True, layers=2)
    assert all(not query(r, deep).simpler and not query(r, deep).further for r in STANDARD)
    assert all(query(r, deep).unmoved is None for r in STANDARD)


def test_queries_are_asked_once_however_they_are_reached():
    said = Announcing(Subject(target("D4")))
    for q in reversed(QUERIES):
        assert said.answer(q) is said.answer(q)
        assert said.answer(q).question.name == Question(said.subject, q.restriction, q.setting).name


def test_an_automaton_that_crosses_a_process_is_hashed_anew():
    automaton = target("tomita:4")
    program = (
        "import pickle, sys; a = pickle.load(sys.stdin.buffer); b = pickle.loads(pickle.dumps(a));"
    )
    program += "print(a == b, hash(a) == hash(b), len({a: 1, type(a)(*a.__reduce__()[1]): 2}))"
    for seed in ("1", "2"):
        hash(automaton)
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=pickle.dumps(automaton),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.stdout.split() == [b"True", b"True", b"1"]
