"""Testing: Hypothesis strategies and laws, for anyone's construction.

Strategies draw small readable objects, and shrink to smaller ones: few states, the letters a, b, c,
outputs 0 and 1. Laws are functions that return on success, with what is known, and raise an
``AssertionError`` on failure, with the shortest word that shows it. This package alone imports
Hypothesis; it comes with the extra ``test``.

=========================  =======================================================================
``automata``               complete Moore machines, all of them or the reachable ones
``permutation_automata``   machines all of whose letters permute the states
``groups``                 generators of permutation groups; ``group_automata`` their word problems
``words``                  words over an alphabet or over that of an automaton
``restrictions``           classes of matrices
``systems``                exact systems of finite reach with matrices in a given class
``realizations``           verdicts "yes"; ``networks`` the same as weights in floats
``assert_realizes``        a recurrence gives the output of an automaton after every word
``assert_same_behaviour``  two recurrences agree on every word
``assert_certifies``       the trusted kernel accepts the certificate of a verdict
``assert_obstructs``       an obstruction shows what it says, and no given system escapes it
``assert_round_trip``      what is written is read back
=========================  =======================================================================

A test of a construction of one's own is three lines::

    @given(automata(max_states=4))
    def test_my_construction_realizes_every_automaton(a):
        assert_realizes(my_construction(a), a)
"""

from bilinear_theory.testing.automata import (
    automata,
    group_automata,
    groups,
    permutation_automata,
    words,
)
from bilinear_theory.testing.laws import (
    assert_certifies,
    assert_obstructs,
    assert_realizes,
    assert_round_trip,
    assert_same_behaviour,
)
from bilinear_theory.testing.networks import Network, networks, realizations
from bilinear_theory.testing.recurrence import Cell, Recurrence, cell_recurrence
from bilinear_theory.testing.search import Scope
from bilinear_theory.testing.systems import restrictions, systems

__all__ = [
    "Cell",
    "Network",
    "Recurrence",
    "Scope",
    "assert_certifies",
    "assert_obstructs",
    "assert_realizes",
    "assert_round_trip",
    "assert_same_behaviour",
    "automata",
    "cell_recurrence",
    "group_automata",
    "groups",
    "networks",
    "permutation_automata",
    "realizations",
    "restrictions",
    "systems",
    "words",
]
