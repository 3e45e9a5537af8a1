"""Cascades of diagonal layers in turns and resets: the holonomy decomposition, digit by digit.

Each level of the holonomy decomposition permutes its tiles or resets them. An orbit of tiles is followed
by an element of its group, and that by its digits: a permutation multiplies a digit by a root of unity
that the letter and the choices before it determine, and a reset sets it. So each digit is one affine
diagonal layer, which is linear where nothing is reset. Digits that do not read one another share a
layer.

``Point``             the choices and the elements of groups, level by level
``Digits``            a place of the cascade: for each point its value, for each step what happens to it
``digits(..)``        the places of the cascade of an automaton, with its points
``thinned(..)``       as few of the places as tell the points apart and determine their own steps
``layering(..)``      for each place the layer, above all places that it reads

A value is a tuple of entries, each a turn, None for the number 0, or a number (in one place an entry is
always a turn or None, or always a number: the turn 0 is the number 1). A step is ``(turns, None)`` where
entries are multiplied, ``(None, value)`` where they are set.

References: Krohn and Rhodes, *Algebraic theory of machines* (1965); theory.md, section 3.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from bilinear_theory.algebra.cyclotomic import Cyclotomic
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.holonomy import Holonomy, Move, holonomy
from bilinear_theory.constructions.characters import root
from bilinear_theory.constructions.tracks import Factor, Track, tracks
from bilinear_theory.systems.restriction import Scalars

#: The most points of a cascade.
MAX_POINTS = 20_000

Entry = Fraction | int | Cyclotomic | None
Value = tuple[Entry, ...]
Scale = Fraction | Cyclotomic | None
Step = tuple[tuple[Scale, ...] | None, Value | None]
Point = tuple[tuple[int, int], ...]  # on each level the tile and the element, or (-1, 0)

HERE: Fraction = Fraction(0)


class TooManyPoints(ValueError):
    """The cascade reaches more points than the bound."""


@dataclass(frozen=True, eq=False)
class Digits:
    """One place of the cascade: level ``level``, digit ``digit``.

    Args:
        level: the level of the decomposition.
        digit: the factor of the series of each group on this level.
        values: the value at each point.
        steps: what each letter does to it, at each point.
    """

    level: int
    digit: int
    values: tuple[Value, ...]
    steps: tuple[tuple[Step, ...], ...]

    @property
    def is_constant(self) -> bool:
        """Whether it has one value."""
        return len(set(self.values)) == 1


class Cover(Protocol):
    """Points that letters lead to one another, each over a state of the automaton."""

    @property
    def following(self) -> Sequence[tuple[int, ...]]:
        """The point after each letter."""
        ...

    @property
    def states(self) -> Sequence[int]:
        """The state of the automaton at each point."""
        ...


@dataclass(frozen=True, eq=False)
class Run:
    """The points of the cascade of an automaton.

    Args:
        holonomy: the decomposition.
        tracks: the tracks of the tiles of each component.
        points: the points, breadth-first from the start.
        images: the image on each level, at each point.
        following: the point after each letter.
        moves: on each level what a letter does, at each point.
        states: the state of the automaton at each point.
    """

    holonomy: Holonomy
    tracks: tuple[tuple[Track, ...], ...]
    points: list[Point] = field(default_factory=list[Point])
    images: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    following: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    moves: list[tuple[tuple[Move, ...], ...]] = field(
        default_factory=list[tuple[tuple[Move, ...], ...]]
    )
    states: list[int] = field(default_factory=list[int])

    def component(self, i: int, level: int) -> int | None:
        """The component of the choice that point i makes on a level, None without a choice."""
        h = self.holonomy
        image = self.images[i][level]
        if h.skeleton.height(image) < h.depth - level:
            return None
        return h.component_of[h.skeleton.class_of[image][0]]

    def track(self, component: int, tile: int) -> tuple[int, Track]:
        """The track of a tile, with its place."""
        return next((o, t) for o, t in enumerate(self.tracks[component]) if tile in t.element)


def run(a: Automaton, scalars: Scalars, *, bound: int = MAX_POINTS) -> Run:
    """The points of the cascade of an automaton all of whose states are reachable, from state 0.

    Raises:
        TooManyPoints: past ``bound`` points.
        TooManyImages: past a bound of the decomposition.
        Unsolvable: if the scalars cannot follow a group of the decomposition.
        GroupTooLarge: past a bound on the order of a group.
    """
    h = holonomy(a)
    found = Run(h, tuple(tracks(len(c.tiles), c.generators, scalars) for c in h.components))
    chain, start, image = h.start(), list[tuple[int, int]](), 0
    for level, tile in enumerate(chain):
        component = h.component_of[h.skeleton.class_of[image][0]]
        if tile < 0 or component is None:
            start.append((-1, 0))
        else:
            start.append((tile, found.track(component, tile)[1].element[tile]))
        image = h.chosen(image, level, tile)
    number: dict[Point, int] = {tuple(start): 0}
    found.points.append(tuple(start))
    moves: dict[tuple[int, int, int, int], Move] = {}
    after_move: dict[tuple[int, int, tuple[int, int]], tuple[int, int]] = {}
    for point in found.points:
        path = [0]
        for level, (tile, _) in enumerate(point):
            path.append(h.chosen(path[-1], level, tile))
        rows: list[tuple[Move, ...]] = []
        row: list[int] = []
        for a_ in range(len(a.alphabet)):
            image, choices, met = 0, list[tuple[int, int]](), list[Move]()
            for level, choice in enumerate(point):
                key = (path[level], image, level, a_)
                if key not in moves:
                    moves[key] = h.move(*key)
                move = moves[key]
                step = (id(move), level, choice if move.permutation else (-1, 0))
                if step not in after_move:
                    after_move[step] = _moved(found, move, choice)
                choices.append(after_move[step])
                image = h.chosen(image, level, after_move[step][0])
                met.append(move)
            new = tuple(choices)
            if new not in number:
                if len(number) == bound:
                    raise TooManyPoints(f"the cascade reaches more than {bound} points")
                number[new] = len(found.points)
                found.points.append(new)
            row.append(number[new])
            rows.append(tuple(met))
        found.images.append(tuple(path))
        found.states.append(h.skeleton.sets[path[-1]][0])
        found.following.append(tuple(row))
        found.moves.append(tuple(rows))
    return found


def _moved(found: Run, move: Move, choice: tuple[int, int]) -> tuple[int, int]:
    """The tile and the element after a move."""
    if move.component is None:
        return (-1, 0)
    if move.permutation is None:
        return (move.tile, found.track(move.component, move.tile)[1].element[move.tile])
    _, track = found.track(move.component, choice[0])
    g = int(track.group.product(choice[1], track.restricted(move.permutation)))
    return (track.point(g), g)


def digits(found: Run, *, full: tuple[int, int] | None = None) -> list[Digits]:
    """The places of the cascade, level by level, those without a choice left out.

    Args:
        found: the points.
        full: level and digit of a place whose values have an entry for all characters of its factors,
            and one that is 1 where there is no choice: a basis of all functions of its value.
    """
    places: list[Digits] = []
    for level in range(found.holonomy.depth):
        here = {found.component(i, level) for i in range(len(found.points))}
        components = sorted(c for c in here if c is not None)
        depth = max((len(t.factors) for c in components for t in found.tracks[c]), default=0)
        for digit in range(max(1, depth)):
            writer = _Writer(found, components, level, digit, full == (level, digit))
            place = Digits(
                level,
                digit,
                tuple(writer.value(i) for i in range(len(found.points))),
                tuple(
                    tuple(writer.step(i, a, j) for a, j in enumerate(row))
                    for i, row in enumerate(found.following)
                ),
            )
            if not place.is_constant or full == (level, digit):
                places.append(place)
    return places


class _Writer:
    """The entries of one place: slots for characters of the factors, on digit 0 for each track its own."""

    def __init__(
        self, found: Run, components: Sequence[int], level: int, digit: int, full: object
    ) -> None:
        self.found, self.level, self.digit, self.full = found, level, digit, bool(full)
        self.first: dict[tuple[int, int], int] = {}  # (component, track) -> its first slot
        self.width = 1 if self.full else 0
        self.orbits = False
        for c in components:
            at = 0
            for o, track in enumerate(found.tracks[c]):
                self.first[c, o] = at if digit == 0 else 0
                at += self._size(track)
                self.width = max(self.width, at if digit == 0 else self._size(track))
            self.orbits |= digit == 0 and len(found.tracks[c]) > 1 and not self.full
        self.cache: dict[object, Value] = {}
        self.steps: dict[object, Step] = {}

    def _factor(self, track: Track) -> Factor | None:
        return track.factors[self.digit] if self.digit < len(track.factors) else None

    def _characters(self, track: Track) -> Sequence[dict[int, Fraction]]:
        factor = self._factor(track)
        if factor is None:
            return ()
        return factor.characters if self.full else factor.basis

    def _size(self, track: Track) -> int:
        return max(len(self._characters(track)), 1 if self.full else 0)

    def _entries(self, track: Track, turns: Sequence[Fraction]) -> Sequence[Fraction]:
        """In full the trivial factor has one character, too."""
        return turns or ((HERE,) if self.full else ())

    def value(self, i: int) -> Value:
        """The value at point i."""
        component = self.found.component(i, self.level)
        tile, g = self.found.points[i][self.level]
        key = (component, tile, g)
        if key not in self.cache:
            self.cache[key] = self._value(component, tile, g)
        return self.cache[key]

    def _value(self, component: int | None, tile: int, g: int) -> Value:
        entries: list[Entry] = [None] * self.width
        if component is None:
            if self.full:
                entries[0] = HERE
            return (0, *entries) if self.orbits else tuple(entries)
        o, track = self.found.track(component, tile)
        factor = self._factor(track)
        turns = () if factor is None else [c[factor.digit(g)] for c in self._characters(track)]
        for k, turn in enumerate(self._entries(track, turns)):
            entries[self.first[component, o] + k] = turn
        return (o, *entries) if self.orbits else tuple(entries)

    def step(self, i: int, letter: int, after: int) -> Step:
        """What a letter does at point i, from which it leads to the point ``after``."""
        move = self.found.moves[i][letter][self.level]
        if move.permutation is None or move.component is None:
            return (None, self.value(after))
        # digit 0 does not know its own tile; the digits after it do
        key = (id(move), self.found.points[i][self.level] if self.digit else None)
        if key not in self.steps:
            self.steps[key] = (self._multipliers(move.component, move, i), None)
        return self.steps[key]

    def _multipliers(self, component: int, move: Move, i: int) -> tuple[Fraction, ...]:
        entries = [HERE] * self.width
        tile, here = self.found.points[i][self.level]
        for o, track in enumerate(self.found.tracks[component]):
            factor = self._factor(track)
            if (
                factor is None
                or move.permutation is None
                or (self.digit and tile not in track.element)
            ):
                continue
            h = track.restricted(move.permutation)
            k = factor.multiplier(here if self.digit else 0, h)
            for slot, chi in enumerate(self._characters(track), start=self.first[component, o]):
                entries[slot] = chi[k]
        return (HERE, *entries) if self.orbits else tuple(entries)


def number(entry: Entry) -> Cyclotomic:
    """The number that an entry of a value stands for."""
    if isinstance(entry, Cyclotomic):
        return entry
    return Cyclotomic.rational(entry) if isinstance(entry, int) else root(entry)


def multiplier(turn: Scale) -> Cyclotomic:
    """The number that an entry of a step stands for."""
    return turn if isinstance(turn, Cyclotomic) else root(turn)


def thinned(places: Sequence[Digits], found: Cover) -> list[Digits]:
    """The places without those that nothing needs, the last ones dropped first."""
    kept = list(places)
    for place in reversed(places):
        fewer = [p for p in kept if p is not place]
        values = {tuple(p.values[i] for p in fewer) for i in range(len(found.states))}
        if len(values) == len(found.states) and all(
            _determined(fewer, range(s), p) for s, p in enumerate(fewer)
        ):
            kept = fewer
    return kept


def layering(places: Sequence[Digits], following: Sequence[Sequence[int]]) -> list[int]:
    """For each place its layer: the least one above all places that its steps read.

    A place reads as few of those before it as determine, with the letter, what happens to it.
    """
    layers: list[int] = []
    for s, place in enumerate(places):
        read = list(range(s))
        for other in sorted(range(s), key=lambda k: -layers[k]):
            fewer = [k for k in read if k != other]
            if _determined(places, fewer, place):
                read = fewer
        layers.append(1 + max((layers[k] for k in read), default=-1))
    return layers


def _determined(places: Sequence[Digits], read: Sequence[int], place: Digits) -> bool:
    known: dict[object, Step] = {}
    columns = [places[k].values for k in read]
    for i, row in enumerate(place.steps):
        seen = tuple(column[i] for column in columns)
        for a, step in enumerate(row):
            if known.setdefault((a, seen), step) != step:
                return False
    return True
