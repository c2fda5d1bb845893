"""Every IRI of the dataset has a page, and every link of every page leads to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from rdflib.term import URIRef

from kg import iris, pages
from kg.graph import KnowledgeGraph

from .conftest import BASE

#: Addresses of the server that are no pages; ``docs/serving.md`` lists them.
SERVER = {"/explore", "/sparql", "/dumps/", "/.well-known/void", "/openapi.json"}
_SUFFIX = re.compile(r"\.(ttl|jsonld|nt|rdf|trig|json|csv)$")


class _Reader(HTMLParser):
    """Addresses and anchors of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "action") and value and value != "data:,":
                self.links.add(value)
            if name == "id" and value:
                self.anchors.add(value)


class _Site:
    """All pages of a graph, each rendered once."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.views = {"": graph}
        self.read: dict[str, _Reader] = {}

    def get(self, address: str) -> _Reader:
        """The page at an address of this server; NotFound when there is none."""
        if address not in self.read:
            parts = urlsplit(address)
            given = dict(parse_qsl(parts.query, keep_blank_values=True))
            lens = given.get("lens", "")
            if lens not in self.views:
                self.views[lens] = self.graph.under(lens)
            page = pages.find(self.views[lens], unquote(parts.path), given, BASE)
            html = pages.render(page, "text/html", BASE, lens or None).decode()
            self.read[address] = _Reader(html)
        return self.read[address]

    def follow(self, todo: list[str], most: int) -> Iterator[tuple[str, str]]:
        """All internal links of these pages and of those that they lead to: where it stands, and
        the address. A link that adds a lens is not followed: it leads to the same pages."""
        seen = set(todo)
        while todo and len(self.read) < most:
            here = todo.pop()
            for link in sorted(self.get(here).links):
                if link.startswith("//") or not link.startswith(("/", "#")):
                    assert link.startswith(("https://", "http://")), (here, link)
                    continue
                yield here, link
                if urlsplit(link).path in SERVER:
                    continue
                address = link.partition("#")[0]
                plain = not _SUFFIX.search(urlsplit(address).path)
                if address and plain and not address.startswith("/static/"):
                    adds = "lens=" in address and "lens=" not in here
                    if address not in seen and not adds:
                        seen.add(address)
                        todo.append(address)


def _check(site: _Site, here: str, link: str) -> None:
    address, _, anchor = link.partition("#")
    path = urlsplit(address).path
    if path in SERVER:
        return
    if path.startswith("/static/"):
        assert path.removeprefix("/static/") in pages.static()
    elif suffix := _SUFFIX.search(path):
        found = site.get(address.replace(suffix[0], "", 1))
        if suffix[1] not in ("json", "csv"):
            assert found
    elif anchor:
        assert unquote(anchor) in site.get(address or here).anchors, (here, link)


def test_every_link_leads_somewhere(graph: KnowledgeGraph) -> None:
    """The whole site of the fictional papers, from its home page, anchors and forms included."""
    site = _Site(graph)
    links = set(site.follow(["/"], 5000))
    for here, link in sorted(links):
        _check(site, here, link)
    assert len(site.read) > 300
    assert len(links) > 3000


@pytest.mark.parametrize("lens", ["according-to:interior_ministry", "disputed"])
def test_links_keep_the_lens(graph: KnowledgeGraph, lens: str) -> None:
    """Under a lens no link loses it, but the one that says so; and each leads somewhere."""
    site = _Site(graph)
    start = f"/?lens={lens.replace(':', '%3A')}"
    lost = set()
    for here, link in site.follow([start], 60):
        inside = link.startswith(("#", "/static/", *SERVER)) or "lens=" in link
        if "lens=" in here and not inside:
            lost.add((urlsplit(here).path, urlsplit(link).path))
    # A form's address has no lens: it is a hidden field. "Show what all speakers say" drops it.
    forms = {"/search", "/claims"}
    assert {link for here, link in lost if here != link} <= forms


def _resources(graph: KnowledgeGraph) -> list[str]:
    found = {
        str(term).partition("#")[0]
        for quad in graph.store.quads()
        for term in quad
        if isinstance(term, URIRef) and str(term).startswith(iris.ID)
    }
    return sorted(found)


def test_every_iri_has_a_page_and_a_description(graph: KnowledgeGraph) -> None:
    for iri in _resources(graph):
        path = pages.page_path(iri)
        assert path
        page = pages.find(graph, unquote(path), {}, BASE)
        assert page.describes == iri
        if path != unquote(path):
            assert pages.find(graph, path, {}, BASE).describes == iri


@pytest.mark.slow
def test_every_iri_of_the_published_dataset_has_a_page(seed: KnowledgeGraph) -> None:
    resources = _resources(seed)
    assert len(resources) > 2000
    site = _Site(seed)
    for iri in resources:
        path = pages.page_path(iri)
        assert path
        assert site.get(path).links
    paths = {urlsplit(address).path for address in site.read}
    links = {link for reader in list(site.read.values()) for link in reader.links}
    for link in sorted(links):
        address = link.partition("#")[0]
        if address.startswith("/page/") and not _SUFFIX.search(urlsplit(address).path):
            assert urlsplit(address).path in paths, link


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/page/actor/harbor_union", "/page/actor/harbour_union"),
        ("/page/event/shoting", "/page/event/shooting"),
        ("/actor", "/actors"),
        ("/querys", "/queries"),
        ("/queries/claim", "/queries/claims"),
        ("/queries/speakers/abouts", "/queries/speakers/about"),
    ],
)
def test_near_paths_are_suggested(graph: KnowledgeGraph, path: str, near: str) -> None:
    with pytest.raises(pages.NotFound) as raised:
        pages.find(graph, path, {}, BASE)
    assert near in raised.value.suggestions


@pytest.mark.parametrize(
    "path",
    ["/page", "/page/", "/page/actor", "/page/actor/", "/page//", "/page/../etc/passwd", "/nope",
     "/page/actor/<script>", "/page/actor/a b", "/page/nothing/at/all", "/queries/a/b/c",
     "/page/actor/%00", "/page/date/\ud800", "/page/actor/" + "x" * 5000],
)  # fmt: skip
def test_other_paths_are_not_found(graph: KnowledgeGraph, path: str) -> None:
    with pytest.raises(pages.NotFound):
        pages.find(graph, path, {}, BASE)
