"""HTTP/1.1 on real sockets, before an application that tells what it was given."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from kg.errors import KgError
from kg.server.connections import Connections
from kg.server.request import Request
from kg.workers import Limits

from .. import asynchronous

LIMITS = Limits(head_seconds=1, body_seconds=1, idle_seconds=1, connections=3)
HOST = b"Host: x\r\n"


class Application:
    """Answers with the method, the path and the body; ``/unread`` without reading the body, and
    ``/never`` not at all."""

    limits = LIMITS

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.left = 0

    def take(self, request: Request) -> None:
        task = asyncio.ensure_future(self._answer(request))

        def left() -> None:
            self.left += 1
            task.cancel()

        request.left = left

    async def _answer(self, request: Request) -> None:
        if request.path == "/never":
            await asyncio.Event().wait()
        status, body = b"200 OK", b""
        if request.path != "/unread":
            try:
                body = await request.body(1000, 1)
            except KgError:
                status = b"413 Too Large"
            else:
                self.bodies.append(body)
        text = f"{request.method} {request.path} ".encode() + body
        head = b"HTTP/1.1 %b\r\ncontent-length: %d\r\n" % (status, len(text))
        request.answer(head, text)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, Any]]


def talk(body: Talk) -> tuple[Any, Application]:
    """Serve, and have one connection to it."""

    async def whole() -> tuple[Any, Application]:
        application = Application()
        connections = Connections(application)
        listener = socket.create_server(("127.0.0.1", 0))
        await connections.start(listener)
        try:
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            found = await body(reader, writer)
            writer.close()
        finally:
            await connections.stop(5)
            listener.close()
        return found, application

    found: tuple[Any, Application] = asynchronous.run(asyncio.wait_for(whole(), 30))
    return found


def sent(data: bytes) -> tuple[bytes, Application]:
    """All that comes back to some bytes until the connection is closed."""

    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(data)
        return await reader.read()

    return talk(body)


def post(path: bytes, body: bytes, *lines: bytes) -> bytes:
    head = b"".join(line + b"\r\n" for line in lines)
    length = b"Content-Length: %d\r\n" % len(body)
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + length + head + b"\r\n" + body


def test_requests_in_one_go_are_answered_in_their_order() -> None:
    got, application = sent(
        post(b"/a", b"one") + post(b"/b", b"two") + post(b"/c", b"three", b"Connection: close")
    )
    places = [got.index(text) for text in (b"POST /a one", b"POST /b two", b"POST /c three")]
    assert places == sorted(places)
    assert application.bodies == [b"one", b"two", b"three"]
    assert got.count(b"connection: close") == 1


@pytest.mark.parametrize("lines", [
    (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQ"),
    (b"connection: upgrade", b"UPGRADE : websocket"),
])  # fmt: skip
def test_an_offer_of_another_protocol_costs_no_body(lines: tuple[bytes, ...]) -> None:
    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(post(b"/a", b"a body", *lines))
        got = await reader.readuntil(b"\r\n\r\n")
        return got + await reader.readexactly(len(b"POST /a a body"))

    if lines[1].startswith(b"UPGRADE "):  # a space before the colon is no HTTP
        got, application = sent(post(b"/a", b"a body", *lines))
        assert b"HTTP/1.1 400" in got
        assert not application.bodies
        return
    got, _ = talk(body)
    assert got.endswith(b"POST /a a body")


def test_half_of_a_body_is_none() -> None:
    """A body whose end cannot be read was never whole: no handler may take it for that."""
    head = b"POST /a HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    got, application = sent(head + b"4\r\nhalf\r\nno size\r\n")
    assert got.startswith(b"HTTP/1.1 400")
    assert application.bodies == []
    assert application.left == 1


def test_what_is_no_http_is_refused_after_what_was() -> None:
    got, application = sent(post(b"/a", b"good") + b"\0\0\0 not HTTP\r\n\r\n")
    assert got.index(b"POST /a good") < got.index(b"HTTP/1.1 400")
    assert application.bodies == [b"good"]


def test_a_body_that_nobody_reads() -> None:
    """The answer comes first, the rest of the body is passed over, and the next request counts."""

    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[bytes, int]:
        whole = post(b"/unread", b"x" * 200_000)
        writer.write(whole[:1000])
        first = await reader.readuntil(b"POST /unread ")
        writer.write(whole[1000:] + post(b"/b", b"next", b"Connection: close"))
        return first + await reader.read(), 0

    (got, _), application = talk(body)
    assert got.endswith(b"POST /b next")
    assert application.bodies == [b"next"]


def test_a_client_that_goes_is_noticed() -> None:
    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /never HTTP/1.1\r\n" + HOST + b"\r\n")
        await asyncio.sleep(0.1)

    _, application = talk(body)
    assert application.left == 1


def test_a_client_that_is_told_to_go_on() -> None:
    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        whole = post(b"/a", b"waited", b"Expect: 100-continue", b"Connection: close")
        head, _, rest = whole.partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        told = await reader.readuntil(b"\r\n\r\n")
        writer.write(rest)
        return told + await reader.read()

    got, _ = talk(body)
    assert got.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
    assert got.endswith(b"POST /a waited")


def test_more_connections_than_may_be() -> None:
    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        address = writer.get_extra_info("peername")
        others = [await asyncio.open_connection(*address) for _ in range(3)]
        await asyncio.sleep(0.1)
        writer.write(b"GET /a HTTP/1.1\r\n" + HOST + b"\r\n")
        got = await reader.read()
        for _, other in others:
            other.close()
        return got

    got, application = talk(body)
    assert got.startswith(b"HTTP/1.1 503")
    assert b"retry-after" in got
    assert b"date: " in got
    assert application.bodies == []
