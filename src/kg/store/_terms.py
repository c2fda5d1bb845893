"""Every crossing between rdflib terms and Oxigraph terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox
from rdflib.term import BNode, Identifier, Literal, URIRef

from kg import iris
from kg.errors import StoreError

#: Subject, predicate, object and graph.
Quad: TypeAlias = tuple[Identifier, Identifier, Identifier, URIRef]

_STRING = iris.PREFIXES["xsd"] + "string"


@lru_cache(maxsize=65536)
def named(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


@lru_cache(maxsize=65536)
def uriref(iri: str) -> URIRef:
    return URIRef(iri)  # rdflib checks each anew, which took half the time of reading terms


@lru_cache(maxsize=16384)
def _literal(text: str, language: str | None, datatype: str) -> Literal:
    """Labels and quotes come again and again in one answer; rdflib's terms never change."""
    if language:
        return Literal(text, lang=language)
    if datatype == _STRING:
        return Literal(text)
    return Literal(text, datatype=uriref(datatype), normalize=False)


def to_ox(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """An rdflib term as an Oxigraph term.

    :raises StoreError: for a term that RDF does not allow.
    """
    try:
        if isinstance(term, URIRef):
            return named(term)
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(str(term), language=term.language)
            if term.datatype:
                return ox.Literal(str(term), datatype=named(term.datatype))
            return ox.Literal(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
    except ValueError as error:
        raise StoreError(f"{term!r} is not an RDF term: {error}.") from error
    raise StoreError(f"{term!r} is not an RDF term.")


def from_ox(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    """An Oxigraph term as an rdflib term, its characters unchanged."""
    if isinstance(term, ox.NamedNode):
        return uriref(term.value)
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.language, term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise StoreError("A triple term cannot be a value here.")


def to_ox_quads(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """Quads of rdflib terms as Oxigraph quads."""
    for subject, predicate, obj, graph in quads:
        yield ox.Quad(to_ox(subject), to_ox(predicate), to_ox(obj), to_ox(graph))  # type: ignore[arg-type]
