"""Order and positions: a connected beginning, and no label over another."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest

from kg.graph import KnowledgeGraph
from kg.network import Network
from kg.views import figures, layout
from kg.views.layout import Box

KINDS = ["actor", "event", "series", "place", "date", "prospect"]


def _network(nodes: int, edges: int, seed: int) -> Network:
    dice = random.Random(seed)  # noqa: S311 - not a secret
    graph: Network = nx.MultiDiGraph()
    for number in range(nodes):
        graph.add_node(f"n{number:03}", kind=KINDS[number % 6], label="x" * dice.randint(1, 70))
    for _ in range(edges):
        a, b = dice.sample(range(nodes), 2)
        graph.add_edge(f"n{a:03}", f"n{min(a, b) // 3:03}")
    return graph


def _boxes(graph: Network) -> dict[str, Box]:
    return {
        node: figures.figure(data["kind"], data["label"], graph.degree(node)).box
        for node, data in graph.nodes(data=True)
    }


GRAPHS = [_network(1, 0, 1) if n == 1 else _network(n, m, s) for n, m, s in (
    (1, 0, 1), (2, 1, 1), (9, 20, 2), (60, 120, 3), (150, 200, 4),
)]  # fmt: skip


@pytest.mark.parametrize("graph", GRAPHS, ids=len)
def test_each_beginning_of_the_order_is_as_connected_as_it_can_be(graph: Network) -> None:
    ranked = layout.order(graph)
    assert sorted(ranked) == sorted(graph)
    simple = nx.Graph(graph)
    parts = {node: at for at, part in enumerate(nx.connected_components(simple)) for node in part}
    for size in range(1, len(ranked) + 1):
        beginning = ranked[:size]
        touched = {parts[node] for node in beginning}
        assert nx.number_connected_components(simple.subgraph(beginning)) == len(touched)


@pytest.mark.parametrize("graph", GRAPHS, ids=len)
def test_no_box_lies_over_another(graph: Network) -> None:
    boxes = _boxes(graph)
    points = layout.place(graph, layout.order(graph), boxes, backbone=20)
    assert points.keys() == set(graph)
    for a, b in combinations(sorted(points), 2):
        (ax, ay), (bx, by) = points[a], points[b]
        across = abs(ax - bx) >= boxes[a].half + boxes[b].half
        upper, lower = (a, b) if ay <= by else (b, a)
        along = abs(ay - by) >= boxes[upper].down + boxes[lower].up
        assert across or along, (a, b)


def test_positions_do_not_depend_on_the_order_of_insertion(graph: KnowledgeGraph) -> None:
    one = graph.network()
    other: Network = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(one.nodes(data=True))))
    other.add_edges_from(reversed(list(one.edges(keys=True, data=True))))
    assert layout.order(one) == layout.order(other)
    boxes = _boxes(one)
    assert layout.place(one, layout.order(one), boxes) == layout.place(
        other, layout.order(other), boxes
    )


def test_nothing_to_place() -> None:
    empty: Network = nx.MultiDiGraph()
    assert layout.order(empty) == []
    assert layout.place(empty, [], {}) == {}


def test_wide_letters_take_more_room() -> None:
    narrow = figures.figure("event", "abcdef", 1).box.half
    assert figures.figure("event", "抗议抗议抗议", 1).box.half > 1.5 * narrow


def test_the_most_connected_have_larger_letters() -> None:
    assert figures.figure("actor", "A", 30).font > figures.figure("actor", "A", 1).font
    assert figures.figure("actor", "A", 30).size > figures.figure("actor", "A", 1).size
