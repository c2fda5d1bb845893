"""``kg view`` and ``kg export``: pages, pictures and other formats."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from kg.cli import tables
from kg.cli.group import command
from kg.cli.options import lens_option
from kg.cli.session import session


@command(
    "view",
    examples=[
        ("The interactive network as one file, for a browser", "kg view -o network.html"),
        ("What is disputed", "kg view --lens disputed -o disputed.html"),
        ("Pictures for a paper", "kg view --svg timeline -o timeline.svg"),
    ],
)  # fmt: skip
@click.option(
    "-o", "--out", metavar="FILE", help="Where to write.  [default: network.html, or SVG on stdout]"
)
@click.option("--svg", type=click.Choice(["network", "timeline"]), help="A static picture instead.")
@click.option("--title", metavar="TEXT", help="Title of the page.  [default: the sources' names]")
@click.option(
    "--limit", type=click.IntRange(min=1), default=400, show_default=True,
    help="At most so many entities, the most connected; the page says how many are left out.",
)  # fmt: skip
@lens_option
def view(out: str | None, svg: str | None, title: str | None, limit: int, lens: str | None) -> None:
    """Write the network as one HTML file, or a picture as SVG.

    The page holds everything it needs: it opens without a server and without a network. Every
    relation leads to its claims, each with speaker, stance, mode and the quoted words.
    """
    current = session()
    graph = current.graph(lens)
    if svg is not None:
        from kg.views import svg as pictures

        draw = pictures.network if svg == "network" else pictures.timeline
        tables.emit(draw(graph), out)
        return
    if out == "-":
        raise click.UsageError("A page is written to a file: name one with --out.")
    from kg.views import page

    path = Path(out or "network.html")
    report = page.write(graph, path, title=title, lens=graph.lens, limit=limit)
    current.say(
        f"Wrote {path}, showing {report.shown} of {report.total} entities. Open it in a browser."
    )


def _formats(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg import export as exporting

    return [
        CompletionItem(item.name, help=item.description)
        for item in exporting.FORMATS.values()
        if item.name.startswith(incomplete)
    ]


@command(
    "export",
    examples=[
        ("All formats", "kg export --list"),
        ("For Gephi, with its timeline", "kg export -o graph.gexf"),
        ("Nodes and edges for Neo4j's importer, into a folder", "kg export -f csv -o neo4j"),
        ("Only what two independent speakers affirm", "kg export --lens corroborated -o two.trig"),
    ],
)
@click.option("-f", "--format", "name", metavar="NAME", shell_complete=_formats,
              help="Format; if not given, the file's suffix tells it.")  # fmt: skip
@click.option("-o", "--out", metavar="FILE", help="File, or folder for csv; - is stdout.")
@click.option("--list", "listing", is_flag=True, help="List the formats and what each loses.")
@click.option("--direct", is_flag=True,
              help="In RDF without graphs, also the direct triples: no speakers.")  # fmt: skip
@click.option("--no-interpretations", is_flag=True,
              help="In networks, without what is explained or judged.")  # fmt: skip
@click.option("--reference", is_flag=True, help="In networks, with the editors' own statements.")
@lens_option
def export(
    name: str | None,
    out: str | None,
    listing: bool,
    direct: bool,
    no_interpretations: bool,
    reference: bool,
    lens: str | None,
) -> None:
    """Write the dataset in another format.

    RDF for triple stores, networks for Gephi and others, tables for Neo4j and spreadsheets. No
    format turns what somebody says into a fact; `--list` says what each loses.
    """
    from kg import export as exporting

    if listing:
        rows = [
            (item.name, item.suffix or "(folder)", item.description, item.loses or "nothing")
            for item in exporting.FORMATS.values()
        ]
        style = "table" if sys.stdout.isatty() else "csv"
        table = tables.Table(("format", "suffix", "description", "loses"), rows)
        tables.write(table, style, summary=False)
        return
    if out is None:
        raise click.UsageError("Name the file with --out (- is stdout), or ask for --list.")
    if name is None:
        found = exporting.by_file_name(out)
        if found is None:
            raise click.UsageError(
                f"The name {out!r} tells no format; add --format: {', '.join(exporting.FORMATS)}."
            )
        name = found.name
    exporting.get(name)
    current = session()
    graph = current.graph(lens)
    if out == "-":
        options = exporting.Options(
            direct=direct, interpretations=not no_interpretations, reference=reference
        )
        exporting.write_to(graph, name, sys.stdout.buffer, options)
        return
    report = exporting.write(
        graph, name, out,
        direct=direct, interpretations=not no_interpretations, reference=reference,
    )  # fmt: skip
    counts = ", ".join(f"{count:,} {what}" for what, count in report.counts.items())
    current.say(f"Wrote {' and '.join(map(str, report.files))}: {counts}.")
    if report.replaced:
        current.say(f"{report.replaced} characters that the format does not know became U+FFFD.")
    if report.format.loses:
        current.say(f"Not in it: {report.format.loses}.")


COMMANDS = {"view": view, "export": export}
