"""Turtle, TriG, N-Triples, N-Quads, RDF/XML and flat edges, read back by the other library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Dataset, Namespace
from rdflib.namespace import RDF
from rdflib.term import URIRef

from kg import export, iris, lenses
from kg.errors import ExportError
from kg.export.cleaning import Cleaner
from kg.graph import KnowledgeGraph

from . import readers

if TYPE_CHECKING:
    from .readers import Quad, Triple

GENERATED = {iris.graph(name) for name in ("edges", "interpretations", "inferred")}
RECORDS = tuple(f"{iris.ID}{kind}/" for kind in ("claim", "proposition", "inference"))


def quads(graph: KnowledgeGraph) -> set[Quad]:
    """What the store holds, by its own terms, with those that report what a lens shows."""
    term = readers.from_rdflib
    store = graph.reported().store
    return {(term(s), term(p), term(o), str(name)) for s, p, o, name in store.quads()}


def claims_alone(graph: KnowledgeGraph) -> set[Triple]:
    """What a format without graphs may hold: all but the direct triples."""
    return {
        quad[:3]
        for quad in quads(graph)
        if quad[3] not in GENERATED
        or (quad[3] == iris.graph("inferred") and quad[0][1].startswith(RECORDS))
    }


def without_graphs(path: Path, name: str) -> set[Triple]:
    read: dict[str, Callable[[], set[Triple]]] = {
        "ttl": lambda: readers.rdflib_triples(path, "turtle"),
        "nt": lambda: readers.rdflib_triples(path, "nt"),
        "rdf": lambda: readers.rdflib_triples(path, "xml"),
    }
    return read[name]()


def test_a_lens_is_applied_once(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reports the shown comes along, and the graph without it is never made."""
    made = []
    real = lenses.restrict
    monkeypatch.setattr(lenses, "restrict", lambda *words: made.append(1) or real(*words))
    export.write(graph.under("disputed"), "trig", tmp_path / "x.trig")
    assert made == [1]


def test_quads_are_the_dataset(graph: KnowledgeGraph, dataset: Path, tmp_path: Path) -> None:
    report = export.write(graph, "nq", tmp_path / "x.nq")
    assert (tmp_path / "x.nq").read_bytes() == dataset.read_bytes()
    assert report.counts["quads"] == len(dataset.read_bytes().splitlines())


@pytest.mark.parametrize(("name", "format_"), [("nq", "nquads"), ("trig", "trig")])
def test_all_graphs_come_back(
    name: str, format_: str, any_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    report = export.write(any_graph, name, tmp_path / "x")
    read = readers.rdflib_quads(tmp_path / "x", format_)
    assert read == quads(any_graph)
    assert report.counts["quads"] == len(read)
    assert report.counts["graphs"] == len({quad[3] for quad in read})


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_claims_come_back_without_graphs(
    name: str, any_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    report = export.write(any_graph, name, tmp_path / "x")
    read = without_graphs(tmp_path / "x", name)
    assert read == claims_alone(any_graph)
    assert report.counts["triples"] == len(read)


def test_rdf_xml_comes_back(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(any_graph, "rdf", tmp_path / "x.rdf")
    cleaner = Cleaner()
    wanted = {
        (s, p, (o[0], cleaner.xml(o[1]), *o[2:]) if o[0] == "literal" else o)
        for s, p, o in claims_alone(any_graph)
    }
    assert readers.rdflib_triples(tmp_path / "x.rdf", "xml") == wanted
    assert readers.ox_triples(tmp_path / "x.rdf", ox.RdfFormat.RDF_XML) == wanted
    assert (report.replaced > 0) == (cleaner.replaced > 0)


@pytest.mark.parametrize(("name", "format_"), [
    ("ttl", "turtle"), ("trig", "trig"), ("nt", "nt"), ("nq", "nquads"), ("rdf", "xml"),
    ("jsonld", "json-ld"),
])  # fmt: skip
def test_a_lens_leaves_nobody_out_who_reports(
    name: str, format_: str, graph: KnowledgeGraph, tmp_path: Path
) -> None:
    """A demand without the one who reports it would read as heard by the editors themselves."""
    lens = graph.under("according-to:harbour_union")
    claims = {claim.iri: claim for claim in lens.claims()}
    reporters = {outer.iri for claim in claims.values() for outer in claim.chain} - claims.keys()
    assert reporters
    export.write(lens, name, tmp_path / "x")
    read = Dataset(default_union=True)
    read.parse(tmp_path / "x", format=format_)
    ae = Namespace(iris.AE)
    assert {str(claim) for claim in read.subjects(RDF.type, ae.Claim)} == {*claims, *reporters}
    for claim in map(URIRef, (*claims, *reporters)):
        assert read.value(claim, ae.speaker)
        assert list(read.objects(claim, ae.proposition))
        for outer in read.objects(claim, ae.within):
            assert read.value(outer, ae.speaker)
    for claim in map(URIRef, reporters):  # they are told, not counted
        assert not list(read.objects(claim, ae.contributesTo))


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf"])
def test_no_direct_triple_stands_without_its_graph(
    name: str, graph: KnowledgeGraph, tmp_path: Path
) -> None:
    export.write(graph, name, tmp_path / "x")
    read = without_graphs(tmp_path / "x", name)
    direct = readers.triples(q for q in quads(graph) if q[3] in GENERATED) - claims_alone(graph)
    assert len(direct) > 20
    assert not read & direct
    perpetrator = ("iri", iris.AE + "perpetrator")
    assert not [triple for triple in read if triple[0][1].startswith(iris.ID + "event/")
                and triple[1] == perpetrator]  # fmt: skip
    assert [triple for triple in read if triple[2] == perpetrator]  # as a proposition's part


def test_direct_triples_on_request(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph, "ttl", tmp_path / "x.ttl", direct=True)
    hidden = iris.graph("interpretations")
    assert readers.rdflib_triples(tmp_path / "x.ttl", "turtle") == readers.triples(
        quad for quad in quads(graph) if quad[3] != hidden
    )


def test_edges_alone(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    report = export.write(any_graph, "edges", tmp_path / "x.ttl")
    wanted = readers.triples(q for q in quads(any_graph) if q[3] == iris.graph("edges"))
    assert readers.rdflib_triples(tmp_path / "x.ttl", "turtle") == wanted
    assert report.counts == {"triples": len(wanted)}
    first = (tmp_path / "x.ttl").read_text("utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "not facts" in first


def test_edges_name_their_lens(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export.write(graph.under("according-to:harbour_union"), "edges", tmp_path / "x.ttl")
    head = (tmp_path / "x.ttl").read_text("utf-8").partition("@prefix")[0]
    assert "# Only what the lens according-to:harbour_union shows." in head
    read = rdflib.Graph().parse(tmp_path / "x.ttl")
    says = rdflib.URIRef(iris.AE + "organizer")
    assert {str(o) for o in read.objects(None, says)} == {iris.entity("actor", "harbour_union")}


@pytest.mark.parametrize(
    ("turtle", "cure"),
    [
        ("<urn:s> <http://x.example/p/> 1 .", "http://x.example/p/"),
        ("<urn:s> <http://x.example/12> 1 .", "http://x.example/12"),
        ("<urn:s> a <http://x.example/c/> .", "http://x.example/c/"),
    ],
)
def test_rdf_xml_refuses_what_it_cannot_name(turtle: str, cure: str, tmp_path: Path) -> None:
    (tmp_path / "in.ttl").write_text(turtle)
    graph = KnowledgeGraph.open(tmp_path / "in.ttl")
    with pytest.raises(ExportError, match=cure):
        export.write(graph, "rdf", tmp_path / "x.rdf")
    assert not (tmp_path / "x.rdf").exists()


@pytest.mark.parametrize("name", ["http://x.example/é", "http://x.example/1a", "urn:x:名"])
def test_rdf_xml_names_what_it_can(name: str, tmp_path: Path) -> None:
    (tmp_path / "in.ttl").write_text(f"<urn:s> <{name}> 1 ; a <{name}> .", "utf-8")
    graph = KnowledgeGraph.open(tmp_path / "in.ttl")
    export.write(graph, "rdf", tmp_path / "x.rdf")
    assert readers.rdflib_triples(tmp_path / "x.rdf", "xml") == claims_alone(graph)
