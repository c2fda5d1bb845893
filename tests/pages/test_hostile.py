"""Hostile labels, quotes, names and addresses: shown as they are, and nothing of them runs.

The strings are lines of ``tests/cases/hostile``; add one there and it is tried everywhere.
"""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit

import pytest
from rdflib.term import Literal, URIRef

from kg import iris, pages
from kg.graph import KnowledgeGraph
from kg.store import Store
from kg.views.wording import clean

from ..views.conftest import hostile_iris, hostile_texts
from .conftest import BASE, Shown, elements, show

TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "footer", "main",
    "nav", "aside", "section", "article", "form", "label", "input", "button", "select", "option",
    "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "bdi", "small",
    "strong", "code", "pre", "q", "blockquote", "mark", "br", "details", "summary", "table",
    "caption", "thead", "tbody", "tr", "th", "td",
    *(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "g", "path", "circle", "rect")),
}  # fmt: skip

_LISTS = [
    "/", "/actors", "/events", "/series", "/places", "/prospects", "/dates", "/sources", "/claims",
    "/about", "/ontology", "/queries", "/queries/speakers/about",
]  # fmt: skip


def _paths(graph: KnowledgeGraph) -> list[str]:
    """A few pages of every kind of resource."""
    found: dict[str, list[str]] = {}
    for quad in graph.store.quads():
        for term in quad:
            if isinstance(term, URIRef) and str(term).startswith(iris.ID) and "#" not in term:
                kind = str(term)[len(iris.ID) :].partition("/")[0]
                found.setdefault(kind, [])
                if str(term) not in found[kind]:
                    found[kind].append(str(term))
    paths = []
    for kind, members in sorted(found.items()):
        most = 20 if kind in (*iris.ENTITY_KINDS, "source") else 3
        paths += [pages.page_path(iri) or "" for iri in sorted(members)[:most]]
    return paths


def _unharmed(found: Shown) -> None:
    every = list(elements(found.document))
    assert {name for name, _ in every} <= TAGS
    for name, attributes in every:
        for key, value in attributes.items():
            assert not key.startswith("on")
            assert key not in ("style", "srcdoc")
            if key in ("href", "src", "action", "cite"):
                assert re.match(r"(#|/(?!/)|https?://|data:,$)", value), value
                assert "@" not in urlsplit(value).netloc
                outside = value.startswith("http") and not value.startswith(iris.BASE)
                if outside and name == "a":
                    assert "noopener" in attributes["rel"]
            if key in ("placeholder", "value", "title", "content"):
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", value)
    for script in (e for e in found.document.iter() if str(e.tag).endswith("}script")):
        assert json.loads(script.text)["@context"] == "https://schema.org"


@pytest.mark.parametrize("path", _LISTS)
def test_lists(hostile: KnowledgeGraph, path: str) -> None:
    _unharmed(show(hostile, path))


def test_pages_of_every_kind(hostile: KnowledgeGraph) -> None:
    paths = _paths(hostile)
    assert len(paths) > 60
    for path in paths:
        found = show(hostile, path)
        _unharmed(found)
        assert found.page.describes
        # The address that a browser asks for, decoded by the server, is the same page.
        assert show(hostile, unquote(path)).page.describes == found.page.describes


@pytest.mark.parametrize("text", hostile_texts(rdf=True))
def test_words_of_the_reader_come_back_as_text(hostile: KnowledgeGraph, text: str) -> None:
    """What stands after the question mark is as hostile as what is in the data."""
    for path, name in (
        ("/actors", "q"), ("/claims", "q"), ("/claims", "speaker"), ("/search", "q"),
        ("/queries", "q"), ("/queries/speakers/about", "entity"), ("/dates", "page"),
    ):  # fmt: skip
        _unharmed(show(hostile, path, {name: text, "other": text}))


@pytest.mark.parametrize("text", hostile_texts(rdf=True))
def test_a_hostile_label_is_shown_as_it_is(text: str) -> None:
    graph = _labelled(text)
    found = show(graph, "/page/actor/x")
    heading = next(e for e in found.document.iter() if str(e.tag).endswith("}h1"))
    # HTML knows one white space and one line end (HTML, section 13.2.3.5).
    assert "".join(heading.itertext()) == _lines(clean(text)) or not text
    _unharmed(found)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _labelled(text: str) -> KnowledgeGraph:
    reference = URIRef(iris.graph("reference"))
    actor = URIRef(iris.entity("actor", "x"))
    store = Store()
    store.add(
        (actor, URIRef(iris.expand(predicate) or ""), value, reference)
        for predicate, value in (
            ("rdf:type", URIRef(iris.AE + "Actor")),
            ("ae:key", Literal("x")),
            ("rdfs:label", Literal(text, lang="en")),
            ("rdfs:label", Literal(text, lang="fa")),
            ("skos:altLabel", Literal(text)),
            ("skos:definition", Literal(text)),
        )
    )
    return KnowledgeGraph(store)


@pytest.mark.parametrize("address", hostile_iris())
def test_only_plain_web_addresses_become_links(hostile: KnowledgeGraph, address: str) -> None:
    source = hostile.sources[0]
    store = Store()
    store.add(hostile.store.quads())
    url = URIRef(iris.expand("schema:url") or "")
    store.add([(URIRef(source.iri), url, URIRef(address), URIRef(iris.graph("reference")))])
    found = show(KnowledgeGraph(store), pages.page_path(source.iri) or "")
    links = [a.get("href") for name, a in elements(found.document) if name == "a"]
    ours = address.startswith(iris.BASE)
    plain = address.startswith(("https://", "http://")) and "@" not in address
    if not ours:
        assert (address in links) is (plain and found.page.data["url"] == address)
    _unharmed(found)


def test_csv_and_json_of_hostile_pages_are_read_back(hostile: KnowledgeGraph) -> None:
    for path in ("/actors", "/claims", *_paths(hostile)[:20]):
        page = pages.find(hostile, path, {}, BASE)
        assert json.loads(pages.render(page, "application/json", BASE, None))
        if page.table:
            assert pages.render(page, "text/csv", BASE, None)
