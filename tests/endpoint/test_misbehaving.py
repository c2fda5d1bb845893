"""Servers that are slow, broken, busy or hostile: each ends in time, with a clear error."""

from __future__ import annotations

import hashlib
import re
import socket
import time
from urllib.request import parse_http_list, parse_keqv_list

import pytest

from kg.endpoint import Endpoint, _http
from kg.errors import KgError, StoreError

from . import servers
from .servers import Misbehaving, Request

QUERY = "SELECT ?s { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_http, "BACK_OFF", (0.01, 0.02))


@pytest.mark.parametrize(
    "behave", [servers.trickle, servers.trickle_head, servers.silent], ids=lambda f: f.__name__
)
def test_the_time_of_the_whole_answer_is_bounded(behave: object) -> None:
    with Misbehaving(behave) as server:  # type: ignore[arg-type]
        began = time.monotonic()
        with pytest.raises(StoreError, match="did not answer within"):
            Endpoint(server.url, timeout=0.6).select(QUERY)
        assert time.monotonic() - began < 2
        assert server.count == 1  # asked once: more would only wait longer


def test_the_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_http, "MAX_ANSWER", 1_000_000)
    with Misbehaving(servers.endless) as server, pytest.raises(StoreError, match="larger than"):
        Endpoint(server.url, timeout=20).select(QUERY)


def test_an_answer_that_is_cut_short_is_no_answer() -> None:
    with Misbehaving(servers.cut_short) as server:
        with pytest.raises(StoreError, match="cannot be reached"):
            Endpoint(server.url, timeout=5).select(QUERY)
        assert server.count == 3


ANSWERS = {
    "empty": b"",
    "page": b"<html>",
    "list": b"[]",
    "other object": b'{"x": 1}',
    "head is text": b'{"head": "x"}',
    "no rows": b'{"head": {"vars": ["s"]}, "results": {}}',
    "rows are a number": b'{"head": {"vars": ["s"]}, "results": {"bindings": 3}}',
    "row is a list": b'{"head": {"vars": ["s"]}, "results": {"bindings": [["s"]]}}',
    "term without type": b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {}}]}}',
    "value is a number": b'{"head": {"vars": ["s"]}, "results": {"bindings":'
    b' [{"s": {"type": "uri", "value": 3}}]}}',
    "deep": b"[" * 100_000,
    "not UTF-8": b"\xff\xfe{}",
}


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_is_no_result_is_an_error(body: bytes) -> None:
    with (
        Misbehaving(lambda request, count: request.send(200, body)) as server,
        pytest.raises(StoreError, match="did not answer in SPARQL results JSON"),
    ):
        Endpoint(server.url).select(QUERY)


@pytest.mark.parametrize("media", ["text/html", "application/sparql-results+xml", ""])
def test_another_media_type_is_an_error(media: str) -> None:
    with (
        Misbehaving(lambda request, count: request.send(200, servers.EMPTY, media)) as server,
        pytest.raises(StoreError, match="did not answer in SPARQL results JSON but in"),
    ):
        Endpoint(server.url).select(QUERY)


def test_a_graph_that_is_no_rdf() -> None:
    def behave(request: Request, count: int) -> None:
        if "CONSTRUCT" in request.path:
            request.send(200, b"<urn:a> nonsense", "text/turtle")
        else:
            request.send(200)

    with Misbehaving(behave) as server, pytest.raises(StoreError, match="did not answer in RDF"):
        Endpoint(server.url).construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_tried_again(status: int) -> None:
    def behave(request: Request, count: int) -> None:
        request.send(200 if count >= 3 else status, Retry_After="0")

    with Misbehaving(behave) as server:
        assert len(Endpoint(server.url).select(QUERY)) == 0
        assert server.count == 4  # three for the manifest, one for the query


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "refused the query: over there"),
        (401, "refused the login"),
        (403, "refused the login"),
        (404, "nothing at"),
        (413, r"failed \(413\)"),
        (500, r"failed \(500\): over there"),
    ],
)
def test_what_does_not_pass_is_not_tried_again(status: int, words: str) -> None:
    with Misbehaving(lambda request, count: request.send(status, b"over there")) as server:
        with pytest.raises(KgError, match=words):
            Endpoint(server.url).select(QUERY)
        assert server.count == 1


def test_a_server_that_stays_busy() -> None:
    with Misbehaving(lambda request, count: request.send(503, b"busy")) as server:
        with pytest.raises(StoreError, match=r"failed \(503\): busy"):
            Endpoint(server.url).select(QUERY)
        assert server.count == 3


@pytest.mark.parametrize("value", ["1", None])
def test_retry_after_is_heeded(value: str | None) -> None:
    def behave(request: Request, count: int) -> None:
        headers = {"Retry_After": value} if value else {}
        request.send(503 if count == 1 else 200, servers.EMPTY, servers.JSON, **headers)

    with Misbehaving(behave) as server:
        began = time.monotonic()
        Endpoint(server.url).select(QUERY)
        assert (time.monotonic() - began >= 1) == (value is not None)


@pytest.mark.parametrize("value", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_nobody_waits_for_hours(value: str) -> None:
    with (
        Misbehaving(lambda request, count: request.send(503, Retry_After=value)) as server,
        pytest.raises(StoreError, match="asks to wait"),
    ):
        Endpoint(server.url).select(QUERY)


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match="cannot be reached"):
        Endpoint(f"http://127.0.0.1:{port}/").ask("ASK {}")


# --- redirects ------------------------------------------------------------------------------------


def test_redirects_stay_with_the_host() -> None:
    def moved(request: Request, count: int) -> None:
        if request.path.startswith("/sparql"):
            request.send(307, Location=request.path.replace("/sparql", "/query"))
        else:
            request.send(200)

    with Misbehaving(moved) as server:
        assert len(Endpoint(server.url).select(QUERY)) == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_to_other_hosts_are_refused(status: int) -> None:
    with Misbehaving(lambda request, count: request.send(200)) as other:

        def away(request: Request, count: int) -> None:
            request.send(status, Location=other.url)

        with Misbehaving(away) as server:
            remote = Endpoint(server.url, user="me", password="s3cret")  # noqa: S106
            with pytest.raises(StoreError, match="another host"):
                remote.select(QUERY)
        assert other.count == 0


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_long_query_is_not_lost_in_a_redirect(status: int) -> None:
    def moved(request: Request, count: int) -> None:
        if request.command == "POST":
            request.send(status, Location="/query")
        else:
            request.send(200)

    with Misbehaving(moved) as server, pytest.raises(StoreError, match="on to"):
        Endpoint(server.url).select(QUERY + " #" + "x" * 2000)


# --- logins ---------------------------------------------------------------------------------------

_DIGEST = 'Digest realm="SPARQL", nonce="%s", qop="auth", algorithm="MD5"'


def _digest_is_right(request: Request, nonce: str, password: str) -> bool:
    given = request.headers.get("Authorization", "")
    if not given.startswith("Digest "):
        return False
    said = parse_keqv_list(parse_http_list(given.removeprefix("Digest ")))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    wanted = md5(
        f"{md5(f'me:SPARQL:{password}')}:{nonce}:{said['nc']}:{said['cnonce']}:auth:"
        f"{md5(f'{request.command}:{request.path}')}"
    )
    return said["nonce"] == nonce and said["response"] == wanted


@pytest.mark.parametrize(("password", "right"), [("s3cret", True), ("wrong", False), ("", False)])
def test_digest(password: str, right: bool) -> None:
    def behave(request: Request, count: int) -> None:
        if _digest_is_right(request, "n1", "s3cret"):
            request.send(200)
        else:
            request.send(401, b"", WWW_Authenticate=_DIGEST % "n1")

    with Misbehaving(behave) as server:
        remote = Endpoint(server.url, user="me", password=password)
        if right:
            remote.select(QUERY)
            remote.select(QUERY)
            assert server.count == 4  # the challenge once, then the answer beforehand
            return
        with pytest.raises(StoreError, match="refused the login") as caught:
            remote.select(QUERY)
        assert server.count == 2
        assert not password or password not in str(caught.value)


def test_a_nonce_that_grows_old() -> None:
    def behave(request: Request, count: int) -> None:
        nonce = f"n{(count + 1) // 3}"
        if _digest_is_right(request, nonce, "s3cret"):
            request.send(200)
        else:
            request.send(401, b"", WWW_Authenticate=_DIGEST % nonce + ', stale="true"')

    with Misbehaving(behave) as server:
        remote = Endpoint(server.url, user="me", password="s3cret")  # noqa: S106
        for _ in range(5):
            remote.select(QUERY)


def test_basic() -> None:
    seen: list[str] = []

    def behave(request: Request, count: int) -> None:
        given = request.headers.get("Authorization", "")
        seen.append(given)
        if given == "Basic bWU6czNjcmV0":
            request.send(200)
        else:
            request.send(401, b"", WWW_Authenticate='Basic realm="x"')

    with Misbehaving(behave) as server:
        Endpoint(server.url, user="me", password="s3cret").select(QUERY)  # noqa: S106
    assert seen == ["", "Basic bWU6czNjcmV0", "Basic bWU6czNjcmV0"]


def test_no_password_is_sent_unasked() -> None:
    seen: list[str | None] = []

    def behave(request: Request, count: int) -> None:
        seen.append(request.headers.get("Authorization"))
        request.send(200)

    with Misbehaving(behave) as server:
        Endpoint(server.url, user="me", password="s3cret").select(QUERY)  # noqa: S106
    assert seen == [None, None]


# --- text of the server in our messages -----------------------------------------------------------


def test_messages_are_short() -> None:
    with (
        Misbehaving(lambda request, count: request.send(500, b"x" * 100_000)) as server,
        pytest.raises(StoreError) as caught,
    ):
        Endpoint(server.url).select(QUERY)
    assert len(re.sub(r"\s", "", str(caught.value))) < 500
