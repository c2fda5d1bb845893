"""The page of a problem: what is wrong, a way on, and nothing of what a request brought runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import html5lib
import pytest

from kg import pages
from kg.graph import KnowledgeGraph

from ..server import wire
from ..server.serving import Serving, serving
from ..views.conftest import hostile_texts
from .conftest import BASE, elements
from .test_hostile import TAGS

BROWSER = [("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
STATUSES = (400, 401, 403, 404, 405, 406, 413, 418, 429, 500, 503, 504)


def document(html: bytes) -> object:
    return html5lib.parse(html, namespaceHTMLElements=False)


@pytest.mark.parametrize("text", hostile_texts(rdf=False))
def test_hostile_texts(text: str) -> None:
    found = {
        "status": 404, "title": text, "detail": text, "cure": text,
        "suggestions": [text, f"/{text}", f"//{text}"], "hints": [text],
    }  # fmt: skip
    for path in (text, f"/page/actor/{text}"):
        every = list(elements(document(pages.problem(found, path, BASE))))
        assert {name for name, _ in every} <= TAGS
        for _, attributes in every:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            for name in ("href", "action", "src"):
                address = attributes.get(name, "/")
                assert address in ("data:,", "#main") or (address[0] == "/" and address[:2] != "//")


@pytest.mark.parametrize("status", STATUSES)
def test_each_leads_on(status: int, graph: KnowledgeGraph) -> None:
    told = {"status": status, "title": "A phrase", "detail": "What is wrong.", "cure": "A cure."}
    html = pages.problem(told, "/x", f"{BASE}/under", "7" if status in (429, 503) else "")
    text = html.decode()
    assert f"Error {status}" in text
    assert "What is wrong." in text
    assert "A cure." in text
    assert ("Wait 7 seconds" in text) == (status in (429, 503))
    links = {attributes.get("href", "") for _, attributes in elements(document(html))}
    assert {"/under/", "/under/explore", "/under/actors", "/under/queries"} <= links


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("problems")
    data = folder / "data.ttl"
    data.write_text("<urn:a> <urn:b> <urn:c> .")
    with serving(data, folder, options=["--limit", "answer=3000"]) as found:
        yield found


@pytest.mark.parametrize(
    ("method", "path", "status", "shows"),
    [
        ("GET", "/page/actor/nobody", 404, "There is no page"),
        ("GET", "/querys", 404, 'href="/queries"'),
        ("DELETE", "/about", 405, "DELETE is not taken here"),
        ("GET", "/queries/figures/disputd.csv", 404, "disputed"),
        ("GET", "/id/actor/%3Cscript%3E", 404, "Error 404"),
    ],
)
def test_over_http(server: Serving, method: str, path: str, status: int, shows: str) -> None:
    message = wire.message(server.address, method, path, BROWSER)
    reply = wire.exchange(server.address, message, method=method)
    assert (reply.status, reply.media) == (status, "text/html")
    assert shows in reply.text
    assert "<script>" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    program = [("Accept", "application/json")]
    reply = wire.exchange(server.address, wire.message(server.address, method, path, program))
    assert (reply.status, reply.media) == (status, "application/problem+json")
    assert json.loads(reply.data)["status"] == status
