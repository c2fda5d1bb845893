"""What queries are written with: the catalogue as forms, terms and prefixes for completion."""

from __future__ import annotations

from kg import iris, queries, sparql
from kg.explorer.answers import Catalogue, QueryParameter, ReadyQuery, Term, Terms, Value
from kg.graph import KnowledgeGraph
from kg.views.wording import clean

_TERMS = (
    sparql.prologue()
    + """
SELECT ?term ?kind ?label ?definition {
  VALUES (?type ?kind) { (owl:Class "class") (owl:ObjectProperty "property")
    (owl:DatatypeProperty "property") (rdf:Property "property")
    (owl:AnnotationProperty "property") (owl:NamedIndividual "value") }
  GRAPH graph:ontology { ?term a ?type ; rdfs:label|skos:prefLabel ?label .
    OPTIONAL { ?term skos:definition ?definition } } } ORDER BY ?term"""
)
# Terms of other vocabularies that the dataset is written with and the ontology does not define.
_OTHERS = (
    ("rdf:type", "property", "is a"), ("rdfs:label", "property", "label"),
    ("skos:altLabel", "property", "other name"), ("skos:prefLabel", "property", "label"),
    ("skos:definition", "property", "definition"),
    ("skos:exactMatch", "property", "the same elsewhere"),
    ("rdf:subject", "property", "subject of a proposition"),
    ("rdf:predicate", "property", "relation of a proposition"),
    ("rdf:object", "property", "object of a proposition"),
    ("oa:hasSelector", "property", "selector of an evidence"),
    ("oa:exact", "property", "words"), ("oa:start", "property", "from character"),
    ("oa:end", "property", "to character"), ("geo:hasGeometry", "property", "geometry"),
    ("geo:asWKT", "property", "point as well-known text"),
    ("sem:hasEarliestBeginTimeStamp", "property", "earliest first day"),
    ("sem:hasLatestEndTimeStamp", "property", "latest last day"),
    ("dcterms:title", "property", "title"),
)  # fmt: skip


# What parameters of a type may be, where the dataset has few: those that it speaks of.
_CHOICES = {
    "mode": "?value a ae:Mode .",
    "stance": "?value a ae:Stance .",
    "resolution_kind": "?resolution ae:resolutionKind ?value .",
    "relation": "?proposition a ae:Proposition ; rdf:predicate ?value .",
    "event_type": "?event ae:eventType/skos:broader* ?value .",
    "counted": "?quantity ae:counted ?value .",
}


def _choices(graph: KnowledgeGraph, kind: str) -> list[Value]:
    if kind not in _CHOICES:
        return []
    rows = graph.engine.select(
        f"{sparql.prologue()}SELECT DISTINCT ?value ?label {{ {_CHOICES[kind]}"
        " GRAPH graph:ontology { ?value rdfs:label|skos:prefLabel ?label } } ORDER BY ?label ?value"
    ).rows
    found = {clean(iris.compact(str(value))): clean(str(label)) for value, label in rows}
    return [Value(value=value, label=label) for value, label in found.items()]


def _called(graph: KnowledgeGraph, default: str | None) -> str:
    """What an entity is called; empty for what is none."""
    iri = iris.expand(default or "") or ""
    return clean(graph.lookup.label(iri)) if iris.split_id(iri) else ""


def catalogue(graph: KnowledgeGraph) -> Catalogue:
    """All ready questions, in the order of their topics."""
    kinds = {found.type for item in queries.catalogue().values() for found in item.parameters}
    choices = {kind: _choices(graph, kind) for kind in kinds}
    return Catalogue(
        queries=[
            ReadyQuery(
                name=item.name,
                topic=item.topic,
                summary=item.summary,
                description=item.description,
                view=item.view,
                query=item.text,
                parameters=[
                    QueryParameter(
                        name=found.name,
                        type=found.type,
                        default=found.default or "",
                        label=_called(graph, found.default),
                        description=found.description,
                        required=not found.optional,
                        choices=choices[found.type],
                    )
                    for found in item.parameters
                ],
            )
            for item in queries.catalogue().values()
        ]
    )


def terms(graph: KnowledgeGraph) -> Terms:
    """Classes, properties, values such as modes, and prefixes."""
    found: dict[str, Term] = {}
    for row in graph.engine.select(_TERMS).rows:
        term, kind, label, definition = (str(value or "") for value in row)
        name = clean(iris.compact(term))
        if not name.startswith("<"):
            found.setdefault(
                name,
                Term(
                    iri=clean(term),
                    name=name,
                    kind=kind,
                    label=clean(label),
                    definition=clean(definition),
                ),
            )
    for name, kind, label in _OTHERS:
        if iri := iris.expand(name):
            found.setdefault(name, Term(iri=iri, name=name, kind=kind, label=label, definition=""))
    return Terms(terms=list(found.values()), prefixes=dict(iris.PREFIXES))
