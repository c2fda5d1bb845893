"""JSON-LD, read back by two libraries with no network, and the published context."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.term import Literal, URIRef

from kg import export, iris, resources, terms
from kg.errors import ExportError
from kg.export import context
from kg.export.jsonld import Compactor
from kg.graph import KnowledgeGraph
from kg.store import Store

from . import readers
from .test_rdf import quads


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("A reader asked the network.")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)


def test_comes_back(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(any_graph, "jsonld", tmp_path / "x.jsonld")
    wanted = quads(any_graph)
    assert readers.ox_quads(tmp_path / "x.jsonld", ox.RdfFormat.JSON_LD) == wanted
    assert readers.rdflib_quads(tmp_path / "x.jsonld", "json-ld") == wanted
    assert report.counts["quads"] == len(wanted)


def test_is_compact(graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(graph, "jsonld", tmp_path / "x.jsonld")
    document = json.loads((tmp_path / "x.jsonld").read_bytes())
    assert document["@context"] == context.published()
    nodes = [node for named in document["@graph"] for node in named["@graph"]]
    assert len(nodes) == report.counts["nodes"]
    (claim,) = [node for node in nodes if node["id"].startswith("res:claim/morning-post-")
                and node.get("key") == "denial"]  # fmt: skip
    assert claim["type"] == "Claim"
    assert claim["speaker"] == "res:actor/interior_ministry"
    assert claim["stance"] == "Denies"
    assert claim["mode"] == "Report"
    assert claim["depth"] == 1
    (police,) = [node for node in nodes if node.get("key") == "dock_workers"]
    assert police["label"] == {"en": "dock workers of Sanda", "fa": "کارگران بندر"}


def test_context_is_fresh() -> None:
    folder = resources.ontology_dir()
    fresh = context.text(context.generate(folder / "actors-events.ttl"))
    published = (folder / "context.jsonld").read_text("utf-8")
    assert published == fresh, "Run `python tools/generate_context.py`."


def test_context_has_every_term() -> None:
    assert context.published().keys() >= terms.TERMS
    for name in terms.TERMS:
        value = context.published()[name]
        assert (value["@id"] if isinstance(value, dict) else value) == f"ae:{name}"


def test_context_has_no_two_terms_for_one_iri() -> None:
    values = [v["@id"] if isinstance(v, dict) else v for v in context.published().values()
              if not isinstance(v, float)]  # fmt: skip
    assert len(values) == len(set(values))


RULES: dict[str, Any] = {
    "xsd": iris.PREFIXES["xsd"],
    "x": "http://x.example/",
    "link": {"@id": "x:link", "@type": "@id"},
    "choice": {"@id": "x:choice", "@type": "@vocab"},
    "number": {"@id": "x:number", "@type": "xsd:integer"},
    "words": {"@id": "x:words", "@container": "@language"},
    "open": "x:open",
    "Yes": "x:Yes",
}
XSD = iris.PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("name", "term", "wanted"),
    [
        ("link", URIRef("http://x.example/a"), "x:a"),
        ("link", Literal("@id"), {"@value": "@id"}),
        ("choice", URIRef("http://x.example/Yes"), "Yes"),
        ("choice", URIRef("http://x.example/No"), "x:No"),
        ("number", Literal("7", datatype=XSD + "integer", normalize=False), 7),
        ("number", Literal("07", datatype=XSD + "integer", normalize=False), "07"),
        ("number", Literal("9007199254740993", datatype=XSD + "integer", normalize=False),
         "9007199254740993"),
        ("number", Literal("7"), {"@value": "7"}),
        ("words", Literal("so", lang="en"), {"en": "so"}),
        ("words", Literal("so"), {"@none": "so"}),
        ("open", URIRef("http://x.example/Yes"), {"id": "x:Yes"}),
        ("open", Literal("so"), "so"),
        ("open", Literal("so", lang="en"), {"@value": "so", "@language": "en"}),
        ("open", Literal("true", datatype=XSD + "boolean", normalize=False), True),
        ("open", Literal("1", datatype=XSD + "boolean", normalize=False),
         {"@value": "1", "@type": "xsd:boolean"}),
        ("open", Literal("2020", datatype=XSD + "gYear", normalize=False),
         {"@value": "2020", "@type": "xsd:gYear"}),
    ],
)  # fmt: skip
def test_a_value_is_as_short_as_it_can_be(name: str, term: Any, wanted: object) -> None:
    quad = (URIRef("urn:s"), URIRef(f"http://x.example/{name}"), term, URIRef("urn:g"))
    (node,) = Compactor(RULES).nodes([quad])
    assert node[name] == wanted


def test_an_iri_like_a_prefixed_name_is_refused(tmp_path: Path) -> None:
    store = Store()
    place = URIRef("geo:35.7,51.4")
    store.add([(place, URIRef("urn:p"), Literal("x"), URIRef("urn:g"))])
    with pytest.raises(ExportError, match=r"geo:35\.7,51\.4"):
        export.write(KnowledgeGraph(store), "jsonld", tmp_path / "x.jsonld")
    assert not list(tmp_path.iterdir())
