"""A remote SPARQL 1.1 endpoint as an engine. The only module that imports SPARQLWrapper.

Protocol: SPARQL 1.1 Protocol (W3C, 2013), query by GET, or by form POST when it is long; answers as
SPARQL 1.1 Query Results JSON and N-Triples. Answers are bounded in size, tries in number.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef
from SPARQLWrapper import GET, JSON, N3, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    QueryBadFormed,
    SPARQLWrapperException,
)

from kg import iris, sparql
from kg.errors import QueryError, StoreError, UsageError
from kg.solutions import Solutions

#: Queries longer than this go by POST: servers and proxies refuse longer addresses.
MAX_GET = 1500
#: Larger answers are refused, in bytes.
MAX_ANSWER = 256 * 1024 * 1024
#: Waits before the second and third try, in seconds, after a failure that may pass.
BACK_OFF = (0.2, 1.0)


class Endpoint:
    """A SPARQL endpoint that satisfies :class:`kg.engine.Engine`.

    Its default graph should be the union of all graphs but ``graph:interpretations``, as
    ``docs/model.md`` says; that is the server's setting.

    :param url: http(s) address of the endpoint.
    :param user: for HTTP Basic authentication, with ``password``.
    :param timeout: seconds for one try.
    :raises UsageError: when the address is not http(s).
    """

    def __init__(
        self, url: str, *, user: str | None = None, password: str = "", timeout: int = 60
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(f"{url!r} is not an http(s) address.")
        self.url = url
        self.timeout = timeout
        self._login = (user, password) if user is not None else None

    def select(self, query: str) -> Solutions:
        """See :meth:`kg.engine.Engine.select`."""
        answer = self._json(query)
        if "results" not in answer:
            raise QueryError("This is not a SELECT query.")
        names = tuple(answer["head"].get("vars", ()))
        rows: list[tuple[Identifier | None, ...]] = [
            tuple(_term(row[name]) if name in row else None for name in names)
            for row in answer["results"]["bindings"]
        ]
        return Solutions(names, rows)

    def ask(self, query: str) -> bool:
        """See :meth:`kg.engine.Engine.ask`."""
        answer = self._json(query)
        if "boolean" not in answer:
            raise QueryError("This is not an ASK query.")
        return bool(answer["boolean"])

    def construct(self, query: str) -> Graph:
        """See :meth:`kg.engine.Engine.construct`."""
        data = self._fetch(query, N3)
        graph = Graph(bind_namespaces="none")
        try:
            graph.parse(data=data, format="turtle")
        except Exception as error:  # rdflib's parser raises many kinds
            raise StoreError(f"{self.url} did not answer in RDF: {error}.") from error
        for prefix, iri in iris.PREFIXES.items():
            graph.bind(prefix, iri)
        return graph

    def graphs(self) -> Sequence[str]:
        """IRIs of the named graphs, sorted."""
        rows = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted(str(row[0]) for row in rows)

    def _json(self, query: str) -> dict[str, Any]:
        data = self._fetch(query, JSON)
        try:
            answer = json.loads(data)
        except ValueError as error:
            raise StoreError(f"{self.url} did not answer in SPARQL results JSON.") from error
        if not isinstance(answer, dict) or "head" not in answer:
            raise StoreError(f"{self.url} did not answer in SPARQL results JSON.")
        return answer

    def _fetch(self, query: str, answer_format: str) -> bytes:
        text = sparql.with_prefixes(query)
        for wait in (*BACK_OFF, None):
            client = SPARQLWrapper(self.url, returnFormat=answer_format)
            client.setTimeout(self.timeout)
            client.setMethod(GET if len(text) <= MAX_GET else POST)
            if self._login:
                client.setCredentials(*self._login)
            client.setQuery(text)
            try:
                data = client.query().response.read(MAX_ANSWER + 1)
            except QueryBadFormed as error:
                raise QueryError(f"{self.url} refused the query: {error}") from error
            except EndPointInternalError as error:
                if wait is None:
                    raise StoreError(f"{self.url} failed: {error}") from error
            except SPARQLWrapperException as error:
                raise StoreError(f"{self.url} did not answer: {error}") from error
            except OSError as error:
                if wait is None:
                    raise StoreError(f"{self.url} cannot be reached: {error}.") from error
            else:
                if len(data) > MAX_ANSWER:
                    raise StoreError(
                        f"The answer is larger than {MAX_ANSWER:,} bytes.",
                        cure="Ask for less (LIMIT).",
                    )
                return bytes(data)
            time.sleep(wait or 0)
        raise AssertionError("unreachable")


def _term(value: dict[str, str]) -> Identifier:
    kind, text = value["type"], value["value"]
    if kind == "uri":
        return URIRef(text)
    if kind == "bnode":
        return BNode(text)
    if "xml:lang" in value:
        return Literal(text, lang=value["xml:lang"])
    if "datatype" in value:
        return Literal(text, datatype=URIRef(value["datatype"]), normalize=False)
    return Literal(text)
