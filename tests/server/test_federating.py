"""SERVICE: what is asked elsewhere, what comes back, and what is never asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.errors import KgError, LimitExceeded, ParameterError, QueryError, StoreError
from kg.server import federating
from kg.server.outside import Outside
from kg.store import Store

ENDPOINT = "https://query.example.org/sparql"


def results(names: list[str], *rows: dict[str, dict[str, str]]) -> str:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": list(rows)}})


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


# --- clauses --------------------------------------------------------------------------------------

CLAUSES = {
    "plain": (f"SELECT * {{ SERVICE <{ENDPOINT}> {{ ?s ?p 1 }} }}", [(False, "{ ?s ?p 1 }")]),
    "silent": (f"ASK {{ service silent <{ENDPOINT}> {{ ?s a 'x' }} }}", [(True, "{ ?s a 'x' }")]),
    "nested groups": (
        f"ASK {{ SERVICE <{ENDPOINT}> {{ {{ ?s ?p '}}' }} UNION {{ ?s ?q 2 }} }} ?s ?r 3 }}",
        [(False, "{ { ?s ?p '}' } UNION { ?s ?q 2 } }")],
    ),
    "by a prefix": (
        f"PREFIX q: <{ENDPOINT[:-6]}> ASK {{ SERVICE q:sparql {{ ?s ?p 1 }} }}",
        [(False, "{ ?s ?p 1 }")],
    ),
    "two": (
        f"ASK {{ SERVICE <{ENDPOINT}> {{ ?s ?p 1 }} SERVICE <{ENDPOINT}> {{ ?s ?p 2 }} }}",
        [(False, "{ ?s ?p 1 }"), (False, "{ ?s ?p 2 }")],
    ),
    "only the word": ('ASK { ?s ?p "SERVICE <urn:x> { }" . ?s schema:service ?service }', []),
    "in a comment": ("ASK { # SERVICE <urn:x> {\n ?s ?p ?o }", []),
}


@pytest.mark.parametrize("name", CLAUSES)
def test_clauses(name: str) -> None:
    query, expected = CLAUSES[name]
    found = federating.clauses(query)
    assert [(c.silent, c.query[c.query.index("{") :]) for c in found] == expected
    assert all(clause.iri == ENDPOINT for clause in found)


def test_declarations_go_along() -> None:
    query = f"PREFIX x: <urn:x:> ASK {{ SERVICE <{ENDPOINT}> {{ ?s x:p 1 ; ae:speaker ?o }} }}"
    (clause,) = federating.clauses(query)
    assert "PREFIX x: <urn:x:>" in clause.query
    assert "PREFIX ae: <https://w3id.org/actors-events/ontology#>" in clause.query


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE ?where { ?s ?p 1 } }",
        f"ASK {{ SERVICE <{ENDPOINT}> {{ SERVICE <{ENDPOINT}> {{ ?s ?p 1 }} }} }}",
        f"ASK {{ SERVICE <{ENDPOINT}> {{ ?s ?p 1",
        f"ASK {{ SERVICE <{ENDPOINT}> ?s ?p 1 }}",
        "ASK { SERVICE nowhere:x { ?s ?p 1 } }",
        "ASK {" + f" SERVICE <{ENDPOINT}> {{ ?s ?p 1 }}" * 5 + "}",
    ],
)
def test_what_cannot_be_carried_out_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        federating.clauses(query)


# --- answers --------------------------------------------------------------------------------------


def test_the_answer_joins_with_the_data() -> None:
    store = Store()
    store.add_lines([b'<urn:a> <urn:p> "one" <urn:g> .\n', b'<urn:b> <urn:p> "two" <urn:g> .\n'])
    query = f"SELECT ?v {{ ?s <urn:p> ?v . SERVICE <{ENDPOINT}> {{ ?s a <urn:T> }} }}"
    text = federating.substituted(query, [results(["s"], {"s": uri("urn:b")})])
    assert store.select(text).column("v") == ["two"]


def test_a_silent_failure_binds_nothing() -> None:
    store = Store()
    store.add_lines([b'<urn:a> <urn:p> "one" <urn:g> .\n'])
    query = f"SELECT ?v {{ ?s <urn:p> ?v . SERVICE SILENT <{ENDPOINT}> {{ ?s a <urn:T> }} }}"
    assert store.select(federating.substituted(query, [None])).column("v") == ["one"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("not json", StoreError),
        ("[]", StoreError),
        ('{"head": {"vars": ["s) {"]}, "results": {"bindings": []}}', StoreError),
        (results(["s"], {"s": uri("urn:a> } INSERT")}), ParameterError),
        (results(["s"], {"s": {"type": "bnode", "value": "b0"}}), ParameterError),
        (results(["s"], *[{"s": uri("urn:a")}] * 10_001), LimitExceeded),
        ("[" * 100_000, StoreError),
    ],
    ids=["text", "list", "variable", "iri", "blank node", "too many", "deep"],
)
def test_a_hostile_answer_is_refused(answer: str, error: type[KgError]) -> None:
    with pytest.raises(error):
        federating.substituted(f"ASK {{ SERVICE <{ENDPOINT}> {{ ?s ?p 1 }} }}", [answer])


# --- requests -------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Answers, or misbehaves as its path says."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).heard.append(self.path)
        parts = urlsplit(self.path)
        if parts.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            return
        if parts.path == "/here":
            self.send_response(302)
            self.send_header("Location", f"/sparql?{parts.query}")
            self.end_headers()
            return
        self.send_response(500 if parts.path == "/broken" else 200)
        self.end_headers()
        if parts.path == "/endless":
            for _ in range(1000):
                self.wfile.write(b" " * 65536)
            return
        query = parse_qs(parts.query)["query"][0]
        self.wfile.write(results(["q"], {"q": {"type": "literal", "value": query}}).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[str]:
    Handler.heard.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_allowed_endpoint_is_asked(listener: str) -> None:
    outside = Outside([f"{listener}/"], 5, 10_000, private=True)
    assert '"ASK { ?s ?p 1 }"' in outside.ask(f"{listener}/sparql", "ASK { ?s ?p 1 }")
    assert '"ASK { }"' in outside.ask(f"{listener}/here", "ASK { }")


def test_private_addresses_hear_nothing(listener: str) -> None:
    port = urlsplit(listener).port
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):  # noqa: S104
        url = f"http://{host}:{port}/sparql"
        with pytest.raises((QueryError, StoreError)):
            Outside([url], 5, 10_000).ask(url, "ASK {}")
    assert Handler.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest", "http://10.0.0.1/", "http://192.168.1.1/sparql",
        "http://[fe80::1]/", "http://[fd00::1]/", "http://100.64.0.1/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_special_addresses_are_refused(url: str) -> None:
    with pytest.raises(QueryError, match="no public address"):
        Outside([url], 1, 10_000).ask(url, "ASK {}")


@pytest.mark.parametrize(
    "url",
    [
        "http://query.example.org/sparql", "https://query.example.org.evil.example/sparql",
        "https://query.example.org/sparql-evil", "https://evil@query.example.org/sparql",
        "https://query.example.org:8443/sparql", "file:///etc/passwd", "https://query.example.org/",
        "https://query.example.org/sparql/../admin",
    ],
)  # fmt: skip
def test_only_what_is_allowed(url: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        Outside([ENDPOINT], 1, 10_000).check(url)


def test_below_what_is_allowed() -> None:
    outside = Outside([ENDPOINT], 1, 10_000)
    for url in (ENDPOINT, f"{ENDPOINT}/", f"{ENDPOINT}?query=x", f"{ENDPOINT}/wikidata"):
        outside.check(url)


def test_redirects_go_under_the_same_rules(listener: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        Outside([f"{listener}/"], 5, 10_000, private=True).ask(f"{listener}/elsewhere", "ASK {}")


def test_too_much_and_errors(listener: str) -> None:
    outside = Outside([f"{listener}/"], 5, 100_000, private=True)
    with pytest.raises(LimitExceeded):
        outside.ask(f"{listener}/endless", "ASK {}")
    with pytest.raises(StoreError):
        outside.ask(f"{listener}/broken", "ASK {}")
