"""Which handler answers which path. The hot path, ``/sparql``, is found before these."""

from __future__ import annotations

import asyncio
import hashlib
import json
import mimetypes
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg import explorer, iris
from kg.errors import KgError
from kg.server import dumps, negotiation, protocol, writing
from kg.server.app import App, Handler, not_allowed, sparql
from kg.server.metrics import MEDIA_TYPE
from kg.server.problems import HttpProblem
from kg.server.request import Request
from kg.workers import Answer

_STATIC = Path(__file__).resolve().parent.parent / "pages" / "static"
_EXPLORER = explorer.Files()
_READ = "GET, HEAD, OPTIONS"
_SUFFIX = re.compile(r"^(?P<path>.+)\.(?P<suffix>ttl|jsonld|nt|rdf|trig|json|csv|tsv|xml|html)$")
_RDF_SUFFIXES = ("ttl", "jsonld", "nt", "rdf", "trig")
_PAGE_MEDIA = ("application/json", "text/csv", "text/html")


def find(request: Request) -> tuple[str, Handler]:
    """The name of a route, for the log and the metrics, and its handler."""
    path = request.path
    if path in _EXACT:
        return path.strip("/") or "start", _EXACT[path]
    for start, name, handler in _BEGINNINGS:
        if path.startswith(start):
            return name, handler
    return "page", page


def _read_only(request: Request) -> Answer | None:
    return None if request.method in ("GET", "HEAD") else not_allowed(request.method, _READ)


def _parameters(request: Request) -> list[tuple[str, str]]:
    return protocol.parameters(request.query_string)


def _one(given: list[tuple[str, str]], name: str, default: str = "") -> str:
    values = [value for key, value in given if key == name]
    if len(values) > 1:
        raise HttpProblem(400, f"There are several values of `{name}`.", cure="Send one.")
    return values[0] if values else default


# --- SPARQL ---------------------------------------------------------------------------------------


async def lensed(app: App, request: Request) -> Answer:
    """``/lens/<lens>/sparql``: the endpoint of a dataset under a lens."""
    match = re.fullmatch(r"/lens/([^/]+)/sparql", request.path)
    if match is None:
        raise HttpProblem(404, "There is no such page.", cure="/lens/<lens>/sparql")
    return await sparql(app, request, unquote(match[1]))


async def graph_store(app: App, request: Request) -> Answer:
    """SPARQL 1.1 Graph Store HTTP Protocol, indirect identification (section 4.2)."""
    given = _parameters(request)
    graphs = [value for name, value in given if name == "graph"]
    default = any(name == "default" for name, _ in given)
    if len(graphs) + default != 1 or graphs == [""]:
        raise HttpProblem(400, "Name one graph.", cure="?graph=IRI or ?default")
    if request.method in ("PUT", "POST", "DELETE"):
        return await writing.graph(app, request, graphs[0] if graphs else "")
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request.method, "GET, HEAD, PUT, POST, DELETE, OPTIONS")
    return await app.call(
        request,
        "graph_store",
        {
            "graph": graphs[0] if graphs else "", "accept": request.accept,
            "format": _one(given, "format"), "limit": app.limits.answer,
        },
        lens=_one(given, "lens"),
    )  # fmt: skip


async def service(app: App, request: Request) -> Answer:
    """The service description (SPARQL 1.1 Service Description, section 2), or a page."""
    if negotiation.wants_page(request.accept):
        return await page(app, request)
    return await _described(app, request, "service")


async def void(app: App, request: Request) -> Answer:
    """``/.well-known/void``: the dataset (Describing Linked Datasets with VoID, section 7.2)."""
    return _read_only(request) or await _described(app, request, "void")


async def _described(app: App, request: Request, what: str) -> Answer:
    limits = {name: value for name, value, _ in app.limits.described()}
    arguments = {
        "what": what, "base": app.settings.base, "accept": request.accept,
        "format": _one(_parameters(request), "format"), "limits": limits,
        "writable": app.settings.writable,
    }  # fmt: skip
    return await app.call(request, "described", arguments)


# --- linked data ----------------------------------------------------------------------------------


async def resource(app: App, request: Request) -> Answer:
    """``/id/<kind>/<slug>``: 303 to a page or to data (*Cool URIs for the Semantic Web*, 4.2)."""
    if (early := _read_only(request)) is not None:
        return early
    rest = request.path.removeprefix("/id/")
    await app.call(request, "exists", {"iri": iris.ID + rest})
    media = negotiation.choose(
        request.accept,
        ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml",
         "application/trig", "text/html", "application/json"),
    )  # fmt: skip
    suffixes = {negotiation.SHORT[name]: f".{name}" for name in _RDF_SUFFIXES}
    suffix = {**suffixes, "text/html": "", "application/json": ".json"}[media]
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    headers = {"location": f"/page/{rest}{suffix}{query}", "vary": "accept"}
    return Answer(303, "text/plain; charset=utf-8", b"See /page/.\n", headers)


async def page(app: App, request: Request) -> Answer:
    """Every page: as HTML, JSON or CSV, or as RDF where it describes a resource."""
    if (early := _read_only(request)) is not None:
        return early
    given = _parameters(request)
    lens = _one(given, "lens")
    path, suffix = request.path, ""
    if (match := _SUFFIX.match(path)) is not None:
        path, suffix = match["path"], match["suffix"]
    if suffix == "html":
        raise HttpProblem(404, "There is no such page.")
    described = path.removeprefix("/page/") if path.startswith("/page/") else None
    iri = iris.ID + described if described else iris.ONTOLOGY if path == "/ontology" else None
    offered = ("text/html", "application/json", "text/csv")
    if iri is not None and not suffix:
        media = negotiation.choose(request.accept, (*offered, *negotiation.TRIPLES))
        suffix = "rdf-by-accept" if media in negotiation.TRIPLES else ""
    if suffix in _RDF_SUFFIXES or suffix == "rdf-by-accept":
        if iri is None:
            raise HttpProblem(404, "There is no RDF of this page.")
        wanted = {
            "iri": iri, "accept": request.accept,
            "format": "" if suffix == "rdf-by-accept" else suffix,
        }  # fmt: skip
        return await app.call(request, "description", wanted, lens=lens)
    if suffix in ("tsv", "xml"):
        raise HttpProblem(404, "There is no such page.")
    refused: KgError | None = None
    media = {"json": "application/json", "csv": "text/csv"}.get(suffix, "")
    if not media:
        try:
            media = negotiation.choose(request.accept, offered, _one(given, "format"))
        except negotiation.NotAcceptable as error:  # unless there is no such page at all
            media, refused = "application/json", error
    shown = [(name, value) for name, value in given if name not in ("lens", "format")]
    arguments: dict[str, Any] = {
        "path": path, "parameters": shown, "media": media, "base": app.settings.base,
        "limit": app.limits.answer,
    }  # fmt: skip
    answer = await app.call(request, "page", arguments, lens=lens)
    if refused is not None:
        raise refused
    return answer


async def catalogue(app: App, request: Request) -> Answer:
    """``/queries/<topic>/<name>``: a page for a browser, else the query's answer."""
    if (early := _read_only(request)) is not None:
        return early
    given = _parameters(request)
    path, suffix = request.path, ""
    if (match := _SUFFIX.match(path)) is not None:
        path, suffix = match["path"], match["suffix"]
    name = path.removeprefix("/queries/").strip("/")
    short = suffix or _one(given, "format")
    if "/" not in name or (not short and negotiation.wants_page(request.accept)):
        return await page(app, request)
    arguments: dict[str, Any] = {
        "name": name, "accept": request.accept, "format": short, "limit": app.limits.answer,
        "parameters": [(key, value) for key, value in given if key not in ("lens", "format")],
    }  # fmt: skip
    return await app.call(request, "catalogue", arguments, lens=_one(given, "lens"))


async def search(app: App, request: Request) -> Answer:
    """``/search?q=``: hits as JSON, or a page."""
    if (early := _read_only(request)) is not None:
        return early
    if negotiation.wants_page(request.accept):
        return await page(app, request)
    given = _parameters(request)
    try:
        limit = int(_one(given, "limit", "20"))
    except ValueError:
        raise HttpProblem(400, "`limit` is a whole number.") from None
    if not 1 <= limit <= 200:
        raise HttpProblem(400, "`limit` is between 1 and 200.")
    kinds = [part for value in [_one(given, "kinds")] for part in value.split(",") if part]
    arguments: dict[str, Any] = {"q": _one(given, "q"), "limit": limit, "kinds": kinds}
    return await app.call(request, "search", arguments, lens=_one(given, "lens"))


async def explore(app: App, request: Request) -> Answer:
    """``/explore``: the explorer's page; ``/explore/files/<version>/…``: what it is made of."""
    if (early := _read_only(request)) is not None:
        return early
    if request.path in ("/explore", "/explore/"):
        data = await asyncio.to_thread(_EXPLORER.page)
        headers = {"cache-control": "no-cache", "etag": _etag(data)}
        return Answer(200, "text/html; charset=utf-8", data, headers)
    version, _, name = request.path.removeprefix("/explore/files/").partition("/")
    found = None
    if request.path.startswith("/explore/files/") and version == _EXPLORER.version:
        found = await asyncio.to_thread(_EXPLORER.get, name)
    if found is None:
        raise HttpProblem(404, "There is no such file.", cure="/explore")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Answer(200, *found, headers)


async def api(app: App, request: Request) -> Answer:
    """``/api/v1/<question>``: what the explorer asks, for everybody (``docs/explorer-api.md``)."""
    question = request.path.removeprefix("/api/v1").removeprefix("/")
    if question == "export":
        if request.method != "POST":
            return not_allowed(request.method, "POST, OPTIONS")
        body = await request.body(app.limits.request, app.limits.body_seconds)
    else:
        if (early := _read_only(request)) is not None:
            return early
        body = b""
        if question in ("", "schema.json"):
            return _about_api(question)
        if question not in explorer.QUESTIONS:
            raise HttpProblem(
                404, "There is no such question.",
                cure=f"{', '.join(explorer.QUESTIONS)}; /api/v1/ describes them.",
            )  # fmt: skip
    arguments = {"question": question, "parameters": _parameters(request)}
    return await app.call(request, "explore", arguments, body)


@cache
def _about_api(name: str) -> Answer:
    """The index of the API, or the schemas of its answers."""
    found = explorer.schema() if name else explorer.index()
    data = json.dumps(found, ensure_ascii=False, indent=1).encode()
    media = "application/schema+json" if name else "application/json"
    return Answer(200, media, data, {"etag": _etag(data)})


def _etag(data: bytes) -> str:
    return f'"{hashlib.blake2b(data, digest_size=16).hexdigest()}"'


async def sitemap(app: App, request: Request) -> Answer:
    """``/sitemap.xml`` (sitemaps.org, 0.9)."""
    early = _read_only(request)
    return early or await app.call(request, "sitemap", {"base": app.settings.base})


async def openapi(app: App, request: Request) -> Answer:
    """``/openapi.json``."""
    from kg import __version__

    arguments = {"base": app.settings.base, "version": __version__}
    return _read_only(request) or await app.call(request, "openapi", arguments)


# --- of the server itself -------------------------------------------------------------------------


async def limits(app: App, request: Request) -> Answer:
    """``/limits``: what a request may cost."""
    if (early := _read_only(request)) is not None:
        return early
    found = [{"name": n, "value": v, "says": says} for n, v, says in app.limits.described()]
    return _json({"limits": found, "client_workers": app.limits.client_workers})


async def health(app: App, request: Request) -> Answer:
    """``/health``: 200 when a query is answered, 503 otherwise."""
    if (early := _read_only(request)) is not None:
        return early
    told = app.pool.told
    found: dict[str, Any] = {
        "status": "ok", "version": told["version"], "quads": told["quads"],
        "verified": told["verified"], "networkless": told["networkless"],
        "running": app.pool.slots.running, "waiting": app.pool.slots.waiting,
    }  # fmt: skip
    return _json(found)


async def metrics(app: App, request: Request) -> Answer:
    """``/metrics``: Prometheus' text format."""
    headers = {"cache-control": "no-store"}
    return _read_only(request) or Answer(200, MEDIA_TYPE, app.metrics.text(), headers)


async def robots(app: App, request: Request) -> Answer:
    """``/robots.txt`` (RFC 9309)."""
    lines = (
        "User-agent: *\nDisallow: /sparql\nDisallow: /lens/\nDisallow: /search\n"
        f"Sitemap: {app.settings.base}/sitemap.xml\n"
    )
    return _read_only(request) or Answer(200, "text/plain; charset=utf-8", lines.encode())


async def static(app: App, request: Request) -> Answer:
    """``/static/<file>``: files that come with the pages; their names carry a version."""
    if (early := _read_only(request)) is not None:
        return early
    name = request.path.removeprefix("/static/")
    known = {path.name: path for path in _STATIC.glob("*") if path.is_file()}
    if name not in known:
        raise HttpProblem(404, "There is no such file.")
    media = mimetypes.guess_type(name)[0] or "application/octet-stream"
    data = await asyncio.to_thread(known[name].read_bytes)
    if media.startswith("text/"):
        media += "; charset=utf-8"
    return Answer(200, media, data, {"cache-control": "public, max-age=31536000, immutable"})


def _json(found: Any) -> Answer:
    data = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return Answer(200, "application/json", data, {"cache-control": "no-store"})


_EXACT: dict[str, Handler] = {
    "/graph-store": graph_store,
    "/update": writing.update,
    "/search": search,
    "/.well-known/void": void,
    "/sitemap.xml": sitemap,
    "/robots.txt": robots,
    "/openapi.json": openapi,
    "/limits": limits,
    "/health": health,
    "/metrics": metrics,
    "/explore": explore,
    "/api/v1": api,
}
_BEGINNINGS: list[tuple[str, str, Handler]] = [
    ("/lens/", "lens", lensed),
    ("/id/", "id", resource),
    ("/queries/", "query", catalogue),
    ("/static/", "static", static),
    ("/dumps/", "dump", dumps.dump),
    ("/explore/", "explore", explore),
    ("/api/v1/", "api", api),
]
