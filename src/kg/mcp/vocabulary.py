"""What the tool ``schema`` gives: the ontology and the claim model, for writing SPARQL."""

from __future__ import annotations

from functools import cache

from kg import iris, resources, terms
from kg.mcp import answers
from kg.workers import Limits

MODEL = """\
Sources are texts. A claim (ae:Claim) is the stance (ae:stance) that a speaker (ae:speaker) takes,
in a mode (ae:mode: report, prediction, demand …), towards one or more propositions
(ae:proposition), in one source (ae:source), resting on evidence (ae:evidence: a quote with its
place) or, where a work is only cited, on a locator (ae:locator). A proposition (rdf:subject,
rdf:predicate, rdf:object) is unasserted: its being in the data says nothing about its truth.
Claims nest: ae:within is the claim in which somebody reports this one. The same proposition has
one IRI whoever speaks, so "who else says or denies this" is one step. Direct triples between
entities (graph:edges) repeat propositions that at least one speaker affirms as a report;
graph:interpretations those affirmed as explanations or evaluations, and is outside the default
graph (FROM graph:interpretations). What is only denied, predicted, demanded or supposed is in
neither. graph:reference holds what the editors add, each statement with its citation. Figures are
ranges (ae:lowerBound, ae:upperBound, ae:counted), dates EDTF with four xsd:date bounds. No triple
of the data is a fact of the dataset's makers."""

EXAMPLE = """\
SELECT ?speakerLabel ?stance ?mode ?subject ?object ?words {
  ?claim ae:proposition ?p ; ae:speaker/rdfs:label ?speakerLabel ;
         ae:stance ?stance ; ae:mode ?mode .
  ?p rdf:subject ?subject ; rdf:predicate ae:count ; rdf:object/rdfs:label ?object .
  OPTIONAL { ?claim ae:evidence/oa:hasSelector/oa:exact ?words }
  FILTER(LANG(?speakerLabel) = "en")
} LIMIT 20"""

SEARCH = """\
?thing search:inName "text" finds entities by label, alias or key; ?claim search:inQuote "text"
finds claims by the words they rest on; ?thing search:matches "text" both. ("text" 50) takes the
best 50."""

_LENSES = {
    "according-to:ACTOR": "the claims of one speaker",
    "corroborated": "propositions that two or more independent speakers affirm; voices, not proof",
    "disputed": "propositions that one speaker affirms and another denies or contradicts",
    "common:ACTOR,ACTOR": "propositions that both affirm",
}
_SHOWN_LIMITS = ("seconds", "memory", "answer", "nesting", "workers")


def schema(counts: dict[str, int], graphs: list[str], limits: Limits) -> answers.Schema:
    """The answer of the tool."""
    classes, properties, individuals = _ontology()
    named = [graph for graph in graphs if not graph.startswith("graph:source/")]
    return answers.Schema(
        model=" ".join(MODEL.split()),
        example=EXAMPLE,
        classes=list(classes),
        relations=[
            answers.Term(
                term=f"ae:{relation.name}", label=relation.label, definition=relation.definition,
                subject_kinds=sorted(relation.domain), object_kinds=sorted(relation.range),
            )
            for relation in terms.RELATIONS.values()
        ],
        properties=list(properties),
        stances=[individuals[local] for local in terms.STANCES.values()],
        modes=[individuals[local] for local in terms.MODES.values()],
        prefixes=dict(iris.PREFIXES),
        graphs=[*named, "graph:source/<key of the source>"],
        lenses=_LENSES,
        search=" ".join(SEARCH.split()),
        limits={name: float(getattr(limits, name)) for name in _SHOWN_LIMITS},
        counts=counts,
    )  # fmt: skip


@cache
def _ontology() -> tuple[
    tuple[answers.Term, ...], tuple[answers.Term, ...], dict[str, answers.Term]
]:
    """Classes, properties that are no relations, and individuals by local name."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph

    graph = Graph().parse(resources.ontology_dir() / "actors-events.ttl", format="turtle")

    def term(iri: str) -> answers.Term:
        from rdflib import URIRef

        node = URIRef(iri)
        label = next((str(o) for o in graph.objects(node, RDFS.label) if o.language == "en"), "")  # type: ignore[attr-defined]
        definition = str(graph.value(node, SKOS.definition) or "")
        return answers.Term(term=iris.compact(iri), label=label, definition=definition)

    def of(*kinds: object) -> list[str]:
        found = {
            str(subject)
            for kind in kinds
            for subject in graph.subjects(RDF.type, kind)  # type: ignore[arg-type]
            if str(subject).startswith(iris.AE)
        }
        return sorted(found)

    relations = {iris.AE + name for name in terms.RELATIONS}
    classes = tuple(term(iri) for iri in of(OWL.Class))
    properties = tuple(
        term(iri)
        for iri in of(OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
        if iri not in relations
    )
    individuals = {
        iri.removeprefix(iris.AE): term(iri) for iri in of(OWL.NamedIndividual)
    }  # fmt: skip
    return classes, properties, individuals
