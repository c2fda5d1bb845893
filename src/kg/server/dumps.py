"""Files to download: the published dataset, byte for byte, with checksums."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from urllib.parse import unquote

from kg import files
from kg.server.app import App, not_allowed
from kg.server.problems import HttpProblem
from kg.server.request import Request
from kg.workers import Answer

_MEDIA = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle; charset=utf-8",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}


async def dump(app: App, request: Request) -> Answer:
    """``/dumps/<file>``; ``/dumps/`` lists them as JSON, ``/dumps/SHA256SUMS`` their checksums."""
    if request.method not in ("GET", "HEAD"):
        return not_allowed(request.method, "GET, HEAD, OPTIONS")
    known = {name: Path(path) for name, path in app.pool.told["dumps"].items()}
    name = unquote(request.path.removeprefix("/dumps/"))
    if name in ("", "SHA256SUMS"):
        listed = await asyncio.to_thread(_listed, known)
        if name:
            lines = "".join(f"{item['sha256']}  {item['name']}\n" for item in listed)
            return Answer(200, "text/plain; charset=utf-8", lines.encode())
        return Answer(200, "application/json", json.dumps({"files": listed}, indent=1).encode())
    if name not in known:
        raise HttpProblem(404, "There is no such file.", cure="/dumps/ lists them.")
    path = known[name]
    try:
        data = await asyncio.to_thread(path.read_bytes)
    except OSError:
        raise HttpProblem(503, "The file is being replaced.", cure="Try again.") from None
    return Answer(200, _MEDIA.get(path.suffix, "application/octet-stream"), data)


def _listed(known: dict[str, Path]) -> list[dict[str, str | int]]:
    return [
        {"name": name, "bytes": path.stat().st_size, "sha256": files.digest(path)}
        for name, path in sorted(known.items())
        if path.exists()
    ]
