"""The graph of entities as a networkx multigraph: metrics, communities, paths, positions.

The only module that imports networkx (the GEXF and GraphML writers in :mod:`kg.export` get their
graph from here). Edges are the direct triples between entities; each carries the claims it stands
on. Interpretations (what caused or inspired what) are edges of their own graph and can be left
out; predictions, demands, hypotheses and denials are in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import networkx as nx

from kg import iris, sparql
from kg.engine import Engine
from kg.errors import UsageError
from kg.lookup import Lookup

#: A directed multigraph of IRIs; node and edge attributes as :func:`build` says.
Network: TypeAlias = nx.MultiDiGraph

#: Kinds of entity that are nodes.
NODE_KINDS = ("actor", "event", "series", "place", "date", "prospect")
#: Kinds between which the shortest chain runs unless told otherwise: a place or a date that two
#: events share does not connect their actors.
PATH_KINDS = ("actor", "event", "series", "prospect")

_EDGES = """
SELECT DISTINCT ?graph ?s ?p ?o ?claim ?speaker ?prop {
  ?claim ae:contributesTo ?graph ; ae:proposition ?prop ; ae:speaker ?speaker .
  ?prop rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  FILTER(ISIRI(?o) && ?p != ae:count)
} ORDER BY ?graph ?s ?p ?o ?claim"""
_REFERENCE = """
SELECT DISTINCT ?s ?p ?o ?statement {
  ?statement a ae:ReferenceStatement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  ?p ae:relationGroup ?group . FILTER(ISIRI(?o))
} ORDER BY ?s ?p ?o"""
_NODES = """
SELECT ?s ?type ?definition {
  ?s skos:definition ?definition ; ae:key ?key .
  OPTIONAL { ?s ae:eventType ?e } OPTIONAL { ?s ae:placeType ?t }
  OPTIONAL { ?s a ?c . ?c rdfs:subClassOf ae:Actor }
  BIND(COALESCE(?e, ?t, ?c) AS ?type)
} ORDER BY ?s ?type"""


def build(
    engine: Engine,
    lookup: Lookup,
    *,
    interpretations: bool = True,
    reference: bool = False,
    kinds: Iterable[str] = NODE_KINDS,
    disputed: Set[str] = frozenset(),
) -> Network:
    """The network of a dataset (or of what a lens shows of it).

    :param interpretations: with the edges of ``graph:interpretations``.
    :param reference: with the editors' own statements (memberships, places within places).
    :param kinds: which kinds of entity are nodes.
    :param disputed: IRIs of the propositions that speakers dispute (:func:`kg.lenses.disputed`);
        the edges that stand on them are marked.
    :returns: nodes are IRIs with ``kind``, ``key``, ``label``, ``type`` (local name) and
        ``definition``; edges have ``predicate`` (IRI), ``label``, ``graph`` (``edges``,
        ``interpretations`` or ``reference``), ``claims`` and ``speakers`` (sorted lists of IRIs),
        ``propositions`` and ``disputed``. The edge key is ``<graph> <predicate>``.
    """
    allowed = set(kinds)
    graph: Network = nx.MultiDiGraph()
    for row in engine.select(sparql.prologue() + _EDGES).rows:
        name, s, p, o, claim, speaker, prop = map(str, row)
        short = name.rsplit("/", 1)[-1]
        if short == "interpretations" and not interpretations:
            continue
        edge = _edge(graph, allowed, lookup, s, p, o, short)
        if edge is not None:
            for key, value in (("claims", claim), ("speakers", speaker), ("propositions", prop)):
                if value not in edge[key]:
                    edge[key].append(value)
            edge["disputed"] = edge["disputed"] or prop in disputed
    if reference:
        for row in engine.select(sparql.prologue() + _REFERENCE).rows:
            s, p, o, statement = map(str, row)
            edge = _edge(graph, allowed, lookup, s, p, o, "reference")
            if edge is not None:
                edge["propositions"].append(statement)
    types: dict[str, tuple[str, str]] = {}
    for s_, type_, definition in engine.select(sparql.prologue() + _NODES).rows:
        local = str(type_ or "").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        types.setdefault(str(s_), (local, str(definition)))
    for node, data in graph.nodes(data=True):
        data["type"], data["definition"] = types.get(node, ("", ""))
    for _, _, data in graph.edges(data=True):
        for key in ("claims", "speakers", "propositions"):
            data[key].sort()
    return graph


def _edge(
    graph: Network, allowed: set[str], lookup: Lookup, s: str, p: str, o: str, name: str
) -> dict[str, Any] | None:
    ends = [(iri, iris.split_id(iri)) for iri in (s, o)]
    if any(found is None or found[0] not in allowed for _, found in ends):
        return None
    for iri, found in ends:
        if iri not in graph and found:
            graph.add_node(iri, kind=found[0], key=found[1], label=lookup.label(iri))
    key = f"{name} {p}"
    if not graph.has_edge(s, o, key):
        graph.add_edge(
            s, o, key,
            predicate=p, label=lookup.label(p), graph=name,
            claims=[], speakers=[], propositions=[], disputed=False,
        )  # fmt: skip
    data: dict[str, Any] = graph.edges[s, o, key]
    return data


@dataclass(frozen=True)
class NodeMetrics:
    """Metrics of one node.

    :param degree: number of edges; ``neighbours`` of distinct nodes beside it.
    :param betweenness: share of shortest paths through it (Freeman 1977), normalised to 0..1.
    :param pagerank: Brin and Page 1998, damping 0.85, over undirected edges.
    :param community: number of its community from 0, the largest first (Louvain).
    """

    iri: str
    label: str
    kind: str
    degree: int
    neighbours: int
    betweenness: float
    pagerank: float
    community: int


def metrics(graph: Network, *, seed: int = 0, sample: int = 1000) -> list[NodeMetrics]:
    """Centralities and communities, highest degree first.

    :param sample: betweenness is estimated from this many sources in a larger network.
    """
    simple = simple_graph(graph)
    if not simple:
        return []
    count = simple.number_of_nodes()
    between = nx.betweenness_centrality(simple, k=min(sample, count), seed=seed)
    rank = nx.pagerank(simple)
    community = communities(graph, seed=seed)
    rows = [
        NodeMetrics(
            iri=node,
            label=graph.nodes[node]["label"],
            kind=graph.nodes[node]["kind"],
            degree=graph.degree(node),
            neighbours=simple.degree(node),
            betweenness=between[node],
            pagerank=rank[node],
            community=community[node],
        )
        for node in graph
    ]
    return sorted(rows, key=lambda row: (-row.degree, row.label, row.iri))


def communities(graph: Network, *, seed: int = 0) -> dict[str, int]:
    """Community of each node by the Louvain method (Blondel et al. 2008), the largest first."""
    simple = simple_graph(graph)
    if not simple:
        return {}
    found = nx.community.louvain_communities(simple, seed=seed)
    ranked = sorted(found, key=lambda members: (-len(members), min(members)))
    return {node: number for number, members in enumerate(ranked) for node in members}


def labelled(graph: Network, *, seed: int = 0) -> dict[str, int]:
    """Community of each node by label propagation (Traag and Šubelj 2023), the largest first: for
    networks that are too large for :func:`communities`."""
    found = nx.community.fast_label_propagation_communities(simple_graph(graph), seed=seed)
    ranked = sorted(found, key=lambda members: (-len(members), min(members)))
    return {node: number for number, members in enumerate(ranked) for node in members}


def simple_graph(graph: Network) -> nx.Graph:
    """Undirected, one edge between two nodes, its weight the number of edges; sorted nodes."""
    simple: nx.Graph = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    for s, o in sorted((s, o) for s, o, _ in graph.edges(keys=True) if s != o):
        weight = simple.edges[s, o]["weight"] if simple.has_edge(s, o) else 0
        simple.add_edge(s, o, weight=weight + 1)
    return simple


@dataclass(frozen=True)
class Hop:
    """One step of a path: all edges between two neighbours."""

    start: str
    end: str
    edges: tuple[dict[str, Any], ...]


def shortest_path(
    graph: Network, start: str, end: str, *, kinds: Iterable[str] = PATH_KINDS
) -> list[Hop]:
    """The shortest chain between two entities; among equals, the one with the most claims.

    :param kinds: kinds of entity that the chain may pass through.
    :returns: its hops; each has the edges (attributes plus ``subject`` and ``object``) in both
        directions. Empty when start and end are one.
    :raises UsageError: when nothing connects them.
    """
    for iri in (start, end):
        if iri not in graph:
            raise UsageError(
                f"{iris.compact(iri)} is not in this network.",
                cure="No edge of this view names it; try without the lens, or another entity.",
            )
    passing = set(kinds)
    nodes = [
        n for n, data in graph.nodes(data=True) if data["kind"] in passing or n in (start, end)
    ]
    simple = simple_graph(graph.subgraph(nodes))
    try:
        best = min(
            nx.all_shortest_paths(simple, start, end),
            key=lambda path: (
                -sum(simple.edges[a, b]["weight"] for a, b in pairwise(path)),
                path,
            ),
        )
    except nx.NetworkXNoPath:
        raise UsageError(
            f"Nothing connects {graph.nodes[start]['label']} and {graph.nodes[end]['label']}.",
            cure="Try --via with more kinds (place, date), or without the lens.",
        ) from None
    return [Hop(a, b, tuple(_between(graph, a, b))) for a, b in pairwise(best)]


def _between(graph: Network, a: str, b: str) -> Iterable[dict[str, Any]]:
    for s, o in ((a, b), (b, a)):
        for _, data in sorted((graph.get_edge_data(s, o) or {}).items()):
            yield {**data, "subject": s, "object": o}


def joined(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Network:
    """A network of nothing but nodes and what joins them: enough for metrics and positions."""
    graph: Network = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(pairs)
    return graph


def positions(graph: Network, *, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Positions for drawing, the same for the same network: a spring layout of each component,
    seeded, the components packed side by side. Coordinates are about -1000 to 1000."""
    simple = simple_graph(graph)
    placed: dict[str, tuple[float, float]] = {}
    parts = sorted(nx.connected_components(simple), key=lambda part: (-len(part), min(part)))
    x = 0.0
    for part in parts:
        nodes = sorted(part)
        radius = 60.0 * max(1.0, len(nodes)) ** 0.5
        sub = nx.Graph()
        sub.add_nodes_from(nodes)
        sub.add_edges_from(sorted(simple.subgraph(nodes).edges()))
        if len(nodes) > 2:
            start = nx.kamada_kawai_layout(sub) if len(nodes) <= 250 else None
            layout = nx.spring_layout(
                sub, pos=start, seed=seed, iterations=60, k=2.2 / len(nodes) ** 0.5
            )
        else:
            layout = nx.circular_layout(sub)
        for node in nodes:
            px, py = layout[node]
            placed[node] = (round(float(x + radius + px * radius), 1), round(float(py * radius), 1))
        x += 2 * radius + 80.0
    if not placed:
        return {}
    middle = sum(px for px, _ in placed.values()) / len(placed)
    return {node: (round(px - middle, 1), py) for node, (px, py) in placed.items()}


def neighbourhood(graph: Network, centre: str, distance: int = 1) -> Network:
    """The part of the network within some steps of one entity (its ego network)."""
    near: Sequence[str] = list(
        nx.single_source_shortest_path_length(simple_graph(graph), centre, cutoff=distance)
    )
    return graph.subgraph(near).copy()
