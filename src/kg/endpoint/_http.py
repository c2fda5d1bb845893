"""Requests over HTTP that end: bounded in time, size and tries, to one host only.

A time-out of a socket starts anew with every byte, so a server that trickles would hold a caller
for ever. Here a watchdog shuts the connection when the time of the whole answer is over.

Sources: RFC 9110 (Retry-After, 10.2.3; redirection, 15.4), RFC 6585 (429), RFC 7616 (Digest),
RFC 7617 (Basic), RFC 6750 (Bearer).
"""

from __future__ import annotations

import base64
import http.client
import re
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

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
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


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
            _Http(self._watch), _Https(self._watch), _SameOrigin(),
        ]  # fmt: skip
        if urlsplit(url).hostname in _LOOPBACK:
            handlers.append(urllib.request.ProxyHandler({}))
        if token is not None:
            handlers.append(_Bearer(token, url))
        elif user is not None:
            handlers.append(_Login(user, password, urlsplit(url).netloc))
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


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follows a GET within one origin; a password or a query never goes elsewhere."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: Any,
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            host = urlsplit(newurl).hostname
            raise StoreError(
                f"{urlsplit(req.full_url).netloc} sends requests on to another host, {host}.",
                cure="Give the address of the endpoint itself.",
            )
        if req.get_method() not in ("GET", "HEAD"):
            raise StoreError(
                f"{req.full_url} sends requests on to {newurl}.", cure="Give that address."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Bearer(urllib.request.BaseHandler):
    """Sends a bearer token (RFC 6750, section 2.1) with every request to one host.

    Whoever reads it on its way may use it (section 5.3), so it goes by TLS or to this machine.
    """

    def __init__(self, token: str, url: str) -> None:
        parts = urlsplit(url)
        if not _TOKEN.fullmatch(token):
            raise UsageError(
                "The token for the endpoint has characters that no token has.",
                cure="Letters, digits, - . _ ~ + / and = at the end (RFC 6750, section 2.1).",
            )
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise UsageError(
                f"A token is not sent to {url} in the clear.", cure="Give its https address."
            )
        self._header, self._host = f"Bearer {token}", parts.netloc

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Add the token."""
        if urlsplit(request.full_url).netloc == self._host:
            request.add_unredirected_header("Authorization", self._header)
        return request

    https_request = http_request


class _Login(urllib.request.BaseHandler):
    """Answers a challenge by Digest or Basic, and sends later requests with the answer at once,
    so that a large body is not sent in vain."""

    handler_order = 490  # as urllib's own: before the handler that makes errors of statuses

    def __init__(self, user: str, password: str, host: str) -> None:
        self._user, self._password, self._host = user, password, host
        keys = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        keys.add_password(None, [f"http://{host}/", f"https://{host}/"], user, password)
        self._digest = urllib.request.AbstractDigestAuthHandler(keys)
        self._challenge: dict[str, str] | None = None
        self._basic = False
        self._lock = threading.Lock()

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Add what the last challenge asked for."""
        if urlsplit(request.full_url).netloc == self._host:
            with self._lock:
                header = self._header(request)
            if header:
                request.add_unredirected_header("Authorization", header)
        return request

    https_request = http_request

    def _header(self, request: urllib.request.Request) -> str | None:
        if self._challenge is not None:
            value = self._digest.get_authorization(request, self._challenge)
            return f"Digest {value}" if value else None
        if self._basic:
            pair = f"{self._user}:{self._password}".encode()
            return "Basic " + base64.b64encode(pair).decode("ascii")
        return None

    def http_error_401(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Message
    ) -> Any:
        """Answer the challenge, unless the login has just been refused."""
        tries = getattr(req, "login_tries", 0)
        offered = _challenges(headers.get_all("WWW-Authenticate") or ())
        challenge = offered.get("digest")
        stale = challenge is not None and challenge.get("stale", "").lower() == "true"
        if tries and not (stale and tries < 3):
            return None
        with self._lock:
            self._challenge = challenge
            self._basic = challenge is None and "basic" in offered
        if not (self._challenge or self._basic):
            return None
        req.login_tries = tries + 1  # type: ignore[attr-defined]
        fp.close()
        return self.parent.open(req, timeout=req.timeout)


def _challenges(headers: Iterable[str]) -> dict[str, dict[str, str]]:
    """Schemes in small letters, with their parameters; one header may hold several challenges
    (RFC 9110, 11.6.1).

    >>> _challenges(['Bearer realm="a, b", Basic realm="kg", charset="UTF-8"'])
    {'bearer': {'realm': 'a, b'}, 'basic': {'realm': 'kg', 'charset': 'UTF-8'}}
    """
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for item in (item for value in headers for item in urllib.request.parse_http_list(value)):
        scheme, blank, rest = item.partition(" ")
        if "=" not in scheme and not rest.lstrip().startswith("="):
            current = found.setdefault(scheme.lower(), {})
            item = rest if blank else ""
        name, equals, value = item.partition("=")
        if equals:
            current |= urllib.request.parse_keqv_list([f"{name.strip()}={value.strip()}"])
    return found
