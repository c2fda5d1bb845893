"""``kg diff``: two sources or speakers side by side."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

from kg.cli import records, tables
from kg.cli.group import command
from kg.cli.options import entity_argument, lens_option, results_options
from kg.cli.screen import console, visible
from kg.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from kg.compare import Comparison, Position

FORMATS = ("text", "csv", "tsv", "json", "md", "table")


@command(
    "diff",
    examples=[
        ("Two speakers", "kg diff hamid_enayat amnesty"),
        ("An article and a cited work, for a spreadsheet",
         "kg diff cdn-2020-iranian-resistance reuters-2019-12-23 --out diff.csv"),
    ],
)  # fmt: skip
@entity_argument("left")
@entity_argument("right")
@lens_option
@results_options(FORMATS)
def diff(left: str, right: str, lens: str | None, results: str | None, out: str | None) -> None:
    """Compare two sources or speakers: only here, shared, opposed.

    LEFT and RIGHT are sources (everything in them, by whomever) or actors (what they say, in all
    sources). Positions are opposed when one side denies what the other affirms, or when both affirm
    numbers or dates that exclude each other. A prediction is never compared with a report.
    """
    from kg import compare

    style = tables.choose(results, out, FORMATS)
    comparison = compare.compare(session().graph(lens), left, right)
    if style == "json":
        tables.emit(tables.dump(_record(comparison)), out)
    elif style == "text":
        stream = sys.stdout if out is None or out == "-" else io.StringIO()
        _draw(console(stream, no_color=session().no_color), comparison)
        if isinstance(stream, io.StringIO):
            tables.emit(stream.getvalue(), out)
    else:
        table = tables.Table(("part", "pair", "side", *records.COLUMNS), list(_rows(comparison)))
        tables.write(table, style, out)


def _parts(comparison: Comparison) -> list[tuple[str, list[tuple[Position | None, ...]]]]:
    """The four lists in one form: name, then pairs of a left and a right position."""
    return [
        ("opposed", [(item.left, item.right) for item in comparison.opposed]),
        ("shared", [(item.left, item.right) for item in comparison.shared]),
        ("only left", [(item, None) for item in comparison.only_left]),
        ("only right", [(None, item) for item in comparison.only_right]),
    ]


def _rows(comparison: Comparison) -> Iterator[tuple[tables.Value, ...]]:
    for name, pairs in _parts(comparison):
        for number, pair in enumerate(pairs, 1):
            for side, position in zip(("left", "right"), pair, strict=True):
                if position is None:
                    continue
                for row, item in (
                    (row, item)
                    for claim in position.claims
                    for row, item in zip(records.rows([claim]), claim.propositions, strict=True)
                ):
                    if item.iri == position.proposition.iri:
                        yield name, number, side, *row


def _position(position: Position) -> dict[str, Any]:
    return {
        "proposition": position.proposition.iri,
        "text": str(position.proposition),
        "mode": position.mode,
        "attitude": position.attitude,
        "claims": [records.record(claim) for claim in position.claims],
    }


def _record(comparison: Comparison) -> dict[str, Any]:
    return {
        "left": vars(comparison.left),
        "right": vars(comparison.right),
        "opposed": [
            {"why": item.why, "left": _position(item.left), "right": _position(item.right)}
            for item in comparison.opposed
        ],
        "shared": [
            {"left": _position(item.left), "right": _position(item.right)}
            for item in comparison.shared
        ],
        "only_left": [_position(item) for item in comparison.only_left],
        "only_right": [_position(item) for item in comparison.only_right],
    }


_REASONS = {
    "denies": "One denies what the other affirms.",
    "contradicts": "These numbers or dates exclude each other.",
}


def _draw(screen: Console, comparison: Comparison) -> None:
    from rich.text import Text

    left, right = comparison.left.label, comparison.right.label
    titles = {
        "opposed": "Opposed",
        "shared": "Shared",
        "only left": f"Only {left}",
        "only right": f"Only {right}",
    }
    screen.print(Text(visible(f"{left}  |  {right}"), style="bold"))
    for name, pairs in _parts(comparison):
        screen.print()
        screen.print(Text(visible(f"{titles[name]}: {len(pairs)}"), style="bold cyan"))
        for at, pair in enumerate(pairs):
            if name == "opposed":
                screen.print(Text(f"{at + 1}. {_REASONS[comparison.opposed[at].why]}", "red"))
            for position in pair:
                if position is not None:
                    _draw_position(screen, position)


def _draw_position(screen: Console, position: Position) -> None:
    from rich.text import Text

    for claim in position.claims:
        line = Text(visible(f"{claim.attribution()}: "), style=records.style(claim))
        line.append(visible(str(position.proposition)), style="default")
        records.indented(screen, line, 2)
        for part in records.basis(claim):
            records.indented(screen, part, 6)


COMMANDS = {"diff": diff}
