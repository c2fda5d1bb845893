"""What is on the screen as a file: exactly its claims, in the formats of :mod:`kg.export`."""

from __future__ import annotations

import io
from collections.abc import Sequence

from kg import export, iris
from kg.errors import UsageError
from kg.explorer import choice, reading
from kg.explorer.choice import Choice
from kg.graph import KnowledgeGraph
from kg.views import page, payload

#: Formats that are offered, with their media types and suffixes.
FORMATS: dict[str, tuple[str, str]] = {
    "gexf": ("application/gexf+xml", ".gexf"),
    "graphml": ("application/graphml+xml", ".graphml"),
    "ttl": ("text/turtle; charset=utf-8", ".ttl"),
    "html": ("text/html; charset=utf-8", ".html"),
}
#: Claims of one file.
MOST = 20_000


def write(
    graph: KnowledgeGraph, name: str, chosen: Choice, claims: Sequence[str], title: str = ""
) -> bytes:
    """The bytes of a file.

    :param name: a key of :data:`FORMATS`.
    :param claims: prefixed names or IRIs of the claims that are shown.
    :param title: heading of the page, for ``html``.
    :raises UsageError: for an unknown format, no claims or too many of them, or one that the lens
        does not show.
    """
    if name not in FORMATS:
        raise UsageError(f"{name!r} is no format.", cure=f"One of {', '.join(FORMATS)}.")
    if not 0 < len(claims) <= MOST:
        raise UsageError(f"A file holds 1 to {MOST} claims, not {len(claims)}.")
    index = reading.of(graph)
    under = choice.under(graph, chosen.lens)
    picked: dict[str, set[str]] = {}
    for text in claims:
        iri = iris.expand(text) or text
        at = index.claim_at.get(iri, -1)
        if at not in under:
            raise UsageError(f"This lens shows no claim {text!r}.")
        picked[iri] = {index.propositions[number].iri for number in under[at]}
    part = graph.only(picked)
    if name == "html":
        return page.render(payload.build(part, title=title or None, limit=500)).encode("utf-8")
    out = io.BytesIO()
    export.write_to(part, name, out, export.Options(reached=True))
    return out.getvalue()
