"""The endpoint as an engine. The only module that imports SPARQLWrapper."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Any, TypeVar

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper

from kg import iris, sparql
from kg.endpoint import _dialects, _manifest, _order, _pages, _text
from kg.endpoint._dialects import Dialect
from kg.endpoint._http import Answer, Transport
from kg.endpoint._manifest import Manifest
from kg.errors import QueryError, StoreError
from kg.solutions import Solutions

#: Longer requests go by POST: servers and proxies refuse longer addresses.
MAX_GET = 1500
#: How often a question is asked again because a new version came between.
_VERSIONS = 5

_RESULTS = ("application/sparql-results+json", "application/json")
_ACCEPT_RESULTS = "application/sparql-results+json, application/json;q=0.5"
_GRAPHS = {
    "application/n-triples": "nt",
    "text/plain": "nt",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
}
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.9, text/plain;q=0.5"

#: No server cuts so few solutions.
_FEW = 1000

_Answered = TypeVar("_Answered")


class Endpoint:
    """A SPARQL endpoint that satisfies :class:`kg.engine.Engine`.

    Where ``kg push`` has filled it, queries see the dataset's own graphs, whatever else the server
    holds, and a question never gets rows of two versions. Elsewhere the default graph is the
    server's; it should be the union of all graphs but ``graph:interpretations``.

    :param url: http(s) address of the endpoint.
    :param user: for Basic or Digest authentication, whichever the server asks for.
    :param token: a bearer token, in place of a user.
    :param timeout: seconds for one try, from connecting to the last byte.
    :param dialect: a name of :data:`kg.endpoint.DIALECTS`, or ``auto``: told by the server's name.
    :raises UsageError: when the address is not http(s), or there is no such dialect.
    """

    def __init__(
        self,
        url: str,
        *,
        user: str | None = None,
        password: str = "",
        token: str | None = None,
        timeout: float = 60,
        dialect: str = "auto",
    ) -> None:
        self.url = url
        self.http = Transport(url, user=user, password=password, token=token, timeout=timeout)
        self._dialect = None if dialect == "auto" else _dialects.named(dialect)
        self._manifest: Manifest | None = None
        self._asked = False

    # --- the engine ----------------------------------------------------------------------------

    def select(self, query: str) -> Solutions:
        """See :meth:`kg.engine.Engine.select`."""
        return self._of_one_version(lambda: self._select(query))

    def ask(self, query: str) -> bool:
        """See :meth:`kg.engine.Engine.ask`."""

        def ask() -> bool:
            document = _document(self.url, self._answer(query, _ACCEPT_RESULTS))
            if "boolean" not in document:
                raise QueryError("This is not an ASK query.")
            return bool(document["boolean"])

        return self._of_one_version(ask)

    def construct(self, query: str) -> Graph:
        """See :meth:`kg.engine.Engine.construct`."""
        return self._of_one_version(lambda: self._construct(query))

    def kind(self, query: str) -> str:
        """``select``, ``ask`` or ``construct``, by the query's first word.

        :raises QueryError: when it has none of these.
        """
        form = _text.form(query)
        if form is None:
            raise QueryError("This is neither SELECT, ASK, CONSTRUCT nor DESCRIBE.")
        return {"SELECT": "select", "ASK": "ask"}.get(form, "construct")

    def graphs(self) -> Sequence[str]:
        """IRIs of the named graphs of the dataset, sorted."""
        manifest = self.manifest()
        if manifest is not None:
            return sorted(manifest.graphs)
        rows = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
        return sorted({str(row[0]) for row in rows} - self.dialect.system_graphs)

    def quads(
        self, progress: Callable[[int, int], None] | None = None
    ) -> list[tuple[Identifier, Identifier, Identifier, URIRef]]:
        """The whole dataset, fetched in pages.

        :param progress: called with the number of triples so far and that of all.
        :raises StoreError: when a graph does not come whole.
        """
        return self._of_one_version(lambda: _pages.quads(self.page, self.graphs(), progress))

    # --- versions ------------------------------------------------------------------------------

    @property
    def dialect(self) -> Dialect:
        """How the engine deviates from the standard."""
        if self._dialect is None:
            self.manifest()
        assert self._dialect is not None
        return self._dialect

    def manifest(self, *, anew: bool = False) -> Manifest | None:
        """What the store says it holds, read at first use; None where ``kg push`` did not fill it.

        :param anew: read it again.
        """
        if anew or not self._asked:
            answer = self._send(_manifest.QUERY, _ACCEPT_RESULTS)
            if self._dialect is None:
                self._dialect = _dialects.detected(answer)
            _, rows = _table(self.url, _document(self.url, self._good(answer)))
            self._manifest = _manifest.read([(str(s), str(p), str(o)) for s, p, o in rows])
            self._asked = True
        return self._manifest

    def _of_one_version(self, ask: Callable[[], _Answered]) -> _Answered:
        """What the store answers, asked again when a new version became visible meanwhile.

        An engine that reads row by row as committed (Virtuoso) can give rows of two versions to a
        query that runs while one takes the place of the other.
        """
        for _ in range(_VERSIONS):
            before = self.manifest()
            found = ask()
            if before is None:
                return found
            answer = self._good(self._send(_manifest.VERSION_QUERY, _ACCEPT_RESULTS))
            _, rows = _table(self.url, _document(self.url, answer))
            if [str(row[0]) for row in rows] == [before.version]:
                return found
            self.manifest(anew=True)
        raise StoreError(f"{self.url} is being changed all the time.", cure="Try again later.")

    # --- asking --------------------------------------------------------------------------------

    def page(
        self, query: str, *, whole_store: bool = False
    ) -> tuple[tuple[str, ...], list[_pages.Row], int | None]:
        """Names, rows, and at how many rows the server has cut them, if it has.

        :param whole_store: ask all graphs of the store, not only the dataset's.
        """
        answer = self._answer(query, _ACCEPT_RESULTS, whole_store=whole_store)
        document = _document(self.url, answer)
        if "results" not in document:
            raise QueryError("This is not a SELECT query.")
        names, raw = _table(self.url, document)
        term = self.dialect.term
        rows = [tuple(None if item is None else term(item) for item in row) for row in raw]
        cut = self.dialect.cut(answer)
        return names, rows, cut if cut is not None and len(rows) >= cut else None

    def _select(self, query: str) -> Solutions:
        parts = _text.parts(query)
        keys = _text.sort_keys(parts) if parts and not self.dialect.sorts_whole_strings else None
        asked = query
        if parts and keys:  # all rows, to be sorted and cut here
            asked = parts.prologue + parts.body + parts.tail
        try:
            names, rows, cut = self.page(asked)
        except _Unsorted as error:
            names, rows, cut = _pages.columns(self.page, asked), [], error.limit
        if cut is not None:
            rows = _pages.all_rows(self.page, asked, names, cut)
        rows = self.dialect.rows(query, names, rows)
        if parts and keys:
            # From the first key on that is no column, the engine's own order stands.
            leading = list(takewhile(lambda key: key[0] in names, keys))
            stop = None if parts.limit is None else parts.offset + parts.limit
            rows = _order.in_order(rows, names, leading)[parts.offset : stop]
        return Solutions(names, rows)

    def _construct(self, query: str) -> Graph:
        answer = self._answer(query, _ACCEPT_GRAPH)
        if answer.media_type not in _GRAPHS:
            if answer.media_type in _RESULTS:
                raise QueryError("This is not a CONSTRUCT or DESCRIBE query.")
            raise StoreError(f"{self.url} did not answer in RDF: {answer.media_type or 'nothing'}.")
        if self.dialect.cuts_graphs:
            self._check_not_cut(query)
        parsed = Graph(bind_namespaces="none")
        try:
            parsed.parse(data=answer.body, format=_GRAPHS[answer.media_type])
        except Exception as error:  # rdflib's parser raises many kinds
            raise StoreError(f"{self.url} did not answer in RDF: {error}.") from error
        graph = Graph(bind_namespaces="none")
        for prefix, iri in iris.PREFIXES.items():
            graph.bind(prefix, iri)
        for subject, predicate, obj in parsed:
            assert isinstance(obj, Identifier)
            graph.add((subject, predicate, self.dialect.term(obj)))
        return graph

    def _check_not_cut(self, query: str) -> None:
        """Refuse a graph from more solutions than the server makes."""
        clause = sparql.dataset_clause(query)
        found = None if clause is None else _text.counting(clause.rest)
        if clause is None or found is None:  # DESCRIBE, of a few things
            return
        text, limit = found
        froms = "".join(f" FROM <{iri}>" for iri in clause.default)
        froms += "".join(f" FROM NAMED <{iri}>" for iri in clause.named)
        text = text.replace(" AS ?n) WHERE", f" AS ?n){froms} WHERE", 1)
        there = int(str(self.page(text)[1][0][0]))
        wanted = there if limit is None else min(there, limit)
        if wanted < _FEW:
            return
        most = self.page("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", whole_store=True)[2]
        if most is not None and wanted > most:
            raise StoreError(
                f"{self.url} has cut the graph: it makes {most:,} of {wanted:,} solutions.",
                cure="Ask for less, or with SELECT, which is fetched in pages.",
            )

    def _answer(self, query: str, accept: str, *, whole_store: bool = False) -> Answer:
        """The answer to a query of the dataset, as this engine must be asked it."""
        kind = self.kind(query)
        default: tuple[str, ...] = ()
        named: tuple[str, ...] = ()
        clause = sparql.dataset_clause(query)
        manifest = self.manifest()
        if clause is not None and (clause.default or clause.named):
            if self.dialect.repeats_triples and len(set(clause.default)) > 1:
                self._check_apart(sorted(set(clause.default)))
        elif manifest is not None and clause is not None and not whole_store:
            default = (_manifest.UNION,)
            named = tuple(sorted(manifest.graphs)) if _text.mentions(query, "GRAPH") else ()
        text = self.dialect.query(sparql.with_prefixes(query))
        answer = self._send(text, accept, default, named)
        limit = self.dialect.sort_limit(answer)
        if limit is not None and kind == "select":
            raise _Unsorted(limit)
        return self._good(answer)

    def _check_apart(self, graphs: Sequence[str]) -> None:
        """Refuse to ask several graphs that share triples, where those would count twice."""
        for at, one in enumerate(graphs):
            others = ", ".join(f"<{name}>" for name in graphs[at + 1 :])
            if not others:
                return
            query = (
                f"ASK {{ GRAPH <{one}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p ?o }}"
                f" FILTER(?g IN ({others})) }}"
            )
            answer = self._good(self._send(query, _ACCEPT_RESULTS))
            if _document(self.url, answer).get("boolean"):
                raise QueryError(
                    "The graphs of FROM share triples, which this engine would count twice.",
                    cure="Ask without FROM, or fetch the dataset (kg export) and ask it here.",
                )

    def _send(
        self,
        text: str,
        accept: str,
        default: Sequence[str] = (),
        named: Sequence[str] = (),
    ) -> Answer:
        client = SPARQLWrapper(self.url)
        client.setReturnFormat(JSON)  # of any account only for the header, which is set below
        client.setOnlyConneg(True)
        # Not setQuery: it guesses the form, and would send what looks like an update as one.
        client.queryString = text
        client.queryType = "SELECT"
        for iri in default:
            client.addParameter("default-graph-uri", iri)
        for iri in named:
            client.addParameter("named-graph-uri", iri)
        client.addCustomHttpHeader("Accept", accept)
        size = len(text) + sum(map(len, (*default, *named)))
        client.setMethod(GET if size <= MAX_GET and "?" not in self.url else POST)
        request: urllib.request.Request = client._createRequest()
        return self.http.send(request, self._passes)

    def _passes(self, answer: Answer) -> bool:
        return (self._dialect or _dialects.detected(answer)).passes(answer)

    def _good(self, answer: Answer) -> Answer:
        if answer.status != 200:
            raise (self._dialect or _dialects.detected(answer)).failure(self.url, answer)
        return answer


class _Unsorted(Exception):
    """The engine does not sort so many rows at once."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def _document(url: str, answer: Answer) -> dict[str, Any]:
    """A document of SPARQL 1.1 Query Results JSON."""
    trouble = f"{url} did not answer in SPARQL results JSON"
    if answer.media_type not in _RESULTS:
        raise StoreError(f"{trouble} but in {answer.media_type or 'no media type'}.")
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{trouble}.") from error
    if not isinstance(document, dict) or not isinstance(document.get("head"), dict):
        raise StoreError(f"{trouble}.")
    return document


def _table(url: str, document: dict[str, Any]) -> tuple[tuple[str, ...], list[_pages.Row]]:
    """Columns and rows of a document."""
    try:
        names = tuple(str(name) for name in document["head"].get("vars", ()))
        return names, list(_rows(names, document["results"]["bindings"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{url} did not answer in SPARQL results JSON.") from error


def _rows(names: tuple[str, ...], bindings: Any) -> Iterator[_pages.Row]:
    for row in bindings:
        yield tuple(_term(row[name]) if name in row else None for name in names)


def _term(value: dict[str, str]) -> Identifier:
    kind, text = value["type"], value["value"]
    if not isinstance(text, str):
        raise TypeError(text)
    if kind == "uri":
        return URIRef(text)
    if kind == "bnode":
        return BNode(text)
    if "xml:lang" in value:
        return Literal(text, lang=value["xml:lang"])
    datatype = value.get("datatype")
    if datatype is not None and datatype != iris.PREFIXES["xsd"] + "string":
        return Literal(text, datatype=URIRef(datatype), normalize=False)
    return Literal(text)
