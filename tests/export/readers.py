"""Readers of RDF that had no part in writing it, and one way to compare what they read."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.term import BNode, Identifier, Literal

#: A term as text that tells IRIs, literals, languages and datatypes apart.
Term: TypeAlias = tuple[str, ...]
Triple: TypeAlias = tuple[Term, Term, Term]
Quad: TypeAlias = tuple[Term, Term, Term, str]

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def from_rdflib(term: Any) -> Term:
    """A term that rdflib read."""
    assert isinstance(term, Identifier)
    if isinstance(term, Literal):
        language = (term.language or "").lower()
        return "literal", str(term), language, "" if language else str(term.datatype or _STRING)
    return ("blank", str(term)) if isinstance(term, BNode) else ("iri", str(term))


def from_ox(term: Any) -> Term:
    """A term that Oxigraph read."""
    if isinstance(term, ox.Literal):
        language = term.language or ""
        return "literal", term.value, language, "" if language else term.datatype.value
    return ("blank", term.value) if isinstance(term, ox.BlankNode) else ("iri", term.value)


def rdflib_triples(path: Path, format: str) -> set[Triple]:  # noqa: A002
    """Triples of a file, as rdflib reads them."""
    graph = rdflib.Graph().parse(path, format=format)
    return {(from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in graph}


def rdflib_quads(path: Path, format: str) -> set[Quad]:  # noqa: A002
    """Quads of a file, as rdflib reads them."""
    dataset = rdflib.Dataset().parse(path, format=format)
    return {
        (from_rdflib(s), from_rdflib(p), from_rdflib(o), str(graph))
        for s, p, o, graph in dataset.quads()
    }


def ox_quads(data: Path | bytes, format: ox.RdfFormat) -> set[Quad]:  # noqa: A002
    """Quads of a file, as Oxigraph reads them; the default graph is the empty name."""
    source = io.BytesIO(data.read_bytes() if isinstance(data, Path) else data)
    return {
        (
            from_ox(quad.subject),
            from_ox(quad.predicate),
            from_ox(quad.object),
            "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value,
        )
        for quad in ox.parse(source, format=format)
    }


def ox_triples(data: Path | bytes, format: ox.RdfFormat) -> set[Triple]:  # noqa: A002
    """Triples of a file, as Oxigraph reads them."""
    return triples(ox_quads(data, format))


def triples(quads: Iterable[Quad]) -> set[Triple]:
    """Quads without their graphs."""
    return {quad[:3] for quad in quads}
