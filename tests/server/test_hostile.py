"""Hostile requests: the server stays the same process, and others are answered throughout.

The cases are files in ``cases/hostile``; its README tells how to add one. Requests that differ in
their timing, and floods, are below.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from . import hostile, wire
from .serving import CASES, ROOT, TOKEN, Serving, serving

pytestmark = pytest.mark.slow
#: Short, so that what is ended at a limit does not keep the tests waiting.
LIMITS = {
    "seconds": 1.0,
    "memory": 256 * 1024 * 1024,
    "answer": 512 * 1024,
    "head_seconds": 1.0,
    "body_seconds": 1.0,
    "idle_seconds": 2.0,
    "send_seconds": 1.0,
}
WRITE_LIMITS = {**LIMITS, "update": 4 * 1024 * 1024 + 100, "lens_seconds": 1.0}
_READ = [name for name in hostile.names() if "ssrf" not in name and not name.startswith("write")]
_WRITE = [name for name in hostile.names() if name == "write-parsers"]
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hostile")
    with serving(ROOT / "data", folder, limits=LIMITS) as found:
        yield found


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    data = CASES / "protocol" / "data.trig"
    folder = tmp_path_factory.mktemp("hostile-writable")
    with serving(data, folder, writable=True, limits=WRITE_LIMITS) as found:
        yield found


@pytest.fixture(autouse=True)
def unharmed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: the same process, and it answers."""
    yield
    for name in ("server", "writable"):
        if name in request.fixturenames:
            found: Serving = request.getfixturevalue(name)
            assert found.alive
            assert found.answers()


def test_there_are_enough_cases() -> None:
    cases = [case for name in hostile.names() for case in hostile.read(name)]
    assert len(cases) >= 150
    assert len({case["name"] for case in cases}) == len(cases)
    for case in cases:
        assert hostile.KEYS.issuperset(case), case["name"]
        assert case["status"], case["name"]
        assert 500 not in case["status"]


@pytest.mark.parametrize("name", _READ)
def test_reading(server: Serving, name: str) -> None:
    hostile.check(server, hostile.read(name))


@pytest.mark.parametrize("name", _WRITE)
def test_writing(writable: Serving, name: str) -> None:
    before = _quads(writable, "http://example.org/g1")
    hostile.check(writable, hostile.read(name))
    assert _quads(writable, "http://example.org/g1") == before


def _quads(server: Serving, graph: str) -> int:
    return wire.ask(server.address, f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows()


def test_no_worker_is_left_behind(server: Serving) -> None:
    """After all that, there are no more processes than the limits allow."""
    assert wire.until(lambda: len(server.children()) <= 1 + 4 + 4)


# --- slow clients ---------------------------------------------------------------------------------


def _closed(connection: socket.socket, within: float = 6.0) -> bool:
    """Whether the server closes a connection in time, having answered or not."""
    connection.settimeout(within)
    with contextlib.suppress(ConnectionError):
        while True:
            try:
                if not connection.recv(65536):
                    return True
            except TimeoutError:
                return False
    return True


def test_clients_that_say_nothing(server: Serving) -> None:
    connections = [wire.connect(server.address) for _ in range(100)]
    assert server.answers()
    assert all(_closed(connection) for connection in connections)
    for connection in connections:
        connection.close()


def test_heads_letter_by_letter(server: Serving) -> None:
    connections = [wire.connect(server.address) for _ in range(50)]
    head = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200
    end = time.monotonic() + 4
    at = 0
    while time.monotonic() < end and at < len(head):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.sendall(head[at : at + 1])
        at += 1
        time.sleep(0.1)
    assert server.answers()
    assert all(_closed(connection, 2.0) for connection in connections)
    for connection in connections:
        connection.close()


def test_bodies_letter_by_letter(server: Serving) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1000\r\n\r\n"
    )
    connections = [wire.connect(server.address) for _ in range(50)]
    for connection in connections:
        connection.sendall(head)
    for _ in range(20):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.sendall(b" ")
        time.sleep(0.1)
    assert server.answers()
    assert all(_closed(connection, 2.0) for connection in connections)
    for connection in connections:
        connection.close()


def test_a_body_without_an_end(server: Serving) -> None:
    """Chunk after chunk: refused once it is longer than a body may be, not kept."""
    connection = wire.connect(server.address)
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    sent = 0
    with contextlib.suppress(OSError):
        for _ in range(2000):
            connection.sendall(chunk)
            sent += len(chunk)
    connection.close()
    assert sent < 100 * 2**20


def test_clients_that_never_read(server: Serving) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 4000"
    headers = [("Content-Type", "application/sparql-query"), ("Connection", "keep-alive")]
    data = wire.message(server.address, "POST", "/sparql", headers, query.encode())
    connections = []
    for _ in range(20):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(server.address)
        connection.sendall(data * 3)
        connections.append(connection)
    time.sleep(3)
    assert server.answers()
    for connection in connections:
        connection.close()


def test_a_client_that_goes_frees_its_worker(server: Serving) -> None:
    def running() -> int:
        reply = wire.exchange(server.address, wire.message(server.address, "GET", "/health"))
        return int(reply.json()["running"])

    for _ in range(3):
        connection = wire.connect(server.address)
        headers = [("Content-Type", "application/sparql-query")]
        connection.sendall(
            wire.message(server.address, "POST", "/sparql", headers, _ENDLESS.encode())
        )
        time.sleep(0.05)
        connection.close()
    assert wire.until(lambda: running() == 0)


def test_connections_that_are_reset(server: Serving) -> None:
    for _ in range(50):
        connection = wire.connect(server.address)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nAS")
        connection.close()
    assert server.answers()


def test_many_requests_in_one_go(server: Serving) -> None:
    """Pipelined: each is answered in its order, or the connection is closed."""
    one = wire.message(
        server.address, "GET", "/sparql?query=ASK%20%7B%7D", [("Connection", "keep-alive")]
    )
    with wire.connect(server.address) as connection:
        connection.sendall(one * 50)
        connection.shutdown(socket.SHUT_WR)
        got = b""
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                got += part
    assert 1 <= got.count(b"HTTP/1.1 200") <= 50
    assert got.count(b"HTTP/1.1 ") == got.count(b"HTTP/1.1 200")


def test_more_connections_than_are_taken(server: Serving) -> None:
    connections = []
    with contextlib.suppress(OSError):
        for _ in range(600):
            connections.append(wire.connect(server.address, timeout=2))
    assert server.alive
    for connection in connections:
        connection.close()
    assert wire.until(lambda: _answers(server))


def _answers(server: Serving) -> bool:
    try:
        return server.answers()
    except (OSError, http.client.HTTPException):
        return False


# --- floods ---------------------------------------------------------------------------------------


def test_a_flood_of_one_client_leaves_the_others_alone(server: Serving) -> None:
    """60 endless queries at once from one address; meanwhile another client asks."""
    statuses: Counter[int] = Counter()
    waits: list[str | None] = []

    def attack(number: int) -> None:
        reply = wire.ask(server.address, f"{_ENDLESS} # {number}", timeout=60)
        statuses[reply.status] += 1
        if reply.status in (429, 503):
            waits.append(reply.headers.get("retry-after"))

    with ThreadPoolExecutor(60) as pool:
        attackers = [pool.submit(attack, number) for number in range(60)]
        time.sleep(0.3)
        good = [server.answers(within=10.0) for _ in range(20)]
        for attacker in attackers:
            attacker.result()
    assert all(good)
    assert set(statuses) <= {429, 503, 504}
    assert statuses[429] > 0, "a client that asks too much at once is told so"
    assert waits
    assert all(wait is not None and wait.isdigit() for wait in waits)


def test_a_flood_of_many_clients_is_turned_away(server: Serving) -> None:
    """80 endless queries from 40 addresses: those that find no place are told when to come back."""
    replies: list[wire.Reply] = []

    def attack(number: int) -> None:
        source = f"127.0.1.{number % 40 + 1}"
        replies.append(
            wire.ask(server.address, f"{_ENDLESS} # {number}", source=source, timeout=90)
        )

    with ThreadPoolExecutor(80) as pool:
        for attacker in [pool.submit(attack, number) for number in range(80)]:
            attacker.result()
    statuses = Counter(reply.status for reply in replies)
    assert set(statuses) <= {429, 503, 504}
    assert statuses[503] > 0
    for reply in replies:
        if reply.status in (429, 503):
            assert reply.headers["retry-after"].isdigit()
            assert reply.media == "application/problem+json"


def test_a_flood_of_good_requests_is_answered(server: Serving) -> None:
    statuses: Counter[int] = Counter()
    lock = threading.Lock()

    def ask(number: int) -> None:
        reply = wire.ask(server.address, f"SELECT * {{ ?s ?p ?o }} LIMIT {number % 50 + 1}")
        with lock:
            statuses[reply.status] += 1

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask, range(400)))
    assert statuses == {200: 400}


def test_a_runaway_query_ends_at_its_limit(server: Serving) -> None:
    began = time.monotonic()
    reply = wire.ask(server.address, _ENDLESS)
    assert reply.status == 504
    assert time.monotonic() - began < 10 * LIMITS["seconds"]
    assert reply.json()["limit"] == "seconds"


def test_a_flood_of_updates_is_done_in_turn(writable: Serving) -> None:
    def change(number: int) -> int:
        headers = [
            ("Content-Type", "application/sparql-update"),
            ("Authorization", f"Bearer {TOKEN}"),
        ]
        text = f"INSERT DATA {{ GRAPH <urn:flood> {{ <urn:a> <urn:b> {number} }} }}"
        data = wire.message(writable.address, "POST", "/update", headers, text.encode())
        return wire.exchange(writable.address, data, timeout=60).status

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(change, range(30)))
    done = sum(status in (200, 204) for status in statuses)
    assert done
    assert all(status in (200, 204, 429, 503, 504) for status in statuses)
    assert _quads(writable, "urn:flood") == done
