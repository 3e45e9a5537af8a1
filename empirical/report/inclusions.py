"""Inclusions: which class of matrices tracks all that another one tracks, at whatever width.

An edge ``P < R`` says that every automaton that matrices in P track, matrices in R track too, in
each setting, finite reach and free width supposed. Most edges hold because each matrix of P is one of
R. The others are the following.

* A complex unit is a real 2 x 2 block; complex blocks of size k are real blocks of size 2k.
* Blocks of size k are blocks of size k + 1 with an idle unit.
* A real unit of finite reach only needs the multipliers 0, 1 and -1, and each is one Householder
  factor of size one: a unit on which a letter acts otherwise is fixed there, or is 0 throughout.
* A factor that does nothing (beta = 0) makes n factors into n + 1.

``INCLUSIONS``    the edges, smaller class first, transitive ones left out
``EQUAL``         names of the same class, the second shown with the first
``above(r)``      the classes that track all that ``r`` tracks, itself included
``first(exhibit, ..)``  the smallest classes that are proved to suffice for an automaton
"""

from __future__ import annotations

from functools import cache

from empirical.report.evidence import Exhibit

EQUAL = {"block-real:1": "diagonal-real", "block-complex:1": "rotation"}

INCLUSIONS: tuple[tuple[str, str], ...] = (
    ("diagonal-nonnegative", "diagonal-real"),
    ("diagonal-real", "rotation"),
    ("diagonal-nonnegative", "triangular-nonnegative"),
    ("diagonal-real", "triangular-real"),
    ("rotation", "triangular-complex"),
    ("triangular-nonnegative", "triangular-real"),
    ("triangular-real", "triangular-complex"),
    ("triangular-complex", "full"),
    ("rotation", "block-real:2"),
    ("block-real:2", "block-complex:2"),
    ("block-real:2", "block-real:3"),
    ("block-complex:2", "block-complex:3"),
    ("block-complex:2", "block-real:4"),
    ("block-real:3", "block-complex:3"),
    ("block-real:3", "block-real:4"),
    ("block-complex:3", "block-complex:4"),
    ("block-real:4", "block-complex:4"),
    ("block-complex:4", "full"),
    ("permutation", "orthogonal"),
    ("permutation", "column-one-hot"),
    ("orthogonal", "full"),
    ("column-one-hot", "pd"),
    ("rotation", "pd"),
    ("pd", "full"),
    ("diagonal-real", "householder-heads:1"),
    *((f"householder:{n}", f"householder:{n + 1}") for n in (1, 2, 3)),
    *((f"householder-heads:{n}", f"householder-heads:{n + 1}") for n in (1, 2, 3)),
    *((f"householder:{n}", f"householder-heads:{n}") for n in (1, 2, 3, 4)),
    ("householder-heads:4", "full"),
    *((f"cp-real:{n}", f"cp-real:{n + 1}") for n in (1, 2, 3)),
    *((f"cp-complex:{n}", f"cp-complex:{n + 1}") for n in (1, 2, 3)),
    *((f"cp-real:{n}", f"cp-complex:{n}") for n in (1, 2, 3, 4)),
    ("cp-complex:4", "full"),
)


@cache
def above(restriction: str) -> frozenset[str]:
    """The classes that track all that this one tracks, itself included.

    >>> sorted(above("permutation"))
    ['column-one-hot', 'full', 'orthogonal', 'pd', 'permutation']
    """
    name = EQUAL.get(restriction, restriction)
    larger = {name}.union(*(above(r) for p, r in INCLUSIONS if p == name))
    return frozenset(larger)


def first(
    exhibit: Exhibit, *, additive: bool = False, decoder: str = "linear"
) -> tuple[tuple[str, bool], ...]:
    """The smallest classes that suffice for an automaton, each with whether it is known to be first.

    It is known if every smaller class was proved not to suffice, and not if one is undecided.
    """
    verdicts = {
        r: exhibit.cell(r, additive=additive, decoder=decoder).verdict
        for r in exhibit.restrictions
        if r not in EQUAL
    }
    enough = [r for r, verdict in verdicts.items() if verdict == "yes"]
    return tuple(
        (r, all(verdicts[p] == "no" for p in verdicts if p != r and r in above(p)))
        for r in enough
        if not any(p != r and r in above(p) for p in enough)
    )
