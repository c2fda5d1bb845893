"""``kg search``: names and quotes by text."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from kg import iris
from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import lens_option, results_options
from kg.cli.screen import console, visible
from kg.cli.session import session

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kg.search import Hit, Index

FORMATS = ("text", "csv", "tsv", "json", "md", "table")

COLUMNS = (
    "kind", "key", "iri", "label", "field", "text", "start", "end", "attribution", "claimed",
    "stance", "mode", "source",
)  # fmt: skip

_KINDS = (
    "entity", *iris.ENTITY_KINDS, "source", "date", "concept", "term", "resource", "claim"
)  # fmt: skip


@command(
    "search",
    examples=[
        ("Everything that is called so, or told in these words", "kg search mek"),
        ("In any script and spelling", "kg search 'قتلهای زنجیره'"),
        ("Only what speakers say, for a program", "kg search protest --kind claim --results json"),
        ("Only what one speaker says", "kg search regime --lens according-to:hamid_enayat"),
    ],
)
@click.argument("text")
@click.option(
    "--kind", "kinds", type=click.Choice(_KINDS), multiple=True,
    help="Only hits of this kind; entity is any of actor, event, series, place, prospect."
    " Repeatable.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True,
    help="At most so many hits.",
)  # fmt: skip
@lens_option
@results_options(FORMATS)
def search(
    text: str, kinds: tuple[str, ...], limit: int, lens: str | None, results: str | None,
    out: str | None,
) -> None:  # fmt: skip
    """Search names and quotes: entities, sources, and claims by the words they rest on.

    TEXT is compared without regard to case, accents, and the forms that one letter has in Arabic
    and Persian; several words need not stand side by side. Names come first, whole ones before
    parts, then quotes in the order of their sources. A quote is what a speaker says, no fact: each
    names its speaker, stance and mode. One or two characters find beginnings of words in names.

    In SPARQL: ?claim search:inQuote "text" (kg query).
    """
    style = tables.choose(results, out, FORMATS)
    hits = _index(lens).find(text, limit + 1, kinds)
    more, hits = len(hits) > limit, hits[:limit]
    if style == "json":
        tables.emit(tables.dump([hit.record() for hit in hits]), out)
    elif style == "text":
        stream = sys.stdout if out is None or out == "-" else io.StringIO()
        screen = console(stream, no_color=session().no_color)
        for hit in hits:
            _print(screen, hit)
        if isinstance(stream, io.StringIO):
            tables.emit(stream.getvalue(), out)
    else:
        tables.write(tables.Table(COLUMNS, [_row(hit) for hit in hits]), style, out, summary=False)
    count = f"The first {len(hits)} hits" if more else f"{len(hits)} hit{'s' * (len(hits) != 1)}"
    session().say(f"{count}.")


def _index(lens: str | None) -> Index:
    """The index of the chosen data, without loading the data where it is kept ready."""
    from kg.errors import KgError
    from kg.search import Index

    here = session()
    if lens is None and (here.endpoint is None or here.given == {"data"}):
        try:
            dataset = here.folder() / "triples" / "dataset.nq"
        except KgError:  # an RDF file; or no folder, of which opening it tells
            dataset = None
        if dataset is not None and (kept := Index.kept(dataset)):
            return kept
    return here.graph(lens).search_index


def _row(hit: Hit) -> tuple[tables.Value, ...]:
    said = hit.said
    return (
        hit.kind, hit.key, hit.iri, hit.label, hit.field, hit.text, hit.start, hit.end,
        said.attribution if said else None, "; ".join(said.claimed) if said else None,
        said.stance if said else None, said.mode if said else None,
        said.source_label if said else None,
    )  # fmt: skip


def _print(screen: Console, hit: Hit) -> None:
    from rich.text import Text

    if hit.said is None:
        line = Text(visible(hit.label), style="bold cyan")
        line.append(f"  {hit.kind} · {visible(hit.key)}", style="dim")
        records.indented(screen, line, 2)
        if hit.field != "key" and hit.text != hit.label:
            name = {"alias": "also: ", "definition": "editors' description: "}.get(hit.field, "")
            records.indented(screen, Text(name) + _marked(hit, ""), 6)
        return
    said = hit.said
    line = Text(f"{visible(said.attribution)}: ", style=_STYLES.get(said.stance, "cyan"))
    line.append(visible("; ".join(said.claimed)), style="default")
    records.indented(screen, line, 2)
    records.indented(screen, Text("“") + _marked(hit, "italic green") + Text("”"), 6)
    records.indented(screen, Text(visible(f"{said.source_label} · {hit.key}"), style="dim"), 6)


_STYLES = {"Denies": "red", "DeniesWithDoubt": "red"}


def _marked(hit: Hit, style: str) -> Text:
    """The text with its match in bold."""
    from rich.text import Text

    parts = hit.text[: hit.start], hit.text[hit.start : hit.end], hit.text[hit.end :]
    line = Text(visible(parts[0]), style=style)
    line.append(visible(parts[1]), style=f"{style} bold underline".strip())
    line.append(visible(parts[2]))
    return line


COMMANDS = {"search": search}
