"""Rows of plain values as a table, CSV, TSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

import click

from kg.cli.screen import console, plural, visible
from kg.cli.session import session

if TYPE_CHECKING:
    from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Value: TypeAlias = str | int | float | bool | None

#: Formats of rows, by the names of ``--results``.
FORMATS = ("table", "csv", "tsv", "json", "md")

#: Media types that ``--results`` takes as well, as in an HTTP Accept header.
MEDIA_TYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/markdown": "md",
    "text/plain": "table",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
}
#: File suffixes that tell the format of ``--out``.
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".md": "md",
    ".txt": "table",
    ".ttl": "ttl",
    ".nt": "nt",
    ".rdf": "rdf",
    ".jsonld": "jsonld",
}


#: Columns that would have to be narrower than this to fit are drawn as records instead.
_NARROW = 18

#: Characters written at a time.
_PIECE = 32_768


@dataclass(frozen=True)
class Table:
    """Named columns and rows of plain values.

    :param title: stands above it on a terminal.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    title: str = ""


def choose(wanted: str | None, out: str | None, allowed: Sequence[str]) -> str:
    """The format of an answer: ``--results``, else the suffix of ``--out``, else a table on a
    terminal and CSV in a pipe.

    :raises click.UsageError: naming the formats, when there is no such one.
    """
    name = wanted
    if name is None and out is not None and out != "-":
        suffix = Path(out).suffix.lower()
        if suffix not in SUFFIXES:
            raise click.UsageError(
                f"The suffix {suffix!r} of {out} tells no format; add --results."
            )
        name = SUFFIXES[suffix]
        if name == "table" and "text" in allowed:
            name = "text"
    if name is None:
        plain = "csv" if "csv" in allowed else allowed[0]
        return allowed[0] if sys.stdout.isatty() else plain
    name = MEDIA_TYPES.get(name.partition(";")[0].strip().lower(), name.lower())
    if name not in allowed:
        raise click.UsageError(
            f"This answer cannot be written as {name!r}; formats: {', '.join(allowed)}."
        )
    return name


def emit(text: str, out: str | None) -> None:
    """Write an answer to a file, or to stdout; on a terminal with control characters visible."""
    if out is not None and out != "-":
        from kg import files

        files.write_text(Path(out), text)
        session().say(f"Wrote {out}")
        return
    if sys.stdout.isatty():
        text = visible(text, keep="\n\r\t")
    # In pieces: an unbuffered stdout does not say that the reader left in the middle of a write.
    for at in range(0, len(text), _PIECE):
        click.echo(text[at : at + _PIECE], nl=False)
    if not text.endswith("\n"):
        click.echo()


def write(
    table: Table, style: str, out: str | None = None, *, summary: bool = True, exact: bool = False
) -> None:
    """Write rows in one of :data:`FORMATS`.

    :param summary: say the number of rows below a table on stdout.
    :param exact: CSV for programs; else cells that a spreadsheet would run get an apostrophe.
    """
    if style == "table" and (out is None or out == "-"):
        _draw(table, sys.stdout)
        if summary:
            session().say(f"{plural(len(table.rows), 'row')}." if table.rows else "No rows.")
    elif style == "table":
        buffer = io.StringIO()
        _draw(table, buffer)
        emit(buffer.getvalue(), out)
    else:
        emit(_WRITERS[style](table if exact or style != "csv" else _tamed(table)), out)


def _tamed(table: Table) -> Table:
    from kg.export.cleaning import Cleaner

    cell = Cleaner().cell
    rows = [[cell(v) if isinstance(v, str) else v for v in row] for row in table.rows]
    return Table(table.columns, rows)


def _draw(table: Table, stream: TextIO) -> None:
    from rich.text import Text

    screen = console(stream, no_color=session().no_color)
    if table.title:
        screen.print(Text(visible(table.title), style="bold"))
    widths = [
        max([len(name), *(len(plain(row[at])) for row in table.rows)])
        for at, name in enumerate(table.columns)
    ]
    if sum(min(width, _NARROW) + 2 for width in widths) > screen.width:
        _draw_records(table, screen)
    else:
        _draw_columns(table, screen)


def _draw_columns(table: Table, screen: Console) -> None:
    from rich import box
    from rich.table import Table as Drawing
    from rich.text import Text

    drawing = Drawing(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, name in enumerate(table.columns):
        values = [row[at] for row in table.rows]
        numbers = any(isinstance(value, int | float) for value in values) and not any(
            isinstance(value, str) for value in values
        )
        drawing.add_column(
            Text(visible(name)), justify="right" if numbers else "left", overflow="fold"
        )
    for row in table.rows:
        drawing.add_row(*(Text(visible(plain(value))) for value in row))
    screen.print(drawing)


def _draw_records(table: Table, screen: Console) -> None:
    """Each row as a list of names and values: for rows too wide to stand in columns."""
    from rich.text import Text

    width = max(len(visible(name)) for name in table.columns)
    for number, row in enumerate(table.rows, 1):
        screen.print(Text(f"{number}", style="bold"))
        for name, value in zip(table.columns, row, strict=True):
            if value is None:
                continue
            text = Text(visible(plain(value)))
            for at, line in enumerate(text.wrap(screen, max(20, screen.width - width - 4))):
                head = visible(name) if not at else ""
                screen.print(Text(f"  {head:<{width}}  ", style="cyan") + line, soft_wrap=True)


def plain(value: Value) -> str:
    """A value as people read it.

    >>> plain(None), plain(True), plain(0.12345678)
    ('', 'true', '0.1235')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _separated(table: Table) -> str:
    """CSV (RFC 4180, with plain line feeds, so that other tools of a pipe read it too)."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(table.columns)
    rows.writerows(
        ["" if v is None else repr(v) if isinstance(v, float) else plain(v) for v in row]
        for row in table.rows
    )
    return out.getvalue()


#: In a cell of TSV: backslash, tab and line ends.
_TAB_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _tabbed(table: Table) -> str:
    def cell(value: Value) -> str:
        text = repr(value) if isinstance(value, float) else plain(value)
        return text.translate(_TAB_ESCAPES)

    lines = ["\t".join(map(cell, row)) for row in [table.columns, *table.rows]]
    return "\n".join(lines) + "\n"


def _json(table: Table) -> str:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return dump(rows)


def dump(value: object) -> str:
    """JSON as people can read it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#])")


def _markdown(table: Table) -> str:
    def cell(value: Value) -> str:
        text = visible(plain(value), keep="\n").replace("&", "&amp;")
        return _MARKDOWN.sub(r"\\\1", text).replace("\n", " ")

    lines = [f"| {' | '.join(map(cell, row))} |" for row in [table.columns, *table.rows]]
    lines.insert(1, f"|{'|'.join(' --- ' for _ in table.columns)}|")
    return "\n".join(lines) + "\n"


_WRITERS: dict[str, Callable[[Table], str]] = {
    "csv": _separated,
    "tsv": _tabbed,
    "json": _json,
    "md": _markdown,
}
