"""A real Virtuoso 7 gives the answers of the embedded store: the catalogue, lenses, everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.term import Identifier, Literal

from kg import export as exporting
from kg import iris, lenses, queries
from kg.cli import run
from kg.errors import QueryError, StoreError
from kg.graph import KnowledgeGraph
from kg.views import page

from . import virtuoso as server

NAMES = list(queries.catalogue())
#: A lens of each kind, with actors of the published dataset.
LENSES = (
    "according-to:hamid_enayat",
    "according-to:amnesty",
    "corroborated",
    "disputed",
    "common:hamid_enayat,mek",
)


def shown(rows: list[tuple[Identifier | None, ...]]) -> list[list[str | None]]:
    """Rows with every character of their terms: datatypes and languages too."""
    return [[None if term is None else term.n3() for term in row] for row in rows]


@pytest.fixture
def remote_seed(virtuoso: server.Virtuoso, seed: KnowledgeGraph) -> KnowledgeGraph:
    return virtuoso.holding(seed)


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogue_on_the_published_dataset(
    name: str, seed: KnowledgeGraph, remote_seed: KnowledgeGraph
) -> None:
    query = queries.get(name).text
    here, there = seed.select(query), remote_seed.select(query)
    assert there.variables == here.variables
    assert shown(there.rows) == shown(here.rows)


def test_the_dataset_comes_back_as_it_was(
    seed: KnowledgeGraph, remote_seed: KnowledgeGraph
) -> None:
    steps: list[tuple[int, int]] = []
    remote_seed._progress = lambda done, total: steps.append((done, total))
    assert remote_seed.store.lines() == seed.store.lines()
    assert steps[-1] == (len(seed), len(seed))


def test_names_claims_and_entities(seed: KnowledgeGraph, remote_seed: KnowledgeGraph) -> None:
    assert remote_seed.lookup.names == seed.lookup.names
    assert remote_seed.claims() == seed.claims()
    wanted = {"about": "MEK", "since": "2018-01-01"}
    assert remote_seed.claims(**wanted) == seed.claims(**wanted)
    for name in ("MEK", "tehran", "protests_nov_2019", "hamid_enayat"):
        assert remote_seed.entity(name) == seed.entity(name)


def test_network(seed: KnowledgeGraph, remote_seed: KnowledgeGraph) -> None:
    for options in ({}, {"reference": True}, {"interpretations": False}):
        here, there = seed.network(**options), remote_seed.network(**options)
        assert dict(there.nodes(data=True)) == dict(here.nodes(data=True))
        assert sorted(map(str, there.edges(data=True))) == sorted(map(str, here.edges(data=True)))


@pytest.mark.parametrize("text", LENSES)
def test_lens(text: str, seed: KnowledgeGraph, remote_seed: KnowledgeGraph) -> None:
    here = seed.under(text)
    assert here.lens is not None
    # The engine itself chooses the same claims ...
    wanted = {str(row[0]) for row in seed.select(here.lens.query).rows}
    assert wanted
    assert {str(row[0]) for row in remote_seed.select(here.lens.query).rows} == wanted
    # ... and the dataset under the lens is the same.
    assert remote_seed.under(text).store.lines() == here.store.lines()
    assert lenses.claims_under(remote_seed.store, here.lens).keys() == wanted


def test_page_and_exports(
    seed: KnowledgeGraph, remote_seed: KnowledgeGraph, tmp_path: Path
) -> None:
    there = KnowledgeGraph(remote_seed.store)
    for name, graph in (("here", seed), ("there", there)):
        page.write(graph, tmp_path / f"{name}.html")
        exporting.write(graph, "trig", tmp_path / f"{name}.trig")
        exporting.write(graph, "graphml", tmp_path / f"{name}.graphml")
    for suffix in ("html", "trig", "graphml"):
        assert (tmp_path / f"there.{suffix}").read_bytes() == (
            tmp_path / f"here.{suffix}"
        ).read_bytes()


COMMANDS = (
    ["query", "figures/disputed", "--results", "csv"],
    ["query", "-q", "ASK { ?claim a ae:Claim }"],
    ["query", "-q", "CONSTRUCT { ?s ae:speaker ?o } WHERE { ?s ae:speaker ?o }", "--results", "nt"],
    ["show", "MEK"],
    ["claims", "--speaker", "hamid_enayat", "--mode", "prediction", "--results", "csv"],
    ["claims", "--lens", "disputed", "--results", "csv"],
    ["path", "ncri", "irgc"],
    ["network", "--limit", "10", "--results", "csv"],
    ["diff", "hamid_enayat", "amnesty", "--results", "csv"],
    ["stats", "--results", "csv"],
    ["stats", "--lens", "corroborated", "--results", "csv"],
    ["export", "-f", "nq", "-o", "-"],
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_commands(
    words: list[str],
    virtuoso: server.Virtuoso,
    remote_seed: KnowledgeGraph,
    published: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    answers = []
    for where in (["--data", str(published)], ["--endpoint", virtuoso.url]):
        assert run([*words, *where]) == 0
        answers.append(sorted(capfdbinary.readouterr().out.splitlines()))
    assert answers[0] == answers[1]
    assert answers[0]


def test_only_the_datasets_own_graphs_are_seen(
    virtuoso: server.Virtuoso, seed: KnowledgeGraph, remote_seed: KnowledgeGraph
) -> None:
    virtuoso.writer().update(
        "INSERT DATA { GRAPH <urn:others> { <urn:a> a"
        " <https://w3id.org/actors-events/ontology#Claim> } }"
    )
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?claim a ae:Claim }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    ):
        assert remote_seed.select(query) == seed.select(query)
    assert remote_seed.engine.graphs() == seed.engine.graphs()


def test_large_results_come_whole(seed: KnowledgeGraph, remote_seed: KnowledgeGraph) -> None:
    for query in (
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } ORDER BY DESC(?s) ?p ?o",
        "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }",
    ):
        here, there = seed.select(query), remote_seed.select(query)
        assert len(there) > server.MAX_ROWS
        assert sorted(map(str, shown(there.rows))) == sorted(map(str, shown(here.rows)))
    cut = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 300 OFFSET 12000"
    assert shown(remote_seed.select(cut).rows) == shown(seed.select(cut).rows)
    with pytest.raises(StoreError, match="cut"):
        remote_seed.construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_from_several_graphs(seed: KnowledgeGraph, remote_seed: KnowledgeGraph) -> None:
    apart = "SELECT (COUNT(*) AS ?n) FROM graph:edges FROM graph:ontology { ?s ?p ?o }"
    assert remote_seed.select(apart) == seed.select(apart)
    shared = """SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"""
    names = ("source/cdn-2020-iranian-resistance", "source/la-libre-2021")
    clauses = " ".join(f"FROM <{iris.graph(name)}>" for name in names)
    with pytest.raises(QueryError, match="twice"):
        remote_seed.select(shared.replace("{", clauses + " {"))


def test_truth_values_and_order(remote_seed: KnowledgeGraph) -> None:
    query = (
        "SELECT ?n (BOUND(?none) AS ?b) (?n = 1 AS ?one) ?c {"
        " VALUES ?n { 1 0 } OPTIONAL { ?n rdfs:label ?none } BIND(?n + 0 AS ?c) } ORDER BY ?n"
    )
    rows = remote_seed.select(query).rows
    yes, no = (
        Literal(word, datatype=iris.PREFIXES["xsd"] + "boolean") for word in ("true", "false")
    )
    assert [(str(row[0]), row[1], row[2], str(row[3])) for row in rows] == [
        ("0", no, no, "0"),
        ("1", no, yes, "1"),
    ]


@pytest.mark.parametrize("query", ["SELECT WHERE", "SELECT * { ?s ?p }", "ASK { ?s ae:x:y ?o }"])
def test_syntax_errors_are_the_querys(query: str, remote_seed: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="refused"):
        remote_seed.select(query)


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogue_with_open_parameters(
    name: str, vale: KnowledgeGraph, virtuoso: server.Virtuoso
) -> None:
    """Here open parameters are bound and bound ones are opened."""
    query = queries.get(name)
    values = {
        parameter.name: None if parameter.default is not None else parameter.default
        for parameter in query.parameters
        if parameter.optional
    }
    bound = query.bound(values, vale.lookup)
    here, there = vale.select(bound), virtuoso.holding(vale).select(bound)
    assert there.variables == here.variables
    assert shown(there.rows) == shown(here.rows)
