"""Entities as the editors describe them: names, type, definition, links outside, own statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib.term import URIRef

from kg import iris, sparql
from kg.claims import object_label
from kg.engine import Engine
from kg.lookup import Lookup

_ENTITY = (
    sparql.prologue()
    + """SELECT ?p ?o { VALUES ?s { UNDEF } GRAPH graph:reference { ?s ?p ?o }
    FILTER(ISLITERAL(?o) || ?p IN (rdf:type, ae:eventType, ae:placeType)
           || STRSTARTS(STR(?p), STR(skos:))) } ORDER BY ?p ?o"""
)
_FACTS = (
    sparql.prologue()
    + """SELECT ?p ?o ?date ?text { VALUES ?s { UNDEF }
    ?statement a ae:ReferenceStatement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
               ae:citation/dcterms:bibliographicCitation ?text .
    OPTIONAL { ?statement ae:date/rdfs:label ?date } } ORDER BY ?p ?o ?text"""
)


@dataclass(frozen=True)
class Entity:
    """An entity as the editors describe it.

    :param matches: pairs of kind of match (``exactMatch`` …) and external IRI.
    :param facts: the editors' own statements: predicate label, object label, date, citation.
    """

    iri: str
    kind: str
    key: str
    label: str
    type: str
    definition: str
    labels: Mapping[str, str]
    aliases: tuple[str, ...]
    matches: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str, str], ...]


def read(engine: Engine, lookup: Lookup, iri: str) -> Entity:
    """The entity with this IRI; one that nobody describes has a label only."""
    kind, key = iris.split_id(iri) or ("", iri)
    rows = engine.select(sparql.bind(_ENTITY, {"s": URIRef(iri)})).rows
    labels: dict[str, str] = {}
    aliases: list[str] = []
    matches: list[tuple[str, str]] = []
    types: list[str] = []
    definition = ""
    for predicate, obj in rows:
        name_ = str(predicate).rsplit("#", 1)[-1]
        text = str(obj)
        if name_ == "label":
            labels[getattr(obj, "language", None) or ""] = text
        elif name_ == "altLabel":
            aliases.append(text)
        elif name_ == "definition":
            definition = text
        elif name_.endswith("Match"):
            matches.append((name_, text))
        elif name_ in ("eventType", "placeType") or (
            name_ == "type" and text.startswith(iris.AE) and kind == "actor"
        ):
            types.append(text.rsplit("#", 1)[-1].rsplit("/", 1)[-1])
    specific = [item for item in types if item != "Actor"]
    facts = tuple(
        (lookup.label(str(p)), object_label(o, lookup),
         str(date or ""), str(citation or ""))
        for p, o, date, citation in engine.select(sparql.bind(_FACTS, {"s": URIRef(iri)})).rows
        if o is not None
    )  # fmt: skip
    return Entity(
        iri=iri, kind=kind, key=key, label=lookup.label(iri),
        type=specific[0] if specific else "", definition=definition, labels=labels,
        aliases=tuple(aliases), matches=tuple(matches), facts=facts,
    )  # fmt: skip
