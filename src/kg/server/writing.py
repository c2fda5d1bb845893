"""Requests that change the data: only where writing is on, and only with the token."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from kg.server import protocol
from kg.server.app import App
from kg.server.problems import HttpProblem
from kg.server.request import Request
from kg.workers import Answer

#: No other site's page may read these answers, nor send these requests.
_HEADERS = {"cache-control": "no-store", "vary": "authorization"}
_BEARER = 'Bearer realm="kg"'
_BASIC = 'Basic realm="kg", charset="UTF-8"'


async def update(app: App, request: Request) -> Answer:
    """``/update``: SPARQL 1.1 Protocol, section 2.2. Atomic, and durable before it is answered."""
    if not app.settings.writable:
        raise HttpProblem(403, "This server is read-only.", cure="`kg serve --writable FOLDER`")
    if request.method != "POST":
        raise HttpProblem(405, "An update is sent by POST.", headers={"allow": "POST"})
    _authorized(app, request)
    body = await request.body(app.limits.update, app.limits.body_seconds)
    asked = protocol.update(
        request.method, request.query_string, request.header(b"content-type"), body
    )
    arguments = {
        "update": asked.text, "using": asked.default, "using_named": asked.named,
        "nesting": app.limits.nesting,
    }  # fmt: skip
    return await _changed(app, arguments)


async def graph(app: App, request: Request, iri: str) -> Answer:
    """PUT, POST and DELETE of a graph (Graph Store HTTP Protocol, sections 5.3 to 5.5)."""
    if not app.settings.writable:
        raise HttpProblem(405, "This server is read-only.", headers={"allow": "GET, HEAD, OPTIONS"})
    _authorized(app, request)
    body = await request.body(app.limits.update, app.limits.body_seconds)
    media = request.header(b"content-type").partition(";")[0].strip().lower() or "text/turtle"
    data = base64.b64encode(body).decode()
    return await _changed(
        app, {"graph": iri, "method": request.method, "media": media, "data": data}
    )


async def _changed(app: App, arguments: Mapping[str, Any]) -> Answer:
    folder = app.settings.source["writable"]
    told = await app.pool.change(
        "update", {**arguments, "folder": folder, "told": dict(app.pool.told)}
    )
    app.texts.changed()
    app.cache.clear()
    if told["created"]:
        return Answer(201, "text/plain; charset=utf-8", b"", _HEADERS)
    return Answer(204, "text/plain", b"", _HEADERS)


def _authorized(app: App, request: Request) -> None:
    """The token, as a bearer token (RFC 6750, section 2.1) or as the password of any user (Basic,
    RFC 7617), which is all that many SPARQL clients can send; and no page of another site.

    What a browser sends by itself (Origin, Sec-Fetch-Site) tells from where it comes. A browser
    keeps a password and sends it with what any page asks of it, a bearer token never; so no browser
    is asked for a password, and none that it sends is taken.
    """
    origin = request.header(b"origin")
    site = request.header(b"sec-fetch-site")
    browser = bool(origin or site)
    if (origin and urlsplit(origin).netloc != urlsplit(app.settings.base).netloc) or site in (
        "cross-site",
        "same-site",
    ):
        raise HttpProblem(403, "Pages of other sites may not change the data.")
    expected = (app.settings.token or "").encode()
    given = _given(request.header(b"authorization"), basic=not browser)
    if not expected or given is None or not hmac.compare_digest(given, expected):
        offered = _BEARER if browser else f"{_BASIC}, {_BEARER}"
        raise HttpProblem(
            401,
            "Changing the data needs the token.",
            cure="Authorization: Bearer …, or Basic with the token as the password.",
            headers={"www-authenticate": offered, **_HEADERS},
        )


def _given(header: str, *, basic: bool) -> bytes | None:
    """The token of an Authorization header; None where there is none that is taken."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip().encode("latin-1")
    if scheme.lower() == "basic" and basic:
        try:
            pair = base64.b64decode(rest.strip().encode("latin-1"), validate=True)
        except ValueError:
            return None
        return pair.partition(b":")[2]
    return None
