"""Conformance of the protocol: requests byte for byte, each with the section that it tests.

The cases are files in ``cases/protocol``; its README tells how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import wire
from .serving import CASES, ROOT, TOKEN, Serving, serving

FOLDER = CASES / "protocol"
KEYS = {
    "name", "section", "says", "server", "method", "path", "parameters", "query", "target",
    "headers", "form", "body", "hex", "version", "status", "type", "boolean", "rows", "triples",
    "contains", "lacks", "answered", "empty", "then",
}  # fmt: skip
#: What the graphs of ``data.trig`` hold, put back before each case that writes.
_GRAPHS = {
    "g1": '<{x}a> <{x}knows> <{x}b> ; <{x}name> "Ada"@en , "آدا"@fa .',
    "g2": "<{x}a> <{x}knows> <{x}b> . <{x}b> <{x}knows> <{x}c> .",
    "g3": "<{x}c> <{x}age> 7 .",
}


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


@pytest.fixture(scope="module")
def file_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(FOLDER / "data.trig", tmp_path_factory.mktemp("file")) as found:
        yield found


@pytest.fixture(scope="module")
def published_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(ROOT / "data", tmp_path_factory.mktemp("published")) as found:
        yield found


@pytest.fixture(scope="module")
def writable_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("writable")
    with serving(FOLDER / "data.trig", folder, writable=True) as found:
        yield found


def _request(case: Mapping[str, Any], address: wire.Address, etag: str) -> bytes:
    headers = case.get("headers", {})
    pairs = list(headers.items() if isinstance(headers, dict) else headers)
    filled = [
        (name, value.replace("{etag}", etag).replace("{token}", f"Bearer {TOKEN}"))
        for name, value in pairs
    ]
    body: bytes | None = None
    if "form" in case:
        body = wire.form(case["form"])
        if "content-type" not in {name.lower() for name, _ in filled}:
            filled.append(("Content-Type", "application/x-www-form-urlencoded"))
    elif "hex" in case:
        body = bytes.fromhex(case["hex"])
    elif "body" in case:
        body = case["body"].encode("utf-8")
    parameters = list(case.get("parameters", ()))
    if "query" in case:
        parameters.append(["query", case["query"]])
    target = case.get("target") or wire.target(case.get("path", "/sparql"), parameters)
    return wire.message(
        address, case.get("method", "GET"), target, filled, body, case.get("version", "HTTP/1.1")
    )


def _check(case: Mapping[str, Any], reply: wire.Reply, etag: str) -> None:
    wanted = case["status"] if isinstance(case["status"], list) else [case["status"]]
    assert reply.status in wanted, reply.body[:500]
    if "type" in case:
        assert reply.media in ([case["type"]] if isinstance(case["type"], str) else case["type"])
    for name, value in case.get("answered", {}).items():
        _header(reply, name.lower(), value.replace("{etag}", etag))
    if case.get("empty"):
        assert reply.body == b""
    if "boolean" in case:
        assert reply.boolean() is case["boolean"]
    for measure in ("rows", "triples"):
        if measure in case:
            assert getattr(reply, measure)() == case[measure]
    for part in case.get("contains", ()):
        assert part in reply.text
    for part in case.get("lacks", ()):
        assert part not in reply.text


def _header(reply: wire.Reply, name: str, value: str) -> None:
    found = reply.headers.get(name)
    if value == "-":
        assert found is None
    elif value == "*":
        assert found
    elif value == "*any":
        assert found == "*"
    elif value.startswith("~"):
        assert found is not None
        assert value[1:] in found.lower()
    else:
        assert found == value


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    server: Serving = request.getfixturevalue(f"{case.get('server', 'file')}_server")
    if case.get("server") == "writable":
        _reset(server)
    reply = wire.exchange(
        server.address, _request(case, server.address, ""), method=case.get("method", "GET")
    )
    etag = reply.headers.get("etag", "")
    _check(case, reply, "")
    if "then" in case:
        then = case["then"]
        data = _request(then, server.address, etag)
        _check(then, wire.exchange(server.address, data, method=then.get("method", "GET")), etag)
    assert server.alive


def _reset(server: Serving) -> None:
    headers = [("Content-Type", "text/turtle"), ("Authorization", f"Bearer {TOKEN}")]
    for name, text in _GRAPHS.items():
        target = wire.target("/graph-store", [("graph", f"http://example.org/{name}")])
        body = text.replace("{x}", "http://example.org/").encode()
        reply = wire.exchange(
            server.address, wire.message(server.address, "PUT", target, headers, body)
        )
        assert reply.status in (200, 201, 204), reply.body


def test_the_cases_are_in_order() -> None:
    """Each has a name of its own, its section and its words, and only keys that are known."""
    cases = [param.values[0] for param in _cases()]
    assert len(cases) >= 60
    names = [case["name"] for case in cases]  # type: ignore[index, call-overload]
    assert len(set(names)) == len(names)
    for case in cases:
        assert isinstance(case, dict)
        assert KEYS.issuperset(case), case["name"]
        assert case["section"]
        assert case["says"], case["name"]
    assert (Path(FOLDER) / "README.md").is_file()
