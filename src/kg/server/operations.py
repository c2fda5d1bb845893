"""What runs in the workers: the operations, and how an image opens and derives its data.

The program of :mod:`kg.workers.image`. Each operation takes a graph, arguments that the server has
parsed, and a body; it knows nothing of HTTP but media types.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg import queries, sparql
from kg.errors import QueryError, UnknownGraph, UsageError
from kg.server import federating, negotiation, opening, updating
from kg.server.hints import SyntaxProblem, hints
from kg.server.negotiation import NotAcceptable
from kg.store import respond, serialized
from kg.workers import Answer

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: Labels of the arguments that every operation may get from the server.
_VARY = {"vary": "accept, accept-encoding"}


def sparql_query(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Answer a query.

    Arguments: ``accept``, ``format``, ``default``, ``named``, ``limit`` (bytes), ``nesting``,
    ``services`` (answers of its SERVICE clauses).
    """
    text = body.decode("utf-8")
    sparql.shallow(text, arguments["nesting"])
    if arguments.get("services"):
        text = federating.substituted(text, arguments["services"])
    accept, short = arguments["accept"], arguments.get("format", "")

    def chosen(shape: str) -> str:
        return (negotiation.rows if shape == "rows" else negotiation.triples)(accept, short)

    try:
        media, data = _respond(
            g, text, chosen, arguments.get("default", ()), arguments.get("named", ()),
            arguments["limit"],
        )  # fmt: skip
    except QueryError as error:
        raise SyntaxProblem(error, text) from error
    headers = dict(_VARY)
    if found := hints(text):
        headers["x-hint"] = " ".join(found).encode("ascii", "replace").decode()
    return Answer(200, _with_charset(media), data, headers)


def services(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """The SERVICE clauses of a query, for the server to carry out. Arguments: ``nesting``."""
    text = body.decode("utf-8")
    sparql.shallow(text, arguments["nesting"])
    found = [
        {"iri": clause.iri, "query": clause.query, "silent": clause.silent}
        for clause in federating.clauses(text)
    ]
    return Answer(200, "application/json", _json(found))


def graph_store(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """One graph, or the default graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5.2).

    Arguments: ``graph`` (IRI, or empty for the default graph), ``accept``, ``format``, ``limit``.
    """
    iri = arguments["graph"]
    if iri and iri not in g.engine.graphs():
        raise UnknownGraph(iri)
    media = negotiation.triples(arguments["accept"], arguments.get("format", ""))
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    _, data = _respond(g, text, lambda _: media, (iri,) if iri else (), (), arguments["limit"])
    return Answer(200, _with_charset(media), data, dict(_VARY))


def catalogue(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Run a query of the catalogue.

    Arguments: ``name``, ``parameters`` (pairs), ``accept``, ``format``, ``limit``.
    """
    query = queries.get(arguments["name"])
    given = dict(arguments["parameters"])
    if len(given) != len(arguments["parameters"]):
        raise UsageError("A parameter is given twice.")
    text = query.bound(given, g.lookup)
    accept, short = arguments["accept"], arguments.get("format", "")
    media, data = _respond(
        g, text, lambda shape: (negotiation.rows if shape == "rows" else negotiation.triples)(
            accept, short
        ), (), (), arguments["limit"],
    )  # fmt: skip
    return Answer(200, _with_charset(media), data, dict(_VARY))


def exists(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Whether an IRI is described: 200 or 404. Arguments: ``iri``."""
    term = sparql.term_text(iris_term(arguments["iri"]))
    if not g.ask(f"ASK {{ {{ {term} ?p ?o }} UNION {{ GRAPH {term} {{ ?s ?q ?r }} }} }}"):
        raise NotFound(f"Nothing is said of <{arguments['iri']}>.")
    return Answer(200, "text/plain")


def description(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """What describes one resource, as RDF. Arguments: ``iri``, ``accept``, ``format``."""
    from kg import pages

    media = negotiation.choose(
        arguments["accept"],
        (*negotiation.TRIPLES, "application/trig"),
        arguments.get("format", ""),
        (("application/json", "application/ld+json"),),
    )
    graph = pages.rdf(g, arguments["iri"])
    return Answer(200, _with_charset(media), serialized(graph, media), dict(_VARY))


def page(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """A page. Arguments: ``path``, ``parameters`` (pairs), ``media``, ``base``."""
    from kg import pages

    lens = str(g.lens) if g.lens else None
    found = pages.find(g, arguments["path"], dict(arguments["parameters"]), arguments["base"])
    media = arguments["media"]
    if media == "text/csv" and found.table is None:
        raise NotAcceptable("There is no table on this page.")
    data = pages.render(found, media, arguments["base"], lens)
    headers = dict(_VARY)
    if found.describes:
        headers["link"] = f'<{found.describes}>; rel="about"'
    return Answer(found.status, _with_charset(media), data, headers)


def sitemap(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """The sitemap. Arguments: ``base``."""
    from kg import pages

    return Answer(200, "application/xml", pages.sitemap(g, arguments["base"]))


def search(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """Full-text search. Arguments: ``q``, ``limit``, ``kinds``."""
    start = time.perf_counter()
    asked = arguments["q"], arguments["limit"], arguments["kinds"]
    hits = g.search(*asked)
    near = [] if hits else g.search_index.nearly(*asked)
    records = [hit.record() for hit in hits or near]
    found = {"q": arguments["q"], "hits": records, "near": bool(near)}
    return Answer(200, "application/json", _json(found), _timed(start))


def explore(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """A question of the explorer. Arguments: ``question``, ``parameters`` (pairs)."""
    from kg import explorer

    given = dict(arguments["parameters"])
    if len(given) != len(arguments["parameters"]):
        raise UsageError("A parameter is given twice.")
    start = time.perf_counter()
    if arguments["question"] == "export":
        media, data = explorer.export(g, given, body)
        suffix = explorer.FORMATS[given["format"]][1]
        name = f'attachment; filename="explorer{suffix}"'
        return Answer(200, media, data, {"content-disposition": name, "cache-control": "no-store"})
    data = explorer.answer(g, arguments["question"], given)
    record = explorer.QUESTIONS[arguments["question"]].answer.__name__
    link = f'</api/v1/schema.json#/$defs/{record}>; rel="describedby"'
    headers = {"vary": "accept-encoding", "link": link, **_timed(start)}
    return Answer(200, "application/json", data, headers)


def described(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """The service description or the VoID of the dataset.

    Arguments: ``what``, ``base``, ``accept``, ``format``, ``limits`` (names and values),
    ``writable``.
    """
    from kg.server import describing

    media = negotiation.triples(arguments["accept"], arguments.get("format", ""))
    if arguments["what"] == "service":
        graph = describing.service_description(
            g, arguments["base"], arguments["limits"], writable=arguments["writable"]
        )
    else:
        graph = describing.void(g, arguments["base"])
    return Answer(200, _with_charset(media), serialized(graph, media), dict(_VARY))


def openapi_document(g: KnowledgeGraph, arguments: Mapping[str, Any], body: bytes) -> Answer:
    """The OpenAPI document. Arguments: ``base``, ``version``."""
    from kg.server import openapi

    found = openapi.document(
        queries.catalogue(), arguments["base"], arguments["version"], openapi.examples(g.lookup)
    )
    return Answer(200, "application/json", _json(found))


class NotFound(UsageError):
    """Nothing is there."""


def iris_term(iri: str) -> Any:
    """An IRI as a term."""
    from rdflib.term import URIRef

    return URIRef(iri)


def _respond(
    g: KnowledgeGraph, text: str, chosen: Any, default: Any, named: Any, limit: int
) -> tuple[str, bytes]:
    from kg.store import Store

    if isinstance(g.engine, Store):
        text = g.understood(text)
        return respond(g.engine, text, chosen, default=default, named_graphs=named, limit=limit)
    from kg.server import remote

    return remote.respond(g.engine, text, chosen, default, named, limit)


def _timed(start: float) -> dict[str, str]:
    """How long an answer has taken (W3C Server Timing): browsers show it beside the request."""
    return {"server-timing": f"answer;dur={(time.perf_counter() - start) * 1000:.1f}"}


def _json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


OPERATIONS = {
    "sparql": sparql_query,
    "services": services,
    "graph_store": graph_store,
    "catalogue": catalogue,
    "exists": exists,
    "description": description,
    "page": page,
    "sitemap": sitemap,
    "search": search,
    "described": described,
    "explore": explore,
    "openapi": openapi_document,
}
DERIVATIONS = {"lens": opening.under, "update": updating.updated, "ready": updating.ready}
prepare = opening.prepare
