"""The SPARQL 1.1 Protocol (W3C Recommendation, 2013): requests to queries and updates, no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from kg.server.problems import HttpProblem

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """What a request asks.

    :param text: the query or update; empty when there is none (a description is wanted).
    :param default: IRIs given as ``default-graph-uri`` (or ``using-graph-uri``).
    :param named: IRIs given as ``named-graph-uri`` (or ``using-named-graph-uri``).
    :param format: the value of ``format=``.
    :param lens: the value of ``lens=``.
    """

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""
    lens: str = ""


def parameters(data: bytes) -> list[tuple[str, str]]:
    """Names and values of ``application/x-www-form-urlencoded`` bytes.

    :raises HttpProblem: 400, for bytes that are not UTF-8.
    """
    found = []
    for part in data.split(b"&") if data else ():
        name, _, value = part.partition(b"=")
        try:
            found.append(
                (
                    unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8"),
                    unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8"),
                )
            )
        except UnicodeDecodeError:
            raise HttpProblem(400, "The parameters are not UTF-8.") from None
    return found


def query(method: str, query_string: bytes, content_type: str, body: bytes) -> Asked:
    """The query of a request (section 2.1).

    :param content_type: the header's value; empty when there is none.
    :raises HttpProblem: 400 or 415.
    """
    given = parameters(query_string)
    if method == "POST":
        media, charset = _media(content_type)
        if media == FORM:
            _no_text(given, ("query", "update"))
            given += parameters(body)
        elif media == QUERY:
            _no_text(given, ("query", "update"))
            given.append(("query", _decoded(body, charset)))
        else:
            raise HttpProblem(
                415, f"A query is not sent as {media or 'nothing'}.", cure=f"Use {FORM} or {QUERY}."
            )
    return _asked(given, "query", ("default-graph-uri", "named-graph-uri"), "update")


def update(method: str, query_string: bytes, content_type: str, body: bytes) -> Asked:
    """The update of a request (section 2.2); only by POST.

    :raises HttpProblem: 400, 405 or 415.
    """
    if method != "POST":
        raise HttpProblem(405, "An update is sent by POST.", headers={"allow": "POST, OPTIONS"})
    given = parameters(query_string)
    _no_text(given, ("query", "update"))
    media, charset = _media(content_type)
    if media == FORM:
        given += parameters(body)
    elif media == UPDATE:
        given.append(("update", _decoded(body, charset)))
    else:
        raise HttpProblem(
            415, f"An update is not sent as {media or 'nothing'}.", cure=f"Use {UPDATE} or {FORM}."
        )
    asked = _asked(given, "update", ("using-graph-uri", "using-named-graph-uri"), "query")
    if not asked.text:
        raise HttpProblem(400, "There is no update in the request.")
    return asked


def _asked(given: list[tuple[str, str]], kind: str, graphs: tuple[str, str], other: str) -> Asked:
    text: str | None = None
    single = {"format": "", "lens": ""}
    default: list[str] = []
    named: list[str] = []
    for name, value in given:
        if name == kind:
            if text is not None:
                count = sum(1 for one, _ in given if one == kind)
                raise HttpProblem(400, f"There are {count} `{kind}` parameters.", cure="Send one.")
            text = value
        elif name == other:
            raise HttpProblem(400, f"`{other}` is not taken here.")
        elif name in single:
            if single[name] and value != single[name]:
                raise HttpProblem(400, f"There are several values of `{name}`.", cure="Send one.")
            single[name] = value
        elif name in graphs and value:
            if not _absolute(value):
                raise HttpProblem(400, f"{value!r} is not an absolute IRI.")
            (default if name == graphs[0] else named).append(value)
    if text is not None and not text.strip():
        raise HttpProblem(400, f"The {kind} is empty.")
    return Asked(text or "", tuple(default), tuple(named), single["format"], single["lens"])


def _absolute(iri: str) -> bool:
    return _IRI.fullmatch(iri) is not None


def _no_text(given: list[tuple[str, str]], names: tuple[str, ...]) -> None:
    """Section 2.1.2: with POST, the query is in the body alone."""
    for name, _ in given:
        if name in names:
            raise HttpProblem(
                400, f"`{name}` stands in the address of a POST; it belongs in the body."
            )


def _media(content_type: str) -> tuple[str, str]:
    media, *parts = (part.strip() for part in content_type.split(";"))
    charset = "utf-8"
    for part in parts:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media.lower(), charset


def _decoded(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpProblem(415, f"The charset {charset!r} is not taken.", cure="Use UTF-8.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpProblem(400, f"Byte {error.start} of the body is not UTF-8.") from None
