"""Requests over HTTP that end: bounded in time, size and tries, to one host only.

A time-out of a socket starts anew with every byte, so a server that trickles would hold a caller
for ever. Here a watchdog shuts the connection when the time of the whole answer is over.

Sources: RFC 9110 (Retry-After, 10.2.3), RFC 6585 (429).
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from kg.endpoint._auth import LOOPBACK, Bearer, Login, SameOrigin
from kg.errors import StoreError, UsageError

#: Larger answers are refused, in bytes.
MAX_ANSWER = 256 * 1024 * 1024
#: What is kept of the text of an error, in bytes.
MAX_ERROR = 64 * 1024
#: Waits before the second try and those after it, in seconds.
BACK_OFF = (0.2, 1.0)
#: A server that asks for a longer wait (Retry-After) is not waited for, in seconds.
MAX_WAIT = 30.0

_PASSES = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class Answer:
    """What a server sent: status, headers and the whole body."""

    status: int
    headers: Message
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """Media type without parameters, in small letters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The first lines of the body, for a message."""
        text = self.body[:2000].decode("utf-8", "replace").strip()
        return " ".join(text.partition("\n\n")[0].split())[:300]


def check_address(url: str) -> None:
    """Refuse what is no address of an endpoint.

    :raises UsageError: when it is not http(s), or holds a password, which logs and process lists
        would show.
    """
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        port_is_fine = False
    if not port_is_fine or parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{_without_login(url)!r} is not an http(s) address.")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{_without_login(url)!r} holds a name or password.",
            cure="Give the user apart, and the password in an environment variable.",
        )


def _without_login(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


class Transport:
    """Sends requests to one endpoint.

    :param user: for Basic or Digest authentication, whichever the server asks for.
    :param token: a bearer token, sent with every request; with it, no user is needed.
    :param timeout: seconds for one try, from connecting to the last byte.
    :raises UsageError: for an address, token or time-out that cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        user: str | None = None,
        password: str = "",
        token: str | None = None,
        timeout: float = 60,
        max_answer: int | None = None,
    ) -> None:
        check_address(url)
        if timeout <= 0:
            raise UsageError("A time-out is a number of seconds above 0.")
        self.url = url
        self.timeout = timeout
        self.max_answer = MAX_ANSWER if max_answer is None else max_answer
        self._current = threading.local()
        handlers: list[urllib.request.BaseHandler] = [
            _Http(self._watch), _Https(self._watch), SameOrigin(),
        ]  # fmt: skip
        if urlsplit(url).hostname in LOOPBACK:
            handlers.append(urllib.request.ProxyHandler({}))
        if token is not None:
            handlers.append(Bearer(token, url))
        elif user is not None:
            handlers.append(Login(user, password, urlsplit(url).netloc))
        self._opener = urllib.request.build_opener(*handlers)

    def _watch(self) -> _Watch:
        watch: _Watch = self._current.watch
        return watch

    def send(
        self,
        request: urllib.request.Request,
        passes: Callable[[Answer], bool] = lambda answer: False,
    ) -> Answer:
        """Send a request that may be repeated, and read its answer.

        :param passes: tells of an answer that another try may be better.
        :returns: the answer, also one with a status of 400 or more.
        :raises StoreError: when nobody answers, in time and in size.
        """
        for wait in (*BACK_OFF, None):
            try:
                answer = self._once(request)
            except _Unreachable as error:
                if wait is None:
                    raise StoreError(f"{self.url} cannot be reached: {error}.") from error
                time.sleep(wait)
                continue
            if wait is None or not (answer.status in _PASSES or passes(answer)):
                return answer
            asked = _retry_after(answer.headers)
            if asked is not None and asked > MAX_WAIT:
                raise StoreError(
                    f"{self.url} asks to wait {asked:.0f} seconds.", cure="Try again later."
                )
            time.sleep(max(wait, asked or 0))
        raise AssertionError("unreachable")

    def _once(self, request: urllib.request.Request) -> Answer:
        watch = self._current.watch = _Watch(self.timeout)
        late = StoreError(
            f"{self.url} did not answer within {self.timeout:g} seconds.",
            cure="Ask for less, or allow more time (KG_ENDPOINT_TIMEOUT; to push, --timeout).",
        )
        try:
            with watch:
                try:
                    response = self._opener.open(request, timeout=self.timeout)
                except HTTPError as error:  # an answer like another, with a status
                    with error:
                        body = _read(error, MAX_ERROR, cut=True)
                    return Answer(error.code, error.headers, body)
                with response:
                    body = _read(response, self.max_answer)
                    if watch.over:
                        raise late
                    return Answer(response.status, response.headers, body)
        except TimeoutError as error:
            raise late from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, StoreError):
                raise reason from error
            if watch.over or isinstance(reason, TimeoutError):
                raise late from error
            raise _Unreachable(str(reason) or type(reason).__name__) from error


class _Unreachable(Exception):
    """The connection failed; another may not."""


def _read(response: Any, limit: int, *, cut: bool = False) -> bytes:
    """The body, piece by piece, so that the limit holds while it comes in."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(min(1 << 16, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            if cut:
                break
            raise StoreError(f"The answer is larger than {limit:,} bytes.", cure="Ask for less.")
    if not cut and getattr(response, "length", None):  # reading a part does not tell
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _retry_after(headers: Message) -> float | None:
    """Seconds that a server asks to wait (RFC 9110, 10.2.3), or None."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value[:9])
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    return None


class _Watch:
    """Shuts a connection down when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def hold(self, connection: socket.socket) -> None:
        """Watch this connection from now on."""
        with self._lock:
            self._socket = connection
            if self.over:
                self._shut()

    def _end(self) -> None:
        with self._lock:
            self.over = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, watch: Callable[[], _Watch]) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPConnection, self._watch()), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, watch: Callable[[], _Watch]) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPSConnection, self._watch()), req)


def _watched(kind: type[http.client.HTTPConnection], watch: _Watch) -> Any:
    """A class of connections that the watchdog knows from the handshake on."""

    class Connection(kind):  # type: ignore[valid-type,misc]
        def connect(self) -> None:
            create: Any = self._create_connection  # type: ignore[has-type]

            def created(*words: Any, **named: Any) -> socket.socket:
                raw: socket.socket = create(*words, **named)
                watch.hold(raw)
                return raw

            self._create_connection = created
            super().connect()
            watch.hold(self.sock)  # that of TLS takes the place of the raw one

    return Connection
