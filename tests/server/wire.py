"""HTTP byte for byte: nothing is normalised on the way, and a client can come from another address.

On Linux all of 127.0.0.0/8 is loopback, so a second client is one that connects from 127.0.0.2.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from rdflib import Dataset, Graph

Address = tuple[str, int]
#: Statuses that never have a body.
_BODILESS = (204, 304)


@dataclass(frozen=True)
class Reply:
    """What came back.

    :param headers: names in lower case; several lines of one name joined by commas.
    """

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @property
    def data(self) -> bytes:
        """The body without its compression."""
        if self.headers.get("content-encoding") == "gzip":
            return gzip.decompress(self.body)
        return self.body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.data.decode("utf-8")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.data)

    def boolean(self) -> bool:
        """The truth value of an answer to ASK."""
        if self.media.endswith("json"):
            return bool(self.json()["boolean"])
        found = ElementTree.fromstring(self.data).find(f"{_RESULTS}boolean")  # noqa: S314
        assert found is not None
        return found.text == "true"

    def rows(self) -> int:
        """The number of rows of an answer to SELECT."""
        if self.media.endswith("json"):
            return len(self.json()["results"]["bindings"])
        if self.media.endswith("xml"):
            root = ElementTree.fromstring(self.data)  # noqa: S314 - our own server's
            return len(list(root.iter(f"{_RESULTS}result")))
        return len(self.text.splitlines()) - 1

    def triples(self) -> int:
        """The number of triples of a graph."""
        if self.media in ("application/trig", "application/n-quads"):
            return len(Dataset().parse(data=self.text, format=self.media))
        name = "json-ld" if self.media.endswith("ld+json") else self.media
        return len(Graph().parse(data=self.text, format=name))


_RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def connect(address: Address, *, source: str = "127.0.0.1", timeout: float = 20) -> socket.socket:
    """A connection."""
    return socket.create_connection(address, timeout, source_address=(source, 0))


def read(connection: socket.socket, method: str = "GET") -> Reply:
    """Read one answer.

    :raises http.client.HTTPException: when it is no HTTP.
    :raises OSError: when the connection breaks.
    """
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Reply(response.status, headers, response.read())


def exchange(
    address: Address,
    data: bytes,
    *,
    method: str = "GET",
    source: str = "127.0.0.1",
    timeout: float = 20,
) -> Reply:
    """Send bytes and read one answer."""
    with connect(address, source=source, timeout=timeout) as connection:
        # It may have answered and closed before all was sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        return read(connection, method)


def message(
    address: Address,
    method: str = "GET",
    target: str = "/sparql",
    headers: Iterable[Sequence[str]] = (),
    body: bytes | None = None,
    version: str = "HTTP/1.1",
) -> bytes:
    """A request as bytes. ``-`` as a header's value leaves it out; a length is added."""
    given = [(name, value) for name, value in headers]
    names = {name.lower() for name, _ in given}
    if "host" not in names:
        given.insert(0, ("Host", f"{address[0]}:{address[1]}"))
    if "connection" not in names:
        given.append(("Connection", "close"))
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        given.append(("Content-Length", str(len(body))))
    lines = [f"{method} {target} {version}"]
    lines += [f"{name}: {value}" for name, value in given if value != "-"]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + (body or b"")


def target(path: str, parameters: Iterable[Sequence[str]]) -> str:
    """A request target with percent-encoded parameters."""
    pairs = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parameters]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def ask(
    address: Address,
    query: str,
    *,
    accept: str = "application/sparql-results+json",
    source: str = "127.0.0.1",
    timeout: float = 20,
    path: str = "/sparql",
) -> Reply:
    """Send a query by POST."""
    headers = [("Content-Type", "application/sparql-query"), ("Accept", accept)]
    data = message(address, "POST", path, headers, query.encode("utf-8"))
    return exchange(address, data, source=source, timeout=timeout)


def form(pairs: Iterable[Sequence[str]]) -> bytes:
    """A form body."""
    return urlencode([tuple(pair) for pair in pairs]).encode()


def until(condition: Any, seconds: float = 120.0, pause: float = 0.02) -> bool:
    """Wait until something holds; whether it did. The limit is only there to end a test that hangs:
    on a busy machine everything takes its time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())
