"""The order of the restrictions: which class tracks all that another one tracks.

An inclusion ``P < R`` says that each automaton that a recurrence with matrices in P tracks is tracked
by one with matrices in R, in the same setting, for one layer of finite reach and free width. Chains of
inclusions are inclusions, and the kernel knows them all (``check.follows``). That no others hold is
shown by separations, see ``separation.py``.

``INCLUSIONS``         those between standard classes from which all others follow, smaller class first
``FURTHER``            others, by systems with other numbers of units; some hold without additive term
                       alone, some for arbitrary decoders alone, some for either
``CONVERSES``          those that hold although the larger class has more matrices
``EQUAL``              names of one class, the second shown with the first
``above(name)``        the classes that hold all matrices of a class, up to the change of units that the
                       reason names, itself included; with the converses, all that track what it tracks; with
                       a setting, the further ones there, too
``chain(lower, upper)``  the inclusions that lead from one class to another, None if there are none
``further(name, setting)``  the classes at the ends of the further inclusions of a class
``inside(restriction)``  the largest class of diagonal matrices inside a class

The further inclusions. CP factors with R columns follow ``z = V^T h`` in R dimensions, and each
coordinate of h is a function of the letter and of z before it: so z and that coordinate make a block of
size R + 1, triangular for R = 1. For one complex column let c be ``v . u``. If c is not 0, h is a
function of z and the letter (and of the start, which the first letter ends), and z is a complex unit;
if c is 0, z depends on the letter before alone, and its real and its imaginary part make a block each
with a part of a coordinate of h. A finite reach leaves the complex unit 0 and roots of unity, and the
block ``[[0, 0], [a, 0]]``, a made small, is a product of two factors. A product of complex numbers is
made of three of real ones.

Without additive term letters that commute can be counted each in units of its own, by which an
arbitrary decoder knows the state: a unit that one letter alone makes 0, a sign or plane that it alone
turns. That is one factor for the non-negative, two for the real, three for the complex diagonal, where
``x^(k+1) = x``. One column multiplies a number: a unit that the first letter makes 0 holds the start,
one factor, and the number takes one more over R and two over C; with additive term that unit may hold
the last letter instead, by a number that an arbitrary decoder knows. Where ``v . u`` is 0, it leads from the
start to a number (or to two real ones), and then to 0: ``a e^T`` with ``|a| <= 1`` is the product of
projections along all units but e, and of a factor that leads from e to a. Two complex columns with an
invertible ``C = V^T U`` make h a function of z, in 4 real dimensions, and of the start; if C has rank r
< 2, then z is in r dimensions after the first letter, and these, the start and a part of a coordinate
of h make a real block of size 2 r + 2.

References: Ebrahimi and Memisevic, arXiv 2505.21749, figure 1 (the chain of diagonal, rotation, block
and full matrices); Grazzi et al., arXiv 2411.12537 (Householder products).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilinear_theory.systems.restriction import (
    BlockDiagonal,
    Diagonal,
    Restriction,
    Rotation,
    Scalars,
    Triangular,
    restriction,
)
from bilinear_theory.systems.setting import Decoder, Setting

EQUAL = {"block-real:1": "diagonal-real", "block-complex:1": "rotation"}


@dataclass(frozen=True)
class Inclusion:
    """What matrices of the lower class track, matrices of the upper class track too.

    ``plain`` inclusions speak of recurrences without additive term alone, ``arbitrary`` ones of arbitrary
    decoders alone. Those that are not ``cited`` are proved here alone: no certificate refers to them.
    """

    lower: str
    upper: str
    reason: str
    plain: bool = False
    arbitrary: bool = False
    cited: bool = True

    def holds(self, setting: Setting) -> bool:
        """Whether the inclusion speaks of a setting."""
        return not (self.plain and setting.additive) and (
            setting.decoder is Decoder.ARBITRARY or not self.arbitrary
        )


_SCALARS = "the diagonal may hold more numbers"
_SHAPE = "a diagonal matrix is triangular"
_REAL = "a real number is a complex number"
_IDLE = "a block of size k is one of size k + 1 with an idle unit"
_FREE = "every matrix is in the full class"
_COLUMNS = "the numbers V^T h and one coordinate of h are a block, triangular for one column"
_LAST = "one unit holds the last letter, and it turns a number, or a plane"
_COUNTED = "letters that commute may be counted each in units of its own"

INCLUSIONS: tuple[Inclusion, ...] = (
    Inclusion("diagonal-nonnegative", "diagonal-real", _SCALARS),
    Inclusion("diagonal-real", "rotation", _SCALARS),
    Inclusion("diagonal-nonnegative", "triangular-nonnegative", _SHAPE),
    Inclusion("diagonal-real", "triangular-real", _SHAPE),
    Inclusion("rotation", "triangular-complex", _SHAPE),
    Inclusion("triangular-nonnegative", "triangular-real", _SCALARS),
    Inclusion("triangular-real", "triangular-complex", _SCALARS),
    Inclusion("triangular-complex", "full", _FREE),
    Inclusion("rotation", "block-real:2", "a complex unit is a real block [[a, -b], [b, a]]"),
    Inclusion("block-real:2", "block-complex:2", _REAL),
    Inclusion("block-real:2", "block-real:3", _IDLE),
    Inclusion("block-complex:2", "block-complex:3", _IDLE),
    Inclusion(
        "block-complex:2", "block-real:4", "a complex block of size k is a real one of size 2k"
    ),
    Inclusion("block-real:3", "block-complex:3", _REAL),
    Inclusion("block-real:3", "block-real:4", _IDLE),
    Inclusion("block-complex:3", "block-complex:4", _IDLE),
    Inclusion("block-real:4", "block-complex:4", _REAL),
    Inclusion("block-complex:4", "full", _FREE),
    Inclusion("permutation", "orthogonal", "permutation matrices are orthogonal"),
    Inclusion("permutation", "column-one-hot", "each column of a permutation matrix is one-hot"),
    Inclusion("orthogonal", "full", _FREE),
    Inclusion("column-one-hot", "pd", "the diagonal may be the identity"),
    Inclusion("rotation", "pd", "the one-hot columns may be those of the identity"),
    Inclusion("pd", "full", _FREE),
    Inclusion(
        "diagonal-real",
        "householder-heads:1",
        "a unit of finite reach needs the multipliers 0, 1 and -1 alone, each one factor of size one",
    ),
    Inclusion(
        "rotation",
        "householder-heads:2",
        "a unit of finite reach needs 0 and rotations alone, each two factors of size two",
    ),
    *(
        Inclusion(f"{name}:{n}", f"{name}:{n + 1}", "a factor with beta = 0 does nothing")
        for name in ("householder", "householder-heads")
        for n in (1, 2, 3)
    ),
    *(
        Inclusion(f"householder:{n}", f"householder-heads:{n}", "there may be one head alone")
        for n in (1, 2, 3, 4)
    ),
    Inclusion("householder-heads:4", "full", _FREE),
    *(
        Inclusion(f"{name}:{n}", f"{name}:{n + 1}", "a column may be 0")
        for name in ("cp-real", "cp-complex")
        for n in (1, 2, 3)
    ),
    *(Inclusion(f"cp-real:{n}", f"cp-complex:{n}", _REAL) for n in (1, 2, 3, 4)),
    Inclusion("cp-complex:4", "full", _FREE),
)

FURTHER: tuple[Inclusion, ...] = (
    *(
        Inclusion(f"cp-{field}:{n}", f"block-{field}:{n + 1}", _COLUMNS)
        for field in ("real", "complex")
        for n in (1, 2, 3)
        if (field, n) not in (("real", 1), ("complex", 1))
    ),
    Inclusion("cp-real:1", "triangular-real", _COLUMNS),
    Inclusion("cp-complex:1", "triangular-complex", _COLUMNS),
    Inclusion(
        "cp-complex:1",
        "block-real:2",
        "the number z is a complex unit, or depends on one letter alone, real and imaginary part by itself",
    ),
    Inclusion(
        "cp-complex:1",
        "householder-heads:2",
        "a unit of finite reach needs 0 and rotations alone, and [[0, 0], [a, 0]] is two factors",
    ),
    Inclusion("cp-complex:1", "cp-real:3", "a complex product is made of three real ones"),
    Inclusion("diagonal-nonnegative", "householder:1", _COUNTED, plain=True, arbitrary=True),
    Inclusion("diagonal-real", "householder:2", _COUNTED, plain=True, arbitrary=True),
    Inclusion("rotation", "householder:3", _COUNTED, plain=True, arbitrary=True),
    Inclusion(
        "cp-real:1",
        "householder:2",
        "the first letter ends the start, and turns a number",
        plain=True,
    ),
    Inclusion(
        "cp-complex:1",
        "householder:3",
        "the first letter ends the start, and turns a plane",
        plain=True,
    ),
    Inclusion("cp-real:1", "householder:2", _LAST, arbitrary=True),
    Inclusion("cp-complex:1", "householder:3", _LAST, arbitrary=True),
    Inclusion(
        "cp-complex:2",
        "block-real:4",
        "V^T h determines h after the first letter, or is in fewer dimensions then",
        plain=True,
    ),
    Inclusion(
        "cp-complex:2",
        "block-real:4",
        "V^T h and the last letter determine h, or V^T h is a sum of numbers that letters turn and reset",
        cited=False,
    ),
)

CONVERSES: tuple[Inclusion, ...] = (
    Inclusion(
        "full", "column-one-hot", "what a recurrence of finite reach tracks has one-hot states"
    ),
    Inclusion(
        "orthogonal",
        "permutation",
        "the states of what is tracked are permuted, and are one-hot states",
    ),
)


@cache
def above(
    name: str,
    *,
    converses: bool = False,
    setting: Setting | None = None,
    cited: bool = False,
) -> frozenset[str]:
    """The classes that hold the matrices of a class; with the converses all that track as much.

    Args:
        name: the class.
        converses: whether the converses count.
        setting: counts the further inclusions of this setting, too.
        cited: leaves out those that no certificate cites.

    >>> sorted(above("permutation"))
    ['column-one-hot', 'full', 'orthogonal', 'pd', 'permutation']
    >>> "permutation" in above("orthogonal"), "permutation" in above("orthogonal", converses=True)
    (False, True)
    >>> (
    ...     "householder:2" in above("cp-real:1"),
    ...     "householder:2" in above("cp-real:1", setting=Setting()),
    ... )
    (False, True)
    """
    return frozenset(_steps(name, converses=converses, setting=setting, cited=cited))


def chain(
    lower: str, upper: str, *, setting: Setting | None = None
) -> tuple[Inclusion, ...] | None:
    """The inclusions that lead from one class to another, none if they are equal, None if there are none.

    >>> [i.upper for i in chain("rotation", "column-one-hot")]
    ['triangular-complex', 'full', 'column-one-hot']
    >>> chain("full", "rotation") is None
    True
    """
    steps = _steps(lower, converses=True, setting=setting)
    at = EQUAL.get(upper, upper)
    if at not in steps:
        return None
    path: list[Inclusion] = []
    while (step := steps[at]) is not None:
        path.append(step)
        at = step.lower
    return tuple(reversed(path))


def _steps(
    name: str, *, converses: bool, setting: Setting | None, cited: bool = False
) -> dict[str, Inclusion | None]:
    """The classes above one, each with the last inclusion of a shortest chain to it."""
    edges = INCLUSIONS + (CONVERSES if converses else ())
    if setting is not None and setting.layers == 1:
        edges += tuple(i for i in FURTHER if i.holds(setting) and (i.cited or not cited))
    found: dict[str, Inclusion | None] = {EQUAL.get(name, name): None}
    waiting = list(found)
    for lower in waiting:
        for edge in edges:
            if edge.lower == lower and edge.upper not in found:
                found[edge.upper] = edge
                waiting.append(edge.upper)
    return found


def further(name: str, setting: Setting) -> tuple[Restriction, ...]:
    """The classes of the further inclusions from a class, in a setting, that certificates may cite.

    >>> [r.name for r in further("cp-real:1", Setting())]
    ['triangular-real', 'householder:2']
    """
    if setting.layers > 1:
        return ()
    names = (i.upper for i in FURTHER if i.lower == name and i.cited and i.holds(setting))
    return tuple(restriction(upper)[0] for upper in dict.fromkeys(names))


def inside(restriction: Restriction) -> Diagonal | Rotation | None:
    """The largest class of diagonal matrices inside a triangular or block-diagonal class."""
    match restriction:
        case Triangular(Scalars.COMPLEX):
            return Rotation()
        case Triangular(scalars):
            return Diagonal(scalars)
        case BlockDiagonal(1, Scalars.REAL):
            return Diagonal(Scalars.REAL)
        case BlockDiagonal():
            return Rotation()
        case _:
            return None
