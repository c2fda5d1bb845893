"""``kg show``: the card of an entity or source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import cards, iris
from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import entity_argument, lens_option, results_options
from kg.cli.screen import plural, visible
from kg.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from kg.claims import Claim


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
        card: dict[str, Any] = cards.source(graph, iri)
        parts = [("What it says, and whom it reports", graph.claims(source=iri))]
    else:
        found = graph.entity(iri)
        card = cards.entity(found, cards.point(graph, iri) if found.kind == "place" else "")
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
        screen.print(Text(cards.REMARK, style="dim"))
    for _, label, group in cards.by_speaker(claims):
        screen.print()
        screen.print(Text(visible(label), style="bold cyan"))
        for claim in group:
            records.print_claim(screen, claim, speaker=False)


COMMANDS = {"show": show}
