"""The holonomy decomposition: an automaton as a cascade of permutation-reset components.

A state lies at the end of a chain of images, each a tile of the one before it. A level of the cascade
holds one choice of a tile; a letter, and the choices on the levels before, either permute the choices
on a level or set them to one. So every automaton is covered by a cascade whose components permute and
reset, and the groups of these components are induced by words on the tiles of its images.

``Holonomy``        skeleton, a component for each class of images, their levels
``Component``       the tiles of a class and the group of permutations of these
``holonomy(a)``     the decomposition of an automaton, on its reachable states
``Chain``           the choices of a state of the cascade, one a level; -1 where there is none to make
``cascade(h)``      the reachable states of the cascade, checked against the automaton
``TooManyChains``   raised past a bound

Levels go by height, so that the first one chooses a tile of all states. On a level whose height the
image at hand does not have, no choice is to be made.

References: Krohn and Rhodes, *Algebraic theory of machines* (1965); Eilenberg, *Automata, Languages,
and Machines* B (1976), chapter II; Egri-Nagy and Nehaniv, arXiv 1508.06345.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.reachability import reachable
from bilinear_theory.automata.skeleton import ImageClass, Map, Skeleton, skeleton

#: The most states of a cascade that are listed.
MAX_CHAINS = 100_000

Chain = tuple[int, ...]


class TooManyChains(ValueError):
    """The cascade has more reachable states than the bound."""


@dataclass(frozen=True, eq=False, repr=False)
class Component:
    """The tiles of a class of images, and the permutations of them that words induce.

    Args:
        members: the class.
        tiles: the states of each tile of the representative.
        generators: permutations of the tiles that generate all; none if words move no tile.
    """

    members: ImageClass
    tiles: tuple[tuple[int, ...], ...]
    generators: tuple[Map, ...]

    @property
    def height(self) -> int:
        """The height of the images."""
        return self.members.height


@dataclass(frozen=True, eq=False, repr=False)
class Move:
    """What a letter does to the choices on a level: a permutation of the tiles, or one tile for all.

    ``component`` is that of the image after the letter, None if there is no choice to make then.
    """

    component: int | None
    permutation: Map | None
    tile: int


@dataclass(frozen=True, eq=False, repr=False)
class Holonomy:
    """The holonomy decomposition of an automaton, all of whose states are reachable.

    Args:
        skeleton: the images and their classes.
        components: a component for each class of images with several states.
        component_of: for each class its component, None for single states.
    """

    skeleton: Skeleton
    components: tuple[Component, ...]
    component_of: tuple[int | None, ...]

    def __repr__(self) -> str:
        return f"<Holonomy: {len(self.components)} components on {self.depth} levels>"

    @property
    def automaton(self) -> Automaton:
        """The automaton that is decomposed."""
        return self.skeleton.automaton

    @property
    def depth(self) -> int:
        """The number of levels: the height of the set of all states."""
        return self.skeleton.height(0)

    def level(self, component: int) -> int:
        """The level of a component, from 0 on."""
        return self.depth - self.components[component].height

    @cached_property
    def _tiles(self) -> dict[int, tuple[int, ...]]:
        """For each image its tiles, as images, in the order of those of the representative."""
        return {}

    @cached_property
    def _number(self) -> dict[tuple[int, ...], int]:
        return {states: i for i, states in enumerate(self.skeleton.sets)}

    def tiles(self, image: int) -> tuple[int, ...]:
        """The tiles of an image: those of the representative, carried over."""
        if image not in self._tiles:
            c, place = self.skeleton.class_of[image]
            members = self.skeleton.classes[c]
            to = dict(zip(members.states, members.maps[place], strict=True))
            self._tiles[image] = tuple(
                self._number[tuple(sorted(to[q] for q in self.skeleton.sets[t]))]
                for t in members.tiles
            )
        return self._tiles[image]

    def chosen(self, image: int, level: int, choice: int) -> int:
        """The image on the next level."""
        if self.skeleton.height(image) < self.depth - level:
            return image
        return self.tiles(image)[choice]

    def move(self, before: int, after: int, level: int, letter: int) -> Move:
        """What a letter, as a column, does to the choices on a level.

        Args:
            before: the image on the level before the letter.
            after: the image on the level after it, which holds what the letter makes of ``before``.
            level: the level.
            letter: the column.
        """
        s = self.skeleton
        if s.height(after) < self.depth - level:
            return Move(None, None, -1)
        (c, _), target = s.class_of[after], s.following[before][letter]
        if target == after and s.class_of[before][0] == c:
            place = {t: k for k, t in enumerate(self.tiles(after))}
            moved = tuple(place[s.following[t][letter]] for t in self.tiles(before))
            return Move(self.component_of[c], moved, -1)
        held = set(s.sets[target])
        tile = next(k for k, t in enumerate(self.tiles(after)) if held <= set(s.sets[t]))
        return Move(self.component_of[c], None, tile)

    def start(self) -> Chain:
        """The choices for the start: on each level the first tile that holds it."""
        return self.chain(self.automaton.start)

    def chain(self, q: int) -> Chain:
        """The choices for a state: on each level the first tile that holds it."""
        image, choices = 0, list[int]()
        for level in range(self.depth):
            choice = -1
            if self.skeleton.height(image) == self.depth - level:
                tiles = self.tiles(image)
                choice = next(k for k, t in enumerate(tiles) if q in self.skeleton.sets[t])
            choices.append(choice)
            image = self.chosen(image, level, choice)
        return tuple(choices)

    def state(self, chain: Chain) -> int:
        """The state at the end of a chain."""
        image = 0
        for level, choice in enumerate(chain):
            image = self.chosen(image, level, choice)
        return self.skeleton.sets[image][0]


def holonomy(a: Automaton) -> Holonomy:
    """The holonomy decomposition of the reachable part of an automaton.

    Raises:
        TooManyImages: past a bound of ``skeleton``.

    >>> flip_flop = Automaton("01-", [[0, 1, 0], [0, 1, 1]], 0, (0, 1))
    >>> h = holonomy(flip_flop)
    >>> h, len(h.components[0].tiles), h.components[0].generators
    (<Holonomy: 1 components on 1 levels>, 2, ())
    """
    s = skeleton(reachable(a))
    components: list[Component] = []
    component_of: list[int | None] = []
    for c, members in enumerate(s.classes):
        if members.height == 0:
            component_of.append(None)
            continue
        component_of.append(len(components))
        tiles = tuple(s.sets[t] for t in members.tiles)
        components.append(Component(members, tiles, _generators(s, c, tiles)))
    return Holonomy(s, tuple(components), tuple(component_of))


def _generators(s: Skeleton, c: int, tiles: tuple[tuple[int, ...], ...]) -> tuple[Map, ...]:
    """The permutations of the tiles, without the identity and repetitions."""
    states = s.classes[c].states
    place = {q: i for i, q in enumerate(states)}
    number = {tile: k for k, tile in enumerate(tiles)}
    found: dict[Map, None] = {}
    for permutation in s.permutations(c):
        moved = tuple(
            number[tuple(sorted(states[permutation[place[q]]] for q in tile))] for tile in tiles
        )
        if moved != tuple(range(len(tiles))):
            found[moved] = None
    return tuple(found)


@dataclass(frozen=True, eq=False, repr=False)
class Cascade:
    """The reachable states of a cascade, breadth-first.

    Args:
        chains: the choices of each state; state 0 is the start.
        images: for each state the image on each level.
        following: for each state and letter the state after it.
        states: for each state that of the automaton.
    """

    chains: tuple[Chain, ...]
    images: tuple[tuple[int, ...], ...]
    following: tuple[tuple[int, ...], ...]
    states: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.chains)


def cascade(h: Holonomy, *, bound: int = MAX_CHAINS) -> Cascade:
    """The reachable states of the cascade, by its components; it covers the automaton.

    That is checked here: the states at the ends of the chains follow the automaton from its start.

    Raises:
        TooManyChains: past ``bound`` states.
        ValueError: if the cascade does not cover the automaton.

    >>> machine = Automaton("ab", [[1, 0], [1, 2], [0, 0]], 0, range(3))
    >>> c = cascade(holonomy(machine))
    >>> len(c), sorted(set(c.states))
    (4, [0, 1, 2])
    """
    table = h.automaton.transitions.tolist()
    number = {h.start(): 0}
    queue = [h.start()]
    images: list[tuple[int, ...]] = []
    following: list[tuple[int, ...]] = []
    moves: dict[tuple[int, int, int, int], Move] = {}
    for chain in queue:
        path = [0]
        for level, choice in enumerate(chain):
            path.append(h.chosen(path[-1], level, choice))
        images.append(tuple(path))
        q = h.skeleton.sets[path[-1]][0]
        row: list[int] = []
        for a in range(len(h.automaton.alphabet)):
            after, image = list[int](), 0
            for level, choice in enumerate(chain):
                key = (path[level], image, level, a)
                move = moves.get(key)
                if move is None:
                    move = moves[key] = h.move(*key)
                chosen = move.tile if move.permutation is None else move.permutation[choice]
                after.append(chosen)
                image = h.chosen(image, level, chosen)
            if h.skeleton.sets[image] != (table[q][a],):
                raise ValueError(f"the cascade does not cover the automaton at state {q}")
            new = tuple(after)
            if new not in number:
                if len(number) == bound:
                    raise TooManyChains(f"the cascade reaches more than {bound} states")
                number[new] = len(queue)
                queue.append(new)
            row.append(number[new])
        following.append(tuple(row))
    states = tuple(h.skeleton.sets[path[-1]][0] for path in images)
    return Cascade(tuple(queue), tuple(images), tuple(following), states)
