"""``kg build``, ``kg check``, ``kg coverage``: commands on what people wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import results_options
from kg.cli.screen import plural
from kg.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.errors import Problem
    from kg.validation import Ledger, LedgerLine

#: Exit code of `kg check` and `kg coverage` when they found something; that of kg.errors.DataError.
FOUND = 3


@command(
    "build",
    examples=[
        ("Build ./data into ./data/triples", "kg build"),
        ("Build another data folder into a folder of its own", "kg build --data DIR --out triples"),
    ],
)
@click.option("-o", "--out", metavar="DIR", help="Where to write.  [default: DATA/triples]")
@click.option("--no-cache", is_flag=True, help="Encode every source anew.")
@click.option("--no-shapes", is_flag=True, help="Do not validate with SHACL, the slowest step.")
def build(out: str | None, no_cache: bool, no_shapes: bool) -> None:
    """Build the dataset from a data folder.

    Reads the entities and sources, checks them, encodes them as RDF, runs the rules and writes
    `dataset.nq`, one Turtle file for each graph, and `void.ttl`. Only sources that changed since
    the last build are encoded anew. When anything is wrong, all problems are listed and nothing is
    written.
    """
    from kg.build import build as run

    current = session()
    with current.progress() as progress:
        report = run(
            current.folder(),
            Path(out) if out else None,
            use_cache=not no_cache,
            check_shapes=not no_shapes,
            progress=progress,
        )
    sizes = report.graphs
    rows = sorted((name, size) for name, size in sizes.items() if not name.startswith("source/"))
    rows.append(("the sources' own", report.quads - sum(size for _, size in rows)))
    rows.append(("all", report.quads))
    reused = report.sources - len(report.encoded)
    title = f"{report.folder}: {plural(report.sources, 'source')}"
    if reused:
        title += f", {reused} of them from the cache"
    if not current.quiet:
        tables.write(tables.Table(("graph", "quads"), rows, title), "table", summary=False)


@command(
    "check",
    examples=[
        ("Check ./data", "kg check"),
        ("The problems as JSON, for an editor or a script", "kg check --results json"),
    ],
)
@click.option("--no-cache", is_flag=True, help="Also look again at sources that did not change.")
@click.option("--no-shapes", is_flag=True, help="Do not validate with SHACL, the slowest step.")
@click.option(
    "--results", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Form of the list.",
)  # fmt: skip
def check(no_cache: bool, no_shapes: bool, results: str) -> None:
    """Find everything that is wrong in a data folder.

    Looks at the YAML, unknown keys, quotes that are not in the text, references to nothing, nesting
    in a circle, bounds, coverage and the SHACL shapes. Each problem says file, line and key, what
    is wrong and what would be right. Leaves with code 3 when there are problems.
    """
    from kg import validation

    current = session()
    with current.progress() as progress:
        report = validation.check(
            current.folder(),
            check_shapes=not no_shapes,
            use_cache=not no_cache,
            progress=progress,
        )
    if results == "json":
        tables.emit(tables.dump(_problems(report.problems)), None)
    else:
        for problem in report.problems:
            tables.emit(str(problem), None)
        found = plural(len(report.problems), "problem") if report.problems else "No problems"
        sources = plural(len(report.sources), "source")
        current.say(f"{found} in {sources}, {report.entities} entities.")
    if report.problems:
        raise click.exceptions.Exit(FOUND)


def _problems(problems: Iterable[Problem]) -> list[dict[str, str | int]]:
    return [
        {
            "file": problem.file,
            "line": problem.line,
            "key": problem.key,
            "message": problem.message,
            "cure": problem.cure,
        }
        for problem in problems
    ]


@command(
    "coverage",
    examples=[
        ("The ledger of all sources", "kg coverage"),
        (
            "One source, for a spreadsheet",
            "kg coverage cdn-2020-iranian-resistance --out ledger.csv",
        ),
        ("Only what nobody accounted for", "kg coverage --open"),
    ],
)
@click.argument("source", required=False)
@click.option("--open", "only_open", is_flag=True, help="Only sentences that are unaccounted for.")
@results_options(("text", "csv", "tsv", "json", "md"))
def coverage(source: str | None, only_open: bool, results: str | None, out: str | None) -> None:
    """Show which sentences claims rest on, and which were skipped.

    Every sentence, heading and caption of a source is evidence of at least one claim, or skipped
    with a reason. Leaves with code 3 when one is neither.
    """
    from kg import validation

    ledger = validation.coverage(session().folder(), source)
    lines = [line for line in ledger.lines if not (only_open and line.accounted)]
    style = tables.choose(results, out, ("text", "csv", "tsv", "json", "md", "table"))
    if style in ("text", "table"):
        _print_ledger(ledger, lines, validation.totals(ledger))
    else:
        columns = ("source", "segment", "kind", "line", "text", "claims", "skipped")
        rows = [
            (line.source, line.number, line.kind, line.line, line.text,
             " ".join(line.claims), line.skipped)
            for line in lines
        ]  # fmt: skip
        tables.write(tables.Table(columns, rows), style, out)
    others = [item for item in ledger.problems if not item.key.startswith("segment ")]
    if others:
        count = plural(len(others), "problem")
        session().say(f"{count} besides may hide claims from this ledger; see `kg check`.")
    if ledger.problems or ledger.accounted < len(ledger.lines):
        raise click.exceptions.Exit(FOUND)


def _print_ledger(ledger: Ledger, lines: list[LedgerLine], totals: dict[str, int]) -> None:
    from rich.text import Text

    from kg.cli.screen import visible

    screen = session().console()
    source = ""
    for line in lines:
        if line.source != source:
            source = line.source
            screen.print(Text(visible(source), style="bold"))
        kind = "" if line.kind == "sentence" else f"[{line.kind}] "
        records.indented(screen, Text(f"{line.number}. {kind}{visible(line.text)}"), 2)
        if line.claims:
            note = Text(f"{plural(len(line.claims), 'claim')}: ", style="green")
            note.append(visible(", ".join(line.claims)))
        elif line.skipped is not None:
            note = Text(f"skipped: {visible(line.skipped)}", style="yellow")
        else:
            note = Text("unaccounted: no claim rests on it and nobody says why", style="bold red")
        records.indented(screen, note, 6)
    screen.print()
    for name, count in totals.items():
        screen.print(Text(f"{count:>6}  {name}"))
    share = 100 * ledger.accounted / len(ledger.lines) if ledger.lines else 100.0
    # Rounded down, so that one open sentence of a thousand never reads as 100 %.
    screen.print(Text(f"{int(share * 10) / 10:>6g}% accounted for", style="bold"))


COMMANDS = {"build": build, "check": check, "coverage": coverage}
