"""The network of entities, against the published triples read with rdflib and networkx alone.

``paths.yaml`` holds the shortest chains.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import Dataset
from rdflib.term import URIRef

from kg import iris, lenses, network, yamlfile
from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.store import Store

HERE = Path(__file__).parent
PATHS: list[dict[str, Any]] = yamlfile.read(HERE / "paths.yaml", "paths.yaml").data
DATASETS = ["sanda", "seed"]
KINDS = ("actor", "event", "series", "place", "date", "prospect")
AE = iris.AE


@cache
def plain(path: Path) -> Dataset:
    """A dataset as rdflib reads it."""
    found = Dataset()
    found.parse(path, format="nquads")
    return found


@pytest.fixture
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    """The dataset of a test by its name."""
    name = "sanda_graph" if request.param == "sanda" else request.param
    found: KnowledgeGraph = request.getfixturevalue(name)
    return found


def file_of(data: str, request: pytest.FixtureRequest) -> Path:
    if data == "seed":
        path: Path = request.getfixturevalue("published")
        return path
    folder: Path = request.getfixturevalue("sanda")
    return folder / "triples" / "dataset.nq"


def direct(dataset: Dataset) -> set[tuple[str, str, str, str]]:
    """The direct triples between entities, with the graph they stand in."""
    found = set()
    for name in ("edges", "interpretations"):
        for s, p, o in dataset.graph(URIRef(iris.graph(name))):
            kinds = [(iris.split_id(str(term)) or ("",))[0] for term in (s, o)]
            if isinstance(o, URIRef) and all(kind in KINDS for kind in kinds):
                found.add((str(s), str(p), str(o), name))
    return found


@pytest.mark.parametrize(("data", "graph"), [(d, d) for d in DATASETS], indirect=["graph"])
def test_edges_are_the_direct_triples(
    data: str, graph: KnowledgeGraph, request: pytest.FixtureRequest
) -> None:
    expected = direct(plain(file_of(data, request)))
    built = graph.network()
    found = [(s, d["predicate"], o, d["graph"]) for s, o, d in built.edges(data=True)]
    assert len(found) == len(set(found)) > 5
    assert set(found) == expected
    reports = graph.network(interpretations=False)
    assert {d["graph"] for _, _, d in reports.edges(data=True)} == {"edges"}
    assert reports.number_of_edges() == sum(1 for edge in expected if edge[3] == "edges")


@pytest.mark.parametrize("graph", DATASETS, indirect=True)
def test_each_edge_carries_its_claims(graph: KnowledgeGraph) -> None:
    claims = {claim.iri: claim for claim in graph.claims()}
    for s, o, data in graph.network().edges(data=True):
        assert data["claims"]
        assert data["claims"] == sorted(set(data["claims"]))
        own = [claims[iri] for iri in data["claims"]]
        assert sorted({claim.speaker for claim in own}) == data["speakers"]
        for claim in own:
            said = {(p.subject, p.predicate, str(p.object)): p.iri for p in claim.propositions}
            assert said[s, data["predicate"], o] in data["propositions"]
            assert data["graph"] in claim.contributes
            assert claim.stance == "Affirms"
            told = {"edges": {"Report"}, "interpretations": {"Explanation", "Evaluation"}}
            assert claim.mode in told[data["graph"]]
            assert claim.quotes or claim.locator


@pytest.mark.parametrize("graph", DATASETS, indirect=True)
def test_no_edge_stands_on_what_is_no_affirmed_report(graph: KnowledgeGraph) -> None:
    """Predictions, demands, hypotheses, denials and doubts are there, and no edge carries them."""
    others = {
        claim.iri
        for claim in graph.claims()
        if claim.mode in ("Prediction", "Demand", "Hypothesis") or claim.stance != "Affirms"
    }
    assert others
    assert not others & {
        iri for _, _, data in graph.network().edges(data=True) for iri in data["claims"]
    }


@pytest.mark.parametrize("graph", DATASETS, indirect=True)
def test_an_edge_is_disputed_when_the_lens_says_so(graph: KnowledgeGraph) -> None:
    chosen = lenses.claims_under(graph.engine, lenses.Lens("disputed"))
    disputed = set().union(*chosen.values())
    marks = set()
    for _, _, data in graph.network().edges(data=True):
        assert data["disputed"] is bool(disputed & set(data["propositions"]))
        marks.add(data["disputed"])
    assert False in marks
    unmarked = network.build(graph.engine, graph.lookup)
    assert all(not d["disputed"] for *_, d in unmarked.edges(data=True))


def test_a_disputed_edge_is_marked_under_a_lens_too(seed: KnowledgeGraph) -> None:
    marked = [d for *_, d in seed.network().edges(data=True) if d["disputed"]]
    assert marked
    speaker = marked[0]["speakers"][0]
    under = seed.under(lenses.Lens("according-to", (speaker,))).network()
    assert [d for *_, d in under.edges(data=True) if d["disputed"]]


def simple(expected: set[tuple[str, str, str, str]]) -> nx.Graph:
    """The undirected graph of these triples, weighted by how many join two nodes."""
    found: nx.Graph = nx.Graph()
    found.add_nodes_from(sorted({end for s, _, o, _ in expected for end in (s, o)}))
    weights = Counter(tuple(sorted((s, o))) for s, _, o, _ in expected if s != o)
    for (a, b), weight in sorted(weights.items()):
        found.add_edge(a, b, weight=weight)
    return found


@pytest.mark.parametrize(("data", "graph"), [(d, d) for d in DATASETS], indirect=["graph"])
def test_metrics(data: str, graph: KnowledgeGraph, request: pytest.FixtureRequest) -> None:
    expected = direct(plain(file_of(data, request)))
    own = simple(expected)
    between, rank = nx.betweenness_centrality(own), nx.pagerank(own)
    degree = Counter(end for s, _, o, _ in expected for end in (s, o))
    rows = network.metrics(graph.network())
    assert {row.iri for row in rows} == set(own)
    for row in rows:
        assert row.degree == degree[row.iri]
        assert row.neighbours == own.degree(row.iri)
        assert row.betweenness == pytest.approx(between[row.iri], abs=1e-9)
        assert row.pagerank == pytest.approx(rank[row.iri], abs=1e-6)
        assert row.label == graph.lookup.label(row.iri)
    assert [row.degree for row in rows] == sorted((row.degree for row in rows), reverse=True)
    assert network.metrics(graph.network()) == rows, "the same network, the same figures"


@pytest.mark.parametrize(("data", "graph"), [(d, d) for d in DATASETS], indirect=["graph"])
def test_communities(data: str, graph: KnowledgeGraph, request: pytest.FixtureRequest) -> None:
    own = simple(direct(plain(file_of(data, request))))
    found = network.communities(graph.network())
    assert found.keys() == set(own)
    members = [
        {node for node, at in found.items() if at == n} for n in range(max(found.values()) + 1)
    ]
    sizes = [len(part) for part in members]
    assert sizes == sorted(sizes, reverse=True)
    assert all(sizes)
    # As good as another method's, and within the components.
    best = nx.community.modularity(own, nx.community.greedy_modularity_communities(own))
    assert nx.community.modularity(own, members) >= 0.9 * best
    components = list(nx.connected_components(own))
    assert all(any(part <= component for component in components) for part in members)


def test_metrics_of_nothing() -> None:
    empty = KnowledgeGraph(Store()).network()
    assert network.metrics(empty) == []
    assert network.communities(empty) == {}
    assert network.positions(empty) == {}


# --- paths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("graph", "case"),
    [(case["data"], case) for case in PATHS],
    ids=[case["why"] for case in PATHS],
    indirect=["graph"],
)
def test_path(graph: KnowledgeGraph, case: dict[str, Any]) -> None:
    under = graph.under(case.get("lens"))
    built = under.network()
    start, end = (graph.lookup.iri(case[name]) for name in ("from", "to"))
    kinds = tuple(case.get("via", network.PATH_KINDS))
    if "error" in case:
        with pytest.raises(UsageError) as caught:
            network.shortest_path(built, start, end, kinds=kinds)
        assert case["error"] in str(caught.value)
        assert caught.value.cure
        return
    hops = network.shortest_path(built, start, end, kinds=kinds)
    label = graph.lookup.label
    shown, evidence = [], []
    for hop in hops:
        relations = [
            (">" if edge["subject"] == hop.start else "<") + edge["label"] for edge in hop.edges
        ]
        shown.append(f"{label(hop.start)} {', '.join(sorted(relations))} {label(hop.end)}")
        claims = under.claims_by_iri(sorted({iri for edge in hop.edges for iri in edge["claims"]}))
        evidence.append(sorted(claim.key for claim in claims if claim.key))
        assert all(claim.quotes or claim.locator for claim in claims)
    assert shown == case["chain"]
    assert evidence == case["claims"]


@pytest.mark.parametrize("data", ["seed"])
def test_no_chain_is_shorter(
    data: str, seed: KnowledgeGraph, request: pytest.FixtureRequest
) -> None:
    """Between the most connected actors, chains are as short as networkx finds them."""
    expected = direct(plain(file_of(data, request)))
    own = simple(expected)
    passing = [n for n in own if (iris.split_id(n) or ("",))[0] in network.PATH_KINDS]
    own = own.subgraph(passing)
    actors = [row.iri for row in network.metrics(seed.network()) if row.kind == "actor"][:8]
    built = seed.network()
    for start in actors:
        for end in actors:
            if not nx.has_path(own, start, end):
                continue
            hops = network.shortest_path(built, start, end)
            assert len(hops) == nx.shortest_path_length(own, start, end)
            assert [hop.end for hop in hops][-1:] == ([end] if hops else [])
            for hop, following in pairwise(hops):
                assert hop.end == following.start
            for hop in hops:
                assert {(e["subject"], e["predicate"], e["graph"]) for e in hop.edges} == {
                    (s, p, g) for s, p, o, g in expected if {s, o} == {hop.start, hop.end}
                }


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("graph", DATASETS, indirect=True)
def test_positions_are_the_same_each_time_and_apart(graph: KnowledgeGraph) -> None:
    built = graph.network()
    places = network.positions(built)
    assert places == network.positions(graph.network())
    assert places.keys() == set(built)
    assert len(set(places.values())) == len(places)


def test_neighbourhood(sanda_graph: KnowledgeGraph) -> None:
    built = sanda_graph.network()
    centre = sanda_graph.lookup.iri("dock_march")
    own = network.simple_graph(built)
    assert set(network.neighbourhood(built, centre)) == {centre, *own[centre]}
    assert set(network.neighbourhood(built, centre, 0)) == {centre}
    wide = network.neighbourhood(built, centre, 9)
    assert set(wide) == nx.node_connected_component(own, centre)


def test_only_some_kinds(sanda_graph: KnowledgeGraph) -> None:
    built = sanda_graph.network(kinds=("actor", "event"))
    assert {data["kind"] for _, data in built.nodes(data=True)} == {"actor", "event"}
    assert built.number_of_edges() < sanda_graph.network().number_of_edges()


def test_reference_statements_are_edges_of_their_own(sanda_graph: KnowledgeGraph) -> None:
    built = sanda_graph.network(reference=True)
    stated = {
        (data["predicate"].removeprefix(AE), data["graph"])
        for _, _, data in built.edges(data=True)
        if data["graph"] == "reference"
    }
    assert stated == {(name, "reference") for name in ("locatedIn", "dependsOn", "subordinateTo")}
    for _, _, data in built.edges(data=True):
        assert (data["graph"] == "reference") is (not data["claims"])
