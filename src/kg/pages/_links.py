"""Which page shows which resource.

>>> page_path("https://w3id.org/actors-events/id/actor/mek")
'/page/actor/mek'
>>> page_path("https://w3id.org/actors-events/ontology#organizer")
'/ontology#organizer'
>>> page_path("https://example.org/") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from kg import iris

#: Path of the pages of resources.
PAGE = "/page/"

# RFC 3986, section 3.3: what a path may hold beside letters and digits, and the percent sign of
# what is encoded already. A question mark is encoded, or it would begin a query.
_PATH = "/%:@!$&'()*+,;=~-._"
# How the last part of an IRI of ours may have been encoded: as dates are, as it stands, as keys.
_DELIMITERS = _PATH.replace("%", "").replace("/", "")
_SAFE = ("", "/", "'", "/'", _DELIMITERS, "/" + _DELIMITERS)


def page_path(iri: str) -> str | None:
    """Path of the page that shows a resource, with its fragment; None for what is not ours."""
    if iri.startswith(iris.ID):
        path, hash_sign, fragment = iri[len(iris.ID) :].partition("#")
        return f"{PAGE}{quote(path, safe=_PATH)}{hash_sign}{quote(fragment, safe=_PATH)}"
    if iri.startswith(iris.RULES):
        return f"/ontology#rule-{quote(iri[len(iris.RULES) :], safe=_PATH)}"
    if iri == iris.ONTOLOGY:
        return "/ontology"
    if iri.startswith(iris.AE):
        return f"/ontology#{quote(iri[len(iris.AE) :], safe=_PATH)}"
    return None


def candidates(path: str) -> Iterator[str]:
    """IRIs that a page's path may stand for, whether or not the path was percent-decoded.

    >>> next(candidates("/page/date/1989%2Fopen"))
    'https://w3id.org/actors-events/id/date/1989%2Fopen'
    >>> "https://w3id.org/actors-events/id/date/1989%2Fopen" in candidates("/page/date/1989/open")
    True
    """
    if _SURROGATE.search(path):  # no IRI holds what UTF-8 cannot
        return
    kind, slash, rest = path.removeprefix(PAGE).partition("/")
    seen: set[str] = set()
    for text in (rest, *(quote(rest, safe=safe) for safe in _SAFE)):
        iri = f"{iris.ID}{kind}{slash}{text}"
        if iri not in seen and not _FORBIDDEN.search(iri):
            seen.add(iri)
            yield iri


_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")  # SPARQL 1.1, rule IRIREF


def web_address(iri: str) -> str | None:
    """The IRI when it is a plain web address that a page may link to.

    An address with a user name is none: it makes a link look as if it led elsewhere.

    >>> web_address("javascript:alert(1)") is web_address("https://user@example.org/") is None
    True
    """
    try:
        parts = urlsplit(iri)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in iri:
        return None
    return iri
