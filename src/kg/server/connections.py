"""All connections of a server: how many there may be, which are late, and their end."""

from __future__ import annotations

import asyncio
import socket
import time
from email.utils import formatdate
from typing import Protocol

from kg.server.connection import Connection
from kg.server.request import Request
from kg.workers import Limits

#: Seconds between two looks at who is late. One timer for all: several for each request cost more
#: than reading it.
_LOOK = 0.25
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\n"
    b"retry-after: 2\r\ncontent-length: %d\r\n"
)
_FULL_BODY = (
    b'{"type": "about:blank", "title": "Service Unavailable", "status": 503, '
    b'"detail": "There are too many connections."}'
)


class Application(Protocol):
    """What answers requests."""

    limits: Limits

    def take(self, request: Request) -> None:
        """Answer a request, now or later; raises nothing."""
        ...


class Connections:
    """The connections of one server; see :class:`kg.server.connection.Home`."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._take = application.take
        self.limits = application.limits
        self.stopping = False
        self.date = b""
        self._open: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def start(self, listener: socket.socket) -> None:
        """Take connections from now on."""
        self._tell_date()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), sock=listener)
        self._keeper = asyncio.ensure_future(self._keep())

    async def stop(self, seconds: float) -> None:
        """Take no more; end when the requests that run have been answered.

        :param seconds: after which it ends nevertheless.
        """
        self.stopping = True
        if self._server is not None:
            self._server.close()
        for connection in list(self._open):
            connection.finish()
        until = time.monotonic() + seconds
        while self._open and time.monotonic() < until:
            await asyncio.sleep(0.02)
        for connection in list(self._open):
            connection.abort()
        await asyncio.sleep(0)
        if self._keeper is not None:
            self._keeper.cancel()

    def came(self, connection: Connection) -> bool:
        """Told of a new connection; False when there are far too many: then there are none that
        could be told so."""
        if self.stopping or len(self._open) >= 2 * self.limits.connections:
            return False
        self._open.add(connection)
        return True

    def went(self, connection: Connection) -> None:
        """Told that a connection has ended."""
        self._open.discard(connection)

    def take(self, request: Request) -> None:
        """Have a request answered."""
        if len(self._open) > self.limits.connections:
            body = b"" if request.method == "HEAD" else _FULL_BODY
            request.answer(_FULL % len(_FULL_BODY), body, close=True)
        else:
            self._take(request)

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_LOOK)
            self._tell_date()
            now = loop.time()
            for connection in list(self._open):
                connection.check(now)

    def _tell_date(self) -> None:
        self.date = f"date: {formatdate(usegmt=True)}\r\n".encode()
