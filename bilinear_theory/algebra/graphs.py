"""Graphs on 0, .., n - 1 given by arrays: components, and breadth-first order.

The edges of a directed graph are a table of successors, one row a vertex, as the transitions of an
automaton. Small graphs, by far the most, are walked in Python; for large ones scipy is loaded.

``components(x, y)``              what is joined when each x[i] is joined to y[i]: orbits, cosets
``strong_components(following)``  the strong components, numbered so that edges lead to lower numbers
``breadth_first(following, s)``   what is reached from a vertex, and by which edge first

References: Tarjan, *SIAM J. Comput.* 1 (1972); Pearce, *Inform. Process. Lett.* 116 (2016).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.intp]
Table = NDArray[np.integer[Any]]

_SMALL = (
    60_000  # vertices and edges that are walked in a tenth of the time that scipy takes to load
)


def components(x: Table, y: Table) -> Vector:
    """The component of each of the numbers below ``max(x) + 1``, once each x[i] is joined to y[i].

    >>> components(np.array([0, 1, 2, 3]), np.array([1, 0, 2, 3])).tolist()
    [0, 0, 1, 2]
    """
    n = int(x.max()) + 1
    if n + len(x) <= _SMALL:
        return _small_components(n, x.tolist(), y.tolist())
    graph = import_module("scipy.sparse").coo_array(
        (np.ones(len(x), np.int8), (x, y)), shape=(n, n)
    )
    return _csgraph().connected_components(graph, directed=False)[1].astype(np.intp)


def _small_components(n: int, x: list[int], y: list[int]) -> Vector:
    """The same by union and find."""
    parent = list(range(n))
    for i, j in zip(x, y, strict=True):
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        while parent[j] != j:
            parent[j] = j = parent[parent[j]]
        if i < j:
            parent[j] = i
        else:
            parent[i] = j
    label, count = [0] * n, 0
    for i, above in enumerate(parent):  # a root is the least of its component
        if above == i:
            label[i], count = count, count + 1
        else:
            label[i] = label[above]
    return np.array(label, np.intp)


def strong_components(following: Table) -> Vector:
    """The strong component of each vertex; an edge leads to the same number or a lower one.

    Args:
        following: the successors, shape ``(n, s)``.

    >>> strong_components(np.array([[1], [2], [1]])).tolist()
    [1, 0, 0]
    """
    n, s = following.shape
    if n * (s + 1) > _SMALL:
        graph = _sparse(following).copy()
        graph.sum_duplicates()  # a row that names a vertex twice, scipy never leaves
        label = _csgraph().connected_components(graph, connection="strong")[1]
        if (label[following] <= label[:, None]).all():  # Pearce's algorithm finds sinks first
            return label.astype(np.intp)
    return _small_strong_components(following.tolist())


def _small_strong_components(following: list[list[int]]) -> Vector:
    """Tarjan's algorithm, with its own stack: the components in the order in which they are closed."""
    n = len(following)
    label, low, order = [-1] * n, [0] * n, [0] * n
    closed = time = 0
    for root in range(n):
        if order[root]:
            continue
        time += 1
        order[root] = low[root] = time
        open_, path = [root], [(root, iter(following[root]))]
        while path:
            v, edges = path[-1]
            for w in edges:
                if not order[w]:
                    time += 1
                    order[w] = low[w] = time
                    open_.append(w)
                    path.append((w, iter(following[w])))
                    break
                if label[w] < 0:
                    low[v] = min(low[v], order[w])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[v])
                if low[v] == order[v]:
                    while label[v] < 0:
                        label[open_.pop()] = closed
                    closed += 1
    return np.array(label, np.intp)


def breadth_first(following: Table, start: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The vertices reached from one, in breadth-first order, and each one's parent, -1 if it has none.

    The order is that of scanning rows from left to right. Shapes ``(r,)`` and ``(n,)``.

    >>> order, parents = breadth_first(np.array([[2], [0], [2]]), 0)
    >>> order.tolist(), parents.tolist()
    ([0, 2], [-1, -1, 0])
    """
    n, s = following.shape
    if n * (s + 1) > _SMALL:
        order, parents = _csgraph().breadth_first_order(_sparse(following), start)
        return order.astype(np.int32), np.where(parents < 0, -1, parents).astype(np.int32)
    rows = following.tolist()
    parent, reached = [-1] * n, [False] * n
    reached[start] = True
    found = [start]
    for v in found:
        for w in rows[v]:
            if not reached[w]:
                reached[w] = True
                parent[w] = v
                found.append(w)
    return np.array(found, np.int32), np.array(parent, np.int32)


def _sparse(following: Table) -> Any:
    n, s = following.shape
    rows = np.arange(0, n * s + 1, s) if s else np.zeros(n + 1, np.intp)
    data = (np.ones(n * s), following.ravel(), rows)  # other numbers scipy copies, in sorted rows
    return import_module("scipy.sparse").csr_array(data, shape=(n, n))


def _csgraph() -> Any:
    """Loaded with the first large graph: it takes longer than small questions."""
    return import_module("scipy.sparse.csgraph")
