"""The remote engine over real HTTP: the same answers as the embedded store, and clear failures."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kg import endpoint, graph
from kg.build import build
from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.store import Store

SANDA = Path(__file__).parent.parent / "data" / "sanda"


class Server:
    """A SPARQL endpoint over a store, which can be told to fail first."""

    def __init__(self, store: Store) -> None:
        self.failures = 0
        self.body: bytes | None = None
        self.methods: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(urlsplit(self.path).query)

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                self.answer(self.rfile.read(size).decode())

            def answer(self, form: str) -> None:
                outer.methods.append(self.command)
                query = parse_qs(form)["query"][0]
                if outer.failures:
                    outer.failures -= 1
                    return self.send(500, "text/plain", b"try again")
                if outer.body is not None:
                    return self.send(200, "text/plain", outer.body)
                try:
                    kind = store.kind(query)
                    data = store.answer(query, "json")
                except KgError as error:
                    return self.send(400, "text/plain", str(error).encode())
                media = {"construct": "application/n-triples"}
                return self.send(200, media.get(kind, "application/sparql-results+json"), data)

            def send(self, status: int, media: str, data: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/sparql"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    out = tmp_path_factory.mktemp("endpoint") / "triples"
    build(SANDA, out, use_cache=False, check_shapes=False)
    return Store.load(out / "dataset.nq")


@pytest.fixture
def server(store: Store) -> Iterator[Server]:
    running = Server(store)
    yield running
    running.http.shutdown()
    running.http.server_close()


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


def test_tries_again_after_a_failure_that_passes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "BACK_OFF", (0.0, 0.0))
    server.failures = 2
    assert endpoint.Endpoint(server.url).ask("ASK { ?c a ae:Claim }")
    server.failures = 3
    with pytest.raises(StoreError, match="failed"):
        endpoint.Endpoint(server.url).ask("ASK { ?c a ae:Claim }")
    assert server.failures == 0


def test_a_refused_query_is_not_sent_again(server: Server) -> None:
    with pytest.raises(QueryError, match="refused"):
        endpoint.Endpoint(server.url).select("SELECT WHERE")
    assert len(server.methods) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"x": 1}'])
def test_an_answer_of_another_kind_is_an_error(server: Server, body: bytes) -> None:
    server.body = body
    with pytest.raises(StoreError, match="did not answer"):
        endpoint.Endpoint(server.url).select("SELECT * { ?s ?p ?o }")


def test_an_answer_that_is_too_large_is_an_error(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "MAX_ANSWER", 100)
    with pytest.raises(StoreError, match="larger"):
        endpoint.Endpoint(server.url).select("SELECT * { ?s ?p ?o }")


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "BACK_OFF", ())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match="cannot be reached"):
        endpoint.Endpoint(f"http://127.0.0.1:{port}/").ask("ASK {}")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "sparql", "http:///x"])
def test_only_http_addresses(url: str) -> None:
    with pytest.raises(UsageError, match="http"):
        endpoint.Endpoint(url)
