"""Whatever a request names, the server asks nobody and reads no file.

A server of the test listens on a loopback port and would answer; it must never be asked.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import hostile, wire
from .serving import CASES, ROOT, Serving, serving

_ANSWER = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 95\r\n'
    b'Connection: close\r\n\r\n{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri",'
    b'"value":"urn:canary-7391"}}]}}'
)  # fmt: skip
pytestmark = pytest.mark.slow
LIMITS = {"seconds": 3.0, "lens_seconds": 5.0}


class Listener:
    """Counts who comes, and would answer them."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                self.heard.append(connection.recv(1000))
                connection.sendall(_ANSWER)

    def close(self) -> None:
        """Stop."""
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


def test_the_listener_hears(listener: Listener) -> None:
    """So that its silence means something."""
    host, port = listener.address.split(":")
    data = wire.message((host, int(port)), "GET", "/a")
    assert wire.exchange((host, int(port)), data).status == 200
    assert len(listener.heard) == 1


@pytest.mark.parametrize("name", ["ssrf", "write-ssrf"])
def test_nobody_is_asked_and_no_file_is_read(name: str, listener: Listener, tmp_path: Path) -> None:
    writing = name.startswith("write")
    data = CASES / "protocol" / "data.trig" if writing else ROOT / "data"
    with serving(data, tmp_path, writable=writing, limits=LIMITS) as server:
        places = {"{listener}": listener.address, "{file}": str(hostile.data_file(tmp_path))}
        hostile.check(server, hostile.read(name), places)
        assert listener.heard == []
        if writing:
            _nothing_was_written(server)


def test_without_a_network(tmp_path: Path) -> None:
    """Where the system allows it, the workers have no network at all, and /health says so."""
    with serving(CASES / "protocol" / "data.trig", tmp_path) as server:
        reply = wire.exchange(server.address, wire.message(server.address, "GET", "/health"))
        assert isinstance(reply.json()["networkless"], bool)


def _nothing_was_written(server: Serving) -> None:
    for word in (hostile.CANARY, "root:"):
        holds = f'CONTAINS(CONCAT(STR(?s), STR(?o)), "{word}")'
        reply = wire.ask(server.address, f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER ({holds}) }}")
        assert not reply.boolean()
