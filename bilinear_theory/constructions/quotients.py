"""Quotients side by side: one-hot and P D matrices with fewer units than states.

A congruence of the states that letters respect has classes, which are the states of a quotient. One unit a
class, for congruences that together are equality, are one vector a state, and letters act by one-hot
columns. With P D matrices a column may be 0, and hold any number, so that a quotient takes fewer units:

- a class that no letter leaves is the vector 0, and its column is left out;
- with an additive term any class i may be, if each letter a fixes it, or takes each other class to where it
  takes i or back to i: then ``e_q - e_i`` goes to 0 or to ``-e_(i.a)``, and ``e_(i.a)`` is added;
- classes that letters permute take as many units as a complex diagonal or an induced module has.

The congruences are the joins of those that two states generate, and equality; of them a set of least total
width is sought that tells all states apart. Other systems may have fewer units.

``construct(question, below)``   the realization with fewer units, None if none is found

References: Birkhoff, *Subdirect unions in universal algebra* (1944); Clifford and Preston, *The Algebraic
Theory of Semigroups* II (1967), chapter 11 (transformations of few points).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np

from bilinear_theory.algebra.cyclotomic import CyclotomicMatrix
from bilinear_theory.algebra.notation import counted
from bilinear_theory.automata.automaton import Automaton, Table
from bilinear_theory.automata.congruences import MAX_STATES, Classes, congruences, quotient
from bilinear_theory.automata.equivalence import is_permutation
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.constructions import commutative, monomial
from bilinear_theory.constructions.fewest import fewest, lightest_sets
from bilinear_theory.constructions.one_vector import Point, one_vector_a_state
from bilinear_theory.systems.factors import direct_sum
from bilinear_theory.systems.matrix import ONE, ZERO, components, dense
from bilinear_theory.systems.question import Question, Subject
from bilinear_theory.systems.restriction import PD
from bilinear_theory.systems.setting import Decoder, Setting

#: The most states of a machine one of which is left out, as its matrices are written out.
MAX_WRITTEN = 64
#: The most congruences, and the most sets of them that are tried for a decoder of shared outputs.
MAX_CONGRUENCES, MAX_SETS = 200, 12
#: The most partial sets of congruences that are visited.
MAX_VISITS = 300


@dataclass(frozen=True, eq=False)
class Side:
    """The system of a quotient: a vector for each class, a matrix and an offset for each letter."""

    vectors: tuple[Point, ...]
    matrices: tuple[CyclotomicMatrix, ...]
    offsets: tuple[Point, ...]

    @property
    def width(self) -> int:
        """The number of units."""
        return len(self.vectors[0])


@dataclass(frozen=True, eq=False)
class Plan:
    """A quotient and how it is realized.

    Args:
        classes: the class of each state.
        table: the transitions of the classes.
        left_out: the class that is the vector 0, None for a unit a class.
        permuted: the system of a quotient that letters permute, if it has fewer units.
    """

    classes: Classes
    table: Table
    left_out: int | None = None
    permuted: Side | None = None

    @property
    def width(self) -> int:
        """The number of units."""
        if self.permuted is not None:
            return self.permuted.width
        return len(self.table) - (self.left_out is not None)

    def side(self) -> Side:
        """The system."""
        return self.permuted or _one_hot(self.table, self.left_out)


def construct(question: Question, below: int) -> Realization | None:
    """The realization of the fewest units that quotients give, None if they are not fewer than ``below``.

    Args:
        question: for one-hot or P D matrices.
        below: the number of units of a system that is known.
    """
    minimal, setting = question.minimal, question.setting
    loose = isinstance(question.restriction, PD)
    plans = _plans(minimal, loose=loose, additive=setting.additive)
    codes, weights = [plan.classes for plan in plans], [plan.width for plan in plans]
    best = fewest(codes, weights, visits=MAX_VISITS) if plans else None
    if best is None or sum(weights[i] for i in best.units) >= below:
        return None
    sets: list[tuple[int, ...]] = [best.units]
    if setting.decoder is Decoder.LINEAR and len(minimal.output_symbols) < len(minimal):
        sets += islice(lightest_sets(codes, weights), MAX_SETS)
    for chosen in sets:
        if sum(weights[i] for i in chosen) < below:
            found = _assembled(question, [plans[i] for i in chosen])
            if found is not None:
                return found
    return None


@lru_cache(maxsize=16)
def _plans(minimal: Automaton, *, loose: bool, additive: bool) -> list[Plan]:
    """The quotients, each with the fewest units that are known for it."""
    return [_plan(minimal, c, loose=loose, additive=additive) for c in _quotients(minimal)]


@lru_cache(maxsize=4)
def _quotients(minimal: Automaton) -> list[Classes]:
    """Equality, and congruences of two classes or more."""
    found: list[Classes] = [np.arange(len(minimal))]
    if len(minimal) <= MAX_STATES:
        found += congruences(minimal.transitions, bound=MAX_CONGRUENCES)[0]
    return [classes for classes in found if 1 < len(set(classes.tolist())) <= MAX_WRITTEN]


def _plan(minimal: Automaton, classes: Classes, *, loose: bool, additive: bool) -> Plan:
    """One unit a class, for P D matrices without one of them, or as the classes are permuted."""
    table = quotient(minimal.transitions, classes)
    if not loose:
        return Plan(classes, table)
    left_out = next((i for i in range(len(table)) if _may_go(table, i, additive=additive)), None)
    plan = Plan(classes, table, left_out)
    machine = Automaton(minimal.alphabet, table, int(classes[0]), range(len(table)))
    side = _permuted(machine) if is_permutation(machine) else None
    if side is None or plan.width <= side.width:
        return plan
    return replace(plan, permuted=side)


def _may_go(table: Table, i: int, *, additive: bool) -> bool:
    """Whether class i may be the vector 0."""
    for column in table.T.tolist():
        j = column[i]
        if j != i and not (additive and all(k in (i, j) for k in column)):
            return False
    return True


def _one_hot(table: Table, left_out: int | None) -> Side:
    """A unit for each class but one."""
    units = [i for i in range(len(table)) if i != left_out]
    vectors = tuple(tuple(ONE if i == j else ZERO for j in units) for i in range(len(table)))
    matrices: list[CyclotomicMatrix] = []
    offsets: list[Point] = []
    for column in table.T.tolist():
        base = vectors[column[left_out]] if left_out is not None else (ZERO,) * len(units)
        images = (vectors[column[i]] for i in units)
        moved = [[x - y for x, y in zip(v, base, strict=True)] for v in images]
        matrices.append(CyclotomicMatrix(moved).transpose())
        offsets.append(base)
    return Side(vectors, tuple(matrices), tuple(offsets))


def _permuted(machine: Automaton) -> Side | None:
    """A complex diagonal or an induced module of a quotient that letters permute."""
    question = Question(Subject(machine), PD(), Setting(decoder=Decoder.ARBITRARY))
    table = machine.transitions
    place = question.subject.reduction.state_map
    commute = all(np.array_equal(x[y], y[x]) for x in table.T for y in table.T)
    try:
        if commute:
            found = commutative.construct(question, "")
        else:
            found = monomial.construct(question, len(machine), monomial=True)
    except ValueError:  # past a bound
        return None
    if found is None:
        return None
    points: list[Point] = [()] * len(machine)
    for v, q in zip(found.orbit.vectors, found.states, strict=True):
        points[q] = components(v)
    zero = (ZERO,) * found.width
    matrices = tuple(dense(m) for m in found.single.matrices)
    vectors = tuple(points[place[q]] for q in range(len(machine)))
    return Side(vectors, matrices, (zero,) * len(matrices))


def _assembled(question: Question, plans: Sequence[Plan]) -> Realization | None:
    """The system of quotients side by side, None without a linear decoder where one is asked for."""
    minimal, sides = question.minimal, [plan.side() for plan in plans]
    pairs = list(zip(plans, sides, strict=True))
    vectors = [
        tuple(x for plan, side in pairs for x in side.vectors[int(plan.classes[q])])
        for q in range(len(minimal))
    ]
    letters = range(len(minimal.alphabet))
    matrices = [direct_sum([side.matrices[a] for side in sides]) for a in letters]
    offsets = None
    if question.setting.additive:
        offsets = [tuple(x for side in sides for x in side.offsets[a]) for a in letters]
    units = counted(sum(side.width for side in sides), "unit")
    sizes = " and ".join(str(len(plan.table)) for plan in plans)
    if len(plans) == 1 and len(plans[0].table) == len(minimal):
        reason = f"one-hot states, one of them the vector 0: {units}"
    else:
        reason = f"quotients of {sizes} states side by side: {units}"
    return one_vector_a_state(question, vectors, matrices, offsets, reason)
