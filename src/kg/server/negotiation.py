"""Which media type to answer in: ``Accept`` (RFC 9110, section 12.5.1) and ``format=``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.errors import KgError

#: Short names for ``format=`` and file suffixes, and the media types they mean.
SHORT = {
    "json": "application/sparql-results+json",
    "srj": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "ntriples": "application/n-triples",
    "rdf": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "n3": "text/n3",
    "html": "text/html",
}
#: Media types that stand for another one in an Accept header.
_ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "application/x-turtle": "text/turtle",
    "text/plain": "application/n-triples",
}
_RDF_ALSO = {"application/json": "application/ld+json", "application/xml": "application/rdf+xml"}


class NotAcceptable(KgError):
    """None of the media types that the client takes can be given."""


def choose(
    accept: str, offered: Sequence[str], short: str = "", also: Sequence[tuple[str, str]] = ()
) -> str:
    """The media type of an answer.

    :param accept: the Accept header, all of its lines joined by commas; empty takes anything.
    :param offered: media types that can be given, the preferred one first.
    :param short: the value of ``format=``: a short name or a media type; goes before the header.
    :param also: further names of offered types.
    :raises NotAcceptable: naming what is offered.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/n-triples"])
    'application/n-triples'
    """
    return _chosen(accept[:4096], tuple(offered), short, tuple(also))


@lru_cache(maxsize=1024)
def _chosen(
    accept: str, offered: tuple[str, ...], short: str, also: tuple[tuple[str, str], ...]
) -> str:
    names = dict(also)
    if short:
        wanted = SHORT.get(short.lower(), short.lower().partition(";")[0].strip())
        wanted = names.get(wanted, wanted) if wanted not in offered else wanted
        if wanted not in offered and names.get(short.lower()):
            wanted = names[short.lower()]
        if wanted in offered:
            return wanted
        raise NotAcceptable(f"There is no format {short!r} for this.", cure=_offer(offered))
    if not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best, best_quality = "", 0.0
    for media in offered:
        others = {name for name, real in names.items() if real == media}
        quality = _quality(media, others, ranges)
        if quality > best_quality:
            best, best_quality = media, quality
    if not best:
        raise NotAcceptable("None of the media types asked for can be given.", cure=_offer(offered))
    return best


def _offer(offered: Sequence[str]) -> str:
    return f"Offered: {', '.join(offered)}."


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return media, quality


def _quality(media: str, others: set[str], ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers a type (RFC 9110, section 12.5.1)."""
    kind = media.partition("/")[0]
    found = (-1, 0.0)
    for name, quality in ranges:
        if name == media:
            level = 3
        elif name in others:
            level = 2
        elif name == f"{kind}/*":
            level = 1
        elif name in ("*/*", "*"):
            level = 0
        else:
            continue
        found = max(found, (level, quality))
    return found[1]


def rows(accept: str, short: str = "") -> str:
    """The media type of rows."""
    return choose(accept, ROWS, short, tuple(_ALSO.items()))


def triples(accept: str, short: str = "") -> str:
    """The media type of triples."""
    return choose(accept, TRIPLES, short, tuple({**_ALSO, **_RDF_ALSO}.items()))


def wants_page(accept: str) -> bool:
    """True when a client prefers HTML to data: a browser.

    >>> wants_page("text/html,application/xhtml+xml,*/*;q=0.8"), wants_page("*/*")
    (True, False)
    """
    if "html" not in accept:
        return False
    offered = (*ROWS, *TRIPLES, *QUADS, "application/json", "text/html")
    return choose(accept, offered) == "text/html"


#: Media types of rows, the default first.
ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
#: Media types of triples, the default first.
TRIPLES = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "text/n3",
)
#: Media types of quads.
QUADS = ("application/trig", "application/n-quads", "application/ld+json")
