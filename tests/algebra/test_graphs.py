"""Components and breadth-first order, small and large, against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bilinear_theory.algebra import graphs
from bilinear_theory.algebra.graphs import breadth_first, components, strong_components
from bilinear_theory.automata.automaton import Automaton
from bilinear_theory.automata.monoid import transition_monoid


@st.composite
def tables(draw):
    n = draw(st.integers(1, 12))
    shape = (n, draw(st.integers(0, 3)))
    return draw(arrays(np.int32, shape, elements=st.integers(0, n - 1)))


@pytest.fixture(params=["small", "large"])
def size(request, monkeypatch):
    if request.param == "large":
        monkeypatch.setattr(graphs, "_SMALL", 0)


def digraph(table):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(table)))
    graph.add_edges_from((v, int(w)) for v, row in enumerate(table) for w in row)
    return graph


def partition(label):
    return {frozenset(np.flatnonzero(label == c).tolist()) for c in np.unique(label)}


@pytest.mark.usefixtures("size")
@given(table=tables())
def test_strong_components_are_those_of_networkx_and_edges_lead_down(table):
    label = strong_components(table)
    expected = {frozenset(c) for c in nx.strongly_connected_components(digraph(table))}
    assert partition(label) == expected
    assert sorted(set(label.tolist())) == list(range(len(expected)))
    assert (label[table] <= label[:, None]).all()


@pytest.mark.usefixtures("size")
@given(table=tables(), data=st.data())
def test_breadth_first_order_scans_rows_and_parents_come_first(table, data):
    start = data.draw(st.integers(0, len(table) - 1))
    order, parents = breadth_first(table, start)
    expected = [start]
    for v in expected:
        expected += [w for w in dict.fromkeys(table[v].tolist()) if w not in expected]
    assert order.tolist() == expected
    for place, v in enumerate(expected):
        parent = int(parents[v])
        if place:
            assert v in table[parent]
            assert not any(v in table[u] for u in expected[: expected.index(parent)])
    unreached = sorted(set(range(len(table))) - set(expected[1:]))
    assert (parents[unreached] == -1).all()


@pytest.mark.usefixtures("size")
@given(table=tables().filter(lambda t: t.shape[1] == 1))
def test_components_are_those_of_the_undirected_graph(table):
    n = len(table)
    label = components(np.arange(n), table[:, 0].astype(np.intp))
    assert partition(label) == {
        frozenset(c) for c in nx.connected_components(digraph(table).to_undirected())
    }


def test_strong_components_of_large_graphs_with_double_edges_end():
    """The transition monoid of all maps of six points: many letters act alike on many elements."""
    rows = np.array([[1, 0, 2, 3, 4, 5], [1, 2, 3, 4, 5, 0], [0, 0, 2, 3, 4, 5]]).T
    products = transition_monoid(Automaton("abc", rows, 0, range(6))).products
    label = strong_components(products)
    assert len(products) * 4 > graphs._SMALL
    assert partition(label) == partition(graphs._small_strong_components(products.tolist()))
