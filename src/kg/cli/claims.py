"""``kg claims``: claims by filter."""

from __future__ import annotations

import io
import sys

import click

from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import entity_option, lens_option, results_options
from kg.cli.screen import console
from kg.cli.session import session

FORMATS = ("text", "csv", "tsv", "json", "md", "table")

_STANCES = ("affirms", "affirms_with_doubt", "leaves_open", "denies_with_doubt", "denies")
_MODES = ("report", "evaluation", "explanation", "prediction", "demand", "hypothesis")


@command(
    "claims",
    examples=[
        ("What is said about an event", "kg claims --about protests_nov_2019"),
        ("What a speaker predicts", "kg claims --speaker hamid_enayat --mode prediction"),
        ("Who is named as perpetrator, of events of one year",
         "kg claims --predicate perpetrator --since 2019-01-01 --until 2019-12-31"),
        ("What is disputed, for a spreadsheet", "kg claims --lens disputed --out disputed.csv"),
    ],
)  # fmt: skip
@entity_option("--about", "Claims that name this entity.")
@entity_option("--speaker", "Claims of this speaker.")
@entity_option("--source", "Claims in this source.")
@click.option("--stance", type=click.Choice(_STANCES), help="Claims with this stance.")
@click.option("--mode", type=click.Choice(_MODES), help="Claims in this mode.")
@click.option("--predicate", metavar="NAME", help="Claims with this relation, such as organizer.")
@click.option(
    "--since",
    metavar="DATE",
    help="About what may lie on or after it; so may what has no known end.",
)
@click.option("--until", metavar="DATE", help="About what may lie on or before it.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many claims.")
@lens_option
@results_options(FORMATS)
def claims(
    limit: int | None,
    lens: str | None,
    results: str | None,
    out: str | None,
    **filters: str | None,
) -> None:
    """List claims: who says what, in which words.

    Filters narrow each other. Dates are EDTF: a day, a month (2019-11), a year. Claims come in the
    order of their sources' texts.
    """
    style = tables.choose(results, out, FORMATS)
    found = session().graph(lens).claims(**filters)
    total = len(found)
    shown = found[:limit]
    if style == "json":
        tables.emit(tables.dump([records.record(claim) for claim in shown]), out)
    elif style == "text":
        stream = sys.stdout if out is None or out == "-" else io.StringIO()
        screen = console(stream, no_color=session().no_color)
        for claim in shown:
            records.print_claim(screen, claim, speaker=True)
        if isinstance(stream, io.StringIO):
            tables.emit(stream.getvalue(), out)
    else:
        table = tables.Table(records.COLUMNS, list(records.rows(shown)))
        tables.write(table, style, out, summary=False)
    of = f" of {total}" if len(shown) < total else ""
    session().say(f"{len(shown)}{of} claim{'' if total == 1 else 's'}.")


COMMANDS = {"claims": claims}
