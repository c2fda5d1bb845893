"""A request as the handlers see it: its head, and its body where it has one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from kg.server.problems import HttpProblem

#: Bytes of a body that are kept before a handler asks for it.
_UNASKED = 64 * 1024
#: Bytes of a body that are read after the answer, so that the client gets to read that.
_AFTER = 1024 * 1024


class Line(Protocol):
    """What a request needs of its connection."""

    def go_on(self) -> None:
        """Tell a client that waits for it to send the body (RFC 9110, section 10.1.1)."""
        ...

    def pause(self) -> None:
        """Read nothing more."""
        ...

    def resume(self) -> None:
        """Read on."""
        ...

    def answer(self, request: Request, head: bytes, body: bytes, *, close: bool) -> None:
        """See :meth:`Request.answer`."""
        ...


class Request:
    """One request.

    :ivar path: as it was sent, percent-encoded: the slugs of IRIs are compared in that form.
    :ivar keep_alive: whether the connection is kept after the answer.
    :ivar whole: whether all of the body has arrived.
    :ivar left: what to call when the client has gone.
    """

    __slots__ = ("_body", "_line", "_more", "_unread", "answered", "client", "headers",
                 "keep_alive", "left", "method", "path", "query_string", "started",
                 "whole")  # fmt: skip

    def __init__(
        self,
        line: Line,
        method: str,
        path: str,
        query_string: bytes,
        headers: Mapping[bytes, bytes],
        client: str,
        *,
        keep_alive: bool,
    ) -> None:
        self.method = method
        self.path = path
        self.query_string = query_string
        self.headers = headers
        self.client = client
        self.keep_alive = keep_alive
        self.whole = False
        self.answered = False
        self.left: Callable[[], object] | None = None
        self.started = 0.0
        self._line = line
        self._body = bytearray()
        self._unread = 0
        self._more: asyncio.Future[None] | None = None

    @property
    def has_body(self) -> bool:
        """Whether a body follows the head."""
        headers = self.headers
        return b"transfer-encoding" in headers or (headers.get(b"content-length", b"0") != b"0")

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
        if b"accept-encoding" not in self.headers:
            return False
        for part in self.header(b"accept-encoding").split(","):
            name, _, rest = part.partition(";")
            if name.strip().lower() in ("gzip", "*"):
                return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        return False

    def answer(self, head: bytes, body: bytes, *, close: bool = False) -> None:
        """Send the answer.

        :param head: status line and header lines.
        :param body: as it is sent; empty for HEAD.
        :param close: whether the connection ends with it.
        """
        self._line.answer(self, head, body, close=close)

    async def body(self, limit: int, seconds: float) -> bytes:
        """The whole body.

        :raises HttpProblem: 413 when it is longer than ``limit`` bytes, 408 when it takes longer
            than ``seconds``.
        """
        if not self.has_body:
            return b""
        declared = self.header(b"content-length")
        if declared.isdigit() and int(declared) > limit:
            raise _too_long(limit)
        if not self.whole:
            if self.header(b"expect").lower() == "100-continue" and not self._body:
                self._line.go_on()
            try:
                async with asyncio.timeout(seconds):
                    await self._arrived(limit)
            except TimeoutError:
                raise HttpProblem(
                    408, f"The body did not arrive within {seconds:g} seconds.", close=True
                ) from None
        if len(self._body) > limit:
            raise _too_long(limit)
        return bytes(self._body)

    async def _arrived(self, limit: int) -> None:
        while not self.whole and len(self._body) <= limit:
            self._line.resume()
            self._more = asyncio.get_running_loop().create_future()
            try:
                await self._more
            finally:
                self._more = None

    def feed(self, data: bytes) -> bool:
        """Take a part of the body; False when nobody wants so much of it."""
        if self.answered:
            self._unread += len(data)
            return self._unread <= _AFTER
        self._body += data
        if self._more is not None:
            self._wake()
        elif len(self._body) > _UNASKED:
            self._line.pause()
        return True

    def end(self) -> None:
        """All of the body has arrived."""
        self.whole = True
        self._wake()

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)


def _too_long(limit: int) -> HttpProblem:
    return HttpProblem(413, f"The body has more than {limit:,} bytes.", close=True)
