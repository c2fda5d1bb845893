"""`kg push` into `kg serve --writable`, and what a client sees of it then."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import queries
from kg.cli import run
from kg.endpoint import Endpoint, Writer, push
from kg.errors import StoreError, UsageError
from kg.graph import KnowledgeGraph

from . import wire
from .serving import TOKEN, Serving, serving


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that takes updates and holds nothing yet."""
    folder = tmp_path_factory.mktemp("empty")
    data = folder / "empty.nq"
    data.touch()
    with serving(data, folder, writable=True) as server:
        yield server


@pytest.fixture(scope="module")
def filled(empty: Serving, sanda: Path) -> Serving:
    """The same server after a push on the command line, with the token as a bearer token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KG_ENDPOINT_USER", raising=False)
        patch.setenv("KG_ENDPOINT_TOKEN", TOKEN)
        words = ["push", "--data", str(sanda), "--endpoint", f"{empty.url}/sparql"]
        assert run([*words, "--update", f"{empty.url}/update", "--quiet"]) == 0
    return empty


def test_what_was_pushed_is_there(filled: Serving, sanda_graph: KnowledgeGraph) -> None:
    remote = KnowledgeGraph.connect(f"{filled.url}/sparql")
    assert remote.engine.graphs() == sanda_graph.engine.graphs()
    assert remote.store.lines() == sanda_graph.store.lines()


@pytest.mark.parametrize("name", queries.catalogue())
def test_the_catalogue_answers_alike(
    name: str, filled: Serving, sanda_graph: KnowledgeGraph
) -> None:
    query = queries.get(name).text
    here = sanda_graph.select(query)
    there = KnowledgeGraph.connect(f"{filled.url}/sparql").select(query)
    assert (there.variables, there.rows) == (here.variables, here.rows)


def test_the_token_as_the_password_of_any_user(
    filled: Serving, sanda: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_ENDPOINT_TOKEN", raising=False)
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", TOKEN)
    words = ["push", "--data", str(sanda), "--endpoint", f"{filled.url}/sparql", "--user", "me"]
    assert run([*words, "--update", f"{filled.url}/update"]) == 0
    assert "Nothing to do" in capfd.readouterr().err
    endpoint = Endpoint(f"{filled.url}/sparql")
    writer = Writer(
        endpoint, user="me", password=TOKEN, timeout=60, update=f"{filled.url}/update"
    )  # fmt: skip
    writer.update("INSERT DATA { GRAPH <urn:basic> { <urn:a> <urn:b> 1 } }")
    query = "SELECT ?n { GRAPH <urn:basic> { <urn:a> <urn:b> ?n } }"
    assert len(endpoint.page(query, whole_store=True)[1]) == 1
    writer.update("DROP GRAPH <urn:basic>")


@pytest.mark.parametrize(
    "login", [{"token": "wrong"}, {"user": "me", "password": "wrong"}, {}], ids=str
)
def test_without_the_token_nothing_is_written(filled: Serving, login: dict[str, str]) -> None:
    endpoint = Endpoint(f"{filled.url}/sparql")
    writer = Writer(endpoint, **login, timeout=60, update=f"{filled.url}/update")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="refused the login"):
        writer.update("DROP ALL")
    assert endpoint.graphs()


@pytest.mark.parametrize("header", ["Origin", "Sec-Fetch-Site"])
def test_no_password_that_a_browser_keeps_is_taken(filled: Serving, header: str) -> None:
    """A browser would send it with what any page asks of it."""
    value = filled.url if header == "Origin" else "same-origin"
    pair = base64.b64encode(f"me:{TOKEN}".encode()).decode()
    headers = [
        ("Content-Type", "application/sparql-update"), (header, value),
        ("Authorization", f"Basic {pair}"),
    ]  # fmt: skip
    message = wire.message(filled.address, "POST", "/update", headers, b"DROP ALL")
    reply = wire.exchange(filled.address, message)
    assert reply.status == 401
    assert "Basic" not in reply.headers["www-authenticate"]


@pytest.mark.parametrize("url", ["http://example.org/sparql", "http://127.0.0.1.example.org/"])
def test_a_token_does_not_travel_in_the_clear(url: str) -> None:
    with pytest.raises(UsageError, match="in the clear"):
        Endpoint(url, token=TOKEN)


def test_a_token_with_a_line_break_is_refused() -> None:
    with pytest.raises(UsageError, match="characters"):
        Endpoint("https://example.org/sparql", token="a\r\nX-Other: b")  # noqa: S106


def test_another_version_is_shown_whole(filled: Serving, sanda_graph: KnowledgeGraph) -> None:
    """While it is pushed, readers see the old version or the new one, also in their counts."""
    less = sanda_graph.store.subset(lambda s, p, o, g: not p.endswith("altLabel"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    sizes = {str(graph.select(count).rows[0][0]) for graph in (sanda_graph, less)}
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            remote = KnowledgeGraph.connect(f"{filled.url}/sparql")
            seen.add(str(remote.select(count).rows[0][0]))

    reader = threading.Thread(target=read)
    reader.start()
    endpoint = Endpoint(f"{filled.url}/sparql")
    writer = Writer(endpoint, token=TOKEN, timeout=600, update=f"{filled.url}/update")
    try:
        push(writer, less.lines())
    finally:
        done.set()
        reader.join()
    assert len(sizes) == 2
    assert seen <= sizes
    assert seen
    assert KnowledgeGraph.connect(f"{filled.url}/sparql").store.lines() == less.lines()
    push(writer, sanda_graph.store.lines())
