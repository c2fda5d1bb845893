"""No query makes a request. The listener answers, so that a request that was made would be seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.store import Store

CASES = [
    line
    for line in (Path(__file__).parent / "service.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@dataclass
class Listener:
    """Where requests would come in, and those that came."""

    address: str
    heard: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            heard.append(self.path)
            body = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # names that the base class asks for

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Listener(f"http://127.0.0.1:{server.server_port}/sparql", heard)
    server.shutdown()
    server.server_close()


def spelled(case: str, address: str) -> str:
    text = case.replace("\\n", "\n").replace("\\r", "\r")
    return text.replace("BS", "\\").replace("EP", address)


def test_the_listener_hears(listener: Listener) -> None:
    """Otherwise the silence below would prove nothing."""
    list(ox.Store().query(spelled(CASES[0], listener.address)))  # type: ignore[arg-type]
    assert listener.heard == ["/sparql"]
    listener.heard.clear()


@pytest.mark.parametrize("case", CASES)
def test_refused_and_silent(case: str, listener: Listener, small: Store) -> None:
    query = spelled(case, listener.address)
    for ask in (small.select, small.ask, small.construct, small.kind):
        with pytest.raises(QueryError):
            ask(query)
    with pytest.raises(QueryError):
        small.answer(query, "json")
    assert listener.heard == []


def test_the_message_says_why(small: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE is switched off") as raised:
        small.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    assert "Ask that endpoint by itself" in raised.value.cure


@pytest.mark.parametrize("clause", ["FROM <EP>", "FROM NAMED <EP>", "FROM <EP> FROM graph:edges"])
def test_from_fetches_nothing(clause: str, listener: Listener, small: Store) -> None:
    query = f"SELECT ?s {clause.replace('EP', listener.address)} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert small.select(query).rows == []
    assert listener.heard == []
