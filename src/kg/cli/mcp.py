"""``kg mcp``: the dataset as tools for language models."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.group import command
from kg.cli.session import session
from kg.errors import UsageError
from kg.workers.limits import Limits

_MIB = 1024 * 1024


@command(
    "mcp",
    examples=[
        ("Serve ./data; a client starts this command itself", "kg mcp"),
        ("Serve an RDF file, at most 5 seconds for a query", "kg mcp dump.trig --seconds 5"),
    ],
)
@click.argument("path", required=False)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64),
    help="Requests that run at once.",
)  # fmt: skip
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0.05, 3600),
    help="Seconds that a request may run.",
)  # fmt: skip
@click.option(
    "--memory-mib", default=1024, show_default=True, type=click.IntRange(64, 1024 * 1024),
    help="Memory that a request may take beyond the loaded data.",
)  # fmt: skip
def mcp(path: str | None, workers: int, seconds: float, memory_mib: int) -> None:
    """Serve a dataset as read-only tools for language models (Model Context Protocol).

    The protocol runs over standard input and output: a client such as a chat program or an editor
    starts this command. Tools find entities, show who says what in which words, and run queries
    under the limits of `kg serve`. Every answer names speakers; docs/mcp.md tells how to add it.

    Without PATH the data folder is served; PATH is another data folder, an RDF file, or a folder
    of RDF files.
    """
    if sys.platform == "win32":
        raise UsageError("`kg mcp` needs a system that can fork processes.", cure="Use WSL.")
    try:
        from kg.mcp import tools
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "mcp":
            raise UsageError(
                "The Model Context Protocol's library is not installed.",
                cure='pip install "actors-events[mcp]"',
            ) from error
        raise
    source: dict[str, Any] = {"path": _source(path)}
    limits = Limits(workers=workers, seconds=seconds, memory=memory_mib * _MIB)
    asyncio.run(tools.serve(source, limits))


def _source(path: str | None) -> str:
    if path is not None:
        return str(Path(path).resolve())
    data = session().data
    if data is not None and Path(data).is_file():
        return str(Path(data).resolve())
    return str(session().folder().resolve())


COMMANDS = {"mcp": mcp}
