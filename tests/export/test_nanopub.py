"""Nanopublications, read by rdflib and judged by the guidelines."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, RDFS, Dataset, URIRef

from kg import export, iris
from kg.export import nanopub
from kg.graph import KnowledgeGraph

from . import readers

NP = rdflib.Namespace(nanopub.NAMESPACE)
PROV = rdflib.Namespace(iris.PREFIXES["prov"])
AE = rdflib.Namespace(iris.AE)
OA = rdflib.Namespace(iris.PREFIXES["oa"])


def written(graph: KnowledgeGraph, tmp_path: Path) -> Dataset:
    path = tmp_path / "x.nanopub.trig"
    export.write(graph, "nanopub", path)
    return Dataset().parse(path, format="trig")


def named(dataset: Dataset, name: Any) -> rdflib.Graph:
    return dataset.graph(URIRef(str(name)))


def heads(dataset: Dataset) -> list[tuple[Any, Any, Any, Any]]:
    """The nanopublication and its three other graphs, for each."""
    found: list[tuple[Any, Any, Any, Any]] = []
    for np, _, _, head in dataset.quads((None, RDF.type, NP.Nanopublication, None)):
        inside = named(dataset, head)
        assert len(inside) == 4
        names = ("Assertion", "Provenance", "PublicationInfo")
        first, second, third = (inside.value(np, NP[f"has{name}"]) for name in names)
        found.append((np, first, second, third))
    return found


def test_each_claim_is_one_of_four_graphs(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = written(any_graph, tmp_path)
    found = heads(dataset)
    assert len(found) == len(any_graph.claims()) > 0
    graphs = {str(g.identifier) for g in dataset.graphs() if len(g)}
    assert len(graphs) == 4 * len(found)
    for np, assertion, provenance, info in found:
        assert len({str(np), str(assertion), str(provenance), str(info)}) == 4
        assert len(named(dataset, assertion))
        assert named(dataset, provenance).value(assertion, PROV.wasDerivedFrom)
        assert named(dataset, provenance).value(assertion, PROV.hadPrimarySource)
        assert named(dataset, info).value(np, RDFS.label)
        assert named(dataset, info).value(np, rdflib.DCTERMS.license)


def test_nothing_is_in_the_default_graph(any_graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    export.write(any_graph, "nanopub", path)
    read = readers.ox_quads(path, ox.RdfFormat.TRIG)
    assert read == readers.rdflib_quads(path, "trig")
    assert "" not in {quad[3] for quad in read}


def test_direct_triples_stand_in_assertions_only(graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = written(graph, tmp_path)
    events = iris.ID + "event/"
    found = [str(name) for s, p, _, name in dataset.quads() if str(s).startswith(events)]
    assert len(found) > 10
    assert all(name.endswith("#assertion") for name in found)


def test_only_affirmed_reports_are_asserted(graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = written(graph, tmp_path)
    edges = {(s, p, o) for s, p, o, name in graph.store.quads()
             if str(name) == iris.graph("edges")}  # fmt: skip
    for claim in graph.claims():
        np = nanopub.iri(claim.iri)
        inside = named(dataset, f"{np}#assertion")
        said = {(URIRef(item.subject), URIRef(item.predicate), item.object)
                for item in claim.propositions}  # fmt: skip
        if "edges" in claim.contributes and not claim.chain:
            assert said <= set(inside)
            assert said <= edges
        else:
            assert not said & set(inside)
            assert inside.value(URIRef(claim.iri), AE.stance) == AE[claim.stance]
            assert inside.value(URIRef(claim.iri), AE.mode) == AE[claim.mode]
            assert {str(o) for o in inside.objects(URIRef(claim.iri), AE.proposition)} == {
                item.iri for item in claim.propositions
            }
            for inner, outer in pairwise((claim, *reversed(claim.chain))):
                assert inside.value(URIRef(inner.iri), AE.within) == URIRef(outer.iri)


@pytest.mark.parametrize("key", ["denial", "inquiry", "win", "regime", "unclear"])
def test_what_nobody_affirms_is_described(key: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = written(graph, tmp_path)
    (claim,) = [item for item in graph.claims() if item.key == key]
    inside = named(dataset, f"{nanopub.iri(claim.iri)}#assertion")
    assert {str(s) for s in inside.subjects()} <= {
        claim.iri, *(item.iri for item in claim.propositions), *(item.iri for item in claim.chain)
    }  # fmt: skip
    for item in claim.propositions:
        assert inside.value(URIRef(item.iri), RDF.subject) == URIRef(item.subject)


def test_reported_words_are_described_not_asserted(graph: KnowledgeGraph, tmp_path: Path) -> None:
    dataset = written(graph, tmp_path)
    (claim,) = [item for item in graph.claims() if item.key == "post_says.reporting"]
    inside = named(dataset, f"{nanopub.iri(claim.iri)}#assertion")
    assert set(inside.predicates(URIRef(iris.entity("actor", "morning_post")))) == {AE.says}
    outer = inside.value(
        predicate=RDF.subject, object=URIRef(iris.entity("actor", "harbour_union"))
    )
    inner = inside.value(outer, RDF.object)
    assert inside.value(inner, RDF.subject) == URIRef(iris.entity("event", "shooting"))
    quantity = inside.value(inner, RDF.object)
    assert str(inside.value(quantity, AE.lowerBound)) == "12"
    assert not list(inside.triples((URIRef(iris.entity("event", "shooting")), None, None)))


def test_provenance_names_speaker_reporters_and_words(
    graph: KnowledgeGraph, tmp_path: Path
) -> None:
    lens = graph.under("according-to:harbour_union")  # shows none of those that report the union
    dataset = written(lens, tmp_path)
    claims = {item.iri: item for item in graph.claims()}
    assert lens.claims()
    for shown in lens.claims():
        claim = claims[shown.iri]
        provenance = named(dataset, f"{nanopub.iri(claim.iri)}#provenance")
        assert provenance.value(URIRef(claim.iri), AE.speaker) == URIRef(claim.speaker)
        inner = claim
        assert claim.chain
        for outer in reversed(claim.chain):
            assert provenance.value(URIRef(inner.iri), AE.within) == URIRef(outer.iri)
            assert provenance.value(URIRef(outer.iri), AE.speaker) == URIRef(outer.speaker)
            inner = outer
        assert {str(o) for o in provenance.objects(None, OA.exact)} == {
            quote.exact for quote in claim.quotes
        }
        label = next(named(dataset, f"{nanopub.iri(claim.iri)}#pubinfo").objects(None, RDFS.label))
        assert str(label).startswith(claim.attribution())
        assert "reports that" in str(label)
