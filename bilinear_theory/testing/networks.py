"""Strategies for realizations and for networks whose weights are built by hand.

``realizations(..)``  verdicts "yes", exact systems with decoder and certificate
``networks(..)``      the same in float64, as recurrences, with the automaton that they implement
``Network``           the arrays of ``hierarchy.network``, as a recurrence
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Automaton, Output, Symbol
from bilinear_theory.certificates.realization import Realization
from bilinear_theory.hierarchy.classify import classify
from bilinear_theory.hierarchy.network import Floats, network
from bilinear_theory.systems.setting import Decoder
from bilinear_theory.testing.automata import automata, permutation_automata

#: Restrictions that differ in kind, the simplest first; each is tried, and ``full`` does always.
RESTRICTIONS = ("full", "diagonal-real", "rotation", "permutation", "rotation+b", "diagonal-real+b")


@dataclass(frozen=True, eq=False)
class Network:
    """A bilinear network with a linear readout, in floats: the definition, step by step.

    Args:
        automaton: what it implements: its outputs are those of the readout.
        arrays: ``transitions`` (S, D, D), ``initial`` (D,), perhaps ``offsets`` (S, D),
            ``readout.weight`` (Y, D), ``readout.bias`` (Y,).
        outputs: the ``Y`` outputs, in the order of the readout.

    >>> parity = classify("parity", "diagonal-real")
    >>> one = Network.of(parity)
    >>> one.output(one.step(one.initial(), "1"))
    1
    """

    automaton: Automaton
    arrays: dict[str, Floats]
    outputs: tuple[Output, ...]

    @classmethod
    def of(cls, realization: object) -> Network:
        """The network of a realization with a linear decoder.

        Raises:
            ValueError: if it is none.
        """
        if not isinstance(realization, Realization) or realization.readout is None:
            raise ValueError("a network is made of a realization with a linear decoder")
        question = realization.question
        return cls(
            question.subject.automaton, network(realization), question.minimal.output_symbols
        )

    def initial(self) -> NDArray[np.float64]:
        """The state before the first symbol, shape ``(D,)``."""
        return self.arrays["initial"]

    def step(self, state: NDArray[np.float64], symbol: Symbol, /) -> NDArray[np.float64]:
        """The state after one more symbol."""
        a = self.automaton.index[symbol]
        following = self.arrays["transitions"][a] @ state
        return following + self.arrays["offsets"][a] if "offsets" in self.arrays else following

    def output(self, state: NDArray[np.float64], /) -> Output:
        """The output with the largest logit."""
        logits = self.arrays["readout.weight"] @ state + self.arrays["readout.bias"]
        return self.outputs[int(np.argmax(logits))]


def realizations(
    *,
    automaton: SearchStrategy[Automaton] | None = None,
    restrictions: Sequence[str] = RESTRICTIONS,
    decoder: Decoder = Decoder.LINEAR,
) -> SearchStrategy[Realization]:
    """Realizations of automata in one of the restrictions that can track them.

    Args:
        automaton: the automata to be tracked; by default small reachable ones, and permutations.
        restrictions: names, of which one that gives a realization is chosen; else the full one.
        decoder: how outputs are read.

    >>> from hypothesis import find
    >>> r = find(realizations(), lambda r: r.question.name == "rotation" and r.conductor > 2)
    >>> len(r.question.minimal), r.conductor
    (3, 3)
    """
    given = automaton or automata(max_states=3, reachable=True) | permutation_automata(max_states=3)
    return _realizations(given, tuple(restrictions), decoder)


def networks(
    *,
    automaton: SearchStrategy[Automaton] | None = None,
    restrictions: Sequence[str] = RESTRICTIONS,
) -> SearchStrategy[Network]:
    """Networks built by hand: the exact weights of a realization, rounded to float64.

    >>> from hypothesis import find
    >>> find(networks(), lambda n: len(n.outputs) == 2).arrays["transitions"].shape
    (2, 2, 2)
    """
    return realizations(automaton=automaton, restrictions=restrictions).map(Network.of)


@st.composite
def _realizations(
    draw: DrawFn,
    automata: SearchStrategy[Automaton],
    restrictions: tuple[str, ...],
    decoder: Decoder,
) -> Realization:
    a = draw(automata)
    if restrictions:
        verdict = classify(a, draw(st.sampled_from(restrictions)), decoder=decoder)
        if isinstance(verdict, Realization):
            return verdict
    match classify(a, "full", decoder=decoder):
        case Realization() as always:
            return always
        case other:
            raise ValueError(f"the full restriction tracks every automaton, but: {other.reason}")
