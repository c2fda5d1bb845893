"""``kg show``: the card of an entity or source."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg import iris
from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import entity_argument, lens_option, results_options
from kg.cli.screen import plural, visible
from kg.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from kg.claims import Claim
    from kg.graph import Entity, KnowledgeGraph

#: Stands above the claims of a card.
REMARK = "These are the speakers' words. That something is listed here does not make it so."


@command(
    "show",
    examples=[
        ("An actor, by any of its names", "kg show MEK"),
        (
            "An event, as one speaker tells it",
            "kg show protests_nov_2019 --lens according-to:hamid_enayat",
        ),
        ("A source", "kg show cdn-2020-iranian-resistance"),
    ],
)
@entity_argument("entity")
@lens_option
@results_options(("text", "json"))
def show(entity: str, lens: str | None, results: str | None, out: str | None) -> None:
    """Show an entity or source: who says what about it, in which words.

    ENTITY is a key, IRI, label or alias. The card gives the editors' description, and then all
    claims that name the entity, by speaker, with their quotes; for an actor also what it says
    itself. A source's card gives everything in it.
    """
    style = tables.choose(results, out, ("text", "json"))
    graph = session().graph(lens)
    iri = graph.lookup.iri(entity)
    if iri.startswith(iris.PREFIXES["source"]):
        card: dict[str, Any] = _source(graph, iri)
        parts = [("What it says, and whom it reports", graph.claims(source=iri))]
    else:
        found = graph.entity(iri)
        card = _entity(found, _point(graph, iri) if found.kind == "place" else "")
        parts = [("What is said about it", graph.claims(about=iri))]
        if found.kind == "actor":
            parts.append(("What it is reported to say", graph.claims(speaker=iri)))
    if style == "json":
        card["lens"] = lens
        for name, claims in zip(("claims", "says"), (claims for _, claims in parts), strict=False):
            card[name] = [records.record(claim) for claim in claims]
        tables.emit(tables.dump(card), out)
        return
    _print(card, parts, lens, out)


_POINT = "SELECT ?point { VALUES ?s { UNDEF } ?s geo:hasGeometry/geo:asWKT ?point }"


def _point(graph: KnowledgeGraph, iri: str) -> str:
    """Coordinates of a place in Well-Known Text (longitude first); empty if it has none."""
    from rdflib.term import URIRef

    from kg import sparql

    return "; ".join(
        str(row[0]) for row in graph.select(sparql.bind(_POINT, {"s": URIRef(iri)})).rows
    )


def _entity(found: Entity, point: str) -> dict[str, Any]:
    return {
        "iri": found.iri,
        "kind": found.kind,
        "key": found.key,
        "label": found.label,
        "type": found.type,
        "definition": found.definition,
        "labels": dict(found.labels),
        "aliases": list(found.aliases),
        "matches": [{"match": match, "iri": iri} for match, iri in found.matches],
        "facts": [
            {
                "predicate": predicate,
                "object": point if predicate == "hasGeometry" else obj,
                "date": date,
                "citation": citation,
            }
            for predicate, obj, date, citation in found.facts
        ],
    }


_SOURCE = """SELECT ?p ?o { VALUES ?s { UNDEF } ?s ?p ?o
    FILTER(?p IN (schema:name, dcterms:title, dcterms:creator, dcterms:publisher, ae:published,
                  ae:publishedInferred, ae:reasoning, dcterms:bibliographicCitation,
                  dcterms:rights, schema:url, dcterms:language)) } ORDER BY ?p ?o"""


def _source(graph: KnowledgeGraph, iri: str) -> dict[str, Any]:
    from rdflib.term import URIRef

    from kg import sparql

    details: dict[str, list[str]] = {}
    for predicate, value in graph.select(sparql.bind(_SOURCE, {"s": URIRef(iri)})).rows:
        name = str(predicate).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        text = graph.lookup.label(str(value)) if isinstance(value, URIRef) else str(value)
        if name == "publishedInferred" and text == "false":
            continue
        if text not in details.setdefault(name, []):
            details[name].append(text)
    found = iris.split_id(iri)
    return {
        "iri": iri,
        "kind": "source",
        "key": found[1] if found else iri,
        "label": graph.lookup.label(iri),
        "details": details,
    }


def _print(
    card: dict[str, Any],
    parts: Sequence[tuple[str, list[Claim]]],
    lens: str | None,
    out: str | None,
) -> None:
    import io

    from kg.cli.screen import console

    if out is None or out == "-":
        _draw(session().console(), card, parts, lens)
        return
    buffer = io.StringIO()
    _draw(console(buffer), card, parts, lens)
    tables.emit(buffer.getvalue(), out)


_NAMES = {
    "creator": "author",
    "published": "published",
    "publishedInferred": "the date is inferred",
    "reasoning": "why this date",
    "bibliographicCitation": "cite as",
    "rights": "rights",
}


def _draw(
    screen: Console,
    card: dict[str, Any],
    parts: Sequence[tuple[str, list[Claim]]],
    lens: str | None,
) -> None:
    from rich.text import Text

    def line(text: str, style: str = "") -> None:
        screen.print(Text(visible(text), style=style))

    line(card["label"], "bold")
    names = [text for lang, text in card.get("labels", {}).items() if lang != "en"]
    kinds = " · ".join(
        item for item in (card["kind"], card.get("type", "").lower(), card["key"]) if item
    )
    line(kinds, "dim")
    if names or card.get("aliases"):
        line("also: " + "; ".join([*names, *card.get("aliases", [])]))
    if card.get("definition"):
        line(f"editors' description: {card['definition']}")
    for name, values in card.get("details", {}).items():
        line(f"{_NAMES.get(name, name)}: {'; '.join(values)}")
    known = {item["match"] for item in card.get("matches", [])}
    facts = card.get("facts", [])
    for item in card.get("matches", []):
        last = item["iri"].rstrip("/").rsplit("/", 1)[-1]
        why = [
            f["citation"] for f in facts if (f["predicate"], f["object"]) == (item["match"], last)
        ]
        line("; ".join([f"{item['match']}: {item['iri']}", *why]), "dim")
    facts = [fact for fact in facts if fact["predicate"] not in known]
    if facts:
        line("")
        line("What the editors add", "bold")
        for fact in facts:
            when = f" ({fact['date']})" if fact["date"] else ""
            text = f"{fact['predicate']} {fact['object']}{when}; {fact['citation']}"
            records.indented(screen, Text(visible(text)), 2)
    for title, claims in parts:
        _draw_claims(screen, title, claims, lens)


def _draw_claims(screen: Console, title: str, claims: list[Claim], lens: str | None) -> None:
    from rich.text import Text

    claims = [claim for claim in claims if not records.is_reporting(claim)]
    if not claims and title != "What is said about it":
        return
    speakers = {claim.speaker for claim in claims}
    under = f", under the lens {lens}" if lens else ""
    count = plural(len(claims), "claim")
    if len(speakers) > 1:
        count += f" by {len(speakers)} speakers"
    screen.print()
    screen.print(Text(visible(f"{title}: {count}{under}"), style="bold"))
    if claims:
        screen.print(Text(REMARK, style="dim"))
    ordered = sorted(claims, key=lambda claim: (claim.speaker_label, claim.speaker))
    for (label, _), group in groupby(ordered, key=lambda c: (c.speaker_label, c.speaker)):
        screen.print()
        screen.print(Text(visible(label), style="bold cyan"))
        for claim in group:
            records.print_claim(screen, claim, speaker=False)


COMMANDS = {"show": show}
