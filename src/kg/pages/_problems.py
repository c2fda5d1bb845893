"""The page that a browser gets in place of what it asked for: what is wrong, and a way on.

It needs no graph, so a server can give it when no worker is there to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from kg.pages._page import Page
from kg.pages._rendering import render

#: What a status means to people; others have the phrase of RFC 9110.
_TITLES = {
    400: "This cannot be answered as it was asked",
    401: "This needs a login",
    403: "This is not allowed",
    404: "There is no such page",
    405: "This address does not take such a request",
    406: "This page has no such format",
    413: "This asks for too much",
    429: "Too many requests at once",
    500: "The server made a mistake",
    503: "The server is busy",
    504: "This took too long",
}
#: Most characters of a text that a request has brought.
_MOST = 2_000


def problem(found: Mapping[str, Any], path: str, base: str, later: str = "") -> bytes:
    """A page of HTML for a problem.

    :param found: members of its problem document (RFC 9457): ``status``, ``title``, ``detail``, and
        where they are there ``cure``, ``suggestions`` and ``hints``.
    :param path: what was asked for.
    :param base: address of the server.
    :param later: seconds after which to ask again, where that may help.
    """
    status = int(found["status"])
    texts = [str(item)[:_MOST] for item in found.get("suggestions") or ()]
    near = [item for item in texts if item.startswith("/") and not item.startswith("//")]
    hints = [str(item)[:_MOST] for item in found.get("hints") or ()]
    words = unquote(path, errors="replace").rstrip("/").rpartition("/")[2].replace("_", " ")
    data: dict[str, Any] = {
        "path": path,
        "parameters": {},
        "lens": None,
        "explorer": True,
        "status": status,
        "detail": str(found["detail"])[:_MOST],
        "cure": str(found.get("cure") or "")[:_MOST],
        "near": near,
        "remarks": [item for item in texts if item not in near] + hints,
        "later": int(later) if later.isdecimal() else 0,
        "search": words[:100] if status == 404 else "",
    }
    title = _TITLES.get(status, str(found["title"]))
    page = Page(title, "problem", data, None, None, status)
    return render(page, "text/html", base, None)
