"""The ASGI application: what every request goes through, and the hot path of ``/sparql``.

Nothing is parsed or evaluated here: a request becomes an operation in a worker
(:mod:`kg.server.operations`), and the worker's bytes become the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kg.errors import KgError
from kg.server import negotiation, problems, protocol
from kg.server.cache import Cache
from kg.server.metrics import AccessLog, Metrics
from kg.server.outside import Outside
from kg.server.problems import HttpProblem
from kg.server.request import Receive, Request, Scope, Send
from kg.server.settings import Settings
from kg.server.texts import Texts
from kg.sparql import uses_service
from kg.workers import Answer, OperationFailed, Pool

Handler = Callable[["App", Request], Awaitable[Answer]]

#: Seconds after which a client is watched: one that leaves has its request dropped.
_WATCH_AFTER = 0.1
#: Functions whose value is another one each time.
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_REVALIDATE = (b"cache-control", b"public, max-age=0, must-revalidate")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_NO_SNIFFING = (b"x-content-type-options", b"nosniff")
_ANY_ORIGIN = (b"access-control-allow-origin", b"*")
_EXPOSED = (
    b"access-control-expose-headers",
    b"etag, link, x-hint, retry-after, data-version, content-disposition",
)


class App:
    """One server's application.

    :param pool: runs the operations; started and stopped with the application.
    """

    def __init__(self, pool: Pool, settings: Settings, log: AccessLog | None = None) -> None:
        self.pool = pool
        self.settings = settings
        self.limits = pool.limits
        self.cache = Cache(self.limits.cache if settings.caching else 0)
        self.metrics = Metrics(pool, self.cache)
        self.texts = Texts(pool, settings.report)
        self._log = log or AccessLog(None)
        self._waiting: dict[asyncio.Task[Any], tuple[float, Request]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification, version 3."""
        if scope["type"] == "http":
            await self._serve(Request(scope, receive), send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    async def _serve(self, request: Request, send: Send) -> None:
        start = time.perf_counter()
        route = "?"
        try:
            route, handler = self._route(request)
            answer = await self._watched(request, handler)
        except KgError as error:
            answer = self._refused(error, request)
        except asyncio.CancelledError:
            return  # the client has gone
        except Exception as error:  # noqa: BLE001 - a server answers whatever happens
            self.settings.report(error)
            answer = self._refused(HttpProblem(500, "Internal."), request)
        size = await self._send(request, answer, send)
        seconds = time.perf_counter() - start
        self.metrics.count(route, answer.status, seconds, size)
        self._log.write(request.method, request.path, route, answer.status, size, seconds)

    def _refused(self, error: KgError, request: Request) -> Answer:
        """The answer for an error. One that the data made names the newest version, so that a
        client that asks for what is no longer there learns why."""
        answer = problems.answer(error, request.accept, request.path, self.settings.base)
        if isinstance(error, OperationFailed) and self.pool.version:
            headers = {**answer.headers, "data-version": self.pool.version}
            return replace(answer, headers=headers)
        return answer

    def _route(self, request: Request) -> tuple[str, Handler]:
        if request.path == "/sparql":
            return "sparql", sparql
        from kg.server import routes

        return routes.find(request)

    async def _watched(self, request: Request, handler: Handler) -> Answer:
        """Run a handler; :meth:`watch` cancels it when the client goes meanwhile."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting[task] = time.perf_counter(), request
        try:
            return await handler(self, request)
        finally:
            del self._waiting[task]

    async def watch(self) -> None:
        """Look, for ever, whether the clients of requests that take long are still there.

        One task for all: a timer for each request cost a tenth of a look-up.
        """
        watchers: dict[asyncio.Task[Any], asyncio.Task[None]] = {}

        async def gone(task: asyncio.Task[Any], request: Request) -> None:
            await request.gone()
            task.cancel()

        while True:
            await asyncio.sleep(_WATCH_AFTER)
            before = time.perf_counter() - _WATCH_AFTER
            for task, (start, request) in self._waiting.items():
                if start < before and request.complete and task not in watchers:
                    watchers[task] = asyncio.ensure_future(gone(task, request))
            for task in [task for task in watchers if task not in self._waiting]:
                watchers.pop(task).cancel()

    async def call(
        self,
        request: Request,
        operation: str,
        arguments: Mapping[str, Any],
        body: bytes = b"",
        *,
        lens: str = "",
    ) -> Answer:
        """Run an operation for a request, or give its kept answer."""
        gzip = b"accept-encoding" in request.headers and request.gzip
        key: Hashable = None
        keeping = self.settings.caching and self.pool.told.get("noticed", True)
        if keeping and not _VOLATILE.search(body.decode("utf-8", "replace")):
            key = (
                self.pool.told["version"], operation, lens, gzip, body,
                repr(sorted(arguments.items(), key=lambda item: item[0])),
            )  # fmt: skip
            if (kept := self.cache.get(key)) is not None:
                return kept

        async def ask() -> Answer:
            return await self.pool.call(
                operation, arguments, body, lens=lens or None, client=request.client, gzip=gzip
            )

        try:
            answer = await ask()
        except OperationFailed as error:
            if error.kind != "TextsPending" or not await self.texts.wait(self.limits.wait):
                raise
            answer = await ask()
        if key is not None and answer.status == 200 and self.pool.told["version"] == key[0]:  # type: ignore[index]
            self.cache.put(key, answer)
        return answer

    async def _send(self, request: Request, answer: Answer, send: Send) -> int:
        """Send an answer; the bytes of its body."""
        status, body, told = answer.status, answer.body, answer.headers
        headers = _type_headers(answer.media_type)
        etag = told.get("etag")
        if etag and request.method in ("GET", "HEAD"):
            if "cache-control" not in told:
                headers.append(_REVALIDATE)
            if b"if-none-match" in request.headers and _matches(
                request.header(b"if-none-match"), etag
            ):
                status, body = 304, b""
                del headers[0]
        for name, value in told.items():
            headers.append((name.encode("latin-1"), value.encode("latin-1")))
        if status not in (204, 304):
            headers.append((b"content-length", str(len(body)).encode()))
        if request.path != "/update" and request.method in ("GET", "HEAD", "OPTIONS", "POST"):
            headers.append(_ANY_ORIGIN)
            if b"origin" in request.headers:
                headers.append(_EXPOSED)
        if request.method == "HEAD":
            body = b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        return len(body)


@lru_cache(maxsize=64)
def _of_type(media_type: str) -> tuple[tuple[bytes, bytes], ...]:
    found = [(b"content-type", media_type.encode("latin-1")), _NO_SNIFFING]
    if media_type.startswith("text/html"):
        found.append((b"referrer-policy", b"no-referrer"))
        found.append((b"content-security-policy", CONTENT_SECURITY_POLICY.encode()))
    return tuple(found)


def _type_headers(media_type: str) -> list[tuple[bytes, bytes]]:
    """The headers that every answer of a media type has."""
    return list(_of_type(media_type))


def _matches(condition: str, etag: str) -> bool:
    """If-None-Match (RFC 9110, section 13.1.2)."""
    if not condition:
        return False
    if condition.strip() == "*":
        return True
    return etag in {part.strip().removeprefix("W/") for part in condition.split(",")}


async def sparql(app: App, request: Request, lens: str = "") -> Answer:
    """Queries (SPARQL 1.1 Protocol, section 2.1), and the service description without one."""
    method = request.method
    if method not in ("GET", "HEAD", "POST"):
        return not_allowed(method, "GET, HEAD, POST, OPTIONS")
    body = await request.body(app.limits.request, app.limits.body_seconds)
    if method == "POST":
        asked = protocol.query(method, request.query_string, request.header(b"content-type"), body)
    else:
        asked = protocol.query("GET", request.query_string, "", b"")
    if lens and asked.lens and asked.lens != lens:
        raise HttpProblem(400, "The address and the parameter name different lenses.")
    if not asked.format and method != "POST" and negotiation.wants_page(request.accept):
        from kg.server import routes

        return await routes.page(app, request)
    if not asked.text:
        if method == "POST":
            raise HttpProblem(400, "There is no query in the request.", cure="Send `query`.")
        from kg.server import routes

        return await routes.service(app, request)
    if len(asked.text) > app.limits.request:
        raise HttpProblem(413, f"The query has more than {app.limits.request:,} characters.")
    text = asked.text.encode("utf-8", "surrogatepass")
    arguments: dict[str, Any] = {
        "accept": request.accept, "format": asked.format, "default": asked.default,
        "named": asked.named, "limit": app.limits.answer, "nesting": app.limits.nesting,
    }  # fmt: skip
    if app.settings.services and uses_service(asked.text):
        arguments["services"] = await _services(app, request, text)
    return await app.call(request, "sparql", arguments, text, lens=lens or asked.lens)


async def _services(app: App, request: Request, text: bytes) -> list[str | None]:
    """The answers of a query's SERVICE clauses; None where a SILENT one failed."""
    told = await app.call(request, "services", {"nesting": app.limits.nesting}, text)
    outside = Outside(app.settings.services, app.limits.seconds, app.limits.answer)
    answers: list[str | None] = []
    for clause in json.loads(told.body):
        outside.check(clause["iri"])  # a SILENT clause of an address that is not allowed, too
        try:
            answers.append(await asyncio.to_thread(outside.ask, clause["iri"], clause["query"]))
        except KgError:
            if not clause["silent"]:
                raise
            answers.append(None)
    return answers


def not_allowed(method: str, allowed: str) -> Answer:
    """405, or the answer to OPTIONS (Fetch standard, CORS preflight)."""
    if method == "OPTIONS":
        headers = {
            "allow": allowed,
            "access-control-allow-methods": allowed,
            "access-control-allow-headers": "accept, content-type, if-none-match",
            "access-control-max-age": "86400",
        }
        return Answer(204, "text/plain", b"", headers)
    raise HttpProblem(405, f"{method} is not taken here.", headers={"allow": allowed})
