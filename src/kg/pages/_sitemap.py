"""The sitemap: all pages that somebody might look for (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from kg import iris, queries, sparql
from kg.graph import KnowledgeGraph
from kg.pages._asking import kind_of
from kg.pages._links import page_path
from kg.pages._lists import LISTS

#: The protocol allows so many addresses in one file.
MOST = 50_000

_CLAIMS = "SELECT ?claim { ?claim a ae:Claim } ORDER BY ?claim LIMIT 50000"


def sitemap(g: KnowledgeGraph, base: str) -> bytes:
    """The sitemap of the pages: lists, queries, sources and entities, then claims."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    lines = [head + '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for number, path in enumerate(_paths(g)):
        if number == MOST:
            break
        lines.append(f"<url><loc>{escape(base.rstrip('/') + path)}</loc></url>")
    return ("\n".join([*lines, "</urlset>"]) + "\n").encode()


def _paths(g: KnowledgeGraph) -> Iterator[str]:
    yield "/"
    yield from sorted(LISTS)
    yield from ("/ontology", "/about", "/queries")
    yield from (f"/queries/{name}" for name in queries.catalogue())
    named = dict.fromkeys(name.iri for name in g.lookup.names)
    kinds = (*iris.ENTITY_KINDS, "source")
    found = [iri for iri in named if kind_of(iri) in kinds]
    found += [str(row[0]) for row in g.select(sparql.prologue() + _CLAIMS).rows]
    yield from (path for iri in found if (path := page_path(iri)))
