"""Files of permutations: the generators of a group, one on a line.

A line is a product of cycles, ``(0 1)(2 3)``, or a list of images, ``[1, 0, 3, 2]`` or ``1 0 3 2``, each
with a name before it if wanted, ``a = (0 1)``; points are numbered from 0. The automaton is the group's
word problem.

``parse``          the Cayley automaton of the group that the permutations of a text generate
``image_lists``    the number of lines of a text that is lists of images without brackets alone

References: Holt, Eick and O'Brien, *Handbook of Computational Group Theory* (2005), section 2.1.
"""

from __future__ import annotations

import io
import re

from bilinear_theory.automata.action import (
    ELEMENTS_BOUND,
    LENGTH_BOUND,
    Permutation,
    cayley_automaton,
    cycles,
    permutation_of_cycles,
)
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.formats.source import Source

COUNT_BOUND = 10_000
LINE = re.compile(
    r"(?:(?P<name>[^\s=()\[\]]+)\s*:?=\s*)?(?P<permutation>[(\[].*?|\d[\d\s,]*?)[;,]?"
)
IMAGES = re.compile(r"\[\s*+\d{1,7}(?:[\s,]++\d{1,7})*+\s*+\]", re.ASCII)
COMMENT = re.compile(r"(#|//).*")


def parse(text: str, source: Source, *, bound: int = ELEMENTS_BOUND) -> Automaton:
    """The word problem of the group that a text generates; comments open with ``#`` or ``//``.

    Raises:
        AutomatonFileError: at the line that is no permutation; past the bound on the group's order.
    """
    given: list[tuple[int, str | None, Permutation]] = []
    listed: tuple[int, int] | None = None  # the line and the degree of the first list of images
    for line, content in enumerate(io.StringIO(text), 1):
        if len(content) > LENGTH_BOUND or len(given) >= COUNT_BOUND:
            raise source.error(
                line,
                f"past the bounds of {LENGTH_BOUND} characters a line and {COUNT_BOUND} permutations",
            )
        content = COMMENT.sub("", content).strip()
        if not content:
            continue
        match = LINE.fullmatch(content)
        if match is None:
            raise source.error(line, f"expected a permutation, found {content[:40]!r}")
        body = match["permutation"]
        body = body if body[0] in "([" else f"[{body}]"
        try:
            images = _images(body)
        except ValueError as error:
            raise source.error(line, str(error)) from None
        if body.startswith("["):
            if listed is not None and listed[1] != len(images):
                raise source.error(
                    line, f"{len(images)} images, on line {listed[0]} there are {listed[1]}"
                )
            listed = listed or (line, len(images))
        given.append((line, match["name"], images))
    if not given:
        raise source.error(None, "no permutations")
    degree = max(1, max(len(images) for _, _, images in given))
    for line, _, images in given:
        if listed is not None and len(images) > listed[1]:
            raise source.error(
                line,
                f"point {len(images) - 1} is outside 0..{listed[1] - 1}, the points of line "
                f"{listed[0]}",
            )
    generators = [(*images, *range(len(images), degree)) for _, _, images in given]
    symbols = [
        cycles(images) if name is None else name
        for (_, name, _), images in zip(given, generators, strict=True)
    ]
    try:
        return cayley_automaton(generators, symbols=symbols, bound=bound)
    except ValueError as error:
        raise source.error(None, str(error)) from None


def image_lists(text: str) -> int:
    r"""How many lines a text has, if each is a permutation of the same points as a bare list; else 0.

    The points are 0 .. n-1, or 1 .. n, which ``parse`` then refuses in so many words.

    >>> image_lists("1 0 2\n1 2 0"), image_lists("0 1 2\n1"), image_lists("0 0 1")
    (2, 0, 0)
    """
    found: set[tuple[int, ...]] = set()
    count = 0
    for line in io.StringIO(text):
        content = COMMENT.sub("", line).replace(",", " ").split()
        if not content:
            continue
        if not all(x.isascii() and x.isdigit() and len(x) <= 7 for x in content):
            return 0
        count += 1
        if count > COUNT_BOUND:
            break  # they are more than are read as permutations, which says so
        found.add(tuple(sorted(map(int, content))))
        if len(found) > 1:
            return 0
    if not found:
        return 0
    [points] = found
    first = points[0]
    return count if first in (0, 1) and points == tuple(range(first, first + len(points))) else 0


def _images(body: str) -> Permutation:
    if not body.startswith("["):
        return permutation_of_cycles(body)
    if len(body) > LENGTH_BOUND or not IMAGES.fullmatch(body):
        raise ValueError(f"expected images such as [1, 0, 2], found {body[:40]!r}")
    images = tuple(int(point) for point in re.findall(r"\d+", body))
    if sorted(images) != list(range(len(images))):
        hint = "; points are numbered from 0" if 0 not in images else ""
        raise ValueError(f"no permutation of 0..{len(images) - 1}: {body[:40]}{hint}")
    return images
