"""The RDF of a resource: useful alone, read back, and no allegation in it as a triple."""

from __future__ import annotations

import pytest
from rdflib import Dataset
from rdflib.term import URIRef

from kg import iris, pages, terms
from kg.graph import KnowledgeGraph
from kg.pages import _describing

AE = iris.AE
RELATIONS = {AE + name for name in terms.RELATIONS}
_EDGES = """SELECT ?s ?p ?o { VALUES ?g { graph:edges graph:interpretations }
    GRAPH ?g { ?s ?p ?o } }"""


def _entities(graph: KnowledgeGraph) -> list[str]:
    return sorted({name.iri for name in graph.lookup.names})


def _reference(graph: KnowledgeGraph) -> set[tuple[str, ...]]:
    rows = graph.select("SELECT ?s ?p ?o { GRAPH graph:reference { ?s ?p ?o } }").rows
    return {tuple(map(str, row)) for row in rows}


def test_no_edge_stands_in_a_description(graph: KnowledgeGraph) -> None:
    """A relation between entities is there only where the editors state it, with a citation."""
    edges = {tuple(map(str, row)) for row in graph.select(_EDGES).rows}
    reference = _reference(graph)
    assert len(edges) > 10
    for iri in _entities(graph):
        found = {tuple(map(str, triple)) for triple in pages.rdf(graph, iri)}
        assert found & edges <= reference
        stated = {t for t in found if t[1] in RELATIONS and not t[0].startswith(iris.ID + "claim")}
        named = {t for t in stated if t[2].startswith(iris.ID)}
        assert {t for t in named if "/source/" not in t[0]} <= reference, iri


def test_a_speakers_claim_comes_whole(graph: KnowledgeGraph) -> None:
    """Who says it, how, in which words, and who reports it: all in the file of the event."""
    found = pages.rdf(graph, iris.entity("event", "shooting"))
    rows = found.query(
        """PREFIX ae: <https://w3id.org/actors-events/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?who ?outer ?words { ?claim ae:stance ae:Denies ; ae:speaker/rdfs:label ?who ;
          ae:within/ae:speaker/rdfs:label ?outer ; ae:evidence/oa:hasSelector/oa:exact ?words ;
          ae:proposition/rdf:predicate ae:occurs }"""
    )
    assert [tuple(map(str, row)) for row in rows] == [  # type: ignore[arg-type]
        ("Interior Ministry of Sanda", "The Morning Post",
         "The Interior Ministry denied that anyone was shot")
    ]  # fmt: skip


@pytest.mark.parametrize("syntax", ["turtle", "nt", "xml", "json-ld", "trig"])
def test_every_syntax_is_read_back(graph: KnowledgeGraph, syntax: str) -> None:
    found = pages.rdf(graph, iris.entity("actor", "harbour_union"))
    text = found.serialize(format=syntax)
    again = Dataset(default_union=True)
    again.parse(data=text, format=syntax)
    assert len(again) == len(found) > 100


def test_every_resource_is_described(graph: KnowledgeGraph) -> None:
    resources = {
        str(quad[0]).partition("#")[0]
        for quad in graph.store.quads()
        if str(quad[0]).startswith(iris.ID)
    }
    for iri in sorted(resources):
        found = pages.rdf(graph, iri)
        assert (URIRef(iri), None, None) in found, iri


def test_a_term_and_the_ontology_are_described(graph: KnowledgeGraph) -> None:
    assert (URIRef(AE + "organizer"), None, None) in pages.rdf(graph, AE + "organizer")
    whole = pages.rdf(graph, iris.ONTOLOGY)
    assert (URIRef(AE + "organizer"), None, None) in whole


def test_a_description_is_bounded_and_says_so(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_describing, "MOST", 2)
    event = iris.entity("event", "shooting")
    found = pages.rdf(graph, event)
    claims = set(found.subjects(URIRef(AE + "stance")))
    assert len(claims) < 8  # two, and those they are reported in
    note = str(found.value(URIRef(event), URIRef(iris.PREFIXES["rdfs"] + "comment")))
    assert note.startswith("This description holds 2 of the ")


@pytest.mark.parametrize(
    "iri", [iris.entity("actor", "nobody"), "urn:x", "no iri", iris.ID + "a#b#c"]
)
def test_nothing_is_known_of_others(graph: KnowledgeGraph, iri: str) -> None:
    with pytest.raises(pages.NotFound):
        pages.rdf(graph, iri)
