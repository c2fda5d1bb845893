"""The page of the endpoint: its form, and its answers as people read them."""

from __future__ import annotations

import html5lib
import pytest

from kg import pages
from kg.graph import KnowledgeGraph

BASE = "http://127.0.0.1:7878"
CASES = {
    "no query": ("", 200, "<textarea"),
    "rows": ('SELECT ?l { actor:mek rdfs:label ?l FILTER(LANG(?l) = "en") }', 200, "Mojahedin"),
    "links": ("SELECT ?s { ?s a ae:Source } LIMIT 1", 200, 'href="/page/source/'),
    "yes": ("ASK { actor:mek ?p ?o }", 200, "<p>yes</p>"),
    "no": ("ASK { actor:nobody ?p ?o }", 200, "<p>no</p>"),
    "triples": ("CONSTRUCT WHERE { actor:mek ae:key ?o }", 200, "1 triple<"),
    "text search": ('SELECT ?c { ?c search:inQuote "shot dead" }', 200, "/page/claim/"),
    "syntax": ("SELECT * { ?s", 400, "cannot be parsed"),
    "hostile": ('SELECT ("<script>alert(1)</script>" AS ?x) {}', 200, "&lt;script&gt;"),
    "hostile form": ("</textarea><script>alert(1)</script>", 400, "&lt;/textarea&gt;"),
}


@pytest.mark.parametrize("name", CASES)
def test_page(name: str, seed: KnowledgeGraph) -> None:
    query, status, holds = CASES[name]
    page = pages.find(seed, "/sparql", {"query": query} if query else {}, BASE)
    text = pages.render(page, "text/html", BASE, None).decode()
    assert page.status == status
    assert holds in text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    scripts = [item for item in tree.iter("script") if item.get("type") != "application/ld+json"]
    assert scripts == []


def test_the_answer_as_data(seed: KnowledgeGraph) -> None:
    page = pages.find(seed, "/sparql", {"query": "SELECT ?k { actor:mek ae:key ?k }"}, BASE)
    assert pages.render(page, "text/csv", BASE, None) == b"k\r\nmek\r\n"
    text = pages.render(page, "text/html", BASE, None).decode()
    assert "format=tsv" in text
