"""Answers in a media type from an engine that is not the embedded one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from rdflib.query import Result

from kg import sparql
from kg.engine import Engine
from kg.errors import LimitExceeded, QueryError
from kg.store import Shape

_ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_TRIPLES = {"application/ld+json": "json-ld", "text/n3": "turtle", "application/rdf+xml": "xml"}


def respond(
    engine: Engine,
    query: str,
    choose: Callable[[Shape], str],
    default: Sequence[str],
    named: Sequence[str],
    limit: int,
) -> tuple[str, bytes]:
    """As :func:`kg.store.respond`, over any engine.

    :raises QueryError: also when the request names a dataset: that is the remote server's own
        business; use FROM.
    """
    if default or named:
        raise QueryError("A remote engine takes no dataset from the request.", cure="Use FROM.")
    form = sparql.form(query)
    if form in ("CONSTRUCT", "DESCRIBE"):
        media = choose("triples")
        data = engine.construct(query).serialize(
            format=_TRIPLES.get(media, media), encoding="utf-8"
        )
    else:
        media = choose("rows")
        result = Result("ASK" if form == "ASK" else "SELECT")
        if form == "ASK":
            result.askAnswer = engine.ask(query)
        else:
            found = engine.select(query)
            from rdflib.term import Variable

            result.vars = [Variable(name) for name in found.variables]
            result.bindings = [
                {v: term for v, term in zip(result.vars, row, strict=True) if term is not None}
                for row in found.rows
            ]
        data = cast(bytes, result.serialize(format=_ROWS[media]))
    if len(data) > limit:
        raise LimitExceeded(
            "answer", f"The answer has more than {limit:,} bytes.", cure="Ask for less (LIMIT)."
        )
    return media, data
