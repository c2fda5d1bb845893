"""The application: what every request goes through, and the hot path of ``/sparql``.

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
from http import HTTPStatus
from typing import Any

from kg.errors import KgError
from kg.server import negotiation, problems, protocol
from kg.server.cache import Cache
from kg.server.metrics import AccessLog, Metrics
from kg.server.outside import Outside
from kg.server.problems import HttpProblem
from kg.server.request import Request
from kg.server.settings import Settings
from kg.server.texts import Texts
from kg.sparql import uses_service
from kg.workers import Answer, OperationFailed, Outcome, Pool, messages

Handler = Callable[["App", Request], Awaitable[Answer]]

#: Functions whose value is another one each time.
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_REVALIDATE = b"cache-control: public, max-age=0, must-revalidate\r\n"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: What a worker says when the texts of changed data are not ready to be searched.
_TEXTS_PENDING = "TextsPending"
_ANY_ORIGIN = b"access-control-allow-origin: *\r\n"
_EXPOSED = (
    b"access-control-expose-headers: "
    b"etag, link, x-hint, retry-after, data-version, content-disposition\r\n"
)
_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}


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

    def take(self, request: Request) -> None:
        """Answer a request, now or later."""
        request.started = time.perf_counter()
        if request.path == "/sparql" and request.method == "GET" and not request.has_body:
            try:
                if self._begin(request):
                    return
            except Exception as error:  # noqa: BLE001 - a server answers whatever happens
                self._finish(request, "sparql", error)
                return
        self._begin_task(request)

    def _begin_task(self, request: Request) -> None:
        request.left = asyncio.get_running_loop().create_task(self._serve(request)).cancel

    def _begin(self, request: Request) -> bool:
        """The hot path: a query by GET on its way without a task; False where it takes another."""
        asked = protocol.query("GET", request.query_string, "", b"")
        accept = request.accept
        if not asked.text or self.settings.services:
            return False
        if not asked.format and negotiation.wants_page(accept):
            return False
        text, arguments = _operation(self, asked, accept)
        gzip = request.gzip
        key = self._key(request, "sparql", arguments, text, asked.lens)
        if key is not None and (kept := self.cache.get(key)) is not None:
            self._finish(request, "sparql", kept)
            return True

        def then(outcome: Outcome) -> None:
            if isinstance(outcome, OperationFailed) and outcome.kind == _TEXTS_PENDING:
                self._begin_task(request)  # which waits for the texts
                return
            if key is not None and isinstance(outcome, Answer):
                self._keep(key, outcome)
            self._finish(request, "sparql", outcome)

        job = self.pool.begin(
            _head(tuple(arguments.items()), gzip), text, then,
            lens=asked.lens or None, client=request.client,
        )  # fmt: skip
        request.left = job.drop
        return True

    async def _serve(self, request: Request) -> None:
        route = "?"
        outcome: Answer | Exception
        try:
            route, handler = self._route(request)
            outcome = await handler(self, request)
        except asyncio.CancelledError:
            return  # the client has gone
        except Exception as error:  # noqa: BLE001 - a server answers whatever happens
            outcome = error
        self._finish(request, route, outcome)

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

    def _finish(self, request: Request, route: str, outcome: Answer | Exception) -> None:
        """Send what came of a request, count it and log it."""
        try:
            answer = self._answer(request, outcome)
            size = self._send(request, answer)
        except Exception as error:  # noqa: BLE001 - a server answers whatever happens
            answer = self._answer(request, error)
            size = self._send(request, answer)
        seconds = time.perf_counter() - request.started
        self.metrics.count(route, answer.status, seconds, size)
        self._log.write(request.method, request.path, route, answer.status, size, seconds)

    def _answer(self, request: Request, outcome: Answer | Exception) -> Answer:
        if isinstance(outcome, Answer):
            return outcome
        if isinstance(outcome, KgError):
            return self._refused(outcome, request)
        self.settings.report(outcome)
        return self._refused(HttpProblem(500, "Internal."), request)

    def _key(
        self, request: Request, operation: str, arguments: Mapping[str, Any], body: bytes, lens: str
    ) -> Hashable:
        """Under what an answer is kept; None where it is not."""
        if not (self.settings.caching and self.pool.told.get("noticed", True)):
            return None
        if _VOLATILE.search(body.decode("utf-8", "replace")):
            return None
        return (
            self.pool.told["version"], operation, lens, request.gzip, body,
            repr(sorted(arguments.items(), key=lambda item: item[0])),
        )  # fmt: skip

    def _keep(self, key: Hashable, answer: Answer) -> None:
        if answer.status == 200 and self.pool.told["version"] == key[0]:  # type: ignore[index]
            self.cache.put(key, answer)

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
        key = self._key(request, operation, arguments, body, lens)
        if key is not None and (kept := self.cache.get(key)) is not None:
            return kept

        async def ask() -> Answer:
            return await self.pool.call(
                operation, arguments, body, lens=lens or None, client=request.client,
                gzip=request.gzip,
            )  # fmt: skip

        try:
            answer = await ask()
        except OperationFailed as error:
            if error.kind != _TEXTS_PENDING or not await self.texts.wait(self.limits.wait):
                raise
            answer = await ask()
        if key is not None:
            self._keep(key, answer)
        return answer

    def _send(self, request: Request, answer: Answer) -> int:
        """Send an answer; the bytes of its body."""
        status, body, told = answer.status, answer.body, answer.headers
        method = request.method
        parts = [b"", _of_type(answer.media_type)]
        etag = told.get("etag")
        if etag and method in ("GET", "HEAD"):
            if "cache-control" not in told:
                parts.append(_REVALIDATE)
            if b"if-none-match" in request.headers and _matches(
                request.header(b"if-none-match"), etag
            ):
                status, body, parts[1] = 304, b"", b""
        parts[0] = _STATUS_LINES[status]
        parts.append(_lines(told))
        if status not in (204, 304):
            parts.append(b"content-length: %d\r\n" % len(body))
        if request.path != "/update" and method in ("GET", "HEAD", "OPTIONS", "POST"):
            parts.append(_ANY_ORIGIN)
            if b"origin" in request.headers:
                parts.append(_EXPOSED)
        if method == "HEAD":
            body = b""
        request.answer(b"".join(parts), body, close=told.get("connection") == "close")
        return len(body)


def _lines(headers: Mapping[str, str]) -> bytes:
    """Header lines.

    :raises ValueError: for a value that would end its line.
    """
    lines = []
    for name, value in headers.items():
        if name == "connection":  # the connection says it itself
            continue
        if "\n" in value or "\r" in value or "\0" in value:
            raise ValueError(f"the header {name} has a line break")
        lines.append(f"{name}: {value}\r\n")
    return "".join(lines).encode("latin-1")


@lru_cache(maxsize=64)
def _of_type(media_type: str) -> bytes:
    """The header lines that every answer of a media type has."""
    headers = {"content-type": media_type, "x-content-type-options": "nosniff"}
    if media_type.startswith("text/html"):
        headers["referrer-policy"] = "no-referrer"
        headers["content-security-policy"] = CONTENT_SECURITY_POLICY
    return _lines(headers)


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
    text, arguments = _operation(app, asked, request.accept)
    if app.settings.services and uses_service(asked.text):
        arguments["services"] = await _services(app, request, text)
    return await app.call(request, "sparql", arguments, text, lens=lens or asked.lens)


def _operation(app: App, asked: protocol.Asked, accept: str) -> tuple[bytes, dict[str, Any]]:
    """Body and arguments of the operation that answers a query."""
    limits = app.limits
    if len(asked.text) > limits.request:
        raise HttpProblem(413, f"The query has more than {limits.request:,} characters.")
    return asked.text.encode("utf-8", "surrogatepass"), {
        "accept": accept, "format": asked.format, "default": asked.default,
        "named": asked.named, "limit": limits.answer, "nesting": limits.nesting,
    }  # fmt: skip


@lru_cache(maxsize=256)
def _head(arguments: tuple[tuple[str, Any], ...], gzip: bool) -> bytes:
    """The head of a query for its worker: as many as there are ways to ask for an answer."""
    return messages.head("sparql", dict(arguments), gzip=gzip)


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
