"""Exact bilinear recurrences for finite automata and group actions, with certificates.

The names below are the public vocabulary; they are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bilinear_theory.algebra.cyclotomic import Cyclotomic, CyclotomicMatrix
    from bilinear_theory.automata.automaton import Automaton, word_text
    from bilinear_theory.automata.catalog import target
    from bilinear_theory.automata.equivalence import (
        Bisimulation,
        SeparatingWord,
        compare,
        minimize,
    )
    from bilinear_theory.automata.formats import read, write
    from bilinear_theory.automata.monoid import TransitionMonoid, transition_monoid
    from bilinear_theory.certificates.check import check
    from bilinear_theory.certificates.obstruction import Obstruction, Undecided
    from bilinear_theory.certificates.realization import Realization
    from bilinear_theory.hierarchy.classify import Verdict, classify
    from bilinear_theory.systems.restriction import Restriction, restriction
    from bilinear_theory.systems.setting import Decoder, Setting
    from bilinear_theory.systems.system import BilinearSystem, Orbit

_HOME = {
    "Automaton": "automata.automaton",
    "BilinearSystem": "systems.system",
    "Bisimulation": "automata.equivalence",
    "Cyclotomic": "algebra.cyclotomic",
    "CyclotomicMatrix": "algebra.cyclotomic",
    "Decoder": "systems.setting",
    "Obstruction": "certificates.obstruction",
    "Orbit": "systems.system",
    "Realization": "certificates.realization",
    "Restriction": "systems.restriction",
    "SeparatingWord": "automata.equivalence",
    "Setting": "systems.setting",
    "TransitionMonoid": "automata.monoid",
    "Undecided": "certificates.obstruction",
    "Verdict": "hierarchy.classify",
    "check": "certificates.check",
    "classify": "hierarchy.classify",
    "compare": "automata.equivalence",
    "minimize": "automata.equivalence",
    "read": "automata.formats",
    "restriction": "systems.restriction",
    "target": "automata.catalog",
    "transition_monoid": "automata.monoid",
    "word_text": "automata.automaton",
    "write": "automata.formats",
}

__all__ = [
    "Automaton",
    "BilinearSystem",
    "Bisimulation",
    "Cyclotomic",
    "CyclotomicMatrix",
    "Decoder",
    "Obstruction",
    "Orbit",
    "Realization",
    "Restriction",
    "SeparatingWord",
    "Setting",
    "TransitionMonoid",
    "Undecided",
    "Verdict",
    "check",
    "classify",
    "compare",
    "minimize",
    "read",
    "restriction",
    "target",
    "transition_monoid",
    "word_text",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
