"""A request as the handlers see it: the parts of an ASGI scope that they use, and its body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from kg.server.problems import HttpProblem

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Request:
    """One request.

    :ivar path: as it was sent, percent-encoded: the slugs of IRIs are compared in that form.
    """

    __slots__ = ("_receive", "client", "complete", "headers", "method", "path", "query_string")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        raw = scope.get("raw_path") or scope["path"].encode()
        self.path: str = raw.decode("ascii", "replace")
        self.query_string: bytes = scope["query_string"]
        self.headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            held = self.headers.get(name)
            self.headers[name] = value if held is None else held + b"," + value
        self.client: str = scope["client"][0] if scope.get("client") else ""
        self._receive = receive
        #: Whether the body has been read: what is received then is that the client has gone.
        self.complete = False

    def header(self, name: bytes) -> str:
        """A header's value, several lines joined by commas; empty when there is none."""
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def accept(self) -> str:
        """The Accept header."""
        return self.header(b"accept")

    @property
    def gzip(self) -> bool:
        """Whether the client takes gzip (RFC 9110, section 12.5.3)."""
        for part in self.header(b"accept-encoding").split(","):
            name, _, rest = part.partition(";")
            if name.strip().lower() in ("gzip", "*"):
                return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        return False

    async def body(self, limit: int, seconds: float) -> bytes:
        """The whole body.

        :raises HttpProblem: 413 when it is longer than ``limit`` bytes, 408 when it takes longer
            than ``seconds``.
        """
        declared = self.header(b"content-length")
        if (not declared or declared == "0") and b"transfer-encoding" not in self.headers:
            self.complete = True
            return b""
        if declared.isdigit() and int(declared) > limit:
            raise _too_long(limit)
        try:
            async with asyncio.timeout(seconds):
                data = await self._read(limit)
        except TimeoutError:
            raise HttpProblem(
                408, f"The body did not arrive within {seconds:g} seconds.", close=True
            ) from None
        self.complete = True
        return data

    async def _read(self, limit: int) -> bytes:
        parts, size = [], 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise asyncio.CancelledError
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise _too_long(limit)
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def gone(self) -> None:
        """Return when the client has closed the connection."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


def _too_long(limit: int) -> HttpProblem:
    return HttpProblem(413, f"The body has more than {limit:,} bytes.", close=True)
