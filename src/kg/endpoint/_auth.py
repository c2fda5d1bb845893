"""Who asks, and to whom it is told: handlers of urllib for logins, tokens and redirections.

Sources: RFC 9110 (redirection, 15.4; challenges, 11.6.1), RFC 7616 (Digest), RFC 7617 (Basic),
RFC 6750 (Bearer).
"""

from __future__ import annotations

import base64
import re
import threading
import urllib.request
from collections.abc import Iterable
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from kg.errors import StoreError, UsageError

#: Names of this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class SameOrigin(urllib.request.HTTPRedirectHandler):
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


class Bearer(urllib.request.BaseHandler):
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
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
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


class Login(urllib.request.BaseHandler):
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
