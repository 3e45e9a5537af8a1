"""The catalogue: what a target on the command line, or in a call, stands for.

A target is an automaton, a file, a regular expression, an example of the package, or a name. A text
with an ending or a slash that exists as a file is that file; else the name counts; so ``S3`` is a
group and ``./S3`` a file.

``regex:(ab)*``               the minimal acceptor of a regular expression
``example:mosquitto``         a real automaton that is shipped with the package
``parity``, ``flip-flop``     letters 0, 1, and the state is the number of 1s modulo 2; letters id,
                              set0, set1, and the state is what was set last, at first 0
``tomita:1`` .. ``tomita:7``  Tomita's languages over 0 and 1
``counter:5``                 one letter, which adds 1 modulo 5; ``C5``
``modular-addition:5``        letters 0 .. 4, added modulo 5; ``C5@all``
``cycle-navigation:5``        letters +1, -1 and stay, on a cycle of five
``S3``, ``C2xC4``, ``SL(2,3)``  a group's word problem on its generators (``named_groups``)
``S5@all``                    the same with every element as a letter
``S5/points``                 the group's action on its points, from point 0

Of Tomita's third language there are two readings. Here, as in AALpy, an odd run of 1s obliges every
later run of 0s to be even, whatever stands between them.

References: Tomita, *Dynamic construction of finite automata from examples using hill-climbing*
(1982); Delétang et al., *Neural networks and the Chomsky hierarchy* (2023).
"""

from __future__ import annotations

import difflib
import importlib.resources
import os
import re
from pathlib import Path

import numpy as np

from bilinear_theory.automata.action import (
    CELLS_BOUND,
    ELEMENTS_BOUND,
    cayley_automaton,
    point_automaton,
)
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats import automaton_of_regex, read
from bilinear_theory.automata.named_groups import is_group_name, named_group

Target = str | os.PathLike[str] | Automaton

# Rows of states, columns 0 and 1; the start is 0, and the accepting states follow.
TOMITA: dict[int, tuple[list[list[int]], set[int]]] = {
    1: ([[1, 0], [1, 1]], {0}),  # 1*
    2: ([[1, 2], [1, 1], [0, 1]], {0}),  # (10)*
    3: ([[0, 1], [2, 0], [4, 3], [3, 3], [2, 4]], {0, 1, 4}),  # after an odd run of 1s, even 0s
    4: ([[1, 0], [2, 0], [3, 0], [3, 3]], {0, 1, 2}),  # no 000
    5: ([[1, 2], [0, 3], [3, 0], [2, 1]], {0}),  # 0s and 1s both even in number
    6: ([[1, 2], [2, 0], [0, 1]], {0}),  # as many 0s as 1s, modulo 3
    7: ([[0, 1], [2, 1], [2, 3], [4, 3], [4, 4]], {0, 1, 2, 3}),  # 0*1*0*1*
}
EXAMPLES = {
    "coffee": "coffee.dot",
    "ctinydtls": "ctinydtls.dot",
    "mlregtest-zp": "mlregtest-zp.att",
}
PLAIN = ("parity", "flip-flop")
NUMBERED = ("tomita", "counter", "modular-addition", "cycle-navigation")
GROUP = re.compile(r"(?P<group>[^@/]+)(?P<all>@all)?(?P<points>/points)?")


def target(given: Target, *, bound: int = ELEMENTS_BOUND) -> Automaton:
    """The automaton that a target stands for; ``bound`` bounds its states, and a group's order.

    Raises:
        AutomatonFileError: on a file that holds no automaton that can be read.
        ValueError: in one line, on a name that is not known or is out of range.
        TypeError: if it is none of these.

    >>> len(target("S3")), len(target("S3/points")), len(target("S3@all").alphabet)
    (6, 3, 6)
    >>> target("tomita:4").run("1001000")
    False
    """
    if isinstance(given, Automaton):
        return given
    if isinstance(given, os.PathLike):
        return read(given, bound=bound)
    if not hasattr(given, "startswith"):
        raise TypeError(f"a target is an automaton, a path or text, not {given!r}")
    if given.startswith("regex:"):
        return automaton_of_regex(given.removeprefix("regex:"), bound=bound)
    if given.startswith("example:"):
        return example(given.removeprefix("example:"))
    is_path = "/" in given or os.sep in given or bool(Path(given).suffix)
    if is_path and _exists(given):
        return read(given, bound=bound)
    named = _named(given, bound)
    if named is not None:
        return named
    if is_path or _exists(given):
        return read(given, bound=bound)
    raise ValueError(f"no file and no name: {given[:60]!r}{_suggestions(given)}")


def file_of(text: str) -> Path | None:
    """The file that a target in text stands for, None if it is a name or no file.

    >>> file_of("S3"), file_of("regex:(ab)*")
    (None, None)
    """
    if text.startswith(("regex:", "example:")) or not _exists(text):
        return None
    is_path = "/" in text or os.sep in text or bool(Path(text).suffix)
    return Path(text) if is_path or not _is_name(text) else None


def example(name: str) -> Automaton:
    """A real automaton that is shipped with the package; a README beside them says whose.

    The README also tells what is noted while others' files are read: nothing is said here.

    Raises:
        ValueError: if there is no example of this name.

    >>> len(example("mlregtest-zp"))
    3
    """
    if name not in EXAMPLES:
        raise ValueError(f"no example {name[:60]!r}, there are {', '.join(EXAMPLES)}")
    folder = importlib.resources.files("bilinear_theory.automata") / "examples"
    with importlib.resources.as_file(folder / EXAMPLES[name]) as path:
        return read(path, notify=lambda note: None)


def _exists(text: str) -> bool:
    try:
        return os.path.exists(text)
    except ValueError:  # a zero byte
        return False


def _is_name(text: str) -> bool:
    match = GROUP.fullmatch(text)
    is_group = match is not None and is_group_name(match["group"])
    return is_group or text in PLAIN or text.partition(":")[0] in NUMBERED


def _named(name: str, bound: int) -> Automaton | None:
    """The automaton of a name, or None if the text has the form of no name."""
    if name == "parity":
        return Automaton("01", [[0, 1], [1, 0]], 0, [0, 1])
    if name == "flip-flop":
        return Automaton(("id", "set0", "set1"), [[0, 0, 1], [1, 0, 1]], 0, [0, 1])
    family, colon, text = name.partition(":")
    if family in NUMBERED:
        if not colon or not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < 1:
            raise ValueError(f"{name[:60]!r}: expected {family}:N with a number from 1 on")
        return _numbered(family, int(text), bound)
    match = GROUP.fullmatch(name)
    if match is None or not is_group_name(match["group"]):
        return None
    group = named_group(match["group"], bound=bound)
    build = point_automaton if match["points"] else cayley_automaton
    return build(
        group.generators,
        letters="elements" if match["all"] else "generators",
        symbols=None if match["all"] else group.symbols,
        base=group.base,
        element_name=group.element_name,
        bound=bound,
    )


def _numbered(family: str, n: int, bound: int) -> Automaton:
    if family == "tomita":
        if n not in TOMITA:
            raise ValueError(f"tomita:{n}: expected tomita:1 to tomita:7")
        rows, accepting = TOMITA[n]
        return Automaton("01", rows, 0, [q in accepting for q in range(len(rows))])
    if n > bound:
        raise ValueError(f"{family}:{n} has {n} states, past the bound {bound}")
    states = range(n)
    if family == "modular-addition":
        if n * n > CELLS_BOUND:
            raise ValueError(f"{family}:{n} has {n * n} transitions, past the bound {CELLS_BOUND}")
        sums = np.add.outer(np.arange(n), np.arange(n)) % n
        return Automaton(map(str, states), sums, 0, states, map(str, states))
    if family == "counter":
        return Automaton([str(1 % n)], [[(q + 1) % n] for q in states], 0, states)
    moves = [[(q + 1) % n, (q - 1) % n, q] for q in states]
    return Automaton(("+1", "-1", "stay"), moves, 0, states)


def _suggestions(text: str) -> str:
    """Names that are close to a text, to end an error with."""
    family, _, number = text.partition(":")
    known = [*PLAIN, *NUMBERED, "regex", "example"]
    near = difflib.get_close_matches(family.lower(), known, n=3, cutoff=0.6)
    full = [f"{name}:{number or 'N'}" if name not in PLAIN else name for name in near]
    factors = re.split(r"[xX _*]", text)
    candidates = ["x".join(x[:1].upper() + x[1:] for x in factors), "x".join(factors).upper()]
    for candidate in dict.fromkeys(candidates):
        match = GROUP.fullmatch(candidate)
        if len(candidate) <= 60 and match and is_group_name(match["group"]):
            full.append(candidate)
    if full:
        return f"; near it are {', '.join(full[:3])}"
    return "; names are such as S3, C2xC4, SL(2,3), S5@all, tomita:4, parity, regex:(ab)*"
