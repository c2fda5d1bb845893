"""Paths of the OpenAPI document beside those of the catalogue: reading only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg import iris
from kg.server._schemas import FORM, GRAPHS, LENS, QUERY, ROWS, RUNS, Json, contents, errors

_TRIPLES = ("ttl", "nt", "jsonld", "rdf")
_DESCRIBED = tuple(GRAPHS[name] for name in (*_TRIPLES, "trig"))
_BUSY = ("429", "503", "504")


def fixed(examples: Mapping[str, str]) -> Json:
    """All of them.

    :param examples: an entity for each kind, as :func:`kg.server.openapi.document` takes them.
    """
    kind, slug = _example(examples)
    return {
        "/sparql": _sparql(),
        "/lens/{lens}/sparql": _under_lens(),
        "/graph-store": _graph_store(),
        "/search": _search(),
        "/id/{kind}/{slug}": _identified(kind, slug),
        "/page/{kind}/{slug}": _page(kind, slug),
        "/.well-known/void": _get(
            "describe_dataset",
            "linked data",
            "Counts, prefixes, example queries and downloads of the dataset (VoID, SHACL, DCAT).",
            contents(*(GRAPHS[name] for name in _TRIPLES), "text/n3"),
            ("400", "406", *_BUSY),
            [format_parameter(_TRIPLES)],
        ),
        "/dumps/": _get(
            "dumps",
            "linked data",
            "Files to download, with their sizes and checksums.",
            {"application/json": {"schema": _FILES}},
        ),
        "/dumps/{file}": _dump(),
        **_of_the_server(),
    }


_FILES: Json = {
    "type": "object",
    "properties": {
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "bytes": {"type": "integer", "minimum": 0},
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
                "required": ["name", "bytes", "sha256"],
            },
        }
    },
    "required": ["files"],
}


def _of_the_server() -> Json:
    objects: Json = {"application/json": {"schema": {"type": "object"}}}
    texts = contents("text/plain")
    return {
        "/limits": _get("limits", "server", "What a request may cost.", objects),
        "/health": _get("health", "server", "Whether the server answers.", objects, ("503",)),
        "/metrics": _get("metrics", "server", "Counters, in the text format of Prometheus.", texts),
    }


def format_parameter(options: Iterable[str]) -> Json:
    """The parameter ``format``."""
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "Format of the answer; goes before the `Accept` header.",
        "schema": {"type": "string", "enum": list(options)},
    }


def _get(
    operation: str,
    tag: str,
    summary: str,
    content: Json,
    statuses: Iterable[str] = (),
    parameters: Iterable[Json] = (),
) -> Json:
    made: Json = {
        "operationId": operation,
        "tags": [tag],
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **errors(*statuses)},
    }
    if listed := list(parameters):
        made["parameters"] = listed
    return {"get": made}


def _example(examples: Mapping[str, str]) -> tuple[str, str]:
    found = next((item for item in examples.values() if ":" in item), "actor:mek")
    kind, _, slug = found.partition(":")
    return kind, slug


# --- SPARQL ---------------------------------------------------------------------------------------


def _dataset() -> list[Json]:
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": f"{text} (SPARQL 1.1 Protocol, section 2.1.4).",
            "schema": {"type": "array", "items": {"type": "string", "format": "uri"}},
            "style": "form",
            "explode": True,
        }
        for name, text in (
            ("default-graph-uri", "Graphs that are merged into the default graph"),
            ("named-graph-uri", "Named graphs of the dataset"),
        )
    ]


_QUERY: Json = {
    "name": "query",
    "in": "query",
    "required": False,
    "description": "A SPARQL 1.1 query. The prefixes of the dataset need no declaration.",
    "schema": {"type": "string", "minLength": 1},
    "examples": {"claims": {"value": "SELECT ?claim { ?claim a ae:Claim } LIMIT 10"}},
}
_ALL_FORMATS = (*ROWS, *GRAPHS)
_ANSWER: Json = {
    "description": "Rows, a truth value or a graph; without a query, the description of the"
    " service.",
    "content": contents(*dict.fromkeys([*ROWS.values(), *GRAPHS.values(), "text/n3", "text/html"])),
}


def _asking(operation: str, summary: str, parameters: list[Json]) -> Json:
    return {
        "operationId": operation,
        "tags": ["SPARQL"],
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": _ANSWER, **errors(*RUNS)},
    }


def _sparql() -> Json:
    common = [*_dataset(), format_parameter(_ALL_FORMATS), LENS]
    fields = {
        "query": {"type": "string", "minLength": 1},
        **{part["name"]: part["schema"] for part in common},
    }
    post = _asking("sparql_post", "Ask by POST (sections 2.1.2 and 2.1.3).", common)
    post["description"] = (
        "A form holds its parameters in the body; a query that is the body takes them from the"
        " address."
    )
    post["requestBody"] = {
        "required": True,
        "content": {
            QUERY: {"schema": {"type": "string", "minLength": 1}},
            FORM: {
                "schema": {"type": "object", "properties": fields, "required": ["query"]},
                "encoding": {
                    part["name"]: {"style": "form", "explode": True} for part in _dataset()
                },
            },
        },
    }
    post["responses"].update(errors("408", "415"))
    get = _asking(
        "sparql_get", "Ask by GET (SPARQL 1.1 Protocol, section 2.1.1).", [_QUERY, *common]
    )
    return {"get": get, "post": post}


def _under_lens() -> Json:
    common = [_QUERY, *_dataset(), format_parameter(_ALL_FORMATS)]
    lens = {**LENS, "in": "path", "required": True}
    return {
        "get": _asking(
            "sparql_under_lens", "Ask a dataset that is under a lens by GET.", [lens, *common]
        )
    }


def _graph_store() -> Json:
    graph: Json = {
        "name": "graph",
        "in": "query",
        "required": True,
        "description": "A named graph (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2);"
        " `default` in its place is the default graph.",
        "schema": {"type": "string", "format": "uri", "minLength": 1},
        "examples": {"edges": {"value": iris.graph("edges")}},
    }
    return _get(
        "graph_store_get",
        "SPARQL",
        "The triples of one graph.",
        contents(*(GRAPHS[name] for name in _TRIPLES), "text/n3"),
        ("400", "404", "406", "413", *_BUSY),
        [graph, format_parameter(_TRIPLES), LENS],
    )


# --- linked data ----------------------------------------------------------------------------------


def _search() -> Json:
    limit = {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}
    return _get(
        "search",
        "linked data",
        "Entities, sources and quotes whose text holds what is looked for, in any script.",
        {"application/json": {"schema": {}}, "text/html": {"schema": {"type": "string"}}},
        ("400", "404", "406", "413", *_BUSY),
        [
            _optional("q", "Part of a label, alias or quote.", {"type": "string"}),
            _optional("limit", "How many at most.", limit),
            LENS,
        ],
    )


def _optional(name: str, says: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


def _thing(kind: str, slug: str) -> list[Json]:
    kinds = sorted(
        iri.removeprefix(iris.ID).rstrip("/")
        for iri in iris.PREFIXES.values()
        if iri.startswith(iris.ID)
    )
    return [
        {
            "name": "kind",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "enum": kinds},
            "examples": {"example": {"value": kind}},
        },
        {
            "name": "slug",
            "in": "path",
            "required": True,
            "description": "Key of the thing.",
            "schema": {"type": "string", "minLength": 1},
            "examples": {"example": {"value": slug}},
        },
    ]


def _identified(kind: str, slug: str) -> Json:
    made = _get("identify", "linked data", "Where an IRI of the dataset is described.", {})
    made["get"]["responses"] = {
        "303": {
            "description": "See the page or the data that `Accept` asks for.",
            "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
        },
        **errors("400", "404", "406", *_BUSY),
    }
    return {"parameters": _thing(kind, slug), **made}


def _page(kind: str, slug: str) -> Json:
    made = _get(
        "describe",
        "linked data",
        "What speakers say of a thing, as a page or as data; with a suffix (`.ttl`, `.jsonld`,"
        " `.nt`, `.rdf`, `.trig`, `.json`, `.csv`) in that format.",
        contents("text/html", "application/json", "text/csv", "text/n3", *_DESCRIBED),
        ("400", "404", "406", "413", *_BUSY),
        [LENS],
    )
    return {"parameters": _thing(kind, slug), **made}


def _dump() -> Json:
    media = ("application/n-quads", "text/turtle", "text/plain", *_DESCRIBED)
    made = _get(
        "dump",
        "linked data",
        "A file to download; `SHA256SUMS` is the list of checksums.",
        {name: {"schema": {"type": "string"}} for name in dict.fromkeys(media)},
        ("404", "503"),
    )
    name: Json = {
        "name": "file",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1},
        "examples": {"all": {"value": "dataset.nq"}},
    }
    return {"parameters": [name], **made}
