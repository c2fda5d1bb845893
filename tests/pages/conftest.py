"""The fictional dataset, the same spoilt by hostile texts, and pages parsed by a real HTML parser.

A case is a file of ``tests/cases/pages``::

    path: /page/actor/harbour_union     # %NAME% stands for a generated key, see ``_generated``
    parameters: {q: union}              # what stands after the question mark
    lens: disputed
    template: entity
    status: 400                         # 200 if not given
    shows: [text that people see]
    hides: [text that is nowhere]
    links: [/page/actor/morning_post]
    markup: ['<mark>']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import iris, pages
from kg.graph import KnowledgeGraph
from kg.store import Store

from ..views.conftest import _spoilt

CASES = Path(__file__).parents[1] / "cases" / "pages"
BASE = "http://127.0.0.1:7878"
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Case:
    """One file of cases."""

    name: str
    path: str
    template: str
    parameters: dict[str, str] = field(default_factory=dict)
    lens: str | None = None
    status: int = 200
    shows: list[str] = field(default_factory=list)
    hides: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


@cache
def cases() -> list[Case]:
    """All cases, by name."""
    return [
        Case(path.stem, **yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(CASES.glob("*.yaml"))
    ]


@dataclass(frozen=True)
class Shown:
    """A page that was found and rendered."""

    page: pages.Page
    html: str

    @property
    def document(self) -> Any:
        """The document as a strict parser reads it: an error of the markup is an exception."""
        html5lib = pytest.importorskip("html5lib")
        return html5lib.HTMLParser(strict=True).parse(self.html)

    @property
    def text(self) -> str:
        """What people see, with single spaces."""
        body = self.document.find(f"{_XHTML}body")
        return " ".join("".join(body.itertext()).split())


def elements(document: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Names and attributes of all elements."""
    for element in document.iter():
        if isinstance(element.tag, str):
            yield element.tag.removeprefix(_XHTML), dict(element.attrib)


@pytest.fixture(scope="session")
def graph(sanda_graph: KnowledgeGraph) -> KnowledgeGraph:
    """The three fictional papers."""
    return sanda_graph


@pytest.fixture(scope="session")
def hostile(graph: KnowledgeGraph) -> KnowledgeGraph:
    """The same with every text, and the name of every entity, replaced by a hostile one."""
    store = Store()
    store.add(_spoilt(graph))
    return KnowledgeGraph(store)


_GENERATED = {
    "PROPOSITION": """SELECT DISTINCT ?x { ?x rdf:predicate ae:count ; rdf:object/rdfs:label ?l .
        FILTER(STR(?l) = "at least 12 killed") }""",
    "QUANTITY": 'SELECT ?x { ?x a ae:Quantity ; rdfs:label "at least 12 killed"@en }',
    "EVIDENCE": """SELECT ?x { ?x a ae:Evidence ; oa:hasSelector/oa:exact ?w .
        FILTER(STR(?w) = "The Port Hospital counted 7 dead") }""",
    "RESOLUTION": 'SELECT ?x { ?x a ae:Resolution ; ae:words "on Saturday" }',
    "REFERENCE": "SELECT ?x { ?x a ae:ReferenceStatement } ORDER BY ?x LIMIT 1",
    "INFERENCE": "SELECT ?x { ?x a ae:Inference } ORDER BY ?x LIMIT 1",
}


@pytest.fixture(scope="session")
def generated(graph: KnowledgeGraph) -> dict[str, str]:
    """Keys that are hashes or offsets, by the name that cases use."""
    found = {}
    for name, query in _GENERATED.items():
        iri = str(graph.select(query).rows[0][0])
        kind, rest = iris.split_id(iri) or ("", "")
        found[name] = rest.rpartition("/")[2] if kind == "evidence" else rest
    return found


def show(
    graph: KnowledgeGraph, path: str, parameters: dict[str, str] | None = None,
    lens: str | None = None, base: str = BASE,
) -> Shown:  # fmt: skip
    """Find a page and render it."""
    view = graph.under(lens)
    page = pages.find(view, path, parameters or {}, base)
    html = pages.render(page, "text/html", base, str(view.lens) if view.lens else None)
    return Shown(page, html.decode("utf-8"))


def shown(graph: KnowledgeGraph, case: Case, generated: dict[str, str]) -> Shown:
    """The page of a case."""
    path = case.path
    for name, key in generated.items():
        path = path.replace(f"%{name}%", key)
    return show(graph, path, case.parameters, case.lens)
