"""``kg stats``: what is in the dataset, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli import tables
from kg.cli.group import command
from kg.cli.options import lens_option, results_options
from kg.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph import KnowledgeGraph

#: Groups of counts: title, and a query for label and count; GRAPH keeps the copies of the default
#: graph from counting.
_GROUPS: tuple[tuple[str, str], ...] = (
    (
        "sources",
        """SELECT ?name (COUNT(DISTINCT ?source) AS ?count) { ?source a ?kind
           VALUES (?kind ?name) { (ae:QuotedSource "quoted, with their text")
                                  (ae:CitedSource "cited") } }
           GROUP BY ?name ORDER BY ?name""",
    ),
    (
        "entities",
        """SELECT ?name (COUNT(DISTINCT ?entity) AS ?count) {
             ?entity a ?kind ; ae:key ?key
             VALUES (?kind ?name) { (ae:Actor "actors") (ae:Event "events") (ae:Series "series")
                                    (ae:Place "places")
                                    (ae:Prospect "prospects (predicted, demanded, intended)") } }
           GROUP BY ?name ORDER BY ?name""",
    ),
    (
        "claims by mode",
        """SELECT ?name (COUNT(DISTINCT ?claim) AS ?count) {
             ?claim a ae:Claim ; ae:mode ?mode . ?mode rdfs:label ?name FILTER(LANG(?name) = "en")
           } GROUP BY ?name ORDER BY DESC(?count) ?name""",
    ),
    (
        "claims by stance",
        """SELECT ?name (COUNT(DISTINCT ?claim) AS ?count) {
             ?claim a ae:Claim ; ae:stance ?stance . ?stance rdfs:label ?name
             FILTER(LANG(?name) = "en")
           } GROUP BY ?name ORDER BY DESC(?count) ?name""",
    ),
    (
        "speakers with the most claims",
        """SELECT ?name (COUNT(DISTINCT ?claim) AS ?count) {
             ?claim a ae:Claim ; ae:speaker ?speaker . ?speaker rdfs:label ?name
             FILTER(LANG(?name) = "en")
           } GROUP BY ?speaker ?name ORDER BY DESC(?count) ?name LIMIT 8""",
    ),
    (
        "evidence",
        """SELECT ?name (COUNT(DISTINCT ?item) AS ?count) {
             { ?item a ae:Segment BIND("sentences, headings, captions" AS ?name) }
             UNION { ?item a ae:Segment ; ae:skipped ?why
                     BIND("of these, skipped with a reason" AS ?name) }
             UNION { ?item a ae:Evidence BIND("quoted passages" AS ?name) }
           } GROUP BY ?name ORDER BY DESC(?count) ?name""",
    ),
)
#: Graphs of direct triples: name and what they hold.
_DIRECT = {
    "edges": "what at least one speaker affirms as a report",
    "interpretations": "what is affirmed as an explanation or a judgement",
    "inferred": "what rules derive, with its derivation",
}
_PROPOSITIONS = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?claim a ae:Claim ; ae:proposition ?p }"
_SPEAKERS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?claim a ae:Claim ; ae:speaker ?s }"
_CLAIMS = "SELECT (COUNT(DISTINCT ?claim) AS ?n) { ?claim a ae:Claim }"
_REPORTING = """SELECT (COUNT(DISTINCT ?claim) AS ?n) {
  ?claim a ae:Claim ; ae:proposition ?said . ?said rdf:object ?inner . ?inner a ae:Proposition
  FILTER NOT EXISTS { ?claim ae:proposition ?other . ?other rdf:object ?object
                      FILTER NOT EXISTS { ?object a ae:Proposition } } }"""
_GRAPH = """SELECT (COUNT(*) AS ?n) { GRAPH graph:%s { ?s ?p ?o } }"""


@command(
    "stats",
    examples=[
        ("All of it", "kg stats"),
        ("What one speaker contributes", "kg stats --lens according-to:hamid_enayat"),
    ],
)
@lens_option
@results_options(tables.FORMATS)
def stats(lens: str | None, results: str | None, out: str | None) -> None:
    """Count what is in the dataset."""
    style = tables.choose(results, out, tables.FORMATS)
    graph = session().graph(lens)
    rows = list(counts(graph))
    count = len(graph.sources)
    title = "; ".join(name.text for name in graph.sources) if count <= 3 else f"{count} sources"
    if lens:
        title += f", under the lens {lens}"
    if style == "table":
        shown: list[Sequence[tables.Value]] = []
        last = ""
        for group, name, count in rows:  # the group's name once
            shown.append((group if group != last else "", name, count))
            last = group
        table = tables.Table(("", "", "count"), shown, title)
        tables.write(table, style, out, summary=False)
    else:
        tables.write(tables.Table(("group", "name", "count"), rows), style, out)


def counts(graph: KnowledgeGraph) -> list[tuple[str, str, int]]:
    """Counts as rows of group, name and number."""
    from kg import sparql

    rows: list[tuple[str, str, int]] = []

    def ask(query: str) -> list[tuple[str, int]]:
        found = graph.select(sparql.prologue() + query).rows
        return [(str(row[0]), int(str(row[-1]))) for row in found]

    def number(query: str) -> int:
        return int(str(graph.select(sparql.prologue() + query).rows[0][0]))

    for at, (title, query) in enumerate(_GROUPS):
        rows += [(title, name, count) for name, count in ask(query)]
        if at == 1:
            rows += [
                ("claims", "claims", number(_CLAIMS)),
                ("claims", "of these, only that another says something", number(_REPORTING)),
                ("claims", "distinct propositions in them", number(_PROPOSITIONS)),
                ("claims", "speakers", number(_SPEAKERS)),
            ]
    rows += [("graphs", f"{name}: {what}", number(_GRAPH % name)) for name, what in _DIRECT.items()]
    rows.append(("graphs", "all quads", len(graph)))
    return rows


COMMANDS = {"stats": stats}
