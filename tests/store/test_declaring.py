"""Answers declare the prefixes that they use, all of them and no others, and lose nothing."""

from __future__ import annotations

import re

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.store import Store, respond, serialized

HOSTILE = r"""
<urn:s> ae:speaker <urn:dcterms:x> , _:ae , _:b ;
  rdfs:label "skos: ae:speaker <foaf:a> \"prov:b" , "geo:x\nsem:y"@en , 'oa:'  ;
  <urn:p#skos:q> "2020-01-01"^^xsd:date .
_:ae <urn:p> ( 1 2 ) .
"""
CASES = {
    "none": ("<urn:a> <urn:b> <urn:c> .", set()),
    "one": ("<urn:a> a <urn:c> ; ae:mode <urn:schema:d> .", {"ae"}),
    "strings that look like names": (HOSTILE, {"ae", "rdfs", "xsd"}),
    "a colon and an escape": (r"<urn:a> ae:mode:rdf:type actor:a\,skos:b .", {"ae", "actor"}),
}  # fmt: skip
FORMATS = {"text/turtle": "turtle", "text/n3": "n3", "application/rdf+xml": "xml"}


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> tuple[Store, set[str]]:
    text, prefixes = CASES[request.param]
    store = Store()
    store._store.update(f"INSERT DATA {{ {text} }}", prefixes=_prefixes())
    return store, prefixes


def _prefixes() -> dict[str, str]:
    from kg import iris

    return dict(iris.PREFIXES)


@pytest.mark.parametrize("media", FORMATS)
def test_declared_are_those_used(media: str, case: tuple[Store, set[str]]) -> None:
    store, prefixes = case
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    _, data = respond(store, query, lambda _: media, limit=100_000)
    again = serialized(store.construct(query), media)
    for found in (data, again):
        graph = Graph().parse(data=found, format=FORMATS[media])
        assert isomorphic(graph, store.construct(query))
        text = found.decode()
        if media == "application/rdf+xml":
            declared = set(re.findall(r"xmlns:([\w.-]+)=", text)) - {"rdf"}
            assert all(f"<{name}:" in text for name in declared)
        else:
            declared = set(re.findall(r"^@prefix ([\w.-]*):", text, re.MULTILINE))
            assert declared - {"rdf"} == prefixes - {"rdf"}
