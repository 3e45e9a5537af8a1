"""Maps of the states, many at once: what a word does to each state, one word a row.

Maps are arrays of shape ``(E, Q)``, one map a row; ``then(x, y)`` is row by row "x, then y", as words are
read from left to right.

``then(x, y, ..)``        one map after the other, row by row
``repeated(maps)``        which rows come first, and which of them each row is
``idempotent_powers(z)``  row by row the idempotent power ``z^w``
``idempotent_power(f)``   the same of one map, shape ``(Q,)``

References: Ganyushkin and Mazorchuk, *Classical Finite Transformation Semigroups* (2009), chapter 2.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bilinear_theory.automata.automaton import Table

Number = TypeVar("Number", bound=np.integer)


def then(first: NDArray[Number], *further: NDArray[Number]) -> NDArray[Number]:
    """Row by row one map of the states after the other.

    >>> then(np.array([[1, 2, 0], [0, 0, 1]]), np.array([[0, 0, 1], [2, 1, 0]])).tolist()
    [[0, 1, 0], [2, 2, 1]]
    """
    count, states = first.shape
    row = (np.arange(count) * states)[:, None]  # where a row begins in the flat array
    result = first
    for maps in further:
        result = np.take(maps, result + row)
    return result


def repeated(maps: NDArray[Number]) -> tuple[list[int], list[int]]:
    """The rows that come first with their map, ascending, and for each row its place among them.

    >>> repeated(np.array([[0, 1], [1, 1], [0, 1], [1, 0]]))
    ([0, 1, 3], [0, 1, 0, 2])
    """
    data, width = maps.tobytes(), maps.dtype.itemsize * maps.shape[1]
    place: dict[bytes, int] = {}
    places = [place.setdefault(data[i : i + width], len(place)) for i in range(0, len(data), width)]
    first: list[int] = []
    for i, j in enumerate(places):
        if j == len(first):
            first.append(i)
    return first, places


def idempotent_powers(z: NDArray[Number]) -> NDArray[Number]:
    """Row by row the idempotent power of a map: ``z^k``, k at least Q, and back k steps on the cycles.

    >>> idempotent_powers(np.array([[1, 2, 0, 0], [1, 1, 1, 2]])).tolist()
    [[0, 1, 2, 2], [1, 1, 1, 1]]
    """
    first, places = repeated(z)
    distinct = z[first]
    steps = (z.shape[1] - 1).bit_length()
    last = distinct
    for _ in range(steps):
        last = then(last, last)  # its images are the states on cycles
    back = np.broadcast_to(np.arange(z.shape[1], dtype=z.dtype), distinct.shape).copy()
    np.put_along_axis(back, then(last, distinct).astype(np.intp), last, axis=1)
    for _ in range(steps):
        back = then(back, back)
    return then(last, back)[places]


def idempotent_power(column: Table) -> Table:
    """The idempotent power of a map ``f`` of the states: the limit of ``f^(k!)``.

    >>> idempotent_power(np.array([1, 2, 1], np.int32)).tolist()
    [2, 1, 2]
    """
    steps = (len(column) - 1).bit_length()
    last = column
    for _ in range(steps):
        last = last[last]
    back = np.arange(len(column), dtype=column.dtype)
    back[column[last]] = last
    for _ in range(steps):
        back = back[back]
    return back[last]
