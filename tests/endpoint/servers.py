"""Small HTTP servers on loopback: one that answers from a store, one that misbehaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kg.errors import KgError
from kg.store import Store

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'


class _Running:
    """A server for the time of a test."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/sparql"

    def __enter__(self) -> Any:
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()


class Request(BaseHTTPRequestHandler):
    """A request, with its body and a way to answer it whole."""

    body = b""

    def log_message(self, *_: object) -> None:
        pass

    def read_body(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(self, status: int, body: bytes = EMPTY, media: str = JSON, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(_Running):
    """A SPARQL endpoint over a store."""

    def __init__(self, store: Store) -> None:
        self.methods: list[str] = []
        outer = self

        class Handler(Request):
            def do_GET(self) -> None:
                self.answer(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self.read_body()
                self.answer(self.body.decode())

            def answer(self, form: str) -> None:
                outer.methods.append(self.command)
                query = parse_qs(form)["query"][0]
                try:
                    kind = store.kind(query)
                    data = store.answer(query, "json")
                except KgError as error:
                    self.send(400, str(error).encode(), "text/plain")
                    return
                media = {"construct": "application/n-triples"}
                self.send(200, data, media.get(kind, JSON))

        super().__init__(Handler)


class Misbehaving(_Running):
    """Does with every request what a function says; counts them.

    :param behave: called with the request and its number, from 1.
    """

    def __init__(self, behave: Callable[[Request, int], None]) -> None:
        self.count = 0
        outer = self

        class Handler(Request):
            def do_GET(self) -> None:
                self.read_body()
                outer.count += 1
                try:
                    behave(self, outer.count)
                except OSError:  # the client has left
                    self.close_connection = True

            do_POST = do_GET

        super().__init__(Handler)


def trickle(request: Request, _: int) -> None:
    """An answer that never ends, a byte at a time, each within any socket's time-out."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    while True:
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def trickle_head(request: Request, _: int) -> None:
    """A header that never ends."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def endless(request: Request, _: int) -> None:
    """An answer that never ends, as fast as it can."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    while True:
        request.wfile.write(b" " * 65536)


def silent(request: Request, _: int) -> None:
    """No answer at all."""
    time.sleep(5)


def cut_short(request: Request, _: int) -> None:
    """Less than it announced."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(EMPTY)
    request.close_connection = True
