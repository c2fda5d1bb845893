"""Hostile cases: read from files, sent side by side, each followed by a look at the server."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import wire
from .serving import CASES, TOKEN, Serving

FOLDER = CASES / "hostile"
KEYS = {
    "name", "query", "accept", "path", "parameters", "headers", "body", "hex", "method", "raw",
    "status", "lacks", "most", "update", "put", "media",
}  # fmt: skip
#: What no answer may hold: the content of the file that must not be read.
CANARY = "canary-7391"
#: At once: as many as one client may have running.
_SIDE_BY_SIDE = 3
#: Bytes beyond which what may be refused for its size may as well be ended in time: on a busy
#: machine, reading it takes longer than the tests allow.
_LONG = 50_000


def read(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    cases = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(cases, list)
    return cases


def names() -> list[str]:
    """Names of the files with cases."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def run(
    server: Serving, cases: Iterable[Mapping[str, Any]], places: Mapping[str, str] | None = None
) -> list[str]:
    """Send cases; what went wrong, one sentence for each.

    :param places: what stands for ``{listener}`` and ``{file}``.
    """
    filled = {"{host}": f"{server.address[0]}:{server.address[1]}", **(places or {})}

    def one(case: Mapping[str, Any]) -> str | None:
        return _one(server, case, filled)

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        return [problem for problem in pool.map(one, cases) if problem]


def check(
    server: Serving, cases: Iterable[Mapping[str, Any]], places: Mapping[str, str] | None = None
) -> None:
    """Send cases, and fail with all that went wrong."""
    if problems := run(server, cases, places):
        pytest.fail("\n".join(problems), pytrace=False)


def _one(server: Serving, case: Mapping[str, Any], filled: Mapping[str, str]) -> str | None:
    data, method = _request(server, case, filled)
    wanted = [*case["status"]]
    if 413 in wanted and len(data) > _LONG:
        wanted.append(504)
    got, body = _sent(server, data, method, "raw" in case)
    name = case["name"]
    if got not in wanted:
        return f"{name}: {got}, not one of {wanted}: {body[:200]!r}"
    for part in (*case.get("lacks", ()), CANARY):
        if _filled(part, filled).encode() in body:
            return f"{name}: the answer holds {part!r}"
    if (most := case.get("most")) and (count := _answers(server, data)) > most:
        return f"{name}: {count} answers, not {most}"
    if not server.alive:
        return f"{name}: the server has ended"
    try:
        if not server.answers():
            return f"{name}: another client was not answered in time"
    except (OSError, http.client.HTTPException) as error:
        return f"{name}: another client was not answered: {error!r}"
    return None


def _sent(server: Serving, data: bytes, method: str, raw: bool) -> tuple[int | str, bytes]:
    try:
        reply = wire.exchange(server.address, data, method=method, timeout=30)
    except (ConnectionError, http.client.BadStatusLine, http.client.IncompleteRead):
        return "closed", b""
    except TimeoutError:
        return "no answer", b""
    if raw and reply.status == 101:
        return reply.status, b""
    head = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
    return reply.status, head.encode("latin-1", "replace") + reply.data


def _answers(server: Serving, data: bytes) -> int:
    """How many answers one connection gives to these bytes."""
    got = b""
    with wire.connect(server.address, timeout=5) as connection:
        try:
            connection.sendall(data)
            while part := connection.recv(65536):
                got += part
        except OSError:
            pass
    return len(re.findall(rb"HTTP/1\.[01] \d{3} ", got))


def text(value: Any) -> str:
    """A text that may be given in parts, some of them repeated."""
    if isinstance(value, str):
        return value
    return "".join(part if isinstance(part, str) else part[0] * part[1] for part in value)


def _filled(value: Any, filled: Mapping[str, str]) -> str:
    made = text(value)
    for place, what in filled.items():
        made = made.replace(place, what)
    return made


def _request(
    server: Serving, case: Mapping[str, Any], filled: Mapping[str, str]
) -> tuple[bytes, str]:
    if "raw" in case:
        raw = _filled(case["raw"], filled).encode("utf-8")
        return raw, "HEAD" if raw.startswith(b"HEAD ") else "GET"
    headers = [(name, _filled(value, filled)) for name, value in case.get("headers", {}).items()]
    pairs = [(name, _filled(value, filled)) for name, value in case.get("parameters", ())]
    method, path = case.get("method", "GET"), case.get("path", "/sparql")
    body: bytes | None = None
    if "query" in case:
        method, body = "POST", _filled(case["query"], filled).encode("utf-8", "surrogatepass")
        headers.append(("Content-Type", "application/sparql-query"))
        headers.append(("Accept", case.get("accept", "*/*")))
    elif "update" in case or "put" in case or "hex" in case:
        headers.append(("Authorization", f"Bearer {TOKEN}"))
        if "update" in case:
            method, path = "POST", "/update"
            headers.append(("Content-Type", "application/sparql-update"))
            body = _filled(case["update"], filled).encode("utf-8")
        else:
            method, path = "PUT", "/graph-store"
            pairs.append(("graph", "urn:hostile:body"))
            headers.append(("Content-Type", case["media"]))
            if "hex" in case:
                body = bytes.fromhex(case["hex"])
            else:
                body = _filled(case["put"], filled).encode("utf-8", "surrogatepass")
    elif "body" in case:
        body = _filled(case["body"], filled).encode("latin-1", "replace")
    where = wire.target(path, pairs) if "?" not in path else path
    return wire.message(server.address, method, where, headers, body), method


def data_file(folder: Path) -> Path:
    """A file whose content must never be seen."""
    path = folder / "secret.nt"
    path.write_text(f"<urn:{CANARY}> <urn:b> <urn:c> .\n", encoding="utf-8")
    return path
