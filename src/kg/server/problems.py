"""Errors as HTTP answers: RFC 9457 problem details, or a page for a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kg.errors import KgError, LimitExceeded
from kg.workers import Answer, OperationFailed

#: Seconds after which a client that was turned away may come again.
RETRY_AFTER = 2

#: Statuses of limits, by the name of the limit.
_LIMITS = {
    "seconds": 504,
    "memory": 503,
    "answer": 413,
    "request": 413,
    "update": 413,
    "nesting": 413,
    "queue": 503,
    "wait": 503,
    "client_queue": 429,
    "lens_seconds": 504,
}
#: Statuses of errors by the name of their class; any other error of ours is the client's: 400.
_ERRORS = {
    "UnknownEntity": 404,
    "UnknownQuery": 404,
    "UnknownGraph": 404,
    "NotFound": 404,
    "NotAcceptable": 406,
    "StoreError": 503,
    "TextsPending": 503,
    "Internal": 500,
}


class HttpProblem(KgError):
    """A request that is refused.

    :param status: HTTP status.
    :param headers: further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        cure: str = "",
        headers: Mapping[str, str] | None = None,
        close: bool = False,
    ) -> None:
        super().__init__(message, cure=cure)
        self.status = status
        self.headers = dict(headers or {})
        self.close = close
        if close:
            self.headers["connection"] = "close"


def problem(error: KgError) -> dict[str, Any]:
    """The members of a problem document (RFC 9457, section 3.1) for an error."""
    extra: dict[str, Any] = {}
    if isinstance(error, HttpProblem):
        status = error.status
    elif isinstance(error, LimitExceeded):
        status = _LIMITS[error.limit]
        extra["limit"] = error.limit
    elif isinstance(error, OperationFailed):
        status = _ERRORS.get(error.kind, 400)
        extra = {key: value for key, value in error.details.items() if value}
    else:
        status = _ERRORS.get(type(error).__name__, 400)
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    message = error.message if status != 500 else "The server made a mistake; it has been logged."
    found["detail"] = message
    if error.cure:
        found["cure"] = error.cure
    return {**found, **extra}


def answer(error: KgError, accept: str, path: str, base: str) -> Answer:
    """The answer for an error.

    :param accept: the request's Accept header; a browser gets a page.
    :param path: what was asked for; ``base`` the address of the server: for the page.
    """
    found = problem(error)
    headers = {"cache-control": "no-store"}
    if isinstance(error, HttpProblem):
        headers.update(error.headers)
    if found["status"] in (429, 503):
        headers["retry-after"] = str(RETRY_AFTER)
    if accept.lstrip().startswith("text/html"):
        from kg import pages

        shown = pages.problem(found, path, base, headers.get("retry-after", ""))
        return Answer(found["status"], "text/html; charset=utf-8", shown, headers)
    body = json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return Answer(found["status"], "application/problem+json", body, headers)
