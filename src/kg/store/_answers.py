"""Answers as bytes in a media type, bounded: what a server sends."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Literal, TypeAlias, cast

import pyoxigraph as ox
from rdflib import Graph

from kg import iris, sparql
from kg.errors import LimitExceeded, QueryError, StoreError
from kg.store import _declaring
from kg.store._engine import Store
from kg.store._files import SortedPrefixes, XmlOutput
from kg.store._terms import named, to_ox

#: ``rows`` for SELECT and ASK, ``triples`` for CONSTRUCT and DESCRIBE.
Shape: TypeAlias = Literal["rows", "triples"]

#: Media types of rows (SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats).
ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
#: Media types of triples.
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
}


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limit:
            raise _Full
        return super().write(data)


class _Full(Exception):
    pass


def respond(
    store: Store,
    query: str,
    choose: Callable[[Shape], str],
    *,
    default: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    limit: int,
) -> tuple[str, bytes]:
    """Answer any query, serialised by the engine.

    :param choose: gives a key of :data:`ROWS` or :data:`TRIPLES` for the shape of the answer.
    :param default: IRIs of the graphs that make the default graph; with ``named_graphs`` they take
        the place of the query's own FROM (SPARQL 1.1 Protocol, section 2.1.4).
    :param limit: bytes of the answer.
    :returns: media type and bytes.
    :raises QueryError: when the query cannot be parsed or evaluated.
    :raises LimitExceeded: when the answer is larger.
    """
    result = _result(store, query, default, named_graphs)
    out = _Bounded(limit)
    try:
        if isinstance(result, ox.QueryTriples):
            media = choose("triples")
            _write(result, out, TRIPLES[media])
        else:
            media = choose("rows")
            result.serialize(out, format=ROWS[media])
    except _Full:
        raise LimitExceeded(
            "answer", f"The answer has more than {limit:,} bytes.", cure="Ask for less (LIMIT)."
        ) from None
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"The query failed: {error}.") from error
    except OSError as error:
        raise StoreError(f"The store failed: {error}.") from error
    return media, out.getvalue()


def serialized(graph: Graph, media: str) -> bytes:
    """An rdflib graph in a media type of :data:`TRIPLES`: sorted, with the prefixes of the dataset.

    Oxigraph writes some thousand triples in a twentieth of rdflib's time.
    """
    triples = [ox.Triple(*map(to_ox, triple)) for triple in graph]  # type: ignore[arg-type]
    triples.sort(key=str)
    out = io.BytesIO()
    _write(triples, out, TRIPLES[media])
    return out.getvalue()


def _write(triples: Iterable[ox.Triple], out: io.BytesIO, form: ox.RdfFormat) -> None:
    """Serialise with those of our prefixes that are used, in an order of their own: equal answers
    are equal bytes."""
    if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N3):
        with SortedPrefixes(out) as writer:
            ox.serialize(triples, cast("BinaryIO", writer), form, prefixes=iris.PREFIXES)
        _again(out, _declaring.turtle(out.getvalue()))
    elif form == ox.RdfFormat.RDF_XML:
        with XmlOutput(out) as writer:
            ox.serialize(triples, cast("BinaryIO", writer), form, prefixes=iris.PREFIXES)
        _again(out, _declaring.rdf_xml(out.getvalue()))
    else:
        ox.serialize(triples, out, form)


def _again(out: io.BytesIO, data: bytes) -> None:
    """Put other, shorter bytes in the place of what was written."""
    out.seek(0)
    out.truncate()
    out.write(data)


def _result(
    store: Store, query: str, default: Sequence[str], named_graphs: Sequence[str]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if not default and not named_graphs:
        return store._query(query)
    clause = sparql.dataset_clause(query)
    rest = query if clause is None else clause.rest
    for name in (*default, *named_graphs):
        named(name)
    chosen = sparql.DatasetClause(tuple(default), tuple(named_graphs), rest)
    part = Store()
    part._store = store._merged(chosen)
    return part._query(rest)
