"""The skeleton of an automaton: the sets of states that words leave, their order, classes and heights.

Words send the set of all states to its *images*; to these the single states are added. The number of
images is at most ``2^Q``, however many elements the transition monoid has.

subduction       ``P <= R`` if a word leads from ``R`` onto a set that holds ``P``
class            images that lead onto one another; words between them are bijections
height           the length of the longest chain of strict subductions down to a single state
tiles            the largest images that lie properly inside an image of a class's first one
permutations     those of the first image of a class that words induce on its states

``skeleton(a)``     all of that
``TooManyImages``   raised past a bound

References: Eilenberg, *Automata, Languages, and Machines* B (1976), chapter II; Egri-Nagy and Nehaniv,
*Computational holonomy decomposition of transformation semigroups*, arXiv 1508.06345.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.algebra.graphs import strong_components
from bilinear_theory.automata.automaton import Automaton

#: The most images that are listed.
MAX_IMAGES = 100_000
#: The most steps of the search for tiles: images times states times classes.
MAX_WORK = 2_000_000_000

Map = tuple[int, ...]


class TooManyImages(ValueError):
    """The automaton has more images than the bound."""


@dataclass(frozen=True, eq=False, repr=False)
class ImageClass:
    """A class of images that lead onto one another.

    Args:
        height: the height of its images, 0 for single states.
        images: the numbers of its images, the first one its representative.
        ways: for each image a word from the representative, as columns.
        back: for each image a word to the representative.
        states: the states of the representative, ascending.
        maps: for each image the states to which the word from the representative sends these.
        tiles: the tiles of the representative, as numbers of images; none for a single state.
    """

    height: int
    images: tuple[int, ...]
    ways: tuple[tuple[int, ...], ...]
    back: tuple[tuple[int, ...], ...]
    states: tuple[int, ...]
    maps: tuple[Map, ...]
    tiles: tuple[int, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Skeleton:
    """The images of an automaton and their classes.

    Args:
        automaton: the automaton.
        sets: the states of each image, ascending; image 0 has all states.
        following: the image to which each letter leads, one row an image.
        classes: the classes.
        class_of: the class of each image, and its place there.
    """

    automaton: Automaton
    sets: tuple[tuple[int, ...], ...]
    following: tuple[tuple[int, ...], ...]
    classes: tuple[ImageClass, ...]
    class_of: tuple[tuple[int, int], ...]

    def __repr__(self) -> str:
        return f"<Skeleton: {len(self.sets)} images in {len(self.classes)} classes>"

    def height(self, image: int) -> int:
        """The height of an image."""
        return self.classes[self.class_of[image][0]].height

    def permutations(self, c: int) -> dict[Map, tuple[int, ...]]:
        """Permutations of the representative of a class that generate all that words induce.

        Each is a map of the places of its states, with a word, as columns, that induces it.
        """
        found: dict[Map, tuple[int, ...]] = {}
        members = self.classes[c]
        place = {q: i for i, q in enumerate(members.states)}
        table = self.automaton.transitions
        for i, image in enumerate(members.images):
            loops = [(members.ways[i], members.back[i])]
            for a, after in enumerate(self.following[image]):
                other, j = self.class_of[after]
                if other == c:
                    loops.append(((*members.ways[i], a), members.back[j]))
            for there, back in loops:
                q = np.array(members.states)
                for a in (*there, *back):
                    q = table[q, a]
                permutation = tuple(place[p] for p in q.tolist())
                if permutation != tuple(range(len(permutation))):
                    found.setdefault(permutation, (*there, *back))
        return found


def skeleton(a: Automaton, *, bound: int = MAX_IMAGES) -> Skeleton:
    """The skeleton of an automaton, on all its states.

    Raises:
        TooManyImages: past ``bound`` images, or where the tiles take more than ``MAX_WORK`` steps.

    >>> reset = Automaton("01", [[0, 1], [0, 1], [1, 0]], 2, (0, 1, 0))
    >>> s = skeleton(reset)
    >>> s.sets, [c.height for c in s.classes]
    (((0, 1, 2), (0, 1), (0,), (1,), (2,)), [2, 1, 0, 0])
    """
    sets, following = _images(a, bound)
    labels, members = _strong_components(following)
    if len(members) * len(sets) * len(a) > MAX_WORK:
        raise TooManyImages(
            f"the tiles of {len(members)} classes among {len(sets)} images on {len(a)} states take "
            f"more than {MAX_WORK} steps"
        )
    holds = np.zeros((len(sets), len(a)), np.bool_)
    for i, states in enumerate(sets):
        holds[i, list(states)] = True
    tiles = [_tiles(holds, images[0]) for images in members]
    heights = _heights(labels, members, following, sets, tiles)
    classes: list[ImageClass] = []
    class_of: list[tuple[int, int]] = [(0, 0)] * len(sets)
    for c, images in enumerate(members):
        for place, i in enumerate(images):
            class_of[i] = (c, place)
        ways, maps = _ways(a, sets, following, labels, images)
        back = _back(following, labels, images)
        classes.append(
            ImageClass(
                heights[c], tuple(images), ways, back, sets[images[0]], maps, tuple(tiles[c])
            )
        )
    return Skeleton(a, sets, following, tuple(classes), tuple(class_of))


def _images(
    a: Automaton, bound: int
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """All images, breadth-first from the set of all states, then the single states."""
    columns = [column.tolist() for column in a.transitions.T]
    everything = tuple(range(len(a)))
    number: dict[tuple[int, ...], int] = {everything: 0}
    queue = [everything]
    following: list[tuple[int, ...]] = []
    waiting = [(q,) for q in everything]
    for states in queue:
        row: list[int] = []
        for column in columns:
            image = tuple(sorted({column[q] for q in states}))
            if image not in number:
                if len(number) == bound:
                    raise TooManyImages(f"words leave more than {bound} sets of states")
                number[image] = len(queue)
                queue.append(image)
            row.append(number[image])
        following.append(tuple(row))
        if len(following) == len(queue):
            for single in waiting:
                if single not in number:
                    number[single] = len(queue)
                    queue.append(single)
            waiting = []
    return tuple(queue), tuple(following)


def _strong_components(
    following: tuple[tuple[int, ...], ...],
) -> tuple[NDArray[np.int32], list[list[int]]]:
    """The class of each image, and the images of each class, classes by their first image."""
    n, s = len(following), len(following[0])
    table = np.array(following, np.int64).reshape(n, s)
    found = strong_components(table)
    order: dict[int, list[int]] = {}
    for i, c in enumerate(found.tolist()):
        order.setdefault(c, []).append(i)
    rank = {c: k for k, c in enumerate(order)}
    return np.array([rank[c] for c in found.tolist()], np.int32), list(order.values())


def _tiles(holds: NDArray[np.bool_], image: int) -> list[int]:
    """The largest images properly inside an image, in the order of their numbers."""
    outside = ~holds[image]
    inside = np.flatnonzero(~holds[:, outside].any(axis=1))
    inside = inside[inside != image]
    sizes = holds[inside].sum(axis=1)
    left, found = inside[np.argsort(-sizes, kind="stable")], list[int]()
    while len(left):
        largest = int(left[0])
        found.append(largest)
        left = left[holds[left][:, ~holds[largest]].any(axis=1)]
    return sorted(found)


def _heights(
    labels: NDArray[np.int32],
    members: list[list[int]],
    following: tuple[tuple[int, ...], ...],
    sets: tuple[tuple[int, ...], ...],
    tiles: list[list[int]],
) -> list[int]:
    """The longest chain below each class: what its images lead to, and its tiles, lie lower."""
    below: list[set[int]] = []
    for c, images in enumerate(members):
        after = {int(labels[j]) for i in images for j in following[i]}
        after |= {int(labels[j]) for j in tiles[c]}
        below.append(after - {c})
    heights = {c: 0 for c, images in enumerate(members) if len(sets[images[0]]) == 1}
    stack = list(range(len(members)))
    while stack:
        c = stack[-1]
        waiting = [] if c in heights else [d for d in below[c] if d not in heights]
        stack += waiting
        if not waiting:
            stack.pop()
            if c not in heights:
                heights[c] = 1 + max(heights[d] for d in below[c])
    return [heights[c] for c in range(len(members))]


def _ways(
    a: Automaton,
    sets: tuple[tuple[int, ...], ...],
    following: tuple[tuple[int, ...], ...],
    labels: NDArray[np.int32],
    images: list[int],
) -> tuple[tuple[tuple[int, ...], ...], tuple[Map, ...]]:
    """For each image of a class a shortest word from the first one, and what it does to its states."""
    columns = [column.tolist() for column in a.transitions.T]
    first = images[0]
    words: dict[int, tuple[int, ...]] = {first: ()}
    maps: dict[int, Map] = {first: sets[first]}
    queue = [first]
    for i in queue:
        for s, j in enumerate(following[i]):
            if labels[j] == labels[first] and j not in words:
                words[j] = (*words[i], s)
                maps[j] = tuple(columns[s][q] for q in maps[i])
                queue.append(j)
    return tuple(words[i] for i in images), tuple(maps[i] for i in images)


def _back(
    following: tuple[tuple[int, ...], ...], labels: NDArray[np.int32], images: list[int]
) -> tuple[tuple[int, ...], ...]:
    """For each image of a class a shortest word to the first one."""
    first = images[0]
    before: dict[int, list[tuple[int, int]]] = {}
    for i in images:
        for s, j in enumerate(following[i]):
            if labels[j] == labels[first]:
                before.setdefault(j, []).append((i, s))
    words: dict[int, tuple[int, ...]] = {first: ()}
    queue = [first]
    for j in queue:
        for i, s in before.get(j, ()):
            if i not in words:
                words[i] = (s, *words[j])
                queue.append(i)
    return tuple(words[i] for i in images)
