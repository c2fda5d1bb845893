"""The JSON-LD context: read from the published file, and made from the ontology.

``ontology/context.jsonld`` is written by ``python tools/generate_context.py``. Properties and
classes go by their bare names (``speaker``, ``Claim``), resources by ``res:`` and the end of their
IRI (``res:actor/mek``): prefixes such as ``source:`` or ``edtf:`` clash with properties of that
name, so they are left out.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import URIRef

from kg import iris, resources

Context = dict[str, Any]

_ID = {"@type": "@id"}
_WORDS = {"@container": "@language"}
_DAY = {"@type": "xsd:date"}

#: Terms of other vocabularies that the dataset uses, and how their values are written.
FOREIGN: dict[str, tuple[str, dict[str, str]]] = {
    "Statement": ("rdf:Statement", {}),
    "subject": ("rdf:subject", _ID),
    "predicate": ("rdf:predicate", {"@type": "@vocab"}),
    "object": ("rdf:object", _ID),
    "label": ("rdfs:label", _WORDS),
    "isDefinedBy": ("rdfs:isDefinedBy", _ID),
    "subClassOf": ("rdfs:subClassOf", _ID),
    "subPropertyOf": ("rdfs:subPropertyOf", _ID),
    "domain": ("rdfs:domain", _ID),
    "range": ("rdfs:range", _ID),
    "altLabel": ("skos:altLabel", _WORDS),
    "prefLabel": ("skos:prefLabel", _WORDS),
    "definition": ("skos:definition", _WORDS),
    "example": ("skos:example", _WORDS),
    "notation": ("skos:notation", {}),
    "broader": ("skos:broader", _ID),
    "inScheme": ("skos:inScheme", _ID),
    "topConceptOf": ("skos:topConceptOf", _ID),
    "hasTopConcept": ("skos:hasTopConcept", _ID),
    "exactMatch": ("skos:exactMatch", _ID),
    "closeMatch": ("skos:closeMatch", _ID),
    "broadMatch": ("skos:broadMatch", _ID),
    "Concept": ("skos:Concept", {}),
    "hasSource": ("oa:hasSource", _ID),
    "hasSelector": ("oa:hasSelector", _ID),
    "exact": ("oa:exact", {}),
    "prefix": ("oa:prefix", {}),
    "suffix": ("oa:suffix", {}),
    "SpecificResource": ("oa:SpecificResource", {}),
    "TextQuoteSelector": ("oa:TextQuoteSelector", {}),
    "TextPositionSelector": ("oa:TextPositionSelector", {}),
    "wasDerivedFrom": ("prov:wasDerivedFrom", _ID),
    "creator": ("dcterms:creator", _ID),
    "publisher": ("dcterms:publisher", _ID),
    "contributor": ("dcterms:contributor", {}),
    "title": ("dcterms:title", _WORDS),
    "rights": ("dcterms:rights", _WORDS),
    "license": ("dcterms:license", _ID),
    "identifier": ("dcterms:identifier", {}),
    "bibliographicCitation": ("dcterms:bibliographicCitation", {}),
    "inLanguage": ("dcterms:language", {}),
    "url": ("schema:url", _ID),
    "hasGeometry": ("geo:hasGeometry", _ID),
    "asWKT": ("geo:asWKT", {"@type": "geo:wktLiteral"}),
    "earliestBegin": ("sem:hasEarliestBeginTimeStamp", _DAY),
    "latestBegin": ("sem:hasLatestBeginTimeStamp", _DAY),
    "earliestEnd": ("sem:hasEarliestEndTimeStamp", _DAY),
    "latestEnd": ("sem:hasLatestEndTimeStamp", _DAY),
}

#: Terms of ours whose values the ontology leaves open, as the dataset writes them.
OWN: dict[str, dict[str, str]] = {
    "edtf": {"@type": iris.PREFIXES["edtf"] + "EDTF"},
    "note": _WORDS,
    "reasoning": _WORDS,
    "skipped": _WORDS,
    "policy": _WORDS,
}

# Datatypes whose values JSON-LD readers give back as they were written.
_DATATYPES = {
    iris.PREFIXES["xsd"] + "boolean": "xsd:boolean",
    iris.PREFIXES["xsd"] + "integer": "xsd:integer",
    iris.PREFIXES["xsd"] + "date": "xsd:date",
}


@cache
def published() -> Context:
    """The published context.

    :returns: the value of its ``@context``; not to be changed.
    """
    text = (resources.ontology_dir() / "context.jsonld").read_text("utf-8")
    context: Context = json.loads(text)["@context"]
    return context


def generate(ontology: Path) -> Context:
    """The context of an ontology file.

    :raises ValueError: when two terms would have the same name.
    """
    graph = Graph().parse(ontology, format="turtle")
    terms: Context = {
        name: {"@id": curie, **rules} if rules else curie
        for name, (curie, rules) in FOREIGN.items()
    }
    for subject in sorted({str(node) for node in graph.subjects(RDFS.isDefinedBy)}):
        name = subject.removeprefix(iris.AE)
        if name in terms:
            raise ValueError(f"The context has two meanings for {name!r}.")
        rules = OWN.get(name) or _rules(graph, URIRef(subject))
        terms[name] = {"@id": f"ae:{name}", **rules} if rules else f"ae:{name}"
    prefixes = {
        prefix: iri
        for prefix, iri in iris.PREFIXES.items()
        if prefix not in terms and not iri.startswith(iris.ID)
    }
    head = {"@version": 1.1, "id": "@id", "type": "@type", "res": iris.ID}
    return head | prefixes | dict(sorted(terms.items()))


def _rules(graph: Graph, term: URIRef) -> dict[str, str]:
    """How the values of a property of ours are written."""
    types = set(graph.objects(term, RDF.type))
    ranges = [str(item) for item in graph.objects(term, RDFS.range)]
    if OWL.ObjectProperty in types:
        closed = any(
            (URIRef(item), RDFS.subClassOf, URIRef(iris.PREFIXES["skos"] + "Concept")) in graph
            for item in ranges
        )
        return {"@type": "@vocab"} if closed else {"@type": "@id"}
    datatypes = [_DATATYPES[item] for item in ranges if item in _DATATYPES]
    if datatypes:
        return {"@type": datatypes[0]}
    kinds = {str(item) for item in graph.objects(term, URIRef(iris.AE + "rangeKind"))}
    if kinds == {"text"}:
        return dict(_WORDS)
    if kinds == {"value"}:
        return {"@type": "xsd:boolean"}
    return {}


def text(context: Context) -> str:
    """The context as a file."""
    return json.dumps({"@context": context}, indent=2, ensure_ascii=False) + "\n"
