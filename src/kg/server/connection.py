"""HTTP/1.1 on one connection (RFC 9112): requests in their order, each answered in one write.

httptools' one door. The parser is that of Node.js (llhttp), in C. A general server between socket
and application cost as much as the rest of a request's way (``docs/decisions/0010-workers.md``).
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import Protocol, cast

import httptools

from kg.server.request import Request
from kg.workers import Limits

_WHOLE = 64 * 1024  # bytes of an answer that are joined with its head


def _plain(status: bytes) -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


_HEAD_LATE = _plain(b"408 Request Timeout")
_HEAD_LONG = _plain(b"431 Request Header Fields Too Large")
_MALFORMED = _plain(b"400 Bad Request")
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


_UPGRADE = re.compile(rb"\r\nupgrade(?=[ \t]*:)", re.IGNORECASE)


def _without_upgrade(data: bytes) -> bytes:
    """A head that offers no other protocol: the offer is not taken (RFC 9110, section 7.8), but the
    parser would stop at it, and lose the body."""
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"\r\nx-offered", head) + end + rest


class Home(Protocol):
    """What a connection needs of its server."""

    limits: Limits
    #: The date line of answers (RFC 9110, section 6.6.1).
    date: bytes
    #: Whether the server stops: connections are not kept.
    stopping: bool

    def came(self, connection: Connection) -> bool:
        """Told of a new connection; False when there are too many."""
        ...

    def went(self, connection: Connection) -> None:
        """Told that a connection has ended."""
        ...

    def take(self, request: Request) -> None:
        """Answer a request, now or later."""
        ...


class Connection(asyncio.Protocol):
    """One connection. Closed when a head is late or long, or an answer is not read."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._limits = home.limits
        self._time = asyncio.get_running_loop().time
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport = None  # type: ignore[assignment]
        self._client = ""
        #: Of the head that arrives: its target, its header lines, and how long it is by now.
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._head_bytes = 0
        #: The request whose body arrives, the one that is being answered, those that wait for it.
        self._arriving: Request | None = None
        self._current: Request | None = None
        self._waiting: deque[Request] = deque()
        #: Since when it does what it does: sends a head, is idle, sends a body that nobody wants.
        self._since = self._time()
        self._fresh = True
        #: Since when an answer is not read.
        self._unread: float | None = None
        self._paused = False
        self._malformed = False

    # --- the transport's calls ----------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See :class:`asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._client = peer[0] if peer else ""
        if not self._home.came(self):
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """See :class:`asyncio.Protocol`."""
        self._home.went(self)
        request, self._current = self._current, None
        self._waiting.clear()
        if request is not None and request.left is not None:
            request.left()

    def data_received(self, data: bytes) -> None:
        """See :class:`asyncio.Protocol`."""
        if self._arriving is None:
            if not self._head_bytes and not self._fresh:
                self._since = self._time()
            self._head_bytes += len(data)
            most = self._limits.head
            if self._head_bytes > most and b"\r\n\r\n" not in data[:most]:
                self._refuse(_HEAD_LONG)
                return
            if b"pgrade" in data or b"PGRADE" in data:
                data = _without_upgrade(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.pause()  # what follows is in no language that is spoken here
        except httptools.HttpParserError:
            self._broken()

    def eof_received(self) -> None:
        """See :class:`asyncio.Protocol`; who sends nothing more has gone."""

    def pause_writing(self) -> None:
        """See :class:`asyncio.Protocol`."""
        self._unread = self._time()

    def resume_writing(self) -> None:
        """See :class:`asyncio.Protocol`."""
        self._unread = None
        if self._current is None:
            self._next()

    # --- the parser's calls -------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """See httptools."""
        self._target = b""
        self._headers = {}

    def on_url(self, url: bytes) -> None:
        """See httptools."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools."""
        name = name.lower()
        held = self._headers.get(name)
        self._headers[name] = value if held is None else held + b"," + value

    def on_headers_complete(self) -> None:
        """See httptools."""
        parser = self._parser
        target = httptools.parse_url(self._target)
        self._head_bytes = 0
        self._fresh = False
        self._arriving = request = Request(
            self,
            parser.get_method().decode("ascii"),
            (target.path or b"/").decode("ascii", "replace"),
            target.query or b"",
            self._headers,
            self._client,
            keep_alive=parser.should_keep_alive()
            and not parser.should_upgrade()
            and parser.get_http_version() != "1.0",
        )
        if request.has_body:
            self._take(request)

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        if self._arriving is not None and not self._arriving.feed(body):
            self._transport.close()

    def on_message_complete(self) -> None:
        """See httptools."""
        request, self._arriving = self._arriving, None
        if request is None:
            return
        request.end()
        if not request.has_body:
            self._take(request)
        elif request.answered:
            self._finished(request)

    # --- requests and answers -----------------------------------------------------------------

    def _take(self, request: Request) -> None:
        if self._current is None and self._unread is None and not self._waiting:
            self._current = request
            self._home.take(request)
        else:
            self._waiting.append(request)
            self.pause()

    def answer(self, request: Request, head: bytes, body: bytes, *, close: bool) -> None:
        """See :meth:`kg.server.request.Request.answer`."""
        if request is not self._current:  # the client has gone
            return
        home, transport = self._home, self._transport
        request.answered = True
        if close or home.stopping:
            request.keep_alive = False
        end = home.date if request.keep_alive else home.date + b"connection: close\r\n"
        if len(body) <= _WHOLE:
            transport.write(b"%b%b\r\n%b" % (head, end, body))
        else:
            transport.write(b"%b%b\r\n" % (head, end))
            transport.write(body)
        self._current = None
        self._since = self._time()
        if request.whole:
            self._finished(request)
        else:  # the rest of its body is read first: else the system may drop the answer
            self.resume()

    def _finished(self, request: Request) -> None:
        """A request has arrived, and been answered."""
        if not request.keep_alive:
            self._transport.close()
        elif self._waiting or self._malformed:
            asyncio.get_running_loop().call_soon(self._next)
        elif self._paused:
            self.resume()

    def _next(self) -> None:
        """Turn to the request that came after, unless its answer would not be read."""
        if self._current is not None or self._unread is not None or self._transport.is_closing():
            return
        if self._waiting:
            self._current = request = self._waiting.popleft()
            self._home.take(request)
        elif self._malformed:
            self._refuse(_MALFORMED)
        else:
            self.resume()

    def _broken(self) -> None:
        """What came is no HTTP: that is said after the answers to what came before it."""
        self._malformed = True
        broken, self._arriving = self._arriving, None
        if broken is not None and broken.answered:
            self._transport.close()
            return
        if broken is not None and broken is self._current:  # half of a body is none
            self._current = None
            if broken.left is not None:
                broken.left()
        elif broken is not None and broken in self._waiting:
            self._waiting.remove(broken)
        self.pause()
        if self._current is None and not self._waiting:
            self._refuse(_MALFORMED)

    def go_on(self) -> None:
        """See :class:`kg.server.request.Line`."""
        self._transport.write(_CONTINUE)

    def pause(self) -> None:
        """See :class:`kg.server.request.Line`."""
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """See :class:`kg.server.request.Line`."""
        if self._paused and not self._malformed and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    # --- the end ------------------------------------------------------------------------------

    def check(self, now: float) -> None:
        """Close it when it is late.

        :param now: on the loop's clock.
        """
        limits, since = self._limits, self._since
        if self._unread is not None:
            if now - self._unread > limits.send_seconds:
                self._transport.abort()
        elif self._current is not None:
            return
        elif self._arriving is not None:
            if now - since > limits.body_seconds:
                self._transport.close()
        elif self._fresh or self._head_bytes:
            if now - since > limits.head_seconds:
                self._refuse(_HEAD_LATE)
        elif now - since > limits.idle_seconds:
            self._transport.close()

    def finish(self) -> None:
        """Close it, after the answer to the present request where there is one."""
        if self._current is None:
            self._transport.close()

    def abort(self) -> None:
        """Close it now."""
        self._transport.abort()

    def _refuse(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)
            self._transport.close()
