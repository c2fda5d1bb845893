"""Requests to other endpoints: only to those that are allowed, never to a private address.

The one place of the server that makes a request. A name is resolved once, every address that it
has must be public, and the connection goes to that very address, so that a name that changes its
address meanwhile (DNS rebinding) gains nothing. Redirects are followed under the same rules.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Sequence
from urllib.parse import urlencode, urljoin, urlsplit

from kg.errors import LimitExceeded, QueryError, StoreError

_REDIRECTS = 3
_ACCEPT = "application/sparql-results+json"


class Outside:
    """A client for allowed endpoints.

    :param allowed: beginnings of their addresses, such as ``https://query.wikidata.org/sparql``.
    :param seconds: for one request, redirects included.
    :param size: bytes of an answer.
    :param private: also reach private addresses; for tests of this class alone.
    """

    def __init__(
        self, allowed: Sequence[str], seconds: float, size: int, *, private: bool = False
    ) -> None:
        self._allowed = tuple(allowed)
        self._seconds = seconds
        self._size = size
        self._private = private

    def check(self, url: str) -> None:
        """Refuse an address that is not allowed.

        :raises QueryError: when it is not.
        """
        if urlsplit(url).scheme not in ("http", "https") or not any(
            _within(url, start) for start in self._allowed
        ):
            raise QueryError(
                f"SERVICE <{url}> is not allowed here.",
                cure=f"Allowed: {', '.join(self._allowed) or 'none'}.",
            )

    def ask(self, url: str, query: str) -> str:
        """The answer of an endpoint in SPARQL results JSON.

        :raises QueryError: when it, or where it redirects to, is not allowed or not public.
        :raises LimitExceeded: when it takes too long or answers too much.
        :raises StoreError: when it fails.
        """
        until = time.monotonic() + self._seconds
        target = f"{url}{'&' if '?' in url else '?'}{urlencode({'query': query})}"
        for _ in range(_REDIRECTS + 1):
            self.check(target)
            try:
                status, location, body = self._get(target, until)
            except (OSError, http.client.HTTPException) as error:
                raise StoreError(f"<{url}> cannot be reached: {error}.") from error
            if status in (301, 302, 303, 307, 308) and location:
                target = urljoin(target, location)
                continue
            if status != 200:
                raise StoreError(f"<{url}> answered with {status}.")
            return body.decode("utf-8", "replace")
        raise StoreError(f"<{url}> redirects too often.")

    def _get(self, url: str, until: float) -> tuple[int, str, bytes]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = self._connected(host, port, parts.scheme == "https", until)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("GET", path, headers={"Accept": _ACCEPT, "Connection": "close"})
            answer = connection.getresponse()
            body = bytearray()
            while part := answer.read1(65536):
                body += part
                if len(body) > self._size:
                    raise LimitExceeded("answer", f"<{url}> answers too much.")
                if time.monotonic() > until:
                    raise LimitExceeded("seconds", f"<{url}> takes too long.")
            return answer.status, answer.getheader("Location") or "", bytes(body)
        finally:
            connection.close()

    def _connected(self, host: str, port: int, tls: bool, until: float) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if not self._private and not _public(address):
                raise QueryError(f"{host} is no public address; nothing is asked of it.")
        left = max(0.1, until - time.monotonic())
        plain = socket.create_connection((addresses[0], port), timeout=left)
        if not tls:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _within(url: str, start: str) -> bool:
    """Whether an address is one that was allowed, or below it; never just one that begins alike."""
    given, allowed = urlsplit(url), urlsplit(start)
    if (given.scheme, given.netloc) != (allowed.scheme, allowed.netloc):
        return False
    path = allowed.path.rstrip("/")
    return (
        given.path == allowed.path
        or given.path.rstrip("/") == path
        or (given.path.startswith(f"{path}/") and ".." not in given.path)
    )


def _public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA special-purpose registries)."""
    number = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global and not number.is_multicast
