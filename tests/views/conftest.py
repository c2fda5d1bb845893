"""Graphs to look at, hostile ones among them, and a browser to look with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from rdflib.term import Literal, URIRef

from kg import build, iris
from kg.graph import KnowledgeGraph
from kg.store import Quad, Store
from kg.views import page, payload
from kg.views.records import Payload

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TESTS = Path(__file__).parents[1]
HOSTILE = TESTS / "cases" / "hostile"


def hostile_texts(*, rdf: bool) -> list[str]:
    """The hostile texts, one a line; with ``rdf`` only those that a literal can hold."""
    plain = (HOSTILE / "texts.txt").read_text("utf-8").splitlines()
    escaped = (HOSTILE / "escaped.txt").read_text("utf-8").splitlines()
    texts = [*plain, *map(json.loads, escaped)]
    return [text for text in texts if not (rdf and any("\ud800" <= c <= "\udfff" for c in text))]


def hostile_iris() -> list[str]:
    """The hostile addresses that RDF allows."""
    found = (HOSTILE / "iris.txt").read_text("utf-8").splitlines()
    return [iri for iri in found if not set(iri) & set('<>"{}|^`\\ ')]


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The three fictional sources."""
    folder = tmp_path_factory.mktemp("views") / "triples"
    build.build(TESTS / "data" / "sanda", folder, use_cache=False)
    return KnowledgeGraph.open(folder / "dataset.nq")


@pytest.fixture(scope="session")
def records(graph: KnowledgeGraph) -> Payload:
    """Their records."""
    return payload.build(graph)


@pytest.fixture(scope="session")
def hostile_graph(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The fictional sources with every text, and the name of every entity, replaced."""
    store = Store()
    store.add(_spoilt(graph))
    return KnowledgeGraph(store)


def _spoilt(graph: KnowledgeGraph) -> Iterator[Quad]:
    texts = cycle(hostile_texts(rdf=True))
    addresses = hostile_iris()
    renamed: dict[str, URIRef] = {}
    for number, name in enumerate(graph.lookup.names):
        kind = (iris.split_id(name.iri) or ("",))[0]
        if name.main and kind in iris.ENTITY_KINDS:
            key = f"{number}{quote(next(texts), safe=chr(39))}"
            renamed[name.iri] = URIRef(iris.entity(kind, key))
    kept = {iris.AE + "key", iris.AE + "relationGroup"}
    ontology = iris.graph("ontology")
    match = URIRef(iris.PREFIXES["skos"] + "exactMatch")
    url = URIRef(iris.PREFIXES["schema"] + "url")
    for s, p, o, g in graph.store.quads():
        obj: Any = renamed.get(str(o), o)
        plain = isinstance(o, Literal) and (o.datatype is None or o.language)
        if plain and str(p) not in kept and str(g) != ontology:
            obj = Literal(next(texts), lang=getattr(o, "language", None))
        yield renamed.get(str(s), s), p, obj, g
    reference = URIRef(iris.graph("reference"))
    for iri in renamed.values():
        for address in addresses:
            yield iri, match, URIRef(address), reference
    for number, name in enumerate(graph.sources):
        home = URIRef(iris.graph(f"source/{name.key}"))
        yield URIRef(name.iri), url, URIRef(addresses[number]), home


#: What a page's own vocabulary decides; everything else in a payload may come from outside.
STRUCTURE = {
    "kind", "graph", "stance", "mode", "relation", "lens", "lenses", "relations", "span", "lines",
}  # fmt: skip


@pytest.fixture(scope="session")
def hostile_records(records: Payload) -> Payload:
    """Records in which every free text is hostile, beyond what RDF could hold."""
    texts = cycle(hostile_texts(rdf=False))

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: spoil(item, name) for name, item in value.items()}
        if key in STRUCTURE:
            return value
        if isinstance(value, list | tuple):
            return [spoil(item, key) for item in value]
        if isinstance(value, str):
            return f"{next(texts)}{value}" if key == "id" else next(texts)
        return value

    spoilt: Payload = spoil(records)
    for node in spoilt["nodes"]:
        node["lines"] = [next(texts), next(texts)]
    return spoilt


# --- the browser --------------------------------------------------------------------------------


@dataclass
class Opened:
    """A page that is open, with everything it did besides being shown."""

    page: Page
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def script(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(expression, argument)

    def counts(self) -> dict[str, int]:
        """How many nodes, edges and labels of edges are drawn."""
        found: dict[str, int] = self.script("kgView.counts()")
        return found

    def drawn(self) -> tuple[int, int]:
        """How many nodes and edges are drawn."""
        counts = self.counts()
        return counts["nodes"], counts["edges"]

    def go(self, address: str = "", **words: str) -> None:
        """Choose a state by its address (or the address's words), and wait until it is shown."""
        self.script(
            """([address, words]) => new Promise((done) => {
              const hash = address || `#${new URLSearchParams(words)}`;
              if (location.hash === hash || (hash === "#" && !location.hash)) return done();
              addEventListener("hashchange", () => setTimeout(done), { once: true });
              location.hash = hash;
            })""",
            [address, words],
        )

    def quiet(self) -> None:
        """Fail if it asked for anything, or if anything went wrong."""
        assert self.requests == []
        assert self.troubles == []
        assert self.script("window.hacked") is None


Opener = Callable[..., Opened]


def open_file(
    browser: Browser, path: Path, source: Payload, *, address: str = "", width: int = 1280,
    height: int = 800, dark: bool = False,
) -> Opened:  # fmt: skip
    """Write records as a page and open it from its file."""
    path.write_text(page.render(source), "utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        offline=True,
    )
    opened = Opened(context.new_page())
    view = opened.page
    view.set_default_timeout(10_000)

    def request(asked: Any) -> None:
        if asked.url.split("#")[0] != path.as_uri() and asked.url != "data:,":
            opened.requests.append(asked.url)

    view.on("request", request)
    view.on("console", lambda message: opened.troubles.append(message.text))
    view.on("pageerror", lambda error: opened.troubles.append(str(error)))
    view.on("dialog", lambda dialog: opened.troubles.append(f"dialog: {dialog.message}"))
    view.on("popup", lambda popup: opened.troubles.append(f"popup: {popup.url}"))
    view.goto(path.as_uri() + address)
    view.wait_for_function("() => window.kgView")
    return opened


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Write records as a page and open it from its file."""
    contexts = []

    def open_(source: Payload, **options: Any) -> Opened:
        opened = open_file(browser, tmp_path / "page.html", source, **options)
        contexts.append(opened.page.context)
        return opened

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _shared(
    browser: Browser, records: Payload, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    path = tmp_path_factory.mktemp("shared") / "page.html"
    opened = open_file(browser, path, records)
    yield opened
    opened.page.context.close()


@pytest.fixture
def opened(_shared: Opened) -> Iterator[Opened]:
    """The page of the fictional sources, with nothing chosen; it must stay quiet."""
    _shared.go(view="network")
    yield _shared
    _shared.quiet()
    _shared.script("document.querySelector('#filters').hidden = true")
    _shared.go(view="text")
