"""Literals and terms of the ontology, in canonical lexical forms that no engine rewrites."""

from __future__ import annotations

from datetime import date

from rdflib.term import Identifier, Literal, URIRef

from kg import iris

_XSD = iris.PREFIXES["xsd"]
_DATE = URIRef(_XSD + "date")
_INTEGER = URIRef(_XSD + "integer")
_BOOLEAN = URIRef(_XSD + "boolean")


def ae(name: str) -> URIRef:
    """A term of the ontology."""
    return URIRef(iris.AE + name)


def string(value: str, lang: str | None = None) -> Literal:
    """A plain or language-tagged string (tags in lower case, as RDF 1.1 compares them)."""
    return Literal(value, lang=lang.lower() if lang else None)


def integer(value: int) -> Literal:
    """A canonical xsd:integer."""
    return Literal(str(value), datatype=_INTEGER, normalize=False)


def boolean(value: bool) -> Literal:
    """A canonical xsd:boolean."""
    return Literal("true" if value else "false", datatype=_BOOLEAN, normalize=False)


def day(value: date) -> Literal:
    """A canonical xsd:date."""
    return Literal(value.isoformat(), datatype=_DATE, normalize=False)


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def n_triples(term: Identifier) -> str:
    """A term in canonical N-Triples (RDF 1.1 N-Triples, section 4), which hashes rest on.

    >>> n_triples(string('say "no"', "en"))
    '"say \\\\"no\\\\""@en'
    """
    if not isinstance(term, Literal):
        return f"<{term}>"
    text = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype}>" if term.datatype else text
