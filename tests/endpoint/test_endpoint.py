"""The remote engine over real HTTP: the same answers as the embedded store, and clear failures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import endpoint, graph
from kg.build import build
from kg.errors import QueryError, UsageError
from kg.store import Store

from .servers import Server

SANDA = Path(__file__).parent.parent / "data" / "sanda"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    out = tmp_path_factory.mktemp("endpoint") / "triples"
    build(SANDA, out, use_cache=False, check_shapes=False)
    return Store.load(out / "dataset.nq")


@pytest.fixture
def server(store: Store) -> Iterator[Server]:
    with Server(store) as running:
        yield running


QUERIES = (
    "SELECT ?claim ?speaker { ?claim ae:speaker ?speaker } ORDER BY ?claim",
    "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s ?label",
    "SELECT ?q ?low ?x { ?q ae:counted ?c OPTIONAL { ?q ae:lowerBound ?low }"
    " OPTIONAL { ?q ae:upperBound ?x } } ORDER BY ?q",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s { ?s ae:nothing ?o }",
)


@pytest.mark.parametrize("query", QUERIES)
def test_same_rows_as_the_embedded_store(server: Server, store: Store, query: str) -> None:
    remote = endpoint.Endpoint(server.url).select(query)
    assert remote == store.select(query)


def test_ask_construct_and_graphs(server: Server, store: Store) -> None:
    remote = endpoint.Endpoint(server.url)
    assert remote.ask("ASK { ?c a ae:Claim }") is True
    assert remote.ask("ASK { ?c a ae:Nothing }") is False
    query = "CONSTRUCT { ?s ae:speaker ?o } WHERE { ?s ae:speaker ?o }"
    assert set(remote.construct(query)) == set(store.construct(query))
    assert remote.graphs() == store.graphs()


def test_long_queries_go_by_post(server: Server) -> None:
    remote = endpoint.Endpoint(server.url)
    remote.manifest()
    server.methods.clear()
    remote.ask("ASK { ?c a ae:Claim }")
    remote.ask("ASK { ?c a ae:Claim } #" + "x" * endpoint.MAX_GET)
    assert server.methods == ["GET", "POST"]


def test_claims_and_network_over_the_remote_engine(server: Server, store: Store) -> None:
    remote = graph.KnowledgeGraph.connect(server.url)
    local = graph.KnowledgeGraph(store)
    assert [c.iri for c in remote.claims()] == [c.iri for c in local.claims()]
    assert set(remote.network().edges) == set(local.network().edges)
    assert remote.entity("the union") == local.entity("the union")
    lens = remote.under("disputed")
    assert {c.iri for c in lens.claims()} == {c.iri for c in local.under("disputed").claims()}
    assert remote.store.lines() == store.lines()


def test_a_refused_query_is_not_sent_again(server: Server) -> None:
    remote = endpoint.Endpoint(server.url)
    remote.manifest()
    server.methods.clear()
    with pytest.raises(QueryError, match="refused"):
        remote.select("SELECT WHERE")
    assert len(server.methods) == 1


@pytest.mark.parametrize("text", ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "hello", ""])
def test_what_is_no_query_is_not_sent(server: Server, text: str) -> None:
    remote = endpoint.Endpoint(server.url)
    remote.manifest()
    server.methods.clear()
    for ask in (remote.select, remote.ask, remote.construct):
        with pytest.raises(QueryError, match="neither"):
            ask(text)
    assert server.methods == []


def test_the_wrong_kind_of_query(server: Server) -> None:
    remote = endpoint.Endpoint(server.url)
    with pytest.raises(QueryError, match="not a SELECT"):
        remote.select("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="not an ASK"):
        remote.ask("SELECT * { ?s ?p ?o } LIMIT 1")
    with pytest.raises(QueryError, match="not a CONSTRUCT"):
        remote.construct("SELECT * { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://x/", "sparql", "http:///x", "http://x:99999/", "http://[::1/"],
)
def test_only_http_addresses(url: str) -> None:
    with pytest.raises(UsageError, match="http"):
        endpoint.Endpoint(url)


def test_passwords_do_not_belong_in_addresses() -> None:
    with pytest.raises(UsageError) as caught:
        endpoint.Endpoint("http://somebody:s3cret@localhost/sparql")
    assert "s3cret" not in str(caught.value)


def test_unknown_dialect() -> None:
    with pytest.raises(UsageError, match="no dialect"):
        endpoint.Endpoint("http://localhost/sparql", dialect="oracle")
